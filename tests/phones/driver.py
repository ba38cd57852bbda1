"""One way to use a page on engines of very different age: open it, look at it with JavaScript, tap it, type into it.

Playwright speaks to none of the old Chromiums. They are spoken to in the DevTools protocol itself, the two younger
WebKits in WebDriver, and QtWebKit, which knows neither, through `qtwebkit.py`. JavaScript that is run in a page is ES5,
an expression, and gives what JSON can say.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from select import select
from subprocess import Popen
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

WIDTH, HEIGHT = 360, 640

# Where to tap the first element that can be seen, or why it cannot be tapped. A label stands for what is inside it, as
# it does for a finger.
PLACE = """(function (selector, scroll) {
  var all = document.querySelectorAll(selector), found = null, i;
  for (i = 0; i < all.length && !found; i++) {
    var style = getComputedStyle(all[i]);
    if (all[i].getClientRects().length && style.visibility === "visible") found = all[i];
  }
  if (!found) return {why: "nothing to be seen of " + selector};
  if (scroll) {
    found.scrollIntoView();
    var box = found.getBoundingClientRect();
    window.scrollBy(0, box.top + box.height / 2 - window.innerHeight / 2);
  }
  var rect = found.getClientRects()[0], x = rect.left + rect.width / 2, y = rect.top + rect.height / 2;
  var hit = document.elementFromPoint(x, y);
  if (!hit) return {why: selector + " is not on the screen"};
  var within = found.contains(hit) || (hit.tagName === "LABEL" && hit.contains(found));
  if (!within) return {why: hit.tagName + "." + hit.getAttribute("class") + " lies over " + selector};
  return {x: x, y: y};
})"""


class Held(Exception):  # noqa: N818 (not an error of the program: what a visitor would have to put up with)
    """The page does not do what was waited for, or not in time; says what was seen instead."""


class Gone(Held):
    """The browser has ended or no longer speaks."""


class Phone(ABC):
    """A window of WIDTH × HEIGHT. `told` are the errors that the page's scripts told since it was last opened."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._end = float("inf")

    def limit(self, seconds: float) -> None:
        """From now on, everything together may take so long; whatever takes longer raises `Held`."""
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the limit."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Held("time is up")
        return min(left, 120)

    @abstractmethod
    def open(self, address: str) -> None:
        """Load another page and wait until it is loaded. What differs in its fragment alone is the same page."""

    @abstractmethod
    def js(self, code: str) -> Any: ...

    @abstractmethod
    def press(self, x: float, y: float) -> None:
        """A finger, or where the engine takes none, the mouse, at a place in CSS pixels."""

    @abstractmethod
    def keys(self, text: str) -> None:
        """Type into what has the focus, characters of an input method included."""

    @abstractmethod
    def close(self) -> None:
        """Hang up. Whoever has started the process ends it."""

    def wait(self, code: str, seconds: float, why: str) -> Any:
        """What `code` gives as soon as that is true."""
        end = time.monotonic() + min(seconds, self.left)
        while True:
            try:
                if found := self.js(code):
                    return found
            except RuntimeError:  # between two documents, or what is looked for is not there yet
                pass
            if time.monotonic() > end:
                raise Held(why)
            time.sleep(0.05)

    def tap(self, selector: str) -> None:
        """Scroll to the first visible element and tap it, once it has come to rest with nothing over it."""
        before, scroll, patience = None, False, time.monotonic() + 5
        while True:
            place = self.js(f"{PLACE}({json.dumps(selector)}, {json.dumps(scroll)})")
            if "why" not in place and place == before:
                break
            if time.monotonic() > patience:
                raise Held(place.get("why", f"{selector} does not come to rest"))
            # Only where it cannot be tapped as the page stands, and not while it is still moving.
            scroll, before = "why" in place and not scroll, place
            time.sleep(0.1)
        self.press(place["x"], place["y"])

    def type(self, selector: str, text: str) -> None:
        self.tap(selector)
        self.keys(text)

    def go(self, address: str) -> None:
        """Leave for another page, and do not wait for it."""
        self.js(f"setTimeout(function () {{ location.href = {json.dumps(address)}; }}) && true")

    def back(self) -> None:
        """What the back key does."""
        self.js("setTimeout(function () { history.back(); }) && true")
        time.sleep(0.5)
        self.wait("document.readyState === 'complete'", 10, "the page behind does not load")


