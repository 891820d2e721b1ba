"""The files of a report as a person sees them: how far each has got, taken in and given out piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum

import msgspec

from app.domain.addresses import FILE
from app.domain.attachments import NAME, Transfer
from app.domain.operations import ReportKey
from app.store.attachments import StoredFile
from app.store.store import Store


class FileState(StrEnum):
    """How far a file has got."""

    WAITING = "waiting"
    """Here; central has none of it."""
    GOING = "going"
    """Here; central has a part of it."""
    THERE = "there"
    """Here and at central."""
    AWAY = "away"
    """Not here: on another computer, or at central."""
    COMING = "coming"
    """On its way here."""


class FileTold(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a report's file besides its name and size."""

    state: FileState
    done: int = 0
    """Bytes that have arrived where they go to."""
    problem: str = ""
    """Stable code of why it goes no further for now; empty for nothing."""
    author: str = ""
    """Name of who attached it; empty where this computer does not know."""
    at: int = 0
    """When, Unix seconds; 0 where this computer does not know."""


class Attachments:
    """Files of the store's reports. Belongs to the thread of its store."""

    def __init__(self, store: Store, person_name: Callable[[str], str]) -> None:
        self._store = store
        self._files = store.attachments
        self._person_name = person_name

    def told(self, key: ReportKey, hashes: Collection[str]) -> dict[str, FileTold]:
        """What is known of these files of a report, by hash."""
        stored = self._files.files(hashes)
        found = {}
        for hash_ in hashes:
            state, done, problem = _standing(stored.get(hash_))
            lines = [line for line in self._store.history(key, f"{FILE}/{hash_}/{NAME}") if line.new is not None]
            found[hash_] = FileTold(
                state=state,
                done=done,
                problem=problem,
                author=self._person_name(lines[-1].author) if lines else "",
                at=lines[-1].at if lines else 0,
            )
        return found

    def waiting(self) -> list[Transfer]:
        """Files that central has not confirmed, the oldest first."""
        return list(self._files.to_send())

    def begin(self, size: int) -> int:
        """Begin to take in a file; the number it goes under until it is whole. Raises StoreError `file.no_room`."""
        return self._files.begin(size)

    def take(self, number: int, start: int, data: bytes) -> None:
        """Take in its next piece. Raises StoreError."""
        self._files.take(number, start, data)

    def finish(self, number: int, hash_: str) -> None:
        """It is whole: durable when this returns, and may be linked. Raises StoreError `file.changed`."""
        self._files.finish(number, hash_)

    def drop(self, number: int) -> None:
        """It is not wanted after all."""
        self._files.drop(number)

    def want(self, hash_: str, size: int) -> None:
        """Fetch it with the next exchange."""
        self._files.want(hash_, size)

    def piece(self, hash_: str, start: int, length: int) -> bytes:
        """A part of a file that is here."""
        return self._files.piece(hash_, start, length)


def _standing(stored: StoredFile | None) -> tuple[FileState, int, str]:
    if stored is None:
        return FileState.AWAY, 0, ""
    if not stored.is_here:
        return (FileState.COMING if stored.wanted else FileState.AWAY), stored.held, stored.problem
    if stored.is_there:
        return FileState.THERE, stored.size, ""
    return (FileState.GOING if stored.sent else FileState.WAITING), stored.sent, stored.problem
