"""One page of the site: its address, its view, and what navigation and search make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from generator.plan import addresses

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
