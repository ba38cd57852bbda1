"""The compiled rules that the checker reads: facts, outcomes and their shared decision diagram.

A bundle is plain JSON. Its diagram is a list of nodes `[fact, child, child, …]`: `fact` is an index into `facts`, and
there is one child for each class of answers that the rules tell apart. Nodes 0 and 1 are the leaves "no" and "yes";
a node's children stand before it, so that the list cannot contain a cycle.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeGuard, TypeVar

from checker.fields import LARGEST, Field, FieldError
from checker.nodes import support
from checker.primes import Primes, TooManyPrimesError

FORMAT = 1
LANGUAGES = ("zh", "en")

# A bundle beyond these is refused, so that no answer keeps anybody waiting. The rules of a whole county stay far below.
MAX_BYTES = 5_000_000
MOST_NODES = 20_000
MOST_CLASSES = 64  # of answers to one fact
MOST_FACTS = 60  # that one condition depends on
MOST_STEPS = 2_000_000  # in finding the prime implicants of all conditions

# What the command line says beside the texts of facts and outcomes.
INTERFACE = (
    *("applies", "possible", "does_not_apply", "duty", "because", "needs", "next", "deadline", "bearers", "implied"),
    *("report_to", "flips", "next_question", "not_final", "yes", "no", "dont_know"),
)

LATER_INTERFACE = ("also", "ours", "please")  # not in bundles of earlier versions

PART = 200  # nodes in one sweep: CPython is slower where a function has more than 256 variables
WALKS = 1_000  # after which code in the place of a walk is worth the time to make it

UNKNOWN = -1  # in place of a class, where a fact has no answer
NO, YES, OPEN = 1, 2, 3  # which leaves can still be reached, as bits

Answer = bool | int | str
Sweep = Callable[[list[int], list[int]], None]
Kept = TypeVar("Kept")


class BundleError(ValueError):
    """The bundle is not one that this version of the checker can read."""


@dataclass(frozen=True)
class Fact:
    """Something that may be asked. Answers fall into classes, numbered from 0: the rules treat a class as one.

    `values` are the choices of a choice fact; `cuts` the numbers at which a new class of an integer fact begins. What a
    `fixed` fact says has happened and cannot be changed. `ask_when` is the node of the condition under which asking
    makes sense; whoever is not asked counts as having given an answer of the class `otherwise`.
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
    otherwise: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def classes(self) -> int:
        if self.type == "boolean":
            return 2
        return len(self.values) if self.type == "choice" else len(self.cuts) + 1

    @property
    def highest(self) -> int:
        """The highest number that may be answered to an integer fact."""
        return LARGEST if self.maximum is None else self.maximum

    def accepts(self, given: object) -> TypeGuard[Answer]:
        """Whether `given` is an answer to this fact."""
        if self.type == "boolean":
            return isinstance(given, bool)
        if self.type == "choice":
            return isinstance(given, str) and given in self.values
        return type(given) is int and self.minimum <= given <= self.highest

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
class Reading:
    """A condition under another reading of the document, and what to say to those whom only that reading means."""

    root: int
    text: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """A benefit or duty; `root` is the node of the diagram at which its condition starts, `area` its task area's id.

    `also`: what an office judges where the condition is met. `danger` and `due` are the nodes of the conditions under
    which it comes first among the results, and next.
    """

    id: str
    kind: str
    root: int
    area: str | None = None
    also: tuple[Mapping[str, str], ...] = ()
    readings: tuple[Reading, ...] = ()
    danger: int | None = None
    due: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Scope:
    """A case that the plan does not cover, with the reason to give."""

    root: int
    reason: Mapping[str, str]


@dataclass(frozen=True)
class Retired:
    """A fact that is no longer asked: for each of its answers the fact and the answer that say the same, or None."""

    means: Mapping[Answer, tuple[str, Answer] | None]


