"""The walker of the page /check/ answers what Python answers, byte for byte, on the JavaScript of old browsers."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker import api
from checker.bundle import FORMAT, Bundle
from checker.decode import LANGUAGES
from checker.fact import TYPES, Choice, Fact, Number
from checker.outcome import Outcome
from generator.logic.audit import Checked
from generator.logic.conditions import AllOf, Is
from generator.logic.diagram import Diagram
from generator.node import PACKAGES
from tests.checker.small import VALUES, answers, bundle_of, conditions, orders
from tests.conftest import HARBOUR, ROOT, audited
from tests.generator.test_conditions import BARE, SHARED, fact, text, words_of

WALKER = ROOT / "checker" / "web" / "walker.js"
SCRIPT = Path(__file__).with_name("walker.mjs")
SEED = 41

Request = dict[str, Any]
Asked = tuple[Request, str | None]
Walk = Callable[[Mapping[str, Any], Iterable[Asked]], list[Asked]]


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    """`walk(bundle, asked)`: what of `asked` the walker answers otherwise than Python, and how. See walker.mjs."""
    with subprocess.Popen(["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as node:
        assert node.stdin
        assert node.stdout
        stdin, stdout = node.stdin, node.stdout

        def different(bundle: Mapping[str, Any], asked: Iterable[Asked]) -> list[Asked]:
            for said in itertools.chain([bundle], asked, [None]):  # it answers while Python does
                stdin.write((json.dumps(said) if said else "") + "\n")
            stdin.flush()
            return [(request, answer) for request, answer in json.loads(stdout.readline())]

        yield different
        stdin.close()


def expected(bundle: Mapping[str, Any], requests: Iterable[Request]) -> Iterator[Asked]:
    """Each request with the digest of what Python answers; None where that is an error, which is left to Python."""
    python = api.load(json.dumps(bundle))
    for request in requests:
        text = api.call(python, json.dumps(request))
        yield request, None if text.startswith('{"error":') else hashlib.sha256(text.encode()).hexdigest()


def every_way(said: Mapping[str, Any], topics: Iterable[str | None] = (None,)) -> Iterator[Request]:
    """The answers in each language, for each audience, on each topic."""
    for topic, lang, audience in itertools.product(topics, LANGUAGES, api.AUDIENCES):
        yield {"answers": said, "audience": audience, "lang": lang, "topic": topic}


# --- the real rules ---


def worked(checked: Checked) -> Iterator[Request]:
    """All worked cases in every way, and each on one topic, each topic in its turn."""
    topics = itertools.cycle(sorted({area.id for area in checked.rules.areas}))
    for scenario in checked.rules.scenarios:
        said = {str(fact): answer for fact, answer in scenario.answers.items()}
        yield from every_way(said)
        yield {"answers": said, "audience": "worker", "lang": "en", "topic": next(topics)}


def drawn(source: random.Random, checked: Checked, many: int) -> Iterator[dict[str, Any]]:
    """Sets of answers, of which most differ from the one before in one answer, as those of a visitor do."""
    bundle = Bundle.from_data(checked.bundle)
    options = {fact.id: [*edges(fact), None] for fact in bundle.facts}
    options |= {name: [*past.means, None] for name, past in bundle.retired.items()}
    inside = {"child_age": 9, "lives_in_renhe": True}  # else nothing is told of most
    said: dict[str, Any] = {}
    for _ in range(many):
        if source.random() < 0.2:
            share = source.random()
            names = source.sample(sorted(options), len(options))
            said = {name: source.choice(options[name]) for name in names if source.random() < share}
            said |= inside if source.random() < 0.8 else {}
        else:
            name = source.choice(list(options))
            said = {fact: answer for fact, answer in said.items() if fact != name}
            said |= {name: source.choice(options[name])} if source.random() < 0.9 else {}
        yield said


def edges(fact: Fact) -> list[Any]:
    """Every answer; of numbers those on both sides of each line that the rules draw, and the first and last."""
    if not isinstance(fact, Number):
        return [fact.representative(each) for each in range(fact.classes)]
    return [fact.minimum, *(number for cut in fact.cuts for number in (cut - 1, cut)), fact.highest]


def test_worked_cases_are_answered_alike(checked: Checked, walk: Walk) -> None:
    assert walk(checked.shipped(), expected(checked.shipped(), worked(checked))) == []


def test_the_second_plan_is_answered_alike(walk: Walk) -> None:
    harbour = audited(HARBOUR)
    assert walk(harbour.shipped(), expected(harbour.shipped(), worked(harbour))) == []


@pytest.mark.parametrize("sets", [1_000, pytest.param(5_000, marks=pytest.mark.long)])
def test_random_answers_are_answered_alike(checked: Checked, walk: Walk, sets: int) -> None:
    """Each set in one of the four ways, by turns."""
    requests = (list(every_way(said))[i % 4] for i, said in enumerate(drawn(random.Random(SEED), checked, sets)))
    assert walk(checked.shipped(), expected(checked.shipped(), requests)) == []


def test_a_fault_in_one_node_is_found(checked: Checked, walk: Walk) -> None:
    """Otherwise it would say little that none is found above."""
    whole = {"audience": "worker", "lang": "en", "topic": None}
    asked = list(
        expected(checked.shipped(), (request for request in worked(checked) if whole.items() <= request.items()))
    )
    roots = sorted({outcome["root"] for outcome in checked.bundle["outcomes"]} - {0, 1})
    for root in random.Random(SEED).sample(roots, 3):
        nodes = list(checked.bundle["nodes"])
        fact, *children = nodes[root]
        nodes[root] = [fact, *children[1:], children[0]]
        assert walk(checked.shipped() | {"nodes": nodes}, asked), root


# --- bundles of all kinds ---


def shipped(bundle: Bundle, retired: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A bundle as the page gets it. `retired`: as it stands in a bundle."""
    for root, target in itertools.product(bundle.roots, (0, 1)):
        bundle.primes.cubes(root, target)
    types = {kind: {"type": name} for name, kind in TYPES.items()}

    def plain(each: Any) -> dict[str, Any]:
        return {field.name: getattr(each, field.name) for field in fields(each)} | types.get(type(each), {})

    data = json.dumps(bundle, default=plain)
    return {**json.loads(data), "format": FORMAT, "retired": retired or {}, "primes": bundle.primes.known()}


