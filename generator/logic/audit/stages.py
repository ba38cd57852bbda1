"""A check in stages, each on the result of the one before: indexed, parsed, compiled, and then proved and tried.

What a stage finds wrong is gathered and raised at its end, so that no later one meets it. What no single file can know
is looked at here; the shape of each file was looked at when it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.bundle import Bundle
from generator.logic.audit import limits
from generator.logic.audit.cases import cases, training
from generator.logic.audit.coverage import coverage, outline
from generator.logic.audit.names import ids_given_twice, unknown_names
from generator.logic.audit.requirements import requirements
from generator.logic.audit.scenarios import scenarios
from generator.logic.bundle import compile_bundle
from generator.logic.conditions import Condition
from generator.logic.findings import Proof
from generator.logic.index import Index
from generator.logic.parse import RuleConditions, parse_rules
from generator.logic.proofs import prove
from generator.logic.releases import read_releases, unlisted, untold
from generator.plan.folder import Rules, read_rules
from generator.plan.load import Problems

ASKING = ("question", "worker", "help", "statement", "unit")  # texts of a fact that no report tells


@dataclass(frozen=True, eq=False)
class Checked(Index):
    """Rules that passed. `bundle` is what the checker reads, `compiled` the same once read."""

    trees: RuleConditions
    bundle: Mapping[str, Any]
    compiled: Bundle
    proofs: Sequence[Proof]
    releases: Sequence[Bundle]

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """What a benefit, duty or term depends on, by its id."""
        return {**self.trees.means, **self.trees.when}

    def shipped(self) -> dict[str, Any]:
        """The bundle as the page gets it: with what was found of its conditions, see `checker.api.load`.

        The words in which it asks stand in the page.
        """
        facts = [each | {"text": _without(each["text"], ASKING)} for each in self.bundle["facts"]]
        situations = [_without(each, ("text",)) for each in self.bundle["situations"]]
        return {**self.bundle, "facts": facts, "situations": situations, "primes": self.compiled.primes.known()}

    @property
    def counts(self) -> dict[str, int]:
        """What there is, for the report of `check`."""
        rules = self.rules
        return {
            "clauses": len(rules.plan.clauses),
            "cited": len(rules.cited & set(rules.plan.clauses)),
            "benefits": len(list(rules.benefits())),
            "duties": len(list(rules.duties())),
            "areas": len(rules.areas),
            "units": len(rules.units),
            "terms": len(rules.terms),
            "references": len(rules.references),
            "facts": len(rules.facts),
            "scenarios": len(rules.scenarios),
            "cases": len(rules.cases),
        }


def _without(entry: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}


def check(root: Path) -> Checked:
    """Read, validate and audit the folder `root`. Raises RulesError."""
    return audit(read_rules(root))


def audit(rules: Rules) -> Checked:
    """Check what no single file can know. Raises RulesError with every problem of the first stage that has any."""
    index = Index(rules)
    trees = _parsed(index)
    bundle, compiled = _compiled(index, trees)
    proofs, releases = _tried(index, trees, compiled)
    return Checked(rules, trees=trees, bundle=bundle, compiled=compiled, proofs=proofs, releases=releases)


def _parsed(index: Index) -> RuleConditions:
    """The conditions of entries that fit together."""
    problems = Problems()
    for look in (ids_given_twice, unknown_names, coverage, outline, requirements):
        problems.extend(look(index))
    with problems.collect():
        trees = parse_rules(index)
    problems.finish()
    problems.extend(limits.weights(index, trees))
    problems.finish()  # opening the terms could take forever
    return trees


def _compiled(index: Index, trees: RuleConditions) -> tuple[dict[str, Any], Bundle]:
    """The bundle as data, and as the checker reads it."""
    problems = Problems()
    with limits.diagrams_at(index.plan_place):
        bundle = compile_bundle(index.rules, trees)
    problems.extend(limits.size(index, bundle))
    problems.finish()
    compiled = Bundle.from_data(bundle)
    problems.extend(limits.ways(index, compiled))
    problems.finish()  # no scenario could be explained
    return bundle, compiled


def _tried(index: Index, trees: RuleConditions, compiled: Bundle) -> tuple[Sequence[Proof], Sequence[Bundle]]:
    """What is proved of the rules, and their releases, once nothing is left that the rules do not mean."""
    problems = Problems()
    with limits.diagrams_at(index.plan_place):
        proofs = prove(index.rules, trees)
    problems.extend(proofs.problems)
    problems.extend(scenarios(index, compiled))
    problems.extend(cases(index, compiled))
    problems.extend(training(index))
    problems.extend(unlisted(index.rules))
    releases: list[Bundle] = []
    with problems.collect():
        releases = read_releases(index.rules)
    problems.extend(untold(index.rules, releases, compiled))
    problems.finish()
    return proofs.kinds, releases
