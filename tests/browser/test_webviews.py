"""Browsers inside other apps: WeChat, QQ and UC print nothing, copy nothing, and change links on their way.

None of them runs here. Each is imitated by what its users' pages meet: its name, and what it lacks, refuses or ignores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitor import faultless, give_time, until
from tests.conftest import borrowed

pytestmark = pytest.mark.browser

PHONE = "Mozilla/5.0 (Linux; Android 9; V1818A{wv}) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0"
GONE = "Object.defineProperty(navigator, '{name}', {{ value: undefined }});"
REFUSING = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error()) } });"
SILENT = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => new Promise(() => 0) } });"
NO_COMMAND = "document.execCommand = () => false;"
ALL = "window.open = () => null; navigator.share = undefined;"


@dataclass(frozen=True)
class App:
    """What a browser calls itself, and the script that takes from it what it lacks."""

    agent: str
    lacks: str
    copies: bool = False


APPS = {
    "wechat": App(
        PHONE.format(wv="; wv") + " MicroMessenger/8.0.20 MMWEBID/1", GONE.format(name="clipboard") + NO_COMMAND
    ),
    "qq": App(PHONE.format(wv="; wv") + " MQQBrowser/6.2 QQ/8.9.28", "delete window.print;" + REFUSING + NO_COMMAND),
    "uc": App(PHONE.format(wv="") + " UCBrowser/13.4.0", SILENT + NO_COMMAND),
    "an older command": App(PHONE.format(wv="; wv"), "window.print = () => {};" + REFUSING, copies=True),
    "printing does nothing": App(PHONE.format(wv=""), "window.print = () => {};" + REFUSING + NO_COMMAND),
    "printing fails": App(
        PHONE.format(wv=""), "window.print = () => { throw new Error(); };" + GONE.format(name="clipboard") + NO_COMMAND
    ),
}
ANSWERS = {"child_age": "9", "lives_in_renhe": "true", "parents_away": "both"}
LINK = "&".join(f"{name}={value}" for name, value in ANSWERS.items())
GIVEN = """Object.fromEntries([...document.querySelectorAll("[data-form] fieldset[data-fact] input")]
  .filter((input) => input.type === "number" ? input.value : input.checked)
  .map((input) => [input.name, input.value]))"""
READY = "document.querySelector('[data-check]').dataset.engine === 'ready'"


@pytest.fixture(scope="module", params=list(APPS))
def app(request: pytest.FixtureRequest) -> App:
    return APPS[request.param]


@pytest.fixture(scope="module")
def opened(browser: Browser, app: App) -> Iterator[Page]:
    """The app with a page in it, which each of its tests goes on with."""
    options = {"user_agent": app.agent, "reduced_motion": "reduce"}
    with faultless(browser, ALL + app.lacks, **options) as made:
        yield made


@pytest.fixture
def page(opened: Page, address: str) -> Iterator[Page]:
    with borrowed(opened, address) as made:
        made.set_viewport_size({"width": 360, "height": 640})
        yield made


def in_view(page: Page, selector: str) -> bool:
    box: Any = page.locator(selector).bounding_box()
    return bool(box["y"] < 640 and box["y"] + box["height"] > 0)


def selected(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def test_the_results_can_be_taken_along(page: Page, app: App, address: str) -> None:
    page.goto(f"{address}/check/#{LINK}")
    until(page, "document.querySelector('[data-outcome=proxy-mother].cp-result--applies') !== null")
    page.locator("[data-with-answers]").check()
    page.locator("[data-print-results]").click()
    expect(page.locator("[data-told]")).to_contain_text("好像不能打印", timeout=1_000)
    assert in_view(page, "[data-plain]")
    for part in ("孩子现在满几岁了？", "代理妈妈", "攀仁府办〔2018〕41号"):
        assert part in selected(page)
    page.locator("[data-copy]").click()
    told = page.locator("[data-told]")
    if app.copies:
        expect(told).to_have_text("已经复制。", timeout=1_500)
        expect(page.locator("[data-plain]")).to_be_hidden()
    else:
        expect(told).to_contain_text("没有让复制", timeout=1_500)
        assert in_view(page, "[data-plain]")
        assert in_view(page, "[data-told]")
        assert "代理妈妈" in selected(page)
    page.locator("[data-wipe]").click()
    assert page.locator("[data-plain]").text_content() == ""
    assert page.locator("[data-told]").text_content() == ""


@pytest.mark.parametrize("address_of", ["guides/proxy-mother/", "en/matrix/"])
def test_a_page_that_is_not_printed_says_so(page: Page, address: str, address_of: str) -> None:
    page.goto(f"{address}/{address_of}")
    told = page.locator("[data-refused=print]").first
    assert not told.is_visible()
    page.locator("button[data-print]").first.click()
    expect(told).to_be_visible(timeout=1_000)


def test_a_download_that_may_not_come_says_so(page: Page, app: App, address: str) -> None:
    page.goto(f"{address}/matrix/")
    page.locator("a[download]").first.click()
    told = page.locator("[data-refused=download]").first
    known = any(name in app.agent for name in ("MicroMessenger", "QQ/", "UCBrowser", "wv)"))
    expect(told).to_be_visible(timeout=1_000) if known else expect(told).to_be_hidden()


def test_a_browser_that_prints_offers_nothing_else(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script("window.print = () => dispatchEvent(new Event('beforeprint'));")
    page.goto(f"{address}/check/#{LINK}")
    until(page, "!document.querySelector('[data-actions]').hidden")
    page.locator("[data-print-results]").click()
    give_time(page, 800)
    expect(page.locator("[data-plain]")).to_be_hidden()
    assert page.locator("[data-told]").text_content() == ""
    page.close()


# What becomes of links: all of these are still read.
CHANGED = {
    "encoded": "#" + quote(LINK, safe=""),
    "encoded twice": "#" + quote(quote(LINK, safe=""), safe=""),
    "partly encoded": "#" + LINK.replace("&", "%26"),
    "wide": "#" + LINK.replace("=", "＝").replace("&", "＆"),
    "all wide": "#child_age＝９＆lives_in_renhe＝ｔｒｕｅ＆parents_away＝ｂｏｔｈ",
    "a query": "?" + LINK,
    "a query of the app's": "?from=singlemessage&isappinstalled=0#" + LINK,
    "a mark of the app": "#" + LINK + "#wechat_redirect",
    "a query and a mark": "?" + LINK + "#wechat_redirect",
    "a full stop": "#" + LINK + "。",
    "a full stop, encoded": "#" + LINK + quote("。"),
    "a comma and words": "#" + LINK + "，您看看",
    "brackets": "#" + LINK + "）",
    "a dot": "#" + LINK + ".",
    "as in a page": "#" + LINK.replace("&", "&amp;"),
    "nothing to be seen": "#" + LINK.replace("&", "\u200b&") + "\u200b",
    "a query in the fragment": "#?" + LINK,
    "a blank": "#" + LINK + "%20",
}


@pytest.fixture
def phone(tab: Page, address: str) -> Iterator[Page]:
    """A phone with little memory, on which the walker answers."""
    with borrowed(tab, address) as made:
        made.add_init_script("Object.defineProperty(navigator, 'deviceMemory', { value: 2 })")
        yield made


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_link_outlasts_its_way(phone: Page, address: str, changed: str) -> None:
    page = phone
    page.goto(f"{address}/check/{changed}")
    until(page, READY)
    assert page.evaluate(GIVEN) == ANSWERS
    left = urlsplit(page.url)
    assert "child_age" not in left.query + left.fragment  # no entry of the history holds answers
    told = page.locator("[data-messages]").inner_text()
    assert "看不懂" not in told
    assert ("这个链接被改过" in told) == changed.startswith("?child")


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ("parents_away=both。thanks", "parents_away=both。thanks"),
        ("child_age=9个月", "child_age=9个月"),
        (quote(quote("没有=这个")), "没有=这个"),
        ("%E3%80%82=1", "。=1"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(phone: Page, address: str, changed: str, shown: str) -> None:
    page = phone
    page.goto(f"{address}/check/#lives_in_renhe=true&{changed}")
    until(page, READY)
    assert page.evaluate(GIVEN) == {"lives_in_renhe": "true"}
    assert shown in page.locator("[data-messages]").inner_text()


def test_a_link_that_was_cut_says_so_and_compares_nothing(phone: Page, address: str) -> None:
    page = phone
    page.goto(f"{address}/check/#{LINK}")
    until(page, "!document.querySelector('[data-actions]').hidden")
    page.locator("[data-link]").click()
    link = page.locator("[data-link-out] input").input_value()
    assert "&applied=" in link
    for version in ("", "0.9.0"):
        whole = link.replace(link.split("v=")[1].split("&")[0], version) if version else link
        for less in (1, 2, 5, len(whole.split("&applied=")[1])):
            page.goto("about:blank")
            page.goto(whole[:-less])
            until(page, READY)
            assert page.evaluate(GIVEN) == ANSWERS
            told = page.locator("[data-messages]").inner_text()
            assert "少了一截" in told, (version, less)
            if not version:
                assert "相比" not in told
        page.goto("about:blank")
        page.goto(whole)
        until(page, READY)
        told = page.locator("[data-messages]").inner_text()
        assert "少了一截" not in told
        assert "相比" not in told