def small(*rules: object, order: Sequence[str] = tuple(VALUES), **rest: Any) -> dict[str, Any]:
    return shipped(bundle_of(rules, order, **rest))


# Of two facts whose answers can follow, b may be asked or not by what follows for c, which stands before it.
without_b = conditions.filter(lambda rule: '"b"' not in json.dumps(rule))
without_c = without_b.filter(lambda rule: '"c"' not in json.dumps(rule))
by_outcome = st.dictionaries(st.integers(0, 2), conditions)
bundles = st.builds(
    bundle_of,
    st.lists(conditions, min_size=3, max_size=3),
    orders.filter(lambda order: order.index("c") < order.index("b")),
    fixed=st.sets(st.sampled_from(list(VALUES)), max_size=2),
    scope=st.lists(conditions, max_size=1),
    ask_when=st.fixed_dictionaries({}, optional={"b": without_b, "c": without_c}),
    otherwise=st.fixed_dictionaries({"b": st.booleans(), "c": st.booleans()}),
    also=st.sets(st.integers(0, 2)),
    readings=st.dictionaries(st.integers(0, 2), st.lists(conditions, max_size=2)),
    danger=by_outcome,
    due=by_outcome,
).map(shipped)

RED = [{"answer": True, "means": {"fact": "hue", "answer": "red"}}, {"answer": False, "means": None}]
BLUE = [{"answer": 1, "means": {"fact": "hue", "answer": "blue"}}]


@settings(deadline=None, max_examples=150)
@given(bundles, st.lists(answers, min_size=1, max_size=6))
# The reason that takes fewer answers comes after one that rests on what is not asked.
@example(
    small(
        {"any": ["b", "c"]},
        order=["b", "c", "a", "hue", "age"],
        ask_when={"b": {"any": ["a", {"hue": "red"}]}},
        otherwise={"b": True},
    ),
    [{"a": False, "hue": "blue", "c": True}],
)
# Whether c is asked, on which it hangs whether b is.
@example(
    small("b", order=["c", "b", "a", "hue", "age"], ask_when={"c": "a", "b": "c"}, otherwise={"b": False, "c": False}),
    [{}],
)
# Two numbers are as near as each other, and the higher one is found first.
@example(
    small({"any": [{"all": ["b", {"age": {"at_least": 5}}]}, {"all": ["c", {"age": {"below": 2}}]}]}),
    [{"b": True, "c": True, "age": 3}],
)
# Two former answers that mean one fact, and what was never one.
@example(
    shipped(bundle_of([{"hue": "red"}]), {"gone": RED, "lost": BLUE}),
    [{"gone": True, "lost": 1}, {"lost": 1, "gone": True}, {"lost": True}, {"gone": True, "hue": "green"}],
)
def test_small_bundles_are_answered_alike(walk: Walk, bundle: dict[str, Any], said: list[dict[str, Any]]) -> None:
    requests = [way for each in said for way in every_way(each, (None, "x"))]
    assert walk(bundle, expected(bundle, requests)) == []


