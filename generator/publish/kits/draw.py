"""Sheets and pictures drawn for a built site. The only module that knows typst.

What was drawn once is kept by the digest of all that it was drawn from, so that only what has changed is drawn again.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from generator.cache import cached
from generator.pages.views.campaign.forms import Form

FOLDER = Path(__file__).parent
SHARED = ("kit.typ", "look.typ")  # by all layouts; kit.typ names the file of each
# Fonts for Chinese that may be embedded, as Debian's fonts-noto-cjk has the first.
FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
BOLD = 700
WANTED = f"no font for Chinese is here, regular and bold: {' or '.join(FAMILIES)} (in Debian: fonts-noto-cjk)"
COLOURS = 64  # in a picture: few, but edges stay smooth, and it is a third as large
BLEED, SLUG = 3, 7  # millimetres: printed over the cut, and room around it for the marks
_KEPT_FOR = 30 * 24 * 3600  # seconds since a file was last used


class KitError(Exception):
    """A sheet could not be drawn; the message names it and says why."""


@dataclass(frozen=True)
class Sheet:
    """A file to be drawn: its address on the site, its form, and what the layouts read."""

    address: str
    form: Form
    data: Mapping[str, Any]


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
        made_from += [path.read_text("utf-8") for path in (*(FOLDER / name for name in SHARED), Path(__file__))]
        made_from += [f"{file.name} {file.stat().st_size}" for file in font.files]
        layouts = (FOLDER / SHARED[0]).read_text("utf-8").partition("#let layouts")[2]
        self._layouts = dict(re.findall(r"([\w-]+): (\w+)\.", layouts))
        self._made_from = hashlib.sha256("\0".join(made_from).encode())

    def digest(self, data: Mapping[str, Any], form: Form) -> str:
        """Of all that the file is drawn from."""
        found = self._made_from.copy()
        for name in sorted({self._layouts[page] for page in form.pages}):
            found.update((FOLDER / f"{name}.typ").read_bytes())
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

    def add(self, folder: Path, sheets: Iterable[Sheet], drawn: Callable[[], object]) -> Done:
        """Put all sheets into the built site in `folder`; `drawn` is called after each. Raises KitError."""
        done = Done(0, 0, 0)
        for sheet in sheets:
            done += self._put(folder / sheet.address, sheet.data, sheet.form)
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
