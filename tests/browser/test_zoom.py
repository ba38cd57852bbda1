"""Pages as those see them who enlarge them: fourfold on a desk, or with letters half as large again on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.test_look import MOST_TOLD, OPEN, measured
from tests.browser.test_pages import addresses, fullest
from tests.browser.tour import overflows
from tests.browser.visitor import rest
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, FONTS

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).with_name("zoom.js")
LARGE_TYPE = "--blink-settings=defaultFontSize=24"  # the setting of the browser, in px; most have 16


@dataclass(frozen=True)
class Way:
    """How somebody enlarges: the window in CSS px, how many of the screen's each has, further flags of the browser."""

    size: ViewportSize
    scale: int = 1
    flags: tuple[str, ...] = ()


WAYS = {
    "fourfold": Way({"width": 320, "height": 256}, 4),  # a window of 1280 by 1024
    "large type": Way({"width": 360, "height": 640}, flags=(LARGE_TYPE,)),
    "large type, small phone": Way({"width": 320, "height": 640}, flags=(LARGE_TYPE,)),
    "large type, desk": Way({"width": 1280, "height": 800}, flags=(LARGE_TYPE,)),
}
FIRST = ("large type", "en")  # the narrowest lines and the longest words; `make long` has all of them


@dataclass
class Seen:
    """What is wrong, a line each: the page, what."""

    visited: int = 0
    wide: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str, width: int) -> None:
        """The page as it opens, and with all that folds opened."""
        rest(page)
        self.visited += 1
        self.covered += [f"/{name}: {each}" for each in measured(page, "covered")[:MOST_TOLD]]
        page.evaluate(OPEN)
        rest(page)
        self.wide += [name] if overflows(page, width) else []
        self.cut += [f"/{name}: {each}" for each in enlarged(page, "cut")[:MOST_TOLD]]
        self.unreached += [f"/{name}: {each}" for each in enlarged(page, "unreached")[:MOST_TOLD]]


def enlarged(page: Page, what: str) -> list[str]:
    """What zoom.js says of the page as it stands."""
    if not page.evaluate("typeof zoom === 'object'"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return [str(each) for each in page.evaluate(f"zoom.{what}()")]


# Each process of a run has one of them.
SHARES = [
    pytest.param(
        (way, code),
        id=f"{way}-{code}",
        marks=[pytest.mark.xdist_group(f"zoom {way} {code}"), *([] if (way, code) == FIRST else [pytest.mark.long])],
    )
    for way in WAYS
    for code in ("zh", "en")
]


@contextmanager
def launched(browser: Browser, way: Way) -> Iterator[Page]:
    """A page in a browser that is set as somebody has set theirs."""
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    flags = [*CHROMIUM_FLAGS, *way.flags]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags, env=environment)
    yield own.new_page(
        viewport=way.size, device_scale_factor=way.scale, reduced_motion="reduce", service_workers="block"
    )
    own.close()


@pytest.fixture(scope="module", params=SHARES)
def seen(request: pytest.FixtureRequest, site: Path, address: str, browser: Browser) -> Seen:
    way, code = WAYS[request.param[0]], request.param[1]
    pages = [page for page in addresses(site) if f"{page}/".startswith("en/") == (code == "en")]
    found = Seen()
    with launched(browser, way) as page:
        for name in fullest(pages, site):
            page.goto(f"{address}/{name}/" if name else f"{address}/")
            found.look(page, name, way.size["width"])
    return found


def test_an_enlarged_page_is_not_scrolled_sideways(seen: Seen) -> None:
    assert seen.visited > 20
    assert seen.wide == []


def test_nothing_of_an_enlarged_page_is_cut(seen: Seen) -> None:
    assert seen.cut == []


def test_nothing_of_an_enlarged_page_is_covered(seen: Seen) -> None:
    assert seen.covered == []


def test_every_control_of_an_enlarged_page_can_be_tapped(seen: Seen) -> None:
    assert seen.unreached == []


# A style that takes something from whoever enlarges, and what notices.
@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("main p { height: 1em; overflow: hidden; }", "cut"),
        ("main p { width: 40em; }", "cut"),
        ("main { position: relative; } main::after { content: ''; position: absolute; inset: 0; }", "unreached"),
        ("main button { pointer-events: none; }", "unreached"),
    ],
)
def test_what_takes_something_from_who_enlarges_would_be_noticed(page: Page, address: str, css: str, what: str) -> None:
    page.set_viewport_size(WAYS["fourfold"].size)
    page.goto(f"{address}/privacy/")
    assert enlarged(page, what) == []
    sheet = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }"
    page.evaluate(sheet, css)
    assert enlarged(page, what) != []
