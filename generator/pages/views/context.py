"""One language of the model, as pages see it: texts in that language, links, and the parts that several pages share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.logic.audit import Checked
from generator.logic.conditions import Term, parts
from generator.logic.index import by_id
from generator.pages.glossary import Explainer
from generator.pages.graph import ACROSS
from generator.pages.views import parts as shown
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Link
from generator.pages.wording import Phrase, Wording
from generator.plan import addresses, model
from generator.plan.folder import Citations, Rules
from generator.plan.languages import Language
from generator.plan.locators import number
from generator.plan.reviews import build_day

HOUSE = "house"  # the drawing for what belongs to no area


@dataclass(frozen=True, eq=False)
class Context:
    """What each page is made from. `t` holds the words of the pages themselves; `official` the official wordings.

    `kits`: whether posters and pictures will stand beside the pages.
    """

    checked: Checked
    language: Language
    t: Mapping[str, str]
    official: Mapping[str, str] = field(default_factory=dict)
    day: date = field(default_factory=build_day)
    kits: bool = False

    @property
    def rules(self) -> Rules:
        return self.checked.rules

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.checked.facts, self.checked.terms, self.language)

    @cached_property
    def references(self) -> Mapping[str, model.Reference]:
        return by_id(self.rules.references)

    @cached_property
    def contacts_by_id(self) -> Mapping[str, model.Contact]:
        return by_id(self.rules.contacts)

    @cached_property
    def roles(self) -> Mapping[str, model.Role]:
        return by_id(self.rules.plan.roles)

    @cached_property
    def also(self) -> Mapping[str, list[model.Text]]:
        """What an office has to judge, by the id of the benefit or duty."""
        return {str(act.id): act.also for act in self.rules.acts()}

    @cached_property
    def statements(self) -> Mapping[str, model.Clause]:
        """Every clause by its locator."""
        return by_id(self.rules.clauses())

    def cases(self, status: str, outcomes: Set[str]) -> list[model.Scenario]:
        """The worked cases that expect the status of one of the outcomes."""
        return [case for case in self.rules.scenarios if outcomes & set(getattr(case.expect, status))]

    @cached_property
    def cuts(self) -> Mapping[str, list[int]]:
        """The numbers at which the rules draw a line, by fact."""
        return {fact["id"]: fact["cuts"] for fact in self.checked.bundle["facts"] if "cuts" in fact}

    # --- pages ---

    def page(self, name: str, view: View, nav: Nav) -> Page:
        """A page that is the only one of its kind: text.yml has its title, its lead, and words to find it by."""
        words = self.t.get(f"{name}_words", "")
        return Page(
            addresses.page(name),
            view,
            self.t[name],
            self.t[f"{name}_lead"],
            nav,
            words=tuple(words.split(" / ")) if words else (),
        )

    def source(self, area: model.AreaFile) -> str:
        """The rule file of an area."""
        return f"areas/{area.id}.yml"

    def file(self, area: model.AreaFile | None, item: model.Item) -> str:
        """The rule file of an item, in an area or in none."""
        apart = "measures.yml" if item in self.rules.measures else "plan.yml"
        return self.source(area) if area else apart

    def explainer(self) -> Explainer:
        """For a new page."""
        return Explainer(self.rules.terms, self.language)

    # --- texts ---

    def say(self, text: model.Text | None) -> str:
        """The text in this language; it still knows the place where it stands."""
        return "" if text is None else self.wording.say(text)

    def says(self, texts: Iterable[model.Text]) -> list[str]:
        return [self.say(text) for text in texts]

    def number(self, locator: str) -> str:
        """The locator as the document itself writes it."""
        return number(self.rules.plan, locator, self.language.code)

    def heading(self, locator: str) -> str:
        """The number before the title of a part or an area; the cover notice and the preamble have none."""
        return self.number(locator) if locator[0].isdigit() and locator[0] != "0" else ""

    def phrase(self, owner: str) -> Phrase:
        """Who `owner` is for, with what an office has to judge besides."""
        return self.wording.with_judgement(
            self.wording.phrase(self.checked.conditions[owner]), self.also.get(owner, ())
        )

    def line(self, owner: str) -> str:
        """`phrase` on one line."""
        judged = self.says(self.also.get(owner, ()))
        said = self.wording.sentence(self.phrase(owner))
        return self.t["also_line"].replace("{when}", said).replace("{also}", " ".join(judged)) if judged else said

    # --- links ---

    def clause_link(self, locator: str) -> Link:
        return Link(self.number(locator), addresses.clause(locator))

    def clause_links(self, locators: Iterable[str]) -> list[Link]:
        return [self.clause_link(locator) for locator in locators]

    def unit_link(self, name: str) -> Link:
        return Link(self.say(self.checked.units[name].name), addresses.unit(name))

    def unit_links(self, names: Iterable[str]) -> list[Link]:
        return [self.unit_link(name) for name in names]

    def benefit_link(self, benefit: model.Benefit) -> Link:
        return Link(self.say(benefit.title), addresses.guide(benefit.id))

    def duty_link(self, duty: model.Duty) -> Link:
        return Link(self.say(duty.title), addresses.duty(duty.id))

    def area_link(self, area: model.AreaFile) -> Link:
        return Link(self.say(area.title), addresses.area(area.id))

    def term_link(self, term: model.Term) -> Link:
        return Link(self.say(term.title), addresses.term(term.id))

    def reference_link(self, name: str) -> Link:
        return Link(self.say(self.references[name].title), addresses.reference(name))

    # --- parts ---

    def contacts(self, names: Iterable[str]) -> list[shown.Contact]:
        return [self.contact(self.contacts_by_id[name]) for name in names]

    def contact(self, contact: model.Contact) -> shown.Contact:
        return shown.Contact(
            number=contact.number,
            title=self.say(contact.title),
            use=self.say(contact.use),
            clause=self.clause_link(contact.clause) if contact.clause else None,
            reference=self.reference_link(contact.reference) if contact.reference else None,
        )

    def bearers(self, bearers: model.Bearers) -> shown.Bearers:
        return shown.Bearers(self.unit_links(bearers.explicit), self.unit_links(bearers.implied))

    def later(
        self, entries: Iterable[model.LaterLaw], explain: Callable[[str], shown.Text] = lambda text: text
    ) -> list[shown.Later]:
        return [
            shown.Later(
                reference=self.reference_link(entry.reference),
                number=self.references[entry.reference].number,
                dated=self.say(self.references[entry.reference].dated),
                checked=self.references[entry.reference].checked,
                text=explain(self.say(entry.text)),
            )
            for entry in entries
        ]

    def review(self, review: model.Review) -> shown.Review:
        return shown.Review(review.date.isoformat(), self.say(review.against))

    def status(self, key: str) -> shown.Status:
        return shown.Status(key, self.t[key])

    def meanings(self, owner: str) -> list[shown.Meaning]:
        """What the terms in a condition mean, and the terms in those, each once."""
        found: dict[str, shown.Meaning] = {}
        waiting = [owner]
        while waiting:
            for part in parts(self.checked.conditions[waiting.pop(0)]):
                if isinstance(part, Term) and part.name not in found:
                    waiting.append(part.name)
                    link = self.term_link(self.checked.terms[part.name])
                    found[part.name] = shown.Meaning(link, self.phrase(part.name))
        return list(found.values())

    def card(self, benefit: model.Benefit) -> shown.Card:
        return shown.Card(
            id=benefit.id,
            title=self.say(benefit.title),
            address=addresses.guide(benefit.id),
            summary=self.say(benefit.summary),
            who=self.line(benefit.id),
        )

    def _duty(self, area: model.AreaFile | None, duty: model.Duty) -> shown.Duty:
        limit = self.say(duty.deadline.short or duty.deadline.text) if duty.deadline else ""
        report_to = self.unit_links(duty.report_to)
        told = {"own_limit": limit, "own_report": self.language.separator.join(link.title for link in report_to)}
        return shown.Duty(
            id=duty.id,
            title=self.say(duty.title),
            address=addresses.duty(duty.id),
            summary=self.say(duty.summary),
            when=self.phrase(duty.id) if duty.when is not None else None,
            when_line=self.line(duty.id) if duty.when is not None else "",
            trigger=self.say(duty.trigger),
            deadline=self.say(duty.deadline.text) if duty.deadline else "",
            reading=self.say(duty.deadline.reading) if duty.deadline else "",
            limit=limit,
            notes=[self.t[key].replace("{text}", text) for key, text in told.items() if text],
            report_to=report_to,
            next=self.says(duty.next),
            bearers=self.bearers(duty.bearers),
            units=self.all_among(duty.bearers.all()),
            clauses=self.clause_links(duty.clauses),
            benefits=[self.benefit_link(self.checked.benefits[name]) for name in duty.benefits],
            evidence=self.say(duty.evidence),
            note=self.say(duty.note),
            later=self.later(duty.later),
            area=self.area_link(area) if area else None,
        )

    def all_among(self, bearers: Iterable[str]) -> list[str]:
        """The ids of the units named, and of those that are among them."""
        named = set(bearers)
        return [unit.id for unit in self.rules.units if unit.id in named or named & set(unit.among)]

    def bound_by(self, cited: Citations) -> list[str]:
        """The units that must act on a clause, by what cites it."""
        acts: list[model.Act] = [*cited.benefits, *cited.duties]
        named = {name for act in acts for name in act.bearers.all()}
        return self.all_among(named | {name for _, entry in cited.assignments for name in entry.units})

    @cached_property
    def unit_filter(self) -> shown.Filter:
        """The units that have a place in the matrix or a duty."""
        units = {name for act in self.rules.acts() for name in act.bearers.all()}
        units |= {unit.id for unit in self.rules.units if unit.matrix}
        return self.filter_of_units("units", self.t["find_unit"], units)

    def filter_of_units(self, name: str, label: str, units: Collection[str]) -> shown.Filter:
        options = [(unit.id, self.say(unit.name)) for unit in self.rules.units if unit.id in units]
        return shown.Filter(name, label, options)

    @cached_property
    def duties(self) -> Mapping[str, shown.Duty]:
        """Every duty by its id, in the document's order."""
        return {duty.id: self._duty(area, duty) for area, duty in self.rules.duties()}

    @cached_property
    def groups(self) -> list[shown.Group]:
        """Benefits and duties by area, what belongs to no area last."""
        groups = []
        for area in [*self.rules.areas, None]:
            group = shown.Group(
                id=area.id if area else ACROSS,
                link=self.area_link(area) if area else None,
                title=self.say(area.title) if area else self.t["across"],
                icon=area.icon if area else HOUSE,
                summary=self.say(area.summary) if area else "",
                benefits=[self.card(benefit) for of, benefit in self.rules.benefits() if of is area],
                duties=[self.duties[duty.id] for of, duty in self.rules.duties() if of is area],
            )
            if group.benefits or group.duties:
                groups.append(group)
        return groups

    @cached_property
    def help_groups(self) -> list[shown.Group]:
        """Those that have benefits."""
        return [group for group in self.groups if group.benefits]
