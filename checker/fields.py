"""Decoded JSON from outside, read field by field: each has the shape that is asked for, or an error says which has not.

What has come through here can be used without looking at it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

LARGEST = 999_999_999  # of any number: rules count years, days and children
_HALF = re.compile("[\ud800-\udfff]")  # half of a character: such text cannot be printed


class FieldError(ValueError):
    """A field is missing or has another shape; the message says where it stands and what is wanted there."""


class Field:
    """A decoded value and the way that leads to it, such as `facts[3].text`."""

    def __init__(self, value: Any, way: str = "") -> None:
        self.value = value
        self.way = way

    def fail(self, wanted: str) -> NoReturn:
        raise FieldError(f"{self.way or 'the whole'} must be {wanted}")

    def __getitem__(self, name: str) -> Field:
        """The member `name` of an object."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        told = name if len(name) <= 60 and name.isprintable() else f"{name[:60]!r}"
        way = f"{self.way}.{told}" if self.way else told
        if name not in self.value:
            raise FieldError(f"{way} is missing")
        return Field(self.value[name], way)

    def get(self, name: str) -> Field | None:
        """The member `name` of an object, or None where it is missing or null."""
        return self[name] if isinstance(self.value, dict) and self.value.get(name) is not None else None

    def entries(self) -> list[Field]:
        if not isinstance(self.value, (list, tuple)):
            self.fail("a list")
        return [Field(each, f"{self.way}[{i}]") for i, each in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str) or _HALF.search(self.value):
            self.fail("text")
        return self.value

    def texts(self) -> list[str]:
        return [each.text() for each in self.entries()]

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """Texts by name, such as by language; each of `names` is there."""
        return {name: self[name].text() for name in names}

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail("true or false")
        return self.value

    def whole(self, low: int = -LARGEST, high: int = LARGEST) -> int:
        if type(self.value) is not int or not low <= self.value <= high:
            self.fail(f"a whole number from {low} to {high}")
        return self.value
