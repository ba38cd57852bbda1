"""What the YAML loader accepts, and how it says what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.plan.load import MOST_PROBLEMS, Located, Place, Problem, Problems, RulesError, read


def load(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "x.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, "x.yml").data


def complaint(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(RulesError) as caught:
        load(tmp_path, text)
    return str(caught.value)


def test_strings_know_their_place(tmp_path: Path) -> None:
    data = load(tmp_path, "a:\n  - one\n  - {b: 'two'}\n")
    assert isinstance(data, dict)
    two = data["a"][1]["b"]
    assert isinstance(two, Located)
    assert str(two.place) == "x.yml:3:9"


def test_only_core_constants_are_not_text(tmp_path: Path) -> None:
    text = "a: [yes, no, on, 'true', true, false, null, 7, -3, 007, 1.5, 2018-03-22]"
    assert load(tmp_path, text) == {
        "a": ["yes", "no", "on", "true", True, False, None, 7, -3, "007", "1.5", "2018-03-22"]
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb: 1\n", "x.yml:2:1: a tab stands where YAML wants spaces"),
        ('a: 1\nb: "never closed\nc: 2\n', "x.yml:2:4: a quote opened here is not closed on the same line"),
        ("a: 1\nb: 'open\nc: 2\nd: it's\n", "x.yml:2:4: a quote opened here is not closed on the same line"),
        ("a: 'two\n  lines'\n", "x.yml:1:4: a quote opened here is not closed on the same line"),
        ("a: 1\nb: 2\na: 3\n", "x.yml:3:1: the key a stands twice in one mapping"),
        ("a: &x [1]\nb: *x\n", "x.yml:1:4: uses a YAML alias"),
        ("a: !!python/name:os.system 1\n", "x.yml:1:4: uses the YAML tag"),
        ("a: 1\n? [x]\n: 2\n", "x.yml:2:3: a key must be a plain word"),
        ("a: 1\n---\nb: 2\n", "x.yml:2:1: expected a single document"),
        (b"a: 1\nb: \xff\xfe\n", "x.yml:2:1: is not UTF-8 text"),
        ("", "x.yml:1:1: the file is empty"),
        ("[" * 60 + "]" * 60, "is nested more than 40 deep"),
        ("[" * 50_000, "x.yml:1:42: is nested more than 40 deep"),  # the C parser's own composer crashed
        ("- " * 50_000, "is nested more than 40 deep"),
        ("[" + "a," * 20_001 + "]", "is more than 20000 values from the start"),
        ("&x a: 1\n", "x.yml:1:1: uses a YAML alias"),
        ("a: *x\n", "x.yml:1:4: uses a YAML alias"),
        ("a: !!str 1\n", "x.yml:1:4: uses the YAML tag"),
        ("a: 1\nb: \x00\n", "x.yml:2:1: holds a character that YAML forbids"),
        ("长: 1\n长: 1\n\x1b", "x.yml:3:1: holds a character that YAML forbids"),
        ('"a\\nb": 1\n"a\\nb": 2\n', "x.yml:2:1: the key 'a\\nb' stands twice"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, text: str | bytes, expected: str) -> None:
    assert expected in complaint(tmp_path, text)


def test_a_folder_named_like_a_file_is_no_rule_file(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="is not a file"):
        read(tmp_path, "x.yml")


def test_no_run_tells_of_more_than_anybody_reads() -> None:
    problems = Problems()
    for line in range(1, MOST_PROBLEMS):
        problems.add(Place("x.yml", line), "x" * 1_000)
    with pytest.raises(RulesError) as caught:
        problems.add(Place("x.yml", MOST_PROBLEMS), "y")
    assert len(caught.value.problems) == MOST_PROBLEMS
    assert all(len(str(problem)) < 500 for problem in caught.value.problems)


def test_what_several_steps_find_is_raised_together() -> None:
    problems = Problems()
    problems.finish()
    for line in (2, 1):
        with problems.collect():
            raise RulesError([Problem(Place("x.yml", line), "x")])
    problems.extend([Problem(Place("x.yml", 3), "y")])
    with pytest.raises(RulesError) as caught:
        problems.finish()
    assert [problem.place.line for problem in caught.value.problems] == [1, 2, 3]


# Each of them stands in the place of one of YAML, on the line and in the column that are named.
LOOKALIKES = [
    ("a: 1\nlives_alone：true\nb: 2\n", "x.yml:2:12: the fullwidth colon ： (U+FF1A) stands where YAML wants ':'"),
    ("a: 1\r\nb：2\r\nc: 1", "x.yml:2:2: the fullwidth colon ："),
    ("a: {all：[x, y]}\n", "x.yml:1:8: the fullwidth colon ："),
    ("a: 1\nb：“x”\nc: 2\n", "x.yml:2:2: the fullwidth colon ："),
    ("a: {zh: 词，en: t}\n", "x.yml:1:10: the fullwidth comma ， (U+FF0C) stands where YAML wants ','"),
    ("a: [x, y］\nb: 1\n", "x.yml:1:9: the fullwidth right square bracket ］ (U+FF3D) stands where YAML wants ']'"),
    ("a: ｛b: 1｝\n", "x.yml:1:4: the fullwidth left curly bracket ｛"),
    ("a: “x: y”\n", "x.yml:1:4: the left double quotation mark “ (U+201C) stands where YAML wants '\"'"),
    ("a:\n  － id: x\n    b: 1\n", "x.yml:2:3: the fullwidth hyphen-minus － (U+FF0D) stands where YAML wants '-'"),
    ("a:\n  — id: x\n    b: 1\n", "x.yml:2:3: the em dash —"),
    ("a: 1\nb:\u00a0x\nc: 2\n", "x.yml:2:3: the no-break space (U+00A0) stands where YAML wants spaces"),
    ("a:\n  - id: x\n  -\u3000id: y\n    z: 1\n", "x.yml:3:4: the ideographic space (U+3000)"),
    ("a:\n\tb: 1\n", "x.yml:2:1: a tab stands where YAML wants spaces"),
    ("a: |\n\tx\n", "x.yml:2:1: a tab stands where YAML wants spaces"),
    # Keys that are none are told as keys.
    ("a: 1\n\u3000b: 2\n", "x.yml:2:1: the key '\\u3000b' holds the ideographic space (U+3000)"),
    ("a: 1\nb\u00a0: x\nc: 2\n", "x.yml:2:1: the key 'b\\xa0' holds the no-break space (U+00A0)"),
    ("a: 1\nb\u200b: 1\n", "x.yml:2:1: the key 'b\\u200b' holds the zero width space (U+200B)"),
]


@pytest.mark.parametrize(("text", "expected"), LOOKALIKES)
def test_a_character_that_looks_like_one_of_yaml_is_named_where_it_stands(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert complaint(tmp_path, text).startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 孩子，家长：“好”【一】　二\n", "孩子，家长：“好”【一】　二"),
        ("a: “quoted” – and so on\n", "“quoted” – and so on"),
        ("a: |\n  　　缩进的一段：\n  － 一\n", "　　缩进的一段：\n－ 一\n"),
        ("a: 【注】10\u00a0km\n", "【注】10\u00a0km"),
    ],
)
def test_in_texts_they_are_right(tmp_path: Path, text: str, expected: str) -> None:
    assert load(tmp_path, text) == {"a": expected}


def test_another_mistake_beside_them_is_told_as_what_it_is(tmp_path: Path) -> None:
    text = "a:\n  - zh: 孩子，家长：好\n    en: it's: bad\n"
    assert complaint(tmp_path, text) == "x.yml:3:13: mapping values are not allowed in this context"
