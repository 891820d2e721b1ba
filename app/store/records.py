"""What the store hands out and takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.exchange import View
from app.domain.operations import CellEdit, Kind, ReportKey
from app.domain.workflow import State
from app.errors import AppError


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
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
    """Left the scope of what this office may see; kept, not typed in."""
    author: str
    """Person id of the last author."""
    at: int
    """When it last changed here, Unix seconds."""
    stamp: str
    """Changes whenever its content may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport(ReportRow):
    """A report with its content."""

    base: Mapping[str, str]
    """The copy agreed with central."""
    mine: Mapping[str, str]
    """What this office sees: base and everything typed here since."""
    going: Mapping[str, str]
    """What central will hold once everything on its way has arrived: what an act speaks of."""


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
    """Typed over a value its author had not been shown: kept in the conflict, not in the cell."""
    ACT = "act"
    """Not a cell: an act, named in `new`."""


ACT_ADDRESS = "@act"
"""Address of a journal line that tells of an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """Edits of one report that belong together."""

    key: ReportKey
    form: str
    """Hash of the form package its author works with."""
    edits: tuple[CellEdit, ...]
    author: str
    reason: str = ""
    claims: tuple[str, ...] = ()
    """`table/row` of every free row the cells stand in: saved only while the row is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOutcome:
    """What became of a save. Everything in it is durable."""

    saved: tuple[str, ...] = ()
    """Addresses that hold what was typed."""
    clashed: tuple[str, ...] = ()
    """Addresses that held another value than their author was shown: what was typed is kept as a conflict."""
    error: AppError | None = None
    """Why nothing was saved (`report.sealed`, …), in a group; alone, it is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """Something central did not take, kept with its reason until a person decides."""

    id: int
    key: ReportKey
    operation: str
    """`device/epoch/seq`; empty where it never was one."""
    kind: Kind
    code: str
    params: Mapping[str, str]
    cells: tuple[CellEdit, ...]
    """Cells that still stand as they were refused."""
    author: str
    at: int
    opened_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What of one report waits or is in flight."""

    key: ReportKey
    form: str
    """Form package hash."""
    cells: int
    """Distinct cells written by it."""
    acts: tuple[Kind, ...]
    """Everything else, in order."""
    in_flight: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How far a report is filled, as last counted."""

    stamp: str
    """The report's stamp when it was counted."""
    filled: int
    needed: int
    errors: int


@dataclass(slots=True, kw_only=True)
class Head:
    """A report's row inside a transaction. Internal to the store."""

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
