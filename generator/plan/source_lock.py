"""The official wording: locked by digests, so that a change of the document is noticed, and never kept itself.

`rules/source.lock` holds for every clause, and for the rest of the document (titles, headings), the length and the
digest of its wording, in the document's order. White space, punctuation and Markdown's marks do not count. A text is
compared by looking in it for runs of these lengths with these digests.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from generator.plan import addresses
from generator.plan.folder import Rules

LOCK = "source.lock"
REACH = 2000  # how far on a run is looked for; beyond, another passage may be worded alike, and would hide all between
REST = "-"  # in place of a clause's locator: a title, a heading, a label
_SENTENCE, _PHRASE, _LISTED = "。；！？", "，：", "、"
_CONDITION = ("的，", "时，")  # "where …, when …": the phrase goes with the one after it


class SourceError(ValueError):
    """The lock or the document cannot be used; the message says why."""


@dataclass(frozen=True)
class Entry:
    """A run of the document: a clause by its locator, or REST; its length in characters that count, and its digest."""

    locator: str
    length: int
    digest: str


class Document:
    """A document in the two forms in which it is needed: what counts, and where each character of it stands."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.places: list[int] = []
        counted: list[str] = []
        for place, character in enumerate(source):
            for each in unicodedata.normalize("NFKC", character):
                if unicodedata.category(each)[0] in "LN":
                    counted.append(each.lower())
                    self.places.append(place)
        self.counted = "".join(counted)

    def at(self, place: int) -> int:
        """The first counted character at or after a place of the source, as an index into `counted`."""
        return bisect_left(self.places, place)

    def find(self, entry: Entry, start: int) -> int:
        """Where the entry's wording begins, within REACH of `start`, or -1."""
        for i in range(start, min(len(self.counted) - entry.length, start + REACH) + 1):
            if digest(self.counted[i : i + entry.length]) == entry.digest:
                return i
        return -1

    def wording(self, start: int, end: int) -> str:
        """The run of the source behind `counted[start:end]`, with the punctuation that closes it, in one line."""
        last = self.places[end - 1] + 1
        closing = re.compile(rf"[{_SENTENCE}{_PHRASE}{_LISTED}”》）]*").match(self.source, last)
        first = self.places[start]
        while first and self.source[first - 1] in "（“《":
            first -= 1
        raw = self.source[first : closing.end() if closing else last]
        return re.sub(r"\s+", "", raw.replace("*", "").replace("#", ""))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def lock(document: str, phrases: Iterable[tuple[str, str]]) -> list[Entry]:
    """The entries of a document. `phrases`: in the document's order, a locator and words that stand in its clause.

    A clause reaches back from its words to the end of the sentence before, or, where a sentence holds several clauses,
    of the phrase before (of the item of a list before, if nothing else parts them), and on to where the next one begins
    or the paragraph ends. Raises SourceError.
    """
    text = Document(document)
    found: list[tuple[str, int]] = []
    start = 0
    for locator, words in phrases:
        wanted = Document(words).counted
        at = text.counted.find(wanted, start)
        if at < 0:
            raise SourceError(f"the words of {locator} do not stand after those of the clause before")
        found.append((locator, at))
        start = at + 1
    starts = [_start(text, at, before) for (_, at), before in zip(found, [-1, *(at for _, at in found)], strict=False)]
    entries: list[Entry] = []
    end = 0
    for (locator, at), begin, following in zip(found, starts, [*starts[1:], len(text.counted)], strict=True):
        stop = min(following, _paragraph_end(text, at))
        entries += _entries(text, [(REST, end, begin), (locator, begin, stop)])
        end = stop
    return [*entries, *_entries(text, [(REST, end, len(text.counted))])]


def _entries(text: Document, runs: Iterable[tuple[str, int, int]]) -> list[Entry]:
    return [Entry(name, end - start, digest(text.counted[start:end])) for name, start, end in runs if end > start]


def _start(text: Document, at: int, before: int) -> int:
    """Where the clause begins whose words stand at `at`; `before` is where those of the clause before do."""
    place, source = text.places[at], text.source
    earliest = text.places[before] + 1 if before >= 0 else 0
    opened = max(_paragraph_start(source, place), _after_label(source, place))
    for marks in (_SENTENCE, _PHRASE, _LISTED):
        cut = _last(source, marks, earliest, place)
        while marks is _PHRASE and source[cut - 2 : cut] in _CONDITION:
            cut = _last(source, marks, earliest, cut - 1)
        if cut > opened and cut > earliest:
            return text.at(cut)
        if opened >= earliest:
            return text.at(opened)
    return at


def _last(source: str, marks: str, start: int, end: int) -> int:
    """The place after the last of some marks between two places, or 0."""
    return max(source.rfind(mark, start, end) for mark in marks) + 1


