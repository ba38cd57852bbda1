"""The one door to the checker: a request in plain data → a report in plain data.

The page, the command line and the tests all come through here, so that the same answers give the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checker.answers import AnswerError, Answers, validate
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
    valid = validate(bundle, answers)
    given: dict[str, Answer] = {fact: answer for fact, answer in valid.items() if answer is not None}
    evaluation = Evaluation(bundle, known_classes(bundle, given))
    reason = next((s.reason[lang] for s in bundle.scope if evaluation.reach(s.root) == YES), None)
    outcomes = relevant(bundle, audience, topic) if reason is None else []
    explanation = Explanation(evaluation, given)
    return {
        "plan": bundle.plan,
        "version": bundle.version,
        "scope": "inside" if reason is None else "outside",
        "scope_reason": reason,
        "outcomes": [_outcome(outcome, evaluation, explanation, given, lang) for outcome in outcomes],
        "next_question": next_question(evaluation, outcomes, valid),
    }


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
    lang, audience, topic = request["lang"], request["audience"], request.get("topic")
    made = report(bundle, request["answers"], audience, lang, topic)
    facts = {fact.id: fact for fact in bundle.facts}
    outcomes = {outcome.id: outcome for outcome in bundle.outcomes}
    names = bundle.text["units"]
    for each in made["outcomes"]:
        text = outcomes[each["id"]].text
        each["reasons"] = [statement(facts[b["fact"]], b["answer"], lang) for b in each["because"]]
        each["changes"] = [
            [statement(facts[name], answer, lang) for name, answer in flip.items()] for flip in each["flips"]
        ]
        each["names"] = [
            {"id": unit, "name": names[unit][lang], "implied": unit in each["implied"]} for unit in each["bearers"]
        ]
        each["sources"] = [{"id": clause, "number": bundle.text["clauses"][clause][lang]} for clause in each["clauses"]]
        each["next"] = [step[lang] for step in text["next"]]
        each["report_to"] = [{"id": unit, "name": names[unit][lang]} for unit in text["report_to"]]
        each["linked"] = text["linked"]
        each["order"] = text["order"]
    answers = validate(bundle, request["answers"])
    made["open"] = _open(bundle, answers, audience, topic) if made["scope"] == "inside" else []
    return made


def _open(bundle: Bundle, answers: Answers, audience: str, topic: str | None) -> list[str]:
    given = {fact: answer for fact, answer in answers.items() if answer is not None}
    evaluation = Evaluation(bundle, known_classes(bundle, given))
    return [bundle.facts[i].id for i in open_facts(evaluation, relevant(bundle, audience, topic))]


def call(bundle: Bundle, request: str) -> str:
    """`page` for JavaScript: JSON in, JSON out. An answer that is not valid comes back as `error`, not as exception."""
    try:
        return dumps(page(bundle, json.loads(request)))
    except AnswerError as error:
        return dumps({"error": str(error), "fact": error.fact})


def dumps(data: object) -> str:
    """JSON with the same bytes on every interpreter."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
