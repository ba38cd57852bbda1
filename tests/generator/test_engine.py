"""The packed checker: what is in the archive, and what takes the place of what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from generator.logic.audit import Checked
from generator.plan.load import RulesError
from generator.publish import pyodide_pack
from tests.conftest import asset


def test_nothing_in_the_archive_draws_random_numbers(site: Path) -> None:
    """The same answers get the same results, at each visit."""
    names = set(zipfile.ZipFile(asset(site, "check") / "python.zip").namelist())
    assert "checker/api.pyc" in names
    assert not {f"{name}.pyc" for name in ("random", "secrets", "tempfile", "uuid")} & names


def test_what_stands_in_for_nothing_is_refused(
    checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that a new Pyodide no longer has."""
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide" / "gone.py").write_text("")
    monkeypatch.setattr(pyodide_pack, "STUBS", tmp_path)
    with pytest.raises(RulesError, match="stands in for nothing"):
        pyodide_pack.engine(checked.rules, checked.bundle, {})
