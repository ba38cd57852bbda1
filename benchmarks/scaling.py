"""Synthetic rules, 1, 10 and 100 times the real ones: does the cost of an answer grow faster than the rules?

A copy of the rules has facts, terms and outcomes of its own. In one set the copies stand apart; in the other every test
of a fact goes to the same fact of some copy at random, so that outcomes share facts in all directions.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter_ns
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import TraceFunction

from benchmarks import timing
from benchmarks.answer import from_nothing, inside
from benchmarks.cases import SEED, Case, often_asked
from checker.api import report
from checker.bundle import Bundle
from checker.evaluate import Evaluation, known_classes
from checker.fact import Answer, Fact
from checker.interview import relevant
from checker.outcome import Outcome
from generator.logic.conditions import Compare, Condition, Is, children, expand, with_children
from generator.logic.diagram import Diagram

SIZES = (1, 10, 100)
STEPS = 7
CONTROL = "copying the report"
LEAST = 4  # households at the largest size

Rename = Callable[[str], str]


@dataclass(frozen=True)
class Scaled:
    bundle: Bundle
    benefits: Sequence[Outcome]
    households: Sequence[dict[str, Answer]]


def measure(case: Case) -> Iterator[str]:
    for what, mixed in (("copies apart", False), ("copies mixed", True)):
        costs: dict[str, list[float]] = {"statuses": [], "one more answer": [], "from nothing": [], CONTROL: []}
        nodes: list[int] = []
        steps: list[float] = []
        for size in SIZES:
            scaled = scale(case, size, mixed)
            nodes.append(len(scaled.bundle.nodes))
            rounds = 3 if size == max(SIZES) else 9
            calls: dict[str, Callable[[dict[str, Answer]], object]] = {
                "statuses": partial(scaled_statuses, scaled),
                "from nothing": partial(from_nothing, scaled.bundle),
                CONTROL: control(scaled),
            }
            for name, call in calls.items():  # one by one, or the larger would empty the cache for the smaller
                times = timing.best({name: call}, scaled.households, rounds)
                costs[name].append(timing.mean(times)[name])
            counts = [operations(partial(from_nothing, scaled.bundle, each)) for each in scaled.households]
            steps.append(statistics.mean(counts))
            costs["one more answer"].append(statistics.mean(one_more(scaled, rounds)))
        most = f"{SIZES[-1] * len(case.bundle.outcomes)} outcomes, {SIZES[-1] * len(case.bundle.facts)} facts"
        yield f"{what}: {most} at most; the diagram has {' / '.join(map(str, nodes))} nodes"
        for name, found in costs.items():
            yield f"  {name}: " + ", ".join(
                f"{_linear(found, i)} of linear at {size} x ({time / 1000:.2f} ms)"
                for i, (size, time) in enumerate(zip(SIZES, found, strict=True))
            )
        yield "  from nothing, in steps of the interpreter: " + ", ".join(
            f"{_linear(steps, i)} of linear at {size} x" for i, size in enumerate(SIZES)
        )


def _linear(found: Sequence[float], i: int) -> str:
    return f"{found[i] / found[0] / SIZES[i]:.2f}"


def scaled_statuses(scaled: Scaled, answers: dict[str, Answer]) -> list[str]:
    evaluation = Evaluation(scaled.bundle, known_classes(scaled.bundle, answers))
    return [evaluation.status(outcome.root) for outcome in scaled.benefits]


def control(scaled: Scaled) -> Callable[[dict[str, Answer]], object]:
    """The copying of reports made before: linear by nature, to show what memory costs."""
    made = {id(household): report(scaled.bundle, household) for household in scaled.households}
    return lambda household: deepcopy(made[id(household)])


def operations(call: Callable[[], object]) -> int:
    """How many steps of the interpreter a call takes: exact, and the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> TraceFunction:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(None)
    return count


