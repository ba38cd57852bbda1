"""From opening the questionnaire to its first result, in Chromium, against Pyodide as it comes; from tap to result.

Usage: python -m benchmarks.start SITE [ROUNDS]. SITE is a compressed build; ROUNDS visits of each kind take turns, and
the middle one counts. The contender is the same site without the walker, and with a worker that starts Pyodide as its
manual says. Taps are tried in an old Chromium too.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.__main__ import machine
from benchmarks.host import served
from generator.publish.offline import service_worker
from generator.publish.pyodide_pack import PYODIDE
from tests.browser.visitor import until
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.phones.driver import DevTools
from tests.phones.engines import ENGINES, started

CHECK = "check/#child_age=9&lives_in_renhe=true&parents_away=both"
TEXT = "guides/proxy-mother/"  # a page of text of the same site
SLOW = (200_000, 0.15)  # bytes a second, and seconds until an answer begins
THREE = "&child_age.2=6&disabled.2=true&child_age.3=3"
TAPPED = ("Chromium of Debian", "Chromium 69")
SLOWER = 6  # times, for a processor like that of an old phone
# When the first result is on the page, when Python starts and when its first answer has come (it is asked as soon as it
# is ready, and the page need not change then); what kept the page from answering.
TELL = """
window.told = { long: [] };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) told.long.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
new MutationObserver((_, observer) => {
  if (!document.querySelector(".cp-result")) return;
  told.result = performance.now();
  told.moment = (performance.timeOrigin + told.result) / 1000;
  observer.disconnect();
}).observe(document, { subtree: true, childList: true });
new MutationObserver((_, observer) => { // the first button is there once it leads somewhere
  const next = document.querySelector("[data-screen-next]");
  if (!next || next.hidden) return;
  told.form = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["hidden"] });
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    told.started ??= performance.now();
    this.addEventListener("message", ({ data }) => {
      if (data.result !== undefined) told.python ??= performance.now();
    });
  }
};
addEventListener("DOMContentLoaded", () => { told.ready = performance.now(); });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
RESULT, CONFIRMED, READY = "told.result", "told.result && told.python", f"told.ready && {FIRST_PAINT}"
# The contender waits for nothing before it starts Python.
AT_ONCE = "window.requestIdleCallback = (go) => go();"

Limits = tuple[float, ...]
Visits = list[dict[str, Any]]


def stock(site: Path, folder: Path) -> Path:
    """The same site with Python alone, and a worker that takes no care of its start."""
    copy = folder / "stock"
    shutil.copytree(site, copy)
    check = next(copy.glob("assets/check.*"))
    interpreter = next(copy.glob("assets/pyodide.*"))
    source = Path(__file__).with_name("stock.js").read_text(encoding="utf-8")
    changed = [check / "walker.js", check / "worker.js", interpreter / "pyodide-lock.json"]
    changed[0].write_text("", encoding="utf-8")
    changed[1].write_text(source.replace("../pyodide/", f"../{interpreter.name}/"), encoding="utf-8")
    shutil.copy(PYODIDE / "pyodide-lock.json", interpreter)
    for path in changed:
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(path.read_bytes()))
    service_worker.add(copy)
    for name in ("service-worker.js.br", "offline.json.br"):  # of the list that was
        (copy / name).unlink(missing_ok=True)
    return copy


def visit(context: BrowserContext, address: str, done: str) -> tuple[Page, dict[str, Any]]:
    page = context.new_page()
    page.add_init_script(TELL)
    page.goto(address, wait_until="commit")
    until(page, f"window.told && {done}", 180)
    return page, dict(page.evaluate(f"({{ ...told, paint: {FIRST_PAINT} }})"))


def cold(
    browser: Browser, site: Path, page: tuple[str, str] = (CHECK, RESULT), limits: Limits = (), script: str = ""
) -> dict[str, Any]:
    """A first visit to a page, by its address, until what is to be done there is done."""
    where, done = page
    with served(site, *limits) as (address, line):
        context = browser.new_context()
        context.add_init_script("delete Navigator.prototype.serviceWorker")  # it comes later, and is not part of this
        context.add_init_script(script)
        _, told = visit(context, address + where, done)
        told["bytes"] = line.sent(told.get("moment", float("inf")))
        told["all"] = line.sent()
        context.close()
    return told


def kept(browser: Browser, site: Path, rounds: int, done: str, script: str = "") -> Iterator[dict[str, Any]]:
    """Visits to a site that the device holds, after two that made it so."""
    with served(site) as (address, _):
        context = browser.new_context()
        context.add_init_script(script)
        for turn in range(rounds + 2):
            page, told = visit(context, address + CHECK, done)
            until(page, "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))", 180)
            time.sleep(5 if turn < 2 else 0.5)  # the site is kept in its own time
            page.close()
            if turn > 1:
                yield told
        context.close()


def middle(visits: Visits, name: str) -> float:
    return statistics.median(float(each[name]) for each in visits)


def turns(rounds: int, **contenders: Callable[[], dict[str, Any]]) -> dict[str, Visits]:
    made: dict[str, Visits] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            made[name].append(contender())
    return made


def ratio(what: str, ours: float, name: str, other: float) -> str:
    return f"{what}: {ours:.0f} ms, {name} {other:.0f} ms, ratio {ours / other:.2f}"


def _long(visits: Visits) -> str:
    tasks = [task for each in visits for task in each["long"]]
    return ", ".join(f"{duration:.0f} ms at {start:.0f}" for start, duration in tasks) or "none"


