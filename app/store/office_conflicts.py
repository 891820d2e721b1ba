"""Conflicts of the office's computers, as central tells of them: shown while they are open, and told in the journal."""

from __future__ import annotations

from app.domain.addresses import is_row_head
from app.domain.conflicts import ClashedCell, Conflict
from app.domain.operations import ReportKey, parse_report_key
from app.store import journal
from app.store.database import Database
from app.store.journal import Line
from app.store.records import OfficeConflictRow, Origin

_ELSEWHERE = (
    " FROM office_conflict o LEFT JOIN device d ON d.device = o.device, position p"
    " WHERE o.answered_at IS NULL AND o.device <> p.device AND NOT coalesce(d.revoked, 0)"
    # Whether it is this computer's own, its store knows first.
    " AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.answers = o.operation AND c.state = 'open')"
    " AND EXISTS (SELECT 1 FROM report r WHERE r.key = o.report AND r.view = 'inner' AND r.in_scope)"
    " AND NOT EXISTS (SELECT 1 FROM obligation b WHERE b.report = o.report AND b.withdrawn)"
)


class OfficeConflicts:
    """Reads and writes them; writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_in(self, conflict: Conflict) -> None:
        """Keep a conflict as central has it; what is known to be answered stays so."""
        # Why it may be known better: a central that was restored tells once more what it lost since.
        self._database.executemany(
            "INSERT INTO office_conflict (operation, address, report, device, author, at, since, base, mine, theirs,"
            " their_author, their_at, answered_at, decider, reason, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (operation, address) DO UPDATE SET"
            " device = excluded.device, answered_at = coalesce(excluded.answered_at, answered_at),"
            " decider = excluded.decider, reason = excluded.reason, value = excluded.value WHERE decider = ''",
            [_values(conflict, cell) for cell in conflict.cells],
        )

    def forget_open(self) -> None:
        """Central was restored: what it lost will not be answered, and what it knows it tells again."""
        self._database.execute("DELETE FROM office_conflict WHERE answered_at IS NULL")

    def tell_journal(self) -> None:
        """Write down what was decided on other computers and is not in a journal here: both values, and who chose."""
        rows = self._database.execute(
            "SELECT r.id, r.key, o.operation, o.address, o.author, o.at, o.base, o.mine, o.theirs, o.decider,"
            " o.answered_at, o.reason, o.value FROM office_conflict o"
            " JOIN report r ON r.key = o.report AND r.view = 'inner' JOIN position p"
            " WHERE NOT o.journaled AND o.decider <> '' ORDER BY o.answered_at, o.operation, o.address"
        ).fetchall()
        for report_id, key, operation, address, *told in rows:
            self._database.execute(
                "UPDATE office_conflict SET journaled = 1 WHERE operation = ? AND address = ?", (operation, address)
            )
            # Whoever decided it here has it in his journal; of a row each cell has its own lines.
            own = self._database.one("SELECT 1 FROM conflict WHERE answers = ? AND address = ?", (operation, address))
            if own is None and not is_row_head(address):
                author, at, base, mine, theirs, decider, decided_at, reason, value = told
                given_up = mine if value == theirs else theirs
                lines = [
                    Line(at, address, base, mine, author, Origin.CLASHED),
                    Line(decided_at, address, given_up, value, decider, Origin.CLASHED, reason),
                ]
                journal.append(self._database, report_id, key, lines)

    def open(self, report: ReportKey | None = None) -> list[OfficeConflictRow]:
        """What waits for a person on another computer of this office, cell by cell, the oldest first."""
        condition, parameters = ("", ()) if report is None else (" AND o.report = ?", (str(report),))
        rows = self._database.execute(
            "SELECT o.operation, o.report, coalesce(d.name, ''), o.author, o.at, o.since, o.address, o.base, o.mine,"
            f" o.theirs, o.their_author, o.their_at{_ELSEWHERE}{condition} ORDER BY o.since, o.operation, o.address",
            parameters,
        )
        names = OfficeConflictRow.__struct_fields__
        return [
            OfficeConflictRow(**dict(zip(names, (row[0], parse_report_key(row[1]), *row[2:]), strict=True)))
            for row in rows
        ]


def _values(conflict: Conflict, cell: ClashedCell) -> tuple[str | int | None, ...]:
    answer = cell.answer
    return (
        str(conflict.operation),
        cell.address,
        str(conflict.report),
        conflict.device,
        conflict.author,
        conflict.at,
        conflict.since,
        cell.base,
        cell.mine,
        cell.theirs,
        cell.their_author,
        cell.their_at,
        *((answer.at, answer.author, answer.reason, answer.value) if answer else (None, "", "", None)),
    )
