"""What may be answered to a fact of the rules: its type is the checker's own class."""

from __future__ import annotations

from collections.abc import Sequence

from checker.fact import TYPES, Fact
from generator.plan import model


def domain(fact: model.Fact, cuts: Sequence[int] = ()) -> Fact:
    """The fact as the checker has it. Classes of a number begin at `cuts`."""
    values = tuple(str(choice.id) for choice in fact.values)
    return TYPES[fact.type](str(fact.id), str(fact.group), values, tuple(cuts), fact.minimum, fact.maximum)
