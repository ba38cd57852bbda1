"""Answers → exact statuses, by walking the bundle's diagram.

Every way to fill in the unknown answers is a path through the diagram, and every path is a possible way. So a status is
settled exactly when all the paths that the known answers leave open end in the same leaf.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.bundle import NO, OPEN, UNKNOWN, YES, Answer, Bundle

APPLIES, POSSIBLE, DOES_NOT_APPLY = "applies", "possible", "does_not_apply"

_STATUS = {NO: DOES_NOT_APPLY, YES: APPLIES, OPEN: POSSIBLE}


def known_classes(bundle: Bundle, answers: Mapping[str, Answer | None]) -> list[int]:
    """For each fact of the bundle the class of its answer, or UNKNOWN. The answers must be valid."""
    given = [UNKNOWN] * len(bundle.facts)
    for name, answer in answers.items():
        if answer is not None:
            index = bundle.index[name]
            given[index] = bundle.facts[index].classify(answer)
    return given


class Evaluation:
    """One set of answers against a bundle. Work is shared between outcomes, as the diagram shares their parts."""

    def __init__(self, bundle: Bundle, known: list[int]) -> None:
        self.bundle = bundle
        self.known = known
        self._reach = [NO, YES]
        self._sweeps = bundle.sweeps()
        self._reduced = [0, 1, *[-1] * (len(bundle.nodes) - 2)]
        self._needs: dict[int, list[int]] = {}
        self._ids: dict[tuple[int, ...], int] = {}
        self._nodes: list[tuple[int, ...]] = [(), ()]

    def status(self, root: int) -> str:
        """`applies`, `possible` or `does_not_apply` for the condition that starts at node `root`."""
        return _STATUS[self.reach(root)]

    def reach(self, node: int) -> int:
        """The leaves that some way to fill in the unknown answers reaches from `node`: NO, YES or OPEN."""
        while True:
            try:
                return self._reach[node]
            except IndexError:  # no further than that has been looked at yet
                next(self._sweeps)(self.known, self._reach)

    def needs(self, root: int) -> list[int]:
        """The unknown facts that can still decide `root`, as indexes, in the order of asking."""
        start = self._reduce(root)
        if start in self._needs:
            return self._needs[start]
        found: set[int] = set()
        seen = {0, 1}
        stack = [start]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                fact, *children = self._nodes[node]
                found.add(fact)
                stack += children
        self._needs[start] = sorted(found)
        return self._needs[start]

    def _reduce(self, node: int) -> int:
        """The node with the known answers put in. Only facts that still decide something are left below it."""
        done = self._reduced[node]
        if done >= 0:
            return done
        reach = self.reach(node)
        if reach != OPEN:
            result = reach - 1
        else:
            fact, *children = self.bundle.nodes[node]
            if self.known[fact] >= 0:
                result = self._reduce(children[self.known[fact]])
            else:
                below = [self._reduce(child) for child in children]
                result = below[0]
                if any(child != result for child in below):
                    key = (fact, *below)
                    result = self._ids.setdefault(key, len(self._nodes))
                    if result == len(self._nodes):
                        self._nodes.append(key)
        self._reduced[node] = result
        return result
