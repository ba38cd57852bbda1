"""The page of each unit: short on a phone, each duty a line that leads on, and on paper a sheet to fill in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from generator.logic.audit import Checked
from tests.browser.visitor import until

pytestmark = pytest.mark.browser

SCREEN = 844  # pixels
MOST_SCREENS = 6
UNSAID = {"": "方案没有写", "en/": "the plan does not say"}


@pytest.mark.parametrize("root", [pytest.param("", marks=pytest.mark.long), "en/"])  # in English they are longer
def test_every_unit_is_told_on_six_screens(plan: tuple[str, Checked], browser: Browser, root: str) -> None:
    address, checked = plan
    page = browser.new_page(viewport={"width": 390, "height": SCREEN}, reduced_motion="reduce")
    heights, repeated = {}, {}
    for unit in checked.units:
        page.goto(f"{address}/{root}units/{unit}/", wait_until="domcontentloaded")
        heights[unit] = page.evaluate("document.documentElement.scrollHeight")
        repeated[unit] = page.locator("main").inner_text().lower().count(UNSAID[root])
    page.close()
    assert len(heights) >= 8
    assert {unit: height for unit, height in heights.items() if height > MOST_SCREENS * SCREEN} == {}
    assert {unit: count for unit, count in repeated.items() if count > 1} == {}


def test_a_link_to_an_implied_duty_opens_what_it_is_folded_in(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": SCREEN})
    page.goto(f"{address}/units/township/")
    line = page.locator("#give-temporary-assistance > a")
    assert not line.is_visible()
    page.evaluate("location.hash = '#give-temporary-assistance'")
    until(page, "document.querySelector('.cp-implied').open")
    box = line.bounding_box()
    assert box
    assert 0 < box["y"] < SCREEN / 2


@pytest.mark.parametrize("root", ["", "en/"])
def test_older_links_lead_to_duties(page: Page, address: str, root: str) -> None:
    """Each area and each kind of bearers had a heading here."""
    page.goto(f"{address}/{root}units/township/#duties-medical")
    until(page, "document.querySelector('.cp-implied').open")
    areas = ["rescue", "education", "justice", "employment", "medical", "mental", "all-areas"]
    for name in [*(f"duties-{area}" for area in areas), "as-any-unit", "as-anyone"]:
        assert page.locator(f"li > [id={name}]").count() == 1, name
    assert page.locator("[id=areas], [id=duties], [id=receives], [id=benefits], [id=today]").count() == 5


@pytest.mark.parametrize(("unit", "most"), [("township", 3), ("disabled-federation", 1)])
@pytest.mark.parametrize("root", ["", "en/"])
def test_on_paper_a_unit_has_a_sheet_to_tick(page: Page, address: str, root: str, unit: str, most: int) -> None:
    page.goto(f"{address}/{root}units/{unit}/")
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) <= most
    page.emulate_media(media="print")
    rows = page.locator(".cp-own > li")
    assert all(row.is_visible() for row in rows.all())
    assert page.locator(".cp-own__head").first.is_visible()
    assert page.locator("#benefits:visible").count() == 0
