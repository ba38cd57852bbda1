"""The interview at a terminal: it asks, and reads answers as people say them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checker.api import Request, next_screen
from checker.bundle import Bundle, Situation
from checker.decode import LANGUAGES
from checker.fact import Answer, Fact

Say = Mapping[str, Mapping[str, str]]
Option = tuple[Mapping[str, str], Answer]  # its label in each language, and the answer

# Beside the labels of the options, in every language.
SAID: Mapping[Answer, str] = {
    True: "y true 对 有 是的 有的 对的 会 能",
    False: "n false 否 不 没有 没 无 不对 不会 不能",
}
UNKNOWN = ("?", "", "不知道", "不确定", "不了解", "unknown", "i don't know", "dont know", "not sure", "null")

_NUMERALS = "零一二三四五六七八九"
_CHINESE = re.compile(r"(?:([一二三四五六七八九]?)十)?([零一二三四五六七八九]?)")


def interview(bundle: Bundle, audience: str, lang: str, topic: str | None) -> Iterator[dict[str, object]]:
    """The answers about each child, by fact. Asks until nothing that can be asked would change anything.

    Of further children of the family what is shared is not asked again: see `Fact.about`.
    """
    say: Say = bundle.text["interface"]
    request = Request({}, audience, lang, topic)
    known: dict[str, object] | None = {}
    while known is not None:
        answers = dict(known)
        try:
            if not known and bundle.situations and topic is None:
                chosen = _about(bundle.situations, say, lang)
                request = replace(request, situations=tuple(situation.id for situation in chosen))
                for situation in chosen:
                    answers |= situation.answers
            _ask_all(bundle, request, answers)
        except EOFError:
            print()
            yield answers
            return
        print()
        yield answers
        known = _another(bundle, answers, say, lang)


def _ask_all(bundle: Bundle, request: Request, answers: dict[str, object]) -> None:
    """Put what is answered into `answers`. Raises EOFError at the end of the input."""
    say: Say = bundle.text["interface"]
    while screen := next_screen(bundle, replace(request, answers=answers)):
        facts = [bundle.fact(name) for name in screen.facts]
        if screen.ticks:
            answers |= _tick(facts, say, request.lang)
        else:
            answers |= _question(facts[0], say, request.audience, request.lang)


def _another(bundle: Bundle, answers: Mapping[str, object], say: Say, lang: str) -> dict[str, object] | None:
    """What is known of another child of the family, or None if there is none."""
    if "another" not in say or all(fact.about == "child" for fact in bundle.facts):
        return None
    shared = {"1": ("family", "parents"), "2": ("family",)}
    print(f"\n{say['another'][lang]}")
    while True:
        try:
            typed = _plain(input("> "))
        except EOFError:
            return None
        if typed in {"", "0", *SAID[False].split()}:
            return None
        if whose := shared.get(typed):
            return {fact: answer for fact, answer in answers.items() if bundle.fact(fact).about in whose}
        print(_words(say, "please", lang), "0 / 1 / 2")


def _about(situations: Sequence[Situation], say: Say, lang: str) -> list[Situation]:
    """What somebody comes with; in danger they are told what to do at once. Raises EOFError at the end of the input."""
    lines = [f"{each.text['title'][lang]}  {each.text['words'][lang]}" for each in situations]
    ticks = _ticks("about", lines, say, lang)
    chosen = [situation for situation, ticked in zip(situations, ticks, strict=True) if ticked]
    for situation in chosen:
        if do := situation.text.get("do"):
            print(f"\n! {do[lang]}")
    return chosen


def _tick(facts: Sequence[Fact], say: Say, lang: str) -> dict[str, object]:
    """Statements, of which those that are true are named by their numbers. Raises EOFError at the end of the input."""
    ticks = _ticks("ticks", [fact.text["statement"][lang] for fact in facts], say, lang)
    return dict(zip((fact.id for fact in facts), ticks, strict=True))


def _ticks(asked: str, lines: Sequence[str], say: Say, lang: str) -> list[bool | None]:
    """Which of the lines are true. `asked`: under what name the question's words stand. Raises EOFError."""
    print("\n" + _words(say, asked, lang))
    for number, line in enumerate(lines, 1):
        print(f"  {number}  {line}")
    print(_words(say, f"{asked}_help", lang))
    while True:
        try:
            return ticked(input("> "), len(lines), _unknown(say))
        except ValueError:
            print(_words(say, "please", lang), f"0 / 1 … {len(lines)} / ?")


