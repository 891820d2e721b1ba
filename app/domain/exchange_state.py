"""What the store tells the sync engine, and what the engine tells the store: terms both share."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from app.domain.exchange import EMPTY_DIGEST, Digest, Have
from app.domain.operations import OperationId, ReportKey
from app.domain.recalling import Recall


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where this store stands in its conversation with central."""

    device: str
    """Device id given at enrolment; empty before it."""
    epoch: str
    """This device's epoch, 16 hex digits."""
    follows: tuple[str, int] | None = None
    """The epoch and number that this epoch follows, where the store was restored."""
    known: int = 0
    """Last own number of `epoch` up to which every result is stored."""
    numbered: int = 0
    """Last own number of `epoch` that was given out."""
    head: str = ""
    """Hash of operation `numbered`; empty for 0."""
    central_epoch: str = ""
    """The central epoch that cursor and revisions belong to; empty before the first exchange."""
    cursor: str = ""
    """Opaque; empty for the start of the feed."""
    scope: str = ""
    """Scope version known; empty before the first exchange."""
    recall: tuple[Recall, ...] = ()
    """The chains that this store left, until central has told all it has of them; own ones first."""
    protocol: int = 1
    """Protocol the store was written by."""


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """What booking one answer did."""

    applied: int = 0
    duplicates: int = 0
    conflicts: int = 0
    """Operations answered `conflict`."""
    refused: int = 0
    superseded: int = 0
    changes: int = 0
    """Rows of the feed taken in."""
    receipts: int = 0
    """Receipts that were not here already."""
    unmatched: tuple[OperationId, ...] = ()
    """Results for another hash than ours, and so not booked: this store or central was restored."""
    unknown_changes: int = 0
    """Rows of a kind this program does not know."""
    unreadable: tuple[OperationId, ...] = ()
    """Operations that central could not read in short form: to be sent again in the long one."""
    reports: tuple[ReportKey, ...] = ()
    """Reports whose content, state or marks changed here."""


class LightFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the light is decided by."""

    waiting: int = 0
    """Entries that are not numbered yet."""
    in_flight: int = 0
    """Numbered operations without a result."""
    conflicts: int = 0
    """Open conflicts: cells that wait for a person."""
    refused: int = 0
    """Open entries of the refused tray."""
    uploading: int = 0
    """Attachments on their way."""
    ours: Digest = EMPTY_DIGEST
    """Digest of the base copies in scope."""
    theirs: Digest | None = None
    """Central's, as of our cursor; None where the last answer gave none."""
    agreed_at: int | None = None
    """When the two were last equal, Unix seconds by this machine's clock; None for never."""
    last_contact_at: int | None = None
    """When central last answered, Unix seconds by this machine's clock; None for never."""
    unequal_rests: int = 0
    """Successive resting cursors at which the two digests were unequal; two start the repair."""
    differing: tuple[ReportKey, ...] = ()
    """Reports that the repair found to differ and has not fetched yet."""


class CycleOutcome(StrEnum):
    """How a cycle ended."""

    DONE = "done"
    UNREACHABLE = "unreachable"
    """The world failed; tried again by itself."""
    STUCK = "stuck"
    """Central answered, and nothing came of it; tried again by itself."""
    REFUSED = "refused"
    """A person has to act."""
    STOPPED = "stopped"
    """The program closed, or a person paused."""


class CycleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One sync cycle, for the history a person can read."""

    started_at: int
    """Unix seconds, this machine's clock."""
    ended_at: int
    outcome: CycleOutcome
    code: str = ""
    """Stable code of what went wrong; empty where nothing did."""
    detail: str = ""
    """What the words of the code name: a JSON object of texts; empty for none."""
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    sent: int = 0
    """Operations that got their final result."""
    received: int = 0
    """Rows of the feed taken in."""


class HaveVerdict(StrEnum):
    """What central's `have` says about the two histories."""

    LEVEL = "level"
    """Central holds all it can hold: results decide the rest."""
    BEHIND = "behind"
    """Central lost what it had answered: operations are given again from there."""
    RESTORED = "restored"
    """Central holds more of us, or something else, than we do: this store was restored; a new epoch begins."""


class OwnChain(msgspec.Struct, frozen=True, kw_only=True):
    """This device's chain as far as a `have` can speak of it."""

    epoch: str
    known: int
    numbered: int
    hashes: dict[int, str] = msgspec.field(default_factory=dict)
    """Number -> hash of own operations of `epoch` that are still kept."""


def judge_have(have: Have, own: OwnChain) -> HaveVerdict:
    """What `have` says about this store.

    A number that we kept no hash of (older than 400 days) counts as ours. A `have` of another epoch that
    holds nothing of this one is central's first sight of the epoch.
    """
    if have.epoch != own.epoch:
        return HaveVerdict.BEHIND if own.known else HaveVerdict.LEVEL
    if have.seq > own.numbered:
        return HaveVerdict.RESTORED
    ours = own.hashes.get(have.seq)
    if have.seq and ours is not None and have.hash and ours != have.hash:
        return HaveVerdict.RESTORED
    return HaveVerdict.BEHIND if have.seq < own.known else HaveVerdict.LEVEL
