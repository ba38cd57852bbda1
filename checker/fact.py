"""What may be asked, and which answers the rules tell apart."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from checker.decode import LARGEST, Field

MOST_CLASSES = 64  # of answers to one fact

Answer = bool | int | str


@dataclass(frozen=True)
class Fact:
    """Something that may be asked. Answers fall into classes, numbered from 0: the rules treat a class as one.

    `values` are the choices of a choice fact; `cuts` the numbers at which a new class of an integer fact begins. What a
    `fixed` fact says has happened and cannot be changed. `ask_when` is the node of the condition under which asking
    makes sense; whoever is not asked counts as having given an answer of the class `otherwise`.
    """

    id: str
    type: str
    group: str
    values: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    fixed: bool = False
    ask_when: int | None = None
    otherwise: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def classes(self) -> int:
        if self.type == "boolean":
            return 2
        return len(self.values) if self.type == "choice" else len(self.cuts) + 1

    @property
    def highest(self) -> int:
        """The highest number that may be answered to an integer fact."""
        return LARGEST if self.maximum is None else self.maximum

    def accepts(self, given: object) -> TypeGuard[Answer]:
        """Whether `given` is an answer to this fact."""
        if self.type == "boolean":
            return isinstance(given, bool)
        if self.type == "choice":
            return isinstance(given, str) and given in self.values
        return type(given) is int and self.minimum <= given <= self.highest

    def classify(self, answer: Answer) -> int:
        """The class of a valid answer."""
        if self.type == "boolean":
            return int(answer)
        if self.type == "choice":
            return self.values.index(str(answer))
        return bisect_right(self.cuts, int(answer))

    def representative(self, number: int, near: Answer | None = None) -> Answer:
        """An answer of class `number`; for an integer the one nearest to `near`."""
        if self.type == "boolean":
            return bool(number)
        if self.type == "choice":
            return self.values[number]
        low = self.cuts[number - 1] if number else self.minimum
        if near is not None and number < len(self.cuts) and int(near) >= self.cuts[number]:
            return self.cuts[number] - 1
        return low

    @classmethod
    def read(cls, data: Field) -> Fact:
        """A fact of a bundle; its `ask_when` is looked at once the diagram is there. Raises FieldError."""
        kind = data["type"].text()
        values: tuple[str, ...] = ()
        cuts: tuple[int, ...] = ()
        minimum, maximum = data.get("minimum"), data.get("maximum")
        low = minimum.whole() if minimum else 0
        high = maximum.whole(low) if maximum else None
        said = data["text"]
        text: dict[str, Any] = {name: said[name].translated() for name in ("question", "help")}
        worker = said.get("worker")
        text["worker"] = worker.translated() if worker else None
        if kind == "boolean":
            text |= {name: said[name].translated() for name in ("yes", "no")}
        elif kind == "choice":
            values = tuple(data["values"].texts())
            data["values"].unique(values)
            if not 1 <= len(values) <= MOST_CLASSES:
                data["values"].fail(f"a list of 1 to {MOST_CLASSES} values")
            text["values"] = {
                value: {name: said["values"][value][name].translated() for name in ("label", "says")}
                for value in values
            }
        elif kind == "integer":
            cuts = tuple(each.whole(low + 1, LARGEST + 1 if high is None else high) for each in data["cuts"].entries())
            if len(cuts) >= MOST_CLASSES or any(one >= other for one, other in itertools.pairwise(cuts)):
                data["cuts"].fail(f"a list of at most {MOST_CLASSES - 1} numbers, each higher than the one before")
            text["equals"] = said["equals"].translated()
            if unit := said.get("unit"):  # not in bundles of earlier versions
                text["unit"] = unit.translated()
        else:
            data["type"].fail("boolean, choice or integer")
        fixed, ask_when, otherwise = data.get("fixed"), data.get("ask_when"), data.get("otherwise")
        fact = cls(
            id=data["id"].text(),
            type=kind,
            group=data["group"].text(),
            values=values,
            cuts=cuts,
            minimum=low,
            maximum=high,
            fixed=fixed.flag() if fixed else False,
            ask_when=ask_when.whole(0) if ask_when else None,
            text=text,
        )
        return replace(fact, otherwise=otherwise.whole(0, fact.classes - 1)) if otherwise and ask_when else fact


@dataclass(frozen=True)
class Retired:
    """A fact that is no longer asked: for each of its answers the fact and the answer that say the same, or None."""

    means: Mapping[Answer, tuple[str, Answer] | None]

    @classmethod
    def read(cls, data: Field, facts: Sequence[Fact]) -> dict[str, Retired]:
        """The retired facts of a bundle by id; what an old answer means today must be an answer to one of `facts`."""
        known = {fact.id: fact for fact in facts}
        given = data.get("retired")
        retired = {name: cls(_means(former, known)) for name, former in given.members().items()} if given else {}
        if given and retired.keys() & known.keys():
            given.fail("an object of facts that are not asked any more")
        return retired


def _means(former: Field, facts: Mapping[str, Fact]) -> dict[Answer, tuple[str, Answer] | None]:
    means: dict[Answer, tuple[str, Answer] | None] = {}
    for each in former.entries():
        answer = _answer(each["answer"])
        means[answer] = None
        if today := each.get("means"):
            fact, now = today["fact"].text(), _answer(today["answer"])
            if fact not in facts or not facts[fact].accepts(now):
                today.fail("an answer to one of the facts")
            means[answer] = (fact, now)
    return means


def _answer(data: Field) -> Answer:
    if isinstance(data.value, bool):
        return data.value
    return data.whole() if type(data.value) is int else data.text()
