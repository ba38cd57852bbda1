"""What the rules give and demand: benefits and duties, and the cases that the rules do not cover."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from checker.decode import Field


@dataclass(frozen=True)
class Reading:
    """A condition under another reading of the document, and what to say to those whom only that reading means."""

    root: int
    text: Mapping[str, str]

    @classmethod
    def read(cls, data: Field, last: int) -> Reading:
        return cls(data["root"].whole(0, last), data["text"].translated())


@dataclass(frozen=True)
class Outcome:
    """A benefit or duty; `root` is the node of the diagram at which its condition starts, `area` its task area's id.

    `also`: what an office judges where the condition is met. `danger` and `due` are the nodes of the conditions under
    which it comes first among the results, and next.
    """

    id: str
    kind: str
    root: int
    area: str | None = None
    also: tuple[Mapping[str, str], ...] = ()
    readings: tuple[Reading, ...] = ()
    danger: int | None = None
    due: int | None = None
    text: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, data: Field, last: int, units: Collection[str], clauses: Collection[str]) -> Outcome:
        """An outcome of a bundle with nodes up to `last`, and these units and clauses. Raises FieldError."""
        kind, area, also, readings = data["kind"].text(), data.get("area"), data.get("also"), data.get("readings")
        if kind not in ("benefit", "duty"):
            data["kind"].fail("benefit or duty")
        danger, due = (node.whole(0, last) if (node := data.get(name)) else None for name in ("danger", "due"))
        return cls(
            id=data["id"].text(),
            kind=kind,
            root=data["root"].whole(0, last),
            area=area.text() if area else None,
            also=tuple(each.translated() for each in also.entries()) if also else (),
            readings=tuple(Reading.read(each, last) for each in readings.entries()) if readings else (),
            danger=danger,
            due=due,
            text=_text(data["text"], units, clauses),
        )


def _text(said: Field, units: Collection[str], clauses: Collection[str]) -> dict[str, Any]:
    deadline = said.get("deadline")
    text: dict[str, Any] = {name: said[name].translated() for name in ("title", "text")}
    text["deadline"] = deadline.translated() if deadline else None
    text["next"] = [step.translated() for step in said["next"].entries()]
    text["linked"] = said["linked"].texts()
    for name, known in (("clauses", clauses), ("bearers", units), ("implied", units), ("report_to", units)):
        text[name] = said[name].texts()
        if any(each not in known for each in text[name]):
            said[name].fail(f"a list of {'clauses' if known is clauses else 'units'} that the bundle names")
    return text


@dataclass(frozen=True)
class Scope:
    """A case that the plan does not cover, with the reason to give."""

    root: int
    reason: Mapping[str, str]

    @classmethod
    def read(cls, data: Field, last: int) -> Scope:
        return cls(data["root"].whole(0, last), data["reason"].translated())
