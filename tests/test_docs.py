"""The documentation names every command, option, condition form and field, and every file that it names exists."""

from __future__ import annotations

import re

import pytest

from generator.logic import parse
from generator.plan import model
from tests.conftest import ROOT, generator

# How code speaks of the example of a row of CONTRIBUTING.md, by what the row adds.
ERRANDS = {
    "any other condition form, such as `all`": r"\bAllOf\b|fact or term by name, or one of: not, all",
    "a comparison, such as `at_most`": r"\bat_most\b",
    "a type of facts, such as `choice`": r"""["']choice["']""",
    "a language, such as `en`": r"""["']en["']|^ {2,4}en: """,
    "a page, such as `styleguide`": r"styleguide",
    "another theme, in the place of `material`": r"\bmd-[a-z]|__md_|name: material",
}
CODE = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for place in ("generator", "checker", "docs/assets", "overrides", "mkdocs.yml")
    for path in [ROOT / place, *(ROOT / place).rglob("*")]
    if path.suffix in {".py", ".js", ".mjs", ".css", ".html", ".yml"}
}

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"site", "serve", "test"} <= set(targets)
    for target in targets:
        assert f"make {target}" in README + CONTRIBUTING, target
    for target in ("site", "serve", "test"):
        assert f"make {target}" in README
        assert f"make {target}" in CHINESE


def test_every_generator_command_is_documented() -> None:
    commands = re.search(r"\{([a-z,]+)\}", generator("--help").stdout)
    assert commands
    for command in commands[1].split(","):
        assert re.search(rf"generator {command}\b|`{command}`", README), command


def test_every_checker_option_is_documented() -> None:
    source = (ROOT / "checker/__main__.py").read_text(encoding="utf-8")
    for option in re.findall(r'"(--[a-z]+)"', source):
        assert option in README + CONTRIBUTING, option
    assert "checker interview" in README + CONTRIBUTING


@pytest.mark.parametrize("form", [*parse.FORMS, *parse.OPERATORS])
def test_every_condition_form_is_documented(form: str) -> None:
    assert re.search(rf"[`{{]{form}\b", CONTRIBUTING)


@pytest.mark.parametrize(
    "kind",
    [
        model.Benefit,
        model.Duty,
        model.Fact,
        model.Term,
        model.Unit,
        model.Scenario,
        model.Situation,
        model.Case,
        model.Step,
        model.StaffFile,
        model.Entrance,
        model.Mistake,
        model.Form,
        model.Blank,
        model.News,
        model.PlainFile,
        model.OfficeWord,
    ],
)
def test_every_field_is_documented(kind: type[model.Base]) -> None:
    for name in kind.model_fields:
        assert f"`{name}`" in CONTRIBUTING, name


@pytest.mark.parametrize(("errand", "pattern"), ERRANDS.items())
def test_an_errand_names_the_files_of_its_example_and_no_others(errand: str, pattern: str) -> None:
    [row] = [line for line in CONTRIBUTING.splitlines() if line.startswith(f"| {errand} |")]
    named = {path for path in re.findall(r"`([^`]+)`", row) if path in CODE}
    assert named == {path for path, text in CODE.items() if re.search(pattern, text, re.MULTILINE)}


def test_every_file_that_an_errand_names_exists() -> None:
    table = CONTRIBUTING[CONTRIBUTING.index("| to add | touch |") : CONTRIBUTING.index("## Conditions")]
    paths = {name for name in re.findall(r"`([^`\s]+)`", table) if "/" in name and not name.startswith("/")}
    assert len(paths) > 30
    for path in paths:
        assert list(ROOT.glob(path)), path


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/dev/architecture.md"])
def test_links_lead_to_files(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    for link in links:
        assert ((ROOT / name).parent / link).exists(), link


def test_the_changelog_knows_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert version[1] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
