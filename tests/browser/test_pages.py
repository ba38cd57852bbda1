"""Pages in a real browser: nothing asked of other hosts, nothing too wide, nothing axe objects to, all usable."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.tour import COLOURS, DESK, PHONE, SCHEMES, WIDTHS, Look, Tour, kind, violations, visit
from tests.browser.visitor import BLOCKED

EVERY = os.environ.get("EVERY_WIDTH") == "1"  # make long
MANY = 40  # pages of a kind
pytestmark = [pytest.mark.browser, *([pytest.mark.long] if EVERY else [])]


# Each process of a run visits a share of the pages, then another.
SHARES = [pytest.param(i, marks=pytest.mark.xdist_group(f"pages {i}")) for i in range(6)]


def addresses(site: Path) -> list[str]:
    """But for the pages behind short addresses, which only lead on: see tests/test_addresses.py."""
    found = [p.parent.relative_to(site).as_posix().removeprefix(".") for p in sorted(site.rglob("index.html"))]
    return [page for page in found if not page.startswith("g/")]


def fullest(pages: list[str], site: Path) -> list[str]:
    """The longest page of each kind: all that others of its kind are made of is likely to be on it."""
    ascending = sorted(pages, key=lambda page: (site / page / "index.html").stat().st_size)
    return list({kind(page): page for page in ascending}.values())


def looks(site: Path) -> dict[str, Look]:
    """The pages to visit, and how to look at them.

    A page and its twin are made of the same elements in other words. So all Chinese pages are visited, and of English
    ones, whose words are longer, the fullest; what the wide and the dark show is looked at on one of the two. Of a kind
    with very many pages, such as duties, every third is.
    """
    pages = addresses(site)
    if EVERY:
        both = [(width, scheme, None) for width in (DESK, PHONE) for scheme in SCHEMES]
        return dict.fromkeys(pages, Look(WIDTHS, both))
    english = [page for page in pages if page.startswith("en/")]
    chinese = [page for page in pages if page not in english]
    found = dict.fromkeys(fullest(chinese, site), Look(WIDTHS, [(PHONE, "light", None)]))
    found |= dict.fromkeys(fullest(english, site), Look((320, PHONE, DESK), [(DESK, "dark", COLOURS)]))
    rest = [page for page in chinese if page not in found]
    many = Counter(map(kind, rest))
    return found | dict.fromkeys(
        [page for i, page in enumerate(rest) if many[kind(page)] <= MANY or i % 3 == 0], Look()
    )


@pytest.fixture(scope="module", params=SHARES)
def seen(request: pytest.FixtureRequest, site: Path, address: str, browser: Browser) -> Tour:
    found = looks(site)
    return visit(browser, address, list(found)[request.param :: len(SHARES)], found)


def test_no_page_asks_another_host_or_logs_an_error(seen: Tour, address: str) -> None:
    assert len(seen.visited) > 100 / len(SHARES)
    assert seen.hosts == {urlsplit(address).netloc}
    assert seen.troubles == []


def test_no_page_does_what_its_policy_forbids(seen: Tour) -> None:
    assert seen.blocked == []


def test_what_is_hidden_is_not_seen(seen: Tour) -> None:
    assert seen.shown == []


def test_no_page_is_wider_than_the_screen(seen: Tour) -> None:
    assert seen.wide == []


def test_no_chinese_punctuation_is_cut_off(seen: Tour) -> None:
    assert seen.clipped == []


def test_axe_finds_nothing_on_the_fullest_page_of_each_kind(seen: Tour) -> None:
    assert seen.violations == []


def test_searching_does_nothing_that_the_policy_forbids(page: Page, address: str) -> None:
    page.add_init_script(BLOCKED)
    page.goto(f"{address}/")
    page.locator(".md-search__input").click()  # which asks for files of its own
    page.locator(".md-search__input").fill("school")
    page.locator(".md-search-result__item").first.wait_for()
    assert page.evaluate("window.blocked") == []


@pytest.mark.parametrize("colour", ["#999", "#666"])  # below AA; between AA and AAA
def test_pale_text_would_be_noticed(page: Page, address: str, colour: str) -> None:
    page.goto(f"{address}/privacy/")
    paint = "p.style.setProperty('color', colour, 'important')"
    page.evaluate(f"(colour) => {{ for (const p of document.querySelectorAll('main p')) {paint}; }}", colour)
    for rules in (None, COLOURS):
        assert any("color-contrast" in found for found in violations(page, "pale", rules))


@pytest.mark.parametrize("root", ["", "en/"])
def test_the_matrix_fits_a_phone_and_filters(page: Page, address: str, root: str) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{address}/{root}matrix/")
    table = page.locator("table.cp-matrix")
    assert table.bounding_box()["width"] <= 360  # type: ignore[index]
    assert page.evaluate("document.querySelector('.cp-matrix-box').scrollWidth") <= 360
    rows = page.locator("table.cp-matrix tbody tr")
    assert rows.count() == 18
    page.locator(".cp-choices > summary").click()
    page.get_by_role("combobox").select_option("court")
    assert [row.is_visible() for row in rows.all()].count(True) == 1
    duties = page.locator("table.cp-dutytable tbody tr:visible")
    assert duties.count() > 0  # so few that their folds open
    assert all("court" in (row.get_attribute("data-units") or "").split() for row in duties.all())
    page.get_by_role("combobox").select_option("")
    assert [row.is_visible() for row in rows.all()].count(True) == 18


@pytest.mark.parametrize("root", ["", "en/"])
def test_the_ledger_filters_and_a_link_undoes_it(page: Page, address: str, root: str) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{address}/{root}ledger/")
    rows = page.locator("[data-row]")
    left = page.locator("[data-row]:not([hidden])")
    assert left.count() == rows.count() == 126
    assert page.locator("[data-row]:visible").count() == 0
    page.locator(".cp-choices > summary").click()
    page.locator("select[name=kinds]").select_option("assignment")
    page.locator("select[name=section]").select_option("3.7")
    shown = page.locator("[data-row]:visible")
    assert shown.evaluate_all("rows => rows.map((row) => row.id)") == ["3.7-lead"]
    assert page.locator(".cp-fold[data-rows]:visible > h2").count() == 1
    assert "1" in page.get_by_role("status").first.inner_text()
    page.evaluate("location.hash = '#2.1-a'")
    page.locator("[id='2.1-a']").wait_for()
    assert left.count() == 126
    page.locator("select[name=actors]").select_option("nobody")
    assert 0 < shown.count() < 30


def test_the_language_switch_leads_to_the_same_page(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/proxy-mother/")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/guides/proxy-mother/")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(f"{address}/guides/proxy-mother/")


def test_a_wrong_address_shows_the_way_back(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/no-such-thing/")
    page.get_by_role("main").get_by_role("link", name="我是孩子的家里人").click()
    page.wait_for_url(f"{address}/guides/")
    page.goto(f"{address}/en/units/nobody/at/all/")
    page.get_by_role("main").get_by_role("link", name="I look after a child").click()
    page.wait_for_url(f"{address}/en/guides/")


def test_a_printed_guide_is_paper_not_screen(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/subsistence-allowance/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.locator(".md-header").is_visible()
    assert not page.locator("[data-print]").is_visible()
    assert len(page.pdf(format="A4")) > 10_000
