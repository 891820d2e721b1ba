"""What the engine needs from the rest of the program. app/store and sync/transport.py have these shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.domain.attachments import Transfer
from app.domain.exchange import Answer, Evidence, Have, Pair, SealedContent
from app.domain.exchange_state import Booked, CycleRecord, LightFacts, OwnChain, Position
from app.domain.operations import Chain, Operation, OperationId, ReportKey
from app.domain.recalling import Recall


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

    def has_acts(self) -> bool:
        """Whether something that was sealed, signed or submitted has not got to central."""
        ...

    def commitments(self) -> Sequence[tuple[ReportKey, str, int, int]]:
        """The seals without a receipt: report, content hash, sealed at, number of the seal."""
        ...

    def sealed_contents(self) -> Sequence[SealedContent]:
        """What was sealed here and announced to central, and did not get there by its seal."""
        ...

    def evidence(self, after: int, limit_bytes: int) -> Sequence[Evidence]:
        """What central signed of operations above number `after`, in parts of about `limit_bytes`.

        For a central that lost it; none where there is nothing to show.
        """
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

    def recognise(self, asked: Sequence[Recall], history: Sequence[Operation]) -> None:
        """What central has of chains that this store left is not made anew; none of it told: all of it is known now.

        While there is more to ask, nothing is numbered.
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


class PeerShelf(Protocol):
    """Where the store keeps what other computers of the office have."""

    def chains(self) -> Sequence[Chain]:
        """What central has not answered, as its makers signed it."""
        ...


class Carried(Protocol):
    """What says how much went over the line, whether it ended well or not."""

    @property
    def bytes_up(self) -> int:
        """Without TLS, as all of them."""
        ...

    @property
    def bytes_down(self) -> int:
        """As `bytes_up`."""
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

    def resume(self, body: bytes) -> Reply | None:
        """Central's answer to a body that broke off before, of which only the rest is sent.

        None where central has kept nothing of it. Raises as `exchange` does.
        """
        ...


class FileStore(Protocol):
    """The attached files of the local store, seen from the engine's thread."""

    def has_edits(self) -> bool:
        """Whether anything typed waits to go: it goes before any file."""
        ...

    def to_send(self) -> Sequence[Transfer]:
        """Files that are here and that central has not confirmed, the oldest first."""
        ...

    def piece(self, hash_: str, start: int, length: int) -> bytes:
        """Up to `length` bytes of a file from `start`; fewer only at its end."""
        ...

    def sent(self, hash_: str, offset: int) -> None:
        """Central has confirmed the bytes before `offset`."""
        ...

    def arrived_there(self, hash_: str) -> None:
        """Central has confirmed the whole file."""
        ...

    def to_fetch(self) -> Sequence[Transfer]:
        """Files that a person wants and that are not whole here, the oldest wish first."""
        ...

    def fetched(self, hash_: str, start: int, data: bytes, size: int) -> None:
        """The next piece of a wanted file, whose length central says is `size`."""
        ...

    def arrived_here(self, hash_: str) -> bool:
        """Whether a file that was fetched whole is what its hash says; else nothing of it is kept."""
        ...

    def turned_down(self, hash_: str, code: str) -> None:
        """Central does not take, or does not give, the file for now; a wish for it ends."""
        ...


class Ask(NamedTuple):
    """One request for a file."""

    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came back from it."""

    headers: Mapping[str, str]
    """Looked up in any case."""
    body: bytes
    bytes_up: int
    """Request line, headers and body as they went, without TLS."""
    bytes_down: int
    seconds: float


class FileTransport(Protocol):
    """The road to central, for files."""

    def send(self, ask: Ask) -> Sent:
        """Central's answer to one request. Raises SyncError with a named outcome (see transport.py)."""
        ...
