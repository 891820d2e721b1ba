"""Books one answer of central: results, receipts, changes, cursor and digest in one transaction, or nothing."""

from __future__ import annotations

import msgspec

from app.domain.conflicts import Conflict
from app.domain.exchange import (
    KNOWN_CHANGES,
    Answer,
    DeviceChange,
    FormChange,
    NoteChange,
    ObligationChange,
    PersonChange,
    Receipt,
    ReportChange,
    ReportEcho,
    Result,
    ResultCode,
    TheirCell,
    UnitChange,
    View,
)
from app.domain.exchange_state import Booked
from app.domain.notes import notes_of
from app.domain.operations import Kind, Operation, OperationId, ReportKey, parse_report_key, read_operation
from app.store import merging
from app.store.comparing import Comparing
from app.store.contents import Contents
from app.store.database import Database
from app.store.evidence import EvidenceKept
from app.store.notes import Notes
from app.store.office_conflicts import OfficeConflicts
from app.store.peers import Peers
from app.store.registry import CLOCK_SKEW, PASSED_OVER, Registry
from app.store.sealed import SealedContents
from app.store.taking_back import WITHDRAWN, set_aside
from app.store.working import Desk, Working, read_long

_COUNTED = {
    ResultCode.APPLIED: "applied",
    ResultCode.DUPLICATE: "duplicates",
    ResultCode.CONFLICT: "conflicts",
    ResultCode.REFUSED: "refused",
    ResultCode.SUPERSEDED: "superseded",
}
_SKEW_STEP_S = 5
"""A clock that is found to differ from what is kept by less is not written down again."""


