"""What the project promises about its own rules, beyond what any plan must hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.logic.audit import Checked
from generator.plan import model
from generator.plan.schemas import schema_of
from tests.conftest import RULES

# Published ids: posters, bookmarks and other sites hold on to them.
# fmt: off
BENEFITS = {
    "street-outreach", "follow-up-visits", "guardian-accountability", "settlement-no-relatives",
    "safe-placement", "return-home-and-school", "subsistence-allowance", "priority-support",
    "temporary-assistance", "guardianship-guidance", "return-to-school", "behaviour-guidance",
    "preschool-aid", "compulsory-fee-waiver", "upper-stage-aid", "proxy-mother",
    "police-rescue-and-family-search", "mandatory-report", "leniency-and-education", "record-sealing",
    "reintegration-support", "community-correction-support", "free-job-training", "public-welfare-jobs",
    "startup-tax-relief-and-loans", "emergency-treatment", "medical-insurance", "medical-assistance",
    "counselling", "home-visits-and-comfort", "community-station-services",
}
# fmt: on
# fmt: off
MATRIX_UNITS = [
    "township", "civil-affairs", "police", "education-sports", "disabled-federation", "trade-unions",
    "charity", "youth-league", "women-federation", "justice", "court", "procuratorate", "human-resources",
    "market-regulation", "state-tax", "local-tax", "health", "culture",
]
# fmt: on
# fmt: off
OTHERS = [
    "leading-group", "school", "medical-institution", "designated-hospital", "community-station",
    "village-community", "party-mass-organisations", "volunteers", "social-organisations", "any-unit",
    "anyone", "guardian", "entrusted-guardian", "origin-government", "destination-government", "departments",
]
# fmt: on
# fmt: off
FACTS = [
    "child_age", "lives_in_renhe", "parents_away", "other_parent_can_care", "orphaned", "abandoned",
    "unsupported", "support_lost", "trafficking_rescued", "family_search", "disabled", "seriously_ill",
    "on_street", "returned_home", "has_household_registration", "living_alone", "missing", "guardian_incapable",
    "guardian_neglectful", "violence_suspected", "harm_suspected", "guardian_conduct", "school_stage",
    "unexcused_absence_days", "dropped_out", "persuasion_failed", "harmful_habits", "offended",
    "minor_offence_remorseful", "in_community_correction", "crime_victim", "meets_subsistence_criteria",
    "sudden_hardship", "family_member_able_to_work", "family_member_wants_work", "starting_business",
    "insured", "meets_medical_aid_criteria", "medical_emergency", "distressed",
]
# fmt: on
RETIRED = ["parents_traced"]
# fmt: off
SITUATIONS = ["absent", "alone", "money", "sick", "beaten", "sad", "street", "law", "work", "browse"]
# fmt: on


def test_published_ids_are_all_there(checked: Checked) -> None:
    assert set(checked.benefits) == BENEFITS
    assert [u.id for u in checked.rules.units if u.matrix] == MATRIX_UNITS
    assert {str(u.id) for u in checked.rules.units if not u.matrix} == set(OTHERS)
    assert sorted(checked.facts) == sorted(FACTS)
    assert [former.id for former in checked.rules.retired] == RETIRED
    assert [situation.id for situation in checked.rules.situations] == SITUATIONS
    assert checked.rules.plan.id == "renhe-2018-41"


def test_choices_are_the_published_ones(checked: Checked) -> None:
    values = {f.id: [v.id for v in f.values] for f in checked.rules.facts if f.type == "choice"}
    assert values == {
        "parents_away": ["none", "one", "both"],
        "guardian_conduct": ["none", "minor", "serious", "public_security_violation"],
        "school_stage": [
            "below_school",
            "preschool",
            "compulsory",
            "upper_secondary",
            "higher",
            "not_in_school",
        ],
        "medical_emergency": ["none", "acute", "infectious", "psychiatric"],
        "family_search": ["parents_found", "relatives_found", "searching", "not_found"],
    }


def test_lines_to_tick_are_short_and_tell_instead_of_asking(checked: Checked) -> None:
    lines = [fact.statement for fact in checked.rules.facts if fact.statement]
    assert len(lines) == sum(fact.type == "boolean" for fact in checked.rules.facts) > 30
    assert len({line.zh for line in lines}) == len({line.en for line in lines}) == len(lines)
    assert [line.zh for line in lines if len(line.zh) > 24 or line.zh.count("，") > 1] == []
    assert [line.en for line in lines if len(line.en.split()) > 14 or not line.en[0].isupper()] == []
    assert [line.zh for line in lines if re.search("[？。！]|是不是|(?<!别的)监护人", line.zh)] == []
    assert [line.en for line in lines if re.search(r"[?.!]$|\b(?:my|our|I)\b", line.en)] == []


def test_what_only_an_office_knows_is_no_silent_no(checked: Checked) -> None:
    asked = (
        "meets_subsistence_criteria",
        "meets_medical_aid_criteria",
        "minor_offence_remorseful",
        "has_household_registration",
    )
    lines = {str(fact.id): fact.statement for fact in checked.rules.facts}
    for fact in asked:
        line = lines[fact]
        assert line
        assert "选“不清楚”" in line.zh, fact
        assert "“don't know”" in line.en, fact
    assert {fact for fact, line in lines.items() if line and "不清楚" in line.zh} == set(asked)


def test_a_child_is_answered_for_by_another_only_where_they_share_it(checked: Checked) -> None:
    about = {str(fact.id): fact.about for fact in checked.rules.facts}
    money = {"meets_subsistence_criteria", "sudden_hardship", "insured", "meets_medical_aid_criteria"}
    assert {about[fact] for fact in money} == {"parents"}  # cousins in one home may live on different purses
    harm = {"guardian_neglectful", "violence_suspected", "harm_suspected", "crime_victim", "abandoned", "support_lost"}
    assert {about[fact] for fact in harm} == {"child"}  # it may happen to one child alone


def test_situations_are_named_in_a_few_words(checked: Checked) -> None:
    for situation in checked.rules.situations:
        assert len(situation.title.zh) <= 10, situation.id
        assert len(situation.title.en.split()) <= 6, situation.id
        assert situation.facts or situation.answers or situation.id == "browse"


def test_nobody_is_asked_first_what_is_hard_to_speak_of_who_comes_with_something_else(checked: Checked) -> None:
    hard = {fact.id for fact in checked.rules.facts if fact.sensitive}
    assert {situation.id for situation in checked.rules.situations if hard & set(situation.facts)} == {"beaten", "law"}


def test_who_is_to_be_called_is_named_in_what_to_do(checked: Checked) -> None:
    numbers = {contact.id: contact.number for contact in checked.rules.contacts}
    entries: list[model.Fact | model.Situation] = [*checked.rules.facts, *checked.rules.situations]
    dangers = [entry.danger for entry in entries if entry.danger]
    assert len(dangers) > 10
    for danger in dangers:
        called = {numbers[name] for name in danger.contacts}
        for text in (danger.do.zh, danger.do.en):
            assert set(re.findall(r"\d{3,}", text)) == called, text


def test_everything_can_be_found_by_what_people_type(checked: Checked) -> None:
    entries: list[model.Benefit | model.Unit] = [*(b for _, b in checked.rules.benefits()), *checked.rules.units]
    assert [e.id for e in entries if len(set(e.words.zh)) < 8] == []
    assert [e.id for e in entries if len(set(e.words.en)) < 4] == []


def test_scenarios_show_every_benefit_both_ways(checked: Checked) -> None:
    scenarios = checked.rules.scenarios
    assert len(scenarios) >= 40
    judged = {name for name, benefit in checked.benefits.items() if benefit.also}
    assert {name for s in scenarios for name in s.expect.applies} >= BENEFITS - judged
    assert {name for s in scenarios for name in s.expect.possible} >= judged
    assert {name for s in scenarios for name in s.expect.does_not_apply} >= BENEFITS - {"counselling"}


def test_chinese_texts_use_chinese_punctuation() -> None:
    found = []
    for path in sorted(RULES.rglob("*.yml")):
        for text in re.findall(r"zh: ?([^\n]*[\u4e00-\u9fff][^\n]*)", path.read_text(encoding="utf-8")):
            if re.search(r"[\u4e00-\u9fff][,;?!](?! en:)|[\u4e00-\u9fff] [\u4e00-\u9fff]", text.split(", en:")[0]):
                found.append(f"{path.name}: {text[:60]}")
    assert [f for f in found if "words" not in f and "[" not in f] == []


KINDS = {pattern.split("/")[0].removesuffix(".yml"): (pattern, kind) for pattern, kind in model.FILES.items()}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_editors_get_the_schema_that_the_loader_enforces(name: str) -> None:
    pattern, kind = KINDS[name]
    schema = json.loads((RULES / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    assert schema == schema_of(kind), "run: python -m generator schema"
    files = sorted(RULES.glob(pattern))
    assert files
    for path in files:
        jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader), _as_text(schema))
        depth = len(path.relative_to(RULES).parts) - 1
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={'../' * depth}schema/{name}.json"


def _as_text(schema: Any) -> Any:
    """The schema with every scalar type also allowed as text, since BaseLoader leaves all scalars as text."""
    if isinstance(schema, dict):
        changed = {key: _as_text(value) for key, value in schema.items()}
        if changed.get("type") in ("boolean", "integer", "null"):
            changed["type"] = "string"
        return changed
    return [_as_text(value) for value in schema] if isinstance(schema, list) else schema


def test_no_rule_file_holds_a_line_break_inside_chinese() -> None:
    """But where a file has one query a line."""
    for path in sorted(set(Path(RULES).rglob("*.yml")) - set(Path(RULES).glob("queries/*.yml"))):
        assert not re.search(r"[\u4e00-\u9fff，。]\n\s+[\u4e00-\u9fff]", path.read_text(encoding="utf-8")), path
