"""The results as a plan: what to do now and what later, where to go, what to say, and what a visitor takes along."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.visitor import HELPERS, until

pytestmark = pytest.mark.browser

# A child left behind by both parents, eight days away from school, in a poor family.
FAMILY = (
    "child_age=9&lives_in_renhe=true&parents_away=both&school_stage=compulsory&unexcused_absence_days=8"
    "&meets_subsistence_criteria=true&guardian_conduct=none&violence_suspected=false&harm_suspected=false"
    "&on_street=false&missing=false&insured=false&distressed=false"
)
WORKER = "audience=worker&school_stage=compulsory&unexcused_absence_days=8&violence_suspected=true"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, service_workers="block")
    page.add_init_script(HELPERS)
    page.add_init_script("Object.defineProperty(navigator, 'deviceMemory', { value: 2 })")  # the walker alone answers
    yield page
    page.close()


def show(page: Page, address: str, fragment: str, root: str = "/") -> None:
    page.goto(f"{address}{root}check/#{fragment}")
    until(page, "document.querySelectorAll('.cp-status-group').length === 6")  # the last of what is shown


def cards(page: Page, group: str) -> list[str]:
    found: list[str] = page.evaluate(
        f"[...document.querySelectorAll('.cp-status-group--{group} [data-outcome]')]"
        ".filter((card) => card.checkVisibility()).map((card) => card.dataset.outcome)"
    )
    return found


def test_a_family_reads_where_to_go_and_what_to_say(page: Page, address: str) -> None:
    show(page, address, FAMILY)
    assert cards(page, "now") == ["return-to-school"]  # the time limit runs
    assert "帮孩子回学校读书。去孩子的学校。" in page.locator(".cp-first").inner_text()
    school = page.locator("[data-outcome=return-to-school] .cp-result__head")
    assert "超过一个星期" in school.locator(".cp-result__deadline").inner_text()
    allowance = page.locator("[data-outcome=subsistence-allowance]")
    closed = allowance.inner_text()
    assert "您住的乡镇（街道）" in closed
    assert "“家里有孩子，日子过不下去，想申请低保。”" in closed
    assert allowance.locator("a[href^='tel:']").get_attribute("href") == "tel:12345"
    # Whom the plan does not name is no place to go: it stands folded up below the sources.
    allowance.locator("summary").click()
    assert "市公安局" not in allowance.inner_text()
    allowance.locator(".cp-implied > summary").click()
    assert "市公安局" in allowance.inner_text()
    assert "如果家里不符合低保条件，这一项就不再符合。" in allowance.inner_text()


def test_four_of_a_group_are_in_view_and_the_rest_one_tap_away(page: Page, address: str) -> None:
    show(page, address, FAMILY)
    more = page.locator(".cp-status-group--days .cp-rest")
    assert len(cards(page, "days")) == 4
    more.click()
    shown = cards(page, "days")
    assert len(shown) > 4
    assert page.evaluate("document.activeElement.closest('[data-outcome]').dataset.outcome") == shown[4]
    more.click()
    assert len(cards(page, "days")) == 4


def test_headings_follow_one_another(page: Page, address: str) -> None:
    show(page, address, FAMILY, "/en/")
    page.evaluate("t.unfold()")
    page.locator(".cp-status-group--possible [data-outcome] summary").first.click()
    page.locator(".cp-result__body h5").first.wait_for()
    levels: list[int] = page.evaluate(
        "[...document.querySelectorAll('.cp-results :is(h2, h3, h4, h5)')]"
        ".filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1]))"
    )
    assert {2, 3, 4, 5} == set(levels)
    assert all(lower <= upper + 1 for upper, lower in itertools.pairwise(levels))


def test_one_more_question_settles_what_it_says(page: Page, address: str) -> None:
    show(page, address, FAMILY)
    settle = page.locator(".cp-settle")
    assert settle.locator("h3").inner_text().startswith("再答1个问题，就能知道")
    fact = str(settle.locator("fieldset").get_attribute("data-fact"))
    about = settle.locator("p").first.inner_text()
    settle.locator("input[value=true]").first.click()
    until(page, f"t.answers()['{fact}'] === 'true'")
    expect(settle.locator(f"[data-fact={fact}]")).to_have_count(0)
    assert page.evaluate("document.querySelector('[data-report]').contains(document.activeElement)")
    page.evaluate("t.unfold(); t.whole()")
    titles = about.removeprefix("关系到：").split("；")
    for title in titles:
        card = page.locator(".cp-result", has=page.get_by_role("heading", name=title, exact=True))
        expect(card).not_to_have_class("cp-result--possible")
        assert card.locator("fieldset").count() == 0


@pytest.mark.parametrize(("root", "joint"), [("/", "；"), ("/en/", "; ")])
@pytest.mark.parametrize("fragment", [FAMILY, WORKER])
def test_what_is_announced_counts_only_what_serves(
    page: Page, address: str, fragment: str, root: str, joint: str
) -> None:
    show(page, address, fragment, root)
    groups = ".cp-status-group--now, .cp-status-group--days, .cp-status-group--help"
    headings = page.evaluate(
        f"[...document.querySelectorAll('{groups}')].filter((group) => !group.hidden)"
        ".map((group) => group.querySelector('h3').textContent)"
    )
    settled = page.locator(".cp-settle h3")
    told = page.locator("[data-count]").inner_text()
    assert told == joint.join([*headings, *settled.all_inner_texts()])
    assert headings


def test_danger_comes_first_with_its_number(page: Page, address: str) -> None:
    show(page, address, "child_age=9&lives_in_renhe=true&violence_suspected=true")
    assert page.locator(".cp-first").inner_text().startswith("先打110：")
    danger = page.locator(".cp-result--danger").first
    assert danger.locator(".cp-call").first.get_attribute("href") == "tel:110"
    assert danger.locator(".cp-call").first.bounding_box()["height"] >= 48  # type: ignore[index]


def test_a_worker_sees_duties_in_the_order_in_which_they_run(page: Page, address: str) -> None:
    show(page, address, WORKER)
    assert cards(page, "now") == ["report-to-police-first-moment", "organise-return-persuasion"]
    report = page.locator("[data-outcome=report-to-police-first-moment]").inner_text()
    assert "时限：第一时间" in report
    assert "市公安局仁和区分局" in report
    assert "8天没到校" in page.locator("[data-outcome=organise-return-persuasion]").inner_text()
    kinds = page.evaluate(
        "[...document.querySelectorAll('.cp-status-group:not([hidden])')]"
        ".map((group) => group.className.match(/cp-status-group--(\\w+)/)[1])"
    )
    assert kinds.index("days") < kinds.index("help") < kinds.index("always")
    assert page.locator(".cp-status-group--always .cp-folded").count() == 1  # what the answers did not bring in
    assert "8天没到校" in page.locator(".cp-written").inner_text()
    page.locator("[data-print-results]").dispatch_event("guide-refused")
    text = page.locator("[data-plain]").inner_text()
    places = [text.index(part) for part in ("要做的事", "报告里写清", "8天没到校", "经办人")]
    assert places == sorted(places)


def test_the_sheet_asks_first_and_tells_no_answers(page: Page, address: str) -> None:
    show(page, address, FAMILY)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    sheet = page.locator(".cp-results")
    parts = sheet.locator("h2:visible, h3:visible").all_inner_texts()
    assert parts[:4] == ["带去窗口的单子", "我想办的事", "可以这样说", "办的时候填"]
    assert "给办事人员看：出处" in parts
    assert "12345 政府热线（方案里没有）" in sheet.inner_text()
    assert "我的回答" not in parts
    size = page.locator(".cp-sheet__task b").first.evaluate("task => parseFloat(getComputedStyle(task).fontSize)")
    assert size * 0.75 >= 12  # points
    for blank in ("姓名", "电话", "接待人", "日期", "答复"):
        assert sheet.get_by_text(blank, exact=True).is_visible()
    pdf: Any = page.pdf(prefer_css_page_size=True)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    page.emulate_media(media="screen")
    page.locator("[data-with-answers]").check()
    page.emulate_media(media="print")
    assert sheet.locator("h3:visible").all_inner_texts()[-1] == "我的回答"


def test_the_text_has_the_order_of_the_sheet(page: Page, address: str) -> None:
    show(page, address, FAMILY)
    page.locator("[data-print-results]").dispatch_event("guide-refused")
    text = page.locator("[data-plain]").inner_text()
    order = ["带去窗口的单子", "我想办的事", "帮孩子回学校读书", "可以这样说", "姓名", "给办事人员看", "不是最后的"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "我的回答" not in text
    assert "：：" not in text


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_a_picture_is_drawn_here_and_goes_with_the_answers(page: Page, address: str, root: str) -> None:
    asked: list[str] = []
    show(page, address, FAMILY, root)
    page.wait_for_load_state("networkidle")  # the page's own icon may come last of all
    page.on("request", lambda request: asked.append(request.url))
    page.locator("[data-picture]").click()
    picture = page.locator("[data-picture-out] img")
    address_of = str(picture.get_attribute("src"))
    assert base64.b64decode(address_of.removeprefix("data:image/png;base64,"))[:4] == b"\x89PNG"
    assert picture.evaluate("image => image.naturalWidth") == 750
    alt = str(picture.get_attribute("alt"))
    assert ("孩子的学校" if root == "/" else "your child's school") in alt
    assert page.locator("[data-picture-out] a[download]").get_attribute("href") == address_of
    assert [url for url in asked if not url.startswith("data:")] == []
    page.locator("[data-wipe]").click()
    assert page.locator("[data-picture-out] *").count() == 0
