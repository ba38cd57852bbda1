"""A few hundred spoilt inputs of each kind; `make fuzz` tries ten thousand."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import fuzz


@pytest.mark.parametrize(("kind", "inputs"), [("rules", 200), ("answers", 300), ("fragments", 500), ("bundles", 200)])
def test_spoilt_input_gives_a_result_or_a_clear_error(kind: str, inputs: int) -> None:
    tally = fuzz(kind, 7, inputs)
    assert tally.failures == {}
    assert tally.errors + tally.results == inputs
    assert min(tally.errors, tally.results) > inputs // 20  # neither all sound nor all broken at once
