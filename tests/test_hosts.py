"""The configurations in deploy/: nginx and Caddy, as Debian has them, serve the built site as it is meant to be."""

from __future__ import annotations

import getpass
import gzip
import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Browser, expect

from generator.publish import precompress
from generator.publish.security_headers import FRAMED, HEADERS, LASTING
from tests.browser.visitor import BLOCKED, Chromium, Firefox, Visitor, free_port, wait
from tests.conftest import ROOT, serving

pytestmark = pytest.mark.xdist_group("hosts")  # one process compresses the site and uses it

DEPLOY = ROOT / "deploy"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".apkg": "application/zip",
    ".xml": "application/xml text/xml",
    ".gz": "application/gzip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/log;
user {user};
include /etc/nginx/modules-enabled/*.conf;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    include {folder}/guide.conf;
}}
"""


@pytest.fixture(scope="module")
def published(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with compressed copies, in a hurry."""
    folder = tmp_path_factory.mktemp("published")
    made = folder / "site"
    for path in site.rglob("*"):
        if path.is_file() and path.suffix != ".gz":  # which would be written anew, in both places
            copy = made / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, copy)
    (made / "some.webmanifest").write_text("{}", encoding="utf-8")
    quick = {".br": lambda content: bytes(brotli.compress(content, quality=1)), ".gz": lambda c: gzip.compress(c, 1)}
    precompress.compress(made, folder / "cache", quick)
    return made


def nginx(site: Path, folder: Path, port: int) -> list[str]:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for there, here in (("listen 80;", f"listen 127.0.0.1:{port};"), ("root /srv/guide;", f"root {site};")):
        assert text.count(there) == 1
        text = text.replace(there, here)
    (folder / "guide.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=getpass.getuser()), encoding="utf-8")
    return ["/usr/sbin/nginx", "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]


def caddy(site: Path, folder: Path, port: int) -> list[str]:
    text = f"{{\n\tadmin off\n}}\nimport {DEPLOY / 'Caddyfile'}\n"
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return [
        *("env", f"GUIDE_ADDRESS=http://127.0.0.1:{port}", f"GUIDE_ROOT={site}", f"HOME={folder}"),
        *("caddy", "run", "--config", str(folder / "Caddyfile")),
    ]


@contextmanager
def running(host: Callable[[Path, Path, int], list[str]], site: Path, folder: Path) -> Iterator[str]:
    """The address at which a host serves the site; it keeps its own files in the folder."""
    port = free_port()
    command, log = host(site, folder, port), folder / "out"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            end = time.monotonic() + 30
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert process.poll() is None, log.read_text(encoding="utf-8")
                    assert time.monotonic() < end
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def host(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(request.param, published, tmp_path_factory.mktemp("host")) as address:
        yield address


def ask(host: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to a plain request, and its body as it came over the wire."""
    connection = http.client.HTTPConnection(urlsplit(host).netloc, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def one_of_each(site: Path) -> dict[str, Path]:
    """For every kind of file that the site holds, the largest one."""
    files = sorted((path for path in site.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    return {path.suffix: path for path in files if path.suffix not in ("", ".br")}


def test_every_kind_of_file_has_its_type_and_comes_compressed(host: str, published: Path) -> None:
    kinds = one_of_each(published)
    assert set(kinds) == set(TYPES)
    compressed = 0
    for suffix, file in kinds.items():
        path = "/" + file.relative_to(published).as_posix()
        for coding, ending in (("br", ".br"), ("gzip", ".gz"), ("", "")):
            answer, body = ask(host, path, Accept_Encoding=coding or "identity")
            assert answer.status == 200, path
            kind, _, charset = answer.headers["Content-Type"].partition("; charset=")
            assert kind in TYPES[suffix].split(), path
            assert charset.lower() == "utf-8" or suffix not in (
                ".html",
                ".css",
                ".js",
                ".mjs",
                ".csv",
                ".txt",
                ".ttl",
            ), path
            given = answer.headers.get("Content-Encoding", "")
            assert given == (coding if file.with_name(file.name + ending).is_file() else ""), (path, coding)
            assert DECODED[given](body) == file.read_bytes(), (path, coding)
            if given:
                assert "Accept-Encoding" in answer.headers["Vary"]
                assert len(body) < file.stat().st_size
                compressed += 1
    assert compressed > 16


def test_headers_and_caching(host: str, published: Path) -> None:
    asset = one_of_each(published)[".wasm"].relative_to(published)
    fresh = ["/", "/en/check/", "/api/v1/plan.json", "/search/index.json", "/embed/check/", "/en/embed/check/"]
    for path in [*fresh, f"/{asset}", "/no/such/page", "/assets/no-such-file.js"]:
        answer, _ = ask(host, path)
        wanted = FRAMED if "/embed/" in path else HEADERS
        assert {name: answer.headers.get_all(name) for name in HEADERS} == {n: [v] for n, v in wanted.items()}, path
        assert answer.headers.get_all("Set-Cookie") is None
        if path.startswith("/no/") or "no-such" in path:
            assert answer.headers.get("Cache-Control") in (None, "no-cache")
            continue
        assert answer.headers.get_all("Cache-Control") == [LASTING if path == f"/{asset}" else "no-cache"], path
        again, body = ask(host, path, If_None_Match=answer.headers["ETag"])
        assert (again.status, body) == (304, b"")
    answer, _ = ask(host, "/guides")
    assert 301 <= answer.status <= 308
    assert answer.headers["Location"] == "/guides/"


def test_the_header_file_says_the_same(published: Path) -> None:
    lines = (published / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    assert dict(line.strip().split(": ", 1) for line in lines[1 : 1 + len(HEADERS)]) == HEADERS
    policy = "Content-Security-Policy"
    rest = [f"  ! {policy}", f"  {policy}: {FRAMED[policy]}"]  # the other one taken back, as Cloudflare Pages has it
    assert lines[1 + len(HEADERS) : 7 + len(HEADERS)] == ["/embed/*", *rest, "/en/embed/*", *rest]
    assert lines[7 + len(HEADERS) :: 2] == ["/assets/*", "/en/assets/*"]
    assert set(lines[8 + len(HEADERS) :: 2]) == {f"  Cache-Control: {LASTING}"}
    assert {name for name in HEADERS if HEADERS[name] != FRAMED[name]} == {policy}
    assert HEADERS[policy].replace("frame-ancestors 'none'", "frame-ancestors *") == FRAMED[policy]


def test_a_wrong_address_gets_the_page_of_its_language(host: str, published: Path) -> None:
    for path, page in (("/no/such", "404.html"), ("/en/no/such", "en/404.html"), ("/english", "404.html")):
        answer, body = ask(host, path)
        assert (answer.status, body) == (404, (published / page).read_bytes()), path
        assert answer.headers["Content-Type"].startswith("text/html")


def first_result(visitor: Visitor, host: str) -> None:
    visitor.open(f"{host}/en/check/#child_age=9&lives_in_renhe=true&parents_away=both")
    wait(visitor, "t.status('proxy-mother') === 'applies'")


@pytest.mark.browser
def test_the_questionnaire_runs_and_its_policy_blocks_nothing(host: str, browser: Browser) -> None:
    visitor = Chromium(browser.new_page())
    visitor.page.add_init_script(BLOCKED)
    errors: list[str] = []
    visitor.page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    first_result(visitor, host)
    assert visitor.js("return window.blocked") == []
    assert errors == []
    visitor.close()


@pytest.mark.browser
def test_the_questionnaire_runs_in_firefox(published: Path, tmp_path: Path) -> None:
    with running(nginx, published, tmp_path) as host:
        visitor = Firefox(tmp_path / "firefox", free_port())
        first_result(visitor, host)
        visitor.close()


@pytest.mark.browser
def test_a_frame_shows_only_what_was_made_for_it(host: str, browser: Browser, tmp_path: Path) -> None:
    closed, framed = ("/", "/check/", "/en/guides/"), "/en/embed/check/"
    for i, path in enumerate((*closed, framed)):
        (tmp_path / f"{i}.html").write_text(f'<iframe src="{host}{path}"></iframe>', encoding="utf-8")
    page = browser.new_page()
    with serving(tmp_path) as elsewhere:
        for i in range(len(closed)):
            with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
                page.goto(f"{elsewhere}/{i}.html")
            assert page.frames[1].url.startswith("chrome-error:")
        page.goto(f"{elsewhere}/{len(closed)}.html")
        expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    page.close()


def test_the_readme_names_every_file() -> None:
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for path in DEPLOY.iterdir():
        assert path.name == "README.md" or re.search(rf"`{path.name}`", text), path
