"""Browsers that stay from test to test, and the sites of both plans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.logic.audit import Checked
from tests.browser.visitor import Chromium, Firefox, Visitor, launched
from tests.conftest import HARBOUR, RULES, audited, serving

SIZES = {"phone": (360, 740), "desk": (1280, 900)}


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    yield from launched(tmp_path_factory.mktemp("firefox"))


@pytest.fixture(scope="module")
def old_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Without WebAssembly."""
    yield from launched(tmp_path_factory.mktemp("firefox"), javascript__options__wasm=False)


@pytest.fixture(scope="module", params=["rules", "harbour"])
def plan(request: pytest.FixtureRequest) -> Iterator[tuple[str, Checked]]:
    """Where a site is served, and its rules: those of the project and the fictional ones."""
    if request.param == "rules":
        yield request.getfixturevalue("address"), audited(RULES)
    else:
        folder: Path = request.getfixturevalue("harbour")
        with serving(folder) as address:
            yield address, audited(HARBOUR)


# One process of a run has all tests in Firefox, so that it starts once.
@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.xdist_group("firefox"))])
def browser_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# A phone with so little memory that the walker alone answers, unless it is told to start Python.
SMALL = "Object.defineProperty(navigator, 'deviceMemory', { value: 2 })"


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[Chromium]:
    page = browser.new_page()
    page.add_init_script(SMALL)
    made = Chromium(page)
    yield made
    made.close()


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[Chromium]:
    made = Chromium(browser.new_page())
    yield made
    made.close()


LONG = pytest.mark.long  # no flow asks for the width of the page; test_access and test_keys go through wide ones
FIREFOX = pytest.mark.xdist_group("firefox")


@pytest.fixture(
    params=[
        ("chromium", "phone"),
        pytest.param(("chromium", "desk"), marks=LONG),
        pytest.param(("firefox", "phone"), marks=FIREFOX),
        pytest.param(("firefox", "desk"), marks=[FIREFOX, LONG]),
    ],
    ids="-".join,
)
def visitor(request: pytest.FixtureRequest, address: str) -> Visitor:
    """A browser that stays from test to test, and keeps nothing of the site but its files."""
    name, size = request.param
    made: Visitor = request.getfixturevalue("firefox" if name == "firefox" else size)
    made.resize(*SIZES[size])
    made.open(f"{address}/robots.txt")
    made.js("localStorage.clear(); sessionStorage.clear()")
    return made
