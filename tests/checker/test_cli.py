"""`python -m checker` as it is used in a terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.api import Request, next_screen, report
from checker.bundle import Bundle
from checker.terminal.interview import UNKNOWN, ticked
from generator.logic.audit import Checked
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("programs")

KEYS = ["plan", "version", "scope", "scope_reason", "outcomes", "next_question"]
OUTCOME_KEYS = [
    "id",
    "kind",
    "status",
    "title",
    "clauses",
    "bearers",
    "implied",
    "deadline",
    "because",
    "needs",
    "flips",
    "also",
    "text",
]
PUPIL = {"child_age": 12, "school_stage": "compulsory", "unexcused_absence_days": 8}


@pytest.fixture
def bundle(bundle_file: Path) -> Path:
    """The compiled rules in a file, so that each run need not compile them."""
    return bundle_file


def checker(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checker", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, encoding="utf-8", check=False)


def answered(bundle: Path, answers: object, *arguments: str) -> dict[str, Any]:
    done = checker("--bundle", bundle, "--format", "json", *arguments, "-", given=json.dumps(answers))
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert isinstance(made, dict)
    return made


def test_json_has_the_published_fields(bundle: Path) -> None:
    made = answered(bundle, PUPIL)
    assert list(made) == KEYS
    assert all(list(outcome) == OUTCOME_KEYS for outcome in made["outcomes"])
    assert made["plan"] == "renhe-2018-41"
    assert len(made["outcomes"]) == 31
    found = {outcome["id"]: outcome for outcome in made["outcomes"]}
    assert found["return-to-school"]["status"] == "applies"
    assert [reason["fact"] for reason in found["return-to-school"]["because"]] == [
        "school_stage",
        "unexcused_absence_days",
    ]
    assert found["proxy-mother"]["needs"] == ["parents_away", "other_parent_can_care"]
    assert found["proxy-mother"]["because"] == []
    assert made["next_question"] == "lives_in_renhe"


def test_workers_are_told_the_duties_too(bundle: Path) -> None:
    family, worker = (answered(bundle, PUPIL, "--audience", who) for who in ("family", "worker"))
    assert {outcome["kind"] for outcome in family["outcomes"]} == {"benefit"}
    found = {outcome["id"]: outcome for outcome in worker["outcomes"]}
    persuade = found["organise-return-persuasion"]
    assert (persuade["kind"], persuade["status"], persuade["bearers"]) == ("duty", "applies", ["school"])
    assert persuade["clauses"] == ["3.2.1-f"]
    assert persuade["deadline"]
    assert {"school_stage": "preschool"} in persuade["flips"]


def test_languages(bundle: Path) -> None:
    chinese, english = (answered(bundle, PUPIL, "--lang", lang) for lang in ("zh", "en"))
    assert chinese["outcomes"][0]["title"] != english["outcomes"][0]["title"]
    assert [o["status"] for o in chinese["outcomes"]] == [o["status"] for o in english["outcomes"]]


def test_null_means_not_known(bundle: Path) -> None:
    made = answered(bundle, PUPIL | {"parents_away": None})
    assert made["outcomes"] == answered(bundle, PUPIL)["outcomes"]


@pytest.mark.parametrize("answers", [{"child_age": 18}, {"lives_in_renhe": False, "child_age": 5}])
def test_outside_the_scope(bundle: Path, answers: dict[str, Any]) -> None:
    made = answered(bundle, answers, "--audience", "worker", "--lang", "en")
    assert made["scope"] == "outside"
    assert "12345" in made["scope_reason"]
    assert made["outcomes"] == []
    assert made["next_question"] is None


def test_a_topic_narrows_the_outcomes(bundle: Path) -> None:
    made = answered(bundle, PUPIL, "--topic", "education")
    assert {"return-to-school", "proxy-mother"} <= {outcome["id"] for outcome in made["outcomes"]}
    assert len(made["outcomes"]) == 6


def test_rules_are_compiled_where_no_bundle_is_named(bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(PUPIL), encoding="utf-8")
    done = checker("--format", "json", file)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == answered(bundle, PUPIL)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ["符合", "三（二）1", "怎么办"]), ("en", ["Applies", "3.2.1", "What to do"])]
)
def test_text_is_for_reading(bundle: Path, lang: str, words: list[str]) -> None:
    done = checker("--bundle", bundle, "--lang", lang, "-", given=json.dumps(PUPIL))
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)
    for outcome in answered(bundle, PUPIL, "--lang", lang)["outcomes"]:
        [line] = [line for line in done.stdout.splitlines() if line.startswith(f"  {outcome['title']}  (")]
        assert line.count("·") == len(outcome["clauses"]) - 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ('{"child_agee": 3}', ["'child_agee'", "did you mean 'child_age'?", "parents_away"]),
        ('{"orphaned": "yes"}', ["orphaned", "'yes'", "true, false"]),
        ('{"orphaned": 1}', ["orphaned", "1 is not an answer", "true, false"]),
        ('{"child_age": "9"}', ["child_age", "'9'", "a whole number from 0"]),
        ('{"child_age": 9.5}', ["child_age", "9.5", "a whole number from 0"]),
        ('{"child_age": true}', ["child_age", "True", "a whole number from 0"]),
        ('{"child_age": -1}', ["child_age", "-1"]),
        ('{"parents_away": "bothh"}', ["parents_away", "'bothh'", "did you mean 'both'?", "none, one, both"]),
        ('{"orphaned": true, "orphaned": false}', ["'orphaned' is answered twice"]),
        ("[1, 2]", ["an object of answers is wanted", "list"]),
        ("{", ["is not JSON"]),
        ("", ["is not JSON"]),
        ("[" * 100_000, ["is not JSON"]),
        ('{"child_age": NaN}', ["child_age"]),
        (f'{{"child_age": {"[" * 900 + "]" * 900}}}', ["child_age: [[[...]]] is not an answer"]),
        (f'{{"child_age": {"9" * 4_000}}}', ["child_age: a number with too many digits is not an answer"]),
        (f'{{"{"x" * 9_000}": 1, "{"x" * 9_000}": 2}}', ["is answered twice"]),
        (" " * 100_001, ["has more than 100000 bytes"]),
    ],
)
def test_bad_input_is_one_clear_line(bundle: Path, given: str, words: list[str]) -> None:
    done = checker("--bundle", bundle, "--format", "json", "-", given=given)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert all(word in line for word in words), line
    assert len(line) < 2_000


@pytest.mark.parametrize(
    ("content", "words"),
    [("{}", "malformed"), ("[]", "malformed"), ("nonsense", "not JSON"), ('{"format": 99}', "has format 99")],
)
def test_a_broken_bundle_is_one_clear_line(tmp_path: Path, content: str, words: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(content, encoding="utf-8")
    done = checker("--bundle", broken, "-", given="{}")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert words in line


def missing(data: Any) -> None:
    del data["outcomes"][0]["text"]


def negative(data: Any) -> None:
    data["nodes"][2][0] -= len(data["facts"])


def unordered(data: Any) -> None:
    data["facts"] = data["facts"][::-1]  # the diagram now asks for the last fact first


def true_for_one(data: Any) -> None:
    data["outcomes"][0]["root"] = True


def text_for_list(data: Any) -> None:
    data["outcomes"][0]["text"]["bearers"] = "police"


def unknown_unit(data: Any) -> None:
    data["outcomes"][0]["text"]["bearers"] = ["nobody"]


def twice(data: Any) -> None:
    data["facts"][1]["id"] = data["facts"][0]["id"]


def half_a_character(data: Any) -> None:
    data["outcomes"][0]["text"]["title"]["zh"] = "\ud800"


def unsorted(data: Any) -> None:
    next(fact for fact in data["facts"] if len(fact.get("cuts", ())) > 1)["cuts"].reverse()


def no_label(data: Any) -> None:
    del data["text"]["interface"]["because"]


def entangled(data: Any) -> None:
    """Whether an odd number of facts is true: as many reasons as there are cases."""
    data["facts"] = [fact for fact in data["facts"] if fact["type"] == "boolean"][:20]
    nodes: list[list[int]] = [[], [], [19, 0, 1], [19, 1, 0]]
    for fact in range(18, -1, -1):
        even, odd = len(nodes) - 2, len(nodes) - 1
        nodes += [[fact, even, odd], [fact, odd, even]]
    data["nodes"] = nodes
    for entry in (*data["outcomes"], *data["scope"]):
        entry["root"] = len(nodes) - 1
    for fact in data["facts"]:
        fact.pop("ask_when", None)


DAMAGES = [missing, negative, unordered, true_for_one, text_for_list, unknown_unit, twice, half_a_character]
DAMAGES += [unsorted, no_label, entangled]


# Most of these faults would show only when the bundle is used.
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_bundle_is_one_clear_line(bundle: Path, tmp_path: Path, damage: Callable[[Any], None]) -> None:
    data = json.loads(bundle.read_bytes())
    damage(data)
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(data), encoding="utf-8")
    done = checker("--bundle", broken, "-", given="{}")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_topic_that_does_not_exist_is_one_clear_line(bundle: Path) -> None:
    done = checker("--bundle", bundle, "--topic", "educate", "-", given="{}")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "'educate'" in line
    assert "education, employment" in line


def test_missing_files_are_one_clear_line(bundle: Path, tmp_path: Path) -> None:
    for compiled, answers in ((bundle, tmp_path / "none.json"), (tmp_path / "none.json", "-")):
        done = checker("--bundle", compiled, str(answers), given="{}")
        assert done.returncode == 2
        [line] = done.stderr.splitlines()
        assert "No such file" in line


def test_the_interview_asks_until_nothing_is_open(bundle: Path) -> None:
    typed = ["9"] + ["nonsense", "1"] * 30
    done = checker("interview", "--bundle", bundle, "--lang", "en", "--topic", "mental", given="\n".join(typed))
    assert done.returncode == 0, done.stderr
    assert "How old is the child?" in done.stdout
    assert "Please type one of these: 1 / 2 / ?" in done.stdout  # the nonsense was refused and the question asked again
    assert "Please type one of these: 0 / 1 … " in done.stdout  # and so among statements
    assert "Psychological counselling" in done.stdout
    assert "Next question" not in done.stdout.partition("Is there another child")[0]


def test_statements_are_ticked_together(bundle: Path) -> None:
    compiled = Bundle.from_json(bundle.read_bytes())
    answers: dict[str, object] = {"child_age": 9, "lives_in_renhe": True}
    alone = 0  # questions with a choice, which come before
    while (screen := next_screen(compiled, Request(answers))) and not screen.ticks:
        answers[screen.facts[0]] = None
        alone += 1
    assert screen is not None
    typed = "\n".join(["0", "9", "1", *["?"] * alone, "1 2?"])
    done = checker("interview", "--bundle", bundle, "--format", "json", given=typed)
    one, two, *others = screen.facts
    answers |= {one: True, two: None} | dict.fromkeys(others, False)
    assert json.loads(done.stdout[done.stdout.index("{") :]) == report(compiled, answers)


def test_the_interview_begins_with_what_somebody_comes_with(bundle: Path) -> None:
    compiled = Bundle.from_json(bundle.read_bytes())
    ids = [situation.id for situation in compiled.situations]
    come = (ids.index("sad") + 1, ids.index("street") + 1)
    typed = f"nobody\n{come[0]} {come[1]}\n9\n1\n"
    done = checker("interview", "--bundle", bundle, "--lang", "en", "--format", "json", given=typed)
    about, rest = done.stdout.split("How old is the child?")
    assert all(situation.text["title"]["en"] in about for situation in compiled.situations)
    assert "Please type one of these: 0 / 1 … 10 / ?" in about
    for situation in compiled.situations:
        if do := situation.text.get("do"):
            assert (do["en"] in about) == (situation.id in ("sad", "street"))
    answers = {"distressed": True, "child_age": 9, "lives_in_renhe": True}
    assert json.loads(rest[rest.index("{") :]) == report(compiled, answers, lang="en")
    screen = next_screen(compiled, Request(answers, situations=("sad", "street")))
    assert screen is not None
    lines = [compiled.fact(name).text["statement"]["en"] for name in screen.facts]
    assert re.findall(r"^  \d+  (.+)$", rest, re.MULTILINE)[2:] == lines  # after yes and no
    assert lines[0] == "The child has gone missing and cannot be reached"


def test_the_bundle_of_a_page_answers_and_says_what_it_lacks(checked: Checked, tmp_path: Path) -> None:
    shipped = tmp_path / "bundle.json"
    shipped.write_text(json.dumps(checked.shipped()), encoding="utf-8")
    done = checker("--bundle", shipped, "--format", "json", "-", given='{"child_age": 9}')
    assert json.loads(done.stdout) == report(checked.compiled, {"child_age": 9})
    for source in ("interview", "-"):
        done = checker("--bundle", shipped, source, given="{}")
        assert done.returncode == 2
        assert "holds no questions" in done.stderr


def test_another_child_is_not_asked_what_is_about_the_family(bundle: Path) -> None:
    compiled = Bundle.from_json(bundle.read_bytes())
    typed = ["0", "17", *["?"] * 30, "maybe", "1", "16"]
    done = checker("interview", "--bundle", bundle, "--lang", "en", "--format", "json", given="\n".join(typed))
    first, second = done.stdout.split("Is there another child in the family?")
    assert json.loads(first.splitlines()[-2])["next_question"] is None
    assert "Please type one of these: 0 / 1 / 2" in second
    shared = {fact.id for fact in compiled.facts if fact.about != "child"}
    asked = {fact.id for fact in compiled.facts if fact.text["question"]["en"] in second}
    assert asked
    assert asked.isdisjoint(shared)


@pytest.mark.parametrize("begin", [("--topic", "mental"), ()])
def test_who_names_a_topic_or_nothing_is_not_told_what_to_do_in_danger(begin: tuple[str, ...], bundle: Path) -> None:
    done = checker("interview", "--bundle", bundle, *begin, given="9\n" if begin else "0\n9\n")
    assert ("您为哪些事来？" in done.stdout) == (not begin)
    assert "!" not in done.stdout
    assert done.stdout.count("> ") == (2 if begin else 3)


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("2", [False, True, False]),
        ("1 3?", [True, False, None]),
        ("１，三？", [True, False, None]),
        ("0", [False] * 3),
        ("?", [None] * 3),
        (" 3、1 ", [True, False, True]),
        ("1 3不清楚", [True, False, None]),
        ("2 不知道，3", [False, None, True]),
        ("1 don't know 2", [None, True, False]),
        ("一Not sure", [None, False, False]),
        ("不清楚", [None] * 3),
        ("没有", [False] * 3),
    ],
)
def test_what_is_typed_of_statements(typed: str, answers: list[bool | None]) -> None:
    assert ticked(typed, 3, {*UNKNOWN, "不清楚", "don't know"}) == answers


@pytest.mark.parametrize("typed", ["", "4", "0 1", "1 2 x", "-1", "1?2", "??", "不知道1", "0?", "有"])
def test_what_cannot_be_typed_of_statements(typed: str) -> None:
    with pytest.raises(ValueError, match="names no statement"):
        ticked(typed, 3)


def test_an_interview_cut_short_still_reports(bundle: Path) -> None:
    done = checker("interview", "--bundle", bundle, "--audience", "worker", "--lang", "en", given="0\n9\n1\n")
    assert done.returncode == 0
    assert "How old is the minor, in full years?" in done.stdout
    assert "Not yet known" in done.stdout
    assert "Next question" in done.stdout


def test_an_interview_outside_the_scope_is_over_at_once(bundle: Path) -> None:
    done = checker("interview", "--bundle", bundle, given="0\n18\n0\n")
    assert done.returncode == 0
    assert done.stdout.count("> ") == 3  # the last is about another child
    assert "12345" in done.stdout
