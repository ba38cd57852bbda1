"""A training in a few hours: what is done one after the other, with which cases, drills and pages; what to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Page, View
from generator.pages.views.parts import Link
from generator.pages.views.staff.cases import Step, steps
from generator.pages.views.staff.first_hour import Wrong
from generator.pages.views.staff.start import IN_STAFF
from generator.plan import addresses, model


@dataclass(frozen=True)
class Told:
    """A case, and what whoever leads the training knows of it."""

    link: Link
    steps: Sequence[Step]


@dataclass(frozen=True)
class Part:
    """`drill`: the set of questions that is asked in it, if any is."""

    id: str
    title: str
    minutes: int
    do: Sequence[str]
    cases: Sequence[Told]
    drill: Link | None
    pages: Sequence[Link]
    mistakes: Sequence[Wrong]


@dataclass(frozen=True)
class Training(View):
    """`minutes` are those of all parts. `sheets`: what is printed, and what is said of it."""

    template = "training.html"
    minutes: int
    agenda: Sequence[Part]
    sheets: Sequence[tuple[Link, str]]


def pages(context: Context) -> list[Page]:
    training = context.rules.staff.training
    if training is None:
        return []
    view = Training(
        minutes=sum(part.minutes for part in training.parts),
        agenda=[_part(context, part) for part in training.parts],
        sheets=[(_link(context, sheet.page), context.say(sheet.text)) for sheet in training.sheets],
    )
    return [
        replace(context.page("training", view, IN_STAFF), address=addresses.TRAINING, weight=OVERVIEW, repeats=True)
    ]


def _part(context: Context, part: model.TrainingPart) -> Part:
    cases = {str(case.id): case for case in context.rules.cases}
    return Part(
        id=part.id,
        title=context.say(part.title),
        minutes=part.minutes,
        do=context.says(part.do),
        cases=[_told(context, cases[name]) for name in part.cases],
        drill=_drill(context, part.set) if part.set else None,
        pages=[_link(context, page) for page in part.pages],
        mistakes=[
            Wrong(context.say(mistake.wrong), context.say(mistake.right))
            for mistake in context.rules.staff.mistakes[: part.mistakes]
        ],
    )


def _told(context: Context, case: model.Case) -> Told:
    return Told(Link(context.say(case.title), addresses.case(case.id)), steps(context, case))


def _drill(context: Context, number: int) -> Link:
    return Link(context.t["training_set"].replace("{n}", str(number)), addresses.drill(number))


def _link(context: Context, page: model.StaffPage) -> Link:
    own = {
        "report": addresses.REPORT,
        "drills": addresses.DRILLS,
        "handovers": addresses.HANDOVERS,
        "news": addresses.TODAY,
    }
    return Link(context.t[page], own.get(page) or addresses.page(page))
