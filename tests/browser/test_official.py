"""The official wording in a real browser: it fits, axe-core finds nothing, and it is not read aloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from generator.logic.audit import check
from tests.browser.test_access import VOICE
from tests.browser.tour import COLOURS, WIDTHS, overflows, shade, violations
from tests.browser.visitor import until
from tests.conftest import HARBOUR, serving
from tests.generator.test_official import Locked

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("official")]  # one process builds the site and uses it

GUIDE = f"guides/{next(iter(check(HARBOUR).benefits))}/"


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the harbour's site with its official wording; one clause is worded otherwise."""
    locked = Locked(tmp_path_factory.mktemp("official"))
    locked.document.write_text(locked.text.replace("海风第1次", "海风第一次"), encoding="utf-8")
    site, _ = locked.build("--source", locked.document)
    with serving(site) as address:
        yield address


@pytest.mark.parametrize("address", ["plan/", "en/plan/", GUIDE, f"en/{GUIDE}"])
def test_it_fits_and_axe_finds_nothing(official: str, browser: Browser, address: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{official}/{address}")
    for summary in page.locator("details.cp-official > summary").all():
        summary.click()
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
    page.goto(f"{official}/{GUIDE}")
    page.locator("details.cp-official > summary").first.click()
    page.locator("[data-aloud-start]").click()
    until(page, "document.querySelector('[data-aloud-start]').getAttribute('aria-pressed') === 'false'")
    said = "".join(text for text, _, _ in page.evaluate("said"))
    assert page.locator(".cp-steps li").first.inner_text() in said
    assert "官方原文" not in said
    assert "号原话" not in said
    page.close()
