"""A reduced, ordered multi-valued decision diagram: read from outside, walked for one set of answers, and grown.

Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on Computers C-35 (8), 1986;
Srinivasan, Kam, Malik, Brayton, "Algorithms for discrete function manipulation", ICCAD 1990. Names are those of the
package `dd` (its `mdd.py`), where `negate` and `conjoin` are `apply` with "not" and "and".

A node is (fact, child, child, …) with one child for each class of answers to the fact; nodes 0 and 1 are the leaves
"no" and "yes". Every node stands in the table once, so conditions are equivalent exactly if their numbers are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from checker.decode import Field

MOST_NODES = 20_000  # of a bundle

PART = 200  # nodes in one sweep: CPython is slower where a function has more than 256 variables
WALKS = 1_000  # after which straight-line code is worth the time to compile it

UNKNOWN = -1  # in place of a class, where a fact has no answer
NO, YES, OPEN = 1, 2, 3  # which leaves can still be reached, as bits

Table = Sequence[tuple[int, ...]]
Sweep = Callable[[list[int], list[int]], None]


def read_table(data: Field, classes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """A bundle's table. `classes` says how many classes of answers each fact has.

    Leaves, then nodes whose children stand before them and test only facts that are asked later. Raises FieldError.
    """
    if not isinstance(data.value, (list, tuple)) or not 2 <= len(data.value) <= MOST_NODES:
        data.fail(f"a list of 2 to {MOST_NODES} nodes")
    nodes: list[tuple[int, ...]] = []
    for i, node in enumerate(data.value):
        good = isinstance(node, (list, tuple)) and all(type(part) is int for part in node)
        if good and i > 1:
            fact, *children = node or [-1]
            good = (
                0 <= fact < len(classes)
                and len(children) == classes[fact]
                and all(0 <= child < i and (child < 2 or nodes[child][0] > fact) for child in children)
            )
        if not good or (i < 2 and node):
            Field(node, data, i).fail("empty for a leaf, else a fact and for each class of its answers a later node")
        nodes.append(tuple(node))
    return tuple(nodes)


def support(table: Table, root: int) -> set[int]:
    """The facts that the condition at `root` depends on."""
    seen = {0, 1}
    found = set()
    stack = [root]
    while stack:
        if (node := stack.pop()) not in seen:
            seen.add(node)
            fact, *children = table[node]
            found.add(fact)
            stack += children
    return found


class Sweeps:
    """A table as functions, each for PART nodes: they append to the leaves in reach of the nodes before.

    Their arguments are the class of each fact, or UNKNOWN, and the list, which starts with those of the two leaves.
    After WALKS calls the table is compiled to straight-line Python (4x faster). The code is made of numbers alone, so
    nothing in a bundle can smuggle in code.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._sweeps: list[Sweep] = [partial(_walk, table[i : i + PART]) for i in range(2, len(table), PART)]
        self._calls = 0

    def __call__(self) -> Iterator[Sweep]:
        part = self._calls - WALKS
        self._calls += 1
        if 0 <= part < len(self._sweeps):
            self._sweeps[part] = self._compile(2 + part * PART)  # one a call, so that no answer waits for all
        return iter(self._sweeps)

    def _compile(self, start: int) -> Sweep:
        """The sweep of the nodes from `start` on."""
        part = range(start, min(start + PART, len(self._table)))
        facts = sorted({self._table[i][0] for i in part})
        before = sorted({child for i in part for child in self._table[i][1:] if child < start})
        lines = ["def sweep(k, n):"]
        lines += [f"k{i} = k[{i}]" for i in facts] + [f"n{i} = n[{i}]" for i in before]
        for i in part:
            fact, *children = self._table[i]
            *others, last = (f"n{child}" for child in children)
            chosen = "".join(f"{name} if k{fact} == {each} else " for each, name in enumerate(others))
            lines.append(f"n{i} = {' | '.join([*others, last])} if k{fact} < 0 else {chosen}{last}")
        lines.append(f"n += {', '.join(f'n{i}' for i in part)},")
        scope: dict[str, Sweep] = {}
        exec("\n ".join(lines), scope)
        return scope["sweep"]


def _walk(nodes: Table, known: list[int], reach: list[int]) -> None:
    for node in nodes:
        answer = known[node[0]]
        if answer >= 0:
            reach.append(reach[node[answer + 1]])
        else:
            leaves = 0
            for child in node[1:]:
                leaves |= reach[child]
            reach.append(leaves)


class MDD:
    """A table that grows: what "not" and "and" make of conditions in it.

    `table` is copied, then grows; `classes` says how many classes of answers each fact has.

    `work` is told of each node that is looked up or made, with the number of its children, and may put an end to it.
    """

    def __init__(self, table: Table, classes: Sequence[int], work: Callable[[int], None] = lambda _: None) -> None:
        self._work = work
        self.table = list(table)
        self.classes = classes
        self._ids = {node: i for i, node in enumerate(self.table) if i > 1}
        self._negations = {0: 1, 1: 0}
        self._conjunctions: dict[tuple[int, int], int] = {}

    def negate(self, node: int) -> int:
        """The node of "not"."""
        found = self._negations.get(node)
        if found is None:
            fact, *children = self.table[node]
            found = self._negations[node] = self.find_or_add(fact, *map(self.negate, children))
            self._negations[found] = node
        return found

    def conjoin(self, one: int, other: int) -> int:
        """The node of "and"."""
        if one == other or other == 1:
            return one
        if one == 1:
            return other
        if not one or not other:
            return 0
        key = (one, other) if one < other else (other, one)
        found = self._conjunctions.get(key)
        if found is None:
            fact = min(self.table[one][0], self.table[other][0])
            sides = [self._top_cofactor(node, fact) for node in key]
            found = self.find_or_add(fact, *map(self.conjoin, *sides))
            self._conjunctions[key] = found
        return found

    def _top_cofactor(self, node: int, fact: int) -> list[int]:
        """The node's children by the classes of `fact`, which it may not test."""
        first, *children = self.table[node]
        return children if first == fact else [node] * self.classes[fact]

    def find_or_add(self, fact: int, *children: int) -> int:
        """The node that tests `fact` and goes on to `children`, which test facts that are asked later."""
        self._work(len(children))
        first = children[0]
        if children.count(first) == len(children):
            return first
        key = (fact, *children)
        found = self._ids.setdefault(key, len(self.table))
        if found == len(self.table):
            self.table.append(key)
        return found
