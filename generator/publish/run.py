"""What one run of MkDocs builds: `build`, `serve` and the run of the language before hand it to the hook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.logic.audit import Checked
from generator.pages.site import Site, load
from generator.plan.languages import FIRST, Language
from generator.plan.load import Problem
from generator.plan.source_lock import wordings

RUN = "run"  # its key among the extras of MkDocs's configuration


@dataclass(frozen=True)
class Run:
    """One language of the site. `rules` is a folder, relative to that of mkdocs.yml.

    They are read from there unless they come `checked`; likewise the `official` wordings from the text `source`.
    `kits`: whether posters and pictures will stand beside the pages.
    """

    rules: Path
    source: Path | None = None
    language: Language = FIRST
    checked: Checked | None = None
    official: Mapping[str, str] | None = None
    kits: bool = False
    page_written: Callable[[], object] = lambda: None

    def site(self, root: Path, site_url: str) -> tuple[Site, list[Problem]]:
        """The site, and the problems of broken rules that the last good ones stand in for.

        Raises RulesError or SourceError.
        """
        problems: list[Problem] = []
        checked, official = self.checked, self.official
        if checked is None:
            checked, problems = load(root / self.rules)
        if official is None and self.source:
            official = wordings(checked.rules, self.source)
        return Site(checked, self.language.code, site_url, official, kits=self.kits), problems
