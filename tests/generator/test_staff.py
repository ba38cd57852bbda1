"""The pages for staff say what the duties say, whatever the plan, and change with them."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from generator.logic.audit import Checked, check
from generator.logic.handovers import handovers
from generator.pages.layout import EM, ems
from generator.pages.site import Site
from generator.pages.views.page import View
from generator.pages.views.staff.cases import Case
from generator.pages.views.staff.first_hour import MISTAKES, FirstHour
from generator.pages.views.staff.handovers import Handovers
from generator.pages.views.staff.report import Report
from generator.pages.views.staff.start import Staff
from generator.pages.views.staff.swimlanes import WIDE, Turn, drawn
from generator.pages.views.staff.today import Today
from generator.pages.views.staff.training import Training
from generator.plan.languages import LANGUAGES
from tests.conftest import HARBOUR, RULES, Copy, audited

V = TypeVar("V", bound=View)
FILES = {"education": "areas/education.yml", "justice": "areas/justice.yml"}


@cache
def site(rules: Path, code: str = "zh") -> Site:
    return Site(audited(rules), code, "")


def views(kind: type[V], of: Site) -> dict[str, V]:
    """The pages of a kind, by address."""
    return {page.address: page.view for page in of.pages if isinstance(page.view, kind)}


def words(of: Site, address: str) -> str:
    """What the page says, without its tags."""
    html = of.html(address)
    assert html, address
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_step_of_a_case_says_what_its_duty_says(checked: Checked, code: str) -> None:
    of = site(RULES, code)
    pages, told = views(Case, of), 0
    assert len(pages) == len(checked.rules.cases) >= 10
    for case, view in zip(checked.rules.cases, pages.values(), strict=True):
        for step, shown in zip(case.steps, view.steps, strict=True):
            if step.duty is None:
                assert shown.outside
                assert shown.outside.dated
                assert shown.outside.checked
                continue
            duty = of.context.duties[step.duty]
            assert (shown.title, shown.who, shown.limit) == (duty.title, duty.bearers, duty.limit)
            assert (shown.tell, shown.clauses) == (duty.report_to, duty.clauses)
            told += bool(shown.limit or shown.tell)
    assert told > 20


def test_what_the_case_alone_does_not_set_off_says_when_it_is_to_be_done() -> None:
    """Nobody is punished, and no family sent to an office, because a step stands in a list."""
    cases = views(Case, site(RULES))
    beaten = {step.title: step.when for step in cases["staff/cases/beaten-at-home/"].steps}
    assert beaten["第一时间向公安机关报告"] == beaten["给孩子心理支持和专业咨询"] == ""
    for title in ("按法律处罚监护人", "训诫监护人，要他改正"):
        assert "监护人对孩子的做法违反治安管理规定" in beaten[title]
    accident = [step.when for step in cases["staff/cases/family-accident/"].steps]
    assert "家里符合医疗救助条件" in accident
    assert all(accident)


def test_the_questionnaire_opens_for_staff_with_what_is_known() -> None:
    view = views(Case, site(RULES))["staff/cases/child-on-street/"]
    assert view.check == "check/#audience=worker&situation=street&on_street=true"


def test_what_the_plan_does_not_say_is_marked() -> None:
    page = words(site(RULES), "staff/cases/threatened-suicide/")
    assert "方案没有写" in page
    assert "不在方案里 关于强制报告的意见 高检发〔2020〕9号（2020年，核对于 2026-11）" in page


def test_a_case_is_only_what_the_rules_bear_out(copy: Copy) -> None:
    line = copy.spoil("cases.yml", "- duty: grant-medical-assistance", "- duty: search-for-family")
    copy.spoil("cases.yml", "answers: {sudden_hardship: true}", "answers: {on_street: false}")
    [problem] = copy.problems()
    assert f"cases.yml:{line}:" in problem
    assert "search-for-family does not apply in the case family-accident" in problem
    copy.spoil("cases.yml", "answers: {on_street: false}", "answers: {on_street: 7}")
    copy.spoil("cases.yml", "- duty: find-out-cause-of-absence", "- say: {zh: 去, en: Go}")
    problems = " ".join(copy.problems())
    assert "7 is not an answer to on_street" in problems
    assert "a step of absent-pupil wants either 'duty' or 'outside'" in problems


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("cases.yml", "- duty: find-out-cause-of-absence", "- duty: find-out-cause", "duty"),
        ("cases.yml", "situation: absent", "situation: absence", "situation"),
        ("staff.yml", "unit: school", "unit: schools", "unit"),
        ("staff.yml", "duties: [organise-return-persuasion]", "duties: [organise-persuasion]", "duty"),
        ("staff.yml", "- living_alone", "- lives_alone", "fact"),
        ("staff.yml", "cases: [absent-pupil,", "cases: [absent-child,", "case"),
    ],
)
def test_names_in_the_files_for_staff_exist(copy: Copy, file: str, old: str, new: str, kind: str) -> None:
    line = copy.spoil(file, old, new)
    [problem] = copy.problems()
    assert f"{file}:{line}:" in problem
    assert f"is not a {kind}" in problem


def test_a_training_looks_at_no_page_that_there_is_not(copy: Copy) -> None:
    copy.spoil("staff.yml", "\ntoday:\n", "\ntoday: []\nformer:\n")
    path = copy.root / "staff.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?s)\nformer:\n.*?(?=\n# Our advice)", "\n", text), encoding="utf-8")
    [problem] = copy.problems()
    assert "new-law names the page 'news', for which staff.yml has nothing" in problem


# --- what changes with the rules ---


def changed_site(copy: Copy) -> Site:
    """That of the copy, as rules of which no version has been released."""
    plan = copy.root / "plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").partition("\nversions:\n")[0] + "\n", encoding="utf-8")
    shutil.rmtree(copy.root / "versions")
    return Site(check(copy.root), "zh", "")


def test_a_changed_time_limit_changes_every_page(copy: Copy) -> None:
    copy.spoil(
        FILES["justice"], "short: {zh: 第一时间, en: immediately}", "short: {zh: 两小时内, en: within two hours}"
    )
    changed, before = changed_site(copy), site(RULES)
    for address in ("staff/cases/beaten-at-home/", "staff/first-hour/school/", "staff/handovers/", "staff/report/"):
        assert "两小时内" in words(changed, address), address
        assert "两小时内" not in words(before, address), address


def test_a_changed_report_to_changes_every_page(copy: Copy) -> None:
    copy.spoil(FILES["education"], "report_to: [education-sports, township]", "report_to: [procuratorate]")
    copy.spoil("staff.yml", "set: 2", "set: 77")
    changed = changed_site(copy)
    duty = "劝不回来，写书面报告"
    assert "告诉谁 区检察院" in words(changed, "staff/cases/absent-pupil/")
    training = words(changed, "staff/training/")
    assert "报告给：区检察院" in training
    assert "练一练，第77套" in training
    assert f"区检察院 ： {duty}" in words(changed, "staff/first-hour/school/")
    assert f"学校 ： {duty}" in words(changed, "staff/first-hour/procuratorate/")
    town = views(FirstHour, changed)["staff/first-hour/township/"]
    assert [passed.kind for passed in town.takes if passed.duty.title == duty] == ["next"]  # nobody tells it any more
    matrix = views(Handovers, changed)["staff/handovers/"]
    column = [link.title for link in matrix.columns].index("区检察院")
    assert {line.giver.title: line.counts[column] for line in matrix.lines if line.counts[column]} == {"学校": 1}


def test_a_changed_lead_changes_what_a_unit_answers_for(copy: Copy) -> None:
    copy.spoil(FILES["education"], "units: [township, education-sports]", "units: [township, culture]")
    changed, before = views(FirstHour, changed_site(copy)), views(FirstHour, site(RULES))

    def led(pages: dict[str, FirstHour], unit: str) -> set[str]:
        return {area.title for role in pages[f"staff/first-hour/{unit}/"].roles[:1] for area, _ in role.areas}

    assert "教育保护" in led(before, "education-sports") - led(before, "culture")
    assert "教育保护" in led(changed, "culture") - led(changed, "education-sports")


def test_a_changed_bearer_changes_who_does_a_step(copy: Copy) -> None:
    text = (copy.root / FILES["education"]).read_text(encoding="utf-8")
    duty = text.index("- id: organise-return-persuasion")
    nth = text.count("bearers: {explicit: [school]}", 0, duty)
    copy.spoil(FILES["education"], "bearers: {explicit: [school]}", "bearers: {explicit: [township]}", nth)
    changed = changed_site(copy)
    step = next(s for s in views(Case, changed)["staff/cases/absent-pupil/"].steps if s.title == "安排人劝学生回校")
    assert step.who
    assert [link.title for link in step.who.explicit] == ["各乡镇（街道）"]
    due = {
        unit: {
            duty.title
            for moment in views(FirstHour, changed)[f"staff/first-hour/{unit}/"].due
            for duty in moment.duties
        }
        for unit in ("township", "school")
    }
    assert "安排人劝学生回校" in due["township"] - due["school"]
    assert "各乡镇（街道） ： 安排人劝学生回校" in words(changed, "staff/first-hour/school/")  # now handed over


# --- the first hour ---


@pytest.mark.parametrize("rules", [RULES, HARBOUR], ids=["rules", "harbour"])
def test_each_unit_has_a_first_hour_with_its_duties_in_the_order_in_which_they_come_due(rules: Path) -> None:
    checked, pages = audited(rules), views(FirstHour, site(rules))
    nobody = set(checked.rules.staff.nobody)
    assert pages.keys() == {f"staff/first-hour/{unit}/" for unit in checked.units if unit not in nobody}
    duties = {str(duty.id): duty for _, duty in checked.rules.duties()}
    order, seen = ["now", "days", "regular", "case", "always"], set()
    for address, view in pages.items():
        unit = checked.units[address.split("/")[2]]
        own = {str(unit.id), *unit.among}
        due = [duty.id for moment in view.due for duty in moment.duties]
        assert sorted(due) == sorted(name for name, duty in duties.items() if own & set(duty.bearers.explicit))
        assert [moment.id for moment in view.due] == sorted((m.id for m in view.due), key=order.index)
        seen |= {moment.id for moment in view.due}
        implied = {n for n, d in duties.items() if own & set(d.bearers.implied) and not own & set(d.bearers.explicit)}
        assert view.implied_count == len(implied)
        assert {duty.id for duty in view.pressing} == {n for n in implied if duties[n].deadline}
    assert seen == set(order) if rules is RULES else seen


def test_a_duty_that_waits_for_days_to_pass_is_told_apart() -> None:
    school = views(FirstHour, site(RULES))["staff/first-hour/school/"]
    late = next(moment for moment in school.due if moment.id == "days")
    assert {duty.id for duty in late.duties} == {
        "organise-return-persuasion",
        "mark-in-pupil-registration-system",
        "report-failed-persuasion-in-writing",
    }


def test_three_mistakes_concern_each_unit_its_own_first(checked: Checked) -> None:
    duties = {str(duty.id): duty for _, duty in checked.rules.duties()}
    of = {str(mistake.wrong.zh): mistake.duties for mistake in checked.rules.staff.mistakes}
    for address, view in views(FirstHour, site(RULES)).items():
        unit = checked.units[address.split("/")[2]]
        own = {str(unit.id), *unit.among}
        assert len(view.mistakes) == MISTAKES, unit.id
        shared = [all(unit.id not in duties[d].bearers.all() for d in of[m.wrong]) for m in view.mistakes]
        assert shared == sorted(shared), unit.id
        for mistake in view.mistakes:
            assert any(own & set(duties[duty].bearers.all()) for duty in of[mistake.wrong]), mistake.wrong


# --- handovers, the report, law since the plan ---


@pytest.mark.parametrize("rules", [RULES, HARBOUR], ids=["rules", "harbour"])
def test_whatever_is_reported_is_handed_over_and_nothing_to_oneself(rules: Path) -> None:
    checked = audited(rules)
    passed = handovers(checked.rules)
    reports = {str(h.duty.id): set(h.takers) for h in passed if h.kind == "report"}
    assert reports == {str(d.id): set(d.report_to) for _, d in checked.rules.duties() if d.report_to}
    for handover in passed:
        if handover.kind == "next":
            assert handover.then
            assert not set(handover.givers) & set(handover.then.bearers.all())
            assert set(handover.takers) == set(handover.then.bearers.explicit)
    for address, view in views(FirstHour, site(rules)).items():
        unit = site(rules).context.unit_link(address.split("/")[2])
        for each in (*view.takes, *view.gives):
            assert each.other
            assert unit not in each.other


def test_the_matrix_of_handovers_counts_what_the_list_says() -> None:
    [view] = views(Handovers, site(RULES)).values()
    counted = {
        (line.giver.title, column.title): n
        for line in view.lines
        for column, n in zip(view.columns, line.counts, strict=True)
    }
    listed = dict.fromkeys(counted, 0)
    for row in view.rows:
        for giver in row.givers:
            for taker in row.takers:
                listed[giver.title, taker.title] += giver != taker
    assert counted == listed
    assert sum(counted.values()) > 15


def test_the_report_asks_for_what_the_plan_asks_for(checked: Checked) -> None:
    [view] = views(Report, site(RULES)).values()
    asked = [blank.label for blank in view.blanks if blank.clause]
    assert asked == ["是哪一类侵害", "事情的经过", "有多严重"]
    assert {blank.clause.address for blank in view.blanks if blank.clause} == {"plan/#3.3.2-b"}
    statement = checked.facts["missing"].statement
    assert statement
    assert statement.zh in view.blanks[0].ticks


def test_a_law_card_says_where_it_is_from_and_when_that_was_checked(checked: Checked) -> None:
    [view] = views(Today, site(RULES)).values()
    assert len(view.cards) == len(checked.rules.staff.today) >= 5
    for card in view.cards:
        assert card.do
        assert card.later
        for law in card.later:
            assert re.fullmatch(r"20\d\d-\d\d", law.checked)
            assert law.dated


# --- a training ---


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_training_goes_through_the_cases_and_drills_that_the_rules_name(checked: Checked, code: str) -> None:
    of = site(RULES, code)
    [(address, view)] = views(Training, of).items()
    told = checked.rules.staff.training
    assert told
    assert view.minutes == sum(part.minutes for part in told.parts)
    cases = {case.title: case.steps for case in views(Case, of).values()}
    for part, shown in zip(told.parts, view.agenda, strict=True):
        assert [case.link.address for case in shown.cases] == [f"staff/cases/{name}/" for name in part.cases]
        for case in shown.cases:
            assert case.steps == cases[case.link.title]
        assert (shown.drill.address if shown.drill else None) == (f"staff/drills/#set-{part.set}" if part.set else None)
        assert len(shown.mistakes) == part.mistakes
    assert sum(bool(part.cases) for part in view.agenda) >= 1
    assert sum(bool(part.drill) for part in view.agenda) >= 2
    assert str(view.minutes) in words(of, address)
    assert of.interface["not_in_plan"] in words(of, address)  # the plan gives no times


TRAINING = """
training:
  sheets:
    - {page: drills, text: {zh: 题目。, en: The questions.}}
  parts:
    - {id: one, title: {zh: 先做题, en: A drill}, minutes: 20, set: 5, do: [{zh: 各做各的。, en: Each alone.}]}
