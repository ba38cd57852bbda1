"""The form of a report: filled in in the browser, looked over there, and printed blank or filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Page, View
from generator.pages.views.parts import Contact, Duty, Link
from generator.pages.views.staff.start import IN_STAFF
from generator.plan import addresses, model


@dataclass(frozen=True)
class Blank:
    """`clause` asks for it, if any does; `ticks` are what may be ticked. `lines` are as many as paper has for it."""

    id: str
    label: str
    help: str
    clause: Link | None
    ticks: Sequence[str]
    lines: int


@dataclass(frozen=True)
class Report(View):
    template = "report.html"
    duty: Duty
    contacts: Sequence[Contact]
    blanks: Sequence[Blank]


def pages(context: Context) -> list[Page]:
    form = context.rules.staff.form
    if form is None:
        return []
    emergency = context.contacts(context.rules.plan.emergency)
    view = Report(context.duties[form.duty], emergency, [_blank(context, blank) for blank in form.blanks])
    page = context.page("report", view, IN_STAFF)
    return [replace(page, address=addresses.REPORT, weight=OVERVIEW, repeats=True)]


def _blank(context: Context, blank: model.Blank) -> Blank:
    facts = [context.checked.facts[name] for name in blank.facts]
    return Blank(
        id=blank.id,
        label=context.say(blank.label),
        help=context.say(blank.help),
        clause=context.clause_link(blank.clause) if blank.clause else None,
        ticks=[context.say(fact.statement or fact.question) for fact in facts],
        lines=blank.lines,
    )
