"""The checker packed for the browser: the modules that it uses, compiled, in one archive.

Pyodide's standard library comes whole and as source; most of the wait for a first result would be for compiling it.
Half of what Pyodide imports when it starts is for what is never done here: packages to install, code to show or await.
For those modules there are the files in `stubs/`, at the paths of what they stand in for.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checker
from checker.api import AUDIENCES
from generator import ROOT
from generator.logic.audit import Checked
from generator.logic.bundle import bundle_text
from generator.node import PACKAGES, plain, run
from generator.plan.folder import Rules
from generator.plan.languages import LANGUAGES
from generator.plan.load import Place, Problem, RulesError

SCRIPT = Path(__file__).with_suffix(".mjs")
CHECKER = Path(checker.__file__).parent
CACHE = ROOT / ".cache" / "engine"
PYODIDE = PACKAGES / "pyodide"
# What a browser loads of it. The standard library is only for browsers in which the archive does not start.
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LIBRARY = PYODIDE / "python_stdlib.zip"
STUBS = SCRIPT.with_name("stubs")
READ = (
    *(PYODIDE / name for name in (*PYODIDE_FILES, "pyodide-lock.json")),
    SCRIPT,
    SCRIPT.with_name("trim.py"),
    ROOT / "checker" / "web" / "python.js",
)
TRIED = 20  # worked cases, in each language and for each audience


@dataclass(frozen=True)
class Engine:
    """The packed checker; `lock` is what Pyodide has to know of itself."""

    archive: Path
    lock: dict[str, Any]


def checker_files(checked: Checked) -> dict[str, str | Path]:
    """The checker as the page /check/ loads it: packed, and its parts for browsers in which that does not start."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(CHECKER.glob("*.py"))}
    del sources["__main__.py"]  # the command line
    bundle = checked.shipped()
    files: dict[str, str | Path] = {
        "assets/check/checker.json": json.dumps(sources, ensure_ascii=False),
        "assets/check/bundle.json": bundle_text(bundle),
    }
    web = CHECKER / "web"
    files |= {f"assets/check/{path.relative_to(web).as_posix()}": path for path in sorted(web.rglob("*.*"))}
    packed = engine(checked.rules, bundle, sources)
    files["assets/check/python.zip"] = packed.archive
    files["assets/check/build.js"] = f"export const lock = {json.dumps(packed.lock)};\n"
    return files | {f"assets/pyodide/{name}": PYODIDE / name for name in PYODIDE_FILES}


def engine(rules: Rules, bundle: Mapping[str, Any], sources: Mapping[str, str]) -> Engine:
    """Pack the checker. `sources`: its own modules, by name of file.

    Under Node they are put through worked cases of the rules, which tells the modules in use, and once packed they must
    answer the same. What was packed is kept until Pyodide or the checker changes. Raises RulesError.
    """
    digest = hashlib.sha256(json.dumps(dict(sources)).encode())
    stubs = sorted(STUBS.rglob("*.py"))
    for path in (*READ, *stubs):
        if not path.is_file():
            raise RulesError([Problem(Place(str(path)), "is missing; run: npm ci --ignore-scripts")])
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    kept = CACHE / digest.hexdigest()[:32]
    if not kept.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            work = Path(folder) / "engine"
            work.mkdir()
            (work / "sources.json").write_text(json.dumps(dict(sources)), encoding="utf-8")
            (work / "bundle.json").write_text(bundle_text(bundle), encoding="utf-8")
            (work / "requests.json").write_text(json.dumps(list(_requests(rules))), encoding="utf-8")
            _lend(stubs, work / "library.zip")
            with plain(work) as way:
                run(SCRIPT, "pyodide", str(way))
            (work / "library.zip").unlink()
            try:
                work.rename(kept)
            except OSError:
                if not kept.is_dir():  # otherwise another build was quicker
                    raise
    lock = json.loads((kept / "lock.json").read_text(encoding="utf-8"))
    return Engine(kept / "python.zip", lock)


def _lend(stubs: Iterable[Path], library: Path) -> None:
    """The whole standard library, but for what is stood in for."""
    placed = {path.relative_to(STUBS).as_posix(): path for path in stubs}
    with zipfile.ZipFile(LIBRARY) as whole, zipfile.ZipFile(library, "w") as lent:
        for name in whole.namelist():
            lent.writestr(name, placed.pop(name).read_bytes() if name in placed else whole.read(name))
    if placed:
        raise RulesError([Problem(Place(str(path)), "stands in for nothing in Pyodide") for path in placed.values()])


def _requests(rules: Rules) -> Iterator[dict[str, Any]]:
    """Worked cases, and answers that are not valid: to tell that takes modules of its own."""
    cases = [{str(f): a for f, a in each.answers.items()} for each in rules.scenarios]
    fact = str(rules.facts[0].id)
    wrong: list[dict[str, Any]] = [{fact[:-1]: True}, {fact: []}]
    for answers in [{}, *cases[:: -(-len(cases) // TRIED) or 1], *wrong]:
        for audience in AUDIENCES:
            for language in LANGUAGES:
                yield {"answers": answers, "audience": audience, "lang": language, "topic": None}