@dataclass(frozen=True)
class Bundle:
    plan: str
    version: str
    facts: tuple[Fact, ...]
    nodes: tuple[tuple[int, ...], ...]
    outcomes: tuple[Outcome, ...]
    scope: tuple[Scope, ...]
    retired: Mapping[str, Retired] = field(default_factory=dict)
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def sweeps(self) -> Iterator[Sweep]:
        """The diagram as functions, each for PART nodes: they append to the leaves in reach of the nodes before.

        Their arguments are the class of each fact, or UNKNOWN, and the list, which starts with those of the two leaves.
        Who asks often is given straight-line code made from the table, which takes a quarter of the time of a walk over
        it. It is made of numbers alone, so nothing in a bundle can smuggle in code.
        """
        asked = next(self._asked) - WALKS
        if 0 <= asked < len(self._sweeps):
            self._sweeps[asked] = self._code(2 + asked * PART)  # one at a time, so that no answer waits for all
        return iter(self._sweeps)

    @cached_property
    def _asked(self) -> Iterator[int]:
        return itertools.count()

    @cached_property
    def _sweeps(self) -> list[Sweep]:
        return [partial(_walk, self.nodes[start : start + PART]) for start in range(2, len(self.nodes), PART)]

    def _code(self, start: int) -> Sweep:
        """A sweep of the nodes from `start` on, as straight-line code."""
        part = range(start, min(start + PART, len(self.nodes)))
        facts = sorted({self.nodes[i][0] for i in part})
        before = sorted({child for i in part for child in self.nodes[i][1:] if child < start})
        lines = ["def sweep(k, n):"]
        lines += [f"k{i} = k[{i}]" for i in facts] + [f"n{i} = n[{i}]" for i in before]
        for i in part:
            fact, *children = self.nodes[i]
            *others, last = (f"n{child}" for child in children)
            chosen = "".join(f"{name} if k{fact} == {each} else " for each, name in enumerate(others))
            lines.append(f"n{i} = {' | '.join([*others, last])} if k{fact} < 0 else {chosen}{last}")
        lines.append(f"n += {', '.join(f'n{i}' for i in part)},")
        scope: dict[str, Sweep] = {}
        exec("\n ".join(lines), scope)
        return scope["sweep"]

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
            return _bundle(Field(data))
        except FieldError as error:
            raise BundleError(f"the bundle is malformed: {error}") from None


def _walk(nodes: Sequence[tuple[int, ...]], known: list[int], reach: list[int]) -> None:
    for node in nodes:
        answer = known[node[0]]
        if answer >= 0:
            reach.append(reach[node[answer + 1]])
        else:
            leaves = 0
            for child in node[1:]:
                leaves |= reach[child]
            reach.append(leaves)


def _bundle(data: Field) -> Bundle:
    if (made := data["format"].whole()) != FORMAT:
        raise BundleError(f"the bundle has format {made}; this checker reads {FORMAT}")
    facts = tuple(_fact(each) for each in data["facts"].entries())
    _unique(data["facts"], [fact.id for fact in facts])
    nodes = _nodes(data["nodes"], facts)
    shared = data["text"]
    units = {unit: shared["units"][unit].named(LANGUAGES) for unit in _object(shared["units"])}
    clauses = {clause: shared["clauses"][clause].named(LANGUAGES) for clause in _object(shared["clauses"])}
    outcomes = tuple(_outcome(each, nodes, units, clauses) for each in data["outcomes"].entries())
    _unique(data["outcomes"], [outcome.id for outcome in outcomes])
    scope = tuple(
        Scope(_root(each["root"], nodes), each["reason"].named(LANGUAGES)) for each in data["scope"].entries()
    )
    text = {
        "title": shared["title"].named(LANGUAGES),
        "number": shared["number"].text(),
        # Older bundles name none.
        "areas": sorted(areas.texts() if (areas := shared.get("areas")) else {o.area for o in outcomes if o.area}),
        "units": units,
        "clauses": clauses,
        "interface": {key: shared["interface"][key].named(LANGUAGES) for key in INTERFACE}
        | {key: said.named(LANGUAGES) for key in LATER_INTERFACE if (said := shared["interface"].get(key))},
    }
    plan, version = data["plan"].text(), data["version"].text()
    retired = _retired(data, facts)
    bundle = Bundle(plan, version, facts, nodes, outcomes, scope, retired, text)
    for root in bundle.roots + bundle._further_roots:
        if root >= len(nodes):
            data["nodes"].fail("a list with every node that is named")
        if len(bundle.support(root)) > MOST_FACTS:
            raise BundleError(f"a condition of the bundle depends on more than {MOST_FACTS} facts")
    earlier: set[int] = set()
    for fact, ask_when, _ in bundle.presumed:
        if support(nodes, ask_when) & bundle.presumable - earlier:
            raise BundleError(f"whether {facts[fact].id} is asked depends on a fact that counts as answered later")
        earlier.add(fact)
    return bundle


def _object(field: Field) -> dict[str, Any]:
    if not isinstance(field.value, dict):
        field.fail("an object")
    return field.value


