"""Why a status is what it is, and what would change it.

Both questions ask for the fewest given answers: those that alone force the status, and those whose change turns it.
Sets of answers are integers used as bit sets. `_least` gives a lower bound on the size, and the search starts from
there, so that nearly always only sets of the final size are ever built.
"""

from __future__ import annotations

from collections.abc import Iterable

from checker.bundle import Answer
from checker.evaluate import NO, OPEN, Evaluation

_NEVER = 1_000_000


class Explanation:
    """Reasons for the statuses of one evaluation. `answers` are the given ones, by fact id."""

    def __init__(self, evaluation: Evaluation, answers: dict[str, Answer]) -> None:
        self._evaluation = evaluation
        self._answers = answers
        self._because = _Because(evaluation)
        self._flips = _Flips(evaluation)

    def because(self, root: int) -> list[str]:
        """A smallest set of given answers that alone forces the status, as fact ids; empty while it is open."""
        reach = self._evaluation.reach(root)
        if reach == OPEN:
            return []
        found = self._because.smallest(root, reach - 1)
        facts = self._evaluation.bundle.facts
        return [fact.id for i, fact in enumerate(facts) if min(found) >> i & 1] if found else []

    def flips(self, root: int, most: int = 3) -> list[dict[str, Answer]]:
        """Smallest changes of given answers that turn a settled status into its opposite, at most `most`.

        A fact that no family can change (`fixed`) stays as it is.
        """
        reach = self._evaluation.reach(root)
        if reach == OPEN:
            return []
        found = self._flips.smallest(root, 1 if reach == NO else 0)
        return [self._flips.decode(change, self._answers) for change in sorted(found)[:most]]


class _Search:
    """Smallest sets of given answers by which everything below a node ends in the leaf `target`.

    Subclasses say what a set may do at a known fact; an unknown fact must come out right whatever its answer is.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._nodes = evaluation.bundle.nodes
        self._known = evaluation.known
        self._bounds: dict[tuple[int, int], int] = {}
        self._sets: dict[tuple[int, int, int], frozenset[int]] = {}

    def smallest(self, root: int, target: int) -> frozenset[int]:
        """All sets of the least size, or none."""
        size = self._least(root, target)
        while size <= len(self._known):
            if found := self.sets(root, target, size):
                return found
            size += 1
        return frozenset()

    def least_at_known(self, node: int, target: int) -> int:
        raise NotImplementedError

    def sets_at_known(self, node: int, target: int, budget: int) -> Iterable[int]:
        raise NotImplementedError

    def _least(self, node: int, target: int) -> int:
        """No set for this node is smaller than this."""
        if node < 2:
            return 0 if node == target else _NEVER
        key = (node, target)
        found = self._bounds.get(key)
        if found is None:
            if self._known[self._nodes[node][0]] >= 0:
                found = self.least_at_known(node, target)
            else:
                found = self.least_for_all(node, target)
            self._bounds[key] = found
        return found

    def least_for_all(self, node: int, target: int) -> int:
        return max(self._least(child, target) for child in self._nodes[node][1:])

    def sets(self, node: int, target: int, budget: int) -> frozenset[int]:
        """All sets of at most `budget` answers, those that hold a smaller one left out where that is cheap."""
        if node < 2:
            return frozenset((0,)) if node == target else frozenset()
        if self._least(node, target) > budget:
            return frozenset()
        key = (node, target, budget)
        found = self._sets.get(key)
        if found is None:
            if self._known[self._nodes[node][0]] >= 0:
                found = frozenset(self.sets_at_known(node, target, budget))
            else:
                found = self.sets_for_all(node, target, budget)
            self._sets[key] = found
        return found

    def sets_for_all(self, node: int, target: int, budget: int) -> frozenset[int]:
        """Sets that are right for every child at once."""
        joined = frozenset((0,))
        for child in set(self._nodes[node][1:]):
            below = self.sets(child, target, budget)
            joined = frozenset(u for a in joined for b in below if self.allowed(u := a | b, budget))
            if not joined:
                break
        return joined

    def allowed(self, union: int, budget: int) -> bool:
        return union.bit_count() <= budget


class _Because(_Search):
    """A set keeps some given answers; the other known facts count as unknown. Bit i stands for fact i."""

    def least_at_known(self, node: int, target: int) -> int:
        fact, *children = self._nodes[node]
        kept = 1 + self._least(children[self._known[fact]], target)
        return min(kept, self.least_for_all(node, target))

    def sets_at_known(self, node: int, target: int, budget: int) -> Iterable[int]:
        fact, *children = self._nodes[node]
        yield from self.sets_for_all(node, target, budget)
        if budget:
            for kept in self.sets(children[self._known[fact]], target, budget - 1):
                yield kept | 1 << fact


class _Flips(_Search):
    """A set changes some given answers. A bit stands for one class of one fact, in the bundle's order."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__(evaluation)
        self._literals: list[tuple[int, int]] = []
        self._offsets: list[int] = []
        for i, fact in enumerate(evaluation.bundle.facts):
            self._offsets.append(len(self._literals))
            self._literals += [(i, each) for each in range(fact.classes)]

    def least_at_known(self, node: int, target: int) -> int:
        fact, *children = self._nodes[node]
        given = self._known[fact]
        least = self._least(children[given], target)
        if not self._evaluation.bundle.facts[fact].fixed:
            others = (self._least(child, target) for each, child in enumerate(children) if each != given)
            least = min(least, 1 + min(others))
        return least

    def sets_at_known(self, node: int, target: int, budget: int) -> Iterable[int]:
        fact, *children = self._nodes[node]
        given = self._known[fact]
        yield from self.sets(children[given], target, budget)
        if budget and not self._evaluation.bundle.facts[fact].fixed:
            for each in self._alternatives(fact, given, children):
                bit = 1 << (self._offsets[fact] + each)
                for change in self.sets(children[each], target, budget - 1):
                    yield change | bit

    def _alternatives(self, fact: int, given: int, children: list[int]) -> list[int]:
        """The other classes; of intervals that lead to the same node only the one nearest to the given number."""
        others = [each for each in range(len(children)) if each != given]
        if self._evaluation.bundle.facts[fact].type != "integer":
            return others
        nearest: dict[int, int] = {}
        for each in sorted(others, key=lambda each: abs(each - given)):
            nearest.setdefault(children[each], each)
        return sorted(nearest.values())

    def allowed(self, union: int, budget: int) -> bool:
        if union.bit_count() > budget:
            return False
        facts = [fact for i, (fact, _) in enumerate(self._literals) if union >> i & 1]
        return len(facts) == len(set(facts))  # no fact is changed to two answers at once

    def decode(self, change: int, answers: dict[str, Answer]) -> dict[str, Answer]:
        """The bits as answers; a number is changed as little as possible."""
        facts = self._evaluation.bundle.facts
        changed = [literal for i, literal in enumerate(self._literals) if change >> i & 1]
        return {facts[fact].id: facts[fact].representative(each, answers[facts[fact].id]) for fact, each in changed}
