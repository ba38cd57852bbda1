"""What may be asked, a class a type of fact: what its answers are, which of them the rules tell apart, and their words.

A new type is a subclass here, with its name in TYPES.
"""

from __future__ import annotations

import difflib
import itertools
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeGuard

from checker.decode import LARGEST, Field

MOST_CLASSES = 64  # of answers to one fact

Answer = bool | int | str


@dataclass(frozen=True)
class Fact(ABC):
    """Something that may be asked. Answers fall into classes, numbered from 0: the rules treat a class as one.

    `values` are the answers of a `Choice`, `cuts` the numbers at which a new class of a `Number` begins. What a `fixed`
    fact says has happened and cannot be changed. `ask_when` is the node of the condition under which asking makes
    sense; whoever is not asked counts as having given an answer of the class `otherwise`. What is `sensitive` is asked
    last. `about`: "child", "parents" or "family", which tells whether it is known of another child already.
    """

    id: str
    group: str
    values: tuple[str, ...] = ()
    cuts: tuple[int, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    fixed: bool = False
    sensitive: bool = False
    about: str = "child"
    ask_when: int | None = None
    otherwise: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    ordered: ClassVar = False  # whether answers have an order, so that one of them can be nearer than another

    @staticmethod
    def read(data: Field) -> Fact:
        """A fact of a bundle; its `ask_when` is looked at once the diagram is there. Raises FieldError."""
        kind = TYPES.get(data["type"].text()) or data["type"].fail(" or ".join(TYPES))
        said, ask_when, otherwise = data["text"], data.get("ask_when"), data.get("otherwise")
        worker, about = said.get("worker"), data.get("about")  # not in bundles of earlier versions
        fixed, sensitive = (each.flag() if (each := data.get(name)) else False for name in ("fixed", "sensitive"))
        asking = ("question", "help") if said.get("question") else ()  # a page has its own words for that
        words: dict[str, Any] = {name: said[name].translated() for name in asking}
        words["worker"] = worker.translated() if worker else None
        domain, more_words = kind.details(data)
        fact = kind(
            id=data["id"].text(),
            group=data["group"].text(),
            fixed=fixed,
            sensitive=sensitive,
            about=about.text() if about else "child",
            ask_when=ask_when.whole(0) if ask_when else None,
            text=words | more_words,
            **domain,
        )
        return replace(fact, otherwise=otherwise.whole(0, fact.classes - 1)) if otherwise and ask_when else fact

    @classmethod
    @abstractmethod
    def details(cls, data: Field) -> tuple[dict[str, Any], dict[str, Any]]:
        """What only this type has in a bundle: fields of the fact, and words. Raises FieldError."""

    @property
    @abstractmethod
    def size(self) -> int:
        """How many answers there are."""

    @property
    @abstractmethod
    def classes(self) -> int:
        """How many classes of answers there are."""

    @abstractmethod
    def accepts(self, given: object) -> TypeGuard[Answer]:
        """Whether `given` is an answer to this fact."""

    @abstractmethod
    def classify(self, answer: Answer) -> int:
        """The class of a valid answer."""

    @abstractmethod
    def representative(self, number: int) -> Answer:
        """An answer of class `number`, of numbers the lowest."""

    def nearest(self, number: int, answer: Answer) -> Answer:
        """The answer of class `number` that is nearest to `answer`."""
        return answer if self.classify(answer) == number else self.representative(number)

    @property
    @abstractmethod
    def accepted(self) -> str:
        """What may be answered, in a few words."""

    @abstractmethod
    def meant(self, written: str) -> Answer | None:
        """The answer that was probably meant by something that is none, if one is near."""

    @abstractmethod
    def statement(self, answer: Answer, lang: str) -> str:
        """An answer as a short sentence about the child."""

    @property
    @abstractmethod
    def choices(self) -> Sequence[Answer]:
        """The answers to choose from, in the order in which they are shown; none where one is typed."""


class YesNo(Fact):
    """The classes are those of false and true."""

    size = classes = 2
    accepted = "true, false"
    choices = (True, False)

    @classmethod
    def details(cls, data: Field) -> tuple[dict[str, Any], dict[str, Any]]:
        said = data["text"]
        words = {name: said[name].translated() for name in ("yes", "no")}
        ticked = said.get("statement")  # not in bundles of earlier versions
        return {}, words | {"statement": ticked.translated() if ticked else words["yes"]}

    def accepts(self, given: object) -> TypeGuard[Answer]:
        return isinstance(given, bool)

    def classify(self, answer: Answer) -> int:
        return int(answer)

    def representative(self, number: int) -> Answer:
        return bool(number)

    def meant(self, written: str) -> Answer | None:
        return {"true": True, "false": False}.get(nearest(written.lower(), ("true", "false")))

    def statement(self, answer: Answer, lang: str) -> str:
        return str(self.text["yes" if answer else "no"][lang])


class Choice(Fact):
    """One of `values`, each a class of its own."""

    @classmethod
    def details(cls, data: Field) -> tuple[dict[str, Any], dict[str, Any]]:
        values, said = tuple(data["values"].texts()), data["text"]["values"]
        data["values"].unique(values)
        if not 1 <= len(values) <= MOST_CLASSES:
            data["values"].fail(f"a list of 1 to {MOST_CLASSES} values")
        words = {v: {name: said[v][name].translated() for name in ("label", "says")} for v in values}
        return {"values": values}, {"values": words}

    @property
    def size(self) -> int:
        return len(self.values)

    classes = size

    def accepts(self, given: object) -> TypeGuard[Answer]:
        return isinstance(given, str) and given in self.values

    def classify(self, answer: Answer) -> int:
        return self.values.index(str(answer))

    def representative(self, number: int) -> Answer:
        return self.values[number]

    @property
    def accepted(self) -> str:
        return ", ".join(self.values)

    @property
    def choices(self) -> Sequence[Answer]:
        return self.values

    def meant(self, written: str) -> Answer | None:
        return nearest(written, self.values) or None

    def statement(self, answer: Answer, lang: str) -> str:
        return str(self.text["values"][answer]["says"][lang])


class Number(Fact):
    """A whole number; a class is a range, up to the next of `cuts`."""

    ordered = True
    choices = ()

    @classmethod
    def details(cls, data: Field) -> tuple[dict[str, Any], dict[str, Any]]:
        minimum, maximum, said = data.get("minimum"), data.get("maximum"), data["text"]
        low = minimum.whole() if minimum else 0
        high = maximum.whole(low) if maximum else None
        cuts = tuple(each.whole(low + 1, LARGEST + 1 if high is None else high) for each in data["cuts"].entries())
        if len(cuts) >= MOST_CLASSES or any(one >= other for one, other in itertools.pairwise(cuts)):
            data["cuts"].fail(f"a list of at most {MOST_CLASSES - 1} numbers, each higher than the one before")
        words = {"equals": said["equals"].translated()}
        words |= {name: later.translated() for name in ("at_least", "unit") if (later := said.get(name))}
        return {"cuts": cuts, "minimum": low, "maximum": high}, words

    @property
    def highest(self) -> int:
        """The highest number that may be answered."""
        return LARGEST if self.maximum is None else self.maximum

    @property
    def size(self) -> int:
        return self.highest - self.minimum + 1

    @property
    def classes(self) -> int:
        return len(self.cuts) + 1

    def accepts(self, given: object) -> TypeGuard[Answer]:
        return type(given) is int and self.minimum <= given <= self.highest

    def classify(self, answer: Answer) -> int:
        return bisect_right(self.cuts, int(answer))

    def representative(self, number: int) -> Answer:
        return self.cuts[number - 1] if number else self.minimum

    def nearest(self, number: int, answer: Answer) -> Answer:
        last = self.cuts[number] - 1 if number < len(self.cuts) else self.highest
        return min(max(int(answer), int(self.representative(number))), last)

    @property
    def accepted(self) -> str:
        return f"a whole number from {self.minimum} to {self.highest}"

    def meant(self, written: str) -> Answer | None:
        digits = written.isascii() and written.removeprefix("-").isdecimal() and len(written) < 10
        return int(written) if digits and self.accepts(int(written)) else None

    def statement(self, answer: Answer, lang: str) -> str:
        """Of the first number from which on all are alike: that it is that or more, since that is what is chosen."""
        last = self.maximum is None and self.cuts[-1:] == (answer,)
        said = self.text.get("at_least") if last else None
        return str((said or self.text["equals"])[lang]).replace("{n}", str(answer))


TYPES: Mapping[str, type[Fact]] = {"boolean": YesNo, "choice": Choice, "integer": Number}


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that `name` was probably meant to be; empty if none is near."""
    found = difflib.get_close_matches(name[:80], list(names), n=1, cutoff=0.5)
    return found[0] if found else ""


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
        answer = each["answer"].answer()
        means[answer] = None
        if today := each.get("means"):
            fact, now = today["fact"].text(), today["answer"].answer()
            if fact not in facts or not facts[fact].accepts(now):
                today.fail("an answer to one of the facts")
            means[answer] = (fact, now)
    return means
