"""What a page says of itself in the words of schema.org, as JSON-LD. People can read all of it on the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from generator.pages.linked.cpsv import authorities
from generator.pages.render import relative
from generator.pages.views.context import Context
from generator.pages.views.family import Home
from generator.pages.views.guide import Guide, errand
from generator.pages.views.page import Page
from generator.plan import addresses, model

# In the page itself: nobody has to ask another host what the words mean.
_WORDS = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "item": {"@type": "@id"}}
_BELOW = ("areas", "units")  # lists, each entry of which has a page that leads back to the list

Link = Callable[[str], str]
Thing = dict[str, Any]


def described(context: Context, page: Page, root: str) -> str:
    """The JSON-LD for a page, or nothing where there is none to say.

    `root`: the address of the language's home page; without one links are relative to the page.
    """

    def link(address: str) -> str:
        return root + address if root else relative(address, page.address)

    things: list[Thing] = []
    if isinstance(page.view, Home):
        things.append(_site(context, link))
    elif isinstance(page.view, Guide):
        benefit = context.checked.benefits[page.view.id]
        area = [(page.view.area.title, page.view.area.address)] if page.view.area else []
        trail = [(context.t["guides"], addresses.page("guides")), *area]
        things += [_service(context, benefit, link), _questions(context, benefit), _trail([*trail, _end(page)], link)]
    for name in _BELOW:
        start = addresses.page(name)
        if page.address.startswith(start) and page.address != start:
            things.append(_trail([(context.t[name], start), _end(page)], link))
    if not things:
        return ""
    said = {"@context": _WORDS, "@graph": things}
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")  # it stands in a script, which no text may end


def _site(context: Context, link: Link) -> Thing:
    plan = context.rules.plan
    return {
        "@type": "WebSite",
        "name": context.say(plan.short),
        "description": context.say(plan.lead_in),
        "inLanguage": context.language.code,
        "url": link(addresses.HOME),
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": context.say(plan.title),
            "identifier": plan.number,
            "datePublished": plan.issued.isoformat(),
        },
    }


def _service(context: Context, benefit: model.Benefit, link: Link) -> Thing:
    what = errand(context, benefit)
    phones = [
        {"@type": "ContactPoint", "name": each.title, "telephone": each.number}
        for each in context.contacts(benefit.contacts)
    ]
    return {
        "@type": "GovernmentService",
        "name": context.say(benefit.title),
        "description": context.say(benefit.summary),
        "url": link(addresses.guide(benefit.id)),
        "areaServed": {"@type": "AdministrativeArea", "name": context.say(context.rules.plan.place)},
        "audience": {"@type": "Audience", "audienceType": context.line(benefit.id)},
        "provider": [
            {"@type": "Organization", "name": context.say(unit.name), "url": link(addresses.unit(unit.id))}
            for unit in authorities(context.checked, benefit)
        ],
        "serviceOutput": [{"@type": "Thing", "name": text} for text in context.says(benefit.gives)],
        "availableChannel": {"@type": "ServiceChannel", "name": what["where"], "servicePhone": phones},
    }


def _questions(context: Context, benefit: model.Benefit) -> Thing:
    """The headings of a guide that ask something, with what stands below them."""
    t = context.t
    answers = {
        t["next"]: context.says(benefit.next),
        t["who_for"]: [t["who_help"], context.line(benefit.id)],
        t["gives"]: context.says(benefit.gives),
    }
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": "\n".join(lines)}}
            for asked, lines in answers.items()
        ],
    }


def _trail(steps: Sequence[tuple[str, str]], link: Link) -> Thing:
    """The way to a page, as it stands above its title."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": name, "item": link(address)}
            for i, (name, address) in enumerate(steps, 1)
        ],
    }


def _end(page: Page) -> tuple[str, str]:
    return page.title, page.address
