"""What holds after every step of a visit, whatever the visitor does. Each promise tells what breaks it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from checker import api
from checker.bundle import Bundle
from checker.fact import Number, YesNo

Look = Mapping[str, Any]  # what `wander.look()` of watch.js gives
WAITS = "guide-reload"  # where answers wait in the tab while another page is read: docs/dev/decisions.md, record 28
STORED = "guide-answers"  # where they are kept if the visitor wants that


@dataclass
class Step:
    """A step and what it made of the page. `before` and `now`: what was seen, None of a page that is not the site's.

    `moves`: whether it only leads from page to page, and gives no answer; `aimed`: what was pressed, if anything, with
    the number of `changes` that came of it; `told`: errors; `sent`: requests that tell something.
    """

    name: str
    before: Look | None
    now: Look | None
    moves: bool = False
    aimed: Mapping[str, Any] | None = None
    changes: int = 0
    leads: float = 0  # seconds in which another document takes the place of this one
    addresses: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """What a visit has seen. `forbidden`: answers that have been wiped and not been given again since.

    `unreached`: addresses in the place of which the browser has shown a page of its own, which nobody else can change.
    """

    bundle: Bundle
    seen: set[tuple[str, str]] = field(default_factory=set)
    forbidden: set[tuple[str, str]] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    unreached: set[str] = field(default_factory=set)
    keeps: bool = False
    wiped: bool = False  # and nothing has been answered since
    cut: bool = False  # the network was away once
    left: set[tuple[str, str]] | None = None  # what stood in the form when a link has just led away from it

    def note(self, step: Step) -> None:
        """Before the promises are looked at."""
        given = shown(step.now)
        if step.aimed and step.aimed["wipes"]:
            self.forbidden |= self.seen
            self.seen.clear()
            self.keeps, self.wiped = False, True
        elif not step.moves:
            self.forbidden -= given
            self.wiped = self.wiped and not given
        self.keeps = self.keeps or bool(step.aimed and step.aimed["keeps"])

    def remember(self, step: Step) -> None:
        """After that."""
        self.seen |= shown(step.now)
        away = step.moves and step.aimed and step.before and step.before["check"] and step.now and not step.now["check"]
        self.left = shown(step.before) if away and _alone(step.before) else None


def _alone(look: Look | None) -> bool:
    """Whether a questionnaire is shown and is about one child; of several the first comes back into the form."""
    return bool(look and look["check"] and look["check"]["children"] == 1)


def questions(look: Look | None) -> list[Mapping[str, Any]]:
    return look["check"]["questions"] if look and look["check"] else []


def shown(look: Look | None) -> set[tuple[str, str]]:
    """The answers that stand in the form, as they stand there."""
    return {(each["fact"], each["value"]) for each in questions(look) if each["value"] and not each["wrong"]}


def answers(look: Look, bundle: Bundle) -> dict[str, object]:
    """The same as `checker.api` wants them."""
    found: dict[str, object] = {}
    for name, value in shown(look):
        fact = bundle.fact(name)
        if value == "?":
            found[name] = None
        elif isinstance(fact, Number):
            number = int(value) if re.fullmatch(r"-?\d{1,9}", value) else None
            if number is not None and fact.accepts(number):
                found[name] = number
        else:
            found[name] = value == "true" if isinstance(fact, YesNo) else value
    return {fact.id: found[fact.id] for fact in bundle.facts if fact.id in found}


# --- the promises ---


def no_error(step: Step, memory: Memory) -> Iterator[str]:
    yield from step.told


def nothing_is_sent(step: Step, memory: Memory) -> Iterator[str]:
    yield from step.sent


def no_other_host(step: Step, memory: Memory) -> Iterator[str]:
    yield from step.now["elsewhere"] if step.now else []


def answers_stay(step: Step, memory: Memory) -> Iterator[str]:
    """Whoever gives no answer loses none: by the wheel, by turning the phone, by the other language, by coming back."""
    if not step.moves or not step.now or not step.now["check"] or memory.wiped or step.name in ("open", "forward"):
        return
    before = memory.left if step.name == "back" else shown(step.before) if _alone(step.before) else None
    if before is not None and shown(step.now) != before:
        yield f"changed: {sorted(shown(step.now) ^ before)}"


def results_agree(step: Step, memory: Memory) -> Iterator[str]:
    """What is shown follows from the answers shown, in the language and for the audience shown."""
    if not step.now or not (check := step.now["check"]):
        return
    if check["engine"] != "ready" or check["old"]:
        if not memory.cut:
            yield f"no results: {check['engine']}, python {check['python']}"
        return
    given = answers(step.now, memory.bundle)
    sections = check["sections"]
    if not given:
        if sections or check["outside"]:
            yield "results without an answer"
        return
    request = {"answers": given, "audience": check["audience"], "lang": check["lang"], "topic": check["topic"]}
    made, *lines = map(json.loads, api.call(memory.bundle, json.dumps(request)).split("\n"))
    if "error" in made:
        yield made["error"]
        return
    if check["outside"] != made["scope_reason"]:
        yield f"outside: {check['outside']} instead of {made['scope_reason']}"
    if made["scope"] == "inside":
        yield from _cards_agree(sections, {each["id"]: (each["status"], each["title"]) for each in lines})
    yield from _asks_agree(check, made, given)
    for section in sections:
        for card in section["cards"]:
            yield from _fields_agree(check, card)


def _fields_agree(check: Look, card: Mapping[str, Any]) -> Iterator[str]:
    """Questions inside a result show the answers of the form."""
    values = {each["fact"]: each["value"] for each in check["questions"]}
    for asked in card["asked"]:
        now = values[asked["fact"]]
        if asked["value"] and not asked["wrong"] and asked["value"] != now:
            yield f"{card['id']} asks {asked['fact']}: {asked['value']} there, {now} in the form"


def _cards_agree(sections: Sequence[Any], expected: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Each outcome has its card once, in whichever group; what is folded up may have none yet."""
    cards = [(card["id"], (card["status"], card["title"])) for section in sections for card in section["cards"]]
    counted = sum(section["count"] for section in sections)
    if counted != len(expected):
        yield f"{counted} results counted instead of {len(expected)}"
    shown = dict(cards)
    if len(shown) < len(cards):
        yield f"results there twice: {sorted(name for name, _ in cards)}"
    if all(section["whole"] for section in sections) and shown.keys() != expected.keys():
        yield f"{sorted(shown.keys() ^ expected.keys())} there and not meant, or the other way about"
    for name, looks in cards:
        if expected.get(name) != looks:
            yield f"{name} looks {looks} instead of {expected.get(name)}"


