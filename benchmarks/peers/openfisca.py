"""openfisca-core: microsimulation over numpy arrays; here a system with one variable a fact, a term and an outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.cases import Answers, Case, default
from benchmarks.peers import written
from checker.fact import Choice, YesNo
from generator.logic.conditions import Compare, Condition, Is, Term

PACKAGE = "openfisca-core"
MONTH = "2026-07"
OPERATORS = {"at_least": ">=", "at_most": "<=", "below": "<", "above": ">"}


def contenders(case: Case) -> Mapping[str, Callable[[Answers], list[bool]]]:
    numpy: Any = import_module("numpy")
    builder: Any = import_module("openfisca_core.simulations").SimulationBuilder
    system, choices = tax_benefit_system(case)
    period = import_module("openfisca_core.periods").period(MONTH)
    outcomes = [name(outcome) for outcome in case.conditions]

    def described(answers: Answers) -> list[bool]:
        children = {"child": {fact: {MONTH: answer} for fact, answer in answers.items()}}
        simulation = builder().build_from_entities(system, {"children": children})
        return [bool(simulation.calculate(outcome, MONTH)[0]) for outcome in outcomes]

    def filled_in(answers: Answers) -> list[bool]:
        simulation = builder().build_default_simulation(system, 1)
        for fact, answer in answers.items():
            values = numpy.array([answer])
            if fact in choices:
                values = choices[fact].encode(values)
            simulation.set_input(fact, period, values)
        return [bool(simulation.calculate(outcome, period)[0]) for outcome in outcomes]

    return {"household as a dictionary": described, "inputs set one by one": filled_in}


def tax_benefit_system(case: Case) -> tuple[Any, dict[str, Any]]:
    """The system, and the enumeration behind each choice fact."""
    entity = import_module("openfisca_core.entities").build_entity(
        key="child", plural="children", label="A child", is_person=True
    )
    variable: Any = import_module("openfisca_core.variables").Variable
    enum: Any = import_module("openfisca_core.indexed_enums").Enum
    month = import_module("openfisca_core.periods").DateUnit.MONTH
    system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem([entity])
    choices: dict[str, Any] = {}

    def add(title: str, **fields: Any) -> None:
        body = {"entity": entity, "definition_period": month, "label": title, **fields}
        system.add_variable(type(name(title), (variable,), body))

    for fact in case.bundle.facts:
        if isinstance(fact, Choice):
            choices[fact.id] = values = enum(fact.id, {value: value for value in fact.values})
            add(fact.id, value_type=enum, possible_values=values, default_value=values[default(fact)])
        else:
            kind = bool if isinstance(fact, YesNo) else int
            add(fact.id, value_type=kind, default_value=kind(default(fact)))
    for title, condition in {**case.meanings, **case.conditions}.items():
        names: dict[str, Any] = {"choices": choices}
        exec(f"def formula(child, period, parameters):\n    return {expression(condition, choices)}", names)
        add(title, value_type=bool, default_value=False, formula=names["formula"])
    return system, choices


def name(title: str) -> str:
    return title.replace("-", "_")


def expression(condition: Condition, choices: Mapping[str, Any]) -> str:
    def leaf(part: Condition) -> str:
        match part:
            case Term(fact) | Is(fact, (True,)):
                return f"child({name(fact)!r}, period)"
            case Is(fact, values):
                shown = [f"choices[{fact!r}].{each}" if fact in choices else f"{each}" for each in values]
                return f"({' | '.join(f'(child({fact!r}, period) == {each})' for each in shown)})"
            case Compare(fact, operator, number):
                return f"(child({fact!r}, period) {OPERATORS[operator]} {number})"
        raise TypeError(part)

    return written(condition, leaf, "~", " & ", " | ")
