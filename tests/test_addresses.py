"""Addresses that were once published stay, and short ones lead on: rules/addresses.lock."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from playwright.sync_api import Browser

from generator.logic.audit import Checked
from generator.pages import published
from generator.plan.folder import ADDRESSES
from generator.plan.model import Moved
from tests.conftest import HARBOUR, RULES, generator

LOCK = published.read(RULES)


def test_all_that_was_published_is_there_and_locked(site: Path, checked: Checked) -> None:
    stand = published.standing(site)
    assert published.lost(LOCK, stand, checked.rules.plan.moved) == []
    assert set.intersection(*stand) - LOCK.addresses == set()
    assert set(LOCK.codes.values()) >= set(published.targets(checked.rules))


def test_every_short_address_leads_to_its_page_in_each_language(site: Path) -> None:
    assert len(LOCK.codes) > 40
    for code, target in LOCK.codes.items():
        page = html.fromstring((site / f"g/{code}/index.html").read_bytes())
        links = {link.get("hreflang"): link.get("href") for link in page.iter("a")}
        wanted = {"zh": target.removeprefix("/"), "en": "en/" + target.removeprefix("/")}
        assert {lang: urljoin(f"/g/{code}/", link) for lang, link in links.items()} == {
            lang: f"/{address}" for lang, address in wanted.items()
        }
        for address in wanted.values():
            assert (site / address.partition("#")[0] / "index.html").is_file()


@given(st.sampled_from(sorted(LOCK.codes)), st.integers(0, 3), st.sampled_from(published.SIGNS))
def test_a_slip_in_a_code_is_noticed(code: str, at: int, sign: str) -> None:
    slip = code[:at] + sign + code[at + 1 :]
    assert published.is_code(slip) == (slip == code)
    swapped = code[: at - 1] + code[at] + code[at - 1] + code[at + 1 :] if at else code
    assert published.is_code(swapped) == (swapped == code)


def test_codes_are_never_given_twice(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<article></article>", encoding="utf-8")
    shutil.copytree(tmp_path, tmp_path / "en")
    lock = published.Lock()
    for name in ("a", "b", "c"):
        lock = published.renewed(lock, tmp_path, [f"guides/{name}/"])  # the others are wanted no more
    assert sorted(lock.codes.values()) == ["guides/a/", "guides/b/", "guides/c/"]
    (tmp_path / ADDRESSES).write_text(str(lock), encoding="utf-8")
    assert published.read(tmp_path) == lock


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("g/exhk guides/a/", "no short code"),
        ("g/exh guides/a/", "no short code"),
        ("g/exhf", "no short code"),
        ("g/exhf guides/b/\ng/exhf guides/c/", "stands there already"),
        ("g/exhf guides/b/\ng/ntxx guides/b/", "stands there already"),
    ],
)
def test_a_spoilt_lock_is_told(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / ADDRESSES).write_text(f"{line}\n/\n", encoding="utf-8")
    with pytest.raises(published.AddressError, match=says):
        published.read(tmp_path)


def test_a_build_without_a_page_that_posters_lead_to_fails_and_names_it(tmp_path: Path, harbour: Path) -> None:
    rules = shutil.copytree(HARBOUR, tmp_path / "rules")
    done = generator("addresses", "--rules", rules, "--site", harbour)
    assert done.returncode == 0, done.stderr
    lock = published.read(rules)
    code = lock.code("guides/winter-fuel/")
    for path in rules.rglob("*.yml"):
        path.write_text(path.read_text("utf-8").replace("winter-fuel", "winter-heating"), encoding="utf-8")
    done = generator("build", "--rules", rules, "--site", tmp_path / "site")
    assert done.returncode == 1
    assert f"guides/winter-fuel/, on posters as g/{code}/" in done.stderr
    assert not (tmp_path / "site" / "index.html").exists()


def test_what_has_moved_is_not_lost(tmp_path: Path) -> None:
    lock = published.Lock({"exhf": "guides/old/"}, frozenset({"guides/old/", "guides/old/#steps", "plan/#1"}))
    moved = Moved.model_validate({"old": "guides/old/", "new": "guides/new/"})
    for language in ("", "en/"):
        for address in ("guides/old/", "guides/new/", "plan/"):
            (tmp_path / language / address).mkdir(parents=True)
            text = '<article><h2 id="2">2</h2></article>'
            (tmp_path / language / address / "index.html").write_text(text, encoding="utf-8")
    assert published.lost(lock, published.standing(tmp_path), []) == ["guides/old/#steps", "plan/#1"]
    assert published.lost(lock, published.standing(tmp_path), [moved]) == ["plan/#1"]
    (tmp_path / "en/guides/old/index.html").unlink()
    assert published.lost(lock, published.standing(tmp_path), []) == ["guides/old/, on posters as g/exhf/", "plan/#1"]


@pytest.mark.parametrize(
    ("locale", "scripts", "lands"),
    [("zh-CN", True, "/"), ("en-GB", True, "/en/"), ("fr", True, "/"), ("en", False, None)],
)
def test_a_poster_leads_on_in_the_language_of_the_phone(
    browser: Browser, address: str, locale: str, scripts: bool, lands: str | None
) -> None:
    code, target = LOCK.code("check/#situation=absent"), "check/#situation=absent"
    page = browser.new_page(locale=locale, java_script_enabled=scripts, viewport={"width": 360, "height": 640})
    page.goto(f"{address}/g/{code}/")
    if lands:
        page.wait_for_url(f"{address}{lands}{target}")
    else:
        page.locator("a[hreflang=en]").click()
        page.wait_for_url(f"{address}/en/{target}")
    page.close()
