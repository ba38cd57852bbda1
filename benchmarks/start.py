"""From opening the questionnaire to its first result, in Chromium, against Pyodide as it comes; from click to result.

Usage: python -m benchmarks.start SITE [ROUNDS]. SITE is a compressed build; ROUNDS visits of each kind take turns, and
the middle one counts. The contender is the same site but for its worker, which starts Pyodide as its manual says.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from benchmarks.__main__ import machine
from benchmarks.host import Host, Line
from generator import offline
from generator.engine import PYODIDE
from tests.browser.visitor import until
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, Server

CHECK = "check/#child_age=9&lives_in_renhe=true&parents_away=both"
TEXT = "guides/proxy-mother/"  # a page of text of the same site
PHONE: ViewportSize = {"width": 360, "height": 740}
SLOW = (200_000, 0.15)  # bytes a second, and seconds until an answer begins
# When the first question and the first result are there; what kept the page from answering.
TELL = """
window.told = { long: [] };
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) told.long.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
new MutationObserver((_, observer) => {
  if (!document.querySelector(".cp-result")) return;
  told.result = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true });
new MutationObserver((_, observer) => { // the form shows how far one is once it takes answers
  const progress = document.querySelector("[data-progress]");
  if (!progress || progress.hidden) return;
  told.form = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["hidden"] });
addEventListener("DOMContentLoaded", () => { told.ready = performance.now(); });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


Limits = tuple[float, ...]


@contextmanager
def served(site: Path, *limits: float) -> Iterator[tuple[str, Line]]:
    line = Line(*limits)
    with Server(("127.0.0.1", 0), partial(Host, directory=str(site), line=line)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", line
        server.shutdown()


def stock(site: Path, folder: Path) -> Path:
    """The same site with a worker that takes no care of its start."""
    copy = folder / "stock"
    shutil.copytree(site, copy)
    worker = next(copy.glob("assets/check.*/worker.js"))
    interpreter = next(copy.glob("assets/pyodide.*"))
    source = Path(__file__).with_name("stock.js").read_text(encoding="utf-8")
    worker.write_text(source.replace("../pyodide/", f"../{interpreter.name}/"), encoding="utf-8")
    shutil.copy(PYODIDE / "pyodide-lock.json", interpreter)
    for path in (worker, interpreter / "pyodide-lock.json"):
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(path.read_bytes()))
    offline.add(copy)
    for name in ("service-worker.js.br", "offline.json.br"):  # of the list that was
        (copy / name).unlink(missing_ok=True)
    return copy


def visit(context: BrowserContext, address: str, done: str = "told.result") -> tuple[Page, dict[str, Any]]:
    page = context.new_page()
    page.add_init_script(TELL)
    page.goto(address, wait_until="commit")
    until(page, f"window.told && {done}", 180)
    return page, dict(page.evaluate(f"({{ ...told, paint: {FIRST_PAINT} }})"))


def cold(
    browser: Browser, site: Path, done: str = "told.result", where: str = CHECK, limits: Limits = ()
) -> dict[str, Any]:
    """A first visit."""
    with served(site, *limits) as (address, sent):
        context = browser.new_context()
        context.add_init_script("delete Navigator.prototype.serviceWorker")  # it comes later, and is not part of this
        _, told = visit(context, address + where, done)
        told["bytes"] = sent.sent
        context.close()
    return told


def kept(browser: Browser, site: Path, rounds: int) -> Iterator[dict[str, Any]]:
    """Visits to a site that the device holds, after two that made it so."""
    with served(site) as (address, sent):
        context = browser.new_context()
        for turn in range(rounds + 2):
            before = sent.sent
            page, told = visit(context, address + CHECK)
            told["bytes"] = sent.sent - before
            until(page, "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))", 180)
            time.sleep(5 if turn < 2 else 0.5)  # the memory is written down in its own time
            page.close()
            if turn > 1:
                yield told
        context.close()


def middle(visits: list[dict[str, Any]], name: str) -> float:
    return statistics.median(float(each[name]) for each in visits)


