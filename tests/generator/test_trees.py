"""Random trees of rule files, environments and folders: a clear error or the right result, and nothing else touched.

A few of each here; `make fuzz` tries as many as EXAMPLES says.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from lxml import html

from generator.logic.audit import Checked, check
from generator.pages.site import Site, plain_words
from generator.plan.languages import LANGUAGES
from generator.plan.load import RulesError, read
from generator.plan.reviews import build_day, overdue
from tests.conftest import HARBOUR, ROOT, audited

EXAMPLES = int(os.environ.get("EXAMPLES", "5"))
SLOW = settings(deadline=None, derandomize=EXAMPLES < 20, suppress_health_check=list(HealthCheck))

Tree = dict[str, Any]  # what each file holds, by its name
Spot = tuple[Any, Any]  # a list or mapping, and where in it

LOCATORS = ["1", "2", "3", "1.1", "12", "12.34", "1.12.105", "9.9.9", "A", "0", "1.1.1.1", "2.1-a", "1.1.1-joint"]
TEXTS = [
    "",
    " ",
    "a",
    "好",
    "<b>&amp;",
    "{{ 7 }}",
    "%s",
    "x" * 200,
    "长" * 200,
    "# a",
    "*b* [c](d)",
    "／＼：",
    "-",
    "~",
]
NUMBERS = [-1, 0, 1, 7, 1200, 999_999_999]
DAYS = ["0001-01-01", "1969-12-31", "2018-03-22", "9999-12-31"]
NAMES = ["topic", "constructor", "index", "plan", "en", "cases", "all-areas", "a-b", "x" * 80]


@cache
def sound() -> Tree:
    names = [path.relative_to(HARBOUR).as_posix() for path in sorted(HARBOUR.rglob("*.yml"))]
    return {name: json.loads(json.dumps(read(HARBOUR / name, name).data)) for name in names}


def spots(tree: Any) -> Iterator[Spot]:
    """Every place of a tree, in its order."""
    for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, key
        if isinstance(value, (dict, list)):
            yield from spots(value)


def ids() -> list[str]:
    """The names of all entries: those of one kind are to be tried as those of another."""
    return sorted({holder[key] for each in sound().values() for holder, key in spots(each) if key == "id"})


def replaced(tree: Any, old: str, new: str) -> Any:
    """The tree with another name in the place of one, wherever it stands as a word."""
    if isinstance(tree, dict):
        return {replaced(key, old, new): replaced(value, old, new) for key, value in tree.items()}
    if isinstance(tree, list):
        return [replaced(each, old, new) for each in tree]
    if isinstance(tree, str) and len(tree) < 100:
        return re.sub(rf"(?<![\w.-]){re.escape(old)}(?![\w])", lambda _: new, tree)
    return tree


def spoil(tree: Tree, kind: str, file: str, place: int, value: Any) -> Tree:
    """One change of one kind."""
    if file not in tree:
        return tree
    found = list(spots(tree[file]))
    holder, key = found[place % len(found)]
    old = holder[key]
    if kind == "delete":
        del holder[key]
    elif kind == "empty":
        holder[key] = type(old)() if isinstance(old, (list, dict, str)) else None
    elif kind == "value":
        holder[key] = value
    elif kind == "double" and isinstance(holder, list):
        holder.append(deepcopy(old))
    elif kind == "reverse" and isinstance(old, list):
        old.reverse()
    elif kind == "swap":
        alike = [spot for each in tree.values() for spot in spots(each) if spot[1] == key]
        other, name = alike[place % len(alike)]
        holder[key], other[name] = other[name], old
    elif kind == "rename" and isinstance(old, str) and isinstance(value, str):
        return {name: replaced(each, old, value) for name, each in tree.items()}
    elif kind == "move":
        return {name if name != file else str(value): each for name, each in tree.items()}
    elif kind == "drop":
        return {name: each for name, each in tree.items() if name != file}
    return tree


KINDS = ("delete", "delete", "empty", "empty", "value", "double", "reverse", "swap", "rename", "rename", "move", "drop")
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([*LOCATORS, *TEXTS, *NUMBERS, *DAYS, *NAMES, None, True]), st.sampled_from(ids()), st.builds(list)
)
FILES = ["areas/12.yml", "facts.yaml", "Plan.yml", "notes.txt", "areas/a/b.yml", ".facts.yml", "areas/#x?.yml"]
SPOILT = st.one_of(
    st.tuples(st.sampled_from(KINDS[:-2]), st.sampled_from(sorted(sound())), st.integers(0, 2_000), VALUES),
    st.tuples(st.sampled_from(KINDS[-2:]), st.sampled_from(sorted(sound())), st.just(0), st.sampled_from(FILES)),
)


def write(tree: Tree, folder: Path) -> Path:
    """The files, as JSON, which is YAML as well and can hold whatever a tree does."""
    for name, data in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def look(checked: Checked) -> None:
    """All that a build makes of sound rules: every id once, every link to something, every number one to call."""
    overdue(checked.rules, build_day())
    plain_words(checked)
    for language in LANGUAGES:
        site = Site(checked, language, "https://guide.example.org/" + ("" if language == "zh" else f"{language}/"))
        assert site.epoch
        ids: dict[str, list[str]] = {}
        links: list[tuple[str, str]] = []
        for page in site.pages:
            written = site.html(page.address)
            assert written is not None
            body = html.fragment_fromstring(written, create_parent="div")
            ids[page.address] = [str(each) for each in body.xpath("//@id")]
            links += [(page.address, str(each)) for each in body.xpath("//a/@href")]
            assert len(ids[page.address]) == len(set(ids[page.address])), page.address
            for empty in body.xpath(
                "//*[self::h1 or self::h2 or self::h3 or self::h4 or self::a][not(.//svg or ancestor::template)]"
            ):
                assert empty.text_content().strip(), (page.address, html.tostring(empty))
        files = {*site.data_files(), *ids}
        for address, link in links:
            if urlsplit(link).scheme:
                assert link != "tel:", address
                continue
            way, _, anchor = urljoin(f"/x/{address}", link).removeprefix("/x/").partition("#")
            way = way.partition("?")[0]
            if way.startswith(("/", "en/", "assets/", "api/")):
                continue
            assert way in files, (address, link)
            assert not anchor or way not in ids or anchor in ids[way] or "=" in anchor, (address, link)


@settings(SLOW, max_examples=EXAMPLES)
@given(st.lists(SPOILT, min_size=1, max_size=3))
def test_what_check_passes_can_be_built(changes: list[tuple[str, str, int, Any]]) -> None:
    tree = deepcopy(sound())
    for change in changes:
        tree = spoil(tree, *change)
    with tempfile.TemporaryDirectory() as folder:
        root = write(tree, Path(folder) / "rules")
        try:
            checked = check(root)
            plain_words(checked)
        except RulesError as error:
            for problem in map(str, error.problems):
                assert re.fullmatch(r"rules/.+:\d+:\d+: \S.*", problem), problem
            event("error")
            return
        event("sound")
        look(checked)


def test_the_sound_rules_can_be_built() -> None:
    look(audited(HARBOUR))


# --- environments and folders ---

ENVIRONMENTS = st.fixed_dictionaries(
    {},
    optional={
        "LC_ALL": st.sampled_from(["C", "POSIX", "C.UTF-8", "zh_CN.GBK", "nonsense"]),
        "PYTHONUTF8": st.sampled_from(["0", "1"]),
        "PYTHONIOENCODING": st.sampled_from(["ascii", "gbk", "utf-8"]),
        "TZ": st.sampled_from(["Asia/Shanghai", "", "Nowhere/Land", "XXX-14"]),
        "HOME": st.sampled_from([None, "/nonexistent"]),
        "TMPDIR": st.just("/nonexistent"),
        "TERM": st.sampled_from([None, "dumb"]),
        "COLUMNS": st.sampled_from(["1", "0", "many"]),
        "FORCE_COLOR": st.just("1"),
        "SITE_URL": st.sampled_from(["", " ", "https://a.example/b ", "http://[::1]:80/", "https://例子.cn/", "ftp:"]),
        "SOURCE_DATE_EPOCH": st.sampled_from(["", "0", "1600000000", "-1", "tomorrow"]),
    },
)
# What stands where a site is to go, and whether a build may write there.
PLACES = {
    "new": True,
    "empty": True,
    "built": True,
    "link": True,
    "dangling": True,
    "深/a#b%20?\\ c": True,
    "foreign": False,
    "a file": False,
    "a file/below": False,
}


def prepare(folder: Path, place: str) -> Path:
    site = folder / place
    if place in ("empty", "built", "foreign", "link"):
        real = folder / "target" if place == "link" else site
        real.mkdir()
        if place == "link":
            site.symlink_to(real)
        for name in {"built": ("index.html", "service-worker.js"), "foreign": ("index.html",)}.get(place, ()):
            (real / name).write_text("old", encoding="utf-8")
    elif place == "dangling":
        site.symlink_to(folder / "target")
    elif place.startswith("a file"):
        (folder / "a file").write_text("mine", encoding="utf-8")
    return site


def snapshot(folder: Path, but: Path) -> dict[str, bytes | None]:
    """What there is in a folder, apart from what is or will be at one place of it."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path != but and but not in path.parents and path not in but.parents
    }


