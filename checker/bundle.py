"""The compiled rules that the checker reads: facts, outcomes and their shared decision diagram.

A bundle is plain JSON. Its diagram is a list of nodes `[fact, child, child, …]`: `fact` is an index into `facts`, and
there is one child for each class of answers that the rules tell apart. Nodes 0 and 1 are the leaves "no" and "yes";
a node's children stand before it, so that the list cannot contain a cycle.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from checker.primes import Primes

FORMAT = 1

# What a report says of an outcome.
OUTCOME_TEXT = {
    "title",
    "text",
    "clauses",
    "bearers",
    "implied",
    "deadline",
    "next",
    "report_to",
    "linked",
}

PART = 200  # nodes in one function of `sweeps`: CPython is slower where a function has more than 256 variables

UNKNOWN = -1  # in place of a class, where a fact has no answer
NO, YES, OPEN = 1, 2, 3  # which leaves can still be reached, as bits

Answer = bool | int | str
Kept = TypeVar("Kept")


class BundleError(ValueError):
    """The bundle is not one that this version of the checker can read."""


@dataclass(frozen=True)
class Fact:
    """Something that may be asked. Answers fall into classes, numbered from 0: the rules treat a class as one.

    `values` are the choices of a choice fact; `cuts` the numbers at which a new class of an integer fact begins. What a
    `fixed` fact says has happened and cannot be changed. `ask_when` is the node of the condition under which asking
    makes sense.
    """

    id: str
    type: str
    group: str
    values: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    fixed: bool = False
    ask_when: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def classes(self) -> int:
        if self.type == "boolean":
            return 2
        return len(self.values) if self.type == "choice" else len(self.cuts) + 1

    def classify(self, answer: Answer) -> int:
        """The class of a valid answer."""
        if self.type == "boolean":
            return int(answer)
        if self.type == "choice":
            return self.values.index(str(answer))
        return bisect_right(self.cuts, int(answer))

    def representative(self, number: int, near: Answer | None = None) -> Answer:
        """An answer of class `number`; for an integer the one nearest to `near`."""
        if self.type == "boolean":
            return bool(number)
        if self.type == "choice":
            return self.values[number]
        low = self.cuts[number - 1] if number else self.minimum
        if near is not None and number < len(self.cuts) and int(near) >= self.cuts[number]:
            return self.cuts[number] - 1
        return low


@dataclass(frozen=True)
class Outcome:
    """A benefit or duty; `root` is the node of the diagram at which its condition starts, `area` its task area's id."""

    id: str
    kind: str
    root: int
    area: str | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Scope:
    """A case that the plan does not cover, with the reason to give."""

    root: int
    reason: Mapping[str, str]


