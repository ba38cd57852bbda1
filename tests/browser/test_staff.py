"""The pages for staff in hand: from the way in to what to do, on a phone, by keyboard and on paper."""

from __future__ import annotations

import io
import re
import unicodedata

import pypdf
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.plan.addresses import DRILLS
from generator.plan.languages import FIRST
from tests.browser.states import READY
from tests.browser.tour import overflows, shade, violations
from tests.browser.visitor import until

pytestmark = pytest.mark.browser

SCREEN = 844  # pixels
MOST_SCREENS = 6
PHONE: ViewportSize = {"width": 360, "height": 740}
ROOTS = ["", "en/"]
MOST_TAPS = 3


def pages(checked: Checked, root: str) -> list[str]:
    """The addresses of all pages for staff, but for the drills."""
    code = root.rstrip("/") or FIRST.code
    addresses = [page.address for page in Site(checked, code, "").pages]
    return [f"{root}{each}" for each in addresses if each.startswith("staff/") and each != DRILLS]


@pytest.mark.parametrize("root", ROOTS)
def test_every_page_is_read_on_six_screens_and_no_wider_than_a_phone(
    plan: tuple[str, Checked], browser: Browser, root: str
) -> None:
    address, checked = plan
    page = browser.new_page(viewport={"width": 390, "height": SCREEN}, reduced_motion="reduce")
    heights, wide = {}, []
    for each in pages(checked, root):
        page.set_viewport_size({"width": 390, "height": SCREEN})
        page.goto(f"{address}/{each}", wait_until="domcontentloaded")
        heights[each] = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size(PHONE)
        wide += [each] if overflows(page, PHONE["width"]) else []
    page.close()
    assert len(heights) >= len(checked.units) - 3 + len(checked.rules.cases)
    assert {each: height for each, height in heights.items() if height > MOST_SCREENS * SCREEN} == {}
    assert wide == []


@pytest.mark.parametrize("root", ROOTS)
def test_a_new_clerk_finds_what_to_do_whom_to_tell_and_by_when(
    page: Page, address: str, checked: Checked, root: str
) -> None:
    """Each case from the way in: what is asked, in taps."""
    page.set_viewport_size(PHONE)
    code = "en" if root else "zh"
    duties = {str(duty.id): duty for _, duty in checked.rules.duties()}
    taps = {}
    for case in checked.rules.cases:
        page.goto(f"{address}/{root}staff/")
        page.locator(".cp-tiles a", has_text=str(getattr(case.title, code))).first.click()
        taps[str(case.id)] = 1
        steps = page.locator(".cp-course > li")
        expect(steps).to_have_count(len(case.steps))
        for step, shown in zip(case.steps, steps.all(), strict=True):
            assert shown.is_visible()
            if step.duty is None:
                continue
            duty, text = duties[step.duty], shown.inner_text()
            assert getattr(duty.title, code) in text  # what
            for unit in duty.bearers.all():
                assert getattr(checked.units[unit].name, code) in text  # who
            for unit in duty.report_to:
                assert getattr(checked.units[unit].name, code) in text  # whom to tell
            if duty.deadline:
                assert getattr(duty.deadline.short or duty.deadline.text, code) in text  # by when
    assert len(taps) >= 10
    assert max(taps.values()) <= MOST_TAPS


def test_every_office_is_two_taps_away(page: Page, address: str, checked: Checked) -> None:
    page.set_viewport_size(PHONE)
    reached = set()
    for unit in checked.rules.units:
        if unit.id in checked.rules.staff.nobody:
            continue
        page.goto(f"{address}/staff/")
        link = page.locator(f".md-content a[href='first-hour/{unit.id}/']")
        if not link.is_visible():
            page.locator("#others > summary").click()
        link.click()
        expect(page).to_have_url(f"{address}/staff/first-hour/{unit.id}/")
        assert unit.name.zh in page.locator("h1").inner_text()
        reached.add(str(unit.id))
    assert len(reached) > 25


@pytest.mark.parametrize("root", ROOTS)
def test_a_case_opens_the_questions_for_staff(page: Page, address: str, root: str) -> None:
    page.goto(f"{address}/{root}staff/cases/child-on-street/")
    page.locator("a[href*='check/#']").click()
    page.wait_for_url("**/check/**")
    until(page, READY)
    assert page.locator("input[name=audience][value=worker]").is_checked()
    assert page.locator("[data-form] input[name=on_street][value=true]").is_checked()


@pytest.mark.parametrize("root", ROOTS)
def test_axe_finds_nothing_on_the_pages_for_staff(page: Page, address: str, root: str) -> None:
    page.set_viewport_size(PHONE)
    found = []
    for each in (
        "",
        "cases/threatened-suicide/",
        "first-hour/township/",
        "handovers/",
        "report/",
        "today/",
        "training/",
    ):
        page.goto(f"{address}/{root}staff/{each}")
        page.evaluate("for (const folded of document.querySelectorAll('main details')) folded.open = true")
        for scheme in ("light", "dark"):
            shade(page, scheme)
            found += violations(page, f"{each} {scheme}")
    assert found == []


