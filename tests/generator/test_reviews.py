"""When a review falls due, what is overdue on a day, and where that is said."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from generator.commands import CONFIG
from generator.logic.audit import check
from generator.plan.reviews import build_day, due_on, overdue
from generator.publish import build as publisher
from tests.conftest import HARBOUR, Copy, audited, generator

LATER = "1830000000"  # 28 December 2027, a year and a month after everything was reviewed


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
        (date(2026, 12, 1), None, None),
        (date(9999, 12, 1), 1, None),
        (date(2026, 12, 1), 10**9, None),
    ],
)
def test_a_review_is_due_on_the_same_day_of_a_later_month(reviewed: date, months: int | None, due: date | None) -> None:
    assert due_on(reviewed, months) == due


def test_what_is_overdue_on_a_day(copy: Copy) -> None:
    copy.spoil("units.yml", "date: 2026-11-28", "date: 2026-03-31")
    copy.spoil("plan.yml", "review_months: 12", "review_months: 6")
    rules = check(copy.root).rules
    assert overdue(rules, date(2026, 9, 30)) == []  # the day on which it is due
    [late] = overdue(rules, date(2026, 10, 1))
    assert (late.entry, late.reviewed, late.due) == (rules.units[0], date(2026, 3, 31), date(2026, 9, 30))
    everything = overdue(rules, date(2027, 12, 28))
    assert everything[0].entry is rules.plan
    entries = [*rules.benefits(), *rules.duties()]
    assert len(everything) == 1 + len(entries) + len(rules.units)


def test_without_an_interval_nothing_falls_due() -> None:
    assert overdue(audited(HARBOUR).rules, date(2999, 1, 1)) == []


@pytest.mark.parametrize("months", ["0", "-3", "1.5", "soon"])
def test_the_interval_is_a_number_of_months(copy: Copy, months: str) -> None:
    line = copy.spoil("plan.yml", "review_months: 12", f"review_months: {months}")
    [problem] = copy.problems()
    assert problem.startswith(f"rules/plan.yml:{line}:")
    assert "review_months" in problem


def test_check_names_what_is_overdue_and_does_not_fail(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    line = copy.spoil("units.yml", "date: 2026-11-28", "date: 2025-01-01")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795910400")  # 29 November 2026
    done = generator("check", "--rules", copy.root)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    at = lines.index("overdue reviews 1")
    unit = check(copy.root).rules.units[0].id
    assert lines[at + 1] == (
        f"    rules/units.yml:{line}:13: {unit} was last reviewed 2025-01-01; the next review was due 2026-01-01"
    )
    assert lines[-1] == "0 problems"


def test_a_build_warns_and_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    monkeypatch.setattr(publisher, "build_day", build_day.__wrapped__)  # not the day of an earlier test
    rules = shutil.copytree(HARBOUR, tmp_path / "rules")
    with (rules / "plan.yml").open("a", encoding="utf-8") as plan:
        plan.write("\nreview_months: 12\n")
    said = io.StringIO()
    monkeypatch.setattr(publisher, "mkdocs_build", lambda options: None)  # the pages say so too: see test_site.py
    monkeypatch.setattr(publisher, "finish", lambda site: None)
    monkeypatch.setattr("generator.publish.offline.service_worker.add", lambda site: None)
    publisher.build(publisher.Order(CONFIG, rules, tmp_path / "site", None), Console(file=said))
    found = re.search(r"warning: overdue reviews (\d+)", said.getvalue())
    assert found
    assert int(found[1]) > 10
    assert (tmp_path / "site").is_dir()
