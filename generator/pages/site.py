"""Everything that makes one language of the site, ready for a static-site builder: pages, navigation, data files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.logic.audit import Checked, check
from generator.node import PACKAGES
from generator.pages import published
from generator.pages.data_api import api_files, duties_csv, matrix_csv
from generator.pages.drills import anki
from generator.pages.linked import cpsv, schema_org
from generator.pages.navigation import navigation
from generator.pages.pictures import Pictures
from generator.pages.plain_language import Report, review, texts_in
from generator.pages.render import Imprint, Writer, relative
from generator.pages.search import index
from generator.pages.views import about, pages
from generator.pages.views.context import Context
from generator.pages.views.page import Preview, preview
from generator.plan import addresses
from generator.plan.folder import nearest
from generator.plan.languages import FIRST, LANGUAGES
from generator.plan.load import Located, Problem, Problems, RulesError
from generator.plan.model import NOWHERE
from generator.plan.reviews import LAST_SECOND, build_day
from generator.plan.ui_text import interface, texts

_last_good: dict[Path, Checked] = {}


@dataclass
class Site:
    """One language of the site, by its code. Making one raises RulesError if a moved address leads nowhere.

    `official` holds the official wording of each clause, empty where it is not to be shown; None shows nothing of it.
    `day` is the day on which reviews are overdue or not. `kits`: whether posters and pictures will stand beside the
    pages.
    """

    checked: Checked
    code: str
    site_url: str
    official: Mapping[str, str] | None = None
    day: date = field(default_factory=build_day)
    kits: bool = False

    def __post_init__(self) -> None:
        self.language = LANGUAGES[self.code]
        self.interface = interface(self.checked.rules.plan, self.code)
        self.context = Context(self.checked, self.language, self.interface, self.official or {}, self.day, self.kits)
        self.pages = pages(self.context)
        self._by_address = {page.address: page for page in self.pages}
        self.frames = [page.framed for page in self.pages if page.frameable]
        self._check_addresses()
        plan = self.checked.rules.plan
        self.name = self.context.say(plan.short)
        self.description = self.context.say(plan.lead_in)
        self.copyright = self.interface["licence_line"]
        self._imprint = Imprint(
            number=plan.number,
            short=self.name,
            issued=plan.issued.isoformat(),
            reviewed=plan.reviewed.isoformat(),
            version=plan.version,
            root=self.site_url if is_public(self.site_url) else "",
        )

    def _check_addresses(self) -> None:
        """A moved address must lead somewhere and hide nothing; a best bet leads to a page. Raises RulesError."""
        document, problems = self.checked.rules.files["plan.yml"], Problems()
        for i, moved in enumerate(self.checked.rules.plan.moved):
            new, old = moved.new.partition("#")[0], moved.old.partition("#")
            if new not in self._by_address:
                near = nearest(new, self._by_address)
                problems.add(document.place(("moved", i, "new")), f"{moved.new!r} is not a page", nearest=near)
            if bool(old[1]) != (old[0] in self._by_address):
                what = "is still a page" if not old[1] else "stands on no page"
                problems.add(document.place(("moved", i, "old")), f"{moved.old!r} {what}")
        for bet in self.checked.rules.bets:
            if bet.page not in self._by_address:
                near = nearest(bet.page, self._by_address)
                problems.add(bet.page.place, f"{str(bet.page)!r} is not a page", nearest=near)
        wanted = ("/", NOWHERE, *self._by_address, *(bet.id for bet in self.checked.rules.bets))
        for asked in self.checked.rules.queries:
            if asked.wants not in wanted:
                what = f"{asked.wants!s} is neither a page nor a best bet nor {NOWHERE!r}"
                problems.add(asked.wants.place, what, nearest=nearest(asked.wants, wanted))
        problems.finish()

    @property
    def epoch(self) -> int:
        """Seconds since 1970 of the day the rules were last reviewed: the date of every file of the build.

        It is one that the headers of compressed files can hold.
        """
        day = self.checked.rules.plan.reviewed
        return min(max(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()), 0), LAST_SECOND)

    @cached_property
    def _writer(self) -> Writer:
        pictures = Pictures(self.checked, self.language)
        return Writer(self.language, self.interface, self._imprint, pictures, self.poster)

    def poster(self, address: str) -> str:
        """The whole address for posters, a short one where it has one; nothing where the site has none for posters."""
        root, code = self._imprint.root, self._lock.code(address)
        if not root or code is None:
            return root and root + address.removeprefix(published.TOP)
        return root.removesuffix(self.language.root) + addresses.short(code)

    @cached_property
    def _lock(self) -> published.Lock:
        return published.read(self.checked.rules.root)

    def html(self, address: str) -> str | None:
        """The body of the page at `address`, or None if it is not one of ours."""
        frame = next((frame for frame in self.frames if frame.address == address), None)
        if frame:
            return self._writer.html(frame)
        page = self._by_address.get(address)
        if page is None:
            return None
        split = [(*moved.old.partition("#"), moved.new) for moved in self.checked.rules.plan.moved]
        places = [(anchor, new, self._title(new)) for old, _, anchor, new in split if anchor and old == address]
        return self._writer.html(page) + (self._writer.moved_places(address, places) if places else "")

    def linked(self, address: str) -> str:
        """What the page at `address` says of itself to programs, as JSON-LD, or nothing."""
        page = self._by_address.get(address)
        return schema_org.described(self.context, page, self._imprint.root) if page else ""

    @property
    def feed(self) -> str:
        """The address of the feed of changes. A feed names its site, so a site without an address has none."""
        return addresses.FEED if self._imprint.root and self.checked.rules.plan.versions else ""

    @property
    def contexts(self) -> dict[str, Context]:
        """In every language, for files that no language owns."""
        plan = self.checked.rules.plan
        return {code: Context(self.checked, made, interface(plan, code)) for code, made in LANGUAGES.items()}

    def _title(self, address: str) -> str:
        return self._by_address[address.partition("#")[0]].title

    def preview(self, address: str) -> Preview | None:
        """What others show of the page at `address`, or None if it is not one of ours."""
        page = self._by_address.get(address)
        if page is None:
            return None
        return preview(page, self.language, self.name, root=self._imprint.root, pictures=self.kits)

    def search_settings(self, way: str) -> str:
        """What the search box needs to know, as JSON. `way`: from the page to this language's root."""
        return json.dumps(index.settings(self.context, way.rstrip("/")), ensure_ascii=False)

    def search_index(self, documents: Iterable[Mapping[str, Any]]) -> str:
        """What the search looks in, as JSON. `documents`: see `index.index`."""
        made = index.index(documents, self._by_address, self.context)
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))

    def lost(self, root: str) -> str:
        """The body of the page for addresses that do not exist; `root` is the path of this language's home page."""
        return self._writer.html(about.lost(self.context, root.rstrip("/") + "/"))

    def translations(self, address: str) -> list[dict[str, str]]:
        """The page at `address` in every language: `link` is relative to that page, `full` the whole address."""
        base = self.site_url.removesuffix(self.language.root)
        here = self.language.root + address
        return [
            {
                "lang": language.code,
                "name": language.name,
                "link": relative(language.root + address, here),
                "full": base + language.root + address,
            }
            for language in LANGUAGES.values()
        ]

    def homes(self) -> list[dict[str, str]]:
        """The home page in every language, for a page whose own depth is unknown: links are absolute paths."""
        return [entry | {"link": urlsplit(entry["full"]).path or "/"} for entry in self.translations("")]

    @property
    def colour(self) -> str:
        """The colour of the site, for a browser or system that shows it around the pages."""
        return about.colours()["--cp-brand"]

    @property
    def nav(self) -> list[Any]:
        """Navigation in the form of mkdocs.yml."""
        return navigation(self.pages, self.interface)

    def data_files(self) -> Mapping[str, str | bytes | Path]:
        """Files that are not pages, by address: what they hold, or the file to copy.

        Those that no language owns stand in the first language's root.
        """
        files: dict[str, str | bytes | Path] = {
            addresses.MATRIX_TABLE: matrix_csv(self.context),
            addresses.DUTIES_TABLE: duties_csv(self.context),
            addresses.DRILLS_CARDS: anki.cards(self.context, self.epoch),
            "assets/docx/library.js": PACKAGES / "docx" / "dist" / "index.mjs",
            "assets/drills/fsrs.js": PACKAGES / "ts-fsrs" / "dist" / "index.mjs",
            "manifest.webmanifest": json.dumps(about.app(self.context), ensure_ascii=False),
        }
        files |= {f"assets/search/{name}": path for name, path in index.LIBRARIES.items()}
        if self.feed:
            files[self.feed] = self._writer.feed(self._by_address[addresses.page("changes")])
        writer = self._writer  # without Node it fails here, before the first page
        for moved in self.checked.rules.plan.moved:
            if "#" not in moved.old:
                files[f"{moved.old}index.html"] = writer.moved(moved.old, moved.new, self._title(moved.new))
        if self.language is FIRST:
            files |= self._short_addresses()
            files |= api_files(self.checked)
            files |= cpsv.services(self.contexts, self._imprint.root)
            sitemaps = "".join(
                f"Sitemap: {self.site_url}{language.root}sitemap.xml\n"
                for language in LANGUAGES.values()
                if self.site_url
            )
            files["robots.txt"] = "User-agent: *\nAllow: /\n" + sitemaps
        return files

    def _short_addresses(self) -> dict[str, str]:
        """A page for each short code. What has moved, or is no more than a situation was, has the site's own title."""
        titles = published.targets(self.checked.rules)
        return {
            f"{(address := addresses.short(code))}index.html": self._writer.short(
                address,
                target,
                titles.get(target, titles[published.TOP]),
                self.preview(target.partition("#")[0].removeprefix(published.TOP)),
            )
            for code, target in self._lock.codes.items()
        }


