"""The site for somebody who cannot use a mouse, sees little, or has the page read to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.states import READY, STATES, results
from tests.browser.tour import COLOURS, overflows, shade, violations
from tests.browser.visitor import give_time, rest, until

pytestmark = pytest.mark.browser

ROOTS = {"zh": "", "en": "en/"}
SIZES = {"phone": (360, 740), "desk": (1280, 800)}
LONG = pytest.mark.long  # the other halves, which have the same elements in other words


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("lang", "size"),
    [("zh", "phone"), ("en", "desk"), pytest.param("en", "phone", marks=LONG), pytest.param("zh", "desk", marks=LONG)],
)
def test_axe_finds_nothing_in_the_states_that_matter(
    page: Page, address: str, lang: str, size: str, state: str
) -> None:
    if state == "menu" and size == "desk":
        pytest.skip("the menu is always there")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/{ROOTS[lang]}")
    STATES[state](page)
    shade(page, "light")
    assert violations(page, f"{state}, light") == []
    shade(page, "dark")  # changes colours, so nothing else is looked at again
    assert violations(page, f"{state}, dark", COLOURS) == []
    assert not overflows(page, width)


def focused(page: Page) -> Any:
    """What has the focus: its field and value, or its text; and whether one can see that it has."""
    return page.evaluate(
        """() => {
          const e = document.activeElement;
          const seen = e.matches(":focus-visible") ? [e, e.closest("label")].filter(Boolean) : [];
          return {
            name: e.name ?? "", value: e.value ?? "", text: e.innerText?.trim() ?? "", id: e.id,
            visible: seen.some((x) => getComputedStyle(x).outlineStyle !== "none"),
          };
        }"""
    )


def is_named(name: str, here: Any) -> bool:
    return bool(here["name"] == name)


def tab_to(page: Page, wanted: Callable[[Any], bool], most: int = 60) -> Any:
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted(here := focused(page)):
            assert here["visible"], here
            return here
    raise AssertionError(f"not reached in {most} steps; the focus is on {focused(page)}")


def test_a_family_goes_through_the_interview_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/check/")
    until(page, READY)
    tab_to(page, lambda e: e["name"] == "audience")
    tab_to(page, lambda e: e["value"] == "absent")
    page.keyboard.press("Space")
    forward, heading = page.locator("[data-screen-next]"), page.locator("[data-screen] h2")
    tab_to(page, lambda e: e["text"] == forward.inner_text())
    page.keyboard.press("Enter")
    seen = set()
    while page.locator("[data-screen-done]").is_hidden():
        asked = heading.inner_text()
        assert focused(page)["text"] == asked  # where each screen begins
        seen.add(asked)
        if page.locator(".cp-ticks").count():
            tab_to(page, lambda _: page.evaluate("document.activeElement.matches('.cp-tick input')"))
            page.keyboard.press("Space")
            tab_to(page, lambda e: e["text"] == forward.inner_text(), most=40)
        elif page.locator(".cp-numbers").count():
            tab_to(page, lambda e: e["text"] == "9" or e["text"].startswith("8"))
        else:  # the arrows choose, and the focus stays until one goes on
            name = tab_to(page, lambda e: e["name"].startswith("ask-"))["name"]
            for key in ("ArrowDown", "ArrowUp"):
                page.keyboard.press(key)
                assert focused(page)["name"] == name
            tab_to(page, lambda e: e["text"] == forward.inner_text())
        page.keyboard.press("Enter")
        rest(page)
    assert len(seen) > 4
    assert focused(page)["text"] == page.locator("[data-screen-done] h2").inner_text()
    tab_to(page, lambda e: e["text"] == page.locator("[data-screen-results]").inner_text())
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "results"
    tab_to(page, lambda e: False if not e["text"] else page.evaluate("document.activeElement.tagName") == "SUMMARY")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('details').open")


def test_the_list_of_all_questions_is_answered_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/check/#child_age=9&lives_in_renhe=true")
    until(page, READY)
    page.locator("[data-all] > summary").press("Enter")
    names = page.evaluate(
        """() => [...document.querySelectorAll("[data-group] fieldset")]
          .filter((f) => f.checkVisibility()).map((f) => f.dataset.fact)"""
    )
    assert len(names) > 10
    for name in names:
        if not page.locator(f"[data-form] fieldset[data-fact={name}]").is_visible():
            continue  # put away by an answer before it
        if focused(page)["name"] != name:
            tab_to(page, partial(is_named, name))
        # The arrows choose within a question; the focus stays in it, also where an answer puts others away.
        page.keyboard.press("ArrowDown" if name not in ("child_age", "unexcused_absence_days") else "9")
        assert focused(page)["name"] == name
        rest(page)


@pytest.mark.parametrize("size", SIZES)
def test_searching_by_keyboard(page: Page, address: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/")
    tab_to(page, lambda e: e["name"] == "q")
    page.keyboard.type("低保")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.md-search__input')")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "guides/subsistence-allowance" in page.url
    assert page.locator("h1").is_visible()


def test_the_first_stop_leads_past_the_navigation(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/proxy-mother/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_easy_mode_is_one_tap_and_stays(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/guides/proxy-mother/")
    size = "parseFloat(getComputedStyle(document.querySelector('.cp-steps li')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("banner").get_by_role("button", name="长辈模式").click()
    assert page.evaluate(size) > 1.2 * before
    assert not page.locator("#source").is_visible()
    assert page.locator(".cp-first").is_visible()
    page.goto(f"{address}/check/")
    assert page.get_by_role("banner").get_by_role("button", name="长辈模式").get_attribute("aria-pressed") == "true"
    heights = page.evaluate(
        "[...document.querySelectorAll('.cp-option')].filter((e) => e.checkVisibility()).map((e) => e.offsetHeight)"
    )
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("banner").get_by_role("button", name="长辈模式").click()
    page.goto(f"{address}/guides/proxy-mother/")
    assert page.evaluate(size) == before


def test_dark_follows_the_system_until_somebody_chooses(page: Page, address: str) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    is_light = "document.documentElement.dataset.mdColorScheme === 'default'"
    page.goto(f"{address}/")
    shade(page, "light")
    light = ground()
    shade(page, "dark")
    assert ground() != light
    page.get_by_role("contentinfo").get_by_role("button", name="深色").click()
    until(page, is_light)
    assert ground() == light
    page.goto(f"{address}/guides/")
    until(page, is_light)
    assert ground() == light


# A voice such as phones have; a headless browser has none. It says each sentence in a moment, and keeps what it said.
VOICE = """
window.said = [];
const synth = {
  getVoices: () => [
    { lang: "LANG", name: "sent away", localService: false },
    { lang: "LANG", name: "test", localService: true },
  ],
  cancel() { window.cancelled = true; },
  speak(u) {
    if (!u.voice.localService) throw new Error("read by somebody else");
    window.said.push([u.text, u.voice.lang, [...(CSS.highlights.get("cp-aloud") ?? [])].map(String).join("")]);
    setTimeout(() => u.onend(), 5);
  },
  addEventListener() {},
};
Object.defineProperty(window, "speechSynthesis", { value: synth });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.mark.parametrize(("lang", "voice"), [("zh", "zh-CN"), ("en", "en-US")])
def test_a_guide_is_read_sentence_by_sentence(page: Page, address: str, lang: str, voice: str) -> None:
    page.add_init_script(VOICE.replace("LANG", voice))
    page.goto(f"{address}/{ROOTS[lang]}guides/proxy-mother/")
    page.locator("[data-aloud-start]").click()
    until(page, "document.querySelector('[data-aloud-start]').getAttribute('aria-pressed') === 'false'")
    said = page.evaluate("said")
    steps = page.locator(".cp-steps li").all_inner_texts()
    assert len(said) > len(steps) > 0
    assert {each[1] for each in said} == {voice}
    spoken = "".join(text for text, _, _ in said).replace(" ", "")
    assert all("".join(step.split()) in spoken for step in steps)
    assert all(marked.strip() == text for text, _, marked in said)
    assert not any(page.locator("[data-print]").inner_text() in text for text, _, _ in said)
    assert page.locator(".cp-rule > summary").inner_text() not in [text for text, _, _ in said]
    assert page.evaluate("CSS.highlights.has('cp-aloud')") is False


