"""Tests run in several processes: those of one `xdist_group` must stay in one, or each would make what they share."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_groups_are_kept(request: pytest.FixtureRequest, worker_id: str) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@together"), "run with --dist loadgroup"
