"""A clerk's mistakes in the real rules: each is named at the line where it was made, and all of them at once."""

from __future__ import annotations

import re
from pathlib import Path

from generator.audit import check
from tests.conftest import RULES, Copy, generator


def test_the_rules_are_sound() -> None:
    done = generator("check")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert "clauses 126 cited 126" in lines
    assert "benefits 31" in lines
    assert "facts 39" in lines
    assert "zh/en complete" in lines
    assert lines[-1] == "0 problems"
    counts = dict(line.split() for line in lines if re.fullmatch(r"\w+ \d+", line))
    assert int(counts["scenarios"]) >= 40
    assert int(counts["duties"]) >= 60


def test_an_uncited_clause(copy: Copy) -> None:
    copy.spoil("areas/education.yml", "[3.2.3-a, 3.2.3-b]", "[3.2.3-a]")
    text = (copy.root / "areas/education.yml").read_text(encoding="utf-8")
    for duplicate in re.findall(r"clauses: \[[^\]]*3\.2\.3-b[^\]]*\]", text):  # every other citation goes too
        copy.spoil("areas/education.yml", duplicate, "clauses: [3.2.3-a]")
    line = text[: text.index("- id: 3.2.3-b")].count("\n") + 1
    expected = "clause 3.2.3-b is cited by no benefit, duty, goal, principle or assignment"
    assert f"rules/areas/education.yml:{line}:13: {expected}" in copy.problems()


def test_an_unstated_clause(copy: Copy) -> None:
    line = copy.spoil("plan.yml", "3.7-c", "3.7-z")
    problems = copy.problems()
    assert any(
        p.startswith(f"rules/plan.yml:{line}:") and "clause 3.7-z is listed, but no file states it" in p
        for p in problems
    )
    assert any("clause 3.7-c is stated, but plan.yml does not list it" in p for p in problems)


def test_a_misspelt_unit(copy: Copy) -> None:
    line = copy.spoil("areas/rescue.yml", "civil-affairs", "civil-afairs")
    [problem] = copy.problems()
    assert problem.startswith(f"rules/areas/rescue.yml:{line}:")
    assert "'civil-afairs' is not a unit; did you mean 'civil-affairs'?" in problem


def test_a_missing_english_text(copy: Copy) -> None:
    line = copy.spoil("units.yml", ", en: District Civil Affairs Bureau", "")
    [problem] = copy.problems()
    assert problem.startswith(f"rules/units.yml:{line}:")
    assert "the 'en' text is missing from" in problem


def test_a_duplicate_id(copy: Copy) -> None:
    line = copy.spoil("units.yml", "- id: education-sports", "- id: police")
    assert any(
        p.startswith(f"rules/units.yml:{line}:") and "the unit id 'police' is taken already, at rules/units.yml:" in p
        for p in copy.problems()
    )


def test_a_tab(copy: Copy) -> None:
    line = copy.spoil("facts.yml", "\n  - id: child_age", "\n\t- id: child_age") + 1
    [problem] = copy.problems()
    assert problem.startswith(f"rules/facts.yml:{line}:")
    assert "a tab stands where YAML wants spaces" in problem


def test_an_unclosed_quote(copy: Copy) -> None:
    line = copy.spoil("areas/rescue.yml", 'locator: "3.1"', 'locator: "3.1')
    assert copy.problems() == [f"rules/areas/rescue.yml:{line}:10: a quote opened here is not closed on the same line"]


def test_an_unknown_field(copy: Copy) -> None:
    line = copy.spoil("units.yml", "matrix: true", "martix: true")
    [problem] = copy.problems()
    assert problem.startswith(f"rules/units.yml:{line}:5: 'martix' is not known here; did you mean 'matrix'?")


def test_an_unknown_fact_in_a_condition(copy: Copy) -> None:
    line = copy.spoil("areas/mental.yml", "distressed", "distresed")
    problems = copy.problems()
    expected = "'distresed' is neither a fact nor a term; did you mean 'distressed'?"
    assert any(p.startswith(f"rules/areas/mental.yml:{line}:") and expected in p for p in problems)


def test_a_value_that_a_fact_does_not_have(copy: Copy) -> None:
    line = copy.spoil("terms.yml", "parents_away: both", "parents_away: all")
    problems = copy.problems()
    assert any(
        p.startswith(f"rules/terms.yml:{line}:")
        and "'all' is not a value of 'parents_away'" in p
        and "none, one, both" in p
        for p in problems
    )


def test_a_scenario_that_expects_the_wrong_status(copy: Copy) -> None:
    copy.spoil("terms.yml", "below: 16", "below: 15")
    assert any("expects" in p and "the rules make it" in p for p in copy.problems())


def test_a_term_defined_through_itself(copy: Copy) -> None:
    copy.spoil("terms.yml", "any: [disabled, seriously_ill]", "any: [disabled, in_difficulty]")
    assert any("is defined through itself" in p for p in copy.problems())


def test_a_condition_that_could_not_be_explained(copy: Copy) -> None:
    """Six choices of three facts each make 729 reasons."""
    names = [fact for fact, entry in check(RULES).facts.items() if entry.type == "boolean"]
    groups = [f"{{any: [{', '.join(names[i : i + 3])}]}}" for i in range(0, 18, 3)]
    copy.spoil("areas/mental.yml", "{any: [distressed, left_behind, in_difficulty]}", f"{{all: [{', '.join(groups)}]}}")
    [problem] = copy.problems()
    assert problem.startswith("rules/areas/mental.yml:")
    assert "is too intricate: more than 400 combinations of answers can settle it" in problem


def test_all_problems_are_shown_at_once(copy: Copy) -> None:
    copy.spoil("areas/rescue.yml", "civil-affairs", "civil-afairs")
    copy.spoil("areas/mental.yml", "distressed", "distresed")
    copy.spoil("units.yml", "- id: education-sports", "- id: police")
    problems = copy.problems()
    assert len({p.split(":")[0] for p in problems}) >= 3


def test_a_failed_build_leaves_the_old_site(copy: Copy, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old", encoding="utf-8")
    copy.spoil("areas/rescue.yml", "civil-affairs", "civil-afairs")
    done = generator("build", "--rules", copy.root, "--site", site)
    assert done.returncode == 1
    assert "civil-afairs" in done.stderr
    assert [p.name for p in site.iterdir()] == ["old.html"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site")] == []
