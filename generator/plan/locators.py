"""Locators as the document itself writes them: 3.1.4-b is 三（一）4 b in Chinese, 3.1.4 b in English."""

from __future__ import annotations

from generator.plan import model
from generator.plan.ui_text import texts

_HAN = "〇一二三四五六七八九"


def han(digits: str) -> str:
    """A number below ten thousand as it is written in Chinese, such as 十二 or 一百零五; any other stays in digits."""
    if len(digits) > 4 or not int(digits):
        return _HAN[0] if digits == "0" else digits
    written, rest = "", int(digits)
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, value)
        if digit:
            written += _HAN[digit] + unit
        elif written and rest and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def number(plan: model.PlanFile, locator: str, language: str) -> str:
    """The number of a part, area, item or clause, as the plan's `numbering` says."""
    path, _, letter = locator.partition("-")
    parts = path.split(".")
    if not parts[0].isdigit() or parts[0] == "0":  # the cover notice, the preamble
        shown = next((str(getattr(p.title, language)) for p in plan.parts if p.locator == path), path)
    else:
        patterns = getattr(plan.numbering, language)
        shown = "".join(
            pattern.replace("{n}", n).replace("{han}", han(n)) for pattern, n in zip(patterns, parts, strict=False)
        )
    if len(letter) > 1:  # not a letter but the name of a role: the lines that assign the area
        return f"{shown} {texts()['assignment'][language]}"
    return f"{shown} {letter}".strip()
