"""What the engine and its runner tell whoever listens, as it happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

import msgspec

from app.domain.exchange import Receipt
from app.domain.exchange_state import Booked, CycleRecord, LightFacts
from app.domain.operations import ReportKey
from sync.state import SyncState

log = logging.getLogger(__name__)


class CycleStarted(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle began."""

    at: int
    """Unix seconds, this machine's clock."""


class AnswerBooked(msgspec.Struct, frozen=True, kw_only=True):
    """An answer was verified and taken in."""

    booked: Booked
    facts: LightFacts
    bytes_up: int
    bytes_down: int
    more: bool
    """Whether central has further rows for us."""
    clock_skew_s: int
    """Central's clock less this machine's."""


class ReceiptsArrived(msgspec.Struct, frozen=True, kw_only=True):
    """Receipts that verify; also those that were here already."""

    receipts: tuple[Receipt, ...]


class PeerHeard(msgspec.Struct, frozen=True, kw_only=True):
    """Another computer of the office was met while central is away."""

    device: str
    """What people call it."""
    reports: tuple[ReportKey, ...]
    """Reports of which it told something new."""


class CentralRestored(msgspec.Struct, frozen=True, kw_only=True):
    """Central began a new epoch, or lost what it had answered; what it lacks is given again."""

    central_epoch: str
    given_again_after: int
    """Operations above this number are given again."""


class EpochBegun(msgspec.Struct, frozen=True, kw_only=True):
    """This store is older than what central holds of it: a new epoch of the device began."""

    epoch: str
    follows: str
    seq: int


class DigestsDiffer(msgspec.Struct, frozen=True, kw_only=True):
    """At rest, twice, central's digest was not ours; `reports` is what the comparison found."""

    reports: tuple[ReportKey, ...]


class FileMoved(msgspec.Struct, frozen=True, kw_only=True):
    """An attached file is on its way; `done` of its `size` bytes have arrived."""

    hash: str
    name: str
    done: int
    size: int
    """0 where nobody knows yet."""
    outward: bool
    """To central; else from there."""
    code: str = ""
    """Why it goes no further for now; empty while it does."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it has arrived."""
        return 0 < self.size == self.done and not self.code


class CycleEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle ended, however it did."""

    record: CycleRecord
    facts: LightFacts | None
    """None where the store could not even be read."""


class StateChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The runner does something else now."""

    state: SyncState
    code: str = ""
    """Why, where something went wrong."""
    params: Mapping[str, object] = {}
    """What the words of the code name."""
    retry_in_s: float | None = None
    """Seconds to the next try; None where nobody tries by himself."""


Event = (
    CycleStarted
    | AnswerBooked
    | ReceiptsArrived
    | CentralRestored
    | EpochBegun
    | DigestsDiffer
    | FileMoved
    | PeerHeard
    | CycleEnded
    | StateChanged
)

Listener = Callable[[Event], None]
"""Called on the engine's thread; must return quickly."""


def careful(listener: Listener) -> Listener:
    """The listener, whose own bugs are logged and stop nothing."""

    def tell(event: Event) -> None:
        try:
            listener(event)
        except Exception:
            # Whoever listens is not part of the exchange, which must outlive it.
            log.exception("sync listener failed event=%s", type(event).__name__)

    return tell
