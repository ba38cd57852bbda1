"""A changed document is noticed at the clause that changed, and nowhere else; the lock holds no wording."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from generator.logic.audit import check
from generator.plan.source_lock import LOCK, REST, SourceError, lock, lock_file, read_lock, trace
from tests.conftest import HARBOUR, RULES, Once, audited, generator

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


def test_a_list_is_cut_only_where_nothing_else_parts_two_clauses() -> None:
    document = "对够条件的要办低保，并多照顾弃婴、孤儿、没有人抚养的孩子。要管好渔船、车站、学校。"
    found = lock(document, [("1-a", "办低保"), ("1-b", "没有人抚养"), ("2-a", "渔船"), ("2-b", "学校")])
    assert list(trace(document, found).unchanged.values()) == [
        "对够条件的要办低保，",
        "并多照顾弃婴、孤儿、没有人抚养的孩子。",
        "要管好渔船、车站、",
        "学校。",
    ]


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


def sentence(number: int) -> str:
    """The official wording of a clause of the harbour plan, made up here; it holds what HTML would take for a tag."""
    return f"第{number}号原话<甲&乙>说的是海风第{number}次吹来。"


class Locked:
    """The harbour plan with an official text and its lock."""

    def __init__(self, folder: Path) -> None:
        self.rules, self.document, self.folder = folder / "rules", folder / "plan.md", folder
        shutil.copytree(HARBOUR, self.rules)
        self.clauses = [str(clause) for clause in check(self.rules).rules.plan.clauses]
        self.text = "\n\n".join(sentence(i) for i, _ in enumerate(self.clauses))
        self.document.write_text(self.text, encoding="utf-8")
        entries = lock(self.text, [(clause, sentence(i)) for i, clause in enumerate(self.clauses)])
        (self.rules / LOCK).write_text(lock_file(entries), encoding="utf-8")

    def build(self, *arguments: str | Path) -> tuple[Path, str]:
        done = generator("build", "--rules", self.rules, "--site", self.folder / "site", *arguments)
        assert done.returncode == 0, done.stderr
        return self.folder / "site", done.stderr


def worded_otherwise(folder: Path) -> None:
    """A site that shows the document, of which one clause is not as it was when it was locked."""
    folder.mkdir()
    locked = Locked(folder)
    locked.document.write_text(locked.text.replace("海风第3次", "海风第三次"), encoding="utf-8")
    _, told = locked.build("--source", locked.document)
    (folder / "told").write_text(told, encoding="utf-8")


@pytest.fixture(scope="session")
def shown(once: Once) -> Path:
    """The folder of `worded_otherwise`: its rules, its site, and what the build told."""
    return once("official", worded_otherwise)


def official(site: Path, page: str) -> dict[str, str]:
    """What a page shows as official, by clause: its wording, or what is said instead."""
    tree = html.fromstring((site / page / "index.html").read_text(encoding="utf-8"))
    found = {}
    for box in tree.cssselect(".cp-official"):
        [shown] = box.cssselect("blockquote, p:not(.cp-kicker)")
        assert (shown.tag == "blockquote") == (shown.get("lang") == "zh")
        assert shown.tag == "p" or not len(shown)  # no markup got in
        clause = box.xpath("ancestor::li[1]/@id") or box.xpath("ancestor::li[1]/a[1]/@href")
        found[clause[0].rpartition("#")[2]] = shown.text_content()
    return found


@pytest.mark.usefixtures("programs")
@pytest.mark.long
def test_without_the_document_nothing_of_it_is_in_the_site(tmp_path: Path) -> None:
    site, told = Locked(tmp_path).build()
    assert "official wording" not in told
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".csv", ".xml", ".txt", ".js"}]
    assert len(files) > 60
    assert [path for path in files if "号原话" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("root", "label"), [("", "官方原文"), ("en/", "Official wording (in Chinese)")])
def test_the_document_is_shown_beside_each_clause_that_it_words_as_it_did(shown: Path, root: str, label: str) -> None:
    site, rules = shown / "site", audited(HARBOUR)
    assert "official wording: 17 clauses shown, 1 left out" in (shown / "told").read_text(encoding="utf-8")
    wanted = {str(clause): sentence(i) for i, clause in enumerate(rules.rules.plan.clauses)}
    found = official(site, f"{root}plan")
    left_out = list(wanted)[3]
    wanted[left_out] = found[left_out]
    assert ("不显示" if root == "" else "not shown") in found[left_out]
    assert found == wanted
    assert label in (site / root / "plan/index.html").read_text(encoding="utf-8")
    for name, benefit in rules.benefits.items():
        assert official(site, f"{root}guides/{name}") == {str(clause): wanted[clause] for clause in benefit.clauses}


def test_the_document_is_searched_on_the_page_of_the_plan_alone(shown: Path) -> None:
    pages = json.loads((shown / "site" / "search/index.json").read_text(encoding="utf-8"))["pages"]
    found = {page["at"]: page["weight"] for page in pages if any("号原话" in part["text"] for part in page["parts"])}
    assert found == {"plan/": 0.5}


@pytest.mark.parametrize("command", ["build", "trace"])
@pytest.mark.parametrize(
    ("content", "message"), [(None, "No such file or directory"), (b"\xff\xfe", "it is not text in UTF-8")]
)
def test_a_document_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, command: str, content: bytes | None, message: str
) -> None:
    document = tmp_path / "plan.md"
    if content:
        document.write_bytes(content)
    options = ["--source", document, "--site", tmp_path / "site"] if command == "build" else [document]
    done = generator(command, *options)
    assert done.returncode == 1
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert said == [f"{document} cannot be read: {message}"]
    assert not (tmp_path / "site").exists()
