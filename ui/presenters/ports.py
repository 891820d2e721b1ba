"""What presenters need of the rest: the workspace on its own thread, and the synchronising engine.

`Workspace` is met by app/services; `Desk` by ui/bridge, which keeps the workspace on one thread of its own
and brings answers back to the window's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.bookmark import Bookmark
from app.domain.exchange import Receipt, View
from app.domain.exchange_state import CycleRecord, LightFacts
from app.domain.operations import CellEdit, ReportKey
from app.services.views import (
    ConflictItem,
    HistoryEntry,
    NoteItem,
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
    from app.domain.attachments import Transfer
    from app.domain.forms.definition import FormDefinition
    from app.domain.forms.migration import Migration, Return
    from app.services.attachments import FileTold
    from app.services.bundles import Came
    from app.services.hints import Evidence
    from app.services.workbooks import Prepared
    from app.store.bundles import MadeBundle
    from app.store.records import Decision
    from sync.bundle import Made
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


class Attention(Protocol):
    """What waits for a person, and what he decides."""

    def conflicts(self) -> list[ConflictItem]:
        """Cells edited in two places."""
        ...

    def decide(self, decisions: Sequence[Decision], reason: str) -> None:
        """Settle conflicts, all of them or none."""
        ...

    def refused(self) -> list[RefusedItem]:
        """What central did not take."""
        ...

    def send_again(self, entry: int) -> None:
        """Let a refused edit go once more."""
        ...

    def dismiss(self, entry: int, reason: str) -> None:
        """Give a refused entry up."""
        ...

    def ask_unlock(self, key: ReportKey, text: str) -> None:
        """Ask the receiver to open a report."""
        ...


class Attachments(Protocol):
    """The bytes of attached files."""

    def told(self, key: ReportKey, hashes: Collection[str]) -> dict[str, FileTold]:
        """How far files of a report have got, by hash."""
        ...

    def waiting(self) -> list[Transfer]:
        """Files that central has not confirmed, the oldest first."""
        ...

    def begin(self, size: int) -> int:
        """Begin to take in a file; the number it goes under until it is whole."""
        ...

    def take(self, number: int, start: int, data: bytes) -> None:
        """Take in its next piece."""
        ...

    def finish(self, number: int, hash_: str) -> None:
        """It is whole: durable when this returns."""
        ...

    def drop(self, number: int) -> None:
        """It is not wanted after all."""
        ...

    def want(self, hash_: str, size: int) -> None:
        """Fetch it with the next exchange."""
        ...

    def piece(self, hash_: str, start: int, length: int) -> bytes:
        """A part of a file that is here."""
        ...


class Notes(Protocol):
    """Notes and questions beside the figures."""

    def of(self, key: ReportKey, view: View = View.INNER) -> list[NoteItem]:
        """Those of a report, the newest first."""
        ...

    def open_questions(self) -> list[NoteItem]:
        """What receivers ask this office, oldest first."""
        ...

    def write(
        self, key: ReportKey, form_hash: str, address: str, text: str, view: View = View.INNER, *, shared: bool
    ) -> None:
        """One more; durable when it returns."""
        ...

    def keep_draft(self, key: ReportKey, address: str, text: str) -> None:
        """Keep what is being written."""
        ...

    def drafts(self, key: ReportKey) -> dict[str, str]:
        """What is being written, by address."""
        ...


class Reviewing(Protocol):
    """What a receiver does with a report."""

    def receive(self, key: ReportKey) -> None:
        """Take it in."""
        ...

    def accept(self, key: ReportKey) -> None:
        """Accept it."""
        ...

    def give_back(self, key: ReportKey, reason: str, cells: Sequence[str] = ()) -> None:
        """Return it, with questions in cells."""
        ...


class Bundles(Protocol):
    """What is carried by hand."""

    def make(self) -> Made:
        """Everything that central has not answered."""
        ...

    def written(self, made: Made) -> None:
        """What was made lies in its file."""
        ...

    def take(self, data: bytes) -> Came:
        """Take in a file."""
        ...

    def made(self) -> list[MadeBundle]:
        """The bundles made here, the newest first."""
        ...


class FirstRows(Protocol):
    """What a blank report can begin with."""

    def of_last_period(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """Last period's rows, without figures."""
        ...

    def of_units(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The rows a form prints one of for each unit, where they are not there yet."""
        ...


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

    def seal(self, key: ReportKey, *, filled: Mapping[str, str] | None = None) -> SealOutcome:
        """Seal, unless findings forbid it; `filled` are the figures from other forms that the person was shown."""
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


class NetworkSwitch(Protocol):
    """The office network; called on any thread."""

    def switch(self, *, on: bool, typed: str = "") -> None:
        """On with these typed addresses, or off."""
        ...
