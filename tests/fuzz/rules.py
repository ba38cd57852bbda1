"""Folders of rules: either every problem has its place, or the rules compile to a bundle that answers."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.bundle import Bundle
from generator.logic.audit import check
from generator.logic.bundle import bundle_text
from generator.plan.load import RulesError, read
from tests.conftest import HARBOUR, RULES
from tests.fuzz.answers import Input
from tests.fuzz.bundles import use
from tests.fuzz.mutate import BYTES, NUMBERS, TEXTS, spoil_bytes, spoil_lines, spoil_tree, value

PLANS = {"harbour": HARBOUR, "renhe": RULES}


@cache
def files(plan: str) -> dict[str, bytes]:
    folder = PLANS[plan]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}


@cache
def tree(plan: str, name: str) -> Any:
    return json.loads(
        json.dumps(read(PLANS[plan] / name, name).data)
    )  # PyYAML alone takes the keys yes and no for more


def dump(data: Any, source: random.Random | None = None) -> bytes:
    """The data as YAML, in the flow style of JSON at times: only that can escape any character."""
    if source is None or source.random() < 0.5:
        with suppress(UnicodeEncodeError):
            text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            return text.encode()
    return json.dumps(data, default=str).encode()


def make(source: random.Random) -> Input:
    """The plan's name before the slash, then the file that is put in the place of its own."""
    plan = "renhe" if source.random() < 0.03 else "harbour"
    name = source.choice(list(files(plan)))
    kind = source.random()
    if kind < 0.1:
        bomb = source.choice(BOMBS)
        return {f"harbour/{file}": data for file, data in bomb(source).items()}
    if kind < 0.15:
        return {f"{plan}/{name}": _odd(source)}
    if kind < 0.45:
        data = files(plan)[name]
        for _ in range(source.choice((1, 1, 2, 4))):
            data = source.choice((spoil_bytes, spoil_lines))(source, data)
        return {f"{plan}/{name}": data}
    if kind < 0.65:
        return {f"{plan}/{name}": _gentle(source, files(plan)[name])}
    data = tree(plan, name)
    for _ in range(source.choice((1, 1, 2, 4))):
        data = spoil_tree(source, data)
    return {f"{plan}/{name}": dump(data, source)}


def _gentle(source: random.Random, data: bytes) -> bytes:
    """Changes that rules often survive: other words, an empty line, a comment."""
    lines = data.decode().split("\n")
    for _ in range(source.choice((1, 2, 4))):
        at = source.randrange(len(lines))
        match source.randrange(3):
            case 0:
                lines.insert(at, source.choice(("", "# a remark", "      ")))
            case 1:
                word = source.choice(("好", "a word", "x" * 500))
                lines[at] = re.sub(r"(zh|en): [^{}\[\]:#\"',]+", rf"\1: {word}", lines[at])
            case 2:
                lines[at] = re.sub(r"\b\d+$", str(source.choice(NUMBERS)), lines[at])
    return "\n".join(lines).encode()


