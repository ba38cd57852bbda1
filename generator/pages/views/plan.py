"""The plan clause by clause, and how its items, clauses and responsible units are shown on other pages as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Clause, Item, Link, Principle, Responsible
from generator.plan import model


@dataclass
class Block:
    """What stands under one heading of a part: an area, or items that belong to none (`link` is then None)."""

    locator: str = ""
    number: str = ""
    link: Link | None = None
    assignments: Sequence[Clause] = ()
    responsible: Sequence[Responsible] = ()
    items: list[Item] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.assignments) + sum(len(item.clauses) for item in self.items)


@dataclass(frozen=True)
class Chapter:
    """A part of the document, under the number and title that it has there."""

    locator: str
    number: str
    title: str
    blocks: Sequence[Block]

    @property
    def count(self) -> int:
        return sum(block.count for block in self.blocks)


@dataclass(frozen=True)
class Plan(View):
    template = "plan.html"
    title: str
    number: str
    issuer: str
    issued: str
    chapters: Sequence[Chapter]
    official: bool
    oddities: Sequence[str]
    count: int


def plan(context: Context) -> Page:
    plan = context.rules.plan
    view = Plan(
        title=context.say(plan.title),
        number=plan.number,
        issuer=context.say(plan.issuer),
        issued=plan.issued.isoformat(),
        chapters=[
            Chapter(part.locator, context.heading(part.locator), context.say(part.title), _blocks(context, part))
            for part in plan.parts
        ],
        official=bool(context.official),
        oddities=context.says(plan.oddities),
        count=len(plan.clauses),
    )
    page = context.page("plan", view, Nav("source", 1))
    return replace(page, words=(*page.words, plan.number), weight=OVERVIEW, source="plan.yml")


def _blocks(context: Context, part: model.Part) -> list[Block]:
    """An area's items stand in one block, wherever the document has them; others with their neighbours."""
    blocks: list[Block] = []
    for area, entry in context.rules.numbered_items():
        if entry.locator.split(".")[0] != part.locator:
            continue
        locator = area.locator if area else ""
        candidates = blocks if area else blocks[-1:]
        block = next((block for block in candidates if block.locator == locator), None)
        if block is None:
            block = _block(context, area) if area else Block()
            blocks.append(block)
        block.items.append(item(context, entry))
    return blocks


def _block(context: Context, area: model.AreaFile) -> Block:
    return Block(
        locator=area.locator,
        number=context.number(area.locator),
        link=context.area_link(area),
        assignments=[clause(context, entry.clause) for entry in area.responsible],
        responsible=responsible(context, area),
    )


def responsible(context: Context, area: model.AreaFile) -> list[Responsible]:
    return [
        Responsible(
            role=context.say(context.roles[entry.role].title),
            text=context.say(entry.clause.text),
            note=context.say(entry.clause.note),
            clause=context.clause_link(entry.clause.id),
            units=context.unit_links(entry.units),
        )
        for entry in area.responsible
    ]


def item(context: Context, item: model.Item) -> Item:
    return Item(
        locator=item.locator,
        number=context.number(item.locator),
        title=context.say(item.title),
        note=context.say(item.note),
        benefits=[context.card(benefit) for benefit in item.benefits],
        duties=[context.duties[duty.id] for duty in item.duties_in_order],
        principles=[_principle(context, entry) for entry in (*item.goals, *item.principles)],
        clauses=[clause(context, entry) for entry in item.clauses],
    )


def _principle(context: Context, entry: model.Principle) -> Principle:
    return Principle(
        title=context.say(entry.title),
        text=context.say(entry.text),
        note=context.say(entry.note),
        clauses=context.clause_links(entry.clauses),
    )


def clause(context: Context, clause: model.Clause) -> Clause:
    cited = context.rules.citations[clause.id]
    return Clause(
        id=clause.id,
        number=context.number(clause.id),
        text=context.say(clause.text),
        note=context.say(clause.note),
        official=context.official.get(clause.id),
        benefits=[context.benefit_link(benefit) for benefit in cited.benefits],
        duties=[context.duty_link(duty) for duty in cited.duties],
        principles=context.says(entry.title for entry in (*cited.goals, *cited.principles)),
        units=[context.unit_link(unit).title for unit in context.bound_by(cited)],
    )
