"""Books one answer of central: results, receipts, changes, cursor and digest in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.domain.exchange import (
    Answer,
    FormChange,
    ObligationChange,
    Pair,
    PersonChange,
    Receipt,
    ReportChange,
    ReportEcho,
    Result,
    ResultCode,
    UnitChange,
)
from app.domain.exchange_state import Booked
from app.domain.operations import OperationId, ReportKey, parse_report_key
from app.store import merging
from app.store.contents import Contents
from app.store.database import Database
from app.store.registry import Registry
from app.store.working import Desk, Working, decode_operation

_COUNTED = {
    ResultCode.APPLIED: "applied",
    ResultCode.DUPLICATE: "duplicates",
    ResultCode.CONFLICT: "conflicts",
    ResultCode.REFUSED: "refused",
    ResultCode.SUPERSEDED: "superseded",
}


class Booking:
    """One answer being booked. Runs inside a write transaction of the caller's; used once."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, registry: Registry, now: int) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._registry = registry
        self._now = now
        self._on_desk: dict[int, Working] = {}
        self._counts = dict.fromkeys(_COUNTED.values(), 0)
        self._unmatched: list[OperationId] = []
        self._unreadable: list[OperationId] = []
        self._unknown = 0
        row = database.one("SELECT device, epoch, central_epoch, era, from_start FROM position")
        self._device, self._epoch, self._central_epoch, era, self._from_start = row or ("", "", "", 1, 0)
        self._era = int(str(era))

    def book(self, answer: Answer) -> Booked:
        """Book it all, in the order results, receipts, changes, position."""
        if self._central_epoch and answer.central_epoch != self._central_epoch:
            # Revisions of another central epoch say nothing about ours.
            self._era += 1
        for result in sorted(answer.results, key=lambda result: (result.id.epoch != self._epoch, result.id.seq)):
            self._book_result(result)
        receipts = sum(self._book_receipt(receipt) for receipt in answer.receipts)
        changes = sum(self._book_change(change) for change in answer.changes)
        for working in self._on_desk.values():
            self._desk.store(working, str(self._epoch), self._now)
        self._move_position(answer)
        return Booked(
            changes=changes,
            receipts=receipts,
            unmatched=tuple(self._unmatched),
            unreadable=tuple(self._unreadable),
            unknown_changes=self._unknown,
            reports=tuple(parse_report_key(working.head.key) for working in self._on_desk.values()),
            **self._counts,
        )

    def _working(self, report_id: int) -> Working:
        working = self._on_desk.get(report_id)
        if working is None:
            working = self._desk.load(self._contents.head_by_id(report_id), str(self._epoch))
            self._on_desk[report_id] = working
        return working

    def _book_result(self, result: Result) -> None:
        if result.id.device != self._device:
            return
        row = self._database.one(
            "SELECT report, hash, code, long FROM operation WHERE epoch = ? AND seq = ?",
            (result.id.epoch, result.id.seq),
        )
        if row is None or row[1] != result.hash:
            self._unmatched.append(result.id)
            return
        report_id, _, code, long = row
        if result.code is ResultCode.UNREADABLE:
            self._unreadable.append(result.id)
            return
        if code is not None:
            return
        self._counts[_COUNTED[result.code]] += 1
        assert isinstance(long, bytes)
        working = self._working(int(str(report_id)))
        their_cells = {cell.address: cell for cell in result.cells}
        theirs = merging.Theirs(
            author=working.head.author, at=working.head.at, cells=their_cells, answers=str(result.id)
        )
        flying = (operation for operation in working.flying if operation.id == result.id)
        operation = next(flying, None) or decode_operation(long)
        merging.book_result(working, operation, result, era=self._era, theirs=theirs)
        self._database.execute(
            "UPDATE operation SET code = ?, result = ?, result_at = ? WHERE epoch = ? AND seq = ?",
            (result.code.value, msgspec.json.encode(result), self._now, result.id.epoch, result.id.seq),
        )
        if result.id.epoch == self._epoch:
            self._database.execute("UPDATE position SET after = max(after, ?)", (result.id.seq,))

    def _book_receipt(self, receipt: Receipt) -> int:
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO receipt (signature, report, kind, content, device, epoch, seq, rev, sealed_at,"
            " received_at, deadline, late, central) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                receipt.signature,
                str(receipt.report),
                receipt.kind.value,
                receipt.content,
                receipt.device,
                receipt.epoch,
                receipt.seq,
                receipt.rev,
                receipt.sealed_at,
                receipt.received_at,
                receipt.deadline,
                int(receipt.late),
                receipt.central,
            ),
        )
        return int(cursor.rowcount)

    def _book_change(self, change: object) -> int:
        match change:
            case ReportChange():
                return self._book_report(change)
            case ReportEcho():
                return self._book_echo(change)
            case FormChange() | UnitChange() | ObligationChange() | PersonChange():
                self._registry.take_in(change, self._now)
                return 1
            case _:
                self._unknown += 1
                return 0

    def _book_report(self, change: ReportChange) -> int:
        head = self._contents.head(change.report, change.view)
        if head is None:
            head = self._contents.create(change.report, change.form, change.view)
        working = self._working(head.id)
        conflict = self._last_conflict(working) if working.head.hold_rev else None
        taken_in = merging.receive(
            working,
            change,
            era=self._era,
            known_cells={cell.address: cell for cell in conflict.cells} if conflict else {},
            answers=str(conflict.id) if conflict else "",
        )
        working.head.in_scope = 1
        self._database.execute("DELETE FROM differing WHERE key = ?", (str(change.report),))
        return int(taken_in)

    def _last_conflict(self, working: Working) -> Result | None:
        row = self._database.one(
            "SELECT result FROM operation WHERE report = ? AND code = 'conflict'"
            " ORDER BY result_at DESC, seq DESC LIMIT 1",
            (working.head.id,),
        )
        return msgspec.json.decode(row[0], type=Result) if row and isinstance(row[0], bytes) else None

    def _book_echo(self, echo: ReportEcho) -> int:
        head = self._contents.head(echo.report)
        if head is None:
            return 0
        working = self._working(head.id)
        head = working.head
        if head.base_era == self._era and echo.rev <= head.base_rev:
            return 0
        head.base_rev, head.base_era = echo.rev, self._era
        if head.hold_rev and head.hold_rev <= echo.rev:
            head.hold_rev = 0
            merging.merge_into(working, working.base, merging.Theirs(author=head.author, at=head.at, cells={}))
        return 1

    def _move_position(self, answer: Answer) -> None:
        ours, theirs = self._contents.digest(), None if answer.more else answer.digest
        # A page that was asked for before central was found to lack something is no start: the next one is.
        asked_before = self._from_start and answer.central_epoch == self._central_epoch
        cursor = "" if asked_before else answer.cursor
        self._database.execute(
            "UPDATE position SET from_start = 0, central_epoch = ?, era = ?, cursor = ?, scope = ?, contact_at = ?,"
            " theirs_sum = ?, theirs_count = ?, repulling = repulling AND ?",
            (answer.central_epoch, self._era, cursor, answer.scope, self._now)
            + ((theirs.sum, theirs.count) if theirs else (None, None))
            + (int(answer.more or bool(asked_before)),),
        )
        if theirs == ours:
            self._database.execute("UPDATE position SET agreed_at = ?, unequal = 0", (self._now,))
        elif theirs is not None:
            self._database.execute("UPDATE position SET unequal = unequal + 1")