@dataclass(frozen=True)
class Bundle:
    plan: str
    version: str
    facts: tuple[Fact, ...]
    nodes: tuple[tuple[int, ...], ...]
    outcomes: tuple[Outcome, ...]
    scope: tuple[Scope, ...]
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def sweeps(self) -> Sequence[Callable[[list[int], list[int]], None]]:
        """The diagram as Python functions, each for PART nodes: they append to the leaves in reach of the nodes before.

        Their arguments are the class of each fact, or UNKNOWN, and the list, which starts with those of the two leaves.
        Straight-line code made from the table gives statuses in half the time of a loop over it. It is made of numbers
        alone, so nothing in a bundle can smuggle in code.
        """
        scope: dict[str, Any] = {}
        starts = range(2, len(self.nodes), PART)
        for start in starts:
            exec(self._part(start), scope)
        return [scope[f"part{start}"] for start in starts]

    def _part(self, start: int) -> str:
        """The code of `sweeps` for the nodes from `start` on."""
        part = range(start, min(start + PART, len(self.nodes)))
        facts = sorted({self.nodes[i][0] for i in part})
        before = sorted({child for i in part for child in self.nodes[i][1:] if child < start})
        lines = [f"def part{start}(k, n):"]
        lines += [f"k{i} = k[{i}]" for i in facts] + [f"n{i} = n[{i}]" for i in before]
        for i in part:
            fact, *children = self.nodes[i]
            *others, last = (f"n{child}" for child in children)
            chosen = "".join(f"{name} if k{fact} == {each} else " for each, name in enumerate(others))
            lines.append(f"n{i} = {' | '.join([*others, last])} if k{fact} < 0 else {chosen}{last}")
        lines.append(f"n += {', '.join(f'n{i}' for i in part)},")
        return "\n ".join(lines)

    @cached_property
    def primes(self) -> Primes:
        """The prime implicants of the conditions, from which reasons are read."""
        return Primes(self.nodes, [fact.classes for fact in self.facts])

    @cached_property
    def kept(self) -> dict[Hashable, tuple[object, Any]]:
        """What was last worked out, with what it was worked out from: see `keep`."""
        return {}

    def keep(self, name: Hashable, source: object, make: Callable[[], Kept]) -> Kept:
        """What `make` makes of `source`, which is not called again while the source is what it was last time.

        Visitors answer one question after the other, and most results do not depend on the one just answered.
        """
        before, made = self.kept.get(name, (None, None))
        if before == source:
            return made  # type: ignore[no-any-return]
        fresh = make()
        self.kept[name] = source, fresh
        return fresh

    def support(self, root: int) -> Sequence[str]:
        """The facts that the condition at `root` depends on, by id."""
        found = self._supports.get(root)
        if found is None:
            facts: set[int] = set()
            seen = {0, 1}
            stack = [root]
            while stack:
                if (node := stack.pop()) not in seen:
                    seen.add(node)
                    fact, *children = self.nodes[node]
                    facts.add(fact)
                    stack += children
            found = self._supports[root] = [self.facts[fact].id for fact in sorted(facts)]
        return found

    @cached_property
    def _supports(self) -> dict[int, Sequence[str]]:
        return {}

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each fact in `facts`, by id."""
        return {fact.id: i for i, fact in enumerate(self.facts)}

    def fact(self, name: str) -> Fact:
        """The fact with this id. Raises KeyError."""
        return self.facts[self.index[name]]

    @classmethod
    def from_json(cls, source: str | bytes) -> Bundle:
        """Read a bundle. Raises BundleError."""
        try:
            return cls.from_data(json.loads(source))
        except (ValueError, RecursionError) as error:
            if isinstance(error, BundleError):
                raise
            raise BundleError(f"the bundle is not JSON: {error}") from None

    @classmethod
    def from_data(cls, data: Any) -> Bundle:
        """Build a bundle from decoded JSON. Raises BundleError."""
        try:
            if data["format"] != FORMAT:
                raise BundleError(f"the bundle has format {data['format']!r}; this checker reads {FORMAT}")
            facts = tuple(
                Fact(
                    id=f["id"],
                    type=f["type"],
                    group=f["group"],
                    values=tuple(f.get("values", ())),
                    cuts=tuple(f.get("cuts", ())),
                    minimum=f.get("minimum", 0),
                    maximum=f.get("maximum"),
                    fixed=f.get("fixed", False),
                    ask_when=f.get("ask_when"),
                    text=f.get("text", {}),
                )
                for f in data["facts"]
            )
            nodes = tuple(tuple(node) for node in data["nodes"])
            for i, node in enumerate(nodes[2:], 2):
                if (
                    not all(type(part) is int for part in node)
                    or not 0 <= node[0] < len(facts)
                    or len(node) != facts[node[0]].classes + 1
                    or not all(0 <= child < i for child in node[1:])
                ):
                    raise BundleError(f"node {i} of the bundle's diagram is malformed")
            outcomes = tuple(Outcome(o["id"], o["kind"], o["root"], o.get("area"), o["text"]) for o in data["outcomes"])
            for outcome in outcomes:
                if missing := OUTCOME_TEXT - outcome.text.keys():
                    raise BundleError(f"the bundle's outcome {outcome.id!r} lacks {', '.join(sorted(missing))}")
            scope = tuple(Scope(s["root"], s["reason"]) for s in data["scope"])
            roots = [each.root for each in outcomes] + [each.root for each in scope]
            roots += [fact.ask_when for fact in facts if fact.ask_when is not None]
            if not all(0 <= root < len(nodes) for root in roots):
                raise BundleError("the bundle names a node that its diagram lacks")
            return cls(data["plan"], data["version"], facts, nodes, outcomes, scope, data.get("text", {}))
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            raise BundleError(f"the bundle is malformed: {type(error).__name__}: {error}") from None
