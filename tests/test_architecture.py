"""Imports run one way, and each outside library has one door."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from checker import decode
from generator.plan import model
from generator.plan.languages import LANGUAGES
from tests.conftest import ROOT

DOORS = {
    "pydantic": {"plan.values", "plan.model", "plan.folder", "pages.data_api"},
    "yaml": {"plan.load"},
    "jinja2": {"pages.render"},
    "dateutil": {"plan.reviews"},
    "mkdocs": {"publish.mkdocs_hook", "publish.build"},
    "brotli": {"publish.precompress"},
    "genanki": {"pages.drills.anki"},
    "segno": {"pages.render"},
    "pypinyin": {"pages.search.index"},
    "opencc": {"pages.search.index"},
    "sklearn": {"pages.search.classifier"},
    "rdflib": {"pages.linked.cpsv"},
    "typst": {"publish.kits.draw"},
    "PIL": {"publish.kits.draw"},
}
# Each imports from itself and from those before it. At the door stand modules that any room may use, or that use all.
ROOMS = ["plan", "logic", "pages", "publish"]
DOOR = {"node", "cache", "commands"}
MOST_FILES = 12  # of code in a folder
MOST_LINES = 300  # of a module or script; functions have their limits in pyproject.toml and biome.jsonc
LONG = {
    "generator/plan/model.py": "one class a kind of entry and hardly a function: looked up, not read through",
    "checker/web/walker.js": "follows the whole checker, to be read beside it; results wait for this one file",
    "docs/assets/search/worker.js": "finding is one thing; a further file would be asked for only after this one",
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules(package: str) -> dict[str, set[str]]:
    """What each module imports; a module in a folder is called `folder.module`."""
    folder = ROOT / package
    files = sorted(folder.rglob("*.py"))
    assert len(files) > 2
    return {".".join(path.relative_to(folder).with_suffix("").parts): imports(path) for path in files}


def test_the_checker_needs_the_standard_library_alone() -> None:
    for name, used in modules("checker").items():
        roots = {module.split(".")[0] for module in used}
        assert roots <= sys.stdlib_module_names | {"checker"}, name


def test_each_library_has_one_door() -> None:
    for name, used in modules("generator").items():
        roots = {module.split(".")[0] for module in used}
        for library, doors in DOORS.items():
            assert library not in roots or name in doors, (name, library)


def test_a_room_imports_from_those_before_it() -> None:
    for name, used in modules("generator").items():
        room = name.split(".")[0]
        rooms = {module.split(".")[1] for module in used if module.startswith("generator.") and module.count(".") > 1}
        if room in ROOMS:
            assert rooms & set(ROOMS) <= set(ROOMS[: ROOMS.index(room) + 1]), name
            assert "generator.commands" not in used
        else:
            assert room in DOOR | {"__init__", "__main__"}, f"{name} stands in no room"


def test_a_folder_can_be_looked_over() -> None:
    for package in ("generator", "checker"):
        for folder in [ROOT / package, *(path for path in (ROOT / package).rglob("*") if path.is_dir())]:
            code = [path for path in folder.iterdir() if path.suffix in {".py", ".js", ".mjs"}]
            code = [path for path in code if path.name != "__init__.py"]
            assert len(code) <= MOST_FILES, folder


def test_a_module_can_be_read_at_one_sitting() -> None:
    code = [path for folder in ("checker", "docs", "generator") for path in sorted((ROOT / folder).rglob("*.*"))]
    code = [path for path in code if path.suffix in {".py", ".js", ".mjs"}]
    assert len(code) > 100
    long = {path.relative_to(ROOT).as_posix() for path in code if path.read_text("utf-8").count("\n") > MOST_LINES}
    assert long == LONG.keys()


def test_the_languages_of_the_site_are_those_of_the_files_and_of_the_checker() -> None:
    assert tuple(LANGUAGES) == tuple(model.Text.model_fields) == decode.LANGUAGES


def test_an_address_is_made_in_one_place() -> None:
    kinds = "areas|campaign|check|duties|graph|guides|ledger|matrix|plan|references|staff|terms|units"
    made = re.compile(rf"""["'](?:{kinds})/(?:["'#]|{{[^}}]+}}/)|api/v1/[^*]""")
    assert made.search((ROOT / "generator/plan/addresses.py").read_text(encoding="utf-8"))
    for room in ("generator/logic", "generator/pages", "generator/publish", "overrides"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".py", ".html"}:
                assert made.findall(path.read_text(encoding="utf-8")) == [], path


def test_imports_form_no_circle() -> None:
    graph = {
        f"{package}.{name}": {m for m in used if m.split(".")[0] in ("generator", "checker")}
        for package in ("generator", "checker")
        for name, used in modules(package).items()
    }
    done: set[str] = set()
    while ready := {m for m in graph if m not in done and (graph[m] & graph.keys()) <= done}:
        done |= ready
    assert set(graph) - done == set()
