"""Answers from outside (a file, a form, a link) → valid answers, or one clear error for each that is wrong."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass

from checker.bundle import Bundle
from checker.decode import LARGEST
from checker.fact import Answer, Fact, nearest

Answers = dict[str, Answer | None]


@dataclass
class AnswerError(ValueError):
    """An answer that cannot be used: what was asked, what was given, what is accepted, the nearest valid one."""

    fact: str
    given: object
    accepted: str
    nearest: str = ""
    known: bool = True

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        if not self.known:
            return f"unknown fact {show(self.fact)}{hint} (accepted: {self.accepted})"
        wanted = f"accepted: {self.accepted}, or null for not known"
        return f"{self.fact}: {show(self.given)} is not an answer{hint} ({wanted})"


_brief = reprlib.Repr()
_brief.maxstring = _brief.maxlong = _brief.maxother = 60
_brief.maxlevel = 2


def show(value: object) -> str:
    """A given value in an error message: short, however long or deeply nested it is."""
    if type(value) is int and abs(value) > LARGEST:
        return "a number with too many digits"
    return _brief.repr(value)


def validate(bundle: Bundle, answers: Mapping[str, object]) -> Answers:
    """The answers, each checked against its fact, in the bundle's order. Raises AnswerError for the first bad one.

    An answer to a retired fact becomes what it means today, unless that is answered as well.
    """
    given: dict[str, object] = {}
    for name, answer in answers.items():
        if name in bundle.retired:
            given = {**_today(bundle, name, answer), **given}
        elif name in bundle.index:
            given[name] = answer
        else:
            near = _quoted(nearest(str(name), bundle.index))
            raise AnswerError(str(name), None, ", ".join(bundle.index), near, known=False)
    return {fact.id: _valid(fact, given[fact.id]) for fact in bundle.facts if fact.id in given}


def _today(bundle: Bundle, name: str, answer: object) -> dict[str, Answer]:
    """What an answer to a retired fact says of the facts that are asked today."""
    if answer is None:
        return {}
    means = bundle.retired[name].means
    for former, now in means.items():
        if type(former) is type(answer) and former == answer:
            return dict([now]) if now else {}
    raise AnswerError(name, answer, ", ".join(str(former).lower() for former in means))


def _valid(fact: Fact, given: object) -> Answer | None:
    if given is None:
        return None
    if fact.accepts(given):
        return given
    raise AnswerError(fact.id, given, fact.accepted, _meant(fact, given))


def _meant(fact: Fact, given: object) -> str:
    """The answer that was probably meant, as it is written in JSON; empty if none is near."""
    meant = fact.meant(given if isinstance(given, str) else show(given))
    if meant is None or isinstance(meant, str):
        return _quoted(meant or "")
    return str(meant).lower() + (", without quotes" if isinstance(given, str) else "")


def _quoted(name: str) -> str:
    return repr(name) if name else ""
