"""Scripts and styles lowered to the engines that `browserslist` in package.json names."""

from __future__ import annotations

import json
from pathlib import Path

from generator.node import plain, run
from generator.plan.languages import LANGUAGES

SCRIPT = Path(__file__).with_suffix(".mjs")


def apply(site: Path) -> None:
    """Lower every script and style of the `site` as MkDocs leaves it. Raises RulesError if Node cannot do it.

    Scripts that pages load as modules become classic ones, and `assets/polyfills.js` is added.
    """
    with plain(site) as way:
        folders = [str(way / language.root / "assets") for language in LANGUAGES.values()]
        run(SCRIPT, "esbuild", json.dumps({"site": str(way), "folders": folders}))
