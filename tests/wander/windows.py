"""A window of each browser that the tour goes through, with real input: a finger, a mouse and its wheel, keys.

What goes wrong in a page is told by `watch.js`, which each has to get there before the page's own scripts.
"""

from __future__ import annotations

import socket
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, cast

from tests.browser.visitor import Firefox
from tests.phones import engines
from tests.phones.driver import DevTools, Held, WebDriver

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
PHONE = 600  # CSS pixels: on what is narrower there is a finger instead of a mouse, where the browser knows fingers

SILENT = 2  # seconds without an answer, after which the page is asked again
PATIENCE = 10  # times
# What Chromium says where the network is away. Which files do not arrive is told by the server.
NETWORK = ("Failed to load resource", "occurred when fetching the script")

# By name: the code point of WebDriver, and the number of DevTools with the text that the key writes.
KEYS = {
    "Tab": ("\ue004", 9, ""),
    "Enter": ("\ue007", 13, "\r"),
    "Escape": ("\ue00c", 27, ""),
    "Backspace": ("\ue003", 8, ""),
    "End": ("\ue010", 35, ""),
    "Home": ("\ue011", 36, ""),
    "ArrowLeft": ("\ue012", 37, ""),
    "ArrowUp": ("\ue013", 38, ""),
    "ArrowRight": ("\ue014", 39, ""),
    "ArrowDown": ("\ue015", 40, ""),
    "Space": (" ", 32, " "),
}


class Window(ABC):
    """Where it is, is looked at with JavaScript: an expression that gives what JSON can say. RuntimeError while a page
    is on its way."""

    @abstractmethod
    def js(self, code: str) -> Any: ...

    @abstractmethod
    def open(self, address: str) -> None:
        """As if it were typed into the address bar. Does not wait."""

    @abstractmethod
    def travel(self, way: str) -> None:
        """`back`, `forward` or `reload`, as the browser's own buttons do it. Does not wait."""

    @abstractmethod
    def press(self, x: float, y: float) -> None: ...

    @abstractmethod
    def wheel(self, x: float, y: float, by: int) -> None: ...

    @abstractmethod
    def key(self, name: str, shift: bool = False) -> None:
        """One of `KEYS`, or a letter."""

    @abstractmethod
    def type(self, text: str) -> None: ...

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """The inside of the window, in CSS pixels: to turn a phone, or to zoom in as far."""

    def limit(self, seconds: float) -> None:  # noqa: B027 (Firefox has one of its own)
        """From now on, everything together may take so long; whatever takes longer raises `Gone`."""

    def told(self) -> list[str]:
        """What the browser itself has told of errors, beyond what the page knows."""
        return []

    def addresses(self) -> list[str]:
        """The addresses of all entries of the history, where the browser tells them."""
        return []


