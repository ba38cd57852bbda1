"""Building beside the old site and swapping the new one in; serving while editing; schemas for editors."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from generator.logic.audit import check
from generator.pages.site import Site
from generator.plan.model import LANGUAGES
from generator.plan.reviews import build_day, overdue
from generator.plan.source_lock import read_document, wordings
from generator.publish import fingerprint, precompress, security_headers
from generator.publish.lowering import lower
from generator.publish.offline import service_worker

_EXCHANGE = 2  # renameat2's flag for swapping two names in one step
_HERE = -100  # AT_FDCWD: relative paths count from the current folder


class PublishError(Exception):
    """The site could not be built; the message says why, and the previous site is as it was."""


@dataclass(frozen=True)
class Order:
    """A site to build from `rules` with MkDocs' `config`, to stand at `site_url`.

    `source`: an official text, whose wording is shown. `copies`: a folder that keeps compressed copies; each file that
    gets smaller by it has them beside it.
    """

    config: Path
    rules: Path
    site: Path
    site_url: str | None
    source: Path | None = None
    copies: Path | None = None


def build(order: Order, console: Console) -> None:
    """Build every language of the site. Raises RulesError, SourceError or PublishError."""
    site, copies = order.site, order.copies
    _refuse_what_is_no_build(site)
    site_url = _address(order.site_url)
    if not site_url:
        os.environ.pop("SITE_URL", None)  # mkdocs.yml reads it too, and blanks are no address
    with (
        _staging(site) as staging,
        Progress(
            SpinnerColumn("line"),  # of ASCII
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
        ) as progress,
    ):
        step = progress.add_task("checking the rules", total=None)
        checked = check(order.rules)
        official = wordings(checked.rules, order.source) if order.source else None
        pages = len(Site(checked, LANGUAGES[0], "").pages) * len(LANGUAGES)
        progress.update(step, description="writing pages", total=pages)
        warnings: list[str] = []
        try:
            with _collect(warnings):
                options = load_config(str(order.config), site_dir=str(staging), strict=True)
                if site_url:
                    options.site_url = site_url
                options.extra |= {"rules": str(order.rules), "checked": checked, "official": official}
                options.extra["tick"] = lambda: progress.advance(step)
                mkdocs_build(options)
            if warnings:
                raise PublishError("\n".join(warnings))
            finish(staging)
            service_worker.add(staging)
            if copies:
                progress.update(step, description="compressing", total=None)
                sizes = precompress.compress(staging, copies)
            _readable(staging)
            replace(staging, site)
        except MkDocsException as error:
            raise PublishError("\n".join([*warnings, str(error)])) from None
    console.print(f"{pages} pages in {site}", markup=False)
    if copies:
        console.print("compressed from {:.1f} to {:.1f} MB".format(*(size / 1e6 for size in sizes)))
    if official is not None:
        shown = sum(map(bool, official.values()))
        console.print(f"official wording: {shown} clauses shown, {len(official) - shown} left out")
    if late := overdue(checked.rules, build_day()):
        console.print(f"warning: overdue reviews {len(late)}; python -m generator check names them", style="yellow")
    if not site_url:
        console.print(
            "SITE_URL is not set, so the sitemap and canonical links name this machine. Set it before publishing."
        )


def _refuse_what_is_no_build(site: Path) -> None:
    """A build takes the place of all that is in its folder. Raises PublishError where that would be something else."""
    if site.is_dir():
        files = {path.name for path in site.iterdir() if not _is_kept(path, site)}
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


def _prefix(site: Path) -> str:
    """How the names of the folders begin in which builds of `site` are made."""
    return f".{site.name}-building-"


def _is_kept(path: Path, site: Path) -> bool:
    """Whether an entry of `site` is no part of it: a folder in which a build is made, or the file system's own."""
    return path.name.startswith(_prefix(site)) or path.name == "lost+found"


@contextmanager
def _staging(site: Path) -> Iterator[Path]:
    """A folder beside `site` to build in, removed afterwards; what builds that were killed have left is removed first.

    Where nothing can be written beside `site`, it is a folder within. A build holds a lock on its folder, which the
    system lets go of in whatever way the build ends.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    around = site if site.is_dir() and not os.access(site.parent, os.W_OK) else site.parent
    with _locked(around):  # so that no other build finds a folder that is not locked yet
        for left in [*site.parent.iterdir(), *(site.iterdir() if site.is_dir() else ())]:
            if left.name.startswith(_prefix(site)):
                with suppress(OSError), _locked(left, fcntl.LOCK_NB):
                    shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=_prefix(site), dir=around))
        lock = os.open(staging, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        os.close(lock)


@contextmanager
def _locked(folder: Path, how: int = 0) -> Iterator[None]:
    """While nobody else holds the folder. With LOCK_NB as `how` it raises BlockingIOError if somebody does."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(opened)


def finish(site: Path) -> None:
    """What is done to the site as MkDocs leaves it, all languages at once. Raises PublishError or RulesError."""
    try:
        lower.apply(site)
        fingerprint.rename(site)
        security_headers.apply(site)
    except (fingerprint.FingerprintError, security_headers.PolicyError) as error:
        raise PublishError(str(error)) from None


def replace(new: Path, site: Path) -> None:
    """Put the built folder `new` in the place of `site`, in one step wherever that can be.

    A mount point cannot be exchanged, so its entries are, one by one.
    """
    if new.parent != site:
        try:
            swap(new, site)
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            with tempfile.TemporaryDirectory(prefix=_prefix(site), dir=site) as within:
                shutil.copytree(new, within, dirs_exist_ok=True)
                replace(Path(within), site)
        return
    outdated = {path.name for path in site.iterdir() if not _is_kept(path, site)}
    for path in sorted(new.iterdir()):
        swap(path, site / path.name)
        outdated.discard(path.name)
    for name in outdated:
        (site / name).rename(new / name)


def swap(new: Path, old: Path) -> None:
    """Put the folder `new` in the place of `old` in one step, so that a visitor never meets a half-built site.

    What was at `old` is left at `new`. Falls back to two renames where the system cannot exchange names.
    """
    if not old.exists():
        new.rename(old)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    exchange = getattr(libc, "renameat2", None)
    if exchange and exchange(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _EXCHANGE) == 0:
        return
    aside = old.with_name(f"{_prefix(old)}aside")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    new.rename(old)
    aside.rename(new)


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
    os.environ["GUIDE_RULES"] = str(rules)
    watch = [str(rules)]
    if source:
        read_document(source)
        os.environ["GUIDE_SOURCE"] = str(source.resolve())
        watch.append(str(source))
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    logging.basicConfig(force=True, format="%(levelname)s %(message)s", level=logging.INFO)
    try:
        mkdocs_serve(str(config), dev_addr=f"127.0.0.1:{port}", watch=watch, livereload=True)
    except OSError as error:
        if error.filename:
            raise
        raise PublishError(f"cannot serve on port {port}: {error.strerror}") from None
    except MkDocsException as error:
        raise PublishError(str(error)) from None
