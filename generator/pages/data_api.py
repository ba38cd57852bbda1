"""The static data interface: api/v1/*.json, each with a JSON Schema beside it, and tables for spreadsheets.

Published fields are never renamed.

A model here is what a file looks like; its schema is generated from it, so the two cannot drift apart.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from checker.fact import TYPES
from generator.logic.audit import Checked
from generator.logic.index import by_id
from generator.pages.views.context import Context
from generator.pages.views.duties import role_of
from generator.pages.views.parts import Link
from generator.plan import addresses, model
from generator.plan.folder import Rules
from generator.plan.languages import LANGUAGES


class Base(BaseModel):
    model_config = ConfigDict(extra="forbid")


_TEXTS: dict[str, Any] = dict.fromkeys(LANGUAGES, (str, ...))


class Text(create_model("Text", __base__=Base, **_TEXTS)):  # type: ignore[misc]
    pass


class PlanData(Base):
    """The document: identity, dates, and its areas in order."""

    id: str
    version: str
    number: str
    title: Text
    place: Text
    issuer: Text
    issued: str = Field(description="ISO date")
    reviewed: str = Field(description="ISO date on which the rules were last compared with the document")
    areas: list[str]


class UnitData(Base):
    id: str
    name: Text
    matrix: bool = Field(description="a unit of the responsibility matrix")
    about: Text
    today: Text | None
    duties: list[str] = Field(description="duty ids, in the document's order")


class ClauseData(Base):
    id: str = Field(description="locator, for example 3.1.4-a")
    text: Text = Field(description="the provision in our own words")
    note: Text | None
    benefits: list[str]
    duties: list[str]


class BenefitData(Base):
    id: str
    area: str | None
    clauses: list[str]
    title: Text
    summary: Text
    when: Any = Field(description="condition in facts and terms; six forms, see the rules' own schema")
    gives: list[Text]
    next: list[Text]
    silent: list[Text]
    bearers: list[str]
    implied: list[str] = Field(description="the part of bearers that the document does not state in words")
    note: Text | None


class DutyData(Base):
    id: str
    area: str | None
    clauses: list[str]
    title: Text
    summary: Text
    when: Any = Field(description="condition that triggers it, or null for a duty that always stands")
    trigger: Text | None
    bearers: list[str]
    implied: list[str]
    deadline: Text | None
    report_to: list[str]
    follows: list[str] = Field(description="duties that the document has done before it in the same case")
    benefits: list[str]
    note: Text | None


class FactData(Base):
    id: str
    type: model.FactType
    group: str
    question: Text
    help: Text
    statement: Text | None = Field(description="true just where the question is answered by yes")
    values: list[str]
    minimum: int | None


def api_files(checked: Checked) -> Mapping[str, str]:
    """Every file of the interface by its address on the site, schemas included."""
    rules = checked.rules
    area_of = {str(b.id): str(a.id) if a else None for a, b in rules.benefits()}
    area_of |= {str(d.id): str(a.id) if a else None for a, d in rules.duties()}
    benefits = [b for _, b in rules.benefits()]
    duties = [d for _, d in rules.duties()]
    plan = rules.plan
    return {
        **_pair("plan", PlanData, PlanData.model_validate(_plan(plan) | {"areas": [a.id for a in rules.areas]})),
        **_list("units", UnitData, [_unit(u, duties) for u in rules.units]),
        **_matrix(checked),
        **_list("benefits", BenefitData, [_act(b, BenefitData, area_of) for b in benefits]),
        **_list("duties", DutyData, [_act(d, DutyData, area_of) for d in duties]),
        **_list("clauses", ClauseData, _clauses(rules)),
        **_list("facts", FactData, [_fact(f) for f in rules.facts]),
    }


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _pair(name: str, kind: type[BaseModel], data: BaseModel) -> dict[str, str]:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}
    return {
        addresses.data(name): _dump(data.model_dump(mode="json")),
        addresses.schema(name): _dump(schema),
    }


def _list(name: str, kind: type[BaseModel], entries: list[dict[str, Any]]) -> dict[str, str]:
    fields: dict[str, Any] = {name: (list[kind], ...)}  # type: ignore[valid-type]
    wrapper = create_model(name.capitalize(), __base__=Base, **fields)
    return _pair(name, wrapper, wrapper.model_validate({name: entries}))


def _plan(plan: model.PlanFile) -> dict[str, Any]:
    data = plan.model_dump(mode="json")
    return {key: data[key] for key in PlanData.model_fields if key != "areas"}


def _unit(unit: model.Unit, duties: list[model.Duty]) -> dict[str, Any]:
    data = unit.model_dump(mode="json", include={"id", "name", "matrix", "about", "today"})
    return data | {"duties": [d.id for d in duties if unit.id in d.bearers.all()]}


def _act(entry: model.Act, kind: type[BaseModel], area_of: Mapping[str, str | None]) -> dict[str, Any]:
    data = entry.model_dump(mode="json")
    data |= {"bearers": entry.bearers.all(), "implied": entry.bearers.implied, "area": area_of[entry.id]}
    if isinstance(entry, model.Duty):
        data["deadline"] = entry.deadline.text.model_dump() if entry.deadline else None
    return {key: data[key] for key in kind.model_fields}


def _clauses(rules: Rules) -> list[dict[str, Any]]:
    stated = by_id(rules.clauses())
    return [
        stated[clause].model_dump(mode="json")
        | {
            "benefits": [b.id for b in rules.citations[clause].benefits],
            "duties": [d.id for d in rules.citations[clause].duties],
        }
        for clause in rules.plan.clauses
    ]


def _fact(fact: model.Fact) -> dict[str, Any]:
    data = fact.model_dump(mode="json", include={"id", "type", "group", "question", "help", "statement"})
    minimum = fact.minimum if TYPES[fact.type].ordered else None
    return data | {"values": [choice.id for choice in fact.values], "minimum": minimum}


def _matrix(checked: Checked) -> dict[str, str]:
    """Areas with the units of each role, in the document's order; a role's id is the key."""
    roles = [str(role.id) for role in checked.rules.plan.roles]
    fields: dict[str, Any] = {"id": (str, ...), "locator": (str, ...), "title": (Text, ...)}
    fields |= dict.fromkeys(roles, (list[str], ...))
    area = create_model("Area", __base__=Base, **fields)
    rows = [
        {"id": a.id, "locator": a.locator, "title": a.title.model_dump()}
        | {role: [unit for r in a.responsible if r.role == role for unit in r.units] for role in roles}
        for a in checked.rules.areas
    ]
    wrapper = create_model("Matrix", __base__=Base, areas=(list[area], ...))
    return _pair("matrix", wrapper, wrapper.model_validate({"areas": rows}))


def matrix_csv(context: Context) -> str:
    """Units down, areas across, the role's title in the cell; opens in a spreadsheet as it is."""
    areas = context.rules.areas
    rows = [[context.t["unit"], *(f"{context.number(area.locator)} {context.say(area.title)}" for area in areas)]]
    for unit in context.rules.units:
        if unit.matrix:
            roles = (role_of(context, area, unit) for area in areas)
            rows.append([context.say(unit.name), *(context.say(role.title) if role else "" for role in roles)])
    return _csv(rows)


def duties_csv(context: Context) -> str:
    keys = ("duty", "area", "bearers_explicit", "bearers_implied", "trigger", "deadline", "report_to", "sources")
    rows = [[context.t[key] for key in keys]]

    def titles(links: Sequence[Link]) -> str:
        return context.language.separator.join(link.title for link in links)

    for duty in context.duties.values():
        rows.append(
            [
                duty.title,
                duty.area.title if duty.area else context.t["across"],
                titles(duty.bearers.explicit),
                titles(duty.bearers.implied),
                duty.when_line or duty.trigger,
                duty.deadline,
                titles(duty.report_to),
                titles(duty.clauses),
            ]
        )
    return _csv(rows)


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_cell(text) for text in row] for row in rows)
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8


def _cell(text: str) -> str:
    """The text for a spreadsheet, which would take it for a formula if it began with one of these."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
