"""python -m tests.fuzz [--inputs N] [--seed N] [KIND…]: spoilt input by the thousand; 1 if any input fails.

Each input is tried in a process that may work SECONDS for it and take MEMORY bytes more than it starts with. It must
give a result or a clear error. Any other exception, a crash or a process that is stopped by its limits is a failure,
which is printed with the seed and the number that make it again, and kept under .cache/fuzz/.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from tests.conftest import ROOT
from tests.fuzz import answers, bundles, fragments, rules
from tests.fuzz.answers import Input


class Kind(Protocol):
    """How inputs of a kind are made and tried; the modules beside this one are kinds."""

    def make(self, source: random.Random) -> Input:
        """An input, as files by name; the same for the same state of `source`."""

    def run(self, given: Input, folder: Path) -> bool:
        """Whether the input is taken; False for a clear error. Anything raised is a failure. `folder` is scratch."""


KINDS: dict[str, Kind] = {"rules": rules, "answers": answers, "fragments": fragments, "bundles": bundles}
SECONDS = 5
MEMORY = 1_000_000_000
PROGRAM = (sys.executable, "-m", "tests.fuzz")
KEPT = ROOT / ".cache" / "fuzz"


@dataclass
class Tally:
    """What came of the inputs of one kind. `failures` tells of each by its number."""

    kind: str
    errors: int = 0
    results: int = 0
    tracebacks: int = 0
    hangs: int = 0
    times: list[float] = field(default_factory=list)
    failures: dict[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        slowest = max(self.times, default=0)
        ratio = slowest / statistics.median(self.times) if self.times else 0
        count = self.errors + self.results + self.tracebacks + self.hangs
        return (
            f"{self.kind}: {count} inputs, {self.errors} clear errors, {self.results} results, {self.tracebacks} "
            f"tracebacks, {self.hangs} hangs, slowest {ratio:.0f} x the median ({slowest:.2f} s)"
        )


def fuzz(kind: str, seed: int, inputs: int, program: Sequence[str] = PROGRAM) -> Tally:
    """Try the inputs 0 … of a kind. A process that dies is followed by another, which goes on after the fatal input."""
    tally = Tally(kind)
    start = 0
    while start < inputs:
        for number, told in _attempts(program, kind, seed, start, inputs):
            start = number + 1
            if "seconds" in told:
                tally.times.append(told["seconds"])
            if told["came"] in ("errors", "results", "tracebacks", "hangs"):
                setattr(tally, told["came"], getattr(tally, told["came"]) + 1)
            if told["came"] in ("tracebacks", "hangs"):
                tally.failures[number] = told["why"]
                keep(kind, seed, number)
    return tally


def _attempts(
    program: Sequence[str], kind: str, seed: int, start: int, inputs: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """What one process tells of its inputs, and at its end of the one that killed it."""
    command = [*program, "--seed", str(seed), "--work", str(start), str(inputs), kind]
    number = start - 1
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        for line in worker.stdout:
            number, told = json.loads(line)
            yield number, told
        status = worker.wait()
    if number + 1 < inputs:
        stopped = status in (-signal.SIGPROF, -signal.SIGALRM)
        why = f"took more than {SECONDS} s of work" if stopped else f"the process died with status {status}"
        yield number + 1, {"came": "hangs" if stopped else "tracebacks", "why": why}


def work(kind: Kind, name: str, seed: int, start: int, inputs: int) -> None:
    """Make and try inputs in this process and print a line for each."""
    if hasattr(kind, "start"):
        kind.start()
    in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY, in_use + MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, inputs):
            given = kind.make(randomness(name, seed, number))
            told: dict[str, Any] = {}
            # Their signals end the process, in the midst of C code too.
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            signal.setitimer(signal.ITIMER_REAL, 20 * SECONDS)  # on a busy machine, or waiting for another process
            begun = perf_counter()
            try:
                told["came"] = "results" if kind.run(given, Path(folder)) else "errors"
            except Exception:
                told |= {"came": "tracebacks", "why": traceback.format_exc()[-3_000:]}
            told["seconds"] = perf_counter() - begun
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            print(json.dumps([number, told]), flush=True)


def randomness(kind: str, seed: int, number: int) -> random.Random:
    return random.Random(f"{kind} {seed} {number}")


def keep(kind: str, seed: int, number: int) -> None:
    """Write an input to a folder of its own."""
    for name, data in KINDS[kind].make(randomness(kind, seed, number)).items():
        path = KEPT / f"{kind}-{seed}-{number}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=int, nargs=2, metavar=("FROM", "TO"), help=argparse.SUPPRESS)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; all if none is named")
    options = parser.parse_args()
    if unknown := set(options.kinds) - KINDS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))} (accepted: {', '.join(KINDS)})")
    if options.work:
        [kind] = options.kinds
        work(KINDS[kind], kind, options.seed, *options.work)
        return 0
    failed = False
    for kind in options.kinds or KINDS:
        tally = fuzz(kind, options.seed, options.inputs)
        print(tally, flush=True)
        for number, why in list(tally.failures.items())[:10]:
            print(f"  seed {options.seed}, number {number} (in {KEPT / f'{kind}-{options.seed}-{number}'}): {why}")
        failed |= bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
