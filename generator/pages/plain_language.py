"""Are the texts for families in plain words? Short sentences, everyday words, and nothing left unexplained.

What counts as long, which words are those of offices, and how much of either a page may have, stands in plain.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.pages.glossary import Explained, without_titles, words_pattern
from generator.pages.wording import Phrase
from generator.plan import model
from generator.plan.load import Located, Place, Problem

# The parts of pages that speak to staff. A link is not looked at either: it is the name of something else.
STAFF = frozenset({"duties", "worker"})

_END = {"zh": "。！？；", "en": ".!?;"}
_CLOSING = "”’」』）》)\"'"
_UNIT = {"zh": "characters", "en": "words"}
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
        longest = ", ".join(f"{code} {n} of {getattr(limits, code)}" for code, n in self.longest.items())
        findings = sum(map(len, self.pages.values()))
        return f"plain words: {self.texts} family texts, longest sentence {longest}, {findings} findings"


def review(
    budget: model.PlainFile, terms: Sequence[model.Term], pages: Mapping[str, Mapping[str, Iterable[Located]]]
) -> Report:
    """Look at the texts of all family pages, given by language and page. A text counts for the first page it is on."""
    report = Report(budget)
    for language, by_page in pages.items():
        reader = _Reader(budget, terms, language)
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

    def __init__(self, budget: model.PlainFile, terms: Sequence[model.Term], language: str) -> None:
        self.longest = 0
        self._language = language
        self._limit: int = getattr(budget.longest, language)
        entries: list[model.OfficeWord] = getattr(budget.words, language)
        self._say = {entry.word.lower(): str(entry.say) for entry in entries}
        self._office = words_pattern(self._say, language)
        self._names = words_pattern([name for entry in entries for name in entry.names], language)
        explained = {name.lower() for term in terms for name in term.called(language)}
        explain: list[str] = getattr(budget.explain, language)
        self._jargon = words_pattern([word for word in explain if word.lower() not in explained], language)

    def __call__(self, text: str) -> Iterator[tuple[str, str]]:
        """What is wrong with the text, and what would be accepted."""
        for sentence in sentences(text, self._language):
            length = size(sentence, self._language)
            self.longest = max(self.longest, length)
            if length > self._limit:
                unit = _UNIT[self._language]
                yield f"a sentence of {length} {unit}: “{sentence[:_SHOWN]}…”", f"at most {self._limit} {unit}"
        own = self._names.sub(" ", without_titles(text))  # names are facts and stay
        for word in dict.fromkeys(match["word"].lower() for match in self._office.finditer(own)):
            yield f"{word!r} is a word of offices", self._say[word]
        for word in dict.fromkeys(match["word"] for match in self._jargon.finditer(own)):
            yield f"{word!r} is explained nowhere", "a term in terms.yml with this name, or everyday words"


def sentences(text: str, language: str) -> list[str]:
    """The text cut after whatever ends a sentence; in English a full stop inside a number or an address ends none."""
    after = r"(?=\s|$)" if language == "en" else ""
    found = re.findall(rf".+?(?:[{_END[language]}]+[{_CLOSING}]*{after}|$)", text, re.DOTALL)
    return [sentence.strip() for sentence in found]


def size(sentence: str, language: str) -> int:
    """How long a sentence is: in Chinese its characters, in English its words; punctuation does not count."""
    return len(re.findall(r"\w" if language == "zh" else r"\w\S*", sentence))


def texts_in(view: object) -> Iterator[Located]:
    """The texts in a page's view. Names, of which scripts and addresses are made, have no space and no Chinese."""
    match view:
        case Located() if re.search(r"\s|[\u4e00-\u9fff]", view):
            yield view
        case Explained():
            yield from texts_in(view.text)
        case Phrase():
            yield from texts_in((view.text, view.parts))
        case Mapping():
            for key, value in view.items():
                if key not in STAFF:
                    yield from texts_in(value)
        case list() | tuple():
            for value in view:
                yield from texts_in(value)
