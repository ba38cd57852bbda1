"""Titles and headings with a mark wherever a line may end, in languages that have no blanks between words.

Browsers break Chinese after any character, and few of them know better when asked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from generator.plan.languages import LANGUAGES
from generator.publish.typesetting.words import words_of

WHOLE = "cp-words-whole"  # the class of what is set so; guide.css has it, and templates where it is no heading
_LANGUAGE = re.compile(r'<html lang="([\w-]+)"')
_TITLE = re.compile(rf'<(h[1-3]|span(?= class="[^"]*{WHOLE}))([^>]*)>(.*?)</\1>', re.S)
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")  # between two tags
_RUN = re.compile(r"\S+")
_ENDING = re.compile(r"人的?\W*")
_PARTICLE = re.compile(r"(?<=\w)[的了着过]+")  # after the word that it belongs to
_MOST_SINGLE = 4  # signs


def apply(site: Path) -> None:
    """Mark the titles of all pages of the built `site`. Raises RulesError if Node cannot tell words apart."""
    pages = {path: code for path in sorted(site.rglob("*.html")) if (code := _unspaced(path))}
    wanted: dict[str, dict[str, None]] = {}
    for path, code in pages.items():
        wanted.setdefault(code, {}).update(dict.fromkeys(_runs(path.read_text(encoding="utf-8"))))
    parted = words_of({code: list(runs) for code, runs in wanted.items()})
    marked = {
        code: {run: _marked(clauses) for run, clauses in zip(runs, parted[code], strict=True)}
        for code, runs in wanted.items()
    }
    for path, code in pages.items():
        before = path.read_text(encoding="utf-8")
        path.write_text(_TITLE.sub(partial(_title, marked=marked[code]), before), encoding="utf-8")


def _unspaced(page: Path) -> str:
    """The language of a page, if it is one of ours without blanks between words."""
    with page.open(encoding="utf-8") as file:
        told = _LANGUAGE.search(file.read(1000))
    language = LANGUAGES.get(told[1]) if told else None
    return language.code if language and not language.spaced else ""


def _runs(page: str) -> Iterator[str]:
    """What stands between blanks and tags in the titles of a page, as text."""
    for title in _TITLE.finditer(page):
        for text in _TEXT.findall(f">{title[3]}<"):
            yield from _RUN.findall(html.unescape(text))


def _marked(clauses: list[list[str]]) -> str:
    return "<wbr>".join(html.escape(part, quote=False) for clause in clauses for part in _kept_together(clause))


def _kept_together(words: list[str]) -> list[str]:
    """The words of a clause; what is cut too small, such as a name of single signs or the end of 监护人, made whole."""
    parts: list[str] = []
    single = False  # whether the last part is made of single signs
    for word in words:
        signs = sum(map(str.isalnum, _PARTICLE.sub("", word)))
        if parts and (_ENDING.fullmatch(word) or (single and signs == 1 and len(parts[-1]) < _MOST_SINGLE)):
            parts[-1] += word
        else:
            parts.append(word)
            single = signs == 1
    return parts


def _title(title: re.Match[str], marked: Mapping[str, str]) -> str:
    def text(found: re.Match[str]) -> str:
        return _RUN.sub(lambda run: marked[run[0]], html.unescape(found[0]))

    tag, attributes, content = title[1], title[2], _TEXT.sub(text, f">{title[3]}<")[1:-1]
    if WHOLE in attributes:
        pass
    elif 'class="' in attributes:
        attributes = attributes.replace('class="', f'class="{WHOLE} ', 1)
    else:
        attributes += f' class="{WHOLE}"'
    return f"<{tag}{attributes}>{content}</{tag}>"
