"""The interview asks what can still change something, and nothing else, until nothing is left open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.api import Request, next_screen, page, report
from checker.bundle import Bundle
from checker.decode import LANGUAGES
from checker.fact import YesNo
from checker.interview import STATEMENTS, Screen
from checker.outcome import Outcome
from generator.logic import conditions as c
from generator.logic.audit import Checked
from tests.checker.conftest import consistent, households, meanings, some_facts
from tests.checker.small import Answers, Rules, Truth, answers, bundle_of, conditions, holds, orders, single, worlds

AUDIENCES = st.sampled_from(["family", "worker"])
SCOPE = ("child_age", "lives_in_renhe")
RULES = st.builds(
    Rules,
    st.lists(conditions, min_size=1, max_size=3),
    orders,
    scope=st.lists(single, max_size=2),
    ask_when=st.dictionaries(st.sampled_from(["b", "hue", "age"]), single, max_size=2),
)
UNKNOWN = st.sets(st.sampled_from(["a", "b", "c", "hue", "age"]), max_size=3)
Steps = list[tuple[str, dict[str, Any]]]
Screens = tuple[list[Screen], dict[str, Any], dict[str, Any]]


def interview(
    bundle: Bundle, world: Answers, unknown: Collection[str] = (), audience: str = "family", topic: str | None = None
) -> tuple[Steps, dict[str, Any], dict[str, Any]]:
    """Each question with the report that asked it, all answers, and the last report. Nothing is asked twice."""
    answers: dict[str, Any] = {}
    steps: Steps = []
    while (made := report(bundle, answers, audience, topic=topic))["next_question"] is not None:
        question = made["next_question"]
        assert question not in answers
        steps.append((question, made))
        answers[question] = None if question in unknown else world[question]
    return steps, answers, made


def assert_finished(made: dict[str, Any], answers: Answers) -> None:
    """Nothing is open but what hangs on a "don't know"."""
    unknown = {fact for fact, answer in answers.items() if answer is None}
    for outcome in made["outcomes"]:
        assert set(outcome["needs"]) <= unknown
        assert (outcome["status"] == "possible") is bool(outcome["needs"] or outcome["also"])


@settings(deadline=None, max_examples=200)
@given(
    rules=RULES,
    world=worlds,
    unknown=UNKNOWN,
    audience=AUDIENCES,
    topic=st.sampled_from([None, "x", "y"]),
)
def test_each_question_can_change_something_and_in_the_end_none_can(
    rules: Rules, world: Answers, unknown: set[str], audience: str, topic: str | None
) -> None:
    steps, given, made = interview(rules.bundle(), world, unknown, audience, topic)
    wanted = [  # o1 is a duty; o0 and o1 belong to x
        (f"o{i}", Truth(rule))
        for i, rule in enumerate(rules.outcomes)
        if (audience == "worker" or i != 1) and topic in (None, "x" if i < 2 else "y")
    ]
    said: dict[str, Any] = {}
    for question, _ in steps:
        scope_needs = set().union(*(Truth(outside).needs(said) for outside in rules.scope))
        assert question in scope_needs.union(*(truth.needs(said) for _, truth in wanted))
        if not rules.ask_when and scope_needs - said.keys():
            assert question in scope_needs
        said[question] = given[question]
    outside = any(Truth(condition).status(given) == "applies" for condition in rules.scope)
    assert made["scope"] == ("outside" if outside else "inside")
    assert sorted((each["id"], each["status"]) for each in made["outcomes"]) == (
        [] if outside else [(name, truth.status(given)) for name, truth in wanted]
    )
    assert_finished(made, given)


@pytest.mark.parametrize(
    ("rule", "given", "question"),
    [
        ({"all": ["b", "a"]}, {}, "a"),  # b waits for a, though it stands first
        ({"all": ["b", "a"]}, {"a": True}, "b"),
        ({"all": ["b", "a"]}, {"a": False}, None),
        ({"all": ["b", "a"]}, {"a": None}, "b"),  # whether b makes sense will not be known
        ({"any": ["b", "c"]}, {}, "b"),  # nor here, for a is no question of this rule
        ({"any": ["b", "c"]}, {"a": False}, "c"),  # b makes no sense: it comes last
        ({"any": ["b", "c"]}, {"a": False, "c": False}, "b"),
    ],
)
def test_a_question_waits_until_it_makes_sense(rule: object, given: Answers, question: str | None) -> None:
    bundle = bundle_of([rule], ["b", "a", "c", "hue", "age"], ask_when={"b": "a"})
    assert report(bundle, given)["next_question"] == question


@settings(deadline=None)
@given(conditions, conditions, answers, orders)
def test_outside_the_scope_nothing_is_listed_and_nothing_asked(
    rule: object, outside: object, given: Answers, order: list[str]
) -> None:
    made = report(bundle_of([rule], order, scope=[outside]), given)
    if Truth(outside).status(given) == "applies":
        assert (made["scope"], made["outcomes"], made["next_question"]) == ("outside", [], None)
        assert made["scope_reason"] == "outside"
    else:
        assert (made["scope"], made["scope_reason"], len(made["outcomes"])) == ("inside", None, 1)


def by_screens(
    bundle: Bundle,
    world: Answers,
    unknown: Collection[str] = (),
    audience: str = "family",
    situations: Sequence[str] = (),
) -> Screens:
    """Each screen, all answers, and the last report. Nothing is asked twice."""
    answers: dict[str, Any] = {}
    screens: list[Screen] = []
    while screen := next_screen(bundle, Request(answers, audience, situations=situations)):
        assert answers.keys().isdisjoint(screen.facts)
        screens.append(screen)
        answers |= {fact: None if fact in unknown else world[fact] for fact in screen.facts}
    return screens, answers, report(bundle, answers, audience)


def assert_fits(screen: Screen, bundle: Bundle) -> None:
    facts = [bundle.fact(name) for name in screen.facts]
    assert 1 <= len(facts) <= (STATEMENTS if screen.ticks else 1)
    assert all(fact.sensitive == screen.sensitive for fact in facts)
    assert not screen.ticks or all(isinstance(fact, YesNo) for fact in facts)
    deciding = {fact for each in bundle.scope for fact in bundle.support(each.root)}
    assert not screen.ticks or deciding.isdisjoint(screen.facts)


@settings(deadline=None, max_examples=200)
@given(
    rules=RULES,
    world=worlds,
    unknown=UNKNOWN,
)
def test_a_screen_holds_what_can_change_something_and_the_end_is_that_of_single_questions(
    rules: Rules, world: Answers, unknown: set[str]
) -> None:
    bundle = rules.bundle()
    screens, given, made = by_screens(bundle, world, unknown, "worker")
    truths = [Truth(rule) for rule in (*rules.scope, *rules.outcomes)]
    said: dict[str, Any] = {}
    for screen in screens:
        assert_fits(screen, bundle)
        assert set(screen.facts) <= set().union(*(truth.needs(said) for truth in truths))
        said |= {fact: given[fact] for fact in screen.facts}
    assert_finished(made, given)
    _, _, one_by_one = interview(bundle, world, unknown, "worker")
    assert made["scope"] == one_by_one["scope"]
    if not unknown:  # or else more may be known of what could have been left unasked
        assert {o["id"]: o["status"] for o in made["outcomes"]} == {
            o["id"]: o["status"] for o in one_by_one["outcomes"]
        }


@settings(deadline=None, max_examples=30)
@given(data=st.data(), audience=AUDIENCES)
def test_screens_on_the_real_rules(data: st.DataObject, audience: str, bundle: Bundle) -> None:
    world, unknown = data.draw(households(bundle)), data.draw(some_facts(bundle))
    screens, given, made = by_screens(bundle, world, unknown, audience)
    for screen in screens:
        assert_fits(screen, bundle)
    assert_finished(made, given)


@settings(deadline=None, max_examples=30)
@given(data=st.data(), audience=AUDIENCES, lang=st.sampled_from(LANGUAGES))
def test_the_order_of_taps_changes_nothing(data: st.DataObject, audience: str, lang: str, bundle: Bundle) -> None:
    given = data.draw(households(bundle))
    shuffled = dict(data.draw(st.permutations(list(given.items()))))
    assert page(bundle, Request(given, audience, lang)) == page(bundle, Request(shuffled, audience, lang))


SITUATIONS = st.lists(st.integers(0, 9), unique=True, max_size=4)


@settings(deadline=None, max_examples=20)
@given(data=st.data(), chosen=SITUATIONS)
def test_a_situation_asks_its_own_facts_first_and_ends_where_all_do(
    data: st.DataObject, chosen: list[int], bundle: Bundle, checked: Checked
) -> None:
    world = consistent(data.draw(households(bundle)), checked)
    situations = [situation for i, situation in enumerate(bundle.situations) if i in chosen]
    first = [fact for situation in situations for fact in situation.facts]
    screens, given, made = by_screens(bundle, world, situations=[situation.id for situation in situations])
    assert_finished(made, given)
    _, _, without = by_screens(bundle, world)
    assert {o["id"]: o["status"] for o in made["outcomes"]} == {o["id"]: o["status"] for o in without["outcomes"]}
    for screen in screens:
        own = [fact in first for fact in screen.facts]
        assert own == sorted(own, reverse=True)


def test_what_is_sensitive_comes_after_all_that_can_be_asked_before(bundle: Bundle) -> None:
    ordinary = {fact.id: fact.representative(0) for fact in bundle.facts} | {"child_age": 9, "lives_in_renhe": True}
    screens, _, _ = by_screens(bundle, ordinary)
    first = next(number for number, screen in enumerate(screens) if screen.sensitive)
    assert first > 3
    rest = [name for screen in screens[first:] if not screen.sensitive for name in screen.facts]
    assert all(bundle.fact(name).ask_when is not None for name in rest)  # they waited for it


def ranking_facts(bundle: Bundle, outcome: Outcome) -> set[str]:
    """The facts that bring an outcome to the top of the results."""
    return {fact for node in (outcome.danger, outcome.due) if node is not None for fact in bundle.support(node)}


def asked_before(bundle: Bundle, name: str) -> Sequence[str]:
    """The facts that say whether a fact is asked."""
    ask_when = bundle.fact(name).ask_when
    return () if ask_when is None else bundle.support(ask_when)


@settings(deadline=None, max_examples=30)
@given(data=st.data(), audience=AUDIENCES)
def test_an_interview_on_the_real_rules(data: st.DataObject, audience: str, bundle: Bundle) -> None:
    world, unknown = data.draw(households(bundle)), data.draw(some_facts(bundle))
    steps, given, made = interview(bundle, world, unknown, audience)
    for number, (question, before) in enumerate(steps):
        if number < len(SCOPE):
            assert question == SCOPE[number]
        else:
            needed = {fact for outcome in before["outcomes"] for fact in outcome["needs"]}
            needed |= {fact for each in bundle.outcomes for fact in ranking_facts(bundle, each)}
            assert question in needed.union(*(asked_before(bundle, fact) for fact in needed))
    assert_finished(made, given)
    assert len(made["outcomes"]) == sum(audience == "worker" or each.kind == "benefit" for each in bundle.outcomes)


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_an_interview_where_all_is_known_settles_everything_and_asks_only_what_makes_sense(
    data: st.DataObject, bundle: Bundle, checked: Checked
) -> None:
    world = consistent(data.draw(households(bundle)), checked)
    steps, _, made = interview(bundle, world, audience="worker")
    everything = report(bundle, world, "worker")["outcomes"]
    assert {each["id"]: each["status"] for each in made["outcomes"]} == {o["id"]: o["status"] for o in everything}
    for question, _ in steps:
        sense = checked.facts[question].ask_when
        assert sense is None or holds(sense, world, meanings(checked)), question


@settings(deadline=None, max_examples=50)
@given(data=st.data(), audience=AUDIENCES)
def test_a_topic_asks_only_what_its_own_rules_mention(
    data: st.DataObject, audience: str, bundle: Bundle, checked: Checked
) -> None:
    topic = data.draw(st.sampled_from(sorted({each.area for each in bundle.outcomes if each.area})))
    world, unknown = data.draw(households(bundle)), data.draw(some_facts(bundle))
    steps, given, made = interview(bundle, world, unknown, audience, topic)
    trees = {name: checked.conditions[name] for name in checked.terms if name in checked.conditions}
    own = [
        each.id for each in bundle.outcomes if each.area == topic and (audience == "worker" or each.kind == "benefit")
    ]
    opened = [c.expand(checked.conditions[name], trees) for name in own]
    mentioned = {part.fact for tree in opened for part in c.parts(tree) if isinstance(part, (c.Is, c.Compare))}
    mentioned |= {fact for each in bundle.outcomes if each.id in own for fact in ranking_facts(bundle, each)}
    mentioned |= {fact for name in mentioned for fact in asked_before(bundle, name)}
    assert {question for question, _ in steps} <= mentioned | set(SCOPE)
    assert sorted(each["id"] for each in made["outcomes"]) == sorted(own)
    assert_finished(made, given)


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        ({"child_age": 18}, ["child_age"]),
        ({"child_age": 17, "lives_in_renhe": False}, ["child_age", "lives_in_renhe"]),
        ({"child_age": None, "lives_in_renhe": False}, ["child_age", "lives_in_renhe"]),
    ],
)
def test_who_is_outside_is_told_so_at_once(answers: Answers, questions: list[str], bundle: Bundle) -> None:
    steps, _, made = interview(bundle, answers)
    assert [question for question, _ in steps] == questions
    assert (made["scope"], made["outcomes"]) == ("outside", [])
