"""What presenters need of the rest: the workspace on its own thread, the engine, what a person chose.

`Workspace` is met by app/services; `Desk` by ui/bridge, which keeps the workspace on one thread of its own
and brings answers back to the window's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from app.domain.exchange import Receipt
from app.domain.exchange_state import CycleRecord
from app.domain.forms.definition import FormDefinition
from app.domain.operations import CellEdit, ReportKey
from app.domain.relations.sheet import Finding, Sheet
from app.domain.windows import Window
from app.domain.workflow import State

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    key: ReportKey
    form_code: str
    form_title: str
    period_title: str
    window: Window
    deadline: date
    days_left: int
    state: State
    filled: int
    needed: int
    errors: int
    sync: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class ReportSummary:
    key: ReportKey
    form_code: str
    form_title: str
    period_title: str
    state: State
    deadline: date | None
    sync: str
    unit_name: str = ""
    changed_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class OpenReport:
    key: ReportKey
    form: FormDefinition
    period_title: str
    state: State
    sheet: Sheet
    editable: bool
    window: Window | None
    deadline: date | None
    last_saved_at: int | None
    previous: Mapping[str, str] | None
    last_year: Mapping[str, str] | None
    receipts: tuple[Receipt, ...] = ()
    conflicts: tuple[str, ...] = ()
    receiver_name: str = ""


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    GREY = "grey"


@dataclass(frozen=True, kw_only=True)
class SyncStatus:
    light: Light
    at: int | None
    waiting: int
    in_flight: int
    conflicts: int
    refused: int
    last_contact_at: int | None
    next_deadline: tuple[str, int] | None


@dataclass(frozen=True, kw_only=True)
class SaveOutcome:
    saved: tuple[str, ...]
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SealOutcome:
    sealed: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    at: int
    author: str
    old: str | None
    new: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaitingReport:
    """What of one report waits to be synchronised."""

    key: ReportKey
    form_code: str
    form_title: str
    period_title: str
    cells: int
    acts: tuple[str, ...]
    in_flight: bool


@dataclass(frozen=True, kw_only=True)
class ConflictItem:
    """A cell edited in two places."""

    key: ReportKey
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    mine_author: str
    mine_at: int
    theirs_author: str
    theirs_at: int
    opened_at: int


@dataclass(frozen=True, kw_only=True)
class RefusedItem:
    """Something the system refused; it stays here."""

    key: ReportKey
    kind: str
    code: str
    params: Mapping[str, str]
    cells: tuple[CellEdit, ...]
    opened_at: int


class Workspace(Protocol):
    """The office's work; only ever called on the thread that made it."""

    def work_list(self) -> list[WorkItem]: ...
    def reports(self) -> list[ReportSummary]: ...
    def open(self, key: ReportKey) -> OpenReport: ...
    def save(self, key: ReportKey, form_hash: str, edits: Sequence[CellEdit]) -> SaveOutcome: ...
    def seal(self, key: ReportKey) -> SealOutcome: ...
    def submit(self, key: ReportKey) -> None: ...
    def reopen(self, key: ReportKey, reason: str) -> None: ...
    def history(self, key: ReportKey, address: str) -> Sequence[HistoryEntry]: ...
    def sync_status(self) -> SyncStatus: ...
    def received(self) -> list[ReportSummary]: ...
    def waiting(self) -> list[WaitingReport]: ...
    def receipts(self) -> list[Receipt]: ...
    def cycles(self) -> list[CycleRecord]: ...
    def conflicts(self) -> list[ConflictItem]: ...
    def refused(self) -> list[RefusedItem]: ...


class Desk(Protocol):
    """The workspace behind one thread of its own. Every call comes back at once; `done` and `failed` come later,
    on the window's thread, in the order of the calls."""

    def ask(
        self, work: Callable[[Workspace], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run `work` after everything asked before it."""
        ...

    def save(
        self,
        key: ReportKey,
        form_hash: str,
        edits: Sequence[CellEdit],
        done: Callable[[SaveOutcome], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Save edits; those that queue up for one report share one commit."""
        ...


class SyncController(Protocol):
    """The synchronising engine's thread, seen from the window."""

    def start(self) -> None:
        """Begin."""
        ...

    def wake(self) -> None:
        """Synchronise at once: a person asked."""
        ...

    def changed(self) -> None:
        """Something here waits to go."""
        ...

    def pause(self) -> None:
        """Nothing goes or comes until `resume`."""
        ...

    def resume(self) -> None:
        """Go on, at once."""
        ...

    def stop(self) -> bool:
        """End; whether it ended in time."""
        ...
