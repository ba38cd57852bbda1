"""Checked rules → the bundle that the checker reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checker.bundle import FORMAT
from generator.logic.conditions import AnyOf, Condition, expand
from generator.logic.diagram import Diagram
from generator.plan import model
from generator.plan.locators import number
from generator.plan.model import LANGUAGES
from generator.plan.ui_text import interface, texts

if TYPE_CHECKING:
    from generator.plan.folder import Rules


def compile_bundle(
    rules: Rules,
    conditions: Mapping[str, Condition],
    meanings: Mapping[str, Condition],
    ask_when: Mapping[str, Condition],
    scope: Sequence[Condition],
    beside: Mapping[str, Condition],
) -> dict[str, Any]:
    """The bundle as JSON-ready data. `conditions` are keyed by outcome, `meanings` by term, `ask_when` by fact.

    `beside`: the other conditions of outcomes and terms, keyed as in `Checked` of `audit`. Raises TooLargeError.
    """
    opened = {owner: expand(condition, meanings) for owner, condition in conditions.items()}
    asking = {fact: expand(condition, meanings) for fact, condition in ask_when.items()}
    outside = [expand(condition, meanings) for condition in scope]
    acts: list[tuple[str, model.AreaFile | None, model.Benefit | model.Duty]] = [
        *(("benefit", area, benefit) for area, benefit in rules.benefits()),
        *(("duty", area, duty) for area, duty in rules.duties() if duty.when is not None),
    ]
    readings = {
        entry.id: list(_readings(rules.terms, entry, conditions[entry.id], meanings, beside)) for _, _, entry in acts
    }
    ranking = {owner: expand(condition, meanings) for owner, condition in beside.items()}
    others = [condition for found in readings.values() for condition, _ in found]
    diagram = Diagram(rules.facts, [*opened.values(), *asking.values(), *outside, *ranking.values(), *others])
    outcomes = [
        {
            "id": entry.id,
            "kind": kind,
            "area": area.id if area else None,
            "root": (root := diagram.add(opened[entry.id])),
            "also": [text.model_dump() for text in entry.also],
            "readings": [
                {"root": node, "text": text.model_dump()}
                for condition, text in readings[entry.id]
                if (node := diagram.add(condition)) != root
            ],
            **{
                name: diagram.add(ranking[key])
                for name in ("danger", "due")
                if (key := f"{name}:{entry.id}") in ranking
            },
            "text": _outcome(rules, entry),
        }
        for kind, area, entry in acts
    ]
    asked = {fact: diagram.add(condition) for fact, condition in asking.items()}
    roots = [diagram.add(condition) for condition in outside]
    words = {language: interface(rules.plan, language) for language in LANGUAGES}
    return {
        "format": FORMAT,
        "plan": rules.plan.id,
        "version": rules.plan.version,
        "facts": [_fact(fact, diagram, asked.get(fact.id)) for fact in rules.facts],
        "retired": {
            former.id: [{"answer": each.answer, "means": _means(each)} for each in former.answers]
            for former in rules.retired
        },
        "nodes": diagram.nodes,
        "outcomes": outcomes,
        "scope": [
            {"root": root, "reason": entry.reason.model_dump()}
            for root, entry in zip(roots, rules.plan.scope, strict=True)
        ],
        "text": {
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
        },
    }


def _readings(
    terms: Sequence[model.Term],
    act: model.Benefit | model.Duty,
    condition: Condition,
    meanings: Mapping[str, Condition],
    beside: Mapping[str, Condition],
) -> Iterator[tuple[Condition, model.Text]]:
    """The condition under each other reading, of the outcome itself and of the terms in it, with what to say."""
    for i, reading in enumerate(act.readings):
        yield expand(AnyOf((condition, beside[f"reading:{act.id}:{i}"])), meanings), reading.text
    for term in terms:
        for i, reading in enumerate(term.readings):
            wider = AnyOf((meanings[term.id], beside[f"reading:{term.id}:{i}"]))
            yield expand(condition, {**meanings, term.id: wider}), reading.text


def _means(former: model.FormerAnswer) -> dict[str, Any] | None:
    return next(({"fact": fact, "answer": answer} for fact, answer in former.means.items()), None)


def bundle_text(bundle: Mapping[str, Any]) -> str:
    """The bundle as it is written to a file."""
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")) + "\n"


def _fact(fact: model.Fact, diagram: Diagram, ask_when: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {"id": fact.id, "type": fact.type, "group": fact.group, "fixed": fact.fixed}
    text = fact.model_dump(include={"question", "worker", "help", "yes", "no"})
    if ask_when is not None:
        data["ask_when"] = ask_when
    if fact.otherwise is not None:
        data["otherwise"] = diagram.class_of(fact.id, fact.otherwise)
    if fact.type == "choice":
        data["values"] = [choice.id for choice in fact.values]
        text["values"] = {choice.id: choice.model_dump(include={"label", "says"}) for choice in fact.values}
    elif fact.type == "integer" and fact.says:
        data |= {"cuts": diagram.cuts[fact.id], "minimum": fact.minimum, "maximum": fact.maximum}
        text["equals"] = fact.says.equals.model_dump()
        text |= fact.model_dump(include={"unit"})
    return data | {"text": text}


def _outcome(rules: Rules, entry: model.Benefit | model.Duty) -> dict[str, Any]:
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
