"""The way in for staff: in danger first, then which office one is from, and what has happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.pages.views.context import Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Contact, Link
from generator.plan import addresses

IN_STAFF = Nav("duties", 1)


@dataclass(frozen=True)
class Tile:
    """A link to press; `name` is the full name of what it leads to, where the title is what people call it."""

    icon: str
    title: str
    address: str
    name: str = ""


@dataclass(frozen=True)
class Staff(View):
    """`tell`: what those have to do at once who find a child in danger. `others`: the units that no tile leads to."""

    template = "staff.html"
    emergency: Sequence[Contact]
    tell: Link | None
    entrances: Sequence[Tile]
    others: Sequence[Link]
    tiles: Sequence[Tile]
    tools: Sequence[Link]


def page(context: Context) -> Page:
    entrances = [
        Tile(each.icon, context.say(each.title), addresses.first_hour(each.unit), context.unit_link(each.unit).title)
        for each in context.rules.staff.entrances
    ]
    first = {str(each.unit) for each in context.rules.staff.entrances}
    form = context.rules.staff.form
    view = Staff(
        emergency=context.contacts(context.rules.plan.emergency),
        tell=Link(context.duties[form.duty].title, addresses.REPORT) if form else None,
        entrances=entrances,
        others=[
            Link(context.say(unit.name), addresses.first_hour(unit.id))
            for unit in context.rules.units
            if unit.id not in first and unit.id not in context.rules.staff.nobody
        ],
        tiles=list(_tiles(context)),
        tools=list(_tools(context)),
    )
    return context.page("staff", view, IN_STAFF)


def _tiles(context: Context) -> Iterator[Tile]:
    """The cases; then the situations that no case is about, as the questionnaire asks staff about them."""
    rules = context.rules
    for case in rules.cases:
        yield Tile(case.icon, context.say(case.title), addresses.case(case.id))
    told = {str(case.situation) for case in rules.cases}
    for situation in rules.situations:
        if situation.id not in told and (situation.answers or situation.facts):
            address = addresses.asked_by_staff(situation.id, {})
            yield Tile(situation.icon, context.say(situation.title), address)


def _tools(context: Context) -> Iterator[Link]:
    """What is looked up."""
    if context.rules.staff.form:
        yield Link(context.t["report"], addresses.REPORT)
    yield Link(context.t["staff_drills"], addresses.DRILLS)
    if context.rules.staff.training:
        yield Link(context.t["training"], addresses.TRAINING)
    yield Link(context.t["handovers"], addresses.HANDOVERS)
    if context.rules.staff.today:
        yield Link(context.t["news"], addresses.TODAY)
    for name in ("matrix", "duties", "areas", "units", "plan", "terms", "references"):
        yield Link(context.t[name], addresses.page(name))
