"""Files of this computer, read to be attached, and copies of attached ones, written to be looked at or kept.

Everything here is slow and knows no store: it runs on any thread, one call at a time for each object.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from hashlib import blake2b
from pathlib import Path

from app.domain.attachments import FILE_MAX, sound_name
from app.errors import InputError

PIECE = 1 << 20
"""Bytes read or written at once."""


class Source:
    """A file that is being read to be attached."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises InputError `file.folder`, `file.unreadable`, `file.empty`, `file.size`, `file.program`, `file.name`.
        """
        self.name = sound_name(path.name)
        """As it will be called in the report."""
        try:
            if path.is_dir():
                raise InputError("file.folder", name=path.name)
            self._file = path.open("rb")
            self.size = os.fstat(self._file.fileno()).st_size
            """Bytes."""
        except OSError as exc:
            raise InputError("file.unreadable", name=path.name) from exc
        if not 0 < self.size <= FILE_MAX:
            self._file.close()
            if self.size:
                raise InputError("file.size", size=self.size, limit=FILE_MAX >> 20)
            raise InputError("file.empty", name=path.name)
        self.done = 0
        """Bytes read."""
        self._made = blake2b(digest_size=32)

    @property
    def hash(self) -> str:
        """BLAKE2b-256 of what was read, 64 hex digits."""
        return self._made.hexdigest()

    def read(self) -> bytes:
        """The next piece; nothing at the end. Raises InputError `file.unreadable`, and `file.changed` where it grew."""
        try:
            data = self._file.read(min(PIECE, self.size - self.done + 1))
        except OSError as exc:
            raise InputError("file.unreadable", name=self.name) from exc
        self.done += len(data)
        if self.done > self.size:
            raise InputError("file.changed")
        self._made.update(data)
        return data

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


class Copy:
    """A file that is being written out of a report; it is there under its name only once it is whole."""

    def __init__(self, path: Path) -> None:
        """Begin it. Raises InputError `file.unwritable`."""
        self.path = path
        self._part = path.with_name(path.name + ".part")
        try:
            self._file = self._part.open("wb")
        except OSError as exc:
            raise InputError("file.unwritable", name=path.name) from exc
        self.done = 0
        """Bytes written."""

    def write(self, data: bytes) -> None:
        """Add a piece. Raises InputError `file.unwritable`."""
        try:
            self._file.write(data)
        except OSError as exc:
            self.give_up()
            raise InputError("file.unwritable", name=self.path.name) from exc
        self.done += len(data)

    def finish(self, *, read_only: bool = False) -> Path:
        """Put it in its place. Raises InputError `file.unwritable`."""
        try:
            self._file.close()
            if read_only:
                self._part.chmod(stat.S_IREAD)
            self._part.replace(self.path)
        except OSError as exc:
            self.give_up()
            raise InputError("file.unwritable", name=self.path.name) from exc
        return self.path

    def give_up(self) -> None:
        """Leave nothing of it."""
        try:
            self._file.close()
            _remove(self._part)
        except OSError:
            return


class OpenedFiles:
    """Where copies lie that were opened only to be looked at: readable by their owner alone, gone at the end."""

    def __init__(self, parent: Path | None = None) -> None:
        """`parent` is where the folder is made once there is something to put into it; the system's place for None."""
        self._parent = parent
        self._folder: Path | None = None

    def place(self, hash_: str, name: str) -> Path:
        """Where the copy of a file goes; its name stays.

        Raises InputError `file.program`, `file.name`, and `file.unwritable` where the last copy is still in use.
        """
        name = sound_name(name)
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="sobaocao-", dir=self._parent))
        own = self._folder / hash_[:16]
        path = own / name
        try:
            own.mkdir(exist_ok=True)
            _remove(path)
        except OSError as exc:
            raise InputError("file.unwritable", name=name) from exc
        return path

    def clear(self) -> None:
        """Remove them all; what another program still holds open stays until it lets go."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
        shutil.rmtree(folder, ignore_errors=True)


def _remove(path: Path) -> None:
    """Remove a file, also one that may only be read."""
    if path.exists():
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
        path.unlink()
