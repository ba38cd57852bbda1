"""The questionnaire and the guides in the frame of another site, whose scripts are hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup
from playwright.sync_api import Browser, Page, expect

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.pages.views.campaign import frames
from generator.publish.security_headers import FRAMED, HEADERS
from tests.browser.test_check import READY
from tests.browser.tour import COLOURS, overflows, shade, violations
from tests.browser.visitor import HELPERS, Firefox, until, wait
from tests.conftest import Quiet, serving

pytestmark = pytest.mark.browser

LEAST, MOST = 200, 20_000  # heights that the snippet takes
# What an ill-meaning page can do to a frame of another site: listen, post, reach into it, spoil what it uses itself.
HOSTILE = """
window.heard = []; window.reached = [];
addEventListener("message", (event) => heard.push([event.origin, typeof event.data, JSON.stringify(event.data)]));
window.framed = document.querySelector("iframe");
const junk = [
  null, 7, -1, "child_age=9", "#child_age=9", "load now", "guide-answers", { keep: ["zh"] }, { keep: 1 }, ["zh"],
  { id: 0, request: { answers: { child_age: 9 } } }, { type: "answers", detail: { others: [{ child_age: 9 }] } },
  { type: 2, data: { query: "x" } }, "x".repeat(100000),
];
window.attack = () => {
  const site = new URL(framed.src).origin;
  for (const each of junk) for (const target of ["*", site]) framed.contentWindow.postMessage(each, target);
  const channel = new MessageChannel();
  framed.contentWindow.postMessage("port", "*", [channel.port2]);
  const tries = {
    document: () => framed.contentDocument,
    inside: () => framed.contentWindow.document.body,
    address: () => framed.contentWindow.location.href,
    storage: () => framed.contentWindow.localStorage.length,
    answers: () => framed.contentWindow.texts,
    click: () => framed.contentWindow.HTMLElement.prototype.click,
    set: () => { framed.contentWindow.name2 = 1; return "set"; },
  };
  for (const [name, reach] of Object.entries(tries)) {
    let got = null;
    try { got = reach() ?? null; } catch { continue; }
    if (got !== null) reached.push(name);
  }
};
Object.prototype.touched = true;
Array.prototype.at = Window.prototype.postMessage = window.postMessage = () => { heard.push("overridden"); };
"""
KEPT = "[localStorage, sessionStorage].map((each) => Object.keys(each).length).join()"
# All that shows what has been answered, and what it came to.
SHOWN = """JSON.stringify([
  [...document.querySelectorAll("input")].map((input) => [input.name, input.value, input.checked]),
  [...document.querySelectorAll("[data-outcome]")].map((card) => card.className), location.href, document.title,
])"""


def host_page(address: str, path: str, script: str = "") -> str:
    """A page of another site with the two lines, as it copies them, between things of its own."""
    lines = frames.code(f"{address}/", path, 'A "title" & more')
    return f"<!doctype html><title>Host</title><h1>Host</h1>{lines}<p>After<script>{script}</script>"


class Guarded(Quiet):
    """Sends the headers that hosts are to send."""

    def end_headers(self) -> None:
        framed = self.path.startswith(("/embed/", "/en/embed/"))
        for name, value in (FRAMED if framed else HEADERS).items():
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def guarded(site: Path) -> Iterator[str]:
    with serving(site, Guarded) as address:
        yield address


@pytest.fixture(scope="module")
def elsewhere(guarded: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another site, on a port of its own, that shows the questionnaire and a guide."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name, path in (
        ("check", "embed/check/"),
        ("en", "en/embed/check/"),
        ("guide", "embed/guide/subsistence-allowance/"),
    ):
        for kind, script in (("plain", ""), ("hostile", HOSTILE)):
            (folder / f"{name}-{kind}.html").write_text(host_page(guarded, path, script), encoding="utf-8")
    (folder / "own.html").write_text("own", encoding="utf-8")
    with serving(folder) as address:
        yield address


class Host:
    """A browser on a page of another site: what its scripts see and do, and what goes on in its first frame."""

    def __init__(self, browser: Page | Firefox) -> None:
        self._browser = browser

    def open(self, address: str) -> None:
        if isinstance(self._browser, Page):
            self._browser.goto(address)
        else:
            self._browser.open(address)

    def js(self, code: str) -> Any:
        """Of the page of the other site."""
        if isinstance(self._browser, Page):
            return self._browser.evaluate(f"() => {{ {code} }}")
        self._browser.command("WebDriver:SwitchToFrame", {"id": None})
        return self._browser.js(code)

    @property
    def address(self) -> str:
        if isinstance(self._browser, Page):
            return self._browser.url
        return str(self._browser.command("WebDriver:GetCurrentURL", {})["value"])

    @property
    def inside(self) -> Inside:
        return Inside(self._browser)


class Inside:
    """The first frame."""

    def __init__(self, browser: Page | Firefox) -> None:
        self._browser = browser

    def js(self, code: str) -> Any:
        if isinstance(self._browser, Page):
            return self._browser.frames[1].evaluate(f"() => {{ {HELPERS} {code} }}")
        self._enter()
        return self._browser.js(code)

    def tap(self, selector: str) -> None:
        """As a finger does, which gives leave for what scripts may not do by themselves."""
        if isinstance(self._browser, Page):
            self._browser.frames[1].click(selector)
            return
        self._enter()
        found = self._browser.command("WebDriver:FindElement", {"using": "css selector", "value": selector})["value"]
        self._browser.command("WebDriver:ElementClick", {"id": next(iter(found.values()))})

    def _enter(self) -> None:
        assert isinstance(self._browser, Firefox)
        self._browser.command("WebDriver:SwitchToFrame", {"id": None})
        self._browser.command("WebDriver:SwitchToFrame", {"id": 0})


@pytest.fixture
def host(browser_name: str, request: pytest.FixtureRequest) -> Iterator[Host]:
    """In each of two browsers. What the frame stores is gone with it."""
    if browser_name == "firefox":
        yield Host(request.getfixturevalue("firefox"))
        return
    launched: Browser = request.getfixturevalue("browser")
    context = launched.new_context(service_workers="block", viewport={"width": 900, "height": 800})
    context.set_default_timeout(30_000)
    yield Host(context.new_page())
    context.close()


def answered(host: Host, address: str) -> None:
    """The page at `address` of the other site, and in its frame some answers with what they come to."""
    host.open(address)
    wait(host.inside, READY)
    host.inside.js("t.answer('child_age', 9); t.answer('lives_in_renhe', 'true'); t.answer('parents_away', 'both')")
    wait(host.inside, "t.status('proxy-mother') === 'applies'")


def test_nothing_but_a_height_passes_and_hostile_messages_change_nothing(
    host: Host, elsewhere: str, guarded: str
) -> None:
    answered(host, f"{elsewhere}/check-hostile.html")
    before = host.inside.js(f"return {SHOWN}")
    host.inside.js("addEventListener('message', ({ data }) => (window.last = data))")
    host.js("attack()")
    wait(host.inside, "window.last === 'port'")  # the last of them has arrived
    assert host.inside.js(f"return {SHOWN}") == before
    assert "child_age" in before
    host.inside.js("t.answer('disabled', 'true')")
    wait(host.inside, "t.answers().disabled")
    assert host.js("return reached") == []
    [(origin, kind, height)] = host.js("return heard")  # one height, though answers came and went
    assert (origin, kind) == (guarded, "number")
    assert LEAST <= int(height) <= MOST
    assert host.js("return framed.getBoundingClientRect().height") == int(height)
    assert host.inside.js(f"return {KEPT}") == "0,0"


def test_leaving_leaves_the_page_around_as_well(host: Host, elsewhere: str) -> None:
    answered(host, f"{elsewhere}/check-hostile.html")
    host.inside.tap("[data-exit]")
    wait(Address(host), "about:blank")


class Address:
    """To wait for an address: what is asked is whether it is this one."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def js(self, code: str) -> bool:
        return self._host.address == code.removeprefix("return ")


