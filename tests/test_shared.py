"""What messengers and search engines show of a page whose address is sent."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import html
from rich.console import Console

from generator.pages import published
from generator.pages.site import Site
from generator.pages.views.page import HEIGHT, WIDTH, described
from generator.plan import addresses
from generator.plan.languages import LANGUAGES
from generator.publish.build import warn_of_no_address
from generator.publish.kits.sheets import pictured
from tests.conftest import HARBOUR, RULES, audited

PUBLIC = "https://guide.example.org/"
HEAD = re.compile(r"<head>(.*?)</head>", re.DOTALL)


def told(page: Path) -> dict[str, list[str]]:
    """What the head of a page says of it, by name."""
    head = html.fromstring(HEAD.search(page.read_text("utf-8"))[0])  # type: ignore[index]
    found: dict[str, list[str]] = defaultdict(list)
    for meta in head.iter("meta"):
        found[meta.get("property") or meta.get("name") or ""].append(meta.get("content") or "")
    found["canonical"] = head.xpath("//link[@rel='canonical']/@href")
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_is_shown_by_its_title_and_a_text_that_no_other_has(site: Path, code: str) -> None:
    here = Site(audited(RULES), code, "")
    texts: dict[str, str] = {}
    for page in here.pages:
        if page.apart:
            continue
        says = told(site / here.language.root / page.address / "index.html")
        assert says["og:title"] == [page.title if page.address else here.name], page.address
        [text] = says["og:description"]
        assert says["description"] == [text]
        assert page.description.startswith(text)
        assert text not in texts, (page.address, texts[text])
        texts[text] = page.address
        assert says["og:locale"] == [here.language.locale]
        assert says["og:locale:alternate"] == [other.locale for other in LANGUAGES.values() if other.code != code]
        assert says["og:type"] == ["article" if page.address else "website"]
        assert says["twitter:card"] == ["summary"]
        # A whole address would be one of this machine, and no picture was drawn.
        assert not says["og:url"] + says["og:image"] + says["canonical"]


def test_a_short_address_is_shown_as_what_it_leads_to(site: Path) -> None:
    here = Site(audited(RULES), "zh", "")
    lock = published.read(RULES)
    for target, title in (("guides/counselling/", None), ("check/#situation=absent", "孩子不去上学")):
        page = here.preview(target.partition("#")[0])
        assert page
        says = told(site / addresses.short(lock.code(target) or "") / "index.html")
        assert says["og:title"] == [title or page.title]
        assert says["og:description"] == [page.description]


@pytest.mark.parametrize("rules", [RULES, HARBOUR], ids=["ours", "harbour"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_names_a_picture_only_where_one_is_drawn(rules: Path, code: str) -> None:
    root = PUBLIC + LANGUAGES[code].root
    drawn = Site(audited(rules), code, root, kits=True)
    shown = pictured(drawn)
    assert len(shown) == sum(not page.apart for page in drawn.pages)
    pictures = {preview.picture for _, preview in shown}
    assert pictures == {root + addresses.picture(page.address) for page, _ in shown}
    assert len(pictures) == len(shown)
    assert {(preview.width, preview.height) for _, preview in shown} == {(WIDTH, HEIGHT)} == {(1200, 630)}
    assert {preview.url for _, preview in shown} == {root + page.address for page, _ in shown}
    for url, kits in ((root, False), ("", True), ("http://127.0.0.1:8000/", True)):
        assert pictured(Site(audited(rules), code, url, kits=kits)) == []


@pytest.mark.parametrize(
    ("code", "text", "cut"),
    [
        ("zh", "一句。" * 30, "一句。" * 26),
        ("zh", "字" * 100 + "。后面。", "字" * 100 + "。"),
        ("zh", "没有句号", "没有句号"),
        ("en", "The heading of 3.4.3 is one thing. " * 10, ("The heading of 3.4.3 is one thing. " * 5).strip()),
        ("en", "Short. And no end", "Short. And no end"),
    ],
)
def test_a_description_ends_with_a_sentence(code: str, text: str, cut: str) -> None:
    assert described(text, LANGUAGES[code]) == cut


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_a_build_for_publishing_without_an_address_warns_in_a_box(encoding: str) -> None:
    """tests/test_paper.py tries it as a process."""
    said = {}
    for loudly in (True, False):
        held = io.BytesIO()
        console = Console(file=io.TextIOWrapper(held, encoding, write_through=True), soft_wrap=True, emoji=False)
        warn_of_no_address(console, loudly=loudly)
        said[loudly] = held.getvalue().decode(encoding)
    box = said[True].splitlines()
    assert len({len(line) for line in box}) == 1
    assert "WARNING" in box[0]
    assert said[True].count("NO QR CODE") == said[True].count("SITE_URL=https://") == 1
    assert said[False].count("\n") == 1
