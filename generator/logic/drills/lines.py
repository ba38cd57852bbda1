"""The numbers at which a duty begins or ends, such as the eighth day, for every family alike: judged by the checker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.bundle import Bundle
from checker.evaluate import Evaluation
from checker.fact import Number
from checker.mdd import NO, UNKNOWN, YES
from checker.outcome import Outcome
from generator.logic.drills.material import Material, Matter
from generator.logic.drills.question import Choice, Question, Said
from generator.plan import model


def lines(material: Material) -> Iterator[Question]:
    """At which number does the duty first fall due, or up to which does it still hold?"""
    bundle = material.checked.compiled
    outcomes = {outcome.id: outcome for outcome in bundle.outcomes}
    for fact in bundle.facts:
        if isinstance(fact, Number) and fact.cuts:
            seen = _seen(bundle, fact)
            for matter in material.matters:
                outcome = outcomes.get(str(matter.duty.id))
                if outcome and fact.id in bundle.support(outcome.root):
                    yield from _asked(material, matter, material.checked.facts[fact.id], outcome, seen)


def _seen(bundle: Bundle, fact: Number) -> dict[int, Evaluation]:
    """What numbers on both sides of each line that the rules draw mean, and one as far again beyond the last.

    None is left that no family of the plan has. Nothing is presumed of other answers: that a baby is at no school is no
    line which the document draws.
    """
    numbers = {*fact.cuts, *(cut - 1 for cut in fact.cuts), 2 * fact.cuts[-1] - 1}
    nothing = [UNKNOWN] * len(bundle.facts)
    at = bundle.index[fact.id]
    seen = {
        n: Evaluation(bundle, [*nothing[:at], fact.classify(n), *nothing[at + 1 :]])
        for n in sorted(numbers)
        if fact.accepts(n)
    }
    return {n: found for n, found in seen.items() if n and all(found.reach(s.root) != YES for s in bundle.scope)}


def _asked(
    material: Material, matter: Matter, fact: model.Fact, outcome: Outcome, seen: Mapping[int, Evaluation]
) -> Iterator[Question]:
    """The question, if the duty's numbers have one end. Numbers that another reading means are no wrong answers."""
    numbers = list(seen)
    within = [n for n in numbers if seen[n].reach(outcome.root) != NO]
    if not _one_line(numbers, within):
        return
    first = within[0] != numbers[0]
    line, kind = (within[0], "first") if first else (within[-1], "last")

    def choice(n: int, side: str) -> Choice:
        why = material.say(f"why_{kind}{side}", line=_statement(material, fact, line))
        return Choice(_statement(material, fact, n), why, matter.clauses)

    wrong = [n for n in numbers if n != line and (n in within or not _may_be_meant(seen[n], outcome))]
    yield matter.question(
        f"line-{matter.duty.id}-{fact.id}",
        material.say(kind, duty=matter.duty.title),
        choice(line, ""),
        [choice(n, "_before" if n < line else "_after") for n in wrong],
    )


def _may_be_meant(evaluation: Evaluation, outcome: Outcome) -> bool:
    return any(evaluation.reach(reading.root) != NO for reading in outcome.readings)


def _one_line(numbers: Sequence[int], within: Sequence[int]) -> bool:
    """Whether the numbers within are all from one on, or all up to one, and not all there are."""
    return 0 < len(within) < len(numbers) and within in (numbers[: len(within)], numbers[-len(within) :])


def _statement(material: Material, fact: model.Fact, n: int) -> Said:
    assert fact.says  # integers have it: see `model.Fact.NEEDED`
    return {code: text.replace("{n}", str(n)) for code, text in material.plain(fact.says.equals).items()}
