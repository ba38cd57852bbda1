"""Drills: one right answer a question, which neither its place nor its length gives away, all made from the rules."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker.api import report
from generator.logic.audit import Checked, check
from generator.logic.drills import KINDS, Asked, Question, ask, bank, drill
from generator.logic.drills.drawing import Dice
from generator.plan.languages import LANGUAGES
from tests.conftest import HARBOUR, RULES, audited

SEEDS = 1_000


@pytest.fixture(params=[RULES, HARBOUR], ids=lambda rules: rules.name)
def plan(request: pytest.FixtureRequest) -> Checked:
    return audited(request.param)


def by_id(questions: list[Question]) -> dict[str, Question]:
    return {question.id: question for question in questions}


@dataclass
class Statistics:
    """Of many drills in one language: how often the right answer stood where, and was the longest or the shortest.

    What ties share counts for each by its share, so that chance alone gives `chance` of each.
    """

    asked: int = 0
    chance: float = 0.0
    longest: float = 0.0
    shortest: float = 0.0
    places: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, asked: Asked, language: str) -> None:
        lengths = [len(choice.text[language]) for choice in asked.choices]
        right = lengths[asked.right]
        self.asked += 1
        self.chance += 1 / len(lengths)
        self.longest += (right == max(lengths)) / lengths.count(right)
        self.shortest += (right == min(lengths)) / lengths.count(right)
        self.places[len(lengths), asked.right] += 1

    def chi_squared(self, choices: int) -> float:
        """How far the places of the right answer are from even, among questions with so many choices."""
        seen = [self.places[choices, place] for place in range(choices)]
        even = sum(seen) / choices
        return sum((each - even) ** 2 / even for each in seen)

    def __str__(self) -> str:
        shares = ", ".join(
            f"{name} {getattr(self, name) / self.asked:.3f}" for name in ("longest", "shortest", "chance")
        )
        places = {n: [self.places[n, place] for place in range(n)] for n in (3, 4)}
        return f"asked {self.asked}, {shares}, places {places}"


def drills(questions: list[Question], language: str) -> Iterator[Asked]:
    for seed in range(SEEDS):
        yield from drill(questions, seed, language)


def test_in_a_thousand_drills_nothing_gives_the_right_answer_away(plan: Checked) -> None:
    questions = bank(plan)
    for language in LANGUAGES:
        seen = Statistics()
        for asked in drills(questions, language):
            texts = [choice.text[language] for choice in asked.choices]
            assert len(set(texts)) == len(texts) in (3, 4)
            assert [choice for choice in asked.choices if choice is asked.question.right] == [asked.question.right]
            seen.add(asked, language)
        print(f"{plan.rules.plan.id} {language}: {seen}")
        assert seen.asked == SEEDS * 10
        # 13.8 and 16.3 are what chance exceeds once in a thousand
        assert seen.chi_squared(3) < 13.8, str(seen)
        assert seen.chi_squared(4) < 16.3, str(seen)
        assert seen.longest / seen.asked < seen.chance / seen.asked + 0.03, str(seen)
        assert seen.shortest / seen.asked < seen.chance / seen.asked + 0.08, str(seen)


def test_every_question_is_whole_in_both_languages_and_leads_to_its_clause(plan: Checked) -> None:
    questions = bank(plan)
    assert len({question.id for question in questions}) == len(questions) >= 30
    known = set(plan.rules.plan.clauses)
    for question in questions:
        assert set() != set(question.units) <= plan.units.keys(), question.id
        for choice in (question.right, *question.wrong):
            assert set() != set(choice.clauses) <= known, question.id
            for language in LANGUAGES:
                said = question.stem[language] + choice.text[language] + choice.why[language]
                assert all((choice.text[language], choice.why[language])), question.id
                assert not set("{}") & set(said), question.id


def test_the_same_seed_asks_the_same_and_another_does_not(plan: Checked) -> None:
    questions, again = bank(plan), bank.__wrapped__(plan)
    first = [drill(questions, seed, "zh") for seed in range(20)]
    assert first == [drill(again, seed, "zh") for seed in range(20)]
    assert len({tuple(asked.question.id for asked in each) for each in first}) == 20
    assert {question.kind for question in questions} == {asked.question.kind for asked in first[0]}


def test_each_question_of_a_role_agrees_with_the_matrix(plan: Checked) -> None:
    roles = {(area.id, entry.role): entry.units for area in plan.rules.areas for entry in area.responsible}
    names = {str(unit.name.zh): str(unit.id) for unit in plan.rules.units}
    seen = 0
    for question in bank(plan):
        for (area, role), units in roles.items():
            if question.id.startswith(f"unit-{area}-{role}-"):
                assert names[question.right.text["zh"]] in units
                assert not {names[choice.text["zh"]] for choice in question.wrong} & set(units)
                seen += 1
    assert seen > 5


def test_the_checker_agrees_with_every_case(plan: Checked) -> None:
    stories = {f"case-{case.id}": case for case in plan.rules.scenarios}
    titles = {str(duty.title.zh): str(duty.id) for _, duty in plan.rules.duties()}
    cases = [question for question in bank(plan) if question.kind == "case"]
    assert len(cases) >= 2
    for question in cases:
        answers = {str(fact): answer for fact, answer in stories[question.id].answers.items()}
        found = report(plan.compiled, answers, "worker")
        statuses = {outcome["id"]: outcome["status"] for outcome in found["outcomes"]}
        assert statuses[titles[question.right.text["zh"]]] == "applies", question.id
        for choice in question.wrong:
            assert statuses[titles[choice.text["zh"]]] == "does_not_apply", (question.id, choice.text["zh"])


def test_the_eighth_day_is_asked_for(checked: Checked) -> None:
    question = by_id(bank(checked))["line-organise-return-persuasion-unexcused_absence_days"]
    assert "8天" in question.right.text["zh"]
    assert "8 days" in question.right.text["en"]
    # Seven days are meant under another reading, so they are not called wrong.
    assert not [choice for choice in question.wrong if "7天" in choice.text["zh"]]


def test_what_the_title_says_is_not_asked(checked: Checked) -> None:
    questions = by_id(bank(checked))
    assert "deadline-report-to-police-first-moment" not in questions  # 第一时间向公安机关报告
    assert "told-report-serious-guardian-to-police-police" not in questions
    assert "told-report-failed-persuasion-in-writing-education-sports" in questions


def test_drills_change_with_the_rules(tmp_path: Path) -> None:
    before = by_id(bank(audited(HARBOUR)))
    copy = shutil.copytree(HARBOUR, tmp_path / "rules")
    for file, old, new in (
        ("carers.yml", "units: [town-hall, canteen, island-clinic]", "units: [town-hall, fuel-depot, island-clinic]"),
        ("carers.yml", "text: {zh: 一周内, en: within a week}", "text: {zh: 十天里, en: ten days at the most}"),
        ("warmth.yml", "report_to: [town-hall]", "report_to: [coast-watch]"),
    ):
        path = copy / "areas" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    after = by_id(bank(check(copy)))
    assert "unit-carers-joint-canteen" in before.keys() - after.keys()
    assert "unit-carers-joint-fuel-depot" in after.keys() - before.keys()
    assert "told-open-warm-room-town-hall" in before.keys() - after.keys()
    assert "told-open-warm-room-coast-watch" in after.keys() - before.keys()
    assert after["deadline-arrange-break"].right.text["en"] == "ten days at the most"


def test_a_choice_is_kept_when_it_is_drawn_again(checked: Checked) -> None:
    for question in bank(checked)[:40]:
        assert ask(question, 7, "en") == ask(question, 7, "en")
        assert ask(question, 7, "en").choices[ask(question, 7, "en").right] is question.right


def test_the_second_plan_has_every_kind() -> None:
    assert len({question.kind for question in bank(audited(HARBOUR))}) == len(KINDS)


def test_the_dice_are_those_of_the_page() -> None:
    dice = Dice("")  # tests/js/drills.test.mjs has the same
    assert [dice.below(1000) for _ in range(8)] == [611, 493, 774, 412, 812, 57, 915, 193]
