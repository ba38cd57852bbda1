"""Decoded JSON from outside, read field by field: each has the shape that is asked for, or an error says which has not.

What has come through here can be used without looking at it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

LANGUAGES = ("zh", "en")
LARGEST = 999_999_999  # of any number: rules count years, days and children
_HALF = re.compile("[\ud800-\udfff]")  # half of a character: such text cannot be printed


class FieldError(ValueError):
    """A field is missing or has another shape; the message says where it stands and what is wanted there."""


class Field:
    """A decoded value, and where it stands: the member `name` of `parent`, or its entry with this number."""

    def __init__(self, value: Any, parent: Field | None = None, name: str | int = "") -> None:
        self.value = value
        self._parent = parent
        self._name = name

    @property
    def way(self) -> str:
        """The way that leads to the value, such as `facts[3].text`."""
        if self._parent is None:
            return ""
        before = self._parent.way
        if isinstance(self._name, int):
            return f"{before}[{self._name}]"
        name = self._name if len(self._name) <= 60 and self._name.isprintable() else f"{self._name[:60]!r}"
        return f"{before}.{name}" if before else name

    def fail(self, wanted: str) -> NoReturn:
        raise FieldError(f"{self.way or 'the whole'} must be {wanted}")

    def __getitem__(self, name: str) -> Field:
        """The member `name` of an object."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        if name not in self.value:
            raise FieldError(f"{Field(None, self, name).way} is missing")
        return Field(self.value[name], self, name)

    def get(self, name: str) -> Field | None:
        """The member `name` of an object, or None where it is missing or null."""
        return self[name] if isinstance(self.value, dict) and self.value.get(name) is not None else None

    def entries(self) -> list[Field]:
        if not isinstance(self.value, (list, tuple)):
            self.fail("a list")
        return [Field(each, self, i) for i, each in enumerate(self.value)]

    def members(self) -> dict[str, Field]:
        """The members of an object, by name."""
        if not isinstance(self.value, dict):
            self.fail("an object")
        return {name: self[name] for name in self.value}

    def unique(self, ids: Sequence[str]) -> None:
        """Fail if one of `ids`, which were read from this list, stands there twice."""
        if len(set(ids)) < len(ids):
            self.fail("a list without the same id twice")

    def text(self) -> str:
        if not isinstance(self.value, str) or _HALF.search(self.value):
            self.fail("text")
        return self.value

    def texts(self) -> list[str]:
        return [each.text() for each in self.entries()]

    def translated(self) -> dict[str, str]:
        """A text in each language."""
        return {language: self[language].text() for language in LANGUAGES}

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail("true or false")
        return self.value

    def answer(self) -> bool | int | str:
        """What may be the answer to a fact: true or false, a whole number or the name of a choice."""
        if isinstance(self.value, bool):
            return self.value
        return self.whole() if type(self.value) is int else self.text()

    def whole(self, low: int = -LARGEST, high: int = LARGEST) -> int:
        if type(self.value) is not int or not low <= self.value <= high:
            self.fail(f"a whole number from {low} to {high}")
        return self.value
