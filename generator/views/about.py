"""Pages about the site itself, and what stands at an address that does not exist."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from generator.views.pieces import OVERVIEW, Page, Pieces

STYLES = Path(__file__).parents[2] / "docs" / "assets" / "guide.css"
_TOKEN = re.compile(r"(--cp-[\w-]+): ([^;]+);(?: /\* (.+?) \*/)?")


def campaign(p: Pieces) -> Page:
    contacts = [p.contact(c) for c in p.rules.contacts]
    view = {
        "groups": p.help_groups,
        "contacts": contacts,
        "root": p.site_url if is_public(p.site_url) else "",
    }
    return Page(
        "campaign/",
        "campaign.html",
        p.t["campaign"],
        p.t["campaign_lead"],
        words=p.words("campaign"),
        view=view,
    )


def about(p: Pieces) -> Page:
    plan = p.rules.plan
    view = {
        "root": p.root,
        "about": p.says(plan.about),
        "corrections": p.says(plan.corrections),
        "version": plan.version,
        "reviewed": plan.reviewed.isoformat(),
        "issued": plan.issued.isoformat(),
        "number": plan.number,
    }
    return Page(
        "about/",
        "about.html",
        p.t["about"],
        p.t["about_lead"],
        words=p.words("about"),
        view=view,
    )


def privacy(p: Pieces) -> Page:
    return Page(
        "privacy/",
        "privacy.html",
        p.t["privacy"],
        p.t["privacy_lead"],
        words=p.words("privacy"),
        view={},
    )


def styleguide(p: Pieces) -> Page:
    """The tokens as the style sheet has them, and each component with a real thing in it."""
    _, benefit = next(iter(p.rules.benefits()))
    tokens = read_tokens(STYLES.read_text(encoding="utf-8"))
    view = {
        "colours": [token for token in tokens if token["dark"]],
        "sizes": [token for token in tokens if not token["dark"]],
        "groups": p.groups,
        "emergency": p.contacts(p.rules.plan.emergency),
        "guide": p.card(benefit),
        "phrase": p.phrase(benefit.id),
        "duty": next(duty for duty in p.duties if duty["when"]),
        "roles": [{"mark": p.say(role.mark)} for role in p.rules.plan.roles],
    }
    return Page("styleguide/", "styleguide.html", p.t["styleguide"], p.t["styleguide_lead"], view=view, weight=OVERVIEW)


def read_tokens(css: str) -> list[dict[str, str]]:
    """The custom properties `--cp-…` of a style sheet: name, value, value in the dark scheme or "", comment."""
    light, dark = (
        css.partition(start)[2].partition("}")[0] for start in (":root {", '[data-md-color-scheme="slate"] {')
    )
    values = {name: value for name, value, _ in _TOKEN.findall(dark)}
    return [
        {"name": name, "light": value, "dark": values.get(name, ""), "comment": comment}
        for name, value, comment in _TOKEN.findall(light)
    ]


def lost(p: Pieces, root: str) -> Page:
    """What stands at an address that does not exist. `root`: absolute path, since its depth is unknown."""
    view = {"root": root, "emergency": p.contacts(p.rules.plan.emergency)}
    return Page("404.html", "lost.html", p.t["lost_title"], p.t["lost_text"], view=view)


def is_public(site_url: str) -> bool:
    """Whether the address is one that a poster may carry, not that of this machine."""
    return urlsplit(site_url).hostname not in (None, "127.0.0.1", "localhost")
