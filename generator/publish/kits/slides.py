"""The slides for an evening: danger first, then a matter a slide, what to remember, the numbers, and the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.pages import published
from generator.pages.site import Site
from generator.pages.views.campaign.topics import AREA, SITUATION, Topic, named
from generator.plan import model
from generator.publish.kits.marks import icon, qr

NUMBERS = 6
LINES = 2  # of what to remember, on a slide


def slides(site: Site, topics: Sequence[Topic]) -> list[dict[str, Any]]:
    """All slides of a language, each with a headline and what its kind shows; none without words for them."""
    told = site.checked.rules.campaign
    return list(_slides(site, told, topics)) if told else []


def icons(slides: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The drawings that the slides name."""
    return {slide["icon"]: icon(slide["icon"]) for slide in slides if "icon" in slide}


def _slides(site: Site, told: model.CampaignFile, topics: Sequence[Topic]) -> Iterator[dict[str, Any]]:
    context, t = site.context, site.interface
    words, rules = told.slides, context.rules
    yield {"kind": "cover", "headline": context.say(words.title), "text": context.say(words.lead)}
    yield {"kind": "danger", "headline": t["in_danger"], "calls": _calls(site, rules.plan.emergency)}
    kind = SITUATION if rules.situations else AREA
    for topic in (topic for topic in topics if topic.kind == kind):
        alarms = site.language.any_of[0].join(call.number for call in topic.calls if call.danger)
        go = t["kit_message_danger"].replace("{numbers}", alarms) if alarms else ""
        yield {
            "kind": "matter",
            "headline": topic.headline,
            "text": topic.words,
            "go": go or t["kit_message_go"].replace("{where}", topic.where),
            "urgent": bool(alarms),
            "icon": topic.icon,
            "calls": [vars(call) for call in topic.calls[:2]],
            **_code(site, topic.address),
        }
    lines = context.says(each.text for each in told.say)
    for start in range(0, len(lines), LINES):
        remember = context.say(words.remember)
        yield {"kind": "remember", "headline": remember, "lines": lines[start : start + LINES]}
    most = named(benefit for _, benefit in rules.benefits())
    few = list(dict.fromkeys([*rules.plan.emergency, *rules.helplines, *most]))[:NUMBERS]
    yield {"kind": "numbers", "headline": t["slides_numbers"], "calls": _calls(site, few)}
    yield {"kind": "closing", "headline": context.say(words.closing), **_code(site, published.TOP)}


def _calls(site: Site, contacts: Sequence[str]) -> list[dict[str, Any]]:
    danger = site.checked.rules.plan.emergency
    shown = ((name, site.context.contacts_by_id[name]) for name in contacts)
    return [
        {"number": contact.number, "title": site.context.say(contact.title), "danger": name in danger}
        for name, contact in shown
    ]


def _code(site: Site, address: str) -> dict[str, str]:
    full = site.poster(address)
    return {"qr": qr(full) if full else "", "address": full.partition("://")[2]}
