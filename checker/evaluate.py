"""Answers → exact statuses, by walking the bundle's diagram.

Every way to fill in the unknown answers is a path through the diagram, and every path is a possible way. So a status is
settled exactly when all the paths that the known answers leave open end in the same leaf. An answer is unknown only as
long as its question may be asked: whoever will not be asked has answered by what made the question pointless.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.bundle import Bundle
from checker.fact import Answer
from checker.mdd import NO, OPEN, UNKNOWN, YES
from checker.outcome import Outcome

APPLIES, POSSIBLE, DOES_NOT_APPLY = "applies", "possible", "does_not_apply"

_STATUS = {NO: DOES_NOT_APPLY, YES: APPLIES, OPEN: POSSIBLE}


def known_classes(bundle: Bundle, answers: Mapping[str, Answer | None]) -> list[int]:
    """For each fact of the bundle the class of its answer, or UNKNOWN. The answers must be valid.

    A fact without an answer, whose `ask_when` the others rule out, has the class `otherwise`, if it has one.
    """
    known = [UNKNOWN] * len(bundle.facts)
    for name, answer in answers.items():
        if answer is not None:
            index = bundle.index[name]
            known[index] = bundle.facts[index].classify(answer)
    for fact, ask_when, otherwise in bundle.presumed:  # what one rests on stands before it
        if known[fact] == UNKNOWN and leaves(bundle, ask_when, known) == NO:
            known[fact] = otherwise
    return known


def leaves(bundle: Bundle, root: int, known: list[int]) -> int:
    """What `Evaluation.reach` says of one condition, without a look at any other."""
    found = 0
    seen = {root}
    stack = [root]
    while stack and found != OPEN:
        if (node := stack.pop()) < 2:
            found |= YES if node else NO
            continue
        fact, *children = bundle.nodes[node]
        ways = children if known[fact] == UNKNOWN else [children[known[fact]]]
        stack += [child for child in ways if child not in seen]
        seen.update(ways)
    return found


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

    def judge(self, outcome: Outcome) -> str:
        """The status of a benefit or duty: what an office has to judge as well leaves it possible."""
        status = self.status(outcome.root)
        return POSSIBLE if status == APPLIES and outcome.also else status

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
