"""Nothing that a visitor answers leaves the device: all that the browser asks for, of any host, goes through a log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext

from generator.logic.audit import Checked
from tests.browser.test_check import READY
from tests.browser.visitor import Chromium, give_time, wait
from tests.conftest import Quiet, serving

pytestmark = pytest.mark.browser

NUMBER = "4711"  # an answer that stands nowhere else

# Chromium asks its maker about the fields of any form on any page, before anything is entered; no page can forbid it.
BROWSERS_OWN = ("CONNECT", "content-autofill.googleapis.com:443")


@dataclass
class Log:
    """What was asked for: the method, the whole address, and what else of a request can carry something."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    carried: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def context(browser: Browser, site: Path, log: Log) -> Iterator[BrowserContext]:
    """A browser to which the site's server is also the proxy, for itself and for every other address."""

    class Recording(Quiet):
        def parse_request(self) -> bool:
            parsed = super().parse_request()
            if parsed:
                log.requests.append((self.command, self.path))
                told = ("Cookie", "Referer", "Content-Length", "Transfer-Encoding", "Authorization")
                log.carried += [(name, self.headers[name]) for name in told if name in self.headers]
                parts = urlsplit(self.path)
                self.path = parts.path + (f"?{parts.query}" if parts.query else "")
            return parsed

    with serving(site, Recording) as address:
        made = browser.new_context(
            base_url=address,
            proxy={"server": address, "bypass": "<-loopback>"},
            permissions=["clipboard-read", "clipboard-write"],
        )
        yield made
        made.close()


def test_no_request_carries_an_answer(context: BrowserContext, log: Log, site: Path, checked: Checked) -> None:
    seen: list[Any] = []
    context.on("request", lambda request: seen.append((request.method, request.url, request.post_data)))
    page = context.new_page()
    visitor = Chromium(page)
    visitor.open("/check/")
    wait(visitor, READY)
    for audience in ("family", "worker"):
        visitor.js(f"t.click('[data-audience] input[value={audience}]')")
        questions, given = visitor.js(f"return t.answerAll({NUMBER}, 9)")
        assert questions == len(checked.facts)
        assert given > 2 * questions
        wait(visitor, "document.querySelector('[data-outcome]')")
        visitor.js("document.querySelector('[data-messages]').replaceChildren()")
        for button in ("link", "keep", "print-results", "copy"):
            visitor.js(f"t.click('[data-{button}]')")
        wait(visitor, "document.querySelectorAll('[data-messages] p').length === 2")  # kept, and copied
        assert len(page.evaluate("navigator.clipboard.readText()")) > 200
    link = visitor.js("return t.one('[data-link-out] input').value")
    assert len(urlsplit(link).fragment) > 500
    visitor.open(link)
    wait(visitor, READY)
    wait(visitor, "document.querySelector('[data-outcome]')")
    # A form that no script has caught would put its answers into an address.
    visitor.js("document.querySelector('[data-form]').submit()")
    give_time(page, 300)

    assert len(log.requests) > 20
    origin = urlsplit(page.url).netloc
    for method, url in set(log.requests) - {BROWSERS_OWN}:
        parts = urlsplit(url)
        assert (method, parts.netloc) == ("GET", origin), url
        assert not parts.query, url
        path = unquote(parts.path).lstrip("/")
        assert (site / path).exists(), url  # the plain name of a file of the site: it tells nothing else
        assert NUMBER not in url
    # A worker names its own script, where the host does not forbid it as those in deploy/ do; never a page.
    assert {(name, urlsplit(value).path.split("/")[1]) for name, value in log.carried} <= {
        ("Referer", "assets"),
        ("Referer", "service-worker.js"),
    }
    assert {(method, urlsplit(url).netloc, body) for method, url, body in seen} == {("GET", origin, None)}
    assert context.cookies() == []
    assert page.evaluate("document.cookie") == ""

    # The log would have seen it.
    page.evaluate("fetch('/check/?child_age=9', {method: 'POST', body: 'child_age=9'}).catch(() => 0)")
    assert [url.partition("?")[2] for method, url in log.requests if method == "POST"] == ["child_age=9"]
    assert ("Content-Length", "11") in log.carried
    # Another host is not even asked; the site may be, since it is being kept meanwhile.
    before = len(log.requests)
    assert (
        page.evaluate("fetch('http://elsewhere.example/?child_age=9').then(() => 'sent', () => 'blocked')") == "blocked"
    )
    assert {urlsplit(url).netloc for _, url in set(log.requests[before:]) - {BROWSERS_OWN}} <= {origin}
