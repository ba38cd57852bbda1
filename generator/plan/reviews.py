"""When each entry was last compared with the document, when that is due again, and what is overdue.

The interval is `review_months` in plan.yml; without it nothing ever falls due.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TypeAlias

from dateutil.relativedelta import relativedelta

from generator.plan import model
from generator.plan.folder import Rules
from generator.plan.load import Place

LAST_SECOND = 2**32 - 1  # after 1970, that compressed files can hold as their date


class DayError(ValueError):
    """SOURCE_DATE_EPOCH is no day."""


Entry: TypeAlias = model.PlanFile | model.Act | model.Unit


@cache
def build_day() -> date:
    """The day of this build: that of SOURCE_DATE_EPOCH where it is set, or else today's, by UTC.

    It is read once a process, since the hook sets that variable for MkDocs later on. Raises DayError.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).date()
    if not epoch.isdecimal() or len(epoch) > 10 or int(epoch) > LAST_SECOND:
        raise DayError(f"SOURCE_DATE_EPOCH is {epoch!r} and must be seconds since 1970, at most {LAST_SECOND}")
    return datetime.fromtimestamp(int(epoch), UTC).date()


def reviewed_on(entry: Entry) -> date:
    return entry.reviewed if isinstance(entry, model.PlanFile) else entry.reviewed.date


def due_on(reviewed: date, months: int | None) -> date | None:
    """The same day so many months later, or the last of that month if it has no such day; None if never."""
    if months is None:
        return None
    try:
        due: date = reviewed + relativedelta(months=months)
    except ValueError:  # after the last year that a date can have
        return None
    return due


@dataclass(frozen=True)
class Overdue:
    """An entry that should have been compared with the document again by the day `due`. `place` is that of its date."""

    place: Place
    entry: Entry
    reviewed: date
    due: date

    def __str__(self) -> str:
        return f"{self.place}: {self.entry.id!s} was last reviewed {self.reviewed}; the next review was due {self.due}"


def overdue(rules: Rules, day: date) -> list[Overdue]:
    """What is overdue on a day, the plan itself first. On the day on which it is due, an entry is not overdue yet."""
    entries: list[Entry] = [rules.plan]
    entries += [benefit for _, benefit in rules.benefits()]
    entries += [duty for _, duty in rules.duties()]
    entries += rules.units
    dates = [(entry, reviewed_on(entry)) for entry in entries]
    return [
        Overdue(_place(rules, entry), entry, reviewed, due)
        for entry, reviewed in dates
        if (due := due_on(reviewed, rules.plan.review_months)) and due < day
    ]


def _place(rules: Rules, entry: Entry) -> Place:
    """Where the day stands on which the entry was last reviewed."""
    [document] = (each for each in rules.files.values() if each.file == entry.id.place.file)
    owner = next(path[:-1] for path, place in document.places.items() if place == entry.id.place)
    return document.place((*owner, "reviewed", "date"))
