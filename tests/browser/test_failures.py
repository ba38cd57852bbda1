"""What fails at `/check/` is told within a second, and the rest goes on: seen as the visitor sees it."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.visitor import Chromium, Visitor, give_time, until, wait
from tests.conftest import Quiet, serving

pytestmark = pytest.mark.browser

LINK = "check/#child_age=9&lives_in_renhe=true&parents_away=both"
CHECK = "document.querySelector('[data-check]').dataset"
APPLIES = "document.querySelector('[data-outcome=proxy-mother].cp-result--applies') !== null"
OLD = "document.querySelector('[data-report]').classList.contains('cp-old')"
SMALL = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 });"  # Python waits to be asked
# `window.broken` makes the walker throw.
WALKER = """
let read;
Object.defineProperty(window, "Walker", {
  set({ read: theirs }) {
    read = (bundle) => {
      const { call } = theirs(bundle);
      return { call(request) { if (window.broken) throw new TypeError("broken"); return call(request); } };
    };
  },
  get: () => ({ read }),
});
"""
WORKER = "const make = Worker; window.Worker = function (...given) { return (window.made = new make(...given)); };"
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}"""
NULL_STORAGE = (
    "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: null });"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
IDLE = "Storage.prototype.setItem = () => {};"
NUMBER = "[data-form] fieldset[data-fact=child_age] input[type=number]"
SECOND = 1_000


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own, for a clock or a line that cannot be taken away again."""
    made = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 640})
    return page


def answer(page: Page, fact: str, value: str) -> None:
    page.locator(f"[data-form] input[name={fact}][value='{value}']").evaluate("input => input.click()")


def told(page: Page, words: str, within: float = SECOND) -> None:
    expect(page.locator("[data-state]")).to_contain_text(words, timeout=within)


def words_are_offered(page: Page) -> None:
    link = page.locator("[data-words]")
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("#conditions h2")).to_be_in_viewport()
    page.locator("#conditions summary").first.click()
    expect(page.locator("#conditions .cp-who").first).to_be_visible()


# --- the rules ---


def _lost(route: Route) -> None:
    route.abort()


def _log_in(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Log in</title>")


def _cut(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body=route.fetch().text()[:5_000])


def _nothing(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body="{}")


def _hollow(route: Route) -> None:
    """Read without complaint; the walker needs what is missing at the first answer, and Python does not."""
    bundle = json.loads(route.fetch().text())
    route.fulfill(status=200, content_type="application/json", body=json.dumps(bundle | {"primes": []}))


def _older(route: Route) -> None:
    bundle = json.loads(route.fetch().text())
    route.fulfill(status=200, content_type="application/json", body=json.dumps(bundle | {"version": "0.0.1"}))


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (_lost, "没能打开"),
        (_log_in, "没能打开"),
        (_cut, "没能打开"),
        (_nothing, "不是同一版"),
        (_older, "不是同一版"),
    ],
)
def test_without_its_rules_the_page_says_so(
    page: Page, address: str, rules: Callable[[Route], None], words: str
) -> None:
    page.route("**/bundle.json", rules)
    page.route(re.compile(r"/bundle\.\w+\.json"), rules)
    page.goto(f"{address}/{LINK}")
    told(page, words)
    assert page.locator("[data-count]").inner_text() == ""  # not: no answers yet
    assert page.evaluate("scrollY") == 0
    give_time(page, SECOND)
    told(page, words)
    assert page.locator("[data-outcome]").count() == 0
    words_are_offered(page)
    page.unroute_all()
    page.locator("[data-again]").click()
    until(page, APPLIES, 10)
    told(page, "准备好了")
    expect(page.locator("[data-words]")).to_be_hidden()


def test_rules_that_are_long_in_coming_are_waited_for_in_words(context: BrowserContext, address: str) -> None:
    held: list[Route] = []
    page = context.new_page()
    page.clock.install()
    page.route(re.compile(r"/bundle\.\w*\.?json"), lambda route: held.append(route))
    page.goto(f"{address}/{LINK}")
    told(page, "正在准备判断程序")
    expect(page.locator("[data-count]")).to_contain_text("已经记下")
    page.clock.run_for(9_000)
    told(page, "网有点慢")
    expect(page.locator("[data-again]")).to_be_visible()
    words_are_offered(page)
    held[0].continue_()
    until(page, APPLIES, 10)
    told(page, "准备好了")


class Packed(Quiet):
    """Sends what it sends compressed, as hosts do."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def test_on_a_slow_line_nothing_false_is_said_meanwhile(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8},
    )
    free: list[bool] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.continue_() if free else held.append(route)

    page.route(re.compile(r"/bundle\.\w*\.?json"), hold)  # so that the order is the one in question
    with serving(site, Packed) as address:
        page.goto(f"{address}/check/", wait_until="commit")
        told(page, "正在准备判断程序", 30_000)
        page.locator("[data-all] > summary").click()
        page.locator(NUMBER).fill("9")
        answer(page, "lives_in_renhe", "true")
        answer(page, "parents_away", "both")
        told(page, "正在准备判断程序", 5_000)
        expect(page.locator("[data-count]")).to_contain_text("已经记下", timeout=SECOND)
        assert page.locator("[data-outcome]").count() == 0
        free.append(True)
        for route in held:
            route.continue_()
        until(page, APPLIES, 30)
        told(page, "准备好了")
        page.locator("[data-form] input[name=parents_away][value=none]").evaluate("input => input.click()")
        assert not page.evaluate(APPLIES)  # with the tap
        page.unroute_all(behavior="ignoreErrors")


