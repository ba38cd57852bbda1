"""How the checker starts: what it downloads, and what it does when something of it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from generator.publish.pyodide_pack import PYODIDE
from tests.browser.test_check import PYTHON
from tests.browser.visitor import Chromium, wait

pytestmark = pytest.mark.browser

ANSWERS = "child_age=9&lives_in_renhe=true&parents_away=both"
APPLIES = "t.status('proxy-mother') === 'applies'"
# Bytes as a host sends them, but compressed in a hurry; at its best brotli saves another sixth.
BUDGETS = {"": 90_000, "guides/proxy-mother/": 95_000, "question": 135_000, "result": 177_000, "python": 4_150_000}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A device that has never been here."""
    made = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    yield made
    made.close()


def asked(page: Page) -> list[str]:
    """The addresses that the page and its workers ask for from now on, relative to the site."""
    seen: list[str] = []
    page.context.on("request", lambda request: seen.append(request.url.split("/", 3)[3].split("#")[0]))
    return seen


def sent(site: Path, addresses: list[str]) -> int:
    """How many bytes these are, compressed."""
    files = {site / address.split("?")[0] for address in addresses}
    return sum(_compressed(file / "index.html" if file.is_dir() else file) for file in files)


def _compressed(file: Path) -> int:
    content = file.read_bytes()
    return min(len(content), len(brotli.compress(content, quality=5, lgwin=22)))


@pytest.mark.parametrize("page", ["", "guides/proxy-mother/"])
def test_a_page_of_text_is_small(context: BrowserContext, address: str, site: Path, page: str) -> None:
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/{page}")
    wait(visitor, "document.readyState === 'complete'")
    visitor.page.wait_for_load_state("networkidle")
    assert sent(site, seen) < BUDGETS[page]


def test_results_are_there_before_the_interpreter(context: BrowserContext, address: str, site: Path) -> None:
    """With the interpreter held back, questions can be answered and have their results."""
    held: list[Route] = []
    free = threading.Event()
    context.route("**/pyodide.asm.wasm", lambda route: route.continue_() if free.is_set() else held.append(route))
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/")
    visitor.js("t.answer('child_age', '9')")
    engine = ("/pyodide.", "/python.zip", "/bundle.json")
    before = [each for each in seen if not any(part in each for part in engine)]
    assert sent(site, before) < BUDGETS["question"]
    visitor.js("t.answer('lives_in_renhe', 'true')")
    visitor.js("t.answer('parents_away', 'both')")
    wait(visitor, APPLIES, 10)
    assert not visitor.js(f"return {PYTHON} === 'ready'")
    free.set()  # it may not have been asked for yet
    for route in held:
        route.continue_()
    wait(visitor, f"{PYTHON} === 'ready'")


def test_a_first_result_downloads_what_is_used_and_no_more(context: BrowserContext, address: str, site: Path) -> None:
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })")
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/#{ANSWERS}")
    wait(visitor, APPLIES)
    visitor.page.wait_for_load_state("networkidle")
    checker = {each.rpartition("/")[2] for each in seen if "/check." in each or "/pyodide." in each}
    assert checker == {"app.js", "safe.js", "walker.js", "bundle.json", "check.css"}
    assert sent(site, seen) < BUDGETS["result"]


def test_python_downloads_what_is_used_and_no_more(context: BrowserContext, address: str, site: Path) -> None:
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/#{ANSWERS}")
    wait(visitor, f"{PYTHON} === 'ready'")
    engine = {each.rpartition("/")[2] for each in seen if "/check." in each or "/pyodide." in each}
    expected = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python.zip", "bundle.json", "check.css"}
    scripts = ("app", "build", "protocol", "python", "safe", "walker", "worker")
    assert engine == expected | {f"{name}.js" for name in scripts}
    assert sent(site, seen) < BUDGETS["python"]
    # Against Pyodide as it comes.
    interpreter = [each for each in seen if each.rpartition("/")[2] in expected - {"bundle.json", "check.css"}]
    stock = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
    assert sent(site, interpreter) < 0.68 * sum(_compressed(PYODIDE / name) for name in stock)


def _missing(route: Route) -> None:
    route.fulfill(status=404)


def _spoilt(route: Route) -> None:
    route.fulfill(status=200, body=b"PK\x05\x06" + bytes(18))  # an archive with nothing in it


@pytest.mark.parametrize("broken", [_missing, _spoilt])
def test_without_the_archive_the_whole_library_does(
    context: BrowserContext, address: str, broken: Callable[[Route], None]
) -> None:
    context.route("**/python.zip", broken)
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/#{ANSWERS}")
    wait(visitor, f"{PYTHON} === 'ready'")
    assert {"python_stdlib.zip", "checker.json"} <= {each.rpartition("/")[2] for each in seen}
