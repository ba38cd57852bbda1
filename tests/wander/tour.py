"""Visits at random, from a seed. Hypothesis chooses the steps, and finds the shortest that still fail."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, initialize, rule

from tests.wander.promises import PROMISES, Promise
from tests.wander.visit import Broken, Host, Visit, hosting, rules_of

STEPS = 40  # in a visit
SHRINKING = 180  # seconds in which a shorter way to the same is looked for
# Phones upright and turned, a desk, and the same desk with the text four times as large.
SIZES = [(360, 640), (640, 360), (1280, 800), (320, 256)]
PAGES = ["check/", "en/check/", "", "en/", "guides/proxy-mother/", "privacy/", "en/matrix/", "nowhere/"]
LINKS = [
    "check/#child_age=9&lives_in_renhe=true&parents_away=both",
    "en/check/#audience=worker&topic=education&school_stage=compulsory&unexcused_absence_days=8",
    "check/#child_age=9&violence_suspected=true&missing=true",
    "check/#lives_in_renhe=false",
]
TEXTS = ["9", "0", "17", "8", "300", "-1", "9.5", "1e1", "９", "九", "9岁", "十二", "abc", " ", "999999999"]
WORDS = ["家暴", "上学", "child", "violence", "zzzz", "n"]
MOVING = [
    "Tab",
    "Tab",
    "Tab",
    "Shift+Tab",
    "ArrowDown",
    "ArrowUp",
    "ArrowLeft",
    "ArrowRight",
    "Enter",
    "Space",
    "Escape",
]
OTHER = ["Home", "End", "Backspace", "n", "p", ",", ".", "s", "/", "1"]

number = st.integers(0, 999)


@dataclass
class Found:
    """What came of a tour: the shortest steps after which a promise was seen broken, by promise."""

    browser: str
    seed: int
    seconds: float = 0
    since: float = 0  # when the first of them was found
    visits: int = 0
    steps: int = 0
    faults: dict[str, tuple[str, list[list[Any]]]] = field(default_factory=dict)

    def hurry(self, end: float) -> None:
        """Stop if time is up. Hypothesis takes an interrupt for no failure, and does not hold it up."""
        if time.monotonic() > (self.since + SHRINKING if self.since else end):
            raise KeyboardInterrupt

    def note(self, broken: Broken, steps: list[list[Any]]) -> None:
        self.since = self.since or time.monotonic()
        known = self.faults.get(broken.promise)
        if known is None or len(steps) < len(known[1]):
            self.faults[broken.promise] = (str(broken), list(steps))
            print(f"{len(steps)} steps: {broken}", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        lines = [
            f"{self.browser} seed {self.seed}: {self.seconds / 60:.1f} minutes, {self.visits} visits, "
            f"{self.steps} steps, {len(self.faults)} faults"
        ]
        for why, steps in self.faults.values():
            lines += ["", f"# {why}", *(json.dumps(step, ensure_ascii=False) for step in steps)]
        return "\n".join(lines)


def machine(  # noqa: C901 (a method a step)
    found: Found, host: Host, rules: Any, promises: dict[str, Promise], end: float
) -> type[RuleBasedStateMachine]:
    class Tour(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            found.hurry(end)
            found.visits += 1
            self.visit = Visit(found.browser, host, rules, promises)

        def do(self, *step: Any) -> None:
            found.hurry(end)
            found.steps += 1
            try:
                self.visit.do(*step)
            except Broken as broken:
                found.note(broken, self.visit.steps)
                raise

        def teardown(self) -> None:
            self.visit.close()

        @initialize(page=st.sampled_from([*PAGES[:2], *LINKS]), size=st.sampled_from(SIZES))
        def start(self, page: str, size: tuple[int, int]) -> None:
            self.do("resize", *size)
            self.do("open", page)

        @rule(which=number)
        def answer(self, which: int) -> None:
            self.do("tap", "answer", which)

        @rule(which=number, text=st.sampled_from(TEXTS))
        def fill(self, which: int, text: str) -> None:
            self.do("write", "number", which, text)

        @rule(kind=st.sampled_from(["answer", "control", "button", "fold", "link", "language"]), which=number)
        def tap(self, kind: str, which: int) -> None:
            self.do("tap", kind, which)

        @rule(which=number)
        def steer(self, which: int) -> None:
            self.do("tap", "control", which)

        @rule(which=number, text=st.sampled_from(WORDS))
        def search(self, which: int, text: str) -> None:
            self.do("write", "text", which, text)

        @rule(key=st.sampled_from(MOVING), times=st.integers(1, 4))
        def move(self, key: str, times: int) -> None:
            for _ in range(times):
                self.do("key", key.removeprefix("Shift+"), key.startswith("Shift+"))

        @rule(key=st.sampled_from(OTHER))
        def press(self, key: str) -> None:
            self.do("key", key)

        @rule(kind=st.sampled_from(["number", "answer", "link"]), which=number, by=st.sampled_from([120, -120, 1200]))
        def wheel(self, kind: str, which: int, by: int) -> None:
            self.do("wheel", kind, which, by)

        @rule(way=st.sampled_from(["back", "forward", "reload"]), reads=st.booleans())
        def travel(self, way: str, reads: bool) -> None:
            self.leave(reads)
            self.do(way)

        @rule(page=st.sampled_from([*PAGES, *LINKS]), reads=st.booleans())
        def go(self, page: str, reads: bool) -> None:
            self.leave(reads)
            self.do("open", page)

        def leave(self, reads: bool) -> None:
            if reads:
                self.do("rest")

        @rule(size=st.sampled_from(SIZES))
        def turn(self, size: tuple[int, int]) -> None:
            self.do("resize", *size)

        @rule(up=st.booleans())
        def network(self, up: bool) -> None:
            self.do("network", up)

    return Tour


def wander(site: Path, browser: str, number: int, seconds: float, promises: dict[str, Promise] = PROMISES) -> Found:
    """Visits until time is up or a promise is broken; then as many more as it takes to find the shortest way there."""
    found = Found(browser, number)
    begun = time.monotonic()
    with hosting(site) as host:
        tour = machine(found, host, rules_of(site), promises, begun + seconds)
        test = get_state_machine_test(
            tour,
            settings=settings(
                max_examples=1_000_000,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                verbosity=Verbosity.quiet,
                print_blob=False,
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
        with suppress(KeyboardInterrupt, Broken, Flaky):
            seed(number)(test)()
    found.seconds = time.monotonic() - begun
    return found


def again(
    site: Path, browser: str, steps: Sequence[Sequence[Any]], promises: dict[str, Promise] = PROMISES
) -> Broken | None:
    """What breaks when steps are taken once more, as a tour has printed them."""
    with hosting(site) as host:
        visit = Visit(browser, host, rules_of(site), promises)
        try:
            for step in steps:
                visit.do(*step)
        except Broken as broken:
            return broken
        finally:
            visit.close()
    return None
