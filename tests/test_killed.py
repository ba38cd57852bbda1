"""Builds that are killed at any moment: the site is always the old one or the new one, whole."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from rich.console import Console

from generator.commands import CONFIG
from generator.publish import build as publisher
from tests.conftest import HARBOUR, digests

# When builds are killed: anywhere; while the pages are there and wait to be exchanged; as soon as they are. All but the
# first have their pages from a finished site, so that the time does not go into making them.
MOMENTS = ["any"] * 4 + ["writing"] * 4 + ["exchanged"] * 4
ADDRESSES = ("https://one.example.org/", "https://two.example.org/")  # stand in every page, so no page is the same

_processes = get_context("forkserver")
_processes.set_forkserver_preload(["generator.publish.build"])


def build(site: Path, address: str, pages: Path | None = None) -> None:
    """A build in a process group of its own. `pages` is a finished site: it spares the time to make one."""
    os.setsid()
    if pages:
        vars(publisher).update(
            mkdocs_build=lambda options: shutil.copytree(pages, options.site_dir, dirs_exist_ok=True),
            finish=lambda site: None,
        )
    publisher.build(publisher.Order(CONFIG, HARBOUR, site, address), Console(quiet=True))


def started(*arguments: object) -> BaseProcess:
    process = _processes.Process(target=build, args=arguments)
    process.start()
    while process.is_alive() and os.getpgid(process.ident or 0) != process.ident:
        time.sleep(0.005)
    return process


def left_over(site: Path) -> set[str]:
    return {path.name for path in site.parent.iterdir() if path.name.startswith(".")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The finished sites, by their address."""
    folder = tmp_path_factory.mktemp("whole")
    sites = {address: folder / str(i) / "site" for i, address in enumerate(ADDRESSES)}
    processes = [started(site, address) for address, site in sites.items()]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return sites


def kill(process: BaseProcess, site: Path, before: tuple[set[str], int], moment: str, pause: float) -> None:
    """Kill the build at a moment; `before` is what was left over and which folder was the site when it began."""
    left, old = before
    while process.is_alive() and moment == "writing" and left_over(site) <= left:
        time.sleep(0.002)
    while process.is_alive() and moment == "exchanged" and site.stat().st_ino == old:
        pass
    time.sleep(pause * {"any": 3, "writing": 0.25, "exchanged": 0.01}[moment])
    if process.is_alive() and process.ident:
        os.killpg(process.ident, signal.SIGKILL)
    process.join()


def test_a_killed_build_leaves_a_whole_site(whole: dict[str, Path], tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown if the test fails
    chance = random.Random(seed)
    expected = {address: digests(site) for address, site in whole.items()}
    assert expected[ADDRESSES[0]].keys() == expected[ADDRESSES[1]].keys()
    assert expected[ADDRESSES[0]] != expected[ADDRESSES[1]]
    site = tmp_path / "site"
    shutil.copytree(whole[ADDRESSES[0]], site)
    now = 0
    seen = []
    for moment in chance.sample(MOMENTS, len(MOMENTS)):
        address = ADDRESSES[1 - now]
        before = left_over(site), site.stat().st_ino
        process = started(site, address, None if moment == "any" else whole[address])
        kill(process, site, before, moment, chance.random())
        found = digests(site)
        assert found in expected.values(), (seed, moment)
        seen.append((process.exitcode, found == expected[address]))
        now = 1 - now if found == expected[address] else now
        assert len(left_over(site)) <= 1  # each build has removed what the one before it left
    assert sum(code == -signal.SIGKILL for code, _ in seen) > 6
    assert {new for _, new in seen} == {False, True}
    last = started(site, ADDRESSES[1 - now], whole[ADDRESSES[1 - now]])
    last.join()
    assert digests(site) == expected[ADDRESSES[1 - now]]
    assert left_over(site) == set()


def test_a_build_that_is_running_keeps_its_folder(whole: dict[str, Path], tmp_path: Path) -> None:
    site = tmp_path / "site"
    running, dead = (tmp_path / f".site-building-{name}" for name in ("running", "dead"))
    mine = tmp_path / ".site-of-mine"
    for folder in (running, dead, mine):
        folder.mkdir()
    held = os.open(running, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    process = started(site, ADDRESSES[0], whole[ADDRESSES[0]])
    process.join()
    os.close(held)
    assert process.exitcode == 0
    assert running.is_dir()
    assert mine.is_dir()
    assert not dead.exists()
