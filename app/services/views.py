"""What the window is given: plain values, nothing that reaches back into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from app.domain.exchange import Receipt
from app.domain.notes import NoteKind
from app.domain.operations import Kind, ReportKey
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


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who is using the program."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: str
    """clerk, leader, consolidator, administrator."""
    level: str = "commune"
    """commune, district, province, ministry, central."""


class WorkItem(msgspec.Struct, frozen=True, kw_only=True):
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
    hours_left: int | None = None
    """Whole hours to the end of the deadline's day, on that day; None on every other."""
    question: str = ""
    """What the receiver asked first and waits for an answer to; empty for nothing."""
    nearby: bool = False
    """Whether another computer of the office has something of it that the system has not answered."""


class ReportSummary(msgspec.Struct, frozen=True, kw_only=True):
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


class NearbyCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as another computer of the office has it, and the system not yet: to be seen, no part of the report."""

    address: str
    value: str | None
    device: str
    """What people call the computer."""
    person_name: str


class ElsewhereItem(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, or by its `@row` a row, that waits for a person on another computer of the office: to be seen."""

    operation: str
    """What belongs together has the same."""
    key: ReportKey
    address: str
    base: str | None
    mine: str | None
    """What was typed there."""
    theirs: str | None
    """What the system holds."""
    owner: str
    """A person's name: who typed it, and is asked."""
    device: str
    """What people call the computer; empty where it is not known."""
    typed_at: int
    """Unix seconds."""
    since: int
    """Since when it waits; Unix seconds."""
    theirs_author: str
    theirs_at: int


class OpenReport(msgspec.Struct, frozen=True, kw_only=True):
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
    offered: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Starts that other reports offer for blank cells, by address."""
    receipts: tuple[Receipt, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Addresses that wait for a person."""
    refused: tuple[str, ...] = ()
    """Addresses that central did not take."""
    refused_acts: tuple[Kind, ...] = ()
    """What else of it central did not take, and nobody has looked at yet: a seal, a submission."""
    receiver_name: str = ""
    unit_name: str = ""
    """Who reports, where it is received here."""
    may: frozenset[Kind] = frozenset(Kind)
    """What the person's role lets him do to it, whatever its state."""
    elsewhere: tuple[ElsewhereItem, ...] = ()
    """What of it waits for a person on other computers of the office."""
    nearby: tuple[NearbyCell, ...] = ()
    """What other computers of the office have of it, and the system not yet."""


class WaitingReport(msgspec.Struct, frozen=True, kw_only=True):
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
    files: int = 0
    """Files attached or taken away among it."""


class ConflictItem(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, or by its `@row` a row, that was changed in two places."""

    id: int
    key: ReportKey
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    mine_author: str
    """A person's name: who owns the question."""
    mine_at: int
    """Unix seconds."""
    theirs_author: str
    theirs_at: int
    opened_at: int
    base_author: str = ""
    """Empty where nobody here knows who wrote it."""
    base_at: int = 0
    mine_row: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Of a row, the cells that stand here; empty where it was removed."""
    theirs_row: Mapping[str, str] = msgspec.field(default_factory=dict)


class RefusedCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of something central did not take."""

    address: str
    value: str | None
    """What was typed."""
    central: str | None
    """What central holds, as far as this office has heard."""
    stands: bool
    """Whether the cell holds what was typed still."""


class RefusedItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something central did not take; it stays here with its reason."""

    id: int
    key: ReportKey
    kind: str
    """Kind of the operation."""
    code: str
    """Stable code of the reason."""
    params: Mapping[str, str]
    operation: str
    """`device/epoch/seq` of what was refused: what the system knows it by."""
    cells: tuple[RefusedCell, ...]
    author: str
    """A person's name."""
    at: int
    """When it was done, Unix seconds."""
    opened_at: int
    """When the refusal was heard of."""
    state: State
    """The report's."""
    can_send_again: bool
    """Whether its cells may go once more, as they are."""
    can_ask_unlock: bool
    """Whether the report is closed and with its receiver, who alone may open it."""


class NoteItem(msgspec.Struct, frozen=True, kw_only=True):
    """A note or question beside a report."""

    key: ReportKey
    kind: NoteKind
    address: str
    """The cell or section; empty for the whole report."""
    text: str
    author: str
    """A person's name."""
    office: str
    """Name of the author's office, where it is another than this one; else empty."""
    at: int
    """Unix seconds."""
    shared: bool
    """Whether office and receiver both read it."""
    is_open: bool
    """Question: whether it waits for its answer."""
    told: bool
    """Whether the system has it; else it is on its way from here."""


class SaveOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a save."""

    saved: tuple[str, ...]
    """Addresses that are durable as typed."""
    clashes: tuple[str, ...] = ()
    """Addresses that held another value than was shown: what was typed is kept as a conflict."""


class SealOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of sealing."""

    sealed: bool
    findings: tuple[Finding, ...] = ()
    """What keeps it open: errors, and findings that lack their written reason."""


class Computer(msgspec.Struct, frozen=True, kw_only=True):
    """What this computer is to the system."""

    address: str
    """Of the system."""
    name: str
    """What people call the computer; empty where that was not kept."""
    person_name: str
    unit_name: str


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
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
    questions: int = 0
    """What receivers ask and waits for an answer."""
    next_deadline: tuple[str, int] | None = None
    """Form code and days left of the nearest report not sent."""
    uploading: int = 0
    """Attached files that central has not confirmed."""
    clock_skew_s: int | None = None
    """Central's clock less this machine's; None before the first exchange. Worth a word from about a minute on."""
    barred: str = ""
    """The code of what keeps this computer from the system until it is enrolled anew; empty for nothing."""