def test_reading_stops_when_asked(page: Page, address: str) -> None:
    page.add_init_script(VOICE.replace("LANG", "zh-CN").replace("5)", "100000)"))
    page.goto(f"{address}/guides/proxy-mother/")
    page.locator("[data-aloud-start]").click()
    assert page.locator("[data-aloud-start]").inner_text() == "停下来"
    page.locator("[data-aloud-start]").click()
    assert page.evaluate("cancelled")
    assert page.evaluate("said.length") == 1
    assert page.locator("[data-aloud-start]").inner_text() == "读给我听"


def test_results_are_read_as_they_are_shown(page: Page, address: str) -> None:
    page.add_init_script(VOICE.replace("LANG", "zh-CN"))
    page.goto(f"{address}/")
    results(page)
    page.locator("[data-aloud-start]").click()
    until(page, "document.querySelector('[data-aloud-start]').getAttribute('aria-pressed') === 'false'")
    spoken = [text for text, _, _ in page.evaluate("said")]
    assert page.locator(".cp-result--applies .cp-result__title").first.inner_text() in "".join(spoken)
    fold = page.locator(".cp-status-group--does_not_apply .cp-folded")
    fold.evaluate("fold => { fold.open = true; }")
    folded = fold.locator(".cp-result__title").first.text_content()
    assert not any(folded in text for text in spoken)


