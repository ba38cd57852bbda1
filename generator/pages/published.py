"""Every address and anchor that the site has ever had, and the short ones on posters: `rules/addresses.lock`.

Its lines are addresses relative to a language's root, with or without an anchor; files that no language owns begin with
a stroke. Lines such as `g/7kdw guides/counselling/` hold a short code and where it leads. A code is three signs and a
fourth that is worked out from them, so that a slip in copying one leads to no other page. It is never given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.plan import addresses, model
from generator.plan.folder import ADDRESSES, Rules
from generator.plan.languages import LANGUAGES
from generator.plan.ui_text import interface

SIGNS = "347acdefhjkmnprtwxy"  # none reads like another; their number is a prime, so each slip of one sign is noticed
_LENGTH = 3
_ALL = len(SIGNS) ** _LENGTH
_STRIDE = 3217  # from one code to the next; it shares no factor with _ALL, so each comes once

_SHORT = re.compile(rf"g/([{SIGNS}]{{{_LENGTH + 1}}}) (\S+)")
_ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)
# What somebody may link to: no field of a form, no part of a drawing, and nothing of the theme's.
_ANCHOR = re.compile(
    r'<(?!input|select|button|textarea|label|svg|path|g|clipPath|title|desc)[a-z][^>]*?\sid="([^"_][^"]*)"'
)
TOP = "/"  # the home page
_FILES = ("api/v1/*.json", "data/*", "matrix/*.csv")


class AddressError(Exception):
    """The lock cannot be read, or an address that it holds is no more; the message names it."""


@dataclass(frozen=True)
class Lock:
    """`codes`: where each short code leads; `addresses`: all that must stay, with anchors."""

    codes: Mapping[str, str] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()

    def code(self, target: str) -> str | None:
        """The code that leads to an address, or None if it has none."""
        return next((code for code, leads in self.codes.items() if leads == target), None)

    def __str__(self) -> str:
        codes = [f"g/{code} {target}" for code, target in self.codes.items()]
        return "\n".join([*codes, *sorted(self.addresses)]) + "\n"


def read(rules: Path) -> Lock:
    """The lock in a folder of rules; one that holds nothing if there is none. Raises AddressError."""
    path = rules / ADDRESSES
    if not path.exists():
        return Lock()
    codes: dict[str, str] = {}
    places = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("g/"):
            places.add(line)
            continue
        short = _SHORT.fullmatch(line)
        if not short or not is_code(short[1]):
            raise AddressError(f"{path}:{number}: {line!r} is no short code with the address that it leads to")
        if short[1] in codes or short[2] in codes.values():
            raise AddressError(f"{path}:{number}: the code or its address stands there already")
        codes[short[1]] = short[2]
    return Lock(codes, frozenset(places))


def is_code(text: str) -> bool:
    """Whether its last sign is the one that the others ask for."""
    return text == text[:_LENGTH] + _last(text[:_LENGTH])


def _last(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 1)) % len(SIGNS)]


def _new_code(given: int) -> str:
    """The code after so many; neighbours do not look alike."""
    if given >= _ALL:
        raise AddressError(f"all {_ALL} short codes are given")
    left, signs = (given + 1) * _STRIDE % _ALL, ""
    for _ in range(_LENGTH):
        left, sign = divmod(left, len(SIGNS))
        signs += SIGNS[sign]
    return signs + _last(signs)


def targets(rules: Rules) -> dict[str, dict[str, str]]:
    """What posters lead to, with its title in each language: the questionnaire, areas, guides, situations, home."""
    checks = {code: interface(rules.plan, code)["check"] for code in LANGUAGES}

    def titles(text: model.Text) -> dict[str, str]:
        return {code: language.of(text) for code, language in LANGUAGES.items()}

    found = {TOP: titles(rules.plan.short), addresses.page("check"): checks}
    found |= {addresses.area(area.id): titles(area.title) for area in rules.areas}
    found |= {addresses.guide(benefit.id): titles(benefit.title) for _, benefit in rules.benefits()}
    return found | {addresses.situation(each.id): titles(each.title) for each in rules.situations}


def standing(site: Path) -> list[set[str]]:
    """All addresses and anchors of a built site, of each language."""
    roots = [language.root for language in LANGUAGES.values()]
    others = {(site / root).resolve() for root in roots if root} | {(site / "g").resolve()}
    files = {f"/{path.relative_to(site).as_posix()}" for pattern in _FILES for path in site.glob(pattern)}
    found = []
    for root in roots:
        here, places = site / root, set(files)
        for page in here.rglob("index.html"):
            if not root and others & {folder.resolve() for folder in page.parents}:
                continue
            address = page.parent.relative_to(here).as_posix() + "/" if page.parent != here else TOP
            places.add(address)
            if address.startswith(addresses.FRAMES):
                continue  # a link leads to the whole page
            article = _ARTICLE.search(page.read_text(encoding="utf-8"))
            places |= {f"{address}#{anchor}" for anchor in _ANCHOR.findall(article[0] if article else "")}
        found.append(places)
    return found


def lost(lock: Lock, stand: Iterable[set[str]], moved: Iterable[model.Moved]) -> list[str]:
    """What the lock holds and the built site, as `standing` has it, does not, in words; a page with the codes that led
    to it.

    A page that has moved takes all its anchors along.
    """
    gone = {str(each.old) for each in moved}
    held = {place for place in lock.addresses if _page(place) not in gone}
    missing = {place for places in stand for place in held - places}
    pages = {place for place in missing if "#" not in place}
    rest = {place for place in missing if _page(place) not in pages}
    posters = {page: [code for code, target in lock.codes.items() if _page(target) == page] for page in pages}
    return [
        f"{place}, on posters as {', '.join(f'g/{code}/' for code in codes)}" if codes else place
        for place, codes in sorted((posters | {place: [] for place in rest}).items())
    ]


def _page(address: str) -> str:
    return address.partition("#")[0]


def renewed(lock: Lock, site: Path, wanted: Iterable[str]) -> Lock:
    """The lock with all that the built site has, and a code for each of the `wanted` addresses. Raises AddressError."""
    codes = dict(lock.codes)
    for target in wanted:
        if target not in codes.values():
            codes[_new_code(len(codes))] = target
    return Lock(codes, lock.addresses | set.intersection(*standing(site)))
