"""Compiled rules: a bundle is refused with an error, or nothing that is asked of it fails."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from checker.__main__ import as_text
from checker.answers import AnswerError
from checker.api import AUDIENCES, Request, call, dumps, page, report
from checker.bundle import Bundle, BundleError
from checker.decode import LANGUAGES
from checker.fact import Fact
from generator.logic.audit import check
from generator.logic.bundle import bundle_text
from tests.conftest import HARBOUR, RULES
from tests.fuzz.answers import Input, command
from tests.fuzz.mutate import spoil_bytes, spoil_tree, value


@cache
def sound(real: bool) -> str:
    """The bundle of the project's rules, or of the second plan."""
    return bundle_text(check(RULES if real else HARBOUR).bundle)


def make(source: random.Random) -> Input:
    return {"bundle.json": _file(source)}


def _file(source: random.Random) -> bytes:
    kind = source.random()
    if kind < 0.05:
        return json.dumps(value(source)).encode()
    if kind < 0.08:
        n = source.choice((100, 10_000, 1_000_000))
        return source.choice((b"[" * n, b'{"nodes":' + b"[" * n + b"]" * n + b"}", b'{"format":' + b"1" * n + b"}"))
    data = json.loads(sound(kind > 0.95))
    if kind < 0.3:
        diagram(source, data)
    for _ in range(source.choice((0, 1, 1, 2, 5))):
        part = source.choice((None, None, *data)) if isinstance(data, dict) else None
        if part in ("facts", "nodes", "outcomes", "scope", "situations", "text"):
            data[part] = spoil_tree(source, data[part])
        else:
            data = spoil_tree(source, data)
    made = json.dumps(data, ensure_ascii=source.random() < 0.9).encode("utf-8", "surrogatepass")
    return spoil_bytes(source, made) if source.random() < 0.1 else made


def diagram(source: random.Random, data: dict[str, Any]) -> None:
    """Another diagram that is well formed: entangled, wide or deep, over more facts than before."""
    facts = [
        {
            "id": f"f{i}",
            "type": "integer",
            "group": "g",
            "cuts": list(range(1, source.choice((1, 2, 3, 20, 64)))),
            "text": data["facts"][0]["text"],
        }
        for i in range(source.choice((2, 6, 12, 30, 60, 300)))
    ]
    nodes: list[list[int]] = [[], []]
    for fact in reversed(range(len(facts))):
        later = [0, 1] if len(nodes) < 4 else [0, 1, *range(max(2, len(nodes) - 12), len(nodes))]
        for _ in range(source.choice((1, 1, 2, 8))):
            children = [source.choice(later) for _ in range(len(facts[fact]["cuts"]) + 1)]
            nodes.append([fact, *(child for child in children)])
            later = [child for child in later if child < 2 or nodes[child][0] > fact]
    data |= {"facts": facts, "nodes": nodes}
    for outcome in [*data["outcomes"], *data["scope"]]:
        outcome["root"] = source.randrange(len(nodes))


def run(given: Input, folder: Path) -> bool:
    """Whether the bundle is taken. Raises AssertionError, or whatever fails after it has been taken."""
    data = given["bundle.json"]
    try:
        bundle = Bundle.from_json(data)
    except BundleError:
        file, answers = folder / "bundle.json", folder / "answers.json"
        file.write_bytes(data)
        answers.write_bytes(b"{}")
        status, printed, complaint = command(["--bundle", str(file), str(answers)])
        assert (status, printed, complaint.count("\n")) == (2, "", 1)
        assert len(complaint.encode()) < 1_000
        return False
    use(bundle, random.Random(len(data)))
    return True


def use(bundle: Bundle, source: random.Random) -> None:
    """Everything that can be asked of a bundle: an interview, and reports, pages and texts of every kind."""
    answers: dict[str, object] = {}
    audience, lang = source.choice(AUDIENCES), source.choice(LANGUAGES)
    for _ in range(50):
        name = report(bundle, answers, audience, lang)["next_question"]
        if name is None:
            break
        assert name not in answers
        answers[name] = answer(source, bundle.fact(name))
    for audience in AUDIENCES:
        for lang in LANGUAGES:
            for given in (answers, {fact.id: answer(source, fact) for fact in bundle.facts}):
                request = Request(given, audience, lang)
                assert as_text(bundle, page(bundle, request), lang).encode()
                assert call(bundle, dumps(asdict(request))).encode()
    for fact in bundle.facts[:3]:
        with suppress(AnswerError):
            report(bundle, {fact.id: value(source)})


def answer(source: random.Random, fact: Fact) -> object:
    """An answer to the fact, or None."""
    if source.random() < 0.2:
        return None
    return fact.representative(source.randrange(fact.classes))