# --- the walker ---


def test_a_tap_that_cannot_be_worked_out_is_told_and_old_results_are_grey(page: Page, address: str) -> None:
    page.add_init_script(SMALL + WALKER)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    assert not page.evaluate(OLD)
    count = page.locator("[data-count]").inner_text()
    before = page.evaluate("scrollY")
    page.evaluate("window.broken = true")
    answer(page, "parents_away", "none")
    told(page, "没能算出新的结果")
    assert page.evaluate(OLD)
    assert page.evaluate("document.querySelector('[data-count]').classList.contains('cp-old')")
    assert page.locator("[data-count]").inner_text() == count
    assert page.evaluate("scrollY") == before
    # Neither paper nor a link says of the new answers what was worked out for others.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[data-paper]").text_content() == ""
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.locator("[data-link]").click()
    assert page.locator("[data-link-out] input").input_value().endswith("&applied=%3F")
    words_are_offered(page)
    page.evaluate("window.broken = false")
    page.locator("[data-again]").click()
    until(page, f"!({OLD}) && !({APPLIES})", 10)
    told(page, "准备好了")


def test_python_answers_where_the_walker_cannot(page: Page, address: str) -> None:
    page.add_init_script(WALKER)
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.evaluate("window.broken = true")
    answer(page, "parents_away", "none")
    until(page, f"!({OLD}) && !({APPLIES})", 5)
    told(page, "准备好了")
    assert "两个程序" not in page.locator("[data-messages]").inner_text()


@pytest.mark.parametrize("small", [True, False])
def test_rules_that_the_walker_cannot_use_are_told_until_python_has_read_them(
    page: Page, address: str, small: bool
) -> None:
    page.add_init_script(SMALL if small else "")
    page.route(re.compile(r"/bundle\.\w*\.?json"), _hollow)
    page.goto(f"{address}/{LINK}", wait_until="commit")
    if small:
        told(page, "没能算出新的结果", 5_000)
        page.locator("[data-python-start]").click()
    until(page, APPLIES)
    told(page, "准备好了")
    assert page.locator("[data-messages]").inner_text() == "已经从链接取出回答。"


# --- Python ---


