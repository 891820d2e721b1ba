"""The office's other computers, and what they have that central has not answered: laid over, never part of base.

It is carried to central with what is sent from here, before it: what was built on it here is judged after it. It ends
with its result, or when its maker says that he has that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.domain.exchange import DeviceChange, Proof, Result
from app.domain.operations import Chain, EditBody, ReportKey, read_operation
from app.store.contents import Contents
from app.store.database import Database

KEPT_S = 60 * 86_400
"""How long what nobody answered is carried along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCell:
    """A cell as another computer of the office has it, and central not yet."""

    report: ReportKey
    address: str
    value: str | None
    device: str
    """What people call the computer."""
    author: str
    """Person id."""
    at: int
    """Unix seconds, that computer's claim."""


class Peers:
    """Keeps them. Belongs to the store's thread."""

    def __init__(self, database: Database, contents: Contents, now: Callable[[], int]) -> None:
        self._database = database
        self._contents = contents
        self._now = now

    def devices(self) -> list[DeviceChange]:
        """The other computers of this office that may speak, by name."""
        rows = self._database.execute(
            "SELECT d.device, d.unit, d.name, d.person, d.public_key, d.revoked FROM device d JOIN position p"
            " WHERE NOT d.revoked AND d.device <> p.device"
            " AND d.unit = (SELECT o.unit FROM device o WHERE o.device = p.device) ORDER BY d.name, d.device"
        )
        return [
            DeviceChange(device=device, unit=unit, name=name, person=person, public_key=key, revoked=bool(revoked))
            for device, unit, name, person, key, revoked in rows
        ]

    def take_in(
        self, device: str, epoch: str, known: int, chain: Chain | None, hashes: Sequence[str]
    ) -> tuple[ReportKey, ...]:
        """Take in what another computer says of itself: a proven chain, and up to where central has answered it.

        Returns the reports of which something is new here. A number that is here under another hash is left: two
        stores speak as one computer, and central finds that out.
        """
        new: dict[ReportKey, None] = {}
        with self._database.write():
            self._database.execute(
                "DELETE FROM peer_operation WHERE device = ? AND (epoch <> ? OR seq <= ?)", (device, epoch, known)
            )
            if chain is None or self._contradicts(chain, hashes):
                return ()
            for operation, hash_ in zip(chain.operations, hashes, strict=True):
                cursor = self._database.execute(
                    "INSERT OR IGNORE INTO peer_operation (device, epoch, seq, hash, report, taken_at, long)"
                    " SELECT ?, ?, ?, ?, ?, ?, ? WHERE ? > ?",
                    (
                        *operation.id,
                        hash_,
                        str(operation.report),
                        self._now(),
                        operation.long_bytes(),
                        operation.seq,
                        known,
                    ),
                )
                if cursor.rowcount:
                    new[operation.report] = None
            follows_epoch, follows_seq = chain.follows or ("", 0)
            self._database.execute(
                "INSERT INTO peer_head (device, epoch, seq, follows_epoch, follows_seq, signature)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device, epoch) DO UPDATE SET seq = excluded.seq,"
                " signature = excluded.signature WHERE excluded.seq > seq",
                (device, epoch, chain.head.seq, follows_epoch, follows_seq, chain.signature),
            )
        return tuple(new)

    def _contradicts(self, chain: Chain, hashes: Sequence[str]) -> bool:
        rows = self._database.execute(
            "SELECT seq, hash FROM peer_operation WHERE device = ? AND epoch = ?", (chain.device, chain.epoch)
        )
        ours = dict(rows.fetchall())
        return any(
            ours.get(operation.seq, hash_) != hash_ for operation, hash_ in zip(chain.operations, hashes, strict=True)
        )

    def chains(self) -> tuple[Chain, ...]:
        """What central has not answered, as its makers signed it."""
        heads = self._database.execute(
            "SELECT h.device, h.epoch, h.seq, h.follows_epoch, h.follows_seq, h.signature, min(o.seq) FROM peer_head h"
            " JOIN peer_operation o ON o.device = h.device AND o.epoch = h.epoch AND o.code IS NULL"
            " GROUP BY h.device, h.epoch ORDER BY min(o.taken_at), h.device"
        ).fetchall()
        found = []
        for device, epoch, head, follows_epoch, follows_seq, signature, first in heads:
            rows = self._database.execute(
                "SELECT long FROM peer_operation WHERE device = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq",
                (device, epoch, first, head),
            )
            operations = tuple(read_operation(long) for (long,) in rows)
            if [operation.seq for operation in operations] != list(range(first, head + 1)):
                continue  # a run that does not reach its signature proves nothing
            found.append(
                Chain(
                    device=device,
                    epoch=epoch,
                    follows=(follows_epoch, follows_seq) if follows_epoch else None,
                    operations=operations,
                    signature=signature,
                )
            )
        return tuple(found)

    def settle(self, result: Result, proof: int) -> None:
        """Central has answered another computer's operation. Inside a write transaction of the caller's."""
        self._database.execute(
            "UPDATE peer_operation SET code = ?, proof = ? WHERE device = ? AND epoch = ? AND seq = ? AND hash = ?"
            " AND code IS NULL",
            (result.code.value, proof, *result.id, result.hash),
        )

    def answers(self, device: str) -> list[Proof]:
        """What central signed of another computer's operations, as far as that does not know it."""
        rows = self._database.execute(
            "SELECT central_epoch, results, signature FROM proof WHERE id IN (SELECT proof FROM peer_operation"
            " WHERE device = ? AND code IS NOT NULL) ORDER BY id",
            (device,),
        )
        return [
            Proof(
                central_epoch=central_epoch,
                results=msgspec.json.decode(results, type=tuple[Result, ...]),
                signature=signature,
            )
            for central_epoch, results, signature in rows
        ]

    def cells(self, report: ReportKey | None = None) -> list[PeerCell]:
        """Cells as other computers have them and central not yet, of a report or of all; what stands here is left out.

        Of several edits of one cell by one computer the last counts.
        """
        where, parameters = ("", []) if report is None else (" AND o.report = ?", [str(report)])
        rows = self._database.execute(
            "SELECT o.long, coalesce(d.name, '') FROM peer_operation o LEFT JOIN device d ON d.device = o.device"
            f" WHERE o.code IS NULL{where} ORDER BY o.device, o.seq",
            parameters,
        ).fetchall()
        found: dict[tuple[str, ReportKey, str], PeerCell] = {}
        for long, name in rows:
            operation = read_operation(long)
            if not isinstance(operation.body, EditBody):
                continue
            for cell in operation.body.cells:
                found[operation.device, operation.report, cell.address] = PeerCell(
                    report=operation.report,
                    address=cell.address,
                    value=cell.new,
                    device=name,
                    author=operation.author,
                    at=operation.at,
                )
        mine = {key: self._mine(key) for key in {cell.report for cell in found.values()}}
        return [cell for cell in found.values() if mine[cell.report].get(cell.address) != cell.value]

    def _mine(self, report: ReportKey) -> Mapping[str, str]:
        head = self._contents.head(report)
        return {} if head is None else self._contents.mine(head)

    def tidy(self) -> None:
        """Let go of what nobody will answer any more."""
        with self._database.write():
            self._database.execute("DELETE FROM peer_operation WHERE taken_at < ?", (self._now() - KEPT_S,))
            self._database.execute(
                "DELETE FROM peer_head WHERE NOT EXISTS"
                " (SELECT 1 FROM peer_operation o WHERE o.device = peer_head.device AND o.epoch = peer_head.epoch)"
            )
