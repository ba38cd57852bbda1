"""Compressed copies beside the files of the site, for hosts that hand them out as they are.

Brotli at its best takes half a minute for the interpreter alone, so what was compressed once is kept by its digest.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli

from generator.cache import cached

Coding = Callable[[bytes], bytes]

_LEFT_OUT = {"", ".br", ".gz", ".pdf", ".png"}  # compressed already
_WORTH = 0.98  # a copy must be smaller than this share of its file
_KEPT_FOR = 30 * 24 * 3600  # seconds since a copy was last used


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=11, lgwin=22))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


CODINGS: Mapping[str, Coding] = {".br": _brotli, ".gz": _gzip}


def compress(site: Path, cache: Path, codings: Mapping[str, Coding] = CODINGS) -> tuple[int, int]:
    """Put a compressed copy of each coding beside each file in `site` that gets smaller by it.

    `cache` is a folder that keeps copies from one build to the next. Returns how many bytes the files have, and how
    many their smallest copies.
    """
    cache.mkdir(parents=True, exist_ok=True)
    same: dict[str, list[Path]] = {}  # the languages share most of their assets
    for path in site.rglob("*"):
        if path.is_file() and path.suffix not in _LEFT_OUT:
            same.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), []).append(path)

    def copy(digest: str) -> tuple[int, int]:
        paths = same[digest]
        content = paths[0].read_bytes()
        smallest = len(content)
        for suffix, coding in codings.items():
            made = cached(cache / f"{digest}{suffix}", partial(coding, content))
            if len(made) < _WORTH * len(content):
                smallest = min(smallest, len(made))
                for path in paths:
                    path.with_name(path.name + suffix).write_bytes(made)
        return len(content) * len(paths), smallest * len(paths)

    # The longest task first, so that none is left for the end.
    tasks = sorted(same, key=lambda digest: -same[digest][0].stat().st_size)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries let other threads run meanwhile
        sizes = list(pool.map(copy, tasks))
    for kept in cache.iterdir():
        if time.time() - kept.stat().st_mtime > _KEPT_FOR:
            kept.unlink(missing_ok=True)
    return sum(whole for whole, _ in sizes), sum(small for _, small in sizes)
