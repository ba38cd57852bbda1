"""Plain words: what makes a text for families hard to read is named at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from generator.logic.audit import check
from generator.pages.plain_language import sentences, size
from generator.pages.site import Site, plain_words
from generator.plan.languages import LANGUAGES
from tests.conftest import HARBOUR, Copy, audited, generator

STEP = "先去乡镇（街道），说：“孩子爸妈在外地打工，想给孩子找一位代理妈妈。”"
ENGLISH = "Go to your township or street office first. Say: “The child's parents work away from home."
GUIDE = "areas/education.yml"


def findings(copy: Copy) -> list[str]:
    words = plain_words(check(copy.root))
    assert words
    return [str(problem) for found in words.pages.values() for problem in found]


def test_what_is_hard_to_read_is_named_where_it_stands(copy: Copy) -> None:
    """All in one copy of the rules, since each takes an audit."""
    long = copy.spoil(GUIDE, STEP, "去乡镇，" * 13 + "去吧。请他们妥善安排。")
    english = copy.spoil(GUIDE, ENGLISH, f"Go {'very ' * 24}soon. Obtaining help begins at the township.") - 1
    question = copy.spoil("facts.yml", "孩子现在满几岁了？", "请告知孩子几岁。")
    words = copy.spoil("plan.yml", "孩子有危险？现在就打电话", "若有危险，现在就打电话")
    problems = findings(copy)
    wanted = [  # how each begins and ends; a text of several lines begins with its mark
        (f"{GUIDE}:{long}:17: a sentence of 41 characters: “去乡镇，去乡镇，", "(accepted: at most 36 characters)"),
        (f"{GUIDE}:{long}:17: '妥善' is a word of offices (on /guides/proxy-mother/)", "(accepted: 好好、稳妥)"),
        (
            f"{GUIDE}:{english}:17: a sentence of 26 words: ",
            "(on /en/guides/proxy-mother/) (accepted: at most 25 words)",
        ),
        (f"{GUIDE}:{english}:17: 'obtain' is a word of offices (on /en/guides/proxy-mother/)", ""),
        (f"facts.yml:{question}:", ""),
        (f"plan.yml:{words}:", ""),
    ]
    for begin, end in wanted:
        assert [p for p in problems if p.startswith(f"rules/{begin}") and p.endswith(end)], (begin, problems)
    [asked] = [p for p in problems if p.startswith("rules/facts.yml:")]
    assert "(on /check/)" in asked
    assert any(p.startswith("rules/plan.yml:") and "(on every page)" in p for p in problems)
    assert len([p for p in problems if p.startswith(f"rules/{GUIDE}:")]) == 4


def test_names_longer_words_and_what_only_staff_read_are_left_alone(copy: Copy) -> None:
    copy.spoil(GUIDE, STEP, "您必须去问。看《落实责任的意见》。")
    copy.spoil("facts.yml", "未成年人现在满几周岁？", "应当告知未成年人满几周岁。")
    copy.spoil(GUIDE, "定好“代理妈妈”这项制度，把活动办起来。", "切实落实“代理妈妈”制度。")
    assert findings(copy) == []


def test_a_word_that_is_explained_nowhere(copy: Copy) -> None:
    copy.spoil("plain.yml", "[监护人,", "[滞纳金, 监护人,")
    line = copy.spoil(GUIDE, STEP, "先问清有没有滞纳金。")
    expected = "'滞纳金' is explained nowhere (on /guides/proxy-mother/) (accepted: a term in terms.yml with this name"
    [problem] = findings(copy)
    assert problem.startswith(f"rules/{GUIDE}:{line}:17: {expected}")
    copy.spoil("terms.yml", "zh: [监护人, 监护]", "zh: [监护人, 监护, 滞纳金]")
    assert findings(copy) == []


def test_findings_beyond_the_budget_fail_the_check(copy: Copy) -> None:
    line = copy.spoil(GUIDE, STEP, "先去乡镇，请他们妥善安排。")
    done = generator("check", "--rules", copy.root)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "/guides/proxy-mother/: findings 1, allowed 0" in lines
    assert any(f"{GUIDE}:{line}:17: '妥善'" in shown for shown in lines)
    assert lines[-1] == "1 problem(s)"
    copy.spoil("plain.yml", "findings: 0", "findings: 1")
    done = generator("check", "--rules", copy.root)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-2].endswith(", 1 findings")
    assert done.stdout.splitlines()[-1] == "0 problems"


def test_another_plan_need_not_have_a_budget() -> None:
    assert plain_words(audited(HARBOUR)) is None


@pytest.mark.parametrize(
    ("language", "text", "lengths"),
    [
        ("zh", "他说：“我不去。”又说要去！什么时候？", [5, 4, 4]),
        ("zh", "打12356；不收钱。", [6, 3]),
        ("en", "See 3.1.4 first. Then “go home.” It's done", [3, 3, 2]),
    ],
)
def test_where_sentences_end(language: str, text: str, lengths: list[int]) -> None:
    assert [size(sentence, LANGUAGES[language]) for sentence in sentences(text, LANGUAGES[language])] == lengths


def test_two_terms_cannot_share_a_name(copy: Copy) -> None:
    line = copy.spoil("terms.yml", "zh: [推定]", "zh: [推定, 低保]")
    assert copy.problems() == [f"rules/terms.yml:{line}:22: '低保' is a name of the term subsistence_allowance already"]


@pytest.mark.parametrize(
    ("root", "term", "names"),
    [
        ("", "subsistence_allowance", "低保"),
        ("", "household_registration", "户籍|户口"),
        ("en", "subsistence_allowance", "subsistence allowance|dibao"),
    ],
)
def test_the_first_use_of_a_term_on_a_guide_leads_to_its_meaning(site: Path, root: str, term: str, names: str) -> None:
    texts = "//*[contains('cp-lead cp-ticks cp-steps cp-stories', @class) and @class]//text()"
    uses = 0
    for path in sorted((site / root / "guides").glob("*/index.html")):
        page = html.parse(path)
        first = next((text for text in page.xpath(texts) if re.search(names, text)), None)
        if first is not None:
            uses += 1
            assert first.getparent().get("href") == f"../../terms/#{term}", path
    assert uses > 2
    assert html.parse(site / root / "terms/index.html").xpath(f"//h2[@id='{term}']")


def test_markup_in_a_text_stays_text(copy: Copy) -> None:
    copy.spoil(GUIDE, STEP, "先问<b>户籍</b>。")
    page = Site(check(copy.root), "zh", "").html("guides/proxy-mother/")
    assert page
    assert '先问&lt;b&gt;<a href="../../terms/#household_registration">户籍</a>&lt;/b&gt;。' in page
