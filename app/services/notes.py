"""Notes and questions beside the figures of reports: reading them, writing one, what waits for an answer."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.exchange import View
from app.domain.notes import NoteKind
from app.domain.operations import NoteBody, ReportKey
from app.domain.values import canonical_text
from app.domain.workflow import OPEN
from app.services.views import NoteItem, Person
from app.store.records import NoteRow
from app.store.store import Store


class Notes:
    """Belongs to the thread of its store."""

    def __init__(self, store: Store, me: Person, person_name: Callable[[str], str]) -> None:
        self._store = store
        self._me = me
        self._person_name = person_name

    def of(self, key: ReportKey, view: View = View.INNER) -> list[NoteItem]:
        """The notes of a report, the newest first."""
        # Sealed here, a report has its answers, whatever the system knows of it yet.
        is_asked = self._store.report_state(key, view) in OPEN
        return [self._item(row, is_asked=is_asked) for row in reversed(self._store.notes(key))]

    def open_questions(self) -> list[NoteItem]:
        """What receivers ask about this office's reports and waits for its answer, oldest first."""
        return [self._item(row, is_asked=True) for row in self._store.open_questions()]

    def write(
        self, key: ReportKey, form_hash: str, address: str, text: str, view: View = View.INNER, *, shared: bool
    ) -> None:
        """Write a note; `shared` is what the person was told of who will read it. Durable when this returns.

        A report that is not begun begins by it, with the form of that hash. Raises StateError `report.unknown`,
        `report.read_only`; InputError `note.words`; StoreError.
        """
        body = NoteBody(address=address, text=canonical_text(text) or "", shared=shared or view is View.UPWARD)
        self._store.write_note(key, form_hash, body, author=self._me.id, view=view)

    def keep_draft(self, key: ReportKey, address: str, text: str) -> None:
        """Keep what is being written and is no note yet; blank forgets it."""
        self._store.keep_note_draft(key, address, text)

    def drafts(self, key: ReportKey) -> dict[str, str]:
        """What is being written beside a report and is no note yet, by address."""
        return self._store.note_drafts(key)

    def _item(self, row: NoteRow, *, is_asked: bool) -> NoteItem:
        note = row.note
        return NoteItem(
            key=note.report,
            kind=note.kind,
            address=note.address,
            text=note.text,
            author=self._person_name(note.author),
            office=self._office(note.author),
            at=note.at,
            shared=note.shared,
            is_open=note.kind is NoteKind.QUESTION and is_asked and not row.settled,
            told=row.told,
        )

    def _office(self, person: str) -> str:
        unit = self._me.unit if person == self._me.id else self._store.person_unit(person)
        versions = [] if unit in ("", self._me.unit) else self._store.unit_versions(unit)
        return versions[-1].name if versions else ""
