"""Pages about where it all comes from: the terms, what hangs on what, the documents cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.logic.conditions import names
from generator.pages.views.context import Context
from generator.pages.views.ledger import ledger
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Link, Named
from generator.pages.views.plan import plan
from generator.pages.views.proof import proof
from generator.pages.wording import Phrase
from generator.plan import addresses


def pages(context: Context) -> list[Page]:
    return [plan(context), ledger(context), terms(context), graph(context), references(context), proof(context)]


@dataclass(frozen=True)
class Term:
    id: str
    title: str
    definition: str
    means: Phrase | None
    reference: Link | None
    clauses: Sequence[Link]
    note: str


@dataclass(frozen=True)
class Terms(View):
    template = "terms.html"
    terms: Sequence[Term]


def terms(context: Context) -> Page:
    entries = [
        Term(
            id=term.id,
            title=context.say(term.title),
            definition=context.say(term.definition),
            means=context.phrase(term.id) if term.means is not None else None,
            reference=context.reference_link(term.reference) if term.reference else None,
            clauses=context.clause_links(term.clauses),
            note=context.say(term.note),
        )
        for term in context.rules.terms
    ]
    page = context.page("terms", Terms(entries), Nav("source", 5))
    return replace(
        page,
        words=(*page.words, *(term.title for term in entries)),
        family=True,
        weight=0.7,  # its titles are those of half the guides
        source="terms.yml",
    )


@dataclass(frozen=True)
class Users:
    """Whose conditions name something."""

    terms: Sequence[Link]
    benefits: Sequence[Link]
    duties: Sequence[Link]


@dataclass(frozen=True)
class UsedFact:
    id: str
    question: str
    users: Users


@dataclass(frozen=True)
class UsedTerm:
    id: str
    link: Link
    users: Users


@dataclass(frozen=True)
class Graph(View):
    template = "graph.html"
    areas: Sequence[Named]
    facts: Sequence[UsedFact]
    terms: Sequence[UsedTerm]


def graph(context: Context) -> Page:
    """What hangs on what: a picture an area, one of everything, and in words what uses each fact and each term."""
    conditions = context.checked.conditions
    terms = [term for term in context.rules.terms if term.id in conditions]
    term_uses = {str(term.id): Link(context.say(term.title), addresses.term_uses(term.id)) for term in terms}
    benefits = {str(benefit.id): context.benefit_link(benefit) for _, benefit in context.rules.benefits()}
    duties = {duty.id: Link(duty.title, duty.address) for duty in context.duties.values() if duty.when}
    used = {owner: names(conditions[owner]) for owner in (*term_uses, *benefits, *duties)}

    def users(name: str) -> Users:
        terms, acts, tasks = (
            [link for owner, link in links.items() if name in used[owner]] for links in (term_uses, benefits, duties)
        )
        return Users(terms, acts, tasks)

    view = Graph(
        areas=[
            Named(group.id, group.title)
            for group in context.groups
            if group.benefits or any(duty.when for duty in group.duties)
        ],
        facts=[
            UsedFact(fact.id, context.say(fact.question), users(fact.id))
            for fact in context.rules.facts
            if any(fact.id in within for within in used.values())
        ],
        terms=[UsedTerm(term.id, context.term_link(term), users(term.id)) for term in terms],
    )
    return replace(context.page("graph", view, Nav("source", 4)), weight=OVERVIEW, wide=True)


@dataclass(frozen=True)
class Reference:
    id: str
    title: str
    number: str | None
    dated: str
    says: str
    checked: str
    in_document: bool


@dataclass(frozen=True)
class References(View):
    template = "references.html"
    references: Sequence[Reference]


def references(context: Context) -> Page:
    entries = [
        Reference(
            id=reference.id,
            title=context.say(reference.title),
            number=reference.number,
            dated=context.say(reference.dated),
            says=context.say(reference.says),
            checked=reference.checked,
            in_document=reference.in_document,
        )
        for reference in context.rules.references
    ]
    page = context.page("references", References(entries), Nav("source", 6))
    return replace(page, source="references.yml")
