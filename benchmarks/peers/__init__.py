"""Other engines on the same rules. All of them are two-valued: what is unknown counts as no, none or 0.

A peer's module has NAME, the package, and `contenders(case)`: ways of asking it, by name, each a function from answers
to the 31 truth values. Several ways, because the one that its documentation shows first need not be its fastest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from benchmarks.cases import Answers, Case
from generator.logic.conditions import AllOf, AnyOf, Condition, Not

Ask = Callable[[Answers], list[bool]]

PEERS = ("generated", "datalogic", "zen_engine", "openfisca")


def written(
    condition: Condition, leaf: Callable[[Condition], str], no: str = "not ", both: str = " and ", either: str = " or "
) -> str:
    """The condition as an expression in a peer's words; `leaf` writes the tests of facts and the names of terms."""
    match condition:
        case Not(part):
            return f"({no}{written(part, leaf, no, both, either)})"
        case AllOf(parts) | AnyOf(parts):
            joint = both if isinstance(condition, AllOf) else either
            return f"({joint.join(written(part, leaf, no, both, either) for part in parts)})"
    return leaf(condition)


def load(case: Case, *names: str) -> tuple[dict[str, Mapping[str, Ask]], list[str]]:
    """The contenders of each peer that is installed, by the peer's title; and the titles of those that are not."""
    found: dict[str, Mapping[str, Ask]] = {}
    missing: list[str] = []
    for name in names or PEERS:
        peer = import_module(f"benchmarks.peers.{name}")
        if peer.PACKAGE is None:
            found[peer.TITLE] = peer.contenders(case)
            continue
        try:
            title = f"{peer.PACKAGE} {version(peer.PACKAGE)}"
        except PackageNotFoundError:
            missing.append(peer.PACKAGE)
            continue
        found[title] = peer.contenders(case)
    return found, missing
