"""The worked cases of the real rules, through the door that everybody uses."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker import api
from checker.bundle import Bundle
from checker.decode import LANGUAGES
from generator.logic.audit import Checked
from generator.plan import model
from tests.conftest import ROOT, RULES

# Groups go first, the largest before others: while one process tries the worked cases, another builds the site.
pytestmark = pytest.mark.xdist_group("scenarios")

# By name, so that to list the tests needs no rules.
NAMES = [
    name
    for path in sorted((RULES / "scenarios").glob("*.yml"))
    for name in re.findall(r"^  - id: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
]
Scenarios = dict[str, model.Scenario]

ANSWER = {"type": ["boolean", "integer", "string"]}
TEXT = {"type": "string", "minLength": 1}
TEXT_OR_NULL = {"type": ["string", "null"], "minLength": 1}
NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"}


def exactly(**fields: object) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def every(items: object, **rest: object) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True} | rest


# The public contract.
OUTCOME = exactly(
    id=NAME,
    kind={"enum": ["benefit", "duty"]},
    status={"enum": ["applies", "possible", "does_not_apply"]},
    title=TEXT,
    clauses=every({"type": "string", "pattern": r"^[0-9A-Z]+(\.[0-9]+)*-[a-z]+$"}, minItems=1),
    bearers=every(NAME, minItems=1),
    implied=every(NAME),
    deadline=TEXT_OR_NULL,
    because=every(exactly(fact=NAME, answer=ANSWER)),
    needs=every(NAME),
    flips=every({"type": "object", "additionalProperties": ANSWER, "minProperties": 1}, maxItems=3),
    also=every(TEXT),
    text=TEXT,
)
REPORT = exactly(
    plan={"const": "renhe-2018-41"},
    version=TEXT,
    scope={"enum": ["inside", "outside"]},
    scope_reason=TEXT_OR_NULL,
    outcomes={"type": "array"},
    next_question={"oneOf": [NAME, {"type": "null"}]},
)


def answers_of(scenario: model.Scenario) -> dict[str, Any]:
    return {str(fact): answer for fact, answer in scenario.answers.items()}


@pytest.fixture(scope="module")
def scenarios(checked: Checked) -> Scenarios:
    return {str(scenario.id): scenario for scenario in checked.rules.scenarios}


def test_every_scenario_is_run(scenarios: Scenarios) -> None:
    assert sorted(NAMES) == sorted(scenarios)


@pytest.mark.parametrize("name", NAMES)
def test_scenario(name: str, scenarios: Scenarios, bundle: Bundle) -> None:
    scenario = scenarios[name]
    made = api.report(bundle, answers_of(scenario), scenario.audience)
    everything = api.report(bundle, answers_of(scenario), "worker")  # a family's case may say what units must do
    found = {outcome["id"]: outcome["status"] for outcome in everything["outcomes"]}
    assert made["scope"] == scenario.expect.scope
    for status in ("applies", "possible", "does_not_apply"):
        for outcome in getattr(scenario.expect, status):
            assert found[outcome] == status, outcome
    kinds = {"benefit", "duty"} if scenario.audience == "worker" else {"benefit"}
    assert {outcome["kind"] for outcome in made["outcomes"]} == (kinds if made["scope"] == "inside" else set())


def test_reports_have_the_published_shape(bundle: Bundle, scenarios: Scenarios) -> None:
    validator = jsonschema.Draft202012Validator(REPORT)
    outcomes = set()  # most stand in many reports
    for scenario, lang in zip(scenarios.values(), itertools.cycle(LANGUAGES), strict=False):
        made = json.loads(api.dumps(api.report(bundle, answers_of(scenario), "worker", lang)))
        validator.validate(made)
        assert (made["scope"] == "outside") is (made["scope_reason"] is not None)
        assert all(set(each["implied"]) <= set(each["bearers"]) for each in made["outcomes"])
        distinct = {json.dumps(each) for each in made["outcomes"]}
        assert len(distinct) == len(made["outcomes"])
        outcomes |= distinct
    validator = jsonschema.Draft202012Validator(OUTCOME)
    for each in outcomes:
        validator.validate(json.loads(each))


def test_the_page_is_given_the_report_and_what_is_still_open(bundle: Bundle, scenarios: Scenarios) -> None:
    for scenario in scenarios.values():
        answers = answers_of(scenario)
        request = {"answers": answers, "audience": "worker", "lang": "en"}
        made, *outcomes = map(json.loads, api.call(bundle, json.dumps(request)).split("\n"))
        made["outcomes"] = outcomes
        plain = api.report(bundle, answers, "worker", "en")
        assert made | plain | {"outcomes": made["outcomes"]} == made
        for shown, outcome in zip(made["outcomes"], plain["outcomes"], strict=True):
            if shown["ask"]:  # which is the end of the plain report's text
                outcome["text"] = outcome["text"].removesuffix(f" {shown['ask']}")
            assert shown | outcome == shown
            assert len(shown["reasons"]) == len(outcome["because"])
        needs = {fact for outcome in plain["outcomes"] for fact in outcome["needs"]}
        if made["scope"] == "inside":
            needs |= {fact for fact in ("child_age", "lives_in_renhe") if answers.get(fact) is None}
            ranking = {
                fact
                for outcome in bundle.outcomes
                for node in (outcome.danger, outcome.due)
                if node is not None
                for fact in bundle.support(node)
            }
            ranking |= {fact for _, ask_when, _ in bundle.presumed for fact in bundle.support(ask_when)}
        assert needs <= set(made["open"]) <= needs | (ranking if made["scope"] == "inside" else set())
        assert made["open"] == [fact.id for fact in bundle.facts if fact.id in made["open"]]


def test_the_page_is_told_which_answer_is_not_valid(bundle: Bundle) -> None:
    request = {"answers": {"child_age": 9, "parents_away": "bothh"}, "audience": "family", "lang": "en"}
    made = json.loads(api.call(bundle, json.dumps(request)))
    assert made["fact"] == "parents_away"
    assert "'bothh'" in made["error"]


def test_the_same_answers_give_the_same_bytes(bundle: Bundle, scenarios: Scenarios) -> None:
    for scenario in scenarios.values():
        answers = answers_of(scenario)
        turned = dict(reversed(answers.items()))
        assert api.dumps(api.report(bundle, answers)) == api.dumps(api.report(bundle, turned))


def test_every_run_gives_the_same_bytes(bundle_file: Path, scenarios: Scenarios) -> None:
    program = (
        "import sys; from pathlib import Path; from checker.bundle import Bundle; from checker import api\n"
        "bundle = Bundle.from_json(Path(sys.argv[1]).read_bytes())\n"
        "for request in sys.stdin: print(api.call(bundle, request), end='\\n\\n')"
    )
    requests = [
        json.dumps({"answers": answers_of(scenario), "audience": "worker", "lang": "zh"})
        for scenario in scenarios.values()
    ]
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(bundle_file)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            input="\n".join(requests).encode(),
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")  # the order of a set of strings differs
    ]
    assert runs[0].count(b"\n\n") == len(scenarios)
    assert runs[0] == runs[1]
