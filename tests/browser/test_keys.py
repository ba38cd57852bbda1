"""What keys and the wheel do, and what they must not: turn the page, open the search, change a number, lead to what
nobody sees.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.visitor import HELPERS, give_time, rest, until

pytestmark = pytest.mark.browser

LETTERS = ["n", "p", ".", ",", "s", "f", "/", "N"]  # of the theme: next, previous, search
SEARCHING = (
    "document.querySelector('[data-md-toggle=search]').checked || document.activeElement.matches('.md-search__input')"
)


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(reduced_motion="no-preference")
    page.add_init_script(HELPERS)
    return page


def unfold(page: Page, card: str) -> None:
    """Open what is folded up among the results until a card is there."""
    until(page, f"(t.unfold(), document.querySelector('{card}'))")


@pytest.mark.parametrize(
    ("path", "focus"),
    [
        ("/guides/proxy-mother/", "body"),
        ("/en/units/", ".md-content a[href]"),
        ("/check/#child_age=9", ".md-content input[type=radio]"),
        ("/check/#child_age=9", ".md-content input[type=number]"),
    ],
)
def test_no_single_letter_turns_the_page_or_opens_the_search(page: Page, address: str, path: str, focus: str) -> None:
    page.goto(f"{address}{path}")
    page.locator(focus).first.evaluate("element => element.focus()")
    before = page.url
    for letter in LETTERS:
        page.keyboard.press(letter)
    give_time(page, 500)
    assert page.url == before
    assert not page.evaluate(SEARCHING)


def test_letters_can_still_be_typed(page: Page, address: str) -> None:
    page.goto(f"{address}/en/")
    page.locator(".md-search__input").click()
    page.keyboard.type("n,p.s/f")
    assert page.locator(".md-search__input").input_value() == "n,p.s/f"
    page.keyboard.press("Escape")
    until(page, f"!({SEARCHING})")


def test_a_number_changes_only_by_typing(page: Page, address: str) -> None:
    page.goto(f"{address}/check/#unexcused_absence_days=8&school_stage=compulsory")
    field = page.locator("[data-form] input[name=unexcused_absence_days][type=number]")
    until(page, "document.querySelector('.cp-result')")
    page.locator("[data-all] > summary").click()
    field.click()
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    for turn in (120, -120, -120):
        page.mouse.wheel(0, turn)
        give_time(page, 100)
    field.focus()
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "PageUp"):
        page.keyboard.press(key)
    page.mouse.click(box["x"] + box["width"] - 10, box["y"] + box["height"] * 0.7)  # where arrows would be
    assert field.input_value() == "8"


@pytest.mark.parametrize(
    ("known", "outcome", "fact", "keys", "leave", "answer"),
    [
        ("child_age=9&lives_in_renhe=true", "proxy-mother", "parents_away", ["ArrowDown"] * 2, "Tab", "both"),
        ("child_age=9&lives_in_renhe=true", "proxy-mother", "parents_away", ["ArrowUp"] * 2, "Space", None),
        ("child_age=9", "guardian-accountability", "guardian_conduct", ["ArrowDown"] * 3, "Enter", None),
        ("school_stage=compulsory", "return-to-school", "unexcused_absence_days", ["1", "0"], "Tab Tab", "10"),
        ("school_stage=compulsory", "return-to-school", "unexcused_absence_days", ["1", "0"], "Enter", "10"),
    ],
)
def test_keys_lead_to_every_answer_of_a_question_in_a_result(
    page: Page, address: str, known: str, outcome: str, fact: str, keys: list[str], leave: str, answer: str | None
) -> None:
    page.goto(f"{address}/check/#{known}")
    card = f"[data-outcome={outcome}]"
    unfold(page, card)
    page.locator(f"{card} summary").click()
    inputs = page.locator(f"{card} [data-fact={fact}] input")
    inputs.first.focus()
    for key in keys:
        page.keyboard.press(key)
    given = inputs.evaluate_all("all => all.find((each) => each.checked || each === document.activeElement).value")
    assert answer in (None, given)
    assert fact not in page.evaluate("t.answers()")
    for key in leave.split():
        page.keyboard.press(key)
    until(page, f"t.answers()['{fact}'] === '{given}'")
    assert page.evaluate(f"document.activeElement.closest('[data-outcome={outcome}]') !== null")


def test_what_was_typed_into_a_result_counts_before_the_next_tap(page: Page, address: str) -> None:
    page.goto(f"{address}/check/#school_stage=compulsory")
    unfold(page, "[data-outcome=return-to-school]")
    page.locator("[data-outcome=return-to-school] summary").click()
    page.locator("[data-outcome=return-to-school] [data-fact=unexcused_absence_days] input").first.click()
    page.keyboard.type("12")
    page.locator("[data-link]").click()
    assert "unexcused_absence_days=12" in page.locator("[data-link-out] input").input_value()


# Of what has the focus: what it says, and whether any of it can be seen in the window; null at the end of the page.
FOCUSED = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const own = (seen) => seen && (stop.contains(seen) || [...(stop.labels ?? [])].some((label) => label.contains(seen)));
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]];
  const seen = [...stop.getClientRects()].some(({ left, top, width, height }) =>
    points.some(([x, y]) => own(document.elementFromPoint(left + width * x, top + height * y))),
  );
  return [stop.textContent.trim() || stop.outerHTML.slice(0, 80), seen];
}"""
DANGER = "check/#child_age=9&lives_in_renhe=true&violence_suspected=true"


