"""Rules as graphs: they say what the conditions say, and their drawings can be read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import node
from generator.logic.audit import Checked
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, Term, expand, parts
from generator.pages import layout
from generator.pages.graph import Graph, Graphs
from generator.pages.layout import LEADING, PADDING, Shape, draw, ems, wrap
from generator.pages.pictures import Pictures
from generator.pages.site import Site
from generator.plan.languages import LANGUAGES
from generator.plan.load import RulesError
from generator.plan.ui_text import interface
from tests.checker.small import WORLDS, conditions, holds
from tests.conftest import HARBOUR, audited
from tests.generator.test_conditions import FACTS, TERMS, read

OWNER = "proxy-mother"


@pytest.fixture(scope="module")
def graphs(checked: Checked) -> Graphs:
    return Graphs(checked, LANGUAGES["zh"], interface(checked.rules.plan, "zh"))


def facts_in(condition: Condition) -> set[str]:
    return {part.fact for part in parts(condition) if isinstance(part, Is | Compare)}


def test_a_rule_speaks_of_the_facts_of_its_condition_and_no_others(checked: Checked, graphs: Graphs) -> None:
    meanings = {name: checked.conditions[name] for name in checked.terms if name in checked.conditions}
    owners = [*checked.benefits, *meanings]
    assert len(owners) > 30
    for owner in owners:
        shown = {node.name.split()[0] for node in graphs.rule(owner, opened=True).nodes if node.kind == "fact"}
        assert shown == facts_in(expand(checked.conditions[owner], meanings)), owner
        closed = graphs.rule(owner, opened=False)
        assert {node.name.split()[0] for node in closed.nodes if node.kind == "fact"} == facts_in(
            checked.conditions[owner]
        )
        terms = {f"term {part.name}" for part in parts(checked.conditions[owner]) if isinstance(part, Term)}
        assert {node.name for node in closed.nodes if node.kind == "term"} - {f"term {owner}"} == terms


def test_the_edges_of_a_rule_are_those_of_the_tree(graphs: Graphs) -> None:
    graph = graphs.rule(OWNER, opened=True)
    kinds = {node.name: node.kind for node in graph.nodes}
    named = {name: name if kind in ("fact", "term", "benefit") else kind for name, kind in kinds.items()}
    named[graph.edges[-2][0]] = "first all"
    assert [(named[tail], named[head]) for tail, head in graph.edges] == [
        ("child_age below 16", "first all"),
        ("parents_away = both", "any"),
        ("parents_away = one", "all"),
        ("other_parent_can_care = True", "not"),
        ("not", "all"),
        ("all", "any"),
        ("any", "first all"),
        ("first all", "term left_behind"),
        ("term left_behind", OWNER),
    ]


def judge(graph: Graph, world: dict[str, Any]) -> bool:
    """The graph as its reader understands it."""
    kinds = {node.name: node.kind for node in graph.nodes}

    def true(name: str) -> bool:
        inputs = [true(tail) for tail, head in graph.edges if head == name]
        match kinds[name]:
            case "fact":
                assert not inputs
                fact, operator, value = name.split()
                said = world[fact]
                return {
                    "=": str(said) == value,
                    "below": operator == "below" and said < int(value),
                    "above": operator == "above" and said > int(value),
                    "at_least": operator == "at_least" and said >= int(value),
                    "at_most": operator == "at_most" and said <= int(value),
                }[operator]
            case "all":
                return all(inputs)
            case "any":
                return any(inputs)
        [only] = inputs
        return only != (kinds[name] == "not")

    return true(OWNER)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=conditions)
def test_a_graph_judges_every_case_as_its_condition_does(checked: Checked, data: Any) -> None:
    rules = replace(checked.rules, facts=FACTS, terms=[*TERMS.values()])
    small = replace(checked, rules=rules, trees=replace(checked.trees, when={OWNER: read(data)}))
    graph = Graphs(small, LANGUAGES["en"], interface(checked.rules.plan, "en")).rule(OWNER, opened=True)
    for world in WORLDS[:: 5 if len(graph.nodes) > 6 else 1]:
        assert judge(graph, world) == holds(data, world)


def test_the_overview_connects_each_outcome_with_what_stands_in_its_condition(checked: Checked, graphs: Graphs) -> None:
    duties = [str(duty.id) for _, duty in checked.rules.duties() if duty.when is not None]
    graph = graphs.overview([*checked.benefits, *duties])
    wanted = set()
    for owner in {*checked.benefits, *duties, "left_behind", "in_difficulty", "covered"}:
        head = f"term {owner}" if owner in checked.terms else owner
        for part in parts(checked.conditions[owner]):
            if isinstance(part, Term):
                wanted.add((f"term {part.name}", head))
            elif isinstance(part, Is | Compare):
                wanted.add((f"fact {part.fact}", head))
    assert len(graph.edges) == len(set(graph.edges))
    assert wanted <= set(graph.edges)
    assert {edge for edge in graph.edges if not edge[1].startswith("term ")} == {
        edge for edge in wanted if not edge[1].startswith("term ")
    }
    assert {node.kind for node in graph.nodes} == {"fact", "term", "benefit", "duty"}


@given(
    text=st.text(alphabet="孩子离开监护人（《ab-c d，。》）”", min_size=1, max_size=40).map(str.strip).filter(bool),
    most=st.floats(2, 12),
)
def test_a_text_in_lines_is_the_same_text(text: str, most: float) -> None:
    lines = wrap(text, most)
    assert "".join(lines) == text
    assert all(line.strip() for line in lines)
    for before, line in itertools.pairwise(lines):
        assert line[0] not in "，。》）”" or before.endswith(" ")
    for line in lines:
        assert ems(line.rstrip()) <= most or layout.WORD.fullmatch(line.rstrip())


def test_lines_are_even_and_no_longer_than_they_may_be() -> None:
    assert wrap("孩子的父母都已去世或都找不到", 9.5) == ("孩子的父母都已", "去世或都找不到")
    assert wrap("the parent at home is able", 9) == ("the parent at ", "home is able")
    assert wrap("anti-trafficking", 6) == ("anti-", "trafficking")
    assert wrap("低保", 9) == ("低保",)


def drawings(checked: Checked) -> Iterator[tuple[str, str, Any]]:
    for language in LANGUAGES:
        pictures = Pictures(checked, LANGUAGES[language])
        for owner in checked.benefits:
            for picture in pictures.rule(owner):
                yield language, owner, picture


@pytest.mark.parametrize("plan", ["own", "harbour"])
def test_the_picture_of_every_rule_is_hardly_wider_than_a_phone(checked: Checked, plan: str) -> None:
    found = list(drawings(checked if plan == "own" else audited(HARBOUR)))
    assert found
    most = 27 * layout.EM  # of which a phone shows four fifths at once, in letters of 14 pixels
    assert [(language, owner) for language, owner, picture in found if picture.drawing.width > most] == []


def test_boxes_hold_their_text_and_stand_apart(checked: Checked) -> None:
    pictures = Pictures(checked, LANGUAGES["en"])
    areas = [pictures.overview("rescue"), pictures.overview("")]
    for picture in [*areas, *(picture for _, _, picture in drawings(checked))]:
        drawing = picture.drawing
        for box in drawing.boxes:
            assert box.left >= -1
            assert box.top >= -1
            assert box.left + box.width <= drawing.width + 1
            assert box.top + box.height <= drawing.height + 1
            assert "".join(line for line, _ in box.lines) == box.node.text
            assert max(ems(line.strip()) for line, _ in box.lines) * layout.EM <= box.width - 2 * PADDING + 1
            assert len(box.lines) * LEADING <= box.height
        for one, other in itertools.combinations(drawing.boxes, 2):
            apart_across = abs(one.x - other.x) >= (one.width + other.width) // 2
            apart_down = abs(one.y - other.y) >= (one.height + other.height) // 2
            assert apart_across or apart_down, (picture.owner, one, other)


def test_terms_that_do_not_fit_have_pictures_of_their_own(checked: Checked) -> None:
    pictures = Pictures(checked, LANGUAGES["zh"])
    assert [picture.owner for picture in pictures.rule("proxy-mother")] == ["proxy-mother"]
    owners = [picture.owner for picture in pictures.rule("free-job-training")]
    assert owners[:4] == ["free-job-training", "covered", "left_behind", "in_difficulty"]
    assert len(owners) == len(set(owners))
    assert [p.title for p in pictures.rule("free-job-training")][1] == checked.terms["covered"].title.zh


def test_a_rule_too_large_for_a_phone_can_be_scrolled(checked: Checked) -> None:
    facts = iter([fact for fact in checked.facts.values() if fact.type == "boolean"][:16])

    def tree(depth: int) -> Condition:
        if not depth:
            return Not(Is(str(next(facts).id), (True,)))
        return (AllOf if depth % 2 else AnyOf)((tree(depth - 1), tree(depth - 1)))

    large = replace(checked, trees=replace(checked.trees, when={**checked.trees.when, OWNER: tree(4)}))
    [picture] = Pictures(large, LANGUAGES["en"]).rule(OWNER)
    assert picture.wide
    html = Site(large, "en", "").html(f"guides/{OWNER}/") or ""
    assert re.search('<div class="cp-graph-box" tabindex="0" role="region" aria-label="[^"]+">', html)


def test_the_same_graphs_are_laid_out_alike_and_once(graphs: Graphs, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [(graphs.rule(OWNER, opened=True), Shape("TB")), (graphs.overview([OWNER]), Shape("LR"))]
    layout.graphviz.cache_clear()
    first = draw(wanted)
    layout.graphviz.cache_clear()
    assert draw(wanted) == first
    monkeypatch.setenv("PATH", "")  # now Node could not be found
    assert draw(wanted) == first


def test_without_node_or_its_package_the_error_says_what_to_do(
    graphs: Graphs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    layout.graphviz.cache_clear()
    wanted = [(graphs.rule(OWNER, opened=True), Shape("TB"))]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RulesError, match=r"node:1:1: cannot be found; install Node\.js"):
        draw(wanted)
    monkeypatch.setattr(node, "PACKAGES", tmp_path)
    with pytest.raises(RulesError, match=r"package\.json:1:1: is missing; run: npm ci --ignore-scripts"):
        draw(wanted)
