"""What staff do when they meet something: the duties that follow one another, with what is said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checker.evaluate import APPLIES
from generator.logic.audit.cases import statuses
from generator.pages.views.context import Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Bearers, Contact, Later, Link
from generator.pages.views.staff.start import IN_STAFF
from generator.pages.views.staff.swimlanes import Lanes, Turn, drawn
from generator.plan import addresses, model

IN_CASES = Nav(IN_STAFF.section, IN_STAFF.order, "cases")


@dataclass(frozen=True)
class Step:
    """`when` is told where the case alone does not set the duty off; `outside` is what other law says, and no duty."""

    title: str
    address: str
    say: str
    when: str
    who: Bearers | None
    limit: str
    tell: Sequence[Link]
    evidence: str
    clauses: Sequence[Link]
    outside: Later | None


@dataclass(frozen=True)
class Case(View):
    """`write`: what a report on it has to hold, if one of the steps is a report; `form` is where it is written."""

    template = "case.html"
    title: str
    icon: str
    words: str
    danger: str
    contacts: Sequence[Contact]
    silent: str
    steps: Sequence[Step]
    picture: Lanes
    say: str
    write: Sequence[str]
    form: str
    check: str


def pages(context: Context) -> list[Page]:
    return [case(context, entry) for entry in context.rules.cases]


def case(context: Context, case: model.Case) -> Page:
    situations = {str(each.id): each for each in context.rules.situations}
    situation = situations.get(str(case.situation))
    alarm = case.danger or (situation.danger if situation else None)
    form = context.rules.staff.form
    reported = form is not None and any(step.duty == form.duty for step in case.steps)
    taken = steps(context, case)
    view = Case(
        title=context.say(case.title),
        icon=case.icon,
        words=context.say(case.words),
        danger=context.say(alarm.do) if alarm else "",
        contacts=context.contacts(alarm.contacts) if alarm else [],
        silent=context.say(case.silent),
        steps=taken,
        picture=drawn([_turn(step) for step in taken]),
        say=context.say(case.say),
        write=[context.say(blank.label) for blank in form.blanks if blank.clause] if form and reported else [],
        form=addresses.REPORT if reported else "",
        check=addresses.asked_by_staff(case.situation, {str(fact): answer for fact, answer in case.answers.items()}),
    )
    page = Page(addresses.case(case.id), view, view.title, view.words, IN_CASES, source="cases.yml")
    return replace(page, searched=False, icon=case.icon)


def steps(context: Context, case: model.Case) -> list[Step]:
    """What is done in the case, one after the other."""
    found = statuses(case, context.checked.compiled)
    return [_step(context, step, found) for step in case.steps]


def _step(context: Context, step: model.Step, found: Mapping[str, str]) -> Step:
    if step.duty is None:
        assert step.outside is not None  # the audit has seen to it
        [law] = context.later([step.outside])
        return Step(context.say(step.outside.text), "", context.say(step.say), "", None, "", [], "", [], law)
    duty = context.duties[step.duty]
    return Step(
        title=duty.title,
        address=duty.address,
        say=context.say(step.say),
        when=duty.when_line if found[step.duty] != APPLIES else "",
        who=duty.bearers,
        limit=duty.limit,
        tell=duty.report_to,
        evidence=duty.evidence,
        clauses=duty.clauses,
        outside=None,
    )


def _turn(step: Step) -> Turn:
    who = [*step.who.explicit, *step.who.implied] if step.who else []
    return Turn(step.title, [link.title for link in who], [link.title for link in step.tell])
