"""Fragments of addresses, read by the page's own script under Node and compared with what the contract says of them."""

from __future__ import annotations

import atexit
import json
import random
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.fuzz.answers import Input, cases, harbour
from tests.fuzz.mutate import NUMBERS, TEXTS

LIMIT = 12_000
ENCODED = 3
SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
ENDED = rf"(\?|[A-Za-z0-9_+.-]*[A-Za-z0-9_+-])[{SPACE}。、】》」』”’…·.,;:!?)\]}}>\"'][^A-Za-z0-9_]*\Z"
# Up to 99, as they are said: 九, 十, 十七, 二十, 二十一.
_DIGITS = "零一二三四五六七八九"
NUMERALS = {
    f"{'' if n < 10 else '十' if tens == '一' else tens + '十'}{'' if n >= 10 and not n % 10 else _DIGITS[n % 10]}": n
    for n in range(100)
    for tens in [_DIGITS[n // 10]]
}
SITUATIONS = ["lost", "ill"]
PIECES = [
    *("%", "%E0%A4%A", "%ff", "%00", "%ed%a0%80", "%c0%80", "%f0%9f%99%82", "%2", "%zz", "%25", "%3D", "%26"),
    *("=", "&", "#", "?", "\ud800", "\udc00", "长", "🙂", "+", " ", "\x00", "true", "null", "undefined", "NaN"),
    *("。", "＝", "＆", "#wechat_redirect", "#a=1", "&amp;", "\u200b", "?x=1", "%253D", "）", "..", "九", "9岁"),
    *("__proto__", "constructor", "toString", "prototype", "hasOwnProperty", "&__proto__=true", "&constructor=1"),
    *("&topic=", "&v=", "&audience=worker", "&applied=", "&situation=lost", "&situation=lost.ill", ".2", ".9", ".1"),
]


def make(source: random.Random) -> Input:
    return {"fragment.json": json.dumps(_fragment(source)).encode()}


def _fragment(source: random.Random) -> str:
    pairs = [(fact, "?" if answer is None else json.dumps(answer).strip('"')) for fact, answer in _some(source)]
    others = (
        ("topic", source.choice([*topics(), "x"])),
        ("situation", source.choice((*SITUATIONS, "lost.ill", "lost.x", "."))),
        ("audience", source.choice(("family", "worker", "all"))),
        ("v", source.choice(("0.3.0", "1", "<b>", ""))),
        ("applied", source.choice(("", "a.b-c", "a..b", "<img>", "food-basket"))),
    )
    pairs += source.sample(others, source.randrange(6))
    for number in source.sample(range(2, 11), source.choice((0, 0, 1, 2))):  # 10 is one too many
        pairs += [
            (f"{fact}.{number}", "?" if answer is None else json.dumps(answer).strip('"'))
            for fact, answer in _some(source)
        ]
    if source.random() < 0.4:
        name = source.choice([*questions(), *PIECES, *TEXTS])
        numbers = [*map(str, NUMBERS), " 7 ", "007", "+7", "7.0", "0x7", "７"]
        pairs.append((name, source.choice([*TEXTS, *PIECES, *numbers])))
    if source.random() < 0.3 and pairs:
        pairs.append(source.choice(pairs))
    source.shuffle(pairs)
    escaped = source.random() < 0.7
    text = "&".join(f"{name}={quote(value, errors='replace') if escaped else value}" for name, value in pairs)
    for _ in range(source.choice((0, 0, 1, 3))):
        at = source.randint(0, len(text))
        text = text[:at] + source.choice(PIECES) * source.choice((1, 1, 1, 500)) + text[at + source.randrange(4) :]
    return source.choice(("#", "#", "#", "", "##")) + text


def _some(source: random.Random) -> list[tuple[str, Any]]:
    case = list(source.choice(cases()).items())
    return source.sample(case, source.randrange(len(case)))


@cache
def questions() -> dict[str, dict[str, Any]]:
    """The facts of the second plan as their questions stand in the form."""
    found = {}
    for fact in harbour().rules.facts:
        values = [str(choice.id) for choice in fact.values] if fact.type == "choice" else ["true", "false"]
        highest = "" if fact.maximum is None else str(fact.maximum)
        found[str(fact.id)] = {"type": fact.type, "values": values, "min": str(fact.minimum), "max": highest}
    return found


@cache
def topics() -> list[str]:
    return [str(area.id) for area in harbour().rules.areas]


@cache
def _reader() -> subprocess.Popen[str]:
    script = Path(__file__).with_name("fragments.mjs")
    world = json.dumps({"facts": questions(), "topics": topics(), "situations": SITUATIONS})
    command = ["node", "--max-old-space-size=500", str(script), world]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, started)
    return started


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def start() -> None:
    """Start Node before memory is limited: it reserves more than it uses."""
    run({"fragment.json": b'"#"'}, Path())


def run(given: Input, folder: Path) -> bool:
    """Whether all of the fragment is understood; what is not must be announced. Raises AssertionError."""
    del folder
    fragment: str = json.loads(given["fragment.json"])
    reader = _reader()
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps(fragment) + "\n")
    reader.stdin.flush()
    line = reader.stdout.readline()
    assert line, "the script ended"
    made = json.loads(line)
    found, again = made["found"], made["again"]
    expected, ignored = expect(fragment)
    assert {key: found[key] for key in expected} == expected
    assert len(found["ignored"]) == ignored
    for key, absent in (
        ("answers", {}),
        ("children", []),
        ("situations", []),
        ("topic", None),
        ("version", "1"),
        ("audience", "family"),
        ("applied", []),
    ):
        assert again[key] == (absent if found[key] is None else found[key]), key
    assert again["ignored"] == []
    return not ignored


