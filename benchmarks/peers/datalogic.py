"""datalogic-py: JSONLogic, compiled and evaluated in Rust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.cases import Answers, Case
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, expand

PACKAGE = "datalogic-py"
OPERATORS = {"at_least": ">=", "at_most": "<=", "below": "<", "above": ">"}


def contenders(case: Case) -> Mapping[str, Callable[[Answers], list[bool]]]:
    datalogic: Any = import_module("datalogic_py")
    engine = datalogic.Engine()
    session = engine.session()
    rules = [{"!!": [json_logic(expand(each, case.meanings))]} for each in case.conditions.values()]
    compiled = [engine.compile(rule) for rule in rules]
    together = engine.compile(rules)

    def each_by_itself(answers: Answers) -> list[bool]:
        return [rule.evaluate(answers) for rule in compiled]

    def session_and_handle(answers: Answers) -> list[bool]:
        handle = datalogic.DataHandle(answers)
        evaluate = session.evaluate_bool
        return [evaluate(rule, handle) for rule in compiled]

    def one_array_rule(answers: Answers) -> list[bool]:
        found: list[bool] = session.evaluate(together, answers)
        return found

    return {
        "a rule an outcome": each_by_itself,
        "a rule an outcome, session and handle": session_and_handle,
        "one array of rules": one_array_rule,
    }


def json_logic(condition: Condition) -> dict[str, Any]:
    match condition:
        case Is(fact, (True,)):
            return {"var": fact}
        case Is(fact, (value,)):
            return {"===": [{"var": fact}, value]}
        case Is(fact, values):
            return {"in": [{"var": fact}, list(values)]}
        case Compare(fact, operator, number):
            return {OPERATORS[operator]: [{"var": fact}, number]}
        case Not(part):
            return {"!": [json_logic(part)]}
        case AllOf(parts) | AnyOf(parts):
            return {"and" if isinstance(condition, AllOf) else "or": [json_logic(part) for part in parts]}
    raise TypeError(condition)
