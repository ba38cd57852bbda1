"""What pages are made of: links, cards, duties and the rest, in one language, with nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from generator.logic.audit import Checked
from generator.logic.conditions import Term, parts
from generator.pages.glossary import Explainer
from generator.pages.graph import ACROSS
from generator.pages.wording import Phrase, Wording
from generator.plan import model
from generator.plan.locators import number
from generator.plan.reviews import build_day

OVERVIEW = 0.5  # the weight in search of pages that speak of everything


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
    repeats: bool = False  # what it says stands on other pages as well: the search reads its headings alone
    family: bool = False  # it speaks to families, so plain.yml says how
    wide: bool = False  # no side navigation: the page needs the width, or is itself the way in


class Pieces:
    """One language of the model, as pages see it."""

    def __init__(
        self,
        checked: Checked,
        language: str,
        interface: Mapping[str, str],
        site_url: str,
        official: Mapping[str, str] | None = None,
        day: date | None = None,
    ) -> None:
        self.rules = checked.rules
        self.language = language
        self.t = interface
        self.site_url = site_url
        self.official = official or {}
        self.day = day or build_day()
        self.conditions = checked.conditions
        self.proofs = checked.proofs
        self.compiled = checked.compiled
        self.releases = checked.releases
        self.wording = Wording(checked.facts, checked.terms, language)
        self.terms = checked.terms
        self.units = checked.units
        self.benefits = checked.benefits
        self.references = {str(r.id): r for r in self.rules.references}
        self.contacts_by_id = {str(c.id): c for c in self.rules.contacts}
        self.also = {str(act.id): act.also for act in self.rules.acts()}
        self.area_of: Mapping[str, model.AreaFile | None] = {
            **{b.id: area for area, b in self.rules.benefits()},
            **{d.id: area for area, d in self.rules.duties()},
        }

    @property
    def root(self) -> str:
        """From this language's root to the site's, where the files stand that no language owns."""
        return "" if self.language == model.LANGUAGES[0] else "../"

    def say(self, text: model.Text | None) -> str:
        """The text in this language; it still knows the place where it stands."""
        said: str = "" if text is None else getattr(text, self.language)
        return said

    def says(self, texts: Iterable[model.Text]) -> list[str]:
        return [self.say(text) for text in texts]

    def number(self, locator: str) -> str:
        """The locator as the document itself writes it."""
        return number(self.rules.plan, locator, self.language)

    def heading(self, locator: str) -> str:
        """The number before the title of a part or an area; the cover notice and the preamble have none."""
        return self.number(locator) if locator[0].isdigit() and locator[0] != "0" else ""

    def clause_links(self, ids: Iterable[str]) -> list[Link]:
        return [Link(self.number(i), f"plan/#{i}") for i in ids]

    def unit_links(self, ids: Iterable[str]) -> list[Link]:
        return [Link(self.say(self.units[i].name), f"units/{i}/") for i in ids]

    def benefit_link(self, benefit: model.Benefit) -> Link:
        return Link(self.say(benefit.title), f"guides/{benefit.id}/")

    def duty_link(self, duty: model.Duty) -> Link:
        return Link(self.say(duty.title), f"duties/#{duty.id}")

    def area_link(self, area: model.AreaFile) -> Link:
        return Link(self.say(area.title), f"areas/{area.id}/")

    def contacts(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        return [self.contact(self.contacts_by_id[i]) for i in ids]

    def contact(self, contact: model.Contact) -> dict[str, Any]:
        return {
            "number": contact.number,
            "title": self.say(contact.title),
            "use": self.say(contact.use),
            "clause": self.clause_links([contact.clause])[0] if contact.clause else None,
            "reference": self.reference_link(contact.reference) if contact.reference else None,
        }

    def reference_link(self, name: str) -> Link:
        reference = self.references[name]
        return Link(self.reference_title(reference), f"references/#{name}")

    def reference_title(self, reference: model.Reference) -> str:
        return self.say(reference.title)

    def phrase(self, owner: str) -> Phrase:
        """Who `owner` is for, with what an office has to judge besides."""
        return self.wording.with_judgement(self.wording.phrase(self.conditions[owner]), self.also.get(owner, ()))

    def line(self, owner: str) -> str:
        """`phrase` on one line."""
        judged = self.says(self.also.get(owner, ()))
        said = self.wording.sentence(self.phrase(owner))
        return self.t["also_line"].replace("{when}", said).replace("{also}", " ".join(judged)) if judged else said

    def terms_within(self, owner: str) -> list[dict[str, Any]]:
        """What the terms in a condition mean, and the terms in those, each once."""
        found: dict[str, dict[str, Any]] = {}
        waiting = [owner]
        while waiting:
            for part in parts(self.conditions[waiting.pop(0)]):
                if isinstance(part, Term) and part.name not in found:
                    waiting.append(part.name)
                    title = self.say(self.terms[part.name].title)
                    found[part.name] = {"link": Link(title, f"terms/#{part.name}"), "means": self.phrase(part.name)}
        return list(found.values())

    def bearers(self, bearers: model.Bearers) -> dict[str, list[Link]]:
        return {"explicit": self.unit_links(bearers.explicit), "implied": self.unit_links(bearers.implied)}

    def later(self, entries: Iterable[model.LaterLaw]) -> list[dict[str, Any]]:
        return [
            {
                "reference": self.reference_link(e.reference),
                "number": self.references[e.reference].number,
                "dated": self.say(self.references[e.reference].dated),
                "checked": self.references[e.reference].checked,
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
            "who": self.line(benefit.id),
        }

    def duty(self, duty: model.Duty) -> dict[str, Any]:
        area = self.area_of[duty.id]
        return {
            "id": duty.id,
            "title": self.say(duty.title),
            "summary": self.say(duty.summary),
            "when": self.phrase(duty.id) if duty.when is not None else None,
            "when_line": self.line(duty.id) if duty.when is not None else "",
            "trigger": self.say(duty.trigger),
            "deadline": self.say(duty.deadline.text) if duty.deadline else "",
            "reading": self.say(duty.deadline.reading) if duty.deadline else "",
            "report_to": self.unit_links(duty.report_to),
            "next": self.says(duty.next),
            "also": self.says(duty.also),
            "readings": self.says(reading.text for reading in duty.readings),
            "bearers": self.bearers(duty.bearers),
            "named": duty.bearers.all(),
            "units": " ".join(self.bound_by(duty)),
            "clauses": self.clause_links(duty.clauses),
            "benefits": [self.benefit_link(self.benefits[b]) for b in duty.benefits],
            "note": self.say(duty.note),
            "later": self.later(duty.later),
            "area": self.area_link(area) if area else None,
            "address": f"duties/#{duty.id}",
            "review": self.review(duty.reviewed),
        }

    def bound_by(self, duty: model.Duty) -> list[str]:
        """The units that have the duty: those named for it, and those that are among them."""
        named = set(duty.bearers.all())
        return [unit.id for unit in self.rules.units if unit.id in named or named & set(unit.among)]

    @cached_property
    def duty_views(self) -> Mapping[str, dict[str, Any]]:
        """Every duty by its id, in the document's order."""
        return {duty.id: self.duty(duty) for _, duty in self.rules.duties()}

    @property
    def duties(self) -> list[dict[str, Any]]:
        return list(self.duty_views.values())

    @cached_property
    def statements(self) -> Mapping[str, model.Clause]:
        """Every clause by its locator."""
        return {clause.id: clause for clause in self.rules.clauses()}

    def explainer(self) -> Explainer:
        """For a new page."""
        return Explainer(self.rules.terms, self.language)

    @cached_property
    def help_groups(self) -> list[dict[str, Any]]:
        """Benefits by area, without the duties."""
        return [{k: v for k, v in g.items() if k != "duties"} for g in self.groups if g["benefits"]]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Benefits and duties by area, what belongs to no area last."""
        groups = []
        for area in [*self.rules.areas, None]:
            benefits = [self.card(b) for a, b in self.rules.benefits() if a is area]
            duties = [self.duty_views[d.id] for a, d in self.rules.duties() if a is area]
            if benefits or duties:
                groups.append(
                    {
                        "id": area.id if area else ACROSS,
                        "link": self.area_link(area) if area else None,
                        "title": self.say(area.title) if area else self.t["across"],
                        "icon": area.icon if area else "house",
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

    def scenarios(self, benefit: str) -> list[dict[str, Any]]:
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

    def words(self, page: str) -> tuple[str, ...]:
        return tuple(self.t[f"{page}_words"].split(" / "))

    def item(self, item: model.Item) -> dict[str, Any]:
        return {
            "locator": item.locator,
            "number": self.number(item.locator),
            "title": self.say(item.title),
            "note": self.say(item.note),
            "benefits": [self.card(b) for b in item.benefits],
            "duties": [self.duty_views[d.id] for d in item.duties_in_order],
            "principles": [self.principle(p) for p in (*item.goals, *item.principles)],
            "clauses": [self.clause(c) for c in item.clauses],
        }

    def principle(self, entry: model.Principle) -> dict[str, Any]:
        return {
            "title": self.say(entry.title),
            "text": self.say(entry.text),
            "note": self.say(entry.note),
            "clauses": self.clause_links(entry.clauses),
        }

    def clause(self, clause: model.Clause) -> dict[str, Any]:
        cited = self.rules.citations[clause.id]
        return {
            "id": clause.id,
            "number": self.number(clause.id),
            "text": self.say(clause.text),
            "note": self.say(clause.note),
            "official": self.official.get(clause.id),
            "benefits": [self.benefit_link(b) for b in cited.benefits],
            "duties": [self.duty_link(d) for d in cited.duties],
            "principles": [self.say(p.title) for p in (*cited.goals, *cited.principles)],
        }
