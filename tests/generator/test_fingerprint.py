"""Lasting names: they change with the content, and with the content of what is referred to, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.fingerprint import FingerprintError, rename
from tests.conftest import treated

FILES = {
    "index.html": '<script src="assets/app.js"></script><a data-a="assets/check/" href="assets/">assets/app.js</a>',
    "404.html": '<script src="/below/assets/app.js"></script>',
    "en/404.html": '<script src="/below/en/assets/app.js"></script>',
    "en/x/index.html": '<script src="../assets/app.js"></script><i data-assets="../../assets/check/?a"></i>',
    "assets/app.js": 'import "./check/a.js";',
    "assets/check/a.js": 'import "../engine/e.mjs"; import "./b.js"; new URL("../engine/", import.meta.url)',
    "assets/check/b.js": "",
    "assets/engine/e.mjs": "1",
    "en/assets/app.js": "2",
}


def built(folder: Path, **changed: str) -> dict[str, str]:
    """The site after renaming: contents by name."""
    return treated(folder, FILES | changed, rename)


def name(site: dict[str, str], start: str) -> str:
    """The name of the asset that begins so."""
    [found] = {"/".join(path.split("/")[: start.count("/") + 1]) for path in site if path.startswith(start)}
    return found


def test_everything_finds_what_it_names(tmp_path: Path) -> None:
    site = built(tmp_path)
    app, check, engine, english = (
        name(site, f"{x}.") for x in ("assets/app", "assets/check", "assets/engine", "en/assets/app")
    )
    assert site["index.html"] == (f'<script src="{app}"></script><a data-a="{check}/" href="assets/">assets/app.js</a>')
    assert site["404.html"] == f'<script src="/below/{app}"></script>'
    assert site["en/404.html"] == f'<script src="/below/{english}"></script>'
    assert site["en/x/index.html"] == (
        f'<script src="../{english.removeprefix("en/")}"></script><i data-assets="../../{check}/?a"></i>'
    )
    assert site[app] == f'import "./{check.removeprefix("assets/")}/a.js";'
    assert f"../{engine.removeprefix('assets/')}/e.mjs" in site[f"{check}/a.js"]
    assert '"./b.js"' in site[f"{check}/a.js"]


def test_a_change_reaches_all_that_refers_to_it_and_nothing_else(tmp_path: Path) -> None:
    before = built(tmp_path / "before")
    after = built(tmp_path / "after", **{"assets/check/b.js": "changed"})
    for start, same in (
        ("assets/app.", False),
        ("assets/check.", False),
        ("assets/engine.", True),
        ("en/assets/", True),
    ):
        assert (name(before, start) == name(after, start)) == same, start


def test_a_circle_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FingerprintError, match=r"app\.js, check, engine"):
        built(tmp_path, **{"assets/engine/e.mjs": 'import "../check/b.js"'})
