"""The search box in the real browser: what queries find, what danger shows, how it fails, hands, keys and voices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.visitor import give_time, until
from tests.conftest import Quiet, serving
from tests.search import QUERIES, ask, found

pytestmark = pytest.mark.browser

ROOTS = {"zh": "/", "en": "/en/"}
BOX = ".md-search__input"
DIALOG = "document.querySelector('[data-cp-search]')"
RESULT = ".md-search-result__item > .md-search-result__link"


class Search:
    """The search box of one language."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        page.locator(BOX).click()

    def ask(self, query: str) -> tuple[list[str], str]:
        """The addresses of the results, relative to their language's root, and what is shown above them."""
        self.page.locator(BOX).fill(query)  # raises `input` alone, as pasting and voice input do
        until(self.page, f"{DIALOG}.dataset.answered === {json.dumps(query.strip())}")
        links = self.page.locator(RESULT).evaluate_all("links => links.map(link => link.href)")
        paths = [urlsplit(link).path for link in links]
        above = self.page.locator(".cp-found__danger")
        return [
            path.removeprefix("/en/").removeprefix("/") for path in paths
        ], above.inner_text() if above.is_visible() else ""


@pytest.fixture(scope="module", params=["zh", "en"])
def search(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Search]]:
    page = browser.new_page()
    page.goto(address + ROOTS[request.param])
    yield request.param, Search(page, ROOTS[request.param])
    page.close()


def test_the_box_shows_what_the_worker_answers(search: tuple[str, Search], site: Path) -> None:
    """Some queries of each kind; what all of them find is tested without a browser."""
    language, box = search
    asked = [q for q in QUERIES if q["lang"] == language]
    some = asked[:: len(asked) // 20]
    for query, made in zip(some, ask(site, [(language, q["query"]) for q in some]), strict=True):
        pages, above = box.ask(query["query"])
        assert [page.partition("#")[0] for page in pages] == found(made["answer"]), query
        assert bool(above) == bool(made["answer"]["dangers"]), query


@pytest.mark.parametrize(
    ("root", "query", "numbers"),
    [
        ("/", "娃儿遭打了", ["110", "120"]),
        ("/", "我想死", ["12356", "120", "110"]),
        ("/en/", "he hits me", ["110", "120"]),
    ],
)
def test_danger_shows_a_number_above_all_results(
    page: Page, address: str, root: str, query: str, numbers: list[str]
) -> None:
    page.goto(address + root)
    box = Search(page, root)
    _, above = box.ask(query)
    assert above
    assert page.locator(".cp-found__danger a").evaluate_all("links => links.map(link => link.href)") == [
        f"tel:{number}" for number in numbers
    ]
    notice, first = (page.locator(each).first.bounding_box() for each in (".cp-found__danger", RESULT))
    assert notice
    assert first
    assert notice["y"] + notice["height"] <= first["y"]
    page.keyboard.press("Enter")  # leads to the number, not away from it
    assert page.evaluate("document.activeElement.matches('.cp-found__danger a')")
    box.ask("低保")
    assert not page.locator(".cp-found__danger").is_visible()


def test_all_of_the_query_is_searched_and_no_word_stands_in_an_address(browser: Browser, site: Path) -> None:
    asked: list[str] = []

    class Recording(Quiet):
        def parse_request(self) -> bool:
            parsed = super().parse_request()
            asked.append(self.path if parsed else "")
            return parsed

    with serving(site, Recording) as address:
        page = browser.new_page()
        page.goto(f"{address}/")
        Search(page, "/").ask("家庭暴力")
        with page.expect_navigation():
            page.locator(RESULT).first.click()
        assert urlsplit(page.url).query == ""
        assert page.url.startswith(f"{address}/guides/mandatory-report/")
        page.close()
    assert [path for path in asked if "?" in path or "%" in path] == []


def test_each_character_counts(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    box = Search(page, "/")
    assert box.ask("家暴")[0][0] == "guides/mandatory-report/"
    assert box.ask("教体局")[0][0] == "units/education-sports/"


def test_a_search_that_failed_says_so_and_can_be_tried_again(page: Page, address: str) -> None:
    broken = True

    def answer(route: Route) -> None:
        if broken:
            route.abort()
        else:
            route.continue_()

    page.context.route("**/search/index.json", answer)
    page.goto(f"{address}/")
    page.locator(BOX).click()
    page.locator(BOX).fill("低保")
    said = page.locator(".md-search-result__meta")
    expect(said).to_contain_text("断网")
    assert page.locator(RESULT).count() == 0
    assert page.locator(".cp-found__none a[href='tel:12345']").is_visible()
    broken = False
    page.get_by_role("button", name="再试一次").click()
    page.locator(RESULT).first.wait_for()
    assert "guides/subsistence-allowance/" in (page.locator(RESULT).first.get_attribute("href") or "")


def test_a_worker_that_cannot_start_is_told(page: Page, address: str) -> None:
    page.add_init_script("window.Worker = function () { throw new Error('none here'); }")
    page.goto(f"{address}/")
    page.locator(BOX).click()
    page.locator(BOX).fill("低保")
    expect(page.locator(".md-search-result__meta")).to_contain_text("搜索没有打开")


def test_nothing_found_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    box = Search(page, "/")
    assert box.ask("qwrtpsdfg")[0] == []
    ways = page.locator(".cp-found__none")
    expect(ways).to_contain_text("12345")
    assert ways.get_by_role("link", name="不知道该找什么").get_attribute("href", timeout=1000)
    assert ways.get_by_role("button").count() == 4
    ways.get_by_role("button", name="低保怎么办").click()
    page.locator(RESULT).first.wait_for()
    assert page.locator(BOX).input_value() == "低保怎么办"


def test_an_unfinished_composition_is_searched_and_its_enter_opens_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.locator(BOX).click()
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "di'bao", "selectionStart": 6, "selectionEnd": 6})
    page.locator(RESULT).first.wait_for()
    assert "guides/subsistence-allowance/" in (page.locator(RESULT).first.get_attribute("href") or "")
    page.evaluate(
        """document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true, bubbles: true }))"""
    )
    give_time(page, 300)
    assert urlsplit(page.url).path == "/"


def test_one_tap_on_the_glass_opens_the_box_with_the_cursor_in_it(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640}, has_touch=True)
    page.goto(f"{address}/")
    page.locator("button[data-toggle=__search]").tap()
    assert page.evaluate(f"document.activeElement.matches('{BOX}')")
    page.keyboard.type("低保")
    page.locator(RESULT).first.wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
    page.close()


def test_results_say_what_they_are(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    box = Search(page, "/")
    box.ask("低保")
    expect(page.locator(RESULT).first).to_contain_text("救助保护")
    box.ask("school dropout")
    expect(page.locator(RESULT).first).to_contain_text("English")
    assert page.locator(RESULT).first.get_attribute("lang") == "en"


def test_the_home_page_has_its_own_box(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.locator("#home-search").fill("低保")
    page.locator("#home-search").press("Enter")
    first = page.locator(RESULT).first
    first.wait_for()
    assert "guides/subsistence-allowance/" in (first.get_attribute("href") or "")


def test_nothing_is_loaded_before_somebody_comes_near(browser: Browser, address: str) -> None:
    context: BrowserContext = browser.new_context(service_workers="block")
    page = context.new_page()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/guides/proxy-mother/")
    give_time(page, 500)
    assert [url for url in asked if "/search/index.json" in url or "worker" in url] == []
    with page.expect_response("**/search/index.json"):
        page.locator(BOX).focus()
    context.close()
