"""After a restore, of central or of this store, or an enrolment anew: operations are given again, or made anew."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.exchange import KNOWN_CHANGES, Have
from app.domain.exchange_state import OwnChain, Position
from app.domain.operations import Operation
from app.domain.recalling import Recall, asked_for, going_on
from app.errors import StoreError
from app.store.contents import Contents
from app.store.database import Database
from app.store.evidence import EvidenceKept
from app.store.former import FormerChains
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
        self._former = FormerChains(database)
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

        The new epoch follows what central holds.
        """
        left = position_of(self._database, PROTOCOL)
        self._go_on(left, left.device, epoch, (have.epoch, have.seq))

    def become(self, device: str, epoch: str, *, same_central: bool, proof: str) -> None:
        """This store is another device from now on, and begins that one's first epoch; what waits goes with it.

        `proof` is what the device of before signed of that. Of another central it knows nothing: neither revisions nor
        what that holds of the device that this was.
        """
        left = position_of(self._database, PROTOCOL)
        self._go_on(left, device, epoch, ("", 0))
        self._former.prove(left.device, proof)
        if not same_central:
            self._former.forget()
            self._database.execute("UPDATE position SET central_epoch = '', era = era + 1")

    def _go_on(self, left: Position, device: str, epoch: str, follows: tuple[str, int]) -> None:
        """Put everything unanswered among what waits, to be numbered under another name.

        Nothing is numbered until central has told what it has from here already, under the names of before, and the
        store has read the feed from its start: what need not be made anew is recognised by then.
        """
        self.take_all_back(left.epoch)
        self._former.leave(Recall(left.device, left.epoch, left.known))
        self._database.execute(
            "UPDATE position SET device = ?, epoch = ?, follows_epoch = ?, follows_seq = ?, numbered = 0, head = '',"
            " after = 0, cursor = '', repulling = ?, theirs_sum = NULL, theirs_count = NULL, unequal = 0",
            (device, epoch, *follows, int(bool(left.device))),
        )

    def recognise(self, asked: Sequence[Recall], history: Sequence[Operation], now: int) -> None:
        """What central has from here already, under a name of before, is not made anew."""
        from app.store.recalled import Recalled

        recalled = Recalled(self._database, self._contents, self._desk, self._epoch()[0])
        recalled.book(asked_for(asked, history), now)
        self._former.told(asked, going_on(asked, history))

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
            self._desk.store([working], epoch, working.head.at)

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
