"""zen-engine: a business rules engine in Rust, with decision files and an expression language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.cases import Answers, Case
from benchmarks.peers import written
from generator.logic.conditions import Compare, Condition, Is, expand

PACKAGE = "zen-engine"
OPERATORS = {"at_least": ">=", "at_most": "<=", "below": "<", "above": ">"}


def contenders(case: Case) -> Mapping[str, Callable[[Answers], list[bool]]]:
    zen: Any = import_module("zen")
    sources = {
        outcome.replace("-", "_"): expression(expand(each, case.meanings)) for outcome, each in case.conditions.items()
    }
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(graph(sources))))
    together = zen.compile_expression(f"[{', '.join(sources.values())}]")

    def one_decision(answers: Answers) -> list[bool]:
        found = decision.evaluate(answers)["result"]
        return [found[name] for name in sources]

    def one_array_expression(answers: Answers) -> list[bool]:
        found: list[bool] = together.evaluate(answers)
        return found

    return {"one decision": one_decision, "one array of expressions": one_array_expression}


def graph(expressions: Mapping[str, str]) -> dict[str, Any]:
    """A decision file: input → expressions → output."""
    at = {"x": 0, "y": 0}
    content = {"expressions": [{"id": key, "key": key, "value": value} for key, value in expressions.items()]}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": at},
            {"id": "rules", "type": "expressionNode", "name": "rules", "position": at, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": at},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }


def expression(condition: Condition) -> str:
    return written(condition, _leaf)


def _leaf(condition: Condition) -> str:
    match condition:
        case Is(fact, (True,)):
            return f"({fact} == true)"
        case Is(fact, values):
            return f"({fact} in {json.dumps(list(values))})"
        case Compare(fact, operator, number):
            return f"(({fact} ?? 0) {OPERATORS[operator]} {number})"
    raise TypeError(condition)
