"""What changed between two versions of the rules: on small worlds against all households, and on the real rules."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from lxml import html

from checker.bundle import Bundle
from generator.logic.audit import Checked, check
from generator.logic.releases import compare
from generator.pages.site import Site
from tests.checker.small import WORLDS, bundle_of, conditions, holds, orders
from tests.conftest import HARBOUR, Copy, generator
from tests.generator.test_proofs import plant


@given(conditions, conditions, orders, orders)
def test_a_family_is_shown_exactly_where_results_differ(
    old: Any, new: Any, before: Sequence[str], after: Sequence[str]
) -> None:
    """Whatever the order of the facts: gained is who has it now and had it not, lost the other way round."""
    gains = [world for world in WORLDS if holds(new, world) and not holds(old, world)]
    loses = [world for world in WORLDS if holds(old, world) and not holds(new, world)]
    changes = compare(bundle_of([old], before), bundle_of([new], after))
    assert bool(changes) == bool(gains or loses)
    for change in changes:
        assert change.kind == "condition"
        for family, differing in ((change.gains, gains), (change.loses, loses)):
            assert (family is not None) == bool(differing)
            if family is not None:
                shown = [world for world in WORLDS if family.items() <= world.items()]
                assert shown
                assert all(world in differing for world in shown)


def harbour(tmp_path: Path) -> Path:
    """A copy of the small plan whose version 1 is released and whose version 2 is being written."""
    root = tmp_path / "harbour"
    shutil.copytree(HARBOUR, root)
    edit(root / "plan.yml", 'version: "0.3.0"', 'version: "1"')
    with (root / "plan.yml").open("a", encoding="utf-8") as plan:
        plan.write('versions:\n  - {id: "1", date: 2027-01-01, text: {zh: 头一版, en: The first}}\n')
    done = generator("release", "--rules", root)
    assert done.returncode == 0, done.stderr
    return root


def next_version(root: Path) -> None:
    edit(root / "plan.yml", 'version: "1"', 'version: "2"')
    edit(
        root / "plan.yml", "versions:", 'versions:\n  - {id: "2", date: 2027-02-01, text: {zh: 第二版, en: The second}}'
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_tells_families_and_staff_what_changed(tmp_path: Path) -> None:
    root = harbour(tmp_path)
    next_version(root)
    plant(root, "areas/carers.yml", "carer-call", "{all: [has_carer, {care_hours: {at_least: 5}}]}")
    edit(
        root / "areas/carers.yml",
        "title: {zh: 每月歇两天, en: Two days off a month}",
        "title: {zh: 歇两天, en: Two days off}",
    )
    checked = check(root)
    told = {change.outcome.id: change for change in compare(checked.releases[0], Bundle.from_data(checked.bundle))}
    call = told["carer-call"]
    assert (call.kind, call.gains, call.loses) == ("condition", None, {"has_carer": True, "care_hours": 0})
    page = Site(checked, "en", "").html("changes/") or ""
    words = " ".join(html.fromstring(page).text_content().split())
    assert "a relative or friend cares for the islander; care takes 0 hours a week" in words
    assert "Two days off title" in words
    assert words.index("The second") < words.index("The first")


def test_what_comes_and_goes_is_told(checked: Checked) -> None:
    bundle = Bundle.from_data(checked.bundle)
    less = replace(bundle, outcomes=bundle.outcomes[1:])
    [change] = compare(less, bundle)
    assert (change.kind, change.new) == ("added", bundle.outcomes[0])
    [change] = compare(bundle, less)
    assert (change.kind, change.old) == ("removed", bundle.outcomes[0])
    assert compare(bundle, bundle) == []


def test_a_released_version_cannot_change_in_silence(tmp_path: Path) -> None:
    root = harbour(tmp_path)
    again = generator("release", "--rules", root)
    assert again.returncode == 1
    assert "has been released" in again.stderr
    assert generator("check", "--rules", root).returncode == 0
    plant(root, "areas/carers.yml", "carer-call", "{all: [has_carer, {care_hours: {at_least: 5}}]}")
    done = generator("check", "--rules", root)
    assert done.returncode == 1
    assert "carer-call is not as released in 1 (accepted: a higher `version`)" in done.stdout
    next_version(root)
    assert "is not as released" not in generator("check", "--rules", root).stdout


def test_a_release_that_is_missing_or_spoilt_is_named(tmp_path: Path) -> None:
    root = harbour(tmp_path)
    next_version(root)
    file = root / "versions" / "1.json"
    for spoilt in ('{"format": 1}', "not JSON", None):
        if spoilt is None:
            file.unlink()
        else:
            file.write_text(spoilt, encoding="utf-8")
        done = generator("check", "--rules", root)
        assert done.returncode == 1
        assert "harbour/plan.yml:" in done.stdout
        assert "the release 1 cannot be read: " in done.stdout


def test_the_newest_version_is_the_one_of_the_rules(copy: Copy) -> None:
    line = copy.spoil("plan.yml", '- id: "1.2.0"', '- id: "1.3.0"')
    assert any(p.startswith(f"rules/plan.yml:{line}:") and "the newest of `versions`" in p for p in copy.problems())
