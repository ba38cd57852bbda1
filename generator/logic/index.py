"""The rules' entries by id, which every later stage of a check looks names up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from generator.plan import model
from generator.plan.folder import Rules
from generator.plan.load import Located, Place


class Entry(Protocol):
    @property
    def id(self) -> Located: ...


E = TypeVar("E", bound=Entry)


def by_id(entries: Iterable[E]) -> dict[str, E]:
    """The entries by id; of two with the same the first, as `audit.names` has told of the second."""
    found: dict[str, E] = {}
    for entry in entries:
        found.setdefault(str(entry.id), entry)
    return found


@dataclass(frozen=True, eq=False)  # two are the same only if they are one
class Index:
    rules: Rules

    @cached_property
    def facts(self) -> Mapping[str, model.Fact]:
        return by_id(self.rules.facts)

    @cached_property
    def terms(self) -> Mapping[str, model.Term]:
        return by_id(self.rules.terms)

    @cached_property
    def units(self) -> Mapping[str, model.Unit]:
        return by_id(self.rules.units)

    @cached_property
    def benefits(self) -> Mapping[str, model.Benefit]:
        return by_id(benefit for _, benefit in self.rules.benefits())

    @cached_property
    def acts(self) -> Mapping[str, model.Act]:
        """Benefits, then duties."""
        return by_id(self.rules.acts())

    @property
    def plan_place(self) -> Place:
        """Where errors point that are about the rules as a whole."""
        return Place(self.rules.files["plan.yml"].file)

    def place(self, name: str) -> Place:
        """Where the fact, term, benefit or duty stands."""
        entry: Entry = self.facts.get(name) or self.terms.get(name) or self.acts[name]
        return entry.id.place
