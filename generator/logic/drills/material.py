"""What questions are made from: the rules by name, and sentences of the site with names put in, in every language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.logic.audit import Checked
from generator.logic.drills.question import Choice, Question, Said
from generator.logic.index import by_id
from generator.plan import model
from generator.plan.languages import LANGUAGES
from generator.plan.locators import number
from generator.plan.ui_text import interface

_WITHIN = str.maketrans("“”", "‘’")  # quotation marks within others


@dataclass(frozen=True)
class Matter:
    """A duty, in the area to which it belongs."""

    area: model.AreaFile | None
    duty: model.Duty

    @property
    def clauses(self) -> tuple[str, ...]:
        return tuple(map(str, self.duty.clauses))

    def question(self, name: str, stem: Said, right: Choice, wrong: Iterable[Choice]) -> Question:
        """One for all who bear the duty."""
        area = str(self.area.id) if self.area else None
        return Question(name, area, tuple(map(str, self.duty.bearers.all())), stem, right, tuple(wrong))


class Material:
    """The checked rules, and sentences of the site about them."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.rules = checked.rules
        self.roles: Mapping[str, model.Role] = by_id(self.rules.plan.roles)
        self.matters = [Matter(area, duty) for area, duty in self.rules.duties()]
        self._words = {code: interface(self.rules.plan, code) for code in LANGUAGES}

    # --- words ---

    def say(self, key: str, **parts: Said | model.Text) -> Said:
        """The text `drill_<key>` with the parts in the place of their names."""
        said = {}
        for code in LANGUAGES:
            text = self._words[code][f"drill_{key}"]
            for name, part in parts.items():
                put = _in(part, code)
                text = text.replace(f"“{{{name}}}”", f"“{put.translate(_WITHIN)}”").replace(f"{{{name}}}", put)
            said[code] = text
        return said

    def plain(self, text: model.Text) -> Said:
        return {code: _in(text, code) for code in LANGUAGES}

    def listed(self, texts: Iterable[Said | model.Text]) -> Said:
        """The texts one after the other."""
        parts = list(texts)
        return {
            code: language.separator.join(_in(part, code) for part in parts) for code, language in LANGUAGES.items()
        }

    def name(self, unit: str) -> Said:
        return self.plain(self.checked.units[unit].name)

    def number(self, locator: str) -> Said:
        return {code: number(self.rules.plan, locator, code) for code in LANGUAGES}

    # --- units ---

    @cached_property
    def general(self) -> frozenset[str]:
        """Bearers that are no one unit but many: every unit, the departments."""
        return frozenset(str(name) for unit in self.rules.units for name in unit.among)

    def overlaps(self, unit: str, others: Collection[str]) -> bool:
        """Whether the unit is one of the others, is among them or has one of them among it."""
        among = {unit, *self.checked.units[unit].among}
        return any(other in among or unit in self.checked.units[other].among for other in others)

    def work(self, unit: str, apart: model.Duty) -> tuple[Said, tuple[str, ...]] | None:
        """What the document has the unit do, other than one duty: a sentence, and the clauses that say so."""
        for matter in sorted(self.matters, key=lambda each: each.area is None):  # of an area rather than of all
            if unit in matter.duty.bearers.explicit and matter.duty.id != apart.id:
                return self.say("why_named", unit=self.name(unit), duty=matter.duty.title), matter.clauses
        for area in self.rules.areas:
            for entry in area.responsible:
                if unit in entry.units:
                    role = self.roles[entry.role].title
                    said = self.say("why_role", unit=self.name(unit), area=area.title, role=role)
                    return said, (str(entry.clause.id),)
        return None


def _in(text: Said | model.Text, code: str) -> str:
    return str(getattr(text, code)) if isinstance(text, model.Text) else text[code]
