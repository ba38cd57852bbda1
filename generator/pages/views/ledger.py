"""The ledger: every clause of the plan, what it became, why the rest cannot be computed, and when it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.pages.views.pieces import OVERVIEW, Link, Page, Pieces
from generator.plan import model
from generator.plan.folder import Citations
from generator.plan.reviews import Entry, due_on, overdue, reviewed_on

KINDS = ("benefit", "duty", "standing", "goal", "principle", "assignment", "term", "contact")
COMPUTABLE = {"benefit", "duty"}
STATUSES = ("applies", "possible", "does_not_apply")


def ledger(p: Pieces) -> Page:
    sections = _sections(p)
    months = p.rules.plan.review_months
    rows = [row for section in sections for row in section["rows"]]
    kinds = [
        {"id": kind, "label": p.t[f"ledger_{kind}"], "count": count}
        for kind in (*KINDS, "uncomputable")
        if (count := sum(kind in row["kinds"] for row in rows))
    ]
    view = {
        "count": len(rows),
        "computable": sum("uncomputable" not in row["kinds"] for row in rows),
        "kinds": kinds,
        "filters": [
            ("kinds", p.t["ledger_filter_kind"], [(kind["id"], kind["label"]) for kind in kinds]),
            ("section", p.t["ledger_filter_section"], [(s["locator"], s["title"]) for s in sections]),
            ("actors", p.t["bearers"], [(each, p.t[f"ledger_{each}"]) for each in ("explicit", "implied", "nobody")]),
            *([("review", p.t["ledger_filter_review"], [("overdue", p.t["ledger_late"])])] if months else []),
        ],
        "sections": sections,
        "months": months,
        "overdue": [
            {"link": _link(p, late.entry), "reviewed": late.reviewed.isoformat(), "due": late.due.isoformat()}
            for late in overdue(p.rules, p.day)
        ],
    }
    return Page(
        "ledger/",
        "ledger.html",
        p.t["ledger"],
        p.t["ledger_lead"],
        view=view,
        words=p.words("ledger"),
        weight=OVERVIEW,
        source="plan.yml",
    )


def _link(p: Pieces, entry: Entry) -> Link:
    match entry:
        case model.Benefit():
            return p.benefit_link(entry)
        case model.Duty():
            return p.duty_link(entry)
        case model.Unit():
            return p.unit_links([entry.id])[0]
    return Link(p.say(entry.title), "plan/")


def _sections(p: Pieces) -> list[dict[str, Any]]:
    """The rows in the document's order, under the area or else the part in which they stand."""
    areas = {clause.id: area for area, item in p.rules.numbered_items() if area for clause in item.clauses}
    areas |= {responsible.clause.id: area for area in p.rules.areas for responsible in area.responsible}
    parts = {str(part.locator): part for part in p.rules.plan.parts}
    found: dict[str, dict[str, Any]] = {}
    for clause in p.rules.plan.clauses:
        within = areas.get(clause) or parts[clause.partition("-")[0].partition(".")[0]]
        section = found.setdefault(
            within.locator,
            {"locator": within.locator, "number": p.heading(within.locator), "title": p.say(within.title), "rows": []},
        )
        section["rows"].append(_row(p, p.statements[clause]))
    return list(found.values())


