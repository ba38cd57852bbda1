"""No condition of the rules can change a little without a worked case or the audit noticing."""

from __future__ import annotations

from collections import Counter
from copy import copy

import pytest

from generator.logic.audit import Checked
from tests.mutants import Hunt


@pytest.fixture(scope="module")
def hunt(checked: Checked) -> Hunt:
    return Hunt(checked)


# To audit the rules once more for each mutant that no worked case notices takes long: here, for some of them.
@pytest.mark.parametrize("nth", [5, pytest.param(1, marks=pytest.mark.long)])
def test_every_mutant_is_noticed(checked: Checked, hunt: Hunt, nth: int) -> None:
    fates = {mutant: hunt.fate(mutant, audit=False) for mutant in hunt.mutants}
    silent = [mutant for mutant, fate in fates.items() if fate == "alive"]
    assert len(silent) > 80
    assert [str(mutant) for mutant in silent[::nth] if hunt.fate(mutant) == "alive"] == []
    counts = Counter(fates.values())
    assert counts["scenario"] > 500
    assert counts["equivalent"] < 12
    assert {mutant.owner for mutant in fates} == {
        *(("means", name) for name in checked.trees.means),
        *(("when", name) for name in checked.trees.when),
        *(("ask_when", name) for name in checked.trees.ask_when),
        ("scope", "0"),
        ("scope", "1"),
    }


def test_without_its_worked_cases_a_mutant_lives(hunt: Hunt) -> None:
    fewer = copy(hunt)
    fewer.cases = [case for case in hunt.cases if case.file in ("family.yml", "worker.yml", "edge.yml")]
    own = [mutant for mutant in hunt.mutants if mutant.owner == ("when", "take-lawful-measures-for-return")]
    assert "alive" in {fewer.fate(mutant) for mutant in own}