def _odd(source: random.Random) -> bytes:
    """Files that are odd as a whole."""
    n = source.choice((10, 41, 1_000, 100_000, 900_000))
    hostile = source.choice(BYTES)
    return source.choice(
        (
            b"",
            b"\n" * n,
            b"#" * n,
            b"[" * n,
            b"{" * n,
            b"{a: " * (n // 4),
            b"- " * (n // 2),
            b"? " * (n // 2),
            b"[" * n + b"]" * n,
            b"a: '" + b"x" * n,
            b"a: " + b"x" * n,
            b"x" * n + b": 1",
            b"[" + b"a," * (n // 2) + b"]",
            b"".join(b"k%d: 1\n" % i for i in range(n // 8)),
            b"a: &a [x]\n" + b"".join(b"a%d: &a%d [*a, *a]\n" % (i, i) for i in range(min(n, 1_000))),
            b"a: &a {<<: *a}\n",
            "a: 1\n".encode("utf-16"),
            hostile * (n // len(hostile)),
            dump(value(source, 5), source),
            dump({source.choice(TEXTS): source.choice(TEXTS)}, source),
            b"x" * 1_100_000,
        )
    )


# --- conditions that are sound in shape, and too much ---


def _facts(add: list[dict[str, Any]]) -> Input:
    data = tree("harbour", "facts.yml")
    return {"facts.yml": dump({"facts": [*data["facts"], *add]})}


def _yes_no(name: str) -> dict[str, Any]:
    said = {"zh": name, "en": name}
    words = dict.fromkeys(("question", "help", "statement", "yes", "no"), said)
    return {"id": name, "type": "boolean", "group": "person", **words}


def _term(name: str, means: Any) -> dict[str, Any]:
    said = {key: {"zh": name, "en": name} for key in ("title", "definition", "yes", "no")}
    return {"id": name, "means": means, "clauses": ["1.1.1-a"], **said}


def _when(condition: Any) -> Input:
    """The second plan with this condition in place of one of its own."""
    data = tree("harbour", "areas/crossing.yml")
    changed = {**data, "items": [dict(item) for item in data["items"]]}
    for item in changed["items"]:
        if item.get("benefits"):
            item["benefits"] = [{**item["benefits"][0], "when": condition}, *item["benefits"][1:]]
            break
    return {"areas/crossing.yml": dump(changed)}


def parity(source: random.Random) -> Input:
    """Whether an odd number of facts is true: as many reasons as there are cases."""
    names = [f"p{i}" for i in range(source.choice((3, 8, 12, 20, 70)))]
    condition: Any = names[0]
    for name in names[1 : source.choice((3, 8, 12))]:
        condition = {"any": [{"all": [condition, {"not": name}]}, {"all": [{"not": condition}, name]}]}
    return _facts([_yes_no(name) for name in names]) | _when(condition)


def doubling(source: random.Random) -> Input:
    """Terms each of which holds the one before twice."""
    n = source.choice((3, 12, 30, 300))
    terms = [_term("t0", "lives_alone")]
    terms += [_term(f"t{i}", {"any": [f"t{i - 1}", {"not": f"t{i - 1}"}]}) for i in range(1, n)]
    return {"terms.yml": dump({"terms": [*tree("harbour", "terms.yml")["terms"], *terms]})} | _when(f"t{n - 1}")


def chain(source: random.Random) -> Input:
    """Terms each of which is the next one's meaning, perhaps in a circle."""
    n = source.choice((2, 50, 150, 1_000))
    last = source.choice(("t0", "lives_alone"))
    terms = [_term(f"t{i}", {"not": f"t{i + 1}"} if i < n - 1 else last) for i in range(n)]
    return {"terms.yml": dump({"terms": [*tree("harbour", "terms.yml")["terms"], *terms]})}


def many_values(source: random.Random) -> Input:
    """Choices and numbers of which every answer leads another way."""
    n = source.choice((2, 10, 40, 63, 100, 1_000))
    said = {"zh": "x", "en": "x"}
    choices = [{"id": f"v{i}", "label": said, "says": said} for i in range(n)]
    fact = {"id": "wide", "type": "choice", "group": "person", "question": said, "help": said, "values": choices}
    names = [f"p{i}" for i in range(min(n, 70))]
    test = (lambda i: {"wide": f"v{i}"}) if source.random() < 0.5 else (lambda i: {"care_hours": i})
    ways = [{"all": [test(i), name]} for i, name in enumerate(names)]
    return _facts([fact, *map(_yes_no, names)]) | _when({source.choice(("any", "all")): ways})


def enormous(source: random.Random) -> Input:
    """Pairs of facts far apart in the order of asking, which makes a diagram double with each."""
    n = source.choice((3, 10, 16, 29, 60, 500))
    names = [f"p{i}" for i in range(2 * n)]
    pairs = [{"all": [names[i], names[i + n]]} for i in range(n)]
    return _facts([_yes_no(name) for name in names]) | _when({"any": pairs})


def nested(source: random.Random) -> Input:
    """A condition of any shape over the plan's own facts."""
    facts = tree("harbour", "facts.yml")["facts"]

    def condition(depth: int) -> Any:
        kind = source.randrange(6 if depth else 3)
        fact = source.choice(facts)
        if kind < 3:
            if fact["type"] == "boolean":
                return fact["id"]
            if fact["type"] == "choice":
                return {fact["id"]: source.choice(fact["values"])["id"]}
            operator = source.choice(("at_least", "at_most", "below", "above"))
            return {fact["id"]: {operator: source.choice((*range(10), *NUMBERS))}}
        if kind == 3:
            return {"not": condition(depth - 1)}
        return {source.choice(("all", "any")): [condition(depth - 1) for _ in range(source.randint(1, 4))]}

    return _when(condition(source.choice((2, 4, 6))))


BOMBS: tuple[Callable[[random.Random], Input], ...] = (parity, doubling, chain, many_values, enormous, nested, nested)


def look(problems: list[str]) -> None:
    """Each problem has its place, and can be printed on a line."""
    assert problems
    for problem in problems:
        assert re.fullmatch(r"\S+:\d+:\d+: \S.*", problem), problem
        assert len(problem.encode()) < 3_000, problem


def run(given: Input, folder: Path) -> bool:
    """Whether the rules are sound; problems must each have a place. Raises AssertionError for anything else."""
    [plan] = {name.partition("/")[0] for name in given}
    root = folder / plan
    if not root.is_dir():
        shutil.copytree(PLANS[plan], root)
    for name, data in given.items():
        (folder / name).write_bytes(data)
    try:
        bundle = Bundle.from_json(bundle_text(check(root).bundle))
    except RulesError as error:
        look(list(map(str, error.problems)))
        return False
    finally:
        for name in given:
            (folder / name).write_bytes(files(plan)[name.partition("/")[2]])
    use(bundle, random.Random(0))
    return True
