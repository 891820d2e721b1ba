"""A wire that counts: passes TCP on to central and counts what went, both ways."""

from __future__ import annotations

import socket
import threading


class Relay:
    """Listens on the loopback and passes every connection on to `port`."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.up = 0
        """Bytes that clients sent."""
        self.down = 0
        """Bytes that clients received."""
        self.requests = 0
        """Exchanges, by their request lines."""
        threading.Thread(target=self._accept, daemon=True).start()

    def counted(self) -> tuple[int, int, int]:
        """(up, down, requests) since the last call."""
        found = (self.up, self.down, self.requests)
        self.up = self.down = self.requests = 0
        return found

    def close(self) -> None:
        """Take no further connection."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            central = socket.create_connection(("127.0.0.1", self._target))
            for source, target, upward in ((client, central, True), (central, client, False)):
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._pass_on, args=(source, target, upward), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, upward: bool) -> None:
        while True:
            try:
                data = source.recv(65_536)
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                # Counted before it is passed on: whoever got an answer finds all of it counted.
                if upward:
                    self.up += len(data)
                    self.requests += data.count(b"POST /sync/v1/exchange HTTP/1.1\r\n")
                else:
                    self.down += len(data)
                target.sendall(data)
            except OSError:
                return
