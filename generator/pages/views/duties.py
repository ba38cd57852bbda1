"""Areas, the responsibility matrix, and the duties: all in a list, and each on a page of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.logic.conditions import Term, expand, names
from generator.pages.views.context import HOUSE, Context
from generator.pages.views.guide import Source, SourceItem, source, source_item
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Duty, Filter, Group, Item, Link, LinkedText, Responsible, Review
from generator.pages.views.plan import item, responsible
from generator.plan import addresses, model

IN_AREAS = Nav("duties", 4, "areas")


def pages(context: Context) -> list[Page]:
    return [
        areas(context),
        *(area(context, area_file) for area_file in context.rules.areas),
        matrix(context),
        duty_list(context),
        *duty_pages(context),
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
        icon=area.icon,
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


@dataclass(frozen=True)
class ListedDuty:
    """`cases`: the situations to which it belongs, by id."""

    duty: Duty
    cases: Sequence[str]


@dataclass(frozen=True)
class Listed:
    """The duties of an area, or of none."""

    id: str
    title: str
    lines: Sequence[ListedDuty]


@dataclass(frozen=True)
class DutyList(View):
    template = "duties.html"
    groups: Sequence[Listed]
    filters: Sequence[Filter]


def duty_list(context: Context) -> Page:
    cases = {str(duty.id): cases_of(context, duty) for _, duty in context.rules.duties()}
    used = {case for several in cases.values() for case in several}
    shown = [(str(case.id), context.say(case.title)) for case in context.rules.situations if case.id in used]
    view = DutyList(
        groups=[
            Listed(group.id, group.title, [ListedDuty(duty, cases[duty.id]) for duty in group.duties])
            for group in context.groups
            if group.duties
        ],
        filters=[
            context.unit_filter,
            *([Filter("cases", context.t["filter_case"], shown)] if shown else []),
            Filter("limit", context.t["deadline"], [("set", context.t["duties_limited"])]),
        ],
    )
    return replace(context.page("duties", view, Nav("duties", 3)), weight=OVERVIEW)


def cases_of(context: Context, duty: model.Duty) -> list[str]:
    """The situations that are about what sets the duty off: a fact, or a term that mostly means such facts."""
    if duty.when is None:
        return []
    trees = context.checked.trees
    asked = [
        names(expand(Term(name), trees.means)) if name in trees.means else {name} for name in names(trees.when[duty.id])
    ]

    def about(case: model.Situation) -> bool:
        facts = {*case.facts, *case.answers}
        return any(2 * len(each & facts) > len(each) for each in asked)

    return [case.id for case in context.rules.situations if about(case)]


@dataclass(frozen=True)
class DutyPage(View):
    """`before` and `after` are the steps of its chain if it is `chained`, or else its neighbours in the same item."""

    template = "duty.html"
    duty: Duty
    readings: Sequence[str]
    chained: bool
    before: Sequence[Duty]
    after: Sequence[Duty]
    item: SourceItem
    clauses: Sequence[Source]
    review: Review


def duty_pages(context: Context) -> Iterator[Page]:
    following: dict[str, list[str]] = defaultdict(list)
    for _, duty in context.rules.duties():
        for name in duty.follows:
            following[name].append(duty.id)
    for area, within in context.rules.numbered_items():
        listed = within.duties_in_order
        for i, duty in enumerate(listed):
            explain = context.explainer()
            before, after = duty.follows, following[duty.id]
            chained = bool(before or after)
            view = DutyPage(
                duty=context.duties[duty.id],
                readings=context.says(reading.text for reading in duty.readings),
                chained=chained,
                before=_shown(context, before if chained else [other.id for other in listed[:i][-1:]]),
                after=_shown(context, after if chained else [other.id for other in listed[i + 1 :][:1]]),
                clauses=[source(context, locator, explain) for locator in duty.clauses],
                item=source_item(context, within, explain),
                review=context.review(duty.reviewed),
            )
            yield Page(
                addresses.duty(duty.id),
                view,
                view.duty.title,
                view.duty.summary,
                nav=None,
                kind=context.t["search_kind_duties"],
                source=context.file(area, within),
                icon=area.icon if area else HOUSE,
                weight=OVERVIEW,
            )


def _shown(context: Context, duties: Iterable[str]) -> list[Duty]:
    return [context.duties[duty] for duty in duties]
