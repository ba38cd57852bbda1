"""The ledger: every clause of the plan, what it became, why the rest cannot be computed, and when it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import STATUSES, Bearers, Filter, Link
from generator.plan import addresses, model
from generator.plan.folder import Citations
from generator.plan.reviews import Entry, due_on, overdue, reviewed_on

KINDS = ("benefit", "duty", "standing", "goal", "principle", "assignment", "term", "contact")
COMPUTABLE = {"benefit", "duty"}


@dataclass(frozen=True)
class Outcome:
    """Something that cites a clause. The link has no address if it is described nowhere else."""

    kind: str
    label: str
    link: Link
    bearers: Bearers


@dataclass(frozen=True)
class Reason:
    """Why no answers about a child lead to what a clause became; `when`: what sets off its standing duties."""

    text: str
    when: Sequence[str]


@dataclass(frozen=True)
class Reading:
    """How a clause was read; `of`: the title of the entry that notes it, or nothing."""

    of: str
    text: str


@dataclass(frozen=True)
class CasesOfStatus:
    label: str
    titles: Sequence[str]


@dataclass(frozen=True)
class Cases:
    """Worked cases by what they expect; `count` of them, each once."""

    count: int
    by_status: Sequence[CasesOfStatus]


@dataclass(frozen=True)
class Row:
    """One clause. `actors`: how its bearers are named, `units` which they are; days as ISO.

    `with_plan`: it is reviewed as part of the plan.
    """

    id: str
    number: str
    text: str
    kinds: Sequence[str]
    actors: Sequence[str]
    units: Sequence[str]
    became: Sequence[Outcome]
    reasons: Sequence[Reason]
    readings: Sequence[Reading]
    cases: Cases
    with_plan: bool
    reviewed: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class Section:
    locator: str
    number: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Kind:
    id: str
    label: str
    count: int


@dataclass(frozen=True)
class Late:
    link: Link
    reviewed: str
    due: str


@dataclass(frozen=True)
class Ledger(View):
    template = "ledger.html"
    count: int
    computable: int
    kinds: Sequence[Kind]
    filters: Sequence[Filter]
    sections: Sequence[Section]
    months: int | None
    overdue: Sequence[Late]


def ledger(context: Context) -> Page:
    sections = _sections(context)
    rows = [row for section in sections for row in section.rows]
    kinds = [
        Kind(kind, context.t[f"ledger_{kind}"], count)
        for kind in (*KINDS, "uncomputable")
        if (count := sum(kind in row.kinds for row in rows))
    ]
    view = Ledger(
        count=len(rows),
        computable=sum("uncomputable" not in row.kinds for row in rows),
        kinds=kinds,
        filters=_filters(context, kinds, sections),
        sections=sections,
        months=context.rules.plan.review_months,
        overdue=[
            Late(_link(context, late.entry), late.reviewed.isoformat(), late.due.isoformat())
            for late in overdue(context.rules, context.day)
        ],
    )
    return replace(context.page("ledger", view, Nav("source", 2)), weight=OVERVIEW, source="plan.yml")


def _filters(context: Context, kinds: Iterable[Kind], sections: Iterable[Section]) -> list[Filter]:
    t = context.t
    filters = [
        context.unit_filter,
        Filter("kinds", t["ledger_filter_kind"], [(kind.id, kind.label) for kind in kinds]),
        Filter("section", t["ledger_filter_section"], [(section.locator, section.title) for section in sections]),
        Filter("actors", t["bearers"], [(how, t[f"ledger_{how}"]) for how in ("explicit", "implied", "nobody")]),
    ]
    if context.rules.plan.review_months:
        filters.append(Filter("review", t["ledger_filter_review"], [("overdue", t["ledger_late"])]))
    return filters


def _link(context: Context, entry: Entry) -> Link:
    match entry:
        case model.Benefit():
            return context.benefit_link(entry)
        case model.Duty():
            return context.duty_link(entry)
        case model.Unit():
            return context.unit_link(entry.id)
    return Link(context.say(entry.title), addresses.page("plan"))


def _sections(context: Context) -> list[Section]:
    """The rows in the document's order, under the area or else the part in which they stand."""
    rules = context.rules
    areas = {clause.id: area for area, item in rules.numbered_items() if area for clause in item.clauses}
    areas |= {responsible.clause.id: area for area in rules.areas for responsible in area.responsible}
    parts = {str(part.locator): part for part in rules.plan.parts}
    rows: dict[str, list[Row]] = {}
    headings: dict[str, model.AreaFile | model.Part] = {}
    for clause in rules.plan.clauses:
        within = areas.get(clause) or parts[clause.partition("-")[0].partition(".")[0]]
        headings[within.locator] = within
        rows.setdefault(within.locator, []).append(_row(context, context.statements[clause]))
    return [
        Section(locator, context.heading(locator), context.say(within.title), rows[locator])
        for locator, within in headings.items()
    ]


