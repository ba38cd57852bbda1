"""The audit's proofs: one planted fault of each kind is named where it stands, and z3 agrees with every finding."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import z3

from generator.logic import conditions as c
from generator.logic.findings import KINDS, Proof
from generator.logic.index import Index
from generator.logic.parse import parse_rules
from generator.logic.proofs import prove
from generator.plan import model
from generator.plan.folder import Rules, read_rules
from tests.conftest import HARBOUR, RULES, Copy, generator

# One fault a kind: the file, the rule, and the condition that it gets. All are planted in one copy of the rules.
FAULTS = {
    "never": ("areas/education.yml", "proxy-mother", "{all: [left_behind, {child_age: {at_least: 16}}]}"),
    "always": ("areas/justice.yml", "record-sealing", "{any: [offended, {not: offended}]}"),
    "same": ("areas/medical.yml", "medical-assistance", "meets_subsistence_criteria"),
    "implies": ("areas/education.yml", "behaviour-guidance", "{all: [harmful_habits, offended]}"),
    "idle": (
        "areas/education.yml",
        "compulsory-fee-waiver",
        "{all: [in_difficulty, {school_stage: compulsory}, {not: {school_stage: preschool}}]}",
    ),
    "unused": ("terms.yml", "own_disability_or_illness", "seriously_ill"),
    "unasked": ("facts.yml", "in_community_correction", "{all: [offended, {not: offended}]}"),
    "pointless": ("facts.yml", "persuasion_failed", "{not: {any: [dropped_out, long_absent_pupil]}}"),
    "hidden": ("facts.yml", "family_search", "on_street"),
    "contradiction": ("areas/rescue.yml", "temporary-assistance", "sudden_hardship"),
    "gap": (
        "areas/education.yml",
        "find-out-cause-of-absence",
        "{all: [absent_pupil, {child_age: {at_most: 1}}]}",
    ),
    "overlap": (
        "areas/education.yml",
        "inform-parents-of-absence",
        "{any: [dropped_out, {child_age: {at_most: 6}}]}",
    ),
    "apart": (
        "areas/education.yml",
        "organise-return-persuasion",
        "{all: [long_absent_pupil, {child_age: {above: 3}}]}",
    ),
}
# Where the fault shows, if it is not where it was made; and the other rule that its error must name.
SHOWN = {"unused": ("facts.yml", "disabled")}
OTHER = {
    "same": "subsistence-allowance",
    "implies": "leniency-and-education",
    "hidden": "place-rescued-child",
    "contradiction": "subsistence-allowance",
}


def plant(root: Path, file: str, rule: str, condition: str) -> None:
    """Give a rule of the copy another condition, on the line where the old one began."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    found = re.compile(
        rf"(?P<before>^(?P<dent> +)- id: {rule}\n(?:(?P=dent)  .*\n|\n)*?(?P=dent)  (?:(?:ask_)?when|means):)"
        r".*\n(?:(?P=dent)   +.*\n)*",
        re.MULTILINE,
    )
    changed, count = found.subn(lambda match: f"{match['before']} {condition}\n", text)
    assert count == 1, rule
    path.write_text(changed, encoding="utf-8")


def plant_all(root: Path) -> None:
    for file, rule, condition in FAULTS.values():
        plant(root, file, rule, condition)


def test_every_kind_of_fault_is_named_where_it_stands(copy: Copy) -> None:
    assert set(FAULTS) == set(KINDS)
    plant_all(copy.root)
    problems = copy.problems()
    for kind, (file, rule, _) in FAULTS.items():
        file, rule = SHOWN.get(kind, (file, rule))
        text = (copy.root / file).read_text(encoding="utf-8")
        start = text.index(f"- id: {rule}\n")
        line, column = text.count("\n", 0, start) + 1, start - text.rindex("\n", 0, start) + len("- id: ")
        said = ".*".join(re.escape(words) for words in re.split(r"\{\w+\}", KINDS[kind]))
        named = [p for p in problems if re.match(rf"rules/{file}:{line}:{column}: {said}", p) and rule in p]
        assert any(OTHER.get(kind, "") in problem for problem in named), kind


