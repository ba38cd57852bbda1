"""What the checker's tests share: the project's rules, compiled once, and families to put to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from checker.bundle import Bundle
from checker.fact import Fact
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
    if fact.type == "boolean":
        return st.booleans()
    return st.sampled_from(fact.values) if fact.type == "choice" else st.integers(fact.minimum, 17)


def households(bundle: Bundle) -> st.SearchStrategy[dict[str, Any]]:
    """Families inside the scope of the project's rules about whom everything is known."""
    answers = {fact.id: values(fact) for fact in bundle.facts}
    return st.fixed_dictionaries(answers | {"lives_in_renhe": st.just(True)})


def some_facts(bundle: Bundle) -> st.SearchStrategy[set[str]]:
    """Facts that a visitor may leave open."""
    return st.sets(st.sampled_from([fact.id for fact in bundle.facts]))
