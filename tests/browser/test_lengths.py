"""No page is longer on a phone than somebody can use: what is for families has five screens, what is for staff six. A
longer one has a box to find one thing with, and folds.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.plan.languages import LANGUAGES
from tests.browser.states import READY
from tests.browser.visitor import until
from tests.conftest import HARBOUR, Lasting, audited, serving

pytestmark = pytest.mark.browser

WIDTH, SCREEN = 390, 844
FOR_FAMILIES, FOR_STAFF = 5, 6  # screens
FEWEST_FOLDS = 3
# Elements with which one chooses what a page shows, seen without scrolling far; and how many parts fold.
FINDS = """() => {
  const boxes = [...document.querySelectorAll("main input, main select")].filter((box) => box.offsetParent);
  return {
    box: Math.min(...boxes.map((box) => box.getBoundingClientRect().top + scrollY)),
    folds: document.querySelectorAll("main details:not([open])").length,
  };
}"""


def screens(page: Page, address: str) -> float:
    """How many screens of a phone the page at `address` fills, once its script has put away what is not asked yet."""
    page.goto(address, wait_until="domcontentloaded")
    if page.evaluate("document.querySelector('[data-check]') !== null"):
        until(page, READY)
    return float(page.evaluate("document.documentElement.scrollHeight")) / SCREEN


def finds_and_folds(page: Page) -> bool:
    found = page.evaluate(FINDS)
    return found["box"] is not None and found["box"] < SCREEN and found["folds"] >= FEWEST_FOLDS


def too_long(browser: Browser, site: Path, checked: Checked, codes: Collection[str]) -> dict[str, float]:
    """The pages of a built site in these languages that are longer than they may be, in screens, by address."""
    found = {}
    page = browser.new_page(viewport={"width": WIDTH, "height": SCREEN})
    with serving(site, Lasting) as address:
        for code in codes:
            language = LANGUAGES[code]
            pages = Site(checked, code, "").pages
            assert len(pages) > 20
            for each in pages:
                length = screens(page, f"{address}/{language.root}{each.address}")
                most = FOR_FAMILIES if each.family else FOR_STAFF
                if length > most and not finds_and_folds(page) and not each.apart:  # those are for who makes the site
                    found[language.root + each.address] = round(length, 1)
    page.close()
    return found


@pytest.mark.parametrize("code", [pytest.param("zh", marks=pytest.mark.long), "en"])  # in English they are longer
def test_every_page_is_short_enough_to_use(browser: Browser, site: Path, checked: Checked, code: str) -> None:
    assert too_long(browser, site, checked, [code]) == {}


def test_so_is_every_page_of_another_plan(browser: Browser, harbour: Path) -> None:
    assert too_long(browser, harbour, audited(HARBOUR), LANGUAGES) == {}


def test_a_long_page_would_be_noticed(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": SCREEN})
    assert screens(page, f"{address}/guides/proxy-mother/") < FOR_FAMILIES
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true;")
    page.evaluate(
        "document.querySelector('main article').append(...Array(120).fill('…').map((text) => {"
        "const p = document.createElement('p'); p.textContent = text; return p; }))"
    )
    assert page.evaluate("document.documentElement.scrollHeight") > FOR_FAMILIES * SCREEN
    assert not finds_and_folds(page)