"""


@pytest.mark.parametrize("code", LANGUAGES)
def test_another_plan_has_a_training_as_soon_as_its_rules_name_one(tmp_path: Path, code: str) -> None:
    rules = Path(shutil.copytree(HARBOUR, tmp_path / "rules"))
    (rules / "staff.yml").write_text(TRAINING, encoding="utf-8")
    of = Site(check(rules), code, "")
    said = words(of, "staff/training/")
    assert not re.search(r"孩子|学校|仁和|\bchild|\bschool|Renhe", said)
    for page in ("staff/", "staff/drills/"):
        assert "training/" in (of.html(page) or "")
    assert "training/" not in (site(HARBOUR, code).html("staff/") or "")


# --- another plan, without any of this ---


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_plan_without_cases_has_its_pages_for_staff_all_the_same(code: str) -> None:
    of = site(HARBOUR, code)
    checked = audited(HARBOUR)
    [(address, start)] = views(Staff, of).items()
    assert [link.address for link in start.others] == [f"staff/first-hour/{unit}/" for unit in checked.units]
    assert not start.tiles
    assert not start.entrances
    assert start.tell is None
    assert not views(Case, of) | views(Report, of) | views(Today, of) | views(Training, of)
    [(passed, _)] = views(Handovers, of).items()
    for page in (address, passed, *views(FirstHour, of)):
        assert not re.search(r"孩子|学校|仁和|\bchild|\bschool|Renhe", words(of, page)), page


# --- the picture of a case ---


def test_a_picture_has_a_lane_for_each_who_takes_part_and_a_box_for_each_step() -> None:
    picture = drawn([Turn("查清", ["学校"], []), Turn("写报告", ["学校", "乡镇"], ["教体局"]), Turn("打电话", [], [])])
    assert [name.lines[0][0] for name in picture.names] == ["学校", "乡镇", "教体局"]
    assert picture.width == 3 * WIDE
    first, second, last = picture.boxes
    assert first.words.x == second.words.x == WIDE // 2
    assert last.width > 2 * WIDE
    assert [x for x, _ in picture.dots] == [WIDE + WIDE // 2]
    assert sum(f"H{2 * WIDE + WIDE // 2}M" in arrow for arrow in picture.arrows) == 1  # to who is told
    assert len(picture.arrows) == 1 + 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_boxes_hold_their_text_and_stand_below_one_another(code: str) -> None:
    for address, view in views(Case, site(RULES, code)).items():
        foot = view.picture.head
        for box in view.picture.boxes:
            assert box.top > foot, address
            assert 0 <= box.left < box.left + box.width <= view.picture.width
            assert max(ems(line.rstrip()) for line, _ in box.words.lines) * EM <= box.width, (address, box)
            foot = box.top + box.height
        assert len(view.picture.boxes) == len(view.steps)
        assert foot <= view.picture.height
