"""Names that change with the content: what was loaded once under such a name never has to be asked for again.

Each file and each folder right below `assets/` gets a digest into its name: `check/` becomes `check.1f0c4b7a/`.
Inside a folder nothing moves, so what stands there goes on finding each other.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.plan.languages import LANGUAGES

_DIGITS = 8
_SCRIPTS = {".js", ".mjs", ".css"}
_PAGES = {".html", ".webmanifest"}
# As a script names another file, "../pyodide/pyodide.mjs", and as a page names an asset, "../assets/guide.css": the way
# to the folder, and the name in it.
_IMPORT = re.compile(r"""(?<=["'`(])((?:\.\.?/)+)([^"'`()/?#\s]+)(?=["'`)/?#])""")
_LINK = re.compile(r'(?<=")((?:[^"\s<>]*/)?assets/)([^"/?#\s<>]+)(?=["/?#])')


class FingerprintError(Exception):
    """Assets import one another in a circle, so that none can be named by its content; the message names them."""


def rename(site: Path) -> None:
    """Give every asset of the built `site` its lasting name, and have pages and scripts use it.

    Raises FingerprintError.
    """
    folders = [site / language.root / "assets" for language in LANGUAGES.values()]
    entries = [entry for folder in folders for entry in sorted(folder.iterdir())]
    needs = {entry: {target for path in _scripts(entry) for target in _imported(path)} - {entry} for entry in entries}
    names: dict[Path, str] = {}
    while waiting := [entry for entry in entries if entry not in names]:
        ready = [entry for entry in waiting if needs[entry].isdisjoint(waiting)]
        if not ready:
            raise FingerprintError(f"these assets import one another: {', '.join(entry.name for entry in waiting)}")
        for entry in ready:
            for path in _scripts(entry):
                _replace(path, _IMPORT, names)
            names[entry] = _lasting(entry)
            entry.rename(entry.with_name(names[entry]))
    for path in site.rglob("*"):
        if path.suffix in _PAGES:
            _replace(path, _LINK, names)


def _files(entry: Path) -> list[Path]:
    return sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]


def _scripts(entry: Path) -> Iterator[Path]:
    return (path for path in _files(entry) if path.suffix in _SCRIPTS)


def _imported(path: Path) -> Iterator[Path]:
    for way, name in _IMPORT.findall(path.read_text(encoding="utf-8")):
        yield _target(path, way, name)


def _target(path: Path, way: str, name: str) -> Path:
    """What a file at `path` means; a way from the root, as a page of wrong addresses has it, leads beside that page."""
    folder = way[way.rindex("assets/") :] if way.startswith("/") else way
    return Path(os.path.normpath(path.parent / folder / name))


def _replace(path: Path, pattern: re.Pattern[str], names: Mapping[Path, str]) -> None:
    def lasting(found: re.Match[str]) -> str:
        return found[1] + names.get(_target(path, found[1], found[2]), found[2])

    before = path.read_text(encoding="utf-8")
    after = pattern.sub(lasting, before)
    if after != before:
        path.write_text(after, encoding="utf-8")


def _lasting(entry: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(entry):
        digest.update(f"{path.relative_to(entry).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    stem, suffix = (entry.name, "") if entry.is_dir() else (entry.stem, entry.suffix)
    return f"{stem}.{digest.hexdigest()[:_DIGITS]}{suffix}"
