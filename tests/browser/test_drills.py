"""Drills in a browser: ten questions by keys alone, progress only if wanted, on paper, and without scripts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.tour import violations
from tests.browser.visitor import until
from tests.conftest import serving

pytestmark = pytest.mark.browser

STORED = "JSON.parse(localStorage.getItem('guide-drills'))"
NOW = datetime(2026, 11, 29, 9)
ROOTS = ["", "en/"]


@pytest.fixture(scope="module")
def small(harbour: Path) -> Iterator[str]:
    """Where the site of the second plan is served."""
    with serving(harbour) as address:
        yield address


@pytest.fixture
def drills(browser: Browser, small: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page.clock.set_fixed_time(NOW)
    page.add_init_script("window.print = () => {}")
    page.goto(f"{small}/staff/drills/")
    yield page
    page.close()


def right(page: Page) -> int:
    """The place of the right answer to the question on the screen, as the list below has it."""
    place: int = page.evaluate(
        """() => {
          const text = (each) => each.textContent.trim();
          const stem = text(document.querySelector("[data-stem]"));
          const question = [...document.querySelectorAll("[data-question]")].find(
            (each) => text(each.querySelector("p")) === stem && choices(each),
          );
          function choices(each) {
            const texts = [...each.querySelectorAll(":scope > ol > li")].map(text).sort().join("|");
            return texts === [...document.querySelectorAll("[data-choices] button")].map(text).sort().join("|");
          }
          const answer = text(question.querySelector("[data-right]"));
          return [...document.querySelectorAll("[data-choices] button")].findIndex((each) => text(each) === answer);
        }"""
    )
    return place


def begin(page: Page, seed: int) -> None:
    page.fill("#seed", str(seed))
    page.press("#seed", "Enter")
    page.wait_for_selector("[data-choices] button")


def stems(page: Page) -> list[str]:
    """The questions of a set that is answered to its end, always by the first choice."""
    asked = []
    while not page.locator("[data-score]").is_visible():
        asked.append(page.inner_text("[data-stem]") + page.inner_text("[data-choices]"))
        page.locator("[data-choices] button").first.click()
        page.click("[data-next]")
    return asked


def test_ten_questions_are_answered_by_keys_alone(drills: Page) -> None:
    begin(drills, 7)
    for number in range(10):
        assert drills.evaluate("document.activeElement.matches('[data-stem]')")
        heights = drills.eval_on_selector_all("[data-choices] button", "all => all.map((each) => each.offsetHeight)")
        assert 3 <= len(heights) <= 4
        assert min(heights) >= 48
        answer = right(drills)
        wanted = answer if number % 2 else (answer + 1) % len(heights)
        for _ in range(wanted + 1):
            drills.keyboard.press("Tab")
        drills.keyboard.press("Enter")
        told = drills.locator("[data-told]")
        expect(told).to_contain_text("对了" if number % 2 else "不对")
        assert told.locator("a[href*='plan/#']").count() >= (1 if number % 2 else 2)
        drills.keyboard.press("Enter")  # the button for the next has the focus
    assert drills.inner_text("[data-result]") == "10题，答对5题"
    assert drills.locator("[data-missed] > li").count() == 5
    drills.click("[data-again]")
    assert len(stems(drills)) == 5


def test_a_number_repeats_a_set_and_a_part_has_its_own_questions(drills: Page, small: str) -> None:
    begin(drills, 12)
    first = stems(drills)
    assert len(set(first)) == 10
    drills.reload()
    begin(drills, 12)
    assert stems(drills) == first
    drills.click("[data-back]")
    begin(drills, 13)
    assert stems(drills) != first
    drills.goto(f"{small}/staff/drills/#unit-fuel-depot")
    drills.reload()
    assert drills.locator("#part option:checked").inner_text() == "燃料站"
    begin(drills, 12)
    titles = drills.evaluate("""() => [...document.querySelectorAll("[data-about~='unit-fuel-depot'] > p")]
      .map((each) => each.innerText || each.textContent)""")
    for asked in stems(drills):
        assert any(asked.startswith(title.strip()) for title in titles), asked


def test_progress_is_kept_only_if_wanted_and_comes_back_when_due(drills: Page, small: str) -> None:
    begin(drills, 7)
    stems(drills)
    assert drills.evaluate(STORED) is None
    drills.reload()
    drills.check("[data-keep]")
    begin(drills, 7)
    missed = (right(drills) + 1) % 3
    drills.locator("[data-choices] button").nth(missed).click()
    stem = drills.inner_text("[data-stem]")
    assert len(drills.evaluate(STORED)) == 1
    drills.reload()
    assert drills.is_checked("[data-keep]")
    assert not drills.locator("[data-due]").is_visible()
    drills.clock.set_fixed_time(NOW + timedelta(days=1))
    drills.reload()
    assert drills.inner_text("[data-due]") == "复习到时候的1题"
    drills.click("[data-due]")
    assert drills.inner_text("[data-stem]") == stem
    drills.locator("[data-choices] button").nth(right(drills)).click()
    ((card,),) = [drills.evaluate(STORED).values()]
    assert datetime.fromisoformat(card["due"]).replace(tzinfo=None) > NOW + timedelta(days=1)
    drills.goto(f"{small}/privacy/")
    drills.click("[data-offline-forget]")
    until(drills, "localStorage.getItem('guide-drills') === null")


def test_progress_is_removed_when_it_is_no_longer_wanted(drills: Page) -> None:
    drills.check("[data-keep]")
    assert drills.evaluate(STORED) == {}
    drills.uncheck("[data-keep]")
    assert drills.evaluate("Object.keys(localStorage).filter((name) => name === 'guide-drills')") == []
    drills.evaluate("localStorage.setItem('guide-drills', 'what no script of ours has written')")
    drills.reload()
    begin(drills, 1)
    assert len(stems(drills)) == 10


@pytest.mark.parametrize("root", ROOTS)
def test_a_set_prints_with_and_without_its_answers(drills: Page, small: str, root: str) -> None:
    drills.goto(f"{small}/{root}staff/drills/")
    drills.fill("#seed", "7")
    texts = {}
    for kind in ("blank", "key"):
        drills.click(f"[data-sheet={kind}]")
        pages = PdfReader(io.BytesIO(drills.pdf(prefer_css_page_size=True))).pages
        texts[kind] = [page.extract_text() for page in pages]
    assert (len(texts["blank"]), len(texts["key"])) == (1, 2)
    assert texts["blank"][0][:200] == texts["key"][0][:200]
    for number in range(1, 11):
        assert f"{number}. " in texts["blank"][0]
        assert f"{number}. " in texts["key"][1]


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_accessible_and_fits(drills: Page, small: str, root: str, scheme: str) -> None:
    drills.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    drills.goto(f"{small}/{root}staff/drills/")
    found = violations(drills, "setup")
    begin(drills, 3)
    found += violations(drills, "question")
    drills.locator("[data-choices] button").nth((right(drills) + 1) % 3).click()
    found += violations(drills, "told")
    assert drills.evaluate("document.documentElement.scrollWidth") == 360
    drills.click("[data-next]")
    stems(drills)
    found += violations(drills, "score")
    assert drills.evaluate("document.documentElement.scrollWidth") == 360
    assert found == []


def test_without_scripts_it_is_a_list_with_folded_answers(browser: Browser, small: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{small}/staff/drills/")
    questions = page.locator("[data-question]")
    assert questions.count() >= 30
    assert questions.first.is_visible()
    answer = questions.first.locator("details")
    assert not answer.locator("p").is_visible()
    answer.locator("summary").click()
    letter = answer.locator("p").inner_text()
    place = questions.first.locator(":scope > ol > li").evaluate_all(
        "all => all.findIndex((each) => each.hasAttribute('data-right'))"
    )
    assert letter == "ABCD"[place]
    assert not page.locator("form[data-setup]").is_visible()
    page.close()
