"""How many questions a family is asked when it knows every answer, and how many taps it takes on screens of several."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from benchmarks.answer import inside
from benchmarks.cases import Answers, Case, completed
from checker.api import Request, next_screen
from checker.bundle import Bundle
from checker.explain import Explanation
from checker.fact import Answer
from checker.interview import next_question, open_facts, relevant
from checker.outcome import Outcome


def measure(case: Case) -> Iterator[str]:
    families = [completed(case.bundle, answers) for answers in case.households if inside(case, answers)]
    total = len(case.bundle.facts)
    yield f"{len(families)} families, each with a scenario's facts and otherwise nothing to tell; of {total} questions"
    topics: list[str | None] = [None, *dict.fromkeys(each.area for each in case.benefits if each.area)]
    for topic in topics:
        outcomes = relevant(case.bundle, "family", topic)
        yield _spread(topic or "everything", [asked(case.bundle, family, outcomes) for family in families])
    yield _spread("taps on screens of several", [taps(case.bundle, family) for family in families])
    ordinary = completed(case.bundle, {})
    yield f"  a family with nothing to tell at all: {asked(case.bundle, ordinary, relevant(case.bundle, 'family'))}"


def asked(bundle: Bundle, family: Answers, outcomes: Sequence[Outcome]) -> int:
    """The number of questions until nothing that can be asked would change an outcome."""
    answers: dict[str, Answer] = {}
    while (fact := _next(Explanation(bundle, answers), outcomes, answers)) is not None:
        answers[fact] = family[fact]
    return len(answers)


def taps(bundle: Bundle, family: Answers) -> int:
    """The number of taps, where several statements stand on a screen: one for each that is true, and one to go on."""
    answers: dict[str, Answer] = {}
    count = 0
    while screen := next_screen(bundle, Request(answers)):
        count += 1 + (sum(family[fact] is True for fact in screen.facts) if screen.ticks else 0)
        answers |= {fact: family[fact] for fact in screen.facts}
    return count


def _next(explanation: Explanation, outcomes: Sequence[Outcome], answers: Answers) -> str | None:
    return next_question(explanation, open_facts(explanation, outcomes), answers)


def _spread(what: str, counts: list[int]) -> str:
    low, middle, high = statistics.quantiles(counts, n=4)
    most = statistics.quantiles(counts, n=10)[-1]
    return (
        f"  {what}: median {middle:.0f}, quartiles {low:.0f} to {high:.0f}, nine of ten within {most:.0f}, "
        f"range {min(counts)} to {max(counts)}"
    )