def compare(database: Database, contents: Contents, pairs: Iterable[Pair]) -> tuple[ReportKey, ...]:
    """Reports that differ from `pairs`, which name the whole scope; remembered as differing.

    What `pairs` no longer name leaves the scope and the digest, and stays, read only.
    """
    theirs = {(str(pair.report), pair.view.value): pair for pair in pairs}
    database.execute("DELETE FROM differing")
    rows = database.execute(
        "SELECT id, key, view, base_rev, base_content, in_scope FROM report WHERE base_rev > 0"
    ).fetchall()
    ours = {(key, view): (rev, content) for _, key, view, rev, content, _ in rows}
    for report_id, key, view, _, _, in_scope in rows:
        if in_scope != ((key, view) in theirs):
            head = contents.head_by_id(report_id)
            # What waits for a report that left still goes, and is judged: nothing it could be merged with will come.
            contents.move_head(head, in_scope=int(not in_scope), hold_rev=0)
    differing = []
    for place, pair in theirs.items():
        rev, content = ours.get(place, (0, ""))
        if pair.rev > rev or (pair.rev == rev and pair.content != content):
            differing.append(pair.report)
            database.execute("INSERT OR IGNORE INTO differing (key) VALUES (?)", (place[0],))
    return tuple(dict.fromkeys(differing))
