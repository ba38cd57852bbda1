"""Kits for campaigns: what they say, that all of it has room, and that their codes are read from paper."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from lxml import html
from PIL import Image, ImageEnhance, ImageFilter

from generator.logic.audit import Checked
from generator.pages.site import Site
from generator.pages.views.campaign import forms
from generator.pages.views.campaign.forms import DESIGNS, FORMS, Form
from generator.pages.views.campaign.topics import Topic, topics
from generator.plan import addresses
from generator.plan.languages import LANGUAGES
from generator.publish.kits import draw
from generator.publish.kits import sheets as kits
from generator.publish.kits.slides import slides
from generator.publish.typesetting.words import words_of
from tests.conftest import HARBOUR, RULES, audited

PUBLIC = "https://guide.example.org/"
LONG = "https://www.a-town-with-a-long-name.and-a-district.gov.example/departments/children/"
POSTER = forms.FORMS[0]
ON_PAPER = (*DESIGNS, "own", "leaflet-out", "leaflet-in", "cards")
PICTURES = ("phone", "card", "wide")
SIZES = {page: form.size for form in FORMS for page in form.pages if not form.print_shop and form.scale == 1}
CODED = [page for page in SIZES if page != "leaflet-in"]


@cache
def site(rules: Path, code: str, url: str) -> Site:
    return Site(audited(rules), code, url and url + LANGUAGES[code].root, kits=True)


@cache
def sheets(rules: Path, code: str, url: str) -> list[tuple[Topic, dict[str, Any]]]:
    here = site(rules, code, url)
    found = topics(here.context)
    return list(
        zip(found, kits.of_topics(here, found, words({code: [topic.headline for topic in found]})), strict=True)
    )


def words(headlines: dict[str, list[str]]) -> dict[str, list[list[str]]]:
    """The words of headlines in one language."""
    [(code, found)] = headlines.items()
    return dict(zip(found, words_of(headlines)[code], strict=True))


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> draw.Press:
    found = draw.press(tmp_path_factory.mktemp("kept"), 1_500_000_000)
    assert found, draw.WANTED
    return found


def extremes(code: str, url: str) -> list[dict[str, Any]]:
    """The topics with the longest and the shortest of each text."""
    made = [data for _, data in sheets(RULES, code, url)]
    measures = (
        lambda data: len(data["headline"]),
        lambda data: len(data["summary"]),
        lambda data: len(data["say"]),
        lambda data: len("".join(data["points"])),
        lambda data: len("".join(call["title"] for call in data["calls"])),
    )
    chosen = [pick(made, key=measure) for measure in measures for pick in (max, min)]
    return list({data["headline"]: data for data in chosen}.values())


@pytest.mark.parametrize("url", ["", PUBLIC, LONG])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_longest_and_the_shortest_texts_have_room_in_every_layout(press: draw.Press, code: str, url: str) -> None:
    every = Form("every.pdf", (*ON_PAPER, *PICTURES), (210, 297))
    for data in extremes(code, url):
        document = pypdf.PdfReader(io.BytesIO(press.draw(data, every)))
        assert len(document.pages) == len(every.pages)


def test_a_text_without_room_stops_the_build_and_is_named(press: draw.Press) -> None:
    data = sheets(HARBOUR, "en", "")[0][1]
    long = {**data, "headline": "Far too long", "clauses": [["word"] * 2_000]}
    for form in FORMS[: len(DESIGNS)]:
        with pytest.raises(draw.KitError, match=rf"en, Far too long, {form.name}: .*no room"):
            press.draw(long, form)


def degraded(picture: Image.Image) -> dict[str, Image.Image]:
    grey = picture.convert("L")
    return {
        "plain": grey,
        "turned": grey.rotate(7, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
        "blurred": grey.filter(ImageFilter.GaussianBlur(1.5)),
        "faded": ImageEnhance.Contrast(grey).enhance(0.8),
        "all of it": ImageEnhance.Contrast(grey.rotate(7, fillcolor=255)).enhance(0.8).filter(ImageFilter.BoxBlur(1)),
    }


@pytest.mark.parametrize("page", CODED)
@pytest.mark.parametrize("code", LANGUAGES)
def test_codes_are_read_and_lead_to_the_topic(press: draw.Press, code: str, page: str) -> None:
    """Also turned, blurred and faded. A card is held nearer than a poster hangs."""
    topic, data = sheets(RULES, code, PUBLIC)[CODED.index(page)]
    wanted = site(RULES, code, PUBLIC).poster(topic.address)
    assert re.fullmatch(rf"{re.escape(PUBLIC)}g/\w{{4}}/", wanted)
    ppi = 254.0 if page in PICTURES else 200.0 if page == "cards" else 100.0
    picture = Image.open(io.BytesIO(press.draw(data, Form("x.png", (page,), SIZES[page], ppi=ppi))))
    if page in PICTURES:
        assert picture.size == tuple(round(10 * side) for side in SIZES[page])
    for what, seen in degraded(picture).items():
        assert {found.text for found in zxingcpp.read_barcodes(seen)} == {wanted}, what


def test_without_an_address_there_is_no_code(press: draw.Press) -> None:
    data = sheets(HARBOUR, "zh", "")[0][1]
    for page in CODED:
        picture = Image.open(io.BytesIO(press.draw(data, Form("x.png", (page,), SIZES[page], ppi=60))))
        assert not zxingcpp.read_barcodes(picture.convert("L")), page


def embedded(font: Any) -> bool:
    [below] = font["/DescendantFonts"]
    return any(name in below.get_object()["/FontDescriptor"].get_object() for name in ("/FontFile2", "/FontFile3"))


@pytest.mark.parametrize("form", [form for form in FORMS if form.name.endswith(".pdf")], ids=lambda form: form.name)
def test_the_text_of_a_pdf_is_text_and_its_fonts_are_in_it(press: draw.Press, form: Form) -> None:
    topic, data = sheets(RULES, "zh", PUBLIC)[0]
    document = pypdf.PdfReader(io.BytesIO(press.draw(data, form)))
    assert len(document.pages) == len(form.pages)
    for page in document.pages:
        said = re.sub(r"\s", "", page.extract_text())
        assert topic.headline in said
        assert topic.where in said or form.name == "cards.pdf"
        assert topic.calls[0].number in said
        resources: Any = page["/Resources"].get_object()
        fonts = resources["/Font"].get_object().values()
        assert fonts
        assert all(embedded(font.get_object()) for font in fonts)
        edge = 2 * (draw.BLEED + draw.SLUG) if form.print_shop else 0
        wide, high = (side / 72 * 25.4 for side in (page.mediabox.width, page.mediabox.height))
        assert math.isclose(wide, form.size[0] + edge, abs_tol=0.1)
        assert math.isclose(high, form.size[1] + edge, abs_tol=0.1)


def test_what_is_unchanged_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of two topics of the small plan; the same bytes come again, and only what has changed is drawn anew."""

    def few(context: Any) -> Sequence[Topic]:
        return topics(context)[:2]

    monkeypatch.setattr(kits, "topics", few)
    monkeypatch.setattr(kits, "pictured", lambda site: [])
    sites = [site(HARBOUR, code, PUBLIC) for code in LANGUAGES]

    def add(folder: str, sites: Sequence[Site]) -> draw.Done:
        press = draw.press(tmp_path / "kept", sites[0].epoch)
        assert press
        ticks: list[int] = []
        wanted = kits.sheets(sites)
        done = press.add(tmp_path / folder, wanted, lambda: ticks.append(1))
        assert len(ticks) == done.files == len(wanted)
        return done

    first, second = add("one", sites), add("two", sites)
    assert first.files == first.drawn == 2 * 2 * len(FORMS)
    assert second.drawn == 0
    names = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")}
    assert len(names) == first.files
    assert Path(f"en/kits/{few(sites[1].context)[0].id}/{POSTER.name}") in names
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    assert add("three", [sites[0], site(HARBOUR, "en", "")]).drawn == 2 * len(FORMS)


