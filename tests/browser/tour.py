"""A visit to pages of a built site: which hosts were asked, what the pages' policy blocked, what is too wide, what
axe-core finds. The tests look at what is found here, so that each page is opened once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.browser.visitor import BLOCKED, until
from tests.conftest import ROOT

PHONE, DESK = 360, 1280
WIDTHS = (1920, DESK, 768, 320, PHONE)  # at the last one every page is looked at
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast-enhanced", "link-in-text-block"]
# Looking at contrast takes long, and AAA asks for all that AA does: its rule alone is run. Left as it is, it would say
# nothing of text so pale that it fails AA as well.
LEFT_OUT = ["identical-links-same-purpose", "color-contrast"]
HOWEVER_PALE = {size: {"minThreshold": 0} for size in ("normal", "large")}

# Characters that stand outside their block or the window: an end of line must hold its punctuation.
CLIPPED = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/[，。、；：？！）》”]/.test(node.data) || !node.parentElement.checkVisibility()) continue;
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    if (block.closest(".cp-hidden, caption, .cp-graph-box")) continue; // a drawing may be scrolled
    const box = block.getBoundingClientRect();
    const right = Math.min(box.right, document.documentElement.clientWidth) + 1;
    for (const match of node.data.matchAll(/[，。、；：？！）》”]/g)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + 1);
      const glyph = range.getBoundingClientRect();
      if (glyph.right > right || glyph.left < box.left - 1) found.push(node.data.trim().slice(0, 40));
    }
  }
  return found;
}"""

# Our own elements that are hidden and seen all the same: another rule's `display` is stronger than the attribute.
SHOWN = """[...document.querySelectorAll(".md-content [hidden], [data-worker] [hidden]")]
  .filter((each) => getComputedStyle(each).display !== "none").map((each) => each.outerHTML.slice(0, 120))"""


@dataclass
class Tour:
    """What one visit to every page has shown."""

    visited: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    blocked: list[tuple[str, str]] = field(default_factory=list)
    wide: list[tuple[str, int]] = field(default_factory=list)
    clipped: list[tuple[str, int, str]] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


def violations(page: Page, where: str, rules: Iterable[str] | None = None) -> list[str]:
    """What axe-core finds on the page as it stands, WCAG 2.2 AA and good practice, contrast by AAA; a line each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Style sheets need not be fetched again: the only rule that reads them is experimental, and is not run.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    options["checks"] = {"color-contrast-enhanced": {"options": {"contrastRatio": HOWEVER_PALE}}}
    if rules is None:
        options |= {"runOnly": [*LEVELS, "wcag2aaa"], "rules": {rule: {"enabled": False} for rule in LEFT_OUT}}
    else:
        options |= {"runOnly": {"type": "rule", "values": list(rules)}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{where}: {each['id']} at {node['target']}: {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflows(page: Page, width: int) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)


def fits(page: Page, width: int, seconds: float = 2) -> bool:
    """Whether the page is no wider than a window of this width, or becomes so: the drawer of the narrow layout slides
    away.
    """
    page.set_viewport_size({"width": width, "height": 800})
    end = time.monotonic() + seconds
    while overflows(page, width):
        if time.monotonic() > end:
            return False
    return True


def shade(page: Page, scheme: Scheme) -> None:
    """Show the page in light or dark, and wait until it is."""
    page.emulate_media(color_scheme=scheme)
    name = "slate" if scheme == "dark" else "default"
    until(page, f"document.documentElement.dataset.mdColorScheme === '{name}'")


def kind(address: str) -> str:
    """What tells pages from one another that are not made alike: `guides/` for each guide, `guides` for their list.

    Those right below `staff/` are each the only one of its kind; `staff/cases/` stands for each case.
    """
    short = address.removeprefix("en/")
    folder, slash, _ = short.rpartition("/")
    return short if folder == "staff" else folder + slash or short


@dataclass(frozen=True)
class Look:
    """How a page is looked at: at which widths, and by axe-core at which width, in which scheme, with which rules."""

    widths: Sequence[int] = (PHONE,)
    axe: Sequence[tuple[int, Scheme, Sequence[str] | None]] = ()


def visit(browser: Browser, address: str, pages: list[str], looks: Mapping[str, Look]) -> Tour:
    """Visit `pages` on a phone, and look at them as `looks` says."""
    made = Tour(visited=pages)
    # The service worker would bring its files beside each page; what it does is told by test_offline.
    page = browser.new_page(reduced_motion="reduce", service_workers="block")
    page.add_init_script(BLOCKED)
    page.on("request", lambda request: made.hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: made.troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: made.troubles.append(str(error)))
    page.on("response", lambda answer: made.troubles.append(answer.url) if answer.status >= 400 else None)
    for each in pages:
        look = looks.get(each, Look())
        page.emulate_media(color_scheme="light")
        page.goto(f"{address}/{each}/" if each else f"{address}/")
        shade(page, "light")
        made.shown += [(each, element) for element in page.evaluate(SHOWN)]
        for width in look.widths:
            if not fits(page, width):
                made.wide.append((each, width))
            made.clipped += [(each, width, text) for text in page.evaluate(CLIPPED)]
        for width, scheme, rules in look.axe:
            fits(page, width)
            shade(page, scheme)
            made.violations += violations(page, f"{each}, {width}, {scheme}", rules)
        made.blocked += [(each, what) for what in page.evaluate("window.blocked")]
    page.close()
    return made
