"""Compressed copies: right, the same again, made once, and only where they help."""

from __future__ import annotations

import gzip
import os
import random
import time
from pathlib import Path

import brotli

from generator.publish.precompress import CODINGS, compress
from tests.conftest import contents

TEXT = b"the same line again and again\n" * 400


def refused(content: bytes) -> bytes:
    raise AssertionError("compressed again")


def test_copies_are_made_where_they_help_and_only_once(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    files = {
        "a.js": TEXT,
        "en/a.js": TEXT,
        "noise.wasm": random.Random(1).randbytes(4_000),
        "y.png": TEXT,
    }
    for name, content in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    whole, small = compress(site, cache)
    assert whole == 2 * len(TEXT) + 4_000
    assert 4_000 < small < 5_000
    made = contents(site)
    assert made.keys() - files.keys() == {"a.js.br", "a.js.gz", "en/a.js.br", "en/a.js.gz"}
    assert brotli.decompress(made["a.js.br"]) == gzip.decompress(made["en/a.js.gz"]) == TEXT

    old = cache / "old.br"
    old.touch()
    os.utime(old, (time.time() - 40 * 24 * 3600,) * 2)
    for name in made.keys() - files.keys():
        (site / name).unlink()
    compress(site, cache, dict.fromkeys(CODINGS, refused))  # all of it comes from the cache
    assert contents(site) == made
    assert not old.exists()
