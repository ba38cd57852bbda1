"""The lines that a condition draws between families, each with answers just inside, just outside and not known.

A condition is met in several ways (its prime implicants). Each answer that a way asks for is a line: the same family
with another answer there is outside, if no other way stands open to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from checker.bundle import Bundle
from checker.evaluate import Evaluation, known_classes
from checker.fact import Answer, Fact
from checker.outcome import Outcome
from generator.logic.diagram import Families


@dataclass(frozen=True)
class Line:
    """Answers on both sides of a line. `way`: what meets the condition, the answer just `inside` to `fact` included.

    `outside`: answers to `fact` on the other side, of a number the nearest. `others`: what else is answered, so that no
    other way stands open. Statuses are those of the checker, in the same order, with "not known" last.
    """

    way: Mapping[str, Answer]
    fact: str
    outside: tuple[Answer, ...]
    others: Mapping[str, Answer]
    statuses: tuple[str, ...]


class Boundaries:
    """The lines of a bundle's conditions."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._families = Families(bundle.nodes, [fact.classes for fact in bundle.facts])

    def lines(self, outcome: Outcome) -> Iterator[Line]:
        """Every line of the outcome's condition, way by way."""
        facts = self._bundle.facts
        for cube in self._bundle.primes.cubes(outcome.root, 1):
            sides = {i: _sides(facts[i], classes) for i, classes in cube}
            for i, crossings in sides.items():
                for inside, outside in crossings:
                    way = self._way(outcome, {**sides, i: [(inside[:1], outside)]}, i)
                    yield from self._across(outcome, way, i, outside)

    def _way(self, outcome: Outcome, sides: Mapping[int, Sequence[Side]], at: int) -> dict[int, Answer]:
        """Answers that meet the condition by this way and, where there are such, by no other that leaves out `at`."""
        ways = [dict(zip(sides, answers, strict=True)) for answers in product(*(side[0][0] for side in sides.values()))]
        outside = sides[at][0][1]
        return next((way for way in ways if set(self._met(outcome, way, at, outside).values()) != {1}), ways[0])

    def _met(
        self, outcome: Outcome, way: Mapping[int, Answer], at: int, outside: Sequence[Answer]
    ) -> dict[Answer, int]:
        """For each answer outside the node of what else meets the condition, the others of the way being given."""
        facts, families = self._bundle.facts, self._families
        rest = outcome.root
        for i, answer in way.items():
            if i != at:
                rest = families.given(rest, i, facts[i].classify(answer))
        return {each: families.given(rest, at, facts[at].classify(each)) for each in outside}

    def _across(
        self, outcome: Outcome, way: Mapping[int, Answer], at: int, outside: Sequence[Answer]
    ) -> Iterator[Line]:
        """The line at the fact `at`: once for all answers outside, if one family shows them all, else one by one."""
        facts, families = self._bundle.facts, self._families
        closed = {each: families.negate(node) for each, node in self._met(outcome, way, at, outside).items()}
        every = 1
        for node in closed.values():
            every = families.conjoin(every, node)
        for answers, node in [(tuple(outside), every)] if every else [((each,), node) for each, node in closed.items()]:
            others = {facts[i].id: facts[i].representative(each) for i, each in families.fewest(node) or ()}
            met = {facts[i].id: answer for i, answer in way.items()}
            tried: list[dict[str, Answer | None]] = [
                {**others, **met, facts[at].id: each} for each in (way[at], *answers, None)
            ]
            statuses = [self._status(outcome, each) for each in tried]
            yield Line(met, facts[at].id, answers, others, tuple(statuses))

    def _status(self, outcome: Outcome, answers: Mapping[str, Answer | None]) -> str:
        return Evaluation(self._bundle, known_classes(self._bundle, answers)).judge(outcome)


Side = tuple[tuple[Answer, ...], tuple[Answer, ...]]  # answers inside, and across the line


def _sides(fact: Fact, classes: int) -> list[Side]:
    """The answers inside the classes (a bit set) and those across the line; of a number the two next to it."""
    if fact.ordered:
        inside = [bool(classes >> each & 1) for each in range(fact.classes)]
        pairs = [(cut, i) for i, cut in enumerate(fact.cuts) if inside[i] != inside[i + 1]]
        return [((cut - 1,), (cut,)) if inside[i] else ((cut,), (cut - 1,)) for cut, i in pairs]
    allowed, barred = (
        tuple(fact.representative(each) for each in range(fact.classes) if bool(classes >> each & 1) is side)
        for side in (True, False)
    )
    return [(allowed, barred)]
