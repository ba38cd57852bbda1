"""The one door to the checker: a request in plain data → a report in plain data.

The page, the command line and the tests all come through here, so that the same answers give the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checker.answers import AnswerError, validate
from checker.bundle import YES, Answer, Bundle, Fact, Outcome
from checker.evaluate import POSSIBLE, Evaluation, known_classes
from checker.explain import Explanation
from checker.interview import next_question, open_facts, relevant

AUDIENCES = ("family", "worker")


def report(
    bundle: Bundle, answers: Mapping[str, object], audience: str = "family", lang: str = "zh", topic: str | None = None
) -> dict[str, Any]:
    """What applies, why, what is still unknown and what to ask next; the fields are those of the public contract.

    Raises AnswerError if an answer is not valid.
    """
    return _evaluated(bundle, answers, audience, lang, topic)[0]


def _evaluated(
    bundle: Bundle, answers: Mapping[str, object], audience: str, lang: str, topic: str | None
) -> tuple[dict[str, Any], Evaluation, list[Outcome]]:
    """The report, with the evaluation and the outcomes that it speaks of."""
    valid = validate(bundle, answers)
    given: dict[str, Answer] = {fact: answer for fact, answer in valid.items() if answer is not None}
    evaluation = Evaluation(bundle, known_classes(bundle, given))
    reason = next((s.reason[lang] for s in bundle.scope if evaluation.reach(s.root) == YES), None)
    outcomes = relevant(bundle, audience, topic) if reason is None else []
    explanation = Explanation(evaluation, given)
    made = {
        "plan": bundle.plan,
        "version": bundle.version,
        "scope": "inside" if reason is None else "outside",
        "scope_reason": reason,
        "outcomes": [_outcome(outcome, evaluation, explanation, given, lang) for outcome in outcomes],
        "next_question": next_question(evaluation, outcomes, valid),
    }
    return made, evaluation, outcomes


def _outcome(
    outcome: Outcome, evaluation: Evaluation, explanation: Explanation, given: Mapping[str, Answer], lang: str
) -> dict[str, Any]:
    status = evaluation.status(outcome.root)
    facts = evaluation.bundle.facts
    deadline = outcome.text["deadline"]
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "status": status,
        "title": outcome.text["title"][lang],
        "clauses": outcome.text["clauses"],
        "bearers": outcome.text["bearers"],
        "implied": outcome.text["implied"],
        "deadline": deadline[lang] if deadline else None,
        "because": [{"fact": fact, "answer": given[fact]} for fact in explanation.because(outcome.root)],
        "needs": [facts[i].id for i in evaluation.needs(outcome.root)] if status == POSSIBLE else [],
        "flips": explanation.flips(outcome.root),
        "text": outcome.text["text"][lang],
    }


def statement(fact: Fact, answer: Answer, lang: str) -> str:
    """An answer as a short sentence about the child."""
    if fact.type == "boolean":
        return str(fact.text["yes" if answer else "no"][lang])
    if fact.type == "choice":
        return str(fact.text["values"][answer]["says"][lang])
    return str(fact.text["equals"][lang]).replace("{n}", str(answer))


def page(bundle: Bundle, request: Mapping[str, Any]) -> dict[str, Any]:
    """A report with all that the page shows beside it: reasons in words, names of units, questions still open.

    `request`: answers, audience, lang, topic. Raises AnswerError.
    """
    lang = request["lang"]
    made, evaluation, outcomes = _evaluated(bundle, request["answers"], request["audience"], lang, request.get("topic"))
    names = bundle.text["units"]
    for each, outcome in zip(made["outcomes"], outcomes, strict=True):
        text = outcome.text
        each["reasons"] = [statement(bundle.fact(b["fact"]), b["answer"], lang) for b in each["because"]]
        each["changes"] = [
            [statement(bundle.fact(name), answer, lang) for name, answer in flip.items()] for flip in each["flips"]
        ]
        each["names"] = [
            {"id": unit, "name": names[unit][lang], "implied": unit in each["implied"]} for unit in each["bearers"]
        ]
        each["sources"] = [{"id": clause, "number": bundle.text["clauses"][clause][lang]} for clause in each["clauses"]]
        each["next"] = [step[lang] for step in text["next"]]
        each["report_to"] = [{"id": unit, "name": names[unit][lang]} for unit in text["report_to"]]
        each["linked"] = text["linked"]
    inside = made["scope"] == "inside"
    made["open"] = [bundle.facts[i].id for i in open_facts(evaluation, outcomes)] if inside else []
    return made


def call(bundle: Bundle, request: str) -> str:
    """`page` for JavaScript: JSON in, JSON out. An answer that is not valid comes back as `error`, not as exception."""
    try:
        return dumps(page(bundle, json.loads(request)))
    except AnswerError as error:
        return dumps({"error": str(error), "fact": error.fact})


def dumps(data: object) -> str:
    """JSON with the same bytes on every interpreter."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
