"""Are the rules sound together? Every name exists, every clause is cited, every scenario comes out as it says.

`check` returns the rules with their parsed conditions and indexes, or raises RulesError with everything that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from checker.bundle import MOST_CLASSES, MOST_FACTS, MOST_NODES, MOST_STEPS, Bundle
from checker.evaluate import Evaluation, known_classes
from checker.primes import TooManyPrimesError
from generator.logic import conditions as c
from generator.logic.bundle import compile_bundle
from generator.logic.diagram import TooLargeError
from generator.logic.proofs import Proof, prove
from generator.logic.releases import FOLDER, read_releases, untold
from generator.plan import model
from generator.plan.folder import Rules, nearest, place_of, read_rules
from generator.plan.load import Located, Place, Problem, Problems, RulesError
from generator.plan.ui_text import icons, texts

# A condition with its terms opened. Those of a county have some 30 parts.
MOST_PARTS = 1_000
MOST_DEPTH = 100

# Names that mean something else in the address of a questionnaire, or to every object in a browser.
RESERVED = {"topic", "audience", "v", "applied", "constructor"}

# Headings of pages that have areas or benefits as well: what has no area, on /duties/ and others; those of /proof/.
HEADINGS = {"all-areas", "audit", "cases", "lines"}


@dataclass(frozen=True)
class Checked:
    """Rules that passed. `conditions` holds the tree of every `when` and `means`, by the id of its owner.

    That of the `ask_when` of a fact is there as "ask:" and the fact's id; `scope` holds those of the plan's scope.
    `beside` holds those that say when an outcome comes first ("danger:" or "due:" and its id) and other readings
    ("reading:", the id of the outcome or term, ":" and a number).
    `bundle` is what the checker reads, `compiled` the same once read.
    """

    rules: Rules
    facts: Mapping[str, model.Fact]
    terms: Mapping[str, model.Term]
    units: Mapping[str, model.Unit]
    benefits: Mapping[str, model.Benefit]
    conditions: Mapping[str, c.Condition]
    scope: Sequence[c.Condition]
    beside: Mapping[str, c.Condition]
    bundle: Mapping[str, Any]
    compiled: Bundle
    proofs: Sequence[Proof]
    releases: Sequence[Bundle]

    def shipped(self) -> dict[str, Any]:
        """The bundle as the page gets it: with what was found of its conditions, see `checker.api.load`."""
        return {**self.bundle, "primes": self.compiled.primes.known()}

    @property
    def counts(self) -> dict[str, int]:
        """What there is, for the report of `check`."""
        rules = self.rules
        cited = set(_citations(rules))
        return {
            "clauses": len(rules.plan.clauses),
            "cited": len(cited & set(rules.plan.clauses)),
            "benefits": len(list(rules.benefits())),
            "duties": len(list(rules.duties())),
            "areas": len(rules.areas),
            "units": len(rules.units),
            "terms": len(rules.terms),
            "references": len(rules.references),
            "facts": len(rules.facts),
            "scenarios": len(rules.scenarios),
        }


def check(root: Path) -> Checked:
    """Read, validate and audit the folder `root`. Raises RulesError."""
    return audit(read_rules(root))


def audit(rules: Rules) -> Checked:
    """Check what no single file can know. Raises RulesError with every problem."""
    problems = Problems()
    facts = _index(rules.facts, "fact", problems)
    terms = _index(rules.terms, "term", problems)
    units = _index(rules.units, "unit", problems)
    benefits = _index([b for _, b in rules.benefits()], "benefit", problems)
    duties = _index([d for _, d in rules.duties()], "duty", problems)
    areas = {str(area.id): area for area in rules.areas}
    for kind, entries, others in (
        ("fact", facts, terms),
        ("duty", duties, benefits),
        ("area", areas, {*duties, *HEADINGS}),
        ("benefit", benefits, HEADINGS),
    ):
        for name in entries.keys() & set(others):
            problems.append(Problem(place_of(entries[name].id, Place("?")), f"the {kind} id {name!s} is taken already"))
    _coverage(rules, problems)
    _outline(rules, problems)
    _references(rules, units, benefits, facts, terms, problems)
    _facts(rules, problems)
    _bets(rules, problems)
    _queries(rules, problems)
    _retired(rules, facts, problems)
    parse = partial(c.parse, facts=facts, terms=terms, problems=problems)
    trees: dict[str, c.Condition | None] = {}
    for entry in (*terms.values(), *benefits.values(), *duties.values()):
        data = entry.means if isinstance(entry, model.Term) else entry.when
        if data is not None:
            trees[str(entry.id)] = parse(data, place=entry.id.place)
    for fact in facts.values():
        if fact.ask_when is not None:
            trees[f"ask:{fact.id}"] = parse(fact.ask_when, place=fact.id.place)
    for entry in (*terms.values(), *benefits.values(), *duties.values()):
        trees |= {key: parse(data, place=entry.id.place) for key, data in _beside(entry)}
    plan_place = Place(rules.files["plan.yml"].file)
    scope = [parse(entry.when, place=plan_place) for entry in rules.plan.scope]
    _cycles(terms, trees, problems)
    if problems:
        raise RulesError(problems)
    places = {name: entry.id.place for name, entry in (facts | benefits | duties | terms).items()}
    _weights(terms, trees, scope, places, plan_place, problems)
    if problems:
        raise RulesError(problems)  # opening the terms could take forever
    sound: dict[str, c.Condition] = {owner: tree for owner, tree in trees.items() if tree is not None}
    meanings = {name: sound[name] for name in terms if name in sound}
    outcomes = {owner: tree for owner, tree in sound.items() if owner in benefits or owner in duties}
    beside = {owner: tree for owner, tree in sound.items() if owner.partition(":")[0] in BESIDE}
    ask_when = {owner.removeprefix("ask:"): tree for owner, tree in sound.items() if owner.startswith("ask:")}
    outside = [tree for tree in scope if tree is not None]
    try:
        bundle = compile_bundle(rules, outcomes, meanings, ask_when, outside, beside)
    except TooLargeError as error:
        raise RulesError([Problem(plan_place, str(error))]) from None
    _size(bundle, places, plan_place, problems)
    if problems:
        raise RulesError(problems)
    compiled = Bundle.from_data(bundle)
    _ways(compiled, places, plan_place, problems)
    if problems:
        raise RulesError(problems)  # no scenario could be explained
    try:
        proofs, untrue = prove(rules, outcomes, meanings, ask_when, outside, beside)
    except TooLargeError as error:
        raise RulesError([*problems, Problem(plan_place, str(error))]) from None
    problems += [finding.problem for proof in proofs for finding in proof.open] + untrue
    releases = _releases(rules, compiled, problems)
    _scenarios(rules, facts, compiled, benefits, problems)
    if problems:
        raise RulesError(problems)
    conditions = {owner: tree for owner, tree in sound.items() if owner not in beside}
    return Checked(
        rules, facts, terms, units, benefits, conditions, outside, beside, bundle, compiled, proofs, releases
    )


BESIDE = ("danger", "due", "reading")
_NAMED = re.compile(r"<([^>]*)>")


def _beside(entry: model.Term | model.Benefit | model.Duty) -> Iterable[tuple[str, Any]]:
    """The conditions of an entry other than that of who is meant, by the key under which they are kept."""
    if not isinstance(entry, model.Term):
        for name, data in (("danger", entry.danger_when), ("due", entry.due_when)):
            if data is not None:
                yield f"{name}:{entry.id}", data
    for i, reading in enumerate(entry.readings):
        yield f"reading:{entry.id}:{i}", reading.when


def _index(entries: Iterable[Any], kind: str, problems: list[Problem]) -> dict[str, Any]:
    """Entries by id; a second entry with the same id is a problem."""
    found: dict[str, Any] = {}
    for entry in entries:
        if entry.id in found:
            first = place_of(found[entry.id].id, Place("?"))
            what = f"the {kind} id {str(entry.id)!r} is taken already, at {first}"
            problems.append(Problem(place_of(entry.id, Place("?")), what))
        else:
            found[entry.id] = entry
    return found


def _citations(rules: Rules) -> Iterable[Located]:
    for _, item in rules.numbered_items():
        cited: Iterable[list[Located]] = (
            entry.clauses for entries in (item.goals, item.principles, item.benefits, item.duties) for entry in entries
        )
        for clauses in cited:
            yield from clauses
    for area in rules.areas:
        for responsible in area.responsible:
            yield responsible.clause.id


def _bets(rules: Rules, problems: list[Problem]) -> None:
    """A best bet for a danger says what to do and whom to call; one stands for all where it is not clear which."""
    _known(problems, [rules.unclear], "danger", {str(bet.id) for bet in rules.bets if bet.danger})
    emergency = rules.plan.emergency
    for bet in rules.bets:
        if bet.danger and not set(bet.contacts) & set(emergency):
            what = f"{bet.id} is a danger and shows no number for it"
            problems.append(Problem(bet.id.place, what, ", ".join(emergency)))
        if bet.danger and bet.say is None:
            problems.append(Problem(bet.id.place, f"{bet.id} is a danger and does not say what to do", "say"))


def _queries(rules: Rules, problems: list[Problem]) -> None:
    """What people type is after one thing only."""
    for language in model.LANGUAGES:
        seen: dict[str, str] = {}
        for asked in rules.queries:
            for query in asked.lines(language):
                if query in seen:
                    problems.append(Problem(query.place, f"{query!s} stands under {seen[query]} already"))
                seen[query] = str(asked.wants)


def _coverage(rules: Rules, problems: list[Problem]) -> None:
    """The list in plan.yml, the clauses stated and the clauses cited are the same set."""
    listed: dict[str, Located] = {}
    for clause in rules.plan.clauses:
        if clause in listed:
            problems.append(Problem(clause.place, f"clause {clause!s} is listed twice"))
        listed[clause] = clause
    stated = _index(rules.clauses(), "clause", problems)
    for clause in stated.values():
        if clause.id not in listed:
            what = f"clause {clause.id!s} is stated, but plan.yml does not list it"
            problems.append(Problem(clause.id.place, what, nearest=nearest(clause.id, listed)))
    for clause in listed.values():
        if clause not in stated:
            problems.append(Problem(clause.place, f"clause {clause!s} is listed, but no file states it"))
    cited = set()
    for clause in _citations(rules):
        cited.add(clause)
        if clause not in stated:
            problems.append(Problem(clause.place, f"{str(clause)!r} is not a clause", nearest=nearest(clause, stated)))
    for name, clause in stated.items():
        if name not in cited:
            what = f"clause {name} is cited by no benefit, duty, goal, principle or assignment"
            problems.append(Problem(clause.id.place, what))
    for _, item in rules.numbered_items():
        for statement in item.clauses:
            if statement.id.rpartition("-")[0] != item.locator:
                what = f"clause {statement.id!s} stands under item {item.locator!s}"
                problems.append(Problem(statement.id.place, what))


def _outline(rules: Rules, problems: list[Problem]) -> None:
    """Every item and area has its own number, within a part of the plan and within its area, as deep as numbers go."""
    parts: dict[str, model.Part] = {}
    for part in rules.plan.parts:
        if part.locator in parts:
            problems.append(Problem(part.locator.place, f"the part {part.locator!s} stands twice"))
        if "." in part.locator:
            problems.append(Problem(part.locator.place, f"{part.locator!s} is not a part", "a locator without a dot"))
        parts[part.locator] = part
    levels = min(len(getattr(rules.plan.numbering, language)) for language in model.LANGUAGES)
    taken: dict[str, Place] = {}
    areas = [(area.locator, "area") for area in rules.areas]
    items = [(item.locator, "item") for _, item in rules.numbered_items()]
    for locator, kind in (*areas, *items):
        within, _, _ = locator.partition(".")
        if within not in parts:
            what = f"{locator!s} belongs to no part of the plan"
            problems.append(Problem(locator.place, what, ", ".join(parts)))
        if locator.count(".") + 1 > levels and within.isdigit():
            what = f"{locator!s} has more levels than `numbering` in plan.yml"
            problems.append(Problem(locator.place, what, f"at most {levels}"))
        if (first := taken.setdefault(f"{kind} {locator}", locator.place)) is not locator.place:
            problems.append(Problem(locator.place, f"the {kind} {locator!s} stands already at {first}"))
    for area, item in rules.numbered_items():
        if area and item.locator != area.locator and not item.locator.startswith(f"{area.locator}."):
            problems.append(Problem(item.locator.place, f"item {item.locator!s} stands in area {area.locator!s}"))


def _known(
    problems: list[Problem], names: Iterable[Located | None], kind: str, valid: Mapping[str, Any] | set[str]
) -> None:
    """Names of a kind of entry, of which those that are not valid are problems."""
    for name in names:
        if name is not None and name not in valid:
            problems.append(Problem(name.place, f"{str(name)!r} is not a {kind}", nearest=nearest(name, valid)))


def _references(
    rules: Rules,
    units: Mapping[str, Any],
    benefits: Mapping[str, Any],
    facts: Mapping[str, Any],
    terms: Mapping[str, Any],
    problems: list[Problem],
) -> None:
    """Every name that one entry uses for another exists."""
    contacts = _index(rules.contacts, "contact", problems)
    references = _index(rules.references, "reference", problems)
    roles = _index(rules.plan.roles, "role", problems)
    groups = _index(rules.plan.groups, "group", problems)
    stated = {str(clause.id) for clause in rules.clauses()}
    _index(rules.areas, "area", problems)
    _index(rules.scenarios, "scenario", problems)
    _index(rules.bets, "bet", problems)
    known = partial(_known, problems)
    known([*rules.plan.emergency, *rules.helplines], "contact", contacts)
    for bet in rules.bets:
        known(bet.contacts, "contact", contacts)
        known([bet.reference], "reference", references)
    known(rules.plan.texts, "text of the pages", texts())
    known([area.icon for area in rules.areas], "drawing in generator/pages/templates/icons", icons())
    for area in rules.areas:
        for responsible in area.responsible:
            known([responsible.role], "role", roles)
            known(responsible.units, "unit", units)
            for unit in responsible.units:
                if unit in units and not units[unit].matrix:
                    problems.append(
                        Problem(unit.place, f"{unit!s} is responsible for an area, so it needs `matrix: true`")
                    )
    for _, benefit in rules.benefits():
        known(benefit.related, "benefit", benefits)
        known(benefit.terms, "term", terms)
        known(benefit.contacts, "contact", contacts)
    for _, duty in rules.duties():
        known(duty.benefits, "benefit", benefits)
        known(duty.report_to, "unit", units)
        if duty.when is None and duty.trigger is None:
            problems.append(
                Problem(
                    duty.id.place,
                    f"duty {duty.id!s} says neither when it is triggered nor that it always stands",
                )
            )
    acts = list(rules.acts())
    conditioned = {str(act.id) for act in acts if act.when is not None}
    for entry in acts:
        known(entry.bearers.all(), "unit", units)
        known(entry.excludes, "benefit or duty with a `when`", conditioned)
        known([later.reference for later in entry.later], "reference", references)
        if not entry.bearers.all():
            problems.append(
                Problem(entry.id.place, f"{entry.id!s} names nobody who must act", "bearers: explicit or implied")
            )
    for contact in rules.contacts:
        known([contact.reference], "reference", references)
        known([contact.clause], "clause", stated)
        if contact.clause is None and contact.reference is None:
            problems.append(Problem(contact.id.place, f"contact {contact.id!s} has no source", "clause or reference"))
    for bearer in rules.units:
        known([bearer.reference], "reference", references)
        known(bearer.among, "unit", units)
        known(bearer.contacts, "contact", contacts)
    for term in rules.terms:
        known([term.reference], "reference", references)
        known(term.clauses, "clause", stated)
        if term.means is not None and term.reference is None and not term.clauses:
            what = f"term {term.id!s} decides who gets what, so it needs a source"
            problems.append(Problem(term.id.place, what, "reference or clauses"))
        if term.means is not None and (term.yes is None or term.no is None):
            problems.append(
                Problem(term.id.place, f"term {term.id!s} is used in conditions, so it needs `yes` and `no`")
            )
    for language in model.LANGUAGES:
        _names(((name, term) for term in rules.terms for name in term.called(language)), problems)
    known([fact.group for fact in rules.facts], "group", groups)
    for fact in rules.facts:
        known(fact.danger.contacts if fact.danger else [], "contact", contacts)


def _names(named: Iterable[tuple[Located, model.Term]], problems: list[Problem]) -> None:
    """No two terms share a name, since its first use on a page can lead to one of them only."""
    owners: dict[str, model.Term] = {}
    for name, term in named:
        owner = owners.setdefault(name.lower(), term)
        if owner is not term:
            problems.append(Problem(name.place, f"{str(name)!r} is a name of the term {owner.id!s} already"))


def _facts(rules: Rules, problems: list[Problem]) -> None:
    """Each type of fact has the words and values it needs."""
    needed = {"boolean": ("yes", "no"), "integer": ("says", "unit"), "choice": ("values",)}
    for fact in rules.facts:
        if fact.id in RESERVED:
            problems.append(Problem(fact.id.place, f"a fact cannot be called {fact.id!s}: links use the word"))
        if fact.maximum is not None and fact.maximum < fact.minimum:
            problems.append(Problem(fact.id.place, f"the fact {fact.id!s} has a maximum below its minimum"))
        for name in needed[fact.type]:
            if not getattr(fact, name):
                problems.append(Problem(fact.id.place, f"the {fact.type} fact {fact.id!s} lacks {name!r}"))
        _index(fact.values, f"value of {fact.id!s}", problems)
        if fact.otherwise is not None and fact.ask_when is None:
            problems.append(Problem(fact.id.place, f"{fact.id!s} is always asked, so `otherwise` means nothing"))
        elif fact.otherwise is not None and not c.accepts(fact, fact.otherwise):
            place = place_of(fact.otherwise, fact.id.place)
            problems.append(Problem(place, f"{fact.otherwise!r} is not an answer to {fact.id!s}", c.accepted(fact)))
        for answer in fact.danger.answers if fact.danger else []:
            if not c.accepts(fact, answer):
                place = place_of(answer, fact.id.place)
                problems.append(Problem(place, f"{answer!r} is not an answer to {fact.id!s}", c.accepted(fact)))


def _retired(rules: Rules, facts: Mapping[str, model.Fact], problems: list[Problem]) -> None:
    """What an old answer means today is an answer to one fact that is still asked."""
    _index(rules.retired, "retired fact", problems)
    for former in rules.retired:
        if former.id in facts:
            problems.append(Problem(former.id.place, f"{former.id!s} is retired, so no fact can have this id again"))
        for answer in former.answers:
            _known(problems, answer.means, "fact", facts)
            for name, value in answer.means.items():
                if name in facts and not c.accepts(facts[name], value):
                    what = f"{value!r} is not an answer to {name!s}"
                    problems.append(Problem(name.place, what, c.accepted(facts[name])))
            if len(answer.means) > 1:
                problems.append(
                    Problem(former.id.place, f"an answer to {former.id!s} means one answer today, not more")
                )


def _cycles(terms: Mapping[str, Any], trees: Mapping[str, c.Condition | None], problems: list[Problem]) -> None:
    """No term is defined through itself."""
    uses = {name: _terms_in(trees.get(name)) for name in terms}
    for name in uses:
        reached, stack = set(), [name]
        while stack:
            for used in uses.get(stack.pop(), ()):
                if used not in reached:
                    reached.add(used)
                    stack.append(used)
        if name in reached:
            problems.append(Problem(terms[name].id.place, f"the term {name} is defined through itself"))


def _weights(
    terms: Mapping[str, model.Term],
    trees: Mapping[str, c.Condition | None],
    scope: Iterable[c.Condition | None],
    places: Mapping[str, Place],
    plan: Place,
    problems: list[Problem],
) -> None:
    """No condition becomes too large once its terms are opened. Terms that hold each other twice double each time."""
    weights: dict[str, c.Weight] = {}

    def weigh(tree: c.Condition, condition: str, place: Place) -> c.Weight:
        weight = c.weigh(tree, weights)
        for count, most, what in (
            (weight.parts, MOST_PARTS, "parts"),
            (weight.depth, MOST_DEPTH, "levels"),
            (len(weight.facts), MOST_FACTS, "facts"),
        ):
            if count > most:
                problems.append(Problem(place, f"{condition} has too many {what}, terms opened", f"at most {most}"))
        return weight

    uses = {name: _terms_in(trees[name]) for name in terms if name in trees}
    for name in TopologicalSorter(uses).static_order():
        if (tree := trees[name]) is not None:
            weights[name] = weigh(tree, f"the meaning of {name}", places[name])
            if problems:
                return
    for owner, tree in trees.items():
        if tree is not None and owner not in weights:
            weigh(tree, f"the condition of {owner}", places[_owner(owner)])
    for tree in scope:
        if tree is not None:
            weigh(tree, "a `when` of `scope`", plan)


def _size(bundle: Mapping[str, Any], places: Mapping[str, Place], plan: Place, problems: list[Problem]) -> None:
    """No fact is divided into more classes of answers than the checker reads, nor is the diagram larger."""
    if len(bundle["nodes"]) > MOST_NODES:
        what = "the conditions together make too large a diagram"
        problems.append(Problem(plan, what, f"at most {MOST_NODES} nodes"))
    for fact in bundle["facts"]:
        if len(fact.get("values", ())) > MOST_CLASSES or len(fact.get("cuts", ())) >= MOST_CLASSES:
            what = f"the conditions tell too many answers to {fact['id']!s} apart"
            problems.append(Problem(places[fact["id"]], what, f"at most {MOST_CLASSES}"))


def _owner(key: str) -> str:
    """The id of the entry whose condition stands under this key."""
    return key.split(":")[1] if ":" in key else key


def _terms_in(tree: c.Condition | None) -> set[str]:
    return {part.name for part in c.parts(tree) if isinstance(part, c.Term)} if tree is not None else set()


def _ways(bundle: Bundle, places: Mapping[str, Place], plan: Place, problems: list[Problem]) -> None:
    """No condition can be settled in more ways than the checker can look through for reasons."""
    roots = [(outcome.root, f"the `when` of {outcome.id}", places[outcome.id]) for outcome in bundle.outcomes]
    roots += [(f.ask_when, f"the `ask_when` of {f.id}", places[f.id]) for f in bundle.facts if f.ask_when is not None]
    roots += [(scope.root, "a `when` of `scope`", plan) for scope in bundle.scope]
    for root, condition, place in roots:
        try:
            for target in (0, 1):
                bundle.primes.cubes(root, target)
        except TooManyPrimesError as error:
            problems.append(Problem(place, f"{condition} is too intricate: {error}"))
        if bundle.primes.steps > MOST_STEPS:
            raise RulesError([*problems, Problem(place, "the conditions up to here are too intricate together")])


def _releases(rules: Rules, bundle: Bundle, problems: list[Problem]) -> list[Bundle]:
    """The released versions; what the rules say of versions must be so."""
    listed = rules.plan.versions
    _index(listed, "version", problems)
    kept = {path.stem: path for path in sorted((rules.root / FOLDER).glob("*.json"))}
    for name in kept.keys() - {str(each.id) for each in listed}:
        place = Place(f"{rules.root.name}/{FOLDER}/{name}.json")
        problems.append(Problem(place, "is a release that `versions` in plan.yml does not list"))
    if listed and listed[0].id != rules.plan.version:
        problems.append(Problem(listed[0].id.place, f"the newest of `versions` is not {rules.plan.version!s}"))
    try:
        releases = read_releases(rules)
    except RulesError as error:
        problems += error.problems
        return []
    problems += untold(rules, releases, bundle)
    return releases


def _scenarios(
    rules: Rules,
    facts: Mapping[str, model.Fact],
    bundle: Bundle,
    benefits: Mapping[str, Any],
    problems: list[Problem],
) -> None:
    """Each worked case has the statuses it claims, and each benefit is shown applying and not applying."""
    outcomes = {outcome.id: outcome for outcome in bundle.outcomes}
    shown: dict[str, set[str]] = {"applies": set(), "possible": set(), "does_not_apply": set()}
    for scenario in rules.scenarios:
        if not _answers_are_valid(scenario, facts, problems):
            continue
        answers = {str(fact): answer for fact, answer in scenario.answers.items()}
        evaluation = Evaluation(bundle, known_classes(bundle, answers))
        outside = any(evaluation.status(scope.root) == "applies" for scope in bundle.scope)
        if outside != (scenario.expect.scope == "outside"):
            what = f"scenario {scenario.id!s} expects scope {scenario.expect.scope!r}; the rules say otherwise"
            problems.append(Problem(scenario.id.place, what))
        for expected in ("applies", "possible", "does_not_apply"):
            for name in getattr(scenario.expect, expected):
                if name not in outcomes:
                    what = f"{str(name)!r} is not a benefit, nor a duty with a `when`"
                    problems.append(Problem(name.place, what, nearest=nearest(name, outcomes)))
                    continue
                shown[expected].add(name)
                if outside:
                    problems.append(
                        Problem(
                            name.place,
                            f"scenario {scenario.id!s} is outside the scope, so no outcome is listed",
                        )
                    )
                elif (status := evaluation.judge(outcomes[name])) != expected:
                    what = f"scenario {scenario.id!s} expects {name!s} to be {expected!r}; the rules make it {status!r}"
                    problems.append(Problem(name.place, what))
        _grounds(scenario, rules, problems)
    for name, benefit in benefits.items():
        wanted = {"possible"} if benefit.also else {"applies"}
        wanted |= set() if outcomes[name].root == 1 else {"does_not_apply"}
        for status in sorted(wanted):
            if name not in shown[status]:
                problems.append(Problem(benefit.id.place, f"no scenario shows {name} as {status!r}"))


def _grounds(scenario: model.Scenario, rules: Rules, problems: list[Problem]) -> None:
    """The words that settle a case are those of a stated clause, and about an outcome that the case expects."""
    expected = {*scenario.expect.applies, *scenario.expect.possible, *scenario.expect.does_not_apply}
    stated = {str(clause) for clause in rules.plan.clauses}
    for ground in scenario.settled_by:
        if ground.outcome not in expected:
            what = f"scenario {scenario.id!s} expects nothing of {str(ground.outcome)!r}"
            problems.append(Problem(ground.outcome.place, what, nearest=nearest(ground.outcome, expected)))
    _known(problems, [ground.clause for ground in scenario.settled_by], "clause", stated)


def _answers_are_valid(scenario: model.Scenario, facts: Mapping[str, model.Fact], problems: list[Problem]) -> bool:
    before = len(problems)
    names: Sequence[str] = list(facts)
    for name, answer in scenario.answers.items():
        place = place_of(name, scenario.id.place)
        if name not in facts:
            problems.append(Problem(place, f"{str(name)!r} is not a fact", nearest=nearest(name, names)))
        elif answer is not None and not c.accepts(facts[name], answer):
            problems.append(Problem(place, f"{answer!r} is not an answer to {name!s}", c.accepted(facts[name])))
    return len(problems) == before
