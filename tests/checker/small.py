"""A world so small that every way to answer can be tried: the oracle for the tests of the engine.

The oracle reads conditions as rule files write them and tries all worlds. It shares no code with the engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from checker.api import report
from checker.bundle import Bundle
from generator.logic.diagram import Diagram
from generator.logic.parse import OPERATORS
from generator.plan import model
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


@dataclass(frozen=True)
class Rules:
    """The outcomes o0 (a benefit), o1 (a duty), o2 (a benefit) … in the areas x (of o0 and o1) and y.

    By fact: `ask_when` and `otherwise`; by the number of the outcome: `also`, `readings`, `danger` and `due`. For what
    they mean see `checker.fact` and `checker.outcome`.
    """

    outcomes: Sequence[object]
    order: Sequence[str] = tuple(VALUES)
    fixed: Collection[str] = ()
    scope: Sequence[object] = ()
    ask_when: Mapping[str, object] = field(default_factory=dict)
    otherwise: Mapping[str, Any] = field(default_factory=dict)
    also: Collection[int] = ()
    readings: Mapping[int, Sequence[object]] = field(default_factory=dict)
    danger: Mapping[int, object] = field(default_factory=dict)
    due: Mapping[int, object] = field(default_factory=dict)
    retired: Mapping[str, object] = field(default_factory=dict)

    def bundle(self) -> Bundle:
        others = [self.ask_when.values(), *self.readings.values(), self.danger.values(), self.due.values()]
        conditions = [*self.outcomes, *self.scope, *itertools.chain(*others)]
        facts = {str(fact.id): fact for fact in FACTS}
        ordered = [facts[name] for name in self.order]
        diagram = Diagram(ordered, list(map(read, conditions)))
        return Bundle.from_data(
            {
                "format": 1,
                "plan": "p",
                "version": "1",
                "facts": [self._fact(fact, diagram) for fact in ordered],
                "outcomes": [self._outcome(i, diagram) for i in range(len(self.outcomes))],
                "retired": self.retired,
                "scope": [{"root": diagram.add(read(each)), "reason": text("outside")} for each in self.scope],
                "nodes": diagram.nodes,
                "text": SHARED,
            }
        )

    def _fact(self, fact: model.Fact, diagram: Diagram) -> dict[str, Any]:
        data: dict[str, Any] = {"id": fact.id, "type": fact.type, "group": "g", "fixed": fact.id in self.fixed}
        data |= {"values": [choice.id for choice in fact.values], "cuts": diagram.cuts.get(fact.id)}
        data["text"] = words_of(fact)
        if fact.id in self.ask_when:
            data["ask_when"] = diagram.add(read(self.ask_when[fact.id]))
        if fact.id in self.otherwise:
            data["otherwise"] = diagram.class_of(fact.id, self.otherwise[fact.id])
        return data

    def _outcome(self, i: int, diagram: Diagram) -> dict[str, Any]:
        first = {"danger": self.danger, "due": self.due}
        return {
            "id": f"o{i}",
            "kind": "duty" if i % 2 else "benefit",
            "area": "x" if i < 2 else "y",
            "root": diagram.add(read(self.outcomes[i])),
            "also": [text("judged")] if i in self.also else [],
            "readings": [
                {"root": diagram.add(read(each)), "text": text(f"reading {n}")}
                for n, each in enumerate(self.readings.get(i, ()))
            ],
            **{name: diagram.add(read(by[i])) for name, by in first.items() if i in by},
            "text": BARE,
        }


def bundle_of(outcomes: Sequence[object], order: Sequence[str] = tuple(VALUES), **beside: Any) -> Bundle:
    """The outcomes compiled, with what else `Rules` may have."""
    return Rules(outcomes, order, **beside).bundle()


def outcome(
    condition: object, given: Answers, order: Sequence[str] = tuple(VALUES), fixed: Collection[str] = ()
) -> dict[str, Any]:
    """What a report says of an outcome with this condition."""
    [found] = report(bundle_of([condition], order, fixed=fixed), given)["outcomes"]
    return dict(found)
