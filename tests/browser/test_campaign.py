"""The page for campaigns: texts are copied in one tap or by hand, and a poster takes the name of an office."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route

from generator.pages.site import Site
from generator.pages.views.campaign.forms import FORMS
from generator.pages.views.campaign.topics import topics
from generator.publish.kits import draw, sheets
from generator.publish.typesetting.words import words_of
from tests.browser.visitor import until
from tests.conftest import ROOT, RULES, audited

pytestmark = pytest.mark.browser

OPEN = "document.querySelectorAll('.cp-fold details, .cp-kit').forEach((fold) => (fold.open = true))"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
REFUSES = "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))"
NOTHING_COPIES = "document.execCommand = () => false"


def tap(page: Page, address: str, *, root: str = "") -> str:
    """Copies the third text of the second topic; what should have been copied."""
    page.goto(f"{address}/{root}campaign/")
    page.evaluate(OPEN)
    message = page.locator(".cp-kit").nth(1).locator(".cp-message").nth(2)
    message.locator("[data-copy-text]").click()
    return message.locator("[data-copied]").inner_text()


@pytest.mark.parametrize(("root", "done"), [("", "已复制"), ("en/", "Copied")])
@pytest.mark.parametrize("script", ["", NO_CLIPBOARD, REFUSES])
def test_one_tap_copies_a_text(page: Page, address: str, root: str, done: str, script: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if script:
        page.add_init_script(script)
    text = tap(page, address, root=root)
    told = page.locator("[data-copy-told]")
    until(page, f"document.querySelector('[data-copy-told]').textContent === '{done}'")
    assert told.inner_text() == done
    pasted = page.evaluate("navigator.clipboard ? navigator.clipboard.readText() : getSelection().toString()")
    assert pasted.strip() == text.strip()


def test_what_cannot_be_copied_is_selected(page: Page, address: str) -> None:
    page.add_init_script(f"{NO_CLIPBOARD}; {NOTHING_COPIES}")
    text = tap(page, address)
    told = page.locator("[data-copy-told]")
    assert told.inner_text() == told.get_attribute("data-failed")
    assert page.evaluate("getSelection().toString()").strip() == text.strip()
    assert page.locator("[data-copy-text]").nth(6).inner_text() == "复制"


def with_kits(page: Page, site: Site, poster: bytes) -> None:
    """The page as a build with posters has it; here every poster is the same."""

    def campaign(route: Route) -> None:
        built = route.fetch().text()
        body = f"{site.html('campaign/')}</article>"
        route.fulfill(body=re.sub(r"<h1.*?</article>", lambda _: body, built, count=1, flags=re.DOTALL))

    page.route("**/campaign/", campaign)
    page.route("**/assets/campaign.js", lambda route: route.fulfill(path=ROOT / "docs/assets/campaign.js"))
    page.route("**/poster.svg", lambda route: route.fulfill(body=poster, content_type="image/svg+xml"))
    page.route("**/kits/**/*.png", lambda route: route.fulfill(path=ROOT / "docs/assets/icon-192.png"))


def test_a_poster_with_a_name_and_a_number_is_drawn_here_and_they_go_nowhere(
    page: Page, address: str, tmp_path: Path
) -> None:
    office, phone = "某街道儿童之家", "0812-5550123"
    site = Site(audited(RULES), "zh", "https://guide.example.org/", kits=True)
    first = topics(site.context)[:1]
    headline = first[0].headline
    [data] = sheets.of_topics(site, first, {headline: words_of({"zh": [headline]})["zh"][0]})
    press = draw.press(tmp_path, 0)
    assert press
    [form] = [form for form in FORMS if form.name == "poster.svg"]
    with_kits(page, site, press.draw(data, form))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{unquote(request.url)} {request.post_data}"))
    page.goto(f"{address}/campaign/")
    page.fill("[name=office]", office)
    page.fill("[name=phone]", phone)
    page.click("[data-own] button")
    until(page, "!document.querySelector('[data-own-shown]').hidden")
    with page.expect_download() as begun:
        page.click("[data-own-save]")
    begun.value.save_as(tmp_path / "poster.png")
    poster = Image.open(tmp_path / "poster.png").convert("L")
    assert poster.size == (1654, 2339)
    assert {found.text for found in zxingcpp.read_barcodes(poster)} == {site.poster(first[0].address)}
    millimetre = poster.width / 210
    for top, foot in ((255, 264), (268, 277)):  # a line of letters each
        room = poster.crop((21 * millimetre, top * millimetre, 143 * millimetre, foot * millimetre))
        dark = sum(room.histogram()[:100]) / (room.width * room.height)
        assert 0.02 < dark < 0.6
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
    assert not [text for text in [*asked, kept] if office in text or phone in text]
    page.emulate_media(media="print")
    assert page.locator("[data-own-shown] img").is_visible()
    assert page.locator("h1").evaluate("(h1) => getComputedStyle(h1).visibility") == "hidden"
