"""Pages about the site itself, and what stands at an address that does not exist."""

from __future__ import annotations

from urllib.parse import urlsplit

from generator.views.pieces import Page, Pieces


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


def lost(p: Pieces, root: str) -> Page:
    """What stands at an address that does not exist. `root`: absolute path, since its depth is unknown."""
    view = {"root": root, "emergency": p.contacts(p.rules.plan.emergency)}
    return Page("404.html", "lost.html", p.t["lost_title"], p.t["lost_text"], view=view)


def is_public(site_url: str) -> bool:
    """Whether the address is one that a poster may carry, not that of this machine."""
    return urlsplit(site_url).hostname not in (None, "127.0.0.1", "localhost")
