"""What the audit finds: one thing that is so of the rules, whom it is about, and whether the rules declare it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from checker.fact import Answer
from generator.logic.conditions import Condition, names, written
from generator.plan import model
from generator.plan.load import Problem

Rule = model.Act | model.Term | model.Fact

# Each kind of finding as an error says it. {one} and {other} are rules with their clauses.
KINDS = {
    "never": "no family meets the condition of {one}",
    "always": "every family meets the condition of {one}",
    "same": "{one} applies to the same families as {other}",
    "implies": "whoever gets {one} gets {other}, and neither says so",
    "idle": "the part `{part}` of {one} changes nothing",
    "unused": "no benefit or duty depends on {one}",
    "unasked": "nobody is asked for {one}: its `ask_when` is never true",
    "pointless": "no benefit or duty depends on {one} where its `ask_when` lets it be asked",
    "hidden": "{one} decides {other} where its `ask_when` lets nobody be asked",
    "contradiction": "{one} excludes {other}, yet both apply to some family",
    "gap": "one number lies between `{part}` of {one} and {other}, in neither",
    "overlap": "one number lies both in `{part}` of {one} and in {other}",
    "apart": "`{part}` of {one} draws its line one away from that of {other}",
}

PAIRED = ("same", "implies", "implied_by")  # what one act may declare of another


@dataclass(frozen=True)
class Finding:
    """One thing found. `rules`: whom it is about, first the one to mend. `because`: why it is intended, if it is.

    `family`: answers that are enough to show it; whatever else is true of a family, it shows. `part`: the part of a
    condition it is about, or None.
    """

    kind: str
    rules: tuple[Rule, ...]
    family: Mapping[str, Answer] = field(default_factory=dict)
    part: Condition | None = None
    because: model.Text | None = None

    @property
    def problem(self) -> Problem:
        """The finding as an error at the first rule."""
        said = [_named(rule) for rule in self.rules]
        part = written(self.part) if self.part else ""
        what = KINDS[self.kind].format(one=said[0], other=said[-1], part=part)
        if self.family:
            told = ", ".join(f"{fact}: {str(answer).lower()}" for fact, answer in self.family.items())
            what += f"; for example {{{told}}}"
        accepted = "" if self.kind == "contradiction" else "another condition, or `intended:` with a reason"
        return Problem(self.rules[0].id.place, what, accepted)


@dataclass(frozen=True)
class Proof:
    """All about one kind of finding. `examined`: how many rules, pairs, parts or numbers were looked at.

    `stated`: how many pairs were found that the rules themselves link, a duty to the benefit it serves.
    """

    kind: str
    examined: int
    findings: tuple[Finding, ...]
    stated: int = 0

    @property
    def open(self) -> list[Finding]:
        """The findings that no rule declares as intended."""
        return [finding for finding in self.findings if finding.because is None]


class Declarations:
    """What the rules declare under `intended`, each with the rule that declares it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.all: Sequence[tuple[Rule, model.Intended]] = [
            (rule, intended) for rule in rules for intended in rule.intended
        ]

    def explained(self, finding: Finding) -> Finding:
        """The finding, with the reason that its first rule gives for it, if it does."""
        for rule, intended in self.all:
            if declares(rule, intended, finding):
                return replace(finding, because=intended.because)
        return finding

    def because(self, kind: str, one: str, other: str) -> model.Text | None:
        """Why `one` and `other` are the same, or the one implies the other, as either of them declares it."""
        contrary = {"same": "same", "implies": "implied_by"}[kind]
        for rule, intended in self.all:
            if (rule.id == one and intended.finding == kind and other in intended.of) or (
                rule.id == other and intended.finding == contrary and one in intended.of
            ):
                return intended.because
        return None


def declares(rule: Rule, intended: model.Intended, finding: Finding) -> bool:
    """Whether a declaration that is not of a pair of acts is about the finding."""
    about = {str(other.id) for other in finding.rules[1:]}
    if finding.part and finding.kind == "idle":
        about = names(finding.part)
    return rule is finding.rules[0] and intended.finding == finding.kind and {*intended.of} == about


def _named(rule: Rule) -> str:
    """The rule as an error names it: its id with its clauses and where it stands."""
    clauses = "fact" if isinstance(rule, model.Fact) else ", ".join(rule.clauses) or "term"
    return f"{rule.id!s} ({clauses}, {rule.id.place})"
