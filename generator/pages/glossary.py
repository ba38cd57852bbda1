"""Where a page first uses a term, so that it can link there to what the term means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.pages.wording import Phrase
from generator.plan import model
from generator.plan.languages import Language


def without_titles(text: str) -> str:
    """The text with blanks for the titles of documents: what stands in them is part of a name."""
    return re.sub("《[^》]*》", lambda title: " " * len(title[0]), text)


def words_pattern(words: Iterable[str], spaced: bool) -> re.Pattern[str]:
    """Finds any of the words, longer ones first: anywhere or, if words are `spaced`, whole ones with English endings.

    Such a word may begin with a capital, but words that all do are a name.
    """
    ordered = sorted(words, key=len, reverse=True)
    if not spaced:
        return re.compile(f"(?P<word>{'|'.join(map(re.escape, ordered)) or '(?!)'})")
    listed = "|".join(f"(?i:{re.escape(word[0])}){re.escape(word[1:])}" for word in ordered) or "(?!)"
    return re.compile(rf"\b(?P<word>{listed})(?:s|d|ed|ing)?\b")


@dataclass(frozen=True)
class Explained:
    """A text in pieces: those with a term are the first use of that term on a page."""

    text: str
    pieces: tuple[tuple[str, str], ...]  # what it says, and the id of the term or nothing

    def __bool__(self) -> bool:
        return bool(self.text)


class Explainer:
    """Finds the first use of each term among the texts of one page, which it must be given in reading order."""

    def __init__(self, terms: Iterable[model.Term], language: Language) -> None:
        self._terms = {name.lower(): str(term.id) for term in terms for name in term.called(language.code)}
        self._pattern = words_pattern(self._terms, language.spaced)
        self._met: set[str] = set()

    def phrase(self, phrase: Phrase) -> Phrase:
        """A condition in words: it links to its terms by itself."""
        self._met.add(phrase.term)
        for part in phrase.parts:
            self.phrase(part)
        return phrase

    def texts(self, texts: Iterable[str]) -> list[Explained]:
        return [self.text(text) for text in texts]

    def text(self, text: str) -> Explained:
        pieces: list[tuple[str, str]] = []
        start = 0
        for match in self._pattern.finditer(without_titles(text)):
            term = self._terms[match["word"].lower()]
            if term not in self._met:
                self._met.add(term)
                pieces += [(text[start : match.start()], ""), (match[0], term)]
                start = match.end()
        return Explained(text, (*pieces, (text[start:], "")))
