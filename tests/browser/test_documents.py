"""Documents for Word, made in the browser: what paper has, in a file that others open, and nobody is sent anything."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from tests.conftest import serving

pytestmark = pytest.mark.browser

ROOTS = ["", "en/"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPED = {
    "course": "周一早上，手臂上有伤。\nA second line.",
    "severity": "Bruises on <both> arms & legs.",
    "told": "110, 8:15",
}
OTHER = "别的侵害 & more"
TICKED = 2
# What a reader of the printed page sees of it, a text each.
ON_PAPER = """() => {
  const text = (each) => each.textContent.replace(/\\s+/g, " ").trim();
  const shown = "h1, .cp-brief dt, .cp-brief dd, legend, .cp-report__blank > label, .cp-report__blank > .cp-small, "
    + "fieldset label span, .cp-report > .cp-small";
  return [...document.querySelectorAll(shown)]
    .filter((each) => !each.closest(".cp-noprint"))
    .flatMap((each) => [...each.childNodes].map(text)).filter(Boolean);
}"""


@pytest.fixture(scope="module")
def small(harbour: Path) -> Iterator[str]:
    """Where the site of the second plan is served."""
    with serving(harbour) as address:
        yield address


def saved(page: Page, button: str, folder: Path) -> Path:
    """The file that the button makes."""
    with page.expect_download() as download:
        page.click(button)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def parts(document: Path) -> dict[str, etree._Element]:
    """The parts of the document that are XML, by name: each is read, so each is well-formed."""
    with zipfile.ZipFile(document) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if not name.endswith("/")}


def lines(document: Path) -> list[str]:
    """Each paragraph as text, with its boxes."""
    body = parts(document)["word/document.xml"]
    return ["".join(map(seen, each.iter(f"{W}t", f"{W}sym"))) for each in body.iter(f"{W}p")]


def seen(node: etree._Element) -> str:
    return node.text or chr(int(str(node.get(f"{W}char", "20")), 16))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def fill_in(page: Page) -> None:
    for name, text in TYPED.items():
        page.fill(f"textarea[name={name}]", text)
    page.locator("form [name=kind]").nth(TICKED).check()
    page.fill("[name=kind-other]", OTHER)


@pytest.mark.parametrize("root", ROOTS)
def test_a_report_is_saved_as_its_paper_has_it_and_sent_to_nobody(
    page: Page, address: str, root: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.goto(f"{address}/{root}staff/report/")
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("performance.getEntriesByType('resource').some(({ name }) => name.includes('docx'))")
    page.on("request", lambda request: asked.append(request.url))
    wanted = page.evaluate(ON_PAPER)
    assert len(wanted) > 30
    blank = saved(page, "[data-save]", tmp_path)
    assert re.fullmatch(r"\S.* \d{4}-\d\d-\d\d\.docx", blank.name)
    found = squeezed("".join(lines(blank)))
    assert [text for text in wanted if squeezed(text) not in found] == []
    assert found.count("☐") == page.locator("form [name=kind]").count()
    assert "☑" not in found

    fill_in(page)
    filled = lines(saved(page, "[data-save]", tmp_path))
    expect(page.locator("[data-saving=saved]")).to_be_visible()
    for text in TYPED.values():
        assert set(text.split("\n")) <= set(filled), text
    assert any(line.endswith(OTHER) for line in filled)
    tick = page.locator("form [name=kind] + span").nth(TICKED).inner_text()
    assert [line for line in filled if "☑" in line] == [f"☑ {tick}"]
    requests = [url for url in asked if not url.startswith("blob:") and "/favicon." not in url]
    assert [re.sub(r"\.[0-9a-f]{8}/", "/", url.rpartition("/assets/")[2]) for url in requests] == ["docx/writer.js"]
    assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage)).join()") == ""


def test_a_document_names_fonts_for_chinese_and_nobody_who_wrote_it(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/staff/report/")
    found = parts(saved(page, "[data-save]", tmp_path))
    fonts = next(found["word/styles.xml"].iter(f"{W}rFonts"))
    assert fonts.get(f"{W}eastAsia") == "SimSun"
    assert fonts.get(f"{W}ascii")
    [language] = found["word/styles.xml"].xpath("//*[local-name()='docDefaults']//*[local-name()='lang']")
    assert language.get(f"{W}eastAsia") == "zh-CN"
    used = {style.get(f"{W}val") for style in found["word/document.xml"].iter(f"{W}pStyle", f"{W}rStyle")}
    styles = [style for style in found["word/styles.xml"].iter(f"{W}style") if style.get(f"{W}styleId") in used]
    assert len(styles) == len(used) >= 1
    told = [found["word/document.xml"], *styles, next(found["word/styles.xml"].iter(f"{W}docDefaults"))]
    sizes = [int(size.get(f"{W}val", "0")) for each in told for size in each.iter(f"{W}sz")]
    assert min(sizes) >= 22  # half points
    core = found["docProps/core.xml"]
    assert [each.text for each in core if re.search("}(creator|lastModifiedBy)$", str(each.tag)) and each.text] == []


@pytest.mark.parametrize("root", ROOTS)
def test_a_drill_is_saved_with_and_without_its_answers(page: Page, small: str, root: str, tmp_path: Path) -> None:
    page.goto(f"{small}/{root}staff/drills/#set-7")
    page.reload()
    assert page.input_value("#seed") == "7"
    blank, key = (lines(saved(page, f"[data-save={kind}]", tmp_path)) for kind in ("blank", "key"))
    assert len(list(tmp_path.glob("*.docx"))) == 2  # neither takes the other's name
    questions = [line for line in blank if re.match(r"\d+\. ", line)]
    assert [line.partition(".")[0] for line in questions] == [str(n) for n in range(1, 11)]
    start = len(blank) - sum(line in key[-3:] for line in blank[-3:])
    assert key[:start] == blank[:start]  # the same questions, and what follows are the answers
    told = key[start:]
    answers = [line for line in told if re.match(r"\d+\. [A-D]\. ", line)]
    reasons = [line for line in told if re.match(r"[A-D]: ", line)]
    choices = [line for line in blank if re.match(r"[A-D]\. ", line)]
    assert len(answers) == 10
    assert len(reasons) == len(choices) >= 30
    for answer in answers:
        assert answer.partition(". ")[2] in choices
    sources = page.locator(".cp-drills__question .cp-source").evaluate_all("all => all.map((each) => each.textContent)")
    clauses = tuple({squeezed(text) for text in sources} - {""})
    assert [line for line in reasons if not squeezed(line).endswith(clauses)] == []


def test_without_a_network_it_says_so_and_works_again_later(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/staff/report/?again")  # not what another test has loaded
    page.route("**/writer.js", lambda route: route.abort())
    page.click("[data-save]")
    expect(page.locator("[data-saving=failed]")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_enabled()
    page.unroute("**/writer.js")
    assert lines(saved(page, "[data-save]", tmp_path))
    expect(page.locator("[data-saving=failed]")).to_be_hidden()


# --- as LibreOffice reads them ---


def in_libreoffice(document: Path) -> str:
    """The document as text on paper. LibreOffice makes a PDF, in which every character has its font."""
    soffice, reader = shutil.which("soffice"), shutil.which("pdftotext")
    assert soffice, "install libreoffice-writer-nogui"
    assert reader, "install poppler-utils"
    profile = f"-env:UserInstallation={(document.parent / 'profile').as_uri()}"
    to_pdf = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
    subprocess.run(to_pdf, check=True, capture_output=True, timeout=120)
    pdf = document.with_suffix(".pdf")
    return subprocess.run([reader, "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.long
@pytest.mark.parametrize("root", ROOTS)
def test_libreoffice_opens_a_document_without_loss(
    page: Page, address: str, small: str, root: str, tmp_path: Path
) -> None:
    page.goto(f"{address}/{root}staff/report/")
    wanted = page.evaluate(ON_PAPER)
    fill_in(page)
    report = saved(page, "[data-save]", tmp_path)
    shown = in_libreoffice(report)
    assert shown.count("\f") == 1  # one page
    wanted += [line for text in TYPED.values() for line in text.split("\n")] + [OTHER, "☑", "☐"]
    assert [text for text in wanted if squeezed(text) not in squeezed(shown)] == []

    page.goto(f"{small}/{root}staff/drills/")
    drill = saved(page, "[data-save=key]", tmp_path)
    shown = in_libreoffice(drill)
    assert [line for line in lines(drill) if squeezed(line) not in squeezed(shown)] == []
