"""Waiting entries get their numbers: once, durably, before anything is sent."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from app.domain.addresses import ROW, row_of
from app.domain.exchange_state import Position
from app.domain.operations import (
    ActBody,
    Body,
    CellEdit,
    EditBody,
    Kind,
    Operation,
    opening_hash,
    parse_report_key,
    read_operation,
)
from app.domain.pieces import parts, pieces
from app.store.contents import Contents
from app.store.database import Database
from app.store.former import FormerChains
from app.store.records import Head
from app.store.working import Desk, Entry


class Numbering(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain stands inside a transaction."""

    device: str
    epoch: str
    seq: int
    head: str
    """Hash that the next operation chains to."""
    after: int


class _Numbered(msgspec.Struct):
    """What was numbered and is not written yet."""

    reports: list[int] = []
    """Row ids of those that have nothing waiting any more."""
    operations: list[tuple[int, Operation, bytes]] = []
    """Each with its report's row id and its long form."""


class Outbox:
    """Numbers what waits. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk

    def number_all(self, limit_bytes: int, after: int = 0) -> list[Operation]:
        """Number waiting entries in order until `limit_bytes` of operations above number `after` are in flight.

        Gives the operations made. Reports that wait for the feed to reach a conflict are left out, and everything while
        the store finds out what central has. The rest can still be folded, so no more is numbered than can be sent.
        """
        if not self.may_number():
            return []
        flying = self._database.number(
            "SELECT sum(o.size) FROM operation o JOIN position p ON p.epoch = o.epoch"
            " WHERE o.code IS NULL AND o.seq > ?",
            (after,),
        )
        reports = self._database.execute(
            "SELECT r.id, r.key FROM outbox o JOIN report r ON r.id = o.report WHERE r.hold_rev = 0"
            " GROUP BY o.report ORDER BY min(o.id)"
        ).fetchall()
        chain, numbered = self._chain(), _Numbered()
        for report_id, key in reports:
            if flying >= limit_bytes:
                break
            chain, size = self._number(report_id, key, chain, numbered)
            flying += size
        self._write(chain, numbered)
        return [operation for _, operation, _ in numbered.operations]

    def may_number(self) -> bool:
        """Whether anything can be numbered: not before enrolment, nor while the store finds out what central has."""
        return bool(
            self._database.number(
                "SELECT device <> '' AND NOT repulling AND NOT EXISTS (SELECT 1 FROM former WHERE NOT asked)"
                " FROM position"
            )
        )

    def number_report(self, head: Head) -> None:
        """Number everything of a report that waits."""
        numbered = _Numbered()
        chain, _ = self._number(head.id, head.key, self._chain(), numbered)
        self._write(chain, numbered)

    def _number(self, report_id: int, key: str, chain: Numbering, numbered: _Numbered) -> tuple[Numbering, int]:
        """Where the chain stands after a report's waiting entries, which `numbered` gets, and their bytes."""
        entries = self._desk.waiting(report_id)
        there = self._contents.free_rows(report_id) if any(entry.cells for entry in entries) else set()
        report = parse_report_key(key)
        seq, before, size = chain.seq, chain.head, 0
        numbered.reports.append(report_id)
        for entry in entries:
            for body in _bodies(entry, there):
                seq += 1
                operation = Operation(
                    device=chain.device,
                    epoch=chain.epoch,
                    seq=seq,
                    prev=before,
                    author=entry.author,
                    kind=entry.kind,
                    report=report,
                    form=entry.form,
                    after=chain.after,
                    at=entry.at,
                    body=body,
                )
                long = operation.spell()
                before = operation.hash()
                self._desk.hold(before, operation)
                numbered.operations.append((report_id, operation, long))
                size += len(long)
        return replace(chain, seq=seq, head=before), size

    def _write(self, chain: Numbering, numbered: _Numbered) -> None:
        """Operations in the place of what waited; the chain stands after them."""
        self._database.executemany("DELETE FROM outbox WHERE report = ?", [(report,) for report in numbered.reports])
        self._database.executemany(
            "INSERT INTO operation (epoch, seq, hash, report, kind, at, size) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (each.epoch, each.seq, each.hash(), report, each.kind.value, each.at, len(long))
                for report, each, long in numbered.operations
            ],
        )
        self._database.executemany(
            "INSERT INTO operation_long (epoch, seq, long) VALUES (?, ?, ?)",
            [(each.epoch, each.seq, long) for _, each, long in numbered.operations],
        )
        if numbered.operations:
            self._database.execute("UPDATE position SET numbered = ?, head = ?", (chain.seq, chain.head))

    def _chain(self) -> Numbering:
        row = self._database.one(
            "SELECT device, epoch, numbered, head, after, follows_epoch, follows_seq FROM position"
        )
        device, epoch, seq, head, after, follows_epoch, follows_seq = row or ("", "", 0, "", 0, "", 0)
        follows = (str(follows_epoch), int(str(follows_seq))) if follows_epoch else None
        return Numbering(
            device=str(device),
            epoch=str(epoch),
            seq=int(str(seq)),
            head=str(head) or opening_hash(str(device), str(epoch), follows),
            after=int(str(after)),
        )

    def in_flight(self, limit_bytes: int, after: int = 0) -> tuple[Operation, ...]:
        """Operations of this epoch above number `after` without a result, oldest first, up to the limit.

        At least one where there is any. A run without gaps: it ends where central has answered what follows.
        """
        found: list[Operation] = []
        size = 0
        for epoch, seq, hash_, length in self._database.execute(
            "SELECT o.epoch, o.seq, o.hash, o.size FROM operation o JOIN position p ON p.epoch = o.epoch"
            " WHERE o.code IS NULL AND o.seq > ? ORDER BY o.seq",
            (after,),
        ):
            size += length
            if found and (size > limit_bytes or seq > found[-1].seq + 1):
                break
            found.append(self._desk.operation(hash_, epoch, seq))
        return tuple(found)

    def open_run(self) -> tuple[Operation, ...]:
        """Every operation of this epoch from the first without a result on: a run without gaps."""
        rows = self._database.execute(
            "SELECT o.long FROM operation_long o JOIN position p ON p.epoch = o.epoch WHERE o.seq >="
            " (SELECT min(f.seq) FROM operation f WHERE f.epoch = p.epoch AND f.code IS NULL) ORDER BY o.seq"
        )
        return tuple(read_operation(long) for (long,) in rows)


