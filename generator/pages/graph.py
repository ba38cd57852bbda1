"""What a rule rests on, as nodes and edges: facts lead to terms, and both to an outcome. Pure data, without positions.

The graph of one rule shows its logic, junctions included. The graph of many outcomes shows only what hangs on what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.logic.audit import Checked
from generator.logic.conditions import AllOf, AnyOf, Compare, Condition, Is, Not, Term, children, parts
from generator.pages.wording import Wording
from generator.plan import addresses, model
from generator.plan.languages import Language

ACROSS = "all-areas"  # stands for the area of what belongs to none


@dataclass(frozen=True)
class Node:
    """Something that a graph connects. `kind`: fact, term, benefit, duty, or the junctions all, any, not."""

    name: str  # the same for the same thing in every graph, junctions excepted
    kind: str
    text: str
    address: str = ""  # where it leads, relative to the language's root


@dataclass(frozen=True)
class Graph:
    """Nodes, and edges as pairs of their names: the first is part of what the second rests on."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


def inputs(condition: Condition) -> tuple[Condition, ...]:
    """What a junction joins: nothing if the condition is a statement. Several values of a fact are alternatives."""
    match condition:
        case AnyOf(inner):  # alternatives within alternatives are more of them
            return tuple(one for part in inner for one in (inputs(part) if isinstance(part, Is) else ()) or (part,))
        case Is(fact, values) if len(values) > 1:
            return tuple(Is(fact, (value,)) for value in values)
    return children(condition)


class Graphs:
    """The graphs of one language. `texts` are the words of the pages themselves."""

    def __init__(self, checked: Checked, language: Language, texts: Mapping[str, str]) -> None:
        self._checked = checked
        self._texts = texts
        self._wording = Wording(checked.facts, checked.terms, language)
        self._duties = {str(duty.id): duty for _, duty in checked.rules.duties()}

    def rule(self, owner: str, opened: bool) -> Graph:
        """How the condition of `owner`, a benefit, duty or term, is judged; its terms `opened` down to the facts."""
        nodes: dict[Condition | str, Node] = {}
        edges: dict[tuple[str, str], None] = {}

        def add(condition: Condition) -> str:
            if condition not in nodes:
                node = nodes[condition] = self._part(condition, f"junction {len(nodes)}")
                within = inputs(condition)
                if isinstance(condition, Term) and opened:
                    within = (self._checked.conditions[condition.name],)
                for part in within:
                    edges[add(part), node.name] = None
            return nodes[condition].name

        outcome = nodes[owner] = self._owner(owner)
        start = add(self._checked.conditions[owner])
        if also := self._also(owner):  # an office has to judge these as well
            both = nodes["also"] = Node("junction also", "all", self._texts["graph_all"])
            edges[start, both.name] = None
            for i, text in enumerate(also):
                judged = nodes[f"also {i}"] = Node(f"also {i}", "judged", self._wording.say(text))
                edges[judged.name, both.name] = None
            start = both.name
        edges[start, outcome.name] = None
        return Graph(tuple(nodes.values()), tuple(edges))

    def overview(self, outcomes: Iterable[str]) -> Graph:
        """Which facts and terms each of the outcomes rests on, without the logic in between."""
        nodes: dict[str, Node] = {}
        edges: dict[tuple[str, str], None] = {}

        def add(owner: str) -> str:
            node = self._owner(owner)
            if node.name not in nodes:
                nodes[node.name] = node
                for part in parts(self._checked.conditions[owner]):
                    match part:
                        case Term(name):
                            edges[add(name), node.name] = None
                        case Is(fact, _) | Compare(fact, _, _):
                            source = self._fact(fact)
                            nodes[source.name] = source
                            edges[source.name, node.name] = None
            return node.name

        for outcome in outcomes:
            add(outcome)
        return Graph(tuple(nodes.values()), tuple(edges))

    def _part(self, condition: Condition, junction: str) -> Node:
        """The node of a condition; `junction` is its name if it joins others."""
        match condition:
            case Term(name):
                return self._owner(name)
            case Not():
                return Node(junction, "not", self._texts["graph_not"])
            case AllOf():
                return Node(junction, "all", self._texts["graph_all"])
            case Is(fact, (value,)):
                return Node(f"{fact} = {value}", "fact", self._wording.value(fact, value), addresses.page("check"))
            case Compare(fact, operator, number):
                text = self._wording.compare(fact, operator, number)
                return Node(f"{fact} {operator} {number}", "fact", text, addresses.page("check"))
        return Node(junction, "any", self._texts["graph_any"])

    def _owner(self, name: str) -> Node:
        if name in self._checked.benefits:
            return Node(name, "benefit", self._wording.say(self._checked.benefits[name].title), addresses.guide(name))
        if name in self._duties:
            return Node(name, "duty", self._wording.say(self._duties[name].title), addresses.duty(name))
        return Node(f"term {name}", "term", self._wording.say(self._checked.terms[name].title), addresses.term(name))

    def _also(self, owner: str) -> list[model.Text]:
        act = self._checked.benefits.get(owner) or self._duties.get(owner)
        return act.also if act else []

    def _fact(self, name: str) -> Node:
        fact = self._checked.facts[name]
        return Node(f"fact {name}", "fact", self._wording.say(fact.yes or fact.question), addresses.fact_uses(name))
