"""The questionnaire asks by situations and screens, about one child or several, in Chromium and in Firefox."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.test_check import answer, start
from tests.browser.visitor import Visitor, wait

pytestmark = pytest.mark.browser

SCREEN = "document.querySelector('[data-screen]').innerText"
HEADING = "t.one('[data-ask] h2').innerText"
TICKED = "[...document.querySelectorAll('.cp-tick input')].map((box) => box.value)"
DANGER = "[...document.querySelectorAll('[data-danger] section')].filter((e) => !e.hidden).map((e) => e.dataset.fact)"
ASKED = "#child_age=9&lives_in_renhe=true"


def forward(visitor: Visitor) -> None:
    visitor.js("t.click('[data-screen-next]')")


def until_ticks(visitor: Visitor, most: int = 8) -> list[str]:
    """Pass by questions with a choice, as one who does not know, up to the next list. The facts of the list."""
    for _ in range(most):
        if facts := visitor.js(f"return {TICKED}"):
            return [str(fact) for fact in facts]
        visitor.js("t.click('[data-screen] input[value=\"?\"]')")
    raise AssertionError("no list comes")


def test_a_situation_opens_with_its_own_questions_and_the_danger_in_it(visitor: Visitor, address: str) -> None:
    start(visitor, address)
    assert visitor.js("return t.one('[data-screen-next]').innerText") == "都不像，一步步问我"
    visitor.js("t.click('[data-situations] input[value=beaten]')")
    assert wait(visitor, DANGER) == ["situation-beaten"]
    assert visitor.js("return t.one('[data-danger] a[href]').getAttribute('href')") == "tel:110"
    forward(visitor)
    visitor.js("t.click('.cp-numbers button:nth-child(10)')")
    visitor.js("t.click('[data-screen] input[value=true]')")
    facts = visitor.js(f"return {TICKED}")
    assert facts
    assert set(facts) <= {"violence_suspected", "harm_suspected", "crime_victim", "guardian_neglectful", "missing"}
    assert visitor.js("return t.answers()") == {"child_age": "9", "lives_in_renhe": "true"}
    # What is hard to speak of has a frame that says why it is asked.
    assert "跳过" in visitor.js("return t.text('[data-screen-why]')")


def test_a_link_names_a_situation_and_what_it_says_by_itself(visitor: Visitor, address: str) -> None:
    start(visitor, address, "#situation=sad")
    assert wait(visitor, "t.answers().distressed") == "true"
    assert "几岁" in wait(visitor, HEADING)  # the situations are behind
    assert "situation-sad" in visitor.js(f"return {DANGER}")
    # The link that this visit makes holds it too, and one with a situation that there is not says so.
    visitor.js("t.click('[data-link]')")
    assert "&situation=sad&" in visitor.js("return document.querySelector('[data-link-out] input').value")
    visitor.js("sessionStorage.clear(); t.click('[data-wipe]')")
    start(visitor, address, "#situation=hungry")
    assert "situation=hungry" in visitor.js("return t.text('[data-messages]')")


def test_the_danger_in_a_link_is_in_view_on_a_low_screen(visitor: Visitor, address: str) -> None:
    visitor.resize(640, 360)
    start(visitor, address)
    visitor.js("location.hash = '#child_age=9&violence_suspected=true&missing=true'")
    assert wait(visitor, DANGER) == ["missing", "violence_suspected"]
    seen = "document.querySelector('[data-danger]').getBoundingClientRect()"
    assert wait(visitor, f"{seen}.top >= 0 && {seen}.bottom <= innerHeight", 5)


def test_none_of_the_others_answers_what_was_on_the_screen_and_nothing_else(visitor: Visitor, address: str) -> None:
    start(visitor, address, ASKED)
    facts = until_ticks(visitor)
    before = visitor.js("return t.answers()")
    said = visitor.js("return t.one('[data-screen-next]').innerText")
    visitor.js("t.click('.cp-tick input')")
    visitor.js("t.click('.cp-tick__row:nth-of-type(2) .cp-tick__beside button:last-child')")
    assert visitor.js("return t.one('[data-screen-next]').innerText") != said
    forward(visitor)
    given = {fact: value for fact, value in visitor.js("return t.answers()").items() if fact not in before}
    assert given == dict.fromkeys(facts, "false") | {facts[0]: "true", facts[1]: "?"}
    # Back, and one of them is taken back; forward, and it is one of the others.
    visitor.js("t.click('[data-screen-back]')")
    assert visitor.js(f"return {TICKED}") == facts
    visitor.js("t.click('.cp-tick input')")
    assert facts[0] not in visitor.js("return t.answers()")
    forward(visitor)
    assert visitor.js("return t.answers()")[facts[0]] == "false"


def test_what_is_hard_to_speak_of_is_skipped_in_one_tap_and_can_be_asked_all_the_same(
    visitor: Visitor, address: str
) -> None:
    start(visitor, address, ASKED)
    while visitor.js("return document.querySelector('[data-screen-skip]').hidden"):
        until_ticks(visitor)
        forward(visitor)
        while visitor.js(f"return !({TICKED}).length"):
            visitor.js("t.click('[data-screen] input[value=\"?\"]')")
    before = visitor.js("return t.answers()")
    visitor.js("t.click('[data-screen-skip]')")
    assert wait(visitor, HEADING) == "问完了"
    assert visitor.js("return t.answers()") == before
    visitor.js("t.click('[data-screen-ask]')")
    assert visitor.js(f"return {TICKED}")


def test_an_answer_is_changed_from_the_list_of_what_was_answered(visitor: Visitor, address: str) -> None:
    start(visitor, address, f"{ASKED}&parents_away=both&disabled=false")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    visitor.js("t.click('[data-summary] > summary')")
    rows = wait(visitor, "[...document.querySelectorAll('[data-told-answers] li')].map((row) => row.innerText)")
    assert len(rows) == 3  # what is not so is folded up
    visitor.js("t.click('[data-told-answers] li:nth-child(3) button')")
    assert "打工" in visitor.js(f"return {HEADING}")
    visitor.js("t.click('[data-screen] input[value=none]')")
    wait(visitor, "t.status('proxy-mother') === 'does_not_apply'")


def test_another_child_shares_what_is_about_the_family(visitor: Visitor, address: str) -> None:
    start(
        visitor, address, f"{ASKED}&parents_away=both&family_member_able_to_work=true&living_alone=true&missing=false"
    )
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    visitor.js("document.querySelector('[data-screen-done]').hidden = false; t.click('[data-add-same]')")
    family = {"lives_in_renhe": "true", "parents_away": "both", "family_member_able_to_work": "true"}
    assert visitor.js("return t.answers()") == family
    assert "几岁" in visitor.js(f"return {HEADING}")
    assert "living_alone" in wait(visitor, DANGER)  # of the first child
    visitor.js("t.click('.cp-numbers button:nth-child(7)')")
    wait(visitor, "t.status('proxy-mother') === 'applies'")
    names = "[...document.querySelectorAll('[data-children-list] button')].map((button) => button.innerText)"
    assert visitor.js(f"return {names}") == ["9岁的孩子", "6岁的孩子"]
    assert visitor.js("return t.text('#results')") == "结果：6岁的孩子"
    # What is about the family is about both; what is about one child is not.
    answer(visitor, family_member_able_to_work=False, disabled=True)
    visitor.js("t.click('[data-children-list] button')")
    first = visitor.js("return t.answers()")
    assert (first["child_age"], first["family_member_able_to_work"], first["living_alone"]) == ("9", "false", "true")
    assert "disabled" not in first
    assert_taken_along(visitor, address, first)


def assert_taken_along(visitor: Visitor, address: str, first: dict[str, Any]) -> None:
    """The sheet names for whom a thing is; a link and the tab hold both children."""
    visitor.js("dispatchEvent(new Event('beforeprint'))")
    tasks = visitor.js("return [...document.querySelectorAll('.cp-sheet__task b')].map((each) => each.textContent)")
    assert tasks
    assert any("9岁的孩子" in task for task in tasks)  # who lives alone
    assert any("孩子）" not in task for task in tasks)  # what is for both
    visitor.js("t.click('[data-link]')")
    link = visitor.js("return document.querySelector('[data-link-out] input').value")
    assert "&child_age.2=6&" in link
    visitor.open(f"{address}/robots.txt")
    visitor.js("sessionStorage.clear()")
    visitor.open(link)
    wait(visitor, "document.querySelectorAll('[data-children-list] button').length === 2")
    assert visitor.js("return t.answers()") == first
    visitor.open(f"{address}/en/check/")  # in the same tab, with nothing in the address
    wait(visitor, "document.querySelectorAll('[data-children-list] button').length === 2")
    visitor.js("t.click('[data-children-list] button:nth-child(2)')")
    assert visitor.js("return t.answers().child_age") == "6"
    visitor.js("t.click('[data-child-remove]')")
    assert visitor.js("return t.answers()") == json.loads(json.dumps(first))
    assert visitor.js("return document.querySelector('[data-children]').hidden")
