"""What the store hands out and takes in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from app.domain.exchange import View
from app.domain.notes import Note
from app.domain.operations import CellEdit, Kind, ReportKey
from app.domain.workflow import OPEN, State
from app.errors import AppError


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this store belongs to, as central said at enrolment."""

    device: str
    person: str
    person_name: str
    role: str
    unit: str
    unit_code: str
    unit_name: str
    level: str
    """commune, district, province, ministry, central."""
    central_url: str
    central_key: str
    """Central's public key, 64 hex digits."""
    central_sealing_key: str = ""
    """What bundles for central are sealed to, 64 hex digits; empty where it was enrolled before there were any."""
    name: str = ""
    """What people call this computer; empty where it was enrolled before that was kept."""
    enrolled_at: int = 0
    """When the store took this down, Unix seconds; 0 where it was enrolled before that was kept."""


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report's head, without its cells."""

    key: ReportKey
    view: View
    form: str
    """Form package hash."""
    state: State
    """As this office sees it: acts that are on their way count."""
    base_state: State
    """As central last said."""
    base_rev: int
    """Central's revision of the base copy; 0 where central has none."""
    waiting: int
    """Entries that are not numbered yet."""
    in_flight: int
    """Numbered operations without a result."""
    conflicts: int
    refused: int
    read_only: bool
    """Left the scope of what this office may see, or is owed no more; kept, not typed in."""
    author: str
    """Person id of the last author."""
    at: int
    """When it last changed here, Unix seconds."""
    stamp: str
    """Changes whenever its content may have changed."""


class StoredReport(ReportRow, frozen=True, kw_only=True):
    """A report with its content."""

    base: Mapping[str, str]
    """The copy agreed with central."""
    mine: Mapping[str, str]
    """What this office sees: base and everything typed here since."""
    going: Mapping[str, str]
    """What central will hold once everything on its way has arrived: what an act speaks of."""

    @property
    def cells(self) -> Mapping[str, str]:
        """What the report says: open, what this office sees; closed, what it was closed with.

        What was typed beside that and waits for a person, refused or in conflict, is no part of a closed report.
        """
        return self.mine if self.state in OPEN else self.going


class Origin(StrEnum):
    """How a journal line came about."""

    TYPED = "typed"
    BROUGHT = "brought"
    """Written in by sealing, from another report; the line's reason says from which, where that is known."""
    MOVED = "moved"
    """Brought by the report's move to another edition of its form; the line's reason names the cell it stood in."""
    MERGED = "merged"
    """A value from central took the place of one that stood here."""
    DECIDED = "decided"
    """A person's decision on a conflict."""
    CLASHED = "clashed"
    """Beside the cell, not in it: typed over a value its author had not been shown, or decided on another computer."""
    ACT = "act"
    """Not a cell: an act, named in `new`."""


ACT_ADDRESS = "@act"
"""Address of a journal line that tells of an act."""


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the journal."""

    seq: int
    at: int
    """Unix seconds; of a merged value, as its author's device claimed."""
    address: str
    old: str | None
    new: str | None
    author: str
    """Person id."""
    origin: Origin
    reason: str


class Save(msgspec.Struct, frozen=True, kw_only=True):
    """Edits of one report that belong together."""

    key: ReportKey
    form: str
    """Hash of the form package its author works with."""
    edits: tuple[CellEdit, ...]
    author: str
    reason: str = ""
    claims: tuple[str, ...] = ()
    """`table/row` of every free row the cells stand in: saved only while the row is there."""


class SaveOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a save. Everything in it is durable."""

    saved: tuple[str, ...] = ()
    """Addresses that hold what was typed."""
    clashed: tuple[str, ...] = ()
    """Addresses that held another value than their author was shown: what was typed is kept as a conflict."""
    error: AppError | None = None
    """Why nothing was saved (`report.sealed`, …), in a group; alone, it is raised."""


class ConflictRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cell (or, by its `@row`, a row) that waits for a person."""

    id: int
    key: ReportKey
    origin: str
    """`merge`: the cell holds mine; `typed`: it holds theirs, mine was typed over it unseen."""
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    mine_author: str
    mine_at: int
    their_author: str
    their_at: int
    opened_at: int
    base_author: str = ""
    """Who wrote the base; empty where it came with the report, or where there is none."""
    base_at: int = 0


class OfficeConflictRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cell (or, by its `@row`, a row) that waits for a person on another computer of the office."""

    operation: str
    """`device/epoch/seq` of the edit that met the conflict: what belongs together has the same."""
    key: ReportKey
    device_name: str
    """What people call the computer; empty where central has not told it."""
    author: str
    """Person id: who typed mine, and is asked."""
    at: int
    """When it was typed there, as claimed; Unix seconds."""
    since: int
    """Since when it waits."""
    address: str
    base: str | None
    mine: str | None
    """What was typed there."""
    theirs: str | None
    """What central holds."""
    their_author: str
    their_at: int


class Keep(StrEnum):
    """Which value of a conflict stands from now on."""

    MINE = "mine"
    THEIRS = "theirs"
    OWN = "own"
    """Neither: the one the person gives. Not of a row, which is there or not."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about one conflict."""

    conflict: int
    """Its id."""
    keep: Keep
    shown: str | None
    """Central's value that the person saw."""
    value: str | None = None
    """The person's own value, for `own`."""


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something central did not take, kept with its reason until a person decides."""

    id: int
    key: ReportKey
    operation: str
    """`device/epoch/seq`; empty where it never was one."""
    kind: Kind
    code: str
    params: Mapping[str, str]
    cells: tuple[CellEdit, ...]
    """All that was refused."""
    standing: frozenset[str]
    """Addresses that hold the refused value still."""
    author: str
    at: int
    opened_at: int


class NoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A note or question beside a report."""

    note: Note
    settled: bool
    """Question: whether central has the report sealed again since."""
    told: bool
    """Whether central has told of it; else it was written here and is on its way."""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What of one report waits or is in flight."""

    key: ReportKey
    form: str
    """Form package hash."""
    cells: frozenset[str]
    """Addresses written by it, without those that attach files."""
    acts: tuple[Kind, ...]
    """Everything else, in order."""
    in_flight: bool
    files: int = 0
    """Files attached or taken away by it."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How far a report is filled, as last counted."""

    stamp: str
    """The report's stamp when it was counted."""
    filled: int
    needed: int
    errors: int


class Head(msgspec.Struct):
    """A report's row inside a transaction, column by column. Internal to the store."""

    id: int
    key: str
    view: str
    form: str
    state: str
    base_form: str
    base_state: str
    base_rev: int
    base_era: int
    base_content: str
    base_stamp: int
    touch: int
    hold_rev: int
    in_scope: int
    conflicts: int
    refused: int
    author: str = ""
    at: int = 0
