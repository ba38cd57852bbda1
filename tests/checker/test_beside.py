"""What stands beside a condition: judgement left to an office, other readings, what comes first, what is not asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.answers import AnswerError
from checker.api import Request, call, page, report
from checker.bundle import Bundle, BundleError
from tests.checker.small import VALUES, Answers, Truth, answers, bundle_of, conditions, known, orders

ASKED_LAST = ["a", "c", "hue", "age", "b"]
OPPOSITE = {"applies": "does_not_apply", "does_not_apply": "applies"}
without_b = conditions.filter(lambda condition: '"b"' not in json.dumps(condition))


def shown(bundle: Bundle, given: Answers, audience: str = "worker") -> list[dict[str, Any]]:
    made = page(bundle, Request(given, audience, "en"))["outcomes"]
    assert isinstance(made, list)
    return made


# --- `also` ---


@settings(deadline=None)
@given(conditions, answers, orders)
def test_what_an_office_judges_leaves_possible_what_would_apply(rule: object, given: Answers, order: list[str]) -> None:
    [plain] = report(bundle_of([rule], order), given, lang="en")["outcomes"]
    [judged] = report(bundle_of([rule], order, also=[0]), given, lang="en")["outcomes"]
    if plain["status"] == "applies":
        assert judged == plain | {"status": "possible", "also": ["judged"]}
        assert judged["needs"] == []
    else:
        assert judged == plain
        assert judged["also"] == []


# --- `readings` ---


@settings(deadline=None)
@given(conditions, st.lists(conditions, max_size=2), answers)
def test_a_no_that_rests_on_a_reading_says_so(rule: object, others: list[object], given: Answers) -> None:
    bundle = bundle_of([rule], readings={0: others})
    [found] = shown(bundle, given)
    open_readings = [i for i, other in enumerate(others) if Truth(other).status(given) != "does_not_apply"]
    expected = f"reading {open_readings[0]}" if open_readings and found["status"] == "does_not_apply" else None
    assert found["ask"] == expected
    [plain] = report(bundle, given, "worker", "en")["outcomes"]
    assert plain["text"] == found["text"] + (f" {expected}" if expected else "")


# --- `danger_when` and `due_when` ---


@settings(deadline=None)
@given(st.lists(conditions, min_size=2, max_size=4), conditions, conditions, answers)
def test_dangers_come_first_then_what_runs_out_and_what_is_for_everybody_last(
    rules: list[object], danger: object, due: object, given: Answers
) -> None:
    bundle = bundle_of(rules, danger={1: danger}, due={0: due, 1: due})

    def place(i: int) -> int:
        certain = Truth(rules[i]).status(given) == "applies"
        if certain and i == 1 and Truth(danger).status(given) == "applies":
            return 0
        if certain and i < 2 and Truth(due).status(given) == "applies":
            return 1
        return 3 if Truth(rules[i]).status({}) == "applies" else 2

    expected = sorted(range(len(rules)), key=place)
    assert [outcome["id"] for outcome in shown(bundle, given)] == [f"o{i}" for i in expected]
    assert [outcome["place"] for outcome in shown(bundle, given)] == [place(i) for i in expected]


def test_what_brings_a_danger_to_the_top_is_asked() -> None:
    bundle = bundle_of(["a"], danger={0: "b"})
    assert report(bundle, {"a": True})["next_question"] == "b"
    assert report(bundle, {"a": True, "b": False})["next_question"] is None
    assert report(bundle, {"a": False})["next_question"] is None


def test_a_card_that_only_changes_its_place_comes_on_another_line() -> None:
    """The page keeps cards by their lines, so nothing that a card shows may change behind an unchanged line."""
    bundle = bundle_of(["a", "b"], danger={1: "c"})

    def lines(given: Answers) -> list[str]:
        request = {"answers": given, "audience": "worker", "lang": "en"}
        return call(bundle, json.dumps(request)).split("\n")[1:]

    before, after = lines({"a": True, "b": True}), lines({"a": True, "b": True, "c": True})
    assert after[0] != before[1]
    assert after[1] == before[0]


# --- `otherwise` ---


def presumed(given: Answers, ask_when: object, otherwise: bool) -> Answers:
    """The answers with what follows for a fact b that is not asked."""
    said = known(given)
    if "b" not in said and Truth(ask_when).status(said) == "does_not_apply":
        return {**said, "b": otherwise}
    return said


@settings(deadline=None, max_examples=300)
@given(conditions, without_b, st.booleans(), answers)
def test_whoever_is_not_asked_has_answered(rule: object, ask_when: object, otherwise: bool, given: Answers) -> None:
    bundle = bundle_of([rule], ASKED_LAST, ask_when={"b": ask_when}, otherwise={"b": otherwise})
    [found] = report(bundle, given)["outcomes"]
    truth = Truth(rule)
    said = presumed(given, ask_when, otherwise)
    assert found["status"] == truth.status(said)
    assert set(found["needs"]) == truth.needs(said)


@settings(deadline=None, max_examples=300)
@given(conditions, without_b, st.booleans(), answers)
def test_reasons_and_changes_hold_where_answers_follow(
    rule: object, ask_when: object, otherwise: bool, given: Answers
) -> None:
    bundle = bundle_of([rule], ASKED_LAST, ask_when={"b": ask_when}, otherwise={"b": otherwise})

    def status(said: Answers) -> str:
        [found] = report(bundle, said)["outcomes"]
        return str(found["status"])

    [found] = report(bundle, given)["outcomes"]
    if found["status"] == "possible":
        return
    reasons = {reason["fact"]: reason["answer"] for reason in found["because"]}
    assert reasons.items() <= known(given).items()
    assert status(reasons) == found["status"]
    for left_out in reasons:
        assert status({fact: answer for fact, answer in reasons.items() if fact != left_out}) != found["status"]
    for change in found["flips"]:
        assert status({**given, **change}) == OPPOSITE[found["status"]]
        assert change.keys() <= known(given).keys()


def test_a_question_that_follows_from_a_later_one_is_refused() -> None:
    asking = {"a": "b", "b": "a"}
    with pytest.raises(BundleError, match="depends on a fact that counts as answered later"):
        bundle_of(["a"], ASKED_LAST, ask_when=asking, otherwise={"a": True, "b": True})


# --- retired facts ---

OLD = {"gone": [{"answer": True, "means": {"fact": "hue", "answer": "red"}}, {"answer": False, "means": None}]}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"gone": True}, "applies"),
        ({"gone": False}, "possible"),
        ({"gone": None}, "possible"),
        ({"gone": True, "hue": "blue"}, "does_not_apply"),  # what is answered today stands
        ({"hue": "blue", "gone": True}, "does_not_apply"),
    ],
)
def test_an_old_answer_is_read_as_what_it_means_today(given: Answers, status: str) -> None:
    [found] = report(bundle_of([{"hue": "red"}], retired=OLD), given)["outcomes"]
    assert found["status"] == status


def test_what_was_never_an_answer_is_refused() -> None:
    with pytest.raises(AnswerError, match="gone: 'yes' is not an answer"):
        report(bundle_of(["a"], retired=OLD), {"gone": "yes"})


@pytest.mark.parametrize(
    "retired",
    [
        {"a": OLD["gone"]},  # it is still asked
        {"gone": [{"answer": True, "means": {"fact": "hue", "answer": "pink"}}]},
        {"gone": [{"answer": True, "means": {"fact": "shade", "answer": "red"}}]},
        {"gone": [{"answer": [], "means": None}]},
    ],
)
def test_a_bundle_with_a_meaningless_past_is_refused(retired: dict[str, Any]) -> None:
    with pytest.raises(BundleError):
        bundle_of(["a"], retired=retired)


def test_the_small_world_has_all_facts() -> None:
    assert sorted(ASKED_LAST) == sorted(VALUES)
