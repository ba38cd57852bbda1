"""YAML files → plain data in which every string remembers where it stands.

The loader accepts a small, predictable part of YAML: mappings, lists, strings, integers, `true`/`false`/`null`.
Anchors, aliases, tags and several documents in one file are refused, so that no file can expand beyond its own size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

# The parser written in C reads the rules some ten times faster; the two differ only in the wording of syntax errors.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")
_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("null", "bool", "int", "float", "str", "timestamp", "merge", "value", "seq", "map")
}
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
        text = f"{self.place}: {self.what}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        if self.accepted:
            text += f" (accepted: {self.accepted})"
        return text


class RulesError(Exception):
    """The rules cannot be used; `problems` holds every fault that was found, in reading order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


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
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RulesError([Problem(Place(name), f"the file has {size} bytes", f"at most {MAX_BYTES}")])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RulesError([Problem(Place(name), f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RulesError([Problem(Place(name, line), "is not UTF-8 text")]) from error
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise RulesError([_syntax(error, text, name)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise RulesError(
            [Problem(Place(name, line), f"holds a character that YAML forbids ({error.character!r})")]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise RulesError([Problem(Place(name), f"is not YAML: {error}")]) from error
    if node is None:
        raise RulesError([Problem(Place(name), "the file is empty")])
    problems: list[Problem] = []
    document.data = _value(node, (), document, problems, 0, set())
    if problems:
        raise RulesError(problems)
    return document


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What is wrong and where. The parser notices an open quote only far below, so that one is looked for by itself."""
    if start := _open_quote(text):
        return Problem(Place(name, start.line + 1, start.column + 1), _OPEN_QUOTE)
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(Place(name), str(error))
    place = Place(name, mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    if mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        return Problem(place, "a tab stands where YAML wants spaces")
    return Problem(place, " ".join(part for part in (error.context, error.problem) if part))


def _open_quote(text: str) -> yaml.Mark | None:
    """Where the first quote stands that does not end on its own line."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in _QUOTES
            if quoted and token.start_mark.line != token.end_mark.line:
                start: yaml.Mark = token.start_mark
                return start
    except yaml.MarkedYAMLError as error:
        if error.context and "quoted scalar" in error.context:
            return error.context_mark
    return None


def _value(
    node: yaml.Node,
    path: tuple[str | int, ...],
    document: Document,
    problems: list[Problem],
    depth: int,
    seen: set[int],
) -> Any:
    place = Place(document.file, node.start_mark.line + 1, node.start_mark.column + 1)
    document.places[path] = place
    if depth > MAX_DEPTH:
        problems.append(Problem(place, f"is nested more than {MAX_DEPTH} deep"))
        return None
    if id(node) in seen:
        problems.append(Problem(place, "uses a YAML alias (*name)", "the text written out"))
        return None
    seen.add(id(node))
    if node.tag not in _TAGS:
        problems.append(Problem(place, f"uses the YAML tag {node.tag}", "plain mappings, lists and text"))
        return None
    if isinstance(node, yaml.ScalarNode):
        if node.style in _QUOTES and node.start_mark.line != node.end_mark.line:
            problems.append(Problem(place, _OPEN_QUOTE))
        return _scalar(node, place)
    if isinstance(node, yaml.SequenceNode):
        return [_value(n, (*path, i), document, problems, depth + 1, seen) for i, n in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_place = Place(document.file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(key_place, "a key must be a plain word"))
            continue
        key = Located(key_node.value, key_place)
        if key in result:
            problems.append(Problem(key_place, f"the key {key!s} stands twice in one mapping"))
        document.keys[(*path, str(key))] = key_place
        result[key] = _value(value_node, (*path, str(key)), document, problems, depth + 1, seen)
    return result


def _scalar(node: yaml.ScalarNode, place: Place) -> Any:
    value = node.value
    if not node.style:  # plain, not quoted: constants and integers are told apart by YAML 1.2's core rules
        if value in _CONSTANTS:
            return _CONSTANTS[value]
        if _INTEGER.match(value):
            return int(value)
    return Located(value, place)
