"""The site after one visit: without a network, through new versions whole and spoilt, and removed again."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from generator.logic.audit import Checked
from generator.publish.offline import service_worker
from tests.browser.test_check import PYTHON, READY, answer
from tests.browser.test_documents import lines, saved
from tests.browser.visitor import Chromium, Firefox, Visitor, launched, wait
from tests.conftest import Quiet, Server, asset

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]  # one process copies the site and uses it

FIRST_OF_EACH = """
const fields = [...document.querySelectorAll("[data-form] fieldset[data-fact]")];
for (const first of fields.map((field) => field.querySelector("input"))) {
  if (first.type === "number") Object.assign(first, { value: 9 }).dispatchEvent(new Event("input", { bubbles: true }));
  else first.click();
}
return fields.length;
"""
OFFERED = "return !document.querySelector('[data-offer]').hidden"
KEPT_FILES = "caches.keys().then(async ([name]) => (name ? (await (await caches.open(name)).keys()).length : 0))"
OURS = "navigator.serviceWorker.getRegistration()"
LOADED = "return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1))"
PARTS = "window.parts = []; navigator.serviceWorker.addEventListener('message', (e) => (window.parts = e.data.kept))"
MARK = "<!-- another build -->"
BLANK = "   "  # as much in JSON
PAGES = ("check/index.html", "guides/proxy-mother/index.html")


def rules(site: Path) -> Path:
    """The compiled rules as a visitor gets them."""
    return asset(site, "check") / "bundle.json"


class Host:
    """A server whose site and network can be changed while browsers use it; `asked` are the paths that it answered."""

    def __init__(self, site: Path, prefix: str) -> None:
        self.site = site
        self.prefix = prefix  # the site may stand below another
        self.up = True
        self.asked: list[str] = []


class Answers(Quiet):
    host: Host

    def translate_path(self, path: str) -> str:
        self.directory = str(self.host.site)
        return super().translate_path("/" + path.removeprefix(self.host.prefix))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # what comes without the network comes from the site itself
        super().end_headers()

    def do_GET(self) -> None:  # noqa: N802 (the base class looks for this name)
        if not self.host.up:
            self.close_connection = True  # no word of an answer
            return
        del self.headers["If-Modified-Since"]  # the site of an earlier day may take the place of a later one
        self.host.asked.append(self.path.removeprefix(self.host.prefix))
        super().do_GET()


@contextmanager
def hosting(site: Path, prefix: str) -> Iterator[tuple[Host, str]]:
    host = Host(site, prefix)
    handler = type("AnswersOf", (Answers,), {"host": host})
    with Server(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield host, f"http://127.0.0.1:{server.server_port}{prefix}"
        server.shutdown()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    yield from launched(tmp_path_factory.mktemp("firefox"), dom__serviceWorkers__enabled=True)


@pytest.fixture(params=["chromium", "firefox"])
def visitor(request: pytest.FixtureRequest) -> Iterator[Visitor]:
    if request.param == "firefox":
        yield request.getfixturevalue("firefox")
        return
    made = Chromium(request.getfixturevalue("browser").new_page(service_workers="allow"))
    yield made
    made.close()


@pytest.fixture
def hosted(site: Path, visitor: Visitor) -> Iterator[tuple[Host, str]]:
    """The built site; for each test another origin, on which nothing is kept yet."""
    with hosting(site, "/" if visitor.name == "chromium" else "/a/guide/") as made:
        yield made


@pytest.fixture(scope="module")
def renewed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another build of the site: some files differ."""
    folder = tmp_path_factory.mktemp("renewed") / "site"
    shutil.copytree(site, folder)
    for path in (*(folder / page for page in PAGES), rules(folder)):
        text = path.read_text(encoding="utf-8")
        new = f"{text}{BLANK}" if path.suffix == ".json" else text.replace("</body>", f"{MARK}</body>")
        path.write_text(new, encoding="utf-8")
    service_worker.add(folder)
    return folder


