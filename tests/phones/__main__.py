"""python -m tests.phones SITE [--write] [--engines NAME…] [--cells NAME…]: what works on which phone, as a table.

`--write` puts it into docs/dev/phones.md.
"""

from __future__ import annotations

import argparse
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conftest import ROOT
from tests.phones.engines import ENGINES
from tests.phones.matrix import CELLS, Outcome, row, table

PAGE = ROOT / "docs" / "dev" / "phones.md"
HEAD = """# Phones

What the built site does on the engines of old and new phones. `make phones` makes this page: in each cell a phone that
has never been anywhere taps and types as a visitor would, and looks at what is to be seen; see `tests/phones/matrix.py`
for what each cell asks. ✓ works, ✗ does not, – cannot be on this engine, empty: the engine could not be had.
All windows are 360 × 640, but for WebKitGTK (447 wide, its smallest) and WPE (800 × 600, its only size).

"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.phones", description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of a built site")
    parser.add_argument("--write", action="store_true", help=f"write the table to {PAGE.relative_to(ROOT)}")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), metavar="NAME")
    parser.add_argument("--cells", nargs="+", choices=CELLS, default=list(CELLS), metavar="NAME")
    parser.add_argument("--jobs", type=int, default=1, help="how many engines at a time")
    options = parser.parse_args()
    if not (options.site / "check" / "index.html").is_file():
        parser.error(f"{options.site} holds no built site")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # like Ctrl-C: what has begun ends, and no browser stays

    def tried(name: str) -> dict[str, Outcome]:
        outcomes = row(ENGINES[name], options.site, options.cells)
        marks = "".join(outcome.mark or " " for outcome in outcomes.values())
        print(f"{name}: {marks}", file=sys.stderr, flush=True)
        return outcomes

    pool = ThreadPoolExecutor(options.jobs)  # most of the time they wait
    try:
        rows = dict(zip(options.engines, pool.map(tried, options.engines), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)
    print(table(rows))
    if options.write:
        PAGE.write_text(f"{HEAD}{table(rows)}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
