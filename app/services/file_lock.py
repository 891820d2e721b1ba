"""One process at a time, and one thread of it: a lock on a file, which the system takes back from whoever ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, waits: bool) -> Iterator[None]:
    """Holds the lock at `path`, a file that is made where there is none and stays.

    Raises BlockingIOError where another holds it and this does not wait (on Windows it waits ten seconds at most);
    OSError.
    """
    with path.open("ab") as file:
        _lock(file.fileno(), waits=waits)
        try:
            yield
        finally:
            _unlock(file.fileno())  # Windows takes its time where a file is only closed


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, waits: bool) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(file: int, *, waits: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
