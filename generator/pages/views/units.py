"""Pages of the units, each with its duties, and the way in for those who work there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """A duty of the unit; `implied` if the document does not name it for that."""

    duty: Duty
    implied: bool


@dataclass(frozen=True)
class OwnGroup:
    """Duties of an area, or of none."""

    id: str
    title: str
    duties: Sequence[OwnDuty]


@dataclass(frozen=True)
class Shared:
    """Duties that the unit has as one of `link`'s, such as a school those of every unit."""

    id: str
    link: Link
    groups: Sequence[OwnGroup]


@dataclass(frozen=True)
class InRole:
    title: str
    areas: Sequence[Link]


@dataclass(frozen=True)
class Unit(View):
    template = "unit.html"
    title: str
    about: str
    today: str
    reference: Link | None
    matrix: bool
    roles: Sequence[InRole]
    groups: Sequence[OwnGroup]
    shared: Sequence[Shared]
    any_implied: bool
    receives: Sequence[Duty]
    benefits: Sequence[Link]
    contacts: Sequence[Contact]
    review: Review


def unit(context: Context, unit: model.Unit) -> Page:
    rules = context.rules
    areas = [(role_of(context, area, unit), context.area_link(area)) for area in rules.areas]
    groups = _groups(context, unit.id)
    shared = [Shared(name, context.unit_link(name), _groups(context, name)) for name in unit.among]
    view = Unit(
        title=context.say(unit.name),
        about=context.say(unit.about),
        today=context.say(unit.today),
        reference=context.reference_link(unit.reference) if unit.reference else None,
        matrix=unit.matrix,
        roles=[
            InRole(context.say(role.title), [link for has, link in areas if has is role]) for role in rules.plan.roles
        ],
        groups=groups,
        shared=[entry for entry in shared if entry.groups],
        any_implied=any(own.implied for group in groups for own in group.duties),
        receives=[context.duties[duty.id] for _, duty in rules.duties() if unit.id in duty.report_to],
        benefits=[context.benefit_link(benefit) for _, benefit in rules.benefits() if unit.id in benefit.bearers.all()],
        contacts=context.contacts(unit.contacts),
        review=context.review(unit.reviewed),
    )
    return Page(
        addresses.unit(unit.id),
        view,
        view.title,
        view.about,
        IN_UNITS,
        kind=context.t["search_kind_units"],
        words=tuple(context.language.of(unit.words)),
        source="units.yml",
        repeats=True,
    )


def _groups(context: Context, unit: str) -> list[OwnGroup]:
    """The duties for which the unit itself is named, by area."""
    acts = context.checked.acts
    groups = [
        OwnGroup(
            group.id,
            group.title,
            [
                OwnDuty(duty, implied=unit in acts[duty.id].bearers.implied)
                for duty in group.duties
                if unit in acts[duty.id].bearers.all()
            ],
        )
        for group in context.groups
    ]
    return [group for group in groups if group.duties]


@dataclass(frozen=True)
class Staff(View):
    """`timed`: the duties with a time limit that a case can set off."""

    template = "staff.html"
    emergency: Sequence[Contact]
    units: Sequence[Link]
    others: Sequence[Link]
    timed: Sequence[Duty]


def staff(context: Context) -> Page:
    units = context.rules.units
    view = Staff(
        emergency=context.contacts(context.rules.plan.emergency),
        units=context.unit_links(unit.id for unit in units if unit.matrix),
        others=context.unit_links(unit.id for unit in units if not unit.matrix),
        timed=[duty for duty in context.duties.values() if duty.deadline and duty.when],
    )
    return context.page("staff", view, Nav("duties", 1))
