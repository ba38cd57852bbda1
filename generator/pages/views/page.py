"""One page of the site: its address, its view, and what navigation, search and messengers make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from generator.plan import addresses
from generator.plan.languages import LANGUAGES, Language

WIDTH, HEIGHT = 1200, 630  # pixels of the picture, as Open Graph's readers expect it
OVERVIEW = 0.5  # the weight in search of pages that speak of everything


@dataclass(frozen=True)
class View:
    """What one page shows, in one language, with nothing left to decide: its template reads the fields by name."""

    template: ClassVar[str]


@dataclass(frozen=True)
class Nav:
    """The place in the navigation: a section (none: the top), the place there, and the list within it, if in one."""

    section: str = ""
    order: int = 0
    branch: str = ""


@dataclass(frozen=True)
class Page:
    """`address` is relative to the language's root; `source` is the rule file behind the page.

    `nav` is None where a list that stands in the navigation leads to the page: one of a hundred would crowd it.
    """

    address: str
    view: View
    title: str
    description: str
    nav: Nav | None = Nav()
    kind: str = ""  # what kind of page it is, as the search tells of it
    words: tuple[str, ...] = ()
    source: str = ""
    icon: str = ""  # the drawing of what it is about; none for what is about everything
    weight: float = 1.0  # in search: overview pages speak of everything, so they rank below the page that is about it
    searched: bool = True  # the search finds it; not if it says again, for few, what other pages are found by
    repeats: bool = False  # what it says stands on other pages as well: the search reads its headings alone
    family: bool = False  # it speaks to families, so plain.yml says how
    apart: bool = False  # for those who make the site: not in the navigation, the search, the sitemap or on devices
    wide: bool = False  # no side navigation: the page needs the width, or is itself the way in
    frameable: bool = False  # other sites may show it in a frame
    frame_of: str = ""  # what other sites show in a frame: the address of the whole page

    @property
    def framed(self) -> Page:
        """The same as other sites show it in a frame: for nobody who is on this one."""
        address = addresses.framed(self.address)
        return replace(self, address=address, frame_of=self.address, apart=True, frameable=False)


@dataclass(frozen=True)
class Preview:
    """What a messenger or a search engine shows of a page.

    `url` and `picture` are whole addresses: empty where the site has none, or no picture. `others` are locales.
    """

    title: str
    description: str
    site: str
    locale: str
    others: list[str]
    url: str
    picture: str
    width: int = WIDTH
    height: int = HEIGHT


def preview(page: Page, language: Language, site: str, *, root: str, pictures: bool) -> Preview:
    """Of a page of the site of that name. `root`: the address of the language's pages, or nothing if it has none."""
    shown = root and pictures and not page.apart
    return Preview(
        title=page.title if page.address else site,
        description=described(page.description, language),
        site=site,
        locale=language.locale,
        others=[other.locale for other in LANGUAGES.values() if other is not language],
        url=root and root + page.address,
        picture=root + addresses.picture(page.address) if shown else "",
    )


def described(text: str, language: Language) -> str:
    """As many whole sentences as a result in a list has room for, one at least."""
    ends = language.sentence_ends
    # A full stop ends a sentence before a blank or at the end, where blanks stand between words: not in 3.4.3.
    end = rf"[{ends}]+[”\"）)]*(?:\s+|$)" if language.spaced else rf"[{ends}]+[”）]*"
    kept, at = "", 0
    for found in re.finditer(end, text):
        if kept and len(text[: found.end()].rstrip()) > language.described:
            return kept
        kept, at = text[: found.end()].rstrip(), found.end()
    whole = text.rstrip()
    return whole if not kept or (at < len(whole) <= language.described) else kept
