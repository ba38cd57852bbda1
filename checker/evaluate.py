"""Answers → exact statuses, by walking the bundle's diagram.

Every way to fill in the unknown answers is a path through the diagram, and every path is a possible way. So a condition
is settled exactly when, with the known answers put in, the reduced diagram is a single leaf.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.bundle import Answer, Bundle

APPLIES, POSSIBLE, DOES_NOT_APPLY = "applies", "possible", "does_not_apply"

Known = Mapping[int, int]  # index of a fact → class of its answer


def known_classes(bundle: Bundle, answers: Mapping[str, Answer | None]) -> dict[int, int]:
    """Valid answers as classes; unknown ones (None) are left out."""
    given = {}
    for i, fact in enumerate(bundle.facts):
        answer = answers.get(fact.id)
        if answer is not None:
            given[i] = fact.classify(answer)
    return given


class Restriction:
    """The diagram with some answers put in, reduced: nodes that no longer decide anything are gone.

    One instance serves all outcomes of one set of answers, so that shared parts are walked once.
    """

    def __init__(self, bundle: Bundle, known: Known) -> None:
        self._nodes = bundle.nodes
        self._known = known
        self._done: dict[int, int] = {0: 0, 1: 1}
        self._ids: dict[tuple[int, ...], int] = {}
        self._reduced: list[tuple[int, ...]] = [(), ()]

    def root(self, node: int) -> int:
        """The reduced node for `node`: 0 or 1 if the known answers settle it."""
        done = self._done.get(node)
        if done is not None:
            return done
        fact, *children = self._nodes[node]
        if fact in self._known:
            result = self.root(children[self._known[fact]])
        else:
            reduced = [self.root(child) for child in children]
            result = reduced[0]
            if any(child != result for child in reduced):
                key = (fact, *reduced)
                result = self._ids.get(key, -1)
                if result < 0:
                    result = self._ids[key] = len(self._reduced)
                    self._reduced.append(key)
        self._done[node] = result
        return result

    def status(self, node: int) -> str:
        return (DOES_NOT_APPLY, APPLIES)[root] if (root := self.root(node)) < 2 else POSSIBLE

    def needs(self, node: int) -> list[int]:
        """The unknown facts that can still decide `node`, as indexes in the order of asking."""
        found: set[int] = set()
        seen: set[int] = set()
        stack = [self.root(node)]
        while stack:
            at = stack.pop()
            if at < 2 or at in seen:
                continue
            seen.add(at)
            fact, *children = self._reduced[at]
            found.add(fact)
            stack += children
        return sorted(found)
