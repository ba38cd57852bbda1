"""python -m tests.wander SITE [--browser NAME] [--minutes N] [--seed N]: a visitor at random; 1 if anything breaks.

Whatever the visitor does, the promises of `promises.py` hold. If one does not, the shortest steps that break it are
printed, one a line; `--steps FILE` takes such lines again.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from tests.wander.promises import PROMISES
from tests.wander.tour import again, wander
from tests.wander.windows import BROWSERS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.wander", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of a built site")
    parser.add_argument("--browser", choices=BROWSERS, default="chromium")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=Path, metavar="FILE", help="take these steps, and no others")
    parser.add_argument(
        "--without", nargs="+", choices=PROMISES, default=[], metavar="PROMISE", help="what not to look at"
    )
    options = parser.parse_args()
    if not (options.site / "check" / "index.html").is_file():
        parser.error(f"{options.site} holds no built site")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C: no browser stays
    promises = {name: promise for name, promise in PROMISES.items() if name not in options.without}
    site = options.site.resolve()
    if options.steps:
        lines = options.steps.read_text(encoding="utf-8").splitlines()
        broken = again(site, options.browser, [json.loads(line) for line in lines if line.startswith("[")], promises)
        print(broken or "nothing breaks")
        return int(broken is not None)
    found = wander(site, options.browser, options.seed, options.minutes * 60, promises)
    print(found)
    return int(bool(found.faults))


if __name__ == "__main__":
    sys.exit(main())
