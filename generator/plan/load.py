"""YAML files → plain data in which every string remembers where it stands.

The loader accepts a small, predictable part of YAML: mappings, lists, strings, integers, `true`/`false`/`null`.
Anchors, aliases, tags and several documents in one file are refused, so that no file can expand beyond its own size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.plan import lookalikes

# What one file may hold. The longest of a county's rules has a tenth of it.
MAX_BYTES = 1_000_000
MAX_VALUES = 20_000
MAX_DEPTH = 40
MOST_PROBLEMS = 200  # of one run are shown: readers fix a page of errors at a time

# The parser written in C reads the rules some ten times faster; the two differ only in the wording of syntax errors.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")
_QUOTES = ("'", '"')
_OPEN_QUOTE = "a quote opened here is not closed on the same line"
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a rule file; `line` and `column` count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the rules: where, what, what would be accepted and the nearest valid name."""

    place: Place
    what: str
    accepted: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {shown(self.what, 400)}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        if self.accepted:
            text += f" (accepted: {self.accepted})"
        return text


class RulesError(Exception):
    """The rules cannot be used; `problems` holds the first MOST_PROBLEMS faults that were found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))[:MOST_PROBLEMS]
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Gathers problems, to raise them together. Raises RulesError as soon as there are MOST_PROBLEMS.

    After the ErrorCollector of pypa/packaging (src/packaging/errors.py).
    """

    def __init__(self) -> None:
        self._gathered: list[Problem] = []

    def add(self, place: Place, what: str, accepted: str = "", nearest: str = "") -> None:
        """Gather one problem, with the fields of `Problem`."""
        self.extend([Problem(place, what, accepted, nearest)])

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._gathered.append(problem)
            if len(self._gathered) >= MOST_PROBLEMS:
                self.finish()

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Gather what the block raises as RulesError."""
        try:
            yield
        except RulesError as error:
            self.extend(error.problems)

    def finish(self) -> None:
        """Raise RulesError if anything was gathered."""
        if self._gathered:
            raise RulesError(self._gathered)


class Located(str):
    """A string read from a rule file, with the place where it stands."""

    place: Place

    def __new__(cls, value: str, place: Place) -> Located:
        self = super().__new__(cls, value)
        self.place = place
        return self


@dataclass
class Document:
    """The data of one file. `places` maps a path of keys and indexes to the place of the value (or of its key)."""

    file: str
    data: Any = None
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    keys: dict[tuple[str | int, ...], Place] = field(default_factory=dict)

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The place of `path`, or of its nearest ancestor that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file))

    def key_place(self, path: tuple[str | int, ...]) -> Place:
        """The place of the key that leads to `path`."""
        return self.keys.get(path) or self.place(path)


def read(path: Path, name: str) -> Document:
    """Read one YAML file; `name` is what errors call it. Raises RulesError."""
    document = Document(name)
    try:
        if not path.is_file():
            raise RulesError([Problem(Place(name), "is not a file")])
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RulesError([Problem(Place(name), f"the file has {size} bytes", f"at most {MAX_BYTES}")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RulesError([Problem(Place(name), f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RulesError([Problem(Place(name, line), "is not UTF-8 text")]) from error
    reader = _Reader(yaml.parse(text, Loader=_LOADER), document)
    try:
        reader.read()
    except yaml.MarkedYAMLError as error:
        raise RulesError([_syntax(error, text, name)]) from error
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise RulesError([Problem(Place(name, line), "holds a character that YAML forbids")]) from error
    except yaml.YAMLError as error:
        raise RulesError([Problem(Place(name), f"is not YAML: {error}")]) from error
    reader.problems.finish()
    return document


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What is wrong and where. The parser notices an open quote only far below, so that one is looked for by itself."""
    if start := _open_quote(text):
        return Problem(Place(name, start.line + 1, start.column + 1), _OPEN_QUOTE)
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(Place(name), str(error))
    if found := lookalikes.stray(text, mark.line, mark.column):
        line, column, what = found
        return Problem(Place(name, line + 1, column + 1), what)
    place = Place(name, mark.line + 1, mark.column + 1)
    return Problem(place, " ".join(part for part in (error.context, error.problem) if part))