class Chromium(Window):
    def __init__(self, stack: ExitStack) -> None:
        self.phone = cast(DevTools, engines.chromium(None, stack))
        stack.callback(self.phone.close)
        self.phone.send("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.narrow = True
        self._silent = 0
        self._until = float("inf")

    def limit(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self.phone.limit(seconds)

    def js(self, code: str) -> Any:
        # A page that is put away for Back meanwhile is frozen, and answers never.
        self.phone.limit(SILENT)
        try:
            done = self.phone.js(code)
        except Held:
            self._silent += 1
            if self._silent > PATIENCE:
                raise
            raise RuntimeError("no answer") from None
        finally:
            self.phone.limit(self._until - time.monotonic())
        self._silent = 0
        return done

    def open(self, address: str) -> None:
        self.phone.send("Page.navigate", url=address)

    def travel(self, way: str) -> None:
        if way == "reload":
            self.phone.send("Page.reload")
            return
        history = self.phone.send("Page.getNavigationHistory")
        wanted = history["currentIndex"] + (1 if way == "forward" else -1)
        if 0 <= wanted < len(history["entries"]):
            self.phone.send("Page.navigateToHistoryEntry", entryId=history["entries"][wanted]["id"])

    def press(self, x: float, y: float) -> None:
        if self.narrow:
            self.phone.press(x, y)
            return
        self._mouse("mouseMoved", x, y)
        for kind in ("mousePressed", "mouseReleased"):
            self._mouse(kind, x, y, button="left", clickCount=1)

    def wheel(self, x: float, y: float, by: int) -> None:
        self._mouse("mouseMoved", x, y)
        self._mouse("mouseWheel", x, y, deltaX=0, deltaY=by)

    def _mouse(self, kind: str, x: float, y: float, **more: object) -> None:
        self.phone.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def key(self, name: str, shift: bool = False) -> None:
        _, number, text = KEYS.get(name, ("", ord(name[0].upper()), name))
        key: dict[str, Any] = {"key": " " if name == "Space" else name, "code": name, "modifiers": 8 * shift}
        key["windowsVirtualKeyCode"] = number
        written = {"text": text} if text else {}
        self.phone.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **key, **written)
        self.phone.send("Input.dispatchKeyEvent", type="keyUp", **key)

    def type(self, text: str) -> None:
        self.phone.keys(text)

    def resize(self, width: int, height: int) -> None:
        self.narrow = width < PHONE
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": self.narrow}
        self.phone.send("Emulation.setDeviceMetricsOverride", **screen)
        touch = {"maxTouchPoints": 1} if self.narrow else {}
        self.phone.send("Emulation.setTouchEmulationEnabled", enabled=self.narrow, **touch)

    def told(self) -> list[str]:
        return [each for each in self.phone.told if not any(words in each for words in NETWORK)]

    def addresses(self) -> list[str]:
        return [entry["url"] for entry in self.phone.send("Page.getNavigationHistory")["entries"]]


class W3C(Window):
    """A browser that is given WebDriver's actions."""

    @abstractmethod
    def act(self, kind: str, steps: list[dict[str, Any]], parameters: Mapping[str, str]) -> None: ...

    def press(self, x: float, y: float) -> None:
        move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        click = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self.act("pointer", [move, *click], {"pointerType": "mouse"})

    def wheel(self, x: float, y: float, by: int) -> None:
        self.act("wheel", [{"type": "scroll", "x": round(x), "y": round(y), "deltaX": 0, "deltaY": by}], {})

    def key(self, name: str, shift: bool = False) -> None:
        code = KEYS[name][0] if name in KEYS else name
        pressed = [{"type": kind, "value": code} for kind in ("keyDown", "keyUp")]
        if shift:
            pressed = [{"type": "keyDown", "value": "\ue008"}, *pressed, {"type": "keyUp", "value": "\ue008"}]
        self.act("key", pressed, {})


class FirefoxWindow(W3C):
    def __init__(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wander-", ignore_cleanup_errors=True)))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.firefox = Firefox(folder, port)
        stack.callback(self.firefox.close)
        self.firefox.command("WebDriver:SetTimeouts", {"pageLoad": 5_000})

    def js(self, code: str) -> Any:
        script: dict[str, Any] = {"script": f"return ({code})", "args": [], "sandbox": None, "newSandbox": False}
        return self.firefox.command("WebDriver:ExecuteScript", script)["value"]

    def open(self, address: str) -> None:
        with suppress(RuntimeError):  # without a network it says so
            self.firefox.command("WebDriver:Navigate", {"url": address})

    def travel(self, way: str) -> None:
        command = {"back": "Back", "forward": "Forward", "reload": "Refresh"}[way]
        with suppress(RuntimeError):
            self.firefox.command(f"WebDriver:{command}", {})

    def act(self, kind: str, steps: list[dict[str, Any]], parameters: Mapping[str, str]) -> None:
        source = {"type": kind, "id": kind, "parameters": parameters, "actions": steps}
        self.firefox.command("WebDriver:PerformActions", {"actions": [source]})

    def type(self, text: str) -> None:
        self.act("key", [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")], {})

    def resize(self, width: int, height: int) -> None:
        self.firefox.resize(width, height)


class WebKitWindow(W3C):
    def __init__(self, stack: ExitStack) -> None:
        self.phone = cast(WebDriver, engines.webkit("WebKitWebDriver", engines.WEBKITGTK, stack))
        stack.callback(self.phone.close)
        self.resize(1024, 768)

    def limit(self, seconds: float) -> None:
        self.phone.limit(seconds)

    def js(self, code: str) -> Any:
        return self.phone.js(code)

    def open(self, address: str) -> None:
        self.phone.ask("POST", "/url", {"url": address})

    def travel(self, way: str) -> None:
        self.phone.ask("POST", {"back": "/back", "forward": "/forward", "reload": "/refresh"}[way], {})

    def act(self, kind: str, steps: list[dict[str, Any]], parameters: Mapping[str, str]) -> None:
        source = {"type": kind, "id": kind, "actions": steps}
        self.phone.ask("POST", "/actions", {"actions": [source | ({"parameters": parameters} if parameters else {})]})

    def type(self, text: str) -> None:
        self.phone.keys(text)

    def resize(self, width: int, height: int) -> None:
        # No window manager gives the focus here: it is with the window below the pointer, in the middle of the screen.
        x, y = (max(0, (engines.SCREEN - side) // 2) for side in (width, height))
        self.phone.ask("POST", "/window/rect", {"x": x, "y": y, "width": width, "height": height})


BROWSERS: dict[str, Callable[[ExitStack], Window]] = {
    "chromium": Chromium,
    "firefox": FirefoxWindow,
    "webkitgtk": WebKitWindow,
}


def install(window: Window) -> None:
    """Put `watch.js` where the server could not: a page that the device had kept, or a blank one."""
    window.js(f"({WATCH.strip().rstrip(';')}, true)")
