"""The languages of the site: how each is written, joined, measured and searched, and where its pages stand.

The first one stands at the root of the site. Its texts come from `rules/` and `templates/text.yml`, as those of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Language:
    """One language. `code` is that of HTML and of the fields in the rule files."""

    code: str
    locale: str  # the language with a country, as Open Graph wants it
    name: str  # as those who speak it call it
    root: str  # of its pages, from that of the site
    spaced: bool  # blanks stand between words: a word has ends, and a full stop within a number ends no sentence
    chinese: bool  # the search also hears pinyin and like sounds, and Chinese in its pages needs no mark
    all_of: tuple[str, str]  # between the parts of an enumeration, and before the last
    any_of: tuple[str, str]
    separator: str  # between the entries of a list in a table cell
    brackets: str  # round {}
    sentence_ends: str
    unit: str  # in which the length of a sentence is counted
    unit_pattern: str
    messages: tuple[int, int, int]  # the characters of a message: one line, a short one, a long one
    described: int  # the characters of a page's description, at most, unless its first sentence is longer
    spoken: int  # the characters that are read out, slowly, in half a minute
    # Of the search's classifier. On queries that it has not learned 0.5 is best in English; in Chinese more than this
    # would be better too, but the size of the index leaves no room for it.
    cost: float

    @property
    def up(self) -> str:
        """The way from this language's root to that of the site, where the files stand that no language owns."""
        return "../" * self.root.count("/")

    def of(self, texts: Any) -> Any:
        """What an entry of the rule files, such as {zh: …, en: …}, holds in this language."""
        return getattr(texts, self.code)


def enumeration(parts: Sequence[str], joints: tuple[str, str]) -> str:
    """At least one part after the other, with `all_of` or `any_of` of a language between them."""
    joint, last = joints
    return last.join([joint.join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language(
            code="zh",
            locale="zh_CN",
            name="中文",
            root="",
            spaced=False,
            chinese=True,
            all_of=("，", "，并且"),
            any_of=("、", "，或者"),
            separator="、",
            brackets="（{}）",
            sentence_ends="。！？；",
            unit="characters",
            unit_pattern=r"\w",
            messages=(30, 80, 200),
            described=80,
            spoken=110,
            cost=0.24,
        ),
        Language(
            code="en",
            locale="en_GB",
            name="English",
            root="en/",
            spaced=True,
            chinese=False,
            all_of=(", ", " and "),
            any_of=(", ", " or "),
            separator="; ",
            brackets="({})",
            sentence_ends=".!?;",
            unit="words",
            unit_pattern=r"\w\S*",
            messages=(90, 200, 500),
            described=200,
            spoken=350,
            cost=0.5,
        ),
    )
}
FIRST, *OTHERS = LANGUAGES.values()
