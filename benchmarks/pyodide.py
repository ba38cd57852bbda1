"""One answer in Pyodide, under Node: everything the page shows, and its parts, against the same code in CPython."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter_ns

from benchmarks.cases import ROOT, Case
from checker import api
from generator.logic.audit import check
from generator.logic.bundle import bundle_text

SCRIPT = Path(__file__).with_name("pyodide.mjs")
ROUNDS = 5


def measure(case: Case) -> Iterator[str]:
    requests = [
        [json.dumps({"answers": a, "audience": audience, "lang": "zh", "topic": None}) for a in (before, answers)]
        for audience in api.AUDIENCES
        for answers in case.households
        if (before := dict(list(answers.items())[:-1])) != answers
    ]
    here = [_time(case, *each) for each in requests]
    with tempfile.TemporaryDirectory() as folder:
        asked, bundle = Path(folder) / "requests.json", Path(folder) / "bundle.json"
        asked.write_text(json.dumps(requests), encoding="utf-8")
        bundle.write_text(bundle_text(check(ROOT / "rules").shipped()), encoding="utf-8")
        command = ["node", str(SCRIPT), str(ROOT), str(bundle), str(asked), str(ROUNDS)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    half = len(requests) // 2
    for audience, times, native in (
        (api.AUDIENCES[0], told["times"][:half], here[:half]),
        (api.AUDIENCES[1], told["times"][half:], here[half:]),
    ):
        ratio = statistics.median(times) / statistics.median(native)
        yield f"{audience}: {_spread(times)}, {ratio:.1f} x CPython ({_spread(native)})"
    yield f"starting: interpreter {told['interpreter']:.0f} ms, the checker and its bundle {told['checker']:.0f} ms"


def _time(case: Case, before: str, request: str) -> float:
    """The best of some rounds, in milliseconds. As on the page, all answers but the last have been told before."""
    best = float("inf")
    for _ in range(ROUNDS):
        api.call(case.bundle, before)
        start = perf_counter_ns()
        api.call(case.bundle, request)
        best = min(best, (perf_counter_ns() - start) / 1e6)
    return best


def _spread(times: Sequence[float]) -> str:
    return f"median {statistics.median(times):.2f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.2f} ms"
