"""What the site says to programs that know none of its fields: schema.org in pages, files of CPSV-AP, an Atom feed."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from pyshacl import validate
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF
from rdflib.plugins.parsers.jsonld import to_rdf

from generator.logic.audit import Checked
from generator.pages.linked import cpsv
from generator.pages.site import Site
from tests.conftest import HARBOUR, ROOT, RULES, audited

SCHEMA = Namespace("https://schema.org/")
CPSV, CV = Namespace("http://purl.org/vocab/cpsv#"), Namespace("http://data.europa.eu/m8g/")
SHAPES = ROOT / "tests" / "data" / "cpsv-ap.ttl"
ATOM = etree.RelaxNG(etree.parse(ROOT / "tests" / "data" / "atom.rng"))
BASE = "https://guide.example.org/"  # where the files would stand


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """What words mean stands in the data itself: whoever reads it asks nobody."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# --- schema.org ---


def said(page: Path) -> str:
    """The JSON-LD of a page, as it stands there."""
    found = html.fromstring(page.read_text(encoding="utf-8")).xpath("//script[@type='application/ld+json']/text()")
    assert len(found) <= 1, page
    return str(found[0]) if found else ""


def understood(text: str, address: str) -> Graph:
    """JSON-LD that stands at an address."""
    graph = Graph()
    to_rdf(json.loads(text), graph, base=address)
    return graph


def graph_of(site: Path, page: Path) -> Graph:
    return understood(said(page), BASE + page.relative_to(site).as_posix().removesuffix("index.html"))


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("root", ["", "en/"])
def test_a_guide_is_a_service_with_questions_that_stand_on_the_page(site: Path, checked: Checked, root: str) -> None:
    for name, benefit in checked.benefits.items():
        page = site / root / f"guides/{name}/index.html"
        graph = graph_of(site, page)
        document = html.fromstring(page.read_text(encoding="utf-8"))
        [article] = document.cssselect("article")
        shown = flat(article.text_content())
        [service] = graph.subjects(RDF.type, SCHEMA.GovernmentService)
        assert graph.value(service, SCHEMA.url) == URIRef(f"{BASE}{root}guides/{name}/")
        [title] = document.cssselect("h1")
        assert (
            str(graph.value(service, SCHEMA.name)) == title.text_content() == getattr(benefit.title, root[:2] or "zh")
        )
        providers = {str(graph.value(unit, SCHEMA.url)) for unit in graph.objects(service, SCHEMA.provider)}
        assert providers <= {f"{BASE}{root}units/{unit}/" for unit in benefit.bearers.all()}
        assert providers
        phones = {str(each) for each in graph.objects(None, SCHEMA.telephone)}
        assert phones == {each.number for each in checked.rules.contacts if each.id in benefit.contacts}
        headings = {flat(heading.text_content()) for heading in article.cssselect("h2")}
        questions = list(graph.subjects(RDF.type, SCHEMA.Question))
        assert len(questions) == 3
        for question in questions:
            asked = str(graph.value(question, SCHEMA.name))
            assert flat(asked) in headings
            assert asked[-1] in "?？"
            answer = graph.value(question, SCHEMA.acceptedAnswer)
            lines = str(graph.value(answer, SCHEMA.text)).split("\n")
            told = [flat(line) for line in lines]
            # A condition is one line here and a list on the page.
            parts = [part for line in told for part in re.split(r"[，、,（）()：:。.]|并且|或者|and|or", line) if part]
            assert [part for part in parts if part not in shown] == []
        crumbs = {str(graph.value(step, SCHEMA.name)) for step in graph.subjects(RDF.type, SCHEMA.ListItem)}
        assert title.text_content() in crumbs
        assert len(crumbs) in (2, 3)


def test_what_a_page_says_of_itself_is_understood_without_asking_anybody(site: Path) -> None:
    types: dict[str, int] = {}
    for page in sorted(site.rglob("index.html")):
        if text := said(page):
            assert set(json.loads(text)) == {"@context", "@graph"}
            assert "http" not in re.sub(r'"@vocab": "https://schema.org/"', "", text)  # no address of this machine
            for thing in json.loads(text)["@graph"]:
                types[thing["@type"]] = types.get(thing["@type"], 0) + 1
    assert types["WebSite"] == 2
    assert types["GovernmentService"] == types["FAQPage"] == 62
    assert types["BreadcrumbList"] > 62
    assert not [page for page in (site / "embed").rglob("*.html") if said(page)]
    home = graph_of(site, site / "en/index.html")
    [website] = home.subjects(RDF.type, SCHEMA.WebSite)
    assert home.value(website, SCHEMA.url) == URIRef(f"{BASE}en/")


def test_a_site_with_an_address_names_it(checked: Checked) -> None:
    made = Site(audited(HARBOUR), "en", f"{BASE}en/")
    graph = understood(made.linked("guides/winter-fuel/"), "https://elsewhere.example/")
    urls = {str(each) for each in graph.objects(None, SCHEMA.url)} | {str(e) for e in graph.objects(None, SCHEMA.item)}
    assert f"{BASE}en/guides/winter-fuel/" in urls
    assert {url for url in urls if not url.startswith(f"{BASE}en/")} == set()
    assert made.linked("plan/") == ""


# --- CPSV-AP ---


@pytest.fixture(scope="module")
def services(site: Path) -> Graph:
    return Graph().parse(site / "data/services.ttl", format="turtle", publicID=f"{BASE}data/services.ttl")


def test_both_forms_say_the_same(site: Path, services: Graph) -> None:
    text = (site / "data/services.jsonld").read_text(encoding="utf-8")
    same = understood(text, f"{BASE}data/services.jsonld")
    assert len(same) > 1_500
    assert isomorphic(same, services)
    assert {str(node).startswith(BASE) for node in services.subjects()} == {True}