def _unique(field: Field, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        field.fail("a list without the same id twice")


def _root(field: Field, nodes: Sequence[object]) -> int:
    return field.whole(0, len(nodes) - 1)


def _fact(data: Field) -> Fact:
    """A fact; its `ask_when` is looked at once the diagram is there."""
    kind = data["type"].text()
    values: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    minimum, maximum = data.get("minimum"), data.get("maximum")
    low = minimum.whole() if minimum else 0
    high = maximum.whole(low) if maximum else None
    said = data["text"]
    text: dict[str, Any] = {name: said[name].named(LANGUAGES) for name in ("question", "help")}
    worker = said.get("worker")
    text["worker"] = worker.named(LANGUAGES) if worker else None
    if kind == "boolean":
        text |= {name: said[name].named(LANGUAGES) for name in ("yes", "no")}
    elif kind == "choice":
        values = tuple(data["values"].texts())
        _unique(data["values"], values)
        if not 1 <= len(values) <= MOST_CLASSES:
            data["values"].fail(f"a list of 1 to {MOST_CLASSES} values")
        text["values"] = {
            value: {name: said["values"][value][name].named(LANGUAGES) for name in ("label", "says")}
            for value in values
        }
    elif kind == "integer":
        cuts = tuple(each.whole(low + 1, LARGEST + 1 if high is None else high) for each in data["cuts"].entries())
        if len(cuts) >= MOST_CLASSES or any(one >= other for one, other in itertools.pairwise(cuts)):
            data["cuts"].fail(f"a list of at most {MOST_CLASSES - 1} numbers, each higher than the one before")
        text["equals"] = said["equals"].named(LANGUAGES)
        if unit := said.get("unit"):  # not in bundles of earlier versions
            text["unit"] = unit.named(LANGUAGES)
    else:
        data["type"].fail("boolean, choice or integer")
    fixed, ask_when, otherwise = data.get("fixed"), data.get("ask_when"), data.get("otherwise")
    fact = Fact(
        id=data["id"].text(),
        type=kind,
        group=data["group"].text(),
        values=values,
        cuts=cuts,
        minimum=low,
        maximum=high,
        fixed=fixed.flag() if fixed else False,
        ask_when=ask_when.whole(0) if ask_when else None,
        text=text,
    )
    return replace(fact, otherwise=otherwise.whole(0, fact.classes - 1)) if otherwise and ask_when else fact


def _nodes(data: Field, facts: Sequence[Fact]) -> tuple[tuple[int, ...], ...]:
    """The diagram: leaves, then nodes whose children stand before them and test only facts that are asked later."""
    if not isinstance(data.value, (list, tuple)) or not 2 <= len(data.value) <= MOST_NODES:
        data.fail(f"a list of 2 to {MOST_NODES} nodes")
    nodes: list[tuple[int, ...]] = []
    classes = [fact.classes for fact in facts]
    for i, node in enumerate(data.value):
        good = isinstance(node, (list, tuple)) and all(type(part) is int for part in node)
        if good and i > 1:
            fact, *children = node or [-1]
            good = (
                0 <= fact < len(facts)
                and len(children) == classes[fact]
                and all(0 <= child < i and (child < 2 or nodes[child][0] > fact) for child in children)
            )
        if not good or (i < 2 and node):
            raise BundleError(f"node {i} of the bundle's diagram is malformed")
        nodes.append(tuple(node))
    return tuple(nodes)


def _outcome(
    data: Field, nodes: Sequence[object], units: Mapping[str, object], clauses: Mapping[str, object]
) -> Outcome:
    kind, area, said = data["kind"].text(), data.get("area"), data["text"]
    if kind not in ("benefit", "duty"):
        data["kind"].fail("benefit or duty")
    deadline = said.get("deadline")
    text: dict[str, Any] = {name: said[name].named(LANGUAGES) for name in ("title", "text")}
    text["deadline"] = deadline.named(LANGUAGES) if deadline else None
    text["next"] = [step.named(LANGUAGES) for step in said["next"].entries()]
    text["linked"] = said["linked"].texts()
    for name, known in (("clauses", clauses), ("bearers", units), ("implied", units), ("report_to", units)):
        text[name] = said[name].texts()
        if any(each not in known for each in text[name]):
            said[name].fail(f"a list of {'clauses' if known is clauses else 'units'} that the bundle names")
    also, readings = data.get("also"), data.get("readings")
    danger, due = (_root(node, nodes) if (node := data.get(name)) else None for name in ("danger", "due"))
    return Outcome(
        id=data["id"].text(),
        kind=kind,
        root=_root(data["root"], nodes),
        area=area.text() if area else None,
        also=tuple(each.named(LANGUAGES) for each in also.entries()) if also else (),
        readings=tuple(
            Reading(_root(each["root"], nodes), each["text"].named(LANGUAGES))
            for each in (readings.entries() if readings else ())
        ),
        danger=danger,
        due=due,
        text=text,
    )


def _retired(data: Field, facts: Sequence[Fact]) -> dict[str, Retired]:
    """The retired facts by id; what an old answer means today must be an answer to a fact that is still asked."""
    known = {fact.id: fact for fact in facts}
    found: dict[str, Retired] = {}
    given = data.get("retired")
    for name in _object(given) if given else {}:
        means: dict[Answer, tuple[str, Answer] | None] = {}
        for each in given[name].entries() if given else ():
            answer = _plain(each["answer"])
            means[answer] = None
            if today := each.get("means"):
                fact, now = today["fact"].text(), _plain(today["answer"])
                if fact not in known or not known[fact].accepts(now):
                    today.fail("an answer to one of the facts")
                means[answer] = (fact, now)
        if name in known:
            data["retired"].fail("an object of facts that are not asked any more")
        found[name] = Retired(means)
    return found


def _plain(data: Field) -> Answer:
    if isinstance(data.value, bool):
        return data.value
    return data.whole() if type(data.value) is int else data.text()
