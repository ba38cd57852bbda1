"""The pages of one language → the index in which docs/assets/search/worker.js looks for what somebody types.

It holds each page's title, words, headings and text, the best bets of searches.yml, the characters of each syllable, by
which pinyin and characters of the same sound find what was meant, and what was learned from queries/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from generator import ROOT
from generator.node import PACKAGES
from generator.pages.search import classifier
from generator.pages.views.context import Context
from generator.pages.views.page import Page
from generator.plan import addresses, model
from generator.plan.languages import LANGUAGES

LIBRARIES = {
    "minisearch.js": PACKAGES / "minisearch" / "dist" / "umd" / "index.js",
    "stemmer.js": PACKAGES / "wink-porter2-stemmer" / "src" / "wink-porter2-stemmer.js",
}
WORKER = ROOT / "docs" / "assets" / "search" / "worker.js"
DANGER = "danger"  # the class of all queries that tell of one, whichever
SURE = 6  # times that a phrase which must be heard is learned
MANY = 12  # headings, from which on a result leads to the part that fits


def index(documents: Iterable[Mapping[str, Any]], pages: Mapping[str, Page], context: Context) -> dict[str, Any]:
    """The index. `documents`: each page and each part below a heading, `location`, `title` and `text` in HTML."""
    found: dict[str, list[dict[str, str]]] = {}
    for document in documents:
        address, _, anchor = document["location"].partition("#")
        if address in pages and pages[address].searched:
            part = {
                "anchor": anchor,
                "heading": _text(document["title"]) if anchor else "",
                "text": _text(document["text"]),
            }
            found.setdefault(address, []).append(part)
    entries = [_entry(pages[address], parts) for address, parts in found.items()]
    language, examples = context.language, _examples(context)
    letters = {
        "sounds": _sounds([*_texts(entries), *(query for query, _ in examples)]) if language.chinese else {},
        "simple": _simple() if language.chinese else "",
    }
    return {
        "language": language.code,
        "pages": entries,
        **letters,
        "bets": [_bet(bet, context) for bet in context.rules.bets],
        "classifier": classifier.trained(examples, letters, WORKER, LIBRARIES, language.cost),
    }


def _text(html: str) -> str:
    return str(Markup(html.replace("<", " <")).striptags())


def _entry(page: Page, parts: list[dict[str, str]]) -> dict[str, Any]:
    first = parts[0]
    parts = [{**first, "text": first["text"].partition(page.title)[2].strip() or first["text"]}, *parts[1:]]
    if page.repeats:
        parts = [parts[0], *({**part, "text": ""} for part in parts[1:])]
    return {
        "at": page.address,
        "kind": page.kind,
        "title": page.title,
        "words": list(page.words),
        "weight": page.weight,
        "long": len(parts) > MANY,
        "parts": parts,
    }


def _bet(bet: model.Bet, context: Context) -> dict[str, Any]:
    return {
        "id": bet.id,
        "page": bet.page,
        "danger": bet.danger,
        "unclear": bet.id == context.rules.unclear,
        "say": context.say(bet.say),
        "note": context.t["not_in_plan"] if bet.reference else "",
        "contacts": contacts(bet.contacts, context),
    }


def settings(context: Context, way: str) -> dict[str, Any]:
    """What the search box needs to know on a page. `way`: from there to the language's root, without a final `/`."""
    language, t = context.language, context.t
    names = ("ask", "wait", "one", "many", "none", "failed", "again", "near", "tries", "check", "call")
    reasons = ("sound", "meant")  # why a result is there, where no word of it was typed
    roots = {code: language.up + other.root for code, other in LANGUAGES.items()} | {language.code: ""}
    return {
        "texts": {name: t[f"search_{name}"] for name in (*names, *reasons)},
        "searches": context.says(context.rules.plan.searches),
        "contacts": contacts(context.rules.helplines, context),
        "languages": {code: other.name for code, other in LANGUAGES.items()},
        "addresses": {
            "index": {code: f"{way}/{root}search/index.json" for code, root in roots.items()},
            "check": f"{way}/{addresses.page('check')}",
        },
    }


def contacts(names: Iterable[str], context: Context) -> list[dict[str, str]]:
    """Numbers to call, and whose they are."""
    found = [context.contacts_by_id[name] for name in names]
    return [{"number": str(contact.number), "title": context.say(contact.title)} for contact in found]


def _examples(context: Context) -> list[tuple[str, list[str]]]:
    """What people type in this language, each with the page or best bet it is after, and DANGER if it tells of one."""
    rules, language = context.rules, context.language
    dangers = {str(bet.id) for bet in rules.bets if bet.danger}
    asked = [(str(query), q.wants.removeprefix("/")) for q in rules.queries for query in q.lines(language.code)]
    said = [(str(phrase), str(bet.id)) for bet in rules.bets for phrase in language.of(bet.phrases)]
    return [(query, [wants, DANGER] if wants in dangers else [wants]) for query, wants in asked + SURE * said]


# --- sound ---


def _texts(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    texts: list[str] = []
    for entry in entries:
        texts += [entry["title"], *entry["words"], *(part["heading"] for part in entry["parts"])]
    return texts


def _sounds(texts: Sequence[str]) -> dict[str, str]:
    """The characters of each syllable in pinyin without tones: all common ones, and those of the texts as read there.

    A character that is read in several ways stands under each of those that the texts need.
    """
    from pypinyin import lazy_pinyin  # loading its dictionary takes a while, and only building needs it

    syllables: dict[str, set[str]] = defaultdict(set)
    for letter in sorted(
        _letters("gb2312", 0xB0, 0xD8) | {letter for text in texts for letter in text if _is_han(letter)}
    ):
        syllables[lazy_pinyin(letter)[0]].add(letter)
    for text in texts:
        letters = [letter for letter in text if _is_han(letter)]
        for letter, syllable in zip(letters, lazy_pinyin("".join(letters)), strict=True):
            syllables[syllable].add(letter)
    return {name: "".join(sorted(letters)) for name, letters in sorted(syllables.items()) if name.isascii()}


@cache
def _simple() -> str:
    """The common characters of the traditional script that the simplified one writes otherwise, each with that."""
    from opencc import OpenCC

    simplified = OpenCC("t2s").convert
    pairs = ((letter, simplified(letter)) for letter in sorted(_letters("big5", 0xA4, 0xC7)))
    return "".join(one + other for one, other in pairs if one != other and _is_han(other))


def _letters(standard: str, first: int, end: int) -> set[str]:
    """The common characters of a national standard: those whose code begins with a byte from `first` up to `end`."""
    codes = (bytes((high, low)) for high in range(first, end) for low in range(0x40, 0xFF))
    return {letter for letter in (code.decode(standard, "ignore") for code in codes) if _is_han(letter)}


def _is_han(letter: str) -> bool:
    return len(letter) == 1 and "\u3400" <= letter <= "\u9fff"
