"""Bodies of exchanges that broke off on their way: as much as came of each device's last one is kept for a while.

The device asks how much that is, and goes on from there. Nothing rests on it: where it is lost, the whole goes again.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

EXPIRES_S = 3_600
"""How long it is kept."""
LEAST_BYTES = 1_024
"""Less than this is not worth going on from."""


class TornBodies:
    """The bodies of one central that broke off."""

    def __init__(self, folder: Path, now: int) -> None:
        """`now` is Unix seconds."""
        self._folder = folder
        self._now = now

    def find(self, device: str) -> bytes:
        """What is kept of a device's last body; b"" for nothing."""
        path = self._folder / device
        try:
            return b"" if self._has_expired(path) else path.read_bytes()
        except FileNotFoundError:
            return b""

    def keep(self, device: str, body: bytes) -> None:
        """Keep the beginning of a device's body instead of what was kept; too little of it is left."""
        if len(body) < LEAST_BYTES:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        # Another process may be reading: it finds the one or the other.
        made = self._folder / f".{device}.{os.getpid()}.{threading.get_ident()}"
        made.write_bytes(body)
        os.utime(made, (self._now, self._now))
        made.replace(self._folder / device)

    def drop(self, device: str) -> None:
        """Forget a device's body."""
        (self._folder / device).unlink(missing_ok=True)

    def _has_expired(self, path: Path) -> bool:
        return path.stat().st_mtime + EXPIRES_S < self._now

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            try:
                if self._has_expired(path):
                    path.unlink(missing_ok=True)
            except FileNotFoundError:  # another process was quicker
                continue
