"""What is measured: the real rules, the conditions behind the 31 benefits and the households to answer for."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.bundle import Bundle
from checker.fact import Answer, Choice, Fact
from checker.interview import relevant
from checker.mdd import PART, WALKS
from checker.outcome import Outcome
from generator.logic.audit import check
from generator.logic.bundle import bundle_text
from generator.logic.conditions import Condition
from generator.logic.parse import RuleConditions
from generator.plan.folder import Rules

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260701

Answers = Mapping[str, Answer]

# What an ordinary family would answer where "no, none, 0" would be out of the ordinary, or outside the plan.
ORDINARY: dict[str, Answer] = {
    "child_age": 9,
    "lives_in_renhe": True,
    "has_household_registration": True,
    "insured": True,
}


@dataclass(frozen=True)
class Case:
    """`conditions` holds the tree of every benefit's `when`, `meanings` that of every term, `trees` all there are."""

    rules: Rules
    bundle: Bundle
    benefits: tuple[Outcome, ...]
    conditions: Mapping[str, Condition]
    meanings: Mapping[str, Condition]
    trees: RuleConditions
    households: tuple[Answers, ...]

    @classmethod
    def load(cls, root: Path = ROOT / "rules") -> Case:
        """Read the rules. A household is what one scenario answers; what it leaves unknown is left out."""
        checked = check(root)
        # As it is shipped: plain strings, no places in files.
        bundle = often_asked(Bundle.from_json(bundle_text(checked.bundle)))
        benefits = tuple(relevant(bundle, "family"))
        households = tuple(
            {str(fact): _plain(answer) for fact, answer in scenario.answers.items() if answer is not None}
            for scenario in checked.rules.scenarios
        )
        return cls(
            checked.rules,
            bundle,
            benefits,
            {benefit.id: checked.trees.when[benefit.id] for benefit in benefits},
            checked.trees.means,
            checked.trees,
            households,
        )


def _plain(answer: Answer) -> Answer:
    return str(answer) if isinstance(answer, str) else answer


def default(fact: Fact) -> Answer:
    """The answer of a family that has nothing to tell: no, none, 0. A choice without `none` has its last value."""
    if isinstance(fact, Choice):
        return "none" if "none" in fact.values else fact.values[-1]
    return fact.representative(0)


def often_asked(bundle: Bundle) -> Bundle:
    """The bundle as it is after many answers, once code has taken the place of walks: see `Bundle.sweeps`."""
    for _ in range(WALKS + len(bundle.nodes) // PART + 1):
        bundle.sweeps()
    return bundle


def completed(bundle: Bundle, answers: Answers) -> dict[str, Answer]:
    """The answers of a household, with the unknown ones filled in as an ordinary family would answer them."""
    filled = ORDINARY | dict(answers)
    return {fact.id: filled.get(fact.id, default(fact)) for fact in bundle.facts}


def complete_at_random(bundle: Bundle, count: int) -> list[dict[str, Answer]]:
    """Households that answer everything, each class of answers as likely as the others."""
    source = random.Random(SEED)
    return [
        {fact.id: fact.representative(source.randrange(fact.classes)) for fact in bundle.facts} for _ in range(count)
    ]