def conforms(graph: Graph) -> tuple[bool, str]:
    shapes = Graph().parse(SHAPES, format="turtle")
    done, _, text = validate(graph, shacl_graph=shapes, advanced=False, inference="none")
    return bool(done), str(text)


def test_the_services_are_what_the_profile_asks_for(services: Graph) -> None:
    done, text = conforms(services)
    assert done, text[:3_000]


@pytest.mark.parametrize(
    "predicate", [DCTERMS.identifier, DCTERMS.title, CV.hasCompetentAuthority, CV.hasLegalResource, CPSV.produces]
)
def test_a_service_that_lacks_something_is_noticed(services: Graph, predicate: URIRef) -> None:
    spoilt = Graph()
    service = URIRef(f"{BASE}guides/counselling/#service")
    for triple in services:
        if not (triple[0] == service and triple[1] == predicate):
            spoilt.add(triple)
    assert len(spoilt) < len(services)
    assert not conforms(spoilt)[0]


def test_a_service_says_what_the_rules_say(site: Path, services: Graph, checked: Checked) -> None:
    found = {
        str(services.value(each, DCTERMS.identifier)): each for each in services.subjects(RDF.type, CPSV.PublicService)
    }
    assert set(found) == set(checked.benefits)
    for name, benefit in checked.benefits.items():
        each = found[name]
        assert set(services.objects(each, DCTERMS.title)) == {
            Literal(benefit.title.zh, "zh"),
            Literal(benefit.title.en, "en"),
        }
        named = {str(address) for address in services.objects(each, CV.hasCompetentAuthority)}
        assert named == {f"{BASE}units/{unit.id}/#organisation" for unit in cpsv.authorities(checked, benefit)}
        cited = {str(address) for address in services.objects(each, CV.hasLegalResource)}
        assert cited == {f"{BASE}plan/#{clause}" for clause in benefit.clauses}
        gives = {str(services.value(o, DCTERMS.title)) for o in services.objects(each, CPSV.produces)}
        assert len(gives) == len(set(services.objects(each, CPSV.produces))) == len(benefit.gives)
        for page in services.objects(each, FOAF.page):
            assert (site / str(page).removeprefix(BASE) / "index.html").is_file()


def test_a_named_unit_comes_before_an_implied_one(checked: Checked) -> None:
    def units(benefit: str) -> list[str]:
        return [str(unit.id) for unit in cpsv.authorities(checked, checked.benefits[benefit])]

    assert units("guardian-accountability") == ["police"]  # the plan names it, and implies others
    assert units("counselling") == ["township", "health", "education-sports"]  # it names no unit of the matrix
    assert units("settlement-no-relatives") == ["origin-government", "destination-government"]


@pytest.mark.parametrize("root", ["", BASE])
def test_another_plan_has_services_too(root: str) -> None:
    made = Site(audited(HARBOUR), "zh", root)
    files = cpsv.services(made.contexts, root)
    graph = Graph().parse(data=files["data/services.ttl"], format="turtle", publicID=f"{BASE}data/services.ttl")
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == len(audited(HARBOUR).benefits)
    assert conforms(graph)[0]


# --- the feed ---


def feed(rules: Path, language: str) -> tuple[Site, Any]:
    root = BASE + ("" if language == "zh" else f"{language}/")
    made = Site(audited(rules), language, root)
    return made, etree.fromstring(str(made.data_files()["changes/feed.xml"]).encode())


def test_the_feed_of_changes_is_one(checked: Checked) -> None:
    made, tree = feed(RULES, "en")
    assert ATOM.validate(tree), ATOM.error_log
    names = {"a": "http://www.w3.org/2005/Atom"}
    ids = tree.xpath("//a:entry/a:id/text()", namespaces=names)
    versions = checked.rules.plan.versions
    assert ids == [f"{BASE}en/changes/#v{version.id}" for version in versions]
    page = html.fromstring(str(made.html("changes/")))
    assert {address.partition("#")[2] for address in ids} <= set(page.xpath("//@id"))
    updated = tree.xpath("//a:entry/a:updated/text()", namespaces=names)
    assert updated == [f"{version.date.isoformat()}T00:00:00Z" for version in versions]
    assert tree.xpath("/a:feed/a:updated/text()", namespaces=names) == [max(updated)]
    links = {link.get("rel"): link.get("href") for link in tree.xpath("/a:feed/a:link", namespaces=names)}
    assert links == {"self": f"{BASE}en/changes/feed.xml", "alternate": f"{BASE}en/changes/"}
    text = flat("".join(tree.itertext()))
    assert [version.id for version in versions if flat(version.text.en) not in text] == []
    assert page.xpath("//a[contains(@href, 'feed.xml')]/@href") == ["feed.xml"]


def test_a_site_without_an_address_has_no_feed(site: Path) -> None:
    assert not list(site.rglob("feed.xml"))
    assert "feed.xml" not in (site / "changes/index.html").read_text(encoding="utf-8")
    assert Site(audited(RULES), "zh", "http://127.0.0.1:8000/").feed == ""
    assert Site(audited(HARBOUR), "zh", BASE).feed == ""  # no version is on record


def test_a_spoilt_feed_is_noticed() -> None:
    _, tree = feed(RULES, "zh")
    assert ATOM.validate(tree), ATOM.error_log
    for path in ("//a:feed/a:id", "//a:entry/a:updated", "//a:author", "//a:entry/a:title"):
        spoilt = etree.fromstring(etree.tostring(tree))
        found = spoilt.xpath(path, namespaces={"a": "http://www.w3.org/2005/Atom"})[0]
        found.getparent().remove(found)
        assert not ATOM.validate(spoilt), path
