"""The cases that staff meet: each step is one thing, and none that what is known rules out."""

from __future__ import annotations

from collections.abc import Iterator

from checker.bundle import Bundle
from checker.evaluate import DOES_NOT_APPLY, Evaluation, known_classes
from generator.logic.domain import domain
from generator.logic.index import Index
from generator.plan import model
from generator.plan.load import Located, Problem


def cases(index: Index, bundle: Bundle) -> Iterator[Problem]:
    for case in index.rules.cases:
        wrong = list(_answers(case, index))
        yield from wrong
        for step in case.steps:
            if (step.duty is None) is (step.outside is None):
                yield Problem(case.id.place, f"a step of {case.id!s} wants either 'duty' or 'outside'")
        if not wrong:
            yield from _ruled_out(case, bundle)


def _answers(case: model.Case, index: Index) -> Iterator[Problem]:
    for name, answer in case.answers.items():
        fact = domain(index.facts[name])
        if not fact.accepts(answer):
            yield Problem(case.id.place, f"{answer!r} is not an answer to {name!s}", fact.accepted)


def _ruled_out(case: model.Case, bundle: Bundle) -> Iterator[Problem]:
    """Steps that the rules say are not to be done in this case."""
    evaluation = Evaluation(bundle, known_classes(bundle, {str(fact): value for fact, value in case.answers.items()}))
    never = {outcome.id for outcome in bundle.outcomes if evaluation.judge(outcome) == DOES_NOT_APPLY}
    duties: list[Located] = [step.duty for step in case.steps if step.duty is not None]
    for duty in duties:
        if duty in never:
            yield Problem(duty.place, f"{duty!s} does not apply in the case {case.id!s}; the rules say so")
