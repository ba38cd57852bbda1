"""The page that shows why the rules can be trusted: what the audit proves, worked cases, each line that is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checker.fact import Answer
from generator.logic.audit.scenarios import run
from generator.logic.boundaries import Boundaries, Line
from generator.logic.findings import Finding, Proof, Rule
from generator.pages.views.context import Context
from generator.pages.views.page import Nav, Page, View
from generator.pages.views.parts import Link, Status
from generator.pages.wording import Phrase
from generator.plan import addresses, model


@dataclass(frozen=True)
class ShownFinding:
    """`part`: the part of a condition that it is about, or nothing; `family`: answers that show it."""

    rules: Sequence[Link]
    part: str
    family: Sequence[str]
    because: str


# What is looked at for each kind of finding.
EXAMINED = {
    **dict.fromkeys(("never", "always"), "rules"),
    **dict.fromkeys(("same", "implies", "contradiction"), "pairs"),
    "idle": "parts",
    **dict.fromkeys(("unused", "unasked", "pointless", "hidden"), "questions"),
    **dict.fromkeys(("gap", "overlap", "apart"), "numbers"),
}


@dataclass(frozen=True)
class ShownProof:
    """`examined`: how many of what."""

    kind: str
    title: str
    examined: str
    stated: int
    findings: Sequence[ShownFinding]


@dataclass(frozen=True)
class Ground:
    """Words of a clause that settle a worked case."""

    clause: Link
    words: str


@dataclass(frozen=True)
class Case:
    """A worked case: how many statuses it claims, and how many the checker finds as claimed."""

    title: str
    story: str
    claims: int
    agreed: int
    grounds: Sequence[Ground]
    reading: str


@dataclass(frozen=True)
class Side:
    """An answer in words, and the status that it leads to."""

    says: str
    status: Status


@dataclass(frozen=True)
class ShownLine:
    """A line that a condition draws. `way`: what else meets it; `try_out`: an address with the answers just inside."""

    way: Sequence[str]
    inside: Side
    outside: Sequence[Side]
    unknown: Status
    try_out: str


@dataclass(frozen=True)
class Lines:
    id: str
    link: Link
    who: Phrase
    lines: Sequence[ShownLine]


@dataclass(frozen=True)
class ProofPage(View):
    template = "proof.html"
    version: str
    reviewed: str
    proofs: Sequence[ShownProof]
    cases: Sequence[Case]
    claims: int
    benefits: Sequence[Lines]


def proof(context: Context) -> Page:
    boundaries = Boundaries(context.checked.compiled)
    outcomes = {outcome.id: outcome for outcome in context.checked.compiled.outcomes}
    plan = context.rules.plan
    cases = [_case(context, scenario) for scenario in context.rules.scenarios]
    view = ProofPage(
        version=plan.version,
        reviewed=plan.reviewed.isoformat(),
        proofs=[_proof(context, proof) for proof in context.checked.proofs],
        cases=cases,
        claims=sum(case.claims for case in cases),
        benefits=[
            Lines(
                id=benefit.id,
                link=context.benefit_link(benefit),
                who=context.phrase(benefit.id),
                lines=[_line(context, line) for line in boundaries.lines(outcomes[benefit.id])],
            )
            for _, benefit in context.rules.benefits()
        ],
    )
    return replace(context.page("proof", view, Nav("source", 3)), weight=0.2, repeats=True)


def _proof(context: Context, proof: Proof) -> ShownProof:
    return ShownProof(
        kind=proof.kind,
        title=context.t[f"proof_{proof.kind}"],
        examined=context.t[f"proof_{EXAMINED[proof.kind]}"].replace("{n}", str(proof.examined)),
        stated=proof.stated,
        findings=[_finding(context, finding) for finding in proof.findings],
    )


def _finding(context: Context, finding: Finding) -> ShownFinding:
    wording = context.wording
    return ShownFinding(
        rules=[_rule(context, rule) for rule in finding.rules],
        part=wording.sentence(wording.phrase(finding.part)) if finding.part else "",
        family=_said(context, finding.family),
        because=context.say(finding.because),
    )


def _rule(context: Context, rule: Rule) -> Link:
    match rule:
        case model.Benefit():
            return context.benefit_link(rule)
        case model.Duty():
            return context.duty_link(rule)
        case model.Term():
            return context.term_link(rule)
    return Link(context.say(rule.question), addresses.page("check"))


def _case(context: Context, scenario: model.Scenario) -> Case:
    agreed = run(context.checked.compiled, scenario).agreed
    return Case(
        title=context.say(scenario.title),
        story=context.say(scenario.story),
        claims=len(agreed),
        agreed=sum(agreed),
        grounds=[Ground(context.clause_link(ground.clause), ground.words) for ground in scenario.settled_by],
        reading=context.say(scenario.reading),
    )


def _line(context: Context, line: Line) -> ShownLine:
    sides = [
        Side(context.wording.value(line.fact, answer), context.status(status))
        for answer, status in zip((line.way[line.fact], *line.outside), line.statuses, strict=False)
    ]
    return ShownLine(
        way=_said(context, {fact: answer for fact, answer in line.way.items() if fact != line.fact}),
        inside=sides[0],
        outside=sides[1:],
        unknown=context.status(line.statuses[-1]),
        try_out=addresses.answered({**line.others, **line.way}),
    )


def _said(context: Context, answers: Mapping[str, Answer]) -> list[str]:
    return [context.wording.value(fact, answer) for fact, answer in answers.items()]
