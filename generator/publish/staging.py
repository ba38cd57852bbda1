"""The folder in which a build is made, and its exchange for the site: no visitor ever meets a half-built one."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_EXCHANGE = 2  # renameat2's flag for swapping two names in one step
_HERE = -100  # AT_FDCWD: relative paths count from the current folder


def _prefix(site: Path) -> str:
    """How the names of the folders begin in which builds of `site` are made."""
    return f".{site.name}-building-"


def is_kept(path: Path, site: Path) -> bool:
    """Whether an entry of `site` is no part of it: a folder in which a build is made, or the file system's own."""
    return path.name.startswith(_prefix(site)) or path.name == "lost+found"


@contextmanager
def staging(site: Path) -> Iterator[Path]:
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
        folder = Path(tempfile.mkdtemp(prefix=_prefix(site), dir=around))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
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
    outdated = {path.name for path in site.iterdir() if not is_kept(path, site)}
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
