"""The kits of a built site: for each topic the files of `forms`, in each language. The only module that knows typst.

What was drawn once is kept by the digest of all that it was drawn from, so that only what has changed is drawn again.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from generator.cache import cached
from generator.node import run
from generator.pages.render import qr_code
from generator.pages.site import Site
from generator.pages.views.about import colours
from generator.pages.views.campaign.forms import FORMS, Form
from generator.pages.views.campaign.topics import Topic, topics
from generator.plan import addresses
from generator.plan.ui_text import TEMPLATES

FOLDER = Path(__file__).parent
WORDS = FOLDER / "words.mjs"
LAYOUTS = [FOLDER / name for name in ("kit.typ", "look.typ", "papers.typ", "pictures.typ", "posters.typ")]
# Fonts for Chinese that may be embedded, as Debian's fonts-noto-cjk has the first.
FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
BOLD = 700
WANTED = f"no font for Chinese is here, regular and bold: {' or '.join(FAMILIES)} (in Debian: fonts-noto-cjk)"
COLOURS = 64  # in a picture: few, but edges stay smooth, and it is a third as large
BLEED, SLUG = 3, 7  # millimetres: printed over the cut, and room around it for the marks
_KEPT_FOR = 30 * 24 * 3600  # seconds since a file was last used
_SCENE = (  # the parts of the drawing of the home page, in the colours that the style sheet gives them there
    ("sun", "fill:none"),
    ("far", "fill:{hill}"),
    ("near", "fill:#a2bdb8"),
    ("wall", "fill:{warm-pale};stroke:{warm};stroke-width:3"),
    ("roof", "fill:{warm};stroke:{warm};stroke-width:6;stroke-linejoin:round"),
    ("door", "fill:{warm}"),
    ("window", "fill:{warm}"),
    ("tree", "fill:{brand};stroke:{brand};stroke-width:5;stroke-linecap:round"),
    ("elder", "fill:{brand}"),
    ("child", "fill:{sun};stroke:{warm};stroke-width:2"),
    ("child--2", "fill:{warm}"),
    ("arms", "fill:none;stroke:{brand};stroke-width:7;stroke-linecap:round"),
)


class KitError(Exception):
    """A sheet could not be drawn; the message names it and says why."""


@dataclass(frozen=True)
class Font:
    """A family that has Chinese, regular and bold, and the files that hold it."""

    family: str
    files: Sequence[Path]


@dataclass(frozen=True)
class Done:
    """How many files there are, how many of them had to be drawn, and the bytes of all."""

    files: int
    drawn: int
    bytes: int

    def __add__(self, other: Done) -> Done:
        return Done(self.files + other.files, self.drawn + other.drawn, self.bytes + other.bytes)


def find_font() -> Font | None:
    """A font for Chinese on this machine, or None."""
    known = typst.Fonts(include_embedded_fonts=False).fonts()
    for family in FAMILIES:
        faces = [face for face in known if face.family == family and face.path]
        if {face.weight for face in faces} >= {400, BOLD}:
            return Font(family, sorted({Path(str(face.path)) for face in faces if face.weight in (400, BOLD)}))
    return None


def press(kept: Path, epoch: int) -> Press | None:
    """A press with the fonts of this machine, or None if it has none for Chinese."""
    font = find_font()
    return Press(font, kept, epoch) if font else None


class Press:
    """Draws the sheets of topics. `epoch` is the date that the files carry, in seconds since 1970.

    `kept` is a folder that keeps files from one build to the next.
    """

    def __init__(self, font: Font, kept: Path, epoch: int) -> None:
        self._font, self._kept, self._epoch = font, kept, epoch
        folders = {str(file.parent) for file in font.files}
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))
        self._compiler = typst.Compiler(FOLDER / "kit.typ", root=FOLDER, font_paths=fonts, ignore_system_fonts=True)
        made_from = [version("typst"), version("pillow"), str(epoch)]
        made_from += [path.read_text("utf-8") for path in (*LAYOUTS, Path(__file__))]
        made_from += [f"{file.name} {file.stat().st_size}" for file in font.files]
        self._made_from = hashlib.sha256("\0".join(made_from).encode())

    def digest(self, data: Mapping[str, Any], form: Form) -> str:
        """Of all that the file is drawn from."""
        found = self._made_from.copy()
        found.update(f"{form}{json.dumps(data, sort_keys=True)}".encode())
        return found.hexdigest()

    def draw(self, data: Mapping[str, Any], form: Form) -> bytes:
        """One file. Raises KitError where a text has no room, since nothing is ever cut off."""
        sheet = {
            "pages": form.pages,
            "design": form.name,
            "width": form.size[0],
            "height": form.size[1],
            "scale": form.scale,
            "bleed": BLEED if form.print_shop else 0,
            "slug": SLUG if form.print_shop else 0,
            "fonts": [self._font.family],
        }
        kind = Path(form.name).suffix[1:]
        try:
            made = self._compiler.compile(
                format=kind,  # type: ignore[arg-type]
                ppi=form.ppi or None,
                sys_inputs={"data": json.dumps({**data, **sheet})},
                timestamp=self._epoch,
            )
        except typst.TypstError as error:
            raise KitError(f"{data['lang']}, {data['headline']}, {form.name}: {error}") from None
        assert isinstance(made, bytes)  # pictures have one page
        return _LIGHTER.get(kind, bytes)(made)

    def add(self, folder: Path, sites: Sequence[Site], drawn: Callable[[], object]) -> Done:
        """Put the kits of each language into the built site in `folder`; `drawn` is called after each file.

        Raises KitError or RulesError.
        """
        chosen = [(site, topics(site.context)) for site in sites]
        words = words_of({site.code: [topic.headline for topic in found] for site, found in chosen})
        done = Done(0, 0, 0)
        for site, found in chosen:
            root = folder / site.language.root
            for topic, data in zip(found, sheets(site, found, words[site.code]), strict=True):
                for form in FORMS:
                    done += self._put(root / addresses.kit(topic.id, form.name), data, form)
                    drawn()
        for old in self._kept.iterdir():
            if time.time() - old.stat().st_mtime > _KEPT_FOR:
                old.unlink(missing_ok=True)
        return done

    def _put(self, target: Path, data: Mapping[str, Any], form: Form) -> Done:
        stored = self._kept / f"{self.digest(data, form)}{target.suffix}"
        fresh = not stored.exists()
        content = cached(stored, partial(self.draw, data, form))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return Done(1, int(fresh), len(content))


def _fewer_digits(svg: bytes) -> bytes:
    """Coordinates to a thousandth of a point, and not to a millionth."""
    return re.sub(rb"(\.\d{3})\d+", rb"\1", svg)


def _fewer_colours(png: bytes) -> bytes:
    held = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(held, "png", optimize=True)
    return held.getvalue()


_LIGHTER: Mapping[str, Callable[[bytes], bytes]] = {"svg": _fewer_digits, "png": _fewer_colours}


def sheets(site: Site, topics: Sequence[Topic], words: Sequence[Sequence[Sequence[str]]]) -> Iterator[dict[str, Any]]:
    """What the layouts read, for each of a language's topics; `words` are those of its headlines."""
    t, plan = site.interface, site.checked.rules.plan
    names = ("scan", "go", "say", "ask", "dial", "know", "there", "when", "office", "tear", "promise")
    texts = {name: t[f"kit_{name}"] for name in names}
    texts |= {
        "source": t["kit_source"].replace("{number}", plan.number).replace("{short}", site.name),
        "name": site.name,
    }
    tokens = {name: tone for name, tone in colours().items() if tone.startswith("#")}
    style = {
        name: value.format(**{key.removeprefix("--cp-"): tone for key, tone in tokens.items()})
        for name, value in _SCENE
    }
    rules = "".join(f".cp-scene__{name}{{{value}}}" for name, value in style.items())
    scene = (TEMPLATES / "scene.svg").read_text("utf-8").replace(">", f"><style>{rules}</style>", 1)
    for topic, clauses in zip(topics, words, strict=True):
        address = site.poster(topic.address)
        yield {
            "lang": site.code,
            "spaced": site.language.spaced,
            "kind": topic.kind,
            "clauses": clauses,
            "headline": topic.headline,
            "summary": topic.summary,
            "points": topic.points,
            "where": topic.where,
            "say": topic.say,
            "urgent": topic.urgent,
            "calls": [vars(call) for call in topic.calls],
            "qr": qr(address) if address else "",
            "address": address.partition("://")[2],
            "icon": (TEMPLATES / "icons" / f"{topic.icon}.svg").read_text("utf-8"),
            "scene": scene,
            "colours": tokens,
            "texts": texts,
        }


def qr(address: str) -> str:
    """The address as a QR code: an SVG that stands by itself, without an edge."""
    held = io.BytesIO()
    qr_code(address).save(held, kind="svg", border=0, omitsize=True)
    return held.getvalue().decode()


def words_of(headlines: Mapping[str, Sequence[str]]) -> dict[str, list[list[list[str]]]]:
    """The words of headlines, by language: each headline its clauses, each clause its words. Raises RulesError."""
    found: dict[str, list[list[list[str]]]] = json.loads(run(WORDS, "", json.dumps(headlines)))
    return found


def count(sites: Sequence[Site]) -> int:
    """How many files the kits of all languages have."""
    return sum(len(topics(site.context)) for site in sites) * len(FORMS)
