"""What JavaScript asks of the checker: JSON in, JSON out, and never an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.api import Request, RequestError, call, page, report
from tests.checker.small import bundle_of

REQUEST: dict[str, Any] = {"answers": {}, "audience": "family", "lang": "zh", "topic": None}


def test_a_request_is_answered() -> None:
    told, *outcomes = map(json.loads, call(bundle_of(["a"]), json.dumps(REQUEST)).split("\n"))
    assert told["scope"] == "inside"
    assert [outcome["status"] for outcome in outcomes] == ["possible"]


@pytest.mark.parametrize(
    ("request_text", "words", "fact"),
    [
        ("nonsense", "is not JSON", None),
        ("[" * 100_000, "is not JSON", None),
        ("[]", "an object of answers", None),
        (json.dumps(REQUEST | {"answers": None}), "an object of answers", None),
        (json.dumps(REQUEST | {"lang": "xx"}), "lang: 'xx' is not known (accepted: zh, en)", None),
        (json.dumps(REQUEST | {"lang": ["zh"]}), "lang: ['zh'] is not known", None),
        (json.dumps(REQUEST | {"audience": None}), "audience: None is not known", None),
        (json.dumps(REQUEST | {"topic": "nowhere"}), "topic: 'nowhere' is not known", None),
        (json.dumps(REQUEST | {"answers": {"age": -1}}), "age: -1 is not an answer", "age"),
        (json.dumps(REQUEST | {"answers": {"age": 10**12}}), "a number with too many digits", "age"),
    ],
)
def test_what_cannot_be_answered_comes_back_as_an_error(request_text: str, words: str, fact: str | None) -> None:
    told = json.loads(call(bundle_of(["a"]), request_text))
    assert words in told["error"]
    assert told["fact"] == fact


@pytest.mark.parametrize(("name", "value"), [("audience", "famly"), ("lang", "ZH"), ("topic", "nowhere")])
def test_no_way_in_answers_what_was_not_asked(name: str, value: str) -> None:
    bundle = bundle_of(["a"])
    with pytest.raises(RequestError, match=f"{name}: '{value}' is not known"):
        report(bundle, {}, **{name: value})
    with pytest.raises(RequestError, match=f"{name}: '{value}' is not known"):
        page(bundle, Request({}, **{name: value}))
