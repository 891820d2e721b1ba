"""What the engine and its runner tell whoever listens, as it happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.exchange import Receipt
from app.domain.exchange_state import Booked, CycleRecord, LightFacts
from app.domain.operations import ReportKey
from sync.state import SyncState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleStarted:
    """A cycle began."""

    at: int
    """Unix seconds, this machine's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBooked:
    """An answer was verified and taken in."""

    booked: Booked
    facts: LightFacts
    bytes_up: int
    bytes_down: int
    more: bool
    """Whether central has further rows for us."""
    clock_skew_s: int
    """Central's clock less this machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsArrived:
    """Receipts that verify; also those that were here already."""

    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralRestored:
    """Central began a new epoch, or lost what it had answered; what it lacks is given again."""

    central_epoch: str
    given_again_after: int
    """Operations above this number are given again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochBegun:
    """This store is older than what central holds of it: a new epoch of the device began."""

    epoch: str
    follows: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsDiffer:
    """At rest, twice, central's digest was not ours; `reports` is what the comparison found."""

    reports: tuple[ReportKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleEnded:
    """A cycle ended, however it did."""

    record: CycleRecord
    facts: LightFacts | None
    """None where the store could not even be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged:
    """The runner does something else now."""

    state: SyncState
    code: str = ""
    """Why, where something went wrong."""
    retry_in_s: float | None = None
    """Seconds to the next try; None where nobody tries by himself."""


Event = (
    CycleStarted
    | AnswerBooked
    | ReceiptsArrived
    | CentralRestored
    | EpochBegun
    | DigestsDiffer
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
