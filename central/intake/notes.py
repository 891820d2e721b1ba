"""Notes and questions as central keeps them, and the feed rows that tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from app.domain.exchange import NoteChange, ResultCode
from app.domain.notes import Note, NoteKind, notes_of
from app.domain.operations import Kind, parse_report_key
from app.domain.workflow import OPEN
from central.databases import Database, Later, Row, by_home
from central.intake.feed import FeedRow, ItemKind, inner_scope, publish, upward_scope
from central.intake.files import ReportFile
from central.intake.judging import Batch, Judged

_NOTED = frozenset({Kind.COMMENT, Kind.RETURN, Kind.SEAL})
_COLUMNS = "report, kind, address, text, author, at, shared, settled"
_KEEP = (
    f"INSERT INTO intake_note (province, id, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (province, id) DO UPDATE SET shared = excluded.shared, settled = excluded.settled"
)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A note that this batch writes, or settles."""

    file: ReportFile
    change: NoteChange
    by_receiver: bool = True

    def rows(self) -> Iterator[FeedRow]:
        """What the feed says of it: to the office, and where it is for both to the receiver.

        Whoever reads what somebody of another office wrote is told who that is.
        """
        note, home, duty = self.change.note, self.file.province, self.file.duty
        inner = inner_scope(home, self.file.key.unit)
        yield FeedRow(inner, ItemKind.NOTE, note.id, home)
        if self.by_receiver:
            yield FeedRow(inner, ItemKind.PERSON, note.author, home)
        if note.shared and duty.receiver:
            upward = upward_scope(duty.receiver_province, duty.receiver)
            yield FeedRow(upward, ItemKind.NOTE, note.id, home)
            if not self.by_receiver:
                yield FeedRow(upward, ItemKind.PERSON, note.author, home)


def book_notes(db: Database, batch: Batch, judged: Sequence[Judged], questions: Later[list[Row]] | None = None) -> int:
    """Write down the notes of a run of judged operations, inside its transaction; the last feed position, or 0.

    `questions` are the open ones of the reports, maybe of others besides, where they were asked for before.

    The same note given again, by a store or a central that was restored, is one note. A seal settles the questions.
    """
    noted = [each for each in judged if each.code is ResultCode.APPLIED and each.operation.kind in _NOTED]
    if not noted:
        return 0
    files = {each.operation.report: batch.cabinet.files[each.operation.report] for each in noted}
    kept: dict[str, _Kept] = {}
    named = {file.name: file for file in files.values()}
    told = questions or open_questions(db, [(file.province, file.name) for file in named.values()])
    asked = {
        change.note.id: _Kept(file=named[row[0]], change=change)
        for row in told()
        if row[0] in named
        for change in [_change(row)]
    }
    for each in noted:
        file = files[each.operation.report]
        if each.operation.kind is Kind.SEAL:
            for name in [name for name, question in asked.items() if question.file is file]:
                kept[name] = replace(asked[name], change=replace(asked.pop(name).change, settled=True))
        for made in _made(each, file):
            kept[made.change.note.id] = made
            if made.change.note.kind is NoteKind.QUESTION and not made.change.settled:
                asked[made.change.note.id] = made
    db.many(_KEEP, [_row(each) for each in kept.values()])
    return publish(db, [row for each in kept.values() for row in each.rows()])


def _made(judged: Judged, file: ReportFile) -> Iterator[_Kept]:
    """The notes that an operation writes."""
    operation, by_receiver = judged.operation, judged.device.unit == file.duty.receiver
    # What central, restored, says as it said before is not judged again: it may be older than what stands here.
    is_again = judged.standing is None
    is_sealed = file.inner is not None and file.inner.head.state not in OPEN
    for note in notes_of(operation.kind, operation.body, operation.report, operation.author, operation.at):
        # Where nothing was submitted, nobody above has a report that a note could stand beside.
        shared = by_receiver or (note.shared and (is_again or file.upward is not None))
        settled = note.kind is NoteKind.QUESTION and is_again and is_sealed
        yield _Kept(
            file=file, change=NoteChange(note=replace(note, shared=shared), settled=settled), by_receiver=by_receiver
        )


def _row(kept: _Kept) -> tuple[str | int, ...]:
    note = kept.change.note
    return (
        kept.file.province,
        note.id,
        kept.file.name,
        note.kind,
        note.address,
        note.text,
        note.author,
        note.at,
        int(note.shared),
        int(kept.change.settled),
    )


def open_questions(db: Database, reports: Iterable[tuple[str, str]]) -> Later[list[Row]]:
    """The questions that stand open beside reports, given as (province, report); for `book_notes`."""
    told = db.later(
        f"SELECT {_COLUMNS} FROM intake_note WHERE province = %s AND kind = %s AND settled = 0 AND "
        + db.within("report"),
        [(province, NoteKind.QUESTION, db.members(names)) for province, names in by_home(reports).items()],
    )
    return lambda: [row for rows in told() for row in rows]


def read_notes(db: Database, province: str, ids: Sequence[str]) -> Iterator[tuple[str, NoteChange]]:
    """The notes with these ids, each beside its id."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM intake_note WHERE province = %s AND " + db.within("id"), province, db.members(ids)
    )
    for row in rows:
        change = _change(row)
        yield change.note.id, change


def _change(row: Row) -> NoteChange:
    report, kind, address, text, author, at, shared, settled = row
    note = Note(
        report=parse_report_key(report),
        kind=NoteKind(kind),
        address=address,
        text=text,
        author=author,
        at=at,
        shared=bool(shared),
    )
    return NoteChange(note=note, settled=bool(settled))
