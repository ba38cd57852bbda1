"""A plan whose every text is an attack: the site shows the texts as texts, and runs nothing of them.

The pages are looked at with their policy, which must have nothing to block, and without it: it is the second line, and
must not hide a hole in the first.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Dialog, Page

from generator.plan.load import read
from generator.plan.ui_text import texts
from tests.browser.states import READY
from tests.browser.test_pages import addresses, fullest
from tests.browser.visitor import BLOCKED, until
from tests.conftest import HARBOUR, Once, Quiet, build, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]  # one process builds the site and uses it

SCRIPT = '"><script>window.__hit=1</script><img src=x onerror=window.__hit=1>'
HOSTILE = (
    f"=1+1{SCRIPT}</title></textarea></script><!--[x](javascript:window.__hit=1)![x](x){{{{7*7}}}}${{7*7}}&#x27;'\\"
)
FRAGMENTS = (
    f"#topic={SCRIPT}&{SCRIPT}={SCRIPT}&applied={SCRIPT}&v={SCRIPT}",
    "#v=%22%3E%3Cscript%3E&islander_age=%3Cimg%20src=x%20onerror=window.__hit=1%3E&__proto__=true&constructor=1",
)
# Elements that only the attack can have made.
COUNT = (
    """document.querySelectorAll("img[src=x], [onerror], a[href^='javascript:w'], .md-search-result script").length"""
)
LINES = {"number", "checked"}  # texts that are the same in both languages


def attacked(data: Any, key: str = "") -> Any:
    """The rules with the attack before every text in both languages."""
    if isinstance(data, dict):
        if data.keys() == {"zh", "en"}:
            return {language: attacked(text, "text") for language, text in data.items()}
        return {name: attacked(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [attacked(each, key) for each in data]
    return f"{HOSTILE}{data}" if key in LINES | {"text"} else data


@dataclass
class Seen:
    """What a browser did on the site beside showing it."""

    origin: str
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def harmless(self, page: Page) -> None:
        assert page.evaluate("window.__hit") is None, page.url
        assert self.dialogs == []
        assert {urlsplit(url).netloc for url in self.requests} <= {self.origin, ""}
        assert not any(urlsplit(url).path.endswith("/x") for url in self.requests), (
            "an image of the attack was asked for"
        )


def attack(folder: Path) -> None:
    """Write the second plan, attacked, the words of the pages themselves included, and build its site."""
    for path in HARBOUR.rglob("*.yml"):
        data = attacked(read(path, path.name).data)
        if path.name == "plan.yml":
            data["texts"] = {key: {lang: HOSTILE + text[lang] for lang in text} for key, text in texts().items()}
        target = folder / "rules" / path.relative_to(HARBOUR)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    build(folder / "site", "--rules", folder / "rules")


@pytest.fixture(scope="session")
def hostile(once: Once) -> Path:
    """The site of the second plan, attacked."""
    return once("hostile", attack) / "site"


@pytest.fixture(scope="module")
def guarded(hostile: Path) -> Iterator[str]:
    """The address of the site as it is built."""
    with serving(hostile) as address:
        yield address


class Bare(Quiet):
    """Serves pages without their policy."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_file() or not self.path.split("?")[0].endswith(("/", ".html")):
            return super().send_head()
        body, removed = re.subn(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", path.read_bytes())
        assert removed == 1
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.fixture(scope="module")
def served(hostile: Path) -> Iterator[str]:
    """The address of the site without its policy, so that nothing but escaping protects it."""
    with serving(hostile, Bare) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_no_page_holds_markup_of_a_text(hostile: Path) -> None:
    """On every page, without a browser."""
    ours = re.compile(r"[\w./-]*assets/[\w./-]+\.m?js")
    pages = sorted(hostile.rglob("*.html"))
    assert len(pages) > 70
    for path in pages:
        page = html.fromstring(path.read_bytes())
        assert SCRIPT in page.text_content() or 'http-equiv="refresh"' in path.read_text("utf-8"), path
        assert page.cssselect("img[src=x]") == [], path
        assert page.xpath("//@*[starts-with(name(), 'on')]") == [], path
        assert page.xpath("//@href[starts-with(., 'javascript:')]") == [], path
        scripts = page.xpath("//script[not(@type='application/json' or @type='application/ld+json')]")
        assert all(not script.text and ours.fullmatch(script.get("src", "")) for script in scripts), path


@pytest.mark.parametrize("policy", ["guarded", "served"])
def test_no_page_runs_a_text(policy: str, hostile: Path, page: Page, request: pytest.FixtureRequest) -> None:
    served = request.getfixturevalue(policy)
    seen = Seen(urlsplit(served).netloc)
    seen.watch(page)
    page.add_init_script(BLOCKED)
    moved = 'http-equiv="refresh"'
    found = [each for each in addresses(hostile) if moved not in (hostile / each / "index.html").read_text("utf-8")]
    assert len(found) > 40
    found = fullest(found, hostile)
    for each in ["guides/fuel", "en/guides/fuel"]:  # an address that has moved leads on at once
        page.goto(f"{served}/{each}/")
        page.wait_for_url("**/guides/winter-fuel/")
    for each in [*found, "none", "en/none"]:
        page.goto(f"{served}/{each}/" if each else f"{served}/")
        seen.harmless(page)
        assert page.evaluate("window.blocked") == [], each
        assert SCRIPT in page.title(), each
        shown = page.locator("body").inner_text()
        assert SCRIPT in shown, each
        assert "${7*7}&#x27;'" in shown, each
        assert "{{7*7}}" in shown, each
        assert page.evaluate(COUNT) == 0, each


def test_without_its_policy_a_page_can_be_attacked(served: str, guarded: str, page: Page) -> None:
    """What the two sites differ in is what the tests take it for."""
    for address, hit in ((served, 1), (guarded, None)):
        page.goto(f"{address}/")
        page.evaluate(
            """new Promise((tried) => {
              document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.__hit=1'>");
              document.body.lastChild.addEventListener("error", tried);  // after the handler of the attribute
            }).then(() => null)"""
        )
        assert page.evaluate("window.__hit ?? null") == hit


@pytest.mark.parametrize("root", ["", "en/"])
def test_search_runs_no_text(served: str, page: Page, root: str) -> None:
    seen = Seen(urlsplit(served).netloc)
    seen.watch(page)
    page.goto(f"{served}/{root}")
    for query in ("<script>", SCRIPT, "food basket" if root else "食物篮"):
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").fill(query)
        until(page, f"document.querySelector('[data-cp-search]').dataset.answered === {json.dumps(query)}")
        seen.harmless(page)
        assert page.evaluate(COUNT) == 0
    page.locator(".md-search-result__item").first.wait_for()
    assert "<script>" in page.locator(".md-search-result__list").inner_text()


@pytest.mark.parametrize("root", ["", "en/"])
def test_the_questionnaire_runs_no_text(served: str, page: Page, root: str) -> None:
    seen = Seen(urlsplit(served).netloc)
    seen.watch(page)
    given = "islander_age=80&lives_alone=true&walks_unaided=false&island=outer&ferry_gap_days=5&heating=none"
    page.goto(f"{served}/{root}check/#audience=worker&lives_in_tidewater=true&{given}&v=0.2.9")
    until(page, "document.querySelectorAll('.cp-status-group').length === 6")  # the last of what is shown
    for fold in page.locator(".cp-folded > summary, .cp-rest").all():
        if fold.is_visible():
            fold.click()
    for card in page.locator("[data-outcome]").all():
        if card.is_visible():
            card.locator("summary").first.click()
    assert page.locator(".cp-result--applies").count() > 1
    assert SCRIPT in page.locator("[data-report]").inner_text()
    for button in ("link", "keep", "print-results"):
        page.locator(f"[data-{button}]").click()
    seen.harmless(page)
    for fragment in FRAGMENTS:
        page.goto("about:blank")
        page.goto(f"{served}/{root}check/{fragment}")
        page.locator("[data-messages] p").first.wait_for()
        until(page, READY)
        seen.harmless(page)


def test_no_cell_of_a_table_is_a_formula(hostile: Path) -> None:
    tables = sorted(hostile.rglob("*.csv"))
    assert len(tables) == 4
    for path in tables:
        cells = [cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) for cell in row]
        assert any(SCRIPT in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