class DevTools(Phone):
    """A Chromium of any age, with the address of a page's own websocket."""

    def __init__(self, websocket: str) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._socket = self._stack.enter_context(
            connect(websocket, max_size=None, compression=None, ping_interval=None)
        )
        self._last = 0
        self._loaded = False
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        screen = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": True}
        self.send("Emulation.setDeviceMetricsOverride", **screen)
        self.send("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=1)

    def send(self, method: str, **parameters: object) -> Any:
        self._last += 1
        try:
            self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        except WebSocketException:
            raise Gone("the browser has gone") from None
        while (told := self._receive()).get("id") != self._last:
            pass
        if "error" in told:
            raise RuntimeError(f"{method}: {told['error']}")
        return told["result"]

    def _receive(self) -> Any:
        try:
            told = json.loads(self._socket.recv(self.left))
        except TimeoutError:
            raise Gone("the browser does not answer") from None
        except WebSocketException:
            raise Gone("the browser has gone") from None
        event = told.get("params", {})
        match told.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Runtime.exceptionThrown":
                details = event["exceptionDetails"]
                self.told.append(str(details.get("exception", {}).get("description", details["text"])))
            case "Runtime.consoleAPICalled" if event["type"] == "error":
                self.told.append(" ".join(str(each.get("value", each.get("description"))) for each in event["args"]))
            case "Log.entryAdded" if event["entry"]["level"] == "error":
                self.told.append(event["entry"]["text"])
        return told

    def open(self, address: str) -> None:
        self.told.clear()
        self._loaded = False
        self.send("Page.navigate", url=address)
        while not self._loaded:
            self._receive()

    def js(self, code: str) -> Any:
        done = self.send("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"{code}: {done['exceptionDetails']}")
        return done["result"].get("value")

    def press(self, x: float, y: float) -> None:
        self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def keys(self, text: str) -> None:
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="char", text=letter)

    def slow(self, times: float) -> None:
        """From now on the page's processor is so many times slower."""
        self.send("Emulation.setCPUThrottlingRate", rate=times)

    def close(self) -> None:
        self._stack.close()


class WebDriver(Phone):
    """A WebKit behind its driver, with the address of the driver and what it must know to start the browser."""

    def __init__(self, process: Popen[bytes], address: str, options: Mapping[str, object]) -> None:
        super().__init__()
        self._process = process
        self._address = address
        end = time.monotonic() + 60
        while not self._ready():
            if time.monotonic() > end:
                raise Gone("the driver does not listen")
            time.sleep(0.1)
        # Whoever wants a page to have loaded waits for it.
        capabilities = {**options, "pageLoadStrategy": "none"}
        session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._address += f"/session/{session['sessionId']}"
        # The window's frame and bars take some of its size.
        wanted = [WIDTH, HEIGHT]
        for _ in range(2):
            try:
                self.ask("POST", "/window/rect", {"x": 0, "y": 0, "width": wanted[0], "height": wanted[1]})
            except RuntimeError:
                break  # WPE draws into no window
            time.sleep(0.5)
            inside = self.js("[innerWidth, innerHeight]")
            wanted = [wanted[0] + WIDTH - inside[0], wanted[1] + HEIGHT - inside[1]]

    def _ready(self) -> bool:
        try:
            return bool(self.ask("GET", "/status")["ready"])
        except Gone:
            if self._process.poll() is not None:
                raise
            return False  # it does not listen yet

    def ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self.left) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{path}: {json.load(error)['value'].get('message')}") from None
        except TimeoutError:
            raise Gone("the browser does not answer") from None
        except OSError:
            raise Gone("the browser has gone") from None

    def open(self, address: str) -> None:
        self.told.clear()
        self.ask("POST", "/url", {"url": address})
        there = f"location.href.split('#')[0] === {json.dumps(address.partition('#')[0])}"
        self.wait(f"{there} && document.readyState === 'complete'", self.left, "the page does not load")

    def js(self, code: str) -> Any:
        return self.ask("POST", "/execute/sync", {"script": f"return ({code})", "args": []})

    def press(self, x: float, y: float) -> None:
        steps = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "mouse"}, "actions": steps}
        self.ask("POST", "/actions", {"actions": [finger]})

    def keys(self, text: str) -> None:
        if not text.isascii():  # no key has such a letter: an input method inserts it
            self.js(f"document.execCommand('insertText', false, {json.dumps(text)})")
            return
        steps = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def close(self) -> None:
        self._end = time.monotonic() + 10
        with suppress(RuntimeError, Held):
            self.ask("DELETE", "")


class Lines(Phone):
    """A browser program that reads commands and writes answers, one line of JSON each: `qtwebkit.py`."""

    def __init__(self, process: Popen[bytes]) -> None:
        super().__init__()
        self._process = process
        self._ask("size", WIDTH, HEIGHT)

    def _ask(self, *command: object) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        seconds = self.left
        try:
            self._process.stdin.write(json.dumps([seconds, *command]).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise Gone("the browser has gone") from None
        if not select([self._process.stdout], [], [], seconds + 5)[0]:
            raise Gone("the browser does not answer")
        line = self._process.stdout.readline()
        if not line:
            raise Gone("the browser has gone")
        told = json.loads(line)
        self.told += told["told"]
        if "late" in told:
            raise Gone("the browser does not answer")
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["value"]

    def open(self, address: str) -> None:
        self.told.clear()
        self._ask("open", address)

    def js(self, code: str) -> Any:
        return self._ask("js", code)

    def press(self, x: float, y: float) -> None:
        self._ask("press", x, y)

    def keys(self, text: str) -> None:
        self._ask("keys", text)

    def close(self) -> None:
        """Nothing to hang up."""
