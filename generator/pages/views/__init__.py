"""The model as pages see it: for every page of a language one object with its address, its template and its view."""

from __future__ import annotations

from generator.pages.drills import view as drills
from generator.pages.views import about, duties, family, source, staff, units
from generator.pages.views.campaign.organisers import organisers
from generator.pages.views.campaign.page import campaign
from generator.pages.views.context import Context
from generator.pages.views.page import Page


def pages(context: Context) -> list[Page]:
    """All pages of one language, in the order of the sitemap."""
    return [
        *family.pages(context),
        *duties.pages(context),
        *units.pages(context),
        *source.pages(context),
        *staff.pages(context),
        drills.drills(context),
        campaign(context),
        *organisers(context),
        *about.pages(context),
    ]
