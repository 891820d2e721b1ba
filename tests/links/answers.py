"""A server of a few lines that answers what a test wants, connection by connection."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Behaviour = Callable[[socket.socket], None]
"""What is done with one connection, which is closed afterwards."""

MEDIA_TYPE = b"application/vnd.sobaocao.sync+json"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: " + MEDIA_TYPE + b"\r\n"
ANSWER = HEAD + b"Content-Length: 3\r\n\r\n[1]"


class Server:
    """Does with each connection what it was told for it; with the ones after that, what it was told last."""

    def __init__(self, behaviours: tuple[Behaviour, ...], host: str, context: ssl.SSLContext | None) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self.port = int(self._listener.getsockname()[1])
        self.connections = 0
        """How many came."""
        self._behaviours = behaviours
        self._context = context
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            try:
                with connection:
                    connection.settimeout(10)
                    if self._context is None:
                        behaviour(connection)
                    else:
                        with self._context.wrap_socket(connection, server_side=True) as secure:
                            behaviour(secure)
            except OSError:
                pass  # the client went away: that is what some tests are about

    def close(self) -> None:
        """Listen no more, and wait until the last connection is served."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(15)


@contextmanager
def serving(*behaviours: Behaviour, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server, gone when the block ends."""
    server = Server(behaviours, host, context)
    try:
        yield server
    finally:
        server.close()


def heard(connection: socket.socket) -> bytes:
    """One whole request; b"" where the client said nothing and went."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def answers(*answer: bytes) -> Behaviour:
    """Answers one request with each, one after the other, and closes."""

    def behave(connection: socket.socket) -> None:
        for each in answer:
            heard(connection)
            connection.sendall(each)

    return behave