def is_public(site_url: str) -> bool:
    """Whether the address is one that a poster may carry, not that of this machine."""
    return urlsplit(site_url).hostname not in (None, "127.0.0.1", "localhost")


def plain_words(checked: Checked) -> Report | None:
    """How plainly the family pages speak, or None if no plain.yml says how they should.

    A text on several pages counts for the innermost of them; the words of the pages themselves come last. Raises
    RulesError if an address leads nowhere.
    """
    sites = {code: Site(checked, code, "") for code in LANGUAGES}  # addresses are looked at in any case
    budget = checked.rules.plain
    if budget is None:
        return None
    pages: dict[str, dict[str, list[Located]]] = {}
    for code, site in sites.items():
        family = sorted((page for page in site.pages if page.family), key=lambda page: -page.address.count("/"))
        pages[code] = {
            f"/{site.language.root}{page.address}": list(texts_in((page.title, page.description, page.view)))
            for page in family
        }
        shown = [text for key, text in site.interface.items() if not key.endswith("_words")]
        pages[code]["every page"] = list(texts_in(shown))
    return review(budget, checked.rules.terms, pages)


def load(root: Path) -> tuple[Checked, list[Problem]]:
    """Check the rules in `root`.

    While serving, the last good ones stand in for broken ones, whose problems come with them. Raises RulesError if
    there were none in this process.
    """
    texts.cache_clear()  # while serving, the words of the pages may have been edited as well
    try:
        _last_good[root] = check(root)
    except RulesError as error:
        if root not in _last_good:
            raise
        return _last_good[root], error.problems
    return _last_good[root], []
