"""Notes and questions beside the figures of reports: kept at once when they are written here, and as central tells."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.exchange import NoteChange
from app.domain.notes import Note, NoteKind
from app.domain.operations import ReportKey, parse_report_key
from app.domain.workflow import OPEN
from app.store.database import Database
from app.store.records import NoteRow

_COLUMNS = "n.report, n.kind, n.address, n.text, n.author, n.at, n.shared, n.settled, n.told"
_KEEP = (
    "INSERT INTO note (id, report, kind, address, text, author, at, shared, settled, told)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
)


class Notes:
    """Reads and writes notes; writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, notes: Iterable[Note]) -> None:
        """Keep what was written here; one that is here already stays as it is."""
        self._database.executemany(_KEEP + "NOTHING", [_values(note, settled=False, told=False) for note in notes])

    def take_in(self, change: NoteChange) -> None:
        """Keep a note as central has it."""
        self._database.execute(
            # Settled stays settled: a central that was restored may tell of a seal later than of what it answered.
            _KEEP + "UPDATE SET shared = excluded.shared, settled = max(settled, excluded.settled), told = 1",
            _values(change.note, settled=change.settled, told=True),
        )

    def take_back(self, notes: Iterable[Note]) -> None:
        """Forget questions of a return that never was: those that central has not told of."""
        self._database.executemany("DELETE FROM note WHERE id = ? AND NOT told", [(note.id,) for note in notes])

    def of(self, report: ReportKey) -> list[NoteRow]:
        """The notes of a report, oldest first."""
        return self._read("WHERE n.report = ?", str(report))

    def open_questions(self) -> list[NoteRow]:
        """What receivers ask this office about its reports and is not settled, oldest first.

        A report that is sealed here has its answers, whatever central knows of it yet.
        """
        states = ", ".join("?" * len(OPEN))
        return self._read(
            "JOIN report r ON r.key = n.report AND r.view = 'inner'"
            f" WHERE n.kind = ? AND NOT n.settled AND r.state IN ({states})",
            NoteKind.QUESTION.value,
            *(state.value for state in OPEN),
        )

    def keep_draft(self, report: ReportKey, address: str, text: str) -> None:
        """Keep what is being written and is no note yet; blank forgets it."""
        self._database.execute("DELETE FROM note_draft WHERE report = ? AND address = ?", (str(report), address))
        if text.strip():
            self._database.execute("INSERT INTO note_draft VALUES (?, ?, ?)", (str(report), address, text))

    def drafts(self, report: ReportKey) -> dict[str, str]:
        """What is being written beside a report, by address."""
        rows = self._database.execute("SELECT address, text FROM note_draft WHERE report = ?", (str(report),))
        return dict(rows.fetchall())

    def _read(self, condition: str, *parameters: str) -> list[NoteRow]:
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM note n {condition} ORDER BY n.at, n.address, n.id", parameters
        ).fetchall()
        return [
            NoteRow(
                note=Note(
                    report=parse_report_key(report),
                    kind=NoteKind(kind),
                    address=address,
                    text=text,
                    author=author,
                    at=at,
                    shared=bool(shared),
                ),
                settled=bool(settled),
                told=bool(told),
            )
            for report, kind, address, text, author, at, shared, settled, told in rows
        ]


def _values(note: Note, *, settled: bool, told: bool) -> tuple[str | int, ...]:
    return (
        note.id,
        str(note.report),
        note.kind.value,
        note.address,
        note.text,
        note.author,
        note.at,
        int(note.shared),
        int(settled),
        int(told),
    )
