"""What presenters need of the rest: the workspace on its own thread, and the synchronising engine.

`Workspace` is met by app/services; `Desk` by ui/bridge, which keeps the workspace on one thread of its own
and brings answers back to the window's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.exchange import Receipt, View
from app.domain.exchange_state import CycleRecord
from app.domain.operations import CellEdit, ReportKey
from app.services.views import (
    ConflictItem,
    HistoryEntry,
    OpenReport,
    Person,
    RefusedItem,
    ReportSummary,
    SaveOutcome,
    SealOutcome,
    SyncStatus,
    WaitingReport,
    WorkItem,
)

if TYPE_CHECKING:
    from app.domain.anomalies.hints import Hint
    from app.domain.forms.definition import FormDefinition
    from app.domain.forms.migration import Migration, Return
    from app.services.workbooks import Prepared

T = TypeVar("T")


class Versions(Protocol):
    """Drafts moved between the editions of their forms."""

    def newer(self, key: ReportKey) -> FormDefinition | None:
        """The edition that a draft is owed by, where it was begun with an older one."""
        ...

    def preview(self, key: ReportKey, form_hash: str) -> Migration:
        """What would become of a report's content in another edition."""
        ...

    def move(self, key: ReportKey, form_hash: str) -> Migration:
        """Move a draft to another edition of its form."""
        ...

    def preview_back(self, key: ReportKey, migration: Migration) -> Return:
        """What it would go back with."""
        ...

    def move_back(self, key: ReportKey, migration: Migration) -> Return:
        """Move it back."""
        ...


class Workbooks(Protocol):
    """Reports made ready for their workbooks."""

    def prepared(self, key: ReportKey, view: View = View.INNER) -> Prepared:
        """A report as it stands."""
        ...


class Workspace(Protocol):
    """The office's work; only ever called on the thread that opened it."""

    @property
    def versions(self) -> Versions:
        """Moves between editions."""
        ...

    @property
    def workbooks(self) -> Workbooks:
        """Out to Excel and back."""
        ...

    @property
    def me(self) -> Person:
        """Who uses the program."""
        ...

    def work_list(self) -> list[WorkItem]:
        """What is owed."""
        ...

    def reports(self) -> list[ReportSummary]:
        """What is here."""
        ...

    def received(self) -> list[ReportSummary]:
        """What the offices below sent."""
        ...

    def open(self, key: ReportKey, view: View = View.INNER) -> OpenReport:
        """A report, calculated and judged."""
        ...

    def save(self, key: ReportKey, form_hash: str, edits: Sequence[CellEdit]) -> SaveOutcome:
        """Durable when it returns."""
        ...

    def save_all(self, saves: Sequence[tuple[ReportKey, str, Sequence[CellEdit]]]) -> list[SaveOutcome | Exception]:
        """Several in one commit."""
        ...

    def seal(self, key: ReportKey, *, filled: Mapping[str, str] | None = None) -> SealOutcome:
        """Seal, unless findings forbid it; `filled` are the figures from other forms that the person was shown."""
        ...

    def submit(self, key: ReportKey) -> None:
        """Send up with the next exchange."""
        ...

    def reopen(self, key: ReportKey, reason: str) -> None:
        """Take the seal off."""
        ...

    def rows_to_start_with(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """Last period's rows, without figures."""
        ...

    def unit_rows(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The rows a form prints one of for each unit, where they are not there yet."""
        ...

    def hints(self, key: ReportKey, view: View = View.INNER) -> Sequence[Hint]:
        """What stands out beside the unit's past, and its siblings as far as they are seen; the strongest first."""
        ...

    def history(self, key: ReportKey, address: str) -> list[HistoryEntry]:
        """Who put what into a cell, oldest first."""
        ...

    def person_name(self, person: str) -> str:
        """A person's name."""
        ...

    def sync_status(self) -> SyncStatus:
        """The light and what is behind it."""
        ...

    def waiting(self) -> list[WaitingReport]:
        """What waits, report by report."""
        ...

    def conflicts(self) -> list[ConflictItem]:
        """Cells edited in two places."""
        ...

    def refused(self) -> list[RefusedItem]:
        """What central did not take."""
        ...

    def receipts(self) -> list[Receipt]:
        """Central's signed words."""
        ...

    def cycles(self) -> list[CycleRecord]:
        """The last sync cycles."""
        ...


class Desk(Protocol):
    """The workspace behind a thread of its own. Every call comes back at once; `done` and `failed` come later,
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
        """Save edits; those that queue up share one commit."""
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
