"""What the window is given: plain values, nothing that reaches back into the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.exchange import Receipt
from app.domain.operations import CellEdit, ReportKey
from app.domain.windows import Window
from app.domain.workflow import State
from app.store.records import JournalLine

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition
    from app.domain.relations.sheet import Context, Finding, Sheet

HistoryEntry = JournalLine
"""One line of a cell's history."""


class SyncMark(StrEnum):
    """How far a report's content has got, the worst first said."""

    CONFLICT = "conflict"
    """A cell waits for a person."""
    REFUSED = "refused"
    """Central did not take something; it is kept with its reason."""
    WAITING = "waiting"
    """Something is not numbered yet."""
    GOING = "going"
    """Numbered, without a result."""
    THERE = "there"
    """Central holds all of it."""
    NONE = "none"
    """Nothing was typed."""


class Light(StrEnum):
    """The light of the status bar."""

    GREEN = "green"
    """Central's digest equalled ours at the time beside it, and nothing here waits."""
    AMBER = "amber"
    """Central answered lately; the two are not in step."""
    GREY = "grey"
    """Central has not answered for 15 minutes, or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is using the program."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: str
    """clerk, leader, consolidator, administrator."""
    level: str = "commune"
    """commune, district, province, ministry, central."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A report that this office owes."""

    key: ReportKey
    form_code: str
    form_title: str
    """Empty where the form's package is not here yet."""
    period_title: str
    window: Window
    deadline: date
    days_left: int
    """Calendar days from today; negative when it is past."""
    state: State
    filled: int
    needed: int
    """Figures that may be typed; 0 where nothing was begun and the rows are the clerk's to name."""
    errors: int
    sync: SyncMark
    late: bool
    """Not sent, and the deadline is past; or received late by central's clock."""
    receiver_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """A report that is here."""

    key: ReportKey
    form_code: str
    form_title: str
    period_title: str
    state: State
    deadline: date | None
    sync: SyncMark
    unit_name: str = ""
    changed_at: int | None = None
    """Unix seconds."""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """A report opened for work."""

    key: ReportKey
    form: FormDefinition
    form_title: str
    period_title: str
    state: State
    sheet: Sheet
    """Loaded, with the other reports it reads."""
    cells: Mapping[str, str]
    """What stands here: what the sheet was loaded with."""
    editable: bool
    window: Window | None
    deadline: date | None
    last_saved_at: int | None
    """Unix seconds; None where nothing was saved yet."""
    previous: Mapping[str, str] | None
    last_year: Mapping[str, str] | None
    around: Context | None = None
    """The other reports the sheet was loaded with, these two among them."""
    offered: Mapping[str, str] = field(default_factory=dict)
    """Starts that other reports offer for blank cells, by address."""
    receipts: tuple[Receipt, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Addresses that wait for a person."""
    refused: tuple[str, ...] = ()
    """Addresses that central did not take."""
    receiver_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReport:
    """What of one report is on its way to central, or waits to be."""

    key: ReportKey
    form_code: str
    form_title: str
    period_title: str
    cells: int
    """Typed cells among it."""
    acts: tuple[str, ...]
    """Kinds of operation besides edits, in order."""
    in_flight: bool
    """Whether some of it is numbered and without a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictItem:
    """A cell, or by its `@row` a row, that was changed in two places."""

    key: ReportKey
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    mine_author: str
    """A person's name."""
    mine_at: int
    """Unix seconds."""
    theirs_author: str
    theirs_at: int
    opened_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedItem:
    """Something central did not take; it stays here with its reason."""

    key: ReportKey
    kind: str
    """Kind of the operation."""
    code: str
    """Stable code of the reason."""
    params: Mapping[str, str]
    cells: tuple[CellEdit, ...]
    opened_at: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOutcome:
    """What became of a save."""

    saved: tuple[str, ...]
    """Addresses that are durable as typed."""
    clashes: tuple[str, ...] = ()
    """Addresses that held another value than was shown: what was typed is kept as a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOutcome:
    """What became of sealing."""

    sealed: bool
    findings: tuple[Finding, ...] = ()
    """What keeps it open: errors, and findings that lack their written reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """The light and what is behind it."""

    light: Light
    code: str
    """Stable code of its sentence, `light.*`."""
    at: int | None
    """When green was proven; else when central last answered; Unix seconds."""
    waiting: int
    in_flight: int
    conflicts: int
    refused: int
    last_contact_at: int | None
    next_deadline: tuple[str, int] | None = None
    """Form code and days left of the nearest report not sent."""
