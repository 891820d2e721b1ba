"""What the engine needs from the rest of the program. app/store and sync/transport.py have these shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.exchange import Answer, Have, Pair
from app.domain.exchange_state import Booked, CycleRecord, LightFacts, OwnChain, Position
from app.domain.operations import Operation, OperationId, ReportKey


class SyncStore(Protocol):
    """The local store, seen from the engine; opened for the engine's thread alone."""

    def position(self) -> Position:
        """Where this store stands; `device` is empty before enrolment."""
        ...

    def freeze(self, limit_bytes: int, after: int = 0) -> Sequence[Operation]:
        """Operations of this epoch numbered above `after` and without a result, oldest first.

        What waits is numbered first, up to about `limit_bytes` canonical bytes, and durably so before this returns.
        At least one operation where there is any.
        """
        ...

    def commitments(self) -> Sequence[tuple[ReportKey, str, int, int]]:
        """The seals without a receipt: report, content hash, sealed at, number of the seal."""
        ...

    def own_chain(self, seq: int) -> OwnChain:
        """This device's chain as far as a `have` that names number `seq` can speak of it."""
        ...

    def operation_hash(self, id: OperationId) -> str | None:
        """Hash of an operation of this device; None where it is not kept."""
        ...

    def form_package(self, package: str) -> bytes | None:
        """The form package with that hash; None where it is not here."""
        ...

    def book(self, answer: Answer) -> Booked:
        """Takes in a verified answer, whole or not at all.

        A `central_epoch` that is not the store's begins a new era: the answer's page is then the first of
        central's feed, and the store's revisions say nothing about its. Rows that were fetched for a repair come
        among the changes: a row of the revision that is here, with another content, is taken.
        """
        ...

    def give_again(self, after: int) -> None:
        """Puts this epoch's operations above number `after` back in flight: central lost what it had answered."""
        ...

    def begin_epoch(self, epoch: str, have: Have) -> None:
        """Begins a new epoch of this device, after `have`: this store is older than what central holds of it.

        The cursor goes back to the start; nothing is numbered until the feed was read to its end, and what
        waits then is what central's history does not have from this device already.
        """
        ...

    def compare(self, pairs: Sequence[Pair]) -> Sequence[ReportKey]:
        """Reports of the scope that differ from `pairs`, which name all of it; remembered as differing.

        Reports that `pairs` no longer names leave the scope and the digest, and stay, read only.
        """
        ...

    def light_facts(self) -> LightFacts:
        """What the light is decided by."""
        ...

    def record_cycle(self, record: CycleRecord) -> None:
        """Keeps a finished cycle for the history a person can read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back from one exchange."""

    body: bytes
    """Unfolded."""
    bytes_up: int
    """Request line, headers and body as they went, without TLS."""
    bytes_down: int
    """Status line, headers and body as they came, without TLS."""
    seconds: float
    """From the first byte sent to the last received."""


class Transport(Protocol):
    """The road to central."""

    def exchange(self, body: bytes) -> Reply:
        """Central's answer to a request's body. Raises SyncError with a named outcome (see transport.py)."""
        ...
