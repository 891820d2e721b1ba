"""Gives a feed out over real HTTP, with parts of files, on lines that break."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class FeedServer(ThreadingHTTPServer):
    """A server that counts what it sends."""

    daemon_threads = True

    def __init__(self, folder: Path, *, cut_after: int = 0, parts: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.cut_after = cut_after
        """Bytes of a body after which a connection breaks; 0 for never."""
        self.parts = parts
        """Whether it knows parts of files."""
        self.sent: dict[str, int] = {}
        self.cuts = 0
        self.asked: list[str] = []
        """The parts of files that were asked for."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Who asked went away: that is what some tests are about."""

    def content_bytes(self) -> int:
        return sum(size for path, size in self.sent.items() if "/content/" in path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FeedServer

    def do_GET(self) -> None:
        path = self.server.folder / self.path.removeprefix("/updates/")
        if not path.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data, asked = path.read_bytes(), self.headers.get("Range", "")
        self.server.asked += [asked] if asked else []
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.server.parts else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        body = data[start:]
        if self.server.cut_after and len(body) > self.server.cut_after:
            body = body[: self.server.cut_after]
            self.server.cuts += 1
            self.close_connection = True
        self.wfile.write(body)
        self.server.sent[self.path] = self.server.sent.get(self.path, 0) + len(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serving(folder: Path, *, cut_after: int = 0, parts: bool = True) -> Iterator[FeedServer]:
    """A server, gone when the block ends."""
    server = FeedServer(folder, cut_after=cut_after, parts=parts)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
