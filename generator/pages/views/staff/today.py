"""What staff must know today: law since the document that changes what they do, a card each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Page, View
from generator.pages.views.parts import Later, Link
from generator.pages.views.staff.start import IN_STAFF
from generator.plan import addresses


@dataclass(frozen=True)
class Card:
    id: str
    title: str
    do: str
    later: Sequence[Later]
    duties: Sequence[Link]


@dataclass(frozen=True)
class Today(View):
    template = "today.html"
    cards: Sequence[Card]


def pages(context: Context) -> list[Page]:
    cards = [
        Card(
            id=news.id,
            title=context.say(news.title),
            do=context.say(news.do),
            later=context.later(news.later),
            duties=[Link(context.duties[name].title, context.duties[name].address) for name in news.duties],
        )
        for news in context.rules.staff.today
    ]
    page = context.page("news", Today(cards), IN_STAFF)
    return [replace(page, address=addresses.TODAY, weight=OVERVIEW)] if cards else []
