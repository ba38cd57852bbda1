"""Conditions in words: the sentence "who this is for" is generated from `when`, never kept beside it by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.fact import TYPES, Number, YesNo
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, Term
from generator.plan import model
from generator.plan.languages import Language, enumeration

OPPOSITE = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}


@dataclass(frozen=True)
class Phrase:
    """A condition as a reader sees it: a statement, or a list of which `all` or `any` must hold.

    `term` names the notion a statement speaks of, so that a page can link to its definition. A statement that is
    `judged` is one that no answer settles: an office looks at it.
    """

    joint: str = ""  # "all", "any", or empty for a statement
    text: str = ""
    term: str = ""
    judged: bool = False
    parts: tuple[Phrase, ...] = ()


class Wording:
    """Puts conditions into one language, with the words that facts.yml and terms.yml give."""

    def __init__(self, facts: Mapping[str, model.Fact], terms: Mapping[str, model.Term], language: Language) -> None:
        self._facts = facts
        self._terms = terms
        self._language = language

    def phrase(self, condition: Condition, negated: bool = False) -> Phrase:
        """The condition (or its contrary) as nested phrases; a negation is carried down to the statements."""
        match condition:
            case Not(part):
                return self.phrase(part, not negated)
            case AllOf(parts) | AnyOf(parts):
                joint = "all" if isinstance(condition, AllOf) != negated else "any"
                inner = [self.phrase(part, negated) for part in parts]
                flat: list[Phrase] = []
                for said in inner:  # "any of (any of a, b), c" reads better as "any of a, b, c"
                    flat += said.parts if said.joint == joint else (said,)
                return flat[0] if len(flat) == 1 else Phrase(joint=joint, parts=tuple(flat))
            case Term(name):
                term = self._terms[name]
                statement = term.no if negated else term.yes
                return Phrase(text=self.say(statement or term.title), term=name)
            case Compare(fact, operator, number):
                return Phrase(text=self.compare(fact, OPPOSITE[operator] if negated else operator, number))
            case Is(fact, values):
                return self._is(self._facts[fact], values, negated)
        raise TypeError(condition)

    def with_judgement(self, phrase: Phrase, also: Iterable[model.Text]) -> Phrase:
        """The phrase together with what an office has to judge."""
        judged = tuple(Phrase(text=self.say(text), judged=True) for text in also)
        if not judged:
            return phrase
        return Phrase(joint="all", parts=(*(phrase.parts if phrase.joint == "all" else (phrase,)), *judged))

    def sentence(self, phrase: Phrase) -> str:
        """The phrases on one line, for a table cell or a description, without what an office judges."""
        if not phrase.joint:
            return phrase.text
        joints = self._language.all_of if phrase.joint == "all" else self._language.any_of
        return enumeration([self._bracket(part) for part in phrase.parts if not part.judged], joints)

    def _bracket(self, part: Phrase) -> str:
        said = self.sentence(part)
        return self._language.brackets.format(said) if part.joint else said

    def compare(self, fact: str, operator: str, number: int) -> str:
        says = self._facts[fact].says
        if says is None:
            raise ValueError(f"{fact} has no wording for comparisons")
        return self.say(getattr(says, operator)).replace("{n}", str(number))

    def value(self, fact: str, value: bool | int | str) -> str:
        """One answer as a statement."""
        return self._is(self._facts[fact], (value,), False).text

    def _is(self, fact: model.Fact, values: tuple[bool | int | str, ...], negated: bool) -> Phrase:
        kind = TYPES[fact.type]
        if kind is YesNo:
            yes = (True in values) != negated
            return Phrase(text=self.say((fact.yes if yes else fact.no) or fact.question))
        if kind is Number:
            numbers = sorted({value for value in values if isinstance(value, int)})
            if negated:
                return self._beside(fact, numbers)
            said = [self.compare(fact.id, "equals", number) for number in numbers]
        else:
            said = [self.say(choice.says) for choice in fact.values if (choice.id in values) != negated]
        if len(said) == 1:
            return Phrase(text=said[0])
        return Phrase(joint="any", parts=tuple(Phrase(text=text) for text in said))

    def _beside(self, fact: model.Fact, numbers: list[int]) -> Phrase:
        """That the number is none of `numbers`, which are in order: below the first, between two, or above the last."""

        def compared(operator: str, number: int) -> Phrase:
            return Phrase(text=self.compare(fact.id, operator, number))

        ways = [compared("below", numbers[0])] if numbers[0] > fact.minimum else []
        for low, high in itertools.pairwise(numbers):
            if high == low + 2:
                ways.append(compared("equals", low + 1))
            elif high > low + 2:
                ways.append(Phrase(joint="all", parts=(compared("above", low), compared("below", high))))
        if numbers[-1] != fact.maximum:
            ways.append(compared("above", numbers[-1]))
        return ways[0] if len(ways) == 1 else Phrase(joint="any", parts=tuple(ways))

    def say(self, text: model.Text) -> str:
        """The text in this language; it still knows the place where it stands."""
        said: str = self._language.of(text)
        return said