def visits(browser: Browser, site: Path, plain: Path, rounds: int) -> Iterator[str]:
    at_once = partial(cold, browser, plain, script=AT_ONCE)
    made = turns(
        rounds,
        text=lambda: cold(browser, site, (TEXT, READY)),
        ours=lambda: cold(browser, site, (CHECK, f"{CONFIRMED} && {READY}")),
        stock=at_once,
    )
    ours, other, text = made["ours"], middle(made["stock"], "result"), middle(made["text"], "ready")
    yield ratio("first visit, to the first result", middle(ours, "result"), "stock", other)
    yield ratio("  against a page of text until its scripts have run", middle(ours, "result"), "it", text)
    yield ratio("  until Python has confirmed it", middle(ours, "python"), "stock", other)
    yield f"  Python starts after {middle(ours, 'started'):.0f} ms, stock {middle(made['stock'], 'started'):.0f} ms"
    yield f"  bytes until the first result {middle(ours, 'bytes') / 1e3:.0f} KB"
    everything, stocks = middle(ours, "all"), middle(made["stock"], "all")
    yield f"  bytes with Python {everything / 1e6:.2f} MB, stock {stocks / 1e6:.2f} MB, ratio {everything / stocks:.2f}"
    yield f"  tasks of more than 50 ms in {rounds} visits: {_long(ours)}; page of text: {_long(made['text'])}"
    for what, of, against in (
        ("first contentful paint", "paint", "paint"),
        ("the questionnaire takes answers", "form", "ready"),
        ("all scripts have run", "ready", "ready"),
    ):
        yield ratio(f"  {what}", middle(ours, of), "page of text", middle(made["text"], against))

    ours = list(kept(browser, site, rounds, CONFIRMED))
    other = middle(list(kept(browser, plain, rounds, RESULT, AT_ONCE)), "result")
    yield ratio("from the device, to the first result", middle(ours, "result"), "stock", other)
    yield ratio("  until Python has confirmed it", middle(ours, "python"), "stock", other)
    yield f"  tasks of more than 50 ms in {rounds} visits: {_long(ours)}"

    made = turns(
        2, ours=lambda: cold(browser, site, (CHECK, CONFIRMED), limits=SLOW), stock=partial(at_once, limits=SLOW)
    )
    ours, other = made["ours"], middle(made["stock"], "result")
    yield ratio("200 KB/s and 150 ms, to the first result", middle(ours, "result"), "stock", other)
    yield ratio("  until Python has confirmed it", middle(ours, "python"), "stock", other)
    yield f"  the first question is there after {middle(ours, 'paint'):.0f} ms"
    yield f"  bytes until the first result {middle(ours, 'bytes') / 1e3:.0f} KB"


# Taps on answers, in the words of 2017: every question has one after the other, while nothing else happens. The results
# are on the page when what was tapped has been told (the count, after all else), and then painted.
TAPS = """new Promise(function (done) {
  var times = [], left = [], count = document.querySelector("[data-count]"), round, i;
  var fields = document.querySelectorAll("[data-form] fieldset[data-fact]");
  for (round = 0; round < 3; round++) {
    for (i = 0; i < fields.length; i++) {
      if (fields[i].getAttribute("data-fact") !== "lives_in_renhe") left.push([fields[i], round]);
    }
  }
  function next() {
    if (!left.length) return done(times);
    var at = left.shift(), choices = [].filter.call(at[0].querySelectorAll("input[type=radio]"), function (input) {
      return !input.checked;
    });
    if (!choices.length) return next();
    var start = 0, shown = 0, observer = new MutationObserver(function () {
      shown = performance.now();
      observer.disconnect();
      requestAnimationFrame(function () {
        setTimeout(function () {
          times.push([shown - start, performance.now() - start]);
          setTimeout(next, 100); // nobody answers quicker
        });
      });
    });
    count.textContent = ""; // what is there already is not written again
    count.getBoundingClientRect(); // a visitor's tap finds the page laid out
    observer.observe(count, {childList: true});
    start = performance.now();
    choices[at[1] % choices.length].click();
  }
  setTimeout(next, 1000); // the first results are looked at
})"""
PYTHON = "document.querySelector('[data-check]').getAttribute('data-python')"


def taps(site: Path, engine: str, audience: str, slower: int, others: str = "") -> str:
    """Taps in one visit, once Python has confirmed the first results or cannot be had. `others`: more of the link."""
    with served(site) as (address, _), started(ENGINES[engine]) as phone:
        assert isinstance(phone, DevTools)
        phone.open(f"{address}{CHECK}&audience={audience}{others}")
        phone.wait("Boolean(document.querySelector('.cp-result'))", 30, "no results")
        phone.wait(f"['ready', 'failed', 'off'].indexOf({PYTHON}) >= 0", 60, "Python is neither there nor not")
        phone.slow(slower)
        times = phone.js(TAPS)
    told = []
    for what, all_times in zip(("on the page", "painted"), zip(*times, strict=True), strict=True):
        late = statistics.quantiles(all_times, n=20)[-1]
        told.append(f"{what} {statistics.median(all_times):.1f} / {late:.1f}")
    speed = f", processor slowed to 1/{slower}" if slower > 1 else ""
    family = ", three children" if others else ""
    return f"{engine}, {audience}{family}{speed}, {len(times)} taps, ms in the middle / at p95: {', '.join(told)}"


def answers(site: Path) -> Iterator[str]:
    for engine in TAPPED:
        for slower in (1, SLOWER):
            for audience in ("family", "worker"):
                yield taps(site, engine, audience, slower)
        yield taps(site, engine, "family", 1, THREE)


def main() -> int:
    site, rounds = Path(sys.argv[1]), int((sys.argv[2:] or ["7"])[0])
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = stock(site, Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for line in visits(browser, site, plain, rounds):
            print(line, flush=True)
        browser.close()
    for line in answers(site):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
