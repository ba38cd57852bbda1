"""The adapter between MkDocs and the generator: the only module that knows MkDocs's events.

One run of MkDocs builds one language. The run for the first language builds the others into folders beside itself, so
that plain `mkdocs build` and `mkdocs serve` give the whole site.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.pages.navigation import markdown_file
from generator.pages.render import headings
from generator.pages.site import Site
from generator.pages.views.page import described
from generator.plan import addresses
from generator.plan.languages import FIRST, OTHERS
from generator.plan.load import RulesError
from generator.plan.source_lock import SourceError
from generator.publish.offline import service_worker
from generator.publish.pyodide_pack import checker_files
from generator.publish.run import RUN, Run

log = logging.getLogger("mkdocs.hooks.generator")


@event_priority(100)  # before the search plugin reads its settings
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if RUN not in config.extra:  # plain mkdocs
        source = config.extra["source"]
        config.extra[RUN] = Run(Path(config.extra["rules"]), Path(source) if source else None)
    run: Run = config.extra[RUN]
    root = Path(config.config_file_path).parent
    try:
        site, problems = run.site(root, config.site_url or "")
    except RulesError as error:
        for problem in error.problems:
            log.error(str(problem))
        raise Abort(f"{len(error.problems)} problem(s) in {root / run.rules}") from None
    except SourceError as error:
        raise Abort(str(error)) from None
    for problem in problems:  # the last good rules stay on show while a mistake is being mended
        log.error(str(problem))
    if not os.environ.get("SOURCE_DATE_EPOCH"):
        os.environ["SOURCE_DATE_EPOCH"] = str(site.epoch)
    config.extra["site"] = site
    # The theme puts these into its pages as they are.
    config.site_name = escape(site.name)
    config.site_description = escape(site.description)
    config.copyright = escape(site.copyright)
    config.nav = _escaped(site.nav)
    config.theme["language"] = site.code
    config.extra["homepage"] = "."
    config.extra["languages"] = site.homes()  # for the page of wrong addresses; the others set their own
    return config


def _escaped(nav: list[Any]) -> list[Any]:
    """The navigation with titles that are HTML."""
    return [
        {escape(title): _escaped(below) if isinstance(below, list) else below for title, below in entry.items()}
        for entry in nav
    ]


def _site(config: MkDocsConfig) -> Site:
    site: Site = config.extra["site"]
    return site


def on_files(files: Files, config: MkDocsConfig) -> Files:
    site = _site(config)
    for page in [*site.pages, *site.frames]:
        front: dict[str, Any] = {
            "title": str(escape(page.title)),
            "description": str(escape(described(page.description, site.language))),
        }
        if page.wide:
            front["hide"] = ["navigation", "toc"]
        if page.apart:
            front |= {"apart": True, "search": {"exclude": True}}
        if page.frame_of:
            front |= {"template": "frame.html", "whole": page.frame_of}
        file = File.generated(
            config,
            markdown_file(page),
            content=f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n",
            inclusion=InclusionLevel.UNDEFINED if page.nav else InclusionLevel.NOT_IN_NAV,
        )
        if page.apart:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        file.edit_uri = f"{config.extra[RUN].rules}/{page.source}" if page.source else None
        files.append(file)
    others = dict(site.data_files())
    if site.language is FIRST:
        others |= {**checker_files(site.checked), service_worker.WORKER: service_worker.LEAVING}
    for name, content in others.items():
        if isinstance(content, Path):
            files.append(File.generated(config, name, abs_src_path=str(content)))
        else:
            files.append(File.generated(config, name, content=content))
    return files


def address(page: Page) -> str:
    """The page's address relative to its language's root, empty for the home page."""
    return "" if page.url == "./" else str(page.url)


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    rendered = _site(config).html(address(page))
    if rendered is None:
        return html
    page.toc = get_toc(headings(rendered))
    config.extra[RUN].page_written()
    return rendered


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    site, here = _site(config), address(page)
    config.extra["languages"] = site.translations(here)
    context["linked"] = Markup(site.linked(here))  # what its text holds is escaped as JSON
    context["feed"] = site.feed if here == addresses.page("changes") else ""
    # For search engines a frame is the whole page once more.
    context["preview"] = shown = site.preview(page.meta.get("whole", here))
    if shown:
        page.canonical_url = shown.url or None  # rather than an address of this machine, which nobody else has
    # Firefox takes a link to the next page for a wish to fetch it, which the policy forbids: an error on every page.
    page.previous_page = page.next_page = None
    return context


def on_post_build(config: MkDocsConfig) -> None:
    site, folder = _site(config), Path(config.site_dir)
    # The theme's plugin has cut the pages into parts; they become the index of our own search.
    theirs = folder / "search" / "search_index.json"
    documents = json.loads(theirs.read_text(encoding="utf-8"))["docs"]
    theirs.unlink()
    theirs.with_name("index.json").write_text(site.search_index(documents), encoding="utf-8")
    if site.language is FIRST:
        for language in OTHERS:
            other = load_config(config.config_file_path, site_dir=str(folder / language.root), strict=config.strict)
            other.site_url = config.site_url + language.root if config.site_url else None
            other.extra[RUN] = replace(
                config.extra[RUN], language=language, checked=site.checked, official=site.official
            )
            build(other)
