"""What a key or the wheel must not do: turn the page, open the search, change a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import until

pytestmark = pytest.mark.browser

LETTERS = ["n", "p", ".", ",", "s", "f", "/", "N"]  # of the theme: next, previous, search
SEARCHING = (
    "document.querySelector('[data-md-toggle=search]').checked || document.activeElement.matches('.md-search__input')"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize(
    ("path", "focus"),
    [
        ("/guides/proxy-mother/", "body"),
        ("/en/units/", ".md-content a[href]"),
        ("/check/#child_age=9", ".md-content input[type=radio]"),
        ("/check/#child_age=9", ".md-content input[type=number]"),
    ],
)
def test_no_single_letter_turns_the_page_or_opens_the_search(page: Page, address: str, path: str, focus: str) -> None:
    page.goto(f"{address}{path}")
    page.locator(focus).first.evaluate("element => element.focus()")
    before = page.url
    for letter in LETTERS:
        page.keyboard.press(letter)
    page.wait_for_timeout(500)
    assert page.url == before
    assert not page.evaluate(SEARCHING)


def test_letters_can_still_be_typed(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.locator(".md-search__input").click()
    page.keyboard.type("n,p.s/f")
    assert page.locator(".md-search__input").input_value() == "n,p.s/f"
    page.keyboard.press("Escape")
    until(page, f"!({SEARCHING})")


def test_the_wheel_changes_no_number(page: Page, address: str) -> None:
    page.goto(f"{address}/check/#unexcused_absence_days=8&school_stage=compulsory")
    field = page.locator("[data-form] input[name=unexcused_absence_days][type=number]")
    until(page, "document.querySelector('.cp-result')")
    while not field.is_visible():
        page.locator("[data-next]").click()
    field.click()
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    for turn in (120, -120, -120):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(100)
    assert field.input_value() == "8"