@pytest.mark.usefixtures("programs")
@settings(SLOW, max_examples=max(3, EXAMPLES // 10))
@given(
    ENVIRONMENTS,
    st.sampled_from([0o022, 0o077, 0o000]),
    st.sampled_from(["build", "check"]),
    st.sampled_from(list(PLACES)),
)
def test_wherever_and_however_it_is_run(
    environment: dict[str, str | None], umask: int, command: str, place: str
) -> None:
    with tempfile.TemporaryDirectory() as around:
        folder = Path(around)
        rules = folder / "規則 #1"
        shutil.copytree(HARBOUR, rules)
        site = prepare(folder, place)
        before = snapshot(folder, site.resolve())
        arguments = [
            command,
            "--rules",
            str(rules),
            *(["--no-kits", "--site", str(site)] if command == "build" else []),
        ]
        kept = {name: value for name, value in {**os.environ, **environment}.items() if value is not None}
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=ROOT,
            env=kept,
            umask=umask,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode(errors="replace")
        assert "Traceback" not in said, said
        assert snapshot(folder, site.resolve()) == before
        sound = environment.get("SOURCE_DATE_EPOCH") not in ("-1", "tomorrow")
        if command == "build":
            sound = sound and environment.get("SITE_URL") != "ftp:" and PLACES[place]
        assert done.returncode == (0 if sound else 1), said
        assert said.strip()
        if command == "build" and sound:
            for name in ("index.html", "en/index.html", "service-worker.js"):
                assert (site / name).stat().st_mode & 0o777 == 0o644


def chapter(tree: Tree) -> None:
    """An area is a whole part of the plan."""
    tree["areas/warmth.yml"]["locator"] = "1"


def mixed(tree: Tree) -> None:
    """The document speaks of one area, then of another, then of the first again."""
    random.Random(1).shuffle(tree["plan.yml"]["clauses"])


def beyond(tree: Tree) -> None:
    """Reviews fall due after the last year there is."""
    tree["plan.yml"] |= {"review_months": 24, "reviewed": "9999-12-31"}


def within(tree: Tree) -> None:
    """A measure that belongs to no area stands in the same part, after one."""
    tree.update({name: replaced(each, "2.1", "1.4") for name, each in tree.items()})
    tree.update({name: replaced(each, "2.1-a", "1.4-a") for name, each in tree.items()})
    tree.update({name: replaced(each, "2.1-b", "1.4-b") for name, each in tree.items()})


@pytest.mark.parametrize("change", [chapter, mixed, beyond, within])
def test_an_outline_of_another_shape_can_be_built(change: Callable[[Tree], None], tmp_path: Path) -> None:
    tree = deepcopy(sound())
    change(tree)
    assert tree != sound()
    checked = check(write(tree, tmp_path / "rules"))
    look(checked)
    assert 0 <= Site(checked, "zh", "").epoch < 2**32
    if change is within:
        plan = html.fragment_fromstring(Site(checked, "zh", "").html("plan/") or "", create_parent="div")
        assert plan.xpath("//h3[@id='1.4']")  # not below the heading of the area before
