"""Conditions as the rule files write them → trees: one (`parse`), or all that the rules hold (`parse_rules`).

The six forms: a fact or term by name · {not: C} · {all: [C…]} · {any: [C…]} · {fact: value} or {fact: [values]} ·
{fact: {at_least | at_most | below | above: n}}. What other forms can say is rewritten here, as {fact: false} is into
{not: fact}, so that nothing else hears of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.fact import Fact
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, Term, expand, parts
from generator.logic.domain import domain
from generator.logic.index import Index
from generator.plan import lookalikes, model
from generator.plan.folder import nearest, place_of
from generator.plan.load import Place, Problem, Problems, RulesError

OPERATORS = ("at_least", "at_most", "below", "above")
FORMS = ("not", "all", "any")


@dataclass(frozen=True)
class RuleConditions:
    """All conditions of the rules, under the field of the rule files that holds them, by the id of its entry.

    `scope` holds those of plan.yml, and `readings` those of an outcome or a term, in the order of the files.
    """

    when: Mapping[str, Condition]
    means: Mapping[str, Condition]
    ask_when: Mapping[str, Condition]
    danger_when: Mapping[str, Condition]
    due_when: Mapping[str, Condition]
    readings: Mapping[str, Sequence[Condition]]
    scope: Sequence[Condition]

    def named(self) -> Iterator[tuple[str, str, Condition]]:
        """Every condition with the name of its field and the id of its entry, which is empty for the scope."""
        for field in ("means", "when", "ask_when", "danger_when", "due_when"):
            for owner, tree in getattr(self, field).items():
                yield field, owner, tree
        yield from (("readings", owner, tree) for owner, trees in self.readings.items() for tree in trees)
        yield from (("scope", "", tree) for tree in self.scope)

    def expanded(self) -> RuleConditions:
        """The same with every term replaced by its meaning."""

        def each(trees: Iterable[Condition]) -> list[Condition]:
            return [expand(tree, self.means) for tree in trees]

        def by_owner(trees: Mapping[str, Condition]) -> dict[str, Condition]:
            return dict(zip(trees, each(trees.values()), strict=True))

        return RuleConditions(
            by_owner(self.when),
            by_owner(self.means),
            by_owner(self.ask_when),
            by_owner(self.danger_when),
            by_owner(self.due_when),
            {owner: each(trees) for owner, trees in self.readings.items()},
            each(self.scope),
        )


def parse_rules(index: Index) -> RuleConditions:
    """Every condition of the rules. Raises RulesError, also if a term is defined through itself."""
    problems = Problems()

    def read(data: object, place: Place) -> Iterator[Condition]:
        """The tree, unless something is wrong with it."""
        with problems.collect():
            yield parse(data, index.facts, index.terms, place)

    def field(entries: Mapping[str, Any], name: str) -> dict[str, Condition]:
        filled = {owner: entry for owner, entry in entries.items() if getattr(entry, name) is not None}
        return {owner: tree for owner, entry in filled.items() for tree in read(getattr(entry, name), entry.id.place)}

    trees = RuleConditions(
        when=field(index.acts, "when"),
        means=field(index.terms, "means"),
        ask_when=field(index.facts, "ask_when"),
        danger_when=field(index.acts, "danger_when"),
        due_when=field(index.acts, "due_when"),
        readings={
            owner: [tree for reading in entry.readings for tree in read(reading.when, entry.id.place)]
            for owner, entry in [*index.terms.items(), *index.acts.items()]
        },
        scope=[tree for entry in index.rules.plan.scope for tree in read(entry.when, index.plan_place)],
    )
    problems.extend(
        Problem(index.place(name), f"the term {name} is defined through itself") for name in _circular(trees.means)
    )
    problems.finish()
    return trees


def terms_in(tree: Condition) -> set[str]:
    """The terms that the condition names, not those in their meanings."""
    return {part.name for part in parts(tree) if isinstance(part, Term)}


def _circular(meanings: Mapping[str, Condition]) -> Iterator[str]:
    """The terms whose meaning leads back to them."""
    uses = {name: terms_in(tree) for name, tree in meanings.items()}
    for name in uses:
        reached: set[str] = set()
        stack = [name]
        while stack:
            new = uses.get(stack.pop(), set()) - reached
            reached |= new
            stack += new
        if name in reached:
            yield name


def parse(data: object, facts: Mapping[str, model.Fact], terms: Mapping[str, model.Term], place: Place) -> Condition:
    """The tree of `data`, which stands at `place`. Raises RulesError with all that is wrong, and where."""

    def inner(value: object, at: Place) -> Condition:
        return parse(value, facts, terms, at)

    if isinstance(data, str):
        return _named(data, facts, terms, place_of(data, place))
    if not isinstance(data, dict) or len(data) != 1:
        raise _wrong(place, "a condition is one name or a mapping with exactly one key", "not, all, any or a fact")
    [(key, value)] = data.items()
    at = place_of(key, place)
    if key == "not":
        return Not(inner(value, at))
    if key in ("all", "any"):
        return (AllOf if key == "all" else AnyOf)(_several(key, value, at, inner))
    if key not in facts:
        raise _wrong(at, f"{str(key)!r} is not a fact", near=nearest(key, [*facts, *FORMS]))
    test = _comparison if isinstance(value, dict) else _values
    return test(domain(facts[key]), value, at)


def _wrong(at: Place, what: str, accepted: str = "", near: str = "") -> RulesError:
    return RulesError([Problem(at, what, accepted, near)])


def _named(name: str, facts: Mapping[str, model.Fact], terms: Mapping[str, model.Term], at: Place) -> Condition:
    if name in terms:
        if terms[name].means is None:
            raise _wrong(at, f"the term {name!r} has no meaning to test (it is a definition only)")
        return Term(str(name))
    if name not in facts:
        what = lookalikes.blamed(f"{name!r} is neither a fact nor a term", name)
        raise _wrong(at, what, near=nearest(name, [*facts, *terms]))
    fact = domain(facts[name])
    if not fact.accepts(True):
        raise _wrong(at, f"{name!r} is not a yes/no fact: compare it with a value", fact.accepted)
    return Is(str(name), (True,))


def _several(form: str, value: object, at: Place, inner: Callable[[object, Place], Condition]) -> tuple[Condition, ...]:
    """The conditions of a list, with the errors of all."""
    if not isinstance(value, list) or not value:
        raise _wrong(at, f"{form!r} wants a list of conditions")
    problems = Problems()
    trees = []
    for part in value:
        with problems.collect():
            trees.append(inner(part, at))
    problems.finish()
    return tuple(trees)


def _comparison(fact: Fact, value: Mapping[Any, Any], at: Place) -> Condition:
    name = fact.id
    if not fact.ordered:
        raise _wrong(at, f"{name!r} is not a number, so it has no order", fact.accepted)
    if len(value) != 1:
        raise _wrong(at, f"{name!r} wants exactly one comparison", ", ".join(OPERATORS))
    [(operator, number)] = value.items()
    at = place_of(operator, at)
    if operator not in OPERATORS:
        near = nearest(operator, OPERATORS)
        raise _wrong(at, f"{str(operator)!r} is not a comparison", ", ".join(OPERATORS), near)
    if not isinstance(number, int) or isinstance(number, bool):
        raise _wrong(at, f"{operator} wants a whole number")
    return Compare(name, str(operator), number)


def _values(fact: Fact, value: object, at: Place) -> Condition:
    name = fact.id
    values: list[Any] = value if isinstance(value, list) else [value]
    if not values:
        raise _wrong(at, f"{name!r} wants at least one value", fact.accepted)
    for one in values:
        if not fact.accepts(one):
            what = lookalikes.blamed(f"{one!r} is not a value of {name!r}", one)
            near = nearest(str(one), fact.values)
            raise _wrong(place_of(one, at), what, fact.accepted, near)
    if len(set(values)) == fact.size:
        raise _wrong(at, f"{name!r} may have any of these values, so this says nothing")
    if isinstance(values[0], bool):
        test = Is(name, (True,))
        return test if values[0] else Not(test)
    return Is(name, tuple(str(one) if isinstance(one, str) else one for one in values))
