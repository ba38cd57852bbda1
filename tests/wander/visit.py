"""A visit to the site: steps that a visitor takes, each followed by a look at what holds."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from checker import api
from checker.bundle import Bundle
from tests.conftest import Quiet, Server, asset
from tests.phones.driver import Held
from tests.wander.promises import PROMISES, Look, Memory, Promise, Step
from tests.wander.windows import BROWSERS, WATCH, Window, install

MOVES = {"open", "back", "forward", "reload", "resize", "network", "wheel", "rest"}  # these give no answer
LEAVING = {"open", "back", "forward", "reload"}
PATIENCE = 8  # seconds for a page to come to rest
LIMIT = 30  # seconds for a step, after which the browser is taken for gone
SOON = 1.5  # seconds for something to come of a button
STARTED = "!document.querySelector('[data-check]:not([data-python])')"
WATCHER = b'<script src="/wander.js"></script>'


class Broken(Exception):  # noqa: N818 (what a visitor met)
    """A promise does not hold; says which and why."""

    def __init__(self, promise: str, why: str) -> None:
        super().__init__(f"{promise}: {why}")
        self.promise = promise


@dataclass
class Host:
    """The site's server: what it is asked for, what pages tell of errors, and whether it can be reached."""

    site: Path
    address: str = ""
    up: bool = True
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # addresses that the visitor has made up

    def judge(self, method: str, path: str) -> None:
        """Note a request that is not for the plain name of a file of the site: it would tell something."""
        name = unquote(urlsplit(path).path).lstrip("/")
        if name == "favicon.ico":  # Firefox asks for it by itself, whatever a page names
            return
        if method != "GET" or "?" in path or not ((self.site / name).exists() or path in self.unknown):
            self.wrong.append(f"{method} {path}")

    def forget(self) -> None:
        self.up = True
        for each in (self.wrong, self.told, self.unknown):
            each.clear()


class _Answers(Quiet):
    """Puts `watch.js` before the scripts of a page, but not of one that a service worker fetches to keep."""

    host: Host

    def do_GET(self) -> None:  # noqa: N802 (the base class looks for this name)
        if self.path == "/wander.js":
            self._send("text/javascript", WATCH.encode())
            return
        if not self.host.up:
            self.close_connection = True  # no word of an answer
            return
        self.host.judge(self.command, self.path)
        page = Path(self.translate_path(self.path)) / "index.html"
        if self.headers["Sec-Fetch-Dest"] == "document" and page.is_file():
            self._send("text/html; charset=utf-8", page.read_bytes().replace(b"<head>", b"<head>" + WATCHER, 1))
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802
        text = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if self.path == "/wander":
            self.host.told.append(text)
        else:
            self.host.judge(self.command, self.path)
        self._send("text/plain", b"")

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosting(site: Path) -> Iterator[Host]:
    host = Host(site)
    handler = type("_AnswersOf", (_Answers,), {"host": host})
    with Server(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}"
        yield host
        server.shutdown()


def rules_of(site: Path) -> Bundle:
    return api.load((asset(site, "check") / "bundle.json").read_text(encoding="utf-8"))


