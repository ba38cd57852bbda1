"""The page for campaigns: what to print, what to send, what to read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.pages.graph import ACROSS
from generator.pages.views.campaign.forms import DESIGNS
from generator.pages.views.campaign.topics import AREA, GUIDE, SITUATION, Topic, topics
from generator.pages.views.context import Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Contact, Link, Named
from generator.plan import addresses

MOST_FINISHED = 3  # posters shown first of all

# What stands beside the posters of a topic, and the key of its name among the words of the pages.
FILES = (
    ("posters-a3.pdf", "kit_a3"),
    ("posters-print-shop.pdf", "kit_print_shop"),
    ("leaflet-a5.pdf", "kit_leaflet"),
    ("cards.pdf", "kit_cards"),
    ("phone-1080x1920.png", "kit_phone"),
    ("square-1080x1080.png", "kit_picture"),
    ("chat-900x383.png", "kit_chat"),
    ("poster.svg", "kit_svg"),
)


@dataclass(frozen=True)
class TopicGroup:
    id: str
    title: str
    topics: Sequence[Topic]


@dataclass(frozen=True)
class Campaign(View):
    """`kits`: whether posters and pictures stand beside the pages. `designs` and `files`: their names, and in words.

    `finished`: a topic with the design in which it is shown.
    """

    template = "campaign.html"
    kits: bool
    finished: Sequence[tuple[Topic, Named]]
    groups: Sequence[TopicGroup]
    designs: Sequence[Named]
    files: Sequence[Named]
    contacts: Sequence[Contact]
    organisers: Link | None


def campaign(context: Context) -> Page:
    t, found = context.t, topics(context)
    designs = [Named(name, t[f"kit_{name}"]) for name in DESIGNS]
    view = Campaign(
        kits=context.kits,
        finished=list(zip(found[:MOST_FINISHED], designs, strict=False)),
        groups=_groups(context, found),
        designs=designs,
        files=[Named(name, t[key]) for name, key in FILES],
        contacts=[context.contact(contact) for contact in context.rules.contacts],
        organisers=Link(t["organisers"], addresses.ORGANISERS) if context.rules.campaign else None,
    )
    return context.page("campaign", view, Nav("about", 4))


def _groups(context: Context, found: Sequence[Topic]) -> list[TopicGroup]:
    """What people come with, then each area with its guides."""
    situations = [topic for topic in found if topic.kind == SITUATION]
    groups = [TopicGroup("situations", context.t["kit_situations"], situations)]
    by_address = {topic.address: topic for topic in found if topic.kind in (GUIDE, AREA)}
    for area in context.rules.areas:
        guides = [addresses.guide(benefit.id) for of, benefit in context.rules.benefits() if of is area]
        within = [by_address[address] for address in (addresses.area(area.id), *guides)]
        groups.append(TopicGroup(area.id, context.say(area.title), within))
    rest = [by_address[addresses.guide(benefit.id)] for of, benefit in context.rules.benefits() if of is None]
    groups.append(TopicGroup(ACROSS, context.t["across"], rest))
    return [group for group in groups if group.topics]
