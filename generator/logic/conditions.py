"""Conditions: six forms of YAML → a small tree, and from the tree the words and the facts that it speaks of.

`parse` accepts a fact or term by name · {not: C} · {all: [C…]} · {any: [C…]} · {fact: value} or {fact: [values]} ·
{fact: {at_least | at_most | below | above: n}}. Nothing here evaluates: `diagram` compiles the tree for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.plan import lookalikes, model
from generator.plan.folder import nearest, place_of
from generator.plan.load import Place, Problem

OPERATORS = ("at_least", "at_most", "below", "above")
FORMS = ("not", "all", "any")


@dataclass(frozen=True)
class Is:
    """The fact has one of these values (`True`, an integer or the name of a choice)."""

    fact: str
    values: tuple[bool | int | str, ...]


@dataclass(frozen=True)
class Compare:
    """The number fact stands in this relation to `number`."""

    fact: str
    operator: str
    number: int


@dataclass(frozen=True)
class Term:
    """A shared notion by name; its meaning is in terms.yml."""

    name: str


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


Condition = Is | Compare | Term | Not | AllOf | AnyOf


def parse(
    data: Any,
    facts: Mapping[str, model.Fact],
    terms: Mapping[str, model.Term],
    place: Place,
    problems: list[Problem],
) -> Condition | None:
    """The tree of `data`, or None after adding to `problems` what is wrong and where. `place`: where `data` stands."""

    def fail(what: str, at: Place, accepted: str = "", near: str = "") -> Condition | None:
        problems.append(Problem(at, what, accepted, near))
        return None

    if isinstance(data, str):
        at = place_of(data, place)
        if data in terms:
            if terms[data].means is None:
                return fail(f"the term {data!r} has no meaning to test (it is a definition only)", at)
            return Term(str(data))
        if data in facts:
            if facts[data].type != "boolean":
                return fail(f"{data!r} is not a yes/no fact: compare it with a value", at, accepted(facts[data]))
            return Is(str(data), (True,))
        what = lookalikes.blamed(f"{data!r} is neither a fact nor a term", data)
        return fail(what, at, near=nearest(data, [*facts, *terms]))
    if not isinstance(data, dict) or len(data) != 1:
        return fail("a condition is one name or a mapping with exactly one key", place, "not, all, any or a fact")
    [(key, value)] = data.items()
    at = place_of(key, place)
    if key == "not":
        part = parse(value, facts, terms, at, problems)
        return Not(part) if part else None
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            return fail(f"{key!r} wants a list of conditions", at)
        parts = tuple(parse(part, facts, terms, at, problems) for part in value)
        if any(part is None for part in parts):
            return None
        return (AllOf if key == "all" else AnyOf)(parts)  # type: ignore[arg-type]
    if key not in facts:
        return fail(f"{str(key)!r} is not a fact", at, near=nearest(key, [*facts, *FORMS]))
    return _test(facts[key], value, at, fail)


def _test(fact: model.Fact, value: Any, at: Place, fail: Callable[..., Condition | None]) -> Condition | None:
    name = str(fact.id)
    if isinstance(value, dict):
        if fact.type != "integer":
            return fail(f"{name!r} is not a number, so it has no order", at, accepted(fact))
        if len(value) != 1:
            return fail(f"{name!r} wants exactly one comparison", at, ", ".join(OPERATORS))
        [(operator, number)] = value.items()
        if operator not in OPERATORS:
            return fail(
                f"{str(operator)!r} is not a comparison",
                place_of(operator, at),
                ", ".join(OPERATORS),
                nearest(operator, OPERATORS),
            )
        if not isinstance(number, int) or isinstance(number, bool):
            return fail(f"{operator} wants a whole number", place_of(operator, at))
        return Compare(name, str(operator), number)
    values = value if isinstance(value, list) else [value]
    if not values:
        return fail(f"{name!r} wants at least one value", at, accepted(fact))
    for one in values:
        if not accepts(fact, one):
            choices = [choice.id for choice in fact.values]
            return fail(
                lookalikes.blamed(f"{one!r} is not a value of {name!r}", one),
                place_of(one, at),
                accepted(fact),
                nearest(str(one), choices),
            )
    if len(set(values)) == size(fact):
        return fail(f"{name!r} may have any of these values, so this says nothing", at)
    if fact.type == "boolean":
        test = Is(name, (True,))
        return test if values[0] else Not(test)
    return Is(name, tuple(str(v) if isinstance(v, str) else v for v in values))


def accepts(fact: model.Fact, value: object) -> bool:
    """Whether `value` is a possible answer to `fact`."""
    if fact.type == "boolean":
        return isinstance(value, bool)
    if fact.type == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and fact.minimum <= value and (fact.maximum is None or value <= fact.maximum)  # type: ignore[operator]
    return any(value == choice.id for choice in fact.values)


def size(fact: model.Fact) -> int | None:
    """How many answers are possible; None if there is no end to them."""
    if fact.type == "boolean":
        return 2
    if fact.type == "integer":
        return None if fact.maximum is None else fact.maximum - fact.minimum + 1
    return len(fact.values)


def accepted(fact: model.Fact) -> str:
    """What may be answered, for an error message."""
    if fact.type == "boolean":
        return "true, false"
    if fact.type == "integer":
        return f"a whole number from {fact.minimum}" + (f" to {fact.maximum}" if fact.maximum is not None else "")
    return ", ".join(choice.id for choice in fact.values)


def parts(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, terms not opened."""
    yield condition
    if isinstance(condition, Not):
        yield from parts(condition.part)
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.parts:
            yield from parts(part)