def ticked(typed: str, count: int, unknown: Collection[str] = UNKNOWN) -> list[bool | None]:
    """What was typed, as an answer to each of `count` statements: `1 3?` is true of the first, not known of the third,
    false of the others; `0` is true of none, `?` known of none. A word of `unknown` is a question mark.

    Raises ValueError if it is none of these.
    """
    said = _plain(typed)
    for word in sorted(filter(None, unknown), key=len, reverse=True):
        said = said.replace(word, "?")
    words = re.split(r"[\s,、;]+", re.sub(r"\s+\?", "?", said))
    if words == ["0"] or said in SAID[False].split():
        return [False] * count
    if words == ["?"]:
        return [None] * count
    answers: list[bool | None] = [False] * count
    for word in words:
        number = _count(_plain(word.removesuffix("?")))
        if number is None or not 1 <= number <= count:
            raise ValueError(f"{typed!r} names no statement")
        answers[number - 1] = None if word.endswith("?") else True
    return answers


def _question(fact: Fact, say: Say, audience: str, lang: str) -> dict[str, object]:
    """One question. Raises EOFError at the end of the input."""
    worker = fact.text.get("worker") if audience == "worker" else None
    print(f"\n{(worker or fact.text['question'])[lang]}\n{fact.text['help'][lang]}")
    options = _options(fact, say)
    for number, (label, _) in enumerate(options, 1):
        print(f"  {number}  {label[lang]}")
    print(f"  ?  {say['dont_know'][lang]}")
    return {fact.id: _ask(fact, options, say, lang)}


def _options(fact: Fact, say: Say) -> list[Option]:
    return [
        (say["yes" if answer else "no"] if isinstance(answer, bool) else fact.text["values"][answer]["label"], answer)
        for answer in fact.choices
    ]


def _ask(fact: Fact, options: Sequence[Option], say: Say, lang: str) -> Answer | None:
    """One answer from standard input, None for not known. Raises EOFError at its end."""
    while True:
        typed = input("> ")
        if _plain(typed) in _unknown(say):
            return None
        try:
            return heard(fact, options, typed)
        except ValueError:
            print(_words(say, "please", lang), " / ".join((*_numbers(fact, options), "?")))


def _unknown(say: Say) -> set[str]:
    return {*UNKNOWN, *map(_plain, say["dont_know"].values())}


def _words(say: Say, name: str, lang: str) -> str:
    """Words that bundles of earlier versions do not hold."""
    return say.get(name, {}).get(lang, "?")


def _numbers(fact: Fact, options: Sequence[Option]) -> list[str]:
    if options:
        return [str(number) for number, _ in enumerate(options, 1)]
    return [f"{fact.minimum}…{'' if fact.maximum is None else fact.maximum}"]


def heard(fact: Fact, options: Sequence[Option], typed: str) -> Answer:
    """What was typed, as an answer: an option's number, its words in any language, its id; a number with its unit.

    Raises ValueError if it is none.
    """
    said = _plain(typed)
    if not options:
        number = _count(_without_unit(said, fact.text.get("unit", {})))
        if number is None or not fact.accepts(number):
            raise ValueError(typed)
        return number
    ways = {word: answer for _, answer in options for word in SAID.get(answer, "").split()}
    for place, (label, answer) in enumerate(options, 1):
        ways |= dict.fromkeys((str(place), _plain(str(answer)), *(_plain(label[each]) for each in LANGUAGES)), answer)
    if said in ways:
        return ways[said]
    place_said = _count(said)
    if place_said is not None and str(place_said) in ways:
        return ways[str(place_said)]
    raise ValueError(typed)


def _plain(typed: str) -> str:
    """Without what does not matter: width, case, blanks around, a full stop."""
    wide = (unicodedata.normalize("NFKC", c) if unicodedata.east_asian_width(c) == "F" else c for c in typed)
    said = "".join(wide).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{MINUS SIGN}", "-")
    return said.strip(" \t.,;:!()。、").casefold()


def _without_unit(said: str, unit: Mapping[str, Any]) -> str:
    """9 of 9岁, 9周岁, 9 years, 9 years old, 1 year; any other unit stays, and makes it no number."""
    for form in _forms(unit):
        if said.endswith(form):
            return said.removesuffix(form).strip()
    return said


def _forms(unit: Mapping[str, str]) -> Iterator[str]:
    for word in map(_plain, unit.values()):
        yield from (f"周{word}", f"{word} old", f"{word.removesuffix('s')} old", word, word.removesuffix("s"))


def _count(said: str) -> int | None:
    """A whole number in digits, or up to 99 in Chinese numerals."""
    if re.fullmatch(r"-?[0-9]{1,9}", said):
        return int(said)
    said = said.replace("两", "二").replace("〇", "零")
    if not said or not (match := _CHINESE.fullmatch(said)):
        return None
    tens, one = match[1], match[2]
    ten = 0 if tens is None else 10 * (_NUMERALS.index(tens) if tens else 1)
    return ten + (_NUMERALS.index(one) if one else 0)