def stops(page: Page, key: str) -> list[tuple[str, bool]]:
    found = []
    for _ in range(400):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        for _ in range(5):  # the header comes and goes a while after the page has been scrolled
            if stop[1]:
                break
            give_time(page, 200)
            rest(page)
            stop = page.evaluate(FOCUSED)
        found.append((stop[0], stop[1]))
    return found


@pytest.mark.parametrize(
    ("path", "size"),
    [
        *((path, (360, 640)) for path in ("", "guides/proxy-mother/", DANGER)),
        ("en/units/township/", (1280, 800)),
    ],
)
def test_no_key_leads_to_what_cannot_be_seen(page: Page, address: str, path: str, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/{path}")
    if "#" in path:
        until(page, "document.querySelector('.cp-result')")
    forth, back = stops(page, "Tab"), stops(page, "Shift+Tab")
    assert [stop for stop, seen in (*forth, *back) if not seen] == []
    assert len(forth) > 25
    assert len(back) > 25


def test_a_search_that_closes_covers_nothing(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 640, "height": 360})
    page.goto(f"{address}/guides/proxy-mother/")
    page.locator("[data-toggle=__search]").click()
    page.locator("[name=query]:focus").wait_for()
    page.keyboard.press("Escape")
    under = "document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.md-search')"
    assert page.evaluate(f"document.getElementById('__search').checked || {under} !== null") is False


def test_the_focus_goes_into_the_menu_and_out_of_it(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/guides/proxy-mother/")
    button = page.locator("button[data-toggle=__drawer]")
    inside = "document.querySelector('.md-sidebar--primary').contains(document.activeElement)"
    opened = "document.querySelector('[data-md-toggle=drawer]').checked"
    for close in ("Escape", "Shift+Tab"):
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(f"{opened} && {inside}")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)[1]
        assert page.evaluate(f"{opened} && {inside}")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press(close)
        assert not page.evaluate(f"{opened} || {inside}")
    assert page.evaluate(FOCUSED)[1]


def test_an_answer_in_a_result_is_given_once(page: Page, address: str) -> None:
    page.add_init_script("window.given = 0; addEventListener('guide-answers', () => window.given++);")
    page.goto(f"{address}/check/#child_age=9&lives_in_renhe=true")
    unfold(page, "[data-outcome=proxy-mother]")
    page.locator("[data-outcome=proxy-mother] summary").click()
    before = page.evaluate("given")
    page.locator("[data-outcome=proxy-mother] [data-fact=parents_away] label").first.click()
    until(page, "'parents_away' in t.answers()")
    give_time(page, 100)
    assert page.evaluate("given") == before + 1
