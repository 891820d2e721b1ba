"""Waiting entries get their numbers: once, durably, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.addresses import ROW, row_of
from app.domain.canonical import fingerprint
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
    parts,
    pieces,
    read_operation,
)
from app.store.contents import Contents
from app.store.database import Database
from app.store.former import FormerChains
from app.store.records import Head
from app.store.working import Desk, Entry


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

    def number_all(self, limit_bytes: int, after: int = 0) -> list[Operation]:
        """Number waiting entries in order until `limit_bytes` of operations above number `after` are in flight.

        Gives the operations made. Reports that wait for the feed to reach a conflict are left out, and everything while
        the store finds out what central has. The rest can still be folded, so no more is numbered than can be sent.
        """
        made: list[Operation] = []
        if not self.may_number():
            return made
        flying = self._database.number(
            "SELECT sum(length(o.long)) FROM operation o JOIN position p ON p.epoch = o.epoch"
            " WHERE o.code IS NULL AND o.seq > ?",
            (after,),
        )
        reports = self._database.execute(
            "SELECT o.report FROM outbox o JOIN report r ON r.id = o.report WHERE r.hold_rev = 0"
            " GROUP BY o.report ORDER BY min(o.id)"
        ).fetchall()
        chain = before = self._chain()
        for (report_id,) in reports:
            if flying >= limit_bytes:
                break
            chain, size = self._number(self._contents.head_by_id(report_id), chain, made)
            flying += size
        self._move_chain(before, chain)
        return made

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
        before = self._chain()
        self._move_chain(before, self._number(head, before, [])[0])

    def _number(self, head: Head, chain: Numbering, made: list[Operation]) -> tuple[Numbering, int]:
        """Where the chain stands after a report's waiting entries, which `made` gets as operations, and their bytes."""
        entries = self._desk.waiting(head.id)
        there = self._contents.free_rows(head) if any(entry.cells for entry in entries) else set()
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
                long = operation.long_bytes()
                # The hash of these very bytes is the operation's.
                before = fingerprint(long).hex()
                self._desk.hold(before, operation)
                made.append(operation)
                rows.append((chain.epoch, seq, before, head.id, entry.kind.value, entry.at, long))
        self._database.execute("DELETE FROM outbox WHERE report = ?", (head.id,))
        self._database.executemany(
            "INSERT INTO operation (epoch, seq, hash, report, kind, at, long) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
        return replace(chain, seq=seq, head=before), sum(len(row[-1]) for row in rows)

    def _move_chain(self, before: Numbering, after: Numbering) -> None:
        if after.seq > before.seq:
            self._database.execute("UPDATE position SET numbered = ?, head = ?", (after.seq, after.head))

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
        for seq, hash_, long in self._database.execute(
            "SELECT o.seq, o.hash, o.long FROM operation o JOIN position p ON p.epoch = o.epoch"
            " WHERE o.code IS NULL AND o.seq > ? ORDER BY o.seq",
            (after,),
        ):
            size += len(long)
            if found and (size > limit_bytes or seq > found[-1].seq + 1):
                break
            found.append(self._desk.operation(hash_, long))
        return tuple(found)

    def open_run(self) -> tuple[Operation, ...]:
        """Every operation of this epoch from the first without a result on: a run without gaps."""
        rows = self._database.execute(
            "SELECT o.long FROM operation o JOIN position p ON p.epoch = o.epoch WHERE o.seq >="
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
        for piece in pieces(list(entry.cells.values()))
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
