"""States of a page that differ from how it opens. Each starts at a language's home page, or at the page it is about."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.visitor import rest, until

READY = "document.querySelector('[data-check]').dataset.engine === 'ready'"


def choose(page: Page, fact: str, value: str) -> None:
    """Answer a question of the form, wherever it is."""
    page.evaluate(
        """([fact, value]) => {
          const input = document.querySelector(`[data-form] input[name=${fact}][value="${value}"]`);
          input.closest("[data-group]").hidden = false;
          input.click();
        }""",
        [fact, value],
    )


def menu(page: Page) -> None:
    page.goto(f"{page.url}guides/")
    page.locator("button[data-toggle=__drawer]").press("Enter")
    rest(page)


def found(page: Page) -> None:
    page.evaluate("document.querySelector('[data-md-toggle=search]').click()")
    page.locator(".md-search__input").fill("school 上学")
    page.locator(".md-search-result__item").first.wait_for()
    rest(page)


def midway(page: Page) -> None:
    """The first list to tick, with one of its lines explained."""
    page.goto(f"{page.url}check/#child_age=9&lives_in_renhe=true&situation=sick")
    until(page, READY)
    page.locator(".cp-tick").first.click()
    page.locator(".cp-tick__beside button").first.click()


def opening(page: Page) -> None:
    page.goto(f"{page.url}check/")
    until(page, READY)
    page.locator("[data-situations] input").first.check()


def questions(page: Page) -> None:
    """All of them, in one list."""
    page.goto(f"{page.url}check/#child_age=9&lives_in_renhe=true")
    until(page, READY)
    page.locator("[data-all] > summary").click()
    page.evaluate("scrollTo(0, 0)")  # what the bars cover is no target


def results(page: Page) -> None:
    page.goto(f"{page.url}check/#lives_in_renhe=true&child_age=9&parents_away=both&missing=false&offended=false")
    until(page, READY)
    page.locator(".cp-result--applies").first.wait_for()
    page.locator(".cp-result--applies summary").first.click()
    page.locator(".cp-status-group--possible .cp-folded > summary").click()
    page.locator(".cp-result--possible summary").first.click()


def danger(page: Page) -> None:
    page.goto(f"{page.url}check/")
    choose(page, "violence_suspected", "true")
    page.locator(".cp-danger section:visible").first.wait_for()
    rest(page)
    page.evaluate("scrollTo(0, 0)")  # what the bars cover is no target


def easy(page: Page) -> None:
    if "/guides/" not in page.url:
        page.goto(f"{page.url}guides/proxy-mother/")
    page.locator("[data-switch=easy]").first.click()


def contrast(page: Page) -> None:
    page.locator("[data-switch=contrast]").click()
    page.evaluate("scrollTo(0, 0)")  # what the bars cover is no target


def picture(page: Page) -> None:
    page.goto(f"{page.url}guides/free-job-training/")
    page.locator(".cp-rule > summary").click()
    page.locator(".cp-rule .cp-graph").first.wait_for()


def renew(page: Page) -> None:
    """A new version of the site has arrived."""
    page.goto(f"{page.url}privacy/")
    page.evaluate("document.querySelector('[data-worker]').hidden = false")


STATES: dict[str, Callable[[Page], None]] = {
    each.__name__: each
    for each in (menu, found, opening, midway, questions, results, danger, easy, contrast, picture, renew)
}
