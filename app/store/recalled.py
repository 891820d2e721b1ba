"""What central told of the chains that this store left, gone through report by report."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.exchange import View
from app.domain.operations import CellEdit, Operation
from app.domain.workflow import BY_RECEIVER
from app.store import journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.recognising import recognise
from app.store.records import JournalLine, Origin
from app.store.working import Desk, Working, cells_of

_WRITTEN_HERE = frozenset({Origin.TYPED, Origin.BROUGHT, Origin.MOVED, Origin.DECIDED})


class Recalled:
    """One history being gone through. Runs inside a write transaction of the caller's; used once."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, epoch: str) -> None:
        """`epoch` is this device's own."""
        self._database = database
        self._contents = contents
        self._desk = desk
        self._epoch = epoch
        self._on_desk: dict[int, Working] = {}
        self._passed: dict[tuple[int, str], int] = {}
        """Report and address -> number of the journal line that central is known to have got to."""

    def book(self, history: Iterable[Operation], now: int) -> None:
        """What it tells of is not made anew."""
        for operation in history:
            self._take(operation)
        self._desk.store(self._on_desk.values(), self._epoch, now)

    def _take(self, operation: Operation) -> None:
        head = self._contents.head(operation.report, View.UPWARD if operation.kind in BY_RECEIVER else View.INNER)
        if head is None:
            return
        working = self._on_desk.get(head.id)
        if working is None:
            working = self._on_desk[head.id] = self._desk.load(head, self._epoch)
        steps = {cell.address: self._steps(head.id, cell, operation.author) for cell in cells_of(operation.body)}
        for address, seq in recognise(working, operation, steps).items():
            self._passed[head.id, address] = seq

    def _steps(self, report: int, cell: CellEdit, author: str) -> list[JournalLine]:
        """What was typed into a cell since central last answered for it, oldest first; empty where this was not."""
        lines = [
            line for line in journal.history(self._database, report, cell.address) if line.origin is not Origin.CLASHED
        ]
        if all((line.new, line.author) != (cell.new, author) for line in lines):
            return []
        merged = max((place for place, line in enumerate(lines, 1) if line.origin not in _WRITTEN_HERE), default=0)
        steps = lines[merged:]
        passed = self._passed.get((report, cell.address))
        if passed is not None:
            return [line for line in steps if line.seq > passed]
        answered = self._answered(report, cell.address)
        if answered is None:
            return steps
        at, value = answered
        places = [place for place, line in enumerate(steps, 1) if line.new == value and line.at <= at]
        return steps[places[-1] :] if places else [line for line in steps if line.at > at]

    def _answered(self, report: int, address: str) -> tuple[int, str | None] | None:
        """Time and value of the last own operation on a cell that central took; None where it took none."""
        row = self._database.one(
            "SELECT o.at, json_extract(c.value, '$[2]') FROM operation o"
            " JOIN operation_long l ON l.epoch = o.epoch AND l.seq = o.seq,"
            " json_each(CAST(l.long AS TEXT), iif(o.kind = 'report.edit', '$.body.cells', '$.body.brought')) c"
            " WHERE o.report = ? AND o.code IN ('applied', 'duplicate') AND json_extract(c.value, '$[0]') = ?"
            " ORDER BY o.rowid DESC LIMIT 1",
            (report, address),
        )
        return None if row is None else (int(str(row[0])), None if row[1] is None else str(row[1]))
