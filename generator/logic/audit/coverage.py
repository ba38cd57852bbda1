"""The outline of the plan is whole: its clauses are listed, stated and cited, its parts, areas and items in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.logic.index import Index, by_id
from generator.plan import model
from generator.plan.folder import Rules, nearest
from generator.plan.languages import LANGUAGES
from generator.plan.load import Located, Place, Problem


def coverage(index: Index) -> Iterator[Problem]:
    """The list in plan.yml, the clauses stated and the clauses cited are the same set."""
    rules = index.rules
    listed: dict[str, Located] = {}
    for clause in rules.plan.clauses:
        if clause in listed:
            yield Problem(clause.place, f"clause {clause!s} is listed twice")
        listed[clause] = clause
    stated, cited = by_id(rules.clauses()), rules.cited
    for name, clause in listed.items():
        if name not in stated:
            yield Problem(clause.place, f"clause {name!s} is listed, but no file states it")
    for name, statement in stated.items():
        if name not in listed:
            what = f"clause {name} is stated, but plan.yml does not list it"
            yield Problem(statement.id.place, what, nearest=nearest(name, listed))
        if name not in cited:
            what = f"clause {name} is cited by no benefit, duty, goal, principle or assignment"
            yield Problem(statement.id.place, what)


def outline(index: Index) -> Iterator[Problem]:
    """Every item and area has its own number, within a part of the plan and within its area, as deep as numbers go."""
    rules = index.rules
    parts: dict[str, model.Part] = {}
    for part in rules.plan.parts:
        if part.locator in parts:
            yield Problem(part.locator.place, f"the part {part.locator!s} stands twice")
        if "." in part.locator:
            yield Problem(part.locator.place, f"{part.locator!s} is not a part", "a locator without a dot")
        parts[part.locator] = part
    yield from _numbers(rules, parts)
    for area, item in rules.numbered_items():
        if area and item.locator != area.locator and not item.locator.startswith(f"{area.locator}."):
            yield Problem(item.locator.place, f"item {item.locator!s} stands in area {area.locator!s}")
        for statement in item.clauses:
            if statement.id.rpartition("-")[0] != item.locator:
                what = f"clause {statement.id!s} stands under item {item.locator!s}"
                yield Problem(statement.id.place, what)


def _numbers(rules: Rules, parts: Mapping[str, model.Part]) -> Iterator[Problem]:
    levels = min(len(getattr(rules.plan.numbering, language)) for language in LANGUAGES)
    taken: dict[str, Place] = {}
    areas = [(area.locator, "area") for area in rules.areas]
    items = [(item.locator, "item") for _, item in rules.numbered_items()]
    for locator, kind in (*areas, *items):
        within, _, _ = locator.partition(".")
        if within not in parts:
            what = f"{locator!s} belongs to no part of the plan"
            yield Problem(locator.place, what, ", ".join(parts))
        if locator.count(".") + 1 > levels and within.isdigit():
            what = f"{locator!s} has more levels than `numbering` in plan.yml"
            yield Problem(locator.place, what, f"at most {levels}")
        if (first := taken.setdefault(f"{kind} {locator}", locator.place)) is not locator.place:
            yield Problem(locator.place, f"the {kind} {locator!s} stands already at {first}")
