"""What somebody who is new at a unit learns first: its duties as they come due, and who hands what to whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from generator.logic.handovers import Handover, handovers
from generator.pages.layout import ems
from generator.pages.views.context import Context
from generator.pages.views.duties import role_of
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Duty, Link
from generator.pages.views.staff.start import IN_STAFF
from generator.pages.views.units import MOMENTS, Borne, borne_by, counted
from generator.plan import addresses, model

MISTAKES = 3
LINES = 6  # of a sheet, in one of its two columns, beyond which paper does not say all that sets a duty off
COLUMN = 24  # characters of Chinese in a line of it, which take as much room as twice as many letters
IN_FIRST_HOURS = Nav(IN_STAFF.section, IN_STAFF.order, "first_hours")


@dataclass(frozen=True)
class InRole:
    """The areas for which the unit is responsible in one way, each with all who are besides."""

    title: str
    areas: Sequence[tuple[Link, Sequence[Link]]]


@dataclass(frozen=True)
class Due:
    """Duties that come due alike."""

    id: str
    title: str
    duties: Sequence[Duty]


@dataclass(frozen=True)
class Passed:
    """What passes to or from `other`: `duty` is done by whoever gives, `then` taken up by whoever takes."""

    kind: str
    other: Sequence[Link]
    duty: Link
    then: Link | None


@dataclass(frozen=True)
class Wrong:
    wrong: str
    right: str


@dataclass(frozen=True)
class FirstHour(View):
    """`count`: the duties for which the document names the unit, or those among whom it is.

    Of all others, `implied_count` in number, the `pressing` ones have a time limit. `long`: the duties of
    which paper has no room for all that sets them off.
    """

    template = "first_hour.html"
    title: str
    unit: Link
    roles: Sequence[InRole]
    count: int
    due: Sequence[Due]
    implied_count: int
    pressing: Sequence[Duty]
    takes: Sequence[Passed]
    gives: Sequence[Passed]
    mistakes: Sequence[Wrong]
    cases: Sequence[Link]
    long: Collection[str]


def pages(context: Context) -> list[Page]:
    nobody = context.rules.staff.nobody
    passed = handovers(context.rules)
    return [first_hour(context, unit, passed) for unit in context.rules.units if unit.id not in nobody]


def first_hour(context: Context, unit: model.Unit, passed: Sequence[Handover]) -> Page:
    named, implied = borne_by(context, unit)
    name = context.say(unit.name)
    own = {str(unit.id), *map(str, unit.among)}
    mine = {str(borne.duty.id) for borne in named + implied}
    due = _due(context, named)
    view = FirstHour(
        title=context.t["first_hour_of"].replace("{unit}", name),
        unit=context.unit_link(unit.id),
        roles=_roles(context, unit),
        count=len(named),
        due=due,
        implied_count=len(implied),
        pressing=[duty for due in _due(context, implied) for duty in due.duties if duty.limit],
        takes=[_passed(context, each, each.givers) for each in passed if _between(each.takers, each.givers, own, unit)],
        gives=[_passed(context, each, each.takers) for each in passed if _between(each.givers, each.takers, own, unit)],
        mistakes=_mistakes(context, unit, named + implied),
        cases=[
            Link(context.say(case.title), addresses.case(case.id))
            for case in context.rules.cases
            if mine & {str(step.duty) for step in case.steps}
        ],
        long={duty.id for each in due for duty in each.duties if ems(duty.when_line or duty.trigger) > LINES * COLUMN},
    )
    lead = context.t["first_hour_lead"].replace("{unit}", name)
    page = Page(addresses.first_hour(unit.id), view, view.title, lead, IN_FIRST_HOURS, source="units.yml")
    return replace(page, searched=False)


def _roles(context: Context, unit: model.Unit) -> list[InRole]:
    def others(area: model.AreaFile) -> list[Link]:
        return context.unit_links(name for entry in area.responsible for name in entry.units if name != unit.id)

    has = [(role_of(context, area, unit), (context.area_link(area), others(area))) for area in context.rules.areas]
    found = [(role, [area for held, area in has if held is role]) for role in context.rules.plan.roles]
    return [InRole(context.say(role.title), areas) for role, areas in found if areas]


def _due(context: Context, duties: Sequence[Borne]) -> list[Due]:
    """Danger first; then at once, once days have passed, again and again, when it comes up, at all times."""

    def moment(borne: Borne) -> str:
        late = counted(context, borne.duty.id) and not borne.duty.danger_when
        return "days" if late and borne.moment in ("now", "case") else borne.moment

    found = []
    for key in (MOMENTS[0], "days", *MOMENTS[1:]):
        these = sorted((each for each in duties if moment(each) == key), key=lambda each: not each.duty.danger_when)
        if these:
            found.append(Due(key, context.t[f"own_{key}"], [context.duties[each.duty.id] for each in these]))
    return found


def _between(mine: Sequence[str], theirs: Sequence[str], own: set[str], unit: model.Unit) -> bool:
    """Whether it is the unit's own, and somebody else's as well. A unit hands nothing to itself."""
    return bool(own & set(mine)) and unit.id not in theirs


def _passed(context: Context, handover: Handover, other: Sequence[str]) -> Passed:
    then = context.duty_link(handover.then) if handover.then else None
    return Passed(handover.kind, context.unit_links(other), context.duty_link(handover.duty), then)


def _mistakes(context: Context, unit: model.Unit, duties: Sequence[Borne]) -> list[Wrong]:
    """The first that concern it: those about duties that it is named for itself before those it shares with many."""
    near = {str(borne.duty.id): _distance(borne, unit) for borne in duties}
    found = [
        (min(near[duty] for duty in mistake.duties if duty in near), mistake)
        for mistake in context.rules.staff.mistakes
        if not near.keys().isdisjoint(mistake.duties)
    ]
    found.sort(key=lambda pair: pair[0])
    return [Wrong(context.say(mistake.wrong), context.say(mistake.right)) for _, mistake in found[:MISTAKES]]


def _distance(borne: Borne, unit: model.Unit) -> int:
    if unit.id in borne.duty.bearers.explicit:
        return 0
    return 1 if unit.id in borne.duty.bearers.implied else 2
