"""The benefits as public services, in the words of CPSV-AP 3.2, in which catalogues of services are exchanged.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/ says what each class needs. What the rules do not know, such as costs
and opening hours, is not there. One thing has one address in both forms, and the pages of the first language are meant.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.plugins.parsers.jsonld import to_rdf  # `Graph.parse` makes use of what rdflib itself warns of

from generator.logic.audit import Checked
from generator.pages.views.context import Context
from generator.pages.views.guide import errand
from generator.plan import addresses, model

_IN_LANGUAGES = {"@container": "@language"}
_LINK = {"@type": "@id"}
# In the file itself: nobody has to ask another host what the words mean.
_WORDS: dict[str, Any] = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "identifier": "dct:identifier",
    "title": {"@id": "dct:title"} | _IN_LANGUAGES,
    "description": {"@id": "dct:description"} | _IN_LANGUAGES,
    "label": {"@id": "skos:prefLabel"} | _IN_LANGUAGES,
    "issued": {"@id": "dct:issued", "@type": "xsd:date"},
    "relation": {"@id": "dct:relation"} | _LINK,
    "spatial": {"@id": "dct:spatial"} | _LINK,
    "page": {"@id": "foaf:page"} | _LINK,
    "authority": {"@id": "cv:hasCompetentAuthority"} | _LINK,
    "channel": {"@id": "cv:hasChannel"} | _LINK,
    "contactPoint": {"@id": "cv:contactPoint"} | _LINK,
    "legalResource": {"@id": "cv:hasLegalResource"} | _LINK,
    "related": {"@id": "cv:relatedService"} | _LINK,
    "requirement": {"@id": "cv:holdsRequirement"} | _LINK,
    "fulfils": {"@id": "cv:fulfils"} | _LINK,
    "follows": {"@id": "cpsv:follows"} | _LINK,
    "implements": {"@id": "cpsv:implements"} | _LINK,
    "produces": {"@id": "cpsv:produces"} | _LINK,
    "thematicArea": {"@id": "cv:thematicArea"} | _LINK,
    "telephone": "cv:telephone",
}
# Without an address of the site, addresses begin at its root, from the folder where the files stand.
_ROOT = "../"
_STAND_IN = "https://site.invalid/"  # for the same while they are turned from one form into the other

Thing = dict[str, Any]


def authorities(checked: Checked, benefit: model.Benefit) -> list[model.Unit]:
    """The units of the responsibility matrix that must act, those that the document names if it does.

    Where none of these bears it, all who do.
    """
    bearers = benefit.bearers
    for names in (bearers.explicit, bearers.implied):
        if found := [checked.units[name] for name in names if checked.units[name].matrix]:
            return found
    return [checked.units[name] for name in bearers.all()]


def services(contexts: Mapping[str, Context], root: str) -> dict[str, str]:
    """The files by their address. `contexts`: by language; `root`: the address of the site, or nothing."""
    said = _document(contexts, root or _ROOT)
    return {
        addresses.SERVICES_JSON: json.dumps(said, ensure_ascii=False, indent=1) + "\n",
        addresses.SERVICES_TURTLE: _turtle(said, root or _ROOT),
    }


def _turtle(said: Thing, root: str) -> str:
    """The same as Turtle, in an order of its own, which is always the same."""
    words = said["@context"] | {"@base": _STAND_IN}
    graph = Graph()
    to_rdf(said | {"@context": words}, graph)
    text = graph.serialize(format="turtle", base=_STAND_IN)
    return text.replace(f"@base <{_STAND_IN}> .", f"@base <{root}> .", 1).replace(f"<{_STAND_IN}", "<")


def _document(contexts: Mapping[str, Context], root: str) -> Thing:
    context = next(iter(contexts.values()))
    rules = context.rules
    benefits = [benefit for _, benefit in rules.benefits()]
    units = {unit.id: unit for benefit in benefits for unit in authorities(context.checked, benefit)}
    called = {name for benefit in benefits for name in benefit.contacts}
    cited = dict.fromkeys(locator for benefit in benefits for locator in benefit.clauses)
    things = [
        {"@id": _PLACE, "@type": "dct:Location", "label": _texts(rules.plan.place)},
        {
            "@id": _PLAN,
            "@type": "eli:LegalResource",
            "identifier": rules.plan.number,
            "title": _texts(rules.plan.title),
            "issued": rules.plan.issued.isoformat(),
        },
        *(_clause(contexts, locator) for locator in cited),
        *({"@id": _area(area), "@type": "skos:Concept", "label": _texts(area.title)} for area in rules.areas),
        *(_organisation(unit) for unit in rules.units if unit.id in units),
        *(_contact(contact) for contact in rules.contacts if contact.id in called),
    ]
    for area, benefit in rules.benefits():
        things += _service(contexts, area, benefit)
    return {"@context": {"@base": root} | _WORDS, "@graph": things}


_PLAN = addresses.page("plan")
_PLACE = addresses.SERVICES_JSON + "#place"


def _texts(text: model.Text) -> dict[str, str]:
    return {code: str(said) for code, said in text.model_dump().items()}


def _area(area: model.AreaFile) -> str:
    return addresses.area(area.id) + "#area"


def _authority(unit: model.Unit) -> str:
    return addresses.unit(unit.id) + "#organisation"


def _point(contact: str) -> str:
    return f"{addresses.SERVICES_JSON}#{contact}"


def _part(benefit: str, name: str) -> str:
    """A thing that the guide to a benefit is about."""
    return f"{addresses.guide(benefit)}#{name}"


def _organisation(unit: model.Unit) -> Thing:
    made = {"@id": _authority(unit), "@type": "cv:PublicOrganisation", "identifier": unit.id}
    return made | {"label": _texts(unit.name), "spatial": _PLACE, "page": addresses.unit(unit.id)}


def _contact(contact: model.Contact) -> Thing:
    made = {"@id": _point(contact.id), "@type": "cv:ContactPoint", "telephone": contact.number}
    return made | {"label": _texts(contact.title)}


def _clause(contexts: Mapping[str, Context], locator: str) -> Thing:
    numbers = {code: context.number(locator) for code, context in contexts.items()}
    statement = next(iter(contexts.values())).statements[locator]
    return {
        "@id": addresses.clause(locator),
        "@type": "eli:LegalResource",
        "identifier": locator,
        "title": numbers,
        "description": _texts(statement.text),
        "relation": _PLAN,
    }


def _service(contexts: Mapping[str, Context], area: model.AreaFile | None, benefit: model.Benefit) -> list[Thing]:
    """The service, whom it is for, the rule behind that, the place where one goes first, and what one gets."""
    own = str(benefit.id)
    checked = next(iter(contexts.values())).checked
    title, clauses = _texts(benefit.title), [addresses.clause(locator) for locator in benefit.clauses]
    whom = {code: context.line(own) for code, context in contexts.items()}
    where = {code: errand(context, benefit)["where"] for code, context in contexts.items()}
    outputs = [
        {"@id": _part(own, f"output-{i}"), "@type": "cv:Output", "identifier": f"{own}-{i}", "title": _texts(text)}
        for i, text in enumerate(benefit.gives, 1)
    ]
    return [
        {
            "@id": _part(own, "service"),
            "@type": "cpsv:PublicService",
            "identifier": own,
            "title": title,
            "description": _texts(benefit.summary),
            "authority": [_authority(unit) for unit in authorities(checked, benefit)],
            "spatial": _PLACE,
            "legalResource": clauses,
            "requirement": _part(own, "requirement"),
            "follows": _part(own, "rule"),
            "channel": _part(own, "place"),
            "contactPoint": [_point(name) for name in benefit.contacts],
            "produces": [str(output["@id"]) for output in outputs],
            "related": [_part(name, "service") for name in benefit.related],
            "page": [context.language.root + addresses.guide(own) for context in contexts.values()],
        }
        | ({"thematicArea": _area(area)} if area else {}),
        {
            "@id": _part(own, "requirement"),
            "@type": "cv:Requirement",
            "identifier": f"{own}-requirement",
            "title": whom,
            "fulfils": _part(own, "rule"),
        },
        {
            "@id": _part(own, "rule"),
            "@type": "cpsv:Rule",
            "identifier": f"{own}-rule",
            "title": title,
            "description": whom,
            "implements": clauses,
        },
        {"@id": _part(own, "place"), "@type": "cv:Channel", "identifier": f"{own}-place", "description": where},
        *outputs,
    ]
