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
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.plan.source_lock import LOCK, lock, lock_file
from tests.conftest import HARBOUR, ROOT

# One process starts the server.
pytestmark = [pytest.mark.usefixtures("programs"), pytest.mark.xdist_group("serve")]


@dataclass(frozen=True)
class Served:
    """What `python -m generator serve` serves at `address`; what it says is in the file `log`."""

    address: str
    rules: Path
    document: Path
    log: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    rules, document, log = folder / "rules", folder / "plan.md", folder / "log"
    shutil.copytree(HARBOUR, rules)
    document.write_text("岛上的老人，冬天都有柴烧。", encoding="utf-8")
    (rules / LOCK).write_text(lock_file(lock(document.read_text(encoding="utf-8"), [("1.1.1-a", "冬天")])), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--rules", str(rules), "--port", str(port), "--source", str(document)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "generator", "serve", *options], cwd=ROOT, stdout=out, stderr=out
        )
        try:
            yield Served(f"http://127.0.0.1:{port}", rules, document, log)
        finally:
            server.terminate()
            server.wait(timeout=20)


def until(address: str, wanted: str, gone: bool = False, seconds: float = 60) -> None:
    """Wait until the page holds what is wanted, or no longer does. While a build is made there may be no answer."""
    end = time.monotonic() + seconds
    text = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            text = ""
        if text and (wanted in text) != gone:
            return
        time.sleep(0.2)
    pytest.fail(f"{wanted!r} {'stayed' if gone else 'did not appear'} at {address}: {text[:500]}")


def until_logged(log: Path, wanted: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while wanted not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.2)


def test_edits_show_and_mistakes_do_not_stop_the_server(served: Served) -> None:
    plan, home = served.rules / "plan.yml", f"{served.address}/en/"
    good = plan.read_text(encoding="utf-8")
    until(home, "Tidewater")
    assert "Highwater" not in good
    plan.write_text(good.replace("Tidewater", "Highwater"), encoding="utf-8")
    until(home, "Highwater")
    plan.write_text(good.replace("emergency: [storm-line]", "emergency: [strom-line]"), encoding="utf-8")
    until_logged(served.log, "'strom-line' is not a contact; did you mean 'storm-line'?")
    until(home, "Highwater")  # the last good rules stay on show
    plan.write_text(good, encoding="utf-8")
    until(home, "Tidewater")


def test_the_official_wording_follows_its_document(served: Served) -> None:
    page = f"{served.address}/plan/"
    until(page, "冬天都有柴烧。</blockquote>")
    served.document.write_text("岛上的老人，冬天都有煤烧。", encoding="utf-8")
    until(page, "</blockquote>", gone=True)