@pytest.mark.parametrize("root", [RULES, HARBOUR], ids=["renhe", "harbour"])
def test_the_report_counts_every_kind(root: Path) -> None:
    done = generator("check", "--rules", root)
    for kind in KINDS:
        assert re.search(rf"^audit {kind}: \d+ examined, .*found and intended$", done.stdout, re.MULTILINE), kind


def test_what_is_declared_must_be_so(copy: Copy) -> None:
    line = copy.spoil("areas/justice.yml", "of: [rescue-child-victims]", "of: [search-for-family]")
    assert any(
        p.startswith(f"rules/areas/justice.yml:{line}:")
        and "strike-crimes-against-children declares 'same' of search-for-family, but that is not so" in p
        for p in copy.problems()
    )


def test_what_is_declared_must_exist(copy: Copy) -> None:
    line = copy.spoil("areas/justice.yml", "of: [rescue-child-victims]", "of: [rescue-child-victim]")
    assert any(
        p.startswith(f"rules/areas/justice.yml:{line}:") and "did you mean 'rescue-child-victims'?" in p
        for p in copy.problems()
    )


# --- a second opinion ---------------------------------------------------------------------------------------------


@dataclass
class Oracle:
    """The same rules as formulas for z3, which knows nothing of diagrams."""

    rules: Rules

    def __post_init__(self) -> None:
        rules = self.rules
        self.facts = {str(fact.id): fact for fact in rules.facts}
        self.acts = {str(act.id): act for act in rules.acts() if act.when is not None}
        self.all = parse_rules(Index(rules))
        self.meanings, self.trees, self.asking = dict(self.all.means), dict(self.all.when), dict(self.all.ask_when)
        self.scope = self.all.scope
        self.ranking = [*self.all.danger_when.values(), *self.all.due_when.values()]
        self.solver = z3.Solver()
        for name in self.facts:
            self.solver.add(*self.bounds(name))
        for each in self.scope:
            self.solver.add(z3.Not(self.formula(each)))

    @cached_property
    def proofs(self) -> dict[str, Proof]:
        return {proof.kind: proof for proof in prove(self.rules, self.all).kinds}

    def found(self, kind: str) -> set[tuple[str, ...]]:
        return {tuple(str(rule.id) for rule in finding.rules) for finding in self.proofs[kind].findings}

    def code(self, fact: str, value: bool | int | str) -> int:
        values = [str(choice.id) for choice in self.facts[fact].values]
        return values.index(value) if isinstance(value, str) else int(value)

    def formula(self, condition: c.Condition) -> z3.BoolRef:
        match condition:
            case c.Term(name):
                return self.formula(self.meanings[name])
            case c.Not(part):
                return z3.Not(self.formula(part))
            case c.AllOf(parts):
                return z3.And(*map(self.formula, parts))
            case c.AnyOf(parts):
                return z3.Or(*map(self.formula, parts))
            case c.Is(fact, values):
                return z3.Or(*(self.answer(fact, value) for value in values))
            case c.Compare(fact, operator, number):
                it = z3.Int(fact)
                return {"at_least": it >= number, "at_most": it <= number, "below": it < number, "above": it > number}[
                    operator
                ]
        raise TypeError(condition)

    def answer(self, fact: str, value: bool | int | str) -> z3.BoolRef:
        if self.facts[fact].type == "boolean":
            return z3.Bool(fact) if value else z3.Not(z3.Bool(fact))
        return z3.Int(fact) == self.code(fact, value)

    def can(self, *formulas: z3.BoolRef) -> bool:
        """Whether some family in scope meets all the formulas."""
        return bool(self.solver.check(*formulas) == z3.sat)

    def must(self, *formulas: z3.BoolRef) -> bool:
        """Whether every family in scope meets all the formulas."""
        return not self.can(z3.Not(z3.And(*formulas)))

    def is_family(self, answers: Mapping[str, bool | int | str], *formulas: z3.BoolRef) -> bool:
        """Whether there is such a family in scope, and all such families meet the formulas."""
        given = z3.And(*(self.answer(fact, value) for fact, value in answers.items()))
        return self.can(given) and self.must(z3.Implies(given, z3.And(*formulas)))

    def decides(self, fact: str, formula: z3.BoolRef) -> z3.BoolRef:
        """The families for whom another answer to the fact would change what the formula says."""
        make = z3.Bool if self.facts[fact].type == "boolean" else z3.Int
        changed = [z3.substitute(each, (make(fact), make("another"))) for each in (formula, *self.bounds(fact))]
        return z3.And(formula != changed[0], *changed[1:])

    def bounds(self, fact: str) -> Iterator[z3.BoolRef]:
        entry = self.facts[fact]
        if entry.type == "integer":
            yield z3.Int(fact) >= entry.minimum
            if entry.maximum is not None:
                yield z3.Int(fact) <= entry.maximum
        elif entry.type == "choice":
            yield z3.Int(fact) >= 0
            yield z3.Int(fact) < len(entry.values)


