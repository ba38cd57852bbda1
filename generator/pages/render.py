"""Views → HTML, by Jinja2. The only module that knows templates.

Templates produce whole HTML bodies with escaping on; Markdown never sees text from the rules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from html.parser import HTMLParser
from typing import Any

import jinja2
import segno
from markupsafe import Markup, escape

from generator.pages.pictures import Pictures
from generator.pages.views.campaign import frames
from generator.pages.views.page import Page, Preview
from generator.plan import addresses
from generator.plan.languages import LANGUAGES, Language
from generator.plan.ui_text import TEMPLATES


def relative(target: str, page: str) -> str:
    """The link from the page at address `page` to `target`; both are relative to the language's root."""
    path, mark, anchor = target.partition("#")
    if mark and path == page:
        return mark + anchor
    start = page if page.endswith("/") or not page else posixpath.dirname(page)
    link = posixpath.relpath(path or ".", start or ".")
    if (path.endswith("/") or not path) and not link.endswith("/"):
        link += "/"
    return link + mark + anchor


def qr_code(address: str) -> segno.QRCode:
    """The address as a QR code that still reads with a third of it gone."""
    return segno.make_qr(address, error="h")


def qr(address: str) -> Markup:
    """The same as an inline SVG that scales with its box."""
    return Markup(qr_code(address).svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))


@dataclass(frozen=True)
class Imprint:
    """What every page may say of the plan. `root` is the site's address, or nothing if it is none for posters."""

    number: str
    short: str
    issued: str
    reviewed: str
    version: str
    root: str


class Writer:
    """Renders the pages of one language. `plan` and `pictures` are at hand in every template, addresses as `at`.

    `poster(address)` is the whole address for posters, or nothing where the site has none.
    """

    def __init__(
        self,
        language: Language,
        texts: Mapping[str, str],
        plan: Imprint,
        pictures: Pictures,
        poster: Callable[[str], str],
    ) -> None:
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._language = language
        self._env.globals.update(t=texts, language=language, plan=plan, at=addresses)
        self._env.globals.update(qr=qr, pictures=pictures, poster=poster)
        self._env.globals.update(frame_code=partial(frames.code, plan.root))

    def html(self, page: Page) -> str:
        """The body of the page, headings included."""
        template = self._env.get_template(page.view.template)
        view = {field.name: getattr(page.view, field.name) for field in fields(page.view)}
        address = page.frame_of or page.address  # that of the whole page, for what is printed
        html = template.render(
            view, url=partial(relative, page=page.address), address=address, framed=bool(page.frame_of)
        )
        if page.frame_of:
            html = _LEAVES.sub(r'\1 target="_blank"', html)
        return html if self._language.chinese else mark_chinese(html)

    def feed(self, page: Page) -> str:
        """The versions of the page of changes, as an Atom feed. The site must have an address, and a version."""
        view = {field.name: getattr(page.view, field.name) for field in fields(page.view)}
        template = self._env.get_template("feed.xml")
        return template.render(view, address=page.address, title=page.title, description=page.description)

    def moved_places(self, address: str, places: Iterable[tuple[str, str, str]]) -> str:
        """What leads on from anchors of the page at `address` that are no more: anchor, new address, title there."""
        template = self._env.get_template("moved_places.html")
        shown = [{"anchor": anchor, "address": new, "title": title} for anchor, new, title in places]
        return template.render(places=shown, url=partial(relative, page=address))

    def short(self, address: str, target: str, titles: Mapping[str, str], shown: Preview | None) -> str:
        """A whole document for a short address, with a link in each language. `titles`: of the target, by language.

        `shown`: what others show of the target in the first language.
        """
        links = [
            {
                "lang": code,
                "title": titles[code],
                "name": language.name,
                "link": relative(language.root + target.removeprefix("/"), address),
            }
            for code, language in LANGUAGES.items()
        ]
        return self._env.get_template("short.html").render(titles=links, shown=shown)

    def moved(self, old: str, new: str, title: str) -> str:
        """A whole document for an address that is no longer used: it leads on to what took its place."""
        return self._env.get_template("moved.html").render(title=title, link=relative(new, old))


_LEAVES = re.compile(r'(<a\b)(?![^>]* href="(?:#|tel:))')  # links that open another page
_TAG = re.compile(r"(<[^>]*>)")
_CHINESE = re.compile(r"[《〔“]?[\u4e00-\u9fff](?:[\u4e00-\u9fff《》〔〕（）“”、，。·0-9]*[\u4e00-\u9fff》〕）”。])?")
_AS_IT_IS = ("<script", "<style", "<option", '<blockquote lang="zh"')  # what holds text alone, or is marked already


def mark_chinese(html: str) -> str:
    """The page with `lang="zh"` round what is Chinese in its text: names and numbers of documents, mostly.

    A screen reader would otherwise spell them out in the voice of the page's own language. What our templates write
    holds no `<` but those of tags.
    """
    parts = _TAG.split(html)
    mark = "span"
    for i in range(0, len(parts), 2):
        tag = parts[i - 1] if i else ""
        if tag.startswith(("<svg", "</svg")):
            mark = "tspan" if tag.startswith("<svg") else "span"  # a drawing knows no span
        if not tag.startswith(_AS_IT_IS):
            parts[i] = _CHINESE.sub(rf'<{mark} lang="zh">\g<0></{mark}>', parts[i])
    return "".join(parts)


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if tag in ("h2", "h3") and name:
            self.found.append({"level": int(tag[1]), "id": name, "name": Markup(), "children": []})
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "h3"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1]["name"] += escape(data)  # the theme puts it into the page as it is


def headings(html: str) -> list[Any]:
    """The h2 and h3 headings that have an id, nested, in the form of a Markdown table of contents."""
    parser = _Headings()
    parser.feed(html)
    top: list[dict[str, Any]] = []
    for heading in parser.found:
        heading["name"] = Markup(" ").join(heading["name"].split())
        if heading["level"] == 3 and top:
            top[-1]["children"].append(heading)
        else:
            top.append(heading)
    return top
