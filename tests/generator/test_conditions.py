"""The six forms of a condition: how they are read, refused, put into words and compiled."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.bundle import INTERFACE, Bundle
from checker.evaluate import APPLIES, Evaluation, known_classes
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, expand
from generator.logic.diagram import Diagram, cuts, holds
from generator.logic.parse import parse
from generator.pages.wording import Wording
from generator.plan import model
from generator.plan.languages import LANGUAGES
from generator.plan.load import Located, Place, RulesError

HERE = Place("here")


def text(value: str) -> dict[str, str]:
    return {"zh": value, "en": value}


def fact(name: str, kind: str, **rest: Any) -> model.Fact:
    base: dict[str, Any] = {"id": name, "type": kind, "group": "g", "question": text("?"), "help": text("?")}
    if kind == "boolean":
        base |= {"yes": text(f"{name} yes"), "no": text(f"{name} no")}
    return model.Fact.model_validate(base | rest)


COMPARISONS = {
    name: text(f"age {sign} {{n}}")
    for name, sign in [("equals", "="), ("at_least", ">="), ("at_most", "<="), ("below", "<"), ("above", ">")]
}
CHOICES = [{"id": v, "label": text(v), "says": text(f"hue is {v}")} for v in ("red", "green", "blue")]
FACTS = [
    fact("a", "boolean"),
    fact("b", "boolean"),
    fact("c", "boolean"),
    fact("hue", "choice", values=CHOICES),
    fact("age", "integer", says=COMPARISONS, unit=text("years")),
]
BY_ID = {str(f.id): f for f in FACTS}
TERMS = {
    "young": model.Term.model_validate(
        {
            "id": "young",
            "title": text("young"),
            "definition": text("young"),
            "means": {"age": {"below": 16}},
            "yes": text("is young"),
            "no": text("is not young"),
        }
    )
}


def read(data: object) -> Condition:
    return parse(data, BY_ID, TERMS, HERE)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a", Is("a", (True,))),
        ({"not": "a"}, Not(Is("a", (True,)))),
        ({"a": False}, Not(Is("a", (True,)))),
        ({"all": ["a", "b"]}, AllOf((Is("a", (True,)), Is("b", (True,))))),
        ({"any": ["a", {"hue": "red"}]}, AnyOf((Is("a", (True,)), Is("hue", ("red",))))),
        ({"hue": ["red", "blue"]}, Is("hue", ("red", "blue"))),
        ({"age": {"at_least": 3}}, Compare("age", "at_least", 3)),
        ({"age": 7}, Is("age", (7,))),
    ],
)
def test_forms(data: object, expected: Condition) -> None:
    assert read(data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("aa", "'aa' is neither a fact nor a term"),
        ("hue", "'hue' is not a yes/no fact: compare it with a value (accepted: red, green, blue)"),
        ({"hue": "reed"}, "'reed' is not a value of 'hue'; did you mean 'red'?"),
        ({"hue": {"above": 1}}, "'hue' is not a number"),
        ({"age": {"over": 3}}, "'over' is not a comparison"),
        ({"age": {"above": "3"}}, "above wants a whole number"),
        ({"age": -1}, "-1 is not a value of 'age'"),
        ({"hue": ["red", "blue", "green"]}, "'hue' may have any of these values, so this says nothing"),
        ({"a": [True, False]}, "'a' may have any of these values"),
        ({"hue": []}, "'hue' wants at least one value"),
        ({"all": []}, "'all' wants a list of conditions"),
        ({"a": True, "b": True}, "a condition is one name or a mapping with exactly one key"),
        ({"nto": "a"}, "'nto' is not a fact; did you mean 'not'?"),
        (7, "a condition is one name or a mapping"),
    ],
)
def test_refusals(data: object, message: str) -> None:
    with pytest.raises(RulesError) as caught:
        read(data)
    assert message in str(caught.value)


def test_a_problem_stands_where_the_name_stands_and_hides_no_other() -> None:
    wrong = [Located(name, Place("f.yml", line, 9)) for name, line in (("zz", 4), ("yy", 5))]
    with pytest.raises(RulesError) as caught:
        read({"all": ["a", wrong[0], {"not": wrong[1]}]})
    assert [str(problem)[:10] for problem in caught.value.problems] == ["f.yml:4:9:", "f.yml:5:9:"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"all": ["a", {"not": "b"}]}, "a yes and b no"),
        ({"not": {"any": ["a", "b"]}}, "a no and b no"),
        ({"not": {"hue": "red"}}, "hue is green or hue is blue"),
        ({"not": {"age": {"at_least": 16}}}, "age < 16"),
        ({"not": "young"}, "is not young"),
        ({"any": ["a", {"any": ["b", "c"]}]}, "a yes, b yes or c yes"),
        ({"any": ["a", {"all": ["b", "c"]}]}, "a yes or (b yes and c yes)"),
        ({"not": {"age": 7}}, "age < 7 or age > 7"),
        ({"not": {"age": [5, 3, 9, 10]}}, "age < 3, age = 4, (age > 5 and age < 9) or age > 10"),
        ({"not": {"age": 0}}, "age > 0"),
    ],
)
def test_words(data: object, words: str) -> None:
    wording = Wording(BY_ID, TERMS, LANGUAGES["en"])
    assert wording.sentence(wording.phrase(read(data))) == words


def test_cuts_are_where_the_rules_begin_to_differ() -> None:
    conditions = [
        read({"age": {"below": 16}}),
        read({"age": {"above": 7}}),
        read({"age": 3}),
        read({"age": {"at_least": 0}}),
    ]
    assert cuts([BY_ID["age"]], conditions) == {"age": [3, 4, 8, 16]}


tests = st.one_of(
    st.sampled_from(["a", "b", "c", "young"]),
    st.fixed_dictionaries(
        {"hue": st.lists(st.sampled_from(["red", "green", "blue"]), min_size=1, max_size=2, unique=True)}
    ),
    st.builds(
        lambda op, n: {"age": {op: n}},
        st.sampled_from(["at_least", "at_most", "below", "above"]),
        st.integers(0, 20),
    ),
    st.builds(lambda n: {"age": n}, st.integers(0, 20)),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(lambda c: {"not": c}, inner),
        st.builds(lambda op, cs: {op: cs}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


def truth(condition: Condition, answers: dict[str, Any]) -> bool:
    match condition:
        case Is() | Compare():
            return holds(condition, answers[condition.fact])
        case Not(part):
            return not truth(part, answers)
        case AllOf(parts):
            return all(truth(part, answers) for part in parts)
        case AnyOf(parts):
            return any(truth(part, answers) for part in parts)
    raise TypeError(condition)


# What a bundle says beside its diagram.
SHARED = {
    "title": text("plan"),
    "number": "1",
    "areas": ["x", "y"],
    "units": {},
    "clauses": {},
    "interface": {key: text(key) for key in INTERFACE},
}
BARE: dict[str, Any] = {
    "title": text("title"),
    "text": text("text"),
    "deadline": None,
    **{key: [] for key in ("clauses", "bearers", "implied", "next", "report_to", "linked")},
}


def words_of(fact: model.Fact) -> dict[str, Any]:
    """What a bundle says of a fact."""
    said = fact.model_dump(include={"question", "help", "statement", "yes", "no"})
    said["values"] = {choice.id: choice.model_dump(include={"label", "says"}) for choice in fact.values}
    return said | ({"equals": fact.says.equals.model_dump()} if fact.says else {})


def bundle_of(condition: Condition) -> Bundle:
    diagram = Diagram(FACTS, [condition])
    root = diagram.add(condition)
    data_facts = [
        {"id": f.id, "type": f.type, "group": "g", "text": words_of(f)}
        | ({"values": [c.id for c in f.values]} if f.type == "choice" else {})
        | ({"cuts": diagram.cuts[f.id]} if f.type == "integer" else {})
        for f in FACTS
    ]
    return Bundle.from_data(
        {
            "format": 1,
            "plan": "p",
            "version": "1",
            "facts": data_facts,
            "nodes": diagram.nodes,
            "outcomes": [{"id": "o", "kind": "benefit", "root": root, "text": BARE}],
            "scope": [],
            "text": SHARED,
        }
    )


WORLDS = [
    dict[str, Any](zip(("a", "b", "c", "hue", "age"), values, strict=True))
    for values in itertools.product([False, True], [False, True], [False, True], ["red", "green", "blue"], range(23))
]


@settings(deadline=None)
@given(conditions)
def test_a_diagram_says_what_the_condition_says(data: object) -> None:
    condition = expand(read(data), {"young": read({"age": {"below": 16}})})
    bundle = bundle_of(condition)
    root = bundle.outcomes[0].root
    for world in WORLDS:
        evaluation = Evaluation(bundle, known_classes(bundle, world))
        assert (evaluation.status(root) == APPLIES) == truth(condition, world)


@settings(deadline=None)
@given(conditions, conditions)
def test_equivalent_conditions_share_a_node(first: object, second: object) -> None:
    meanings = {"young": read({"age": {"below": 16}})}
    one, two = expand(read(first), meanings), expand(read(second), meanings)
    diagram = Diagram(FACTS, [one, two])
    same = all(truth(one, world) == truth(two, world) for world in WORLDS)
    assert (diagram.add(one) == diagram.add(two)) is same
