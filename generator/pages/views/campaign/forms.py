"""The files of a kit: what each is called, and the sheet or picture that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DESIGNS = ("square", "village", "band", "steps", "strips")
_A4, _A3, _A4_ACROSS = (210.0, 297.0), (297.0, 420.0), (297.0, 210.0)
_SHAPE = 210.0  # the width, in millimetres, of the paper that the posters were drawn for


@dataclass(frozen=True)
class Form:
    """`pages`: the layouts, one a page, `size` wide and high in millimetres; all lengths in them are times `scale`.

    `ppi`: of a picture, whose pixels that makes. `print_shop`: with bleed and with marks where to cut.
    """

    name: str
    pages: Sequence[str]
    size: tuple[float, float]
    scale: float = 1
    ppi: float = 0
    print_shop: bool = False


TENTH = 254.0  # ten pixels a millimetre

# For a screen: 160 by 90 of the layout's units.
SLIDES = Form("slides.pdf", ("slides",), (338.7, 190.5), 338.7 / 160)

FORMS = (
    *(Form(f"{design}-a4.pdf", (design,), _A4) for design in DESIGNS),
    *(Form(f"{design}.png", (design,), _A4, ppi=24) for design in DESIGNS),
    Form("poster.svg", ("own",), _A4),
    Form("posters-a3.pdf", DESIGNS, _A3, _A3[0] / _SHAPE),
    Form("posters-print-shop.pdf", DESIGNS, _A3, _A3[0] / _SHAPE, print_shop=True),
    Form("leaflet-a5.pdf", ("leaflet-out", "leaflet-in"), _A4_ACROSS),
    Form("cards.pdf", ("cards",), _A4),
    Form("phone-1080x1920.png", ("phone",), (108, 192), ppi=TENTH),
    Form("square-1080x1080.png", ("card",), (108, 108), ppi=TENTH),
    Form("chat-900x383.png", ("wide",), (90, 38.3), ppi=TENTH),
)
