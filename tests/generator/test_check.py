"""A clerk's mistakes in the real rules: each is named at the line where it was made, and all of them at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.logic.audit import check
from generator.plan.locators import han
from tests.conftest import RULES, Copy, audited, generator


def test_the_rules_are_sound() -> None:
    done = generator("check")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert "clauses 126 cited 126" in lines
    assert "benefits 31" in lines
    assert "facts 40" in lines
    assert "zh/en complete" in lines
    assert lines[-1] == "0 problems"
    counts = dict(line.split() for line in lines if re.fullmatch(r"\w+ \d+", line))
    assert int(counts["scenarios"]) >= 40
    assert int(counts["duties"]) >= 60
    plain = re.fullmatch(
        r"plain words: (\d+) family texts, longest sentence zh (\d+) of 36, en (\d+) of 25, 0 findings", lines[-2]
    )
    assert plain
    assert int(plain[1]) > 2000
    assert int(plain[2]) <= 36
    assert int(plain[3]) <= 25


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


def test_a_term_called_like_a_benefit(copy: Copy) -> None:
    """Pages and conditions look both up by their ids alone."""
    line = copy.spoil("terms.yml", "- id: left_behind", "- id: counselling")
    assert f"rules/terms.yml:{line}:9: the term id counselling is taken already" in copy.problems()


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


def test_a_duty_that_follows_one_after_it(copy: Copy) -> None:
    line = copy.spoil(
        "areas/education.yml", "follows: [persuade-return-together]", "follows: [pursue-guardian-liability]"
    )
    problems = copy.problems()
    expected = "duty urge-parents-to-send-child follows pursue-guardian-liability, which is not listed before it"
    assert any(p.startswith(f"rules/areas/education.yml:{line}:") and expected in p for p in problems)


def test_a_duty_that_follows_none_that_exists(copy: Copy) -> None:
    copy.spoil("areas/education.yml", "follows: [persuade-return-together]", "follows: [persuade-return-togther]")
    [problem] = copy.problems()
    assert "'persuade-return-togther' is not a duty; did you mean 'persuade-return-together'?" in problem


def test_a_scenario_that_expects_the_wrong_status(copy: Copy) -> None:
    copy.spoil("terms.yml", "below: 16", "below: 15")
    assert any("expects" in p and "the rules make it" in p for p in copy.problems())


def test_a_term_defined_through_itself(copy: Copy) -> None:
    copy.spoil("terms.yml", "any: [disabled, seriously_ill]", "any: [disabled, in_difficulty]")
    assert any("is defined through itself" in p for p in copy.problems())


def test_a_condition_that_could_not_be_explained(copy: Copy) -> None:
    """Six choices of three facts each make 729 reasons."""
    names = [fact for fact, entry in audited(RULES).facts.items() if entry.type == "boolean"]
    groups = [f"{{any: [{', '.join(names[i : i + 3])}]}}" for i in range(0, 18, 3)]
    copy.spoil(
        "areas/mental.yml", "{any: [left_behind, in_difficulty, dropped_out]}", f"{{all: [{', '.join(groups)}]}}"
    )
    [problem] = copy.problems()
    assert problem.startswith("rules/areas/mental.yml:")
    assert "is too intricate: more than 400 combinations of answers can settle it" in problem


def test_a_condition_with_very_many_branches(copy: Copy) -> None:
    """Another number of days for each of thirty ages: its reasons are few, but to find them took for ever."""
    days = "unexcused_absence_days"
    ways = ", ".join(f"{{all: [{{child_age: {i}}}, {{{days}: {{at_least: {i}}}}}]}}" for i in range(30))
    copy.spoil("areas/mental.yml", "{any: [left_behind, in_difficulty, dropped_out]}", f"{{any: [{ways}]}}")
    [problem] = copy.problems()
    assert "is too intricate: it branches too much for reasons to be found" in problem


def test_terms_that_double_one_another(copy: Copy) -> None:
    """Thirty terms that each hold the one before twice: opened, they would be a billion parts."""
    terms = [
        f"  - {{id: t{i}, title: {{zh: 词{i}, en: t{i}}}, definition: {{zh: 词, en: t}}, yes: {{zh: 是, en: y}}, "
        f"no: {{zh: 否, en: n}}, clauses: [3.1.1-a], means: {{any: [{{not: {inner}}}, {inner}]}}}}\n"
        for i, inner in enumerate(["orphaned", *(f"t{i}" for i in range(30))])
    ]
    path = copy.root / "terms.yml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(terms), encoding="utf-8")
    assert any("has too many parts, terms opened (accepted: at most 1000)" in p for p in copy.problems())


def test_a_diagram_that_doubles_with_each_pair(copy: Copy) -> None:
    said = "{zh: 是, en: y}"
    names = [f"pair{i}" for i in range(58)]
    facts = [
        f"  - {{id: {name}, type: boolean, group: child, question: {said}, help: {said}, statement: {said}, "
        f"yes: {said}, no: {said}}}\n"
        for name in names
    ]
    path = copy.root / "facts.yml"
    listed, former, rest = path.read_text(encoding="utf-8").partition("\n# No longer asked")
    path.write_text(listed + "".join(facts) + former + rest, encoding="utf-8")
    pairs = ", ".join(f"{{all: [{one}, {other}]}}" for one, other in zip(names[:29], names[29:], strict=True))
    copy.spoil("areas/mental.yml", "{any: [left_behind, in_difficulty, dropped_out]}", f"{{any: [{pairs}]}}")
    [problem] = copy.problems()
    assert problem.startswith("rules/plan.yml:1:1: the conditions")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("units.yml", "matrix: true", 'matrix: "yes"', "matrix: input should be a valid boolean"),
        ("plan.yml", "reviewed: ", "reviewed: 20180322 #", "a day such as 2018-03-22 is wanted here"),
        ("plan.yml", "version: ", 'version: "1 a" #', "is not a version such as 1.0.0"),
        ("facts.yml", "minimum: 0", 'minimum: "0"', "minimum: input should be a valid integer"),
        ("facts.yml", "minimum: 0", "minimum: 0\n    maximum: -1", "has a maximum below its minimum"),
        ("facts.yml", "- id: orphaned", "- id: topic", "a fact cannot be called topic: links use the word"),
        ("units.yml", "- id: police", '- id: "police\\n"', "is not a name in lower case"),
        ("units.yml", "- id: police", f"- id: {'a' * 81}", "of at most 80 characters"),
        ("units.yml", "en: District Civil Affairs Bureau", 'en: "District\\u0000"', "the invisible character U+0000"),
        ("units.yml", "en: District Civil Affairs Bureau", 'en: "\\u202eDistrict"', "the invisible character U+202E"),
    ],
)
def test_a_value_that_looks_like_the_right_one(copy: Copy, file: str, old: str, new: str, words: str) -> None:
    copy.spoil(file, old, new)
    assert any(words in problem for problem in copy.problems()), copy.problems()


def test_numbers_of_clauses_are_no_programs(copy: Copy) -> None:
    """A pattern of `numbering` has two places to fill, and braces that mean nothing stay as they are."""
    path = copy.root / "plan.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(numbering:\n\s+zh: \[)", r'\1"{n.__class__}{0}{x}", ', text), encoding="utf-8")
    clauses = check(copy.root).bundle["text"]["clauses"].values()
    assert any("{n.__class__}{0}{x}" in number["zh"] for number in clauses)


def test_names_with_characters_that_only_look_right(copy: Copy) -> None:
    spots = [
        ("areas/rescue.yml", "civil-affairs", "civil－affairs", "the fullwidth hyphen-minus － (U+FF0D)"),
        ("areas/rescue.yml", 'locator: "3.1"', "locator: “3.1”", "the left double quotation mark “ (U+201C)"),
        ("areas/mental.yml", "id: mental", "id: mental\u3000", "the ideographic space (U+3000)"),
        ("units.yml", "matrix: true", "matrix: ｔrue", "the fullwidth latin small letter t ｔ (U+FF54)"),
        ("plan.yml", "version: ", "version: １ #", "the fullwidth digit one １ (U+FF11)"),
        ("facts.yml", "minimum: 0", "minimum: ０", "the fullwidth digit zero ０ (U+FF10)"),
        ("facts.yml", "type: boolean", "type: boolean\u200b", "the zero width space (U+200B)"),
    ]
    placed = [(f"rules/{file}:{copy.spoil(file, old, new)}:", found) for file, old, new, found in spots]
    problems = copy.problems()
    for place, found in placed:
        assert any(p.startswith(place) and f"it holds {found}" in p for p in problems), (place, problems)


def test_names_in_conditions_with_characters_that_only_look_right(copy: Copy) -> None:
    copy.spoil("terms.yml", "any: [disabled, seriously_ill]", "any: [disabled，seriously_ill]")
    copy.spoil("terms.yml", "parents_away: both", "parents_away: both\u00a0")
    problems = copy.problems()
    for found in ("the fullwidth comma ，", "the no-break space (U+00A0)"):
        assert any(p.startswith("rules/terms.yml:") and f"it holds {found}" in p for p in problems), problems


UNREAD = {
    "more.yaml": "",
    "carers.YML": "",
    "Facts.yml": "facts.yml",
    "facts.yaml": "facts.yml",
    "areas/Rescue.YML": "areas/rescue.yml",
    "areas/more.yaml": "areas/more.yml",
    "areas/.more.yml": "",
    "areas/old/more.yml": "",
    "area/more.yml": "",
    "AREAS/rescue.yml": "",
    "facts.yml.bak": "facts.yml",
    "facts.yml.orig": "facts.yml",
    "facts (1).yml": "facts.yml",
    "facts.yml.txt": "facts.yml",
    "Source.lock": "",
    "notes/readme.md": "",
    "schema/facts.yml": "",
    "scenarios/cases.json": "",
    ".hidden/facts.yml": "",
    ".facts.yml": "facts.yml",
}


def test_a_file_that_nobody_reads_is_an_error(copy: Copy) -> None:
    for name in UNREAD:
        (copy.root / name).parent.mkdir(exist_ok=True)
        (copy.root / name).write_text("1", encoding="utf-8")
    problems = copy.problems()
    for name, meant in UNREAD.items():
        folder, _, file = name.partition("/")
        told = f"rules/{name if folder in ('areas', 'schema', 'scenarios') else folder}".replace(
            "/old/more.yml", "/old"
        )
        [problem] = [p for p in problems if p.startswith(f"{told}:1:1: is not a rule file")]
        assert not meant or f"did you mean {meant!r}?" in problem, (file, problem)


def test_a_release_that_no_version_names_is_an_error(copy: Copy) -> None:
    (copy.root / "versions" / "9.9.9.json").write_text("{}", encoding="utf-8")
    assert copy.problems() == ["rules/versions/9.9.9.json:1:1: is a release that `versions` in plan.yml does not list"]


def test_what_an_editor_leaves_is_named_and_hinders_nobody(copy: Copy) -> None:
    names = [".facts.yml.swp", "facts.yml~", "#facts.yml#", "areas/.rescue.yml.swp", "4913", ".DS_Store", "._plan.yml"]
    for name in names:
        (copy.root / name).write_bytes(b"\x00")
    (copy.root / "areas" / ".#rescue.yml").symlink_to("somebody@somewhere.1234")  # Emacs has the file open
    done = generator("check", "--rules", copy.root)
    assert done.returncode == 0, done.stdout
    for name in (*names, "areas/.#rescue.yml"):
        assert f"not read, as an editor or the system has left it: rules/{name}" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("plan.yml", '- locator: "1.1"', '- locator: "9.1"', "9.1 belongs to no part of the plan"),
        ("areas/mental.yml", 'locator: "3.6"', 'locator: "7.6"', "7.6 belongs to no part of the plan"),
        ("areas/mental.yml", 'locator: "3.6.1"', 'locator: "3.5.9"', "item 3.5.9 stands in area 3.6"),
        ("areas/mental.yml", 'locator: "3.6.2"', 'locator: "3.6.1"', "the item 3.6.1 stands already at"),
        ("areas/mental.yml", 'locator: "3.6"', 'locator: "3.5"', "the area 3.5 stands already at rules/areas/"),
        ("plan.yml", '{locator: "2", title', '{locator: "1", title', "the part 1 stands twice"),
        ("plan.yml", '{locator: "2", title', '{locator: "2.1", title', "2.1 is not a part (accepted: a locator"),
        ("areas/mental.yml", 'locator: "3.6.1"', 'locator: "3.6.1.1"', "3.6.1.1 has more levels than `numbering`"),
        ("plan.yml", "emergency: ", "emergency: [] #", "emergency: list should have at least 1 item"),
    ],
)  # fmt: skip
def test_an_outline_that_pages_cannot_show(copy: Copy, file: str, old: str, new: str, words: str) -> None:
    line = copy.spoil(file, old, new)
    problems = copy.problems()
    assert any(p.startswith(f"rules/{file}:{line}:") and words in p for p in problems), problems


@pytest.mark.parametrize(
    ("digits", "written"),
    [("0", "〇"), ("9", "九"), ("10", "十"), ("11", "十一"), ("12", "十二"), ("20", "二十"), ("99", "九十九"),
     ("100", "一百"), ("105", "一百零五"), ("110", "一百一十"), ("1001", "一千零一"), ("10000", "10000")],
)  # fmt: skip
def test_numbers_of_articles(digits: str, written: str) -> None:
    assert han(digits) == written


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("icon: book", "icon: bok", "'bok' is not a drawing in generator/pages/templates/icons; did you mean 'book'?"),
        ("school_stage, dropped_out", "school_stag, dropped_out", "'school_stag' is not a fact; did you mean"),
        ("persuasion_failed]", "dropped_out]", "absent asks for dropped_out, which is known or asked"),
        ("{distressed: true}", "{distressed: 1}", "1 is not an answer to distressed (accepted: true, false)"),
        ("{distressed: true}", "{distresed: true}", "'distresed' is not a fact; did you mean 'distressed'?"),
        ("answers: {distressed: true}", "answers: {distressed: true}\n    facts: [distressed]", ""),
        ("contacts: [police-110]", "contacts: [police-111]", "'police-111' is not a contact; did you mean"),
        ("- id: alone", "- id: absent", "the situation id 'absent' is taken already, at rules/situations.yml:"),
        ("answers: {", "answer: {", "'answer' is not known here"),
    ],
)
def test_a_situation_that_leads_nowhere(copy: Copy, old: str, new: str, words: str) -> None:
    line = copy.spoil("situations.yml", old, new) + new.count("\n")
    found = copy.problems()
    [problem] = [each for each in found if not each.startswith("rules/cases.yml:")]
    assert problem.startswith(f"rules/situations.yml:{line}:")
    assert words in problem


def test_a_line_to_tick_that_is_missing(copy: Copy) -> None:
    path = copy.root / "facts.yml"
    said = "    statement: {zh: 孩子得了大病, en: The child has a major illness}\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(said, ""), encoding="utf-8")
    line = text[: text.index("- id: seriously_ill")].count("\n") + 1
    [problem] = copy.problems()
    assert problem.startswith(f"rules/facts.yml:{line}:")
    assert "the boolean fact seriously_ill lacks 'statement'" in problem


def test_all_problems_are_shown_at_once(copy: Copy) -> None:
    copy.spoil("areas/rescue.yml", "civil-affairs", "civil-afairs")
    copy.spoil("areas/mental.yml", "distressed", "distresed")
    copy.spoil("units.yml", "- id: education-sports", "- id: police")
    problems = copy.problems()
    assert len({p.split(":")[0] for p in problems}) >= 3


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "plan.yml",
            "{child_age: {at_least: 18}}",
            "{any: [orphaned, {not: orphaned}]}",
            ": no family meets the condit",
        ),
        ("plain.yml", "longest: {zh: 36, en: 25}", "longest: {zh: 1, en: 1}", ": a sentence of "),
    ],
    ids=["a plan that covers nobody", "texts of one word"],
)
def test_no_run_shows_more_than_two_hundred_problems(copy: Copy, file: str, old: str, new: str, words: str) -> None:
    copy.spoil(file, old, new)
    done = generator("check", "--rules", copy.root)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert sum(words in line for line in lines) > 20
    assert sum(re.match(r"[\w/-]+\.yml:\d+:\d+: ", line) is not None for line in lines) == 200
    assert lines[-1] == "200 problem(s)"


def test_a_failed_build_leaves_the_old_site(copy: Copy, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    for name in ("index.html", "service-worker.js"):  # by these a folder is known as a build's
        (site / name).write_text("old", encoding="utf-8")
    copy.spoil("areas/rescue.yml", "civil-affairs", "civil-afairs")
    done = generator("build", "--rules", copy.root, "--site", site)
    assert done.returncode == 1
    assert "civil-afairs" in done.stderr
    assert {p.name: p.read_text(encoding="utf-8") for p in site.iterdir()} == {
        "index.html": "old",
        "service-worker.js": "old",
    }
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".site")] == []