@pytest.mark.parametrize("end", ["window.made.terminate()", "window.made.dispatchEvent(new ErrorEvent('error'))"])
def test_a_worker_that_has_died_is_told_and_results_go_on(page: Page, address: str, end: str) -> None:
    page.add_init_script(WORKER)
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.evaluate(end)
    answer(page, "parents_away", "none")
    assert not page.evaluate(APPLIES)
    assert not page.evaluate(OLD)
    told(page, "没有再核对一遍", SECOND + 200)


def test_a_worker_that_is_late_is_heard_all_the_same(page: Page, address: str) -> None:
    page.add_init_script(
        """const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (...given) {
          setTimeout(() => post.apply(this, given), window.wait ?? 0);
        };"""
    )
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.evaluate("window.wait = 2500")
    answer(page, "parents_away", "none")
    told(page, "还没有回话", SECOND + 200)
    told(page, "准备好了", 4_000)
    give_time(page, 1_200)
    told(page, "准备好了")  # and it is not asked for ever


def test_a_worker_that_fails_at_an_answer_is_told(page: Page, address: str) -> None:
    page.add_init_script(WORKER)
    page.goto(f"{address}/{LINK}")
    until(page, f"{CHECK}.python === 'ready'")
    page.evaluate(
        "window.made.dispatchEvent(new MessageEvent('message', { data: { state: 'failed', error: 'out of memory' } }))"
    )
    told(page, "没有再核对一遍")
    page.locator("[data-python-start]").click()
    until(page, f"{CHECK}.python === 'ready'")
    told(page, "准备好了")


def test_workers_refused_by_policy_are_told(page: Page, address: str) -> None:
    def refuse(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": "worker-src 'none'"})

    page.route("**/check/", refuse)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    told(page, "没有再核对一遍", 4_000)  # it is not even tried before the page is quiet
    answer(page, "parents_away", "none")
    assert not page.evaluate(APPLIES)


def test_without_webassembly_nothing_is_offered_that_cannot_be(page: Page, address: str) -> None:
    page.add_init_script("delete window.WebAssembly")
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    told(page, "没有再核对一遍")
    expect(page.locator("[data-python-start]")).to_be_hidden()


def test_a_throwing_service_worker_stops_nothing(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new Error('insecure'); } });"
    )
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    until(page, f"{CHECK}.python === 'ready'")


# --- nothing answers, in both browsers ---

# What the address names as `fault` fails; by `window.broken`, see above, so does the walker.
FAULTS = """{
  const fault = new URLSearchParams(location.search).get("fault");
  const ask = fetch;
  const { Worker: Whole } = window;
  if (fault === "rules") window.fetch = (address, ...more) => {
    if (!/bundle/.test(address)) return ask(address, ...more);
    window.began = performance.now();
    return Promise.reject(new TypeError("lost"));
  };
  window.Worker = function (...given) {
    if (fault !== "worker") return (window.made = new Whole(...given));
    window.began = performance.now();
    throw new DOMException("refused", "SecurityError");
  };
  const state = () => document.querySelector("[data-state]")?.textContent;
  let before;
  new MutationObserver(() => {
    if (state() !== before) window.told = performance.now();
    before = state();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}"""
STATE = "document.querySelector('[data-state]').textContent"
WORDS = "!document.querySelector('[data-words]').hidden && document.querySelector('#conditions details')"


