"""What stands on sheets besides words: drawings and codes, each an SVG by itself."""

from __future__ import annotations

import io

from generator.pages.render import qr_code
from generator.plan.ui_text import TEMPLATES


def icon(name: str) -> str:
    return (TEMPLATES / "icons" / f"{name}.svg").read_text("utf-8")


def qr(address: str) -> str:
    """The address as a QR code, without an edge."""
    held = io.BytesIO()
    qr_code(address).save(held, kind="svg", border=0, omitsize=True)
    return held.getvalue().decode()
