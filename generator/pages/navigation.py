"""Pages → the navigation, a section a kind of visitor; each page says where it stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from generator.pages.views.page import Nav, Page


def navigation(pages: Iterable[Page], t: Mapping[str, str]) -> list[Any]:
    """The navigation in the form of mkdocs.yml: sections in the order in which the pages first name them."""
    sections: dict[str, list[tuple[Nav, Page]]] = {}
    for page in pages:
        if page.nav and not page.apart:
            sections.setdefault(page.nav.section, []).append((page.nav, page))
    nav: list[Any] = []
    for section, within in sections.items():
        entries: list[Any] = []
        within.sort(key=lambda placed: placed[0].order)
        for branch, group in groupby(within, lambda placed: placed[0].branch):
            links = [{page.title: markdown_file(page)} for _, page in group]
            entries += [{t[branch]: links}] if branch else links
        nav += [{t[f"{section}_nav"]: entries}] if section else entries
    return nav


def markdown_file(page: Page) -> str:
    """The file that a static-site builder thinks the page is made from."""
    return page.address + "index.md"
