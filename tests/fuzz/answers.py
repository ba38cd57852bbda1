"""Files of answers: `python -m checker` and the request that the page makes take them or say what is wrong.

What is taken is compared with all ways to fill in what is not known, tried on the conditions as the rules write them.
"""

from __future__ import annotations

import itertools
import json
import random
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

from checker.__main__ import main
from checker.api import AUDIENCES, call, report
from checker.bundle import Bundle
from checker.decode import LANGUAGES
from generator.logic.audit import Checked, check
from generator.logic.bundle import bundle_text
from tests.checker.small import holds
from tests.conftest import HARBOUR
from tests.fuzz.mutate import TEXTS, spoil_bytes, spoil_tree, value

Input = dict[str, bytes]


@cache
def harbour() -> Checked:
    return check(HARBOUR)


@cache
def cases() -> list[dict[str, Any]]:
    return [{str(fact): answer for fact, answer in s.answers.items()} for s in harbour().rules.scenarios]


def make(source: random.Random) -> Input:
    return {"answers.json": _file(source)}


def _file(source: random.Random) -> bytes:
    answers = dict(source.choice(cases()))
    for fact in source.sample(sorted(answers), source.randrange(len(answers))):
        del answers[fact]
    match source.randrange(12):
        case 0:
            return _odd(source)
        case 1:
            return json.dumps(value(source)).encode()
        case 2:
            pairs = [f"{json.dumps(k)}:{json.dumps(v)}" for k, v in answers.items()]
            pairs += [f"{json.dumps(source.choice([*answers, *TEXTS]))}:{json.dumps(value(source))}"]
            return f"{{{','.join(pairs)}}}".encode()
    for _ in range(source.choice((0, 0, 1, 1, 2, 4))):
        answers = spoil_tree(source, answers)
    data = json.dumps(answers, ensure_ascii=source.random() < 0.8).encode("utf-8", "surrogatepass")
    for _ in range(source.choice((0, 0, 0, 1, 3))):
        data = spoil_bytes(source, data)
    return data


def _odd(source: random.Random) -> bytes:
    """Files that are odd as a whole."""
    text = json.dumps(source.choice(cases()))
    n = source.choice((100, 1_000, 10_000, 49_000))
    return source.choice(
        (
            b"",
            text.encode("utf-16"),
            text.encode("utf-32"),
            text.encode("utf-8-sig"),
            b"[" * n,
            b"[" * n + b"]" * n,
            b'{"a":' * n + b"1" + b"}" * n,
            b'{"islander_age":' + b"[" * n + b"]" * n + b"}",
            b'{"islander_age":' + b"9" * n + b"}",
            b'{"islander_age":-' + b"9" * 4000 + b"}",
            b'{"islander_age":1' + b"0" * n + b".5}",
            b'{"' + b"x" * n + b'":1}',
            b'{"island":"' + b"x" * n + b'"}',
            b" " * 200_000 + text.encode(),
            b"{" + b",".join(b'"f%d":1' % i for i in range(n // 10)) + b"}",
        )
    )


def run(given: Input, folder: Path) -> bool:
    """Whether the file is taken; an error is one line and exit status 2. Raises AssertionError for anything else."""
    file, compiled = folder / "answers.json", folder / "bundle.json"
    file.write_bytes(given["answers.json"])
    if not compiled.is_file():
        compiled.write_text(bundle_text(harbour().bundle), encoding="utf-8")
    audience, lang, form = _options(given["answers.json"])
    arguments = ["--bundle", str(compiled), "--audience", audience, "--lang", lang, "--format", form, str(file)]
    status, printed, complaint = command(arguments)
    bundle = Bundle.from_json(compiled.read_bytes())
    told, *outcomes = map(json.loads, call(bundle, _request(given["answers.json"], audience, lang)).split("\n"))
    if status:
        assert status == 2, status
        assert printed == ""
        assert complaint.startswith("checker: ")
        assert complaint.count("\n") == 1, complaint
        assert len(complaint) < 2_000
        return False
    assert complaint == ""
    assert printed.encode()
    answers = json.loads(given["answers.json"])
    agree(bundle, answers)
    assert "error" not in told, told
    plain = report(bundle, answers, audience, lang)["outcomes"]
    assert [shown | outcome for shown, outcome in zip(outcomes, plain, strict=True)] == outcomes
    return True


def _options(data: bytes) -> tuple[str, str, str]:
    return AUDIENCES[len(data) % 2], LANGUAGES[len(data) // 2 % 2], ("json", "text")[len(data) // 4 % 2]


def _request(data: bytes, audience: str, lang: str) -> str:
    """The same answers as the page would send them, the text as it is."""
    try:
        answers = json.dumps(json.loads(data))  # also from other encodings
    except (ValueError, RecursionError):
        answers = data.decode(errors="replace")
    return f'{{"answers":{answers},"audience":"{audience}","lang":"{lang}"}}'


def command(arguments: list[str]) -> tuple[int, str, str]:
    """The exit status of `python -m checker` and what it prints."""
    out, complaint = TextIOWrapper(BytesIO(), encoding="utf-8"), StringIO()
    with redirect_stdout(out), redirect_stderr(complaint):
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
    out.seek(0)
    return status, out.read(), complaint.getvalue()


def agree(bundle: Bundle, answers: dict[str, Any]) -> None:
    """The statuses are those that trying every way to fill in the unknown answers gives."""
    rules = harbour().rules
    made = report(bundle, answers, "worker")
    outside = any(_status(scope.when, answers) == "applies" for scope in rules.plan.scope)
    assert made["scope"] == ("outside" if outside else "inside")
    whens = {str(b.id): b.when for _, b in rules.benefits()} | {str(d.id): d.when for _, d in rules.duties() if d.when}
    expected = {} if outside else {name: _status(when, answers) for name, when in whens.items()}
    assert {outcome["id"]: outcome["status"] for outcome in made["outcomes"]} == expected


def _status(condition: Any, answers: dict[str, Any]) -> str:
    meanings = {str(term.id): term.means for term in harbour().rules.terms}
    choices = _choices()
    facts = sorted(_facts(condition, meanings))
    known = [[answers[fact]] if answers.get(fact) is not None else choices[fact] for fact in facts]
    truths = {holds(condition, dict(zip(facts, world, strict=True)), meanings) for world in itertools.product(*known)}
    return "possible" if len(truths) > 1 else "applies" if truths.pop() else "does_not_apply"


@cache
def _choices() -> dict[str, list[Any]]:
    """For each fact answers of every kind that the rules tell apart."""
    cuts = {fact["id"]: fact["cuts"] for fact in harbour().bundle["facts"] if fact["type"] == "integer"}
    return {
        str(fact.id): [True, False]
        if fact.type == "boolean"
        else [str(choice.id) for choice in fact.values]
        if fact.type == "choice"
        else [fact.minimum, *cuts[fact.id]]
        for fact in harbour().rules.facts
    }


def _facts(condition: Any, meanings: dict[str, Any]) -> set[str]:
    if isinstance(condition, str):
        return _facts(meanings[condition], meanings) if meanings.get(condition) else {condition}
    [(key, inner)] = condition.items()
    if key not in ("not", "all", "any"):
        return {str(key)}
    return set().union(*(_facts(part, meanings) for part in (inner if isinstance(inner, list) else [inner])))
