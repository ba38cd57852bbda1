"""The shape of the rule files: one pydantic model per kind of file, and nothing about what they mean together.

Strings keep the place where they stand, so that `audit` can point at a name and `plain` at a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.plan.load import Located, Place
from generator.plan.values import ClauseId, Condition, Day, Line, Locator, Name, Version


class Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Base):
    """What a visitor reads, in every language of the site; a missing language is an error."""

    zh: Line
    en: Line


class Words(Base):
    """What people really type when they look for the thing. For finding, never shown."""

    zh: Annotated[list[Line], Field(min_length=1)]
    en: Annotated[list[Line], Field(min_length=1)]


class Review(Base):
    """When the entry was last compared, and with what."""

    date: Day
    against: Text


class Intended(Base):
    """What the audit finds of a rule and is as it should be, and why: see `proofs` for the kinds.

    `of`: the other rules it is about; for an idle part of a condition, the names in that part.
    """

    finding: Literal[
        "never",
        "always",
        "same",
        "implies",
        "implied_by",
        "idle",
        "unused",
        "unasked",
        "pointless",
        "hidden",
        "gap",
        "overlap",
        "apart",
    ]
    of: list[Name] = []
    because: Text


# --- plan.yml -----------------------------------------------------------------------------------------------------


class Role(Base):
    """A way of being responsible for an area, such as leading or cooperating. Ids become keys of matrix.json."""

    id: Name
    title: Text
    mark: Text
    explanation: Text


class Scope(Base):
    """A case that the plan does not cover; a precondition of the questionnaire, not part of any outcome."""

    when: Condition
    reason: Text


class Part(Base):
    locator: Locator
    title: Text


class Numbering(Base):
    """How the document writes its own numbers, one pattern a level: {n} is 3, {han} is 三. Keyed by language."""

    zh: list[Line]
    en: list[Line]


class Principle(Base):
    """A goal or a principle: nobody in particular must do it by any time, yet everything else serves it."""

    clauses: Annotated[list[ClauseId], Field(min_length=1)]
    title: Text
    text: Text
    note: Text | None = None


class Clause(Base):
    """One clause of the document, stated in our own words."""

    id: ClauseId
    text: Text
    note: Text | None = None


class Bearers(Base):
    """Who must act. `explicit`: the document says so. `implied`: it follows from who leads the area."""

    explicit: list[Name] = []
    implied: list[Name] = []

    def all(self) -> list[Located]:
        return [*self.explicit, *self.implied]


class LaterLaw(Base):
    """What law or policy outside the document says on the same matter."""

    reference: Name
    text: Text


class Reading(Base):
    """A way in which the document could be read as well and was not, and what to say to those it leaves out.

    `when` is what the condition would be under that reading (of a term: what the term would mean). A result that is
    negative only because it was not taken says `text`.
    """

    when: Condition
    text: Text


class Benefit(Base):
    """What a child or family may receive, or what protects them. It never applies together with those in `excludes`.

    `also`: what an office has to judge besides `when`, so that no answer settles it. Among the results it stands first
    where `danger_when` holds, then where `due_when` holds. `where` a family goes first and what it can `say` there are
    given where they are not the usual place and the first sentence in quotes under `next`.
    """

    id: Name
    clauses: Annotated[list[ClauseId], Field(min_length=1)]
    title: Text
    summary: Text
    when: Condition
    also: list[Text] = []
    readings: list[Reading] = []
    danger_when: Condition | None = None
    due_when: Condition | None = None
    gives: Annotated[list[Text], Field(min_length=1)]
    where: Text | None = None
    say: Text | None = None
    next: Annotated[list[Text], Field(min_length=1)]
    bearers: Bearers
    silent: list[Text] = []
    note: Text | None = None
    later: list[LaterLaw] = []
    contacts: list[Name] = []
    related: list[Name] = []
    terms: list[Name] = []
    excludes: list[Name] = []
    intended: list[Intended] = []
    words: Words
    reviewed: Review


class Deadline(Base):
    """A time that the document sets. `text` says it, `reading` how an unclear one was read.

    `short` is the document's word alone, for a list, where `text` also says what is left open. `regular`: the document
    has it done again and again.
    """

    text: Text
    short: Text | None = None
    regular: bool = False
    reading: Text | None = None


class Duty(Base):
    """What somebody must do. Without `when` it stands at all times; it never applies with a duty in `excludes`.

    `follows`: the duties that the document has done before it in the same case. `evidence`: what the document wants to
    remain of it. `also`, `readings`, `danger_when` and `due_when` are those of a benefit.
    """

    id: Name
    clauses: Annotated[list[ClauseId], Field(min_length=1)]
    title: Text
    summary: Text
    when: Condition | None = None
    also: list[Text] = []
    readings: list[Reading] = []
    danger_when: Condition | None = None
    due_when: Condition | None = None
    trigger: Text | None = None
    bearers: Bearers
    deadline: Deadline | None = None
    report_to: list[Name] = []
    next: list[Text] = []
    benefits: list[Name] = []
    order: int = 0
    follows: list[Name] = []
    excludes: list[Name] = []
    intended: list[Intended] = []
    evidence: Text | None = None
    note: Text | None = None
    later: list[LaterLaw] = []
    reviewed: Review


Act = Benefit | Duty


class Item(Base):
    """One numbered item of the document with its clauses and all that follows from them."""

    locator: Locator
    title: Text
    clauses: Annotated[list[Clause], Field(min_length=1)]
    goals: list[Principle] = []
    principles: list[Principle] = []
    benefits: list[Benefit] = []
    duties: list[Duty] = []
    note: Text | None = None

    @property
    def duties_in_order(self) -> list[Duty]:
        """The duties; where some follow one another in a case, in that order."""
        return sorted(self.duties, key=lambda duty: duty.order)


class Release(Base):
    """A version of the rules, the day from which it holds, and what it brought. Newest first."""

    id: Version
    date: Day
    text: Text


class PlanFile(Base):
    """plan.yml: what the document is, its outline, its goals and principles.

    Every entry is to be compared with the document again `review_months` after it was `reviewed`.

    Addresses in `moved` are relative to a language's root, with a slash at the end; with an anchor where only that has
    moved.

    `texts` replaces words of the pages (keys of the generator's templates/text.yml) by ones that fit this plan.
    """

    id: Name
    version: Version
    number: Line
    title: Text
    place: Text
    short: Text
    issuer: Text
    issued: Day
    reviewed: Day
    review_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    lead_in: Text
    about: list[Text]
    corrections: list[Text]
    numbering: Numbering
    roles: Annotated[list[Role], Field(min_length=1)]
    scope: list[Scope] = []
    groups: Annotated[list[Group], Field(min_length=1)]
    emergency: Annotated[list[Name], Field(min_length=1)]
    searches: list[Text] = []
    parts: Annotated[list[Part], Field(min_length=1)]
    clauses: Annotated[list[ClauseId], Field(min_length=1)]
    items: list[Item] = []
    oddities: list[Text] = []
    texts: dict[Name, Text] = {}
    moved: list[Moved] = []
    versions: list[Release] = []


class Moved(Base):
    """An address that once stood on posters and in bookmarks, and the page or place that leads on from it."""

    old: Line
    new: Line


class Group(Base):
    """A chapter of the questionnaire, in the order of life."""

    id: Name
    title: Text


# --- units.yml, contacts.yml, references.yml, terms.yml, facts.yml ------------------------------------------------


class Unit(Base):
    """Somebody who bears duties. `matrix`: a unit of the responsibility matrix, in the document's order.

    `among`: the bearers whose duties it has as well, such as every unit for a school.
    """

    id: Name
    name: Text
    matrix: bool = False
    among: list[Name] = []
    about: Text
    today: Text | None = None
    reference: Name | None = None
    contacts: list[Name] = []
    words: Words
    reviewed: Review


class UnitsFile(Base):
    units: list[Unit]


class Contact(Base):
    """A telephone number that the document or a checked source gives."""

    id: Name
    number: Line
    title: Text
    use: Text
    clause: ClauseId | None = None
    reference: Name | None = None


class ContactsFile(Base):
    contacts: list[Contact]


class Reference(Base):
    """A document that is cited. `in_document`: the plan itself names it."""

    id: Name
    title: Text
    number: Line | None = None
    dated: Text
    in_document: bool = False
    says: Text
    checked: Line


class ReferencesFile(Base):
    references: list[Reference]


class Names(Base):
    """Words in running text, in each language."""

    zh: list[Line] = []
    en: list[Line] = []


class Term(Base):
    """A notion that several rules share. `means` makes it usable in conditions, where `yes` and `no` are its words.

    `names` are what texts call it, where that is not its title.
    """

    id: Name
    title: Text
    definition: Text
    names: Names | None = None
    means: Condition | None = None
    readings: list[Reading] = []
    yes: Text | None = None
    no: Text | None = None
    reference: Name | None = None
    clauses: list[ClauseId] = []
    intended: list[Intended] = []
    note: Text | None = None

    def called(self, language: str) -> list[Located]:
        """What texts call it."""
        found: list[Located] = getattr(self.names, language) if self.names else []
        return found or [getattr(self.title, language)]


class TermsFile(Base):
    terms: list[Term]


class Choice(Base):
    """A value of a fact. `says` is the value as a statement about the child, used inside conditions and reasons."""

    id: Name
    label: Text
    says: Text


class Comparisons(Base):
    """A number fact as statements; {n} is the number."""

    equals: Text
    at_least: Text
    at_most: Text
    below: Text
    above: Text


class Alarm(Base):
    """What to do at once where a child may be at risk now, and whom to call."""

    do: Text
    contacts: Annotated[list[Name], Field(min_length=1)]


class Danger(Alarm):
    """The alarm of a fact, and the `answers` to it that mean the risk."""

    answers: Annotated[list[bool | Name], Field(min_length=1)]


FactType = Literal["boolean", "integer", "choice"]  # what each of them means is told by `checker.fact`


class Fact(Base):
    """Something that may be asked. Booleans need `statement`, `yes`, `no`, choices `values`, integers `says`, `unit`.

    `statement`: a line to be ticked, which is true where the question is answered by yes, and in no other case.
    `about`: whose it is. Of another child of the family, what is about the family is known already, and what is about
    the parents if they are the same. `called`: how a number tells one child from another, who is not asked for a name.
    What a `fixed` fact says has happened and cannot be changed, so it is never offered as what would change a result.
    Whoever is not asked, since `ask_when` is not true, counts as having answered `otherwise`. What is `sensitive` is
    asked last.
    """

    NEEDED: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "boolean": ("statement", "yes", "no"),
        "integer": ("says", "unit"),
        "choice": ("values",),
    }

    id: Name
    type: FactType
    group: Name
    question: Text
    worker: Text | None = None
    help: Text
    statement: Text | None = None
    yes: Text | None = None
    no: Text | None = None
    values: list[Choice] = []
    minimum: int = 0
    maximum: int | None = None
    unit: Text | None = None
    says: Comparisons | None = None
    ask_when: Condition | None = None
    otherwise: bool | int | Name | None = None
    fixed: bool = False
    sensitive: bool = False
    about: Literal["child", "parents", "family"] = "child"
    called: Text | None = None
    danger: Danger | None = None
    intended: list[Intended] = []


class FormerAnswer(Base):
    """An answer to a retired fact, and the one that says the same today; none where nothing does."""

    answer: bool | Name
    means: dict[Name, bool | int | Name] = {}


class Retired(Base):
    """A fact that is no longer asked. `question` is what it asked, for whoever opens an old link."""

    id: Name
    question: Text
    answers: Annotated[list[FormerAnswer], Field(min_length=1)]


class FactsFile(Base):
    """facts.yml. Ids of `retired` facts are never used again; links and stored answers may still hold them."""

    facts: Annotated[list[Fact], Field(min_length=1)]
    retired: list[Retired] = []


# --- situations.yml -----------------------------------------------------------------------------------------------


class Situation(Base):
    """What people come with, in their own words, so that the questionnaire begins with what it is about.

    `answers`: what has been said of the child by choosing it, and no more than that. `facts`: what is asked first, in
    this order, though it be sensitive.
    """

    id: Name
    icon: Name
    title: Text
    words: Text
    answers: dict[Name, bool | int | Name] = {}
    facts: list[Name] = []
    danger: Alarm | None = None


class SituationsFile(Base):
    """situations.yml, in the order in which they are offered. Links hold the ids, so none is used for another."""

    situations: Annotated[list[Situation], Field(min_length=1)]


# --- cases.yml, staff.yml -----------------------------------------------------------------------------------------


class Step(Base):
    """What is done next in a case: a duty, or what law outside the document says. `say` is about this case alone."""

    duty: Name | None = None
    outside: LaterLaw | None = None
    say: Text | None = None


class Case(Base):
    """What staff meet. `words` are what counts, `answers` what is known then, `say` what can be said on the telephone.

    `silent`: what the document leaves out. Without a `danger` of its own it has that of its situation.
    """

    id: Name
    icon: Name
    title: Text
    words: Text
    situation: Name | None = None
    answers: dict[Name, bool | int | Name] = {}
    danger: Alarm | None = None
    silent: Text | None = None
    steps: Annotated[list[Step], Field(min_length=1)]
    say: Text


class CasesFile(Base):
    """cases.yml, in the order in which they are offered. Links hold the ids, so none is used for another."""

    cases: Annotated[list[Case], Field(min_length=1)]


class Entrance(Base):
    """A unit that the staff's page shows first, and what those who work there call themselves."""

    unit: Name
    icon: Name
    title: Text


class Mistake(Base):
    """What people get wrong about duties, and how it is. It concerns whoever has one of them."""

    duties: Annotated[list[Name], Field(min_length=1)]
    wrong: Text
    right: Text


class Blank(Base):
    """A part of a form. The `clause` asks for it; without one it is our advice. `facts` may be ticked."""

    id: Name
    label: Text
    help: Text | None = None
    clause: ClauseId | None = None
    facts: list[Name] = []
    lines: Annotated[int, Field(ge=1, le=5)] = 1


class Form(Base):
    """What is written when a duty is done."""

    duty: Name
    blanks: Annotated[list[Blank], Field(min_length=1)]


class News(Base):
    """What law outside the document changes in the work: what to `do`, and for which duties."""

    id: Name
    title: Text
    do: Text
    later: Annotated[list[LaterLaw], Field(min_length=1)]
    duties: list[Name] = []


StaffPage = Literal["staff", "report", "drills", "handovers", "news"]


class TrainingPart(Base):
    """A part of a training: what is `do`ne in about so many `minutes`, which are our advice.

    `cases` are those that are gone through, `set` the number of the drill that is asked, `pages` what is looked at,
    `mistakes` how many of them are read out, from the first.
    """

    id: Name
    title: Text
    minutes: Annotated[int, Field(ge=5, le=240)]
    do: Annotated[list[Text], Field(min_length=1)]
    cases: list[Name] = []
    set: Annotated[int, Field(ge=1, le=9999)] | None = None
    pages: list[StaffPage] = []
    mistakes: Annotated[int, Field(ge=0)] = 0


class Sheet(Base):
    """What is printed before a training, on which page that is done, and for whom."""

    page: StaffPage
    text: Text


class Training(Base):
    """How staff are trained in a few hours, and what is printed for it."""

    parts: Annotated[list[TrainingPart], Field(min_length=1)]
    sheets: list[Sheet] = []


class StaffFile(Base):
    """staff.yml: what the pages for staff show beyond the duties. `nobody`: the units that nobody works for."""

    entrances: list[Entrance] = []
    nobody: list[Name] = []
    mistakes: list[Mistake] = []
    form: Form | None = None
    today: list[News] = []
    training: Training | None = None


# --- campaign.yml -------------------------------------------------------------------------------------------------


class Advice(Base):
    """A thing to say or to do. It rests on the clauses; without any it is the site's own advice."""

    text: Text
    clauses: list[ClauseId] = []


class Refrain(Base):
    """What must not be said or done, and what to say or do in its place."""

    wrong: Text
    right: Text
    clauses: list[ClauseId] = []


class Stage(Base):
    """A part of an evening, with what is to be done then."""

    title: Text
    advice: Annotated[list[Advice], Field(min_length=1)]


class Slides(Base):
    """What slides say besides the rules: on the first, above what to `remember`, and on the last."""

    title: Text
    lead: Text
    remember: Text
    closing: Text


class CampaignFile(Base):
    """campaign.yml: for whoever speaks of the plan in public."""

    say: Annotated[list[Advice], Field(min_length=1)]
    refrain: Annotated[list[Refrain], Field(min_length=1)]
    stages: Annotated[list[Stage], Field(min_length=1)]
    printing: Annotated[list[Advice], Field(min_length=1)]
    slides: Slides


# --- plain.yml ----------------------------------------------------------------------------------------------------


class Longest(Base):
    """The longest sentence that a text for families may have: in Chinese so many characters, in English words."""

    zh: Annotated[int, Field(ge=1)]
    en: Annotated[int, Field(ge=1)]


class OfficeWord(Base):
    """A word of offices and what people say instead. `names`: of schemes, units, documents; they may contain it."""

    word: Line
    say: Line
    names: list[Line] = []


class OfficeWords(Base):
    zh: list[OfficeWord] = []
    en: list[OfficeWord] = []


class PlainFile(Base):
    """plain.yml: how plainly the pages for families must speak.

    `findings` is how many a page may have. Words in `explain` may be used only if a term has them among its names.
    """

    longest: Longest
    findings: Annotated[int, Field(ge=0)] = 0
    words: OfficeWords
    explain: Names


# --- areas/*.yml, measures.yml, scenarios/*.yml -------------------------------------------------------------------


class Responsible(Base):
    """The units that bear one role in an area, in the document's order, and the clause that names them."""

    role: Name
    clause: Clause
    units: Annotated[list[Name], Field(min_length=1)]


class AreaFile(Base):
    """A task area: who is responsible, and its items."""

    id: Name
    locator: Locator
    title: Text
    short: Text
    summary: Text
    icon: Name
    note: Text | None = None
    responsible: Annotated[list[Responsible], Field(min_length=1)]
    items: Annotated[list[Item], Field(min_length=1)]
    words: Words


class MeasuresFile(Base):
    """The measures that carry the work: items that belong to no area."""

    items: list[Item]


class Expectation(Base):
    applies: list[Name] = []
    possible: list[Name] = []
    does_not_apply: list[Name] = []
    scope: Literal["inside", "outside"] = "inside"

    def claims(self) -> Iterator[tuple[Located, str]]:
        """Each outcome that is spoken of, with the status that it should have."""
        for status in ("applies", "possible", "does_not_apply"):
            for name in getattr(self, status):
                yield name, status


class Grounds(Base):
    """The words of a clause that settle what a worked case expects of an outcome: a few, as they stand there."""

    outcome: Name
    clause: ClauseId
    words: Annotated[Line, Field(max_length=15)]


class Scenario(Base):
    """A worked case: a short story, the answers it gives, and the statuses read from the document.

    `settled_by`: what in the document settles them; `reading`: how words were taken that can be read in two ways.
    """

    id: Name
    audience: Literal["family", "worker"] = "family"
    title: Text
    story: Text
    answers: dict[Name, bool | int | str | None]
    expect: Expectation
    settled_by: list[Grounds] = []
    reading: Text | None = None


class ScenariosFile(Base):
    scenarios: Annotated[list[Scenario], Field(min_length=1)]


# --- searches.yml -------------------------------------------------------------------------------------------------


class Bet(Base):
    """What must come first when somebody speaks of a situation: a page and, in danger, what to do and whom to call.

    `phrases`: what people say, each of which must be heard; the search learns from them, and they are not shipped.
    `reference`: where what is said comes from, if not from the document itself.
    """

    id: Name
    page: Line
    danger: bool = False
    say: Text | None = None
    contacts: list[Name] = []
    reference: Name | None = None
    phrases: Words


class SearchesFile(Base):
    """searches.yml. `helplines`: whom to ask when nothing is found. `unclear`: the bet for a danger of unclear kind."""

    unclear: Name | None = None
    helplines: list[Name] = []
    bets: Annotated[list[Bet], Field(min_length=1)]


class Queries(Base):
    """What people type, one query a line, when they are after the same thing. The search learns from it; never shipped.

    `wants`: the address of a page, "/" for the first, the id of a best bet, or NOWHERE.
    """

    wants: Line
    zh: Line | None = None
    en: Line | None = None

    def lines(self, language: str) -> list[Located]:
        text: Located | None = getattr(self, language)
        if text is None:
            return []
        file, first = text.place.file, text.place.line + 1  # the place of a block is the sign before it
        return [
            Located(line.strip(), Place(file, first + i)) for i, line in enumerate(text.splitlines()) if line.strip()
        ]


class QueriesFile(Base):
    queries: Annotated[list[Queries], Field(min_length=1)]


NOWHERE = "nowhere"  # what people ask that no page answers

PlanFile.model_rebuild()

FILES: dict[str, type[Base]] = {
    "plan.yml": PlanFile,
    "units.yml": UnitsFile,
    "contacts.yml": ContactsFile,
    "references.yml": ReferencesFile,
    "terms.yml": TermsFile,
    "facts.yml": FactsFile,
    "situations.yml": SituationsFile,
    "cases.yml": CasesFile,
    "staff.yml": StaffFile,
    "campaign.yml": CampaignFile,
    "plain.yml": PlainFile,
    "searches.yml": SearchesFile,
    "measures.yml": MeasuresFile,
    "areas/*.yml": AreaFile,
    "scenarios/*.yml": ScenariosFile,
    "queries/*.yml": QueriesFile,
}