def turns(rounds: int, **contenders: Callable[[], dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            made[name].append(contender())
    return made


# Answers by clicks, and the moments on the way: the request leaves, its result comes, the page shows it, it is painted.
CLICKS = """async () => {
  const find = (selector) => document.querySelector(selector);
  const answered = () => new Promise((done) => {
    const spot = { start: performance.now() };
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...given) {
      spot.asked = performance.now();
      Worker.prototype.postMessage = postMessage;
      const heard = ({ data, timeStamp }) => {
        if (data.id === undefined) return;
        spot.heard = timeStamp;
        this.removeEventListener("message", heard);
      };
      this.addEventListener("message", heard);
      postMessage.apply(this, given);
    };
    new MutationObserver((_, observer) => {
      spot.shown = performance.now();
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done({ ...spot, painted: performance.now() })));
    }).observe(find("[data-count]"), { childList: true }); // told after all else, and every time
  });
  const spots = [];
  await new Promise((next) => setTimeout(next, 1000)); // the first results are looked at
  for (let round = 0; round < 3; round++) {
    for (const field of document.querySelectorAll("[data-form] fieldset[data-fact]")) {
      const choices = [...field.querySelectorAll("input[type=radio]")].filter((each) => !each.checked);
      if (!choices.length || field.dataset.fact === "lives_in_renhe") continue;
      const spot = answered();
      choices[round % choices.length].click();
      spots.push(await spot);
      await new Promise((next) => setTimeout(next, 100)); // nobody answers quicker
    }
  }
  return spots;
}"""


def clicks(browser: Browser, site: Path, audience: str, keeping: bool) -> str:
    """Three visits in a phone's window; `keeping`: while the site is kept on the device, as after a first visit."""
    spots = []
    for _ in range(3):
        with served(site) as (address, _):
            context = browser.new_context(viewport=PHONE, service_workers="allow" if keeping else "block")
            page, _ = visit(context, f"{address}{CHECK}&audience={audience}")
            spots += page.evaluate(CLICKS)
            context.close()
    parts = {"all": ("start", "shown"), "form": ("start", "asked"), "worker": ("asked", "heard")}
    parts |= {"page": ("heard", "shown"), "and until painted": ("shown", "painted")}
    told = []
    for name, (start, end) in parts.items():
        times = [spot[end] - spot[start] for spot in spots]
        told.append(f"{name} {statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f}")
    when = ", while the site is being kept" if keeping else ""
    return f"{audience}{when}, {len(spots)} answers, ms in the middle / at the 95th percentile: {', '.join(told)}"


def ratios(name: str, made: dict[str, list[dict[str, Any]]], of: str = "result") -> str:
    ours, other = (middle(visits, of) for visits in made.values())
    return f"{name}: {ours:.0f} ms, stock {other:.0f} ms, ratio {ours / other:.2f}"


def _long(visits: list[dict[str, Any]]) -> str:
    tasks = [task for each in visits for task in each["long"]]
    return ", ".join(f"{duration:.0f} ms at {start:.0f}" for start, duration in tasks) or "none"


def visits(browser: Browser, site: Path, plain: Path, rounds: int) -> Iterator[str]:
    made = turns(rounds, ours=lambda: cold(browser, site), stock=lambda: cold(browser, plain))
    ours, other = (middle(visits, "bytes") for visits in made.values())
    yield ratios("first visit, to the first result", made)
    yield f"  bytes {ours / 1e6:.2f} MB, stock {other / 1e6:.2f} MB, ratio {ours / other:.2f}"
    yield f"  tasks of more than 50 ms in {rounds} visits: {_long(made['ours'])}"
    both = {"ours": list(kept(browser, site, rounds)), "stock": list(kept(browser, plain, rounds))}
    yield ratios("from the device, to the first result", both)
    yield f"  tasks of more than 50 ms in {rounds} visits: {_long(both['ours'])}"
    made = turns(2, ours=lambda: cold(browser, site, limits=SLOW), stock=lambda: cold(browser, plain, limits=SLOW))
    yield ratios("200 KB/s and 150 ms, to the first result", made)
    asked, result = middle(made["ours"], "paint"), middle(made["ours"], "result")
    yield f"  the first question is there after {asked:.0f} ms, {result / asked:.1f} times sooner"
    there = f"told.ready && {FIRST_PAINT}"
    pages = turns(rounds, check=lambda: cold(browser, site, there), text=lambda: cold(browser, site, there, TEXT))
    for what, on_check, on_text in (
        ("first contentful paint", "paint", "paint"),
        ("the questionnaire takes answers, the scripts of a page of text have run", "form", "ready"),
        ("all scripts have run", "ready", "ready"),
    ):
        check, text = middle(pages["check"], on_check), middle(pages["text"], on_text)
        yield f"{what}: /check/ {check:.0f} ms, a page of text {text:.0f} ms, ratio {check / text:.2f}"
    yield f"  tasks of more than 50 ms: /check/ {_long(pages['check'])}; a page of text {_long(pages['text'])}"


def answers(browser: Browser, site: Path) -> Iterator[str]:
    for keeping in (False, True):
        for audience in ("family", "worker"):
            yield clicks(browser, site, audience, keeping)


def main() -> int:
    site, rounds = Path(sys.argv[1]), int((sys.argv[2:] or ["7"])[0])
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        plain = stock(site, Path(folder))
        for measure in (partial(visits, plain=plain, rounds=rounds), answers):
            # A browser that has done nothing yet: one that has opened forty pages answers later than a visitor's.
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            for line in measure(browser, site):
                print(line, flush=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
