"""The page for organisers: what to say, what not to promise, an evening in a village, and how to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Link
from generator.plan import addresses, model


@dataclass(frozen=True)
class Line:
    """A thing to say or do, with the clauses that it rests on; `wrong` is what it takes the place of."""

    text: str
    clauses: Sequence[Link]
    wrong: str = ""


@dataclass(frozen=True)
class Part:
    """`own`: none of its lines rests on a clause, so that its heading says for all that they are advice."""

    id: str
    title: str
    lines: Sequence[Line]
    own: bool


@dataclass(frozen=True)
class Organisers(View):
    """`slides`: their address, or nothing where none are drawn."""

    template = "organisers.html"
    say: Part
    refrain: Part
    stages: Sequence[Part]
    printing: Part
    slides: str


def organisers(context: Context) -> list[Page]:
    told = context.rules.campaign
    if told is None:
        return []
    t = context.t
    refrain = [
        Line(context.say(each.right), context.clause_links(each.clauses), context.say(each.wrong))
        for each in told.refrain
    ]
    view = Organisers(
        say=_part("say", t["organisers_say"], _lines(context, told.say)),
        refrain=_part("refrain", t["organisers_refrain"], refrain),
        stages=[
            _part(f"stage-{number}", context.say(stage.title), _lines(context, stage.advice))
            for number, stage in enumerate(told.stages, 1)
        ],
        printing=_part("printing", t["organisers_printing"], _lines(context, told.printing)),
        slides=addresses.SLIDES if context.kits else "",
    )
    page = context.page("organisers", view, Nav("about", 4))
    return [replace(page, address=addresses.ORGANISERS, source="campaign.yml", weight=OVERVIEW)]


def _lines(context: Context, advice: Iterable[model.Advice]) -> list[Line]:
    return [Line(context.say(each.text), context.clause_links(each.clauses)) for each in advice]


def _part(name: str, title: str, lines: Sequence[Line]) -> Part:
    return Part(name, title, lines, not any(line.clauses for line in lines))
