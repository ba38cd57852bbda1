"""Who bears which role in a task area, asked both ways round."""

from __future__ import annotations

from collections.abc import Iterator

from generator.logic.drills.material import Material
from generator.logic.drills.question import Choice, Question
from generator.plan import model


def units(material: Material) -> Iterator[Question]:
    """Which of these units leads the area?"""
    for area in material.rules.areas:
        for entry in area.responsible:
            role = material.roles[entry.role].title
            wrong = tuple(
                _elsewhere(material, unit, area, entry)
                for unit in _bearers(material)
                if not material.overlaps(unit, entry.units)
            )
            for unit in map(str, entry.units):
                yield Question(
                    id=f"unit-{area.id}-{entry.role}-{unit}",
                    area=str(area.id),
                    units=(unit,),
                    stem=material.say("unit", area=area.title, role=role),
                    right=_has(material, unit, area, entry, shown="unit"),
                    wrong=wrong,
                )


def areas(material: Material) -> Iterator[Question]:
    """Which of these areas does the unit lead?"""
    for area in material.rules.areas:
        for entry in area.responsible:
            for unit in map(str, entry.units):
                wrong = tuple(
                    _others(material, other, of)
                    for other in material.rules.areas
                    for of in other.responsible
                    if of.role == entry.role and not material.overlaps(unit, of.units)
                )
                yield Question(
                    id=f"area-{area.id}-{entry.role}-{unit}",
                    area=str(area.id),
                    units=(unit,),
                    stem=material.say("area", unit=material.name(unit), role=material.roles[entry.role].title),
                    right=_has(material, unit, area, entry, shown="area"),
                    wrong=wrong,
                )


def _bearers(material: Material) -> list[str]:
    """The units that bear a role in some area, in the order of the rules."""
    bearing = {unit for area in material.rules.areas for entry in area.responsible for unit in entry.units}
    return [str(unit.id) for unit in material.rules.units if unit.id in bearing]


def _has(material: Material, unit: str, area: model.AreaFile, entry: model.Responsible, shown: str) -> Choice:
    why = material.say("why_role", unit=material.name(unit), area=area.title, role=material.roles[entry.role].title)
    text = material.name(unit) if shown == "unit" else material.plain(area.title)
    return Choice(text, why, (str(entry.clause.id),))


def _elsewhere(material: Material, unit: str, area: model.AreaFile, entry: model.Responsible) -> Choice:
    """The unit as a wrong answer: its other role in the area or else where it bears this role, or some other."""
    here = [(area, of) for of in area.responsible if unit in of.units]
    there = [(other, of) for other in material.rules.areas for of in other.responsible if unit in of.units]
    of_that_kind = [(other, of) for other, of in there if of.role == entry.role]
    where, role = (here or of_that_kind or there)[0]
    why = material.say("why_role", unit=material.name(unit), area=where.title, role=material.roles[role.role].title)
    return Choice(material.name(unit), why, (str(role.clause.id),))


def _others(material: Material, area: model.AreaFile, entry: model.Responsible) -> Choice:
    """The area as a wrong answer: which units bear the role there."""
    names = material.listed(material.name(unit) for unit in entry.units)
    why = material.say("why_area", area=area.title, role=material.roles[entry.role].title, units=names)
    return Choice(material.plain(area.title), why, (str(entry.clause.id),))