def test_changes_among_very_many_are_found_at_once(walk: Walk) -> None:
    """Fourteen choices that must each be another of three: 4,782,969 changes, of which three are told."""
    hues = [{"id": v, "label": text(v), "says": text(v)} for v in "wxyz"]
    facts = [fact(f"hue{i}", "choice", values=hues) for i in range(14)]
    condition = AllOf(tuple(Is(str(each.id), ("x", "y", "z")) for each in facts))
    diagram = Diagram(facts, [condition])
    outcome = Outcome("o", "benefit", diagram.add(condition), text=BARE)
    asked = tuple(Choice(str(each.id), "g", tuple("wxyz"), text=words_of(each)) for each in facts)
    bundle = shipped(Bundle("p", "1", asked, tuple(diagram.nodes), (outcome,), (), text=SHARED))
    assert walk(bundle, expected(bundle, every_way({str(each.id): "w" for each in facts}))) == []


# --- numbers, texts and requests at their limits ---


def one_number(cuts: Iterable[int], title: str = "title") -> dict[str, Any]:
    """A bundle with one fact, a number, and one outcome, which applies to every third class of it."""
    fact = Number("n", "g", cuts=tuple(cuts), text={name: text(name) for name in ("question", "help", "equals")})
    node = (0, *(int(i % 3 == 1) for i in range(fact.classes)))
    outcome = Outcome("o", "benefit", 2, text=BARE | {"title": text(title)})
    return shipped(Bundle("p", "1", (fact,), ((), (), node), (outcome,), (), text=SHARED))


@pytest.mark.parametrize("classes", [2, 31, 32, 33, 53, 54, 64])
def test_sets_of_many_classes_are_read_rightly_or_left_to_python(classes: int, walk: Walk) -> None:
    """They are bits of a number, and numbers of JavaScript have 53."""
    bundle = one_number(range(1, classes))
    asked = list(expected(bundle, ({"answers": {"n": n}, "audience": "family", "lang": "en"} for n in range(classes))))
    different = walk(bundle, asked)
    assert different == ([] if classes <= 53 else [(request, None) for request, _ in asked])


def test_every_character_is_written_alike(walk: Walk) -> None:
    bundle = one_number([1], "".join(map(chr, [*range(0x250), *range(0x2000, 0x2070), 0xFEFF, 0xFFFF, 0x1F600])))
    assert walk(bundle, expected(bundle, every_way({"n": 0}))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": None},
        {"answers": []},
        {"audience": None},
        {"lang": "xx"},
        {"answers": {"child_aeg": 9}},
        {"answers": {"child_age": -1}},
        {"answers": {"child_age": 1.5}},
        {"answers": {"child_age": 10**9}},
        {"answers": {"child_age": "9"}},
        {"answers": {"child_age": True}},
        {"answers": {"orphaned": 1}},
        {"answers": {"parents_away": "bothh"}},
        {"answers": {"parents_away": ["both"]}},
        {"answers": {"parents_traced": "yes"}},
        {"answers": {"toString": True}},
    ],
    ids=json.dumps,
)
def test_what_is_not_valid_is_left_to_python(changes: dict[str, Any], checked: Checked, walk: Walk) -> None:
    request = {"answers": {}, "audience": "family", "lang": "zh", "topic": None} | changes
    assert list(expected(checked.shipped(), [request])) == [(request, None)]
    assert walk(checked.shipped(), [(request, None)]) == []


# --- old browsers ---


def test_the_walker_is_a_classic_script_in_es5() -> None:
    acorn = PACKAGES / "acorn" / "bin" / "acorn"

    def parsed(script: Path) -> bool:
        return subprocess.run(["node", acorn, "--ecma5", "--silent", script], stderr=subprocess.DEVNULL).returncode == 0

    assert parsed(WALKER)
    assert not parsed(WALKER.with_name("app.js"))
