"""The bundles made here, and other computers' envelopes that are carried along until they got there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.envelopes import Envelope, EnvelopeKind, Header
from app.store.database import Database

KEPT_S = 60 * 86_400
"""How long an envelope of another computer is carried along, and how long an unanswered bundle is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBundle:
    """A bundle that was made here."""

    number: int
    made_at: int
    """Unix seconds."""
    reports: int
    operations: int
    answered_at: int | None
    """When its answer came in here; None where none did."""


class Bundles:
    """Keeps them. Belongs to the store's thread."""

    def __init__(self, database: Database, now: Callable[[], int]) -> None:
        self._database = database
        self._now = now

    def next_number(self) -> int:
        """The number of the next bundle made here."""
        return self._database.number("SELECT coalesce(max(number), 0) + 1 FROM bundle")

    def made(self, header: Header, operations: int) -> None:
        """Remember a bundle that was written."""
        with self._database.write():
            self._database.execute(
                "INSERT OR REPLACE INTO bundle (id, number, made_at, reports, operations) VALUES (?, ?, ?, ?, ?)",
                (header.id, header.number, header.made_at, header.reports, operations),
            )

    def all(self) -> list[MadeBundle]:
        """The bundles made here, the newest first."""
        rows = self._database.execute(
            "SELECT number, made_at, reports, operations, answered_at FROM bundle ORDER BY number DESC"
        )
        names = ("number", "made_at", "reports", "operations", "answered_at")
        return [MadeBundle(**dict(zip(names, row, strict=True))) for row in rows]

    def answered(self, id_: str) -> bool:
        """The answer to a bundle came in; whether that is new, or the bundle is none of those remembered."""
        with self._database.write():
            row = self._database.one("SELECT answered_at FROM bundle WHERE id = ?", (id_,))
            if row is not None and row[0] is not None:
                return False
            self._database.execute("UPDATE bundle SET answered_at = ? WHERE id = ?", (self._now(), id_))
            return True

    def carry(self, envelope: Envelope) -> bool:
        """Take another computer's envelope along; whether it was not carried yet.

        The newest each way is enough: a bundle brings everything that was not answered before, and so does an answer.
        """
        header = envelope.header
        with self._database.write():
            if header.kind is EnvelopeKind.TO_DEVICE:
                self._database.execute(
                    "DELETE FROM carried WHERE device = ? AND kind = ? AND number <= ?",
                    (header.device, EnvelopeKind.TO_CENTRAL.value, header.number),
                )
            cursor = self._database.execute(
                "INSERT INTO carried (device, kind, id, number, made_at, taken_at, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (device, kind) DO UPDATE SET id = excluded.id, number = excluded.number,"
                " made_at = excluded.made_at, taken_at = excluded.taken_at, data = excluded.data"
                # Why either: a store that was put back counts anew, and a clock may have been set back.
                " WHERE id <> excluded.id AND (excluded.number > number OR excluded.made_at > made_at)",
                (
                    header.device,
                    header.kind.value,
                    header.id,
                    header.number,
                    header.made_at,
                    self._now(),
                    envelope.data,
                ),
            )
            return bool(cursor.rowcount)

    def carried(self) -> list[bytes]:
        """The envelopes carried along, in the order they were taken."""
        return [
            bytes(row[0]) for row in self._database.execute("SELECT data FROM carried ORDER BY taken_at, device, kind")
        ]

    def tidy(self) -> None:
        """Let go of what nobody waits for any more; the newest bundle stays, for its number."""
        before = self._now() - KEPT_S
        with self._database.write():
            self._database.execute("DELETE FROM carried WHERE taken_at < ?", (before,))
            self._database.execute(
                "DELETE FROM bundle WHERE made_at < ? AND number < (SELECT max(number) FROM bundle)", (before,)
            )