def _open_quote(text: str) -> yaml.Mark | None:
    """Where the first quote stands that does not end on its own line."""
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in _QUOTES
            if quoted and token.start_mark.line != token.end_mark.line:
                start: yaml.Mark = token.start_mark
                return start
    except yaml.YAMLError as error:
        if isinstance(error, yaml.MarkedYAMLError) and "quoted scalar" in (error.context or ""):
            return error.context_mark
    return None


class _Reader:
    """The parser's events → data. Reading stops where a limit is passed, so nothing costs more than its own size."""

    def __init__(self, events: Iterator[yaml.Event], document: Document) -> None:
        self.problems = Problems()
        self._events = events
        self._document = document

    def read(self) -> None:
        """Fill the document. Raises RulesError at a limit, and yaml.YAMLError."""
        next(self._events)  # the stream begins
        if not isinstance(next(self._events), yaml.DocumentStartEvent):
            self.problems.add(Place(self._document.file), "the file is empty")
            return
        self._document.data = self._value(next(self._events), ())
        next(self._events)  # the document ends
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            self.problems.add(self._place(event), "expected a single document in the file")

    def _value(self, event: yaml.Event, path: tuple[str | int, ...]) -> Any:
        place = self._place(event)
        self._document.places[path] = place
        if len(path) > MAX_DEPTH:
            self._stop(place, f"is nested more than {MAX_DEPTH} deep")
        if len(self._document.places) > MAX_VALUES:
            self._stop(place, f"is more than {MAX_VALUES} values from the start")
        self._refuse(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            found: list[Any] = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                found.append(self._value(event, (*path, len(found))))
            return found
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return _scalar(event, place) if isinstance(event, yaml.ScalarEvent) else None

    def _stop(self, place: Place, limit: str) -> None:
        self.problems.add(place, limit)
        self.problems.finish()

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            place = self._place(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.problems.add(place, "a key must be a plain word")
                self._value(event, (*path, ""))
                self._value(next(self._events), (*path, ""))
                continue
            self._refuse(event, place)
            key = Located(event.value, place)
            if stray := lookalikes.first(key):
                self.problems.add(place, f"the key {shown(key)} holds {stray}")
            if key in found:
                self.problems.add(place, f"the key {shown(key)} stands twice in one mapping")
            self._document.keys[(*path, str(key))] = place
            found[key] = self._value(next(self._events), (*path, str(key)))
        return found

    def _refuse(self, event: yaml.Event, place: Place) -> None:
        """Say what of YAML this event uses that rule files may not."""
        tag = getattr(event, "tag", None)
        if getattr(event, "anchor", None) is not None:
            self.problems.add(place, "uses a YAML alias (&name, *name)", "the text written out")
        elif tag is not None:
            what = f"uses the YAML tag {shown(tag)}"
            self.problems.add(place, what, "plain mappings, lists and text")
        elif isinstance(event, yaml.ScalarEvent) and event.style in _QUOTES and _lines(event) > 1:
            self.problems.add(place, _OPEN_QUOTE)

    def _place(self, event: yaml.Event) -> Place:
        assert event.start_mark is not None  # the parser always sets it
        return Place(self._document.file, event.start_mark.line + 1, event.start_mark.column + 1)


def _lines(event: yaml.Event) -> int:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.end_mark.line - event.start_mark.line + 1


def shown(value: object, most: int = 80) -> str:
    """A given value in an error message: short, and printable whatever it holds."""
    text = str(value)
    text = text if len(text) <= most else f"{text[: most - 3]}..."
    return text if text.isprintable() else repr(text)


def _scalar(event: yaml.ScalarEvent, place: Place) -> Any:
    value = event.value
    if not event.style:  # plain, not quoted: constants and integers are told apart by YAML 1.2's core rules
        if value in _CONSTANTS:
            return _CONSTANTS[value]
        if _INTEGER.match(value):
            return int(value)
    return Located(value, place)
