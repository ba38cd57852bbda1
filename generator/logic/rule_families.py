"""Which families each rule is for: the diagrams of all rules, within the scope of the plan, to prove things with.

A number that stands for a node of the diagrams stands for the families that meet its condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checker.fact import Answer
from generator.logic.conditions import Compare, Condition, Is, expand, parts, without_a_part
from generator.logic.diagram import Diagram, cuts, lines
from generator.logic.findings import Rule
from generator.logic.parse import RuleConditions
from generator.plan import model
from generator.plan.folder import Rules


class Lesser(NamedTuple):
    """A rule's condition with one part left out; the nodes of the whole, of what is left, and of the part alone."""

    rule: Rule
    part: Condition
    whole: int
    rest: int
    alone: int


class RuleFamilies:
    """The rules with their diagrams. Acts, terms and facts are named by their ids."""

    def __init__(self, rules: Rules, trees: RuleConditions) -> None:
        self.facts: dict[str, model.Fact] = {fact.id: fact for fact in rules.facts}
        self.acts: dict[str, model.Act] = {act.id: act for act in rules.acts() if act.id in trees.when}
        self.terms: dict[str, model.Term] = {term.id: term for term in rules.terms if term.id in trees.means}
        self.trees: list[tuple[Rule, Condition]] = [
            *((act, trees.when[name]) for name, act in self.acts.items()),
            *((term, trees.means[name]) for name, term in self.terms.items()),
            *((self.facts[fact], tree) for fact, tree in trees.ask_when.items()),
        ]
        opened = trees.expanded()
        diagram = Diagram(rules.facts, [tree for _, _, tree in opened.named()])
        self.roots = {name: diagram.add(opened.when[name]) for name in self.acts}
        self.roots |= {name: diagram.add(opened.means[name]) for name in self.terms}
        self.asked = {fact: diagram.add(tree) for fact, tree in opened.ask_when.items()}
        outside = [diagram.add(tree) for tree in opened.scope]
        ranking = [diagram.add(tree) for tree in (*opened.danger_when.values(), *opened.due_when.values())]
        self.lesser = [
            Lesser(rule, part, *(diagram.add(expand(each, trees.means)) for each in (tree, rest, part)))
            for rule, tree in self.trees
            for part, rest in without_a_part(tree)
        ]
        acting = [tree for field, _, tree in opened.named() if field in ("when", "means", "ask_when", "scope")]
        self.lines = cuts(rules.facts, acting)  # of each number fact, those that rules and scope draw
        self.nodes = diagram.families()
        self.within = self.nodes.negate(self.nodes.either(outside))
        self.holds = {name: self.nodes.conjoin(self.within, root) for name, root in self.roots.items()}
        self._cuts = diagram.cuts
        self._answers = diagram.answers
        self._names = list(self.facts)
        self._scope_facts = {fact for root in outside for fact in self.nodes.support(root)}
        self._ranking_facts = {fact for root in ranking for fact in self.nodes.support(root)}

    def under(self, one: int, other: int) -> bool:
        """Whether every family of `one` is a family of `other`."""
        return not self.nodes.conjoin(one, self.nodes.negate(other))

    def asks(self, fact: str) -> int:
        """The families in scope who are asked for the fact."""
        return self.nodes.conjoin(self.within, self.asked[fact])

    def used(self, fact: str) -> bool:
        """Whether an act, the scope or the order of results depends on the fact."""
        number = self._names.index(fact)
        return number in self._scope_facts | self._ranking_facts or any(True for _ in self.decides(fact))

    def decides(self, fact: str) -> Iterator[tuple[str, int]]:
        """The acts that depend on the fact for some family in scope, each with the families for whom it does."""
        number = self._names.index(fact)
        for name in self.acts:
            root = self.roots[name]
            if number in self.nodes.support(root):
                to = self.nodes.deciding(root, number)
                if self.nodes.conjoin(self.within, to):
                    yield name, to

    def decides_unasked(self, fact: str) -> Iterator[tuple[str, int]]:
        """The acts that depend on the fact for a family that is not asked for it, each with those families."""
        for act, to in self.decides(fact):
            node = self.nodes.conjoin(self.nodes.negate(self.asked[fact]), to)
            if self.nodes.conjoin(self.within, node):
                yield act, node

    def family(self, node: int) -> dict[str, Answer]:
        """The fewest answers that lead from the node to "yes", for a family in scope; none if there is no such family.

        What only the scope asks for goes without saying.
        """
        silent = self._scope_facts - self.nodes.support(node)
        path = self.nodes.fewest(self.nodes.conjoin(self.within, node)) or ()
        return {self._names[fact]: self._typical(fact, answer) for fact, answer in path if fact not in silent}

    def _typical(self, fact: int, answer: int) -> Answer:
        """An answer of the class; of numbers the last one, where there is one, since the first is often 0."""
        cuts = self._cuts.get(self._names[fact], [])
        return cuts[answer] - 1 if answer < len(cuts) else self._answers[fact][answer]

    def drawn(self, fact: str, line: int) -> Iterator[tuple[Rule, Is | Compare]]:
        """The rules in which a test of the number fact changes at `line`, each with the test."""
        for rule, tree in self.trees:
            for part in parts(tree):
                if isinstance(part, (Is, Compare)) and part.fact == fact and line in lines(part):
                    yield rule, part
