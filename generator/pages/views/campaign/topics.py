"""What campaigns speak of: guides, areas and situations, each in the few words that a poster or a message has room for.

All of it is said by the rules elsewhere; here it is only chosen and cut to length, at the ends of sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.pages.views.context import HOUSE, Context
from generator.pages.views.guide import errand
from generator.plan import addresses, model
from generator.plan.languages import Language

SHOWN, MOST_CALLS = 2, 4  # numbers on a poster, and on a card
GUIDE, AREA, SITUATION = "guides", "areas", "situations"


@dataclass(frozen=True)
class Call:
    """A telephone number. `danger`: one for emergencies."""

    number: str
    title: str
    danger: bool


@dataclass(frozen=True)
class Message:
    """A text to send or read out that has no more than `most` characters; the address comes after it."""

    most: int
    text: str


@dataclass(frozen=True)
class Topic:
    """`id` names the folder of its files, `address` what posters lead to. `headline` calls, `title` only names.

    `words`: what it is about; `summary` says besides what to do at once. `points`: what there is in particular.
    `where` to go first and what to `say` there; the latter may be empty. `urgent`: to call comes first, and emergency
    numbers stand before the others. `messages` grow longer; `spoken` takes half a minute to read out. `frame`: the
    address at which other sites can show it, or nothing.
    """

    id: str
    kind: str
    address: str
    icon: str
    title: str
    headline: str
    words: str
    summary: str
    points: Sequence[str]
    where: str
    say: str
    urgent: bool
    calls: Sequence[Call]
    messages: Sequence[Message]
    spoken: str
    frame: str


def topics(context: Context) -> list[Topic]:
    """Situations first, since people come with them; then guides and areas, in the document's order."""
    makers = _situations(context), _guides(context), _areas(context)
    return [topic for made in makers for topic in made]


def _situations(context: Context) -> Iterable[Topic]:
    for situation in context.rules.situations:
        if not situation.facts and not situation.answers:
            continue  # it is about nothing in particular
        title, alarm = context.say(situation.title), situation.danger
        told = [context.say(situation.words), *([context.say(alarm.do)] if alarm else [])]
        draft = _Draft(
            SITUATION,
            situation.id,
            addresses.situation(situation.id),
            situation.icon,
            title,
            headline=context.t["kit_question"].replace("{title}", title),
            words=told[0],
            summary=_joint(context.language).join(told),
            contacts=[*(alarm.contacts if alarm else []), *_general(context)],
            urgent=alarm is not None,
        )
        yield _topic(context, draft)


def _guides(context: Context) -> Iterable[Topic]:
    for area, benefit in context.rules.benefits():
        title, to_do = context.say(benefit.title), errand(context, benefit)
        draft = _Draft(
            GUIDE,
            benefit.id,
            addresses.guide(benefit.id),
            area.icon if area else HOUSE,
            title,
            headline=title,
            summary=context.say(benefit.summary),
            contacts=benefit.contacts or _general(context),
            points=context.says(benefit.gives),
            where=to_do["where"],
            say=to_do["say"],
            urgent=benefit.danger_when is not None and set(benefit.contacts[:1]) <= set(context.rules.plan.emergency),
        )
        yield _topic(context, draft)


def _areas(context: Context) -> Iterable[Topic]:
    for area in context.rules.areas:
        title = context.say(area.title)
        within = [benefit for of, benefit in context.rules.benefits() if of is area]
        draft = _Draft(
            AREA,
            area.id,
            addresses.area(area.id),
            area.icon,
            title,
            headline=title,
            summary=context.say(area.summary),
            contacts=named(within) or _general(context),
            points=context.says(benefit.title for benefit in within),
        )
        yield _topic(context, draft)


@dataclass(frozen=True)
class _Draft:
    kind: str
    name: str
    address: str
    icon: str
    title: str
    headline: str
    summary: str
    contacts: Sequence[str]
    words: str = ""
    points: Sequence[str] = ()
    where: str = ""
    say: str = ""
    urgent: bool = False


def _topic(context: Context, draft: _Draft) -> Topic:
    where = draft.where or context.t["check_place"]
    contacts = [context.contacts_by_id[name] for name in dict.fromkeys(draft.contacts)]
    calls = [
        Call(contact.number, context.say(contact.title), contact.id in context.rules.plan.emergency)
        for contact in contacts
    ]
    calls.sort(key=lambda call: call.danger != draft.urgent)
    told = _Told(
        context.t, context.language, draft.headline, draft.summary, where, draft.say, draft.urgent, calls[:SHOWN]
    )
    return Topic(
        id=f"{draft.kind}/{draft.name}",
        kind=draft.kind,
        address=draft.address,
        icon=draft.icon,
        title=draft.title,
        headline=draft.headline,
        words=draft.words or draft.summary,
        summary=draft.summary,
        points=draft.points,
        where=where,
        say=draft.say,
        urgent=draft.urgent,
        calls=calls[:MOST_CALLS],
        messages=told.messages(),
        spoken=told.within(context.language.spoken),
        frame=addresses.framed(draft.address) if draft.kind == GUIDE else "",
    )


def named(benefits: Iterable[model.Benefit]) -> list[str]:
    """The contacts that these benefits name, first those that most of them do."""
    return [name for name, _ in Counter(name for benefit in benefits for name in benefit.contacts).most_common()]


def _general(context: Context) -> list[str]:
    """Whom to call where nothing more is known: the contact that most benefits name, if it is not for emergencies."""
    most = named(benefit for _, benefit in context.rules.benefits())
    return [name for name in most if name not in context.rules.plan.emergency][:1]


def _joint(language: Language) -> str:
    return " " if language.spaced else ""


@dataclass(frozen=True)
class _Told:
    """The sentences of which messages are made."""

    t: Mapping[str, str]
    language: Language
    headline: str
    summary: str
    where: str
    say: str
    urgent: bool
    calls: Sequence[Call]

    def messages(self) -> list[Message]:
        """One of each length; none that says no more than a shorter one."""
        found: list[Message] = []
        for most in self.language.messages:
            text = self.within(most)
            if not found or text != found[-1].text:
                found.append(Message(most, text))
        return found

    def within(self, most: int) -> str:
        """As much as so many characters hold, the most useful first; the order is that in which it is read."""
        ends, joint = self.language.sentence_ends, _joint(self.language)
        headline = self.headline if self.headline[-1] in ends else self.headline + ends[0]
        go = self.t["kit_message_there" if self.urgent else "kit_message_go"].replace("{where}", self.where)
        say = self.t["kit_message_say"].replace("{say}", self.say) if self.say else ""
        summary = [part.strip() for part in re.findall(rf"[^{ends}]+[{ends}]", self.summary)] or [self.summary]
        kept = [headline]
        for wanted in (self._call(), go, summary[0], say) if self.urgent else (go, self._call(), summary[0], say):
            if wanted and len(joint.join([*kept, wanted])) <= most:
                kept.append(wanted)
        told = 1
        while summary[0] in kept and told < len(summary) and len(joint.join([*kept, summary[told]])) <= most:
            kept.append(summary[told])
            told += 1
        read = (self._call(), *summary, go, say) if self.urgent else (*summary, go, say, self._call())
        return joint.join(text for text in (headline, *read) if text in kept)

    def _call(self) -> str:
        calls = [call for call in self.calls if call.danger or not self.urgent]
        numbers = self.language.any_of[0].join(call.number for call in calls)
        key = "kit_message_danger" if self.urgent else "kit_message_call"
        return self.t[key].replace("{numbers}", numbers) if numbers else ""
