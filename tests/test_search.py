"""What the search answers, asked of its worker outside a browser: best bets, sound, slips, languages, excerpts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli
import pytest
import yaml
from pypinyin import lazy_pinyin

from generator.logic.audit import Checked, check
from generator.pages.search import classifier
from generator.pages.search.index import LIBRARIES, WORKER
from generator.pages.site import Site
from generator.plan.load import RulesError
from tests.conftest import ROOT, Copy
from tests.search import QUERIES, ask, found, scores

SPELT = 0.2  # share of queries in pinyin in which a danger may be missed, or heard where there is none
CALM = 0.2  # share of ordinary queries in which a danger may be heard
HEARD, FIRST = 0.95, 0.85  # share of queries that tell of a danger in which one is heard, and whose page comes first
FLOORS = {"tuned": (0.98, 0.95), "held": (0.95, 0.8)}  # share of queries whose page is among three, and first
SLIPS = 0.9  # share of those with a slip whose page is among three
DANGERS: dict[str, dict[str, list[str]]] = yaml.safe_load((ROOT / "tests/data/dangers.yml").read_text(encoding="utf-8"))
ORDINARY: dict[str, list[str]] = yaml.safe_load((ROOT / "tests/data/ordinary.yml").read_text(encoding="utf-8"))


def answer(site: Path, query: str, language: str = "zh") -> dict[str, Any]:
    made: dict[str, Any] = ask(site, [(language, query)])[0]["answer"]
    return made


def numbers(told: Mapping[str, Any]) -> set[str]:
    """The telephone numbers above the results."""
    return {contact["number"] for danger in told["dangers"] for contact in danger["contacts"]}


def test_every_phrase_of_a_danger_is_heard_and_leads_to_its_page_first(site: Path, checked: Checked) -> None:
    asked = [
        (bet, language, phrase)
        for bet in checked.rules.bets
        for language in ("zh", "en")
        for phrase in getattr(bet.phrases, language)
    ]
    answers = ask(site, [(language, phrase) for _, language, phrase in asked])
    wrong = []
    for (bet, _, phrase), made in zip(asked, answers, strict=True):
        if bet.page != found(made["answer"])[0] or (bet.danger and not numbers(made["answer"]) & {"110", "120"}):
            wrong.append((str(bet.id), str(phrase), found(made["answer"])[:2]))
    assert wrong == []


def test_the_query_file_is_a_fair_test(checked: Checked) -> None:
    """Four hundred queries and more, a quarter from each who asks, at least half of them never tuned to."""
    assert len(QUERIES) >= 400
    assert len({(q["lang"], q["query"]) for q in QUERIES}) == len(QUERIES)
    held = [q for q in QUERIES if q["half"] == "held"]
    assert len(held) >= len(QUERIES) / 2
    assert min(sum(q["who"] == who for q in held) for who in ("family", "child", "staff", "english")) >= 90
    assert sum("danger" in q for q in held) >= 100


@pytest.mark.parametrize("language", ["zh", "en"])
def test_queries_find_their_page(site: Path, language: str) -> None:
    asked = [q for q in QUERIES if q["lang"] == language]
    answers = [made["answer"] for made in ask(site, [(language, q["query"]) for q in asked])]
    made = scores(zip(asked, map(found, answers), strict=True))
    for name, score in made.items():
        print(f"{language}, {name}: {score}; missed: {score.missed}")
    silent = [
        query["query"] for query, told in zip(asked, answers, strict=True) if "danger" in query and not numbers(told)
    ]
    assert silent == []
    for half, (three, first) in FLOORS.items():
        score = made[half]
        assert score.three >= three * score.asked, score.missed
        assert score.first >= first * score.asked, score.missed
    for half in ("tuned, slips", "held, slips"):
        assert made[half].three >= SLIPS * made[half].asked, made[half].missed


def test_there_are_forty_phrases_of_every_danger(checked: Checked) -> None:
    dangers = [bet for bet in checked.rules.bets if bet.danger]
    assert len(dangers) == 9
    assert min(len(bet.phrases.zh) for bet in dangers) >= 40
    assert min(len(bet.phrases.en) for bet in dangers) >= 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_danger_is_heard_in_most_ordinary_queries(site: Path, language: str) -> None:
    """None of these was learned. A number above calm results does no harm, but not above all of them."""
    queries = ORDINARY[language]
    answers = ask(site, [(language, query) for query in queries])
    heard = [query for query, made in zip(queries, answers, strict=True) if made["answer"]["dangers"]]
    assert len(heard) <= CALM * len(queries), heard


def test_dangers_are_heard_in_words_that_were_not_learned(site: Path, checked: Checked) -> None:
    pages = {str(bet.id): str(bet.page) for bet in checked.rules.bets}
    told = [(pages[bet], code, query) for bet, own in DANGERS.items() for code in own for query in own[code]]
    answers = [made["answer"] for made in ask(site, [(code, query) for _, code, query in told])]
    silent = [query for (_, _, query), made in zip(told, answers, strict=True) if not made["dangers"]]
    astray = [query for (page, _, query), made in zip(told, answers, strict=True) if found(made)[:1] != [page]]
    assert len(silent) <= (1 - HEARD) * len(told), silent
    assert len(astray) <= (1 - FIRST) * len(told), astray


@pytest.mark.parametrize("dangerous", [True, False])
def test_a_danger_in_pinyin_is_told_from_what_is_none(site: Path, dangerous: bool) -> None:
    written = [query for own in DANGERS.values() for query in own["zh"]] if dangerous else ORDINARY["zh"]
    spelt = [" ".join(lazy_pinyin(query)) for query in written if query.isalpha()]
    answers = ask(site, [("zh", query) for query in spelt])
    wrong = [q for q, made in zip(spelt, answers, strict=True) if bool(made["answer"]["dangers"]) != dangerous]
    assert len(wrong) <= SPELT * len(spelt), wrong


def test_a_danger_is_heard_beside_other_things(site: Path) -> None:
    queries = ["低保怎么申请，还有我爸天天打我", "学费太贵了交不起。我不想活了", "他说要跳楼 另外想问助学金"]
    for query, made in zip(queries, ask(site, [("zh", query) for query in queries]), strict=True):
        assert made["answer"]["dangers"], query


def test_pinyin_and_homophones_find_what_was_meant(site: Path) -> None:
    meant = [
        "低宝",
        "地保怎么申请",
        "dibao",
        "di bao zen me shen qing",
        "ｄｉｂａｏ",
        "di'bao",
        "DIBAO",
        "低 保",
        "低保",
    ]
    for query, made in zip(meant, ask(site, [("zh", query) for query in meant]), strict=True):
        assert "guides/subsistence-allowance/" in found(made["answer"])[:2], query


def test_the_mergers_of_the_southwest_are_heard(site: Path) -> None:
    pages = {"ming zen ju": "units/civil-affairs/", "hulian": "units/women-federation/"}
    for (query, page), made in zip(pages.items(), ask(site, [("zh", query) for query in pages]), strict=True):
        assert found(made["answer"])[0] == page, query


def test_traditional_characters_find_the_same(site: Path) -> None:
    assert found(answer(site, "兒童失蹤報警")) == found(answer(site, "儿童失踪报警"))


def test_sound_alone_never_comes_before_what_is_written(site: Path) -> None:
    queries = ["低保 民证局", "代理妈妈 地保", "幼儿园 滞助", "教体局"]
    for made in ask(site, [("zh", query) for query in queries]):
        by_sound = [result["why"] == "sound" for result in made["answer"]["results"]]
        assert by_sound == sorted(by_sound)


def test_one_slip_in_an_english_word_is_forgiven(site: Path) -> None:
    slips = {
        "councelling": "guides/counselling/",
        "drop out": "guides/return-to-school/",
        "medical insruance": "guides/medical-insurance/",
        "vocatoinal school": "guides/upper-stage-aid/",
        "kindergarden fees": "guides/preschool-aid/",
        "orpahn": "guides/priority-support/",
    }
    for (query, page), made in zip(slips.items(), ask(site, [("en", query) for query in slips]), strict=True):
        assert page in found(made["answer"])[:3], query


def test_a_query_in_the_other_language_finds_there(site: Path) -> None:
    english = answer(site, "school dropout")
    assert english["language"] == "en"
    assert "guides/return-to-school/" in found(english)[:3]
    chinese = answer(site, "低保", "en")
    assert chinese["language"] == "zh"
    assert found(chinese)[0] == "guides/subsistence-allowance/"


def test_each_page_stands_once_and_single_characters_are_never_marked(site: Path) -> None:
    queries = ["孩子没钱读书", "打工", "看病没钱", "低保怎么申请", "哪个单位牵头"]
    for made in ask(site, [("zh", query) for query in queries]):
        pages = found(made["answer"])
        assert len(pages) == len(set(pages)) <= 8
        for result in made["answer"]["results"]:
            marked = [*result["title"][1::2], *result["text"][1::2], *result["part"][1::2]]
            assert [mark for mark in marked if len(mark) < 2] == []


def test_what_finds_nothing_says_so(site: Path) -> None:
    for made in ask(site, [("zh", "！？"), ("zh", "qwrtpsdfg"), ("en", "qwrtpsdfg")]):
        told = made["answer"]
        assert (told["results"], told["near"], told["dangers"]) == ([], [], [])


def test_no_query_breaks_it(site: Path) -> None:
    hard = ["0", " a ", "打", "%", "\\", "(", "..*", "\u200b", "𠮷", "😀", "x" * 5000, "打" * 3000, "a " * 2000]
    assert len(ask(site, [("zh", query) for query in hard])) == len(hard)


def test_the_index_is_small(site: Path) -> None:
    for root in ("", "en/"):
        assert len(brotli.compress((site / root / "search/index.json").read_bytes())) <= 154_000


def test_words_for_searching_are_in_no_result(site: Path, checked: Checked) -> None:
    hidden = "低宝"
    assert hidden in checked.benefits["subsistence-allowance"].words.zh
    assert hidden not in json.dumps(answer(site, f"{hidden}怎么申请"), ensure_ascii=False)


def test_what_is_meant_is_found_without_a_word_of_the_page(site: Path) -> None:
    first = answer(site, "暗恋烦得很")["results"][0]
    assert (first["at"], first["why"]) == ("guides/counselling/", "meant")


def test_no_query_of_the_tests_was_learned(checked: Checked) -> None:
    learned = {str(query) for asked in checked.rules.queries for code in ("zh", "en") for query in asked.lines(code)}
    tested = {query["query"] for query in QUERIES if query["half"] == "held"}
    calm = {query for queries in ORDINARY.values() for query in queries}
    dangers = {query for own in DANGERS.values() for queries in own.values() for query in queries}
    assert learned & (tested | calm | dangers) == set()


def test_learning_twice_gives_the_same(checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [(str(phrase), [str(bet.id)]) for bet in checked.rules.bets for phrase in bet.phrases.en]
    letters: dict[str, Any] = {"sounds": {}, "simple": ""}
    made = []
    for folder in ("one", "other"):
        monkeypatch.setattr(classifier, "CACHE", tmp_path / folder)
        made.append(classifier.trained(examples, letters, WORKER, LIBRARIES, 0.3))
    assert made[0] == made[1]
    assert len(made[0]["classes"]) == 9
    assert classifier.trained([("one thing", ["alone"])], letters, WORKER, LIBRARIES, 0.3)["weights"] == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("wants: violence", "wants: violense", "violense is neither a page nor a best bet nor 'nowhere'; did you mean"),
        ("\n    zh: |\n", "\n    zh: |\n      twice\n      twice\n", "twice stands under help already"),
    ],
)  # fmt: skip
def test_a_faulty_query_is_named_at_its_line(copy: Copy, before: str, after: str, problem: str) -> None:
    path = copy.root / "queries/dangers.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1 + (3 if "twice" in after else 0)
    with pytest.raises(RulesError) as caught:
        Site(check(copy.root), "zh", "")
    assert [
        str(each)
        for each in caught.value.problems
        if f"queries/dangers.yml:{line}:" in str(each) and problem in str(each)
    ]


PAGE, NUMBERS = "guides/counselling/", "contacts: [police-110]\n"
FAULTS = [
    (f"page: {PAGE}", "page: guides/counseling/", f"'guides/counseling/' is not a page; did you mean '{PAGE}'?"),
    (NUMBERS, "contacts: [government-12345]\n", "shows no number for it (accepted: police-110, ambulance-120)"),
    (NUMBERS, "contacts: [police-111]\n", "'police-111' is not a contact; did you mean 'police-110'?"),
    ("helplines: [government-12345,", "helplines: [nobody,", "'nobody' is not a contact"),
    ("reference: national-practice-2026", "reference: practice", "'practice' is not a reference"),
]


@pytest.mark.parametrize(("before", "after", "problem"), FAULTS)
def test_a_faulty_best_bet_is_named_at_its_line(copy: Copy, before: str, after: str, problem: str) -> None:
    path = copy.root / "searches.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1
    with pytest.raises(RulesError) as caught:
        Site(check(copy.root), "zh", "")
    told = [str(each) for each in caught.value.problems if problem in str(each)]
    assert told, caught.value
    file, named, _ = told[0].split(":", 2)
    assert file == "rules/searches.yml"
    assert line - 6 <= int(named) <= line + 12  # the line itself, or that of the bet it belongs to