class Faulty(Quiet):
    """The page's first script makes fail what the address names as `fault`."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        if not re.search(r"/safe\.js$", self.path):
            return super().send_head()
        body = f"{FAULTS}{{{WALKER}}}{Path(self.translate_path(self.path)).read_text(encoding='utf-8')}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.fixture(scope="module")
def faulty(site: Path) -> Iterator[str]:
    with serving(site, Faulty) as address:
        yield address


@pytest.fixture
def visitor(request: pytest.FixtureRequest, browser_name: str) -> Visitor:
    if browser_name == "firefox":
        visitor: Visitor = request.getfixturevalue("firefox")
        return visitor
    return Chromium(request.getfixturevalue("page"))


def told_in_time(visitor: Visitor, words: str) -> None:
    wait(visitor, f"{STATE}.includes({json.dumps(words)})", 20)
    assert visitor.js("return window.told - window.began") < SECOND + 200


def test_rules_that_do_not_arrive_leave_their_words(visitor: Visitor, faulty: str) -> None:
    visitor.open(f"{faulty}/{LINK.replace('#', '?fault=rules#')}")
    told_in_time(visitor, "没能打开")
    assert visitor.js(f"return Boolean({WORDS})")


@pytest.mark.parametrize("fault", ["worker", "killed"])
def test_old_results_are_grey_once_neither_program_answers(visitor: Visitor, faulty: str, fault: str) -> None:
    visitor.open(f"{faulty}/{LINK.replace('#', f'?fault={fault}#')}")
    wait(visitor, APPLIES, 20)
    if fault == "worker":
        told_in_time(visitor, "没有再核对一遍")
    else:
        wait(visitor, f"{CHECK}.python === 'ready'")
        visitor.js("window.made.terminate()")
    visitor.js("window.broken = true; window.began = performance.now(); t.answer('parents_away', 'none')")
    assert visitor.js(f"return {OLD}")
    told_in_time(visitor, "没能算出新的结果")
    assert visitor.js(f"return {OLD} && Boolean({WORDS})")
    visitor.js("window.broken = false; t.click('[data-again]')")
    wait(visitor, f"!({OLD}) && !({APPLIES})", 20)


# --- storage, scripts ---


@pytest.mark.parametrize("storage", [NO_STORAGE, NULL_STORAGE, FULL, IDLE], ids=["refused", "none", "full", "idle"])
def test_without_storage_all_works_but_to_keep(page: Page, address: str, storage: str) -> None:
    page.add_init_script(SMALL + storage)
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    page.locator("[data-keep]").click()
    for place in ("[data-told]", "[data-messages]"):
        expect(page.locator(place)).to_contain_text("没有存下", timeout=SECOND)
    expect(page.locator("[data-told]")).to_be_in_viewport()
    for name in ("Error", "denied", "QuotaExceeded"):
        assert name not in page.locator("body").inner_text()
    answer(page, "parents_away", "none")
    assert not page.evaluate(APPLIES)
    page.locator("[data-wipe]").click()
    expect(page.locator("[data-messages]")).to_have_text("已经全部清掉。")


@pytest.mark.parametrize("host", ["127.0.0.1", "renhe.test"])
def test_answers_are_kept_and_wiped_over_http(browser: Browser, address: str, host: str) -> None:
    """A name that is not this machine's is no secure context: no service worker, no clipboard, no digests."""
    port = address.rpartition(":")[2]
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.add_init_script(SMALL)
    page.route(
        "http://renhe.test/**",
        lambda route: route.fulfill(
            response=route.fetch(url=route.request.url.replace("renhe.test", f"127.0.0.1:{port}"))
        ),
    )
    root = "http://renhe.test" if host == "renhe.test" else address
    page.goto(f"{root}/{LINK}")
    until(page, APPLIES, 10)
    assert page.evaluate("isSecureContext") == (host != "renhe.test")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-told]")).to_contain_text("已经存下")
    page.goto("about:blank")
    page.goto(f"{root}/check/")
    until(page, APPLIES, 10)
    page.locator("[data-copy]").click()
    expect(page.locator("[data-told]")).to_contain_text("复制", timeout=1_500)
    page.locator("[data-wipe]").click()
    assert page.evaluate("localStorage.getItem('guide-answers')") is None
    context.close()


