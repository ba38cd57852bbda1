"""Why a status is what it is, and what would change it.

Both questions ask for the fewest given answers: those that alone force the status, and those whose change turns it.
Both are read off the prime implicants: a reason is the smallest one that the answers satisfy, a change makes them
satisfy one of the opposite result. (Shih, Choi, Darwiche, "A symbolic approach to explaining Bayesian network
classifiers", IJCAI 2018, call such reasons PI-explanations.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.bundle import Bundle
from checker.evaluate import Evaluation, known_classes, leaves
from checker.fact import Answer
from checker.mdd import NO, OPEN, YES
from checker.outcome import Outcome, Reading

Change = tuple[tuple[int, int], ...]  # facts and the classes that their answers change to


class Finding(NamedTuple):
    """What the answers mean for one condition: see `Evaluation` and `Explanation` for the fields."""

    status: str
    because: Mapping[str, Answer]
    needs: Sequence[int]
    flips: Sequence[Mapping[str, Answer]]


# The places of outcomes among the results: a danger, a time limit that runs, what the answers brought in, the rest.
DANGER, DUE, TOLD, ALWAYS = range(4)


class Explanation:
    """What one set of valid answers means for the conditions of a bundle, and why."""

    def __init__(self, bundle: Bundle, answers: Mapping[str, Answer | None]) -> None:
        self.bundle = bundle
        self.evaluation = Evaluation(bundle, known_classes(bundle, answers))
        self._answers = {fact: answer for fact, answer in answers.items() if answer is not None}
        self._facts = bundle.facts
        self._known = self.evaluation.known
        self._presumed = {
            fact
            for fact, _, _ in bundle.presumed
            if self._known[fact] >= 0 and self._facts[fact].id not in self._answers
        }
        self._primes = bundle.primes
        self._found: dict[int, Finding] = {}

    def find(self, root: int) -> Finding:
        """All that there is to say of the condition that starts at node `root`."""
        finding = self._found.get(root)
        if finding is None:
            answers = [self._answers.get(self._facts[fact].id) for fact in self.bundle.behind(root)]
            finding = self._found[root] = self.bundle.keep(root, answers, lambda: self._find(root))
        return finding

    def _find(self, root: int) -> Finding:
        evaluation = self.evaluation
        return Finding(evaluation.status(root), self._because(root), evaluation.needs(root), self._flips(root))

    def judge(self, outcome: Outcome) -> Finding:
        """All that there is to say of a benefit or duty: what an office has to judge as well leaves it possible."""
        finding, status = self.find(outcome.root), self.evaluation.judge(outcome)
        return finding if finding.status == status else finding._replace(status=status)

    def place(self, outcome: Outcome) -> int:
        """Where the outcome stands among the results: DANGER, DUE, TOLD or ALWAYS.

        What is not certain frightens nobody: its danger counts once its condition is met.
        """
        if self.evaluation.reach(outcome.root) == YES:
            for node, place in ((outcome.danger, DANGER), (outcome.due, DUE)):
                if node is not None and self.evaluation.reach(node) == YES:
                    return place
        return ALWAYS if outcome.root == 1 else TOLD

    def left_out_by(self, outcome: Outcome) -> Reading | None:
        """The reading of the document under which a family that the outcome is not for might be meant, if any."""
        if self.evaluation.reach(outcome.root) != NO:
            return None
        return next((each for each in outcome.readings if self.evaluation.reach(each.root) != NO), None)

    def _because(self, root: int) -> dict[str, Answer]:
        """A smallest set of given answers that alone forces the status, by fact id; empty while it is open."""
        reach = self.evaluation.reach(root)
        if reach == OPEN:
            return {}
        reason = self._reason(root, reach - 1)
        if self.bundle.behind(root) & self.bundle.presumable:
            reason = self._irreducible(reason, root, reach)
        return {fact.id: self._answers[fact.id] for i, fact in enumerate(self._facts) if i in reason}

    def _irreducible(self, facts: frozenset[int], root: int, reach: int) -> frozenset[int]:
        """The facts without those whose answers follow from the others."""
        for fact in sorted(facts):
            fewer = {self._facts[other].id: self._answers[self._facts[other].id] for other in facts - {fact}}
            if leaves(self.bundle, root, known_classes(self.bundle, fewer)) == reach:
                facts -= {fact}
        return facts

    def _reason(self, root: int, target: int) -> frozenset[int]:
        """The fewest facts with a given answer that lead from `root` to `target`, which all answers together do.

        Where an answer follows from others, since the question would not be asked, these stand for it.
        """
        known = self._known
        fewest: frozenset[int] | None = None
        for cube in self._primes.cubes(root, target):
            if all(known[fact] >= 0 and classes >> known[fact] & 1 for fact, classes in cube):
                facts = frozenset(fact for fact, _ in cube)
                if follow := facts & self._presumed:
                    causes = (self._reason(ask_when, 0) for fact in follow if (ask_when := self._facts[fact].ask_when))
                    facts = frozenset(facts - follow).union(*causes)
                if fewest is None or len(facts) < len(fewest):
                    fewest = facts
                if not self._presumed:
                    break  # those of fewest facts come first
        if fewest is None:
            raise AssertionError("a settled status has a reason")
        return fewest

    def _flips(self, root: int, most: int = 3) -> list[dict[str, Answer]]:
        """Smallest changes of given answers that turn a settled status into its opposite, at most `most`.

        They turn it whatever the unknown answers are. A fact that no family can change (`fixed`) stays as it is.
        """
        reach = self.evaluation.reach(root)
        return [] if reach == OPEN else self._tell(self._changes(root, 1 if reach == NO else 0, most), most)

    def _changes(self, root: int, target: int, most: int) -> Iterator[Change]:
        """The smallest changes that bring the answers inside a cube of `target`: for each cube the first `most`.

        One cube can allow very many: three other choices for each of ten facts are 59,049.
        """
        fewest = len(self._facts)
        found: list[list[tuple[int, int]]] = []
        for cube in self._primes.cubes(root, target):
            missed: list[tuple[int, int]] = []
            leaning: frozenset[int] = frozenset()  # what must stay as it is, for the sake of what follows from it
            for fact, classes in cube:
                given = self._known[fact]
                if given >= 0 and fact in self._presumed:
                    if not classes >> given & 1:
                        break
                    leaning |= self.bundle.behind(self._facts[fact].ask_when or 0)
                    continue
                if given < 0:
                    break  # it relies on an answer that is not known
                if not classes >> given & 1:
                    if self._facts[fact].fixed or len(missed) == fewest:
                        break
                    missed.append((fact, classes))
            else:
                if any(fact in leaning for fact, _ in missed):
                    continue
                if len(missed) < fewest:
                    fewest = len(missed)
                    found.clear()
                found.append(missed)
        for missed in found:
            yield from itertools.islice(itertools.product(*map(self._ways, missed)), most)

    def _ways(self, missed: tuple[int, int]) -> list[tuple[int, int]]:
        """The classes that an answer may change to; of numbers, which would do alike, only the nearest."""
        i, classes = missed
        ways = [(i, each) for each in range(self._facts[i].classes) if classes >> each & 1]
        return [min(ways, key=lambda way: self._way(*way))] if self._facts[i].ordered else ways

    def _way(self, i: int, number: int) -> int:
        """How far a given number is from the class `number` of its fact."""
        fact = self._facts[i]
        given = self._answers[fact.id]
        return abs(int(fact.nearest(number, given)) - int(given))

    def _tell(self, changes: Iterable[Change], most: int) -> list[dict[str, Answer]]:
        """The first `most` changes as answers, the same whatever the order in which they come.

        Two that differ in their numbers alone count as one, which takes the nearer numbers.
        """
        nearest: dict[Change, tuple[int, Change]] = {}
        for change in changes:
            numbers = [(i, each) for i, each in change if self._facts[i].ordered]
            alike = tuple((i, -1 if (i, each) in numbers else each) for i, each in change)
            way = sum(self._way(*number) for number in numbers)
            nearest[alike] = min((way, change), nearest.get(alike, (way, change)))
        return [self._answered(change) for _, (_, change) in sorted(nearest.items())[:most]]

    def _answered(self, change: Change) -> dict[str, Answer]:
        facts = [(self._facts[i], each) for i, each in change]
        return {fact.id: fact.nearest(each, self._answers[fact.id]) for fact, each in facts}
