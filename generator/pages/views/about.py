"""Pages about the site itself, and what stands at an address that does not exist."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from checker.api import statement
from checker.bundle import Answer, Bundle
from generator import ROOT
from generator.logic.releases import Change, compare
from generator.pages.views.pieces import OVERVIEW, Page, Pieces
from generator.plan.model import LANGUAGES

STYLES = ROOT / "docs" / "assets" / "guide.css"
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


def changes(p: Pieces) -> Page:
    """What each version of the rules changed against the one before."""
    bundle = p.compiled
    bundles = {each.version: each for each in p.releases} | {bundle.version: bundle}
    versions = []
    for version, before in itertools.zip_longest(p.rules.plan.versions, p.rules.plan.versions[1:]):
        found = compare(bundles[before.id], bundles[version.id]) if before else []
        told = [_change(p, each, bundles[version.id], bundles[before.id]) for each in found]
        versions.append(
            {
                "id": version.id,
                "date": version.date.isoformat(),
                "text": p.say(version.text),
                "before": before.id if before else "",
                "audiences": [
                    {"title": p.t[f"changes_{who}"], "kinds": _by_kind(p, [t for t in told if t["for"] == who])}
                    for who in ("benefit", "duty")
                ],
            }
        )
    view = {"version": bundle.version, "versions": versions}
    return Page(
        "changes/",
        "changes.html",
        p.t["changes"],
        p.t["changes_lead"],
        words=p.words("changes"),
        view=view,
        weight=0.3,
        repeats=True,
    )


def _by_kind(p: Pieces, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = ("added", "removed", "condition", "work", "wording")
    groups = [{"kind": k, "title": p.t[f"changes_{k}"], "changes": [t for t in told if t["kind"] == k]} for k in kinds]
    return [group for group in groups if group["changes"]]


def _change(p: Pieces, change: Change, new: Bundle, old: Bundle) -> dict[str, Any]:
    outcome = change.outcome
    addresses = {"benefit": f"guides/{outcome.id}/", "duty": f"duties/#{outcome.id}"}
    known = outcome.id in p.benefits or outcome.id in p.duty_views

    def said(family: Mapping[str, Answer] | None) -> list[str]:
        return [
            statement((new if name in new.index else old).fact(name), answer, p.language)
            for name, answer in (family or {}).items()
        ]

    return {
        "for": outcome.kind,
        "kind": change.kind,
        "title": outcome.text["title"][p.language],
        "address": addresses[outcome.kind] if known else "",
        "gains": said(change.gains),
        "everyone_gains": change.gains == {},
        "loses": said(change.loses),
        "everyone_loses": change.loses == {},
        "judged": said(change.judged),
        "fields": [p.t[f"changes_field_{field}"] for field in change.fields],
    }


def privacy(p: Pieces) -> Page:
    return Page(
        "privacy/",
        "privacy.html",
        p.t["privacy"],
        p.t["privacy_lead"],
        words=p.words("privacy"),
        view={"language": p.language, "parts": _parts(p)},
    )


def _parts(p: Pieces) -> list[dict[str, str]]:
    """What may be on a device, as service_worker.mjs has it: `sizes` names the parts that come together."""
    languages = sorted(LANGUAGES, key=lambda code: code != p.language)
    parts = [{"id": code, "name": p.t[f"offline_{code}"], "sizes": code} for code in languages]
    parts[0]["sizes"] = f"shared {p.language}"
    return [*parts, {"id": "python", "name": p.t["offline_python"], "sizes": "python"}]


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
    return Page(
        "styleguide/",
        "styleguide.html",
        p.t["styleguide"],
        p.t["styleguide_lead"],
        view=view,
        weight=OVERVIEW,
        repeats=True,
    )


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


def colours() -> dict[str, str]:
    """The light value of each token of the site's style sheet."""
    return {token["name"]: token["light"] for token in read_tokens(STYLES.read_text(encoding="utf-8"))}


def lost(p: Pieces, root: str) -> Page:
    """What stands at an address that does not exist. `root`: absolute path, since its depth is unknown."""
    view = {"root": root, "emergency": p.contacts(p.rules.plan.emergency)}
    return Page("404.html", "lost.html", p.t["lost_title"], p.t["lost_text"], view=view)


def is_public(site_url: str) -> bool:
    """Whether the address is one that a poster may carry, not that of this machine."""
    return urlsplit(site_url).hostname not in (None, "127.0.0.1", "localhost")
