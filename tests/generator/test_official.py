"""A changed document is noticed at the clause that changed, and nowhere else; the lock holds no wording."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.official import REST, SourceError, lock, lock_file, read_lock, trace
from tests.conftest import HARBOUR, RULES, generator

DOCUMENT = """# 港湾计划

## 一、目标

（一）先保护孩子，
再谈别的；孩子的安全放在第一位。

## 二、任务

**1.接送。**每条船靠岸时，学校要派人接孩子，没有人接的，要在当天报告

渔港办公室。渔港办公室要登记。

**牵头单位：**渔港办公室、学校
"""
PHRASES = [("1-a", "先保护孩子"), ("1-b", "安全放在第一位"), ("2-a", "派人接孩子"), ("2-b", "要在当天报告"),
           ("2-c", "要登记"), ("2-lead", "渔港办公室、学校")]  # fmt: skip
LOCKED = lock(DOCUMENT, PHRASES)


def test_each_clause_is_its_own_run_and_the_rest_is_kept_too() -> None:
    found = trace(DOCUMENT, LOCKED)
    assert found.unchanged == {
        "1-a": "（一）先保护孩子，再谈别的；",
        "1-b": "孩子的安全放在第一位。",
        "2-a": "每条船靠岸时，学校要派人接孩子，",
        "2-b": "没有人接的，要在当天报告渔港办公室。",
        "2-c": "渔港办公室要登记。",
        "2-lead": "渔港办公室、学校",
    }
    assert (found.changed, found.missing, found.new) == ({}, [], [])
    assert sum(entry.locator == REST for entry in LOCKED) >= 3


def test_spaces_marks_and_punctuation_do_not_count() -> None:
    other = DOCUMENT.replace("，", ", ").replace("\n\n", "\n").replace("**", "").replace("。", "；")
    assert trace(other, LOCKED).unchanged.keys() == dict(PHRASES).keys()


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        ("当天", "三天内", "2-b"),
        ("第一位", "首位", "1-b"),
        ("要登记", "应当登记", "2-c"),
        ("、学校", "、医院", "2-lead"),
    ],
)
def test_one_word_changes_one_clause(old: str, new: str, clause: str) -> None:
    found = trace(DOCUMENT.replace(old, new), LOCKED)
    assert list(found.changed) == [clause]
    assert new.strip("、") in found.changed[clause]
    assert found.unchanged.keys() == dict(PHRASES).keys() - {clause}
    assert (found.missing, found.new) == ([], [])


def test_a_clause_that_is_gone_and_a_sentence_that_is_new() -> None:
    assert trace(DOCUMENT.replace("渔港办公室要登记。", ""), LOCKED).missing == ["2-c"]
    found = trace(DOCUMENT.replace("要登记。", "要登记。医院要收治生病的孩子。"), LOCKED)
    assert found.new == ["医院要收治生病的孩子。"]
    assert len(found.unchanged) == len(PHRASES)


@given(st.text(max_size=200))
def test_any_text_can_be_compared(text: str) -> None:
    found = trace(text, LOCKED)
    assert set(found.unchanged) | set(found.changed) | set(found.missing) == dict(PHRASES).keys()


def test_a_phrase_that_is_not_there_is_named() -> None:
    with pytest.raises(SourceError, match="2-x"):
        lock(DOCUMENT, [*PHRASES, ("2-x", "没有这句话")])


def test_the_plan_is_locked_clause_by_clause_and_without_its_words() -> None:
    entries = read_lock(RULES)
    listed = [entry.locator for entry in entries if entry.locator != REST]
    assert len(listed) == len(set(listed)) == 126
    text = (RULES / "source.lock").read_text(encoding="utf-8")
    assert not any("\u4e00" <= character <= "\u9fff" for character in text)
    assert lock_file(entries) == text


def test_the_command_names_what_hangs_on_a_changed_clause(tmp_path: Path) -> None:
    rules, document = tmp_path / "rules", tmp_path / "plan.md"
    shutil.copytree(HARBOUR, rules)
    clauses = json.loads(generator("bundle", "--rules", rules).stdout)["outcomes"]
    benefit = next(each for each in clauses if each["kind"] == "benefit")
    [clause, *_] = benefit["text"]["clauses"]
    document.write_text("全文只有一条：孩子都能坐船上学。", encoding="utf-8")
    table = tmp_path / "clauses.tsv"
    table.write_text(f"locator\tzh_anchor\n{clause}\t坐船上学\n", encoding="utf-8")
    assert generator("lock", document, table, "--rules", rules).returncode == 0
    document.write_text("全文只有一条：孩子都能免费坐车上学。", encoding="utf-8")
    done = generator("trace", document, "--rules", rules)
    assert done.returncode == 1
    assert f"changed: {clause}\n" in done.stdout
    assert f"    touches: plan/#{clause}\n" in done.stdout
    assert f"    touches: guides/{benefit['id']}/\n" in done.stdout


@pytest.mark.parametrize(
    ("content", "message"), [(None, "is missing"), ("[[1]]", "is not a lock"), ("{", "is not a lock")]
)
def test_a_bad_lock_is_one_clear_line(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "source.lock").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_lock(tmp_path)
