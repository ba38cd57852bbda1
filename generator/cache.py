"""What takes long to make, kept in a file from one build to the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def cached(path: Path, make: Callable[[], bytes]) -> bytes:
    """What is at `path`, made and kept there if nothing is. The date of the file tells when it was last used."""
    try:
        content = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        content = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")  # a build that is killed leaves no half of it behind
        part.write_bytes(content)
        part.replace(path)
    return content