class Booking:
    """One answer being booked. Runs inside a write transaction of the caller's; used once."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, registry: Registry, now: int) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._registry = registry
        self._now = now
        self._notes = Notes(database)
        self._evidence = EvidenceKept(database)
        self._sealed = SealedContents(database)
        self._peers = Peers(database, contents, lambda: now)
        self._office_conflicts = OfficeConflicts(database)
        self._noted: list[ReportKey] = []
        self._on_desk: dict[int, Working] = {}
        self._by_key: dict[str, Working] = {}
        """Of these, this office's own reports, by their keys' text."""
        self._counts = dict.fromkeys(_COUNTED.values(), 0)
        self._unmatched: list[OperationId] = []
        self._unreadable: list[OperationId] = []
        self._unknown = 0
        self._last = 0
        """The highest own number whose result was booked."""
        row = database.one("SELECT device, epoch, central_epoch, era, from_start FROM position")
        self._device, self._epoch, self._central_epoch, era, self._from_start = row or ("", "", "", 1, 0)
        self._era = int(str(era))

    def book(self, answer: Answer, *, by_hand: bool = False, moves: bool = True) -> Booked:
        """Book it all, in the order results, receipts, changes, position.

        What came `by_hand` is of some time ago: nothing is proven by it about now. Where it does not move the store,
        its results and receipts are booked alone.
        """
        if self._central_epoch and answer.central_epoch != self._central_epoch:
            # Revisions of another central epoch say nothing about ours.
            self._era += 1
            self._sealed.send_again()
            self._office_conflicts.forget_open()
        proof = self._evidence.keep(answer) if answer.results else 0
        for result in sorted(answer.results, key=lambda result: (result.id.epoch != self._epoch, result.id.seq)):
            self._book_result(result, proof)
        if self._last:
            self._database.execute("UPDATE position SET after = max(after, ?)", (self._last,))
        receipts = sum(self._book_receipt(receipt) for receipt in answer.receipts)
        changes = sum(self._book_change(change) for change in answer.changes)
        for working in self._on_desk.values():
            if working.waiting and self._registry.is_withdrawn(working.head.key):
                set_aside(working, WITHDRAWN)
        self._desk.store(self._on_desk.values(), str(self._epoch), self._now)
        if answer.changes:
            self._office_conflicts.tell_journal()
        if not by_hand:
            self._move_position(answer)
        elif moves:
            self._move_by_hand(answer)
        moved = [parse_report_key(working.head.key) for working in self._on_desk.values()]
        return Booked(
            changes=changes,
            receipts=receipts,
            unmatched=tuple(self._unmatched),
            unreadable=tuple(self._unreadable),
            unknown_changes=self._unknown,
            reports=tuple(dict.fromkeys([*moved, *self._noted])),
            **self._counts,
        )

    def _working(self, report_id: int) -> Working:
        working = self._on_desk.get(report_id)
        if working is None:
            working = self._desk.load(self._contents.head_by_id(report_id), str(self._epoch))
            self._on_desk[report_id] = working
            if working.head.view == View.INNER:
                self._by_key[working.head.key] = working
        return working

    def _put_on_desk(self, report: ReportKey) -> Working | None:
        """A report of this office, or None where it is not here."""
        working = self._by_key.get(str(report))
        if working is not None:
            return working
        head = self._contents.head(report)
        return None if head is None else self._working(head.id)

    def _book_result(self, result: Result, proof: int) -> None:
        if result.id.device != self._device:
            self._peers.settle(result, proof)
            return
        row = self._database.one(
            "SELECT report, hash, code FROM operation WHERE epoch = ? AND seq = ?",
            (result.id.epoch, result.id.seq),
        )
        if row is None or row[1] != result.hash:
            self._unmatched.append(result.id)
            return
        report_id, _, code = row
        if result.code is ResultCode.UNREADABLE:
            self._unreadable.append(result.id)
            return
        if code is not None:
            return
        self._counts[_COUNTED[result.code]] += 1
        working = self._working(int(str(report_id)))
        their_cells = {cell.address: cell for cell in result.cells}
        flying = (operation for operation in working.flying if operation.id == result.id)
        operation = next(flying, None) or self._kept(result.id)
        met_by = operation if result.code is ResultCode.CONFLICT else None
        theirs = merging.Theirs(author=working.head.author, at=working.head.at, cells=their_cells, met_by=met_by)
        merging.book_result(working, operation, result, era=self._era, theirs=theirs)
        self._database.execute(
            "UPDATE operation SET code = ?, result = ?, result_at = ?, proof = ? WHERE epoch = ? AND seq = ?",
            (result.code.value, msgspec.json.encode(result), self._now, proof, result.id.epoch, result.id.seq),
        )
        if result.code not in (ResultCode.APPLIED, ResultCode.DUPLICATE):
            self._forget_questions(operation)
        if result.id.epoch == self._epoch:
            self._last = max(self._last, result.id.seq)

    def _kept(self, id_: OperationId) -> Operation:
        return read_operation(read_long(self._database, id_.epoch, id_.seq))

    def _forget_questions(self, operation: Operation) -> None:
        """A return that does not hold asks nothing; a comment that does not hold yet is still what somebody wrote."""
        if operation.kind is Kind.RETURN:
            told = (operation.kind, operation.body, operation.report, operation.author, operation.at)
            self._notes.take_back(notes_of(*told))

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
        self._sealed.settle(receipt)
        return int(cursor.rowcount)

    def _book_change(self, change: object) -> int:
        match change:
            case ReportChange():
                return self._book_report(change)
            case ReportEcho():
                return self._book_echo(change)
            case FormChange() | UnitChange() | ObligationChange() | PersonChange() | DeviceChange():
                self._registry.take_in(change, self._now)
                if isinstance(change, ObligationChange) and change.withdrawn:
                    self._put_on_desk(change.report)
                return 1
            case NoteChange():
                self._notes.take_in(change)
                self._noted.append(change.note.report)
                return 1
            case Conflict():
                self._office_conflicts.take_in(change)
                self._noted.append(change.report)
                return 1
            case _:
                self._unknown += 1
                return 0

    def _book_report(self, change: ReportChange) -> int:
        head = self._contents.head(change.report, change.view)
        if head is None:
            head = self._contents.create(change.report, change.form, change.view)
        working = self._working(head.id)
        known_cells, met_by = self._met(working)
        taken_in = merging.receive(working, change, era=self._era, known_cells=known_cells, met_by=met_by)
        working.head.in_scope = 1
        self._database.execute("DELETE FROM differing WHERE key = ?", (str(change.report),))
        return int(taken_in)

    def _met(self, working: Working) -> tuple[dict[str, TheirCell], Operation | None]:
        """What the last conflict of a report that waits for the feed named, and the edit that met it.

        None for one that was merged long ago: it has nothing more to be told of.
        """
        head = working.head
        conflict = self._last_conflict(working) if head.hold_rev else None
        if conflict is None:
            return {}, None
        is_new = head.base_era != self._era or conflict.rev > head.base_rev
        return {cell.address: cell for cell in conflict.cells}, self._kept(conflict.id) if is_new else None

    def _last_conflict(self, working: Working) -> Result | None:
        row = self._database.one(
            "SELECT result FROM operation WHERE report = ? AND code = 'conflict'"
            # By the answer it came with, not by when: this computer's clock may have been set back since.
            " ORDER BY proof DESC, seq DESC LIMIT 1",
            (working.head.id,),
        )
        return msgspec.json.decode(row[0], type=Result) if row and isinstance(row[0], bytes) else None

    def _book_echo(self, echo: ReportEcho) -> int:
        working = self._put_on_desk(echo.report)
        if working is None:
            return 0
        head = working.head
        if head.base_era == self._era and echo.rev <= head.base_rev:
            return 0
        if head.base_era != self._era and working.base:
            # What was agreed here is of another time of central's: of that an echo says nothing, the repair brings all.
            head.base_rev = 0
            return 0
        known_cells, met_by = self._met(working)
        head.base_rev, head.base_era = echo.rev, self._era
        if head.hold_rev and head.hold_rev <= echo.rev:
            head.hold_rev = 0
            theirs = merging.Theirs(author=head.author, at=head.at, cells=known_cells, met_by=met_by)
            merging.merge_waiting(working, theirs)
        return 1

    def _asked_before(self, answer: Answer) -> bool:
        """Whether a page was asked for before central was found to lack something: it is no start, the next one is."""
        return bool(self._from_start) and answer.central_epoch == self._central_epoch

    def _move_by_hand(self, answer: Answer) -> None:
        """Stand where the answer leads; when central was last heard, and what it holds now, it does not say."""
        asked_before = self._asked_before(answer)
        self._database.execute(
            "UPDATE position SET from_start = 0, central_epoch = ?, era = ?, cursor = ?, scope = ?,"
            " theirs_sum = NULL, theirs_count = NULL, unequal = 0, repulling = repulling AND ?",
            (
                answer.central_epoch,
                self._era,
                "" if asked_before else answer.cursor,
                answer.scope,
                int(answer.more or asked_before),
            ),
        )

    def _move_position(self, answer: Answer) -> None:
        ours, theirs = self._contents.digest(), None if answer.more else answer.digest
        asked_before = self._asked_before(answer)
        cursor = "" if asked_before else answer.cursor
        self._database.execute(
            "UPDATE position SET from_start = 0, central_epoch = ?, era = ?, cursor = ?, scope = ?, contact_at = ?,"
            " theirs_sum = ?, theirs_count = ?, repulling = repulling AND ?",
            (answer.central_epoch, self._era, cursor, answer.scope, self._now)
            + ((theirs.sum, theirs.count) if theirs else (None, None))
            + (int(answer.more or asked_before),),
        )
        if theirs == ours:
            self._database.execute("UPDATE position SET agreed_at = ?, unequal = 0", (self._now,))
            self._begin_unknown_anew()
        elif theirs is not None:
            self._database.execute("UPDATE position SET unequal = unequal + 1")
        self._note_clock(answer.server_time - self._now)
        if self._unknown + answer.unknown_changes:
            self._registry.set_meta(PASSED_OVER, KNOWN_CHANGES)

    def _begin_unknown_anew(self) -> None:
        identity = self._registry.identity()
        comparing = Comparing(self._database, self._contents, self._desk, identity.unit if identity else "")
        self._noted += comparing.begin_unknown_anew()

    def _note_clock(self, skew_s: int) -> None:
        """Keep how far this machine's clock is from central's; what the way takes is not measured."""
        known = self._registry.meta(CLOCK_SKEW)
        if known is None or abs(int(known) - skew_s) >= _SKEW_STEP_S:
            self._registry.set_meta(CLOCK_SKEW, str(skew_s))
