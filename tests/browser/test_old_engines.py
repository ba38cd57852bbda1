"""An engine that lacks what its syntax would not tell: the site brings it along, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_documents import lines, saved
from tests.browser.visitor import faultless

pytestmark = pytest.mark.browser

# As Safari 10 and 11 and the Chromiums of 2017 to 2020 lack it.
LACKING = """
for (const [place, names] of [
  [window, ["ResizeObserver", "IntersectionObserver", "fetch", "globalThis", "requestIdleCallback"]],
  [Object, ["entries", "values", "fromEntries", "hasOwn"]],
  [Array.prototype, ["at", "flat", "flatMap", "includes"]],
  [String.prototype, ["at", "padStart", "trimEnd"]],
  [Element.prototype, ["replaceChildren", "toggleAttribute", "append", "prepend", "after", "replaceWith"]],
  [Element.prototype, ["checkVisibility"]],
  [DocumentFragment.prototype, ["append"]],
  [Blob.prototype, ["text"]],
]) for (const name of names) delete place[name];
"""


@pytest.fixture
def old(browser: Browser) -> Iterator[Page]:
    with faultless(browser, LACKING) as page:
        yield page


@pytest.mark.parametrize("root", ["", "en/"])
def test_a_page_works_with_what_is_brought_along(old: Page, address: str, root: str) -> None:
    asked: list[str] = []
    old.on("request", lambda request: asked.append(request.url))
    old.goto(f"{address}/{root}")
    assert sum("polyfills" in url for url in asked) == 1
    assert [url for url in asked if not url.startswith(address)] == []
    assert old.evaluate("typeof ResizeObserver") == "function"
    old.locator("form[data-search] [data-query]").first.click()
    expect(old.locator(".md-search-result__item").first).to_be_visible()
    old.goto(f"{address}/{root}guides/")
    old.locator(".md-header [data-switch=easy]").click()
    assert old.evaluate("document.documentElement.hasAttribute('data-cp-easy')")


def test_questions_are_asked_and_danger_is_told(old: Page, address: str) -> None:
    old.goto(f"{address}/check/")
    old.locator("[data-screen-next]").click()
    old.locator("[data-screen] .cp-numbers button").nth(9).click()
    expect(old.locator("[data-screen] input[value=true]")).to_be_visible()
    danger = old.locator("[data-danger] section").first
    fact, answer = danger.get_attribute("data-fact"), str(danger.get_attribute("data-answers")).split()[0]
    old.locator(f'input[name="{fact}"][value="{answer}"]').evaluate("input => input.click()")
    expect(danger).to_be_visible()


def test_a_report_is_saved_as_a_document(old: Page, address: str, tmp_path: Path) -> None:
    old.goto(f"{address}/staff/report/")
    old.fill("textarea[name=course]", "周一早上，手臂上有伤。")
    assert "周一早上，手臂上有伤。" in lines(saved(old, "[data-save]", tmp_path))


def test_other_engines_load_nothing_more(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if "polyfills" in url] == []
