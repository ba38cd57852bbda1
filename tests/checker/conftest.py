"""What the checker's tests share: the project's rules, compiled once, and families to put to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from checker.bundle import Bundle
from checker.fact import Fact
from generator.logic.audit import Checked
from tests.checker.small import holds
from tests.conftest import generator


@pytest.fixture(scope="session")
def bundle_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's rules, compiled to a file as a user would."""
    done = generator("bundle")
    assert done.returncode == 0, done.stderr
    path = tmp_path_factory.mktemp("bundle") / "rules.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def bundle(bundle_file: Path) -> Bundle:
    return Bundle.from_json(bundle_file.read_bytes())


def values(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.ordered:
        return st.integers(fact.minimum, 17)
    return st.sampled_from([fact.representative(each) for each in range(fact.classes)])


def households(bundle: Bundle) -> st.SearchStrategy[dict[str, Any]]:
    """Families inside the scope of the project's rules about whom everything is known."""
    answers = {fact.id: values(fact) for fact in bundle.facts}
    return st.fixed_dictionaries(answers | {"lives_in_renhe": st.just(True)})


def some_facts(bundle: Bundle) -> st.SearchStrategy[set[str]]:
    """Facts that a visitor may leave open."""
    return st.sets(st.sampled_from([fact.id for fact in bundle.facts]))


def meanings(checked: Checked) -> Mapping[str, Any]:
    """What the terms mean, as terms.yml has it."""
    return {name: term.means for name, term in checked.terms.items() if term.means is not None}


def consistent(world: Mapping[str, Any], checked: Checked) -> dict[str, Any]:
    """The family with the answers that count wherever it would not be asked: see `otherwise` in facts.yml."""
    said = dict(world)
    for fact in checked.rules.facts:
        if fact.otherwise is not None and not holds(fact.ask_when, said, meanings(checked)):
            said[str(fact.id)] = fact.otherwise
    return said
