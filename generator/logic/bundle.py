"""Parsed conditions → the bundle that the checker reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from checker.bundle import FORMAT
from generator.logic.conditions import AnyOf, Condition, expand
from generator.logic.diagram import Diagram
from generator.logic.parse import RuleConditions
from generator.plan import model
from generator.plan.folder import Rules
from generator.plan.languages import LANGUAGES
from generator.plan.locators import number
from generator.plan.ui_text import interface, texts


def compile_bundle(rules: Rules, trees: RuleConditions) -> dict[str, Any]:
    """The bundle as JSON-ready data. Raises TooLargeError."""
    return _Compiler(rules, trees).bundle()


class _Compiler:
    def __init__(self, rules: Rules, trees: RuleConditions) -> None:
        self._rules = rules
        self._opened = trees.expanded()
        self._readings = {
            str(act.id): list(_readings(rules, act, trees)) for act in rules.acts() if act.when is not None
        }
        # What a term means divides no number by itself, only where a condition uses the term.
        compiled = [tree for _, _, tree in replace(self._opened, means={}).named()]
        readings = [tree for several in self._readings.values() for tree, _ in several]
        self._diagram = Diagram(rules.facts, [*compiled, *readings])

    def bundle(self) -> dict[str, Any]:
        rules, plan = self._rules, self._rules.plan
        acts: list[tuple[model.AreaFile | None, model.Act]] = [*rules.benefits(), *rules.duties()]
        outcomes = [self._outcome(area, act) for area, act in acts if act.when is not None]
        asked = {fact: self._diagram.add(tree) for fact, tree in self._opened.ask_when.items()}
        scope = zip(self._opened.scope, plan.scope, strict=True)
        return {
            "format": FORMAT,
            "plan": plan.id,
            "version": plan.version,
            "facts": [_fact(fact, self._diagram, asked.get(fact.id)) for fact in rules.facts],
            "retired": {
                former.id: [{"answer": each.answer, "means": _means(each)} for each in former.answers]
                for former in rules.retired
            },
            "situations": [_situation(each) for each in rules.situations],
            "nodes": self._diagram.nodes,
            "outcomes": outcomes,
            "scope": [{"root": self._diagram.add(tree), "reason": entry.reason.model_dump()} for tree, entry in scope],
            "text": _text(rules),
        }

    def _outcome(self, area: model.AreaFile | None, act: model.Act) -> dict[str, Any]:
        root = self._diagram.add(self._opened.when[act.id])
        readings = [(self._diagram.add(tree), text) for tree, text in self._readings[act.id]]
        ranking = (("danger", self._opened.danger_when), ("due", self._opened.due_when))
        return {
            "id": act.id,
            "kind": "benefit" if isinstance(act, model.Benefit) else "duty",
            "area": area.id if area else None,
            "root": root,
            "also": [text.model_dump() for text in act.also],
            "readings": [{"root": node, "text": text.model_dump()} for node, text in readings if node != root],
            **{name: self._diagram.add(trees[act.id]) for name, trees in ranking if act.id in trees},
            "text": _said(self._rules, act),
        }


def _readings(rules: Rules, act: model.Act, trees: RuleConditions) -> Iterator[tuple[Condition, model.Text]]:
    """The condition under each other reading, of the outcome itself and of the terms in it, with what to say."""
    when = trees.when[act.id]
    for reading, tree in zip(act.readings, trees.readings[act.id], strict=True):
        yield expand(AnyOf((when, tree)), trees.means), reading.text
    for term in rules.terms:
        for reading, tree in zip(term.readings, trees.readings[term.id], strict=True):
            wider = AnyOf((trees.means[term.id], tree))
            yield expand(when, {**trees.means, term.id: wider}), reading.text


def _text(rules: Rules) -> dict[str, Any]:
    """What a report says of the plan as a whole."""
    words = {language: interface(rules.plan, language) for language in LANGUAGES}
    return {
        "title": rules.plan.short.model_dump(),
        "number": rules.plan.number,
        "areas": [area.id for area in rules.areas],
        "units": {unit.id: unit.name.model_dump() for unit in rules.units},
        "clauses": {
            clause: {language: number(rules.plan, clause, language) for language in LANGUAGES}
            for clause in rules.plan.clauses
        },
        "interface": {
            key.removeprefix("checker_"): {language: words[language][key] for language in LANGUAGES}
            for key in texts()
            if key.startswith("checker_")
        },
    }


def _means(former: model.FormerAnswer) -> dict[str, Any] | None:
    return next(({"fact": fact, "answer": answer} for fact, answer in former.means.items()), None)


def bundle_text(bundle: Mapping[str, Any]) -> str:
    """The bundle as it is written to a file."""
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n"


def _fact(fact: model.Fact, diagram: Diagram, ask_when: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {"id": fact.id, "type": fact.type, "group": fact.group, "fixed": fact.fixed}
    text = fact.model_dump(include={"question", "worker", "help", "statement", "yes", "no"})
    if ask_when is not None:
        data["ask_when"] = ask_when
    if fact.sensitive:
        data["sensitive"] = True
    if fact.about != "child":
        data["about"] = fact.about
    if fact.otherwise is not None:
        data["otherwise"] = diagram.class_of(fact.id, fact.otherwise)
    if fact.values:
        data["values"] = [choice.id for choice in fact.values]
        text["values"] = {choice.id: choice.model_dump(include={"label", "says"}) for choice in fact.values}
    if fact.says and fact.id in diagram.cuts:
        data |= {"cuts": diagram.cuts[fact.id], "minimum": fact.minimum, "maximum": fact.maximum}
        text |= fact.says.model_dump(include={"equals", "at_least"})
        text |= fact.model_dump(include={"unit"})
    return data | {"text": text}


def _situation(situation: model.Situation) -> dict[str, Any]:
    text = situation.model_dump(include={"title", "words"})
    if situation.danger:
        text["do"] = situation.danger.do.model_dump()
    return situation.model_dump(include={"id", "facts", "answers"}) | {"text": text}


def _said(rules: Rules, entry: model.Act) -> dict[str, Any]:
    """What a report says of a benefit or duty. `linked`: the duties behind a benefit, the benefits a duty serves."""
    if isinstance(entry, model.Duty):
        deadline = entry.deadline.text.model_dump() if entry.deadline else None
        rest = {"deadline": deadline, "report_to": entry.report_to, "linked": entry.benefits}
    else:
        behind = [duty.id for _, duty in rules.duties() if entry.id in duty.benefits and duty.when is not None]
        rest = {"deadline": None, "report_to": [], "linked": behind}
    return {
        "title": entry.title.model_dump(),
        "text": entry.summary.model_dump(),
        "clauses": entry.clauses,
        "bearers": entry.bearers.all(),
        "implied": entry.bearers.implied,
        "next": [step.model_dump() for step in entry.next],
        **rest,
    }
