"""Twelve key views of the site look as they did when somebody last looked at them.

`make views` takes the pictures anew; look at each before committing it. docs/dev/gallery.md shows them.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.browser import states
from tests.browser.visitor import rest
from tests.conftest import FONTS, ROOT

pytestmark = pytest.mark.browser

PICTURES = ROOT / "tests" / "browser" / "views"
RENEW = os.environ.get("RENEW_VIEWS") == "1"

# Letters are drawn a little differently from machine to machine: pictures are compared at a quarter of their size, and
# this part of the points may differ by more than a shade.
SCALE, SHADE, TOLERANCE = 4, 48, 0.005


@dataclass(frozen=True)
class View:
    name: str
    address: str
    size: tuple[int, int]
    dark: bool = False
    state: Callable[[Page], None] | None = None


PHONE, DESK = (360, 740), (1280, 800)
VIEWS = [
    View("home-desk", "", DESK),
    View("home-phone", "", PHONE),
    View("home-english-dark", "en/", PHONE, dark=True),
    View("guide-phone", "guides/temporary-assistance/", PHONE),
    View("guide-english-dark", "en/guides/temporary-assistance/", DESK, dark=True),
    View("guide-easy", "guides/temporary-assistance/", PHONE, state=states.easy),
    View("unit-desk", "units/township/", DESK),
    View("matrix-desk", "matrix/", DESK),
    View("matrix-contrast", "en/matrix/", PHONE, state=states.contrast),
    View("check-phone", "", PHONE, state=states.midway),
    View("check-danger", "", PHONE, state=states.danger),
    View("check-results", "", DESK, state=states.results),
]


def picture(browser: Browser, address: str, view: View) -> Image.Image:
    width, height = view.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        color_scheme="dark" if view.dark else "light",
    )
    page.goto(f"{address}/{view.address}")
    if view.state:
        view.state(page)
        page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    rest(page)
    taken = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """The part of the points, at a quarter of the size, that differ by more than a shade; 1.0 if the sizes do."""
    if one.size != other.size:
        return 1.0
    small = [each.convert("L").reduce(SCALE) for each in (one, other)]
    differing = ImageChops.difference(*small).point(lambda shade: 255 if shade > SHADE else 0)
    return differing.histogram()[255] / (small[0].width * small[0].height)


def test_the_fonts_of_the_pictures_are_here() -> None:
    found = subprocess.run(
        ["fc-list", ":", "family"],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(font in found for font in ("Liberation Sans", "Noto Sans CJK SC")), "make browsers brings them"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_looks_as_it_did(browser: Browser, address: str, view: View, tmp_path: Path) -> None:
    kept = PICTURES / f"{view.name}.png"
    if RENEW:
        PICTURES.mkdir(exist_ok=True)
        picture(browser, address, view).quantize(128).save(kept, optimize=True)
        return
    now = picture(browser, address, view)
    now.save(tmp_path / kept.name)
    with Image.open(kept) as before:
        found = difference(before.convert("RGB"), now)
    assert found <= TOLERANCE, (
        f"{found:.1%} of {view.name} has changed: see {tmp_path / kept.name}; if right, make views"
    )


def test_a_missing_panel_would_be_noticed(browser: Browser, address: str) -> None:
    def without_emergency(page: Page) -> None:
        page.evaluate("document.querySelector('.cp-emergency').style.visibility = 'hidden'")

    whole = picture(browser, address, View("", "", PHONE))
    assert difference(whole, picture(browser, address, View("", "", PHONE))) <= TOLERANCE
    assert difference(whole, picture(browser, address, View("", "", PHONE, state=without_emergency))) > TOLERANCE


def test_the_gallery_shows_every_view() -> None:
    gallery = (ROOT / "docs" / "dev" / "gallery.md").read_text(encoding="utf-8")
    assert all(f"views/{view.name}.png" in gallery for view in VIEWS)
