"""Open conflicts as a person is asked about them: about one place one question at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from app.domain.operations import ReportKey, parse_report_key
from app.store import journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.records import ConflictRow, JournalLine, Origin

ASKED = (
    "c.state = 'open' AND NOT EXISTS (SELECT 1 FROM conflict h WHERE h.report = c.report AND h.state = 'open' AND ("
    # Of a cell that waits twice, what came last is decided first.
    "(h.address = c.address AND h.id > c.id)"
    # What comes before the last stroke of an address is its row. Where nobody knows yet whether the row stays, there
    # is nothing to ask about its cells.
    " OR (h.origin = 'merge' AND h.address <> c.address"
    " AND h.address = rtrim(c.address, replace(c.address, '/', '')) || '@row')))"
)
"""The condition of a row `c` of `conflict` that a person is asked about."""


def count_asked(database: Database, report_id: int) -> int:
    """How many questions a person is asked about one report."""
    return database.number(f"SELECT count(*) FROM conflict c WHERE c.report = ? AND {ASKED}", (report_id,))


def places_asked(database: Database, key: ReportKey) -> list[str]:
    """The addresses that a person is asked about in one report, the oldest first."""
    rows = database.execute(
        f"SELECT c.address FROM conflict c JOIN report r ON r.id = c.report WHERE {ASKED} AND r.key = ? ORDER BY c.id",
        (str(key),),
    )
    return [str(address) for (address,) in rows]


def questions(database: Database, contents: Contents, key: ReportKey | None = None) -> list[ConflictRow]:
    """What a person is asked, of one report or of all, the oldest first."""
    condition, parameters = ("", ()) if key is None else (" AND r.key = ?", (str(key),))
    rows = database.execute(
        "SELECT c.report, c.id, r.key, c.origin, c.address, c.base, c.mine, c.theirs, c.mine_author, c.mine_at,"
        " c.their_author, c.their_at, c.opened_at FROM conflict c JOIN report r ON r.id = c.report"
        f" WHERE {ASKED}{condition} ORDER BY c.id",
        parameters,
    ).fetchall()
    return [_told(database, contents, report, dict(zip(_NAMES, row, strict=True))) for report, *row in rows]


_NAMES = ConflictRow.__struct_fields__[:12]
"""As `questions` reads them."""


def _told(database: Database, contents: Contents, report_id: object, read: dict[str, Any]) -> ConflictRow:
    """A question, with who wrote the base and what it stands beside by now."""
    row = ConflictRow(**read | {"key": parse_report_key(read["key"])})
    lines = [
        line
        for line in journal.history(database, int(str(report_id)), row.address)
        if line.origin is not Origin.CLASHED
    ]
    writer = _writer(lines, row.base)
    if writer is not None:
        row = replace(row, base_author=writer.author, base_at=writer.at)
    return _beside_what_stands(contents, row, lines) if row.origin == "typed" else row


def _writer(lines: Sequence[JournalLine], base: str | None) -> JournalLine | None:
    """The line that made a cell hold the base it was changed from; None where it came with the report, or is blank."""
    left = next((at for at in reversed(range(len(lines))) if lines[at].old == base), len(lines))
    before = lines[left - 1] if left else None
    return before if before is not None and base is not None and before.new == base else None


def _beside_what_stands(contents: Contents, row: ConflictRow, lines: Sequence[JournalLine]) -> ConflictRow:
    """What was typed over an unseen value, beside what the cell holds by now: that may have moved since."""
    head = contents.head(row.key)
    held = contents.value(head, row.address) if head else None
    if head is None or held == row.theirs:
        return row
    last = next((line for line in reversed(lines) if line.new == held), None)
    by, at = (last.author, last.at) if last else (head.author, head.at)
    return replace(row, theirs=held, their_author=by, their_at=at)