def _row(context: Context, clause: model.Clause) -> Row:
    cited = context.rules.citations[clause.id]
    became = _became(context, cited)
    kinds = [kind for kind in KINDS if any(outcome.kind == kind for outcome in became)]
    computable = bool(COMPUTABLE & set(kinds))
    explicit = any(outcome.bearers.explicit for outcome in became)
    implied = any(outcome.bearers.implied for outcome in became)
    acts: list[model.Act] = [*cited.benefits, *cited.duties]
    entries: list[Entry] = [*acts]
    entries += [context.checked.units[unit] for _, responsible in cited.assignments for unit in responsible.units]
    reviewed = min(map(reviewed_on, entries or [context.rules.plan]))
    due = due_on(reviewed, context.rules.plan.review_months)
    return Row(
        id=clause.id,
        number=context.number(clause.id),
        text=context.say(clause.text),
        kinds=kinds if computable else [*kinds, "uncomputable"],
        actors=["explicit"] * explicit + ["implied"] * implied or ["nobody"],
        units=context.bound_by(cited),
        became=became,
        reasons=[] if computable else _reasons(context, cited, kinds),
        readings=_readings(context, clause, cited),
        cases=_cases(context, {str(entry.id) for entry in acts}),
        with_plan=not entries,
        reviewed=reviewed.isoformat(),
        due=due.isoformat() if due else "",
        overdue=due is not None and due < context.day,
    )


def _became(context: Context, cited: Citations) -> list[Outcome]:
    """Every outcome that cites the clause."""

    def outcome(kind: str, link: Link, bearers: model.Bearers | None = None) -> Outcome:
        return Outcome(kind, context.t[f"ledger_{kind}"], link, context.bearers(bearers or model.Bearers()))

    outcomes = [outcome("benefit", context.benefit_link(benefit), benefit.bearers) for benefit in cited.benefits]
    for duty in cited.duties:
        outcomes.append(outcome("standing" if duty.when is None else "duty", context.duty_link(duty), duty.bearers))
    for kind, principles in (("goal", cited.goals), ("principle", cited.principles)):
        outcomes += [outcome(kind, Link(context.say(entry.title), "")) for entry in principles]
    for area, responsible in cited.assignments:
        link = Link(context.say(context.roles[responsible.role].title), addresses.responsible(area.id))
        outcomes.append(outcome("assignment", link, model.Bearers(explicit=responsible.units)))
    outcomes += [outcome("term", context.term_link(term)) for term in cited.terms]
    for contact in cited.contacts:
        outcomes.append(outcome("contact", Link(f"{contact.number} {context.say(contact.title)}", addresses.PHONES)))
    return outcomes


def _reasons(context: Context, cited: Citations, kinds: Iterable[str]) -> list[Reason]:
    """One reason a kind."""
    triggers = dict.fromkeys(context.say(duty.trigger) for duty in cited.duties)
    return [
        Reason(context.t[f"ledger_why_{kind}"], list(triggers) if kind == "standing" else [])
        for kind in kinds
        if f"ledger_why_{kind}" in context.t
    ]


def _readings(context: Context, clause: model.Clause, cited: Citations) -> list[Reading]:
    """How the clause was read, and what was noted with each entry that cites it."""
    notes: list[tuple[str, model.Text | None]] = [("", clause.note)]
    entries: list[model.Act | model.Principle] = [*cited.benefits, *cited.duties]
    for entry in [*entries, *cited.goals, *cited.principles]:
        notes.append((context.say(entry.title), entry.note))
        if isinstance(entry, model.Duty) and entry.deadline:
            notes.append((context.say(entry.title), entry.deadline.reading))
    first = {context.say(text): of for of, text in reversed(notes) if text}
    return [Reading(of, text) for text, of in reversed(first.items())]


def _cases(context: Context, outcomes: set[str]) -> Cases:
    """The worked cases that expect something of one of the outcomes."""
    by_status = []
    for status in STATUSES:
        if cases := context.cases(status, outcomes):
            by_status.append(CasesOfStatus(context.t[status], context.says(case.title for case in cases)))
    return Cases(len({title for group in by_status for title in group.titles}), by_status)
