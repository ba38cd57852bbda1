"""Running the project's own scripts with Node.js, at build time."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import ROOT
from generator.plan.load import Place, Problem, RulesError

PACKAGES = ROOT / "node_modules"
_AS_NAMED = ("--preserve-symlinks", "--preserve-symlinks-main")


@contextmanager
def plain(folder: Path) -> Iterator[Path]:
    """A way to the folder without the signs that mean something in addresses and patterns, for as long as it is used.

    Node imports nothing from below a `\\`, and esbuild and others take `*`, `?` and `#` for more than names.
    """
    with tempfile.TemporaryDirectory(prefix="guide-") as around:
        link = Path(around) / "folder"
        link.symlink_to(folder.resolve(), target_is_directory=True)
        yield link


def run(script: Path, package: str, request: str) -> str:
    """What a script of ours prints when it reads `request`. Raises RulesError.

    `package` is what it needs of npm, if anything.
    """
    needed = PACKAGES / package / "package.json"
    if package and not needed.is_file():
        raise RulesError([Problem(Place(str(needed)), "is missing; run: npm ci --ignore-scripts")])
    try:
        with plain(ROOT) as root:
            command = ["node", *_AS_NAMED, str(root / script.resolve().relative_to(ROOT))]
            done = subprocess.run(
                command,
                input=request,
                env={**os.environ, "TMPDIR": tempfile.gettempdir()},  # which exists, whatever TMPDIR was
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=True,
            )
    except FileNotFoundError as error:
        raise RulesError([Problem(Place("node"), "cannot be found; install Node.js 20 or newer")]) from error
    except subprocess.CalledProcessError as error:
        what = f"failed: {_reason(error.stderr)}"
        missing = _MISSING.search(error.stderr)
        if missing:
            what = f"needs {missing[1] or missing[2]}, which is missing; run: npm ci --ignore-scripts"
        raise RulesError([Problem(Place(str(script)), what)]) from error
    return done.stdout


# How Node and esbuild say that a package is not there.
_MISSING = re.compile(r"(?:Cannot find (?:package|module) '([^']+)'|The package \"([^\"]+)\" could not be found)")


def _reason(told: str) -> str:
    """What Node says of a script that it gave up, without the way it came there."""
    lines = [line.strip() for line in re.sub(r":\n", ": ", told).splitlines() if line.strip()]
    errors = (line for line in lines if re.match(r"(\w+ )?\w*Error\b.*:", line))
    return next(errors, " ".join(lines) or "no reason given")
