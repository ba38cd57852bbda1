"""One visual system: how the fullest page of each template is set, on phones and desks, normal and in easy mode."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import states
from tests.browser.test_pages import addresses, fullest
from tests.browser.tour import fits, overflows
from tests.browser.visitor import rest

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).with_name("look.js")
WIDTHS = (360, 390, 1280)
MOST_SIZES = 6
LEAST_SCREEN, LEAST_PAPER = 14, 11 / 72 * 96  # px
MOST_TOLD = 8  # of one page at one width
# Pages as they open do not show all that there is.
STATES = ("found", "menu", "midway", "questions", "results", "danger", "picture", "renew")
LIE_OVER_THE_PAGE = ("found", "menu")
PAPER_WIDTH = 680  # px: what the edges leave of A4
OPEN = "for (const fold of document.querySelectorAll('main details')) fold.open = true;"


def measured(page: Page, what: str) -> Any:
    """What look.js says of the page as it stands."""
    if not page.evaluate("typeof look === 'object'"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return page.evaluate(f"look.{what}()")


def wrong_sizes(page: Page, least: float) -> list[str]:
    """Too many sizes of type, or some too small."""
    found = measured(page, "sizes")
    small = [f"{size:g} px: {named}" for size, named in found["written"] + found["drawn"] if size < least - 0.05]
    different = {round(size, 1): named for size, named in found["written"]}
    return small[:MOST_TOLD] + ([f"{len(different)} sizes: {different}"] if len(different) > MOST_SIZES else [])


@dataclass
class Seen:
    """What is wrong, a line each: the page, the width, what."""

    sizes: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    grid: list[str] = field(default_factory=list)
    setting: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        for width in WIDTHS:
            where = f"/{name} at {width}: "
            page.set_viewport_size({"width": width, "height": 800})
            rest(page)
            self.sizes += [where + each for each in wrong_sizes(page, LEAST_SCREEN)]
            self.covered += [where + each for each in measured(page, "covered")[:MOST_TOLD]]
            self.setting += [where + each for each in measured(page, "setBadly")[:MOST_TOLD]]
        self.grid += [f"/{name}: {each}" for each in measured(page, "offGrid")[:MOST_TOLD]]
        page.emulate_media(media="print")
        self.sizes += [f"/{name} on paper: {each}" for each in wrong_sizes(page, LEAST_PAPER)]
        page.emulate_media(media="screen")
        self.wide += [] if fits(page, 320) else [name]


# Each process of a run looks at a share of the pages in one of the modes.
SHARES = [
    pytest.param((mode, i), id=f"{mode}-{i}", marks=[pytest.mark.xdist_group(f"look {mode} {i}"), *longer])
    for mode, longer in (("normal", []), ("easy", [pytest.mark.long]))  # easy mode changes tokens alone
    for i in range(3)
]


@pytest.fixture(scope="module", params=SHARES)
def seen(request: pytest.FixtureRequest, site: Path, address: str, browser: Browser) -> Seen:
    chinese = [page for page in addresses(site) if not page.startswith("en/")]
    names = [*(f"{name}/" if name else "" for name in fullest(chinese, site)), "404.html"]
    assert len(names) > 20
    mode, share = request.param
    found = Seen()
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/robots.txt")
    if mode == "easy":
        page.evaluate("localStorage.setItem('guide-easy', 'on')")
    for name in names[share::3]:
        page.goto(f"{address}/{name}")
        found.look(page, name)
    page.close()
    return found


def test_few_sizes_of_type_and_none_too_small(seen: Seen) -> None:
    assert seen.sizes == []


def test_nothing_covers_text_or_controls_at_any_scroll_position(seen: Seen) -> None:
    assert seen.covered == []


def test_on_a_desk_blocks_begin_and_end_on_the_grid(seen: Seen) -> None:
    assert seen.grid == []


def test_chinese_is_set_well(seen: Seen) -> None:
    assert seen.setting == []


def test_a_small_phone_shows_the_whole_width(seen: Seen) -> None:
    assert seen.wide == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.long)])
def test_states_of_pages_keep_the_system(page: Page, address: str, state: str, width: int) -> None:
    if state == "menu" and width == 1280:
        pytest.skip("the menu is always there")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}/")
    states.STATES[state](page)
    rest(page)
    assert wrong_sizes(page, LEAST_SCREEN) == []
    if state in LIE_OVER_THE_PAGE:
        return
    assert measured(page, "covered") == []
    assert measured(page, "setBadly") == []
    assert width < 1280 or measured(page, "offGrid") == []


@pytest.mark.parametrize("root", ["", "en/"])
@pytest.mark.parametrize("state", ["results", "picture"])
def test_what_a_state_puts_on_paper_can_be_read(page: Page, address: str, root: str, state: str) -> None:
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 900})
    page.goto(f"{address}/{root}")
    states.STATES[state](page)
    rest(page)
    page.emulate_media(media="print")
    assert wrong_sizes(page, LEAST_PAPER) == []


@pytest.mark.parametrize("width", [320, 360])
def test_pictures_keep_their_letters_on_a_phone(page: Page, address: str, site: Path, width: int) -> None:
    """Where there is no room for them the picture is scrolled, and not the page."""
    page.set_viewport_size({"width": width, "height": 740})
    guides = sorted(site.glob("guides/*/index.html"), key=lambda path: path.read_text("utf-8").count("cp-graph--2"))
    for path in guides[-3:]:
        page.goto(f"{address}/{path.parent.relative_to(site)}/")
        page.evaluate(OPEN)
        drawn = [size for size, _ in measured(page, "sizes")["drawn"]]
        assert len(drawn) > 10
        assert min(drawn) >= LEAST_SCREEN - 0.05, path
        assert not overflows(page, width), path


# A style that breaks the system, and what notices.
@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("main p { font-size: 13px; }", "sizes"),
        (".md-footer { position: fixed; left: 500px; bottom: 60px; width: 300px; background: red; }", "covered"),
        (".md-content__inner > h1 { position: sticky; top: 60px; width: 90px; background: red; }", "covered"),
        (".md-footer { position: fixed; right: 0; bottom: 0; left: 0; background: red; }", "covered"),
        (".md-content__inner > h1 { margin-left: 5px; }", "offGrid"),
        ("main .md-typeset h1 { word-break: normal !important; }", "setBadly"),
        ("main { max-width: 400px; } main table { width: 80px; table-layout: fixed; }", "setBadly"),
    ],
)
def test_what_breaks_the_system_would_be_noticed(page: Page, address: str, css: str, what: str) -> None:
    page.goto(f"{address}/{'proof' if 'table' in css else 'privacy'}/")
    page.evaluate(OPEN)
    before = wrong_sizes(page, LEAST_SCREEN) if what == "sizes" else measured(page, what)
    assert before == []
    page.evaluate(
        """css => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
        }""",
        css,
    )
    after = wrong_sizes(page, LEAST_SCREEN) if what == "sizes" else measured(page, what)
    assert after != []


def test_a_dot_at_the_end_of_a_line_would_be_noticed(page: Page, address: str) -> None:
    page.goto(f"{address}/privacy/")
    page.evaluate("document.querySelector('main p').textContent = '方案 · '.repeat(40)")
    assert any("dot" in each for each in measured(page, "setBadly"))
