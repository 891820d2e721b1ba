"""Chains that this store went on from, as another device or under another epoch."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.recalling import Recall
from app.store.database import Database


class FormerChains:
    """Keeps them. Writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leave(self, chain: Recall) -> None:
        """The store goes on from a chain: central is asked about it, and about all those before anew.

        Anew, because a copy of this store may speak under an older name still.
        """
        if chain.device:
            self._keep([chain])
        self._database.execute("UPDATE former SET asked = 0")

    def prove(self, device: str, proof: str) -> None:
        """What the device that this store was has signed, of who goes on from it."""
        self._database.execute("UPDATE former SET proof = ? WHERE device = ?", (proof, device))

    def _keep(self, chains: Sequence[Recall]) -> None:
        self._database.executemany(
            "INSERT INTO former (device, epoch, seq, proof) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (device, epoch) DO UPDATE SET seq = max(seq, excluded.seq)",
            chains,
        )

    def forget(self) -> None:
        """Another central knows nothing of them."""
        self._database.execute("DELETE FROM former")

    def to_ask(self, device: str) -> tuple[Recall, ...]:
        """The chains that central has not told all of, those of this device first."""
        rows = self._database.execute(
            "SELECT device, epoch, seq, proof FROM former WHERE NOT asked ORDER BY device <> ?, rowid DESC", (device,)
        )
        return tuple(Recall(*row) for row in rows)

    def told(self, asked: Sequence[Recall], onward: Sequence[Recall]) -> None:
        """Central told of what was `asked`: it is asked `onward`, or no more where that is empty."""
        self._keep(onward)
        self._database.executemany(
            "UPDATE former SET asked = 1 WHERE device = ? AND epoch = ?",
            [] if onward else [(each.device, each.epoch) for each in asked],
        )
