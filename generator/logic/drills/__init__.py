"""Drills: questions by which staff learn who does what, made from the rules and their worked cases alone.

`bank` makes all questions that the rules allow. `ask` gives one its choices, `drill` draws some to be asked together;
both do the same again for the same seed.
"""

from __future__ import annotations

from functools import lru_cache

from generator.logic.audit import Checked
from generator.logic.drills.cases import cases
from generator.logic.drills.drawing import Asked, ask, drill
from generator.logic.drills.duties import clauses, deadlines, doers, told
from generator.logic.drills.lines import lines
from generator.logic.drills.material import Material
from generator.logic.drills.question import Choice, Question, Said, sound
from generator.logic.drills.roles import areas, units

__all__ = ["KINDS", "Asked", "Choice", "Question", "Said", "ask", "bank", "drill"]

KINDS = (cases, deadlines, lines, told, doers, units, areas, clauses)


@lru_cache(maxsize=2)  # all languages, the page and the cards ask for the same ones
def bank(checked: Checked) -> list[Question]:
    """All questions, kind by kind. Each has one right answer in every language, and two wrong ones at least."""
    material = Material(checked)
    return [whole for kind in KINDS for question in kind(material) if (whole := sound(question))]
