"""The staff situations against a second reading, written from the plan alone by somebody who had not seen them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml

from generator.pages.site import Site
from generator.pages.views.staff.cases import Case, Step
from generator.plan import model
from tests.conftest import ROOT, RULES, audited

Shown = tuple[int, model.Duty, Step]  # where it stands in the situation, from 0
BY_HAND: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/cases-by-hand.yml").read_text(encoding="utf-8"))


@cache
def situations() -> dict[str, tuple[Shown, ...]]:
    """The steps of each situation that are duties."""
    checked = audited(RULES)
    duties = {str(duty.id): duty for _, duty in checked.rules.duties()}
    views = [page.view for page in Site(checked, "zh", "").pages if isinstance(page.view, Case)]
    return {
        str(case.id): tuple(
            (n, duties[step.duty], shown)
            for n, (step, shown) in enumerate(zip(case.steps, view.steps, strict=True))
            if step.duty
        )
        for case, view in zip(checked.rules.cases, views, strict=True)
    }


def citing(steps: tuple[Shown, ...], locator: str) -> Iterator[Shown]:
    return (each for each in steps if locator in each[1].clauses)


def test_both_hands_have_the_same_situations() -> None:
    assert list(BY_HAND) == list(situations())


@pytest.mark.parametrize("name", BY_HAND)
def test_the_steps_are_there_in_the_order_of_the_plan(name: str) -> None:
    steps, read = situations()[name], BY_HAND[name]
    cited = {str(clause) for _, duty, _ in steps for clause in duty.clauses}
    assert set(read["must"]) - cited == set()
    place, duty, _ = steps[0]
    if read["first"]:
        assert place == 0
        assert read["first"] in duty.clauses
    else:
        assert place > 0
    for chain in read.get("order", []):
        places = [next(citing(steps, locator))[0] for locator in chain if locator in cited]
        assert all(before <= after for before, after in pairwise(places)), chain


@pytest.mark.parametrize("name", BY_HAND)
def test_who_acts_by_when_and_who_is_told_is_what_the_plan_says(name: str) -> None:
    steps, read = situations()[name], BY_HAND[name]
    for locator, units in read.get("who", {}).items():
        assert {unit for _, duty, _ in citing(steps, locator) for unit in duty.bearers.explicit} == set(units), locator
    assert {unit for _, duty, _ in steps for unit in duty.report_to} == set(read["tell"])
    for locator in read["by"]:
        assert any(shown.limit for _, _, shown in citing(steps, locator)), locator
    assert [duty.id for _, duty, shown in steps if shown.limit and not {*read["by"]} & {*duty.clauses}] == []


@pytest.mark.parametrize("name", BY_HAND)
def test_what_has_a_condition_is_shown_with_one_and_nothing_else_is(name: str) -> None:
    steps, read = situations()[name], BY_HAND[name]
    for locator in read.get("sure", []):
        assert [shown.when for _, _, shown in citing(steps, locator)] == [""], locator
    for locator in read["never"]:
        assert [duty.id for _, duty, shown in citing(steps, locator) if not shown.when + shown.say] == [], locator