@dataclass(frozen=True)
class Weight:
    """How large a condition is with its terms opened: its parts, how deep they nest, and the facts it speaks of."""

    parts: int = 1
    depth: int = 1
    facts: frozenset[str] = frozenset()


def weigh(condition: Condition, terms: Mapping[str, Weight]) -> Weight:
    """The weight of a condition, given those of the terms in it; no term is opened for it."""
    match condition:
        case Is(fact) | Compare(fact):
            return Weight(facts=frozenset({fact}))
        case Term(name):
            return terms[name]
        case Not(part):
            inner = [weigh(part, terms)]
        case AllOf(several) | AnyOf(several):
            inner = [weigh(part, terms) for part in several]
    return Weight(
        1 + sum(each.parts for each in inner),
        1 + max(each.depth for each in inner),
        frozenset().union(*(each.facts for each in inner)),
    )


def expand(condition: Condition, meanings: Mapping[str, Condition]) -> Condition:
    """The condition with every term replaced by its meaning."""
    match condition:
        case Term(name):
            return expand(meanings[name], meanings)
        case Not(part):
            return Not(expand(part, meanings))
        case AllOf(inner):
            return AllOf(tuple(expand(part, meanings) for part in inner))
        case AnyOf(inner):
            return AnyOf(tuple(expand(part, meanings) for part in inner))
    return condition


def without_a_part(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Each part that could be left out of a list in the condition, with the condition that leaves it out."""
    match condition:
        case Is(fact, values):
            for value in values if len(values) > 1 else ():
                yield Is(fact, (value,)), Is(fact, tuple(other for other in values if other != value))
        case Not(part):
            for left_out, rest in without_a_part(part):
                yield left_out, Not(rest)
        case AllOf(inner) | AnyOf(inner):
            for i, part in enumerate(inner):
                if len(inner) > 1:
                    yield part, type(condition)((*inner[:i], *inner[i + 1 :]))
                for left_out, rest in without_a_part(part):
                    yield left_out, type(condition)((*inner[:i], rest, *inner[i + 1 :]))


def written(condition: Condition) -> str:
    """The condition as the rules write it, on one line."""
    match condition:
        case Term(name):
            return name
        case Is(fact, (True,)):
            return fact
        case Is(fact, values):
            said = [str(value).lower() for value in values]
            return f"{{{fact}: {said[0] if len(said) == 1 else '[' + ', '.join(said) + ']'}}}"
        case Compare(fact, operator, number):
            return f"{{{fact}: {{{operator}: {number}}}}}"
        case Not(part):
            return f"{{not: {written(part)}}}"
        case AllOf(inner) | AnyOf(inner):
            form = "all" if isinstance(condition, AllOf) else "any"
            return f"{{{form}: [{', '.join(map(written, inner))}]}}"
    raise TypeError(condition)


def names(condition: Condition) -> set[str]:
    """The facts and terms that the condition names."""
    tests = (part for part in parts(condition) if isinstance(part, (Is, Compare, Term)))
    return {test.name if isinstance(test, Term) else test.fact for test in tests}
