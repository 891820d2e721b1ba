"""Parts of the office's work, each what presenters need of one; met by app/services, reached through `Workspace`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.exchange import View
from app.domain.operations import CellEdit, ReportKey
from app.services.views import ConflictItem, ElsewhereItem, NoteItem, RefusedItem

if TYPE_CHECKING:
    from app.domain.attachments import Transfer
    from app.domain.forms.definition import FormDefinition
    from app.domain.forms.migration import Migration, Return
    from app.services.attachments import FileTold
    from app.services.bundles import Came
    from app.services.workbooks import Prepared
    from app.store.bundles import MadeBundle
    from app.store.records import Decision
    from sync.bundle import Made


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

    def elsewhere(self) -> list[ElsewhereItem]:
        """What waits on other computers of the office."""
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
