"""Pages of the units, each with its duties, and the way in for those who work there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.logic.conditions import Compare, expand, parts
from generator.pages.graph import ACROSS
from generator.pages.views.context import Context
from generator.pages.views.duties import role_of
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Contact, Duty, Link, LinkedText, Review
from generator.plan import addresses, model

IN_UNITS = Nav("duties", 5, "units")


def pages(context: Context) -> list[Page]:
    return [units(context), *(unit(context, entry) for entry in context.rules.units)]


@dataclass(frozen=True)
class Units(View):
    """Those of the responsibility matrix, and all others."""

    template = "units.html"
    matrix: Sequence[LinkedText]
    others: Sequence[LinkedText]


def units(context: Context) -> Page:
    def cards(matrix: bool) -> list[LinkedText]:
        return [
            LinkedText(context.unit_link(unit.id), context.say(unit.about))
            for unit in context.rules.units
            if unit.matrix is matrix
        ]

    return context.page("units", Units(cards(True), cards(False)), IN_UNITS)


@dataclass(frozen=True)
class OwnDuty:
    """A duty of the unit; `notes` is what its line says besides: the time limit, whom to report to, as what it has it.

    `anchors`: names by which older links lead here.
    """

    duty: Duty
    notes: Sequence[str]
    anchors: Sequence[str]


@dataclass(frozen=True)
class Moment:
    """Duties that are to be done alike: at once, regularly, in a case, at all times."""

    id: str
    title: str
    duties: Sequence[OwnDuty]


@dataclass(frozen=True)
class Own:
    """Duties of a unit: all for which the document names it, or all for which it does not."""

    count: int
    moments: Sequence[Moment]


@dataclass(frozen=True)
class InRole:
    title: str
    areas: Sequence[Link]


@dataclass(frozen=True)
class Unit(View):
    """`alone`: whether it has a duty that is not only that of others like it. `first_hour`: where to begin there."""

    template = "unit.html"
    title: str
    about: str
    today: str
    reference: Link | None
    matrix: bool
    roles: Sequence[InRole]
    named: Own
    implied: Own
    alone: bool
    first_hour: str
    receives: Sequence[Duty]
    benefits: Sequence[Link]
    contacts: Sequence[Contact]
    review: Review


def unit(context: Context, unit: model.Unit) -> Page:
    rules = context.rules
    areas = [(role_of(context, area, unit), context.area_link(area)) for area in rules.areas]
    named, implied = borne_by(context, unit)
    given: set[str] = set()
    view = Unit(
        title=context.say(unit.name),
        about=context.say(unit.about),
        today=context.say(unit.today),
        reference=context.reference_link(unit.reference) if unit.reference else None,
        matrix=unit.matrix,
        roles=[
            InRole(context.say(role.title), [link for has, link in areas if has is role]) for role in rules.plan.roles
        ],
        named=_own(context, unit, named, "", given),
        implied=_own(context, unit, implied, "implied-", given),
        alone=any(borne.by[0] == unit.id for borne in named + implied),
        first_hour="" if unit.id in rules.staff.nobody else addresses.first_hour(unit.id),
        receives=[context.duties[duty.id] for _, duty in rules.duties() if unit.id in duty.report_to],
        benefits=[context.benefit_link(benefit) for _, benefit in rules.benefits() if unit.id in benefit.bearers.all()],
        contacts=context.contacts(unit.contacts),
        review=context.review(unit.reviewed),
    )
    return Page(
        addresses.unit(unit.id),
        view,
        view.title,
        context.t["own_described"].replace("{unit}", view.title).replace("{about}", view.about),
        IN_UNITS,
        kind=context.t["search_kind_units"],
        words=tuple(context.language.of(unit.words)),
        source="units.yml",
        repeats=True,
    )


@dataclass(frozen=True)
class Borne:
    """A duty with its area; `by` are the bearers through whom the unit has it: itself, or those it is among."""

    area: str
    duty: model.Duty
    by: Sequence[str]

    @property
    def moment(self) -> str:
        if self.duty.danger_when or self.duty.due_when:
            return "now"
        if self.duty.deadline and self.duty.deadline.regular:
            return "regular"
        if self.duty.when is None:
            return "always"
        return "now" if self.duty.deadline else "case"


def counted(context: Context, owner: str) -> bool:
    """Whether a duty waits until a number has been reached that is more than the first: of days, not an age."""
    if owner not in context.checked.conditions:
        return False
    for part in parts(expand(context.checked.conditions[owner], context.checked.trees.means)):
        if isinstance(part, Compare) and part.operator in ("at_least", "above"):
            fact = context.checked.facts[part.fact]
            first = fact.minimum + (1 if part.operator == "at_least" else 0)
            if fact.called is None and part.number > first:
                return True
    return False


MOMENTS = ("now", "regular", "case", "always")


def borne_by(context: Context, unit: model.Unit) -> tuple[list[Borne], list[Borne]]:
    """The duties for which the document names the unit, or others among whom it is, and those that are implied."""
    named: list[Borne] = []
    implied: list[Borne] = []
    for area, duty in context.rules.duties():
        for bearers, found in ((duty.bearers.explicit, named), (duty.bearers.implied, implied)):
            by = [name for name in (unit.id, *unit.among) if name in bearers]
            if by:
                found.append(Borne(area.id if area else ACROSS, duty, by))
                break
    return named, implied


def _own(context: Context, unit: model.Unit, duties: Sequence[Borne], prefix: str, given: set[str]) -> Own:
    """The duties as the page lists them, danger first. `given`: the anchors that stand on the page already."""

    def urgency(borne: Borne) -> tuple[bool, bool]:
        return not borne.duty.danger_when, not borne.duty.due_when

    def among(bearer: str) -> list[str]:
        return [] if bearer == unit.id else [context.t["own_among"].replace("{text}", context.unit_link(bearer).title)]

    def line(borne: Borne) -> OwnDuty:
        bearers = borne.duty.bearers.all()
        anchors = [f"as-{name}" for name in unit.among if name in bearers]
        anchors += [f"duties-{borne.area}"] if unit.id in bearers else []
        new = [name for name in anchors if name not in given]
        given.update(new)
        duty = context.duties[borne.duty.id]
        return OwnDuty(duty, [*duty.notes, *among(borne.by[0])], new)

    moments = []
    for key in MOMENTS:
        these = sorted((borne for borne in duties if borne.moment == key), key=urgency)
        if these:
            moments.append(Moment(f"{prefix}{key}", context.t[f"own_{key}"], [line(borne) for borne in these]))
    return Own(len(duties), moments)
