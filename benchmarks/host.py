"""A host like those that the site is meant for: compressed copies, one line to each visitor that is only so fast."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

from tests.conftest import Quiet

CHUNK = 4096


class Line:
    """What all connections share: so many bytes a second (0: no limit), so many seconds until an answer begins."""

    def __init__(self, rate: float = 0, delay: float = 0) -> None:
        self.rate, self.delay = rate, delay
        self.sent = 0
        self._free = 0.0
        self._lock = threading.Lock()

    def send(self, body: bytes, out: BinaryIO) -> None:
        self.sent += len(body)
        time.sleep(self.delay)
        if not self.rate:
            out.write(body)
            return
        for start in range(0, len(body), CHUNK):
            part = body[start : start + CHUNK]
            with self._lock:
                self._free = max(self._free, time.monotonic()) + len(part) / self.rate
                until = self._free
            time.sleep(max(0.0, until - time.monotonic()))
            out.write(part)


class Host(Quiet):
    """Hands out the compressed copy of a file where there is one."""

    def __init__(self, *arguments: Any, line: Line, **more: Any) -> None:
        self._line = line
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:  # noqa: N802 (the base class names it so)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        packed = path.with_name(f"{path.name}.br")
        if not path.is_file():
            self.send_error(404)
            return
        body = (packed if packed.is_file() else path).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if packed.is_file():
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.flush()
        self._line.send(body, cast(BinaryIO, self.wfile))
