"""Areas, the responsibility matrix and the duties, as pages and as tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Filter, Group, Item, Link, LinkedText, Responsible
from generator.pages.views.plan import item, responsible
from generator.plan import addresses, model

IN_AREAS = Nav("duties", 4, "areas")


def pages(context: Context) -> list[Page]:
    return [
        areas(context),
        *(area(context, area_file) for area_file in context.rules.areas),
        matrix(context),
        duty_list(context),
    ]


@dataclass(frozen=True)
class AreaCard:
    link: Link
    icon: str
    number: str
    summary: str
    responsible: Sequence[Responsible]


@dataclass(frozen=True)
class Areas(View):
    template = "areas.html"
    areas: Sequence[AreaCard]


def areas(context: Context) -> Page:
    cards = [
        AreaCard(
            link=context.area_link(area),
            icon=area.icon,
            number=context.number(area.locator),
            summary=context.say(area.summary),
            responsible=responsible(context, area),
        )
        for area in context.rules.areas
    ]
    return replace(context.page("areas", Areas(cards), IN_AREAS), weight=OVERVIEW)


@dataclass(frozen=True)
class Area(View):
    template = "area.html"
    title: str
    icon: str
    number: str
    summary: str
    note: str
    responsible: Sequence[Responsible]
    items: Sequence[Item]


def area(context: Context, area: model.AreaFile) -> Page:
    view = Area(
        title=context.say(area.title),
        icon=area.icon,
        number=context.number(area.locator),
        summary=context.say(area.summary),
        note=context.say(area.note),
        responsible=responsible(context, area),
        items=[item(context, entry) for entry in area.items],
    )
    return Page(
        addresses.area(area.id),
        view,
        view.title,
        view.summary,
        IN_AREAS,
        kind=context.t["search_kind_areas"],
        words=tuple(context.language.of(area.words)),
        repeats=True,
        family=True,
        source=context.source(area),
    )


@dataclass(frozen=True)
class Role:
    id: str
    title: str
    mark: str
    explanation: str


@dataclass(frozen=True)
class Column:
    """An area; `short` is its title in a narrow column."""

    link: Link
    icon: str
    short: str


@dataclass(frozen=True)
class Row:
    """A unit, with its role in each area, or None."""

    id: str
    link: Link
    cells: Sequence[Role | None]


@dataclass(frozen=True)
class Matrix(View):
    """`notes`: on the areas."""

    template = "matrix.html"
    roles: Sequence[Role]
    areas: Sequence[Column]
    rows: Sequence[Row]
    groups: Sequence[Group]
    filters: Sequence[Filter]
    notes: Sequence[LinkedText]


def matrix(context: Context) -> Page:
    areas = context.rules.areas
    roles = {
        role.id: Role(role.id, context.say(role.title), context.say(role.mark), context.say(role.explanation))
        for role in context.rules.plan.roles
    }
    view = Matrix(
        roles=list(roles.values()),
        areas=[Column(context.area_link(area), area.icon, context.say(area.short)) for area in areas],
        rows=[
            Row(
                id=unit.id,
                link=context.unit_link(unit.id),
                cells=[roles[role.id] if role else None for role in (role_of(context, area, unit) for area in areas)],
            )
            for unit in context.rules.units
            if unit.matrix
        ],
        groups=context.groups,
        filters=[context.unit_filter],
        notes=[LinkedText(context.area_link(area), context.say(area.note)) for area in areas if area.note],
    )
    return replace(context.page("matrix", view, Nav("duties", 2)), wide=True)


def role_of(context: Context, area: model.AreaFile, unit: model.Unit) -> model.Role | None:
    """How the unit is responsible for the area, if it is."""
    for entry in area.responsible:
        if unit.id in entry.units:
            return context.roles[entry.role]
    return None


def matrix_csv(context: Context) -> str:
    """Units down, areas across, the role's title in the cell; opens in a spreadsheet as it is."""
    areas = context.rules.areas
    rows = [[context.t["unit"], *(f"{context.number(area.locator)} {context.say(area.title)}" for area in areas)]]
    for unit in context.rules.units:
        if unit.matrix:
            roles = (role_of(context, area, unit) for area in areas)
            rows.append([context.say(unit.name), *(context.say(role.title) if role else "" for role in roles)])
    return _csv(rows)


def duties_csv(context: Context) -> str:
    keys = ("duty", "area", "bearers_explicit", "bearers_implied", "trigger", "deadline", "report_to", "sources")
    rows = [[context.t[key] for key in keys]]

    def titles(links: Sequence[Link]) -> str:
        return context.language.separator.join(link.title for link in links)

    for duty in context.duties.values():
        rows.append(
            [
                duty.title,
                duty.area.title if duty.area else context.t["across"],
                titles(duty.bearers.explicit),
                titles(duty.bearers.implied),
                duty.when_line or duty.trigger,
                duty.deadline,
                titles(duty.report_to),
                titles(duty.clauses),
            ]
        )
    return _csv(rows)


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_cell(text) for text in row] for row in rows)
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8


def _cell(text: str) -> str:
    """The text for a spreadsheet, which would take it for a formula if it began with one of these."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@dataclass(frozen=True)
class DutyList(View):
    template = "duties.html"
    groups: Sequence[Group]
    filters: Sequence[Filter]


def duty_list(context: Context) -> Page:
    limit = Filter("limit", context.t["deadline"], [("set", context.t["duties_limited"])])
    view = DutyList([group for group in context.groups if group.duties], [context.unit_filter, limit])
    return replace(context.page("duties", view, Nav("duties", 3)), weight=OVERVIEW)
