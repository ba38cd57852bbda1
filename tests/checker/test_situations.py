"""What people come with, and the lines that they tick, as a bundle holds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from checker.bundle import Bundle, BundleError, Situation
from checker.fact import YesNo
from generator.logic.audit import Checked
from generator.logic.bundle import bundle_text
from tests.conftest import HARBOUR, audited


def test_a_bundle_holds_the_situations_of_the_rules(checked: Checked) -> None:
    read = Bundle.from_json(bundle_text(checked.bundle)).situations
    assert read == tuple(
        Situation(
            str(each.id), tuple(map(str, each.facts)), {str(fact): answer for fact, answer in each.answers.items()}
        )
        for each in checked.rules.situations
    )
    for made, each in zip(read, checked.rules.situations, strict=True):
        assert made.text["title"] == each.title.model_dump()
        assert made.text["words"] == each.words.model_dump()
        assert made.text.get("do") == (each.danger.do.model_dump() if each.danger else None)


def test_a_plan_need_not_say_what_people_come_with() -> None:
    assert audited(HARBOUR).rules.situations == []
    assert audited(HARBOUR).compiled.situations == ()


def test_a_line_to_tick_is_of_yes_and_no_alone(checked: Checked) -> None:
    for fact, said in zip(checked.compiled.facts, checked.rules.facts, strict=True):
        if isinstance(fact, YesNo):
            assert said.statement
            assert fact.text["statement"] == said.statement.model_dump()
        else:
            assert "statement" not in fact.text


def test_a_bundle_of_an_earlier_version_has_neither(checked: Checked) -> None:
    data = json.loads(bundle_text(checked.bundle))
    del data["situations"]
    for fact in data["facts"]:
        fact["text"].pop("statement", None)
    bundle = Bundle.from_data(data)
    assert bundle.situations == ()
    ticked = [fact for fact in bundle.facts if isinstance(fact, YesNo)]
    assert len(ticked) > 30
    assert all(fact.text["statement"] == fact.text["yes"] for fact in ticked)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda s: s[0].pop("facts"), r"situations\[0\]\.facts is missing"),
        (lambda s: s[0]["facts"].append("nobody"), r"situations\[0\]\.facts must be a list of facts"),
        (lambda s: s[0]["facts"].append(s[0]["facts"][0]), r"situations\[0\]\.facts must be a list without"),
        (lambda s: s[0].update(answers={s[0]["facts"][1]: True}), r"situations\[0\]\.facts must be a list without"),
        (lambda s: s[0].update(answers={"orphaned": 1}), r"situations\[0\]\.answers\.orphaned must be an answer"),
        (lambda s: s[0].update(answers={"nobody": True}), r"situations\[0\]\.answers\.nobody must be an answer"),
        (lambda s: s[0]["text"].pop("words"), r"situations\[0\]\.text\.words is missing"),
        (lambda s: s.append(s[0]), r"situations must be a list without the same id twice"),
    ],
)  # fmt: skip
def test_a_situation_that_means_nothing_is_refused(
    spoil: Callable[[list[Any]], object], message: str, checked: Checked
) -> None:
    data = json.loads(bundle_text(checked.bundle))
    spoil(data["situations"])
    with pytest.raises(BundleError, match=message):
        Bundle.from_data(data)
