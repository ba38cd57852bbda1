"""The official wording in a real browser: it fits, axe-core finds nothing, and it is not read aloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.test_access import VOICE
from tests.browser.tour import COLOURS, WIDTHS, overflows, shade, violations
from tests.browser.visitor import until
from tests.conftest import Once, serving
from tests.generator.test_official import worded_otherwise

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("official")]

GUIDE = "guides/winter-fuel/"


@pytest.fixture(scope="module")
def official(once: Once) -> Iterator[str]:
    """The address of the second plan's site with its official wording; one clause is worded otherwise."""
    with serving(once("official", worded_otherwise) / "site") as address:
        yield address


@pytest.mark.parametrize("address", ["plan/", f"en/{GUIDE}#source"])
def test_it_fits_and_axe_finds_nothing(official: str, browser: Browser, address: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{official}/{address}")
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true;")
    assert page.locator("blockquote:visible").count() > 0
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not overflows(page, width)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        shade(page, "light")
        assert violations(page, address) == []
        shade(page, "dark")
        assert violations(page, address, COLOURS) == []
    page.close()


def test_it_is_not_read_aloud(official: str, browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(VOICE.replace("LANG", "zh-CN"))
    page.goto(f"{official}/{GUIDE}#source")  # where the wording is folded
    page.locator("details.cp-official > summary").first.click()
    page.locator("[data-aloud-start]").click()
    until(page, "document.querySelector('[data-aloud-start]').getAttribute('aria-pressed') === 'false'")
    said = "".join(text for text, _, _ in page.evaluate("said"))
    assert page.locator(".cp-steps li").first.inner_text() in said
    assert "官方原文" not in said
    assert "号原话" not in said
    page.close()
