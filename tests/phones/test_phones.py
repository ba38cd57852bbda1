"""What must work on old and new phones, and that the cells see it when it does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import asset
from tests.phones import engines
from tests.phones.driver import Gone, Phone
from tests.phones.engines import ENGINES, Engine, Missing, started
from tests.phones.matrix import CELLS, attempt, row, table, trial

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("phones")]  # one process gets the engines

DEBIAN = "Chromium of Debian"
# The oldest and the other kind do what `make phones` tries, but for what takes longest or is told by the rest.
MOST = CELLS.keys() - {"no false bar", "search en", "links", "offline", "wipe in mid-load", "wipe, scripts broken"}
# Those between lack less than the oldest, and get the same files.
SOME = ["text", "results", "quick exit", "wipe"]


# A pair of engine and cell as one parameter would start the engine again for each cell.
@pytest.fixture(scope="module")
def started_once(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, Phone]]:
    """An engine and the phone on which all of its cells are tried: to start one takes longer than most cells."""
    engine = ENGINES[request.param]
    with ExitStack() as stack:
        try:
            phone = stack.enter_context(started(engine))
        except Missing as why:
            pytest.skip(str(why))
        yield engine, phone


def works(engine: Engine, phone: Phone, cell: str, site: Path) -> None:
    try:
        outcome = trial(phone, cell, site)
    except Gone:  # which may not be the page's doing
        outcome = attempt(engine, cell, site)
    assert outcome.mark == "✓", outcome.why


@pytest.mark.parametrize("cell", sorted(MOST))
@pytest.mark.parametrize("started_once", ["Chromium 69", "WebKitGTK"], indirect=True)
def test_most_works_on_the_oldest_and_on_the_other_kind(
    started_once: tuple[Engine, Phone], cell: str, site: Path
) -> None:
    works(*started_once, cell, site)


@pytest.mark.long
@pytest.mark.parametrize("cell", SOME)
@pytest.mark.parametrize("started_once", ["Chromium 83", "Chromium 92"], indirect=True)
def test_the_main_things_work_on_those_between(started_once: tuple[Engine, Phone], cell: str, site: Path) -> None:
    works(*started_once, cell, site)


@pytest.mark.long
@pytest.mark.parametrize(
    ("cell", "old", "new", "seen"),
    [
        ("wipe", "localStorage.removeItem", "void", "answers in localStorage"),
        ("exit, scripts broken", "location.replace", "void", "the page stays"),
        ("wipe, scripts broken", "input.checked = ", "input.value = ", "the answer to"),
    ],
)
def test_what_is_left_is_seen(cell: str, old: str, new: str, seen: str, site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    script = asset(folder, "check") / "safe.js"
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")
    outcome = attempt(ENGINES[DEBIAN], cell, folder)
    assert (outcome.mark, seen in outcome.why) == ("✗", True), outcome


def test_an_archive_that_has_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """npm gives another archive than the one whose digest is written down."""
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho another > another.tgz\n", encoding="ascii")
    npm.chmod(0o755)
    monkeypatch.setattr(engines, "KEPT", tmp_path / "kept")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(Missing, match="not the archive"):
        engines.packed("69")
    assert not (tmp_path / "kept" / "chromium-69").exists()


def test_an_engine_that_cannot_be_had_leaves_its_row_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n", encoding="ascii")
    npm.chmod(0o755)
    monkeypatch.setattr(engines, "KEPT", tmp_path / "kept")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    made = row(ENGINES["Chromium 69"], site, ["text", "wipe"])
    assert {outcome.mark for outcome in made.values()} == {""}
    assert "no network" in table({"Chromium 69": made})
