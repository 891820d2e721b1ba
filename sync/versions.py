"""The versions of the protocol: what changed when, and how a message of one version is made one of the next.

This program writes and reads the newest. A message of an older one is raised to it step by step before it is
read; what goes to somebody older is lowered the same way after it was written. Each side serves at least the version
before its own: a client that was not updated yet syncs, and so does one that was updated before its central.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from app.errors import InputError, PermanentError


class Message(StrEnum):
    """Which of the two messages of an exchange."""

    REQUEST = "request"
    ANSWER = "answer"


Step = Callable[[list[Any]], list[Any]]
"""A message's array, made one of the neighbouring version; the version in front is not its business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of the protocol."""

    number: int
    since: str
    """ISO date."""
    change: str
    """What it changed."""
    raised: dict[Message, Step] = field(default_factory=dict)
    """Makes a message of the version before one of this; none where it is the same."""
    lowered: dict[Message, Step] = field(default_factory=dict)
    """Makes a message of this version one of the version before."""


@dataclass(frozen=True, slots=True)
class History:
    """The versions that are spoken, oldest first, without gaps."""

    versions: tuple[Version, ...]

    @property
    def oldest(self) -> int:
        """The oldest version understood."""
        return self.versions[0].number

    @property
    def newest(self) -> int:
        """The version written and read by this program itself."""
        return self.versions[-1].number

    def raise_(self, data: bytes, message: Message) -> tuple[bytes, int]:
        """A message as the newest version writes it, and the version it came in.

        Raises InputError `wire.malformed`; PermanentError `protocol.unsupported` (theirs, ours, oldest).
        """
        came = _protocol(data)
        if not self.oldest <= came <= self.newest:
            raise PermanentError("protocol.unsupported", theirs=came, ours=self.newest, oldest=self.oldest)
        steps = [version.raised.get(message) for version in self.versions if version.number > came]
        return self._stepped(data, steps, self.newest), came

    def lower(self, data: bytes, message: Message, to: int) -> bytes:
        """A message of the newest version as an older one writes it; `to` beyond the newest is the newest."""
        steps = [version.lowered.get(message) for version in reversed(self.versions) if version.number > to]
        return self._stepped(data, steps, min(to, self.newest))

    def _stepped(self, data: bytes, steps: list[Step | None], number: int) -> bytes:
        if not steps:
            return data
        array = msgspec.json.decode(data, type=list[Any])
        for step in steps:
            if step is not None:
                array = step(array)
        array[0] = number
        return msgspec.json.encode(array)


class _First(Struct, array_like=True):
    """The first element of every message; the rest is not looked at."""

    protocol: int


def _protocol(data: bytes) -> int:
    try:
        return msgspec.json.decode(data, type=_First).protocol
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("wire.malformed") from exc


HISTORY = History((Version(number=1, since="2026-11-23", change="first version"),))
