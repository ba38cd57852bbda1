"""What to ask next, one question or a screen of them: only what can still change something the visitor cares about.

The order is that of the bundle's facts, which is the order of life. What decides whether the case is covered at all
comes first, so that nobody answers thirty questions in vain. An answer of None means "asked, not known": the question
is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.bundle import Bundle
from checker.evaluate import leaves
from checker.explain import Explanation
from checker.fact import Answer, Fact, YesNo
from checker.mdd import NO, OPEN, YES
from checker.outcome import Outcome

STATEMENTS = 10  # at most, on one screen: more than that nobody reads


@dataclass(frozen=True)
class Screen:
    """What is asked at once, by id: statements of which any number may be true, or one fact of any type.

    `ticks`: they are statements, and those that are not ticked are false.
    """

    facts: tuple[str, ...]
    ticks: bool
    sensitive: bool


def relevant(bundle: Bundle, audience: str, topic: str | None = None) -> list[Outcome]:
    """The outcomes a visitor cares about: a family the benefits, a worker duties too; with a topic only its own."""
    kinds = ("benefit",) if audience == "family" else ("benefit", "duty")
    return [o for o in bundle.outcomes if o.kind in kinds and (topic is None or o.area == topic)]


def ranked(explanation: Explanation, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that matter most first: dangers, what runs out, what the answers brought in, what every child has."""
    return sorted(outcomes, key=explanation.place)


def open_facts(explanation: Explanation, outcomes: Iterable[Outcome]) -> list[int]:
    """The unknown facts that can still change the scope, an outcome or its place among the results, in asking order.

    None of them can once the case is known to be outside of the scope.
    """
    scopes = explanation.bundle.scope
    if any(explanation.evaluation.reach(each.root) == YES for each in scopes):
        return []
    scope = set[int]().union(*(explanation.find(each.root).needs for each in scopes))
    evaluation = explanation.evaluation
    rest = set[int]().union(*(explanation.find(root).needs for root in {outcome.root for outcome in outcomes}))
    for outcome in outcomes:  # what is a danger, or runs out, comes first: that is worth a question too
        for node in (outcome.danger, outcome.due):
            if node is not None and evaluation.reach(node) == OPEN and evaluation.reach(outcome.root) != NO:
                rest.update(evaluation.needs(node))
    # Who is asked for them comes first: an orphan's aunt is not asked whether the parents work away.
    for fact, ask_when, _ in reversed(explanation.bundle.presumed):
        if fact in rest:
            rest.update(evaluation.needs(ask_when))
    return sorted(scope) + sorted(rest - scope)


def next_question(
    explanation: Explanation, still_open: Iterable[int], answers: Mapping[str, Answer | None]
) -> str | None:
    """The id of the fact to ask next, or None if nothing that can be asked would change anything.

    `still_open`: see `open_facts`. A fact whose `ask_when` is still open waits for the facts that decide it, if one of
    those can be asked.
    """
    bundle, evaluation = explanation.bundle, explanation.evaluation
    candidates = [fact for fact in still_open if bundle.facts[fact].id not in answers]
    askable = set(candidates)
    for fact in candidates:
        ask_when = bundle.facts[fact].ask_when
        reach = YES if ask_when is None else evaluation.reach(ask_when)
        if reach == YES:
            return bundle.facts[fact].id
        if ask_when is not None and reach == OPEN:
            first = next((f for f in evaluation.needs(ask_when) if f in askable), fact)
            return bundle.facts[first].id
    return bundle.facts[candidates[0]].id if candidates else None


def screens(
    explanation: Explanation,
    still_open: Iterable[int],
    answers: Mapping[str, Answer | None],
    first: Sequence[str] = (),
) -> list[Screen]:
    """What to ask next at once, and after it, as far as it is known now; empty if nothing would change anything.

    Each statement can change something by itself. What may end the interview is asked before all else and alone; then
    the facts that are to come `first`, what is asked alone, the other statements, so that a list holds more of them,
    and what is sensitive.
    """
    bundle = explanation.bundle
    scope = set[str]().union(*(bundle.support(each.root) for each in bundle.scope))

    def place(fact: Fact) -> int:
        if fact.id in scope:
            return -1
        if fact.id in first:
            return first.index(fact.id)
        return len(first) + (2 if fact.sensitive else int(isinstance(fact, YesNo)))

    def kind(fact: Fact) -> tuple[bool, bool]:
        return fact.sensitive, fact.sensitive and fact.id in first  # who comes for one such thing is spared the others

    order = sorted(map(bundle.facts.__getitem__, still_open), key=place)
    waiting = [fact for fact in order if fact.id not in answers and _sensible(fact, explanation)]
    if not waiting:
        last = next_question(explanation, [bundle.index[fact.id] for fact in order], answers)
        return [] if last is None else [Screen((last,), ticks=False, sensitive=bundle.fact(last).sensitive)]
    found = []
    while waiting:
        head = waiting[0]
        together = [
            fact.id for fact in waiting if isinstance(fact, YesNo) and kind(fact) == kind(head) and fact.id not in scope
        ]
        ticks = head.id in together
        found.append(Screen(tuple(together[:STATEMENTS]) if ticks else (head.id,), ticks, head.sensitive))
        waiting = [fact for fact in waiting if fact.id not in found[-1].facts]
    return found


def _sensible(fact: Fact, explanation: Explanation) -> bool:
    """Whether it makes sense to ask, as if no statement were true that can be ticked beside it or comes last."""
    if fact.ask_when is None:
        return True
    bundle, known = explanation.bundle, list(explanation.evaluation.known)
    for i, other in enumerate(bundle.facts):
        beside = isinstance(fact, YesNo) and other.sensitive == fact.sensitive
        if known[i] < 0 and isinstance(other, YesNo) and (beside or other.sensitive > fact.sensitive):
            known[i] = 0
    return leaves(bundle, fact.ask_when, known) == YES
