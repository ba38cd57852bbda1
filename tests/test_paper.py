"""Every sheet and picture of a site built for publishing, as a phone and a printing house meet them: `make long`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest
import zxingcpp
from lxml import html
from PIL import Image

from generator.pages.site import Site
from generator.pages.views.campaign.forms import FORMS, Form
from generator.pages.views.campaign.topics import Topic, topics
from generator.plan import addresses
from generator.plan.languages import LANGUAGES
from tests.conftest import HARBOUR, ROOT, RULES, Once, audited, serving
from tests.generator.test_kits import PUBLIC, degraded

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("paper")]

PDF = [form for form in FORMS if form.name.endswith(".pdf")]


def build(folder: Path, *arguments: str | Path, url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "build", "--site", str(folder), *map(str, arguments)]
    environment = {**os.environ, "SITE_URL": url}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def printed(once: Once) -> Path:
    """The site with all that is drawn for it."""
    return once("printed", lambda folder: build(folder, url=PUBLIC))


@cache
def site(code: str) -> Site:
    return Site(audited(RULES), code, PUBLIC + LANGUAGES[code].root, kits=True)


def kits() -> Iterator[tuple[Site, Topic]]:
    for code in LANGUAGES:
        yield from ((site(code), topic) for topic in topics(site(code).context))


def pages(file: Path, folder: Path, ppi: int) -> list[Image.Image]:
    """A PDF as another program than the one that made it draws it."""
    for old in folder.glob("page*"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(ppi), "-gray", "-png", file, folder / "page"], check=True)
    return [Image.open(path).copy() for path in sorted(folder.glob("page*"))]


def read(picture: Image.Image) -> set[str]:
    """Codes that a poster has; marks of a cut, blurred, may look like the bars of a price."""
    return {found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.QRCode))}


def resolution(form: Form) -> int:
    return 200 if form.name == "cards.pdf" else 75 if form.size[1] > 400 else 100


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("form", PDF, ids=lambda form: form.name)
def test_every_code_on_paper_is_read(printed: Path, tmp_path: Path, form: Form) -> None:
    """Also turned, blurred and faded; on each page but the inside of a leaflet."""
    for here, topic in kits():
        file = printed / here.language.root / addresses.kit(topic.id, form.name)
        for name, picture in zip(form.pages, pages(file, tmp_path, resolution(form)), strict=True):
            wanted = set() if name == "leaflet-in" else {here.poster(topic.address)}
            for what, seen in degraded(picture).items():
                assert read(seen) == wanted, (file, name, what)


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("form", [form for form in FORMS if form.ppi > 100], ids=lambda form: form.name)
def test_every_code_in_a_picture_is_read(printed: Path, form: Form) -> None:
    for here, topic in kits():
        file = printed / here.language.root / addresses.kit(topic.id, form.name)
        for what, seen in degraded(Image.open(file)).items():
            assert read(seen) == {here.poster(topic.address)}, (file, what)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_codes_on_slides_are_read(printed: Path, tmp_path: Path, code: str) -> None:
    here = site(code)
    drawn = pages(printed / here.language.root / addresses.SLIDES, tmp_path, 60)
    shown = [topic for topic in topics(here.context) if topic.kind == "situations"]
    codes = [found for found in map(read, drawn) if found]
    assert codes == [*({here.poster(topic.address)} for topic in shown), {here.poster("/")}]


def test_every_code_leads_to_its_page(printed: Path) -> None:
    """From the address on paper, by the link for its language, to a page that says what the poster says."""
    with serving(printed) as address:
        for here, topic in kits():
            short = here.poster(topic.address).replace(PUBLIC, f"{address}/")
            with urlopen(short) as answer:
                page = html.fromstring(answer.read())
            [link] = page.xpath(f"//a[@hreflang='{here.code}']")
            assert link.xpath("string(b)") == topic.title
            target = urljoin(short, link.get("href"))
            assert urlsplit(target).fragment == topic.address.partition("#")[2]
            with urlopen(target) as answer:
                title = html.fromstring(answer.read()).xpath("string(//h1)")
            assert "#" in topic.address or title.endswith(topic.title)  # an area has its number before it


def test_the_text_of_every_pdf_is_text_and_its_fonts_are_embedded(printed: Path) -> None:
    files = sorted(printed.glob("**/kits/**/*.pdf"))
    assert len(files) == len(PDF) * len(list(kits())) + len(LANGUAGES)
    for file in files:
        fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
        assert fonts, file
        assert all(re.search(r" yes yes yes +\d+ +\d+$", font) for font in fonts), file
    for here, topic in kits():
        for form in PDF:
            file = printed / here.language.root / addresses.kit(topic.id, form.name)
            text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
            assert re.sub(r"\s", "", topic.headline) in re.sub(r"\s", "", text), file


def test_every_page_has_the_picture_that_it_names(printed: Path) -> None:
    named = 0
    for page in sorted(printed.rglob("*.html")):
        root = html.fromstring(page.read_bytes())
        for picture in root.xpath("//meta[@property='og:image']/@content"):
            assert Image.open(printed / picture.removeprefix(PUBLIC)).size == (1200, 630), page
            named += 1
    assert named > 400


def test_a_build_for_publishing_without_an_address_says_so_loudly(tmp_path: Path) -> None:
    """Once, on standard error, as a process; the site is made all the same."""
    done = build(tmp_path / "site", "--compress", "--rules", HARBOUR, url="")
    assert done.stderr.count("NO QR CODE") == 1
    assert done.stderr.count("SITE_URL=https://guide.example.org/ make site") == 1
    assert done.stdout == ""
    assert list((tmp_path / "site" / "kits").rglob("*-a4.pdf"))
    quiet = build(tmp_path / "site", "--rules", HARBOUR, "--no-kits", url=PUBLIC)
    assert "QR" not in quiet.stderr
