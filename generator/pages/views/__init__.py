"""The model as pages see it: for every page of a language one object with its address, its template and its view."""

from __future__ import annotations

from generator.pages.views import about, duties, family, ledger, source
from generator.pages.views.pieces import Page, Pieces
from generator.pages.views.proof import proof


def pages(p: Pieces) -> list[Page]:
    """All pages of one language."""
    return [
        family.home(p),
        family.check(p),
        family.guides(p),
        *(family.guide(p, area, item, b) for area, item in p.rules.numbered_items() for b in item.benefits),
        duties.areas(p),
        *(duties.area(p, area) for area in p.rules.areas),
        duties.matrix(p),
        duties.duty_list(p),
        duties.units(p),
        *(duties.unit(p, unit) for unit in p.rules.units),
        source.plan(p),
        ledger.ledger(p),
        source.terms(p),
        source.graph(p),
        source.references(p),
        proof(p),
        duties.staff(p),
        about.campaign(p),
        about.about(p),
        about.changes(p),
        about.privacy(p),
        about.styleguide(p),
    ]
