"""One way to drive two browsers: open an address, run JavaScript in the page, wait until it holds.

Chromium is driven by Playwright. Playwright knows only its own build of Firefox, and Mozilla's Python client for the
one that Debian ships imports a module that Python 3.13 no longer has; so Firefox is spoken to directly, in Marionette's
protocol: JSON messages over a socket, each with its length before it.
"""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, Page

# Helpers for the flows, put into every page: they act on what a visitor sees and fire the events a visitor would.
HELPERS = """
window.t ??= {
  one(selector) {
    const found = [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
    if (!found.length) throw new Error(`nothing visible: ${selector}`);
    return found[0];
  },
  click(selector) { t.one(selector).click(); return true; },
  type(selector, value) {
    const input = t.one(selector);
    input.focus();
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  },
  list(fact) {
    document.querySelector("[data-all]").open = true;
    if (!document.querySelector(`[data-form] fieldset[data-fact=${fact}]`).checkVisibility())
      throw new Error(`${fact} is put away`);
  },
  answer(fact, value) {
    t.list(fact);
    const field = `[data-form] fieldset[data-fact=${fact}]`;
    const number = document.querySelector(`${field} input[type=number]`);
    if (number && value !== "?") return t.type(`${field} input[type=number]`, value);
    return t.click(`${field} input[value="${value}"]`);
  },
  // Every answer to every question, wherever it is and whether or not it still matters; at last an age with results.
  // How many questions there are, and how many answers were given.
  answerAll(number, age) {
    const inputs = [...document.querySelectorAll("[data-form] fieldset[data-fact] input")];
    const type = (input, value) => {
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    for (const input of inputs) input.type === "number" ? type(input, number) : input.click();
    type(inputs.find((input) => input.type === "number" && input.name === "child_age"), age);
    return [new Set(inputs.map((input) => input.name)).size, inputs.length];
  },
  answers() {
    const found = {};
    for (const input of document.querySelectorAll("[data-form] fieldset[data-fact] input")) {
      if (input.type === "number" ? input.value : input.checked) found[input.name] = input.value;
    }
    return found;
  },
  status(id) {
    const card = document.querySelector(`[data-outcome="${id}"]`);
    if (!card) t.unfold();
    return card && [...card.classList].find((c) => c.startsWith("cp-result--"))?.slice(11);
  },
  text(selector) { return t.one(selector).innerText; },
  // All results of each group in view.
  whole() { for (const more of document.querySelectorAll(".cp-rest[aria-expanded=false]")) more.click(); },
  unfold() { for (const fold of document.querySelectorAll(".cp-folded")) fold.open = true; },
};
"""


@contextmanager
def faultless(browser: Browser, script: str, **options: Any) -> Iterator[Page]:
    """A page with `script` before all others, whose own must tell of no error. `options`: of its context."""
    context = browser.new_context(service_workers="block", **options)
    context.add_init_script(script)
    page = context.new_page()
    errors: list[str] = []
    # Of what goes wrong in a page that is just being left Playwright may have no words.
    page.on("pageerror", lambda error: None if str(error) == "undefined" else errors.append(str(error)))
    yield page
    assert not errors, errors
    context.close()


