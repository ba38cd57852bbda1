"""What several pages show, as templates/parts.html reads it. Texts still know the place where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.evaluate import APPLIES, DOES_NOT_APPLY, POSSIBLE
from generator.pages.glossary import Explained
from generator.pages.wording import Phrase

# Metadata of a field that is for staff: the check for plain words does not look into it.
FOR_STAFF: Mapping[str, bool] = {"for_staff": True}

STATUSES = (APPLIES, POSSIBLE, DOES_NOT_APPLY)

Text = str | Explained


@dataclass(frozen=True)
class Link:
    """The title is the name of something else: the check for plain words does not look at it."""

    title: str
    address: str


@dataclass(frozen=True)
class Named:
    id: str
    title: str


@dataclass(frozen=True)
class Filter:
    """By what rows are chosen: `name` as their `data-` attribute has it; `options`: values, and how each is called."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LinkedText:
    """A text about what the link leads to."""

    link: Link
    text: str


@dataclass(frozen=True)
class Contact:
    """A telephone number, with the clause or else the document that gives it."""

    number: str
    title: str
    use: str
    clause: Link | None
    reference: Link | None


@dataclass(frozen=True)
class Bearers:
    explicit: Sequence[Link]
    implied: Sequence[Link]


@dataclass(frozen=True)
class Later:
    """What law outside the document says; `checked` is the month in which it was looked up."""

    reference: Link
    number: str | None
    dated: str
    checked: str
    text: Text


@dataclass(frozen=True)
class Review:
    date: str
    against: str


@dataclass(frozen=True)
class Status:
    """A status by its key, and in words."""

    status: str
    label: str


@dataclass(frozen=True)
class Card:
    """A benefit in short; `who` is its condition on one line."""

    id: str
    title: str
    address: str
    summary: str
    who: str


@dataclass(frozen=True)
class Duty:
    """`when` is the condition as nested phrases, `when_line` on one line; `units` are the ids of all who have it.

    `limit` is the time limit as a list tells it, `notes` what a line says besides: the limit, whom to report to.
    """

    id: str
    title: str
    address: str
    summary: str
    when: Phrase | None
    when_line: str
    trigger: str
    deadline: str
    reading: str
    limit: str
    notes: Sequence[str]
    report_to: Sequence[Link]
    next: Sequence[str]
    bearers: Bearers
    units: Sequence[str]
    clauses: Sequence[Link]
    benefits: Sequence[Link]
    evidence: str
    note: str
    later: Sequence[Later]
    area: Link | None


@dataclass(frozen=True)
class Group:
    """Benefits and duties of an area, or of none."""

    id: str
    link: Link | None
    title: str
    icon: str
    summary: str
    benefits: Sequence[Card]
    duties: Sequence[Duty] = field(metadata=FOR_STAFF)


@dataclass(frozen=True)
class Responsible:
    """The units that bear one role in an area, and the clause that says so."""

    role: str
    text: str
    note: str
    clause: Link
    units: Sequence[Link]


@dataclass(frozen=True)
class Principle:
    title: str
    text: str
    note: str
    clauses: Sequence[Link]


@dataclass(frozen=True)
class Clause:
    """`official` is the official wording: empty where it is not the locked one, None if there is none at hand.

    `units`: the names of those who must act on it.
    """

    id: str
    number: str
    text: str
    note: str
    official: str | None
    benefits: Sequence[Link]
    duties: Sequence[Link]
    principles: Sequence[str]
    units: Sequence[str] = field(metadata=FOR_STAFF)


@dataclass(frozen=True)
class Item:
    locator: str
    number: str
    title: str
    note: str
    benefits: Sequence[Card]
    duties: Sequence[Duty] = field(metadata=FOR_STAFF)
    principles: Sequence[Principle]
    clauses: Sequence[Clause]


@dataclass(frozen=True)
class Meaning:
    """What a term in a condition means."""

    link: Link
    means: Phrase
