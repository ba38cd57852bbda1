"""Titles whose lines end between words, without a script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from generator.publish.typesetting import titles
from generator.publish.typesetting.words import words_of
from tests.conftest import treated


def test_headlines_break_between_words() -> None:
    found = words_of({"zh": ["孩子不去上学？", "低保：够条件的，及时办上"], "en": ["Ill: a new start"]})
    assert found["en"] == [[["Ill:"], ["a", "new", "start"]]]
    assert [len(clauses) for clauses in found["zh"]] == [1, 3]
    assert [found["zh"][0][0][0], found["zh"][0][0][-1][-1]] == ["孩子", "？"]
    assert found["zh"][1][1][-1].endswith("的，")


def marked(folder: Path, title: str, lang: str = "zh") -> str:
    page = f'<!doctype html>\n<html lang="{lang}" class="no-js"><p>孩子不去上学</p>{title}</html>'
    return (
        treated(folder, {"index.html": page}, titles.apply)["index.html"].partition("</p>")[2].removesuffix("</html>")
    )


def test_what_a_title_says_and_is_made_of_stays(tmp_path: Path) -> None:
    title = '<h1 id="a" class="b"><span hidden>三（一）</span> 孩子 &lt;b&gt;&amp;"没人管"</h1>'
    found = marked(tmp_path, title)
    assert re.sub(r"<wbr>| cp-words-whole|cp-words-whole ", "", found).replace("&quot;", '"') == title
    assert unescape(re.sub(r"<wbr>", "|", found)).count("|") > 2


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("区残联", ["区残联"]),
        ("批评监护人的办法", ["批评", "监护人的", "办法"]),
        ("够条件的，及时办上低保", ["够", "条件的，", "及时", "办上低保"]),
        ("制止失责的大人", ["制止", "失责的", "大人"]),
    ],
)
def test_names_are_not_cut_into_their_signs(tmp_path: Path, title: str, parts: list[str]) -> None:
    assert marked(tmp_path, f"<h1>{title}</h1>") == f'<h1 class="cp-words-whole">{"<wbr>".join(parts)}</h1>'


def test_other_languages_and_other_text_are_left_alone(tmp_path: Path) -> None:
    assert (
        marked(tmp_path, "<h1>Children who do not go to school</h1>", "en")
        == "<h1>Children who do not go to school</h1>"
    )
    assert "孩子不去上学</p>" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_headings_and_what_templates_name_are_marked_too(tmp_path: Path) -> None:
    tile = '<span class="cp-words-whole">孩子在家挨打</span><span>孩子在家挨打</span>'
    found = marked(tmp_path, f'<h2 id="a">孩子不去上学</h2>{tile}')
    assert found.count("<wbr>") == 4
    assert found.endswith("<span>孩子在家挨打</span>")


def test_every_long_title_of_the_site_may_break(site: Path) -> None:
    pages = [path for path in site.rglob("index.html") if path.relative_to(site).parts[0] not in ("en", "g")]
    found = {path: re.findall(r"<h1([^>]*)>(.*?)</h1>", path.read_text(encoding="utf-8"), re.S) for path in pages}
    assert sum(map(len, found.values())) >= len(pages) - 1
    for path, own in found.items():
        for attributes, title in own:
            assert "cp-words-whole" in attributes, path
            runs = re.split(r"<[^>]*>|\s", title)
            assert max(map(len, runs)) <= 8, (path, title)  # characters that stay together
