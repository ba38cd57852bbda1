"""How the checker starts: what it downloads, what it does when something of it fails, what it leaves on the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from generator.engine import PYODIDE
from tests.browser.visitor import Chromium, until, wait

pytestmark = pytest.mark.browser

ANSWERS = "child_age=9&lives_in_renhe=true&parents_away=both"
APPLIES = "t.status('proxy-mother') === 'applies'"
# Bytes as a host sends them, but compressed in a hurry; at its best brotli saves another sixth.
BUDGETS = {"": 90_000, "guides/proxy-mother/": 95_000, "question": 120_000, "result": 4_600_000}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A device that has never been here."""
    made = browser.new_context(viewport={"width": 360, "height": 740})
    yield made
    made.close()


def open_check(context: BrowserContext, address: str, fragment: str = f"#{ANSWERS}") -> Chromium:
    visitor = Chromium(context.new_page())
    visitor.open(f"{address}/check/{fragment}")
    return visitor


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


# What is kept on the device comes after the page is ready, and in its own time.
NOT_OURS = ("service-worker.js", "offline.json")


def unkept(addresses: list[str]) -> list[str]:
    return [each for each in addresses if each not in NOT_OURS]


@pytest.mark.parametrize("page", ["", "guides/proxy-mother/"])
def test_a_page_of_text_is_small(context: BrowserContext, address: str, site: Path, page: str) -> None:
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/{page}")
    wait(visitor, "document.readyState === 'complete'")
    visitor.page.wait_for_load_state("networkidle")
    assert sent(site, unkept(seen)) < BUDGETS[page]


def test_a_question_is_there_before_the_interpreter(context: BrowserContext, address: str, site: Path) -> None:
    """With the interpreter held back, a question can be answered, and the answer is not lost."""
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    held: list[Route] = []
    context.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/")
    visitor.js("t.answer('child_age', '9')")
    before = [each for each in unkept(seen) if "/pyodide." not in each and "/python.zip" not in each]
    assert sent(site, before) < BUDGETS["question"]
    visitor.js("t.answer('lives_in_renhe', 'true')")
    visitor.js("t.answer('parents_away', 'both')")
    wait(visitor, "document.querySelector('[data-check]') !== null")
    assert visitor.js("return document.querySelector('.cp-result')") is None
    for route in held:
        route.continue_()
    wait(visitor, APPLIES)


def test_a_first_result_downloads_what_is_used_and_no_more(context: BrowserContext, address: str, site: Path) -> None:
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    visitor = Chromium(context.new_page())
    seen = asked(visitor.page)
    visitor.open(f"{address}/check/#{ANSWERS}")
    wait(visitor, APPLIES)
    engine = {each.rpartition("/")[2] for each in seen if "/check." in each or "/pyodide." in each}
    expected = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python.zip", "bundle.json", "check.css"}
    scripts = (
        "app",
        "answer",
        "build",
        "client",
        "form",
        "link",
        "memory",
        "protocol",
        "python",
        "start",
        "view",
        "worker",
    )
    assert engine == expected | {f"{name}.js" for name in scripts}
    assert sent(site, unkept(seen)) < BUDGETS["result"]
    # Against Pyodide as it comes.
    interpreter = [each for each in seen if each.rpartition("/")[2] in expected - {"bundle.json", "check.css"}]
    stock = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
    assert sent(site, interpreter) < 0.75 * sum(_compressed(PYODIDE / name) for name in stock)


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
    wait(visitor, APPLIES)
    assert {"python_stdlib.zip", "checker.json"} <= {each.rpartition("/")[2] for each in seen}


# What the device keeps of the interpreter, as {name, digest, bytes}; null if nothing.
MEMORY = """(async () => {
  const name = (await caches.keys()).find((name) => name.endsWith(" memory"));
  if (!name) return null;
  const [kept] = await (await caches.open(name)).matchAll();
  if (!kept) return null;
  return { name, digest: kept.headers.get("digest"), bytes: new Uint8Array(await kept.arrayBuffer()) };
})()"""
SPOIL = """(async () => {
  const { name, digest, bytes } = await MEMORY;
  const sha = async () => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
    (byte) => byte.toString(16).padStart(2, "0")).join("");
  const headers = { digest: await (HOW) };
  const cache = await caches.open(name);
  await cache.put((await cache.keys())[0], new Response(bytes, { headers }));
  return headers.digest;
})()""".replace("MEMORY", MEMORY)


def test_a_later_visit_starts_from_memory(context: BrowserContext, address: str) -> None:
    first = open_check(context, address)
    wait(first, APPLIES)
    until(first.page, "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))")
    assert first.page.evaluate(MEMORY) is None  # nothing but the site is kept of a first visit

    # The second visit makes the memory, before it knows of an answer that stands in no rule.
    second = open_check(context, address, f"#{ANSWERS}&unexcused_absence_days=73737373")
    wait(second, APPLIES)
    until(second.page, f"{MEMORY}.then(Boolean)")
    for text, held in (("unexcused_absence_days", True), ("73737373", False)):
        decoded = f"{MEMORY}.then(({{ bytes }}) => new TextDecoder('latin1').decode(bytes))"
        assert second.page.evaluate(f"{decoded}.then((all) => all.includes('{text}'))") == held

    # The third starts from it: the rules are not read again.
    third = Chromium(context.new_page())
    seen = asked(third.page)
    third.open(f"{address}/check/#{ANSWERS}")
    wait(third, APPLIES)
    assert "bundle.json" not in {each.rpartition("/")[2] for each in seen}
    assert third.js("return t.status('subsistence-allowance')") == "possible"
    third.js("t.answer('meets_subsistence_criteria', 'true')")
    wait(third, "t.status('subsistence-allowance') === 'applies'")

    # One that is damaged, or is whole but gives no answer, is made anew.
    for how in ("bytes.fill(1, bytes.length >> 1) && digest", "bytes.fill(1, bytes.length >> 1) && sha()"):
        third.page.evaluate(SPOIL.replace("HOW", how))
        third.open(f"{address}/check/#{ANSWERS}")
        wait(third, APPLIES)
        until(third.page, f"{MEMORY}.then((made) => made && made.bytes.at(-1) !== 1)")
