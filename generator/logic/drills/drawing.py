"""Drawing questions and the choices that stand beside a right answer, so that a seed repeats all of it.

The right answer is found by neither its place nor its length: the place is drawn, and so is how many of the wrong ones
are longer than it, as far as there are such.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from generator.logic.drills.question import Choice, Question

T = TypeVar("T")
WRONG = 3  # beside the right answer, where there are so many
MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Asked:
    """A question with the choices that are shown, one of which is right."""

    question: Question
    choices: tuple[Choice, ...]

    @property
    def right(self) -> int:
        """The place of the right answer among the choices."""
        return self.choices.index(self.question.right)


class Dice:
    """Numbers that look random and are the same for the same seed on every machine: mulberry32, seeded by FNV-1a."""

    def __init__(self, seed: str) -> None:
        self._state = 0x811C9DC5
        for byte in seed.encode():
            self._state = ((self._state ^ byte) * 0x01000193) & MASK

    def below(self, bound: int) -> int:
        """A whole number from 0 to below the bound."""
        self._state = (self._state + 0x6D2B79F5) & MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 15)) * (mixed | 1)) & MASK
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61))) & MASK
        return ((mixed ^ (mixed >> 14)) * bound) >> 32

    def shuffled(self, things: Iterable[T]) -> list[T]:
        found = list(things)
        for i in range(len(found) - 1, 0, -1):
            j = self.below(i + 1)
            found[i], found[j] = found[j], found[i]
        return found


def ask(question: Question, seed: int, language: str) -> Asked:
    """The question with the choices that the seed draws for it in this language."""
    dice = Dice(f"{seed} {question.id}")
    wrong = dice.shuffled(question.wrong)
    length = len(question.right.text[language])
    longer = [choice for choice in wrong if len(choice.text[language]) >= length]
    shorter = [choice for choice in wrong if len(choice.text[language]) < length]
    count = min(WRONG, len(wrong))
    above = min(max(dice.below(count + 1), count - len(shorter)), len(longer))
    drawn = [*longer[:above], *shorter[: count - above]]
    return Asked(question, tuple(dice.shuffled([question.right, *drawn])))


def drill(questions: Sequence[Question], seed: int, language: str, count: int = 10) -> list[Asked]:
    """So many of the questions, of as many kinds as there are, in the order in which they are asked."""
    kinds: dict[str, list[Question]] = {}
    for question in Dice(str(seed)).shuffled(questions):
        kinds.setdefault(question.kind, []).append(question)
    dealt = chain.from_iterable(zip_longest(*kinds.values()))
    return [ask(question, seed, language) for question in dealt if question][:count]
