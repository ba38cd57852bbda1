"""The list of duties and the page of each: found by unit, case or time limit, and read on along the chain."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.logic.audit import Checked
from tests.browser.visitor import until

pytestmark = pytest.mark.browser

PHONE = (390, 844)
ROOTS = pytest.mark.parametrize("root", ["", "en/"])


@pytest.fixture
def narrow(page: Page) -> Page:
    width, height = PHONE
    page.set_viewport_size({"width": width, "height": height})
    return page


def at(page: Page) -> str:
    """The path of the page, and its fragment."""
    url = urlsplit(page.url)
    return url.path.removeprefix("/") + (f"#{url.fragment}" if url.fragment else "")


@ROOTS
def test_from_a_case_to_a_duty_and_on_along_its_chain(narrow: Page, address: str, root: str) -> None:
    narrow.goto(f"{address}/{root}duties/")
    rows = narrow.locator("[data-row]:visible")
    assert rows.count() == 0  # folded
    narrow.locator(".cp-choices > summary").click()
    narrow.locator("select[name=cases]").select_option("absent")
    assert 5 < rows.count() < 20
    narrow.locator("select[name=units]").select_option("school")
    assert narrow.evaluate("document.documentElement.scrollHeight") <= 2 * PHONE[1]
    expect(narrow).to_have_url(f"{address}/{root}duties/#units=school&cases=absent")
    kept = rows.count()
    narrow.locator("#find-out-cause-of-absence > a").click()
    on = [
        "find-out-cause-of-absence",
        "inform-parents-of-absence",
        "organise-return-persuasion",
        "mark-in-pupil-registration-system",
        "report-failed-persuasion-in-writing",
    ]
    for here, following in pairwise(on):
        expect(narrow).to_have_url(f"{address}/{root}duties/{here}/")
        after = narrow.locator("nav.cp-chain > div").last.locator("a")
        after.first.click()
        expect(narrow).to_have_url(f"{address}/{root}duties/{following}/")
    before = narrow.locator("nav.cp-chain > div").first.locator("a")
    assert (before.get_attribute("href") or "").endswith(f"/{on[-2]}/")
    for _ in on:
        narrow.go_back()
    expect(rows).to_have_count(kept)
    assert at(narrow) == f"{root}duties/#units=school&cases=absent"


def test_what_was_chosen_comes_with_a_link(narrow: Page, address: str) -> None:
    narrow.goto(f"{address}/duties/#limit=set&units=police&cases=none-such")
    rows = narrow.locator("[data-row]:visible")
    assert 0 < rows.count() < 10
    assert {row.get_attribute("data-limit") for row in rows.all()} == {"set"}
    assert narrow.locator("select[name=cases]").input_value() == ""
    narrow.evaluate("location.hash = '#medical'")  # a place: every row is there again, and its group open
    until(narrow, "document.querySelector('#medical').nextElementSibling.open")
    assert narrow.locator("[data-row]:visible").count() > 0


@ROOTS
def test_an_older_link_leads_on_to_the_page_of_the_duty(plan: tuple[str, Checked], page: Page, root: str) -> None:
    address, checked = plan
    duty = [str(duty.id) for _, duty in checked.rules.duties()][-1]
    page.goto(f"{address}/{root}")
    page.goto(f"{address}/{root}duties/#{duty}")
    page.wait_for_url(f"{address}/{root}duties/{duty}/")
    page.go_back()
    assert at(page) == root  # not to the list, which would lead on again
    page.goto(f"{address}/{root}duties/")
    page.evaluate(f"location.hash = '#{duty}'")
    page.wait_for_url(f"{address}/{root}duties/{duty}/")


@ROOTS
def test_without_scripts_it_leads_to_the_line(plan: tuple[str, Checked], browser: Browser, root: str) -> None:
    address, checked = plan
    _, duty = list(checked.rules.duties())[-1]
    width, height = PHONE
    page = browser.new_page(viewport={"width": width, "height": height}, java_script_enabled=False)
    page.goto(f"{address}/{root}duties/#{duty.id}")
    line = page.locator(f"[id={duty.id}] > a")
    expect(line).to_be_in_viewport()
    line.click()
    expect(page).to_have_url(f"{address}/{root}duties/{duty.id}/")
    expect(page.locator("h1")).to_have_text(duty.title.en if root else duty.title.zh)
    page.close()


@ROOTS
def test_each_step_of_a_chain_leads_to_the_next_and_back(plan: tuple[str, Checked], page: Page, root: str) -> None:
    address, checked = plan
    linked = [(str(before), str(duty.id)) for _, duty in checked.rules.duties() for before in duty.follows]
    assert linked
    for before, after in linked[:: max(1, len(linked) // 4)]:
        page.goto(f"{address}/{root}duties/{before}/")
        page.locator(f"nav.cp-chain a[href='../{after}/']").click()
        expect(page).to_have_url(f"{address}/{root}duties/{after}/")
        page.locator(f"nav.cp-chain a[href='../{before}/']").click()
        expect(page).to_have_url(f"{address}/{root}duties/{before}/")
