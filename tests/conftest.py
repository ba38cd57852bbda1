"""What several tests share: the checked rules and a copy to spoil, what is built once a run, a server, a browser."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from generator import commands
from generator.logic.audit import Checked, check
from generator.plan import folder
from generator.plan.load import Document, RulesError, read
from generator.plan.reviews import build_day

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
HARBOUR = ROOT / "tests" / "data" / "harbour"
CHROMIUM = "/usr/bin/chromium"
FONTS = ROOT / "tests" / "browser" / "fonts.conf"
# What Playwright turns off, since another list takes the place of its own; and the two windows of suggestions below the
# address bar, which take half of the time in which a page opens.
TURNED_OFF = (
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    *("TcpPortRandomizationWin", "ThirdPartyStoragePartitioning", "WebUIOmniboxAimPopup", "WebUIOmniboxPopup"),
)
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(TURNED_OFF)}",
]


# A test that asks for one of these, by whatever way, builds a site, drives a browser or starts many programs.
NO_UNIT = {"once", "browser", "programs", "hunt"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All other tests are unit tests: make test-unit.

    Processes take work in this order, a group or a test at a time: one begins to build the site, for the largest group
    that uses it, and the others do meanwhile what needs none. Single tests come last, so that all end together.
    """
    for item in items:
        if isinstance(item, pytest.Function) and NO_UNIT.isdisjoint(item.fixturenames):
            item.add_marker("unit")
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    if group and group.args == ("phones",):
        return 0
    if item.get_closest_marker("unit"):
        return 1
    return 2 if group else 3


@pytest.fixture(scope="session")
def programs() -> None:
    """For tests that start the commands as programs of their own, each in a process that loads all they need."""


def generator(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator` as a user would; but for a build in this process, since to start another takes longer
    than most commands. Builds leave the posters out: tests/generator/test_kits.py draws some.
    """
    command = [*map(str, arguments)]
    if command[0] == "build":
        program = [sys.executable, "-m", "generator", *command, "--no-kits"]
        return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    streams = [io.BytesIO(), io.BytesIO()]
    said, told = (io.TextIOWrapper(stream, "utf-8", write_through=True) for stream in streams)
    with redirect_stdout(said), redirect_stderr(told), fresh_day():
        try:
            status = commands.main(command)
        except SystemExit as ended:
            status = int(ended.code or 0)
    texts = [stream.getvalue().decode() for stream in streams]
    return subprocess.CompletedProcess(command, status, *texts)


@contextmanager
def fresh_day() -> Iterator[None]:
    """The day of a build, which is read once a process, is read anew meanwhile."""
    build_day.cache_clear()
    yield
    build_day.cache_clear()


def contents(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def digests(folder: Path) -> dict[str, str]:
    """The same, short enough to be told apart in a message."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents(folder).items()}


def treated(folder: Path, files: Mapping[str, str], treat: Callable[[Path], object]) -> dict[str, str]:
    """The files of `folder`, by name, once `files` have been written there and treated."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    treat(folder)
    return {name: content.decode() for name, content in contents(folder).items()}


@cache
def audited(rules: Path) -> Checked:
    """Rules that no test changes, audited once a process."""
    return check(rules)


@pytest.fixture(scope="session")
def checked() -> Checked:
    """The project's own rules, audited."""
    return audited(RULES)


class Copy:
    """A copy of the rules to spoil. `spoil` changes one spot and returns the line on which it stands."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "rules"
        shutil.copytree(RULES, self.root)

    def spoil(self, file: str, old: str, new: str, nth: int = 0) -> int:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        found = [m.start() for m in re.finditer(re.escape(old), text)]
        assert len(found) > nth, f"{old!r} is not in {file}"
        at = found[nth]
        path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
        return text.count("\n", 0, at) + 1

    def problems(self) -> list[str]:
        with pytest.raises(RulesError) as caught:
            check(self.root)
        return [str(problem) for problem in caught.value.problems]


_documents: dict[tuple[str, bytes], Document] = {}


def read_once(path: Path, name: str) -> Document:
    """`load.read`, which need not parse again those files of a copy that are as they were."""
    key = name, path.read_bytes() if path.is_file() else b""
    if key not in _documents:
        _documents[key] = read(path, name)
    return _documents[key]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    monkeypatch.setattr(folder, "read", read_once)
    return Copy(tmp_path)


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """`once(name, make)` is a folder that `make` makes for the first test of a run to want it.

    Tests run in several processes: those that want the same meanwhile wait.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


def build(folder: Path, *arguments: str | Path) -> str:
    """Build a site into the folder; what was said."""
    done = generator("build", "--site", folder, *arguments)
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stderr


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The built site, both languages."""
    return once("site", build)


@pytest.fixture(scope="session")
def harbour(once: Once) -> Path:
    """The built site of the second plan, a quarter of the size, for what does not depend on the plan."""
    return once("harbour", lambda folder: build(folder, "--rules", HARBOUR))


def asset(site: Path, name: str) -> Path:
    """A file or folder of the built site's assets, whatever digest its name carries."""
    stem, dot, suffix = name.partition(".")
    [found] = (site / "assets").glob(f"{stem}.*{dot}{suffix}")
    return found


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of 5, a browser that asks for twenty files at once fills it, and waits a second

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves a page hangs up on what it had asked for: nothing to tell."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with the site's own page, as a real host would."""
        page = Path(self.directory) / ("en/404.html" if self.path.startswith("/en/") else "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Lasting(Quiet):
    """Lets browsers keep what has a digest in its name, as `deploy/` does, so that they ask for it once."""

    def end_headers(self) -> None:
        if re.match(r"/(en/)?assets/", self.path):
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        super().end_headers()


@contextmanager
def serving(site: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """A built site on this machine, at the address that comes out."""
    with Server(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address at which the built site is served."""
    with serving(site, Lasting) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, with the fonts of `fonts.conf` alone, so that it draws alike on every machine.

    No page of it keeps the site for later, unless it is made with `service_workers="allow"`.
    """
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS, env=environment)
        launched.new_page = partial(launched.new_page, service_workers="block")  # type: ignore[method-assign]
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@contextmanager
def borrowed(page: Page, address: str) -> Iterator[Page]:
    """The page for one test: it begins at `address` with nothing kept, and what the test adds to it goes with the test.

    Opening a page of its own for each test takes longer than most tests.
    """
    page.goto(f"{address}/robots.txt")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
    with ExitStack() as added, pytest.MonkeyPatch.context() as patch:

        def script(code: str) -> None:
            added.enter_context(Page.add_init_script(page, code))

        def listen(event: Any, listener: Any) -> None:
            Page.on(page, event, listener)
            added.callback(page.remove_listener, event, listener)

        patch.setattr(page, "add_init_script", script)
        patch.setattr(page, "on", listen)
        yield page
        page.unroute_all(behavior="ignoreErrors")
        page.context.unroute_all(behavior="ignoreErrors")


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    yield made
    made.close()


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    """A page of the built site, for tests that ask nothing more of their browser."""
    with borrowed(tab, address) as lent:
        yield lent
