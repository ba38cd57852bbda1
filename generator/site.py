"""Everything that makes one language of the site, ready for a static-site builder: pages, navigation, data files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.api import api_files
from generator.audit import Checked, check
from generator.interface import interface
from generator.load import Problem, RulesError
from generator.model import LANGUAGES
from generator.pages import Writer, relative
from generator.views import Page, Views

NAMES = {"zh": "中文", "en": "English"}


class Relative(str):
    """A link that is right as it stands on its page; MkDocs's own `url` filter must leave it alone."""


_last_good: dict[Path, Checked] = {}


@dataclass
class Site:
    """One language of the site. `problems` are those of rules too broken to show, while older ones stand in."""

    checked: Checked
    language: str
    site_url: str
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.interface = interface(self.checked.rules.plan, self.language)
        self.views = Views(self.checked, self.language, self.interface, self.site_url)
        self.pages = self.views.pages()
        self._by_address = {page.address: page for page in self.pages}
        plan = self.checked.rules.plan
        say = self.views.say
        self.name = say(plan.short)
        self.description = say(plan.lead_in)
        self.copyright = self.interface["licence_line"]
        self._plan = {
            "number": plan.number,
            "title": say(plan.title),
            "short": self.name,
            "place": say(plan.place),
            "issued": plan.issued.isoformat(),
            "reviewed": plan.reviewed.isoformat(),
        }

    @property
    def epoch(self) -> int:
        """Seconds since 1970 of the day the rules were last reviewed: the date of every file of the build."""
        day = self.checked.rules.plan.reviewed
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.language, self.interface, self._plan)

    def html(self, address: str) -> str | None:
        """The body of the page at `address`, or None if it is not one of ours."""
        page = self._by_address.get(address)
        return None if page is None else self._writer.html(page)

    def lost(self, root: str) -> str:
        """The body of the page for addresses that do not exist; `root` is the path of this language's home page."""
        return self._writer.html(self.views.lost(root.rstrip("/") + "/"))

    def alternate(self, address: str) -> list[dict[str, str]]:
        """The page at `address` in every language, as links relative to that page."""
        prefix = {code: "" if code == LANGUAGES[0] else f"{code}/" for code in LANGUAGES}
        here = prefix[self.language] + address
        links = {code: relative(prefix[code] + address, here) for code in LANGUAGES}
        return [{"name": NAMES[code], "link": Relative(links[code]), "lang": code} for code in LANGUAGES]

    @property
    def nav(self) -> list[Any]:
        """Navigation in the form of mkdocs.yml, one section a kind of visitor."""
        t = self.interface

        def entries(prefix: str) -> list[dict[str, str]]:
            return [{p.title: _file(p)} for p in self.pages if p.address.startswith(prefix) and p.address != prefix]

        def one(address: str) -> dict[str, str]:
            page = self._by_address[address]
            return {page.title: _file(page)}

        return [
            one(""),
            {t["guides_nav"]: [one("guides/"), *entries("guides/")]},
            {
                t["duties_nav"]: [
                    one("staff/"),
                    one("matrix/"),
                    one("duties/"),
                    {t["areas"]: [one("areas/"), *entries("areas/")]},
                    {t["units"]: [one("units/"), *entries("units/")]},
                ]
            },
            {t["source_nav"]: [one("plan/"), one("terms/"), one("references/")]},
            {t["about_nav"]: [one("about/"), one("privacy/"), one("campaign/")]},
        ]

    def data_files(self) -> Mapping[str, str]:
        """Files that are not pages, by address. The language-free ones belong to the first language's root."""
        files = {"matrix/matrix.csv": self.views.matrix_csv(), "matrix/duties.csv": self.views.duties_csv()}
        if self.language == LANGUAGES[0]:
            files |= api_files(self.checked)
            sitemaps = "".join(
                f"Sitemap: {self.site_url}{'' if code == LANGUAGES[0] else code + '/'}sitemap.xml\n"
                for code in LANGUAGES
                if self.site_url
            )
            files["robots.txt"] = "User-agent: *\nAllow: /\n" + sitemaps
        return files


def _file(page: Page) -> str:
    return page.address + "index.md"


def load_site(root: Path, language: str, site_url: str, keep_last_good: bool = False) -> Site:
    """Check the rules in `root` and prepare a language. Raises RulesError.

    With `keep_last_good`, broken rules are replaced by the last good ones of this process, if there were any.
    """
    problems: list[Problem] = []
    try:
        _last_good[root] = check(root)
    except RulesError as error:
        if not keep_last_good or root not in _last_good:
            raise
        problems = error.problems
    return Site(_last_good[root], language, site_url, problems)
