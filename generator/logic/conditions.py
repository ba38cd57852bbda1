"""Conditions as small trees, their base forms, and what can be done with a tree whatever it is about.

`parse` reads them from YAML and rewrites there what can be said in these forms. Nothing here evaluates: `diagram`
compiles a tree for that. Whatever looks into trees goes by `children` and `with_children`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


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


def children(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that this one joins; none of a test or a term."""
    match condition:
        case Not(part):
            return (part,)
        case AllOf(inner) | AnyOf(inner):
            return inner
    return ()


def with_children(condition: Condition, inner: Sequence[Condition]) -> Condition:
    """The condition joining others in the place of its children."""
    match condition:
        case Not():
            [part] = inner
            return Not(part)
        case AllOf() | AnyOf():
            return type(condition)(tuple(inner))
    return condition


def parts(condition: Condition) -> Iterator[Condition]:
    """The condition and everything inside it, terms not opened."""
    yield condition
    for child in children(condition):
        yield from parts(child)


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
    inner = [weigh(child, terms) for child in children(condition)]
    return Weight(
        1 + sum(weight.parts for weight in inner),
        1 + max(weight.depth for weight in inner),
        frozenset().union(*(weight.facts for weight in inner)),
    )


def expand(condition: Condition, meanings: Mapping[str, Condition]) -> Condition:
    """The condition with every term replaced by its meaning."""
    if isinstance(condition, Term):
        return expand(meanings[condition.name], meanings)
    return with_children(condition, [expand(child, meanings) for child in children(condition)])


def without_a_part(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Each part that could be left out of a list in the condition, with the condition that leaves it out."""
    if isinstance(condition, Is) and len(condition.values) > 1:
        for value in condition.values:
            others = tuple(other for other in condition.values if other != value)
            yield Is(condition.fact, (value,)), Is(condition.fact, others)
    inner = children(condition)
    for i, child in enumerate(inner):
        before, after = inner[:i], inner[i + 1 :]
        if before or after:
            yield child, with_children(condition, before + after)
        for left_out, rest in without_a_part(child):
            yield left_out, with_children(condition, (*before, rest, *after))


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