def _row(p: Pieces, clause: model.Clause) -> dict[str, Any]:
    cited = p.rules.citations[clause.id]
    became = _became(p, cited)
    kinds = [kind for kind in KINDS if any(outcome["kind"] == kind for outcome in became)]
    computable = bool(COMPUTABLE & set(kinds))
    units = {kind for outcome in became for kind, named in outcome["bearers"].items() if named}
    acts: list[model.Benefit | model.Duty] = [*cited.benefits, *cited.duties]
    entries: list[Entry] = [*acts]
    entries += [p.units[unit] for _, responsible in cited.assignments for unit in responsible.units]
    reviewed = min(map(reviewed_on, entries or [p.rules.plan]))
    due = due_on(reviewed, p.rules.plan.review_months)
    return {
        "id": clause.id,
        "number": p.number(clause.id),
        "text": p.say(clause.text),
        "kinds": kinds if computable else [*kinds, "uncomputable"],
        "actors": sorted(units) or ["nobody"],
        "became": became,
        "reasons": [] if computable else _reasons(p, cited, kinds),
        "readings": _readings(p, clause, cited),
        "cases": _cases(p, {str(entry.id) for entry in acts}),
        "with_plan": not entries,
        "reviewed": reviewed.isoformat(),
        "due": due.isoformat() if due else "",
        "overdue": due is not None and due < p.day,
    }


def _became(p: Pieces, cited: Citations) -> list[dict[str, Any]]:
    """Every outcome that cites the clause: its kind, its name, where it is described (or ""), and who must act."""
    found: list[dict[str, Any]] = []

    def add(kind: str, link: Link, bearers: model.Bearers | None = None) -> None:
        named = p.bearers(bearers or model.Bearers())
        found.append({"kind": kind, "label": p.t[f"ledger_{kind}"], "link": link, "bearers": named})

    for benefit in cited.benefits:
        add("benefit", p.benefit_link(benefit), benefit.bearers)
    for duty in cited.duties:
        add("standing" if duty.when is None else "duty", p.duty_link(duty), duty.bearers)
    for kind, principles in (("goal", cited.goals), ("principle", cited.principles)):
        for principle in principles:
            add(kind, Link(p.say(principle.title), ""))
    for area, responsible in cited.assignments:
        role = next(role for role in p.rules.plan.roles if role.id == responsible.role)
        named = model.Bearers(explicit=responsible.units)
        add("assignment", Link(p.say(role.title), f"areas/{area.id}/#responsible"), named)
    for term in cited.terms:
        add("term", Link(p.say(term.title), f"terms/#{term.id}"))
    for contact in cited.contacts:
        add("contact", Link(f"{contact.number} {p.say(contact.title)}", "campaign/#phones"))
    return found


def _reasons(p: Pieces, cited: Citations, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Why no answers about a child lead to what the clause became, one reason a kind; `when` for standing duties."""
    triggers = dict.fromkeys(p.say(duty.trigger) for duty in cited.duties)
    return [
        {"text": p.t[f"ledger_why_{kind}"], "when": list(triggers) if kind == "standing" else []}
        for kind in kinds
        if f"ledger_why_{kind}" in p.t
    ]


def _readings(p: Pieces, clause: model.Clause, cited: Citations) -> list[dict[str, str]]:
    """How the clause was read, and what was noted with each entry that cites it: a text, and whose it is (or "")."""
    notes: list[tuple[str, model.Text | None]] = [("", clause.note)]
    entries: list[model.Benefit | model.Duty | model.Principle] = [*cited.benefits, *cited.duties]
    for entry in [*entries, *cited.goals, *cited.principles]:
        notes.append((p.say(entry.title), entry.note))
        if isinstance(entry, model.Duty) and entry.deadline:
            notes.append((p.say(entry.title), entry.deadline.reading))
    first = {p.say(text): of for of, text in reversed(notes) if text}
    return [{"of": of, "text": text} for text, of in reversed(first.items())]


def _cases(p: Pieces, outcomes: set[str]) -> dict[str, Any]:
    """The worked cases that expect something of one of the outcomes, by what they expect."""
    expected: Sequence[tuple[str, list[str]]] = [
        (
            p.t[status],
            [p.say(case.title) for case in p.rules.scenarios if outcomes & set(getattr(case.expect, status))],
        )
        for status in STATUSES
    ]
    by_status = [{"label": label, "titles": titles} for label, titles in expected if titles]
    return {"count": len({title for _, titles in expected for title in titles}), "by_status": by_status}
