"""What is shipped runs on the engines that package.json names: nothing in it is newer than they are."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from generator.node import run
from generator.plan.languages import LANGUAGES
from generator.plan.load import RulesError
from generator.publish.lowering import lower
from tests.conftest import ROOT, asset, treated

PARSE = Path(__file__).with_name("parse.mjs")
# Look-behind in a regular expression that is made from a string.
LOOK_BEHIND = re.compile(r"\(\?<[=!]")
# What engines do not know takes its whole rule with it. So none of these is shipped, but under @supports, where it may
# better what another rule has set.
TOO_NEW = re.compile(r":(?:is|where|has)\(|:not\([^()]*,|color-mix\(|\b(?:oklch|oklab|lab|lch)\(|@layer|@container|&")
# These alone of a list of selectors are known to some engines only.
ALONE = re.compile(r":focus-visible|::highlight|::details-content|::-moz-|::-ms-|:-moz-|:-ms-")
WORKERS = {"worker.js", "build.js", "protocol.js", "python.js"}  # of the checker, where WebAssembly is


def problems(scripts: list[Path], version: int, kind: str = "script") -> str:
    asked = [{"path": str(path), "ecmaVersion": version, "sourceType": kind} for path in scripts]
    return run(PARSE, "acorn", json.dumps(asked))


def test_every_script_is_read_by_engines_of_2016(site: Path) -> None:
    check = asset(site, "check")
    modules = [path for path in check.glob("*.js") if path.name in WORKERS]
    assert {path.name for path in modules} == WORKERS
    assert problems(modules, 2022, "module") == ""
    scripts = [path for path in site.rglob("*.js") if path not in modules and "pyodide" not in path.parent.name]
    assert {"service-worker.js", "app.js", "box.js", "polyfills.js"} <= {
        re.sub(r"\.[0-9a-f]{8}\.", ".", path.name) for path in scripts
    }
    assert problems(scripts, 2015) == ""
    # The library of documents has one where it fills in templates, of which there are none here.
    behind = [(path.parent.name.partition(".")[0], LOOK_BEHIND.findall(path.read_text("utf-8"))) for path in scripts]
    assert [each for each in behind if each[1]] == [("docx", ["(?<="])] * len(LANGUAGES)


def test_what_every_engine_must_read_is_es5(site: Path) -> None:
    shipped = [asset(site, "old-engines.js"), *(asset(site, "check") / name for name in ("safe.js", "walker.js"))]
    assert problems([path for path in shipped if path.is_file()], 5) == ""


def test_modules_are_only_what_needs_a_modern_engine(site: Path) -> None:
    """No page loads a module, and no file is left that was put into another."""
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert [page for page in pages if 'type="module"' in page or "modulepreload" in page] == []
    imported = {"worker.js"}
    for _ in WORKERS:
        for name in list(imported):
            code = (asset(site, "check") / name).read_text(encoding="utf-8")
            imported |= set(re.findall(r'from "\./([\w.]+)"', code))
    assert imported == WORKERS
    assert {path.name for path in asset(site, "check").glob("*.js")} - WORKERS <= {"app.js", "safe.js", "walker.js"}


def rules(css: str) -> list[str]:
    """The selectors of a style sheet that hold without @supports. Fails on a rule within a rule."""
    found: list[str] = []
    stack: list[str] = []
    plain = re.sub(r'/\*.*?\*/|"[^"]*"|url\([^)]*\)', "", css, flags=re.S)
    for start, brace in re.findall(r"([^{};]*)([{};])", plain):
        if brace == "{":
            assert not stack or stack[-1].startswith("@"), (stack, start)
            stack.append(start.strip())
            if not any(each.startswith("@supports") for each in stack):
                found.append(start)
        elif not any(each.startswith("@supports") for each in stack):
            found.append(f"{start};")
        if brace == "}":
            stack.pop()
    return found


def old_engines_know(css: str) -> None:
    for part in rules(css):
        assert not TOO_NEW.search(part), part
        alone = [bool(ALONE.search(each)) for each in part.split(",")]
        assert part.endswith(";") or len(set(alone)) == 1, part


def test_no_style_hangs_on_what_old_engines_do_not_know(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert len(sheets) >= 7
    for sheet in sheets:
        old_engines_know(sheet.read_text(encoding="utf-8"))
    old_engines_know("@supports (color: color-mix(in srgb, red, red)) { a { color: color-mix(in srgb, red, red) } }")


@pytest.mark.parametrize(
    "css", ["a:is(b) { color: red }", "@media print { a { b { top: 0 } } }", "a:hover, a:focus-visible { top: 0 }"]
)
def test_the_test_of_styles_sees(css: str) -> None:
    with pytest.raises(AssertionError):
        old_engines_know(css)


def test_the_engines_are_named_in_one_place() -> None:
    assert json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["browserslist"]
    command = ["git", "ls-files", "--", "generator", "checker", "docs/assets", "overrides", "*.json", "*.toml", "*.yml"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    named = re.compile(r"\bios_saf\b|\bsafari \d|\bchrome ?\d\d")
    texts = {name: (ROOT / name).read_text(encoding="utf-8", errors="ignore") for name in files if ".lock" not in name}
    assert {name for name, text in texts.items() if named.search(text)} == {"package.json"}


SITE = {
    "index.html": '<script type="module" src="assets/app.js"></script><script src="assets/plain.js" defer></script>',
    "check.html": '<script src="assets/plain.js"></script><script type="module" async src="assets/app.js"></script>',
    "en/404.html": '<script src="/x/en/assets/late.js" type="module"></script>',
    "assets/app.js": 'import { a } from "./part.js"; console.log(a?.b ?? import.meta.url);',
    "assets/part.js": "export const a = { b: [1, 2].at(-1) };",
    "assets/plain.js": "const kept = async () => { try { await 1; } catch {} };",
    "assets/old-engines.js": "// as it is\nvar a = 1;\n",
    "assets/check/safe.js": "// as it is\nvar a = 1;\n",
    "assets/a.css": "p { a, b { inset: 0 } }",
    "assets/javascripts/lunr/x.js": "1",
    "assets/javascripts/x.js.map": "{}",
    "en/assets/plain.js": "class A { #b = 1; c() { return this.#b; } }\n//# sourceMappingURL=x.js.map",
    "en/assets/late.js": "let a = 1_000;",
}


def lowered(folder: Path, **changed: str) -> dict[str, str]:
    """The files of a small site after lowering, by name."""
    return treated(folder, SITE | changed, lower.apply)


def test_a_site_is_lowered(tmp_path: Path) -> None:
    made = lowered(tmp_path / "one")
    assert made == lowered(tmp_path / "two")
    assert made["index.html"] == SITE["index.html"].replace('type="module"', "defer")
    assert made["check.html"] == SITE["check.html"].replace('type="module" async ', "")
    assert made["en/404.html"] == SITE["en/404.html"].replace('type="module"', "defer")
    assert SITE.keys() - made.keys() == {
        "assets/part.js",
        "assets/javascripts/lunr/x.js",
        "assets/javascripts/x.js.map",
    }
    assert made.keys() - SITE.keys() == {"assets/polyfills.js", "en/assets/polyfills.js"}
    assert "document.currentScript.src" in made["assets/app.js"]
    assert "kept" in made["assets/plain.js"]  # others may use what stands outside all functions
    for name in ("assets/old-engines.js", "assets/check/safe.js"):
        assert f"// as it is\n{made[name]}" == SITE[name]
    assert "sourceMappingURL" not in made["en/assets/plain.js"]
    assert made["assets/a.css"] == "p a{top:0;bottom:0;left:0;right:0}p b{top:0;bottom:0;left:0;right:0}"
    scripts = [tmp_path / "one" / name for name in made if name.endswith(".js")]
    assert problems(scripts, 2015) == ""
    assert "core-js" in made["assets/polyfills.js"][:500]  # its licence
    assert len(made["assets/polyfills.js"]) > 10_000


def test_polyfills_are_what_scripts_use(tmp_path: Path) -> None:
    with_at = lowered(tmp_path / "with")["assets/polyfills.js"]
    without = lowered(tmp_path / "without", **{"assets/part.js": "export const a = { b: 2 };"})["assets/polyfills.js"]
    assert len(without) < len(with_at)


def test_a_script_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"plain\.js:1:6: ERROR: Expected identifier"):
        lowered(tmp_path, **{"assets/plain.js": "const = 1"})
