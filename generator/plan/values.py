"""What single values of a rule file must look like: texts, names, locators, days, conditions.

For type checkers they are what a valid one is; pydantic gets the check, and the JSON Schema that editors see.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from generator.plan.load import Located, Place, shown

LONGEST_NAME = 80  # names become files; a locator is a name too
NAME_PATTERN = r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$"
LOCATOR_PATTERN = r"^[0-9A-Z]+(?:\.[0-9]+)*$"
VERSION_PATTERN = r"^[0-9A-Za-z.+-]+$"  # it stands in links
CLAUSE_PATTERN = r"^[0-9A-Z]+(?:\.[0-9]+)*-[a-z]+$"


def _text_of(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text is wanted here, not {_kind(value)}")
    if not value.strip():
        raise ValueError("must not be empty")
    if found := _INVISIBLE.search(value):
        raise ValueError(f"holds the invisible character U+{ord(found[0]):04X}")
    return value


# Control characters, halves of characters, and those that turn the direction of writing round.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    kinds = {bool: "true/false", int: "a number", list: "a list", dict: "a mapping"}
    return kinds.get(type(value), type(value).__name__)


def _line(value: object) -> Located:
    text = _text_of(value)
    return text if isinstance(text, Located) else Located(text, Place("?"))


def _name(pattern: str, accepted: str) -> Any:
    compiled = re.compile(pattern)

    def check(value: object) -> Located:
        text = _line(value)
        if len(text) > LONGEST_NAME or not compiled.fullmatch(text):
            raise ValueError(f"{shown(text)!r} is not {accepted}, of at most {LONGEST_NAME} characters")
        return text

    schema = {"type": "string", "pattern": pattern, "maxLength": LONGEST_NAME}
    return Annotated[Any, PlainValidator(check), WithJsonSchema(schema)]


def _day(value: object) -> date:
    """A day as it is written in a rule file. A number is none, though it could be read as seconds since 1970."""
    try:
        return date.fromisoformat(_text_of(value)) if not isinstance(value, date) else value
    except ValueError:
        raise ValueError("a day such as 2018-03-22 is wanted here") from None


if TYPE_CHECKING:
    Day: TypeAlias = date
    Line: TypeAlias = Located
    Name: TypeAlias = Located
    Locator: TypeAlias = Located
    Version: TypeAlias = Located
    ClauseId: TypeAlias = Located
else:
    Day = Annotated[Any, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
    Line = Annotated[Any, PlainValidator(_line), WithJsonSchema({"type": "string"})]
    Name = _name(NAME_PATTERN, "a name in lower case, its words joined by - or _")
    Locator = _name(LOCATOR_PATTERN, "a locator such as 3.1.4")
    Version = _name(VERSION_PATTERN, "a version such as 1.0.0")
    ClauseId = _name(CLAUSE_PATTERN, "a clause locator such as 3.1.4-a")


def _condition(value: object) -> object:
    if not isinstance(value, (str, dict)):
        raise ValueError(f"a condition is a name or a mapping, not {_kind(value)}")
    return value


_CONDITION_SCHEMA: dict[str, Any] = {
    "description": "A fact or term by name, or one of: not, all, any, {fact: value}, {fact: [values]}, "
    "{fact: {at_least|at_most|below|above: n}}",
    "anyOf": [
        {"type": "string", "pattern": NAME_PATTERN},
        {"type": "object", "minProperties": 1, "maxProperties": 1},
    ],
}
Condition = Annotated[Any, PlainValidator(_condition), WithJsonSchema(_CONDITION_SCHEMA)]
