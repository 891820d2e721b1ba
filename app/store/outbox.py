"""Waiting entries get their numbers: once, durably, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.addresses import ROW, row_of
from app.domain.canonical import canonical_bytes, fingerprint
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
        there = self._rows_there(head) if any(entry.cells for entry in entries) else set()
        chain = self._chain()
        report = parse_report_key(head.key)
        seq, before, rows = chain.seq, chain.head, []
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
                long = canonical_bytes(operation.long_form())
                # The hash of these very bytes is the operation's.
                before = fingerprint(long).hex()
                rows.append((chain.epoch, seq, before, head.id, entry.kind.value, entry.at, long))
        self._database.execute("DELETE FROM outbox WHERE report = ?", (head.id,))
        if rows:
            self._database.executemany(
                "INSERT INTO operation (epoch, seq, hash, report, kind, at, long) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
            )
            self._database.execute("UPDATE position SET numbered = ?, head = ?", (seq, before))
        return sum(len(row[-1]) for row in rows)

    def _rows_there(self, head: Head) -> set[str]:
        """`table/row` of the free rows that are here or in base."""
        head_end = f"/{ROW}"
        contents = (self._contents.base(head), self._contents.mine(head))
        return {row_of(address) for cells in contents for address in cells if address.endswith(head_end)}

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
