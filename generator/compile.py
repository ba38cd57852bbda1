"""Checked rules → the bundle that the checker reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checker.bundle import FORMAT
from generator import model
from generator.conditions import Condition, expand
from generator.diagram import Diagram

if TYPE_CHECKING:
    from generator.rules import Rules


def compile_bundle(
    rules: Rules,
    conditions: Mapping[str, Condition],
    meanings: Mapping[str, Condition],
    scope: Sequence[Condition],
) -> dict[str, Any]:
    """The bundle as JSON-ready data. `conditions` are keyed by outcome, `meanings` by term."""
    open_conditions = {owner: expand(condition, meanings) for owner, condition in conditions.items()}
    outside = [expand(condition, meanings) for condition in scope]
    diagram = Diagram(rules.facts, [*open_conditions.values(), *outside])
    outcomes: list[dict[str, Any]] = []
    for kind, entries in (("benefit", rules.benefits()), ("duty", rules.duties())):
        for _, entry in entries:
            if entry.when is not None:
                outcomes.append(_outcome(kind, entry, diagram.add(open_conditions[entry.id])))
    roots = [diagram.add(condition) for condition in outside]
    return {
        "format": FORMAT,
        "plan": rules.plan.id,
        "version": rules.plan.version,
        "facts": [_fact(fact, diagram) for fact in rules.facts],
        "nodes": diagram.nodes,
        "outcomes": outcomes,
        "scope": [
            {"root": root, "reason": entry.reason.model_dump()}
            for root, entry in zip(roots, rules.plan.scope, strict=True)
        ],
    }


def _fact(fact: model.Fact, diagram: Diagram) -> dict[str, Any]:
    data: dict[str, Any] = {"id": fact.id, "type": fact.type, "group": fact.group}
    if fact.type == "choice":
        data["values"] = [choice.id for choice in fact.values]
    elif fact.type == "integer":
        data |= {"cuts": diagram.cuts[fact.id], "minimum": fact.minimum, "maximum": fact.maximum}
    return data


def _outcome(kind: str, entry: model.Benefit | model.Duty, root: int) -> dict[str, Any]:
    deadline = entry.deadline.text.model_dump() if isinstance(entry, model.Duty) and entry.deadline else None
    return {
        "id": entry.id,
        "kind": kind,
        "root": root,
        "text": {
            "title": entry.title.model_dump(),
            "text": entry.summary.model_dump(),
            "clauses": entry.clauses,
            "bearers": entry.bearers.all(),
            "implied": entry.bearers.implied,
            "deadline": deadline,
        },
    }
