"""The floor: Python written out by a program, one function for the whole rules, each term worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.cases import Answers, Case, default
from benchmarks.peers import written
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, Term

PACKAGE = None
TITLE = "generated Python, two-valued"
OPERATORS = {"at_least": ">=", "at_most": "<=", "below": "<", "above": ">"}


def contenders(case: Case) -> Mapping[str, Callable[[Answers], list[bool]]]:
    names: dict[str, Any] = {}
    exec(source(case), names)
    return {"one function": names["statuses"]}


def source(case: Case) -> str:
    lines = ["def statuses(answers):", "    get = answers.get"]
    lines += [f"    {fact.id} = get({fact.id!r}, {default(fact)!r})" for fact in case.bundle.facts]
    lines += [f"    {term} = {expression(case.meanings[term])}" for term in in_order(case.meanings)]
    lines += ["    return [", *(f"        {expression(each)}," for each in case.conditions.values()), "    ]"]
    return "\n".join(lines)


def in_order(meanings: Mapping[str, Condition]) -> list[str]:
    """The terms, each behind those that it is made of."""
    done: list[str] = []

    def visit(condition: Condition) -> None:
        match condition:
            case Term(name):
                if name not in done:
                    visit(meanings[name])
                    done.append(name)
            case Not(part):
                visit(part)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    visit(part)

    for term in meanings:
        visit(Term(term))
    return done


def expression(condition: Condition) -> str:
    return written(condition, _leaf)


def _leaf(condition: Condition) -> str:
    match condition:
        case Term(name) | Is(name, (True,)):
            return name
        case Is(fact, (value,)):
            return f"{fact} == {value!r}"
        case Is(fact, values):
            return f"{fact} in {values!r}"
        case Compare(fact, operator, number):
            return f"{fact} {OPERATORS[operator]} {number}"
    raise TypeError(condition)
