"""Where the project and the site stand: folders of any name, mount points, what can only be read."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.publish import staging
from tests.conftest import HARBOUR, ROOT, contents

NAME = "a#b%20c%zz?d\\e 仁和 [x]{1,2}*(!)'&\""
PARTS = ("checker", "generator", "docs", "overrides", "mkdocs.yml", "package.json", "package-lock.json")


@pytest.mark.long
def test_a_project_in_a_folder_of_any_name_builds_the_same(harbour: Path, tmp_path: Path) -> None:
    """Nothing is kept there from earlier builds, so that every script of Node runs."""
    project = tmp_path / NAME
    project.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, project / part)
    shutil.copytree(HARBOUR, project / "rules")
    (project / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    command = [sys.executable, "-m", "generator"]
    checked = subprocess.run([*command, "check"], cwd=project, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    done = subprocess.run([*command, "build", "--no-kits"], cwd=project, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(project / "site") == contents(harbour)
    answered = [sys.executable, "-m", "checker", "--lang", "en", "-"]
    told = subprocess.run(answered, cwd=project, input=b"{}", capture_output=True, check=False)
    assert told.returncode == 0, told.stderr


def busy(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    """From now on `site` is a mount point, as far as exchanging it goes."""
    swap = staging.swap

    def refuse(new: Path, old: Path) -> None:
        if old == site:
            raise OSError(errno.EBUSY, "Device or resource busy", str(old))
        swap(new, old)

    monkeypatch.setattr(staging, "swap", refuse)


def test_a_mount_point_is_filled_entry_by_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, new = tmp_path / "site", tmp_path / "new"
    for folder, names in (
        (site, ("index.html", "old/a", "both/a", "lost+found/a")),
        (new, ("index.html", "both/b", "c")),
    ):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"{folder.name} {name}", encoding="utf-8")
    inode = site.stat().st_ino
    wanted = {**contents(new), "lost+found/a": b"site lost+found/a"}
    busy(monkeypatch, site)
    staging.replace(new, site)
    assert contents(site) == wanted
    assert site.stat().st_ino == inode
    assert {path.name for path in site.iterdir()} == {"index.html", "both", "c", "lost+found"}


@pytest.mark.long
def test_a_site_on_a_mount_point_of_its_own(harbour: Path, tmp_path: Path) -> None:
    """Whatever surrounds it can be read only, and the file system keeps a folder of its own in it."""
    (tmp_path / "around").mkdir()
    script = """
set -e
mount -t tmpfs none "$1" && mkdir "$1/site" && mount -t tmpfs none "$1/site" && mkdir "$1/site/lost+found"
mount -o remount,ro none "$1"
for time in 1 2; do "$2" -m generator build --rules "$3" --site "$1/site"; done
rmdir "$1/site/lost+found"
cp -r "$1/site" "$4"
! "$2" -m generator build --rules "$3" --site "$1/other" 2> "$4.error"
"""
    space = ["unshare", "--mount", "--map-root-user"]
    if subprocess.run([*space, "mount", "-t", "tmpfs", "none", tmp_path], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    command = [*space, "bash", "-c", script, "bash", tmp_path / "around", sys.executable, HARBOUR, tmp_path / "copy"]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "copy") == contents(harbour)
    [line] = (tmp_path / "copy.error").read_text(encoding="utf-8").splitlines()
    assert "Read-only file system" in line