def test_links_open_beside_the_other_site_and_nothing_is_sent(browser: Browser, elsewhere: str, guarded: str) -> None:
    context = browser.new_context(service_workers="block")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(f"{request.method} {request.url} {request.post_data}"))
    page = context.new_page()
    answered(Host(page), f"{elsewhere}/en-plain.html")
    frame, host = page.frames[1], f"{elsewhere}/en-plain.html"
    frame.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    card = frame.locator("[data-outcome=proxy-mother] a[href*=guides]").first  # made by a script
    for link, lands in (
        (frame.locator(".cp-framed a").first, "/en/check/"),
        (frame.locator("#conditions a").first, "/en/guides/"),
        (card, "/en/guides/proxy-mother/"),
    ):
        with context.expect_page() as opened:
            link.click()
        expect(opened.value).to_have_url(re.compile(f"^{re.escape(guarded + lands)}"))
        opened.value.close()
    frame.locator("a[href='#conditions']").evaluate("(link) => { link.hidden = false; link.click(); }")
    assert frame.url.startswith(f"{guarded}/en/embed/check/")
    frame.locator(".cp-framed .cp-lang").click()  # goes on in the frame, with the answers
    wait(Host(page).inside, f"document.documentElement.lang === 'zh' && {READY} && t.answers().child_age === '9'")
    assert page.url == host
    assert len(context.pages) == 1
    assert {line.split()[0] for line in asked} == {"GET"}
    assert [line for line in asked if "child_age" in line.partition("#")[0] or not line.endswith(" None")] == []
    assert page.frames[1].evaluate(KEPT) == "0,0"
    # A link with the answers, which only a visitor makes, leads to the site itself.
    page.frames[1].evaluate("document.querySelector('[data-link]').click()")
    made = page.frames[1].locator("[data-link-out] input").input_value()
    assert made.startswith(f"{guarded}/check/#")
    context.close()


