"""Results at once from the walker, and again from Python: when they differ, and when one of them cannot be had."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import give_time, until

pytestmark = pytest.mark.browser

LINK = "check/#child_age=9&lives_in_renhe=true&parents_away=both"
CHECK = "document.querySelector('[data-check]').dataset"
APPLIES = "document.querySelector('[data-outcome=proxy-mother].cp-result--applies') !== null"
# One condition of the walker's copy of the rules is true for every child.
PLANTED = """
let read;
Object.defineProperty(window, "Walker", {
  set({ read: theirs }) {
    read = (bundle) => {
      bundle.outcomes.find((outcome) => outcome.id === "record-sealing").root = 1;
      return theirs(bundle);
    };
  },
  get: () => ({ read }),
});
"""
NO_WORKER = "window.Worker = function () { throw new Error('refused'); };"
SAVING = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) });"


def test_a_difference_is_told_and_python_stands(page: Page, address: str) -> None:
    page.add_init_script(PLANTED)
    page.goto(f"{address}/{LINK}")
    page.locator("[data-outcome=record-sealing].cp-result--applies").wait_for(state="attached")
    expect(page.locator("[data-messages]")).to_contain_text("两个程序算出的结果不一样", timeout=60_000)
    expect(page.locator("[data-outcome=record-sealing].cp-result--applies")).to_have_count(0)
    assert page.evaluate(APPLIES)


def test_both_say_the_same(page: Page, address: str) -> None:
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.locator("[data-form] input[name=insured][value=true]").evaluate("input => input.click()")
    give_time(page, 500)
    assert "两个程序" not in page.locator("[data-messages]").inner_text()


@pytest.mark.parametrize("broken", [NO_WORKER, "delete window.WebAssembly"], ids=["no worker", "no WebAssembly"])
def test_without_python_there_are_results(page: Page, address: str, broken: str) -> None:
    page.add_init_script(broken)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    until(page, f"['failed', 'off'].includes({CHECK}.python)", 10)
    if broken == NO_WORKER:
        expect(page.locator("[data-state]")).to_contain_text("没有再核对一遍")


def test_a_worker_that_dies_is_told_and_results_still_change(page: Page, address: str) -> None:
    page.add_init_script(
        "const make = Worker; window.Worker = function (...given) { return (window.made = new make(...given)); }"
    )
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.evaluate("window.made.dispatchEvent(new ErrorEvent('error'))")
    expect(page.locator("[data-state]")).to_contain_text("没有再核对一遍", timeout=1000)
    page.locator("[data-form] input[name=parents_away][value=none]").evaluate("input => input.click()")
    until(page, f"!({APPLIES})", 5)


def test_python_waits_to_be_asked_where_data_are_saved(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(SAVING)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    give_time(page, 1500)
    assert [url for url in asked if "pyodide" in url or "python.zip" in url] == []
    page.locator("[data-python-start]").click()
    until(page, f"{CHECK}.python === 'ready'")


# A phone that needs room ends a page that is out of sight, and tells it nothing more.
ENDED = """
addEventListener("pagehide", (event) => event.stopImmediatePropagation(), true);
window.show = (state) => {
  Object.defineProperty(document, "hidden", { get: () => state === "hidden", configurable: true });
  Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


def test_answers_outlast_a_page_that_the_phone_has_ended(page: Page, address: str) -> None:
    page.add_init_script(ENDED)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    page.evaluate("show('hidden')")
    page.evaluate("show('visible')")
    assert "child_age" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.evaluate("show('hidden')")
    page.reload()
    until(page, APPLIES, 10)
    assert "child_age" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_answers_outlast_a_reload_and_a_change_of_language(page: Page, address: str) -> None:
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    assert urlsplit(page.url).fragment == ""  # no entry of the history holds answers
    page.reload()
    until(page, APPLIES, 10)
    page.locator(".md-header .cp-lang").click()
    page.wait_for_url("**/en/check/")
    until(page, APPLIES, 10)
    assert page.locator("[data-form] input[type=number][name=child_age]").input_value() == "9"
    page.goto(f"{address}/privacy/")
    page.goto(f"{address}/check/")
    until(page, APPLIES, 10)
    browser = page.context.browser
    assert browser
    other = browser.new_page()  # another tab starts anew
    other.goto(f"{address}/check/")
    until(other, f"{CHECK}.engine === 'ready'")
    assert other.locator("[data-form] input[type=number][name=child_age]").input_value() == ""
    other.close()
