"""The pack of cards opens as Anki's own: a ZIP archive with a collection in it, whose cards carry their sources."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from generator.logic.audit import Checked
from generator.logic.drills import bank
from generator.pages.drills import anki
from generator.pages.site import Site
from generator.plan.languages import LANGUAGES
from tests.conftest import HARBOUR, audited

# The tables of a collection, schema 11, with the columns that Anki's import reads, in their order.
SCHEMA = {
    "col": "id crt mod scm ver dty usn ls conf models decks dconf tags",
    "notes": "id guid mid mod usn tags flds sfld csum flags data",
    "cards": "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data",
    "revlog": "id cid usn ease ivl lastIvl factor time type",
    "graves": "usn oid type",
}


@pytest.fixture(params=LANGUAGES)
def site(request: pytest.FixtureRequest) -> Site:
    return Site(audited(HARBOUR), request.param, "")


@pytest.fixture
def collection(site: Site, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(io.BytesIO(anki.cards(site.context, site.epoch))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["collection.anki2", "media"]
        assert json.loads(archive.read("media")) == {}
        archive.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as found:
        yield found


def test_the_collection_has_ankis_schema(collection: sqlite3.Connection) -> None:
    assert collection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table, columns in SCHEMA.items():
        assert [row[1] for row in collection.execute(f"PRAGMA table_info({table})")] == columns.split(), table
    ((version, models, decks),) = collection.execute("SELECT ver, models, decks FROM col")
    assert version == 11
    ((model, deck),) = collection.execute("SELECT DISTINCT mid, did FROM notes JOIN cards ON cards.nid = notes.id")
    assert str(model) in json.loads(models)
    assert str(deck) in json.loads(decks)
    fields = [field["name"] for field in json.loads(models)[str(model)]["flds"]]
    for side in ("qfmt", "afmt"):
        asked = set(re.findall(r"\{\{(\w+)\}\}", json.loads(models)[str(model)]["tmpls"][0][side]))
        assert asked - {"FrontSide"} <= set(fields)


def test_every_question_is_a_card_that_carries_its_source(site: Site, collection: sqlite3.Connection) -> None:
    notes = collection.execute("SELECT guid, flds FROM notes JOIN cards ON cards.nid = notes.id").fetchall()
    questions = {question.stem[site.code]: question for question in bank(site.checked)}
    assert len(notes) == len({guid for guid, _ in notes}) == len(bank(site.checked))
    for _, fields in notes:
        stem, choices, answer, why, source = fields.split("\x1f")
        question = questions[stem]
        assert choices.count("<li>") == why.count("<li>") in (3, 4)
        assert site.checked.rules.plan.number in source
        assert site.context.number(question.right.clauses[0])[:3] in source
        letter, _, text = answer.partition(". ")
        assert re.findall("<li>(.*?)</li>", choices)["ABCD".index(letter)] == text


def test_anki_imports_the_pack_and_renews_it(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "cards.apkg"
    path.write_bytes(anki.cards(site.context, site.epoch))
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    with closing(Collection(str(tmp_path / "collection.anki2"))) as found:
        first = found.import_anki_package(request).log
        every = len(bank(site.checked))
        assert (len(first.new), len(first.conflicting), len(first.missing_notetype)) == (every, 0, 0)
        assert found.note_count() == found.card_count() == every
        assert site.context.t["drills"] in "".join(deck.name for deck in found.decks.all_names_and_ids())
        number = site.checked.rules.plan.number
        for card in map(found.get_card, found.find_cards("")):
            assert number not in card.question()
            assert number in card.answer()
            assert "{{" not in card.answer()
        assert not found.import_anki_package(request).log.new  # a later pack adds nothing twice
        assert found.note_count() == every


def test_the_same_rules_give_the_same_pack(checked: Checked) -> None:
    first, second = (anki.cards(Site(checked, "zh", "").context, 1_500_000_000) for _ in range(2))
    assert first == second
    other = Site(checked, "en", "")
    assert anki.cards(other.context, other.epoch) != first
