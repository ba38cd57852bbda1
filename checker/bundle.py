"""The compiled rules that the checker reads: facts, outcomes and their shared decision diagram.

A bundle is plain JSON. Its diagram is a list of nodes `[fact, child, child, …]`: `fact` is an index into `facts`, and
there is one child for each class of answers that the rules tell apart. Nodes 0 and 1 are the leaves "no" and "yes";
a node's children stand before it, so that the list cannot contain a cycle.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from checker.decode import Field, FieldError
from checker.fact import Answer, Fact, Retired
from checker.mdd import Sweeps, read_table, support
from checker.outcome import Outcome, Scope
from checker.primes import Primes, TooManyPrimesError

FORMAT = 1

# A bundle beyond these is refused, so that no answer keeps anybody waiting. The rules of a whole county stay far below.
MAX_BYTES = 5_000_000
MOST_FACTS = 60  # that one condition depends on
MOST_STEPS = 2_000_000  # in finding the prime implicants of all conditions

# What the command line says beside the texts of facts and outcomes.
INTERFACE = (
    *("applies", "possible", "does_not_apply", "duty", "because", "needs", "next", "deadline", "bearers", "implied"),
    *("report_to", "flips", "next_question", "not_final", "yes", "no", "dont_know"),
)

# Not in bundles of earlier versions.
LATER_INTERFACE = ("about", "about_help", "also", "another", "ours", "please", "ticks", "ticks_help")

Kept = TypeVar("Kept")


class BundleError(ValueError):
    """The bundle is not one that this version of the checker can read."""


@dataclass(frozen=True)
class Situation:
    """What somebody comes with: the facts that are asked first, in order, and the answers that it gives by itself.

    `text`: `title`, `words`, and in danger what to `do` at once. The bundle of a page has none, since the page has.
    """

    id: str
    facts: tuple[str, ...]
    answers: Mapping[str, Answer]
    text: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, data: Field, facts: Mapping[str, Fact]) -> Situation:
        """A situation of a bundle, which asks and answers nothing but `facts`. Raises FieldError."""
        asked, answers = tuple(data["facts"].texts()), {}
        for name, given in data["answers"].members().items():
            answers[name] = given.answer()
            if name not in facts or not facts[name].accepts(answers[name]):
                given.fail("an answer to one of the facts")
        data["facts"].unique([*asked, *answers])
        if not facts.keys() >= set(asked):
            data["facts"].fail("a list of facts")
        return cls(data["id"].text(), asked, answers, _words(data.get("text")))


@dataclass(frozen=True)
class Bundle:
    plan: str
    version: str
    facts: tuple[Fact, ...]
    nodes: tuple[tuple[int, ...], ...]
    outcomes: tuple[Outcome, ...]
    scope: tuple[Scope, ...]
    retired: Mapping[str, Retired] = field(default_factory=dict)
    situations: tuple[Situation, ...] = ()
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def from_json(cls, source: str | bytes) -> Bundle:
        """Read a bundle from outside: `from_data`, and no condition is too intricate. Raises BundleError."""
        if len(source) > MAX_BYTES:
            raise BundleError(f"the bundle has {len(source)} bytes; at most {MAX_BYTES} are read")
        try:
            data = json.loads(source)
        except (ValueError, RecursionError) as error:
            raise BundleError(f"the bundle is not JSON: {error}") from None
        bundle = cls.from_data(data)
        for root in bundle.roots:
            try:
                for target in (0, 1):
                    bundle.primes.cubes(root, target)
            except TooManyPrimesError as error:
                raise BundleError(f"a condition of the bundle is too intricate: {error}") from None
            if bundle.primes.steps > MOST_STEPS:
                raise BundleError("the conditions of the bundle are too intricate together")
        return bundle

    @classmethod
    def from_data(cls, data: Any) -> Bundle:
        """Build a bundle from decoded JSON, after a look at all that is ever read of it. Raises BundleError."""
        try:
            return cls._read(Field(data))
        except FieldError as error:
            raise BundleError(f"the bundle is malformed: {error}") from None

    @classmethod
    def _read(cls, data: Field) -> Bundle:
        if (number := data["format"].whole()) != FORMAT:
            raise BundleError(f"the bundle has format {number}; this checker reads {FORMAT}")
        facts = tuple(Fact.read(each) for each in data["facts"].entries())
        data["facts"].unique([fact.id for fact in facts])
        nodes = read_table(data["nodes"], [fact.classes for fact in facts])
        last = len(nodes) - 1
        text = _text(data["text"])
        outcomes = tuple(
            Outcome.read(each, last, text["units"], text["clauses"]) for each in data["outcomes"].entries()
        )
        data["outcomes"].unique([outcome.id for outcome in outcomes])
        areas = data["text"].get("areas")  # older bundles name none
        text["areas"] = sorted(areas.texts() if areas else {outcome.area for outcome in outcomes if outcome.area})
        scope = tuple(Scope.read(each, last) for each in data["scope"].entries())
        retired, situations = Retired.read(data, facts), _situations(data, facts)
        plan, version = data["plan"].text(), data["version"].text()
        bundle = cls(plan, version, facts, nodes, outcomes, scope, retired, situations, text)
        if any(fact.ask_when is not None and fact.ask_when > last for fact in facts):
            data["nodes"].fail("a list with every node that is named")
        bundle._check()
        return bundle

    def _check(self) -> None:
        """Whether it can be answered in good time, and in which order. Raises BundleError."""
        for root in self.roots + self._further_roots:
            if len(self.support(root)) > MOST_FACTS:
                raise BundleError(f"a condition of the bundle depends on more than {MOST_FACTS} facts")
        earlier: set[int] = set()
        for fact, ask_when, _ in self.presumed:
            if support(self.nodes, ask_when) & self.presumable - earlier:
                name = self.facts[fact].id
                raise BundleError(f"whether {name} is asked depends on a fact that counts as answered later")
            earlier.add(fact)

    @cached_property
    def sweeps(self) -> Sweeps:
        """The diagram as functions, which the answers to all requests are worked out with."""
        return Sweeps(self.nodes)

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
        if before is source or before == source:
            return made  # type: ignore[no-any-return]
        fresh = make()
        self.kept[name] = source, fresh
        return fresh

    @property
    def roots(self) -> list[int]:
        """The nodes at which conditions start that must have reasons: of outcomes, of the scope, of when to ask."""
        asked = [fact.ask_when for fact in self.facts if fact.ask_when is not None]
        return [each.root for each in self.outcomes] + [each.root for each in self.scope] + asked

    @property
    def _further_roots(self) -> list[int]:
        """The nodes of conditions of which only the status matters: other readings, and what comes first."""
        nodes = [node for each in self.outcomes for node in (each.danger, each.due) if node is not None]
        return nodes + [reading.root for each in self.outcomes for reading in each.readings]

    def support(self, root: int) -> Sequence[str]:
        """The facts that the condition at `root` depends on, by id."""
        found = self._supports.get(root)
        if found is None:
            found = self._supports[root] = [self.facts[fact].id for fact in sorted(support(self.nodes, root))]
        return found

    @cached_property
    def _supports(self) -> dict[int, Sequence[str]]:
        return {}

    @cached_property
    def presumed(self) -> Sequence[tuple[int, int, int]]:
        """The facts that count as answered where they are not asked: place in `facts`, `ask_when`, `otherwise`."""
        return [
            (i, fact.ask_when, fact.otherwise)
            for i, fact in enumerate(self.facts)
            if fact.ask_when is not None and fact.otherwise is not None
        ]

    @cached_property
    def presumable(self) -> frozenset[int]:
        """The places of the facts in `presumed`."""
        return frozenset(fact for fact, _, _ in self.presumed)

    def behind(self, root: int) -> frozenset[int]:
        """The places of all facts whose answers can matter to the condition at `root`.

        Beside those that it depends on, these are the ones that say whether one of them is asked.
        """
        found = self._behind.get(root)
        if found is None:
            found = frozenset(support(self.nodes, root))
            found = found.union(*(self.behind(ask_when) for fact, ask_when, _ in self.presumed if fact in found))
            self._behind[root] = found
        return found

    @cached_property
    def _behind(self) -> dict[int, frozenset[int]]:
        return {}

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The place of each fact in `facts`, by id."""
        return {fact.id: i for i, fact in enumerate(self.facts)}

    def fact(self, name: str) -> Fact:
        """The fact with this id. Raises KeyError."""
        return self.facts[self.index[name]]


def _situations(data: Field, facts: Sequence[Fact]) -> tuple[Situation, ...]:
    given = data.get("situations")  # not in bundles of earlier versions
    if given is None:
        return ()
    known = {fact.id: fact for fact in facts}
    situations = tuple(Situation.read(each, known) for each in given.entries())
    given.unique([each.id for each in situations])
    return situations


def _words(said: Field | None) -> dict[str, dict[str, str]]:
    if said is None:
        return {}
    words = {name: said[name].translated() for name in ("title", "words")}
    return words | ({"do": do.translated()} if (do := said.get("do")) else {})


def _text(shared: Field) -> dict[str, Any]:
    interface = shared["interface"]
    return {
        "title": shared["title"].translated(),
        "number": shared["number"].text(),
        "units": {unit: name.translated() for unit, name in shared["units"].members().items()},
        "clauses": {clause: number.translated() for clause, number in shared["clauses"].members().items()},
        "interface": {key: interface[key].translated() for key in INTERFACE}
        | {key: said.translated() for key in LATER_INTERFACE if (said := interface.get(key))},
    }