@pytest.mark.parametrize("script", ["throw new Error('broken');", "const = 1;", ""], ids=["throws", "syntax", "empty"])
def test_a_program_that_does_not_run_is_told_by_the_page_itself(page: Page, address: str, script: str) -> None:
    page.route(re.compile(r"/app\.\w*\.?js"), lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(f"{address}/{LINK}")
    told(page, "还没有打开")
    expect(page.locator("[data-exit]")).to_be_visible()
    assert page.locator("#conditions details").count() > 0
    answer(page, "violence_suspected", "true")
    expect(page.locator("[data-danger] section[data-fact=violence_suspected]")).to_be_visible()


# --- what is typed, and the day ---


NUMBERS = {
    "9": "9",
    "９": "9",
    "１７": "17",
    "9岁": "9",
    "９周岁": "9",
    "九": "9",
    "十七": "17",
    "十": "10",
    "九岁": "9",
}


Fields = tuple[Locator, Locator, str]


@pytest.fixture(params=["on its screen", "in the list of all questions"])
def number(request: pytest.FixtureRequest, page: Page, address: str) -> Fields:
    """The field for the child's age, what is told at it, and what stands before the ids of both."""
    page.add_init_script(SMALL)
    page.goto(f"{address}/check/")
    until(page, f"{CHECK}.engine === 'ready'", 10)
    if request.param == "on its screen":
        page.locator("[data-screen-next]").click()
        return page.locator("[data-screen] input[type=number]"), page.locator("#ask-wrong-child_age"), "ask-"
    page.locator("[data-all] > summary").click()
    return page.locator(NUMBER), page.locator("#wrong-child_age"), ""


@pytest.mark.parametrize("at_once", [True, False])
def test_a_number_is_read_as_people_write_it(page: Page, number: Fields, at_once: bool) -> None:
    field, message, _ = number
    for typed, value in NUMBERS.items():
        field.fill("")
        expect(page.locator("[data-count]")).to_contain_text("还没有回答")
        field.click()
        for part in [typed] if at_once else typed:  # at once: as pasted, or from a keyboard that composes
            page.keyboard.insert_text(part)
        assert field.input_value() == value, typed
        expect(message).to_be_hidden()
        assert field.get_attribute("aria-invalid") == "false", typed
        expect(page.locator("[data-count]")).not_to_contain_text("还没有回答")


def test_what_is_no_number_is_told_at_its_field(page: Page, number: Fields) -> None:
    field, message, place = number
    for typed in ("9.5", "-1", "−1", "九点五", "9个月", "abc", "1234567890"):
        field.click()
        page.keyboard.insert_text(typed)
        expect(message).to_be_visible(timeout=SECOND)
        assert "整数" in message.inner_text(), typed
        assert field.get_attribute("aria-invalid") == "true", typed
        assert field.get_attribute("aria-describedby") == f"{place}help-child_age {place}wrong-child_age"
        expect(page.locator("[data-count]")).to_contain_text("还没有回答")
        field.fill("9")
        expect(message).to_be_hidden()
        field.fill("")


def test_a_sign_that_is_refused_leaves_the_number_an_answer(page: Page, number: Fields) -> None:
    field, message, _ = number
    field.click()
    page.keyboard.type("9/")
    assert field.input_value() == "9"
    assert field.get_attribute("aria-invalid") == "false"
    assert message.is_visible()
    until(page, "document.querySelector('.cp-result')")
    page.keyboard.press("Backspace")
    assert not message.is_visible()


def test_paper_has_the_day_of_where_the_visitor_is(browser: Browser, address: str) -> None:
    context = browser.new_context(timezone_id="Asia/Shanghai", service_workers="block")
    page = context.new_page()
    page.add_init_script(SMALL)
    page.clock.set_fixed_time("2026-03-30T23:30:00Z")  # half past seven in the morning there
    page.goto(f"{address}/{LINK}")
    until(page, APPLIES, 10)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".cp-results [data-today]").text_content() == "2026-03-31"
    context.close()
