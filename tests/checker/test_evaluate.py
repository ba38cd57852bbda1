"""Statuses are exact: settled if, and only if, no answer to an open question could change them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.api import report
from checker.bundle import Bundle
from checker.mdd import WALKS
from generator.logic.audit import Checked
from tests.checker.conftest import consistent, households, meanings, some_facts
from tests.checker.small import Answers, Truth, answers, bundle_of, conditions, holds, orders, outcome, worlds
from tests.conftest import ROOT

STATUS = {True: "applies", False: "does_not_apply", None: "possible"}
KLEENE = json.loads((ROOT / "tests" / "vectors" / "ternary.json").read_text(encoding="utf-8"))
FORMS: dict[str, Any] = {"and": {"all": ["a", "b"]}, "or": {"any": ["a", "b"]}, "not": {"not": "a"}}


@settings(deadline=None, max_examples=300)
@given(conditions, answers, orders)
def test_a_status_is_settled_exactly_if_all_completions_agree(
    condition: object, given: Answers, order: list[str]
) -> None:
    assert outcome(condition, given, order)["status"] == Truth(condition).status(given)


@settings(deadline=None, max_examples=300)
@given(conditions, answers, orders)
def test_needs_are_the_open_facts_that_can_still_decide(condition: object, given: Answers, order: list[str]) -> None:
    found = outcome(condition, given, order)
    deciding = Truth(condition).needs(given)
    assert found["needs"] == [fact for fact in order if fact in deciding]
    assert bool(found["needs"]) is (found["status"] == "possible")


@settings(deadline=None)
@given(conditions, worlds, orders)
def test_answering_more_never_overturns_a_settled_status(condition: object, world: Answers, order: list[str]) -> None:
    asked = [{fact: world[fact] for fact in order[:count]} for count in range(len(order) + 1)]
    statuses = [outcome(condition, given)["status"] for given in asked]
    still_open = statuses.count("possible")
    assert statuses[-1] == STATUS[holds(condition, world)]
    assert statuses == ["possible"] * still_open + [statuses[-1]] * (len(statuses) - still_open)


@pytest.mark.parametrize(("form", "case"), [(form, case) for form in FORMS for case in KLEENE[form]])
def test_kleene_holds_where_every_fact_stands_once(form: str, case: dict[str, bool | None]) -> None:
    given = {fact: value for fact, value in case.items() if fact != "result"}
    assert outcome(FORMS[form], given)["status"] == STATUS[case["result"]]


def test_what_is_true_either_way_is_settled_though_kleene_leaves_it_open() -> None:
    assert outcome({"any": ["a", {"not": "a"}]}, {})["status"] == "applies"
    assert outcome({"all": ["a", {"not": "a"}]}, {"a": None})["status"] == "does_not_apply"
    assert outcome({"any": [{"age": {"below": 5}}, {"age": {"at_least": 5}}]}, {})["status"] == "applies"


@settings(deadline=None)
@given(data=st.data())
def test_the_real_rules_are_taken_as_they_are_written(data: st.DataObject, checked: Checked, bundle: Bundle) -> None:
    conditions: dict[str, object] = {b.id: b.when for _, b in checked.rules.benefits()}
    conditions |= {d.id: d.when for _, d in checked.rules.duties()}
    world = consistent(data.draw(households(bundle)), checked)
    hidden = data.draw(st.just(set()) | some_facts(bundle))
    given = {fact: answer for fact, answer in world.items() if fact not in hidden}
    outcomes = report(bundle, given, "worker")["outcomes"]
    assert {each["id"] for each in outcomes} == {name for name, when in conditions.items() if when is not None}
    for each in outcomes:
        truth = STATUS[holds(conditions[each["id"]], world, meanings(checked))]
        if each["also"]:
            assert (each["status"], each["needs"], truth) == ("possible", [], "applies"), each["id"]
        else:
            assert each["status"] == truth or (each["status"] == "possible" and hidden & set(each["needs"])), each["id"]


@settings(deadline=None, max_examples=100)
@given(conditions, answers, orders)
def test_who_asks_often_is_told_the_same(condition: object, given: Answers, order: list[str]) -> None:
    """After many answers statuses are worked out by code made from the diagram."""
    fresh, often = (bundle_of([condition], order) for _ in range(2))
    for _ in range(WALKS + 1):
        often.sweeps()
    assert report(often, given) == report(fresh, given)


def test_who_asks_the_rules_often_is_told_the_same(bundle_file: Path, checked: Checked) -> None:
    often, fresh = (Bundle.from_json(bundle_file.read_bytes()) for _ in range(2))
    for _ in range(WALKS + len(often.nodes)):
        often.sweeps()
    for scenario in checked.rules.scenarios:
        answers = {str(fact): answer for fact, answer in scenario.answers.items()}
        assert report(often, answers, "worker") == report(fresh, answers, "worker")
