"""A table of decision-diagram nodes that grows: what "not" and "and" make of conditions in it.

A node is (fact, child, child, …) with one child for each class of answers to the fact; nodes 0 and 1 are the leaves
"no" and "yes". Every node stands in the table once, so conditions are equivalent exactly if their numbers are equal.
`conjoin` is the "apply" of R. E. Bryant, IEEE Trans. Computers C-35 (1986).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def support(table: Sequence[tuple[int, ...]], root: int) -> set[int]:
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


class Nodes:
    """`table` is copied, then grows; `classes` says how many classes of answers each fact has.

    `work` is told of each node that is looked up or made, with the number of its children, and may put an end to it.
    """

    def __init__(
        self, table: Sequence[tuple[int, ...]], classes: Sequence[int], work: Callable[[int], None] = lambda _: None
    ) -> None:
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
            found = self._negations[node] = self.node(fact, [self.negate(child) for child in children])
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
        key = (min(one, other), max(one, other))
        found = self._conjunctions.get(key)
        if found is None:
            fact = min(self.table[one][0], self.table[other][0])
            sides = [self._children(node, fact) for node in key]
            found = self.node(fact, [self.conjoin(a, b) for a, b in zip(*sides, strict=True)])
            self._conjunctions[key] = found
        return found

    def _children(self, node: int, fact: int) -> list[int]:
        """The node's children by the classes of `fact`, which it may not test."""
        first, *children = self.table[node]
        return children if first == fact else [node] * self.classes[fact]

    def node(self, fact: int, children: list[int]) -> int:
        """The node that tests `fact` and goes on to `children`; these must stand after it in the order of facts."""
        self._work(len(children))
        if all(child == children[0] for child in children):
            return children[0]
        key = (fact, *children)
        found = self._ids.setdefault(key, len(self.table))
        if found == len(self.table):
            self.table.append(key)
        return found