def test_without_a_font_for_chinese_there_are_no_kits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "FAMILIES", ("A font that nobody has",))
    assert draw.press(tmp_path, 0) is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_messages_keep_to_their_length_and_to_what_the_rules_say(checked: Checked, code: str) -> None:
    language, context = LANGUAGES[code], site(RULES, code, "").context
    ends = language.sentence_ends
    for topic in topics(context):
        texts = [message.text for message in topic.messages]
        assert all(len(text) <= message.most for text, message in zip(texts, topic.messages, strict=True)), topic.id
        assert len(topic.spoken) <= language.spoken
        assert len(texts) >= 2
        assert texts == sorted(set(texts), key=len)  # each says more than the one before
        known = " ".join(
            (topic.headline, topic.summary, topic.where, topic.say, *(call.number for call in topic.calls))
        )
        for text in (*texts, topic.spoken):
            assert text.startswith(topic.headline)
            for sentence in re.findall(rf"[^{ends}]+", topic.summary):
                assert sentence in text or sentence[: len(sentence) // 2] not in text  # no sentence is cut
            assert set(re.findall(r"\d{3,}", text)) <= set(re.findall(r"\d{3,}", known))


@pytest.mark.parametrize("url", ["", PUBLIC])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_leads_to_every_file_and_shows_no_address_that_it_has_not(code: str, url: str) -> None:
    here = site(RULES, code, url)
    page = html.fromstring(here.html("campaign/") or "")
    files = {addresses.kit(topic.id, form.name) for topic in topics(here.context) for form in FORMS}
    linked = [*page.xpath("//a/@href"), *page.xpath("//img/@src")]
    assert {link.removeprefix("../") for link in linked if "kits/" in link} == files
    assert bool(page.xpath("//*[@class='cp-address']")) == bool(url)
    assert "guides/" not in "".join(page.xpath("//*[@data-copied]//text()"))
    without = html.fromstring(Site(audited(RULES), code, url).html("campaign/") or "")
    assert not without.xpath("//img")
    assert len(without.xpath("//*[@data-copied]")) == len(page.xpath("//*[@data-copied]")) > 100


@pytest.mark.parametrize("code", LANGUAGES)
def test_pictures_of_pages_hold_the_longest_titles(press: draw.Press, code: str) -> None:
    """Of each look: with the scene, for families, for staff."""
    here = site(RULES, code, PUBLIC)
    shown = kits.pictured(here)
    made = list(kits.of_pages(here, shown, words({code: [preview.title for _, preview in shown]})))
    for look in ("scene", "family", "staff"):
        longest = max((data for data in made if data["kind"] == look), key=lambda data: len(data["headline"]))
        picture = press.draw(longest, kits.PICTURE)
        assert Image.open(io.BytesIO(picture)).size == (1200, 630)
        assert len(picture) < 60_000


@pytest.mark.parametrize("url", ["", LONG])
@pytest.mark.parametrize("code", LANGUAGES)
def test_slides_say_what_the_rules_say(press: draw.Press, code: str, url: str) -> None:
    here = site(RULES, code, url)
    talk = slides(here, topics(here.context))
    data = kits.of_slides(here, talk, words({code: [slide["headline"] for slide in talk]}))
    document = pypdf.PdfReader(io.BytesIO(press.draw(data, forms.SLIDES)))
    said = [re.sub(r"\s", "", page.extract_text()) for page in document.pages]
    assert len(said) == len(talk)
    for slide, text in zip(talk, said, strict=True):
        assert re.sub(r"\s", "", slide["headline"]) in text
        assert all(call["number"] in text for call in slide.get("calls", []))
        assert bool(slide.get("qr")) == (bool(url) and slide["kind"] in ("matter", "closing"))
    situations = [situation for situation in here.checked.rules.situations if situation.facts or situation.answers]
    assert [slide["kind"] for slide in talk].count("matter") == len(situations)
    campaign = here.checked.rules.campaign
    assert campaign
    for each in campaign.say:
        assert re.sub(r"\s", "", here.context.say(each.text)) in "".join(said)
    wide, high = document.pages[0].mediabox[2:]
    assert math.isclose(wide / high, 16 / 9, rel_tol=0.001)


def test_a_plan_that_tells_organisers_nothing_has_no_slides() -> None:
    here = site(HARBOUR, "zh", PUBLIC)
    assert slides(here, topics(here.context)) == []
    assert here.html(addresses.ORGANISERS) is None
    assert "organisers/" not in (here.html("campaign/") or "")


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_read_out_takes_half_a_minute(code: str) -> None:
    """At 200 characters a minute, which is slow, or 150 words; numbers are read digit by digit."""
    word, most = (r"\w", 100) if code == "zh" else (r"\d|[^\W\d][\w'’-]*", 75)
    for topic in topics(site(RULES, code, "").context):
        assert 20 < len(re.findall(word, topic.spoken)) <= most, topic.id