def _asks_agree(check: Look, made: Mapping[str, Any], given: Mapping[str, object]) -> Iterator[str]:
    """What is still asked: the questions put away; and what the screen shows of answers, which the form holds."""
    away = {each["fact"] for each in check["questions"] if each["hidden"]}
    expected = {
        each["fact"]
        for each in check["questions"]
        if made["scope"] == "inside" and each["fact"] not in made["open"] and each["fact"] not in given
    }
    if away != expected:
        yield f"put away, or not, against what is open: {sorted(away ^ expected)}"
    for group in check["groups"]:
        if group["hidden"] != (set(group["facts"]) <= away):
            yield f"a chapter is {'put away' if group['hidden'] else 'there'}, with {group['facts']}"
    held = {each["fact"]: each["value"] for each in check["questions"]}
    for each in check["screen"]:
        value = held[each["fact"]]
        known = "" if each["ticks"] and value == "false" else value  # what is not ticked
        if each["value"] != known and not each["wrong"]:
            yield f"the screen shows {each['fact']}={each['value']!r} instead of {known!r}"


def danger_is_told(step: Step, memory: Memory) -> Iterator[str]:
    """The notice stands there when an answer wants it, and in view when that has just been given."""
    if not step.now or not (check := step.now["check"]):
        return
    given = dict(shown(step.now)) | {f"situation-{each}": each for each in check["situations"]}
    # In the same questionnaire as before, and with an answer given by hand.
    same = None if step.moves or step.leads or not step.before else step.before["check"]
    before = {each["fact"] for each in same["dangers"] if each["shown"]} if same else None
    new = []
    for danger in check["dangers"]:
        answer = given.get(danger["fact"])
        due = answer in danger["answers"]
        if due != danger["shown"] and (due or check["children"] == 1):  # it may be of another child
            yield f"{danger['fact']} is {answer}, and the notice {'shown' if danger['shown'] else 'not'}"
        if due and before is not None and danger["fact"] not in before:
            new.append(danger)
    # A link may bring several at once.
    if new and not any(danger["seen"] for danger in new) and not check["covered"]:
        yield f"the notice of {new[0]['fact']} is out of view"


