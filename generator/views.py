"""The model as pages see it: for every page one object, in one language, links resolved, nothing left to decide."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from generator import model
from generator.audit import Checked
from generator.numbering import number
from generator.wording import Phrase, Wording

OVERVIEW = 0.5


@dataclass(frozen=True)
class Link:
    title: str
    address: str


@dataclass(frozen=True)
class Page:
    """One page of the site. `address` is relative to the language's root; `source` is the rule file behind the page."""

    address: str
    template: str
    title: str
    description: str
    view: Mapping[str, Any]
    words: tuple[str, ...] = ()
    source: str = ""
    weight: float = 1.0  # in search: overview pages speak of everything, so they rank below the page that is about it
    wide: bool = False  # no side navigation: the page needs the width, or is itself the way in


@dataclass
class Citations:
    """Everything that cites one clause."""

    benefits: list[model.Benefit] = field(default_factory=list)
    duties: list[model.Duty] = field(default_factory=list)
    principles: list[model.Principle] = field(default_factory=list)


class Views:
    """All pages of one language."""

    def __init__(self, checked: Checked, language: str, interface: Mapping[str, str], site_url: str) -> None:
        self.rules = checked.rules
        self.language = language
        self.t = interface
        self.site_url = site_url
        self._conditions = checked.conditions
        self._wording = Wording(checked.facts, checked.terms, language)
        self._units = checked.units
        self._benefits = checked.benefits
        self._references = {str(r.id): r for r in self.rules.references}
        self._contacts = {str(c.id): c for c in self.rules.contacts}
        self._area_of = {b.id: area for area, b in self.rules.benefits()} | {
            d.id: area for area, d in self.rules.duties()
        }

    @property
    def _root(self) -> str:
        """From this language's root to the site's, where the files stand that no language owns."""
        return "" if self.language == model.LANGUAGES[0] else "../"

    # --- small pieces ------------------------------------------------------------------------------------------

    def say(self, text: model.Text | None) -> str:
        return "" if text is None else str(getattr(text, self.language))

    def says(self, texts: Iterable[model.Text]) -> list[str]:
        return [self.say(text) for text in texts]

    def number(self, locator: str) -> str:
        """The locator as the document itself writes it."""
        return number(self.rules.plan, locator, self.language)

    def clause_links(self, ids: Iterable[str]) -> list[Link]:
        return [Link(self.number(i), f"plan/#{i}") for i in ids]

    def unit_links(self, ids: Iterable[str]) -> list[Link]:
        return [Link(self.say(self._units[i].name), f"units/{i}/") for i in ids]

    def benefit_link(self, benefit: model.Benefit) -> Link:
        return Link(self.say(benefit.title), f"guides/{benefit.id}/")

    def area_link(self, area: model.AreaFile) -> Link:
        return Link(self.say(area.title), f"areas/{area.id}/")

    def contacts(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        return [self._contact(self._contacts[i]) for i in ids]

    def _contact(self, contact: model.Contact) -> dict[str, Any]:
        return {
            "number": contact.number,
            "title": self.say(contact.title),
            "use": self.say(contact.use),
            "clause": self.clause_links([contact.clause])[0] if contact.clause else None,
            "reference": self.reference_link(contact.reference) if contact.reference else None,
        }

    def reference_link(self, name: str) -> Link:
        reference = self._references[name]
        return Link(self.reference_title(reference), f"references/#{name}")

    def reference_title(self, reference: model.Reference) -> str:
        return self.say(reference.title)

    def phrase(self, owner: str) -> Phrase:
        return self._wording.phrase(self._conditions[owner])

    def bearers(self, bearers: model.Bearers) -> dict[str, list[Link]]:
        return {"explicit": self.unit_links(bearers.explicit), "implied": self.unit_links(bearers.implied)}

    def later(self, entries: Iterable[model.LaterLaw]) -> list[dict[str, Any]]:
        return [
            {
                "reference": self.reference_link(e.reference),
                "number": self._references[e.reference].number,
                "dated": self.say(self._references[e.reference].dated),
                "checked": self._references[e.reference].checked,
                "text": self.say(e.text),
            }
            for e in entries
        ]

    def review(self, review: model.Review) -> dict[str, str]:
        return {"date": review.date.isoformat(), "against": self.say(review.against)}

    def card(self, benefit: model.Benefit) -> dict[str, str]:
        return {
            "title": self.say(benefit.title),
            "address": f"guides/{benefit.id}/",
            "summary": self.say(benefit.summary),
            "who": self._wording.sentence(self.phrase(benefit.id)),
        }

    def duty(self, duty: model.Duty) -> dict[str, Any]:
        area = self._area_of[duty.id]
        return {
            "id": duty.id,
            "title": self.say(duty.title),
            "summary": self.say(duty.summary),
            "when": self.phrase(duty.id) if duty.when is not None else None,
            "when_line": self._wording.sentence(self.phrase(duty.id)) if duty.when is not None else "",
            "trigger": self.say(duty.trigger),
            "deadline": self.say(duty.deadline.text) if duty.deadline else "",
            "reading": self.say(duty.deadline.reading) if duty.deadline else "",
            "report_to": self.unit_links(duty.report_to),
            "next": self.says(duty.next),
            "bearers": self.bearers(duty.bearers),
            "units": " ".join(duty.bearers.all()),
            "clauses": self.clause_links(duty.clauses),
            "benefits": [self.benefit_link(self._benefits[b]) for b in duty.benefits],
            "note": self.say(duty.note),
            "later": self.later(duty.later),
            "area": self.area_link(area) if area else None,
            "address": f"duties/#{duty.id}",
            "review": self.review(duty.reviewed),
        }

    # --- what several pages share ------------------------------------------------------------------------------

    @cached_property
    def citations(self) -> Mapping[str, Citations]:
        found: dict[str, Citations] = defaultdict(Citations)
        for _, benefit in self.rules.benefits():
            for clause in benefit.clauses:
                found[clause].benefits.append(benefit)
        for _, duty in self.rules.duties():
            for clause in duty.clauses:
                found[clause].duties.append(duty)
        for principle in self.rules.principles():
            for clause in principle.clauses:
                found[clause].principles.append(principle)
        return found

    @cached_property
    def duties(self) -> list[dict[str, Any]]:
        return [self.duty(duty) for _, duty in self.rules.duties()]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Benefits and duties by area, what belongs to no area last."""
        groups = []
        for area in [*self.rules.areas, None]:
            benefits = [self.card(b) for a, b in self.rules.benefits() if a is area]
            duties = [d for (a, _), d in zip(self.rules.duties(), self.duties, strict=True) if a is area]
            if benefits or duties:
                groups.append(
                    {
                        "id": area.id if area else "all-areas",
                        "link": self.area_link(area) if area else None,
                        "title": self.say(area.title) if area else self.t["across"],
                        "summary": self.say(area.summary) if area else "",
                        "benefits": benefits,
                        "duties": duties,
                    }
                )
        return groups

    @cached_property
    def matrix_units(self) -> list[model.Unit]:
        return [unit for unit in self.rules.units if unit.matrix]

    def role_of(self, area: model.AreaFile, unit: str) -> model.Role | None:
        for responsible in area.responsible:
            if unit in responsible.units:
                return next(role for role in self.rules.plan.roles if role.id == responsible.role)
        return None

    def responsible(self, area: model.AreaFile) -> list[dict[str, Any]]:
        roles = {role.id: role for role in self.rules.plan.roles}
        return [
            {
                "role": self.say(roles[r.role].title),
                "text": self.say(r.clause.text),
                "note": self.say(r.clause.note),
                "clause": self.clause_links([r.clause.id])[0],
                "units": self.unit_links(r.units),
            }
            for r in area.responsible
        ]

    def scenarios(self, benefit: str) -> list[dict[str, str]]:
        """Worked cases in which the benefit's status is stated: first those where it applies."""
        labels = [
            ("applies", self.t["applies"]),
            ("possible", self.t["possible"]),
            ("does_not_apply", self.t["does_not_apply"]),
        ]
        found = []
        for key, label in labels:
            for s in self.rules.scenarios:
                if benefit in getattr(s.expect, key):
                    found.append(
                        {
                            "title": self.say(s.title),
                            "story": self.say(s.story),
                            "status": key,
                            "label": label,
                        }
                    )
        applying = [f for f in found if f["status"] == "applies"][:2]
        others = [f for f in found if f["status"] != "applies"]
        return applying + others[: 3 - len(applying)]

    # --- pages -------------------------------------------------------------------------------------------------

    def pages(self) -> list[Page]:
        return [
            self.home(),
            self.check(),
            self.guides(),
            *(
                self.guide(area, item, benefit)
                for area, item in self.rules.numbered_items()
                for benefit in item.benefits
            ),
            self.areas(),
            *(self.area(area) for area in self.rules.areas),
            self.matrix(),
            self.duty_list(),
            self.units(),
            *(self.unit(unit) for unit in self.rules.units),
            self.plan(),
            self.terms(),
            self.references(),
            self.staff(),
            self.campaign(),
            self.about(),
            self.privacy(),
        ]

    def _words(self, page: str) -> tuple[str, ...]:
        return tuple(self.t[f"{page}_words"].split(" / "))

    def _page(self, address: str, template: str, title: str, description: str, **rest: Any) -> Page:
        return Page(address, template, title, description, **rest)

    def home(self) -> Page:
        plan = self.rules.plan
        view = {
            "title": self.say(plan.short),
            "lead_in": self.say(plan.lead_in),
            "number": plan.number,
            "emergency": self.contacts(plan.emergency),
            "groups": [group for group in self.groups if group["benefits"]],
            "searches": self.says(plan.searches),
        }
        return self._page(
            "", "home.html", self.t["home"], self.say(plan.lead_in), view=view, source="plan.yml", wide=True
        )

    def check(self) -> Page:
        """The questionnaire: every question, the conditions in words beside it, and the texts that its script needs."""
        facts = self.rules.facts
        yes_no = {"true": self.t["checker_yes"], "false": self.t["checker_no"]}
        labels = {f.id: {str(choice.id): self.say(choice.label) for choice in f.values} for f in facts}
        labels |= {f.id: yes_no for f in facts if f.type == "boolean"}
        labels = {name: options for name, options in labels.items() if options}

        def question(fact: model.Fact) -> dict[str, Any]:
            return {
                "id": fact.id,
                "type": fact.type,
                "question": self.say(fact.question),
                "worker": self.say(fact.worker),
                "help": self.say(fact.help),
                "options": list(labels.get(fact.id, {}).items()),
                "minimum": fact.minimum,
                "maximum": fact.maximum,
                "unit": self.say(fact.unit),
            }

        view = {
            "version": self.rules.plan.version,
            "emergency": self.contacts(self.rules.plan.emergency),
            "root": self._root,
            "groups": [
                {
                    "id": group.id,
                    "title": self.say(group.title),
                    "facts": [question(fact) for fact in facts if fact.group == group.id],
                }
                for group in self.rules.plan.groups
            ],
            "dangers": [
                {
                    "fact": fact.id,
                    "answers": " ".join(json.dumps(a) if isinstance(a, bool) else a for a in fact.danger.answers),
                    "do": self.say(fact.danger.do),
                    "contacts": self.contacts(fact.danger.contacts),
                }
                for fact in facts
                if fact.danger
            ],
            "areas": [
                {
                    "title": group["title"],
                    "benefits": [b | {"phrase": self.phrase(b["address"].split("/")[1])} for b in group["benefits"]],
                }
                for group in self.groups
                if group["benefits"]
            ],
            "texts": {
                "say": {key: text for key, text in self.t.items() if key.startswith(("check_", "checker_"))},
                "answers": labels,
                "topics": {area.id: self.say(area.title) for area in self.rules.areas},
            },
        }
        return self._page(
            "check/",
            "check.html",
            self.t["check"],
            self.t["check_lead"],
            words=self._words("check"),
            view=view,
            wide=True,
        )

    def guides(self) -> Page:
        view = {"groups": [g for g in self.groups if g["benefits"]]}
        return self._page("guides/", "guides.html", self.t["guides"], self.t["guides_lead"], view=view)

    def guide(self, area: model.AreaFile | None, item: model.Item, benefit: model.Benefit) -> Page:
        duties = [self.duty(d) for _, d in self.rules.duties() if benefit.id in d.benefits]
        statements = {clause.id: clause for clause in self.rules.clauses()}
        view = {
            "title": self.say(benefit.title),
            "summary": self.say(benefit.summary),
            "area": self.area_link(area) if area else None,
            "item": {
                "number": self.number(item.locator),
                "title": self.say(item.title),
                "note": self.say(item.note),
            },
            "who": self.phrase(benefit.id),
            "gives": self.says(benefit.gives),
            "next": self.says(benefit.next),
            "contacts": self.contacts(benefit.contacts),
            "bearers": self.bearers(benefit.bearers),
            "silent": self.says(benefit.silent),
            "note": self.say(benefit.note),
            "clauses": [
                {"link": link, "text": self.say(statements[i].text), "note": self.say(statements[i].note)}
                for link, i in zip(self.clause_links(benefit.clauses), benefit.clauses, strict=True)
            ],
            "duties": duties,
            "related": [self.card(self._benefits[r]) for r in benefit.related],
            "terms": [Link(self.say(t.title), f"terms/#{t.id}") for t in self.rules.terms if t.id in benefit.terms],
            "later": self.later(benefit.later),
            "scenarios": self.scenarios(benefit.id),
            "review": self.review(benefit.reviewed),
        }
        return self._page(
            f"guides/{benefit.id}/",
            "guide.html",
            self.say(benefit.title),
            self.say(benefit.summary),
            view=view,
            words=tuple(getattr(benefit.words, self.language)),
            source=f"areas/{area.id}.yml" if area else "measures.yml" if item in self.rules.measures else "plan.yml",
        )

    def areas(self) -> Page:
        cards = [
            {
                "link": self.area_link(a),
                "number": self.number(a.locator),
                "summary": self.say(a.summary),
                "responsible": self.responsible(a),
            }
            for a in self.rules.areas
        ]
        return self._page(
            "areas/",
            "areas.html",
            self.t["areas"],
            self.t["areas_lead"],
            view={"areas": cards},
            weight=OVERVIEW,
        )

    def area(self, area: model.AreaFile) -> Page:
        view = {
            "title": self.say(area.title),
            "number": self.number(area.locator),
            "summary": self.say(area.summary),
            "note": self.say(area.note),
            "responsible": self.responsible(area),
            "items": [self._item(item) for item in area.items],
        }
        return self._page(
            f"areas/{area.id}/",
            "area.html",
            self.say(area.title),
            self.say(area.summary),
            view=view,
            words=tuple(getattr(area.words, self.language)),
            source=f"areas/{area.id}.yml",
        )

    def _item(self, item: model.Item) -> dict[str, Any]:
        return {
            "locator": item.locator,
            "number": self.number(item.locator),
            "title": self.say(item.title),
            "note": self.say(item.note),
            "benefits": [self.card(b) for b in item.benefits],
            "duties": [self.duty(d) for d in sorted(item.duties, key=lambda d: d.order)],
            "principles": [self._principle(p) for p in (*item.goals, *item.principles)],
            "clauses": [self._clause(c) for c in item.clauses],
        }

    def _principle(self, entry: model.Principle) -> dict[str, Any]:
        return {
            "title": self.say(entry.title),
            "text": self.say(entry.text),
            "note": self.say(entry.note),
            "clauses": self.clause_links(entry.clauses),
        }

    def _clause(self, clause: model.Clause) -> dict[str, Any]:
        cited = self.citations.get(clause.id, Citations())
        return {
            "id": clause.id,
            "number": self.number(clause.id),
            "text": self.say(clause.text),
            "note": self.say(clause.note),
            "benefits": [self.benefit_link(b) for b in cited.benefits],
            "duties": [Link(self.say(d.title), f"duties/#{d.id}") for d in cited.duties],
            "principles": [self.say(p.title) for p in cited.principles],
        }

    def matrix(self) -> Page:
        areas = self.rules.areas
        roles = [
            {
                "id": r.id,
                "title": self.say(r.title),
                "mark": self.say(r.mark),
                "explanation": self.say(r.explanation),
            }
            for r in self.rules.plan.roles
        ]
        rows = [
            {
                "id": unit.id,
                "link": self.unit_links([unit.id])[0],
                "cells": [
                    {"id": role.id, "mark": self.say(role.mark), "title": self.say(role.title)} if role else None
                    for role in (self.role_of(area, unit.id) for area in areas)
                ],
            }
            for unit in self.matrix_units
        ]
        bearers = [u for u in self.rules.units if any(u.id in d.bearers.all() for _, d in self.rules.duties())]
        view = {
            "roles": roles,
            "areas": [
                {"link": self.area_link(a), "short": self.say(a.short), "title": self.say(a.title)} for a in areas
            ],
            "rows": rows,
            "groups": self.groups,
            "units": [{"id": u.id, "name": self.say(u.name)} for u in self.rules.units if u.matrix or u in bearers],
            "notes": [{"link": self.area_link(a), "text": self.say(a.note)} for a in areas if a.note],
        }
        return self._page(
            "matrix/",
            "matrix.html",
            self.t["matrix"],
            self.t["matrix_lead"],
            view=view,
            words=self._words("matrix"),
            wide=True,
        )

    def matrix_csv(self) -> str:
        """Units down, areas across, the role's title in the cell; opens in a spreadsheet as it is."""
        head = [self.t["unit"], *(f"{self.number(a.locator)} {self.say(a.title)}" for a in self.rules.areas)]
        rows = []
        for unit in self.matrix_units:
            roles = (self.role_of(area, unit.id) for area in self.rules.areas)
            rows.append([self.say(unit.name), *(self.say(role.title) if role else "" for role in roles)])
        return _csv([head, *rows])

    def duties_csv(self) -> str:
        keys = (
            "duty",
            "area",
            "bearers_explicit",
            "bearers_implied",
            "trigger",
            "deadline",
            "report_to",
            "sources",
        )
        rows = [[self.t[key] for key in keys]]
        join = "、" if self.language == "zh" else "; "
        for duty in self.duties:
            rows.append(
                [
                    duty["title"],
                    duty["area"].title if duty["area"] else self.t["across"],
                    join.join(link.title for link in duty["bearers"]["explicit"]),
                    join.join(link.title for link in duty["bearers"]["implied"]),
                    duty["when_line"] or duty["trigger"],
                    duty["deadline"],
                    join.join(link.title for link in duty["report_to"]),
                    join.join(link.title for link in duty["clauses"]),
                ]
            )
        return _csv(rows)

    def duty_list(self) -> Page:
        view = {"groups": [g for g in self.groups if g["duties"]]}
        return self._page("duties/", "duties.html", self.t["duties"], self.t["duties_lead"], view=view, weight=OVERVIEW)

    def units(self) -> Page:
        def cards(matrix: bool) -> list[dict[str, Any]]:
            return [
                {"link": self.unit_links([u.id])[0], "about": self.say(u.about)}
                for u in self.rules.units
                if u.matrix is matrix
            ]

        view = {"matrix": cards(True), "others": cards(False)}
        return self._page("units/", "units.html", self.t["units"], self.t["units_lead"], view=view)

    def unit(self, unit: model.Unit) -> Page:
        areas = [(self.role_of(area, unit.id), area) for area in self.rules.areas]
        groups = []
        for group in self.groups:
            own = [d for d in group["duties"] if unit.id in d["units"].split()]
            if own:
                implied = [
                    {**d, "implied": any(x.address == f"units/{unit.id}/" for x in d["bearers"]["implied"])}
                    for d in own
                ]
                groups.append({**group, "duties": implied})
        receives = [d for (_, m), d in zip(self.rules.duties(), self.duties, strict=True) if unit.id in m.report_to]
        view = {
            "title": self.say(unit.name),
            "about": self.say(unit.about),
            "today": self.say(unit.today),
            "reference": self.reference_link(unit.reference) if unit.reference else None,
            "matrix": unit.matrix,
            "roles": [
                {
                    "title": self.say(role.title),
                    "areas": [self.area_link(area) for found, area in areas if found is role],
                }
                for role in self.rules.plan.roles
            ],
            "groups": groups,
            "any_implied": any(d["implied"] for group in groups for d in group["duties"]),
            "receives": receives,
            "benefits": [self.benefit_link(b) for _, b in self.rules.benefits() if unit.id in b.bearers.all()],
            "contacts": self.contacts(unit.contacts),
            "review": self.review(unit.reviewed),
        }
        return self._page(
            f"units/{unit.id}/",
            "unit.html",
            self.say(unit.name),
            self.say(unit.about),
            view=view,
            words=tuple(getattr(unit.words, self.language)),
            source="units.yml",
        )

    def plan(self) -> Page:
        plan = self.rules.plan
        areas = {area.locator: area for area in self.rules.areas}
        parts = []
        for part in plan.parts:
            blocks: list[dict[str, Any]] = []
            for area, item in self.rules.numbered_items():
                if item.locator.split(".")[0] != part.locator:
                    continue
                if area and (not blocks or blocks[-1]["locator"] != area.locator):
                    blocks.append(
                        {
                            "locator": area.locator,
                            "number": self.number(area.locator),
                            "link": self.area_link(areas[area.locator]),
                            "assignments": [self._clause(r.clause) for r in area.responsible],
                            "responsible": self.responsible(area),
                            "items": [],
                        }
                    )
                elif not area and not blocks:
                    blocks.append({"locator": "", "items": []})
                blocks[-1]["items"].append(self._item(item))
            numbered = part.locator.isdigit() and part.locator != "0"
            parts.append(
                {
                    "locator": part.locator,
                    "number": self.number(part.locator) if numbered else "",
                    "title": self.say(part.title),
                    "blocks": blocks,
                }
            )
        view = {
            "title": self.say(plan.title),
            "number": plan.number,
            "issuer": self.say(plan.issuer),
            "issued": plan.issued.isoformat(),
            "parts_": parts,
            "oddities": self.says(plan.oddities),
            "count": len(plan.clauses),
        }
        return self._page(
            "plan/",
            "plan.html",
            self.t["plan"],
            self.t["plan_lead"],
            view=view,
            words=(*self._words("plan"), plan.number),
            weight=OVERVIEW,
            source="plan.yml",
        )

    def terms(self) -> Page:
        entries = [
            {
                "id": term.id,
                "title": self.say(term.title),
                "definition": self.say(term.definition),
                "means": self.phrase(term.id) if term.means is not None else None,
                "reference": self.reference_link(term.reference) if term.reference else None,
                "clauses": self.clause_links(term.clauses),
                "note": self.say(term.note),
            }
            for term in self.rules.terms
        ]
        return self._page(
            "terms/",
            "terms.html",
            self.t["terms"],
            self.t["terms_lead"],
            view={"terms": entries},
            words=(*self._words("terms"), *(self.say(term.title) for term in self.rules.terms)),
            weight=0.7,  # its titles are those of half the guides
            source="terms.yml",
        )

    def references(self) -> Page:
        entries = [
            {
                "id": r.id,
                "title": self.say(r.title),
                "number": r.number,
                "dated": self.say(r.dated),
                "says": self.say(r.says),
                "checked": r.checked,
                "in_document": r.in_document,
            }
            for r in self.rules.references
        ]
        return self._page(
            "references/",
            "references.html",
            self.t["references"],
            self.t["references_lead"],
            words=self._words("references"),
            view={"references": entries},
            source="references.yml",
        )

    def staff(self) -> Page:
        timed = [d for d in self.duties if d["deadline"] and d["when"]]
        view = {
            "emergency": self.contacts(self.rules.plan.emergency),
            "units": self.unit_links(u.id for u in self.matrix_units),
            "others": self.unit_links(u.id for u in self.rules.units if not u.matrix),
            "timed": timed,
        }
        return self._page(
            "staff/",
            "staff.html",
            self.t["staff"],
            self.t["staff_lead"],
            words=self._words("staff"),
            view=view,
        )

    def campaign(self) -> Page:
        contacts = [self._contact(c) for c in self.rules.contacts]
        view = {
            "groups": [g for g in self.groups if g["benefits"]],
            "contacts": contacts,
            "root": self.site_url if is_public(self.site_url) else "",
        }
        return self._page(
            "campaign/",
            "campaign.html",
            self.t["campaign"],
            self.t["campaign_lead"],
            words=self._words("campaign"),
            view=view,
        )

    def about(self) -> Page:
        plan = self.rules.plan
        view = {
            "root": self._root,
            "about": self.says(plan.about),
            "corrections": self.says(plan.corrections),
            "version": plan.version,
            "reviewed": plan.reviewed.isoformat(),
            "issued": plan.issued.isoformat(),
            "number": plan.number,
        }
        return self._page(
            "about/",
            "about.html",
            self.t["about"],
            self.t["about_lead"],
            words=self._words("about"),
            view=view,
        )

    def privacy(self) -> Page:
        return self._page(
            "privacy/",
            "privacy.html",
            self.t["privacy"],
            self.t["privacy_lead"],
            words=self._words("privacy"),
            view={},
        )

    def lost(self, root: str) -> Page:
        """What stands at an address that does not exist. `root`: absolute path, since its depth is unknown."""
        view = {"root": root, "emergency": self.contacts(self.rules.plan.emergency)}
        return self._page("404.html", "lost.html", self.t["lost_title"], self.t["lost_text"], view=view)


def is_public(site_url: str) -> bool:
    """Whether the address is one that a poster may carry, not that of this machine."""
    return urlsplit(site_url).hostname not in (None, "127.0.0.1", "localhost")


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return "\ufeff" + out.getvalue()  # the mark by which spreadsheets know UTF-8
