"""A world so small that every way to answer can be tried: the oracle for the tests of the engine.

The oracle reads conditions as rule files write them and tries all worlds. It shares no code with the engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from checker.api import report
from checker.bundle import Bundle
from generator.logic.audit import Checked
from generator.logic.diagram import Diagram
from generator.logic.parse import OPERATORS
from tests.generator.test_conditions import BARE, FACTS, SHARED, read, text, words_of

Answers = Mapping[str, Any]
Change = dict[str, Any]

VALUES: dict[str, Sequence[Any]] = {
    "a": (False, True),
    "b": (False, True),
    "c": (False, True),
    "hue": ("red", "green", "blue"),
    "age": range(8),  # no condition tells 7 from a higher number
}
WORLDS = [dict(zip(VALUES, values, strict=True)) for values in itertools.product(*VALUES.values())]

single = st.one_of(
    st.sampled_from(["a", "b", "c"]),
    st.builds(lambda hues: {"hue": hues}, st.sets(st.sampled_from(VALUES["hue"]), min_size=1, max_size=2).map(sorted)),
    st.builds(lambda operator, n: {"age": {operator: n}}, st.sampled_from(OPERATORS), st.integers(0, 6)),
    st.builds(lambda ages: {"age": ages}, st.sets(st.integers(0, 6), min_size=1, max_size=3).map(sorted)),
)
plain = st.recursive(
    single,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda op, parts: {op: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        ),
    ),
    max_leaves=8,
)
# "If this, then that, else the other": facts that turn each other's meaning round, which plain trees seldom hold.
entangled = st.recursive(
    single,
    lambda inner: st.builds(
        lambda test, then, other: {"any": [{"all": [test, then]}, {"all": [{"not": test}, other]}]},
        single,
        inner,
        inner,
    ),
    max_leaves=8,
)
conditions = plain | entangled
orders = st.permutations(list(VALUES))
# Left out and None both mean: not known.
answers = st.fixed_dictionaries({}, optional={fact: st.sampled_from([None, *VALUES[fact]]) for fact in VALUES})
worlds = st.fixed_dictionaries({fact: st.sampled_from(VALUES[fact]) for fact in VALUES})


def holds(condition: Any, world: Answers, meanings: Mapping[str, Any] = {}) -> bool:
    """Whether a condition, as a rule file writes it, is true in a world where everything is known."""
    if isinstance(condition, str):
        return holds(meanings[condition], world, meanings) if condition in meanings else world[condition] is True
    [(key, value)] = condition.items()
    if key == "not":
        return not holds(value, world, meanings)
    if key in ("all", "any"):
        found = [holds(part, world, meanings) for part in value]
        return all(found) if key == "all" else any(found)
    answer = world[key]
    if isinstance(value, dict):
        [(operator, number)] = value.items()
        if operator in ("at_least", "below"):
            return (answer >= number) is (operator == "at_least")
        return (answer > number) is (operator == "above")
    return answer in (value if isinstance(value, list) else [value])


def known(given: Answers) -> Change:
    """The answers that say something."""
    return {fact: answer for fact, answer in given.items() if answer is not None}


class Truth:
    """A condition tried in every world."""

    def __init__(self, condition: object) -> None:
        self._worlds = [(world, holds(condition, world)) for world in WORLDS]

    def statuses(self, facts: Sequence[str]) -> dict[tuple[Any, ...], str]:
        """The status for each way to answer just these facts."""
        found: dict[tuple[Any, ...], set[bool]] = {}
        for world, truth in self._worlds:
            found.setdefault(tuple(world[fact] for fact in facts), set()).add(truth)
        name = {(True,): "applies", (False,): "does_not_apply", (False, True): "possible"}
        return {values: name[tuple(sorted(truths))] for values, truths in found.items()}

    def status(self, given: Answers) -> str:
        said = known(given)
        return self.statuses(list(said))[tuple(said.values())]

    def needs(self, given: Answers) -> set[str]:
        """The unanswered facts on which the truth still depends: two worlds that differ in the fact alone differ."""
        said = known(given).items()
        possible = [(world, truth) for world, truth in self._worlds if said <= world.items()]
        found = set()
        for fact in VALUES.keys() - known(given).keys():
            truths: dict[tuple[Any, ...], bool] = {}
            for world, truth in possible:
                rest = tuple(world[other] for other in VALUES if other != fact)
                if truths.setdefault(rest, truth) is not truth:
                    found.add(fact)
        return found

    def smallest_changes(self, given: Answers, fixed: Collection[str] = ()) -> list[Change]:
        """The fewest given answers whose change turns the status into its opposite, with all values that do it."""
        said = known(given)
        opposite = {"applies": "does_not_apply", "does_not_apply": "applies"}[self.status(given)]
        changes = [
            {fact: value for fact, value in zip(said, values, strict=True) if value != said[fact]}
            for values, status in self.statuses(list(said)).items()
            if status == opposite
        ]
        allowed = [change for change in changes if not change.keys() & set(fixed)]
        return [change for change in allowed if len(change) == min(map(len, allowed))]


def bundle_of(
    outcomes: Sequence[object],
    order: Sequence[str] = tuple(VALUES),
    *,
    fixed: Collection[str] = (),
    scope: Sequence[object] = (),
    ask_when: Mapping[str, object] | None = None,
    otherwise: Mapping[str, Any] | None = None,
    also: Collection[int] = (),
    readings: Mapping[int, Sequence[object]] | None = None,
    danger: Mapping[int, object] | None = None,
    due: Mapping[int, object] | None = None,
    retired: Mapping[str, object] | None = None,
) -> Bundle:
    """The outcomes o0 (a benefit), o1 (a duty), o2 (a benefit) … in the areas x (of o0 and o1) and y, compiled.

    `otherwise`, by fact; `also`, `readings`, `danger` and `due`, by the number of the outcome: see `checker.bundle`.
    """
    asking = ask_when or {}
    read_too = readings or {}
    first = {"danger": danger or {}, "due": due or {}}
    others = [
        *(each for found in read_too.values() for each in found),
        *first["danger"].values(),
        *first["due"].values(),
    ]
    trees = {id(data): read(data) for data in (*outcomes, *scope, *asking.values(), *others)}
    ordered = [next(fact for fact in FACTS if fact.id == name) for name in order]
    diagram = Diagram(ordered, list(trees.values()))
    facts = []
    for fact in ordered:
        data: dict[str, Any] = {"id": fact.id, "type": fact.type, "group": "g", "fixed": fact.id in fixed}
        data["text"] = words_of(fact)
        if fact.type == "choice":
            data["values"] = [choice.id for choice in fact.values]
        if fact.type == "integer":
            data["cuts"] = diagram.cuts[fact.id]
        if fact.id in asking:
            data["ask_when"] = diagram.add(trees[id(asking[fact.id])])
        if fact.id in (otherwise or {}):
            data["otherwise"] = diagram.class_of(fact.id, (otherwise or {})[fact.id])
        facts.append(data)
    return Bundle.from_data(
        {
            "format": 1,
            "plan": "p",
            "version": "1",
            "facts": facts,
            "outcomes": [
                {
                    "id": f"o{i}",
                    "kind": "duty" if i % 2 else "benefit",
                    "area": "x" if i < 2 else "y",
                    "root": diagram.add(trees[id(data)]),
                    "also": [text("judged")] if i in also else [],
                    "readings": [
                        {"root": diagram.add(trees[id(each)]), "text": text(f"reading {n}")}
                        for n, each in enumerate(read_too.get(i, ()))
                    ],
                    **{name: diagram.add(trees[id(by[i])]) for name, by in first.items() if i in by},
                    "text": BARE,
                }
                for i, data in enumerate(outcomes)
            ],
            "retired": retired or {},
            "scope": [{"root": diagram.add(trees[id(data)]), "reason": text("outside")} for data in scope],
            "nodes": diagram.nodes,
            "text": SHARED,
        }
    )


def consistent(world: Answers, checked: Checked) -> dict[str, Any]:
    """The family with the answers that count wherever it would not be asked: see `otherwise` in facts.yml."""
    meanings = {str(term.id): term.means for term in checked.rules.terms if term.means is not None}
    said = dict(world)
    for fact in checked.rules.facts:
        if fact.otherwise is not None and not holds(fact.ask_when, said, meanings):
            said[str(fact.id)] = fact.otherwise
    return said


def outcome(
    condition: object, given: Answers, order: Sequence[str] = tuple(VALUES), fixed: Collection[str] = ()
) -> dict[str, Any]:
    """What a report says of an outcome with this condition."""
    [found] = report(bundle_of([condition], order, fixed=fixed), given)["outcomes"]
    return dict(found)
