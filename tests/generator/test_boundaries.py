"""The lines that /proof/ draws: whatever else is true of a family, one answer more or less turns the result."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import html

from checker.bundle import Bundle
from generator.logic.audit import Checked
from generator.logic.boundaries import Boundaries
from generator.plan import model
from tests.checker.small import holds

MANY = 20  # ways to fill in what a line leaves open


def household(checked: Checked, answers: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """A family with these answers of whom everything else is known as well."""
    made = {}
    for fact in checked.facts.values():
        values: list[Any] = [choice.id for choice in fact.values]
        if fact.type == "boolean":
            values = [False, True]
        elif fact.type == "integer":
            values = list(range(fact.minimum, 18))
        made[str(fact.id)] = chance.choice(values)
    return made | dict(answers)


def test_every_line_is_where_the_rule_files_draw_it(checked: Checked) -> None:
    """The oracle reads `when` and `means` as they stand in the files and knows nothing of diagrams."""
    chance = random.Random(3)
    meanings = {str(term.id): term.means for term in checked.terms.values() if term.means is not None}
    acts: list[model.Benefit | model.Duty] = [d for _, d in checked.rules.duties()]
    whens = {str(act.id): act.when for act in [*checked.benefits.values(), *acts]}
    bundle = Bundle.from_data(checked.bundle)
    boundaries = Boundaries(bundle)
    for outcome in bundle.outcomes:
        crossed = set()
        met = "possible" if outcome.also else "applies"
        for line in boundaries.lines(outcome):
            crossed.add(line.fact)
            *settled, unknown = line.statuses
            assert settled == [met, *["does_not_apply"] * len(line.outside)]
            if bundle.fact(line.fact).otherwise is None:  # else it may follow from the other answers
                assert unknown == "possible"
            for answer, expected in zip((line.way[line.fact], *line.outside), line.statuses, strict=False):
                for _ in range(MANY):
                    family = household(checked, {**line.others, **line.way, line.fact: answer}, chance)
                    assert holds(whens[outcome.id], family, meanings) is (expected == met)
        assert crossed == set(bundle.support(outcome.root))


def test_the_page_shows_every_line_and_what_was_proved(checked: Checked, site: Path) -> None:
    bundle = Bundle.from_data(checked.bundle)
    boundaries = Boundaries(bundle)
    page = html.fromstring((site / "proof/index.html").read_bytes())
    for outcome in bundle.outcomes:
        if outcome.kind == "benefit":
            rows = page.get_element_by_id(outcome.id).xpath(".//tbody/tr")
            lines = list(boundaries.lines(outcome))
            assert len(rows) == len(lines)
            for row, line in zip(rows, lines, strict=True):
                shown = [c.removeprefix("cp-status cp-status--") for c in row.xpath(".//span/@class") if "status" in c]
                assert tuple(shown) == line.statuses
    text = " ".join(page.text_content().split())
    for proof in checked.proofs:
        for finding in proof.findings:
            assert finding.because is not None
            assert " ".join(finding.because.zh.split()) in text
    assert all(scenario.title.zh in text for scenario in checked.rules.scenarios)
