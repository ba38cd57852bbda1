"""The words of the pages themselves (labels, headings, prose), from templates/text.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator import ROOT
from generator.plan import model
from generator.plan.languages import LANGUAGES
from generator.plan.load import Problems, read

TEMPLATES = ROOT / "generator" / "pages" / "templates"


def icons() -> set[str]:
    """The names of the drawings that an area or a situation can have."""
    return {path.stem for path in (TEMPLATES / "icons").glob("*.svg")}


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text by key, each in every language, knowing its place. Raises RulesError."""
    document = read(TEMPLATES / "text.yml", "generator/pages/templates/text.yml")
    problems = Problems()
    found = {}
    for key, value in document.data.items():
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            what = f"{key!s} wants a text in each of {', '.join(LANGUAGES)}"
            problems.add(document.place((str(key),)), what)
        else:
            found[str(key)] = {language: value[language] for language in LANGUAGES}
    problems.finish()
    return found


def interface(plan: model.PlanFile, language: str) -> Mapping[str, str]:
    """The texts in one language, those that the plan words in its own way included. Raises RulesError."""
    return {key: value[language] for key, value in texts().items()} | {
        str(key): getattr(value, language) for key, value in plan.texts.items()
    }
