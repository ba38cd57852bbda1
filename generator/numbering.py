"""Locators as the document itself writes them: 3.1.4-b is 三（一）4 b in Chinese, 3.1.4 b in English."""

from __future__ import annotations

from generator import model
from generator.interface import texts

HAN = "〇一二三四五六七八九十"


def number(plan: model.PlanFile, locator: str, language: str) -> str:
    """The number of a part, area, item or clause, as the plan's `numbering` says."""
    path, _, letter = locator.partition("-")
    parts = path.split(".")
    if not parts[0].isdigit() or parts[0] == "0":  # the cover notice, the preamble
        shown = next((str(getattr(p.title, language)) for p in plan.parts if p.locator == path), path)
    else:
        patterns = getattr(plan.numbering, language)
        shown = "".join(
            pattern.replace("{n}", n).replace("{han}", HAN[int(n)] if int(n) <= 10 else n)
            for pattern, n in zip(patterns, parts, strict=False)
        )
    if len(letter) > 1:  # not a letter but the name of a role: the lines that assign the area
        return f"{shown} {texts()['assignment'][language]}"
    return f"{shown} {letter}".strip()