def _after_label(source: str, place: int) -> int:
    """The end of the last bold or heading label before the place, in its own paragraph."""
    label = source.rfind("**", 0, place)
    return label + 2 if label >= 0 and source.count("**", 0, place) % 2 == 0 else 0


def _paragraph_start(source: str, place: int) -> int:
    """Where the paragraph begins. One that follows an unfinished sentence belongs to it: pages of a PDF break so."""
    start = place
    while (gap := source.rfind("\n\n", 0, start)) >= 0:
        last_line = source[:gap].rstrip().rpartition("\n")[2]
        if last_line[-1:] in _SENTENCE + "*" or last_line.startswith("#") or source[gap:].lstrip()[:1] in "#*":
            return gap
        start = gap
    return 0


def _paragraph_end(text: Document, at: int) -> int:
    source, place = text.source, text.places[at]
    while (gap := source.find("\n\n", place)) >= 0:
        following = source[gap:].lstrip()[:1]
        if source[:gap].rstrip()[-1:] in _SENTENCE or following in ("#", "*", ""):
            return text.at(gap)
        place = gap + 2
    return len(text.counted)


def lock_file(entries: Sequence[Entry]) -> str:
    lines = [json.dumps([e.locator, e.length, e.digest]) for e in entries]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read_lock(root: Path) -> list[Entry]:
    """The lock beside the rules in `root`. Raises SourceError."""
    path = root / LOCK
    try:
        return [Entry(str(name), int(length), str(made)) for name, length, made in json.loads(path.read_text("utf-8"))]
    except FileNotFoundError:
        raise SourceError(f"{path} is missing; python -m generator lock makes it") from None
    except (ValueError, TypeError) as error:
        raise SourceError(f"{path} is not a lock: {error}") from None


def read_phrases(table: str) -> list[tuple[str, str]]:
    """A table with tabs: columns `locator` and `zh_anchor`. Raises SourceError."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        return [(row["locator"], row["zh_anchor"]) for row in rows]
    except KeyError as error:
        raise SourceError(f"the table has no column {error}") from None


def read_document(path: Path) -> str:
    """An official text. Raises SourceError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path} cannot be read: it is not text in UTF-8") from None


@dataclass(frozen=True)
class Trace:
    """A document compared with a lock.

    `unchanged` holds the wording of clauses that are as they were; `changed` what now stands where a clause was;
    `missing` the locators of what is gone without a trace; `new` what no entry accounts for.
    """

    unchanged: Mapping[str, str]
    changed: Mapping[str, str]
    missing: Sequence[str]
    new: Sequence[str]


def trace(document: str, entries: Sequence[Entry]) -> Trace:
    """Compare a document with the lock."""
    text = Document(document)
    places: list[int] = []
    at = 0
    for entry in entries:
        found = text.find(entry, at)
        places.append(found)
        at = found + entry.length if found >= 0 else at
    unchanged = {
        e.locator: text.wording(place, place + e.length)
        for e, place in zip(entries, places, strict=True)
        if place >= 0 and e.locator != REST
    }
    changed: dict[str, str] = {}
    missing: list[str] = []
    new: list[str] = []
    known = [i for i, place in enumerate(places) if place >= 0]
    for one, other in pairwise([-1, *known, len(entries)]):
        start = places[one] + entries[one].length if one >= 0 else 0
        end = places[other] if other < len(entries) else len(text.counted)
        lost = [entry.locator for entry in entries[one + 1 : other] if entry.locator != REST]
        between = text.wording(start, end) if end > start else ""
        if lost and between:
            changed |= dict.fromkeys(lost, between)
        elif between:
            new.append(between)
        else:
            missing += lost
    return Trace(unchanged, changed, missing, new)


def wordings(rules: Rules, source: Path) -> Mapping[str, str]:
    """The official wording of every clause of the plan as the document `source` has it, one line each.

    It is empty where the document's wording is not the locked one: nobody has compared that with the rules. Raises
    SourceError.
    """
    unchanged = trace(read_document(source), read_lock(rules.root)).unchanged
    return {str(clause): unchanged.get(clause, "") for clause in rules.plan.clauses}


def affected(rules: Rules, clause: str) -> list[str]:
    """The pages on which a clause hangs, by address."""
    cited = rules.citations[clause]
    return [
        addresses.clause(clause),
        addresses.ledger_row(clause),
        *(addresses.guide(benefit.id) for benefit in cited.benefits),
        *(addresses.duty(duty.id) for duty in cited.duties),
        *(addresses.area(area.id) for area, _ in cited.assignments),
        *(addresses.term(term.id) for term in cited.terms),
    ]
