"""Views: each template reads the fields of its view, all of them and nothing else."""

from __future__ import annotations

from dataclasses import fields

import jinja2
import pytest
from jinja2.meta import find_undeclared_variables

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.pages.views.duties import DutyList, DutyPage
from generator.pages.views.family import Check
from generator.pages.views.page import View
from generator.pages.views.units import Own, Unit
from generator.plan.languages import LANGUAGES
from generator.plan.ui_text import TEMPLATES

GLOBALS = {"t", "language", "plan", "at", "qr", "pictures", "poster", "url", "address", "framed", "frame_code"}


def test_every_page_has_a_view_of_its_own(checked: Checked) -> None:
    for code in LANGUAGES:
        pages = Site(checked, code, "").pages
        assert len({page.address for page in pages}) == len(pages) > 80
        assert {type(page.view).template for page in pages} | {"lost.html"} == {
            view.template for view in View.__subclasses__()
        }


@pytest.mark.parametrize("view", View.__subclasses__(), ids=lambda view: view.template)
def test_a_template_reads_its_view(view: type[View]) -> None:
    parsed = jinja2.Environment(autoescape=True).parse((TEMPLATES / view.template).read_text(encoding="utf-8"))
    assert find_undeclared_variables(parsed) - GLOBALS == {field.name for field in fields(view)}


def test_each_benefit_tells_one_place_to_go_and_one_sentence_to_say(checked: Checked) -> None:
    for code in LANGUAGES:
        (check,) = (page.view for page in Site(checked, code, "").pages if isinstance(page.view, Check))
        errands = check.texts["errands"]
        assert errands.keys() == checked.benefits.keys()
        for benefit, errand in errands.items():
            assert errand["where"], benefit
            assert errand["say"][-1] in "。？！.?!", benefit
            assert not set("“”") & set(errand["say"]), benefit
            assert errand["calls"], benefit
            assert set(errand["calls"]) <= check.texts["numbers"].keys()
    said = checked.benefits["proxy-mother"].next[0].en
    assert errands["proxy-mother"]["say"] in said  # what a step says in quotes stands in one place alone
    assert errands["return-to-school"]["where"] == "your child's school"
    assert errands["proxy-mother"]["where"] == "your township or street office"


def listed(own: Own) -> list[str]:
    return [line.duty.id for moment in own.moments for line in moment.duties]


def test_a_unit_has_each_of_its_duties_once_and_first_those_it_is_named_for(checked: Checked) -> None:
    bound = 0
    for page in Site(checked, "en", "").pages:
        if not isinstance(page.view, Unit):
            continue
        unit = checked.units[page.address.split("/")[1]]
        mine = {unit.id, *unit.among}
        named, implied = listed(page.view.named), listed(page.view.implied)
        duties = {str(duty.id): duty for _, duty in checked.rules.duties()}
        assert set(named) == {name for name, duty in duties.items() if mine & set(duty.bearers.explicit)}
        assert set(named + implied) == {name for name, duty in duties.items() if mine & set(duty.bearers.all())}
        assert len(set(named + implied)) == len(named + implied) == page.view.named.count + page.view.implied.count
        dangers = [bool(duties[name].danger_when) for name in named]
        assert dangers == sorted(dangers, reverse=True), unit.id
        bound += len(named)
    assert bound > 100


def test_a_line_of_a_duty_tells_its_time_limit_and_whom_to_report_to(checked: Checked) -> None:
    (school,) = (page.view for page in Site(checked, "zh", "").pages if page.address == "units/school/")
    assert isinstance(school, Unit)
    now, always = (moment for moment in school.named.moments if moment.id in ("now", "always"))
    notes = {line.duty.id: line.notes for line in (*now.duties, *always.duties)}
    assert notes["report-failed-persuasion-in-writing"] == ["时限：及时", "报告给：区教体局、各乡镇（街道）"]
    assert notes["report-to-police-first-moment"][-1] == "各单位都要做"
    assert notes["teach-mental-health"] == []


def test_a_duty_leads_along_its_chain_or_else_through_its_item(checked: Checked) -> None:
    pages = [page.view for page in Site(checked, "en", "").pages if isinstance(page.view, DutyPage)]
    told = {view.duty.id: view for view in pages}
    items = [[str(duty.id) for duty in item.duties_in_order] for _, item in checked.rules.numbered_items()]
    for _, duty in checked.rules.duties():
        view = told[duty.id]
        before, after = [each.id for each in view.before], [each.id for each in view.after]
        assert all(duty.id in [each.id for each in told[name].after] for name in before if view.chained)
        assert all(duty.id in [each.id for each in told[name].before] for name in after if view.chained)
        assert view.chained is bool(duty.follows) or not view.before
        if not view.chained:
            [listed] = [names for names in items if duty.id in names]
            assert [*before, duty.id, *after] == [name for name in listed if name in (*before, duty.id, *after)]
            assert len(before) + len(after) == min(2, len(listed) - 1) or duty.id in (listed[0], listed[-1])
    branch = told["inform-parents-of-absence"]
    assert [each.id for each in branch.before] == ["find-out-cause-of-absence"]
    assert [each.id for each in branch.after] == ["organise-return-persuasion", "persuade-return-together"]


def test_a_duty_belongs_to_the_cases_that_are_about_what_sets_it_off(checked: Checked) -> None:
    (view,) = (page.view for page in Site(checked, "en", "").pages if isinstance(page.view, DutyList))
    cases = {line.duty.id: line.cases for group in view.groups for line in group.lines}
    assert cases["find-out-cause-of-absence"] == ["absent"]  # by a term that means days of absence
    assert cases["give-temporary-assistance"] == ["money", "sick"]
    assert (
        cases["strengthen-priority-support"] == []
    )  # whoever is left behind or in difficulty, for any of twenty reasons
    assert cases["set-up-leading-group"] == []  # at all times
    shown = {case for several in cases.values() for case in several}
    [choice] = [each for each in view.filters if each.name == "cases"]
    assert {case for case, _ in choice.options} == shown < {str(case.id) for case in checked.rules.situations}
