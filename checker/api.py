"""The one door to the checker: a request in plain data → a report in plain data.

The page, the command line and the tests all come through here, so that the same answers give the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checker.answers import AnswerError, show, validate
from checker.bundle import LANGUAGES, YES, Answer, Bundle, Fact, Outcome
from checker.explain import Explanation
from checker.interview import next_question, open_facts, relevant

AUDIENCES = ("family", "worker")


class RequestError(ValueError):
    """A request is not one that can be answered, whatever its answers say."""


def report(
    bundle: Bundle, answers: Mapping[str, object], audience: str = "family", lang: str = "zh", topic: str | None = None
) -> dict[str, Any]:
    """What applies, why, what is still unknown and what to ask next; the fields are those of the public contract.

    What is said of an outcome may be part of later reports too, so none of it may be changed. Raises AnswerError if an
    answer is not valid.
    """
    return _evaluated(bundle, answers, audience, lang, topic)[0]


def _evaluated(
    bundle: Bundle, answers: Mapping[str, object], audience: str, lang: str, topic: str | None
) -> tuple[dict[str, Any], Explanation, list[Outcome]]:
    """The report, with what it is drawn from and the outcomes that it speaks of."""
    valid = validate(bundle, answers)
    given: dict[str, Answer] = {fact: answer for fact, answer in valid.items() if answer is not None}
    explanation = Explanation(bundle, given)
    reason = next((s.reason[lang] for s in bundle.scope if explanation.evaluation.reach(s.root) == YES), None)
    outcomes = relevant(bundle, audience, topic) if reason is None else []
    made = {
        "plan": bundle.plan,
        "version": bundle.version,
        "scope": "inside" if reason is None else "outside",
        "scope_reason": reason,
        "outcomes": [_outcome(explanation, outcome, lang) for outcome in outcomes],
        "next_question": next_question(explanation, outcomes, valid),
    }
    return made, explanation, outcomes


def _outcome(explanation: Explanation, outcome: Outcome, lang: str) -> dict[str, Any]:
    bundle = explanation.bundle
    finding = explanation.find(outcome.root)
    deadline = outcome.text["deadline"]

    def make() -> dict[str, Any]:
        return {
            "id": outcome.id,
            "kind": outcome.kind,
            "status": finding.status,
            "title": outcome.text["title"][lang],
            "clauses": outcome.text["clauses"],
            "bearers": outcome.text["bearers"],
            "implied": outcome.text["implied"],
            "deadline": deadline[lang] if deadline else None,
            "because": [{"fact": fact, "answer": answer} for fact, answer in finding.because.items()],
            "needs": [bundle.facts[i].id for i in finding.needs],
            "flips": finding.flips,
            "text": outcome.text["text"][lang],
        }

    return bundle.keep((outcome.id, lang), finding, make)


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
    made, explanation, outcomes = _evaluated(
        bundle, request["answers"], request["audience"], lang, request.get("topic")
    )
    made["outcomes"] = [
        _shown(bundle, each, outcome, lang) for each, outcome in zip(made["outcomes"], outcomes, strict=True)
    ]
    inside = made["scope"] == "inside"
    made["open"] = [bundle.facts[i].id for i in open_facts(explanation, outcomes)] if inside else []
    return made


def _shown(bundle: Bundle, told: dict[str, Any], outcome: Outcome, lang: str) -> dict[str, Any]:
    """What a report tells of an outcome, with what the page shows beside it."""
    names, clauses, text = bundle.text["units"], bundle.text["clauses"], outcome.text

    def say(answers: Mapping[str, Answer]) -> list[str]:
        return [statement(bundle.fact(fact), answer, lang) for fact, answer in answers.items()]

    def make() -> dict[str, Any]:
        return told | {
            "reasons": say({each["fact"]: each["answer"] for each in told["because"]}),
            "changes": [say(flip) for flip in told["flips"]],
            "names": [{"id": u, "name": names[u][lang], "implied": u in told["implied"]} for u in told["bearers"]],
            "sources": [{"id": clause, "number": clauses[clause][lang]} for clause in told["clauses"]],
            "next": [step[lang] for step in text["next"]],
            "report_to": [{"id": unit, "name": names[unit][lang]} for unit in text["report_to"]],
            "linked": text["linked"],
        }

    return bundle.keep((outcome.id, lang, "shown"), told, make)


def load(source: str) -> Bundle:
    """The bundle that was built together with this checker, which has been looked at for intricate conditions before.

    Raises BundleError.
    """
    return Bundle.from_data(json.loads(source))


def warming(bundle: Bundle) -> Iterator[bool]:
    """Find, a little at each step, what reasons are read from: worked out once, and no answer need wait for it."""
    for root in bundle.roots:
        for leaf in (0, 1):
            bundle.primes.cubes(root, leaf)
            yield True


def call(bundle: Bundle, request: str) -> str:
    """`page` for JavaScript: JSON in, JSON out. What is not valid comes back as `error`, not as exception.

    `fact` is the fact whose answer is not valid, or null if the request itself is not.
    """
    try:
        asked = _request(request)
        made = page(bundle, asked)
    except AnswerError as error:
        return dumps({"error": str(error), "fact": error.fact})
    except RequestError as error:
        return dumps({"error": str(error), "fact": None})

    def text(told: dict[str, Any]) -> str:
        return bundle.keep((told["id"], asked["lang"], "json"), told, lambda: dumps(told))

    # To write all of it down anew takes longer than to find it; what has not changed is written down already. Within a
    # string the quotes would have a stroke before them.
    outcomes = ",".join(map(text, made["outcomes"]))
    return dumps(made | {"outcomes": []}).replace('"outcomes":[]', f'"outcomes":[{outcomes}]', 1)


def _request(source: str) -> dict[str, Any]:
    """A request in the form in which `page` wants it. Raises RequestError."""
    try:
        request = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"the request is not JSON: {error}") from None
    if not isinstance(request, dict) or not isinstance(request.get("answers"), dict):
        raise RequestError("the request must be an object with an object of answers")
    for name, accepted in (("audience", AUDIENCES), ("lang", LANGUAGES)):
        if request.get(name) not in accepted:
            raise RequestError(f"{name}: {show(request.get(name))} is not known (accepted: {', '.join(accepted)})")
    return request


def dumps(data: object) -> str:
    """JSON with the same bytes on every interpreter."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