def test_the_way_in_works_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "cases/absent-pupil/":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.locator(".cp-course").wait_for()
    picture = page.locator(".cp-lanes")
    assert not picture.is_visible()
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details > summary')"):
            break
    page.keyboard.press("Enter")
    picture.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.contains(document.querySelector('.cp-lanes'))")


# --- paper ---


def printed(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def holds(sheet: pypdf.PdfReader, text: str) -> bool:
    """Whether the first page has the text. A font may draw a character and a radical alike: the sheet names either."""
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", sheet.pages[0].extract_text()))
    wanted = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return bool(re.search("".join(f"(?:{re.escape(c)}|[\u2e80-\u2eff])" for c in wanted), said))


# The sizes of the type on paper, in points.
SIZES = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (data.trim() && parentElement.getClientRects().length)
      found.add(parseFloat(getComputedStyle(parentElement).fontSize) * 0.75);
  }
  return [...found];
}"""
SMALLEST = 11


def smallest(page: Page) -> float:
    """The smallest type on the paper of the page."""
    page.emulate_media(media="print")
    found: list[float] = page.evaluate(SIZES)
    page.emulate_media(media="null")
    return min(found)


def unembedded(sheet: pypdf.PdfReader) -> list[str]:
    """Fonts of the sheet that are not in it. A font of Chinese has another one below it, which is drawn with."""
    found = []
    for leaf in sheet.pages:
        fonts = leaf["/Resources"]["/Font"]  # type: ignore[index]
        for font in (entry.get_object() for entry in fonts.values()):
            for drawn in [each.get_object() for each in font.get("/DescendantFonts", [font])]:
                kind = drawn.get("/Subtype")
                descriptor = drawn.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in drawn else {}
                if kind != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                    found.append(str(drawn.get("/BaseFont")))
    return found


@pytest.mark.parametrize("root", [pytest.param("", marks=pytest.mark.long), "en/"])  # in English they are longer
def test_what_a_unit_learns_first_is_one_sheet_of_paper(plan: tuple[str, Checked], browser: Browser, root: str) -> None:
    address, checked = plan
    page = browser.new_page()
    sheets = {}
    for each in pages(checked, root):
        if "first-hour" in each:
            page.goto(f"{address}/{each}", wait_until="domcontentloaded")
            sheet = printed(page)
            sheets[each] = len(sheet.pages)
            unit = checked.units[each.rstrip("/").rpartition("/")[2]]
            assert holds(sheet, getattr(unit.name, "en" if root else "zh"))
            assert unembedded(sheet) == []
            assert smallest(page) >= SMALLEST, each
    page.close()
    assert len(sheets) >= 8
    assert {each: count for each, count in sheets.items() if count != 1} == {}


@pytest.mark.parametrize("root", ROOTS)
def test_the_report_is_one_sheet_blank_and_filled_in(page: Page, address: str, root: str) -> None:
    page.goto(f"{address}/{root}staff/report/")
    blank = printed(page)
    assert len(blank.pages) == 1
    assert unembedded(blank) == []
    assert smallest(page) >= SMALLEST
    said = {"course": "周一早上，手臂上有伤。" * 9, "severity": "Bruises on both arms.", "told": "110, 8:15"}
    for name, text in said.items():
        page.locator(f"textarea[name={name}]").fill(text)
    page.locator("form [name=kind]").nth(2).check()
    filled = printed(page)
    assert len(filled.pages) == 1
    for text in said.values():
        assert holds(filled, text), text


# --- the report ---


@pytest.mark.parametrize("root", ROOTS)
def test_a_report_is_looked_over_and_neither_kept_nor_sent(page: Page, address: str, root: str) -> None:
    page.goto(f"{address}/{root}staff/report/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/favicon." not in request.url else None)
    missing, complete = page.locator("[data-missing] a"), page.locator("[data-complete]")
    page.locator("[data-report] button[type=submit]").click()
    assert missing.count() == 3
    missing.nth(1).click()
    assert page.evaluate("document.activeElement.name") == "course"
    page.keyboard.type("…")
    assert missing.count() == 3
    assert not missing.first.is_visible()  # what was said of the earlier text holds no longer
    page.locator("form [name=kind]").first.check()
    page.locator("[data-report] button[type=submit]").click()
    assert missing.count() == 1
    page.locator("textarea[name=severity]").fill("…")
    page.locator("[data-report] button[type=submit]").click()
    assert complete.is_visible()
    assert missing.count() == 0
    assert asked == []
    assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage)).join()") == ""
    assert "#" not in page.url
    page.locator("[data-report] button[type=reset]").click()
    assert page.evaluate("[...document.querySelectorAll('textarea')].every((each) => each.value === '')")
    assert not complete.is_visible()


# --- handovers ---


@pytest.mark.parametrize("root", ROOTS)
def test_any_two_units_are_told_what_passes_between_them(page: Page, address: str, root: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/{root}staff/handovers/")
    rows = page.locator("[data-row]:visible")
    every = rows.count()
    page.locator("select[name=from]").select_option("school")
    page.locator("select[name=to]").select_option("police")
    assert 0 < rows.count() < every
    page.locator("select[name=to]").select_option("education-sports")
    assert rows.count() == 1
    assert rows.locator("a[href*='report-failed-persuasion-in-writing']").count() == 1
