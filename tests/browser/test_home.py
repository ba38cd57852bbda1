"""The home page: what matters comes first, on one grid, without scripts too, and in easy mode one thing a screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.logic.audit import Checked
from tests.browser.states import READY
from tests.browser.tour import overflows, violations
from tests.browser.visitor import until
from tests.conftest import serving

pytestmark = pytest.mark.browser

ROOTS = {"zh": "", "en": "en/"}
PHONE, SCREENS = (390, 844), 1.3
BOXES = {
    name: f".cp-home > {selector}"
    for name, selector in {
        "danger": ".cp-emergency",
        "start": ".cp-start",
        "cases": ".cp-cases",
        "search": ".cp-search",
        "rows": ".cp-rows",
    }.items()
}
# The sizes of all type in view on the page, in px.
SIZES = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && parentElement.checkVisibility()) found.add(parseFloat(getComputedStyle(parentElement).fontSize));
  }
  return [...found];
}"""
# What of the header's title is seen: none of it may be cut off.
CUT = """() => {
  const title = document.querySelector(".md-header__topic .md-ellipsis");
  return getComputedStyle(title).visibility === "visible" && title.scrollHeight > title.clientHeight + 1;
}"""


def box(page: Page, name: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a part of the page, in px from the page's corner."""
    at = page.locator(BOXES[name]).bounding_box()
    assert at, name
    return at["x"], at["y"], at["x"] + at["width"], at["y"] + at["height"]


@contextmanager
def easy(page: Page, address: str, width: int) -> Iterator[None]:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address)
    page.locator(".md-header [data-switch=easy]").click()
    yield
    page.locator(".md-header [data-switch=easy]").click()


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
def test_what_matters_is_above_the_second_screen(page: Page, address: str, root: str) -> None:
    width, height = PHONE
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/{root}")
    bottoms = {name: box(page, name)[3] for name in BOXES}
    assert list(bottoms.values()) == sorted(bottoms.values())  # in the order in which they are needed
    assert bottoms["danger"] < 120
    assert page.locator(".cp-start .cp-button--main").bounding_box()["y"] < height / 2  # type: ignore[index]
    assert bottoms["search"] <= SCREENS * height
    assert not page.locator(".cp-scene").is_visible()
    calls = page.locator(".cp-home .cp-emergency a")
    assert calls.evaluate_all("links => links.map((link) => link.getAttribute('href'))") == ["tel:110", "tel:120"]
    targets = page.locator(".cp-home .cp-emergency a, .cp-home a.cp-button, .cp-cases a, .cp-rows a")
    assert min(targets.evaluate_all("links => links.map((link) => link.offsetHeight)")) >= 44


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
@pytest.mark.parametrize("size", [(320, 740), PHONE, (1280, 800)], ids=lambda size: str(size[0]))
def test_few_sizes_of_type_and_none_too_small(page: Page, address: str, root: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address}/{root}")
    sizes = page.evaluate(SIZES)
    assert 3 < len(sizes) <= 6
    assert min(sizes) >= 14
    assert not overflows(page, size[0])


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
def test_a_desk_has_one_grid(page: Page, address: str, root: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/{root}")
    inside = "tiles => tiles.map((tile) => [tile.getBoundingClientRect().left, tile.getBoundingClientRect().right])"
    edges = page.locator(".cp-cases a, .cp-rows a").evaluate_all(inside)
    edges += [(box(page, name)[0], box(page, name)[2]) for name in BOXES]
    lefts, rights = zip(*edges, strict=True)
    left, right, gap = min(lefts), max(rights), 24
    column = (right - left + gap) / 12
    for edge in (*lefts, *(right + gap for right in rights)):
        assert (edge - left) / column == pytest.approx(round((edge - left) / column), abs=0.02)
    spans = {name: round((box(page, name)[2] - box(page, name)[0] + gap) / column) for name in BOXES}
    assert spans == {"danger": 4, "start": 8, "cases": 8, "search": 4, "rows": 4}
    assert page.locator(".cp-scene").is_visible()
    assert box(page, "cases")[3] == pytest.approx(box(page, "rows")[3], abs=1)  # no column ends before the other
    assert box(page, "rows")[3] <= 800


def test_a_tile_opens_the_questions_of_its_situation(page: Page, address: str, checked: Checked) -> None:
    page.goto(f"{address}/")
    tiles = page.locator(".cp-cases a")
    first = [str(situation.id) for situation in checked.rules.situations[:6]]
    ways = tiles.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert ways == [f"check/#situation={name}" for name in first]
    with page.expect_navigation():
        tiles.nth(2).click()
    until(page, READY)
    chosen = "[...document.querySelectorAll('[data-situations] input:checked')].map((input) => input.value)"
    assert page.evaluate(chosen) == [first[2]]


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
def test_without_scripts_all_ways_lead_on(browser: Browser, address: str, root: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/{root}")
    assert not page.locator("#home-search").is_visible()  # which could find nothing
    for way in ("check/", "guides/", "staff/", "campaign/"):
        page.locator(f".cp-home a[href='{way}']").click()
        expect(page).to_have_url(f"{address}/{root}{way}")
        page.goto(f"{address}/{root}")
    page.close()


@pytest.mark.parametrize("root", ROOTS.values(), ids=ROOTS)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_easy_mode_is_simpler(page: Page, address: str, root: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}/{root}")
    assert not page.evaluate(CUT)
    with easy(page, f"{address}/{root}", width):
        assert not overflows(page, width)
        assert not page.evaluate(CUT)
        named = page.locator(".cp-start .cp-kicker")  # the site, where the header has no room for its name
        assert named.is_visible() == (width < 480)
        assert not page.locator(".cp-scene").is_visible()
        lefts = page.locator(".cp-cases a").evaluate_all("links => [...new Set(links.map((link) => link.offsetLeft))]")
        assert len(lefts) == 1  # a column
        if width < 480:
            assert box(page, "cases")[1] > 0.9 * 740  # not on the first screen


def test_a_plan_without_situations_shows_none(browser: Browser, harbour: Path) -> None:
    with serving(harbour) as address:
        for width in (390, 1280):
            page = browser.new_page(viewport={"width": width, "height": 844})
            page.goto(address)
            assert page.locator(".cp-cases").count() == 0
            assert not overflows(page, width)
            assert box(page, "search")[2] == box(page, "rows")[2]
            assert box(page, "search")[0] == box(page, "rows")[0]
            assert violations(page, f"harbour, {width}") == []
            page.close()
