"""From rules to a site, at build time."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # the checkout
