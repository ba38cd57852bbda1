"""A question with its one right answer and every wrong one that may stand beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.plan.languages import LANGUAGES

Said = Mapping[str, str]  # a text by language
FEWEST_WRONG = 2
_SIGNS = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Choice:
    """An answer. `why` says what the document has of it, of a wrong one where it would be right."""

    text: Said
    why: Said
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """`id` lasts, since progress is kept under it, and begins with the `kind`. `units` are those that it is for."""

    id: str
    area: str | None
    units: tuple[str, ...]
    stem: Said
    right: Choice
    wrong: tuple[Choice, ...]

    @property
    def kind(self) -> str:
        """What is asked for: `unit`, `area`, `doer`, `told`, `deadline`, `clause`, `line` or `case`."""
        return self.id.partition("-")[0]


def sound(question: Question) -> Question | None:
    """The question without wrong answers that could pass for the right one; None if too few are left."""
    kept: list[Choice] = []
    for choice in question.wrong:
        if not any(alike(choice.text, other.text) for other in (question.right, *kept)):
            kept.append(choice)
    return replace(question, wrong=tuple(kept)) if len(kept) >= FEWEST_WRONG else None


def alike(one: Said, other: Said) -> bool:
    """Whether one says what the other says too, in some language: 及时 and 报警要及时."""
    for code in LANGUAGES:
        a, b = (_SIGNS.sub("", text[code]).casefold() for text in (one, other))
        if a in b or b in a:
            return True
    return False


def echoes(stem: Said, answer: Said) -> bool:
    """Whether the stem gives the answer away: two characters in a row of Chinese, a word of four letters elsewhere."""
    for language in LANGUAGES.values():
        asked, text = stem[language.code].casefold(), answer[language.code].casefold()
        if language.spaced:
            given = bool(set(_WORDS.findall(text)) & set(_WORDS.findall(asked)))
        else:
            plain = _SIGNS.sub("", text)
            given = any(plain[i : i + 2] in asked for i in range(len(plain) - 1))
        if given:
            return True
    return False
