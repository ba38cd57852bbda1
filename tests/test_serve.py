"""`python -m generator serve`: edits to the rules show at once, and a mistake does not take the site away."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.plan.source_lock import LOCK, lock, lock_file
from tests.conftest import HARBOUR, ROOT

pytestmark = pytest.mark.usefixtures("programs")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(HARBOUR, tmp_path / "rules")
    return tmp_path / "rules"


@contextmanager
def serving(rules: Path, tmp_path: Path, *arguments: str) -> Iterator[str]:
    """The address at which `python -m generator serve` serves the rules; what it says is in the file `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--rules", str(rules), "--port", str(port), *arguments]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture
def address(rules: Path, tmp_path: Path) -> Iterator[str]:
    with serving(rules, tmp_path) as served:
        yield served


def until(address: str, wanted: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            text = ""
        if wanted in text:
            return
        time.sleep(0.2)
    pytest.fail(f"{wanted!r} did not appear at {address}: {text[:500]}")


def until_logged(log: Path, wanted: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while wanted not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.2)


def test_edits_show_and_mistakes_do_not_stop_the_server(address: str, rules: Path, tmp_path: Path) -> None:
    plan = rules / "plan.yml"
    good = plan.read_text(encoding="utf-8")
    until(f"{address}/en/", "Tidewater")
    assert "Highwater" not in good
    plan.write_text(good.replace("Tidewater", "Highwater"), encoding="utf-8")
    until(f"{address}/en/", "Highwater")
    plan.write_text(good.replace("emergency: [storm-line]", "emergency: [strom-line]"), encoding="utf-8")
    until_logged(tmp_path / "log", "'strom-line' is not a contact; did you mean 'storm-line'?")
    until(f"{address}/en/", "Highwater")  # the last good rules stay on show
    plan.write_text(good, encoding="utf-8")
    until(f"{address}/en/", "Tidewater")


def test_the_official_wording_follows_its_document(rules: Path, tmp_path: Path) -> None:
    document = tmp_path / "plan.md"
    document.write_text("岛上的老人，冬天都有柴烧。", encoding="utf-8")
    (rules / LOCK).write_text(lock_file(lock(document.read_text(encoding="utf-8"), [("1.1.1-a", "冬天")])), "utf-8")
    with serving(rules, tmp_path, "--source", str(document)) as served:
        until(f"{served}/plan/", "冬天都有柴烧。</blockquote>")
        document.write_text("岛上的老人，冬天都有煤烧。", encoding="utf-8")
        until_logged(tmp_path / "log", "Detected file changes")
        end = time.monotonic() + 60
        while "</blockquote>" in urllib.request.urlopen(f"{served}/plan/", timeout=10).read().decode():
            assert time.monotonic() < end
            time.sleep(0.2)
