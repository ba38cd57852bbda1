"""Everyday queries typed into the real search box, in the real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page

from generator.audit import Checked
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

QUERIES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/browser/queries.yml").read_text(encoding="utf-8"))
ROOTS = {"zh": "/", "en": "/en/"}


class Search:
    """The search box of one language."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        page.get_by_role("textbox").first.focus()
        page.locator(".md-search__input").click()

    def first(self, query: str, count: int = 3) -> list[str]:
        """The addresses of the first results, relative to the language's root."""
        box = self.page.locator(".md-search__input")
        box.fill("")
        self._settle(lambda: self.page.locator(".md-search-result__item").count() == 0)
        box.fill(query)  # raises `input` alone, as pasting and voice input do
        self._settle(lambda: self.page.locator(".md-search-result__item").count() > 0)
        links = self.page.locator(".md-search-result__item > .md-search-result__link").evaluate_all(
            "links => links.map(link => link.href)"
        )
        return [urlsplit(link).path.removeprefix(self.root) for link in links[:count]]

    def _settle(self, done: Any) -> None:
        for _ in range(60):
            if done():
                return
            self.page.wait_for_timeout(25)


@pytest.fixture(scope="module", params=["zh", "en"])
def search(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Search]]:
    page = browser.new_page()
    page.goto(address + ROOTS[request.param])
    yield request.param, Search(page, ROOTS[request.param])
    page.close()


def test_the_query_file_is_a_fair_test(checked: Checked) -> None:
    """At least sixty queries, half of them not among the words that pages are tagged with."""
    rules = checked.rules
    tagged = [
        *(b.words for _, b in rules.benefits()),
        *(u.words for u in rules.units),
        *(a.words for a in rules.areas),
    ]
    words = {w for entry in tagged for w in (*entry.zh, *entry.en)}
    assert len(QUERIES) >= 60
    assert len({(q["lang"], q["query"]) for q in QUERIES}) == len(QUERIES)
    assert sum(q["query"] not in words for q in QUERIES) >= len(QUERIES) / 2


def test_everyday_queries_find_their_page_among_the_first_three(search: tuple[str, Search]) -> None:
    language, box = search
    asked = [q for q in QUERIES if q["lang"] == language]
    missed = []
    for query in asked:
        found = box.first(query["query"])
        if not set(found) & set(query["expect"]):
            missed.append((query["query"], query["expect"], found))
    share = 1 - len(missed) / len(asked)
    print(f"{language}: {share:.1%} of {len(asked)} queries in the first three; missed: {missed}")
    assert share >= 0.95, missed


def test_the_home_page_has_its_own_box(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/")
    page.locator("#home-search").fill("低保")
    page.locator("#home-search").press("Enter")
    first = page.locator(".md-search-result__item > .md-search-result__link").first
    first.wait_for()
    assert "/guides/subsistence-allowance/" in (first.get_attribute("href") or "")
    page.close()
