"""Worked cases: which duty comes first, with the checker as judge of which applies and which does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from checker.evaluate import APPLIES, DOES_NOT_APPLY
from checker.explain import TOLD, Explanation
from checker.outcome import Outcome
from generator.logic.drills.material import Material, Matter
from generator.logic.drills.question import Choice, Question, Said
from generator.plan import model
from generator.plan.languages import LANGUAGES, enumeration

MOST = 1  # cases in which the same duty comes first: each is long, and all are kept on the device
WRONG = 8  # duties of a case that do not apply to it


def cases(material: Material) -> Iterator[Question]:
    """What must be done now? Wrong are duties that do not apply, those first of which the case says so itself."""
    matters = {str(matter.duty.id): matter for matter in material.matters}
    bundle = material.checked.compiled
    asked: Counter[str] = Counter()
    for scenario in sorted(material.rules.scenarios, key=lambda case: case.audience != "worker"):
        if scenario.expect.scope == "outside":
            continue
        found = Explanation(bundle, {str(fact): answer for fact, answer in scenario.answers.items()})
        outcomes = [each for each in bundle.outcomes if each.id in matters]
        first = next((each for each in _first(found, outcomes, scenario.expect) if asked[each.id] < MOST), None)
        if first is None:
            continue
        told = set(map(str, scenario.expect.does_not_apply))
        near = sorted(outcomes, key=lambda each: (each.id not in told, each.area != first.area))
        wrong = (_does_not(material, found, each, matters[each.id]) for each in near)
        asked[first.id] += 1
        yield matters[first.id].question(
            f"case-{scenario.id}",
            material.say("case", story=scenario.story),
            _applies(material, found, first, matters[first.id]),
            islice(filter(None, wrong), WRONG),
        )


def _first(found: Explanation, outcomes: list[Outcome], expect: model.Expectation) -> Iterator[Outcome]:
    """The most urgent of the duties that the case names or that are urgent in it; as it names them, if several are."""
    order = {str(name): i for i, name in enumerate(expect.applies)}
    applying = [each for each in outcomes if found.evaluation.judge(each) == APPLIES]
    meant = [each for each in applying if each.id in order or found.place(each) < TOLD]
    most = min(map(found.place, meant), default=TOLD)
    meant.sort(key=lambda each: order.get(each.id, len(order)))
    return (each for each in meant if found.place(each) == most and found.judge(each).because)


def _applies(material: Material, found: Explanation, outcome: Outcome, matter: Matter) -> Choice:
    why = material.say("why_applies", reasons=_reasons(found, outcome))
    return Choice(material.plain(matter.duty.title), why, matter.clauses)


def _does_not(material: Material, found: Explanation, outcome: Outcome, matter: Matter) -> Choice | None:
    """The duty as a wrong answer; None if it could be read so that it applies, or nothing said rules it out."""
    if found.evaluation.judge(outcome) != DOES_NOT_APPLY or found.left_out_by(outcome):
        return None
    if not found.judge(outcome).because:
        return None
    why = material.say("why_not", reasons=_reasons(found, outcome))
    return Choice(material.plain(matter.duty.title), why, matter.clauses)


def _reasons(found: Explanation, outcome: Outcome) -> Said:
    bundle, because = found.bundle, found.judge(outcome).because
    said = {code: [bundle.fact(fact).statement(answer, code) for fact, answer in because.items()] for code in LANGUAGES}
    return {code: enumeration(said[code], language.all_of) for code, language in LANGUAGES.items()}
