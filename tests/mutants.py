"""Every condition of the rules changed in every small way: does a worked case or the audit notice?

    python -m tests.mutants [RULES]

A mutant that no family could tell from the rules is equivalent, which the diagrams prove; every other one must be
noticed. For an `ask_when`, what counts is who is asked where the answer matters: nobody is asked where it does not.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.logic import conditions as c
from generator.logic.audit import Checked, check
from generator.logic.diagram import Diagram
from generator.logic.proofs import prove
from generator.plan import model

# A field of RuleConditions, and the id of the outcome, term or fact that has it; of the scope a number.
Owner = tuple[str, str]


@dataclass(frozen=True)
class Mutant:
    """The condition of `owner` and its change."""

    owner: Owner
    how: str
    tree: c.Condition

    def __str__(self) -> str:
        return f"{' of '.join(self.owner)}: {self.how}: {c.written(self.tree)}"


def changes(tree: c.Condition, facts: Mapping[str, model.Fact]) -> Iterator[tuple[str, c.Condition]]:
    """Each small change of the condition, with a word for it."""
    yield from (("drop", rest) for _, rest in c.without_a_part(tree))
    yield from _changed(tree, facts)


def _changed(tree: c.Condition, facts: Mapping[str, model.Fact]) -> Iterator[tuple[str, c.Condition]]:
    yield "negate", tree.part if isinstance(tree, c.Not) else c.Not(tree)
    match tree:
        case c.Compare(_, operator, number):
            yield "plus one", replace(tree, number=number + 1)
            yield "minus one", replace(tree, number=number - 1)
            contrary = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}
            yield "swap", replace(tree, operator=contrary[operator])
        case c.Is(fact, values) if facts[fact].type == "choice":
            others = [str(choice.id) for choice in facts[fact].values if choice.id not in values]
            for other in others:
                yield "add", c.Is(fact, (*values, other))
                for i in range(len(values)):
                    yield "swap", c.Is(fact, (*values[:i], other, *values[i + 1 :]))
        case c.AllOf(inner) | c.AnyOf(inner) if len(inner) > 1:
            yield "swap", (c.AnyOf if isinstance(tree, c.AllOf) else c.AllOf)(inner)
    inner = c.children(tree)
    for i, part in enumerate(inner):
        for how, changed in _changed(part, facts):
            if not (isinstance(tree, c.Not) and how == "negate"):  # which is what negating the whole does
                yield how, c.with_children(tree, (*inner[:i], changed, *inner[i + 1 :]))


class Hunt:
    """All mutants of checked rules, and what becomes of each."""

    def __init__(self, checked: Checked) -> None:
        self._rules = checked.rules
        self._trees = checked.trees
        self._facts = list(checked.facts)
        self._meanings = checked.trees.means
        self._whole: dict[Owner, c.Condition] = {
            (field, owner): tree
            for field in ("means", "when", "ask_when")
            for owner, tree in getattr(checked.trees, field).items()
        }
        self._whole |= {("scope", str(i)): tree for i, tree in enumerate(checked.trees.scope)}
        self.mutants = [
            Mutant(owner, how, tree)
            for owner, whole in self._whole.items()
            for how, tree in dict.fromkeys(changes(whole, checked.facts))
        ]
        opened = {owner: c.expand(tree, self._meanings) for owner, tree in self._whole.items()}
        affected = {mutant: self._affected(mutant) for mutant in self.mutants}
        every = [tree for trees in (opened, *affected.values()) for tree in trees.values()]
        self._diagram = diagram = Diagram(checked.rules.facts, every)
        self._roots = {owner: diagram.add(tree) for owner, tree in opened.items()}
        self._mutated = {
            m: {owner: diagram.add(tree) for owner, tree in trees.items()} for m, trees in affected.items()
        }
        self._nodes = diagram.families()
        self._within = 1
        for owner, root in self._roots.items():
            if owner[0] == "scope":
                self._within = self._nodes.conjoin(self._within, self._nodes.negate(root))
        judged = {outcome.id for outcome in checked.compiled.outcomes if outcome.also}
        self.cases = [_Case(scenario, checked.facts, diagram, judged) for scenario in checked.rules.scenarios]
        assert all(case.as_expected(self._roots) for case in self.cases)

    def fate(self, mutant: Mutant, audit: bool = True) -> str:
        """`equivalent`, `scenario` or `audit` by what notices it, or `alive`; the audit takes long"""
        changed = self._mutated[mutant]
        if all(self._alike(owner, root) for owner, root in changed.items()):
            return "equivalent"
        roots = self._roots | changed
        for i, case in enumerate(self.cases):
            if not case.as_expected(roots):
                self.cases.insert(0, self.cases.pop(i))  # it is likely to notice the next mutant of the same condition
                return "scenario"
        return "audit" if audit and self._audited(mutant) else "alive"

    def _affected(self, mutant: Mutant) -> dict[Owner, c.Condition]:
        """The conditions that the mutant may change, with their terms opened, by owner."""
        field, name = mutant.owner
        if field != "means":
            return {mutant.owner: c.expand(mutant.tree, self._meanings)}
        meanings = {**self._meanings, name: mutant.tree}
        before = ((owner, tree, c.expand(tree, self._meanings)) for owner, tree in self._whole.items())
        return {owner: now for owner, tree, old in before if (now := c.expand(tree, meanings)) != old}

    def _alike(self, owner: Owner, root: int) -> bool:
        """Whether no family could tell the condition from the one it was."""
        field, name = owner
        if field == "scope":
            return root == self._roots[owner]
        among = self._within
        if field == "ask_when":
            fact = self._facts.index(name)
            outcomes = (each for (held, _), each in self._roots.items() if held == "when")
            matters = self._nodes.either(self._nodes.deciding(each, fact) for each in outcomes)
            among = self._nodes.conjoin(among, matters)
        return self._nodes.conjoin(among, root) == self._nodes.conjoin(among, self._roots[owner])

    def _audited(self, mutant: Mutant) -> bool:
        field, name = mutant.owner
        changed: Any = getattr(self._trees, field)
        if field == "scope":
            changed = [mutant.tree if i == int(name) else tree for i, tree in enumerate(changed)]
        else:
            changed = {**changed, name: mutant.tree}
        return any(prove(self._rules, replace(self._trees, **{field: changed})).problems)


class _Case:
    """A worked case and what it makes of the nodes of a diagram. `judged`: what an office has to judge as well."""

    def __init__(
        self, scenario: model.Scenario, facts: Mapping[str, model.Fact], diagram: Diagram, judged: set[str]
    ) -> None:
        self.file = Path(scenario.id.place.file).name
        self._expect = scenario.expect
        self._judged = judged
        self._nodes = diagram.nodes
        self._answered = tuple(_class(fact, scenario.answers.get(fact.id), diagram) for fact in facts.values())
        self._otherwise = [
            (i, ("ask_when", str(fact.id)), _class(fact, fact.otherwise, diagram))
            for i, fact in enumerate(facts.values())
            if fact.otherwise is not None and self._answered[i] is None
        ]
        self._reached: dict[tuple[int | None, ...], dict[int, frozenset[int]]] = {}

    def as_expected(self, roots: Mapping[Owner, int]) -> bool:
        known = self._answered
        for fact, asked, answer in self._otherwise:
            if self._reach(roots[asked], known) == {0}:
                known = (*known[:fact], answer, *known[fact + 1 :])
        outside = any(self._reach(root, known) == {1} for owner, root in roots.items() if owner[0] == "scope")
        if outside or self._expect.scope == "outside":
            return outside == (self._expect.scope == "outside")
        return all(self._status(name, roots["when", name], known) == status for name, status in self._expect.claims())

    def _status(self, name: str, root: int, known: tuple[int | None, ...]) -> str:
        leaves = self._reach(root, known)
        if len(leaves) > 1 or (1 in leaves and name in self._judged):
            return "possible"
        return "applies" if 1 in leaves else "does_not_apply"

    def _reach(self, node: int, known: tuple[int | None, ...]) -> frozenset[int]:
        """The leaves that some way to fill in the unknown answers reaches."""
        reached = self._reached.setdefault(known, {0: frozenset({0}), 1: frozenset({1})})
        if node not in reached:
            fact, *children = self._nodes[node]
            answer = known[fact]
            followed = children if answer is None else [children[answer]]
            reached[node] = frozenset[int]().union(*(self._reach(child, known) for child in followed))
        return reached[node]


def _class(fact: model.Fact, answer: bool | int | str | None, diagram: Diagram) -> int | None:
    if answer is None:
        return None
    if fact.type == "integer":
        return bisect_right(diagram.cuts[fact.id], int(answer))
    return int(answer) if fact.type == "boolean" else [str(choice.id) for choice in fact.values].index(str(answer))


def main() -> int:
    hunt = Hunt(check(Path(sys.argv[1] if len(sys.argv) > 1 else "rules")))
    fates = {mutant: hunt.fate(mutant) for mutant in hunt.mutants}
    for mutant, fate in fates.items():
        if fate == "alive":
            print("alive:", mutant)
    counts = Counter(fates.values())
    print(f"mutants {len(fates)}: equivalent {counts['equivalent']}, ", end="")
    print(f"noticed by a worked case {counts['scenario']}, by the audit {counts['audit']}, alive {counts['alive']}")
    return 1 if counts["alive"] else 0


if __name__ == "__main__":
    sys.exit(main())
