"""The questionnaire as visitors use it, in Chromium and in Firefox, on a phone and on a desk."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error
from pypdf import PdfReader

from checker import api
from checker.bundle import Bundle
from generator.logic.audit import Checked
from generator.logic.bundle import bundle_text
from tests.browser.visitor import Chromium, Visitor, wait

pytestmark = pytest.mark.browser

# What storage holds besides the light or dark colours that the theme remembers, and that there has been a wipe.
STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
KEPT = f"{STORED}.filter((key) => !/__palette$|^guide-wiped$/.test(key))"
PYTHON = "document.querySelector('[data-check]').dataset.python"
READY = "document.querySelector('[data-check]').dataset.engine === 'ready'"


def start(visitor: Visitor, address: str, fragment: str = "", root: str = "/") -> None:
    visitor.open(f"{address}{root}check/{fragment}")
    wait(visitor, READY)


def answer(visitor: Visitor, **answers: Any) -> None:
    for fact, value in answers.items():
        text = json.dumps(value) if isinstance(value, bool) else str(value)
        visitor.js(f"t.answer({json.dumps(fact)}, {json.dumps(text)})")


def test_a_grandmother_finds_what_applies(visitor: Visitor, address: str) -> None:
    start(visitor, address)
    answer(visitor, child_age=9, lives_in_renhe=True, parents_away="both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    wait(visitor, "t.status('subsistence-allowance') === 'possible'")
    visitor.js("t.whole(); t.click('[data-outcome=proxy-mother] summary')")
    body = wait(visitor, "t.text('[data-outcome=proxy-mother] .cp-result__body')")
    assert "孩子9岁" in body
    assert "三（二）3" in body
    guide = visitor.js("return t.one('[data-outcome=proxy-mother] a[href*=guides]').href")
    assert urlsplit(guide).path == "/guides/proxy-mother/"
    # What is not known can be answered right there.
    visitor.js("t.click('[data-outcome=subsistence-allowance] summary')")
    visitor.js("t.click('[data-outcome=subsistence-allowance] fieldset input[value=true]')")
    wait(visitor, "t.status('subsistence-allowance') === 'applies'")
    assert visitor.js("return t.answers().meets_subsistence_criteria") == "true"
    # Changing an answer keeps the others.
    answer(visitor, parents_away="none")
    wait(visitor, "t.status('proxy-mother') === 'does_not_apply'")
    assert visitor.js("return t.answers()") == {
        "child_age": "9",
        "lives_in_renhe": "true",
        "parents_away": "none",
        "meets_subsistence_criteria": "true",
    }


def test_a_teacher_whose_pupil_has_not_come_for_eight_days(visitor: Visitor, address: str) -> None:
    start(visitor, address, root="/en/")
    visitor.js("t.click('[data-audience] input[value=worker]')")
    answer(visitor, school_stage="compulsory", unexcused_absence_days=8)
    wait(visitor, "t.status('organise-return-persuasion') === 'applies'")
    wait(visitor, "t.status('return-to-school') === 'applies'")
    card = "[data-outcome=organise-return-persuasion]"
    assert "Time limit" in visitor.js(f"return t.text('{card} .cp-result__deadline')")
    visitor.js(f"t.click('{card} summary')")
    body = wait(visitor, f"t.text('{card} .cp-result__body')")
    assert "Schools" in body
    assert "3.2.1 f" in body
    assert "Help for a child to return to school" in body  # the help that the duty serves
    answer(visitor, unexcused_absence_days=7)
    wait(visitor, "t.status('organise-return-persuasion') === 'does_not_apply'")


@pytest.mark.parametrize(
    ("old", "now", "told"),
    [("true", "parents_found", "照现在的问法放进去了"), ("false", None, "请重新答一下")],
    ids=["carried over", "not carried over"],
)
def test_an_old_link_is_read_as_what_it_means_today(
    browser_name: str, request: pytest.FixtureRequest, address: str, old: str, now: str | None, told: str
) -> None:
    visitor: Visitor = request.getfixturevalue("firefox" if browser_name == "firefox" else "phone")
    start(visitor, address, f"#v=1.1.0&audience=family&on_street=true&parents_traced={old}&applied=street-outreach")
    wait(visitor, "t.status('street-outreach') === 'applies'")
    messages = visitor.js("return document.querySelector('[data-messages]').textContent")
    assert "孩子的父母、别的监护人或者亲戚，找到了吗？" in messages
    assert told in messages
    assert "看不懂" not in messages
    answers = {"on_street": "true"} | ({"family_search": now} if now else {})
    assert visitor.js("return t.answers()") == answers
    wait(visitor, "t.status('police-rescue-and-family-search') === 'possible'")


def test_results_say_what_an_office_judges_and_where_to_ask_all_the_same(visitor: Visitor, address: str) -> None:
    start(visitor, address, "#child_age=17&on_street=true&family_search=not_found&school_stage=higher")
    wait(visitor, "t.status('settlement-no-relatives') === 'possible'")
    card = "[data-outcome=settlement-no-relatives]"
    assert visitor.js(f"return document.querySelector('{card} .cp-result__kind').textContent") == "由单位来看"
    visitor.js(f"t.whole(); t.click('{card} summary')")
    body = wait(visitor, f"t.text('{card} .cp-result__body')")
    assert "还要由办事的单位来看" in body
    assert "确实找不到" in body
    assert not visitor.js(f"return document.querySelectorAll('{card} fieldset').length")  # there is nothing to answer
    # Dangers come first, and what every child has comes last.
    order = visitor.js("return [...document.querySelectorAll('.cp-result--applies')].map((e) => e.dataset.outcome)")
    assert order[0] in ("street-outreach", "police-rescue-and-family-search", "mandatory-report")
    assert order[-1] == "counselling"
    assert visitor.js("return document.querySelectorAll('.cp-result--quiet.cp-result--applies').length") == 1
    # A no that rests on a reading says so, on the card and on paper.
    wait(visitor, "t.status('proxy-mother') === 'does_not_apply'")
    assert visitor.js("return document.querySelector('[data-outcome=proxy-mother] .cp-result__kind').textContent") == (
        "照样可以去问"
    )
    visitor.js("dispatchEvent(new Event('beforeprint')); return true")
    paper = visitor.js("return document.querySelector('[data-paper]').textContent")
    assert "代理妈妈：方案没有写留守儿童到几岁" in paper.replace("\n", "")
    assert "确实找不到" in paper


def test_danger_comes_first_and_needs_no_python(visitor: Visitor, address: str) -> None:
    visitor.open(f"{address}/check/")
    assert visitor.js("return [...document.querySelectorAll('[data-danger] section')].every((s) => s.hidden)")
    answer(visitor, violence_suspected=True)
    shown = "[data-danger] section[data-fact=violence_suspected]"
    assert "报警" in visitor.js(f"return t.text('{shown}')")
    assert visitor.js(f"return t.one('{shown} a').getAttribute('href')") == "tel:110"
    above = visitor.js(f"return t.one('{shown}').getBoundingClientRect().top")
    below = visitor.js(f"return innerHeight - t.one('{shown}').getBoundingClientRect().bottom")
    assert min(above, below) >= 0  # in view, wherever on the page the visitor is
    wait(visitor, READY)
    answer(visitor, violence_suspected=False)
    assert visitor.js(f"return document.querySelector('{shown}').hidden")


def test_a_link_restores_the_answers_and_says_what_changed(visitor: Visitor, address: str) -> None:
    link = "#v=0.9.0&audience=worker&child_age=9&parents_away=both&insured=?&gone=true&applied=subsistence-allowance"
    start(visitor, address, link)
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert visitor.js("return t.answers()") == {"child_age": "9", "parents_away": "both", "insured": "?"}
    assert visitor.js("return document.querySelector('[name=audience]:checked').value") == "worker"
    said = wait(visitor, "t.text('[data-messages]')")
    assert "0.9.0" in said
    assert "gone=true" in said
    assert visitor.js("return t.one('[data-messages] a').pathname") == "/changes/"
    wait(visitor, "t.text('[data-messages]').includes('代理妈妈')")


def test_a_link_made_here_opens_to_the_same_answers(visitor: Visitor, address: str, checked: Checked) -> None:
    start(visitor, address)
    answer(visitor, child_age=9, lives_in_renhe="?", parents_away="both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    visitor.js("t.click('[data-link]')")
    link = visitor.js("return t.one('[data-link-out] input').value")
    assert urlsplit(link).query == ""
    assert urlsplit(link).fragment.startswith(f"v={checked.rules.plan.version}&")
    visitor.open(link)
    wait(visitor, READY)
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert visitor.js("return t.answers()") == {"child_age": "9", "lives_in_renhe": "?", "parents_away": "both"}


def test_a_campaign_link_presets_answers_and_topic(visitor: Visitor, address: str) -> None:
    start(visitor, address, "#topic=education&parents_away=both&child_age=9")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert "教育保护" in visitor.js("return t.text('[data-topic]')")
    wait(visitor, "document.querySelectorAll('.cp-status-group').length === 6")  # the last of what is shown
    outcomes = visitor.js("return [...document.querySelectorAll('[data-outcome]')].map((e) => e.dataset.outcome)")
    assert "subsistence-allowance" not in outcomes
    visitor.js("t.click('[data-topic-all]')")
    wait(visitor, "t.status('subsistence-allowance') === 'possible'")


@pytest.mark.parametrize(
    "fragment",
    [
        "#topic=<img src=x onerror=window.hit=1>&parents_away=all",
        "#child_age=-1&orphaned=yes",
        "#%E0%A4%A=1&__proto__=true&constructor=true",
        "#child_age=99999999999999999999",
        "#" + "a=1&" * 3000,
    ],
)
def test_a_hostile_link_is_ignored_with_a_message(phone: Chromium, address: str, fragment: str) -> None:
    visitor = phone
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    visitor.page.on("pageerror", note)
    visitor.open(f"{address}/robots.txt")
    visitor.js("sessionStorage.clear()")
    start(visitor, address, fragment)
    assert visitor.js("return t.text('[data-messages]')")
    assert visitor.js("return t.answers()") == {}
    assert visitor.js("return window.hit === undefined")
    assert errors == []
    visitor.page.remove_listener("pageerror", note)


def test_wiping_leaves_nothing_behind(visitor: Visitor, address: str) -> None:
    start(visitor, address, "#child_age=9&parents_away=both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert visitor.js(f"return {KEPT}") == []  # nothing is kept unless asked
    visitor.js("t.click('[data-keep]')")
    visitor.open(f"{address}/check/")
    wait(visitor, READY)
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert visitor.js("return t.answers()") == {"child_age": "9", "parents_away": "both"}
    visitor.js("t.click('[data-wipe]')")
    wait(visitor, "!document.querySelector('[data-outcome]')")
    assert visitor.js("return t.answers()") == {}
    assert visitor.js(f"return {KEPT}") == []
    assert visitor.js("return location.hash") == ""


def test_leaving_quickly_leaves_no_way_back(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/guides/")
    page.goto(f"{address}/check/#child_age=9")
    page.get_by_role("button", name="快速离开").click()
    page.wait_for_url("about:blank")
    page.go_back()
    assert urlsplit(page.url).path == "/guides/"
    page.close()


def test_out_of_scope_is_said_at_once(visitor: Visitor, address: str) -> None:
    start(visitor, address)
    answer(visitor, child_age=18)
    text = wait(visitor, "t.text('.cp-outside')")
    assert "12345" in text
    assert visitor.js("return document.querySelectorAll('[data-outcome]').length") == 0
    answer(visitor, child_age=17)
    wait(visitor, "(t.unfold(), document.querySelectorAll('[data-outcome]').length === 31)")


def test_only_questions_that_matter_are_shown(visitor: Visitor, address: str) -> None:
    start(visitor, address)
    answer(visitor, parents_away="none")
    wait(visitor, "document.querySelector('[data-form] fieldset[data-fact=other_parent_can_care]').hidden")
    answer(visitor, parents_away="one")
    wait(visitor, "document.querySelector('[data-form] fieldset[data-fact=other_parent_can_care]').checkVisibility()")


def test_the_printed_result_is_one_clean_page(visitor: Visitor, address: str) -> None:
    start(visitor, address, "#child_age=9&lives_in_renhe=true&parents_away=both&meets_subsistence_criteria=true")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    assert len(PdfReader(io.BytesIO(visitor.pdf())).pages) == 1


def test_paper_holds_the_answers_and_results_and_nothing_else(browser: Browser, address: str) -> None:
    visitor = Chromium(browser.new_page())
    start(visitor, address, "#child_age=9&lives_in_renhe=true&parents_away=both&meets_subsistence_criteria=true")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    page = visitor.page
    page.emulate_media(media="print")
    visitor.js("dispatchEvent(new Event('beforeprint'))")  # as printing does
    assert not page.locator("[data-answers-list]").is_visible()  # they are private
    page.emulate_media(media="screen")
    page.locator("[data-with-answers]").check()
    page.emulate_media(media="print")
    for hidden in ("[data-form]", "[data-actions]", "[data-report]", ".md-header", "[data-exit]", "#conditions"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert "9" in page.locator("[data-answers-list]").inner_text()
    paper = page.locator(".cp-results").inner_text()
    assert "攀仁府办〔2018〕41号" in paper
    assert "三（一）4 a" in paper
    visitor.close()


@pytest.fixture
def old_phone(request: pytest.FixtureRequest, browser_name: str) -> Iterator[Visitor]:
    """A browser without WebAssembly."""
    made: Visitor
    if browser_name == "firefox":
        made = request.getfixturevalue("old_firefox")
    else:
        page = request.getfixturevalue("browser").new_page()
        page.add_init_script("delete window.WebAssembly")
        made = Chromium(page)
    made.resize(360, 740)
    yield made
    if browser_name == "chromium":
        made.close()


def test_without_webassembly_there_are_results_all_the_same(old_phone: Visitor, address: str) -> None:
    start(old_phone, address)
    answer(old_phone, child_age=9, parents_away="both")
    wait(old_phone, "t.status('proxy-mother') === 'applies'")
    assert old_phone.js(f"return {PYTHON}") == "off"


def test_without_its_rules_the_conditions_stand_in_words(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/bundle.json", lambda route: route.abort())
    page.route("**/worker.js", lambda route: route.abort())
    visitor = Chromium(page)
    visitor.open(f"{address}/check/")
    wait(visitor, "document.querySelector('[data-check]').dataset.engine === 'failed'", 5)
    assert "判断程序没能打开" in visitor.js("return t.text('[data-state]')")
    assert visitor.js("return scrollY") == 0  # nothing moves
    answer(visitor, violence_suspected=True)  # danger needs no rules
    assert visitor.js("return t.one('[data-danger] a[href=\"tel:110\"]') !== null")
    assert visitor.js("return document.querySelectorAll('#conditions .cp-who').length") == 31
    visitor.js("t.click('#conditions summary')")
    assert wait(visitor, "t.text('#conditions .cp-who')")
    page.unroute("**/bundle.json")
    page.get_by_role("button", name="再试一次").click()
    wait(visitor, READY)
    wait(visitor, "document.querySelectorAll('[data-outcome]').length > 0")
    visitor.close()


def test_without_javascript_the_conditions_stand_in_words(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/en/check/")
    assert page.locator("noscript p").is_visible()
    assert not page.locator("[data-form]").is_visible()
    page.locator("#conditions summary").first.click()
    assert page.locator("#conditions .cp-who").first.is_visible()
    page.close()


def test_no_request_carries_an_answer(browser: Browser, address: str) -> None:
    visitor = Chromium(browser.new_page())
    seen: list[tuple[str, str, str | None]] = []
    visitor.page.on("request", lambda r: seen.append((r.method, r.url, r.post_data)))
    start(visitor, address)
    wait(visitor, f"{PYTHON} === 'ready'")
    before = len(seen)
    answer(visitor, child_age=9, lives_in_renhe=True, parents_away="both", meets_subsistence_criteria=True)
    wait(visitor, "t.status('subsistence-allowance') === 'applies'")
    visitor.js("t.click('[data-link]')")
    visitor.js("t.click('[data-keep]')")
    assert len(seen) == before
    assert {(method, body) for method, _, body in seen} == {("GET", None)}
    assert {q for _, url, _ in seen if (q := urlsplit(url).query)} == set()
    assert {urlsplit(url).netloc for _, url, _ in seen} == {urlsplit(address).netloc}
    visitor.close()


def test_every_scenario_gives_the_same_bytes_in_the_browser(browser: Browser, address: str, checked: Checked) -> None:
    bundle = Bundle.from_json(bundle_text(checked.bundle))
    ways = itertools.cycle([("family", "zh"), ("worker", "en")])
    requests = [
        {"answers": {str(f): a for f, a in s.answers.items()}, "audience": audience, "lang": lang, "topic": None}
        for s, (audience, lang) in zip(checked.rules.scenarios, ways, strict=False)
    ]
    visitor = Chromium(browser.new_page())
    start(visitor, address, "#child_age=9&lives_in_renhe=true&parents_away=both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")  # so its worker is free for others
    made = visitor.page.evaluate(
        """async (requests) => {
            const script = document.querySelector("script[src*='/app.js']").src;
            const worker = new Worker(new URL("worker.js", script), { type: "module" });
            const results = [];
            const answered = new Promise((done, failed) => {
                worker.addEventListener("error", failed);
                worker.addEventListener("message", ({ data: { state, result, error } }) => {
                    if (error !== undefined) failed(new Error(error));
                    else if (state === "answered" && results.push(result) === requests.length) done();
                });
            });
            requests.forEach((request, id) => worker.postMessage({ id, request }));
            await answered;
            worker.terminate();
            return results;
        }""",
        requests,
    )
    for one, request in zip(made, requests, strict=True):
        assert one == api.call(bundle, json.dumps(request))
    visitor.close()
