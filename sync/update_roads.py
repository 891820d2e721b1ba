"""Where a feed of updates lies: at central, in a folder (a USB stick), or in one file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from app.errors import PermanentError, SyncError, TransientError
from sync.transport import PIECE_BYTES, HttpTransport

FEED_PATH = "/updates/"
"""At central."""
NOT_THERE = (403, 404)


class Road(Protocol):
    """Reads the files of a feed."""

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """A file's bytes from `start`, piece by piece. Raises SyncError; `update.no_file` where it is not there."""
        ...


class CentralRoad:
    """The feed that central gives out, over the office's ordinary way to it."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """A file's bytes from `start`."""
        try:
            yield from self._transport.read(FEED_PATH + path, start)
        except SyncError as error:
            if error.params.get("status") in NOT_THERE:
                raise PermanentError("update.no_file", path=path) from error
            raise


class FolderRoad:
    """A feed in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """A file's bytes from `start`."""
        try:
            with (self._folder / path).open("rb") as file:
                file.seek(start)
                while piece := file.read(PIECE_BYTES):
                    yield piece
        except (FileNotFoundError, NotADirectoryError) as error:
            raise PermanentError("update.no_file", path=path) from error
        except OSError as error:
            raise TransientError("update.unreadable", detail=f"errno {error.errno}") from error


class ZipRoad:
    """The same folder, packed (not compressed: it is already) in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """A file's bytes from `start`."""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(path) as file:
                file.seek(start)
                while piece := file.read(PIECE_BYTES):
                    yield piece
        except KeyError as error:
            raise PermanentError("update.no_file", path=path) from error
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise TransientError("update.unreadable", detail=type(error).__name__) from error


def carried_road(place: Path) -> FolderRoad | ZipRoad:
    """The road to what was carried here: a folder, or one file."""
    return FolderRoad(place) if place.is_dir() else ZipRoad(place)
