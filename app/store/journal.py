"""The append-only journal: every change of a cell, chained by hash so that a missing or altered line shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.domain.canonical import canonical_bytes, fingerprint
from app.store.database import Database, Row
from app.store.records import JournalLine, Origin

OPENING = fingerprint(b"journal")
"""What the first line chains to."""


class Line(NamedTuple):
    """A line to be written."""

    at: int
    address: str
    old: str | None
    new: str | None
    author: str
    origin: Origin
    reason: str = ""


def _hash(before: bytes, seq: int, report: str, line: Line) -> bytes:
    return fingerprint(
        before
        + canonical_bytes(
            [seq, line.at, report, line.address, line.old, line.new, line.author, line.origin.value, line.reason]
        )
    )


def append(database: Database, report_id: int, report: str, lines: Iterable[Line]) -> None:
    """Write lines after the last one. `report` is the key's text: hashes outlive row ids."""
    last = database.one("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    seq, before = (int(str(last[0])), bytes(last[1])) if last and isinstance(last[1], bytes) else (0, OPENING)
    rows: list[Row] = []
    for line in lines:
        seq += 1
        before = _hash(before, seq, report, line)
        rows.append((seq, line.at, report_id, *line[1:5], line.origin.value, line.reason, before))
    database.executemany(
        "INSERT INTO journal (seq, at, report, address, old, new, author, origin, reason, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


_COLUMNS = "j.seq, j.at, j.address, j.old, j.new, j.author, j.origin, j.reason"


def history(database: Database, report_id: int, address: str | None = None) -> list[JournalLine]:
    """The lines of one cell, or of a whole report, oldest first."""
    condition, parameters = ("", (report_id,)) if address is None else (" AND address = ?", (report_id, address))
    rows = database.execute(f"SELECT {_COLUMNS} FROM journal j WHERE report = ?{condition} ORDER BY seq", parameters)
    return [_line(row) for row in rows]


def last_value(database: Database, report_id: int, address: str) -> str | None:
    """What a cell held last, before it was emptied; None for one that never held anything."""
    row = database.one(
        "SELECT old FROM journal WHERE report = ? AND address = ? AND old IS NOT NULL ORDER BY seq DESC LIMIT 1",
        (report_id, address),
    )
    return None if row is None else str(row[0])


def _line(row: tuple[object, ...]) -> JournalLine:
    seq, at, address, old, new, author, origin, reason = row
    return JournalLine(
        seq=int(str(seq)),
        at=int(str(at)),
        address=str(address),
        old=None if old is None else str(old),
        new=None if new is None else str(new),
        author=str(author),
        origin=Origin(str(origin)),
        reason=str(reason),
    )


def broken_lines(database: Database) -> Iterator[int]:
    """Numbers of the lines where the chain breaks: altered, or one before is missing."""
    before, expected = OPENING, 1
    rows = database.execute(
        f"SELECT {_COLUMNS}, r.key, j.hash FROM journal j JOIN report r ON r.id = j.report ORDER BY j.seq"
    )
    for *columns, key, stored in rows:
        line = _line(tuple(columns))
        told = Line(line.at, line.address, line.old, line.new, line.author, line.origin, line.reason)
        if line.seq != expected or _hash(before, line.seq, str(key), told) != stored:
            yield line.seq
        before, expected = stored, line.seq + 1