def one_more(scaled: Scaled, rounds: int) -> Iterator[float]:
    """The time of the whole answer after one more question has been answered, as on the page, in microseconds.

    Looked at in STEPS places of each household's interview, its questions being asked in random order.
    """
    for number, household in enumerate(scaled.households):
        order = list(household)
        random.Random(number).shuffle(order)
        for step in sorted({max(1, i * len(order) // STEPS) for i in range(1, STEPS + 1)}):
            answers = {fact: household[fact] for fact in order[:step]}
            before = {fact: household[fact] for fact in order[: step - 1]}
            yield min(_one_more(scaled.bundle, before, answers) for _ in range(rounds))


def _one_more(bundle: Bundle, before: dict[str, Answer], answers: dict[str, Answer]) -> float:
    report(bundle, before)
    start = perf_counter_ns()
    report(bundle, answers)
    return (perf_counter_ns() - start) / 1000


def scale(case: Case, size: int, mixed: bool) -> Scaled:
    """`size` copies of the rules, with households that answer each copy as another scenario does."""
    source = random.Random(SEED)

    def elsewhere(copy: int) -> Rename:
        return lambda fact: _name(fact, source.randrange(size) if mixed else copy)

    facts = [fact.model_copy(update={"id": _name(fact.id, copy)}) for fact in case.rules.facts for copy in range(size)]
    meanings = {
        copy: {term: _renamed(expand(tree, case.meanings), elsewhere(copy)) for term, tree in case.meanings.items()}
        for copy in range(size)
    }
    whens = {
        (outcome.id, copy): expand(_renamed(case.trees.when[outcome.id], elsewhere(copy)), meanings[copy])
        for outcome in case.bundle.outcomes
        for copy in range(size)
    }
    asks = {
        (fact.id, copy): _renamed(expand(case.trees.ask_when[fact.id], case.meanings), partial(_name, copy=copy))
        for fact in case.bundle.facts
        for copy in range(size)
        if fact.ask_when is not None
    }
    scope = [_renamed(expand(each, case.meanings), lambda f: _name(f, 0)) for each in case.trees.scope]
    diagram = Diagram(facts, [*whens.values(), *asks.values(), *scope])

    def fact_of(fact: Fact, copy: int) -> Fact:
        name = _name(fact.id, copy)
        asked = diagram.add(asks[fact.id, copy]) if (fact.id, copy) in asks else None
        return replace(fact, id=name, cuts=tuple(diagram.cuts.get(name, ())), ask_when=asked)

    def outcome_of(outcome: Outcome, copy: int) -> Outcome:
        root = diagram.add(whens[outcome.id, copy])
        return replace(outcome, id=_name(outcome.id, copy), root=root, area=_name(outcome.area or "", copy))

    bundle = replace(
        case.bundle,
        facts=tuple(fact_of(fact, copy) for fact in case.bundle.facts for copy in range(size)),
        outcomes=tuple(outcome_of(outcome, copy) for copy in range(size) for outcome in case.bundle.outcomes),
        scope=tuple(replace(each, root=diagram.add(when)) for each, when in zip(case.bundle.scope, scope, strict=True)),
    )
    bundle = often_asked(replace(bundle, nodes=tuple(diagram.nodes)))  # now that everything has been added
    given = [answers for answers in case.households if inside(case, answers)]
    # Each scenario is answered for as often as the others at every size, so that the means compare like with like.
    starts = range(0, len(given), max(1, min(size, len(given) // LEAST)))
    households = [
        {
            _name(fact, copy): answer
            for copy in range(size)
            for fact, answer in given[(start + copy) % len(given)].items()
        }
        for start in starts
    ]
    return Scaled(bundle, relevant(bundle, "family"), households)


def _name(name: str, copy: int) -> str:
    return f"{name}-{copy}"


def _renamed(condition: Condition, rename: Rename) -> Condition:
    """The condition about other facts."""
    match condition:
        case Is(fact, values):
            return Is(rename(fact), values)
        case Compare(fact, operator, number):
            return Compare(rename(fact), operator, number)
    return with_children(condition, [_renamed(child, rename) for child in children(condition)])
