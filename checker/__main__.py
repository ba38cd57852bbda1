"""python -m checker [--audience family|worker] [--lang zh|en] [--format text|json] ANSWERS.json|-
python -m checker interview [--audience …] [--lang …] [--topic AREA]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from checker.answers import AnswerError, show
from checker.api import AUDIENCES, Request, RequestError, dumps, page, report
from checker.bundle import MAX_BYTES, Bundle, BundleError
from checker.decode import LANGUAGES
from checker.terminal.command import run, write
from checker.terminal.interview import interview

MOST_ANSWERS = 100_000  # bytes; all facts of a plan answered take a few thousand
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 2 for input that cannot be used."""
    parser = _parser()
    options = parser.parse_args(arguments)
    bundle = _bundle(options.bundle, options.rules)
    asked = options.audience, options.lang, options.topic
    if options.format == "text" and any("question" not in fact.text for fact in bundle.facts):
        _fail("the bundle is that of a page and holds no questions: use --format json with it")
    try:
        Request({}, *asked).check(bundle)
        children = interview(bundle, *asked) if options.source == "interview" else [_answers(options.source)]
        for answers in children:
            if options.format == "json":
                write(dumps(report(bundle, answers, *asked)) + "\n")
            else:
                print(as_text(bundle, page(bundle, Request(answers, *asked)), options.lang), end="")
    except (AnswerError, RequestError) as error:
        _fail(str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m checker", description="Which protections, aid and duties apply.")
    parser.add_argument("source", metavar="ANSWERS.json", help="a file of answers, - for standard input, or: interview")
    parser.add_argument("--audience", choices=AUDIENCES, default="family", help="a worker is told the duties too")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--topic", metavar="AREA", help="only the outcomes of one task area")
    rules = parser.add_mutually_exclusive_group()
    rules.add_argument("--bundle", type=Path, metavar="FILE", help="compiled rules; without it rules/ is compiled")
    rules.add_argument("--rules", type=Path, default=ROOT / "rules", metavar="DIR", help="folder of rules to compile")
    return parser


def _fail(message: str) -> NoReturn:
    print(f"checker: {message}", file=sys.stderr)
    sys.exit(2)


def _bundle(file: Path | None, rules: Path) -> Bundle:
    """The compiled rules. Compiling is the generator's work, in a process of its own: this package needs no other."""
    if file is not None:
        try:
            with file.open("rb") as stream:
                return Bundle.from_json(stream.read(MAX_BYTES + 1))
        except OSError as error:
            _fail(f"{file}: {error.strerror}")
        except BundleError as error:
            _fail(f"{file}: {error}")
    command = [sys.executable, "-m", "generator", "bundle", "--rules", str(rules.resolve())]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}  # what it says of the rules, on whatever terminal
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        _fail(f"{rules} cannot be compiled: {lines[0] if lines else 'no reason given'}")
    try:
        return Bundle.from_json(done.stdout)
    except BundleError as error:
        _fail(f"{rules}: {error}")


def _answers(source: str) -> dict[str, object]:
    try:
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as stream:
            raw = stream.read(MOST_ANSWERS + 1)
        if len(raw) > MOST_ANSWERS:
            _fail(f"{source}: has more than {MOST_ANSWERS} bytes")
        data = json.loads(raw, object_pairs_hook=_no_duplicates)
    except OSError as error:
        _fail(f"{source}: {error.strerror}")
    except (ValueError, RecursionError) as error:
        _fail(f"{source}: is not JSON: {error}")
    if not isinstance(data, dict):
        _fail(f'{source}: an object of answers is wanted, such as {{"child_age": 9}}, not {type(data).__name__}')
    return data


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the fact {show(key)} is answered twice")
        found[key] = value
    return found


def as_text(bundle: Bundle, made: dict[str, Any], lang: str) -> str:
    """A report for a reader at a terminal."""
    say = {key: value[lang] for key, value in bundle.text["interface"].items()}
    lines = [f"{bundle.text['title'][lang]} · {bundle.text['number']} · {made['version']}", ""]
    if made["scope"] == "outside":
        return "\n".join([*lines, made["scope_reason"], ""])
    for status in ("applies", "possible", "does_not_apply"):
        outcomes = [outcome for outcome in made["outcomes"] if outcome["status"] == status]
        lines.append(f"{say[status]} ({len(outcomes)})")
        for outcome in outcomes:
            kind = f"[{say['duty']}] " if outcome["kind"] == "duty" else ""
            numbers = " · ".join(source["number"] for source in outcome["sources"])
            lines.append(f"  {kind}{outcome['title']}  ({numbers})")
            if status == "does_not_apply":
                lines += _labelled(say["because"], outcome["reasons"])
                lines += [f"      {outcome['ask']}"] if outcome["ask"] else []
                continue
            lines.append(f"      {outcome['text']}")
            lines += _labelled(say["because"], outcome["reasons"])
            lines += _labelled(
                say["needs"], [bundle.fact(name).text["question"][lang] for name in outcome["needs"][:2]]
            )
            lines += _labelled(say.get("also", ""), outcome["also"])
            if status == "applies" or outcome["also"]:
                lines += _labelled(say["next"], outcome["next"])
                lines += _labelled(say["deadline"], [outcome["deadline"]] if outcome["deadline"] else [])
                bearers = [b["name"] + (f" ({say['implied']})" if b["implied"] else "") for b in outcome["names"]]
                lines += _labelled(say["bearers"], [" · ".join(bearers)])
                lines += _labelled(say["report_to"], [unit["name"] for unit in outcome["report_to"]])
                lines += _labelled(say["flips"], [" + ".join(change) for change in outcome["changes"]])
        lines.append("")
    if made["next_question"]:
        lines.append(f"{say['next_question']} {bundle.fact(made['next_question']).text['question'][lang]}")
    if any(outcome["status"] == "applies" for outcome in made["outcomes"]):
        lines += [say["ours"]] if "ours" in say else []
    lines.append(say["not_final"])
    return "\n".join(lines) + "\n"


def _labelled(label: str, entries: list[str]) -> list[str]:
    return [f"      {label}"] + [f"        - {entry}" for entry in entries] if entries else []


if __name__ == "__main__":
    run("checker", main)
