"""What passes between any two units: a matrix, and each of it in words, to be filtered by who gives and who takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.logic.handovers import Handover, handovers
from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Page, View
from generator.pages.views.parts import Filter, Link
from generator.pages.views.staff.start import IN_STAFF
from generator.plan import addresses


@dataclass(frozen=True)
class Row:
    """`from_all` and `to_all` are the ids of all who give and take, those who are among the bearers included."""

    kind: str
    givers: Sequence[Link]
    takers: Sequence[Link]
    from_all: Sequence[str]
    to_all: Sequence[str]
    duty: Link
    limit: str
    then: Link | None


@dataclass(frozen=True)
class Line:
    """A giver, with how many things pass to each taker."""

    giver: Link
    counts: Sequence[int]


@dataclass(frozen=True)
class Handovers(View):
    template = "handovers.html"
    filters: Sequence[Filter]
    columns: Sequence[Link]
    lines: Sequence[Line]
    rows: Sequence[Row]


def pages(context: Context) -> list[Page]:
    passed = handovers(context.rules)
    rows = [_row(context, each) for each in passed]
    giving = [unit.id for unit in context.rules.units if any(unit.id in each.givers for each in passed)]
    taking = [unit.id for unit in context.rules.units if any(unit.id in each.takers for each in passed)]

    def count(giver: str, taker: str) -> int:
        return 0 if giver == taker else sum(each.passes({giver}, {taker}) for each in passed)

    view = Handovers(
        filters=[
            context.filter_of_units("from", context.t["handovers_from"], set(chain(*(row.from_all for row in rows)))),
            context.filter_of_units("to", context.t["handovers_to"], set(chain(*(row.to_all for row in rows)))),
        ],
        columns=context.unit_links(taking),
        lines=[Line(context.unit_link(giver), [count(giver, taker) for taker in taking]) for giver in giving],
        rows=rows,
    )
    page = context.page("handovers", view, IN_STAFF)
    return [replace(page, address=addresses.HANDOVERS, weight=OVERVIEW, repeats=True)]


def _row(context: Context, handover: Handover) -> Row:
    return Row(
        kind=handover.kind,
        givers=context.unit_links(name for name in handover.givers if list(handover.takers) != [name]),
        takers=context.unit_links(handover.takers),
        from_all=context.all_among(handover.givers),
        to_all=context.all_among(handover.takers),
        duty=context.duty_link(handover.duty),
        limit=context.duties[handover.duty.id].limit,
        then=context.duty_link(handover.then) if handover.then else None,
    )
