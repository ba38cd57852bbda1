"""Running the project's own scripts with Node.js, at build time."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.load import Place, Problem, RulesError

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules"


def run(script: Path, package: str, request: str) -> str:
    """What `script` prints when it reads `request`; `package` is what it needs of npm. Raises RulesError."""
    needed = PACKAGES / package / "package.json"
    if not needed.is_file():
        raise RulesError([Problem(Place(str(needed)), "is missing; run: npm ci --ignore-scripts")])
    try:
        done = subprocess.run(["node", script], input=request, capture_output=True, encoding="utf-8", check=True)
    except OSError as error:
        raise RulesError([Problem(Place("node"), f"cannot be run: {error.strerror}; install Node.js")]) from error
    except subprocess.CalledProcessError as error:
        raise RulesError([Problem(Place(str(script)), f"failed: {error.stderr.strip()}")]) from error
    return done.stdout
