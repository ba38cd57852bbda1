"""No condition, and not all of them together, is more than the checker reads or can explain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from graphlib import TopologicalSorter
from typing import Any

from checker.bundle import MOST_FACTS, MOST_STEPS, Bundle
from checker.fact import MOST_CLASSES
from checker.mdd import MOST_NODES
from checker.primes import TooManyPrimesError
from generator.logic.conditions import Weight, weigh
from generator.logic.diagram import TooLargeError
from generator.logic.index import Index
from generator.logic.parse import RuleConditions, terms_in
from generator.plan.load import Place, Problem, RulesError

# A condition with its terms opened. Those of a county have some 30 parts.
MOST_PARTS = 1_000
MOST_DEPTH = 100


@contextmanager
def diagrams_at(place: Place) -> Iterator[None]:
    """A diagram that becomes too large in the block is a problem at `place`. Raises RulesError."""
    try:
        yield
    except TooLargeError as error:
        raise RulesError([Problem(place, str(error))]) from None


def weights(index: Index, trees: RuleConditions) -> Iterator[Problem]:
    """No condition becomes too large once its terms are opened. Terms that hold each other twice double each time."""
    of_terms: dict[str, Weight] = {}
    for name in TopologicalSorter({name: terms_in(tree) for name, tree in trees.means.items()}).static_order():
        of_terms[name] = weigh(trees.means[name], of_terms)
    for field, owner, tree in trees.named():
        weight = of_terms[owner] if field == "means" else weigh(tree, of_terms)
        for count, most, what in (
            (weight.parts, MOST_PARTS, "parts"),
            (weight.depth, MOST_DEPTH, "levels"),
            (len(weight.facts), MOST_FACTS, "facts"),
        ):
            if count > most:
                place = index.place(owner) if owner else index.plan_place
                of = f" of {owner}" if owner else ""
                yield Problem(place, f"the `{field}`{of} has too many {what}, terms opened", f"at most {most}")


def size(index: Index, bundle: Mapping[str, Any]) -> Iterator[Problem]:
    """No fact is divided into more classes of answers than the checker reads, nor is the diagram larger."""
    if len(bundle["nodes"]) > MOST_NODES:
        what = "the conditions together make too large a diagram"
        yield Problem(index.plan_place, what, f"at most {MOST_NODES} nodes")
    for fact in bundle["facts"]:
        if len(fact.get("values", ())) > MOST_CLASSES or len(fact.get("cuts", ())) >= MOST_CLASSES:
            what = f"the conditions tell too many answers to {fact['id']!s} apart"
            yield Problem(index.place(fact["id"]), what, f"at most {MOST_CLASSES}")


def ways(index: Index, bundle: Bundle) -> Iterator[Problem]:
    """No condition can be settled in more ways than the checker can look through for reasons."""
    roots = [(outcome.root, f"the `when` of {outcome.id}", index.place(outcome.id)) for outcome in bundle.outcomes]
    roots += [
        (fact.ask_when, f"the `ask_when` of {fact.id}", index.place(fact.id))
        for fact in bundle.facts
        if fact.ask_when is not None
    ]
    roots += [(scope.root, "a `when` of `scope`", index.plan_place) for scope in bundle.scope]
    for root, condition, place in roots:
        try:
            for target in (0, 1):
                bundle.primes.cubes(root, target)
        except TooManyPrimesError as error:
            yield Problem(place, f"{condition} is too intricate: {error}")
        if bundle.primes.steps > MOST_STEPS:
            yield Problem(place, "the conditions up to here are too intricate together")
            return
