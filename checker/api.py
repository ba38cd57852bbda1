"""The one door to the checker: a request in plain data → a report in plain data.

The page, the command line and the tests all come through here, so that the same answers give the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from checker import interview
from checker.answers import AnswerError, Answers, show, validate
from checker.bundle import Bundle
from checker.decode import LANGUAGES
from checker.evaluate import POSSIBLE
from checker.explain import Explanation
from checker.fact import Answer
from checker.interview import Screen, next_question, open_facts, ranked, relevant
from checker.mdd import YES
from checker.outcome import Outcome

AUDIENCES = ("family", "worker")


class RequestError(ValueError):
    """A request is not one that can be answered, whatever its answers say."""


@dataclass(frozen=True)
class Request:
    """What is asked: what is known of a child, for whom, in which language, and of which task area if of one alone.

    An answer is true, false, a whole number or a choice; None is "not known". `situations`: the ids of those in which
    the visitor comes; what they open with is asked first, whatever they are.
    """

    answers: Mapping[str, object]
    audience: str = "family"
    lang: str = "zh"
    topic: str | None = None
    situations: Sequence[str] = ()

    @classmethod
    def from_json(cls, source: str) -> Request:
        """Raises RequestError."""
        try:
            data = json.loads(source)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"the request is not JSON: {error}") from None
        if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
            raise RequestError("the request must be an object with an object of answers")
        audience, lang, topic = (data.get(name) for name in ("audience", "lang", "topic"))
        return cls(data["answers"], audience, lang, topic, data.get("situations", ()))  # type: ignore[arg-type]

    def check(self, bundle: Bundle) -> None:
        """Whether it can be answered, but for its answers. Raises RequestError."""
        for name, value, accepted in (
            ("audience", self.audience, AUDIENCES),
            ("lang", self.lang, LANGUAGES),
            ("topic", self.topic, (None, *bundle.text["areas"])),
        ):
            if value not in accepted:
                names = ", ".join(filter(None, accepted))
                raise RequestError(f"{name}: {show(value)} is not known (accepted: {names})")
        known = [situation.id for situation in bundle.situations]
        if not isinstance(self.situations, list | tuple) or any(each not in known for each in self.situations):
            raise RequestError(f"situations: {show(self.situations)} is not known (accepted: {', '.join(known)})")

    def first(self, bundle: Bundle) -> list[str]:
        """The ids of the facts to ask first."""
        return [fact for each in bundle.situations if each.id in self.situations for fact in each.facts]


def report(
    bundle: Bundle, answers: Mapping[str, object], audience: str = "family", lang: str = "zh", topic: str | None = None
) -> dict[str, Any]:
    """What applies, why, what is still unknown and what to ask next; the fields are those of the public contract.

    Raises AnswerError if an answer is not valid, RequestError if something else is not.
    """
    found = _evaluated(bundle, Request(answers, audience, lang, topic))
    told = []
    for outcome in found.outcomes:
        shown = _outcome(outcome, found.explanation, lang)
        if reading := found.explanation.left_out_by(outcome):
            shown["text"] += ("" if lang == "zh" else " ") + reading.text[lang]
        told.append(shown)
    return _head(found) | {"outcomes": told}


def next_screen(bundle: Bundle, request: Request) -> Screen | None:
    """What to ask next at once, or None if there is nothing more to ask. Raises AnswerError and RequestError."""
    return next(iter(_evaluated(bundle, request).screens()), None)


class _Evaluated(NamedTuple):
    """What valid answers mean, which outcomes to speak of, what is still open and what of it is asked first, and why
    nothing is if it is outside."""

    answers: Answers
    explanation: Explanation
    outcomes: list[Outcome]
    still_open: list[int]
    first: list[str]
    outside: str | None

    def screens(self) -> list[Screen]:
        """On which what is open is asked."""
        return interview.screens(self.explanation, self.still_open, self.answers, self.first)


def _evaluated(bundle: Bundle, request: Request) -> _Evaluated:
    request.check(bundle)
    valid = validate(bundle, request.answers)
    given: dict[str, Answer] = {fact: answer for fact, answer in valid.items() if answer is not None}
    explanation = Explanation(bundle, given)
    reason = next((s.reason[request.lang] for s in bundle.scope if explanation.evaluation.reach(s.root) == YES), None)
    outcomes = ranked(explanation, relevant(bundle, request.audience, request.topic)) if reason is None else []
    still_open = open_facts(explanation, outcomes)
    return _Evaluated(valid, explanation, outcomes, still_open, request.first(bundle), reason)


def _head(found: _Evaluated) -> dict[str, Any]:
    """The report without its outcomes."""
    bundle = found.explanation.bundle
    return {
        "plan": bundle.plan,
        "version": bundle.version,
        "scope": "inside" if found.outside is None else "outside",
        "scope_reason": found.outside,
        "outcomes": [],
        "next_question": next_question(found.explanation, found.still_open, found.answers),
    }


def _outcome(outcome: Outcome, explanation: Explanation, lang: str) -> dict[str, Any]:
    finding, facts = explanation.judge(outcome), explanation.bundle.facts
    deadline = outcome.text["deadline"]
    judged = finding.status == POSSIBLE and not finding.needs
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
        "needs": [facts[i].id for i in finding.needs],
        "flips": finding.flips,
        "also": [text[lang] for text in outcome.also] if judged else [],
        "text": outcome.text["text"][lang],
    }


def page(bundle: Bundle, request: Request) -> dict[str, Any]:
    """A report with all that the page shows beside it: reasons in words, names of units, questions still open.

    Raises AnswerError and RequestError, as `report`.
    """
    explanation, outcomes, made = _page(bundle, request)
    return made | {"outcomes": [_shown(outcome, explanation, request.lang) for outcome in outcomes]}


def _page(bundle: Bundle, request: Request) -> tuple[Explanation, list[Outcome], dict[str, Any]]:
    found = _evaluated(bundle, request)
    head = _head(found) | {
        "open": [bundle.facts[i].id for i in found.still_open],
        "screens": [
            {"facts": each.facts, "ticks": each.ticks, "sensitive": each.sensitive} for each in found.screens()
        ],
    }
    return found.explanation, found.outcomes, head


def _shown(outcome: Outcome, explanation: Explanation, lang: str) -> dict[str, Any]:
    """What a report tells of an outcome, with what the page shows beside it: reasons in words, names of units.

    `ask`: why it is worth asking all the same, where the status is negative because of a reading alone. `place`: see
    `Explanation.place`.
    """
    bundle, finding, reading = explanation.bundle, explanation.judge(outcome), explanation.left_out_by(outcome)
    names, clauses, text = bundle.text["units"], bundle.text["clauses"], outcome.text

    def say(answers: Mapping[str, Answer]) -> list[str]:
        return [bundle.fact(fact).statement(answer, lang) for fact, answer in answers.items()]

    return _outcome(outcome, explanation, lang) | {
        "ask": reading.text[lang] if reading else None,
        "place": explanation.place(outcome),
        "reasons": say(finding.because),
        "changes": [say(flip) for flip in finding.flips],
        "names": [{"id": u, "name": names[u][lang], "implied": u in text["implied"]} for u in text["bearers"]],
        "sources": [{"id": clause, "number": clauses[clause][lang]} for clause in text["clauses"]],
        "next": [step[lang] for step in text["next"]],
        "report_to": [{"id": unit, "name": names[unit][lang]} for unit in text["report_to"]],
        "linked": text["linked"],
    }


def load(source: str) -> Bundle:
    """The bundle that was built together with this checker, which was looked at for intricate conditions then.

    `source`: its JSON, with the `primes` of its conditions, so that nobody waits for them. Raises BundleError.
    """
    data = json.loads(source)
    bundle = Bundle.from_data(data)
    bundle.primes.recall(data["primes"])
    return bundle


def call(bundle: Bundle, request: str) -> str:
    """`page` for JavaScript: JSON in, JSON out, on several lines: the page's report, then each of its outcomes.

    The line of an outcome is the same as long as nothing of it changes. Most answers change few of them, and neither
    side has to write or read anew what is as before. What is not valid comes back as `error`, not as exception; `fact`
    is the fact whose answer is not valid, or null if the request itself is not.
    """
    try:
        asked = Request.from_json(request)
        explanation, outcomes, made = _page(bundle, asked)
    except AnswerError as error:
        return dumps({"error": str(error), "fact": error.fact})
    except RequestError as error:
        return dumps({"error": str(error), "fact": None})
    lang = asked.lang

    def line(outcome: Outcome) -> str:
        source = explanation.judge(outcome), explanation.left_out_by(outcome), explanation.place(outcome)
        return bundle.keep((outcome.id, lang), source, lambda: dumps(_shown(outcome, explanation, lang)))

    return "\n".join([dumps(made), *map(line, outcomes)])


def dumps(data: object) -> str:
    """JSON with the same bytes on every interpreter."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
