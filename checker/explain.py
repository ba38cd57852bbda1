"""Why a status is what it is, and what would change it.

Both questions ask for the fewest given answers: those that alone force the status, and those whose change turns it.
Sets of answers are integers used as bit sets. `_least` gives a lower bound on the size, and the search starts from
there, so that nearly always only sets of the final size are ever built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.bundle import NO, OPEN, Answer
from checker.evaluate import Evaluation

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
        facts = self._evaluation.bundle.facts
        return [facts[i].id for i in self._because.facts(root, reach - 1)]

    def flips(self, root: int, most: int = 3) -> list[dict[str, Answer]]:
        """Smallest changes of given answers that turn a settled status into its opposite, at most `most`.

        A fact that no family can change (`fixed`) stays as it is.
        """
        reach = self._evaluation.reach(root)
        if reach == OPEN:
            return []
        return self._flips.told(self._flips.changes(root, 1 if reach == NO else 0), self._answers, most)


def _bits(found: int) -> Iterator[int]:
    """The places of the bits that are set, in order."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


class _Search:
    """Smallest sets of given answers by which everything below a node ends in the leaf `target`.

    Subclasses say what a set may do at a known fact; an unknown fact must come out right whatever its answer is.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._nodes = evaluation.bundle.nodes
        self._known = evaluation.known
        self._bounds = [[-1] * len(self._nodes), [-1] * len(self._nodes)]  # by target, then by node
        self._sets: dict[tuple[int, int, int], frozenset[int]] = {}

    def smallest(self, root: int, target: int) -> frozenset[int]:
        """All sets of the least size, or none. Bits are numbered anew for each root: sets stay small integers."""
        self._sets.clear()
        self.number(self._support(root))
        size = self._least(root, target)
        while size <= len(self._known):
            if found := self.sets(root, target, size):
                return found
            size += 1
        return frozenset()

    def _support(self, root: int) -> list[int]:
        """The facts that are tested below `root`, in order."""
        facts: set[int] = set()
        seen = {0, 1}
        stack = [root]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                fact, *children = self._nodes[node]
                facts.add(fact)
                stack += children
        return sorted(facts)

    def number(self, support: list[int]) -> None:
        """Give bits to these facts."""
        raise NotImplementedError

    def least_at_known(self, node: int, target: int) -> int:
        raise NotImplementedError

    def sets_at_known(self, node: int, target: int, budget: int) -> Iterable[int]:
        raise NotImplementedError

    def _least(self, node: int, target: int) -> int:
        """No set for this node is smaller than this."""
        if node < 2:
            return 0 if node == target else _NEVER
        found = self._bounds[target][node]
        if found < 0:
            if self._known[self._nodes[node][0]] >= 0:
                found = self.least_at_known(node, target)
            else:
                found = self.least_for_all(node, target)
            self._bounds[target][node] = found
        return found

    def least_for_all(self, node: int, target: int) -> int:
        least = 0
        for child in self._nodes[node][1:]:
            least = max(least, self._least(child, target))
            if least >= _NEVER:
                break
        return least

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
        if self.least_for_all(node, target) > budget:
            return frozenset()
        joined = frozenset((0,))
        for child in set(self._nodes[node][1:]):
            below = self.sets(child, target, budget)
            joined = frozenset(a | b for a in joined for b in below if self.together(a, b, budget))
            if not joined:
                break
        return joined

    def together(self, one: int, other: int, budget: int) -> bool:
        """Whether two sets can be joined into one of at most `budget` answers."""
        return (one | other).bit_count() <= budget


class _Because(_Search):
    """A set keeps some given answers; the other known facts count as unknown. A bit stands for a fact."""

    def number(self, support: list[int]) -> None:
        self._facts = support
        self._places = {fact: i for i, fact in enumerate(support)}

    def facts(self, root: int, target: int) -> list[int]:
        """The facts of the first smallest set."""
        found = self.smallest(root, target)
        return [self._facts[i] for i in _bits(min(found))] if found else []

    def least_at_known(self, node: int, target: int) -> int:
        fact, *children = self._nodes[node]
        kept = 1 + self._least(children[self._known[fact]], target)
        return min(kept, self.least_for_all(node, target))

    def sets_at_known(self, node: int, target: int, budget: int) -> Iterable[int]:
        fact, *children = self._nodes[node]
        yield from self.sets_for_all(node, target, budget)
        if budget:
            for kept in self.sets(children[self._known[fact]], target, budget - 1):
                yield kept | 1 << self._places[fact]


class _Flips(_Search):
    """A set changes some given answers. A bit stands for one class of one fact, in the bundle's order.

    Where a set relies on a fact staying as it is, it holds the bit of the given class, so that it is not joined with
    one that changes the fact. Such bits do not count towards its size.
    """

    def number(self, support: list[int]) -> None:
        self._literals: list[tuple[int, int]] = []
        self._offsets: dict[int, int] = {}
        self._bits: dict[int, int] = {}  # for each fact the bits of its classes
        self._kept = 0  # the bits of the given classes
        for fact in support:
            offset, classes = len(self._literals), self._evaluation.bundle.facts[fact].classes
            self._offsets[fact] = offset
            self._literals += [(fact, each) for each in range(classes)]
            self._bits[fact] = ((1 << classes) - 1) << offset
            if self._known[fact] >= 0:
                self._kept |= 1 << (offset + self._known[fact])

    def changes(self, root: int, target: int) -> set[int]:
        """The smallest sets of changes, without what they keep."""
        return {found & ~self._kept for found in self.smallest(root, target)}

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
        kept = 1 << (self._offsets[fact] + given)
        for change in self.sets(children[given], target, budget):
            yield change | kept
        if budget and not self._evaluation.bundle.facts[fact].fixed:
            for each, child in enumerate(children):
                if each != given:
                    bit = 1 << (self._offsets[fact] + each)
                    for change in self.sets(child, target, budget - 1):
                        yield change | bit

    def together(self, one: int, other: int, budget: int) -> bool:
        if ((one | other) & ~self._kept).bit_count() > budget:
            return False
        for i in _bits(one):
            both = other & self._bits[self._literals[i][0]]
            if both and both != 1 << i:
                return False  # the two treat one fact differently
        return True

    def told(self, changes: Iterable[int], answers: dict[str, Answer], most: int) -> list[dict[str, Answer]]:
        """The changes as answers, at most `most`; of numbers that would do alike only the nearest to the given one."""
        facts = self._evaluation.bundle.facts
        nearest: dict[tuple[object, ...], tuple[int, dict[str, Answer]]] = {}
        for change in sorted(changes):
            told: dict[str, Answer] = {}
            alike: list[object] = []
            way = 0
            for fact, each in (self._literals[i] for i in _bits(change)):
                name, given = facts[fact].id, answers[facts[fact].id]
                told[name] = facts[fact].representative(each, given)
                number = facts[fact].type == "integer"
                alike.append(name if number else (name, each))
                way += abs(int(told[name]) - int(given)) if number else 0
            if tuple(alike) not in nearest or way < nearest[tuple(alike)][0]:
                nearest[tuple(alike)] = (way, told)
        return [told for _, told in nearest.values()][:most]
