"""Views: each template reads the fields of its view, all of them and nothing else."""

from __future__ import annotations

from dataclasses import fields

import jinja2
import pytest
from jinja2.meta import find_undeclared_variables

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.pages.views.family import Check
from generator.pages.views.page import View
from generator.plan.languages import LANGUAGES
from generator.plan.ui_text import TEMPLATES

GLOBALS = {"t", "language", "plan", "at", "qr", "pictures", "url", "address"}


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
