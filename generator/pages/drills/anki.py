"""The questions as a pack of cards for Anki. The only module that knows genanki.

A pack is a ZIP archive with a database in it. The same rules give the same bytes, so that a build can be repeated.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import zipfile
from contextlib import closing
from html import escape

import genanki

from generator.logic.drills import Asked
from generator.pages.drills.view import LETTERS, in_language
from generator.pages.views.context import Context

_FRONT = "<p>{{Question}}</p>{{Choices}}"
_BACK = "{{FrontSide}}<hr id=answer><p><b>{{Answer}}</b></p>{{Why}}<p><small>{{Source}}</small></p>"
_STYLE = ".card { font: 20px/1.6 sans-serif; text-align: left; } ol { list-style: upper-alpha; }"


def cards(context: Context, epoch: int) -> bytes:
    """The pack in the language of the context, made at `epoch`, in seconds since 1970."""
    plan, code = str(context.rules.plan.id), context.language.code
    names = ("Question", "Choices", "Answer", "Why", "Source")
    model = genanki.Model(
        _number(f"{plan} {code} model"),
        context.t["drills"],
        fields=[{"name": name} for name in names],
        templates=[{"name": context.t["drills"], "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    deck = genanki.Deck(_number(f"{plan} {code}"), f"{context.say(context.rules.plan.short)}: {context.t['drills']}")
    for asked in in_language(context):
        question = asked.question
        guid = genanki.guid_for(plan, code, question.id)
        tags = [question.kind, *([question.area] if question.area else [])]
        deck.add_note(genanki.Note(model=model, fields=_fields(context, asked), guid=guid, tags=tags))
    return _packed(deck, epoch)


def _fields(context: Context, asked: Asked) -> list[str]:
    code, right = context.language.code, asked.question.right

    def listed(texts: list[str]) -> str:
        return "<ol>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ol>"

    clauses = context.language.separator.join(context.number(clause) for clause in right.clauses)
    return [
        escape(asked.question.stem[code]),
        listed([choice.text[code] for choice in asked.choices]),
        escape(f"{LETTERS[asked.right]}. {right.text[code]}"),
        listed([choice.why[code] for choice in asked.choices]),
        escape(f"{context.t['sources']} {context.rules.plan.number} {clauses}"),
    ]


def _number(name: str) -> int:
    """An id that is always the same for the name, such as Anki knows decks by: positive, of 31 bits."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1 | 1


def _packed(deck: genanki.Deck, epoch: int) -> bytes:
    """The archive, in which files have no time of their own.

    genanki's own way to write one leaves a file among the system's temporary ones.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        genanki.Package(deck).write_to_db(database.cursor(), float(epoch), itertools.count(epoch * 1000))
        database.commit()
        files = {"collection.anki2": database.serialize(), "media": b"{}"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
