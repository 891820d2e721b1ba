"""What one cycle knows of itself while it runs, and what it says at its end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.exchange import Evidence
from app.domain.exchange_state import CycleRecord, LightFacts
from app.domain.operations import Operation, ReportKey
from app.errors import AppError, SyncError, TransientError
from sync.ports import Carried

NO_PROGRESS = "sync.no_progress"
"""Central answers, and nothing comes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """How a cycle ended."""

    record: CycleRecord
    error: AppError | None = None
    """What went wrong; None where nothing did."""
    retry_after_s: float = 0.0
    """Central's floor for the next try; 0 for none."""
    unfinished: bool = False
    """Whether there was more to do when it ended without an error."""

    @property
    def is_transient(self) -> bool:
        """Whether what went wrong may pass by itself."""
        return isinstance(self.error, TransientError)


@dataclass(slots=True)
class Tally:
    """What a cycle has done so far."""

    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    sent: int = 0
    received: int = 0
    retry_after_s: float = 0.0

    def count(self, carried: Carried) -> None:
        """What went over the line: an answer's, or as much as went before something failed."""
        self.bytes_up += carried.bytes_up
        self.bytes_down += carried.bytes_down


@dataclass(slots=True)
class Errand:
    """What a cycle still wants besides its pages."""

    pairs: bool = False
    fetch: tuple[ReportKey, ...] = ()
    unequal: int = 0
    """Successive resting cursors at which the digests differed."""
    repaired: bool = False
    """Whether the pairs were compared in this cycle already."""
    pending: Sequence[Operation] | None = None
    """What central has not got, where it was looked up already."""
    again: bool = False
    """Whether the chain or the cursor was set back, so that nothing is settled before another exchange."""
    carried: bool = False
    """Whether what other computers of the office have was taken along in this cycle."""
    epochs: int = 0
    """Epochs of this device begun."""
    given_again: int = 0
    """Times that operations were given again."""
    evidence: list[Evidence] | None = None
    """What a restored central is still to be shown; None before one was noticed."""
    asks: bool = False
    """Whether the next request brings nothing: it asks how far central has come."""
    announced: bool = False
    """Whether what was sealed since a request broke off was announced before going on with it."""
    redeemed: bool = False
    """Whether the contents that were announced and did not get there were sent in this cycle."""
    copies: tuple[object, ...] = ()
    """What both sides held after the last exchange, as far as digests tell."""
    least: tuple[int, ...] = ()
    """The least there was left to do, of each kind, since the copies moved."""
    in_vain: int = 0
    """Successive exchanges that moved no copy and left no less to do."""

    def stands(self, facts: LightFacts, unseen: int) -> None:
        """An exchange is booked; `unseen` own operations are further than central says that it holds.

        Not told by cursor and results: what is sent, answered and made anew over and over moves both.
        """
        copies = (facts.ours, facts.theirs, facts.differing)
        left = (facts.waiting, facts.in_flight, facts.conflicts, facts.refused, unseen)
        least = tuple(map(min, left, self.least)) if copies == self.copies else left
        self.in_vain = self.in_vain + 1 if (copies, least) == (self.copies, self.least) else 0
        self.copies, self.least = copies, least


DETAIL_LONGEST = 200
"""Characters of one thing that the words of an error name."""


def detail_of(error: AppError | None) -> str:
    """What the words of an error name, as a JSON object of texts; empty where they name nothing."""
    named = {name: str(value)[:DETAIL_LONGEST] for name, value in error.params.items()} if error else {}
    return json.dumps(named, ensure_ascii=False) if named else ""


LONGEST_RETRY_S = 3_600.0
"""No central keeps an office away for longer, whatever it says."""


def retry_after_s(error: AppError | None, told_s: float) -> float:
    """Central's floor for the next try, in seconds: named by the refusal, or told in an answer; 0 for none."""
    if isinstance(error, SyncError):
        value = error.params.get("retry_after")
        if isinstance(value, int | float):
            told_s = max(float(value), told_s)
    return min(told_s, LONGEST_RETRY_S)
