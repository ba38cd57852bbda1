"""The worked cases of the real rules, through the door that everybody uses."""

from __future__ import annotations

import pytest

from checker import api
from checker.bundle import Bundle
from generator import model
from generator.audit import Checked, check
from generator.compile import bundle_text
from tests.conftest import RULES

SCENARIOS = check(RULES).rules.scenarios


@pytest.fixture(scope="module")
def bundle(checked: Checked) -> Bundle:
    return Bundle.from_json(bundle_text(checked.bundle))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_scenario(scenario: model.Scenario, bundle: Bundle) -> None:
    answers = {str(fact): answer for fact, answer in scenario.answers.items()}
    made = api.report(bundle, answers, "worker")
    found = {outcome["id"]: outcome["status"] for outcome in made["outcomes"]}
    assert made["scope"] == scenario.expect.scope
    for status in ("applies", "possible", "does_not_apply"):
        for name in getattr(scenario.expect, status):
            assert found[name] == status, name
    assert bool(found) is (scenario.expect.scope == "inside")


def test_the_same_answers_give_the_same_bytes(bundle: Bundle) -> None:
    for scenario in SCENARIOS:
        answers = {str(fact): answer for fact, answer in scenario.answers.items()}
        turned = dict(reversed(answers.items()))
        assert api.dumps(api.report(bundle, answers)) == api.dumps(api.report(bundle, turned))
