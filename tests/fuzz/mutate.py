"""Spoiling what is sound: bytes of a file, the text of one, the tree that it holds. All of it follows from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

BYTES = [
    *(b"\x00", b"\x1b", b"\x7f", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"),
    *(b"\xc2\x85", b"\xe2\x80\xa8", b"\\u0000", b"\\ud800", b"\t", b"\r", b"\n", b" ", b"'", b'"', b"\\", b"|", b">-"),
    *(b"[", b"]", b"{", b"}", b":", b": ", b"- ", b"? ", b"#", b"%", b",", b",,", b"---\n", b"...\n", b"%YAML 1.2\n"),
    *(b"&a ", b"*a", b"!!python/name:os.system ", b"!x ", b"<<: *a"),
    *(b"null", b"NaN", b"1e999", b"-0", b"true", b"9" * 30),
]

TEXTS = [
    *("", " ", "a", "constructor", "__proto__", "x" * 300, "长" * 300, "a\nb", "\x00", "\ud800", "\u202e", "\ufeff"),
    *("{n}", "{0}", "{n.__class__}", "{n:>999999999}", "../../etc/passwd", "<b>", "&#x27;", "${7*7}", "{{7*7}}"),
    *("1.1.1-a", "999.1-a", "A" * 100, "9" * 5000, "2021-10-01", "2021-99-99", "0", "true", "-", "🙂"),
    *("zh", "en", "boolean", "integer"),
]

NUMBERS = [-1, 0, 1, 2, 3, 7, 64, 65, 10**6, 999_999_999, -999_999_999, 10**9, 10**12, 10**40, -(10**40)]


def spoil_bytes(source: random.Random, data: bytes) -> bytes:
    """One change to a run of bytes."""
    at, other = sorted(source.randint(0, len(data)) for _ in range(2))
    other = min(other, at + source.choice((1, 4, 40, 400)))
    match source.randrange(5):
        case 0:
            return data[:at] + source.choice(BYTES) + data[at:]
        case 1:
            return data[:at] + data[other:]
        case 2:
            return data[:at] + data[at:other] * source.choice((2, 2, 50)) + data[other:]
        case 3:
            return data[:at]
    return data[:at] + bytes(source.randrange(256) for _ in range(source.randint(1, 4))) + data[other:]


def spoil_lines(source: random.Random, data: bytes) -> bytes:
    """One change to the lines of a text."""
    lines = data.split(b"\n")
    one, other = source.randrange(len(lines)), source.randrange(len(lines))
    match source.randrange(5):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines.insert(one, lines[other])
        case 2:
            del lines[one]
        case 3:
            lines[one] = source.choice((b" ", b"  ", b"    ", b"\t")) + lines[one]
        case 4:
            name, _, _ = lines[one].partition(b":")
            lines[one] = name + b": " + source.choice(BYTES)
    return b"\n".join(lines)


def value(source: random.Random, depth: int = 3) -> Any:
    """Any value that a JSON or a YAML file can hold."""
    kind = source.randrange(10 if depth else 7)
    if kind < 3:
        return source.choice(TEXTS)
    if kind < 5:
        return source.choice(NUMBERS)
    if kind < 7:
        return source.choice((None, True, False, 0.5, float("inf"), float("nan")))
    if kind == 7:
        return [value(source, depth - 1) for _ in range(source.randrange(4))]
    if kind == 8:
        return {source.choice(TEXTS): value(source, depth - 1) for _ in range(source.randrange(4))}
    nested: Any = source.choice(TEXTS)
    for _ in range(source.choice((5, 45, 120))):
        nested = [nested] if source.random() < 0.5 else {"not": nested}
    return nested


def spoil_tree(source: random.Random, data: Any) -> Any:
    """A copy of a tree of lists and objects with one change somewhere in it."""
    data = [deepcopy(data)]
    spots = list(_spots(data))
    holder, key = source.choice(spots)
    match source.randrange(8):
        case 0 | 1:
            holder[key] = value(source)
        case 2:
            del holder[key]
        case 3:
            holder[key] = _like(source, holder[key])
        case 4:
            other, name = source.choice(spots)
            holder[key] = deepcopy(other[name])
        case 5:
            holder[key] = [holder[key]] if source.random() < 0.5 else {"not": holder[key]}
        case 6 if isinstance(holder, dict):
            holder[source.choice(TEXTS)] = holder.pop(key)
        case 7 if isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
    return data[0] if data else None


def _spots(data: Any) -> Iterator[tuple[Any, Any]]:
    stack = [data]
    while stack:
        holder = stack.pop()
        for key, each in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            yield holder, key
            if isinstance(each, (dict, list)):
                stack.append(each)


def _like(source: random.Random, old: Any) -> Any:
    """Another value of the same type."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return source.choice((old + 1, old - 1, *NUMBERS))
    if isinstance(old, str):
        return source.choice((old + "x", old[:-1], old * 2, *TEXTS))
    return old
