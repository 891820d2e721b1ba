"""After a restore, of central or of this store: operations are given again, or made anew under a new epoch."""

from __future__ import annotations

from app.domain.exchange import KNOWN_CHANGES, Have
from app.domain.exchange_state import OwnChain
from app.errors import StoreError
from app.store.contents import Contents
from app.store.database import Database
from app.store.evidence import EvidenceKept
from app.store.outbox import position_of
from app.store.registry import PASSED_OVER, Registry
from app.store.sealed import SealedContents
from app.store.working import Desk

PROTOCOL = 1
KEPT_S = 400 * 86_400
"""How long an operation is kept after its result: a central restored within that time gets it again."""
CYCLES_KEPT_S = 90 * 86_400


class Restores:
    """Moves of the chain itself. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._evidence = EvidenceKept(database)
        self._sealed = SealedContents(database)
        self._registry = Registry(database)

    def give_again(self, after: int) -> int:
        """Put every operation above number `after` back in flight, and pull from the start; how many.

        What stands here stays: the rows that come are merged with it. Raises StoreError `store.too_old` where
        operations central lacks are not kept any more.
        """
        epoch, numbered = self._epoch()
        kept = self._database.number("SELECT count(*) FROM operation WHERE epoch = ? AND seq > ?", (epoch, after))
        if kept != numbered - after:
            raise StoreError("store.too_old", seq=after)
        self._database.execute(
            "UPDATE operation SET code = NULL, result = NULL, result_at = NULL, proof = NULL"
            " WHERE epoch = ? AND seq > ?",
            (epoch, after),
        )
        # Why a new era: a central that went back gives revisions again that it has given before.
        self._database.execute(
            "UPDATE position SET after = min(after, ?), cursor = '', from_start = 1, era = era + 1,"
            " theirs_sum = NULL, theirs_count = NULL, unequal = 0",
            (after,),
        )
        return kept

    def begin_epoch(self, epoch: str, have: Have) -> None:
        """This store was restored: everything unanswered waits again, to be numbered under a new epoch.

        The new epoch follows what central holds. Nothing is numbered until the store has pulled from the start:
        what central has from us already is recognised by then.
        """
        left = position_of(self._database, PROTOCOL)
        self.take_all_back(left.epoch)
        self._database.execute(
            "UPDATE position SET epoch = ?, follows_epoch = ?, follows_seq = ?, numbered = 0, head = '', after = 0,"
            " recall_epoch = ?, recall_seq = ?,"
            " cursor = '', repulling = 1, theirs_sum = NULL, theirs_count = NULL, unequal = 0",
            (epoch, have.epoch, have.seq, left.epoch, left.known),
        )

    def read_again(self) -> None:
        """Read the feed from its start where an older program passed over rows that this one knows."""
        passed_over = self._registry.meta(PASSED_OVER)
        if passed_over is not None and passed_over != KNOWN_CHANGES:
            self._registry.forget_meta(PASSED_OVER)
            self._database.execute("UPDATE position SET cursor = '', theirs_sum = NULL, theirs_count = NULL")

    def take_all_back(self, epoch: str) -> None:
        """Put every unanswered operation of an epoch among the waiting entries again."""
        from app.store import merging

        reports = self._database.execute(
            "SELECT DISTINCT report FROM operation WHERE epoch = ? AND code IS NULL AND NOT taken", (epoch,)
        ).fetchall()
        era = self._database.number("SELECT era FROM position")
        for (report_id,) in reports:
            working = self._desk.load(self._contents.head_by_id(report_id), epoch)
            merging.renew(working, era=era)
            self._desk.store(working, epoch, working.head.at)

    def own_chain(self, seq: int) -> OwnChain:
        """This device's chain as far as a `have` that names number `seq` can speak of it."""
        position = position_of(self._database, PROTOCOL)
        rows = self._database.execute(
            "SELECT seq, hash FROM operation WHERE epoch = ? AND seq = ?", (position.epoch, seq)
        ).fetchall()
        return OwnChain(epoch=position.epoch, known=position.known, numbered=position.numbered, hashes=dict(rows))

    def tidy(self, now: int) -> int:
        """Drop operations answered more than 400 days ago, but the last one, and old cycles; operations dropped.

        What central signed of them, and what was sealed then, goes with them.
        """
        epoch, numbered = self._epoch()
        dropped = self._database.execute(
            "DELETE FROM operation WHERE result_at < ? AND NOT (epoch = ? AND seq = ?)", (now - KEPT_S, epoch, numbered)
        ).rowcount
        self._evidence.tidy()
        self._sealed.tidy(now - KEPT_S)
        self._database.execute("DELETE FROM cycle WHERE ended_at < ?", (now - CYCLES_KEPT_S,))
        return int(dropped)

    def _epoch(self) -> tuple[str, int]:
        row = self._database.one("SELECT epoch, numbered FROM position")
        return (str(row[0]), int(str(row[1]))) if row else ("", 0)
