"""The guide to one benefit: who gets it, what it is, what to do next, and where all that comes from.

What is to be done first of all is told by the questionnaire too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from checker.evaluate import APPLIES
from generator.pages.glossary import Explained, Explainer
from generator.pages.views.context import HOUSE, Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import STATUSES, Bearers, Card, Contact, Later, Link, Meaning, Review, Status
from generator.pages.wording import Phrase
from generator.plan import addresses, model

SENTENCE = re.compile("“([^”]*[。！？.!?])”")  # in quotes and whole: what a step gives one to say
MOST_APPLYING, MOST_SCENARIOS = 2, 3  # of the worked cases shown


@dataclass(frozen=True)
class Scenario:
    title: Explained
    story: Explained
    status: Status


@dataclass(frozen=True)
class Source:
    """A clause that the benefit rests on; `official` as in `parts.Clause`."""

    link: Link
    text: Explained
    note: Explained
    official: str | None


@dataclass(frozen=True)
class SourceItem:
    number: str
    title: str
    note: Explained


@dataclass(frozen=True)
class DutyBehind:
    """A duty on which the benefit depends."""

    title: str
    address: str
    deadline: str


@dataclass(frozen=True)
class First:
    """What a family does first: where it goes, what it says there, if that is known, and whom it calls."""

    where: str
    say: str
    ask: Sequence[Contact]
    danger: Sequence[Contact]


@dataclass(frozen=True)
class Guide(View):
    """`urgent`: whether danger comes before all else."""

    template = "guide.html"
    id: str
    title: str
    area: Link | None
    icon: str
    first: First
    urgent: bool
    summary: Explained
    next: Sequence[Explained]
    who: Phrase
    readings: Sequence[Explained]
    gives: Sequence[Explained]
    contacts: Sequence[Contact]
    bearers: Bearers
    silent: Sequence[Explained]
    scenarios: Sequence[Scenario]
    note: Explained
    clauses: Sequence[Source]
    item: SourceItem
    later: Sequence[Later]
    behind: Sequence[DutyBehind]
    related: Sequence[Card]
    terms: Sequence[Link]
    meanings: Sequence[Meaning]
    review: Review


class Errand(TypedDict):
    """What a family does for a benefit: the one place where it goes first, what it says there, and whom it can call.

    `deadline`: the time that the document gives the units behind it, if any. `calls`: ids of contacts.
    """

    where: str
    say: str
    deadline: str
    calls: Sequence[str]


def errand(context: Context, benefit: model.Benefit) -> Errand:
    limits = [
        duty.deadline.text
        for _, duty in context.rules.duties()
        if benefit.id in duty.benefits and duty.deadline and (duty.danger_when or duty.due_when)
    ]
    quoted = (found[1] for step in context.says(benefit.next) if (found := SENTENCE.search(step)))
    return {
        "where": context.say(benefit.where) or context.t["check_place"],
        "say": context.say(benefit.say) or next(quoted, ""),
        "deadline": context.say(limits[0]) if limits else "",
        "calls": benefit.contacts,
    }


def _first(context: Context, benefit: model.Benefit) -> First:
    what = errand(context, benefit)
    emergency = set(context.rules.plan.emergency)
    return First(
        where=what["where"],
        say=what["say"],
        ask=context.contacts([name for name in what["calls"] if name not in emergency][:1]),
        danger=context.contacts([name for name in what["calls"] if name in emergency]),
    )


def guide(context: Context, area: model.AreaFile | None, item: model.Item, benefit: model.Benefit) -> Page:
    explain = context.explainer()  # the texts that it is given stand in the order of the page

    def explained(texts: Sequence[model.Text]) -> list[Explained]:
        return explain.texts(context.says(texts))

    view = Guide(
        id=benefit.id,
        title=context.say(benefit.title),
        area=context.area_link(area) if area else None,
        icon=area.icon if area else HOUSE,
        first=_first(context, benefit),
        urgent=benefit.danger_when is not None,
        summary=explain.text(context.say(benefit.summary)),
        next=explained(benefit.next),
        who=explain.phrase(context.phrase(benefit.id)),
        readings=explained([reading.text for reading in benefit.readings]),
        gives=explained(benefit.gives),
        contacts=context.contacts(benefit.contacts),
        bearers=context.bearers(benefit.bearers),
        silent=explained(benefit.silent),
        scenarios=_scenarios(context, benefit.id, explain),
        note=explain.text(context.say(benefit.note)),
        clauses=[source(context, locator, explain) for locator in benefit.clauses],
        item=source_item(context, item, explain),
        later=context.later(benefit.later, explain.text),
        behind=[
            DutyBehind(shown.title, shown.address, shown.deadline)
            for shown in (context.duties[duty.id] for _, duty in context.rules.duties() if benefit.id in duty.benefits)
        ],
        related=[context.card(context.checked.benefits[name]) for name in benefit.related],
        terms=[context.term_link(term) for term in context.rules.terms if term.id in benefit.terms],
        meanings=context.meanings(benefit.id),
        review=context.review(benefit.reviewed),
    )
    kind = context.t["search_kind_guides"]
    return Page(
        addresses.guide(benefit.id),
        view,
        context.say(benefit.title),
        context.say(benefit.summary),
        Nav("guides", 1),
        kind=kind + context.t["search_kind_joint"] + context.say(area.title) if area else kind,
        words=tuple(context.language.of(benefit.words)),
        family=True,
        frameable=True,
        source=context.file(area, item),
        icon=area.icon if area else HOUSE,
    )


def _scenarios(context: Context, benefit: str, explain: Explainer) -> list[Scenario]:
    """Worked cases in which the benefit's status is stated: first those where it applies."""
    cases = {status: context.cases(status, {benefit}) for status in STATUSES}
    chosen = [(APPLIES, case) for case in cases.pop(APPLIES)[:MOST_APPLYING]]
    chosen += [(status, case) for status, others in cases.items() for case in others][: MOST_SCENARIOS - len(chosen)]
    return [
        Scenario(
            title=explain.text(context.say(case.title)),
            story=explain.text(context.say(case.story)),
            status=context.status(status),
        )
        for status, case in chosen
    ]


def source(context: Context, locator: str, explain: Explainer) -> Source:
    """A clause that a benefit or duty rests on."""
    clause = context.statements[locator]
    return Source(
        link=context.clause_link(locator),
        text=explain.text(context.say(clause.text)),
        note=explain.text(context.say(clause.note)),
        official=context.official.get(locator),
    )


def source_item(context: Context, item: model.Item, explain: Explainer) -> SourceItem:
    return SourceItem(context.number(item.locator), context.say(item.title), explain.text(context.say(item.note)))
