"""A worked case tried on the bundle that is shipped, and whether all of them come out as they claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.bundle import Bundle
from checker.evaluate import Evaluation, known_classes
from generator.logic.domain import domain
from generator.logic.index import Index
from generator.plan import model
from generator.plan.folder import nearest, place_of
from generator.plan.load import Problem


@dataclass(frozen=True)
class Trial:
    """A worked case as the rules judge it: whether it lies outside the scope, and the status of each outcome."""

    scenario: model.Scenario
    outside: bool
    statuses: Mapping[str, str]

    @property
    def agreed(self) -> list[bool]:
        """For each claim of the case, the scope first, whether the rules agree. Raises KeyError for no outcome."""
        expect = self.scenario.expect
        scope = self.outside == (expect.scope == "outside")
        return [scope, *(self.statuses[name] == status for name, status in expect.claims())]


def run(bundle: Bundle, scenario: model.Scenario) -> Trial:
    """Try a worked case whose answers are valid."""
    answers = {str(fact): answer for fact, answer in scenario.answers.items()}
    evaluation = Evaluation(bundle, known_classes(bundle, answers))
    outside = any(evaluation.status(scope.root) == "applies" for scope in bundle.scope)
    return Trial(scenario, outside, {outcome.id: evaluation.judge(outcome) for outcome in bundle.outcomes})


def scenarios(index: Index, bundle: Bundle) -> Iterator[Problem]:
    """Each worked case has the statuses it claims, and each benefit is shown applying and not applying."""
    shown: set[tuple[str, str]] = set()
    for scenario in index.rules.scenarios:
        wrong = list(_answers(scenario, index.facts))
        yield from wrong
        yield from _grounds(scenario)
        if not wrong:
            shown |= set(scenario.expect.claims())
            yield from _claims(run(bundle, scenario))
    always = {outcome.id for outcome in bundle.outcomes if outcome.root == 1}
    for name, benefit in index.benefits.items():
        wanted = ["possible" if benefit.also else "applies", *(() if name in always else ("does_not_apply",))]
        for status in wanted:
            if (name, status) not in shown:
                yield Problem(benefit.id.place, f"no scenario shows {name} as {status!r}")


def _answers(scenario: model.Scenario, facts: Mapping[str, model.Fact]) -> Iterator[Problem]:
    for name, answer in scenario.answers.items():
        fact = domain(facts[name])
        if answer is not None and not fact.accepts(answer):
            place = place_of(name, scenario.id.place)
            yield Problem(place, f"{answer!r} is not an answer to {name!s}", fact.accepted)


def _claims(trial: Trial) -> Iterator[Problem]:
    scenario = trial.scenario
    case = f"scenario {scenario.id!s}"
    if trial.outside != (scenario.expect.scope == "outside"):
        what = f"{case} expects scope {scenario.expect.scope!r}; the rules say otherwise"
        yield Problem(scenario.id.place, what)
    for name, expected in scenario.expect.claims():
        status = trial.statuses.get(name)
        if status is None:
            what = f"{str(name)!r} is not a benefit, nor a duty with a `when`"
            yield Problem(name.place, what, nearest=nearest(name, trial.statuses))
        elif trial.outside:
            yield Problem(name.place, f"{case} is outside the scope, so no outcome is listed")
        elif status != expected:
            yield Problem(name.place, f"{case} expects {name!s} to be {expected!r}; the rules make it {status!r}")


def _grounds(scenario: model.Scenario) -> Iterator[Problem]:
    """The words that settle a case are about an outcome that the case expects."""
    expected = [name for name, _ in scenario.expect.claims()]
    for ground in scenario.settled_by:
        if ground.outcome not in expected:
            what = f"scenario {scenario.id!s} expects nothing of {str(ground.outcome)!r}"
            yield Problem(ground.outcome.place, what, nearest=nearest(ground.outcome, expected))