def reduction(wider: Mapping[int, set[int]]) -> set[tuple[int, int]]:
    """The pairs between which no third stands."""
    return {(a, b) for a, above in wider.items() for b in above if not any(b in wider[m] for m in above)}


@pytest.fixture(scope="module", params=["renhe", "harbour", "planted"])
def oracle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    if request.param != "planted":
        return Oracle(read_rules({"renhe": RULES, "harbour": HARBOUR}[request.param]))
    copy = Copy(tmp_path_factory.mktemp("planted") / "rules")
    plant_all(copy.root)
    return Oracle(read_rules(copy.root))


def test_z3_agrees_on_what_is_never_or_always_so(oracle: Oracle) -> None:
    rules = oracle.trees | oracle.meanings
    formulas = {name: oracle.formula(tree) for name, tree in rules.items()}
    assert oracle.found("never") == {(name,) for name, formula in formulas.items() if not oracle.can(formula)}
    assert oracle.found("always") == {(name,) for name, formula in formulas.items() if oracle.must(formula)}


def test_z3_agrees_on_what_is_the_same_and_what_implies_what(oracle: Oracle) -> None:
    formulas = {name: oracle.formula(tree) for name, tree in oracle.trees.items()}
    settled = {name for kind in ("never", "always") for (name,) in oracle.found(kind)}
    names = [name for name in formulas if name not in settled]
    under = {
        (one, other): not oracle.can(formulas[one], z3.Not(formulas[other]))
        for one, other in itertools.permutations(names, 2)
    }
    classes: list[list[str]] = []
    for name in names:
        alike = next((each for each in classes if under[name, each[0]] and under[each[0], name]), None)
        if alike:
            alike.append(name)
        else:
            classes.append([name])
    linked = {
        frozenset((name, str(benefit)))
        for name, act in oracle.acts.items()
        if isinstance(act, model.Duty)
        for benefit in act.benefits
    }
    same = oracle.proofs["same"]
    pairs = [frozenset(pair) for members in classes for pair in itertools.combinations(members, 2)]
    assert same.stated == sum(pair in linked for pair in pairs)
    assert all(frozenset(map(str, found)) in pairs for found in oracle.found("same"))
    for members in classes:  # what the rules link and what was found join every class into one
        joined = {members[0]}
        edges = [pair for pair in pairs if pair <= set(members) and (pair in linked or pair_found(same, pair))]
        for _ in members:
            joined |= {name for edge in edges if edge & joined for name in edge}
        assert joined == set(members)
    for finding in same.findings:
        assert oracle.is_family(finding.family, *(formulas[str(rule.id)] for rule in finding.rules))

    wider = {i: {j for j, b in enumerate(classes) if j != i and under[a[0], b[0]]} for i, a in enumerate(classes)}
    implies = oracle.proofs["implies"]
    of = {name: i for i, members in enumerate(classes) for name in members}
    found = [(of[one], of[other]) for one, other in oracle.found("implies")]
    direct = reduction(wider)
    stated = {(i, j) for i, j in direct if any(frozenset((a, b)) in linked for a in classes[i] for b in classes[j])}
    assert implies.stated == len(stated)
    assert sorted(found) == sorted(direct - stated)
    for finding in implies.findings:
        assert oracle.is_family(finding.family, *(formulas[str(rule.id)] for rule in finding.rules))


def pair_found(proof: Proof, pair: frozenset[str]) -> bool:
    return any({str(rule.id) for rule in finding.rules} == pair for finding in proof.findings)


