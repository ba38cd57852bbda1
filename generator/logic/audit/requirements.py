"""What an entry must say because of what else it says, or of what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.logic.domain import domain
from generator.logic.index import Index
from generator.plan import model
from generator.plan.folder import place_of
from generator.plan.languages import LANGUAGES
from generator.plan.load import Located, Problem

# Names that mean something else in the address of a questionnaire, or to every object in a browser.
RESERVED = {"topic", "situation", "audience", "v", "applied", "constructor"}


def requirements(index: Index) -> Iterator[Problem]:
    rules = index.rules
    for act in index.acts.values():
        yield from _act(act)
    for term in rules.terms:
        yield from _term(term)
    for fact in rules.facts:
        yield from _fact(fact)
    for former in rules.retired:
        yield from _former(former, index)
    for situation in rules.situations:
        yield from _situation(situation, index)
    yield from _chains(index)
    yield from _contacts(index)
    yield from _matrix(index)
    yield from _bets(index)
    yield from _distinct(index)


def _act(act: model.Act) -> Iterator[Problem]:
    if isinstance(act, model.Duty) and act.when is None and act.trigger is None:
        yield Problem(act.id.place, f"duty {act.id!s} says neither when it is triggered nor that it always stands")
    if not act.bearers.all():
        yield Problem(act.id.place, f"{act.id!s} names nobody who must act", "bearers: explicit or implied")


def _chains(index: Index) -> Iterator[Problem]:
    """What a duty follows is listed before it, so that no chain leads back to where it began."""
    before: set[str] = set()
    duties = {duty.id: duty for _, duty in index.rules.duties()}
    for duty in duties.values():
        for name in duty.follows:
            if name in duties and name not in before:
                what = f"duty {duty.id!s} follows {name!s}, which is not listed before it"
                yield Problem(name.place, what, "a duty before it, by the document's order or by `order`")
        before.add(duty.id)


def _term(term: model.Term) -> Iterator[Problem]:
    if term.means is None:
        return
    if term.reference is None and not term.clauses:
        what = f"term {term.id!s} decides who gets what, so it needs a source"
        yield Problem(term.id.place, what, "reference or clauses")
    if term.yes is None or term.no is None:
        yield Problem(term.id.place, f"term {term.id!s} is used in conditions, so it needs `yes` and `no`")


def _fact(fact: model.Fact) -> Iterator[Problem]:
    """Each type of fact has the words and values it needs, and speaks of answers that it can have."""
    if fact.id in RESERVED:
        yield Problem(fact.id.place, f"a fact cannot be called {fact.id!s}: links use the word")
    if fact.maximum is not None and fact.maximum < fact.minimum:
        yield Problem(fact.id.place, f"the fact {fact.id!s} has a maximum below its minimum")
    for name in fact.NEEDED[fact.type]:
        if not getattr(fact, name):
            yield Problem(fact.id.place, f"the {fact.type} fact {fact.id!s} lacks {name!r}")
    answers: list[bool | int | Located] = [*fact.danger.answers] if fact.danger else []
    if fact.otherwise is not None:
        answers.append(fact.otherwise)
        if fact.ask_when is None:
            yield Problem(fact.id.place, f"{fact.id!s} is always asked, so `otherwise` means nothing")
    for answer in answers:
        if not domain(fact).accepts(answer):
            what = f"{answer!r} is not an answer to {fact.id!s}"
            yield Problem(place_of(answer, fact.id.place), what, domain(fact).accepted)


def _former(former: model.Retired, index: Index) -> Iterator[Problem]:
    """What an old answer means today is an answer to one fact that is still asked."""
    if former.id in index.facts:
        yield Problem(former.id.place, f"{former.id!s} is retired, so no fact can have this id again")
    for answer in former.answers:
        yield from refused(answer.means, index)
        if len(answer.means) > 1:
            yield Problem(former.id.place, f"an answer to {former.id!s} means one answer today, not more")


def _situation(situation: model.Situation, index: Index) -> Iterator[Problem]:
    """What it answers are answers, and what it asks first is not answered by it, and asked once."""
    yield from refused(situation.answers, index)
    known: set[str] = set(situation.answers)
    for name in situation.facts:
        if name in known:
            yield Problem(name.place, f"{situation.id!s} asks for {name!s}, which is known or asked already by then")
        known.add(name)


def refused(answers: Mapping[Located, bool | int | Located], index: Index) -> Iterator[Problem]:
    """Answers that their facts do not accept. What is no fact is told of elsewhere."""
    for name, value in answers.items():
        fact = index.facts.get(name)
        if fact and not domain(fact).accepts(value):
            yield Problem(place_of(value, name.place), f"{value!r} is not an answer to {name!s}", domain(fact).accepted)


def _contacts(index: Index) -> Iterator[Problem]:
    for contact in index.rules.contacts:
        if contact.clause is None and contact.reference is None:
            yield Problem(contact.id.place, f"contact {contact.id!s} has no source", "clause or reference")


def _matrix(index: Index) -> Iterator[Problem]:
    """Who is responsible for an area has a place in the matrix."""
    for area in index.rules.areas:
        for responsible in area.responsible:
            for unit in responsible.units:
                if unit in index.units and not index.units[unit].matrix:
                    yield Problem(unit.place, f"{unit!s} is responsible for an area, so it needs `matrix: true`")


def _bets(index: Index) -> Iterator[Problem]:
    """A best bet for a danger says what to do and whom to call."""
    emergency = index.rules.plan.emergency
    for bet in index.rules.bets:
        if bet.danger and not set(bet.contacts) & set(emergency):
            yield Problem(bet.id.place, f"{bet.id} is a danger and shows no number for it", ", ".join(emergency))
        if bet.danger and bet.say is None:
            yield Problem(bet.id.place, f"{bet.id} is a danger and does not say what to do", "say")


def _distinct(index: Index) -> Iterator[Problem]:
    """What people type is after one thing only, and no two terms share a name, since a name leads to one of them."""
    for language in LANGUAGES:
        wants: dict[str, str] = {}
        for asked in index.rules.queries:
            for query in asked.lines(language):
                if query in wants:
                    yield Problem(query.place, f"{query!s} stands under {wants[query]} already")
                wants[query] = str(asked.wants)
        owners: dict[str, model.Term] = {}
        for term in index.rules.terms:
            for name in term.called(language):
                owner = owners.setdefault(name.lower(), term)
                if owner is not term:
                    yield Problem(name.place, f"{str(name)!r} is a name of the term {owner.id!s} already")
