"""Lighthouse on the key pages, served compressed as a host would, and the Nu Html Checker on every page.

Usage: python -m benchmarks.pages SITE
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.host import Host, Line
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, Server

HERE = Path(__file__).parent
PAGES = ("", "en/", "guides/temporary-assistance/", "matrix/", "check/")
ROUNDS = 3  # the middle one counts: what else the machine does weighs on the speed
# What the theme writes itself, in a place that no override reaches.
THEMES_OWN = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "Bad value “” for attribute “tabindex” on element “label”",
)


def lighthouse(address: str) -> dict[str, Any]:
    """One report."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = ["npx", "lighthouse", address, "--quiet", "--output=json", f"--output-path={out}"]
        env = os.environ | {"CHROME_PATH": CHROMIUM}
        subprocess.run(
            [*command, f"--chrome-flags={' '.join(CHROMIUM_FLAGS)}"], cwd=HERE, env=env, check=True, capture_output=True
        )
        return dict(json.loads(out.read_text(encoding="utf-8")))


def scores(address: str) -> str:
    reports = [lighthouse(address) for _ in range(ROUNDS)]
    made = [{key: round(100 * each["score"]) for key, each in r["categories"].items()} for r in reports]
    return ", ".join(f"{key} {sorted(scores[key] for scores in made)[ROUNDS // 2]}" for key in made[0])


def nu(site: Path) -> Counter[str]:
    """What the Nu Html Checker calls an error, and how often."""
    pages = sorted(str(page) for page in site.rglob("*.html"))
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        check=True,
    )
    return Counter(each["message"] for each in json.loads(done.stderr)["messages"] if each["type"] == "error")


def main() -> int:
    site = Path(sys.argv[1])
    server = Server(("127.0.0.1", 0), partial(Host, directory=str(site), line=Line()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page in PAGES:
        print(f"/{page}: {scores(f'http://127.0.0.1:{server.server_port}/{page}')}", flush=True)
    errors = nu(site)
    ours = {message: count for message, count in errors.items() if not message.startswith(THEMES_OWN)}
    for message, count in errors.items():
        print(f"{'ours' if message in ours else 'the theme'}: {count} x {message}")
    print(f"Nu Html Checker: {sum(ours.values())} errors of our making")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