def expect(fragment: str) -> tuple[dict[str, Any], int]:
    """What the contract says is found in a fragment, and how much is left out: written a second time, in Python."""
    found: dict[str, Any] = {"answers": {}, "topic": None, "audience": None, "version": None, "applied": None}
    found |= {"whole": False, "children": [], "situations": []}
    if len(fragment.encode("utf-16-le", "surrogatepass")) // 2 > LIMIT:
        return found, int("=" in fragment)
    first, *marks = _repaired(fragment).split("#")
    text = "&".join([first, *(mark for mark in marks if "=" in mark)])
    if "=" not in text:
        return found, 0
    met: set[str] = set()
    ignored = 0
    for part in re.split(r"&|\?(?=[A-Za-z0-9_]+=)", text):
        if not part.strip(SPACE):
            continue
        name, equals, value = (each.strip(SPACE) for each in part.partition("="))
        if not equals:
            name = value = ""
        ended = re.match(ENDED, value)
        ignored += name in met or not _take(found, name, ended[1] if ended else value)
        met.add(name)
    return found, ignored


def _repaired(text: str) -> str:
    for _ in range(ENCODED):
        text = re.sub("(?:%[0-9a-fA-F]{2})+", lambda run: _decoded(run[0]), text)
    text = _narrow(text)
    text = re.sub("[\u200b-\u200d\u2060\ufeff]", "", text).replace("&amp;", "&")
    return text.lstrip("#?!/&" + SPACE)


def _narrow(text: str) -> str:
    return "".join(chr(ord(each) - 0xFEE0) if "！" <= each <= "～" else each for each in text).replace("−", "-")


def _number(text: str) -> int | None:
    text = _narrow(text).strip(SPACE)
    if re.fullmatch("-?[0-9]{1,9}", text):
        return int(text)
    return NUMERALS.get(text)


def _take(found: dict[str, Any], name: str, value: str) -> bool:
    """Put what a pair says into `found`; whether it says anything."""
    if name == "topic" and value in topics():
        found["topic"] = value
    elif name == "situation" and all(each in SITUATIONS for each in value.split(".")):
        found["situations"] = value.split(".")
    elif name == "audience" and value in ("family", "worker"):
        found["audience"] = value
    elif name == "v" and re.fullmatch(r"[0-9A-Za-z.+-]{1,80}", value):
        found["version"] = value
    elif name == "applied" and re.fullmatch(r"\?|[a-z0-9._-]*", value):
        listed = value.split(".") if value else []
        found["whole"] = value == "?" or (bool(listed) and listed[-1] == str(len(listed) - 1))
        found["applied"] = None if value == "?" else listed[:-1] if found["whole"] else listed
    elif child := re.fullmatch(r"(.*)\.([2-9])", name, re.DOTALL):
        return _answer(_child(found, int(child[2])) if _answer({}, child[1], value) else {}, child[1], value)
    else:
        return _answer(found["answers"], name, value)
    return True


def _child(found: dict[str, Any], number: int) -> dict[str, Any]:
    children: list[dict[str, Any]] = found["children"]
    children += [{} for _ in range(number - 1 - len(children))]
    return children[number - 2]


def _answer(answers: dict[str, Any], name: str, value: str) -> bool:
    if (question := questions().get(name)) is None:
        return False
    if value == "?":
        answers[name] = None
    elif question["type"] == "integer":
        number, highest = _number(value), question["max"] or "999999999"
        if number is None or not int(question["min"]) <= number <= int(highest):
            return False
        answers[name] = number
    elif value not in question["values"]:
        return False
    else:
        answers[name] = value == "true" if question["type"] == "boolean" else value
    return True


def _decoded(run: str) -> str:
    """Percent-encoding undone, where it is text."""
    try:
        return bytes.fromhex(run.replace("%", "")).decode()
    except UnicodeDecodeError:
        return run
