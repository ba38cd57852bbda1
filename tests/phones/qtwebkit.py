"""QtWebKit as a program: commands in, answers out, a line of JSON each. Run by Debian's own Python, which has PyQt5.

A command is [seconds, name, …]: size width height, open address, js code, press x y, keys text. An answer has `value`,
`error` or `late`, and `told`, what the page's scripts wrote to the console since the last answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PyQt5.QtCore import QPoint, QSocketNotifier, Qt, QUrl
from PyQt5.QtGui import QInputMethodEvent
from PyQt5.QtTest import QTest
from PyQt5.QtWebKit import QWebSettings
from PyQt5.QtWebKitWidgets import QWebPage, QWebView
from PyQt5.QtWidgets import QApplication

told: list[str] = []


class Page(QWebPage):  # type: ignore[misc]
    def javaScriptConsoleMessage(self, message: str, line: int, source: str) -> None:  # noqa: N802 (Qt's name)
        told.append(f"{message} ({source}:{line})")

    def javaScriptAlert(self, frame: object, message: str) -> None:  # noqa: N802
        pass


class Browser:
    def __init__(self, storage: str) -> None:
        settings = QWebSettings.globalSettings()
        settings.setAttribute(QWebSettings.LocalStorageEnabled, True)
        settings.setLocalStoragePath(storage)
        self.view = QWebView()
        self.view.setPage(Page(self.view))
        self.view.show()

    def size(self, _seconds: float, width: int, height: int) -> None:
        self.view.resize(width, height)

    def open(self, seconds: float, address: str) -> None:
        loaded: list[bool] = []  # a blank page is loaded at once
        self.view.loadFinished.connect(loaded.append)
        self.view.load(QUrl(address))
        end = time.monotonic() + seconds
        while not loaded:
            if time.monotonic() > end:
                raise TimeoutError
            QTest.qWait(20)
        self.view.loadFinished.disconnect(loaded.append)

    def js(self, _seconds: float, code: str) -> Any:
        # What an expression throws is else lost.
        caught = f"try {{ return JSON.stringify([({code})]); }} catch (error) {{ return String(error); }}"
        text = self.view.page().mainFrame().evaluateJavaScript(f"(function () {{ {caught} }})()")
        if not isinstance(text, str) or not text.startswith("["):
            raise RuntimeError(f"{code}: {text}")
        return json.loads(text)[0]

    def press(self, _seconds: float, x: float, y: float) -> None:
        QTest.mouseClick(self.view, Qt.LeftButton, Qt.NoModifier, QPoint(round(x), round(y)))

    def keys(self, _seconds: float, text: str) -> None:
        if text.isascii():
            QTest.keyClicks(self.view, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.view, event)


def main(storage: str) -> None:
    application = QApplication(sys.argv)
    browser = Browser(storage)

    def answer() -> None:
        line = sys.stdin.readline()
        if not line:
            application.quit()
            return
        seconds, name, *arguments = json.loads(line)
        command: Callable[..., Any] = getattr(browser, name)
        said: dict[str, Any] = {}
        try:
            said["value"] = command(seconds, *arguments)
        except TimeoutError:
            said["late"] = True
        except RuntimeError as error:
            said["error"] = str(error)
        said["told"] = told[:]
        told.clear()
        print(json.dumps(said), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
    notifier.activated.connect(answer)
    application.exec_()


if __name__ == "__main__":
    main(sys.argv[1])
