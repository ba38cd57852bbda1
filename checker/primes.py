"""The prime implicants of a condition: all the least demanding ways in which answers settle it.

A cube says of some facts which classes of answers it allows, `(fact, classes)` with the classes as a bit set. It is an
implicant of "yes" if every household inside it gets yes, and prime if it cannot allow more. Any set of answers that
settles a condition lies inside a prime cube, so reasons and changes are found by looking through a short list.

Quine, "The problem of simplifying truth functions", American Mathematical Monthly 59 (8), 1952, has the notion;
Coudert, Madre, "Implicit and incremental computation of primes and essential primes of Boolean functions", DAC 1992,
the recursion on a decision diagram, here with any number of children. Cubes are listed one by one, not as a diagram.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from checker.mdd import MDD

# A condition can have exponentially many primes: an `all` of eight `any`s of three facts has 6,561. To compare them
# takes time in proportion to the square of their number.
MOST = 400

# A condition with few primes can still take long, such as one that goes another way for each of many ages.
MOST_STEPS = 300_000

Cube = tuple[tuple[int, int], ...]


class TooManyPrimesError(ValueError):
    """A condition can be settled in more than MOST ways, or to find them takes more than MOST_STEPS."""

    def __init__(self, what: str = f"more than {MOST} combinations of answers can settle it") -> None:
        super().__init__(what)


class Primes:
    """The cubes of a diagram's conditions, worked out when first asked for and then kept.

    `nodes` is the table of a bundle, `classes` how many classes of answers each fact has. `steps` counts the work done:
    the cubes compared, the children conjoined and the nodes made.
    """

    def __init__(self, nodes: Sequence[tuple[int, ...]], classes: Sequence[int]) -> None:
        self._mdd = MDD(nodes, classes, self._work)
        self._cubes: dict[int, list[Cube]] = {0: [], 1: [()]}
        self._sorted: dict[tuple[int, int], list[Cube]] = {}
        self.steps = 0
        self._last_step = 0

    def cubes(self, root: int, target: int) -> list[Cube]:
        """The prime cubes that lead from `root` to the leaf `target`, those of fewest facts first.

        Raises TooManyPrimesError. The rules are checked for it before they become a bundle.
        """
        found = self._sorted.get((root, target))
        if found is None:
            self._last_step = self.steps + MOST_STEPS
            cubes = self._primes(root if target else self._mdd.negate(root))
            found = self._sorted[root, target] = sorted(cubes, key=lambda cube: (len(cube), cube))
        return found

    def known(self) -> list[tuple[int, int, list[Cube]]]:
        """All that has been asked for so far, as (root, target, cubes)."""
        return [(root, target, cubes) for (root, target), cubes in sorted(self._sorted.items())]

    def recall(self, known: Iterable[tuple[int, int, Iterable[Iterable[Sequence[int]]]]]) -> None:
        """Take what another found for the same diagram, without a look at it."""
        for root, target, cubes in known:
            self._sorted[root, target] = [tuple((fact, classes) for fact, classes in cube) for cube in cubes]

    def _work(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self._last_step:
            raise TooManyPrimesError("it branches too much for reasons to be found")

    def _primes(self, node: int) -> list[Cube]:
        """Cubes that allow some children of the node are those of what these children have in common."""
        found = self._cubes.get(node)
        if found is not None:
            return found
        fact, *children = self._mdd.table[node]
        every = (1 << len(children)) - 1
        groups: dict[int, int] = {}  # child → the classes that lead to it
        for each, child in enumerate(children):
            if child:
                groups[child] = groups.get(child, 0) | 1 << each
        kept: list[tuple[int, Cube]] = []  # with the classes of this fact that each allows
        for size in range(len(groups), 0, -1):
            for chosen in itertools.combinations(groups, size):
                self._work(size)  # to conjoin costs a step, whether it makes a node or finds one
                common, classes = 1, 0
                for child in chosen:
                    common = self._mdd.conjoin(common, child)
                    classes |= groups[child]
                for cube in self._primes(common):
                    self._work(1 + len(kept))
                    if not _within_any(classes, cube, kept):
                        kept.append((classes, cube))
                        if len(kept) > MOST:
                            raise TooManyPrimesError
        found = [cube if classes == every else ((fact, classes), *cube) for classes, cube in kept]
        self._cubes[node] = found
        return found


def _within_any(classes: int, cube: Cube, kept: Iterable[tuple[int, Cube]]) -> bool:
    """Whether every household inside `cube`, with one fact in `classes`, is inside one that is kept.

    Most of the time of an audit is spent here, so these are plain loops.
    """
    allowed = dict(cube)
    for more, wider in kept:
        if classes & ~more:
            continue
        for fact, given in wider:
            if allowed.get(fact, -1) & ~given:  # -1 allows every class
                break
        else:
            return True
    return False