# What devices call the voices that they have, and the one that is to read.
@pytest.mark.parametrize(
    ("root", "voices", "reads"),
    [
        ("", ["zh-HK", "zh-CN"], "zh-CN"),
        ("", ["yue-HK", "zh_TW", "zh_CN_#Hans"], "zh_CN_#Hans"),
        ("", ["zh-Hant-HK", "cmn-Hans-CN"], "cmn-Hans-CN"),
        ("", ["en-US", "yue-CN", "zh-TW"], "zh-TW"),
        ("", ["zh-HK"], "zh-HK"),
        ("en/", ["eng-GB", "enm", "EN-gb"], "EN-gb"),
    ],
)
def test_the_voice_that_most_people_here_understand_reads(
    page: Page, address: str, root: str, voices: list[str], reads: str
) -> None:
    local = ", ".join(f'{{ lang: "{lang}", localService: true }}' for lang in voices)
    page.add_init_script(re.sub(r"getVoices: .*?\],\n", f"getVoices: () => [{local}],\n", VOICE, flags=re.DOTALL))
    page.goto(f"{address}/{root}guides/proxy-mother/")
    page.locator("[data-aloud-start]").click()
    until(page, "said.length > 2")
    assert {voice for _, voice, _ in page.evaluate("said")} == {reads}


@pytest.mark.parametrize(
    ("says", "tries"),
    [
        ("setTimeout(() => u.onerror({ error: 'synthesis-failed' }), 5);", 2),
        ("throw new Error('no voice');", 2),
        ("", 2),  # nothing ever begins
        ("window.speechSynthesis.getVoices = () => [];", 1),  # the voices go
    ],
)
def test_a_voice_that_fails_is_told(browser: Browser, address: str, says: str, tries: int) -> None:
    page = browser.new_page()  # a clock cannot be taken out of a page again
    page.clock.install()
    page.add_init_script(VOICE.replace("LANG", "zh-CN").replace("setTimeout(() => u.onend(), 5);", says))
    page.goto(f"{address}/guides/proxy-mother/")
    start = page.locator("[data-aloud-start]")
    page.clock.run_for(5_000)
    start.click()
    page.clock.run_for(30_000)
    assert page.evaluate("said.length") == tries
    assert page.get_by_text("这台设备现在读不出声").is_visible()
    assert start.inner_text() == "读给我听"
    page.close()


def test_one_sentence_that_fails_once_is_said_again(page: Page, address: str) -> None:
    once = "window.said.length === 3 ? setTimeout(() => u.onerror({}), 5) : setTimeout(() => u.onend(), 5);"
    page.add_init_script(VOICE.replace("LANG", "zh-CN").replace("setTimeout(() => u.onend(), 5);", once))
    page.goto(f"{address}/guides/proxy-mother/")
    page.locator("[data-aloud-start]").click()
    until(page, "said.length > 5")
    said = [text for text, _, _ in page.evaluate("said")]
    assert said[2] == said[3]
    assert said[3] != said[4]


@pytest.mark.parametrize(("here", "elsewhere"), [("LANG", "fr-FR"), ("localService: true", "localService: false")])
def test_without_a_voice_of_the_device_nothing_is_offered(page: Page, address: str, here: str, elsewhere: str) -> None:
    page.add_init_script(VOICE.replace(here, elsewhere).replace("LANG", "zh-CN"))
    page.goto(f"{address}/guides/proxy-mother/")
    give_time(page, 300)
    assert not page.locator("[data-aloud-start]").is_visible()
