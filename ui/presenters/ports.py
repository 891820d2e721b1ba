"""What presenters need of the rest: the workspace on its own thread, and the synchronising engine.

`Workspace` is met by app/services; `Desk` by ui/bridge, which keeps the workspace on one thread of its own
and brings answers back to the window's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.bookmark import Bookmark
from app.domain.exchange import Receipt, View
from app.domain.exchange_state import CycleRecord, LightFacts
from app.domain.operations import CellEdit, ReportKey
from app.services.views import (
    Computer,
    HistoryEntry,
    OpenReport,
    Person,
    ReportSummary,
    SaveOutcome,
    SealOutcome,
    SyncStatus,
    WaitingReport,
    WorkItem,
)
from ui.presenters.use_cases import (
    Attachments,
    Attention,
    Bundles,
    FirstRows,
    Notes,
    Reviewing,
    Versions,
    Workbooks,
)

if TYPE_CHECKING:
    from app.services.hints import Evidence
    from app.services.update_watch import OpenRoad, UpdateStanding
    from sync.wishes import Wishes


T = TypeVar("T")


class Apart(Protocol):
    """Runs slow work that needs no store off the window's thread."""

    def __call__(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Exactly one of `done` and `failed` is called later, on the window's thread."""
        ...


def in_place(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
    """Runs it at once: for a presenter without a window."""
    try:
        answer = work()
    except Exception as error:  # noqa: BLE001 - as on a thread of its own: it is answered, not lost
        failed(error)
    else:
        done(answer)


class Workspace(Protocol):
    """The office's work; only ever called on the thread that opened it."""

    @property
    def first_rows(self) -> FirstRows:
        """Rows to begin with."""
        ...

    @property
    def versions(self) -> Versions:
        """Moves between editions."""
        ...

    @property
    def workbooks(self) -> Workbooks:
        """Out to Excel and back."""
        ...

    @property
    def attention(self) -> Attention:
        """Conflicts and the refused tray."""
        ...

    @property
    def attachments(self) -> Attachments:
        """The bytes of attached files."""
        ...

    @property
    def bundles(self) -> Bundles:
        """What is carried by hand."""
        ...

    @property
    def notes(self) -> Notes:
        """Notes and questions."""
        ...

    @property
    def reviewing(self) -> Reviewing:
        """Acts of the receiver."""
        ...

    @property
    def me(self) -> Person:
        """Who uses the program."""
        ...

    @property
    def computer(self) -> Computer:
        """What this computer is to the system."""
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

    def save_all(
        self, saves: Sequence[tuple[ReportKey, str, Sequence[CellEdit]]], bookmark: Bookmark | None = None
    ) -> list[SaveOutcome | Exception]:
        """Several in one commit, and the bookmark where there is one."""
        ...

    def keep_bookmark(self, bookmark: Bookmark | None, *, synced: bool) -> None:
        """Where the typist is."""
        ...

    def go_back(self) -> Bookmark | None:
        """Where the typist left off, for a start to go on there."""
        ...

    def seal(self, key: ReportKey, *, filled: Mapping[str, str] | None = None, reason: str = "") -> SealOutcome:
        """Seal, unless findings forbid it; `filled` are the figures from other forms that the person was shown.

        `reason` is why it does not wait for what is decided on another computer.
        """
        ...

    def submit(self, key: ReportKey) -> None:
        """Send up with the next exchange."""
        ...

    def reopen(self, key: ReportKey, reason: str) -> None:
        """Take the seal off."""
        ...

    def evidence(self, key: ReportKey, view: View = View.INNER) -> Evidence | None:
        """What hints are found in: the report, its past, its siblings as far as they are seen; None if not begun."""
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

    def light_facts(self) -> LightFacts:
        """What the light is decided by."""
        ...

    def waiting(self) -> list[WaitingReport]:
        """What waits, report by report."""
        ...

    def receipts(self) -> list[Receipt]:
        """Central's signed words."""
        ...

    def cycles(self) -> list[CycleRecord]:
        """The last sync cycles."""
        ...


class Ask(Protocol):
    """Asks the workspace on behalf of a page: what comes after the page is gone shows nothing."""

    def __call__(
        self, work: Callable[[Workspace], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run `work` after everything asked before it."""
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

    def mark(self, where: Callable[[], Bookmark | None]) -> None:
        """The typist went on. `where` is asked once: at the next save, with which its answer is kept in one commit,
        or else at the end of this turn of the window. Nothing waits for it."""
        ...


class SyncController(Protocol):
    """The synchronising engine's thread, seen from the window."""

    def start(self) -> None:
        """Begin."""
        ...

    def wake(self) -> None:
        """Synchronise at once, once, whatever holds: a person asked."""
        ...

    def changed(self) -> None:
        """Something here waits to go."""
        ...

    def choose(self, wishes: Wishes) -> None:
        """From now on these wishes hold."""
        ...

    def network(self, *, metered: bool, came_back: bool = False) -> None:
        """What the network costs; whether it was away and is there again."""
        ...

    def cancel(self) -> None:
        """End what runs after its present exchange."""
        ...

    def stop(self) -> bool:
        """End; whether it ended in time."""
        ...


class Updates(Protocol):
    """The updates of this installed program; called on any thread."""

    @property
    def standing(self) -> UpdateStanding:
        """How it stands."""
        ...

    def listen(self, listener: Callable[[UpdateStanding], None]) -> None:
        """From now on `listener` is told, on another thread."""
        ...

    def choose(self, wishes: Wishes, *, metered: bool) -> None:
        """From now on these wishes hold."""
        ...

    def look(self, road: OpenRoad | None = None) -> None:
        """Look at once and bring what is there; `road` for another way than central's."""
        ...

    def cancel(self) -> None:
        """Bring no more for now."""
        ...

    def defer(self, days: int) -> None:
        """Start no new program for so many days; waits for the disk."""
        ...

    def stop(self) -> bool:
        """End; whether it ended in time."""
        ...


class NetworkSwitch(Protocol):
    """The office network; called on any thread."""

    def switch(self, *, on: bool, typed: str = "") -> None:
        """On with these typed addresses, or off."""
        ...
