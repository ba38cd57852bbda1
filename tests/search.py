"""The search of a built site, asked outside a browser, and the figures of its quality. See search.mjs."""

from __future__ import annotations

import atexit
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from subprocess import PIPE
from typing import Any

import yaml

from tests.conftest import ROOT

SCRIPT = ROOT / "tests/search.mjs"
QUERIES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/browser/queries.yml").read_text(encoding="utf-8"))


@cache
def _worker(site: Path) -> subprocess.Popen[str]:
    """The search worker of a site, which has read its index; a process needs it once."""
    process = subprocess.Popen(["node", SCRIPT, site], stdin=PIPE, stdout=PIPE, encoding="utf-8")
    atexit.register(process.communicate)  # which ends it, since nothing more is asked
    return process


def ask(site: Path, queries: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """What the worker answers to each (language of the page, query), with the `time` it took in milliseconds."""
    worker = _worker(site)
    assert worker.stdin
    assert worker.stdout
    asked = [{"language": language, "query": query} for language, query in queries]
    print(json.dumps(asked), file=worker.stdin, flush=True)
    answers: list[dict[str, Any]] = json.loads(worker.stdout.readline())
    assert all(answer.get("answer") for answer in answers)
    return answers


def found(answer: Mapping[str, Any]) -> list[str]:
    """The addresses of the results, in order, without what leads to a part of a page."""
    return [result["at"].partition("#")[0] for result in answer["results"]]


@dataclass
class Score:
    """How well queries found their page: counts."""

    asked: int = 0
    first: int = 0
    three: int = 0
    none: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, query: Mapping[str, Any], pages: Sequence[str]) -> None:
        right = [page in query["expect"] for page in pages]
        self.asked += 1
        self.first += right[:1] == [True]
        self.three += any(right[:3])
        self.none += not pages
        if not any(right[:3]):
            self.missed.append(query["query"])

    def __str__(self) -> str:
        first, three = (f"{count / max(self.asked, 1):6.1%}" for count in (self.first, self.three))
        return f"{self.asked:4} queries: first {first}, among three {three}, none {self.none}"


def scores(queries: Iterable[tuple[Mapping[str, Any], Sequence[str]]]) -> dict[str, Score]:
    """Scores by half and who asks, by half and slip, and by half alone, of queries with the pages they found."""
    made: dict[str, Score] = defaultdict(Score)
    for query, pages in queries:
        half = query["half"]
        for name in (half, f"{half}, {query['who']}", *([f"{half}, slips"] if "kind" in query else [])):
            made[name].add(query, pages)
        if "danger" in query:
            made[f"{half}, danger"].add(query, pages)
    return dict(sorted(made.items()))
