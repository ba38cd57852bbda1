"""Pages for staff: the way in, what to do in a case, what a unit learns first, and what passes between units."""

from __future__ import annotations

from generator.pages.views.context import Context
from generator.pages.views.page import Page
from generator.pages.views.staff import cases, first_hour, handovers, report, start, today, training


def pages(context: Context) -> list[Page]:
    return [
        start.page(context),
        *report.pages(context),
        *handovers.pages(context),
        *today.pages(context),
        *training.pages(context),
        *cases.pages(context),
        *first_hour.pages(context),
    ]
