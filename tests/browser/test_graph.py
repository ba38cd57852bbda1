"""The pictures of rules on a phone and at a desk: large enough to read, inside their boxes, and explored by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from generator.logic.audit import Checked
from tests.browser.tour import overflows, violations
from tests.browser.visitor import until

pytestmark = pytest.mark.browser

# How large the text of the open pictures is, in pixels, and which texts stand outside their boxes.
LOOK = """() => {
  const found = { count: 0, smallest: Infinity, outside: [] };
  for (const node of document.querySelectorAll(".cp-node")) {
    if (!node.checkVisibility()) continue;
    const text = node.querySelector("text");
    const [inner, outer] = [text, node.querySelector("rect")].map((e) => e.getBoundingClientRect());
    found.count += 1;
    found.smallest = Math.min(found.smallest, parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
    const fits = inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top;
    if (!fits || inner.bottom > outer.bottom) found.outside.push(text.textContent);
  }
  return found;
}"""


@pytest.mark.parametrize("roots", [("", "en/"), pytest.param(("en/", ""), marks=pytest.mark.long)])
def test_every_rule_can_be_read_on_a_phone(page: Page, address: str, checked: Checked, roots: tuple[str, str]) -> None:
    """In the two languages by turns."""
    for name, root in zip(checked.benefits, itertools.cycle(roots), strict=False):
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{address}/{root}guides/{name}/")
        page.locator(".cp-rule > summary").click()
        seen: Any = page.evaluate(LOOK)
        assert seen["count"] >= 2, name
        assert seen["smallest"] >= 14 - 0.05, (name, seen)
        assert seen["outside"] == [], name
        page.set_viewport_size({"width": 320, "height": 740})
        assert not overflows(page, 320), name


@pytest.mark.parametrize(("root", "width"), [("", 360), ("en/", 1280)])
def test_the_graphs_of_all_areas(page: Page, address: str, root: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/{root}graph/")
    assert page.locator("[data-net][open]").count() == 0  # nothing is chosen yet
    closed = page.locator("[data-net]:not([open]) > summary")
    while closed.count():
        closed.first.click()
    seen: Any = page.evaluate(LOOK)
    assert seen["count"] > 300
    assert seen["smallest"] >= 11
    assert seen["outside"] == []
    assert not overflows(page, width)
    assert violations(page, "graph") == []


def chosen(page: Page) -> Locator:
    """The first picture, opened."""
    page.locator("[data-net] > summary").first.click()
    return page.locator("[data-net][open]")


def test_on_a_desk_a_picture_takes_the_width(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/graph/")
    for closed in page.locator("[data-net] > summary").all():
        closed.click()
    until(page, "[...document.querySelectorAll('[data-net] svg')].every((svg) => svg.style.width)")
    widths = page.locator("[data-net] svg").evaluate_all("drawings => drawings.map((svg) => svg.clientWidth)")
    assert len(widths) > 7
    assert [width for width in widths if width < 700] == []


def test_a_box_lights_up_what_it_is_connected_with(page: Page, address: str) -> None:
    page.goto(f"{address}/graph/")
    net = chosen(page)
    net.locator('[data-node="fact other_parent_can_care"]').hover()
    lit = net.locator(".cp-node.cp-lit").evaluate_all("nodes => nodes.map((node) => node.dataset.node)")
    assert {"fact other_parent_can_care", "term left_behind", "priority-support", "follow-up-visits"} <= set(lit)
    assert not {"fact child_age", "fact on_street", "street-outreach"} & set(lit)
    page.mouse.move(0, 0)
    assert net.locator(".cp-lit").count() == 0
    net.locator('[data-node="street-outreach"]').focus()  # the same by keyboard
    lit = net.locator(".cp-node.cp-lit").evaluate_all("nodes => nodes.map((node) => node.dataset.node)")
    assert sorted(lit) == ["fact on_street", "street-outreach"]


def test_a_picture_grows_and_shrinks_and_is_scrolled_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/graph/")
    net = chosen(page)
    box = net.locator(".cp-graph-box")
    natural = net.locator("svg").evaluate("svg => svg.clientWidth")
    smaller, larger, fit = net.locator("[data-zoom] button").all()
    larger.click()
    assert net.locator("svg").evaluate("svg => svg.clientWidth") > 1.2 * natural
    box.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.activeElement.scrollLeft > 0")
    fit.click()
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    smaller.click()
    assert net.locator("svg").evaluate("svg => svg.clientWidth") < natural