def until(page: Page, code: str, seconds: float = 60) -> None:
    """Wait until `code` is true in the page. Playwright's own way needs `eval`, which the pages' policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(code):
        assert time.monotonic() < end, f"{code} did not become true"
        time.sleep(0.02)


def rest(page: Page) -> None:
    """Wait until nothing on the page moves: no animation runs, and it is neither scrolled nor resized."""
    page.evaluate(
        """async () => {
          const lasts = (motion) => motion.playState === "running" && motion.effect.getTiming().iterations !== Infinity;
          let before;
          for (let frame = 0, still = 0; still < 4; frame++) {
            if (frame > 300) throw new Error("the page does not come to rest");
            await new Promise(requestAnimationFrame);
            const now = [scrollX, scrollY, document.documentElement.scrollHeight].join();
            still = now === before && !document.getAnimations().some(lasts) ? still + 1 : 0;
            before = now;
          }
        }"""
    )


def give_time(page: Page, milliseconds: int) -> None:
    """Time for what a page must not do: that something does not happen, nothing else tells."""
    page.wait_for_timeout(milliseconds)


# To be put into a page before anything else: what its policy blocks is kept in `window.blocked`.
BLOCKED = """
window.blocked = [];
addEventListener("securitypolicyviolation", (event) => {
  window.blocked.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Asked(Protocol):
    """What can be asked something in JavaScript: a page, or a part of one."""

    def js(self, code: str) -> Any: ...


class Visitor(Asked, Protocol):
    name: str

    def open(self, address: str) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def pdf(self) -> bytes: ...
    def close(self) -> None: ...


def wait(visitor: Asked, code: str, seconds: float = 60) -> Any:
    """Run `code` until it yields something true, and return that."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = visitor.js(f"return {code}")
        except Exception as error:  # the page is between two documents, or what is looked for is not there yet
            found, last = None, str(error)
        else:
            last = repr(found)
        if found:
            return found
        assert time.monotonic() < end, f"{code} did not become true: {last}"
        time.sleep(0.05)


class Chromium:
    name = "chromium"

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.set_default_timeout(60_000)

    def open(self, address: str) -> None:
        self.page.goto("about:blank")  # so that an address that differs in its fragment alone is loaded anew
        self.page.goto(address)

    def js(self, code: str) -> Any:
        return self.page.evaluate(f"() => {{ {HELPERS} {code} }}")

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def pdf(self) -> bytes:
        return self.page.pdf(format="A4", prefer_css_page_size=True)

    def close(self) -> None:
        self.page.close()


class Firefox:
    name = "firefox"

    def __init__(self, folder: Path, port: int, **settings: object) -> None:
        """`settings` are Firefox preferences, their dots written as two underscores."""
        profile = folder / "profile"
        profile.mkdir(parents=True)
        wanted: dict[str, object] = {
            "marionette.port": port,
            "browser.shell.checkDefaultBrowser": False,
            "app.update.enabled": False,
            "dom.serviceWorkers.enabled": False,  # to keep the site for later is a thing that few tests want
        }
        wanted |= {name.replace("__", "."): value for name, value in settings.items()}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._socket = self._connect(port)
        self._last = 0
        self._receive()  # the greeting
        self.command("WebDriver:NewSession", {})
        self.command("WebDriver:SetTimeouts", {"script": 60_000, "pageLoad": 60_000})

    @staticmethod
    def _connect(port: int, seconds: float = 60) -> socket.socket:
        end = time.monotonic() + seconds
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=90)
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _receive(self) -> Any:
        size = b""
        while (byte := self._socket.recv(1)) != b":":
            assert byte, "Firefox has closed the connection"
            size += byte
        body = b""
        while len(body) < int(size):
            part = self._socket.recv(int(size) - len(body))
            assert part, "Firefox has closed the connection"
            body += part
        return json.loads(body)

    def command(self, name: str, parameters: dict[str, Any]) -> Any:
        self._last += 1
        message = json.dumps([0, self._last, name, parameters]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        kind, number, error, result = self._receive()
        assert (kind, number) == (1, self._last)
        if error:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def open(self, address: str) -> None:
        self.command("WebDriver:Navigate", {"url": "about:blank"})
        self.command("WebDriver:Navigate", {"url": address})

    def js(self, code: str) -> Any:
        script: dict[str, Any] = {"script": f"{HELPERS} {code}", "args": [], "sandbox": None, "newSandbox": False}
        return self.command("WebDriver:ExecuteScript", script)["value"]

    def resize(self, width: int, height: int) -> None:
        self.command("WebDriver:SetWindowRect", {"width": width, "height": height})

    def pdf(self) -> bytes:
        paper = {"page": {"width": 21.0, "height": 29.7}, "shrinkToFit": False}
        return base64.b64decode(self.command("WebDriver:Print", paper)["value"])

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=20)


def launched(folder: Path, **settings: object) -> Iterator[Firefox]:
    """A Firefox for as long as a fixture lasts. `settings`: as those of `Firefox`."""
    firefox = Firefox(folder, free_port(), **settings)
    yield firefox
    firefox.close()
