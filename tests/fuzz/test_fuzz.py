"""A hundred spoilt inputs of each kind, and more of what is quick; `make fuzz` tries ten thousand."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from tests.fuzz import __main__ as driver
from tests.fuzz.answers import Input

pytestmark = pytest.mark.usefixtures("programs")


@pytest.mark.parametrize(("kind", "inputs"), [("rules", 100), ("answers", 300), ("fragments", 500), ("bundles", 100)])
def test_spoilt_input_gives_a_result_or_a_clear_error(kind: str, inputs: int) -> None:
    tally = driver.fuzz(kind, 7, inputs)
    assert tally.failures == {}
    assert tally.errors + tally.results == inputs
    assert min(tally.errors, tally.results) > inputs // 20  # neither all sound nor all broken at once


class Broken:
    """A kind of which each input but the first and the last fails in its own way."""

    ways = ("result", "exception", "hang", "crash", "memory", "error")
    made = -1

    def make(self, source: random.Random) -> Input:
        self.made += 1
        return {"way": self.ways[self.made % 6].encode()}

    def run(self, given: Input, folder: Path) -> bool:
        match given["way"]:
            case b"exception":
                raise KeyError("anything")
            case b"hang":
                while True:  # until the driver's limit of time ends it
                    pass
            case b"crash":
                os.abort()
            case b"memory":
                bytearray(2_000_000_000)
        return given["way"] == b"result"


def test_the_driver_notices_every_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(driver.KINDS, "broken", Broken())
    monkeypatch.setattr(driver, "KEPT", tmp_path)
    program = """
import sys
from tests.fuzz import __main__ as driver
from tests.fuzz.test_fuzz import Broken
driver.SECONDS = 1
kind = driver.KINDS["broken"] = Broken()
kind.made = int(sys.argv[sys.argv.index("--work") + 1]) - 1
driver.main()
"""
    tally = driver.fuzz("broken", 1, 6, (sys.executable, "-c", program))
    assert (tally.results, tally.errors, tally.hangs, tally.tracebacks) == (1, 1, 1, 3)
    assert "KeyError" in tally.failures[1]
    assert "more than" in tally.failures[2]
    assert "died with status" in tally.failures[3]
    assert "MemoryError" in tally.failures[4]
    assert len(list(tmp_path.iterdir())) == 4
