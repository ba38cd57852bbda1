"""How well everyday queries find their page, how large the index is, and how long an answer takes.

Usage: python -m benchmarks.search SITE. Quality is printed by half of the query file and by who asks: `held` is
never learned nor tuned to. Times are from the key to the results on the page, with the processor
slowed to a quarter. A site of 4,000 pages, made by repeating those that there are, is asked outside a browser: there
the box would give up before an index of that size has been made.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import brotli
from playwright.sync_api import Page, sync_playwright

from benchmarks.__main__ import machine
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, Quiet, serving
from tests.search import QUERIES, ask, found, scores

MANY = 4_000  # pages
SLOWER = 4
TYPED = 60  # queries of each language whose time is taken
TIMED = """
async (query) => {
  const dialog = document.querySelector("[data-cp-search]");
  const box = dialog.querySelector("input");
  const start = performance.now();
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  while (dialog.dataset.answered !== query.trim()) await new Promise((done) => setTimeout(done));
  return performance.now() - start;
}
"""


def quality(site: Path) -> None:
    answers = ask(site, [(query["lang"], query["query"]) for query in QUERIES])
    made = scores((query, found(each["answer"])) for query, each in zip(QUERIES, answers, strict=True))
    for name, score in made.items():
        print(f"  {name:16} {score}")
    dangers = [(q, a["answer"]) for q, a in zip(QUERIES, answers, strict=True) if "danger" in q]
    for half in ("tuned", "held"):
        own = [(query, answer) for query, answer in dangers if query["half"] == half]
        print(f"  {half}: {sum(bool(a['dangers']) for _, a in own)} of {len(own)} dangers show a number")


def sizes(site: Path) -> None:
    for root in ("", "en/"):
        raw = (site / root / "search/index.json").read_bytes()
        print(f"  {root or 'zh/'} index {len(raw)} bytes, {len(brotli.compress(raw))} compressed")


def times(page: Page, address: str) -> str:
    """How long the first answer takes, and the middle and the 95th of a hundred after it."""
    page.goto(address)
    client = page.context.new_cdp_session(page)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.locator(".md-search__input").click()
    first = page.evaluate(TIMED, "低保")
    taken = sorted(page.evaluate(TIMED, query["query"]) for query in [q for q in QUERIES if q["lang"] == "zh"][:TYPED])
    middle, slow = statistics.median(taken), taken[int(len(taken) * 0.95)]
    return f"first {first:.0f} ms, then {middle:.0f} ms, 95 of 100 within {slow:.0f} ms"


def larger(site: Path, folder: Path) -> Path:
    """A copy of the site whose Chinese index has MANY pages."""
    copy = folder / "larger"
    shutil.copytree(site, copy)
    path = copy / "search/index.json"
    path.with_name("index.json.br").unlink(missing_ok=True)
    path.with_name("index.json.gz").unlink(missing_ok=True)
    index = json.loads(path.read_text(encoding="utf-8"))
    own = index["pages"]
    index["pages"] = [
        {**own[i % len(own)], "at": f"{i}/{own[i % len(own)]['at']}"} for i in range(MANY - len(own))
    ] + own
    path.write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return copy


def main(arguments: list[str]) -> int:
    site = Path(arguments[0])
    print(machine())
    quality(site)
    sizes(site)
    with sync_playwright() as playwright, serving(site, Quiet) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(service_workers="block").new_page()
        print(f"  processor slowed to a quarter: {times(page, f'{address}/')}")
        browser.close()
    with tempfile.TemporaryDirectory() as folder:
        copy = larger(site, Path(folder))
        start = time.monotonic()
        answers = ask(copy, [("zh", query["query"]) for query in QUERIES if query["lang"] == "zh"][:TYPED])
        taken = sorted(answer["time"] for answer in answers)
        whole = time.monotonic() - start - sum(taken) / 1000
        middle, slowest = statistics.median(taken), taken[-1]
        print(f"  {MANY} pages: ready in {whole:.0f} s, then {middle:.0f} ms, at most {slowest:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
