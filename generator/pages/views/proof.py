"""The page that shows why the rules can be trusted: what the audit proves, worked cases, each line that is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.bundle import Answer
from generator.logic.audit.scenarios import run
from generator.logic.boundaries import Boundaries, Line
from generator.logic.findings import Finding, Proof, Rule
from generator.pages.views.pieces import Link, Page, Pieces
from generator.plan import model


def proof(p: Pieces) -> Page:
    bundle = p.compiled
    boundaries = Boundaries(bundle)
    outcomes = {outcome.id: outcome for outcome in bundle.outcomes}
    benefits: list[dict[str, Any]] = [
        {
            "link": p.benefit_link(benefit),
            "id": benefit.id,
            "who": p.phrase(benefit.id),
            "lines": [_line(p, line) for line in boundaries.lines(outcomes[benefit.id])],
        }
        for _, benefit in p.rules.benefits()
    ]
    cases = [_case(p, scenario) for scenario in p.rules.scenarios]
    view = {
        "version": p.rules.plan.version,
        "reviewed": p.rules.plan.reviewed.isoformat(),
        "proofs": [_proof(p, each) for each in p.proofs],
        "cases": cases,
        "claims": sum(case["claims"] for case in cases),
        "benefits": benefits,
        "lines": sum(len(benefit["lines"]) for benefit in benefits),
        "marks": [{"status": status, "label": p.t[status]} for status in ("applies", "possible", "does_not_apply")],
    }
    return Page(
        "proof/",
        "proof.html",
        p.t["proof"],
        p.t["proof_lead"],
        view=view,
        words=p.words("proof"),
        weight=0.2,
        repeats=True,
    )


def _proof(p: Pieces, proof: Proof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "title": p.t[f"proof_{proof.kind}"],
        "examined": proof.examined,
        "stated": proof.stated,
        "findings": [_finding(p, finding) for finding in proof.findings],
    }


def _finding(p: Pieces, finding: Finding) -> dict[str, Any]:
    return {
        "rules": [_rule(p, rule) for rule in finding.rules],
        "part": p.wording.sentence(p.wording.phrase(finding.part)) if finding.part else "",
        "family": _said(p, finding.family),
        "because": p.say(finding.because),
    }


def _rule(p: Pieces, rule: Rule) -> Link:
    if isinstance(rule, model.Benefit):
        return p.benefit_link(rule)
    if isinstance(rule, model.Duty):
        return p.duty_link(rule)
    if isinstance(rule, model.Term):
        return Link(p.say(rule.title), f"terms/#{rule.id}")
    return Link(p.say(rule.question), "check/")


def _case(p: Pieces, scenario: model.Scenario) -> dict[str, Any]:
    """A worked case: how many statuses it claims, and how many the checker finds as claimed."""
    agreed = run(p.compiled, scenario).agreed
    title, story = p.say(scenario.title), p.say(scenario.story)
    grounds = [{"clause": p.clause_links([each.clause])[0], "words": each.words} for each in scenario.settled_by]
    return {
        "title": title,
        "story": story,
        "claims": len(agreed),
        "agreed": sum(agreed),
        "grounds": grounds,
        "reading": p.say(scenario.reading),
    }


def _line(p: Pieces, line: Line) -> dict[str, Any]:
    inside = line.way[line.fact]
    answers = {**line.others, **line.way}
    cells = [
        {"says": p.wording.value(line.fact, answer), "status": status, "label": p.t[status]}
        for answer, status in zip((inside, *line.outside), line.statuses, strict=False)
    ]
    return {
        "way": _said(p, {fact: answer for fact, answer in line.way.items() if fact != line.fact}),
        "inside": cells[0],
        "outside": cells[1:],
        "unknown": {"status": line.statuses[-1], "label": p.t[line.statuses[-1]]},
        "try": "check/#" + "&".join(f"{fact}={_written(answer)}" for fact, answer in answers.items()),
    }


def _said(p: Pieces, answers: Mapping[str, Answer]) -> list[str]:
    return [p.wording.value(fact, answer) for fact, answer in answers.items()]


def _written(answer: Answer) -> str:
    """The answer as an address's fragment has it."""
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
