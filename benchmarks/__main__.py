"""python -m benchmarks [MEASUREMENT …]: measure speed and size, and print ratios. Nothing here passes or fails.

A measurement is a module of this package with `measure(case)`, which yields lines of text; MEASUREMENTS lists them.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.cases import Case

MEASUREMENTS = ("statuses", "answer", "scaling", "questions", "pyodide")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and size; print ratios.")
    parser.add_argument("measurement", nargs="*", metavar="MEASUREMENT", help=f"of {', '.join(MEASUREMENTS)}; all")
    options = parser.parse_args(arguments)
    if unknown := set(options.measurement) - set(MEASUREMENTS):
        parser.error(f"unknown measurement {', '.join(sorted(unknown))} (accepted: {', '.join(MEASUREMENTS)})")
    print(f"{machine()}\nA ratio of 0.50 means: the checker takes half the time of what is named.", flush=True)
    case = Case.load()
    for name in options.measurement or MEASUREMENTS:
        module = import_module(f"benchmarks.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
        for line in module.measure(case):
            print(f"  {line}", flush=True)
    return 0


def machine() -> str:
    """The cores, the processor and the Python that the figures belong to."""
    return f"{os.cpu_count()} cores, {_processor()}, {platform.python_implementation()} {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
