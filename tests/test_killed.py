"""Builds that are killed at any step: the site is always the old one or the new one, whole."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from rich.console import Console

from generator.commands import CONFIG
from generator.publish import build as publisher
from generator.publish.offline import service_worker
from tests.conftest import HARBOUR, digests

# Audit events of Python that stand before a change of the file system; the last of them is the exchange of two folders.
CHANGES = {"os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "tempfile.mkdtemp", "ctypes.dlsym"}
EXCHANGE = "ctypes.dlsym"

_processes = get_context("forkserver")
_processes.set_forkserver_preload(["generator.publish.build"])


def build(site: Path, pages: Path, steps: Path, last: int | None) -> None:
    """A build of the second plan that takes its pages from a finished site, which spares the time to make them.

    Its changes of the file system go into the file `steps`, by name. It is killed before number `last`.
    """
    sys.dont_write_bytecode = True  # the only change that another run might not make
    done: list[str] = []

    def step(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in CHANGES:
            if len(done) == last:
                os.kill(os.getpid(), signal.SIGKILL)
            done.append(event)

    vars(publisher).update(
        mkdocs_build=lambda options: shutil.copytree(pages, options.site_dir, dirs_exist_ok=True),
        finish=lambda site: None,
    )
    vars(service_worker).update(add=lambda site: None)  # the pages have theirs
    sys.addaudithook(step)
    publisher.build(publisher.Order(CONFIG, HARBOUR, site, None), Console(quiet=True))
    names = json.dumps(done)
    steps.write_text(names, encoding="utf-8")


def built(site: Path, pages: Path, last: int | None = None) -> list[str]:
    """The steps of a build in a process of its own; none if it was killed, as it must be if `last` says so."""
    steps = pages.parent / "steps"
    steps.unlink(missing_ok=True)
    process = _processes.Process(target=build, args=(site, pages, steps, last))
    process.start()
    process.join()
    assert process.exitcode == (0 if last is None else -signal.SIGKILL)
    return json.loads(steps.read_text(encoding="utf-8")) if last is None else []


def left_over(site: Path) -> set[str]:
    return {path.name for path in site.parent.iterdir() if path.name.startswith(".")}


@pytest.fixture(scope="module")
def pages(harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site of which no page is that of the harbour's."""
    folder = tmp_path_factory.mktemp("other") / "site"
    shutil.copytree(harbour, folder)
    for page in folder.rglob("*.html"):
        page.write_text(f"{page.read_text(encoding='utf-8')}<!-- other -->", encoding="utf-8")
    service_worker.add(folder)
    return folder


# `moments` are spread over a build; those around the exchange come on top.
@pytest.mark.parametrize("moments", [3, pytest.param(12, marks=pytest.mark.long)])
def test_a_killed_build_leaves_a_whole_site(harbour: Path, pages: Path, tmp_path: Path, moments: int) -> None:
    old, new = digests(harbour), digests(pages)
    assert old.keys() == new.keys()
    site = shutil.copytree(harbour, tmp_path / "whole" / "site")
    steps = built(site, pages)
    assert digests(site) == new
    exchange = steps.index(EXCHANGE)
    assert 100 < exchange < len(steps) - 100  # the new site is written before, and the old one removed after
    tried = {*range(0, len(steps), len(steps) // moments), exchange, exchange + 1, len(steps) - 1}
    for moment in sorted(tried):
        site = shutil.copytree(harbour, tmp_path / str(moment) / "site")
        built(site, pages, moment)
        assert digests(site) == (old if moment <= exchange else new), (moment, steps[moment])
        assert len(left_over(site)) == (moment > 0)
        if moment in (exchange, exchange + 1):
            built(site, pages)  # the next one removes what is left
            assert digests(site) == new
            assert left_over(site) == set()


def test_a_build_that_is_running_keeps_its_folder(pages: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    running, dead = (tmp_path / f".site-building-{name}" for name in ("running", "dead"))
    mine = tmp_path / ".site-of-mine"
    for folder in (running, dead, mine):
        folder.mkdir()
    held = os.open(running, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    built(site, pages)
    os.close(held)
    assert running.is_dir()
    assert mine.is_dir()
    assert not dead.exists()