@pytest.fixture(scope="module")
def spoilt(renewed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A third build, of which one file is not what its list says."""
    folder = tmp_path_factory.mktemp("spoilt") / "site"
    shutil.copytree(renewed, folder)
    page = folder / "terms/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{MARK}</body>"), encoding="utf-8")
    service_worker.add(folder)
    page.write_text(page.read_text(encoding="utf-8").replace(MARK, MARK.upper()), encoding="utf-8")
    return folder


def visit_until_kept(visitor: Visitor, address: str) -> None:
    visitor.open(f"{address}privacy/")
    wait(visitor, "t.text('[data-offline-state=kept]')")


def go(visitor: Visitor, address: str) -> None:
    """As a link would, so that the site has a page open all the time."""
    visitor.js(f"window.old = true; location.href = {json.dumps(address)}")
    # Between two pages Firefox may show an empty one, which is complete as well.
    there = f"location.href === {json.dumps(address)}"
    wait(visitor, f"!window.old && {there} && document.readyState === 'complete'")


def use_python(visitor: Visitor, address: str) -> None:
    """The interpreter comes to the device when the questionnaire is left."""
    before = visitor.js(f"return {KEPT_FILES}")
    go(visitor, f"{address}check/")
    wait(visitor, f"{PYTHON} === 'ready'")
    go(visitor, f"{address}terms/")
    wait(visitor, f"{KEPT_FILES}.then((files) => files > {before})")


def sizes(visitor: Visitor) -> dict[str, str]:
    """What the privacy page says of each part."""
    lines: dict[str, str] = visitor.js(
        "return Object.fromEntries([...document.querySelectorAll('[data-part]')].map((line) => "
        "[line.dataset.part, line.innerText]))"
    )
    return lines


def new_rules(visitor: Visitor) -> bool:
    """Whether the open questionnaire gets the compiled rules of the other build."""
    url = "new URL('bundle.json', document.querySelector('script[src*=\"/app.js\"]').src)"
    text = f"fetch({url}).then((answer) => answer.text())"
    return bool(visitor.js(f"return {text}.then((text) => text.endsWith('{BLANK}'))"))


def search(visitor: Visitor, query: str, wanted: str) -> None:
    visitor.js(f"t.type('.md-search__input', {json.dumps(query)})")
    wait(visitor, f"document.querySelector('.md-search-result__link[href*=\"{wanted}\"]')")


def test_after_one_visit_no_network_is_needed(
    visitor: Visitor, hosted: tuple[Host, str], checked: Checked, site: Path
) -> None:
    host, address = hosted
    visit_until_kept(visitor, address)
    wait(visitor, "t.text('[data-part=zh] [data-here]')")
    assert "guides/proxy-mother/" in host.asked
    assert [each for each in host.asked if each.startswith("en/") and each.endswith("/")] == []
    assert [each for each in host.asked if "pyodide" in each or each.endswith("python.zip")] == []

    # The privacy page says what is there, and brings the rest where that is wanted.
    told = json.loads((site / "offline.json").read_text(encoding="utf-8"))
    kept = (told["shared"]["kept"] + told["zh"]["kept"]) / 1e6
    wait(visitor, f"t.text('[data-part=zh]').includes('占{kept:.1f} MB')")
    assert f"下载大约{told['en']['sent'] / 1e6:.1f} MB" in sizes(visitor)["en"]
    assert "没有存" in sizes(visitor)["python"]
    visitor.js("t.click('[data-part=en] button')")
    wait(visitor, "t.text('[data-part=en] [data-here]')")
    assert "没有存" in sizes(visitor)["python"]

    # Once the interpreter has answered, it is there as well.
    use_python(visitor, address)
    visit_until_kept(visitor, address)
    wait(visitor, "t.text('[data-part=python] [data-here]')")
    host.up = False
    asked = len(host.asked)
    visitor.open(address)
    search(visitor, "低保", "guides/subsistence-allowance/")
    visitor.open(f"{address}guides/proxy-mother")  # without the last stroke, as people type it
    assert "代理妈妈" in visitor.js("return t.text('h1')")
    visitor.open(f"{address}matrix/?h=学校")
    assert visitor.js("return document.querySelectorAll('.cp-matrix tbody tr').length") == 18
    visitor.open(f"{address}nowhere/")
    assert "这一页不在了" in visitor.js("return t.text('h1')")
    visitor.open(f"{address}check/")
    wait(visitor, READY)
    answer(visitor, child_age=9, lives_in_renhe=True, parents_away="both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert visitor.js(FIRST_OF_EACH) == len(checked.facts)
    wait(visitor, "t.status('subsistence-allowance') === 'applies' && !document.querySelector('.cp-result--possible')")
    visitor.open(f"{address}en/")
    search(visitor, "dropped out of school", "guides/return-to-school/")
    visitor.open(f"{address}en/check/")
    wait(visitor, f"{PYTHON} === 'ready'")
    assert len(host.asked) == asked


def test_a_page_that_is_not_kept_says_that_there_is_no_network(visitor: Visitor, hosted: tuple[Host, str]) -> None:
    host, address = hosted
    visit_until_kept(visitor, address)
    host.up = False
    visitor.open(f"{address}en/guides/proxy-mother/")
    assert visitor.js("return t.text('h1')") == "This page cannot be opened now"
    if urlsplit(address).path == "/":  # as the page has it
        assert visitor.js("return getComputedStyle(t.one('.md-header')).position") == "sticky"  # its styles are there
    host.up = True
    visitor.js("window.old = true; t.click('.cp-lead a')")
    wait(visitor, "!window.old && t.text('h1').startsWith('A proxy mother')")


def test_what_is_kept_can_be_removed(visitor: Visitor, hosted: tuple[Host, str]) -> None:
    host, address = hosted
    visit_until_kept(visitor, address)
    go(visitor, f"{address}check/")
    wait(visitor, READY)
    answer(visitor, child_age=9)
    visitor.js("t.click('[data-switch=easy]')")
    wait(visitor, "t.click('[data-keep]')")
    assert "guide-answers" in visitor.js("return Object.keys(localStorage)")
    go(visitor, f"{address}privacy/")
    wait(visitor, "t.click('[data-offline-forget]')")
    wait(visitor, "t.text('[data-offline-state=removed]')")
    wait(visitor, "t.click('[data-offline-keep]')")  # whoever wants it back gets it back
    wait(visitor, "t.text('[data-offline-state=kept]')")
    wait(visitor, "t.click('[data-offline-forget]')")
    wait(visitor, "t.text('[data-offline-state=removed]')")
    for _ in range(2):
        assert visitor.js("return caches.keys()") == []
        assert visitor.js("return navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        assert visitor.js("return Object.keys(localStorage)") == []
        assert visitor.js("return Object.keys(sessionStorage)") == ["guide-refused"]
        go(visitor, address)  # nothing is kept anew in this tab
    host.up = False
    try:
        visitor.open(address)
    except Exception as error:
        assert any(name in str(error) for name in ("ERR_EMPTY_RESPONSE", "netReset")), error  # noqa: PT017
    else:
        pytest.fail("the home page came from nowhere")


def test_a_new_version_waits_until_it_is_whole_and_wanted(
    visitor: Visitor, hosted: tuple[Host, str], renewed: Path, spoilt: Path
) -> None:
    host, address = hosted
    visit_until_kept(visitor, address)
    visitor.js("t.click('[data-part=en] button')")
    wait(visitor, "t.text('[data-part=en] [data-here]')")
    use_python(visitor, address)
    go(visitor, f"{address}check/")
    wait(visitor, READY)
    answer(visitor, child_age=9, lives_in_renhe=True)

    # A version that is not what its list says does not arrive.
    host.site = spoilt
    visitor.js(f"{OURS}.then((ours) => ours.update())")
    wait(visitor, f"{OURS}.then((ours) => !ours.installing && !ours.waiting)")
    assert "terms/" in host.asked
    assert visitor.js("return document.querySelector('[data-worker]').hidden")
    assert not new_rules(visitor)

    # One that is whole is told of, and touches nothing.
    host.site = renewed
    host.asked.clear()
    # More than once: where the browser is trying the spoilt version again by itself, a first call joins that attempt.
    wait(visitor, f"{OURS}.then((ours) => ours.update()).then(() => t.text('[data-worker]').includes('新版本'))")
    assert {each for each in host.asked if not each.startswith("service-worker")} <= {
        *(page.removesuffix("index.html") for page in PAGES),
        rules(renewed).relative_to(renewed).as_posix(),
        "offline.json",
        "terms/",  # the browser may have tried the spoilt version once more
    }
    assert not new_rules(visitor)
    answer(visitor, parents_away="both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    given = visitor.js("return t.answers()")

    # At the visitor's word it is there as a whole, with the answers.
    visitor.js("window.old = true; t.click('[data-load]')")
    wait(visitor, "!window.old && document.readyState === 'complete'")
    wait(visitor, READY)
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert MARK in visitor.js("return document.documentElement.outerHTML")
    assert new_rules(visitor)
    assert visitor.js("return t.answers()") == given
    assert visitor.js("return Object.keys(sessionStorage)") == []
    assert visitor.js("return document.querySelector('[data-worker]').hidden")
    assert len(visitor.js("return caches.keys()")) == 1
    host.up = False
    go(visitor, f"{address}guides/proxy-mother/")
    assert MARK in visitor.js("return document.documentElement.outerHTML")
    go(visitor, f"{address}en/guides/proxy-mother/")  # what was kept before is kept again
    assert visitor.js("return t.text('h1')").startswith("A proxy mother")


def test_what_has_arrived_is_not_fetched_again(browser: Browser, site: Path) -> None:
    with hosting(site, "/") as (host, address):
        visitor = Chromium(browser.new_page(service_workers="allow"))
        visitor.open(f"{address}privacy/")
        wait(visitor, f"{KEPT_FILES}.then((files) => files > 20)")
        host.up = False
        wait(visitor, "t.text('[data-offline-state=failed]')")
        kept = visitor.js(f"return {KEPT_FILES}")
        first = host.asked.copy()
        host.asked.clear()
        host.up = True
        visit_until_kept(visitor, address)
        assert kept > 20
        assert len(set(first) & {each for each in host.asked if each.endswith("/")}) < 10
        visitor.close()


def test_staff_practise_and_save_a_report_without_a_network(browser: Browser, site: Path, tmp_path: Path) -> None:
    with hosting(site, "/") as (host, address):
        visitor = Chromium(browser.new_page(service_workers="allow", accept_downloads=True))
        page = visitor.page
        page.add_init_script(PARTS)
        visitor.open(f"{address}staff/report/")  # stays open until what it wants kept is there
        wait(visitor, "['zh-staff', 'docx'].every((part) => window.parts.includes(part))")
        assert not [each for each in host.asked if "docx" in each and each in visitor.js(LOADED)]
        host.up = False
        asked = len(host.asked)

        page.goto(f"{address}staff/drills/#set-7")
        page.check("[data-keep]")
        page.press("#seed", "Enter")
        for _ in range(10):
            page.locator("[data-choices] button").first.click()
            page.click("[data-next]")
        expect(page.locator("[data-score]")).to_be_visible()
        assert len(page.evaluate("JSON.parse(localStorage.getItem('guide-drills'))")) == 10

        page.goto(f"{address}staff/report/")
        page.fill("textarea[name=course]", "周一早上，手臂上有伤。")
        assert "周一早上，手臂上有伤。" in lines(saved(page, "[data-save]", tmp_path))

        page.goto(f"{address}privacy/")
        wait(visitor, "t.click('[data-offline-forget]')")
        wait(visitor, "t.text('[data-offline-state=removed]')")
        assert visitor.js("return Object.keys(localStorage)") == []
        assert len(host.asked) == asked
        visitor.close()


@pytest.mark.parametrize("line", ["{saveData: true}", "{type: 'cellular', effectiveType: '4g'}"])
def test_nothing_is_kept_unasked_where_it_may_cost_money(browser: Browser, site: Path, line: str) -> None:
    with hosting(site, "/") as (_, address):
        visitor = Chromium(browser.new_page(service_workers="allow"))
        visitor.page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {line}}})")
        visitor.open(f"{address}privacy/")
        assert "MB" in wait(visitor, "t.text('[data-offline-state=offered]')")
        assert visitor.js("return caches.keys()") == []
        visitor.close()


def test_a_visitor_who_may_have_to_pay_is_asked_first(browser: Browser, site: Path) -> None:
    with hosting(site, "/") as (host, address):
        visitor = Chromium(browser.new_page(service_workers="allow"))
        visitor.page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {effectiveType: '2g'}})")
        visitor.open(f"{address}privacy/")
        assert "MB" in wait(visitor, "t.text('[data-offline-state=offered]')")
        assert visitor.js(OFFERED) is False  # not on the first page
        go(visitor, f"{address}guides/proxy-mother/")
        assert " MB" in wait(visitor, "t.text('[data-offer]')")
        assert visitor.js("return caches.keys()") == []

        # Not now is an answer, and it is remembered.
        visitor.js("t.click('[data-offer] [data-later]')")
        go(visitor, address)
        visitor.page.wait_for_load_state("networkidle")  # what the page does by itself it has done
        assert visitor.js(OFFERED) is False
        assert visitor.js("return caches.keys()") == []
        visitor.js("localStorage.clear()")

        # So is yes, to this language; what else is used is not kept unasked.
        go(visitor, f"{address}guides/")
        wait(visitor, "t.text('[data-offer]')")
        visitor.js("t.click('[data-offer] [data-offline-keep]')")
        assert visitor.js(OFFERED) is False
        visit_until_kept(visitor, address)
        go(visitor, f"{address}en/privacy/")
        wait(visitor, "t.text('[data-offline-state=offered]') && t.text('[data-part=zh] [data-here]')")
        assert [each for each in host.asked if each.startswith("en/guides/")] == []
        visitor.close()


@pytest.mark.parametrize(
    "lacking",
    [
        "delete Navigator.prototype.serviceWorker; delete window.caches",  # as over http
        "Object.defineProperty(window, 'caches', {get() { throw new DOMException('no', 'SecurityError'); }})",
    ],
)
def test_what_is_remembered_can_be_removed_where_no_site_can_be_kept(
    browser: Browser, site: Path, lacking: str
) -> None:
    with hosting(site, "/") as (_, address):
        visitor = Chromium(browser.new_page(service_workers="block"))
        visitor.page.add_init_script(lacking)
        visitor.open(f"{address}check/")
        wait(visitor, READY)
        answer(visitor, child_age=9)
        visitor.js("t.click('[data-switch=easy]')")
        wait(visitor, "t.click('[data-keep]')")
        go(visitor, f"{address}privacy/")
        wait(visitor, "t.click('[data-offline-forget]')")
        wait(visitor, "t.text('[data-offline-state=removed]')")
        assert visitor.js("return Object.keys(localStorage)") == []
        assert visitor.js("return Object.keys(sessionStorage)") == ["guide-refused"]
        visitor.close()


def test_the_way_back(browser: Browser, site: Path, tmp_path: Path) -> None:
    """A host that no longer wants any of this says so with one file."""
    left = tmp_path / "left"
    shutil.copytree(site, left, ignore=shutil.ignore_patterns("en", "pyodide"))
    shutil.copy(service_worker.LEAVING, left / "service-worker.js")
    with hosting(site, "/") as (host, address):
        visitor = Chromium(browser.new_page(service_workers="allow"))
        visit_until_kept(visitor, address)
        host.site = left
        go(visitor, address)
        wait(visitor, "caches.keys().then((names) => !names.length)")
        host.asked.clear()
        go(visitor, f"{address}guides/")  # which may register the worker again: it keeps nothing, and answers nothing
        assert "guides/" in host.asked
        assert visitor.js("return caches.keys()") == []
        visitor.close()


def test_the_site_can_be_installed(browser: Browser, address: str) -> None:
    for root in ("/", "/en/"):
        page = browser.new_page()
        page.goto(f"{address}{root}guides/")
        chrome = page.context.new_cdp_session(page)
        assert chrome.send("Page.getAppManifest")["errors"] == []
        problems = {each["errorId"] for each in chrome.send("Page.getInstallabilityErrors")["installabilityErrors"]}
        assert problems <= {"in-incognito"}  # as every page of these tests is
        page.close()
