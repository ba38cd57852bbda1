"""The pictures that pages show, of all languages: which graphs, in what direction, and how much of a rule in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from generator.logic.audit import Checked
from generator.pages.graph import ACROSS, Graph, Graphs
from generator.pages.layout import EM, Drawing, Shape, draw
from generator.plan.languages import LANGUAGES, Language
from generator.plan.ui_text import interface

FITS = 21 * EM  # shown in the 300 pixels that a phone leaves for it, a drawing of this width has text of 14 pixels
NARROW = 18 * EM  # this is drawn as large as text even there, or hardly smaller on the smallest phone
MANY = 20  # a graph with more nodes fits no phone
WHOLE = ""  # in the place of the id of an area


@dataclass(frozen=True)
class Picture:
    """A drawing of what `owner`, called `title`, rests on. One that is `wide` may have to be scrolled."""

    owner: str
    title: str
    drawing: Drawing
    wide: bool

    @property
    def width(self) -> str:
        """As long as the text is large."""
        return f"{self.drawing.width / EM:.4g}em"

    @property
    def ems(self) -> int | None:
        """Its width in whole ems, if it is drawn narrower than that where there is no room: guide.css says how much."""
        return None if self.wide or self.drawing.width <= NARROW else ceil(self.drawing.width / EM)


class Pictures:
    """The pictures of one language, laid out with those of all others in one go. Raises RulesError without Node."""

    def __init__(self, checked: Checked, language: Language) -> None:
        wanted = [(each, *entry) for each in LANGUAGES.values() for entry in _wanted(checked, each)]
        self._drawings: dict[str, list[Drawing]] = {}
        for (each, key, _, _), drawing in zip(wanted, draw([(g, shape) for _, _, g, shape in wanted]), strict=True):
            if each is language:
                self._drawings.setdefault(key, []).append(drawing)

    def overview(self, area: str) -> Picture:
        """What the outcomes of an area rest on."""
        return Picture(area, "", self._drawings[f"overview {area}"][0], wide=True)

    def rule(self, owner: str) -> list[Picture]:
        """How `owner` is judged: in one picture if that fits a phone, else with more below it for the terms."""
        found: dict[str, Picture] = {}
        waiting = [owner]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                candidates = self._drawings[name]
                drawing = next((d for d in candidates if d.width <= FITS), min(candidates, key=lambda d: d.width))
                [last] = drawing.ends
                found[name] = Picture(name, last.text, drawing, wide=drawing.width > FITS)
                waiting += [node.name.removeprefix("term ") for node in drawing.starts if node.kind == "term"]
        return list(found.values())


def _wanted(checked: Checked, language: Language) -> Iterator[tuple[str, Graph, Shape]]:
    """Every graph that a page may show, by the key of its picture. Those of a rule: the most telling one first."""
    graphs = Graphs(checked, language, interface(checked.rules.plan, language.code))
    for owner in (*checked.benefits, *checked.terms):
        if owner in checked.conditions:
            opened, closed = graphs.rule(owner, opened=True), graphs.rule(owner, opened=False)
            for graph in (opened, closed) if closed != opened and len(opened.nodes) <= MANY else (closed,):
                for slim in (False, True):
                    yield owner, graph, Shape("TB", slim)
                    yield owner, graph, Shape("LR", slim)
    for area, outcomes in outcomes_by_area(checked).items():
        yield f"overview {area}", graphs.overview(outcomes), Shape("LR")
    everything = [name for outcomes in outcomes_by_area(checked).values() for name in outcomes]
    yield f"overview {WHOLE}", graphs.overview(everything), Shape("LR")


def outcomes_by_area(checked: Checked) -> dict[str, list[str]]:
    """The benefits and duties that have a condition."""
    rules = checked.rules
    found: dict[str, list[str]] = {}
    outcomes = [(area, benefit.id) for area, benefit in rules.benefits()]
    outcomes += [(area, duty.id) for area, duty in rules.duties() if duty.when is not None]
    for area, name in outcomes:
        found.setdefault(area.id if area else ACROSS, []).append(str(name))
    return found
