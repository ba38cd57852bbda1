"""The built site as a visitor or a program meets it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from lxml import etree, html

from generator.logic.audit import Checked
from generator.pages.render import qr
from generator.pages.site import Site
from generator.plan import model
from generator.plan.folder import Citations
from generator.publish.build import finish
from generator.publish.offline.service_worker import LEAVING
from tests.conftest import HARBOUR, ROOT, RULES, asset, audited, build, digests

# Read from the plan itself: part three, the lines that name lead and cooperating units.
LEAD = {
    "rescue": ["township", "civil-affairs", "police"],
    "education": ["township", "education-sports"],
    "justice": ["township", "police"],
    "employment": ["township", "human-resources"],
    "medical": ["health", "civil-affairs", "township"],
    "mental": ["township", "health", "education-sports"],
    "publicity": ["culture"],
}
COOPERATING = {
    "rescue": ["education-sports", "disabled-federation", "trade-unions", "charity"],
    "education": [
        "trade-unions",
        "youth-league",
        "women-federation",
        "civil-affairs",
        "disabled-federation",
        "charity",
    ],
    "justice": ["justice", "court", "procuratorate", "education-sports"],
    "employment": [
        "trade-unions",
        "women-federation",
        "youth-league",
        "market-regulation",
        "state-tax",
        "local-tax",
    ],
    "medical": [],
    "mental": ["civil-affairs"],
    "publicity": [],
}


def pages(site: Path) -> list[Path]:
    """All but those behind short addresses, which only lead on, and those that other sites show in a frame.

    tests/test_addresses.py and tests/browser/test_frames.py look at those.
    """
    apart = site / "g", site / "embed", site / "en" / "embed"
    found = sorted(page for page in site.rglob("*.html") if not any(page.is_relative_to(folder) for folder in apart))
    assert len(found) > 20
    return found


def framed(site: Path) -> list[Path]:
    found = sorted(page for root in ("", "en/") for page in (site / root / "embed").rglob("*.html"))
    assert len(found) > 20
    return found


@cache
def document(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_text(encoding="utf-8"))


def test_the_matrix_equals_the_plan(site: Path) -> None:
    data = json.loads((site / "api/v1/matrix.json").read_text(encoding="utf-8"))
    assert [area["id"] for area in data["areas"]] == list(LEAD)
    assert {area["id"]: area["lead"] for area in data["areas"]} == LEAD
    assert {area["id"]: area["cooperating"] for area in data["areas"]} == COOPERATING
    assert [set(area) for area in data["areas"]] == [{"id", "locator", "title", "lead", "cooperating"}] * 7


@pytest.mark.parametrize("name", ["plan", "units", "matrix", "benefits", "duties", "clauses", "facts"])
def test_data_files_match_their_schemas(site: Path, name: str) -> None:
    schema = json.loads((site / f"api/v1/{name}.schema.json").read_text(encoding="utf-8"))
    data = json.loads((site / f"api/v1/{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert data


def test_every_address_of_the_contract_exists(site: Path, checked: Checked) -> None:
    addresses = ["", "guides/", "matrix/", "units/", "plan/", "terms/", "staff/", "campaign/"]
    addresses += ["references/", "about/", "privacy/", "areas/", "duties/", "ledger/", "graph/", "proof/", "changes/"]
    addresses += [f"guides/{name}/" for name in checked.benefits]
    addresses += [f"units/{name}/" for name in checked.units]
    addresses += [f"areas/{name}/" for name in LEAD]
    missing = [
        f"{root}{a}" for root in ("", "en/") for a in addresses if not (site / root / a / "index.html").is_file()
    ]
    assert missing == []


def test_every_clause_has_its_anchor(site: Path, checked: Checked) -> None:
    for root in ("", "en/"):
        names = set(document(site / root / "plan/index.html").xpath("//@id"))
        assert set(checked.rules.plan.clauses) <= names
        assert {"3.1", "3.1.4", "4.4", "1.2"} <= names


def test_every_internal_link_and_anchor_resolves(site: Path, checked: Checked) -> None:
    names: dict[Path, set[str]] = {}
    situations = [str(each.id) for each in checked.rules.situations]
    broken = []
    count = 0
    for page in [*pages(site), *framed(site)]:
        base = "/" + page.relative_to(site).as_posix()
        for link in document(page).xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            count += 1
            path = unquote(parts.path)
            target = (
                site / posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/") if path else page
            )
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                broken.append(f"{base}: {link}")
            elif parts.fragment and target.suffix == ".html":
                if target not in names:
                    names[target] = set(document(target).xpath("//@id"))
                if target.parent.name == "check" and "=" in parts.fragment:
                    answers = dict(each.split("=") for each in parts.fragment.split("&"))
                    assert answers.pop("situation", situations[0]) in situations
                    assert answers.keys() <= checked.facts.keys() | {"topic", "audience"}
                elif target.parent.name == "drills" and re.fullmatch(r"set-[1-9]\d{0,3}", parts.fragment):
                    continue  # its script draws that set
                elif unquote(parts.fragment) not in names[target]:
                    broken.append(f"{base}: {link}")
    assert broken == []
    assert count > 10_000


def test_every_guide_shows_its_rule_as_a_picture_and_in_words(site: Path, checked: Checked) -> None:
    for root, language in (("", "zh"), ("en/", "en")):
        for name, benefit in checked.benefits.items():
            page = site / root / "guides" / name / "index.html"
            [rule] = document(page).cssselect("details.cp-rule")
            assert rule.get("open") is None
            first = rule.cssselect("svg.cp-graph")[0]
            titles = ["".join(node.itertext()) for node in first.cssselect(".cp-node--benefit")]
            assert titles == [getattr(benefit.title, language)]
            assert first.cssselect(".cp-node--fact, .cp-node--term")
            [who] = document(page).cssselect(".cp-who")
            assert who.text_content() in [words.text_content() for words in rule.cssselect("div")]
    drawn = [page for page in pages(site) if document(page).cssselect("svg.cp-graph")]
    pictured = [page for page in drawn if "staff" not in page.relative_to(site).parts]  # cases have pictures of steps
    assert len(pictured) == 2 * (len(checked.benefits) + 1)


def test_drawings_are_well_formed(site: Path) -> None:
    """As XML, which is stricter than a browser: nothing of HTML inside, every value in quotes."""
    found = 0
    for page in pages(site):
        for drawing in re.findall(r'<svg class="cp-graph".*?</svg>', page.read_text(encoding="utf-8"), re.DOTALL):
            tree = etree.fromstring(drawing)
            assert {each.tag for each in tree.iter()} <= {"svg", "path", "a", "g", "rect", "text", "tspan"}
            names = [each.get("data-node") for each in tree.iter() if each.get("data-node")]
            assert len(names) == len(set(names)) > 1
            for path in tree.iter("path"):
                assert {path.get("data-from"), path.get("data-to")} <= set(names)
            found += 1
    assert found > 100


def test_the_graph_page_says_in_words_what_its_pictures_show(site: Path) -> None:
    """Each arrow of the picture of everything is a link in the table below it."""
    for root in ("", "en/"):
        page = document(site / root / "graph/index.html")
        arrows = [
            (path.get("data-from"), path.get("data-to")) for path in page.cssselect("svg.cp-graph")[-1].iter("path")
        ]
        cells = set()
        for row in page.cssselect(".cp-uses tbody tr"):
            for link in row.cssselect("td a"):
                target = str(link.get("href")).rstrip("/").replace("#", "/").split("/")[-1].replace("term-", "term ")
                cells.add((str(row.get("id")).replace("-", " ", 1), target))
        drawn = {arrow for arrow in arrows if arrow[0]}
        assert len(drawn) > 100
        assert drawn == cells


def test_the_search_does_not_read_the_pictures(site: Path) -> None:
    for root, words in (("", "用文字看同样的内容"), ("en/", "The same in words")):
        found = json.loads((site / root / "search/index.json").read_text(encoding="utf-8"))["pages"]
        texts = {page["at"]: [part["text"] for part in page["parts"]] for page in found}
        assert any(words in page.read_text(encoding="utf-8") for page in (site / root / "guides").rglob("*.html"))
        assert [at for at, parts in texts.items() if words in "".join(parts)] == []
        assert [len(text) < 200 for text in texts["graph/"]] == [True]


def test_links_leave_the_site_only_by_telephone(site: Path) -> None:
    outside: dict[str, set[str]] = defaultdict(set)
    for page in [*pages(site), *framed(site)]:
        for link in document(page).xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme and parts.scheme != "tel":
                outside[f"{parts.scheme}://{parts.netloc}"].add(page.name)
    assert set(outside) <= {"http://127.0.0.1:8000"}  # canonical links, until SITE_URL is given


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page in [*pages(site), *framed(site)]:
        names = document(page).xpath("//@id")
        assert len(names) == len(set(names)), page


def test_the_language_switch_keeps_the_page(site: Path) -> None:
    for page in pages(site):
        if page.name == "404.html":
            continue
        relative = page.relative_to(site)
        other = relative.relative_to("en") if relative.parts[0] == "en" else Path("en") / relative
        [link] = document(page).xpath("//header//a[@hreflang]/@href")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(relative.as_posix()), link))
        assert Path(target) == other.parent, relative


def test_every_page_has_a_title_a_language_and_a_description(site: Path) -> None:
    titles = defaultdict(list)
    for page in pages(site):
        root = document(page)
        english = page.relative_to(site).parts[0] == "en"
        assert root.get("lang") == ("en" if english else "zh")
        assert len(root.xpath("//h1")) == 1, page
        assert root.xpath("//meta[@name='description']/@content"), page
        titles[english, root.xpath("string(//title)")].append(page)
    assert [found for found in titles.values() if len(found) > 1] == []


def test_english_pages_are_english(site: Path) -> None:
    """No text node of the English pages is mainly Chinese; document numbers and names may be."""
    allowed = re.compile(r"[〔〕《》\u4e00-\u9fff0-9号]+")
    for page in pages(site / "en"):
        for text in document(page).xpath("//article//text()[not(ancestor::script or ancestor::q[@lang='zh'])]"):
            han = re.findall(r"[\u4e00-\u9fff]", text)
            if len(han) > 12 and len(han) > len(text) / 2:
                assert allowed.fullmatch(text.strip()), (page, text)


def test_words_for_searching_are_never_shown(site: Path, checked: Checked) -> None:
    text = document(site / "guides/subsistence-allowance/index.html").text_content()
    benefit = checked.benefits["subsistence-allowance"]
    shown = [w for w in benefit.words.zh if w in text]
    assert len(shown) < len(benefit.words.zh) / 2  # a few are ordinary words of the page itself
    assert not document(site / "guides/subsistence-allowance/index.html").xpath("//*[contains(@class, 'md-tags')]")


def test_the_tables_download_as_csv(site: Path) -> None:
    for root, lead, cooperate in (("", "牵头", "配合"), ("en/", "Lead", "Cooperate")):
        text = (site / root / "matrix/matrix.csv").read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == 19
        assert {len(row) for row in rows} == {8}
        cells = [cell.lower() for row in rows[1:] for cell in row[1:]]
        assert cells.count(lead.lower()) == sum(map(len, LEAD.values()))
        assert sum(cell.startswith(cooperate.lower()) for cell in cells) == sum(map(len, COOPERATING.values()))
    duties = list(csv.reader(io.StringIO((site / "matrix/duties.csv").read_bytes().decode("utf-8-sig"))))
    assert len(duties) - 1 == len(json.loads((site / "api/v1/duties.json").read_text(encoding="utf-8"))["duties"])


def test_crawlers_find_their_way(site: Path) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    for root in ("", "en/"):
        text = (site / root / "sitemap.xml").read_text(encoding="utf-8")
        listed = re.findall(r"<loc>http://127.0.0.1:8000/([^<]*)</loc>", text)
        built = {p.parent.relative_to(site).as_posix() for p in pages(site / root) if p.name == "index.html"}
        if not root:
            built = {b for b in built if b.split("/")[0] != "en"}
        built -= {"styleguide", "en/styleguide"}  # for those who make the site
        assert {posixpath.normpath(a or ".") for a in listed} == built


def test_a_wrong_address_helps(site: Path) -> None:
    for root, back in (("", "/"), ("en/", "/en/")):
        lost = document(site / root / "404.html")
        links = lost.xpath("//article//a/@href")
        assert {f"{back}guides/", f"{back}staff/", back} <= set(links)
        assert {"tel:110", "tel:120"} <= set(links)


def test_no_page_holds_what_its_policy_forbids(site: Path) -> None:
    """No script, style or handler inside a page; data may stand there."""
    for page in [*pages(site), *framed(site)]:
        root = document(page)
        inside = root.xpath("//script[not(@src)]/@type | //style | //@style")
        assert set(inside) <= {"application/json", "application/ld+json"}, page
        assert not root.xpath("//script[not(@src or @type)]"), page
        assert not [name for name in root.xpath("//@*") if name.attrname.startswith("on")], page
        assert not [link for link in root.xpath("//@href | //@src") if link.startswith(("javascript:", "data:"))], page


def test_no_page_asks_for_another_before_anybody_does(site: Path) -> None:
    """Firefox fetches what `next` names as well, or tries to against the policy."""
    hint = re.compile(r'<link[^>]+rel="?(?:next|prev|prefetch|prerender|dns-prefetch|preconnect)\b')
    assert [page for page in site.rglob("*.html") if hint.search(page.read_text(encoding="utf-8"))] == []


def test_the_policy_comes_first_and_allows_python_where_it_runs(site: Path) -> None:
    for page in [*pages(site), *framed(site)]:
        head = [meta for meta in document(page).xpath("//head/*") if meta.tag is not etree.Comment]
        assert head[0].get("charset") == "utf-8"
        assert head[1].get("http-equiv") == "Content-Security-Policy"
        rules = dict(rule.split(" ", 1) for rule in str(head[1].get("content")).split("; "))
        asks = page.relative_to(site).as_posix() in [
            f"{folder}check/index.html" for folder in ("", "en/", "embed/", "en/embed/")
        ]
        assert rules.pop("script-src") == ("'self' 'wasm-unsafe-eval'" if asks else "'self'"), page
        assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
        assert set(" ".join(rules.values()).split()) == {"'none'", "'self'", "data:"}
        assert rules["img-src"] == "'self' data:"
        assert document(page).xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_assets_have_lasting_names_and_all_that_names_them_finds_them(site: Path) -> None:
    """What `src` and `href` name is looked at by the test of links; here what pages and scripts tell to scripts."""
    lasting = re.compile(r".+\.[0-9a-f]{8}(\.\w+)?")
    for root in ("", "en/"):
        assert [path.name for path in (site / root / "assets").iterdir() if not lasting.fullmatch(path.name)] == []
    named = []
    for page in pages(site):
        named += [page.parent / folder for folder in document(page).xpath("//@data-assets")]
        if page.name != "404.html":  # whose addresses begin at the root
            told = json.loads(document(page).xpath("string(//@data-cp-search)"))["addresses"]
            named += [page.parent / address for address in (*told["index"].values(), told["check"])]
    for script in asset(site, "check").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        named += [script.parent / name for name in re.findall(r"""["'](\.\.?/[^"']*)["']""", text)]
    assert len(named) > len(pages(site))
    assert [path for path in named if not path.exists()] == []


@pytest.fixture(params=["harbour", pytest.param("site", marks=pytest.mark.long)])
def built(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """A folder of rules, and the site that was built from it. `make long` takes the real rules as well."""
    rules = HARBOUR if request.param == "harbour" else RULES
    return rules, request.getfixturevalue(request.param)


def test_two_builds_are_identical(built: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, site = built
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # the order of a set of strings is another one
    build(tmp_path / "again", "--rules", rules)
    assert digests(tmp_path / "again") == digests(site)


def test_plain_mkdocs_builds_the_same_pages(
    built: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, site = built
    monkeypatch.setenv("GUIDE_RULES", str(rules))
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "plain")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    finish(tmp_path / "plain")
    plain, whole = digests(tmp_path / "plain"), digests(site)
    assert plain.pop("service-worker.js") == hashlib.sha256(LEAVING.read_bytes()).hexdigest()
    assert whole.pop("service-worker.js")
    assert whole.pop("offline.json")
    assert plain == whole


def test_another_plan_builds_into_a_whole_site(harbour: Path) -> None:
    """Nothing in the generator knows the plan it was first made for."""
    matrix = json.loads((harbour / "api/v1/matrix.json").read_text(encoding="utf-8"))
    assert [set(area) for area in matrix["areas"]] == [{"id", "locator", "title", "joint"}] * 3
    assert all(len(area["joint"]) >= 2 for area in matrix["areas"])
    assert len(pages(harbour)) == len(pages(harbour / "en")) * 2
    for root in ("", "en/"):  # an address that has moved leads on
        old = harbour / root / "guides/fuel/index.html"
        [refresh] = document(old).xpath("//meta[@http-equiv='refresh']/@content")
        assert (old.parent / refresh.removeprefix("0; url=")).resolve() == (
            harbour / root / "guides/winter-fuel"
        ).resolve()
    for path in harbour.rglob("*"):
        if path.is_file() and path.suffix in {
            ".html",
            ".json",
            ".csv",
            ".xml",
            ".txt",
            ".js",
            ".css",
            ".svg",
        }:
            text = path.read_text(encoding="utf-8")
            assert not re.search("renhe|仁和|攀枝花|panzhihua", text, re.IGNORECASE), path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_leads_back_to_its_page(checked: Checked, language: str) -> None:
    """What is printed carries a QR code of its page, the document it rests on and the day it was checked."""
    root = "https://guide.example.org/" + ("" if language == "zh" else "en/")
    made = Site(checked, language, root)
    printed = [
        p.address for p in made.pages if p.address.startswith(("guides/", "units/")) and p.address.count("/") > 1
    ]
    assert len(printed) > 60
    for address in [*printed, "matrix/", "check/"]:
        html = made.html(address) or ""
        assert str(qr(root + address)) in html, address
        assert checked.rules.plan.number in html
        if address != "check/":  # which carries the version and the day of the answers
            assert checked.rules.plan.reviewed.isoformat() in html


def test_what_is_chinese_on_english_pages_says_so(site: Path) -> None:
    """So that a screen reader changes its voice for it."""
    found = 0
    for page in [*pages(site / "en"), *(page for page in framed(site) if page.is_relative_to(site / "en"))]:
        [main] = html.fromstring(page.read_text(encoding="utf-8")).cssselect("main")
        for text in main.xpath(".//text()[not(ancestor::script or ancestor::option)]"):
            if re.search(r"[\u4e00-\u9fff]", text):
                assert text.getparent().xpath("ancestor-or-self::*[@lang='zh']"), (page, text)
                found += 1
    assert found > 20


def ledger(rules: Path, language: str, day: date = date(2026, 11, 24)) -> html.HtmlElement:
    return html.fromstring(Site(audited(rules), language, "", day=day).html("ledger/") or "")


def words(row: html.HtmlElement, name: str) -> set[str]:
    return set((row.get(name) or "").split())


def acts(cited: Citations) -> list[model.Benefit | model.Duty]:
    return [*cited.benefits, *cited.duties]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rules", [RULES, HARBOUR], ids=["renhe", "harbour"])
def test_the_ledger_has_a_row_for_every_clause_with_all_that_cites_it(rules: Path, language: str) -> None:
    made = audited(rules).rules
    everything: list[Any] = [*(b for _, b in made.benefits()), *(d for _, d in made.duties()), *made.terms]
    everything += [entry for _, item in made.numbered_items() for entry in (*item.goals, *item.principles)]
    assigned = {str(r.clause.id): r.units for area in made.areas for r in area.responsible}
    rows = ledger(rules, language).cssselect("[data-row]")
    assert [row.get("id") for row in rows] == list(made.plan.clauses)
    for row in rows:
        clause = str(row.get("id"))
        [became] = row.cssselect(".cp-became")
        cited = [entry for entry in everything if clause in entry.clauses]
        shown = became.text_content()
        assert cited or clause in assigned
        assert [entry.id for entry in cited if getattr(entry.title, language) not in shown] == []
        bound = [entry for entry in cited if isinstance(entry, (model.Benefit, model.Duty))]
        units = {unit for entry in bound for unit in entry.bearers.all()} | set(assigned.get(clause, []))
        links = {link.partition("#")[2] or link.split("/")[-2] for link in became.xpath(".//a/@href")}
        assert {entry.id for entry in bound} | units <= links
        actors = {kind for kind in ("explicit", "implied") for entry in bound if getattr(entry.bearers, kind)}
        actors |= {"explicit"} if clause in assigned else set()
        assert words(row, "data-actors") == (actors or {"nobody"})


@pytest.mark.parametrize("rules", [RULES, HARBOUR], ids=["renhe", "harbour"])
def test_the_ledger_says_why_a_clause_is_not_computed(rules: Path) -> None:
    reasons = {
        "standing": "No answer about a child sets this duty off",
        "goal": "A goal says",
        "principle": "A principle says",
        "assignment": "An assignment names",
    }
    made = audited(rules).rules
    for row in ledger(rules, "en").cssselect("[data-row]"):
        cited = made.citations[str(row.get("id"))]
        computed = any(entry.when is not None for entry in acts(cited))
        assert ("uncomputable" in words(row, "data-kinds")) != computed
        said = " ".join(note.text_content() for note in row.cssselect(".cp-note"))
        kinds = {"standing": cited.duties, "goal": cited.goals, "principle": cited.principles}
        kinds |= {"assignment": cited.assignments}
        wanted = set() if computed else {kind for kind, found in kinds.items() if found}
        assert {kind for kind, reason in reasons.items() if reason in said} == wanted
        assert all(duty.trigger and duty.trigger.en in said for duty in cited.duties if "standing" in wanted)


def test_the_ledger_counts_its_rows() -> None:
    page = ledger(RULES, "en")
    rows = page.cssselect("[data-row]")
    counts = {group[0].text: int(group[1].text or "") for group in page.cssselect(".cp-facts--counts > div")}
    options = page.cssselect("select[name=kinds] option")[1:]
    assert {option.text for option in options} == set(counts)
    for option in options:
        assert sum(option.get("value") in words(row, "data-kinds") for row in rows) == counts[option.text]
    rest = counts["Not computable"]
    assert f"The plan has {len(rows)} clauses. For {len(rows) - rest} of them" in page.text_content()
    assert f"For the other {rest} it cannot" in page.text_content()


def test_the_ledger_names_the_worked_cases_and_the_readings(checked: Checked) -> None:
    page = ledger(RULES, "zh")
    for clause in checked.rules.clauses():
        folded = page.get_element_by_id(clause.id).cssselect("details")
        shown = " ".join(details.text_content() for details in folded)
        cited = checked.rules.citations[clause.id]
        names = {entry.id for entry in acts(cited)}
        for case in checked.rules.scenarios:
            told = {*case.expect.applies, *case.expect.possible, *case.expect.does_not_apply}
            assert (case.title.zh in shown) == bool(names & told), (clause.id, case.id)
        notes = [clause.note, *(entry.note for entry in acts(cited))]
        notes += [duty.deadline.reading for duty in cited.duties if duty.deadline]
        assert [note.zh for note in notes if note and note.zh not in shown] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ledger_flags_what_is_overdue(language: str) -> None:
    late = {"zh": "核对已过期", "en": "check overdue"}[language]
    for day, flagged in ((date(2027, 11, 28), 0), (date(2027, 11, 29), 126)):
        page = ledger(RULES, language, day)
        rows = page.cssselect("[data-row]")
        assert [late in row.cssselect(".cp-review")[0].text_content() for row in rows].count(True) == flagged
        assert [row.get("data-review") for row in rows].count("overdue") == flagged
        assert len(page.cssselect("#overdue")) == bool(flagged)
        assert all("2027-11-28" in row.text_content() for row in rows)
    assert late not in ledger(HARBOUR, language, date(2999, 1, 1)).text_content()  # which sets no interval
