"""A short tour, and that each promise can be seen broken: on pages spoilt on purpose, and by the tour itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import asset
from tests.wander.promises import PROMISES
from tests.wander.tour import again, wander

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wander")]

AGE = ["write", "number", "child_age", "9"]
START: list[list[Any]] = [["resize", 360, 640], ["open", "check/"], AGE]
LINK = "child_age=9&parents_away=both"
WORKER = "audience=worker&topic=education&school_stage=compulsory&unexcused_absence_days=8"
ALONE = [["open", "check/"], ["tap", "control", "下一组"], ["tap", "answer", "living_alone=true"]]
KEEPS = 'addEventListener("change", ({target}) => localStorage.setItem("x", `${target.name}=${target.value}`));'
SENDS = 'addEventListener("change", ({target}) => fetch(`./?${target.name}`));'
RETURNS = """addEventListener("guide-wiped", () => setTimeout(() => {
  document.querySelector("[name=child_age]").value = 9;
}, 9));"""
CARDS = """new MutationObserver(() => {
  for (const card of document.querySelectorAll(".cp-status-group [data-outcome]")) card.remove();
}).observe(document, {subtree: true, childList: true});"""

UNMARKED = "* { outline: none !important; box-shadow: none !important; }"
TABS: list[list[Any]] = [["resize", 360, 640], ["open", "check/"], ["key", "Tab", False], ["key", "Tab", False]]


def spoilt(site: Path, folder: Path, name: str, more: str) -> Path:
    """A copy of the site with something added to one of its files."""
    shutil.copytree(site, folder)
    found = asset(folder, name) if "/" not in name else asset(folder, "check") / name.partition("/")[2]
    found.write_text(f"{found.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    return folder


def test_a_short_tour_finds_nothing(site: Path) -> None:
    found = wander(site, "chromium", 1, 12)
    assert not found.faults, str(found)
    assert found.steps > 5


@pytest.mark.long
@pytest.mark.parametrize(
    ("promise", "name", "more", "steps"),
    [
        ("nothing-is-stored", "check/safe.js", KEEPS, START),
        ("nothing-is-sent", "check/safe.js", SENDS, START),
        ("no-error", "check/safe.js", 'setTimeout(() => { throw new Error("spoilt"); });', START),
        ("no-other-host", "check/safe.js", 'new Image().src = "http://127.0.0.2:9/x.png";', START),
        ("results-agree", "check/safe.js", CARDS, START),
        (
            "no-address-tells",
            "check/safe.js",
            'addEventListener("change", () => history.pushState(null, "", "#child_age=9"));',
            START,
        ),
        (
            "answers-stay",
            "check/safe.js",
            'addEventListener("resize", () => { document.querySelector("[name=child_age]").value = ""; });',
            [*START, ["resize", 640, 360]],
        ),
        (
            "danger-is-told",
            "check/check.css",
            ".md-typeset .cp-danger { position: absolute; top: -90rem; }",
            ALONE,
        ),
        (
            "wiped-is-gone",
            "check/safe.js",
            RETURNS,
            [*START, ["tap", "control", "全部清掉"]],
        ),
        (
            "no-button-is-dead",
            "check/safe.js",
            'addEventListener("click", (event) => event.target.dataset.copy === "" && event.stopPropagation(), true);',
            [*START, ["tap", "control", "复制文字"]],
        ),
        ("focus-is-marked", "check/check.css", UNMARKED, TABS),
        (
            "focus-is-in-view",
            "check/check.css",
            "body::after { content: ''; position: fixed; inset: 0; z-index: 99; }",
            TABS,
        ),
    ],
)
def test_a_broken_promise_is_seen(
    promise: str, name: str, more: str, steps: list[list[Any]], site: Path, tmp_path: Path
) -> None:
    broken = again(spoilt(site, tmp_path / "site", name, more), "chromium", steps, {promise: PROMISES[promise]})
    assert broken is not None


@pytest.mark.long
@pytest.mark.parametrize("browser", ["firefox", "webkitgtk"])
def test_every_browser_has_a_focus_to_look_at(browser: str, site: Path, tmp_path: Path) -> None:
    assert again(site, browser, TABS) is None
    promise = {"focus-is-marked": PROMISES["focus-is-marked"]}
    assert again(spoilt(site, tmp_path / "site", "check/check.css", UNMARKED), browser, TABS, promise) is not None


def test_no_promise_is_broken_where_nothing_is_spoilt(site: Path) -> None:
    steps = [*START, ["resize", 640, 360], *ALONE, *TABS[-2:]]
    assert again(site, "chromium", [*steps, ["tap", "control", "复制文字"], ["tap", "control", "全部清掉"]]) is None


@pytest.mark.parametrize(
    ("browser", "steps"),
    [
        # A link that could not be opened at first, where answers of before wait in the tab.
        (
            "webkitgtk",
            [
                *START,
                ["open", "privacy/"],
                ["network", False],
                ["open", "check/#child_age=9&missing=true"],
                ["network", True],
                ["reload"],
            ],
        ),
        # WebKit empties a page that it has kept, after it has told the page that it is shown again.
        ("webkitgtk", [["open", "check/#child_age=9&parents_away=both"], ["open", "en/matrix/"], ["back"]]),
        pytest.param(
            "webkitgtk",
            [["open", f"en/check/#{WORKER}"], ["rest"], *START[1:], ["rest"], ["back"]],
            marks=pytest.mark.long,
        ),
        # WebKit does not count a choice that an arrow key has led to as focused by a key.
        ("webkitgtk", [*START, ["key", "Tab", True], ["key", "ArrowDown", False]]),
        # WebKit does not hold the question in hand while others above it are put away.
        (
            "webkitgtk",
            [
                ["resize", 640, 360],
                ["open", f"en/check/#{WORKER}"],
                ["tap", "control", "Next"],
                ["tap", "answer", "guardian_conduct=public_security_violation"],
                ["key", "ArrowUp", False],
            ],
        ),
        # Back, and back once more, to a questionnaire that the browser has kept in memory with its answers.
        (
            "chromium",
            [
                *START,
                ["rest"],
                ["open", "privacy/"],
                ["open", "check/"],
                AGE,
                ["tap", "control", "全部清掉"],
                ["back"],
                ["back"],
            ],
        ),
        # A link that could not be opened stays in the history as the browser's own page, which no other can change.
        pytest.param(
            "chromium",
            [
                ["network", False],
                ["open", f"check/#{LINK}"],
                ["network", True],
                ["open", "guides/proxy-mother/"],
                ["open", f"check/#{LINK}"],
            ],
            marks=pytest.mark.long,
        ),
        # The page that is left writes down its answers only when the one behind is shown already.
        ("chromium", [*START[:2], ["rest"], ["open", "en/check/#child_age=9"], ["rest"], ["back"]]),
    ],
    ids=[
        "loaded again",
        "emptied",
        "emptied of who asks",
        "unmarked",
        "moved away",
        "wiped",
        "not reached",
        "two questionnaires",
    ],
)
def test_what_the_tour_has_found_stays_mended(browser: str, steps: list[list[Any]], site: Path) -> None:
    broken = again(site, browser, steps)
    assert broken is None, str(broken)


@pytest.mark.long
def test_the_tour_finds_it_by_itself_and_the_shortest_way(site: Path, tmp_path: Path) -> None:
    folder = spoilt(site, tmp_path / "site", "check/safe.js", KEEPS)
    found = wander(folder, "chromium", 1, 60)
    why, steps = found.faults["nothing-is-stored"]
    assert len(steps) <= 4, str(found)  # its size, its page, and the answer
    broken = again(folder, "chromium", steps)
    assert broken is not None
    assert str(broken) == why
