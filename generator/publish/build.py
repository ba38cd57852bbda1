"""Building the whole site, and serving it while it is edited."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from generator.logic.audit import check
from generator.pages import published
from generator.pages.site import Site, is_public
from generator.plan.folder import Rules
from generator.plan.languages import FIRST, LANGUAGES
from generator.plan.reviews import build_day, overdue
from generator.plan.source_lock import read_document, wordings
from generator.publish import fingerprint, precompress, security_headers
from generator.publish.kits import draw
from generator.publish.kits.sheets import sheets
from generator.publish.lowering import lower
from generator.publish.offline import service_worker
from generator.publish.run import RUN, Run
from generator.publish.staging import is_kept, replace, staging
from generator.publish.typesetting import titles


class PublishError(Exception):
    """The site could not be built; the message says why, and the previous site is as it was."""


@dataclass(frozen=True)
class Order:
    """What to build and where: `config` is mkdocs.yml, `source` an official text whose wording is to be shown.

    With `copies`, a folder that keeps compressed copies, each file that gets smaller by it has them beside it. With
    `drawings`, a folder that keeps what was drawn, there are posters and pictures for campaigns.
    """

    config: Path
    rules: Path
    site: Path
    site_url: str | None = None
    source: Path | None = None
    copies: Path | None = None
    drawings: Path | None = None


def build(order: Order, console: Console) -> None:
    """Build every language of the site. Raises RulesError, SourceError or PublishError."""
    site, copies = order.site, order.copies
    _refuse_what_is_no_build(site)
    site_url = _address(order.site_url)
    with staging(site) as folder, _progress(console) as progress:
        step = progress.add_task("checking the rules", total=None)
        checked = check(order.rules)
        official = wordings(checked.rules, order.source) if order.source else None
        first = Site(checked, FIRST.code, site_url or "")
        pages = (len(first.pages) + len(first.frames)) * len(LANGUAGES)
        press = draw.press(order.drawings, first.epoch) if order.drawings else None
        progress.update(step, description="writing pages", total=pages)
        run = Run(
            order.rules,
            checked=checked,
            official=official,
            kits=press is not None,
            page_written=lambda: progress.advance(step),
        )
        _write(order.config, folder, site_url, run)
        finish(folder)
        fresh = _keep_addresses(folder, checked.rules)
        service_worker.add(folder)
        drawn = _draw(press, first, folder, progress) if press else None
        if copies:
            progress.update(step, description="compressing", total=None)
            sizes = precompress.compress(folder, copies)
        _readable(folder)
        replace(folder, site)
    console.print(f"{pages} pages in {site}", markup=False)
    if drawn:
        console.print(
            f"{drawn.files} posters and pictures, {drawn.bytes / 1e6:.1f} MB, {drawn.drawn} of them drawn anew"
        )
    elif order.drawings:
        console.print(f"warning: no posters and pictures were drawn: {draw.WANTED}", style="bold red")
    if copies:
        console.print("compressed from {:.1f} to {:.1f} MB".format(*(size / 1e6 for size in sizes)))
    if official is not None:
        shown = sum(map(bool, official.values()))
        console.print(f"official wording: {shown} clauses shown, {len(official) - shown} left out")
    if fresh:
        console.print(f"{fresh} addresses are new; python -m generator addresses keeps them, once they are published")
    if late := overdue(checked.rules, build_day()):
        console.print(f"warning: overdue reviews {len(late)}; python -m generator check names them", style="yellow")
    if not is_public(first.site_url):
        warn_of_no_address(console, loudly=copies is not None)


def warn_of_no_address(console: Console, *, loudly: bool) -> None:
    """Whoever builds for publishing may have forgotten it, and finds out only when the posters hang."""
    if not loudly:
        console.print("SITE_URL is no public address, so there are no QR codes. Set it before publishing.")
        return
    console.print(
        Panel.fit(
            "SITE_URL is no public address, so this build has NO QR CODES:\n"
            "posters and slides have room for a telephone number instead,\n"
            "messengers show no picture of a page, and the sitemap names this machine.\n\n"
            "If people are to scan the posters, build again:\n"
            "    SITE_URL=https://guide.example.org/ make site",
            title="WARNING",
            padding=(1, 2),
        ),
        style="bold red",
        soft_wrap=False,
    )


def _keep_addresses(site: Path, rules: Rules) -> int:
    """How many addresses of the built site are not locked yet. Raises PublishError if one that is locked is no more."""
    lock = published.read(rules.root)
    if not lock.addresses:
        return 0
    stand = published.standing(site)
    if lost := published.lost(lock, stand, rules.plan.moved):
        named = "\n".join(f"    {place}" for place in lost)
        raise PublishError(f"addresses that were published would be no more (`moved` in plan.yml leads on):\n{named}")
    return len(set.intersection(*stand) - lock.addresses)


def _draw(press: draw.Press, first: Site, folder: Path, progress: Progress) -> draw.Done:
    """Put the kits of all languages beside the pages; `first` is the site in the first. Raises PublishError."""
    url = first.site_url
    sites = [Site(first.checked, code, url and url + language.root, kits=True) for code, language in LANGUAGES.items()]
    wanted = sheets(sites)
    step = progress.add_task("drawing posters", total=len(wanted))
    try:
        return press.add(folder, wanted, lambda: progress.advance(step))
    except draw.KitError as error:
        raise PublishError(str(error)) from None


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn("line"),  # of ASCII
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )


def _write(config: Path, folder: Path, site_url: str | None, run: Run) -> None:
    """Have MkDocs write all pages into `folder`. What it only warns of is an error. Raises PublishError."""
    if not site_url:
        os.environ.pop("SITE_URL", None)  # mkdocs.yml reads it too, and blanks are no address
    warnings: list[str] = []
    try:
        with _collect(warnings):
            settings = load_config(str(config), site_dir=str(folder), strict=True)
            if site_url:
                settings.site_url = site_url
            settings.extra[RUN] = run
            mkdocs_build(settings)
    except MkDocsException as error:
        raise PublishError("\n".join([*warnings, str(error)])) from None
    if warnings:
        raise PublishError("\n".join(warnings))


def _refuse_what_is_no_build(site: Path) -> None:
    """A build takes the place of all that is in its folder. Raises PublishError where that would be something else."""
    if site.is_dir():
        files = {path.name for path in site.iterdir() if not is_kept(path, site)}
        if not files or ({"index.html", service_worker.WORKER} <= files and ".git" not in files):
            return
        raise PublishError(f"{site} holds what no build has made and would remove: choose another folder")
    if site.exists():
        raise PublishError(f"{site} is not a folder")


def _address(site_url: str | None) -> str | None:
    """The site's address as pages need it, with a stroke at its end. Raises PublishError."""
    site_url = (site_url or "").strip()
    if not site_url:
        return None
    try:
        parts = urlsplit(site_url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s?#@\\]", site_url):
        wanted = "an address such as https://guide.example.org/, without ? and #"
        raise PublishError(f"SITE_URL is {site_url!r} and must be {wanted}")
    return site_url.rstrip("/") + "/"


def _readable(folder: Path) -> None:
    """A web server is another user than the one who builds, whose files may be for that one alone."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def finish(site: Path) -> None:
    """What is done to the site as MkDocs leaves it, all languages at once. Raises PublishError or RulesError."""
    titles.apply(site)
    try:
        lower.apply(site)
        fingerprint.rename(site)
        security_headers.apply(site)
    except (fingerprint.FingerprintError, security_headers.PolicyError) as error:
        raise PublishError(str(error)) from None


@contextmanager
def _collect(found: list[str]) -> Iterator[None]:
    """Collect what MkDocs warns of instead of printing it."""

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    handler = Collect(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def serve(config: Path, rules: Path, port: int, source: Path | None = None) -> None:
    """Serve the site on 127.0.0.1 until interrupted, rebuilding on edits to rules, templates, docs and `source`.

    Raises PublishError if the port is taken, SourceError if the official text cannot be read.
    """
    if not _address(os.environ.get("SITE_URL")):
        os.environ.pop("SITE_URL", None)
    watch = [str(rules)]
    if source:
        read_document(source)
        source = source.resolve()
        watch.append(str(source))
    run = Run(rules, source=source)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    logging.basicConfig(force=True, format="%(levelname)s %(message)s", level=logging.INFO)
    try:
        mkdocs_serve(
            str(config),
            dev_addr=f"127.0.0.1:{port}",
            watch=watch,
            livereload=True,
            extra={RUN: run, "generator": False},  # in the place of all that mkdocs.yml has there
        )
    except OSError as error:
        if error.filename:
            raise
        raise PublishError(f"cannot serve on port {port}: {error.strerror}") from None
    except MkDocsException as error:
        raise PublishError(str(error)) from None
