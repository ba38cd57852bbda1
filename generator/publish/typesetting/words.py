"""The words of headlines: Chinese has no blanks between them, and Node knows where they end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.node import run

SCRIPT = Path(__file__).with_suffix(".mjs")


def words_of(headlines: Mapping[str, Sequence[str]]) -> dict[str, list[list[list[str]]]]:
    """The words of headlines, by language: each headline its clauses, each clause its words. Raises RulesError."""
    found: dict[str, list[list[list[str]]]] = json.loads(run(SCRIPT, "", json.dumps(headlines)))
    return found
