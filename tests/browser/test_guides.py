"""Guides, areas and easy mode as a family sees them: the one door, the words to say and the number come first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.plan.languages import LANGUAGES
from tests.browser.test_access import VOICE
from tests.browser.tour import overflows, violations
from tests.conftest import HARBOUR, audited, serving

pytestmark = pytest.mark.browser

ROOTS = {"zh": "", "en": "en/"}
PHONE = {"width": 390, "height": 844}
IMPLIED = {"zh": re.compile("推定"), "en": re.compile(r"\bimpl(?:ied|y)\b", re.IGNORECASE)}
# Words of headings that stand on two lines.
BROKEN = """() => {
  const segmenter = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });
  const broken = [];
  for (const heading of document.querySelectorAll("main h1")) {
    if (!heading.checkVisibility()) continue;
    const tops = [];
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      for (let i = 0; i < walker.currentNode.length; i++) {
        range.setStart(walker.currentNode, i);
        range.setEnd(walker.currentNode, i + 1);
        tops.push(Math.round(range.getBoundingClientRect().top));
      }
    }
    for (const { segment, index, isWordLike } of segmenter.segment(heading.textContent)) {
      const lines = new Set(tops.slice(index, index + segment.length));
      if (isWordLike && lines.size > 1) broken.push(segment);
    }
  }
  return broken;
}"""
# The title of the site in the header, if it is seen: how wide and high it is, and whether any of it is cut off.
TITLE = """() => {
  const title = document.querySelector(".md-header__topic .md-ellipsis");
  if (getComputedStyle(title).visibility !== "visible") return null;
  return { width: title.clientWidth, lines: title.clientHeight / parseFloat(getComputedStyle(title).lineHeight),
    cut: title.scrollHeight > title.clientHeight + 1 || title.scrollWidth > title.clientWidth + 1 };
}"""


def bottoms(page: Page, selector: str) -> list[float]:
    return list(page.locator(selector).evaluate_all("all => all.map((e) => e.getBoundingClientRect().bottom)"))


@pytest.fixture(params=ROOTS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shows_what_to_do_first(page: Page, address: str, checked: Checked, lang: str) -> None:
    """Of each guide, the place to go to, what to say there and whom to call are seen without scrolling."""
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    context = Site(checked, lang, "").context
    for benefit in checked.benefits.values():
        page.goto(f"{address}/{ROOTS[lang]}guides/{benefit.id}/", wait_until="domcontentloaded")
        where = context.say(benefit.where) or context.t["check_place"]
        assert page.locator(".cp-first__where").all_inner_texts() == [where], benefit.id  # one door
        dials = page.locator(".cp-first a[href^='tel:']")
        assert dials.count() or not benefit.contacts, benefit.id
        assert min(dials.evaluate_all("all => all.map((e) => e.offsetHeight)"), default=44) >= 44
        assert max(bottoms(page, ".cp-first dd")) <= PHONE["height"], benefit.id
        assert page.locator(".cp-first a[href*='units/']").count() == 0  # no other doors beside it


def test_what_to_do_first_is_above_the_fold(page: Page, address: str, checked: Checked, lang: str) -> None:
    shows_what_to_do_first(page, address, checked, lang)


def test_so_it_is_for_another_plan(browser: Browser, harbour: Path, lang: str) -> None:
    page = browser.new_page()
    with serving(harbour) as address:
        shows_what_to_do_first(page, address, audited(HARBOUR), lang)
    page.close()


def test_most_guides_give_words_to_say(page: Page, address: str, checked: Checked, lang: str) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    context = Site(checked, lang, "").context
    told = [benefit for benefit in checked.benefits.values() if benefit.say]
    assert len(told) > 15
    for benefit in told[::4]:
        page.goto(f"{address}/{ROOTS[lang]}guides/{benefit.id}/", wait_until="domcontentloaded")
        assert context.say(benefit.say) in page.locator(".cp-first").inner_text()


def test_in_danger_the_call_comes_before_the_way(page: Page, address: str, checked: Checked, lang: str) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for name, first in (("mandatory-report", "tel:110"), ("emergency-treatment", "tel:120")):
        assert checked.benefits[name].danger_when
        page.goto(f"{address}/{ROOTS[lang]}guides/{name}/")
        assert page.locator(".cp-first a[href^='tel:']").first.get_attribute("href") == first
        [call] = bottoms(page, ".cp-first > div:first-child dd")
        assert call < bottoms(page, ".cp-first__where")[0]


def family_pages(site: Path, checked: Checked) -> Iterator[tuple[str, str, html.HtmlElement]]:
    """Those that speak to families, but for the sources, where the word itself is explained."""
    for code, language in LANGUAGES.items():
        for page in Site(checked, code, "").pages:
            if page.family and (not page.nav or page.nav.section != "source"):
                file = site / language.root / page.address / "index.html"
                [article] = html.fromstring(file.read_text("utf-8")).cssselect("article.md-content__inner")
                yield code, page.address, article


@pytest.mark.parametrize("plan", ["site", "harbour"])
def test_who_is_implied_is_told_on_staff_pages_alone(
    request: pytest.FixtureRequest, plan: str, checked: Checked
) -> None:
    site = request.getfixturevalue(plan)
    seen = 0
    for code, address, article in family_pages(site, checked if plan == "site" else audited(HARBOUR)):
        seen += 1
        text = "".join(article.xpath(".//text()[not(ancestor::script)]"))
        assert not IMPLIED[code].search(text), (code, address)
    assert seen > 15
    units = "".join(html.fromstring((site / "ledger/index.html").read_text("utf-8")).itertext())
    assert IMPLIED["zh"].search(units)


def test_who_bears_it_stands_folded_under_the_sources(page: Page, address: str, checked: Checked, lang: str) -> None:
    page.goto(f"{address}/{ROOTS[lang]}guides/subsistence-allowance/")
    bearers = page.locator("#bearers ~ p a[href*='units/']")
    assert bearers.count() == len(checked.benefits["subsistence-allowance"].bearers.all())
    assert not bearers.first.is_visible()
    page.goto(f"{address}/{ROOTS[lang]}guides/subsistence-allowance/#source")  # where older links lead
    page.reload()
    assert bearers.first.is_visible()


def test_an_area_leads_to_each_benefit_and_duty(page: Page, address: str, checked: Checked, lang: str) -> None:
    for area in checked.rules.areas:
        page.goto(f"{address}/{ROOTS[lang]}areas/{area.id}/", wait_until="domcontentloaded")
        ways = page.locator("article a").evaluate_all("all => all.map((a) => a.href)")
        for item in area.items:
            for benefit in item.benefits:
                assert any(f"/guides/{benefit.id}/" in way for way in ways), benefit.id
            for duty in item.duties:
                assert any(re.search(rf"/duties/#?{duty.id}\b", way) for way in ways), duty.id


EASY = [("", 320), ("", 390), ("guides/return-to-school/", 320), ("guides/emergency-treatment/", 390), ("guides/", 390)]


@pytest.mark.parametrize(("path", "width"), EASY, ids=lambda value: str(value))
def test_easy_mode_shows_one_thing_and_a_button(page: Page, address: str, lang: str, path: str, width: int) -> None:
    page.add_init_script("localStorage.setItem('guide-easy', 'on')")
    page.add_init_script(VOICE.replace("LANG", {"zh": "zh-CN", "en": "en-US"}[lang]))
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}/{ROOTS[lang]}{path}")
    assert not overflows(page, width)
    title = page.evaluate(TITLE)
    assert title is None or not title["cut"]
    listed = page.locator("article ol, article ul").locator("visible=true")
    assert max((each.locator("> li").count() for each in listed.all()), default=0) <= 6  # no long lists
    if path != "guides/":
        aloud = page.locator("[data-aloud-start]").first
        aloud.wait_for()
        assert aloud.bounding_box()["y"] < 740 - 44  # type: ignore[index]
    if path.startswith("guides/"):
        more = page.locator("[data-easy-more]").first
        rest = page.locator("[data-easy-rest]").first
        assert not rest.is_visible()
        more.click()
        assert rest.is_visible()
        assert not more.is_visible()
        assert not overflows(page, width)
        assert violations(page, f"{path} opened") == []


@pytest.mark.parametrize(("easy", "width"), [("on", 320), pytest.param("off", 390, marks=pytest.mark.long)])
def test_no_heading_breaks_inside_a_word(
    page: Page, address: str, checked: Checked, lang: str, easy: str, width: int
) -> None:
    page.add_init_script(f"localStorage.setItem('guide-easy', '{easy}')")
    page.set_viewport_size({"width": width, "height": 740})
    broken = {}
    for name in ["", "guides/", *(f"guides/{benefit}/" for benefit in checked.benefits)]:
        page.goto(f"{address}/{ROOTS[lang]}{name}")
        if found := page.evaluate(BROKEN):
            broken[name] = found
    assert broken == {}


def test_a_link_into_what_easy_mode_leaves_out_shows_it(page: Page, address: str) -> None:
    page.add_init_script("localStorage.setItem('guide-easy', 'on')")
    page.goto(f"{address}/guides/return-to-school/#next")
    assert page.locator("#next").is_visible()


def test_without_easy_mode_nothing_waits_for_a_button(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{ROOTS[lang]}guides/return-to-school/")
    assert page.locator(".cp-steps").is_visible()
    assert not page.locator("[data-easy-more]").is_visible()


@pytest.mark.parametrize("easy", ["on", "off"])
def test_the_name_of_the_site_is_never_a_column(page: Page, address: str, lang: str, easy: str) -> None:
    page.add_init_script(f"localStorage.setItem('guide-easy', '{easy}')")
    for path, width in itertools.product(("", "guides/return-to-school/"), (320, 360, 390, 480, 600, 768, 1000)):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{address}/{ROOTS[lang]}{path}")
        title = page.evaluate(TITLE)
        if title:
            assert not title["cut"], (path, width)
            assert title["width"] >= 60, (path, width, title)
            assert title["lines"] <= 3.1, (path, width, title)
