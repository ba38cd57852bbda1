"""What passes from one bearer to another: whom a duty has told, and whose turn is next in the same case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.plan import model
from generator.plan.folder import Rules


@dataclass(frozen=True)
class Handover:
    """`givers` have done `duty`; `takers` are told of it, or do what comes next: `then` is the duty they take up."""

    kind: Literal["report", "next"]
    duty: model.Duty
    givers: Sequence[str]
    takers: Sequence[str]
    then: model.Duty | None

    def passes(self, giver: set[str], taker: set[str]) -> bool:
        """Whether it goes from one to the other: ids of a unit, and of the bearers among whom it is."""
        return bool(giver & set(self.givers) and taker & set(self.takers))


def handovers(rules: Rules) -> list[Handover]:
    """All of them, in the document's order."""
    duties = [duty for _, duty in rules.duties()]
    return [found for duty in duties for found in _after(duty, duties)]


def _after(duty: model.Duty, duties: Sequence[model.Duty]) -> Iterator[Handover]:
    givers = [str(name) for name in duty.bearers.all()]
    following = [each for each in duties if duty.id in each.follows]
    if duty.report_to:
        then = (each for each in following if set(each.bearers.all()) & set(duty.report_to))
        yield Handover("report", duty, givers, [str(name) for name in duty.report_to], next(then, None))
    for after in following:
        takers = [str(name) for name in after.bearers.explicit]
        # a bearer of both hands nothing over, and who is only implied for the second was not meant to take it up
        if takers and not set(takers) <= set(duty.report_to) and not set(givers) & set(after.bearers.all()):
            yield Handover("next", duty, givers, takers, after)