def _bodies(entry: Entry, there: set[str]) -> list[Body]:
    if isinstance(entry.body, ActBody):
        return [*parts(entry.body)]
    if entry.kind is not Kind.EDIT:
        return [entry.body] if entry.body else []
    return [
        EditBody(cells=piece, claims=_claims(piece, there), reason=entry.reason, answers=entry.answers)
        for piece in pieces(list(entry.cells.values()), entry.reason)
    ]


def _claims(cells: tuple[CellEdit, ...], there: set[str]) -> tuple[str, ...]:
    if not there:
        return ()
    removed = {row_of(cell.address) for cell in cells if cell.address.endswith("/" + ROW) and cell.new is None}
    # What is left as it is says by its value whether the row is there.
    return tuple(sorted({row_of(cell.address) for cell in cells if not cell.keeps} & there - removed))


def position_of(database: Database, protocol: int) -> Position:
    """Where this store stands in its conversation with central."""
    row = database.one(
        "SELECT device, epoch, follows_epoch, follows_seq, numbered, head, central_epoch, cursor, scope FROM position"
    )
    if row is None:
        return Position(device="", epoch="", protocol=protocol)
    device, epoch, follows_epoch, follows_seq, numbered, head, central_epoch, cursor, scope = row
    first_open = database.number("SELECT min(seq) FROM operation WHERE code IS NULL AND epoch = ?", (epoch,))
    return Position(
        device=str(device),
        epoch=str(epoch),
        follows=(str(follows_epoch), int(str(follows_seq))) if follows_epoch else None,
        known=first_open - 1 if first_open else int(str(numbered)),
        numbered=int(str(numbered)),
        head=str(head),
        central_epoch=str(central_epoch),
        cursor=str(cursor),
        scope=str(scope),
        recall=FormerChains(database).to_ask(str(device)),
        protocol=protocol,
    )
