"""The browsers of phones, old and new: had from npm or Debian, started with a profile that has never been anywhere.

Some npm packages ship a Chromium inside, made for hosts that cannot download one; so old ones can still be had, and
always the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import brotli

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS, ROOT
from tests.phones.driver import DevTools, Lines, Phone, WebDriver

KEPT = ROOT / ".cache" / "phones"
SCREEN = 2000  # pixels, wide and high, of the screen that WebKitGTK is shown on
START = 60  # seconds that an engine may take to start
DEBIAN_PYTHON = "/usr/bin/python3"  # PyQt5 comes from Debian, which installs it for its own Python

# By the version of Chromium inside: the package, and the digest of its archive as npm writes it.
PACKAGES = json.loads(Path(__file__).with_name("packages.json").read_text(encoding="utf-8"))


class Missing(Exception):  # noqa: N818
    """An engine cannot be had on this machine; says why."""


@dataclass(frozen=True)
class Engine:
    """`start(stack)` gives a phone, and leaves to the stack what is to be done with at the end."""

    name: str
    start: Callable[[ExitStack], Phone]


@contextmanager
def started(engine: Engine) -> Iterator[Phone]:
    """A phone that has never been anywhere. Raises `Missing`."""
    with ExitStack() as stack:
        phone = engine.start(stack)
        stack.callback(phone.close)
        yield phone


# --- Chromium ---


def packed(version: str) -> Path:
    """The program of an old Chromium, from npm the first time. Raises `Missing`."""
    program = KEPT / f"chromium-{version}" / "chromium"
    if program.exists():
        return program
    package, integrity = PACKAGES[version]["package"], PACKAGES[version]["integrity"]
    npm = shutil.which("npm")
    if not npm:
        raise Missing("npm was not found")
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as name:
        folder = Path(name)
        command = [npm, "pack", "--loglevel=error", package]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"npm does not give {package}: {done.stderr.strip()[-200:]}")
        [archive] = folder.glob("*.tgz")
        content = archive.read_bytes()
        if f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}" != integrity:
            raise Missing(f"{package} is not the archive that it was")
        unpack(content, folder / "out")
        with suppress(OSError):  # another process may have been quicker
            (folder / "out").replace(program.parent)
    return program


def unpack(archive: bytes, folder: Path) -> None:
    """The Chromium in a package, and the libraries with which it draws where there is no graphics card."""
    folder.mkdir()
    with tarfile.open(fileobj=BytesIO(archive)) as package:
        for member in package.getmembers():
            directory, _, name = member.name.rpartition("/")
            if directory != "package/bin" or not name.endswith(".br"):
                continue
            file = package.extractfile(member)
            assert file
            if name.startswith("chromium"):
                program = folder / "chromium"
                program.write_bytes(brotli.decompress(file.read()))
                program.chmod(0o755)
            elif name.startswith("swiftshader"):
                with tarfile.open(fileobj=BytesIO(brotli.decompress(file.read()))) as libraries:
                    libraries.extractall(folder, filter="data")


def chromium(version: str | None, stack: ExitStack) -> Phone:
    """Version None is the one that Debian has."""
    if version:
        command = [str(packed(version)), "--headless", "--no-sandbox", "--disable-gpu"]
    elif Path(CHROMIUM).exists():
        command = [CHROMIUM, *CHROMIUM_FLAGS]
    else:
        raise Missing(f"{CHROMIUM} is not there")
    profile = scratch(stack)
    process = spawn(stack, [*command, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"])
    port_file = profile / "DevToolsActivePort"
    end = time.monotonic() + START
    pages: list[dict[str, str]] = []
    while not pages:
        if process.poll() is not None or time.monotonic() > end:
            raise Missing(f"{command[0]} does not start here")
        if port_file.exists() and port_file.read_text(encoding="ascii").count("\n"):
            port = port_file.read_text(encoding="ascii").split()[0]
            pages = [each for each in _targets(port) if each["type"] == "page"]
        time.sleep(0.05)
    return DevTools(pages[0]["webSocketDebuggerUrl"])


def _targets(port: str) -> list[dict[str, str]]:
    with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=20) as answer:
        targets: list[dict[str, str]] = json.load(answer)
    return targets


# --- WebKit ---


def webkit(driver: str, options: Mapping[str, object], stack: ExitStack) -> Phone:
    """`driver` is the program that speaks WebDriver; `options` are its own."""
    if not shutil.which(driver):
        raise Missing(f"{driver} was not found")
    if not shutil.which("xvfb-run"):
        raise Missing("xvfb-run was not found")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = scratch(stack)
    screen = ["xvfb-run", "--auto-servernum", f"--server-args=-screen 0 {SCREEN}x{SCREEN}x24"]
    # Its own home, so that nothing is there from before. Without a graphics card, layers only cost time.
    environment = {f"XDG_{each}_HOME": str(home / each) for each in ("CACHE", "CONFIG", "DATA")}
    environment |= {"HOME": str(home), "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
    process = spawn(stack, [*screen, driver, f"--port={port}"], environment)
    return WebDriver(process, f"http://127.0.0.1:{port}", options)


def qtwebkit(stack: ExitStack) -> Phone:
    has = [DEBIAN_PYTHON, "-c", "import PyQt5.QtWebKitWidgets, PyQt5.QtTest"]
    if not Path(DEBIAN_PYTHON).exists() or subprocess.run(has, capture_output=True, check=False).returncode:
        raise Missing("python3-pyqt5.qtwebkit is not installed")
    program = Path(__file__).with_name("qtwebkit.py")
    return Lines(spawn(stack, [DEBIAN_PYTHON, str(program), str(scratch(stack))]))


WEBKITGTK = {
    "webkitgtk:browserOptions": {
        "binary": "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        "args": ["--automation"],
    }
}
WPE = {"wpe:browserOptions": {"binary": "/usr/bin/cog", "args": ["--automation", "--platform=headless"]}}


# --- all of them ---


def scratch(stack: ExitStack) -> Path:
    """A folder that goes with the engine. What it still writes while it goes must not matter."""
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="phone-", ignore_cleanup_errors=True)))


def spawn(stack: ExitStack, command: list[str], environment: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:
    """A process that ends with the engine, and with it those that it has started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,  # nobody but QtWebKit's program says anything there
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("QtWebKit 602", qtwebkit),
        *(Engine(f"Chromium {version}", partial(chromium, version)) for version in PACKAGES),
        Engine("Chromium of Debian", partial(chromium, None)),
        Engine("WPE WebKit", partial(webkit, "WPEWebDriver", WPE)),
        Engine("WebKitGTK", partial(webkit, "WebKitWebDriver", WEBKITGTK)),
    )
}
