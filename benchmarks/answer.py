"""The whole answer (statuses, because, needs, flips, next question) against the bare truth values of openfisca-core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from benchmarks import peers, timing
from benchmarks.cases import Answers, Case, completed
from benchmarks.statuses import OURS
from checker.api import report
from checker.bundle import Bundle
from checker.fact import Answer


def measure(case: Case) -> Iterator[str]:
    loaded, missing = peers.load(case, "openfisca")
    asks = {f"{title}, {way}": ask for title, ways in loaded.items() for way, ask in ways.items()}
    for title in missing:
        yield f"not installed: {title}"
    contenders = {OURS: partial(from_nothing, case.bundle)} | asks
    given = [answers for answers in case.households if inside(case, answers)]
    full = [completed(case.bundle, answers) for answers in given]
    for what, households in (("answers as in the scenarios", given), ("all facts answered", full)):
        each = timing.best(contenders, households, rounds=7)
        times = timing.median(each)
        ours = times.pop(OURS)
        slowest = max(each[OURS])
        yield f"{what}, {len(households)} households in scope: checker {ours:.0f} µs, at most {slowest:.0f}"
        for title, time in times.items():
            yield f"  {ours / time:8.2f} x {title} ({time:.0f} µs)"


def from_nothing(bundle: Bundle, answers: Mapping[str, Answer]) -> object:
    """The report for somebody whose earlier answers are not known: nothing is kept from them."""
    bundle.kept.clear()
    return report(bundle, answers)


def inside(case: Case, answers: Answers) -> bool:
    """Whether the plan covers the household: outside there is next to nothing to work out."""
    return bool(report(case.bundle, answers)["scope"] == "inside")
