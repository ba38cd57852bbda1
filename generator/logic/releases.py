"""Released versions of the rules, and what changed from one to the next.

A release is the bundle of that version, kept in versions/<version>.json, so that an old result can be worked out again
as it was. Two conditions are compared as diagrams: what changed is shown by a family whose result differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from checker.bundle import Bundle, BundleError
from checker.fact import Answer, Fact
from checker.outcome import Outcome
from generator.logic.bundle import bundle_text
from generator.logic.diagram import Families
from generator.plan.folder import Rules
from generator.plan.load import Place, Problem, Problems

FOLDER = "versions"

# What a report says of an outcome, apart from whom it is for; a change of it is a change of words.
WORDS = ("title", "text", "next")
# What it says of the work itself.
WORK = ("bearers", "implied", "deadline", "report_to", "clauses", "also")


class VersionError(Exception):
    """A release cannot be made."""


@dataclass(frozen=True)
class Change:
    """What became of one outcome. `old` or `new` is None if it was added or removed.

    `gains`: answers of a family to whom it applies now but did not before, `loses`: the other way round, `judged`: of
    one for whom it depends on an office now and did not before; None if there is no such family. `fields`: what of
    WORDS and WORK differs.
    """

    old: Outcome | None
    new: Outcome | None
    gains: Mapping[str, Answer] | None = None
    loses: Mapping[str, Answer] | None = None
    judged: Mapping[str, Answer] | None = None
    fields: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        outcome = self.new or self.old
        assert outcome is not None
        return outcome

    @property
    def kind(self) -> str:
        """`added`, `removed`, `condition`, `work` or `wording`: the gravest of what changed."""
        if self.old is None or self.new is None:
            return "added" if self.old is None else "removed"
        if self.gains is not None or self.loses is not None:
            return "condition"
        return "work" if set(self.fields) & set(WORK) else "wording"


def compare(old: Bundle, new: Bundle) -> list[Change]:
    """What changed, in the order of the newer version, what was removed last."""
    merged = _Merged([old, new])
    before = {outcome.id: outcome for outcome in old.outcomes}
    after = {outcome.id: outcome for outcome in new.outcomes}
    changes = []
    for name, outcome in after.items():
        if name not in before:
            changes.append(Change(None, outcome))
            continue
        earlier = before[name]
        was, now = merged.node(old, earlier.root), merged.node(new, outcome.root)
        fields = tuple(key for key in (*WORDS, *WORK) if _said(earlier, key) != _said(outcome, key))
        judged = merged.family(now, 0) if outcome.also and not earlier.also else None
        change = Change(earlier, outcome, merged.family(now, was), merged.family(was, now), judged, fields)
        if was != now or fields:
            changes.append(change)
    return changes + [Change(outcome, None) for name, outcome in before.items() if name not in after]


def _said(outcome: Outcome, key: str) -> object:
    return list(outcome.also) if key == "also" else outcome.text[key]


class _Merged:
    """The diagrams of several bundles as one, over all their facts, with number facts cut at every line of any.

    A fact that the newest has retired is tested as what its answers mean today.
    """

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        self._facts: dict[str, Fact] = {}
        self._retired = bundles[-1].retired
        for bundle in reversed(bundles):
            for fact in bundle.facts:
                if fact.id not in self._retired:
                    self._facts[fact.id] = _joined(self._facts.get(fact.id, fact), fact)
        self._order = list(self._facts)
        self._families = Families([(), ()], [fact.classes for fact in self._facts.values()])
        self._nodes: dict[tuple[int, int], int] = {}

    def node(self, bundle: Bundle, root: int) -> int:
        """The condition at `root` of a bundle, as a node here."""
        if root < 2:
            return root
        key = (id(bundle), root)
        if key not in self._nodes:
            number, *children = bundle.nodes[root]
            tests = self._tests(bundle.facts[number])
            ways = [self._families.conjoin(tests[i], self.node(bundle, child)) for i, child in enumerate(children)]
            self._nodes[key] = self._families.either(ways)
        return self._nodes[key]

    def _tests(self, theirs: Fact) -> list[int]:
        """For each class of answers to a fact of one of the bundles the node of the condition that it is given."""
        if theirs.id in self._retired:
            return self._former_tests(theirs)
        ours = self._facts[theirs.id]
        index = self._order.index(theirs.id)
        classes = [_class_of(theirs, ours.representative(i)) for i in range(ours.classes)]
        return [
            self._families.find_or_add(index, *(int(each == number) for each in classes))
            for number in range(theirs.classes)
        ]

    def _former_tests(self, retired: Fact) -> list[int]:
        """An answer that means nothing today is what is left when none of the others is given."""
        means = self._retired[retired.id].means
        found: dict[int, int] = {}
        for former, now in means.items():
            if now is not None:
                name, answer = now
                ours = self._facts[name]
                test = (int(i == ours.classify(answer)) for i in range(ours.classes))
                found[retired.classify(former)] = self._families.find_or_add(self._order.index(name), *test)
        rest = self._families.negate(self._families.either(found.values()))
        return [found.get(number, rest) for number in range(retired.classes)]

    def family(self, node: int, other: int) -> dict[str, Answer] | None:
        """The fewest answers that meet the one condition and not the other, or None."""
        path = self._families.fewest(self._families.conjoin(node, self._families.negate(other)))
        if path is None:
            return None
        facts = list(self._facts.values())
        return {facts[i].id: facts[i].representative(each) for i, each in path}


def _joined(one: Fact, other: Fact) -> Fact:
    """A fact with the answers and lines of both versions of it."""
    values = tuple(dict.fromkeys((*one.values, *other.values)))
    cuts = tuple(sorted({*one.cuts, *other.cuts}))
    return replace(one, values=values, cuts=cuts, minimum=min(one.minimum, other.minimum), maximum=None)


def _class_of(fact: Fact, answer: Answer) -> int | None:
    """The class of an answer, or None for one that this version does not know."""
    return fact.classify(answer) if fact.ordered or fact.accepts(answer) else None


def read_releases(rules: Rules) -> list[Bundle]:
    """The releases that plan.yml lists, newest first; the version being worked on may lack one. Raises RulesError."""
    problems = Problems()
    bundles = []
    for version in rules.plan.versions:
        path = rules.root / FOLDER / f"{version.id}.json"
        if version.id == rules.plan.version and not path.is_file():
            continue
        try:
            bundles.append(_read(path.read_bytes()))
        except (OSError, BundleError) as error:
            problems.add(version.id.place, f"the release {version.id!s} cannot be read: {error}")
    problems.finish()
    return bundles


@lru_cache(maxsize=16)
def _read(release: bytes) -> Bundle:
    """A release never changes, and to prove its conditions takes as long as theirs: `serve` does it once, not at each
    edit. Raises BundleError.
    """
    return Bundle.from_json(release)


def unlisted(rules: Rules) -> Iterator[Problem]:
    """Releases that plan.yml does not list, and a list that the version of the rules does not lead."""
    listed = rules.plan.versions
    kept = {path.stem for path in (rules.root / FOLDER).glob("*.json")}
    for name in kept - {str(version.id) for version in listed}:
        place = Place(f"{rules.root.name}/{FOLDER}/{name}.json")
        yield Problem(place, "is a release that `versions` in plan.yml does not list")
    if listed and listed[0].id != rules.plan.version:
        yield Problem(listed[0].id.place, f"the newest of `versions` is not {rules.plan.version!s}")


def release(rules: Rules, bundle: Mapping[str, object]) -> Path:
    """Keep the bundle of checked rules as the release of their version. Raises VersionError if there is one."""
    version = rules.plan.version
    if version not in {each.id for each in rules.plan.versions}:
        raise VersionError(f"plan.yml says nothing of version {version} under `versions`")
    path = rules.root / FOLDER / f"{version}.json"
    if path.exists():
        raise VersionError(f"{path} exists: version {version} has been released")
    path.parent.mkdir(exist_ok=True)
    path.write_text(bundle_text(bundle), encoding="utf-8")
    return path


def untold(rules: Rules, releases: Iterable[Bundle], bundle: Bundle) -> list[Problem]:
    """What makes the rules differ from the release of their own version, other than words."""
    place = rules.plan.version.place
    return [
        Problem(place, f"{change.outcome.id} is not as released in {bundle.version}", "a higher `version`")
        for each in releases
        if each.version == bundle.version
        for change in compare(each, bundle)
        if change.kind != "wording"
    ]
