"""Pages for families: the home page, the questionnaire, the guides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

from generator.logic.domain import domain
from generator.pages.views.context import Context
from generator.pages.views.guide import Errand, errand, guide
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import FOR_STAFF, Card, Contact, Group
from generator.pages.wording import Phrase
from generator.plan import addresses, model

TILES = 6  # on the home page: rows of two and of three leave no hole


def pages(context: Context) -> list[Page]:
    return [
        home(context),
        check(context),
        guides(context),
        *(
            guide(context, area, item, benefit)
            for area, item in context.rules.numbered_items()
            for benefit in item.benefits
        ),
    ]


@dataclass(frozen=True)
class Home(View):
    """`situations`: the first of those with something to ask or to say. `helps`: how many there are."""

    template = "home.html"
    number: str
    emergency: Sequence[Contact]
    situations: Sequence[Situation]
    searches: Sequence[str]
    helps: int


def home(context: Context) -> Page:
    plan = context.rules.plan
    telling = [each for each in context.rules.situations if each.answers or each.facts]
    view = Home(
        number=plan.number,
        emergency=context.contacts(plan.emergency),
        situations=[_situation(context, each) for each in telling[:TILES]],
        searches=context.says(plan.searches),
        helps=sum(len(group.benefits) for group in context.help_groups),
    )
    page = Page(addresses.HOME, view, context.t["home"], context.say(plan.lead_in), source="plan.yml")
    return replace(page, repeats=True, family=True, wide=True)


@dataclass(frozen=True)
class Question:
    """`options`: the answers that one chooses from, and how they are labelled; none for a number.

    `last`: of a number the last line that the rules draw, from which on all are alike. `statement`: of yes and no the
    line to be ticked instead.
    """

    id: str
    type: str
    question: str
    worker: str = field(metadata=FOR_STAFF)
    help: str
    statement: str
    options: Sequence[tuple[str, str]]
    minimum: int
    maximum: int | None
    unit: str
    about: str
    called: str
    last: int | None


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    facts: Sequence[Question]


@dataclass(frozen=True)
class Alarm:
    """What to do at once, and whom to call."""

    do: str
    contacts: Sequence[Contact]


@dataclass(frozen=True)
class Danger(Alarm):
    """`answers`: those that mean danger, as the page's script compares them, with blanks between."""

    fact: str
    answers: str


@dataclass(frozen=True)
class Situation:
    """What people come with. What is asked first then stands in the bundle."""

    id: str
    icon: str
    title: str
    words: str
    danger: Alarm | None


@dataclass(frozen=True)
class WordedBenefit:
    """A benefit with its condition in words, for those whose browser computes nothing."""

    card: Card
    phrase: Phrase


@dataclass(frozen=True)
class WordedArea:
    title: str
    benefits: Sequence[WordedBenefit]


class FormerFact(TypedDict):
    """A fact that is no longer asked. `answers`: what each means today, as facts and their answers."""

    question: str
    answers: Mapping[str, Sequence[tuple[str, bool | int | str]]]


class Number(TypedDict):
    """`outside`: the document does not give it."""

    number: str
    title: str
    outside: bool


class ScriptTexts(TypedDict):
    """What the script of the page says, as JSON. `answers`: the labels of each fact; `topics`: the titles of areas.

    `situations`: the answers that each gives; `errands`: by benefit; `numbers`: by contact; `emergency`: contacts for
    dangers; `sensitive`: facts.
    """

    say: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    situations: Mapping[str, Mapping[str, bool | int | str]]
    topics: Mapping[str, str]
    retired: Mapping[str, FormerFact]
    errands: Mapping[str, Errand]
    numbers: Mapping[str, Number]
    emergency: Sequence[str]
    sensitive: Sequence[str]


@dataclass(frozen=True)
class Check(View):
    template = "check.html"
    version: str
    emergency: Sequence[Contact]
    situations: Sequence[Situation]
    groups: Sequence[Chapter]
    dangers: Sequence[Danger]
    areas: Sequence[WordedArea]
    texts: ScriptTexts