def test_z3_agrees_on_what_changes_nothing(oracle: Oracle) -> None:
    """Of an `ask_when`, nothing for those for whom the answer matters."""
    everyone = z3.BoolVal(True)
    among = dict.fromkeys(oracle.trees | oracle.meanings, everyone)
    for fact in oracle.asking:
        among[fact] = z3.Or(*(oracle.decides(fact, oracle.formula(tree)) for tree in oracle.trees.values()))
    expected = [
        (name, part)
        for name, tree in (oracle.trees | oracle.meanings | oracle.asking).items()
        for part, rest in c.without_a_part(tree)
        if oracle.must(z3.Implies(among[name], oracle.formula(tree) == oracle.formula(rest)))
    ]
    found = [(str(finding.rules[0].id), finding.part) for finding in oracle.proofs["idle"].findings]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


def test_z3_agrees_on_which_questions_matter(oracle: Oracle) -> None:
    formulas = {name: oracle.formula(tree) for name, tree in oracle.trees.items()}
    scope = z3.Or(*map(oracle.formula, oracle.scope), z3.BoolVal(False))
    deciding: dict[str, Sequence[tuple[str, z3.BoolRef]]] = {}
    unused = set()
    for fact in oracle.facts:
        deciding[fact] = [
            (name, to) for name, formula in formulas.items() if oracle.can(to := oracle.decides(fact, formula))
        ]
        whatever = z3.Solver()
        if not deciding[fact] and whatever.check(oracle.decides(fact, scope)) == z3.unsat:
            unused.add((fact,))
    ranked = {fact for tree in oracle.ranking for fact in facts_of(oracle, tree)}
    assert oracle.found("unused") == {(fact,) for (fact,) in unused if fact not in ranked}
    asked = {fact: oracle.formula(tree) for fact, tree in oracle.asking.items()}
    unasked = {(fact,) for fact, when in asked.items() if not oracle.can(when)}
    assert oracle.found("unasked") == unasked
    assert oracle.found("pointless") == {
        (fact,)
        for fact, when in asked.items()
        if (fact,) not in unasked | unused and not any(oracle.can(when, to) for _, to in deciding[fact])
    }
    assert oracle.found("hidden") == {
        (fact, act)
        for fact, when in asked.items()
        for act, to in deciding[fact]
        if oracle.facts[fact].otherwise is None and oracle.can(z3.Not(when), to)
    }


def facts_of(oracle: Oracle, condition: c.Condition) -> set[str]:
    """The facts that a condition speaks of, its terms opened."""
    return c.names(c.expand(condition, oracle.meanings))


def test_z3_agrees_on_what_excludes_what(oracle: Oracle) -> None:
    pairs = [(name, str(other)) for name, act in oracle.acts.items() for other in act.excludes]
    formula = {name: oracle.formula(tree) for name, tree in oracle.trees.items()}
    assert oracle.found("contradiction") == {pair for pair in pairs if oracle.can(*(formula[name] for name in pair))}


def test_z3_agrees_on_numbers_that_stand_alone(oracle: Oracle) -> None:
    """The number is no other number's like: some rule tells it from the one below, and some from the one above."""
    formulas = {name: oracle.formula(tree) for name, tree in (oracle.trees | oracle.meanings | oracle.asking).items()}
    alone = set()
    for name, fact in oracle.facts.items():
        if fact.type == "integer":
            highest = max((n.as_long() for f in formulas.values() for n in numbers(f)), default=0)
            for number in range(fact.minimum + 1, highest + 1):
                here, below, above = (
                    [z3.substitute(f, (z3.Int(name), z3.IntVal(n))) for f in formulas.values()]
                    for n in (number, number - 1, number + 1)
                )
                if all(any(oracle.can(a != b) for a, b in zip(here, side, strict=True)) for side in (below, above)):
                    alone.add((name, number))
    found = {
        item for kind in ("gap", "overlap", "apart") for f in oracle.proofs[kind].findings for item in f.family.items()
    }
    assert found == alone


def numbers(formula: z3.ExprRef) -> Iterator[z3.IntNumRef]:
    """The whole numbers that stand in the formula."""
    if z3.is_int_value(formula):
        yield formula
    for child in formula.children():
        yield from numbers(child)