FORGED = ["NaN", "Infinity", "'900'", "-5", "1e9", "[900]", "new Number(900)", "true", "199", "20001"]


def test_the_two_lines_believe_the_frame_alone_and_only_a_height(
    browser: Browser, elsewhere: str, guarded: str
) -> None:
    page = browser.new_page()
    page.goto(f"{elsewhere}/guide-plain.html")
    framed = page.locator("iframe").first
    expect(framed).not_to_have_css("height", "640px")
    page.evaluate(
        """() => new Promise((done) => {
          const other = document.body.appendChild(document.createElement("iframe"));
          other.onload = done;
          other.src = "own.html";
        })"""
    )
    before = framed.evaluate("(frame) => frame.style.height")
    for forged in FORGED:
        page.frames[1].evaluate(f"parent.postMessage({forged}, '*')")
    page.frames[2].evaluate("parent.postMessage(700, '*')")  # a frame, but not of the site
    page.evaluate("postMessage(700, '*')")
    page.evaluate(
        f"dispatchEvent(new MessageEvent('message', {{ data: 700, origin: '{guarded}' }}))"
    )  # no frame at all
    page.frames[1].evaluate("parent.postMessage(701, '*')")  # heard after all the others
    until(page, "document.querySelector('iframe').style.height === '701px'")
    assert before != "701px"
    assert page.locator("iframe").nth(1).evaluate("(frame) => frame.style.height") == ""
    page.close()


@pytest.mark.parametrize("path", ["embed/check/", "en/embed/guide/subsistence-allowance/"])
def test_axe_finds_nothing_in_a_frame(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(f"{address}/{path}")
    shade(page, "light")
    assert violations(page, path) == []
    shade(page, "dark")
    assert violations(page, path, COLOURS) == []
    assert not overflows(page, 320)


def test_the_campaign_page_has_the_lines_where_the_site_has_an_address(checked: Checked, site: Path) -> None:
    root = "https://guide.example.org/en/"
    made = Site(checked, "en", root, kits=True)
    shown = markup.fromstring(str(made.html("campaign/"))).cssselect(".cp-frame-code")
    lines = [str(each.text_content()).split("\n") for each in shown]
    framed = [str(markup.fragment_fromstring(frame).get("src")) for frame, _ in lines]
    assert sorted(framed) == sorted(root + frame.address for frame in made.frames)
    assert {script for _, script in lines} == {frames.code(root, "", "").split("\n")[1]}
    assert all('e.origin==="https://guide.example.org"' in script for _, script in lines)
    assert "cp-frame-code" not in (site / "en/campaign/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("root", "origin"),
    [
        ("https://Guide.example.org:443/child/en/", "https://guide.example.org"),
        ("http://guide.example.org:8080/", "http://guide.example.org:8080"),
        ("https://指南.example/", "https://xn--6krx87a.example"),
    ],
)
def test_an_origin_is_written_as_browsers_do(root: str, origin: str) -> None:
    assert f'e.origin==="{origin}"' in frames.code(root, "embed/check/", "")


def test_frames_are_for_no_search_engine_and_stay_off_devices(site: Path, checked: Checked) -> None:
    kept = (site / "service-worker.js").read_text(encoding="utf-8")
    assert "embed/" not in kept
    for root in ("", "en/"):
        assert "embed/" not in (site / root / "sitemap.xml").read_text(encoding="utf-8")
        assert "embed/" not in (site / root / "search/index.json").read_text(encoding="utf-8")
        found = sorted((site / root / "embed").rglob("index.html"))
        assert len(found) == 1 + len(checked.benefits)
        for path in found:
            page = markup.fromstring(path.read_text(encoding="utf-8"))
            assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
            assert not page.cssselect("[data-worker], [data-cp-search], [data-keep], [data-switch]")
            for link in page.cssselect("main a[href]"):
                stays = str(link.get("href")).startswith(("#", "tel:"))
                assert (link.get("target") == "_blank") != stays


def test_a_guide_is_as_high_as_it_reads(host: Host, elsewhere: str) -> None:
    host.open(f"{elsewhere}/guide-hostile.html")
    fits = "document.documentElement.scrollHeight <= innerHeight + 1 && innerHeight > 640"
    wait(host.inside, fits)
    wide = host.js("return framed.getBoundingClientRect().height")
    host.js("framed.style.width = '320px'")
    wait(host.inside, f"innerWidth === 320 && {fits}")
    assert host.js("return framed.getBoundingClientRect().height") > wide
    host.js("framed.style.width = '100%'")
    wait(host, f"framed.getBoundingClientRect().height === {wide}")  # and no higher
    assert {kind for _, kind, _ in host.js("return heard")} == {"number"}
