"""A type of fact: its answers fall into classes, and each class has an answer that stands for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.fact import TYPES, Answer, Choice, Fact, Number, YesNo

numbers = st.builds(
    lambda cuts: Number("n", "g", cuts=tuple(sorted(cuts)), maximum=20), st.sets(st.integers(1, 20), max_size=6)
)
FACTS: dict[type[Fact], Fact] = {YesNo: YesNo("f", "g"), Choice: Choice("f", "g", ("one", "both", "none"))}
facts = st.sampled_from(list(FACTS.values())) | numbers


def answers(fact: Fact) -> list[Answer]:
    """Everything that may be answered."""
    return list(fact.choices) or list(range(fact.minimum, 21))


@given(facts)
def test_every_answer_is_of_one_class_and_every_class_has_one(fact: Fact) -> None:
    assert all(fact.accepts(answer) for answer in answers(fact))
    assert len(answers(fact)) == fact.size
    assert {fact.classify(answer) for answer in answers(fact)} == set(range(fact.classes))
    assert [fact.classify(fact.representative(each)) for each in range(fact.classes)] == list(range(fact.classes))


@given(facts, st.data())
def test_the_nearest_answer_of_a_class_is_of_it_and_none_is_nearer(fact: Fact, data: st.DataObject) -> None:
    answer = data.draw(st.sampled_from(answers(fact)))
    number = data.draw(st.integers(0, fact.classes - 1))
    nearest = fact.nearest(number, answer)
    alike = [each for each in answers(fact) if fact.classify(each) == number]
    assert nearest in alike
    if fact.ordered:
        assert abs(int(nearest) - int(answer)) == min(abs(int(each) - int(answer)) for each in alike)


@pytest.mark.parametrize("given_", [None, 1.0, "true", "One", b"one", [], 21, -1])
def test_what_is_no_answer_is_not_accepted(given_: object) -> None:
    assert not any(fact.accepts(given_) for fact in (*FACTS.values(), Number("n", "g", maximum=20)))


@given(facts, st.text(max_size=9))
def test_what_was_meant_is_an_answer(fact: Fact, written: str) -> None:
    meant = fact.meant(written)
    assert meant is None or fact.accepts(meant)


def test_every_type_is_tried_here() -> None:
    assert set(TYPES.values()) == {*FACTS, Number}
