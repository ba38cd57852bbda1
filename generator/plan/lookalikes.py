"""Characters that only look like those of YAML: named, and found where they stand in the place of one.

Chinese keyboards and word processors put ：，［］“” and blanks of many kinds where the parser looks for ASCII. In texts
they are right, so only what stands beside them tells.
"""

from __future__ import annotations

import re
import unicodedata

REACH = 3  # lines above the one where the parser notices an error, in which its cause is looked for

_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_BLANK = f"\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{_UNSEEN}"
# Those that Unicode itself does not count as a form of the one in ASCII.
_LIKE = {
    **dict.fromkeys("“”„‟「」", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("－–—―−‐‑•", "-"),
    **dict(zip("、。【】\t", ",.[] ", strict=True)),
}
# In the indentation; for a dash before an entry; after a key; before and after a colon or the like; where a value
# begins; where a list or mapping ends; between two values; before the next key.
_STRAY = re.compile(
    rf"^[ ]*(?P<indent>[{_BLANK}])"
    r"|^[ ]*(?P<dash>[－–—−‐•])\s"
    r"""|(?:^|[{\[,，]|-\ )[ ]*["']?[\w.-]+["']?[ ]*(?P<colon>[：︓﹕])"""
    rf"|[\w\"'][ ]*(?P<before>[{_BLANK}])[ ]*:"
    rf"|(?:[:：,]|^[ ]*-)(?P<after>[{_BLANK}])"
    r"|(?:[:：\[{,]|^[ ]*-)[ ]*(?P<open>[［【｛「“”‘’＂＇])"
    r"|[\[{][^\]}]*(?P<close>[］】｝])"
    r"""|[\w\]}"'](?P<between>[，、])[ ]*[\w\[{"']"""
    r"|(?P<next>[，、])[ ]*\w+[ ]*:",
    re.ASCII,
)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def first(text: str) -> str:
    """The first such character of a text by its name, such as "the fullwidth colon ： (U+FF1A)"; empty if none is."""
    return next((_named(each) for each in text if _taken_for(each) is not None), "")


def blamed(what: str, given: object) -> str:
    """`what` is wrong with a name, a number or the like that was `given`, and the character that may be why."""
    found = first(given) if isinstance(given, str) else ""
    return f"{what}; it holds {found}" if found else what


def stray(text: str, line: int, column: int) -> tuple[int, int, str] | None:
    """The one that made a parser stop at a line and column: its own line and column, and what is wrong, in words.

    All of them count from 0. None if nothing near looks like it.
    """
    lines = _BREAK.split(text)
    for number in range(min(line, len(lines) - 1), max(line - REACH, 0) - 1, -1):
        found = _STRAY.search(lines[number])
        if found and found.lastgroup and (number < line or found.start() <= column):
            at = found.start(found.lastgroup)
            wanted = {"": "nothing", " ": "spaces"}.get(like := _taken_for(lines[number][at]) or "", repr(like))
            return number, at, f"{_named(lines[number][at])} stands where YAML wants {wanted}"
    return None


def _taken_for(character: str) -> str | None:
    """What the character looks like: one of ASCII, or nothing at all. None if it only looks like itself."""
    if re.fullmatch(f"[{_UNSEEN}]", character):
        return ""
    if character in _LIKE:
        return _LIKE[character]
    like = unicodedata.normalize("NFKC", character)
    return like if like.isascii() and not character.isascii() else None


def _named(character: str) -> str:
    if character == "\t":
        return "a tab"
    seen = f" {character}" if character.isprintable() and not character.isspace() else ""
    return f"the {unicodedata.name(character, 'character').lower()}{seen} (U+{ord(character):04X})"