def check(context: Context) -> Page:
    """The questionnaire: every question, the conditions in words beside it, and the texts that its script needs."""
    rules = context.rules
    labels = _labels(context)
    view = Check(
        version=rules.plan.version,
        emergency=context.contacts(rules.plan.emergency),
        situations=[_situation(context, each) for each in rules.situations],
        groups=[
            Chapter(
                id=group.id,
                title=context.say(group.title),
                facts=[_question(context, fact, labels) for fact in rules.facts if fact.group == group.id],
            )
            for group in rules.plan.groups
        ],
        dangers=[
            Danger(
                fact=fact.id,
                answers=" ".join(map(addresses.written, fact.danger.answers)),
                do=context.say(fact.danger.do),
                contacts=context.contacts(fact.danger.contacts),
            )
            for fact in rules.facts
            if fact.danger
        ],
        areas=[
            WordedArea(group.title, [WordedBenefit(card, context.phrase(card.id)) for card in group.benefits])
            for group in context.help_groups
        ],
        texts=_script_texts(context, labels),
    )
    page = context.page("check", view, Nav())
    return replace(page, repeats=True, family=True, wide=True, frameable=True)


def _situation(context: Context, situation: model.Situation) -> Situation:
    danger = situation.danger
    return Situation(
        id=situation.id,
        icon=situation.icon,
        title=context.say(situation.title),
        words=context.say(situation.words),
        danger=Alarm(context.say(danger.do), context.contacts(danger.contacts)) if danger else None,
    )


def _labels(context: Context) -> dict[str, dict[str, str]]:
    """What each answer is called, by fact; a number has no labels."""
    yes_no = {"true": context.t["checker_yes"], "false": context.t["checker_no"]}
    labels = {}
    for fact in context.rules.facts:
        choices = {str(choice.id): context.say(choice.label) for choice in fact.values}
        if options := yes_no if domain(fact).accepts(True) else choices:
            labels[str(fact.id)] = options
    return labels


def _question(context: Context, fact: model.Fact, labels: Mapping[str, Mapping[str, str]]) -> Question:
    return Question(
        id=fact.id,
        type=fact.type,
        question=context.say(fact.question),
        worker=context.say(fact.worker),
        help=context.say(fact.help),
        statement=context.say(fact.statement),
        options=list(labels.get(fact.id, {}).items()),
        minimum=fact.minimum,
        maximum=fact.maximum,
        unit=context.say(fact.unit),
        about=fact.about,
        called=context.say(fact.called),
        last=max(context.cuts.get(fact.id, []), default=None),
    )


def _script_texts(context: Context, labels: Mapping[str, Mapping[str, str]]) -> ScriptTexts:
    return {
        "say": {
            key: text
            for key, text in context.t.items()
            if key.startswith(("check_", "checker_")) and not key.endswith("_words")
        },
        "answers": labels,
        "situations": {str(each.id): dict(each.answers.items()) for each in context.rules.situations},
        "topics": {area.id: context.say(area.title) for area in context.rules.areas},
        "retired": {
            former.id: {
                "question": context.say(former.question),
                "answers": {addresses.written(entry.answer): list(entry.means.items()) for entry in former.answers},
            }
            for former in context.rules.retired
        },
        "errands": {benefit.id: errand(context, benefit) for _, benefit in context.rules.benefits()},
        "numbers": {
            contact.id: {
                "number": contact.number,
                "title": context.say(contact.title),
                "outside": contact.clause is None,
            }
            for contact in context.rules.contacts
        },
        "emergency": context.rules.plan.emergency,
        "sensitive": [fact.id for fact in context.rules.facts if fact.sensitive],
    }


@dataclass(frozen=True)
class Guides(View):
    template = "guides.html"
    groups: Sequence[Group]


def guides(context: Context) -> Page:
    page = context.page("guides", Guides(context.help_groups), Nav("guides"))
    return replace(page, family=True)
