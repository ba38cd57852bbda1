"""Reasons force the status with as few answers as can be; the changes offered turn it with as few as can be."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.api import report
from checker.bundle import Bundle
from checker.explain import Explanation
from checker.fact import Choice
from checker.mdd import MDD
from checker.primes import MOST_STEPS, Primes, TooManyPrimesError
from generator.logic.audit import Checked
from generator.logic.conditions import AllOf, Is
from generator.logic.diagram import Diagram
from tests.checker.conftest import consistent, households, some_facts
from tests.checker.small import VALUES, Answers, Change, Truth, answers, bundle_of, conditions, known, orders, outcome
from tests.generator.test_conditions import fact, text

OPPOSITE = {"applies": "does_not_apply", "does_not_apply": "applies"}
ORDER = list(VALUES)
langs = st.sampled_from(["zh", "en"])
fixed_facts = st.sets(st.sampled_from(ORDER), max_size=2)


@settings(deadline=None, max_examples=300)
@given(conditions, answers, orders)
def test_reasons_are_the_fewest_answers_that_force_the_status(
    condition: object, given: Answers, order: list[str]
) -> None:
    found = outcome(condition, given, order)
    because = {reason["fact"]: reason["answer"] for reason in found["because"]}
    truth, said = Truth(condition), known(given)
    assert len(because) == len(found["because"])
    assert because.items() <= said.items()
    if found["status"] == "possible":
        assert because == {}
        return
    assert truth.status(because) == found["status"]
    for fewer in itertools.combinations(said, len(because) - 1) if because else []:
        assert truth.status({fact: said[fact] for fact in fewer}) == "possible"


@settings(deadline=None, max_examples=500)
@given(conditions, answers, orders, fixed_facts)
# Whatever b is, a and a hue are wanted, but not one hue that does for both.
@example({"any": [{"all": ["a", "b", {"hue": "red"}]}, {"all": ["a", {"not": "b"}, {"hue": "green"}]}]},
         {"a": False, "hue": "red"}, ORDER, set())  # fmt: skip
# A number that does for both values of b, though for one of them a nearer one would.
@example({"any": [{"all": ["b", {"age": {"below": 2}}]}, {"age": {"at_least": 6}}]}, {"age": 3}, ORDER, set())
# Four single changes that do.
@example({"any": ["a", "b", "c", {"hue": "red"}]}, {"a": False, "b": False, "c": False, "hue": "blue"}, ORDER, set())
def test_changes_turn_the_status_and_none_smaller_does(
    condition: object, given: Answers, order: list[str], fixed: set[str]
) -> None:
    found = outcome(condition, given, order, fixed)
    if found["status"] == "possible":
        assert found["flips"] == []
        return
    smallest = Truth(condition).smallest_changes(given, fixed)
    assert all(change in smallest for change in found["flips"])
    assert len(found["flips"]) <= 3
    # Up to three are all told; two numbers for one and the same change count as one.
    assert shapes(found["flips"]) == shapes(smallest) or len(found["flips"]) == 3
    assert len({tuple(sorted(change.items())) for change in found["flips"]}) == len(found["flips"])


def shapes(changes: Iterable[Change]) -> set[frozenset[tuple[str, Any]]]:
    """The changes without saying which number."""
    return {frozenset((change | {"age": "…"} if "age" in change else change).items()) for change in changes}


@settings(deadline=None, max_examples=500)
@given(conditions, answers, orders)
@example({"any": [{"age": {"below": 2}}, {"age": {"at_least": 6}}]}, {"age": 5}, ORDER)
@example({"any": [{"age": {"below": 2}}, {"all": [{"age": {"below": 4}}, "a"]}]}, {"age": 5, "a": True}, ["age", "a"])
def test_a_number_is_changed_no_further_than_it_must_be(condition: object, given: Answers, order: list[str]) -> None:
    found = outcome(condition, given, order)
    offered = [change for change in found["flips"] if "age" in change]
    if not offered:
        return
    smallest = Truth(condition).smallest_changes(given)
    for change in offered:
        enough = [number for number in VALUES["age"] if change | {"age": number} in smallest]
        told = [number for number in enough if change | {"age": number} in offered]
        assert not any(min(given["age"], n) < other < max(given["age"], n) for n in told for other in enough)
        assert min(abs(n - given["age"]) for n in told) == min(abs(n - given["age"]) for n in enough)


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_reasons_and_changes_on_the_real_rules(data: st.DataObject, bundle: Bundle, checked: Checked) -> None:
    world, hidden = consistent(data.draw(households(bundle)), checked), data.draw(some_facts(bundle))
    given = {fact: answer for fact, answer in world.items() if fact not in hidden}

    def status(name: str, answers: Answers) -> str:
        [found] = [each for each in report(bundle, answers, "worker")["outcomes"] if each["id"] == name]
        return str(found["status"])

    outcomes = [each for each in report(bundle, given, "worker")["outcomes"] if not each["needs"]]
    fixed = {fact.id for fact in bundle.facts if fact.fixed}
    judged = {each.id for each in bundle.outcomes if each.also}
    for each in data.draw(st.lists(st.sampled_from(outcomes), max_size=5)) if outcomes else []:
        reasons = {reason["fact"]: reason["answer"] for reason in each["because"]}
        assert status(each["id"], reasons) == each["status"]
        for left_out in reasons:
            fewer = {fact: answer for fact, answer in reasons.items() if fact != left_out}
            assert status(each["id"], fewer) == "possible"
        for change in each["flips"]:
            assert status(each["id"], given | change) == ("does_not_apply" if each["also"] else turned(each, judged))
            assert change.keys() <= given.keys() - fixed
            assert all(given[fact] != answer for fact, answer in change.items())


def turned(outcome: dict[str, Any], judged: Collection[str]) -> str:
    """The status after a change: what an office has to judge would be possible."""
    return "possible" if outcome["id"] in judged else OPPOSITE[outcome["status"]]


def test_changes_among_very_many_are_found_at_once() -> None:
    """Fourteen choices that must each be another of three: 4,782,969 changes, of which three are told."""
    facts = [
        fact(f"hue{i}", "choice", values=[{"id": v, "label": text(v), "says": text(v)} for v in "wxyz"])
        for i in range(14)
    ]
    condition = AllOf(tuple(Is(str(each.id), ("x", "y", "z")) for each in facts))
    diagram = Diagram(facts, [condition])
    root = diagram.add(condition)
    bundle = Bundle(
        "p",
        "1",
        tuple(Choice(str(each.id), "g", ("w", "x", "y", "z")) for each in facts),
        tuple(diagram.nodes),
        (),
        (),
    )
    flips = Explanation(bundle, {str(each.id): "w" for each in facts}).find(root).flips
    assert [list(flip.values()) for flip in flips] == [["x"] * 13 + [last] for last in "xyz"]


@settings(deadline=None)
@given(
    st.lists(conditions, min_size=1, max_size=3),
    st.lists(st.tuples(answers, st.sampled_from(["zh", "en"])), max_size=6),
)
# Another number of the same class: the reason is the same fact, but not the same answer.
@example([{"age": {"below": 6}}], [({"age": 2}, "zh"), ({"age": 3}, "zh")])
def test_earlier_answers_leave_no_trace(wanted: list[object], asked: list[tuple[Answers, str]]) -> None:
    """What is kept from one set of answers to the next is what would be worked out anew."""
    used = bundle_of(wanted)
    for said, lang in asked:
        assert report(used, said, "worker", lang) == report(bundle_of(wanted), said, "worker", lang)


def test_looking_for_reasons_costs_no_more_than_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact of 24 classes, each asking for another answer to a second fact: no two of them have anything in common."""
    many = 24
    tests = [(1, *(int(i == each) for i in range(many))) for each in range(many)]
    primes = Primes([(), (), *tests, (0, *range(2, 2 + many))], [many, many])
    conjoin, calls = MDD.conjoin, 0

    def counted(nodes: MDD, one: int, other: int) -> int:
        nonlocal calls
        calls += 1
        return conjoin(nodes, one, other)

    monkeypatch.setattr(MDD, "conjoin", counted)
    with pytest.raises(TooManyPrimesError):
        primes.cubes(2 + many, 1)
    assert calls <= MOST_STEPS
