"""A command at a terminal: it prints what the terminal can show, and ends in one plain line whatever stops it."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

INTERRUPTED = 130  # what a shell says of a command that Ctrl-C has ended


def run(name: str, main: Callable[[], int]) -> NoReturn:
    """Run the command `name` and exit with the status that `main` returns.

    What the system refuses is told in one line, with status 1; so is a package that is missing. A traceback is left
    for what only a fault of the program can be.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:  # `nohup` wants another to be ignored
            signal.signal(ending, lambda number, _: sys.exit(128 + number))  # so that what is half made is removed
    try:
        _open_streams()
        status = _status(main)
    except KeyboardInterrupt:
        status = _end("interrupted", INTERRUPTED, name)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        status = _end("", 0, name)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "checker", "generator"):
            raise
        status = _end(f"the Python package {package!r} is missing; run: make setup", 1, name)
    except OSError as error:
        status = _end(_told(error), 1, name)
    sys.exit(status)


def _told(error: OSError) -> str:
    """What the system refused, in a line."""
    what = error.strerror or str(error)
    return f"{error.filename}: {what}" if error.filename else what


def write(data: str) -> None:
    """Print data for other programs: UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode())


def _open_streams() -> None:
    """A character that a stream cannot write or read is replaced; a stream that is closed leads nowhere.

    Closed streams are opened in their order, so that no file gets the number of one and what is printed into it.
    """
    for name, mode, errors in (
        ("stdin", "r", "replace"),
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _status(main: Callable[[], int]) -> int | str | None:
    """The status of `main`, once all that it printed has arrived."""
    try:
        status: int | str | None = main()
    except SystemExit as left:
        status = left.code
    sys.stdout.flush()
    return status


def _end(what: str, status: int, name: str) -> int:
    """Say why the command ends. What could not be printed is given up: Python would try again, and complain itself."""
    with suppress(OSError):
        if what:
            after = "\n" if status == INTERRUPTED and sys.stderr.isatty() else ""  # the terminal shows ^C
            print(f"{after}{name}: {what}", file=sys.stderr, flush=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    return status
