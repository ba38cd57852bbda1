"""The most memory that the page's process in Chromium ever holds, by kind of visit.

Usage: python -m benchmarks.memory SITE [ROUNDS]. SITE is a compressed build. Each visit has a browser of its own,
ROUNDS times, and the middle one counts. What is read is VmHWM of the renderer, which Linux alone tells; the service
worker's work is in it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks.__main__ import machine
from benchmarks.host import served
from benchmarks.start import CHECK, TEXT
from tests.browser.visitor import until
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS

RESULT = "document.querySelector('.cp-result')"
PYTHON = "document.querySelector('[data-check]')?.dataset.python"
READY = f"{RESULT} && {PYTHON} === 'ready'"
ACTIVE = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))"
SMALL = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 })"
LATER = 5  # seconds for what a page does in its own time


@contextmanager
def device(profile: Path, script: str = "") -> Iterator[BrowserContext]:
    """A browser that is opened with a profile, and closed."""
    with sync_playwright() as playwright:
        start = playwright.chromium.launch_persistent_context
        context = start(str(profile), executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        if script:
            context.add_init_script(script)
        yield context
        context.close()


def peak(profile: Path) -> float:
    """MB of the renderer that has held most, in the browser with that profile. There is one page in it."""
    most = 0
    for process, command in processes():
        if f"--user-data-dir={profile}" not in command or "--type=renderer" not in command:
            continue
        status = (process / "status").read_text(encoding="ascii").splitlines()
        most = max(most, *(int(line.split()[1]) for line in status if line.startswith("VmHWM")))
    return most * 1024 / 1e6


def processes() -> Iterator[tuple[Path, str]]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield process, (process / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
        except OSError:  # it has ended meanwhile
            continue


def visit(address: str, profile: Path, done: str, script: str = "") -> float:
    """The peak of one visit in a browser that is started for it."""
    with device(profile, script) as context:
        [page] = context.pages
        page.goto(address)
        until(page, done, 180)
        time.sleep(LATER)
        return peak(profile)


def kinds(site: Path, profile: Path) -> Iterator[tuple[str, float]]:
    with served(site) as (address, _):
        yield "a guide", visit(address + TEXT, profile / "text", f"document.readyState === 'complete' && {ACTIVE}")
        alone = f"{RESULT} && {PYTHON} === 'off' && {ACTIVE}"
        yield "/check/, the walker alone", visit(address + CHECK, profile / "small", alone, SMALL)
        yield "/check/, the walker alone, later", visit(address + CHECK, profile / "small", alone, SMALL)
        yield "/check/, first visit, Python confirms", visit(address + CHECK, profile / "new", f"{READY} && {ACTIVE}")
        yield "/check/, a later visit, Python confirms", visit(address + CHECK, profile / "new", READY)


def main() -> int:
    site, rounds = Path(sys.argv[1]), int((sys.argv[2:] or ["3"])[0])
    print(machine(), flush=True)
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for kind, size in kinds(site, Path(folder)):
                found.setdefault(kind, []).append(size)
    for kind, sizes in found.items():
        print(f"{kind}: {statistics.median(sizes):.0f} MB, at most {max(sizes):.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