def wiped_is_gone(step: Step, memory: Memory) -> Iterator[str]:
    if step.moves or (step.aimed and step.aimed["wipes"]):
        yield from (f"{fact}={value} is back" for fact, value in sorted(shown(step.now) & memory.forbidden))
    if memory.wiped and step.now and step.now["check"] and step.now["check"]["sections"]:
        yield "results are left"


def nothing_is_stored(step: Step, memory: Memory) -> Iterator[str]:
    """No answer and nothing typed stays on the device but what the visitor wanted kept, and what waits in the tab."""
    if not step.now:
        return
    for store in ("local", "session"):
        for name, text in step.now[store].items():
            wanted = name == STORED and store == "local" and memory.keeps
            waits = name == WAITS and store == "session" and not step.now["check"] and not memory.wiped
            if not wanted and not waits and (found := _told(f"{name} {text}", memory)):
                yield f"{found} in {store}Storage, {name}"


def no_address_tells(step: Step, memory: Memory) -> Iterator[str]:
    if not (step.now and step.now["check"] and step.now["check"]["engine"]):
        return
    for address in [*(each for each in step.addresses if each not in memory.unreached), step.now["href"]]:
        if found := _told(unquote(address), memory):
            yield f"{found} in the address {address}"


def _told(text: str, memory: Memory) -> str | None:
    """What of the visitor's a text tells."""
    facts = "|".join(fact.id for fact in memory.bundle.facts)
    if found := re.search(rf"\b({facts})(=|\"\s*:)", text):
        return found[1]
    return next((word for word in memory.typed if word in text), None)


def no_button_is_dead(step: Step, memory: Memory) -> Iterator[str]:
    if step.aimed and step.aimed["button"] and step.before and not step.changes:
        yield f"nothing came of pressing {step.aimed['name']}"


def focus_is_marked(step: Step, memory: Memory) -> Iterator[str]:
    if (focus := _focused_by_key(step)) and not focus["marked"]:
        yield f"{focus['name']} has the focus, and nothing shows it"


def focus_is_in_view(step: Step, memory: Memory) -> Iterator[str]:
    if (focus := _focused_by_key(step)) and not focus["seen"]:
        yield f"{focus['name']} has the focus and is out of view, or covered"


def _focused_by_key(step: Step) -> Mapping[str, Any] | None:
    """What a key has just brought the focus to. After a tap browsers need not mark it."""
    if step.name != "key" or not step.now or not step.now["focus"]:
        return None
    focus: Mapping[str, Any] = step.now["focus"]
    before = step.before["focus"] if step.before else None
    return None if before and before["name"] == focus["name"] else focus


Promise = Callable[[Step, Memory], Iterator[str]]
PROMISES: dict[str, Promise] = {
    promise.__name__.replace("_", "-"): promise
    for promise in (
        no_error,
        nothing_is_sent,
        no_other_host,
        answers_stay,
        results_agree,
        danger_is_told,
        wiped_is_gone,
        nothing_is_stored,
        no_address_tells,
        no_button_is_dead,
        focus_is_marked,
        focus_is_in_view,
    )
}
