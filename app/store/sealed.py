"""What was sealed here, whole, until central has it: a seal that does not hold leaves its content to be shown."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.domain.exchange import Receipt, ReceiptKind, SealedContent
from app.domain.operations import Kind, parse_report_key
from app.store.database import Database

_OF = "content = ? AND report IN (SELECT id FROM report WHERE key = ?)"


class SealedContents:
    """Reads and writes sealed contents; writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, report_id: int, content: str, form: str, cells: Mapping[str, str], now: int) -> None:
        """Keep what a seal speaks of."""
        self._database.execute(
            "INSERT OR REPLACE INTO sealed (report, content, form, cells, at) VALUES (?, ?, ?, ?, ?)",
            (report_id, content, form, msgspec.json.encode(cells), now),
        )

    def to_send(self) -> list[SealedContent]:
        """The contents that central was told of, that no seal brought, and of which no seal is on its way."""
        rows = self._database.execute(
            "SELECT r.key, s.form, s.cells FROM sealed s JOIN report r ON r.id = s.report JOIN position p"
            " WHERE NOT s.sent AND EXISTS (SELECT 1 FROM receipt c WHERE c.report = r.key AND c.content = s.content"
            " AND c.kind = ? AND (c.device = p.device OR c.device IN (SELECT f.device FROM former f)))"
            " AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.report = s.report AND o.kind = ? AND o.code IS NULL"
            " AND o.epoch = p.epoch)"
            " AND NOT EXISTS (SELECT 1 FROM outbox w WHERE w.report = s.report AND w.kind = ?) ORDER BY s.at, r.key",
            (ReceiptKind.COMMITMENT.value, Kind.SEAL.value, Kind.SEAL.value),
        )
        return [
            SealedContent(
                report=parse_report_key(key), form=form, cells=msgspec.json.decode(cells, type=dict[str, str])
            )
            for key, form, cells in rows
        ]

    def settle(self, receipt: Receipt) -> None:
        """Central has the content that a receipt speaks of; one that came by itself is kept for a central restored."""
        place = (receipt.content, str(receipt.report))
        match receipt.kind:
            case ReceiptKind.SEAL:
                self._database.execute(f"DELETE FROM sealed WHERE {_OF}", place)
            case ReceiptKind.REDEMPTION:
                self._database.execute(f"UPDATE sealed SET sent = 1 WHERE {_OF}", place)
            case _:
                pass

    def send_again(self) -> None:
        """Central was restored: what had come by itself may be lost."""
        self._database.execute("UPDATE sealed SET sent = 0")

    def tidy(self, before: int) -> None:
        """Let go of what was sealed before a moment (Unix seconds)."""
        self._database.execute("DELETE FROM sealed WHERE at < ?", (before,))
