"""Pages about the site itself, and what stands at an address that does not exist."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.bundle import Bundle
from checker.fact import Answer
from generator import ROOT
from generator.logic.releases import Change, compare
from generator.pages.views.context import Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Card, Contact, Duty, Group
from generator.pages.wording import Phrase
from generator.plan import addresses
from generator.plan.languages import LANGUAGES

STYLES = ROOT / "docs" / "assets" / "guide.css"
ICONS = ROOT / "generator" / "pages" / "templates" / "icons"
_TOKEN = re.compile(r"(--cp-[\w-]+): ([^;]+);(?: /\* (.+?) \*/)?")


def pages(context: Context) -> list[Page]:
    return [about(context), changes(context), privacy(context), styleguide(context)]


@dataclass(frozen=True)
class About(View):
    """`data`: the names of the data files."""

    template = "about.html"
    about: Sequence[str]
    corrections: Sequence[str]
    data: Sequence[str]


def about(context: Context) -> Page:
    plan = context.rules.plan
    view = About(context.says(plan.about), context.says(plan.corrections), addresses.DATA)
    return context.page("about", view, Nav("about", 1))


@dataclass(frozen=True)
class ShownChange:
    """What became of a benefit or duty. The address is empty if it is no more; families are answers in words."""

    kind: str
    title: str
    address: str
    gains: Sequence[str]
    everyone_gains: bool
    loses: Sequence[str]
    everyone_loses: bool
    judged: Sequence[str]
    fields: Sequence[str]


@dataclass(frozen=True)
class ChangesOfKind:
    kind: str
    title: str
    changes: Sequence[ShownChange]


@dataclass(frozen=True)
class ChangesForAudience:
    title: str
    kinds: Sequence[ChangesOfKind]


@dataclass(frozen=True)
class Version:
    """`before`: the version that it is compared with, or nothing."""

    id: str
    date: str
    text: str
    before: str
    audiences: Sequence[ChangesForAudience]


@dataclass(frozen=True)
class Changes(View):
    template = "changes.html"
    version: str
    versions: Sequence[Version]


def changes(context: Context) -> Page:
    """What each version of the rules changed against the one before."""
    current = context.checked.compiled
    bundles = {bundle.version: bundle for bundle in context.checked.releases} | {current.version: current}
    versions = []
    listed = context.rules.plan.versions
    for version, before in itertools.zip_longest(listed, listed[1:]):
        new, old = bundles[version.id], bundles[before.id] if before else None
        compared = compare(old, new) if old else []
        versions.append(
            Version(
                id=version.id,
                date=version.date.isoformat(),
                text=context.say(version.text),
                before=before.id if before else "",
                audiences=[
                    ChangesForAudience(
                        context.t[f"changes_{kind}"],
                        _by_kind(context, [change for change in compared if change.outcome.kind == kind], new, old),
                    )
                    for kind in ("benefit", "duty")
                ],
            )
        )
    page = context.page("changes", Changes(current.version, versions), Nav("about", 2))
    return replace(page, weight=0.3, repeats=True)


def _by_kind(context: Context, changes: Sequence[Change], new: Bundle, old: Bundle | None) -> list[ChangesOfKind]:
    groups = [
        ChangesOfKind(
            kind,
            context.t[f"changes_{kind}"],
            [_change(context, change, new, old or new) for change in changes if change.kind == kind],
        )
        for kind in ("added", "removed", "condition", "work", "wording")
    ]
    return [group for group in groups if group.changes]


def _change(context: Context, change: Change, new: Bundle, old: Bundle) -> ShownChange:
    outcome = change.outcome
    address_of = {"benefit": addresses.guide, "duty": addresses.duty}[outcome.kind]
    known = outcome.id in context.checked.benefits or outcome.id in context.duties

    def said(family: Mapping[str, Answer] | None) -> list[str]:
        return [
            (new if name in new.index else old).fact(name).statement(answer, context.language.code)
            for name, answer in (family or {}).items()
        ]

    return ShownChange(
        kind=change.kind,
        title=outcome.text["title"][context.language.code],
        address=address_of(outcome.id) if known else "",
        gains=said(change.gains),
        everyone_gains=change.gains == {},
        loses=said(change.loses),
        everyone_loses=change.loses == {},
        judged=said(change.judged),
        fields=[context.t[f"changes_field_{field}"] for field in change.fields],
    )


@dataclass(frozen=True)
class OfflinePart:
    """What may be on a device, as service_worker.mjs has it: `sizes` names the parts that come together."""

    id: str
    name: str
    sizes: str


@dataclass(frozen=True)
class Privacy(View):
    template = "privacy.html"
    parts: Sequence[OfflinePart]


def privacy(context: Context) -> Page:
    own = context.language.code
    languages = [OfflinePart(own, context.t[f"offline_{own}"], f"shared {own}")]
    languages += [OfflinePart(code, context.t[f"offline_{code}"], code) for code in LANGUAGES if code != own]
    few = [(f"{own}-{part}", context.t[f"offline_{part}"]) for part in ("duties", "staff")] if context.duties else []
    others = [OfflinePart(part, name, part) for part, name in few]
    programs = [OfflinePart(name, context.t[f"offline_{name}"], name) for name in ("docx", "python")]
    view = Privacy([*languages, *others, *programs])
    return context.page("privacy", view, Nav("about", 3))


@dataclass(frozen=True)
class Token:
    """A custom property `--cp-…` of the style sheet; `dark` is its value in the dark scheme, or nothing."""

    name: str
    light: str
    dark: str
    comment: str


@dataclass(frozen=True)
class Styleguide(View):
    template = "styleguide.html"
    colours: Sequence[Token]
    spaces: Sequence[Token]
    sizes: Sequence[Token]
    icons: Sequence[str]
    groups: Sequence[Group]
    emergency: Sequence[Contact]
    guide: Card
    phrase: Phrase
    duty: Duty
    marks: Sequence[str]


def styleguide(context: Context) -> Page:
    """The tokens as the style sheet has them, and each component with a real thing in it."""
    _, benefit = next(iter(context.rules.benefits()))
    tokens = read_tokens(STYLES.read_text(encoding="utf-8"))
    view = Styleguide(
        colours=[token for token in tokens if token.dark],
        spaces=[token for token in tokens if token.name.startswith("--cp-space")],
        sizes=[token for token in tokens if not token.dark and not token.name.startswith("--cp-space")],
        icons=sorted(path.stem for path in ICONS.glob("*.svg")),
        groups=context.groups,
        emergency=context.contacts(context.rules.plan.emergency),
        guide=context.card(benefit),
        phrase=context.phrase(benefit.id),
        duty=next(duty for duty in context.duties.values() if duty.when),
        marks=context.says(role.mark for role in context.rules.plan.roles),
    )
    return replace(context.page("styleguide", view, Nav()), apart=True)


def read_tokens(css: str) -> list[Token]:
    light, dark = (
        css.partition(start)[2].partition("}")[0] for start in (":root {", '[data-md-color-scheme="slate"] {')
    )
    values = {name: value for name, value, _ in _TOKEN.findall(dark)}
    return [Token(name, value, values.get(name, ""), comment) for name, value, comment in _TOKEN.findall(light)]


def colours() -> dict[str, str]:
    """The light value of each token of the site's style sheet."""
    return {token.name: token.light for token in read_tokens(STYLES.read_text(encoding="utf-8"))}


def app(context: Context) -> dict[str, Any]:
    """What a device wants to know to install the site among its apps: a web application manifest."""
    icons = [("favicon.svg", "any", "any"), ("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons += [("icon-maskable-512.png", "512x512", "maskable")]
    return {
        "name": context.say(context.rules.plan.short),
        "short_name": context.t["app_name"],
        "description": context.say(context.rules.plan.lead_in),
        "lang": context.language.code,
        "start_url": "./",
        "scope": context.language.up or "./",  # the other languages are no other app
        "display": "standalone",
        "theme_color": colours()["--cp-brand"],
        "background_color": colours()["--cp-page"],
        "icons": [{"src": f"assets/{name}", "sizes": sizes, "purpose": purpose} for name, sizes, purpose in icons],
    }


@dataclass(frozen=True)
class Lost(View):
    """`home`: the absolute path of the home page, since the depth of the address that was asked for is unknown."""

    template = "lost.html"
    home: str
    emergency: Sequence[Contact]


def lost(context: Context, home: str) -> Page:
    """What stands at an address that does not exist."""
    view = Lost(home, context.contacts(context.rules.plan.emergency))
    return Page(addresses.LOST, view, context.t["lost_title"], context.t["lost_text"])
