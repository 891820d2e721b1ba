"""What central keeps beside its database: its signing key, and how far the database had come.

Both lie outside it on purpose: a database put back from a copy must not bring an old key back with it, and
must be found to be behind.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.domain import signing
from app.domain.exchange import key_id
from app.domain.sealing import sealing_key
from app.errors import InputError

_KEY_FILE = "signing.key"
_MARK_FILE = "high-water"
_MARK_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """Central's Ed25519 key pair."""

    private: str
    """64 hex digits; never logged, never shown."""
    public: str
    """64 hex digits."""
    sealing: str
    """X25519 public key that bundles are sealed to, derived from the private one; 64 hex digits."""
    id: str
    """16 hex digits."""


def signing_key(data: Path) -> SigningKey:
    """The key kept in `data`; made at the first call, readable by its owner alone.

    Raises InputError `central.key` where the file holds something else.
    """
    path = data / _KEY_FILE
    try:
        private = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        private = _make_key(path)
    except UnicodeDecodeError as exc:
        raise InputError("central.key", path=path.name) from exc
    try:
        public = signing.public_key(private)
    except ValueError as exc:
        raise InputError("central.key", path=path.name) from exc
    return SigningKey(private=private, public=public, sealing=sealing_key(private), id=key_id(public))


def _make_key(path: Path) -> str:
    private = signing.new_private_key()
    # Why O_EXCL: of two processes that start together one makes the key, the other reads it.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(private + "\n")
        file.flush()
        os.fsync(file.fileno())
    return private


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the database had come."""

    epoch: str
    """Central epoch."""
    position: int
    """Last position of the feed that was given out."""


class HighWaterMark:
    """The mark in its file: overwritten in place after every commit, so it costs one write of 64 bytes."""

    def __init__(self, data: Path) -> None:
        self._path = data / _MARK_FILE
        self._last: Mark | None = None

    def read(self) -> Mark | None:
        """The mark, or None where there is none that can be read."""
        try:
            epoch, position = self._path.read_text(encoding="ascii").split()
            return Mark(epoch=epoch, position=int(position))
        except (FileNotFoundError, UnicodeDecodeError, ValueError):
            return None

    def raise_to(self, mark: Mark) -> None:
        """Write a mark that is further than the last one written here."""
        last = self._last
        if last and last.epoch == mark.epoch and last.position >= mark.position:
            return
        line = f"{mark.epoch} {mark.position}\n".encode("ascii").rjust(_MARK_BYTES)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(handle, line, 0)
        finally:
            os.close(handle)
        self._last = mark
