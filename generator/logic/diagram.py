"""Conditions → one reduced, ordered decision diagram that all outcomes share.

Facts are tested in the order of facts.yml. A number fact branches into the intervals that the rules distinguish. Two
conditions get the same node exactly if no family could tell them apart, which is what `audit` proves things with.

R. E. Bryant, Graph-based algorithms for Boolean function manipulation, IEEE Trans. Computers C-35 (1986); with facts of
several values: A. Srinivasan et al., Algorithms for discrete function manipulation, ICCAD 1990.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.fact import TYPES
from checker.mdd import MDD, support
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, parts
from generator.logic.domain import domain
from generator.plan import model

Constant = bool

MOST_STEPS = 2_000_000  # of simplifying conditions; a county's rules take a few thousand


class TooLargeError(ValueError):
    """The conditions together make a diagram that takes too long to build."""


def cuts(facts: Iterable[model.Fact], conditions: Iterable[Condition]) -> dict[str, list[int]]:
    """For each integer fact the numbers at which a new class of answers begins, in order."""
    found: dict[str, set[int]] = {str(fact.id): set() for fact in facts if TYPES[fact.type].ordered}
    for condition in conditions:
        for part in parts(condition):
            if isinstance(part, (Is, Compare)) and part.fact in found:
                found[part.fact] |= lines(part)
    return {
        str(fact.id): sorted(
            n for n in found[fact.id] if fact.minimum < n and (fact.maximum is None or n <= fact.maximum)
        )
        for fact in facts
        if TYPES[fact.type].ordered
    }


def lines(test: Is | Compare) -> set[int]:
    """The numbers at which the answer to a test of an integer fact changes."""
    if isinstance(test, Compare):
        return {test.number + (test.operator in ("above", "at_most"))}
    return {line for value in test.values for line in (int(value), int(value) + 1)}


class Diagram:
    """A growing diagram. `nodes[i]` is (fact, child, …); nodes 0 and 1 are the leaves "no" and "yes".

    Conditions given to `add` must have their terms expanded.
    """

    def __init__(self, facts: Sequence[model.Fact], conditions: Sequence[Condition]) -> None:
        self.nodes: list[tuple[int, ...]] = [(), ()]
        self._ids: dict[tuple[int, ...], int] = {}
        self._order = {str(fact.id): i for i, fact in enumerate(facts)}
        self.cuts = cuts(facts, conditions)
        self._steps = 0
        self._domains = [domain(fact, self.cuts.get(fact.id, ())) for fact in facts]
        # Of each fact one representative answer for each class.
        self.answers = [[fact.representative(each) for each in range(fact.classes)] for fact in self._domains]
        self._built: dict[Condition | Constant, int] = {}

    def class_of(self, fact: str, answer: bool | int | str) -> int:
        """The class of an answer to the fact."""
        return self._domains[self._order[fact]].classify(answer)

    def families(self) -> Families:
        """The diagram as it is now, to reason with."""
        return Families(self.nodes, [len(answers) for answers in self.answers])

    def add(self, condition: Condition) -> int:
        """The node at which the condition starts; equal for equivalent conditions. Raises TooLargeError."""
        return self._build(condition)

    def _build(self, condition: Condition | Constant) -> int:
        if isinstance(condition, bool):
            return int(condition)
        if (built := self._built.get(condition)) is not None:
            return built
        fact = min(self._order[part.fact] for part in parts(condition) if isinstance(part, (Is, Compare)))
        children = tuple(self._build(self._assume(condition, fact, value)) for value in self.answers[fact])
        node = children[0]
        if any(child != node for child in children):
            key = (fact, *children)
            node = self._ids.setdefault(key, len(self.nodes))
            if node == len(self.nodes):
                self.nodes.append(key)
        self._built[condition] = node
        return node

    def _assume(self, condition: Condition, fact: int, value: bool | int | str) -> Condition | Constant:
        """The condition with the answer put in, simplified."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooLargeError("the conditions depend on one another in too many ways")
        match condition:
            case Is() | Compare():
                return holds(condition, value) if self._order[condition.fact] == fact else condition
            case Not(part):
                inner = self._assume(part, fact, value)
                return not inner if isinstance(inner, bool) else Not(inner)
            case AllOf(inner_parts) | AnyOf(inner_parts):
                decisive = isinstance(condition, AnyOf)  # one true part settles "any", one false part settles "all"
                left: dict[Condition, None] = {}  # in order, each once
                for part in inner_parts:
                    inner = self._assume(part, fact, value)
                    if inner is decisive:
                        return decisive
                    if not isinstance(inner, bool):
                        left[inner] = None
                if not left:
                    return not decisive
                return next(iter(left)) if len(left) == 1 else type(condition)(tuple(left))
        raise TypeError(condition)


class Families(MDD):
    """A finished diagram to reason with. A node stands for the families that meet its condition.

    Whatever makes nodes raises TooLargeError after MOST_STEPS.
    """

    def __init__(self, table: Sequence[tuple[int, ...]], classes: Sequence[int]) -> None:
        super().__init__(table, classes, self._count)
        self.steps = 0

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise TooLargeError("the conditions depend on one another in too many ways to be compared")

    def support(self, root: int) -> set[int]:
        """The facts that the condition depends on, by their numbers in the order of facts.yml."""
        return support(self.table, root)

    def deciding(self, root: int, fact: int) -> int:
        """The families for whom another answer to the fact would turn the condition: its Boolean difference."""
        every, none = 1, 1
        for answer in range(self.classes[fact]):
            given = self.given(root, fact, answer)
            every, none = self.conjoin(every, given), self.conjoin(none, self.negate(given))
        return self.conjoin(self.negate(every), self.negate(none))

    def either(self, roots: Iterable[int]) -> int:
        """The families that meet any of the conditions."""
        none = 1
        for root in roots:
            none = self.conjoin(none, self.negate(root))
        return self.negate(none)

    def fewest(self, root: int) -> tuple[tuple[int, int], ...] | None:
        """The fewest answers, as facts and classes, that lead from the node to "yes"; None if nobody meets it."""
        best: dict[int, tuple[tuple[int, int], ...]] = {1: ()}

        def look(node: int) -> tuple[tuple[int, int], ...] | None:
            if node and node not in best:
                fact, *children = self.table[node]
                ways = [((fact, i), *below) for i, child in enumerate(children) if (below := look(child)) is not None]
                best[node] = min(ways, key=len)
            return best.get(node)

        return look(root)

    def given(self, root: int, fact: int, answer: int) -> int:
        """The condition with one answer put in, its cofactor: it no longer depends on the fact."""
        return self._given(root, fact, answer, {})

    def _given(self, node: int, fact: int, answer: int, done: dict[int, int]) -> int:
        if node < 2 or self.table[node][0] > fact:
            return node
        if node not in done:
            first, *children = self.table[node]
            if first == fact:
                done[node] = children[answer]
            else:
                done[node] = self.find_or_add(first, *(self._given(child, fact, answer, done) for child in children))
        return done[node]


def holds(test: Is | Compare, value: bool | int | str) -> bool:
    """Whether an answer passes a test of its fact."""
    if isinstance(test, Is):
        return value in test.values
    number = int(value)
    return {
        "at_least": number >= test.number,
        "at_most": number <= test.number,
        "below": number < test.number,
        "above": number > test.number,
    }[test.operator]
