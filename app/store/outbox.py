"""Waiting entries get their numbers: once, durably, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.addresses import ROW, row_of
from app.domain.canonical import canonical_bytes
from app.domain.exchange_state import Position
from app.domain.operations import (
    ActBody,
    Body,
    CellEdit,
    EditBody,
    Kind,
    NoteBody,
    Operation,
    opening_hash,
    parse_report_key,
    pieces,
)
from app.store.contents import Contents
from app.store.database import Database
from app.store.records import Head
from app.store.working import Desk, Entry, decode_operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Where the chain stands inside a transaction."""

    device: str
    epoch: str
    seq: int
    head: str
    """Hash that the next operation chains to."""
    after: int


class Outbox:
    """Numbers what waits. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk

    def number_all(self, limit_bytes: int, after: int = 0) -> None:
        """Number waiting entries in order until `limit_bytes` of operations above number `after` are in flight.

        Reports that wait for the feed to reach a conflict are left out, and everything while the store pulls
        anew after it was restored. The rest can still be folded, so no more is numbered than can be sent.
        """
        row = self._database.one("SELECT repulling, device FROM position")
        if row is None or row[0] or not row[1]:
            return
        flying = self._database.number(
            "SELECT sum(length(o.long)) FROM operation o JOIN position p ON p.epoch = o.epoch"
            " WHERE o.code IS NULL AND o.seq > ?",
            (after,),
        )
        reports = self._database.execute(
            "SELECT o.report FROM outbox o JOIN report r ON r.id = o.report WHERE r.hold_rev = 0"
            " GROUP BY o.report ORDER BY min(o.id)"
        ).fetchall()
        for (report_id,) in reports:
            if flying >= limit_bytes:
                return
            flying += self.number_report(self._contents.head_by_id(report_id))

    def number_report(self, head: Head) -> int:
        """Number everything of a report that waits; bytes of the operations made."""
        entries = self._desk.waiting(head.id)
        made = self._operations(head, entries)
        self._database.execute("DELETE FROM outbox WHERE report = ?", (head.id,))
        return self._write(head, made)

    def _operations(self, head: Head, entries: list[Entry]) -> list[Operation]:
        there = self._rows_there(head) if any(entry.cells for entry in entries) else set()
        chain = self._chain()
        made: list[Operation] = []
        for entry in entries:
            for body in _bodies(entry, there):
                previous = made[-1] if made else None
                made.append(
                    Operation(
                        device=chain.device,
                        epoch=chain.epoch,
                        seq=(previous.seq if previous else chain.seq) + 1,
                        prev=previous.hash() if previous else chain.head,
                        author=entry.author,
                        kind=entry.kind,
                        report=parse_report_key(head.key),
                        form=entry.form,
                        after=chain.after,
                        at=entry.at,
                        body=body,
                    )
                )
        return made

    def _rows_there(self, head: Head) -> set[str]:
        """`table/row` of the free rows that are here or in base."""
        found = set(self._contents.base(head)) | set(self._contents.mine(head))
        return {row_of(address) for address in found if address.endswith("/" + ROW)}

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

    def _write(self, head: Head, operations: list[Operation]) -> int:
        if not operations:
            return 0
        longs = [canonical_bytes(operation.long_form()) for operation in operations]
        hashes = [following.prev for following in operations[1:]] + [operations[-1].hash()]
        self._database.executemany(
            "INSERT INTO operation (epoch, seq, hash, report, kind, at, long) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (operation.epoch, operation.seq, hashed, head.id, operation.kind.value, operation.at, long)
                for operation, hashed, long in zip(operations, hashes, longs, strict=True)
            ],
        )
        self._database.execute("UPDATE position SET numbered = ?, head = ?", (operations[-1].seq, hashes[-1]))
        return sum(map(len, longs))

    def in_flight(self, limit_bytes: int, after: int = 0) -> tuple[Operation, ...]:
        """Operations of this epoch above number `after` without a result, oldest first, up to the limit.

        At least one where there is any.
        """
        found: list[Operation] = []
        size = 0
        for (long,) in self._database.execute(
            "SELECT o.long FROM operation o JOIN position p ON p.epoch = o.epoch WHERE o.code IS NULL AND o.seq > ?"
            " ORDER BY o.seq",
            (after,),
        ):
            size += len(long)
            if found and size > limit_bytes:
                break
            found.append(decode_operation(long))
        return tuple(found)


def _bodies(entry: Entry, there: set[str]) -> list[Body]:
    if entry.kind is not Kind.EDIT:
        return [entry.body] if isinstance(entry.body, ActBody | NoteBody) else []
    return [
        EditBody(cells=piece, claims=_claims(piece, there), reason=entry.reason, answers=entry.answers)
        for piece in pieces(list(entry.cells.values()))
    ]


def _claims(cells: tuple[CellEdit, ...], there: set[str]) -> tuple[str, ...]:
    removed = {row_of(cell.address) for cell in cells if cell.address.endswith("/" + ROW) and cell.new is None}
    return tuple(sorted({row_of(cell.address) for cell in cells} & there - removed))


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
        protocol=protocol,
    )
