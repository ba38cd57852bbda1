"""Where a build may write, for which address, and who can read what it wrote."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from generator.commands import CONFIG
from generator.publish import build as publisher
from tests.conftest import HARBOUR, ROOT


def build(site: Path, address: str | None = None) -> None:
    publisher.build(publisher.Order(CONFIG, HARBOUR, site, address), Console(quiet=True))


@pytest.mark.parametrize(
    "names",
    [
        ["notes.txt"],
        [".git/HEAD"],
        ["index.html"],
        ["service-worker.js"],
        ["index.html", "service-worker.js", ".git/HEAD"],
    ],
)
def test_a_folder_that_no_build_made_is_refused_and_left_alone(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(publisher.PublishError, match="choose another folder"):
        build(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == set(names)
    assert {(tmp_path / name).read_text(encoding="utf-8") for name in names} == {"mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(publisher.PublishError, match="is not a folder"):
        build(tmp_path / "site")


@pytest.mark.parametrize(
    "address",
    [
        "guide.example.org",
        "ftp://guide.example.org/",
        "https:///guide/",
        "https://guide.example.org/?x=1",
        "https://guide.example.org/#top",
        "https://guide.example.org/a b/",
        "https://me:secret@guide.example.org/",
        "https://guide.example.org:port/",
        "https:\\\\guide.example.org",
    ],
)
def test_an_address_that_pages_cannot_have_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(publisher.PublishError, match="SITE_URL"):
        build(tmp_path / "site", address)
    assert list(tmp_path.iterdir()) == []


def test_blanks_around_an_address_are_nothing_and_all_that_is_built_can_be_read(tmp_path: Path, harbour: Path) -> None:
    """By the user of a web server as well, whatever the builder's umask; a build takes the place of the one before."""
    shutil.copytree(harbour, tmp_path / "site")
    command = [sys.executable, "-m", "generator", "build", "--no-kits", "--rules", str(HARBOUR)]
    command += ["--site", str(tmp_path / "site")]
    environment = {**os.environ, "SITE_URL": "\thttps://guide.example.org/harbour \n"}
    subprocess.run(command, cwd=ROOT, env=environment, umask=0o077, check=True, capture_output=True)
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://guide.example.org/harbour/"' in home
    assert '<meta property="og:url" content="https://guide.example.org/harbour/"' in home
    assert "og:image" not in home  # no pictures were drawn
    framed = (tmp_path / "site" / "embed" / "check" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://guide.example.org/harbour/check/"' in framed  # once more the whole page
    for path in (tmp_path / "site", *(tmp_path / "site").rglob("*")):
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
