"""The statuses of the 31 benefits, exact and three-valued, against two-valued peers on the same rules."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import peers, timing
from benchmarks.cases import Answers, Case, complete_at_random, completed
from checker.evaluate import APPLIES, Evaluation, known_classes

OURS = "checker"


class DisagreementError(Exception):
    """A peer was translated wrongly, or the checker is wrong: its time would mean nothing."""


def statuses(case: Case, answers: Answers) -> list[str]:
    evaluation = Evaluation(case.bundle, known_classes(case.bundle, answers))
    return [evaluation.status(outcome.root) for outcome in case.benefits]


def measure(case: Case) -> Iterator[str]:
    loaded, missing = peers.load(case)
    asks = {f"{title}, {way}": ask for title, ways in loaded.items() for way, ask in ways.items()}
    given = list(case.households)
    full = [completed(case.bundle, answers) for answers in given]
    complete = [*full, *complete_at_random(case.bundle, 1000)]
    agree(case, asks, complete)
    count = len(complete)
    yield f"{len(asks)} ways of asking {len(loaded)} peers agree with the checker on {count} complete households"
    for title in missing:
        yield f"not installed: {title}"
    contenders = {OURS: lambda answers: statuses(case, answers)} | asks
    for what, households in (("answers as in the scenarios", given), ("all facts answered", full)):
        times = timing.median(timing.best(contenders, households))
        ours = times.pop(OURS)
        facts = sum(map(len, households)) / len(households)
        yield f"{what} ({facts:.0f} of {len(case.bundle.facts)} facts on average): checker {ours:.1f} µs"
        for title, time in times.items():
            yield f"  {ours / time:8.2f} x {title} ({time:.1f} µs)"


def agree(case: Case, asks: dict[str, peers.Ask], households: list[dict[str, bool | int | str]]) -> None:
    """Raises DisagreementError for the first household that a peer answers differently."""
    for answers in households:
        wanted = [status == APPLIES for status in statuses(case, answers)]
        for title, ask in asks.items():
            found = ask(answers)
            if found != wanted:
                wrong = [each.id for each, a, b in zip(case.benefits, wanted, found, strict=True) if a != b]
                raise DisagreementError(f"{title} differs on {', '.join(wrong)} for {answers}")
