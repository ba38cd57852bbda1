"""Are the texts for families in plain words? Short sentences, everyday words, and nothing left unexplained.

What counts as long, which words are those of offices, and how much of either a page may have, stands in plain.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from generator.pages.glossary import without_titles, words_pattern
from generator.pages.views.parts import FOR_STAFF, Link
from generator.plan import model
from generator.plan.languages import LANGUAGES, Language
from generator.plan.load import Located, Place, Problem

_CLOSING = "”’」』）》)\"'"
_SHOWN = 24  # characters of a long sentence, enough to find it by


@dataclass
class Report:
    """What was read and what was found: `pages` holds the findings of each page that has any."""

    budget: model.PlainFile
    texts: int = 0
    longest: dict[str, int] = field(default_factory=dict)
    pages: dict[str, list[Problem]] = field(default_factory=dict)

    @property
    def over(self) -> dict[str, list[Problem]]:
        """The pages with more findings than a page may have."""
        return {page: found for page, found in self.pages.items() if len(found) > self.budget.findings}

    def __str__(self) -> str:
        limits = self.budget.longest
        longest = ", ".join(f"{code} {n} of {LANGUAGES[code].of(limits)}" for code, n in self.longest.items())
        findings = sum(map(len, self.pages.values()))
        return f"plain words: {self.texts} family texts, longest sentence {longest}, {findings} findings"


def review(
    budget: model.PlainFile, terms: Sequence[model.Term], pages: Mapping[str, Mapping[str, Iterable[Located]]]
) -> Report:
    """Look at the texts of all family pages, given by language and page. A text counts for the first page it is on."""
    report = Report(budget)
    for language, by_page in pages.items():
        reader = _Reader(budget, terms, LANGUAGES[language])
        seen: set[Place] = set()
        for page, texts in by_page.items():
            for text in texts:
                if text.place not in seen:
                    seen.add(text.place)
                    found = [Problem(text.place, f"{what} (on {page})", accepted) for what, accepted in reader(text)]
                    if found:
                        report.pages.setdefault(page, []).extend(found)
        report.texts += len(seen)
        report.longest[language] = reader.longest
    return report


class _Reader:
    """Reads texts in one language; `longest` is the length of the longest sentence so far."""

    def __init__(self, budget: model.PlainFile, terms: Sequence[model.Term], language: Language) -> None:
        self.longest = 0
        self._language = language
        self._limit: int = language.of(budget.longest)
        entries: list[model.OfficeWord] = language.of(budget.words)
        self._say = {entry.word.lower(): str(entry.say) for entry in entries}
        self._office = words_pattern(self._say, language.spaced)
        self._names = words_pattern([name for entry in entries for name in entry.names], language.spaced)
        explained = {name.lower() for term in terms for name in term.called(language.code)}
        explain: list[str] = language.of(budget.explain)
        self._jargon = words_pattern([word for word in explain if word.lower() not in explained], language.spaced)

    def __call__(self, text: str) -> Iterator[tuple[str, str]]:
        """What is wrong with the text, and what would be accepted."""
        for sentence in sentences(text, self._language):
            length = size(sentence, self._language)
            self.longest = max(self.longest, length)
            if length > self._limit:
                unit = self._language.unit
                yield f"a sentence of {length} {unit}: “{sentence[:_SHOWN]}…”", f"at most {self._limit} {unit}"
        own = self._names.sub(" ", without_titles(text))  # names are facts and stay
        for word in dict.fromkeys(match["word"].lower() for match in self._office.finditer(own)):
            yield f"{word!r} is a word of offices", self._say[word]
        for word in dict.fromkeys(match["word"] for match in self._jargon.finditer(own)):
            yield f"{word!r} is explained nowhere", "a term in terms.yml with this name, or everyday words"


def sentences(text: str, language: Language) -> list[str]:
    """The text cut after whatever ends a sentence; where words are spaced, a full stop inside a number ends none."""
    after = r"(?=\s|$)" if language.spaced else ""
    found = re.findall(rf".+?(?:[{language.sentence_ends}]+[{_CLOSING}]*{after}|$)", text, re.DOTALL)
    return [sentence.strip() for sentence in found]


def size(sentence: str, language: Language) -> int:
    """How long a sentence is, in the language's unit; punctuation does not count."""
    return len(re.findall(language.unit_pattern, sentence))


def texts_in(view: object) -> Iterator[Located]:
    """The texts in a page's view, but for those to staff.

    Names, of which scripts and addresses are made, have no space and no Chinese; a link is the name of something else.
    """
    match view:
        case Located() if re.search(r"\s|[\u4e00-\u9fff]", view):
            yield view
        case Link():
            return
        case Mapping():
            for value in view.values():
                yield from texts_in(value)
        case _ if is_dataclass(view):
            for shown in fields(view):
                if shown.metadata != FOR_STAFF:
                    yield from texts_in(getattr(view, shown.name))
        case list() | tuple():
            for value in view:
                yield from texts_in(value)
