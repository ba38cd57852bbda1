"""The page for organisers: each line has its clause, or is marked as advice of our own."""

from __future__ import annotations

import pytest
from lxml import html

from generator.pages.site import Site
from generator.plan import addresses
from generator.plan.languages import LANGUAGES
from tests.conftest import RULES, Copy, audited


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_line_has_its_clause_or_is_marked_as_our_own(code: str) -> None:
    here = Site(audited(RULES), code, "", kits=True)
    page = html.fromstring(here.html(addresses.ORGANISERS) or "")
    lines = 0
    for section in page.xpath("//section"):
        own = section.xpath("./p/span[contains(@class, 'cp-tag--outside')]")
        for line in section.xpath(".//li"):
            lines += 1
            marked, sources = line.xpath(".//span[contains(@class, 'cp-tag--outside')]"), line.xpath(".//a/@href")
            assert len([*own, *marked]) == (0 if sources else 1), line.text_content()
            assert all(source.startswith("../../plan/#") for source in sources)
    told = here.checked.rules.campaign
    assert told
    assert lines == len(told.say) + len(told.refrain) + sum(len(s.advice) for s in told.stages) + len(told.printing)
    assert page.xpath("//a[@href='../../kits/slides.pdf']")
    without = html.fromstring(Site(audited(RULES), code, "").html(addresses.ORGANISERS) or "")
    assert not without.xpath("//a[contains(@href, 'kits/')]")


def test_a_clause_that_is_none_is_named_at_its_line(copy: Copy) -> None:
    line = copy.spoil("campaign.yml", '"4.3-b"', '"4.3-z"')
    [problem] = copy.problems()
    assert problem.startswith(f"rules/campaign.yml:{line}:")
    assert "'4.3-z' is not a clause" in problem
