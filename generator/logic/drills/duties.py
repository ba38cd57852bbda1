"""What the rules say of each duty: who is named for it, by when, whom to tell, and in which place it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.logic.drills.material import Material, Matter
from generator.logic.drills.question import Choice, Question, Said, echoes
from generator.plan import model


def doers(material: Material) -> Iterator[Question]:
    """Whom does the document name for the duty?"""
    for matter in material.matters:
        yield from _by_unit(material, matter, "doer", matter.duty.bearers.explicit)


def told(material: Material) -> Iterator[Question]:
    """Who must be told of it?"""
    for matter in material.matters:
        yield from _by_unit(material, matter, "told", matter.duty.report_to)


def _by_unit(material: Material, matter: Matter, kind: str, right: Sequence[str]) -> Iterator[Question]:
    """A question for each right unit that the stem does not give away; wrong are units with other work.

    Where all of a kind are meant, such as every unit, nobody else would be wrong.
    """
    duty = matter.duty
    if material.general & set(right):
        return
    stem, taken = material.say(kind, duty=duty.title), {*right, *duty.bearers.all()}
    wrong = []
    for name in (str(unit.id) for unit in material.rules.units):
        work = material.work(name, duty)
        if work and name not in material.general and not material.overlaps(name, taken):
            wrong.append(Choice(material.name(name), *work))
    for name in map(str, right):
        if not echoes(stem, material.name(name)):
            why = material.say(f"why_{kind}", unit=material.name(name), duty=duty.title)
            choice = Choice(material.name(name), why, matter.clauses)
            yield matter.question(f"{kind}-{duty.id}-{name}", stem, choice, wrong)


def deadlines(material: Material) -> Iterator[Question]:
    """By when? Wrong are the times that the document sets for other duties."""
    times = [(matter, matter.duty.deadline) for matter in material.matters if matter.duty.deadline]
    for matter, deadline in times:
        stem = material.say("deadline", duty=matter.duty.title)
        if not echoes(stem, _time(material, deadline)):
            wrong = [_set(material, other, of) for other, of in times if other is not matter]
            yield matter.question(f"deadline-{matter.duty.id}", stem, _set(material, matter, deadline), wrong)


def _time(material: Material, deadline: model.Deadline) -> Said:
    return material.plain(deadline.short or deadline.text)


def _set(material: Material, matter: Matter, deadline: model.Deadline) -> Choice:
    why = material.say("why_deadline", duty=matter.duty.title, time=deadline.text)
    return Choice(_time(material, deadline), why, matter.clauses)


def clauses(material: Material) -> Iterator[Question]:
    """In which item of the document does the duty stand?"""
    items = [(area, item) for area, item in material.rules.numbered_items() if item.locator[0].isdigit()]
    for area, item in items:
        near = sorted(items, key=lambda other: other[0] is not area)  # of the same area first
        for matter in (Matter(area, duty) for duty in item.duties_in_order if _to_be_cited(duty)):
            cited = {clause.partition("-")[0] for clause in matter.clauses}
            wrong = [
                _stands(material, other, str(other.clauses[0].id)) for _, other in near if other.locator not in cited
            ]
            stem = material.say("clause", duty=matter.duty.title)
            yield matter.question(f"clause-{matter.duty.id}", stem, _stands(material, item, *matter.clauses), wrong)


def _to_be_cited(duty: model.Duty) -> bool:
    """Whether somebody may be held to it: it says by when or whom to tell."""
    return bool(duty.deadline or duty.report_to)


def _stands(material: Material, item: model.Item, *clauses: str) -> Choice:
    number = material.number(str(item.locator))
    return Choice(number, material.say("why_clause", number=number, item=item.title), clauses)
