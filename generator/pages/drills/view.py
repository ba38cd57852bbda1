"""The page on which staff practise: every question with its answers, of which its script asks ten at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.logic.drills import Asked, Choice, ask, bank
from generator.pages.graph import ACROSS
from generator.pages.views.context import Context
from generator.pages.views.page import OVERVIEW, Nav, Page, View
from generator.pages.views.parts import Link
from generator.plan import addresses

LETTERS = "ABCD"  # before the choices
SEED = 1  # of the choices that stand on the page and on the cards


@dataclass(frozen=True)
class Answer:
    """A choice, whether it is right, and what the document says of it."""

    text: str
    right: bool
    why: str
    clauses: Sequence[Link]


@dataclass(frozen=True)
class Drill:
    """A question, with the letter of its right answer. `about`: the parts it belongs to, as `Part` has their ids."""

    id: str
    kind: str
    about: Sequence[str]
    stem: str
    answers: Sequence[Answer]
    letter: str


@dataclass(frozen=True)
class Part:
    """What somebody may want to practise. A question belongs to it that is about one of its ids."""

    ids: Sequence[str]
    title: str


@dataclass(frozen=True)
class Drills(View):
    """`training`: the address of the page on how a group is trained, if there is one."""

    template = "drills.html"
    areas: Sequence[Part]
    units: Sequence[Part]
    drills: Sequence[Drill]
    training: str


def drills(context: Context) -> Page:
    asked = in_language(context)
    known = {name for question in asked for name in _about(question)}

    def parts(named: list[Part]) -> list[Part]:
        return [part for part in named if known & set(part.ids)]

    areas = [Part([f"area-{area.id}"], context.say(area.title)) for area in context.rules.areas]
    areas.append(Part([f"area-{ACROSS}"], context.t["across"]))
    units = [
        Part([f"unit-{name}" for name in (unit.id, *unit.among)], context.say(unit.name))
        for unit in context.rules.units
    ]
    training = addresses.TRAINING if context.rules.staff.training else ""
    view = Drills(parts(areas), parts(units), [_drill(context, question) for question in asked], training)
    return Page(
        addresses.DRILLS,
        view,
        context.t["drills"],
        context.t["drills_lead"],
        Nav("duties", 1),
        words=tuple(context.t["drills_words"].split(" / ")),
        weight=OVERVIEW,
        repeats=True,
    )


def in_language(context: Context) -> list[Asked]:
    """All questions with the choices that the page and the cards show."""
    return [ask(question, SEED, context.language.code) for question in bank(context.checked)]


def _drill(context: Context, asked: Asked) -> Drill:
    question, language = asked.question, context.language.code
    answers = [_answer(context, choice, choice is question.right) for choice in asked.choices]
    return Drill(question.id, question.kind, _about(asked), question.stem[language], answers, LETTERS[asked.right])


def _answer(context: Context, choice: Choice, right: bool) -> Answer:
    language = context.language.code
    return Answer(choice.text[language], right, choice.why[language], context.clause_links(choice.clauses))


def _about(asked: Asked) -> list[str]:
    question = asked.question
    return [f"area-{question.area or ACROSS}", *(f"unit-{unit}" for unit in question.units)]
