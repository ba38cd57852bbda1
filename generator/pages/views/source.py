"""Pages about where it all comes from: the plan clause by clause, terms, documents cited."""

from __future__ import annotations

from typing import Any

from generator.logic.conditions import Compare, Is, Term, parts
from generator.pages.views.pieces import OVERVIEW, Link, Page, Pieces
from generator.plan import model


def plan(p: Pieces) -> Page:
    plan = p.rules.plan
    parts = []
    for part in plan.parts:
        blocks: list[dict[str, Any]] = []
        for area, item in p.rules.numbered_items():
            if item.locator.split(".")[0] != part.locator:
                continue
            locator = str(area.locator) if area else ""
            if not any(locator == block["locator"] for block in (blocks if area else blocks[-1:])):
                blocks.append(_block(p, area))
            next(block for block in reversed(blocks) if block["locator"] == locator)["items"].append(p.item(item))
        parts.append(
            {
                "locator": part.locator,
                "number": p.heading(part.locator),
                "title": p.say(part.title),
                "blocks": blocks,
            }
        )
    view = {
        "title": p.say(plan.title),
        "number": plan.number,
        "issuer": p.say(plan.issuer),
        "issued": plan.issued.isoformat(),
        "parts_": parts,
        "official": bool(p.official),
        "oddities": p.says(plan.oddities),
        "count": len(plan.clauses),
    }
    return Page(
        "plan/",
        "plan.html",
        p.t["plan"],
        p.t["plan_lead"],
        view=view,
        words=(*p.words("plan"), plan.number),
        weight=OVERVIEW,
        source="plan.yml",
    )


def _block(p: Pieces, area: model.AreaFile | None) -> dict[str, Any]:
    """What stands under one heading of a part: an area, or items that belong to none."""
    if area is None:
        return {"locator": "", "items": []}
    return {
        "locator": area.locator,
        "number": p.number(area.locator),
        "link": p.area_link(area),
        "assignments": [p.clause(r.clause) for r in area.responsible],
        "responsible": p.responsible(area),
        "items": [],
    }


def terms(p: Pieces) -> Page:
    entries = [
        {
            "id": term.id,
            "title": p.say(term.title),
            "definition": p.say(term.definition),
            "means": p.phrase(term.id) if term.means is not None else None,
            "reference": p.reference_link(term.reference) if term.reference else None,
            "clauses": p.clause_links(term.clauses),
            "note": p.say(term.note),
        }
        for term in p.rules.terms
    ]
    return Page(
        "terms/",
        "terms.html",
        p.t["terms"],
        p.t["terms_lead"],
        view={"terms": entries},
        words=(*p.words("terms"), *(p.say(term.title) for term in p.rules.terms)),
        family=True,
        weight=0.7,  # its titles are those of half the guides
        source="terms.yml",
    )


def graph(p: Pieces) -> Page:
    """What hangs on what: a picture an area, one of everything, and in words what uses each fact and each term."""
    terms = [
        (name, Link(p.say(p.terms[name].title), f"graph/#term-{name}")) for name in p.terms if name in p.conditions
    ]
    benefits = [(str(b.id), p.benefit_link(b)) for b in p.benefits.values()]
    duties = [(d["id"], Link(d["title"], d["address"])) for d in p.duties if d["when"]]
    used: dict[str, set[str]] = {}  # the names of facts and terms that stand in a condition
    for name, _ in (*terms, *benefits, *duties):
        within = [part for part in parts(p.conditions[name]) if isinstance(part, Is | Compare | Term)]
        used[name] = {part.name if isinstance(part, Term) else part.fact for part in within}

    def users(name: str) -> dict[str, list[Link]]:
        kinds = {"terms": terms, "benefits": benefits, "duties": duties}
        return {kind: [link for owner, link in entries if name in used[owner]] for kind, entries in kinds.items()}

    view = {
        "areas": [
            {"id": group["id"], "title": group["title"]}
            for group in p.groups
            if group["benefits"] or any(duty["when"] for duty in group["duties"])
        ],
        "facts": [
            {"id": fact.id, "question": p.say(fact.question), **users(fact.id)}
            for fact in p.rules.facts
            if any(fact.id in names for names in used.values())
        ],
        "terms": [{"id": name, "link": Link(link.title, f"terms/#{name}"), **users(name)} for name, link in terms],
    }
    return Page(
        "graph/",
        "graph.html",
        p.t["graph"],
        p.t["graph_lead"],
        words=p.words("graph"),
        view=view,
        weight=OVERVIEW,
        wide=True,
    )


def references(p: Pieces) -> Page:
    entries = [
        {
            "id": r.id,
            "title": p.say(r.title),
            "number": r.number,
            "dated": p.say(r.dated),
            "says": p.say(r.says),
            "checked": r.checked,
            "in_document": r.in_document,
        }
        for r in p.rules.references
    ]
    return Page(
        "references/",
        "references.html",
        p.t["references"],
        p.t["references_lead"],
        words=p.words("references"),
        view={"references": entries},
        source="references.yml",
    )
