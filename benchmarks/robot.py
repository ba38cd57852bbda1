"""python -m benchmarks.robot SITE: how many taps a family needs in a browser, until nothing is left to ask.

A number typed counts as one tap. Before there were screens of several statements the same families gave a median of 30
answers, and turned the page five times.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.__main__ import machine
from benchmarks.answer import inside
from benchmarks.cases import Answers, Case, completed
from checker.bundle import Bundle
from tests.browser.states import READY
from tests.browser.visitor import until
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, serving

BEFORE = 30 + 5
OTHERS = 2  # more children, with the same parents
MOST = 2  # situations that a family chooses

Told = list[dict[str, Any]]


def situations(bundle: Bundle, family: Answers) -> list[str]:
    """Those a family would choose: in which it has most to tell, and that say nothing wrong of it."""
    ordinary = completed(bundle, {})
    told = {fact for fact, answer in family.items() if answer != ordinary[fact]} - {"child_age"}
    fitting = {
        each.id: {*each.facts, *each.answers} & told
        for each in bundle.situations
        if all(family[fact] == answer for fact, answer in each.answers.items())
    }
    chosen: list[str] = []
    while len(chosen) < MOST and (best := max(fitting, key=lambda each: len(fitting[each]), default=None)):
        if not (covered := fitting.pop(best)):
            break
        chosen.append(best)
        fitting = {each: facts - covered for each, facts in fitting.items()}
    return chosen


def siblings(bundle: Bundle, family: Answers) -> list[dict[str, Any]]:
    """Children of the same parents of whom there is nothing to tell."""
    ordinary = completed(bundle, {})
    shared = {fact.id: family[fact.id] for fact in bundle.facts if fact.about != "child"}
    return [ordinary | shared | {"child_age": age} for age in range(7, 7 + OTHERS)]


def measure(page: Page, case: Case) -> Iterator[str]:
    families = [completed(case.bundle, answers) for answers in case.households if inside(case, answers)]
    told: Told = []
    chosen: Told = []
    for family in families:
        request = {"child": family, "situations": [], "others": siblings(case.bundle, family)}
        told.append(page.evaluate("request => robot(request)", request))
        request |= {"situations": situations(case.bundle, family), "others": []}
        chosen.append(page.evaluate("request => robot(request)", request))
    yield f"{len(families)} families, each with a scenario's facts and otherwise nothing to tell"
    yield _spread("all questions, no situation chosen", [each["whole"] for each in told])
    yield _spread("all questions, with situations chosen", [each["whole"] for each in chosen])
    yield _spread("the first three things to do", [each["three"] for each in chosen if each["three"]])
    for number in range(OTHERS):
        yield _spread(f"child {number + 2}", [each["further"][number] for each in told])
    middle = statistics.median(each["whole"] for each in chosen)
    yield f"median of all questions to {BEFORE} answers and turns before: ratio {middle / BEFORE:.2f}"


def _spread(what: str, counts: Sequence[int]) -> str:
    most = statistics.quantiles(counts, n=10)[-1]
    return (
        f"  {what}: median {statistics.median(counts):.0f} taps, nine of ten within {most:.0f}, at most {max(counts)}"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robot", description=str(__doc__).splitlines()[0])
    parser.add_argument("site", type=Path, help="the built site")
    options = parser.parse_args(arguments)
    print(machine(), flush=True)
    case = Case.load()
    with serving(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page(service_workers="block", viewport={"width": 360, "height": 740})
        page.add_init_script(path=Path(__file__).with_suffix(".js"))
        page.goto(f"{address}/check/")
        until(page, READY)
        for line in measure(page, case):
            print(line, flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
