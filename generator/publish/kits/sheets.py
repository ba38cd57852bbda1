"""All that is drawn for a site, and what the layouts read of it: kits of topics, slides, pictures of pages.

A layout reads `data`: what all have (`_common`), and the words of one topic, slide or page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.pages.site import Site
from generator.pages.views.about import colours
from generator.pages.views.campaign.forms import FORMS, SLIDES, TENTH, Form
from generator.pages.views.campaign.topics import Topic, topics
from generator.pages.views.context import HOUSE
from generator.pages.views.page import HEIGHT, WIDTH, Page, Preview
from generator.plan import addresses
from generator.plan.ui_text import TEMPLATES
from generator.publish.kits.draw import Sheet
from generator.publish.kits.marks import icon, qr
from generator.publish.kits.slides import icons, slides
from generator.publish.typesetting.words import words_of

Words = Mapping[str, Sequence[Sequence[str]]]  # of a headline: its clauses, and the words of each
PICTURE = Form("picture.png", ("page",), (WIDTH / 10, HEIGHT / 10), ppi=TENTH)
_SCENE = (  # the parts of the drawing of the home page, in the colours that the style sheet gives them there
    ("sun", "fill:none"),
    ("far", "fill:{hill}"),
    ("near", "fill:#a2bdb8"),
    ("wall", "fill:{warm-pale};stroke:{warm};stroke-width:3"),
    ("roof", "fill:{warm};stroke:{warm};stroke-width:6;stroke-linejoin:round"),
    ("door", "fill:{warm}"),
    ("window", "fill:{warm}"),
    ("tree", "fill:{brand};stroke:{brand};stroke-width:5;stroke-linecap:round"),
    ("elder", "fill:{brand}"),
    ("child", "fill:{sun};stroke:{warm};stroke-width:2"),
    ("child--2", "fill:{warm}"),
    ("arms", "fill:none;stroke:{brand};stroke-width:7;stroke-linecap:round"),
)


def sheets(sites: Sequence[Site]) -> list[Sheet]:
    """All that is drawn for the languages of a site. Raises RulesError."""
    chosen = {site.code: topics(site.context) for site in sites}
    shown = {site.code: pictured(site) for site in sites}
    talks = {site.code: slides(site, chosen[site.code]) for site in sites}
    titles = {
        code: [
            *(topic.headline for topic in chosen[code]),
            *(preview.title for _, preview in shown[code]),
            *(slide["headline"] for slide in talks[code]),
        ]
        for code in chosen
    }
    words = words_of(titles)
    found = []
    for site in sites:
        root, by_title = site.language.root, dict(zip(titles[site.code], words[site.code], strict=True))
        for topic, data in zip(chosen[site.code], of_topics(site, chosen[site.code], by_title), strict=True):
            found += [Sheet(root + addresses.kit(topic.id, form.name), form, data) for form in FORMS]
        for (page, _), data in zip(shown[site.code], of_pages(site, shown[site.code], by_title), strict=True):
            found.append(Sheet(root + addresses.picture(page.address), PICTURE, data))
        if talk := talks[site.code]:
            found.append(Sheet(root + addresses.SLIDES, SLIDES, of_slides(site, talk, by_title)))
    return found


def pictured(site: Site) -> list[tuple[Page, Preview]]:
    """The pages whose previews have a picture, which is none where nobody else has the site's address."""
    found = [(page, site.preview(page.address)) for page in site.pages]
    return [(page, preview) for page, preview in found if preview and preview.picture]


def of_topics(site: Site, topics: Sequence[Topic], words: Words) -> Iterator[dict[str, Any]]:
    """What the layouts read, for each of a language's topics."""
    common = _common(site)
    for topic in topics:
        address = site.poster(topic.address)
        yield common | {
            "kind": topic.kind,
            "clauses": words[topic.headline],
            "headline": topic.headline,
            "summary": topic.summary,
            "points": topic.points,
            "where": topic.where,
            "say": topic.say,
            "urgent": topic.urgent,
            "calls": [vars(call) for call in topic.calls],
            "qr": qr(address) if address else "",
            "address": address.partition("://")[2],
            "icon": icon(topic.icon),
        }


def of_pages(site: Site, pages: Sequence[tuple[Page, Preview]], words: Words) -> Iterator[dict[str, Any]]:
    """The same for the pictures of pages."""
    common = _common(site)
    for page, preview in pages:
        yield common | {
            "kind": "scene" if not page.icon else "family" if page.family else "staff",
            # The site's own name is one word where nothing tells its words apart.
            "clauses": words[preview.title] if page.address or site.language.spaced else [[preview.title]],
            "headline": preview.title,
            "summary": page.kind,
            "address": preview.url.partition("://")[2].partition("/")[0],
            "icon": icon(page.icon or HOUSE),
        }


def of_slides(site: Site, slides: Sequence[dict[str, Any]], words: Words) -> dict[str, Any]:
    """The same for the slides of a language."""
    named = [slide | {"clauses": words[slide["headline"]]} for slide in slides]
    first = named[0]
    return _common(site) | {
        "headline": first["headline"],
        "clauses": first["clauses"],
        "icon": icon(HOUSE),
        "icons": icons(slides),
        "address": "",
        "slides": named,
    }


def _common(site: Site) -> dict[str, Any]:
    """What all layouts read; what a sheet has nothing to say of is empty."""
    t, plan = site.interface, site.checked.rules.plan
    names = ("scan", "go", "say", "ask", "dial", "know", "there", "when", "office", "tear", "promise")
    texts = {name: t[f"kit_{name}"] for name in names}
    texts |= {
        "source": t["kit_source"].replace("{number}", plan.number).replace("{short}", site.name),
        "name": site.name,
    }
    tokens = {name: tone for name, tone in colours().items() if tone.startswith("#")}
    style = {
        name: value.format(**{key.removeprefix("--cp-"): tone for key, tone in tokens.items()})
        for name, value in _SCENE
    }
    rules = "".join(f".cp-scene__{name}{{{value}}}" for name, value in style.items())
    return {
        "lang": site.code,
        "spaced": site.language.spaced,
        "kind": "",
        "summary": "",
        "points": [],
        "where": "",
        "say": "",
        "urgent": False,
        "calls": [],
        "qr": "",
        "scene": (TEMPLATES / "scene.svg").read_text("utf-8").replace(">", f"><style>{rules}</style>", 1),
        "colours": tokens,
        "texts": texts,
    }
