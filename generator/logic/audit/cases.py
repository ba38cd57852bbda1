"""The cases that staff meet: each step is one thing, and none that what is known rules out; how a training is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.bundle import Bundle
from checker.evaluate import DOES_NOT_APPLY, Evaluation, known_classes
from generator.logic.audit.requirements import refused
from generator.logic.index import Index
from generator.plan import model
from generator.plan.load import Located, Problem


def cases(index: Index, bundle: Bundle) -> Iterator[Problem]:
    for case in index.rules.cases:
        wrong = list(refused(case.answers, index))
        yield from wrong
        for step in case.steps:
            if (step.duty is None) is (step.outside is None):
                yield Problem(case.id.place, f"a step of {case.id!s} wants either 'duty' or 'outside'")
        if not wrong:
            yield from _ruled_out(case, bundle)


def training(index: Index) -> Iterator[Problem]:
    """Pages that a training names and that there are not, since the rules hold nothing for them."""
    staff = index.rules.staff
    if staff.training is None:
        return
    missing = {name for name, there in (("report", staff.form), ("news", staff.today)) if not there}
    for part in staff.training.parts:
        for name in missing & set(part.pages):
            yield Problem(part.id.place, f"{part.id!s} names the page {name!r}, for which staff.yml has nothing")
    for sheet in staff.training.sheets:
        if sheet.page in missing:
            yield Problem(sheet.text.zh.place, f"the page {sheet.page!r} has nothing to print in staff.yml")


def statuses(case: model.Case, bundle: Bundle) -> Mapping[str, str]:
    """What is known of the case makes of each duty, by its id: whether it applies, or what else has to be known."""
    evaluation = Evaluation(bundle, known_classes(bundle, {str(fact): value for fact, value in case.answers.items()}))
    return {outcome.id: evaluation.judge(outcome) for outcome in bundle.outcomes}


def _ruled_out(case: model.Case, bundle: Bundle) -> Iterator[Problem]:
    """Steps that the rules say are not to be done in this case."""
    found = statuses(case, bundle)
    duties: list[Located] = [step.duty for step in case.steps if step.duty is not None]
    for duty in duties:
        if found[duty] == DOES_NOT_APPLY:
            yield Problem(duty.place, f"{duty!s} does not apply in the case {case.id!s}; the rules say so")
