"""Attached files on central's disk, outside the database: whole ones under their hash, unfinished ones by device.

    files/<first two digits>/<hash>      whole, proven; never written again
    files/parts/<device>/<hash>.<size>   so far as it has come

How much of a file has come is the length of its part: nothing else has to agree with it. A piece is kept aside until
it is here and its checksum holds, then appended and on the disk before it is acknowledged; what a crash may have left
broken inside shows when the whole is proven.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO

from app.errors import InputError, TransientError

EXPIRES_S = 7 * 86_400
"""How long an unfinished file waits for its next piece."""
ROOM_SPARED = 1 << 30
"""Bytes of the disk that no file is taken into."""

_BLOCK = 1 << 18
_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as far as it has come."""

    hash: str
    size: int
    """Bytes of the whole."""
    offset: int
    """Bytes that are here."""
    expires_at: int
    """Unix seconds; 0 for a whole one."""


class Uploads:
    """The files of one central, as one device sees them."""

    def __init__(self, folder: Path, device: str, now: int) -> None:
        """`folder` holds all files; `now` is Unix seconds. Raises InputError `device.unknown` for no name of ours."""
        if not _DEVICE.match(device):
            raise InputError("device.unknown")
        self._folder = folder
        self._parts = folder / "parts" / device
        self._now = now

    def path(self, hash_: str) -> Path:
        """Where the whole file lies, or would."""
        return self._folder / hash_[:2] / hash_

    def find(self, hash_: str) -> Upload | None:
        """What is here of a file: all of it, whoever brought it, or this device's part of it. None for nothing.

        Raises InputError `sync.file_locked` in the moment when its last piece is being proven.
        """
        whole = self.path(hash_)
        if whole.exists():
            size = whole.stat().st_size
            return Upload(hash=hash_, size=size, offset=size, expires_at=0)
        part = next(self._parts.glob(f"{hash_}.*"), None)
        if part is None or self._has_expired(part):
            return None
        found = self._described(part)
        return found if found.offset < found.size else self._finished_late(part, found)

    def create(self, hash_: str, size: int) -> Upload:
        """Begin a file anew, unless all of it is here. Raises TransientError `sync.file_central_full`."""
        found = self.find(hash_)
        if found and found.offset == found.size:
            return found
        self._parts.mkdir(parents=True, exist_ok=True)
        self._sweep()
        if shutil.disk_usage(self._parts).free - size < ROOM_SPARED:
            raise TransientError("sync.file_central_full")
        self.remove(hash_)
        part = self._parts / f"{hash_}.{size}"
        part.touch(mode=0o600)
        os.utime(part, (self._now, self._now))
        return self._described(part)

    def append(self, hash_: str, offset: int, piece: IO[bytes]) -> Upload:
        """Add a piece that is wholly here; the last one makes the file whole.

        Raises InputError `sync.file_unknown`, `sync.file_offset`, `sync.file_locked`, `sync.file_too_long`, and
        `sync.file_hash` where the whole is not what its hash says: it is dropped, to be sent anew.
        """
        found = self.find(hash_)
        if found is None:
            raise InputError("sync.file_unknown")
        if found.offset == found.size:
            raise InputError("sync.file_offset", offset=found.offset)
        part = self._parts / f"{hash_}.{found.size}"
        with self._held(part) as file:
            here = file.seek(0, os.SEEK_END)
            if here != offset:
                raise InputError("sync.file_offset", offset=here)
            if here + piece.seek(0, os.SEEK_END) > found.size:
                raise InputError("sync.file_too_long", size=found.size)
            piece.seek(0)
            shutil.copyfileobj(piece, file, _BLOCK)
            file.flush()
            os.fsync(file.fileno())
            os.utime(part, (self._now, self._now))
            if file.tell() == found.size:
                return self._finished(part, hash_)
        return self._described(part)

    def remove(self, hash_: str) -> bool:
        """Leave this device's part of a file; whether there was one. A whole file stays."""
        parts = list(self._parts.glob(f"{hash_}.*"))
        for part in parts:
            part.unlink(missing_ok=True)
        return bool(parts)

    @contextmanager
    def _held(self, part: Path) -> Iterator[IO[bytes]]:
        """The part, held against another request that would write it too."""
        try:
            file = part.open("r+b")
        except FileNotFoundError as exc:
            raise InputError("sync.file_unknown") from exc
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise InputError("sync.file_locked") from exc
            yield file

    def _finished_late(self, part: Path, found: Upload) -> Upload | None:
        """A part that is all here: a crash came before its proof."""
        try:
            with self._held(part):
                return self._finished(part, found.hash)
        except InputError as error:
            if error.code == "sync.file_locked":
                raise
            return None

    def _finished(self, part: Path, hash_: str) -> Upload:
        """Prove the whole and move it to its place."""
        made = blake2b(digest_size=32)
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                made.update(block)
        if made.hexdigest() != hash_:
            part.unlink(missing_ok=True)
            raise InputError("sync.file_hash")
        whole = self.path(hash_)
        whole.parent.mkdir(exist_ok=True)
        part.replace(whole)
        _sync_folder(whole.parent)
        size = whole.stat().st_size
        return Upload(hash=hash_, size=size, offset=size, expires_at=0)

    def _described(self, part: Path) -> Upload:
        hash_, _, size = part.name.partition(".")
        told = part.stat()
        return Upload(hash=hash_, size=int(size), offset=told.st_size, expires_at=int(told.st_mtime) + EXPIRES_S)

    def _has_expired(self, part: Path) -> bool:
        return part.stat().st_mtime + EXPIRES_S < self._now

    def _sweep(self) -> None:
        """Drop what this device left behind long ago."""
        for part in self._parts.iterdir():
            if self._has_expired(part):
                part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
