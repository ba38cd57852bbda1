"""python -m benchmarks.large [--pages N] [--keep FOLDER]: a plan far larger than any that is known, built and opened.

The fictional plan of the tests gets further areas, units and duties, from a seed. Of the build it prints what a page
takes, against a page of the fictional plan as it is; of each list how large it is, how long it takes until it is drawn,
what the first letter in its box takes and the next ones, and the longest wait while it is scrolled. The processor is
slowed to a quarter meanwhile.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page, sync_playwright

from benchmarks.__main__ import machine
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, HARBOUR, build, serving

PAGES = 4_000  # in both languages together
UNITS = 40
AREA = 50  # duties in each area that is added
SLOWER = 4
LISTS = ("duties", "plan", "matrix", "ledger", "units", "areas", "graph", "proof", "terms", "staff", "units/unit-1")
LETTERS = ("查", "查炉", "1.9.3", "")
VERBS = [("查", "Check"), ("修", "Mend"), ("送", "Bring"), ("登记", "List"), ("备好", "Keep ready"), ("清点", "Count")]
THINGS = [("炉子", "stoves"), ("船缆", "ropes"), ("灯", "lamps"), ("药箱", "medicine chests"), ("屋顶", "roofs")]
PLACES = [
    ("码头", "on the quay"),
    ("坡上", "on the hill"),
    ("灯塔下", "below the lighthouse"),
    ("北湾", "in North Bay"),
]
REVIEWED = {"date": "2026-11-24", "against": {"zh": "方案第一章", "en": "the plan, chapter 1"}}

Entry = dict[str, Any]
# When the page has been laid out and painted, in ms since it was asked for.
DRAWN = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"""
TYPED = """async (text) => {
  const input = document.getElementById("find");
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent("input"));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
# The longest time between two frames while the page is scrolled from its head to its foot, screen by screen.
SCROLLED = """async () => {
  let longest = 0;
  let before = performance.now();
  for (let top = 0, n = 0; n < 60 && top < document.documentElement.scrollHeight; n++, top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  }
  return longest;
}"""


def both(*parts: tuple[str, str], last: str = "") -> dict[str, str]:
    zh, en = zip(*parts, strict=True)
    return {"zh": "".join(zh) + last, "en": " ".join(en) + last}


def duty(name: str, clause: str, what: dict[str, str], source: random.Random) -> Entry:
    made: Entry = {"id": name, "clauses": [clause], "title": what, "summary": what}
    made["trigger"] = {"zh": "一直有效。", "en": "Stands at all times."}
    bearers = sorted({f"unit-{source.randrange(UNITS)}" for _ in range(3)})
    made["bearers"] = {"explicit": bearers[:1], "implied": bearers[1:]} if len(bearers) > 1 else {"explicit": bearers}
    if source.random() < 0.3:
        made["deadline"] = {"text": {"zh": "入冬前", "en": "before the winter"}}
    return made | {"reviewed": REVIEWED}


def area(number: int, source: random.Random) -> Entry:
    """An area with AREA duties, each of a clause of its own, ten to an item."""
    locator = f"1.{number}"
    items: list[Entry] = []
    for at in range(AREA):
        if at % 10 == 0:
            place = f"{locator}.{len(items) + 1}"
            items.append({"locator": place, "title": both(source.choice(PLACES)), "clauses": [], "duties": []})
        clause = f"{place}-{'abcdefghij'[at % 10]}"
        parts = source.choice(VERBS), source.choice(THINGS), source.choice(PLACES)
        what = both(*parts, last=f" {number}.{at}")
        items[-1]["clauses"].append({"id": clause, "text": what})
        items[-1]["duties"].append(duty(f"task-{number}-{at}", clause, what, source))
    title = both(source.choice(PLACES), source.choice(THINGS), last=f" {number}")
    units = sorted({f"unit-{source.randrange(UNITS)}" for _ in range(3)})
    joint = {"role": "joint", "clause": {"id": f"{locator}-joint", "text": title}, "units": units}
    made: Entry = {"id": f"area-{number}", "locator": locator, "title": title, "short": title, "icon": "care"}
    words = {language: [text] for language, text in title.items()}
    return made | {"summary": title, "responsible": [joint], "items": items, "words": words}


def write(folder: Path, pages: int, source: random.Random) -> None:
    """The fictional plan's rules in `folder`, and about as many entries more as make so many pages."""
    shutil.copytree(HARBOUR, folder)
    units = yaml.safe_load((folder / "units.yml").read_text(encoding="utf-8"))
    for number in range(UNITS):
        name = {"zh": f"第{number}组", "en": f"Team {number}"}
        words = {"zh": [f"{number}组"], "en": [f"team {number}"]}
        unit = {"id": f"unit-{number}", "name": name, "matrix": True, "about": name}
        units["units"].append(unit | {"words": words, "reviewed": REVIEWED})
    plan = yaml.safe_load((folder / "plan.yml").read_text(encoding="utf-8"))
    for number in range(4, 4 + round((pages / 2 - 2 * UNITS - 80) / (AREA + 1))):
        made = area(number, source)
        plan["clauses"] += [clause["id"] for item in made["items"] for clause in item["clauses"]]
        plan["clauses"].append(f"1.{number}-joint")
        _dump(folder / "areas" / f"area-{number}.yml", made)
    _dump(folder / "units.yml", units)
    _dump(folder / "plan.yml", plan)


def _dump(path: Path, data: Entry) -> None:
    """JSON is YAML, and says the same thing twice without an alias."""
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")


def built(rules: Path, site: Path) -> tuple[int, float]:
    """How many pages the build has made, and in how many seconds."""
    start = time.monotonic()
    build(site, "--rules", rules)
    return sum(1 for _ in site.rglob("index.html")), time.monotonic() - start


def opened(page: Page, address: str) -> Iterator[str]:
    for name in LISTS:
        page.goto("about:blank")
        page.goto(f"{address}/{name}/", wait_until="domcontentloaded")
        drawn = page.evaluate(DRAWN)
        size = page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        told = f"/{name}/: {size / 1000:.0f} KB, drawn after {drawn:.0f} ms"
        if page.locator("#find").count():
            page.locator("#find").click()
            first, *rest = (page.evaluate(TYPED, text) for text in LETTERS)
            told += f", first letter {first:.0f} ms, then at most {max(rest):.0f} ms"
        yield f"{told}, scrolled with a wait of {page.evaluate(SCROLLED):.0f} ms"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large", description=str(__doc__).splitlines()[0])
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--keep", type=Path, help="a folder for the built site, which stays; opened if it is there")
    options = parser.parse_args(arguments)
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        site = options.keep or folder / "large"
        if not site.exists():
            write(folder / "rules", options.pages, random.Random(1))
            small, own = built(HARBOUR, folder / "small")
            many, taken = built(folder / "rules", site)
            print(
                f"{small} pages in {own:.0f} s, {many} in {taken:.0f} s: a page takes {taken / many * small / own:.2f}"
            )
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(service_workers="block", viewport={"width": 390, "height": 844}).new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        with serving(site) as address:
            for line in opened(page, address):
                print(f"  {line}", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
