"""Timing: the best of many rounds, with all the contenders taking turns, so that a busy machine troubles them alike."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns
from typing import TypeVar

Household = TypeVar("Household")

BATCH_NS = 300_000  # calls are timed in batches of about this length, since the clock itself takes time


def best(
    contenders: Mapping[str, Callable[[Household], object]], households: Sequence[Household], rounds: int = 15
) -> dict[str, list[float]]:
    """For each contender the shortest time of one call, in microseconds, household by household."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        for household in households:
            sizes = {name: _batch(call, household) for name, call in contenders.items()}
            least = dict.fromkeys(contenders, float("inf"))
            for _ in range(rounds):
                for name, call in contenders.items():
                    least[name] = min(least[name], _time(call, household, sizes[name]))
            for name, time in least.items():
                found[name].append(time / 1000)
            gc.collect()
    finally:
        if was_enabled:
            gc.enable()
    return found


def _batch(call: Callable[[Household], object], household: Household) -> int:
    call(household)
    return max(1, int(BATCH_NS // max(1, _time(call, household, 1))))


def _time(call: Callable[[Household], object], household: Household, count: int) -> float:
    turns = range(count)
    start = perf_counter_ns()
    for _ in turns:
        call(household)
    return (perf_counter_ns() - start) / count


def median(times: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The median over the households, for each contender."""
    return {name: statistics.median(each) for name, each in times.items()}


def mean(times: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The mean over the households, for each contender."""
    return {name: statistics.mean(each) for name, each in times.items()}
