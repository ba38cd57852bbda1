"""Leaving quickly, wiping and the notice of danger, whatever else of the page is broken."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests.browser.visitor import give_time, rest, until

pytestmark = pytest.mark.browser

LINK = "check/#child_age=9&violence_suspected=true"
# What is left of the visitor: answers, results, notices, what is kept, the address.
LEFT = """(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const stores = ["localStorage", "sessionStorage"].map((name) => {
    try { return Object.keys(window[name]); } catch { return []; }
  });
  return [
    ...all("[data-form] input:checked").map((input) => input.name).filter((name) => name !== "audience"),
    ...all("[data-form] input[type=number]").map((input) => input.value).filter(Boolean),
    ...all("[data-outcome]").map((card) => card.dataset.outcome),
    ...all("[data-danger] section:not([hidden])").map((notice) => notice.dataset.fact),
    ...stores.flat().filter((name) => name.startsWith("guide-") && name !== "guide-wiped"),
    location.hash,
  ].join("");
})()"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new Error("no storage"); } });
}"""
# What is broken: nothing; the page's program; every script but the one; storage; and a page that is still arriving.
BROKEN = ["nothing", "app", "all others", "storage", "mid-load"]


@pytest.fixture(params=BROKEN)
def page(request: pytest.FixtureRequest, page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 640})
    broken = request.param
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.rpartition("/")[2]
        if name.startswith(("safe.", "display.", "old-engines.")) or (broken == "app" and not name.startswith("app.")):
            route.continue_()
        elif broken == "mid-load":
            waiting.append(route)
        else:
            route.abort()

    if broken in ("app", "all others", "mid-load"):
        page.route("**/*.js", answer)
    if broken == "storage":
        page.add_init_script(NO_STORAGE)
    return page


def opened(page: Page, address: str, fragment: str = "") -> None:
    """The questionnaire, as far as it comes, with a few answers."""
    page.goto(f"{address}/{fragment or 'check/'}", wait_until="commit")
    page.locator("[data-form]").wait_for()
    page.locator("[data-wipe]").wait_for(state="attached")
    until(page, "[...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)")


def test_leaving_takes_one_tap_and_leaves_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/", wait_until="commit")
    opened(page, address, LINK)
    check(page, "missing", "true")
    page.locator("[data-exit]").click()
    page.wait_for_url("about:blank")
    page.go_back(wait_until="commit")
    assert urlsplit(page.url).path == "/guides/"


def test_wiping_takes_one_tap_and_leaves_nothing(page: Page, address: str) -> None:
    opened(page, address, LINK)
    check(page, "missing", "true")
    until(page, "[...document.querySelectorAll('[data-danger] section')].some((notice) => !notice.hidden)")
    # The button stands below the results; where these are not shown, it is pressed all the same.
    page.locator("[data-wipe]").dispatch_event("click")
    assert page.evaluate(LEFT) == ""
    give_time(page, 300)
    assert page.evaluate(LEFT) == ""


def check(page: Page, fact: str, value: str) -> None:
    page.locator(f"[data-form] input[name={fact}][value='{value}']").evaluate("input => input.click()")


def test_the_notice_of_danger_is_in_view_at_once_and_the_answer_stays(page: Page, address: str) -> None:
    opened(page, address)
    answer = page.locator("[data-form] input[name=missing][value=true]")
    give_time(page, 1500)  # what of the page's program comes has come: of scripts that are held back none tells
    page.evaluate("document.querySelector('[data-all]').open = true")
    answer.scroll_into_view_if_needed()
    rest(page)
    before: Any = answer.bounding_box()
    check(page, "missing", "true")
    page.locator("[data-danger] section:not([hidden])").wait_for()
    rest(page)
    notice: Any = page.locator("[data-danger] section:not([hidden])").bounding_box()
    after: Any = answer.bounding_box()
    assert 0 <= notice["y"] < 640
    assert notice["y"] + notice["height"] <= 640
    assert abs(after["y"] - before["y"]) <= 2
    check(page, "missing", "false")
    assert page.locator("[data-danger] section:not([hidden])").count() == 0


def test_the_newest_of_several_dangers_is_in_view(page: Page, address: str) -> None:
    opened(page, address)
    for situation in ("sick", "beaten", "street"):  # as many as fill what the notices may cover
        page.locator(f"[data-situations] input[value={situation}]").check()
    check(page, "missing", "true")
    rest(page)
    notice: Any = page.locator("[data-danger] section[data-fact=missing] a").bounding_box()
    whole: Any = page.locator("[data-danger]").bounding_box()
    assert whole["y"] <= notice["y"]
    assert notice["y"] + notice["height"] <= whole["y"] + whole["height"]
