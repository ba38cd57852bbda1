"""What the decision diagrams prove of the rules together, each finding with a family for whom it shows.

Everything is proved for families within the scope of the plan. A finding may be as it should be: then a rule that it
is about declares it under `intended`, with the reason. `audit` lets no other finding pass.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.logic.diagram import holds
from generator.logic.findings import PAIRED, Declarations, Finding, Proof, Rule, declares
from generator.logic.parse import RuleConditions
from generator.logic.rule_families import RuleFamilies
from generator.plan import model
from generator.plan.folder import Rules, nearest
from generator.plan.load import Problem


@dataclass(frozen=True)
class Proofs:
    """A proof a kind of finding, and what is wrong with the declarations."""

    kinds: tuple[Proof, ...]
    untrue: tuple[Problem, ...]

    @property
    def problems(self) -> Iterator[Problem]:
        """The findings that no rule declares, and the declarations of what is not so."""
        yield from (finding.problem for proof in self.kinds for finding in proof.open)
        yield from self.untrue


def prove(rules: Rules, trees: RuleConditions) -> Proofs:
    """Prove every kind of finding. Raises TooLargeError."""
    prover = _Prover(rules, trees)
    kinds = (
        prover.never(),
        prover.always(),
        prover.same(),
        prover.implies(),
        prover.idle(),
        prover.unused(),
        prover.unasked(),
        prover.pointless(),
        prover.hidden(),
        prover.contradiction(),
        prover.interval("gap", 0),
        prover.interval("overlap", 2),
        prover.interval("apart", 1),
    )
    return Proofs(kinds, tuple(prover.untrue(kinds)))


class _Prover(RuleFamilies):
    """The diagrams of the rules, and a method a kind of finding, in the order of KINDS."""

    def __init__(self, rules: Rules, trees: RuleConditions) -> None:
        super().__init__(rules, trees)
        self._declarations = Declarations([*self.acts.values(), *self.terms.values(), *self.facts.values()])
        self._links = {
            frozenset((str(duty.id), str(benefit)))
            for duty in self.acts.values()
            if isinstance(duty, model.Duty)
            for benefit in duty.benefits
        }
        self._classes: dict[int, list[str]] = {}  # acts by the families they apply to
        for name in self.acts:
            self._classes.setdefault(self.holds[name], []).append(name)
        for settled in (0, self.within):  # `never` and `always` speak of these
            self._classes.pop(settled, None)

    def never(self) -> Proof:
        rules = self._rules()
        return self._proof("never", len(rules), (Finding("never", (r,)) for r in rules if not self.holds[r.id]))

    def always(self) -> Proof:
        rules = self._rules()
        family = self.family(1)
        found = (Finding("always", (rule,), family) for rule in rules if self.holds[rule.id] == self.within)
        return self._proof("always", len(rules), found)

    def same(self) -> Proof:
        found: list[Finding] = []
        stated = 0
        for acts in self._classes.values():
            family = self.family(self.roots[acts[0]])
            groups = [{act} for act in acts]
            for one, other in itertools.combinations(acts, 2):
                if frozenset((one, other)) in self._links:
                    stated += 1
                    _join(groups, one, other)
                elif because := self._declarations.because("same", one, other):
                    found.append(Finding("same", (self.acts[one], self.acts[other]), family, because=because))
                    _join(groups, one, other)
            first, *others = sorted((min(group, key=acts.index) for group in groups), key=acts.index)
            found += [Finding("same", (self.acts[other], self.acts[first]), family) for other in others]
        return Proof("same", _pairs(len(self.acts)), tuple(found), stated)

    def implies(self) -> Proof:
        """Between acts that are not the same, and only where no third act stands between them."""
        found: list[Finding] = []
        stated = 0
        classes = self._classes
        wider = {one: {other for other in classes if other != one and self.under(one, other)} for one in classes}
        for one, above in wider.items():
            for other in sorted(above - {far for near in above for far in wider[near]}):
                pairs = [(a, b) for a in classes[one] for b in classes[other]]
                if any(frozenset(pair) in self._links for pair in pairs):
                    stated += 1
                    continue
                reasons = ((pair, self._declarations.because("implies", *pair)) for pair in pairs)
                (narrow, wide), because = next(((pair, why) for pair, why in reasons if why), (pairs[0], None))
                family = self.family(self.roots[narrow])
                found.append(Finding("implies", (self.acts[narrow], self.acts[wide]), family, because=because))
        return Proof("implies", 2 * _pairs(len(classes)), tuple(found), stated)

    def idle(self) -> Proof:
        """Of an `ask_when` a part is idle if it changes nothing for those for whom the answer matters."""
        among = dict.fromkeys((str(rule.id) for rule, _ in self.trees), self.within)
        for fact in self.asked:
            among[fact] = self.nodes.conjoin(self.within, self.nodes.either(to for _, to in self.decides(fact)))
        found = (
            Finding("idle", (rule,), self.family(alone), part)
            for rule, part, whole, lesser, alone in self.lesser
            if self.nodes.conjoin(among[rule.id], whole) == self.nodes.conjoin(among[rule.id], lesser)
        )
        return self._proof("idle", len(self.lesser), found)

    def unused(self) -> Proof:
        found = (Finding("unused", (fact,)) for name, fact in self.facts.items() if not self.used(name))
        return self._proof("unused", len(self.facts), found)

    def unasked(self) -> Proof:
        found = (Finding("unasked", (self.facts[name],)) for name in self.asked if not self.asks(name))
        return self._proof("unasked", len(self.asked), found)

    def pointless(self) -> Proof:
        found = []
        for name, asked in self.asked.items():
            asks = self.asks(name)
            if asks and self.used(name) and not any(self.nodes.conjoin(asks, to) for _, to in self.decides(name)):
                found.append(Finding("pointless", (self.facts[name],), self.family(asked)))
        return self._proof("pointless", len(self.asked), found)

    def hidden(self) -> Proof:
        """Whoever is not asked may count as having answered: then nothing is hidden from them."""
        found = []
        for name in self.asked:
            if self.facts[name].otherwise is None:
                for act, node in self.decides_unasked(name):
                    found.append(Finding("hidden", (self.facts[name], self.acts[act]), self.family(node)))
        return self._proof("hidden", len(self.asked), found)

    def contradiction(self) -> Proof:
        pairs = [(act, self.acts[other]) for act in self.acts.values() for other in act.excludes]
        found = []
        for act, other in pairs:
            both = self.nodes.conjoin(self.roots[act.id], self.roots[other.id])
            if self.nodes.conjoin(self.within, both):
                found.append(Finding("contradiction", (act, other), self.family(both)))
        return Proof("contradiction", len(pairs), tuple(found))

    def interval(self, kind: str, truths: int) -> Proof:
        """Two lines with a single number between them, drawn by different rules, are one line drawn wrongly.

        `truths`: in how many of the two tests the number lies, for this kind of finding.
        """
        found = []
        for name, numbers in self.lines.items():
            for low, high in itertools.pairwise(numbers):
                if high == low + 1:
                    fewer, more = sorted(([*self.drawn(name, low)], [*self.drawn(name, high)]), key=len)
                    if {part for _, part in fewer} & {part for _, part in more}:
                        continue  # one test means this number
                    other, test = more[0]
                    found += [
                        Finding(kind, (rule, other), {name: low}, part)
                        for rule, part in fewer
                        if holds(part, low) + holds(test, low) == truths
                    ]
        return self._proof(kind, sum(map(len, self.lines.values())), found)

    def untrue(self, proofs: Iterable[Proof]) -> Iterator[Problem]:
        """Declarations of what was not found, or of rules that do not exist."""
        for name in self.asked:
            fact = self.facts[name]
            if fact.otherwise is not None and not any(self.decides_unasked(name)):
                what = f"{name} decides nothing for those who are not asked, so `otherwise` is idle"
                yield Problem(fact.id.place, what)
        found = [finding for proof in proofs for finding in proof.findings]
        for rule, intended in self._declarations.all:
            if intended.finding in PAIRED:
                yield from self._untrue_pairs(rule, intended)
            elif not any(declares(rule, intended, finding) for finding in found):
                what = f"{rule.id!s} declares {intended.finding!r} as intended, but no such thing was found"
                yield Problem(rule.id.place, what)

    def _untrue_pairs(self, rule: Rule, intended: model.Intended) -> Iterator[Problem]:
        for other in intended.of:
            if other not in self.acts:
                what = f"{str(other)!r} is no benefit, nor a duty with a condition"
                yield Problem(other.place, what, nearest=nearest(other, self.acts))
            elif rule.id not in self.acts or not self._true(intended.finding, rule.id, other):
                what = f"{rule.id!s} declares {intended.finding!r} of {other!s}, but that is not so"
                yield Problem(other.place, what)

    def _rules(self) -> list[model.Act | model.Term]:
        return [*self.acts.values(), *self.terms.values()]

    def _true(self, declared: str, rule: str, other: str) -> bool:
        one, two = self.holds[rule], self.holds[other]
        if declared == "same":
            return one == two
        return self.under(one, two) if declared == "implies" else self.under(two, one)

    def _proof(self, kind: str, examined: int, found: Iterable[Finding]) -> Proof:
        """The proof, with the reasons for those findings that their first rule declares."""
        return Proof(kind, examined, tuple(self._declarations.explained(finding) for finding in found))


def _join(groups: list[set[str]], one: str, other: str) -> None:
    first = next(group for group in groups if one in group)
    second = next(group for group in groups if other in group)
    if first is not second:
        first |= second
        groups.remove(second)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
