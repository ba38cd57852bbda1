"""What the decision diagrams prove of the rules together, each finding with a family for whom it shows.

Everything is proved for families within the scope of the plan. A finding may be as it should be: then a rule that it
is about declares it under `intended`, with the reason. `audit` lets no other finding pass.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.logic.conditions import Compare, Condition, Is, expand, names, parts, without_a_part, written
from generator.logic.diagram import Diagram, cuts, holds, lines
from generator.plan import model
from generator.plan.folder import nearest, place_of
from generator.plan.load import Place, Problem

if TYPE_CHECKING:
    from generator.plan.folder import Rules

Answer = bool | int | str
Act = model.Benefit | model.Duty
Rule = Act | model.Term | model.Fact

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
        return Problem(_place(self.rules[0]), what, accepted)


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


def prove(
    rules: Rules,
    conditions: Mapping[str, Condition],
    meanings: Mapping[str, Condition],
    ask_when: Mapping[str, Condition],
    scope: Sequence[Condition],
    beside: Mapping[str, Condition],
) -> tuple[list[Proof], list[Problem]]:
    """A proof a kind of finding, and what is wrong with the declarations; arguments as for `compile_bundle`."""
    prover = _Prover(rules, conditions, meanings, ask_when, scope, beside)
    proofs = [
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
    ]
    return proofs, prover.untrue(proofs)


class _Prover:
    def __init__(
        self,
        rules: Rules,
        conditions: Mapping[str, Condition],
        meanings: Mapping[str, Condition],
        ask_when: Mapping[str, Condition],
        scope: Sequence[Condition],
        beside: Mapping[str, Condition],
    ) -> None:
        self._facts: dict[str, model.Fact] = {fact.id: fact for fact in rules.facts}
        self._names = list(self._facts)
        self._acts: dict[str, Act] = {act.id: act for act in rules.acts() if act.id in conditions}
        self._terms: dict[str, model.Term] = {term.id: term for term in rules.terms if term.id in meanings}
        self._trees: list[tuple[Rule, Condition]] = [
            *((act, conditions[name]) for name, act in self._acts.items()),
            *((term, meanings[name]) for name, term in self._terms.items()),
            *((self._facts[fact], tree) for fact, tree in ask_when.items()),
        ]
        self._opened = [(rule, expand(tree, meanings)) for rule, tree in self._trees]
        outside = [expand(tree, meanings) for tree in scope]
        others = {key: expand(tree, meanings) for key, tree in beside.items()}
        diagram = Diagram(rules.facts, [*(tree for _, tree in self._opened), *outside, *others.values()])
        roots = {str(rule.id): diagram.add(tree) for rule, tree in self._opened}
        closed = [diagram.add(tree) for tree in outside]
        ranking = [diagram.add(tree) for key, tree in others.items() if not key.startswith("reading:")]
        # With one part left out: the rule, the part; the nodes of the condition, of what is left, and of the part.
        self._lesser: list[tuple[Rule, Condition, int, int, int]] = []
        for rule, tree in self._trees:
            for part, rest in without_a_part(tree):
                whole, lesser, alone = (diagram.add(expand(each, meanings)) for each in (tree, rest, part))
                self._lesser.append((rule, part, whole, lesser, alone))
        self._cuts = diagram.cuts
        self._drawn_lines = cuts(rules.facts, [*(tree for _, tree in self._opened), *outside])
        self._answers = diagram.answers
        self._nodes = diagram.families()
        self._within = 1  # families in scope
        for root in closed:
            self._within = self._nodes.conjoin(self._within, self._nodes.negate(root))
        self._ranking_facts = {fact for root in ranking for fact in self._nodes.support(root)}
        self._scope_facts = {fact for root in closed for fact in self._nodes.support(root)}
        self._asked = {fact: roots.pop(fact) for fact in ask_when}
        self._roots = roots
        self._holds = {name: self._nodes.conjoin(self._within, root) for name, root in roots.items()}
        self._links = {
            frozenset((str(duty.id), str(benefit)))
            for duty in self._acts.values()
            if isinstance(duty, model.Duty)
            for benefit in duty.benefits
        }
        declaring: list[Rule] = [*self._acts.values(), *self._terms.values(), *self._facts.values()]
        self._declared = [(rule, intended) for rule in declaring for intended in rule.intended]
        self._classes: dict[int, list[str]] = {}  # acts by the families they apply to
        for name in self._acts:
            self._classes.setdefault(self._holds[name], []).append(name)
        for settled in (0, self._within):  # `never` and `always` speak of these
            self._classes.pop(settled, None)

    # --- the proofs, in the order of KINDS ---

    def never(self) -> Proof:
        rules = self._rules()
        return self._proof("never", len(rules), (Finding("never", (r,)) for r in rules if not self._holds[r.id]))

    def always(self) -> Proof:
        rules = self._rules()
        family = self._family(1)
        found = (Finding("always", (rule,), family) for rule in rules if self._holds[rule.id] == self._within)
        return self._proof("always", len(rules), found)

    def same(self) -> Proof:
        found: list[Finding] = []
        stated = 0
        for acts in self._classes.values():
            family = self._family(self._roots[acts[0]])
            groups = [{act} for act in acts]
            for one, other in itertools.combinations(acts, 2):
                if frozenset((one, other)) in self._links:
                    stated += 1
                    _join(groups, one, other)
                elif because := self._because("same", one, other):
                    found.append(Finding("same", (self._acts[one], self._acts[other]), family, because=because))
                    _join(groups, one, other)
            first, *others = sorted((min(group, key=acts.index) for group in groups), key=acts.index)
            found += [Finding("same", (self._acts[other], self._acts[first]), family) for other in others]
        return Proof("same", _pairs(len(self._acts)), tuple(found), stated)

    def implies(self) -> Proof:
        """Between acts that are not the same, and only where no third act stands between them."""
        found: list[Finding] = []
        stated = 0
        classes = self._classes
        wider = {one: {other for other in classes if other != one and self._under(one, other)} for one in classes}
        for one, above in wider.items():
            for other in sorted(above - {far for near in above for far in wider[near]}):
                pairs = [(a, b) for a in classes[one] for b in classes[other]]
                if any(frozenset(pair) in self._links for pair in pairs):
                    stated += 1
                    continue
                reasons = ((pair, self._because("implies", *pair)) for pair in pairs)
                (narrow, wide), because = next(((pair, why) for pair, why in reasons if why), (pairs[0], None))
                family = self._family(self._roots[narrow])
                found.append(Finding("implies", (self._acts[narrow], self._acts[wide]), family, because=because))
        return Proof("implies", 2 * _pairs(len(classes)), tuple(found), stated)

    def idle(self) -> Proof:
        """Of an `ask_when` a part is idle if it changes nothing for those for whom the answer matters."""
        among = dict.fromkeys((str(rule.id) for rule, _ in self._trees), self._within)
        for fact in self._asked:
            among[fact] = self._nodes.conjoin(self._within, self._nodes.either(to for _, to in self._decides(fact)))
        found = (
            Finding("idle", (rule,), self._family(alone), part)
            for rule, part, whole, lesser, alone in self._lesser
            if self._nodes.conjoin(among[rule.id], whole) == self._nodes.conjoin(among[rule.id], lesser)
        )
        return self._proof("idle", len(self._lesser), found)

    def unused(self) -> Proof:
        found = (Finding("unused", (fact,)) for name, fact in self._facts.items() if not self._used(name))
        return self._proof("unused", len(self._facts), found)

    def unasked(self) -> Proof:
        found = (Finding("unasked", (self._facts[name],)) for name in self._asked if not self._asks(name))
        return self._proof("unasked", len(self._asked), found)

    def pointless(self) -> Proof:
        found = []
        for name, asked in self._asked.items():
            asks = self._asks(name)
            if asks and self._used(name) and not any(self._nodes.conjoin(asks, to) for _, to in self._decides(name)):
                found.append(Finding("pointless", (self._facts[name],), self._family(asked)))
        return self._proof("pointless", len(self._asked), found)

    def hidden(self) -> Proof:
        """Whoever is not asked may count as having answered: then nothing is hidden from them."""
        found = []
        for name in self._asked:
            if self._facts[name].otherwise is None:
                for act, node in self._unasked(name):
                    found.append(Finding("hidden", (self._facts[name], self._acts[act]), self._family(node)))
        return self._proof("hidden", len(self._asked), found)

    def _unasked(self, fact: str) -> Iterator[tuple[str, int]]:
        """The acts that depend on the fact for a family that is not asked for it, each with those families."""
        for act, to in self._decides(fact):
            node = self._nodes.conjoin(self._nodes.negate(self._asked[fact]), to)
            if self._nodes.conjoin(self._within, node):
                yield act, node

    def contradiction(self) -> Proof:
        pairs = [(act, self._acts[other]) for act in self._acts.values() for other in act.excludes]
        found = []
        for act, other in pairs:
            both = self._nodes.conjoin(self._roots[act.id], self._roots[other.id])
            if self._nodes.conjoin(self._within, both):
                found.append(Finding("contradiction", (act, other), self._family(both)))
        return Proof("contradiction", len(pairs), tuple(found))

    def interval(self, kind: str, truths: int) -> Proof:
        """Two lines with a single number between them, drawn by different rules, are one line drawn wrongly.

        `truths`: in how many of the two tests the number lies, for this kind of finding.
        """
        found = []
        for name, numbers in self._drawn_lines.items():
            for low, high in itertools.pairwise(numbers):
                if high == low + 1:
                    fewer, more = sorted(([*self._drawn(name, low)], [*self._drawn(name, high)]), key=len)
                    if {part for _, part in fewer} & {part for _, part in more}:
                        continue  # one test means this number
                    other, test = more[0]
                    found += [
                        Finding(kind, (rule, other), {name: low}, part)
                        for rule, part in fewer
                        if holds(part, low) + holds(test, low) == truths
                    ]
        return self._proof(kind, sum(map(len, self._drawn_lines.values())), found)

    def untrue(self, proofs: Iterable[Proof]) -> list[Problem]:
        """Declarations of what was not found, or of rules that do not exist."""
        problems = [
            Problem(_place(fact), f"{fact.id!s} decides nothing for those who are not asked, so `otherwise` is idle")
            for name, fact in self._facts.items()
            if fact.otherwise is not None and name in self._asked and not any(self._unasked(name))
        ]
        found = [finding for proof in proofs for finding in proof.findings]
        for rule, intended in self._declared:
            if intended.finding not in PAIRED:
                if not any(_declares(rule, intended, finding) for finding in found):
                    what = f"{rule.id!s} declares {intended.finding!r} as intended, but no such thing was found"
                    problems.append(Problem(_place(rule), what))
                continue
            for other in intended.of:
                if other not in self._acts:
                    what = f"{str(other)!r} is no benefit, nor a duty with a condition"
                    problems.append(Problem(other.place, what, nearest=nearest(other, self._acts)))
                elif rule.id not in self._acts or not self._true(intended.finding, rule.id, other):
                    what = f"{rule.id!s} declares {intended.finding!r} of {other!s}, but that is not so"
                    problems.append(Problem(other.place, what))
        return problems

    # --- what they are made of ---

    def _rules(self) -> list[Act | model.Term]:
        return [*self._acts.values(), *self._terms.values()]

    def _under(self, one: int, other: int) -> bool:
        """Whether every family of `one` is a family of `other`."""
        return not self._nodes.conjoin(one, self._nodes.negate(other))

    def _true(self, declared: str, rule: str, other: str) -> bool:
        one, two = self._holds[rule], self._holds[other]
        if declared == "same":
            return one == two
        return self._under(one, two) if declared == "implies" else self._under(two, one)

    def _because(self, kind: str, one: str, other: str) -> model.Text | None:
        """Why `one` and `other` are the same, or the one implies the other, as either of them declares it."""
        contrary = {"same": "same", "implies": "implied_by"}[kind]
        for rule, intended in self._declared:
            if (rule.id == one and intended.finding == kind and other in intended.of) or (
                rule.id == other and intended.finding == contrary and one in intended.of
            ):
                return intended.because
        return None

    def _proof(self, kind: str, examined: int, found: Iterable[Finding]) -> Proof:
        """The proof, with the reasons for those findings that their first rule declares."""
        return Proof(kind, examined, tuple(self._explained(finding) for finding in found))

    def _explained(self, finding: Finding) -> Finding:
        for rule, intended in self._declared:
            if _declares(rule, intended, finding):
                return replace(finding, because=intended.because)
        return finding

    def _used(self, fact: str) -> bool:
        number = self._names.index(fact)
        return number in self._scope_facts | self._ranking_facts or any(True for _ in self._decides(fact))

    def _asks(self, fact: str) -> int:
        """The families in scope who are asked for the fact."""
        return self._nodes.conjoin(self._within, self._asked[fact])

    def _decides(self, fact: str) -> Iterator[tuple[str, int]]:
        """The acts that depend on the fact for some family in scope, each with the families for whom it does."""
        number = self._names.index(fact)
        for name in self._acts:
            root = self._roots[name]
            if number in self._nodes.support(root):
                to = self._nodes.deciding(root, number)
                if self._nodes.conjoin(self._within, to):
                    yield name, to

    def _family(self, node: int) -> dict[str, Answer]:
        """The fewest answers that lead from the node to "yes", for a family in scope; none if there is no such family.

        What only the scope asks for goes without saying.
        """
        silent = self._scope_facts - self._nodes.support(node)
        path = self._nodes.fewest(self._nodes.conjoin(self._within, node)) or ()
        return {self._names[fact]: self._typical(fact, answer) for fact, answer in path if fact not in silent}

    def _typical(self, fact: int, answer: int) -> Answer:
        """An answer of the class; of numbers the last one, where there is one, since the first is often 0."""
        cuts = self._cuts.get(self._names[fact], [])
        return cuts[answer] - 1 if answer < len(cuts) else self._answers[fact][answer]

    def _drawn(self, fact: str, line: int) -> Iterator[tuple[Rule, Is | Compare]]:
        """The rules in which a test of the number fact changes at `line`, each with the test."""
        for rule, tree in self._trees:
            for part in parts(tree):
                if isinstance(part, (Is, Compare)) and part.fact == fact and line in lines(part):
                    yield rule, part


def _declares(rule: Rule, intended: model.Intended, finding: Finding) -> bool:
    """Whether a declaration that is not of a pair of acts is about the finding."""
    about = {str(other.id) for other in finding.rules[1:]}
    if finding.part and finding.kind == "idle":
        about = names(finding.part)
    return rule is finding.rules[0] and intended.finding == finding.kind and {*intended.of} == about


def _named(rule: Rule) -> str:
    """The rule as an error names it: its id with its clauses and where it stands."""
    clauses = "fact" if isinstance(rule, model.Fact) else ", ".join(rule.clauses) or "term"
    return f"{rule.id!s} ({clauses}, {_place(rule)})"


def _place(rule: Rule) -> Place:
    return place_of(rule.id, Place("?"))


def _join(groups: list[set[str]], one: str, other: str) -> None:
    first = next(group for group in groups if one in group)
    second = next(group for group in groups if other in group)
    if first is not second:
        first |= second
        groups.remove(second)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
