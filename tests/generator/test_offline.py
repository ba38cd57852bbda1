"""The list by which the site is kept on a device: whole, true, and without what nobody needs there."""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
import pytest
from lxml import html
from PIL import Image

from generator.publish.offline import service_worker
from tests.conftest import asset


@pytest.fixture(scope="module")
def listed(site: Path) -> dict[str, str]:
    """The digest of each file, by its address below the root; a page's ends with a stroke."""
    [found] = re.findall(r"\bFILES=(\[.*?\]);", (site / "service-worker.js").read_text("utf-8"))
    files = {entry["url"]: entry["integrity"] for entry in json.loads(found)}
    assert len(files) == len(json.loads(found))
    return files


@pytest.fixture(scope="module")
def parts(site: Path) -> dict[str, dict[str, str]]:
    """The digest of each file by its address, for each part."""
    [found] = re.findall(r"\bFILES=(\[.*?\]);", (site / "service-worker.js").read_text("utf-8"))
    made: dict[str, dict[str, str]] = {}
    for entry in json.loads(found):
        made.setdefault(entry["part"], {})[entry["url"]] = entry["integrity"]
    return made


def file(site: Path, url: str) -> Path:
    return site / url / "index.html" if not url or url.endswith("/") else site / url


def test_each_digest_is_that_of_its_file(site: Path, listed: dict[str, str]) -> None:
    for url, integrity in listed.items():
        digest = hashlib.sha256(file(site, url).read_bytes()).digest()
        assert integrity == f"sha256-{base64.b64encode(digest).decode()}", url


def test_every_page_is_listed_with_all_that_it_refers_to(site: Path, listed: dict[str, str]) -> None:
    pages = {path.parent.relative_to(site).as_posix() + "/" for path in site.rglob("index.html")}
    apart = {page for page in pages if b"data-apart" in file(site, page).read_bytes()}
    framed = {page for page in apart if page.removeprefix("en/").startswith("embed/")}  # for visitors of other sites
    assert apart - framed == {"styleguide/", "en/styleguide/"}  # for those who make the site
    kept = {page.removeprefix("./") for page in pages - apart}
    assert kept == {url for url in listed if not url or url.endswith("/")}
    interpreter = (asset(site, "pyodide") / "pyodide.asm.wasm").relative_to(site).as_posix()
    assert {"404.html", "en/404.html", "search/index.json", interpreter} <= listed.keys()
    for url in [each for each in listed if not each or each.endswith("/")]:
        for link in html.parse(file(site, url)).xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = posixpath.normpath(posixpath.join("/", url, unquote(parts.path))).lstrip("/")
            known = {target, f"{target}/" if target else ""}
            assert known & listed.keys() or target.startswith("api/") or target.endswith(".apkg"), (url, link)
    scripts = [path for path in site.rglob("*.js") if path.parent != site]
    assert {path.relative_to(site).as_posix() for path in scripts} <= listed.keys()


def test_nothing_is_listed_that_no_page_needs(site: Path, listed: dict[str, str]) -> None:
    never = re.compile(r"^api/|(^|/)(robots\.txt|sitemap\.xml|service-worker\.js|_[^/]*)$|\.(apkg|gz|br|pdf)$")
    assert [url for url in listed if never.search(url)] == []


def test_the_list_leaves_out_what_hosts_and_crawlers_use(site: Path, listed: dict[str, str], tmp_path: Path) -> None:
    for name in ("search/index.json", "en/search/index.json", "index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((site / name).read_bytes())
    for name in (
        "_headers",
        "index.html.br",
        "index.html.gz",
        "robots.txt",
        "en/sitemap.xml",
        "poster.pdf",
        "cards.apkg",
        "new.bin",
    ):
        (tmp_path / name).write_text(name, encoding="utf-8")
    service_worker.add(tmp_path)
    first = (tmp_path / "service-worker.js").read_bytes()
    kept = set(re.findall(r'"url":"([^"]*)"', first.decode()))
    assert kept == {"", "search/index.json", "en/search/index.json", "new.bin", "offline.json"}
    service_worker.add(tmp_path)
    assert (tmp_path / "service-worker.js").read_bytes() == first


def test_the_sizes_that_visitors_are_told_are_true(site: Path, parts: dict[str, dict[str, str]]) -> None:
    told = json.loads((site / "offline.json").read_text(encoding="utf-8"))
    few = {f"{code}-{part}" for code in ("zh", "en") for part in ("duties", "staff")}
    assert told.keys() == parts.keys() == {"shared", "zh", "en", "docx", "python", *few}
    once = {digest: file(site, url).stat().st_size for part in parts.values() for url, digest in part.items()}
    itself = parts["shared"]["offline.json"]
    assert sum(part["kept"] for part in told.values()) == sum(once.values()) - once[itself]
    assert all(0 < part["sent"] < part["kept"] for part in told.values())


def test_what_comes_unasked_is_small(site: Path, parts: dict[str, dict[str, str]]) -> None:
    """Pages and search of one language, as they are sent; pages lead to nothing that is in no part of theirs."""
    for code in ("zh", "en"):
        assert not [url for url in parts[code] if url.startswith("en/") != (code == "en")]
        unasked = {digest: url for part in ("shared", code) for url, digest in parts[part].items()}
        assert not [url for url in unasked.values() if "pyodide" in url or url.endswith(".zip")]
        assert not [url for url in parts[code] if re.search(r"duties/.", url)]  # a hundred pages for staff
        assert not [url for url in parts[code] if re.search(r"\bstaff/.|/docx\b", url)]
        assert parts[f"{code}-staff"]
    sent = [brotli.compress(file(site, url).read_bytes()) for part in ("shared", "zh") for url in parts[part]]
    assert sum(map(len, sent)) <= 1_320_000


@pytest.mark.parametrize("root", ["", "en/"])
def test_a_device_finds_what_it_installs(site: Path, root: str) -> None:
    app = json.loads((site / root / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert app["lang"] == (root or "zh").removesuffix("/")
    home = site / root / "manifest.webmanifest"
    assert (home.parent / app["start_url"] / "index.html").is_file()
    assert (home.parent / app["scope"]).resolve() == site.resolve()
    assert len(app["short_name"]) <= 12
    for icon in app["icons"]:
        path = home.parent / icon["src"]
        if icon["sizes"] != "any":
            with Image.open(path) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]
    assert {icon["purpose"] for icon in app["icons"]} == {"any", "maskable"}