class Visit:
    """A browser that has never been anywhere. `promises` are looked at after each step; `steps` is what was done."""

    def __init__(self, browser: str, host: Host, rules: Bundle, promises: dict[str, Promise] = PROMISES) -> None:
        self.host, self.promises = host, promises
        self.memory = Memory(rules)
        self.steps: list[list[Any]] = []
        self._seen: Look | None = None
        self._stack = ExitStack()
        host.forget()
        self.window: Window = BROWSERS[browser](self._stack)

    def close(self) -> None:
        self._stack.close()

    def do(self, name: str, *given: Any) -> None:
        """Take a step, by the name of a method below. Raises `Broken`."""
        self.steps.append([name, *given])
        try:
            self._do(name, *given)
        except Held as gone:
            raise Broken("the-browser-answers", str(gone)) from gone

    def _do(self, name: str, *given: Any) -> None:
        self.window.limit(LIMIT)
        moves = (name in MOVES and "#" not in str(given)) or given[:1] in (("link",), ("language",))
        step = Step(name, self._seen, None, moves)
        # Chromium, which keeps pages for Back, now and then hangs for good if a page is left while Python starts there.
        if name in LEAVING or given[:1] in (("link",), ("language",)):
            self._started()
        mark = len(self.steps)
        self._js(f"window.wander && (wander.mark = {mark})")
        getattr(self, name)(step, *given)
        if step.leads:
            self._leave(mark, step.leads)
        self._settle()
        step.now = self._look()
        if name == "open" and not step.now:
            self.memory.unreached.add(f"{self.host.address}/{given[0]}")
        if step.aimed and step.aimed["button"]:
            step.changes = self._changes(mark)
        step.addresses = self.window.addresses()
        self.memory.note(step)
        step.told = [*self.host.told, *self.window.told(), *(step.now["errors"] if step.now else [])]
        step.sent = list(self.host.wrong)
        for promise, broken in self.promises.items():
            for why in broken(step, self.memory):
                raise Broken(promise, why)
        self.memory.remember(step)
        self._seen = step.now

    # --- steps ---

    def open(self, step: Step, path: str) -> None:
        if path.endswith("nowhere/"):
            self.host.unknown.add(f"/{path}")
        address = f"{self.host.address}/{path}"
        same = self._seen and self._seen["href"].partition("#")[0] == address.partition("#")[0]
        step.leads = 0 if same and "#" in path else PATIENCE
        self.window.open(address)

    def back(self, step: Step) -> None:
        step.leads = SOON  # if there is anything behind
        self.window.travel("back")

    def forward(self, step: Step) -> None:
        step.leads = SOON
        self.window.travel("forward")

    def reload(self, step: Step) -> None:
        step.leads = PATIENCE
        self.window.travel("reload")

    def resize(self, step: Step, width: int, height: int) -> None:
        self.window.resize(width, height)

    def network(self, step: Step, up: bool) -> None:
        self.host.up = up
        self.memory.cut = self.memory.cut or not up

    def rest(self, step: Step) -> None:
        """Read for a while, until Python is there: before that no browser keeps the page in memory for Back."""
        self._started()
        time.sleep(1)  # and what the page does last

    def _started(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self._js(STARTED):
            time.sleep(0.1)

    def tap(self, step: Step, kind: str, which: int | str) -> None:
        """Press something of a kind that `watch.js` knows, by its number, or by its name when steps are taken again."""
        if place := self._aim(step, kind, which):
            self.window.press(place["x"], place["y"])

    def write(self, step: Step, kind: str, which: int | str, text: str) -> None:
        """Tap a field and type, in place of what stands there."""
        if place := self._aim(step, kind, which):
            self.window.press(place["x"], place["y"])
            self._js("document.activeElement.select && document.activeElement.select(), wander.ready()")
            if kind == "text" and len(text) > 1:
                self.memory.typed.add(text)
            self.window.type(text)

    def wheel(self, step: Step, kind: str, which: int | str, by: int) -> None:
        if place := self._aim(step, kind, which):
            self.window.wheel(place["x"], place["y"], by)
        step.aimed, step.leads = None, 0

    def key(self, step: Step, name: str, shift: bool = False) -> None:
        focus = self._seen and self._seen["focus"]
        if name in ("Enter", "Space") and focus:
            if focus["skips"]:
                return
            self._js("wander.ready()")
            step.aimed = focus
            step.leads = SOON if focus["leads"] and name == "Enter" else 0
        self.window.key(name, shift)

    def _aim(self, step: Step, kind: str, which: int | str) -> dict[str, Any] | None:
        """Where it is, once it has come to rest; the step's last word becomes its name."""
        before = None
        for _ in range(20):
            place: dict[str, Any] | None = self._js(
                f"window.wander ? wander.aim({json.dumps(kind)}, {json.dumps(which)}) : null"
            )
            if place == before and (not place or not place["button"] or self._js("wander.quiet()")):
                break
            before = place
            time.sleep(0.03)
        if place:
            self.steps[-1][2] = place["name"]
            step.aimed = place
            step.leads = SOON if place["leads"] else 0
        return place

    # --- looking ---

    def _js(self, code: str) -> Any:
        """None while the page is on its way."""
        try:
            return self.window.js(code)
        except RuntimeError:
            return None

    def _leave(self, mark: int, seconds: float) -> None:
        """Wait until another document is there, or the same one anew, but no longer than that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._js("window.wander?.mark ?? 0") in (mark, None):
            time.sleep(0.03)

    def _settle(self) -> None:
        end = time.monotonic() + PATIENCE
        time.sleep(0.05)  # what was pressed may lead to another page
        while time.monotonic() < end:
            watched = self._js("window.wander ? wander.still() : 'none'")
            if watched == "none":
                with_page = self._js("document.readyState") == "complete"
                self._watch()
                if with_page and not self._js("document.documentURI.startsWith('http')"):
                    return
            if watched is True:
                return
            time.sleep(0.05)

    def _watch(self) -> None:
        with suppress(RuntimeError):
            install(self.window)

    def _look(self) -> Look | None:
        """None where there is no page of the site: a blank one, or one that says that there is no network."""
        look: Look | None = self._js("window.wander && document.documentURI.startsWith('http') ? wander.look() : null")
        return look if look and look["href"].startswith(self.host.address) else None

    def _changes(self, mark: int) -> int:
        """What came of a button, as soon as something did."""
        end = time.monotonic() + SOON
        while True:
            # A page that was left has changed.
            changes = self._js(f"window.wander?.mark === {mark} ? wander.changes() : 1")
            if changes or time.monotonic() > end:
                return 1 if changes is None else int(changes)
            time.sleep(0.05)
