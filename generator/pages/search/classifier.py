"""What people type and what they are after → a linear classifier, which tells the search what is meant.

A query is cut into characters, words and syllables by the search worker itself, run by Node.js, so that learning and
asking see the same. For each class, a page or a best bet, a support vector machine weighs these, and most of them count
for nothing; what is left is shipped, in whole units. Some queries are learned by their sound alone as well: else
characters would count for everything, and pinyin or a wrong character of the same sound would not be understood.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator import ROOT
from generator.cache import cached
from generator.node import run

SCRIPT = Path(__file__).with_suffix(".mjs")
CACHE = ROOT / ".cache" / "classifier"
OFTEN = 2  # queries that a cut must occur in
UNIT = 0.1  # of the shipped weights
ZERO = 0x61  # the code of the character that stands for 0; those before it stand for negative numbers
HEARD = 5  # of so many queries, one is learned by its sound as well

Examples = Sequence[tuple[str, Sequence[str]]]


def trained(
    examples: Examples, letters: Mapping[str, Any], worker: Path, libraries: Mapping[str, Path], cost: float
) -> dict[str, Any]:
    """The classifier for `examples`, each a query and its classes; `letters`: what the worker needs to know of sounds.

    `cost` is that of an error, against that of a weight: a higher one learns more by heart and ships more.
    `start` has a number a class; `cuts` is one text, a cut a line. `weights` has a text a class, a character a weight,
    and `steps` tells how many cuts are passed over before each of them; `zero` is the code of the character for 0.
    `start` and `weights` are in `unit`. What was learned is kept until something of this changes. Raises RulesError.
    """
    request = {
        "worker": str(worker),
        "libraries": {name: str(path) for name, path in libraries.items()},
        "queries": [query for query, _ in examples],
        **letters,
    }
    read = [worker, SCRIPT, Path(__file__), *libraries.values()]
    digest = hashlib.sha256(json.dumps([examples, letters, cost, version("scikit-learn")]).encode())
    for path in read:
        digest.update(path.read_bytes() if path.is_file() else b"")

    def learn() -> bytes:
        cuts: list[dict[str, list[str]]] = json.loads(run(SCRIPT, "minisearch", json.dumps(request)))
        named = list(zip(cuts, (list(names) for _, names in examples), strict=True))
        whole = [(own["written"] + own["said"], names) for own, names in named]
        heard = [(own["said"], names) for own, names in named[::HEARD] if own["said"]]
        return json.dumps(_learned(whole + heard, cost), ensure_ascii=False).encode()

    made: dict[str, Any] = json.loads(cached(CACHE / f"{digest.hexdigest()[:32]}.json", learn))
    return made


def _learned(examples: Sequence[tuple[list[str], list[str]]], cost: float) -> dict[str, Any]:
    cuts, names = [own for own, _ in examples], [own for _, own in examples]
    if len({tuple(own) for own in names}) < 2:
        return _shipped([], [], [], [])
    import numpy  # these take a second or two to load, and mostly nothing is to be learned
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer
    from sklearn.svm import LinearSVC

    counter = CountVectorizer(analyzer=lambda own: own, binary=True, min_df=OFTEN)
    marker = MultiLabelBinarizer()
    each = LinearSVC(C=cost, penalty="l1", dual=False, tol=1e-2, max_iter=10_000, random_state=0)
    machine = OneVsRestClassifier(each).fit(counter.fit_transform(cuts), marker.fit_transform(names))
    weights = numpy.vstack([one.coef_ for one in machine.estimators_])
    start = [float(intercept) for one in machine.estimators_ for intercept in one.intercept_]
    whole = numpy.rint(weights / UNIT).astype(int)
    known = counter.get_feature_names_out()
    used = whole.any(axis=0)
    return _shipped([str(name) for name in marker.classes_], start, [str(cut) for cut in known[used]], whole[:, used])


def _shipped(
    classes: list[str], start: list[float], cuts: list[str], weights: Iterable[Sequence[int]]
) -> dict[str, Any]:
    """What the search worker reads. `weights`: for each class, one for each cut, most of them 0.

    As characters, class by class, they are compressed to seven tenths of what lists of numbers take.
    """
    steps, texts = [], []
    for row in weights:
        places = [place for place, weight in enumerate(row) if weight]
        steps.append(_text(place - before - 1 for before, place in pairwise([-1, *places])))
        texts.append(_text(int(row[place]) for place in places))
    return {
        "classes": classes,
        "unit": UNIT,
        "zero": ZERO,
        "start": [round(intercept / UNIT, 1) for intercept in start],
        "cuts": "\n".join(cuts),
        "steps": steps,
        "weights": texts,
    }


def _text(numbers: Iterable[int]) -> str:
    return "".join(chr(ZERO + number) for number in numbers)
