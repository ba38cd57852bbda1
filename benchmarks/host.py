"""A host like those that the site is meant for: compressed copies, one line to each visitor that is only so fast."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from tests.conftest import Quiet, Server

CHUNK = 4096


class Line:
    """What all connections share: so many bytes a second (0: no limit), so many seconds until an answer begins."""

    def __init__(self, rate: float = 0, delay: float = 0) -> None:
        self.rate, self.delay = rate, delay
        self._sent: list[tuple[float, int]] = []
        self._free = 0.0
        self._lock = threading.Lock()

    def sent(self, until: float = float("inf")) -> int:
        """Bytes of all files together until a moment, in seconds since 1970."""
        return sum(size for moment, size in self._sent if moment <= until)

    def send(self, body: bytes, out: BinaryIO) -> None:
        time.sleep(self.delay)
        if not self.rate:
            self._sent.append((time.time(), len(body)))
            out.write(body)
            return
        for start in range(0, len(body), CHUNK):
            part = body[start : start + CHUNK]
            with self._lock:
                self._free = max(self._free, time.monotonic()) + len(part) / self.rate
                until = self._free
            time.sleep(max(0.0, until - time.monotonic()))
            self._sent.append((time.time(), len(part)))
            out.write(part)


class Host(Quiet):
    """Hands out the compressed copy of a file where there is one that the browser reads."""

    disable_nagle_algorithm = True  # as any host does: else a small body waits 40 ms for its headers to be acknowledged

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
        small = packed.is_file() and "br" in self.headers.get("Accept-Encoding", "")
        body = (packed if small else path).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if small:
            self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.flush()
        self._line.send(body, cast(BinaryIO, self.wfile))


@contextmanager
def served(site: Path, *limits: float) -> Iterator[tuple[str, Line]]:
    """The address of a host of the site, and its line, with the limits that `Line` takes."""
    line = Line(*limits)
    with Server(("127.0.0.1", 0), partial(Host, directory=str(site), line=line)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", line
        server.shutdown()
