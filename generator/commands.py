"""python -m generator build | check | serve | bundle | release | schema | addresses | trace | lock: the commands."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

from rich.console import Console

from checker.terminal.command import write
from generator import ROOT
from generator.logic.audit import check
from generator.logic.bundle import bundle_text
from generator.logic.releases import VersionError, release
from generator.pages import published
from generator.pages.published import AddressError
from generator.pages.site import plain_words
from generator.plan.folder import ADDRESSES
from generator.plan.load import RulesError
from generator.plan.reviews import DayError, build_day, overdue
from generator.plan.schemas import schemas
from generator.plan.source_lock import (
    LOCK,
    SourceError,
    affected,
    lock,
    lock_file,
    read_document,
    read_lock,
    read_phrases,
    trace,
)
from generator.publish.build import Order, PublishError, build, serve

CONFIG = ROOT / "mkdocs.yml"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 1 if the rules or the build failed."""
    options = _parser().parse_args(arguments)
    if os.environ.get("COLUMNS") == "0":  # in which Rich would print nothing
        del os.environ["COLUMNS"]
    # Rich would show a line number such as :100: as an emoji.
    console = Console(stderr=options.command not in ("check", "trace"), highlight=False, emoji=False, soft_wrap=True)
    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING)
    try:
        return int(options.run(console, options) or 0)
    except RulesError as error:
        for problem in error.problems:
            console.print(str(problem), style="red", markup=False)
        console.print(f"{len(error.problems)} problem(s)", style="bold red")
    except (AddressError, DayError, PublishError, SourceError, VersionError) as error:
        console.stderr = True
        console.print(str(error), style="bold red", markup=False)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, text in (
        ("build", _build, "check the rules and build the site; a failed build leaves the previous one untouched"),
        ("check", _check, "check the rules and count what is there"),
        ("serve", _serve, "serve the site on localhost and rebuild it on every edit"),
        ("bundle", _bundle, "print the compiled rules that the checker reads"),
        ("release", _release, "keep the compiled rules as the release of their version, for the page of changes"),
        ("schema", _schema, "write the JSON Schemas by which editors check rule files"),
        (
            "addresses",
            _addresses,
            "lock all addresses of a built site, and give each topic a short one for posters",
        ),
        ("trace", _trace, "compare an official text of the plan with the lock, and say what a change of it touches"),
        ("lock", _lock, "make the lock anew from an official text, after the rules have been brought in line with it"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        command.add_argument("--rules", type=Path, default=ROOT / "rules", metavar="DIR", help="folder of rules")
    build_, serve_, trace_, lock_ = (commands.choices[name] for name in ("build", "serve", "trace", "lock"))
    addresses = commands.choices["addresses"]
    for command, what in ((build_, "where the site goes"), (addresses, "where the site is")):
        command.add_argument("--site", type=Path, default=ROOT / "site", metavar="DIR", help=what)
    what = "put a brotli and a gzip copy beside each file, for publishing; takes a minute the first time"
    build_.add_argument("--compress", action="store_true", help=what)
    what = "leave out the posters and pictures for campaigns, which take minutes the first time"
    build_.add_argument("--no-kits", action="store_true", help=what)
    what = "an official text: its wording is shown beside each clause, where it is the locked one"
    for command in (build_, serve_):
        command.add_argument("--source", type=Path, metavar="PLAN.md", help=what)
    for command in (trace_, lock_):
        command.add_argument("document", type=Path, metavar="PLAN.md", help="the official text")
    what = "table with tabs, in the text's order: locator, and in zh_anchor words that stand in that clause"
    lock_.add_argument("phrases", type=Path, metavar="CLAUSES.tsv", help=what)
    serve_.add_argument("--port", type=_port, default=8000, metavar="N")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (accepted: 1 to 65535)")
    return int(text)


def _build(console: Console, options: argparse.Namespace) -> None:
    copies = ROOT / ".cache" / "wire" if options.compress else None
    drawings = None if options.no_kits else ROOT / ".cache" / "kits"
    folders = options.rules.resolve(), options.site.resolve()
    build(Order(CONFIG, *folders, os.environ.get("SITE_URL"), options.source, copies, drawings), console)


def _serve(_: Console, options: argparse.Namespace) -> None:
    serve(CONFIG, options.rules.resolve(), options.port, options.source)


def _bundle(_: Console, options: argparse.Namespace) -> None:
    write(bundle_text(check(options.rules).bundle))


def _release(console: Console, options: argparse.Namespace) -> None:
    checked = check(options.rules)
    console.print(str(release(checked.rules, checked.bundle)))


def _schema(_: Console, options: argparse.Namespace) -> None:
    schemas(options.rules)


def _addresses(console: Console, options: argparse.Namespace) -> None:
    rules = check(options.rules).rules
    lock = published.read(options.rules)
    renewed = published.renewed(lock, options.site, published.targets(rules))
    (options.rules / ADDRESSES).write_text(str(renewed), encoding="utf-8")
    new = len(renewed.addresses) - len(lock.addresses), len(renewed.codes) - len(lock.codes)
    console.print("{} addresses and {} short codes are new".format(*new))


def _lock(_: Console, options: argparse.Namespace) -> None:
    phrases = read_phrases(read_document(options.phrases))
    entries = lock(read_document(options.document), phrases)
    (options.rules / LOCK).write_text(lock_file(entries), encoding="utf-8")


def _check(console: Console, options: argparse.Namespace) -> None:
    """Print what was found, in the rules and in the words of the family pages. Raises RulesError."""
    checked = check(options.rules)
    counts = checked.counts
    console.print(f"clauses {counts.pop('clauses')} cited {counts.pop('cited')}")
    for name, count in counts.items():
        console.print(f"{name} {count}")
    console.print("zh/en complete")  # a text without both languages does not get past the model
    for proof in checked.proofs:
        stated = f"{proof.stated} between a duty and its benefit, " if proof.stated else ""
        intended = f"{len(proof.findings)} found and intended"
        console.print(f"audit {proof.kind}: {proof.examined} examined, {stated}{intended}")
    late = overdue(checked.rules, build_day())
    console.print(f"overdue reviews {len(late)}")
    for entry in late:
        console.print(f"    {entry}", markup=False)
    for name in checked.rules.left:
        console.print(f"not read, as an editor or the system has left it: {name}", markup=False)
    if words := plain_words(checked):
        over = words.over
        for page, found in over.items():
            console.print(f"{page}: findings {len(found)}, allowed {words.budget.findings}", markup=False)
        console.print(str(words))
        if over:
            raise RulesError([problem for found in over.values() for problem in found])
    console.print("0 problems")


def _trace(console: Console, options: argparse.Namespace) -> int:
    """Print what a document says otherwise than the locked one, and the pages that hang on it; 1 if there is any."""
    document = read_document(options.document)
    checked = check(options.rules)
    found = trace(document, read_lock(options.rules))
    clauses = checked.rules.plan.clauses
    for kind, texts in (("changed", found.changed), ("missing", dict.fromkeys(found.missing, ""))):
        for clause, text in texts.items():
            console.print(f"{kind}: {clause}", style="red", markup=False)
            if text:
                console.print(f"    now: {text}", markup=False)
            for page in affected(checked.rules, clause):
                console.print(f"    touches: {page}", markup=False)
    for text in found.new:
        console.print(f"new, covered by no clause: {text}", style="red", markup=False)
    console.print(f"unchanged {len(found.unchanged)} of {len(clauses)}")
    return 0 if len(found.unchanged) == len(clauses) and not found.new else 1
