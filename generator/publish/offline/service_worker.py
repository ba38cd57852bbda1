"""What makes a built site work without a network: its service worker, with the digest of every file to keep."""

from __future__ import annotations

import json
from pathlib import Path

from generator.node import plain, run
from generator.plan.languages import LANGUAGES

SCRIPT = Path(__file__).with_suffix(".mjs")
WORKER = "service-worker.js"
LEAVING = SCRIPT.with_name("leaving-worker.js")  # the worker of a site that has not come here: it keeps nothing


def add(site: Path) -> None:
    """Put `service-worker.js` and `offline.json` into the built site. Raises RulesError if Node cannot do it.

    The files must have got their last byte: the worker refuses a build whose files are not those listed here.
    """
    with plain(site) as way:
        run(SCRIPT, "workbox-build", json.dumps({"site": str(way), "languages": list(LANGUAGES)}))
