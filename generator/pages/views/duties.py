"""Pages for staff: areas, the responsibility matrix, units and their duties."""

from __future__ import annotations

import csv
import io
from typing import Any

from generator.pages.views.pieces import OVERVIEW, Page, Pieces
from generator.plan import model


def areas(p: Pieces) -> Page:
    cards = [
        {
            "link": p.area_link(a),
            "icon": a.icon,
            "number": p.number(a.locator),
            "summary": p.say(a.summary),
            "responsible": p.responsible(a),
        }
        for a in p.rules.areas
    ]
    return Page(
        "areas/",
        "areas.html",
        p.t["areas"],
        p.t["areas_lead"],
        view={"areas": cards},
        weight=OVERVIEW,
    )


def area(p: Pieces, area: model.AreaFile) -> Page:
    view = {
        "title": p.say(area.title),
        "icon": area.icon,
        "number": p.number(area.locator),
        "summary": p.say(area.summary),
        "note": p.say(area.note),
        "responsible": p.responsible(area),
        "items": [p.item(item) for item in area.items],
    }
    return Page(
        f"areas/{area.id}/",
        "area.html",
        p.say(area.title),
        p.say(area.summary),
        view=view,
        words=tuple(getattr(area.words, p.language)),
        repeats=True,
        family=True,
        source=f"areas/{area.id}.yml",
    )


def matrix(p: Pieces) -> Page:
    areas = p.rules.areas
    roles = [
        {
            "id": r.id,
            "title": p.say(r.title),
            "mark": p.say(r.mark),
            "explanation": p.say(r.explanation),
        }
        for r in p.rules.plan.roles
    ]
    rows = [
        {
            "id": unit.id,
            "link": p.unit_links([unit.id])[0],
            "cells": [
                {"id": role.id, "mark": p.say(role.mark), "title": p.say(role.title)} if role else None
                for role in (p.role_of(area, unit.id) for area in areas)
            ],
        }
        for unit in p.matrix_units
    ]
    bearers = [u for u in p.rules.units if any(u.id in d.bearers.all() for _, d in p.rules.duties())]
    view = {
        "roles": roles,
        "areas": [
            {"link": p.area_link(a), "icon": a.icon, "short": p.say(a.short), "title": p.say(a.title)} for a in areas
        ],
        "rows": rows,
        "groups": p.groups,
        "units": [{"id": u.id, "name": p.say(u.name)} for u in p.rules.units if u.matrix or u in bearers],
        "notes": [{"link": p.area_link(a), "text": p.say(a.note)} for a in areas if a.note],
    }
    return Page(
        "matrix/",
        "matrix.html",
        p.t["matrix"],
        p.t["matrix_lead"],
        view=view,
        words=p.words("matrix"),
        wide=True,
    )


def matrix_csv(p: Pieces) -> str:
    """Units down, areas across, the role's title in the cell; opens in a spreadsheet as it is."""
    head = [p.t["unit"], *(f"{p.number(a.locator)} {p.say(a.title)}" for a in p.rules.areas)]
    rows = []
    for unit in p.matrix_units:
        roles = (p.role_of(area, unit.id) for area in p.rules.areas)
        rows.append([p.say(unit.name), *(p.say(role.title) if role else "" for role in roles)])
    return _csv([head, *rows])


def duties_csv(p: Pieces) -> str:
    keys = (
        "duty",
        "area",
        "bearers_explicit",
        "bearers_implied",
        "trigger",
        "deadline",
        "report_to",
        "sources",
    )
    rows = [[p.t[key] for key in keys]]
    join = "、" if p.language == "zh" else "; "
    for duty in p.duties:
        rows.append(
            [
                duty["title"],
                duty["area"].title if duty["area"] else p.t["across"],
                join.join(link.title for link in duty["bearers"]["explicit"]),
                join.join(link.title for link in duty["bearers"]["implied"]),
                duty["when_line"] or duty["trigger"],
                duty["deadline"],
                join.join(link.title for link in duty["report_to"]),
                join.join(link.title for link in duty["clauses"]),
            ]
        )
    return _csv(rows)


def duty_list(p: Pieces) -> Page:
    view = {"groups": [g for g in p.groups if g["duties"]]}
    return Page("duties/", "duties.html", p.t["duties"], p.t["duties_lead"], view=view, weight=OVERVIEW)


def units(p: Pieces) -> Page:
    def cards(matrix: bool) -> list[dict[str, Any]]:
        return [{"link": p.unit_links([u.id])[0], "about": p.say(u.about)} for u in p.rules.units if u.matrix is matrix]

    view = {"matrix": cards(True), "others": cards(False)}
    return Page("units/", "units.html", p.t["units"], p.t["units_lead"], view=view)


def unit(p: Pieces, unit: model.Unit) -> Page:
    areas = [(p.role_of(area, unit.id), area) for area in p.rules.areas]
    groups = _duties_as(p, unit)
    shared = [{"as": p.unit_links([name])[0], "groups": _duties_as(p, p.units[name])} for name in unit.among]
    receives = [p.duty_views[d.id] for _, d in p.rules.duties() if unit.id in d.report_to]
    view = {
        "title": p.say(unit.name),
        "about": p.say(unit.about),
        "today": p.say(unit.today),
        "reference": p.reference_link(unit.reference) if unit.reference else None,
        "matrix": unit.matrix,
        "roles": [
            {
                "title": p.say(role.title),
                "areas": [p.area_link(area) for found, area in areas if found is role],
            }
            for role in p.rules.plan.roles
        ],
        "groups": groups,
        "shared": [each for each in shared if each["groups"]],
        "any_implied": any(d["implied"] for group in groups for d in group["duties"]),
        "receives": receives,
        "benefits": [p.benefit_link(b) for _, b in p.rules.benefits() if unit.id in b.bearers.all()],
        "contacts": p.contacts(unit.contacts),
        "review": p.review(unit.reviewed),
    }
    return Page(
        f"units/{unit.id}/",
        "unit.html",
        p.say(unit.name),
        p.say(unit.about),
        view=view,
        words=tuple(getattr(unit.words, p.language)),
        source="units.yml",
        repeats=True,
    )


def _duties_as(p: Pieces, unit: model.Unit) -> list[dict[str, Any]]:
    """The duties for which the unit itself is named, by area; `implied` where the document does not name it."""
    groups = []
    for group in p.groups:
        own = [duty for duty in group["duties"] if unit.id in duty["named"]]
        if own:
            address = f"units/{unit.id}/"
            told = [{**duty, "implied": any(x.address == address for x in duty["bearers"]["implied"])} for duty in own]
            groups.append({**group, "duties": told})
    return groups


def staff(p: Pieces) -> Page:
    timed = [d for d in p.duties if d["deadline"] and d["when"]]
    view = {
        "emergency": p.contacts(p.rules.plan.emergency),
        "units": p.unit_links(u.id for u in p.matrix_units),
        "others": p.unit_links(u.id for u in p.rules.units if not u.matrix),
        "timed": timed,
    }
    return Page(
        "staff/",
        "staff.html",
        p.t["staff"],
        p.t["staff_lead"],
        words=p.words("staff"),
        view=view,
    )


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_cell(each) for each in row] for row in rows)
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8


def _cell(text: str) -> str:
    """The text for a spreadsheet, which would take it for a formula if it began with one of these."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
