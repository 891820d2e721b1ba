"""One cycle: freeze, sign, exchange, verify, book; again while there is more.

A cycle ends at rest: central has no further page and nothing here waits that central has not got. Every step is safe
to break off: what is frozen is durable before it is sent, an answer is booked whole or not at all, and what was
sent without an answer is sent again under the same numbers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from app.clock import Chance, Clock
from app.domain.exchange import Answer, Request, SealedContent
from app.domain.exchange_state import Booked, CycleOutcome, CycleRecord, HaveVerdict, LightFacts, Position, judge_have
from app.domain.operations import Operation
from app.errors import AppError, PermanentError, StoreError, TransientError
from sync.cycle import NO_PROGRESS, Cycle, Errand, Tally, detail_of, retry_after_s
from sync.events import (
    AnswerBooked,
    CentralRestored,
    CycleEnded,
    CycleStarted,
    DigestsDiffer,
    EpochBegun,
    Event,
    Listener,
    ReceiptsArrived,
    careful,
)
from sync.exchanging import Exchanging, is_carrying
from sync.orders import FormOrders
from sync.ports import PeerShelf, Reply, SyncStore, Transport
from sync.requesting import Requesting
from sync.transfers import Transfers
from sync.verifying import verify

log = logging.getLogger(__name__)

MOST_REQUESTS = 1_000
"""Of one cycle; what is left then is the next cycle's."""

MOST_IN_VAIN = 4
"""Successive exchanges of one cycle by which nothing comes to stand otherwise; then it is left to a later cycle."""

FETCH_AT_ONCE = 200
"""Reports fetched by one request of a repair."""


def _silent(_: Event) -> None:
    return


class Engine:
    """Reconciles one store with central, one cycle at a time, on one thread."""

    def __init__(
        self,
        store: SyncStore,
        transport: Transport,
        *,
        sign: Callable[[bytes], str],
        central_key: str,
        clock: Clock,
        chance: Chance,
        listener: Listener = _silent,
        files: Transfers | None = None,
        peers: PeerShelf | None = None,
    ) -> None:
        """`sign` signs with the device's key (128 hex digits); `central_key` is central's public key, 64 hex digits.

        `peers` gives what other computers of the office have that central has not answered: it goes along.
        """
        self._store = store
        self._requests = Requesting(store, sign)
        self._orders = FormOrders(store.form_package)
        self._exchanging = Exchanging(store, transport, self._requests, self._orders)
        self._central_key = central_key
        self._clock = clock
        self._chance = chance
        self._listener = careful(listener)
        self._files = files
        self._peers = peers
        self._held: tuple[str, str, int] = ("", "", 0)
        """Central's epoch, our epoch, and how far central said it holds our chain."""

    def is_urgent(self) -> bool:
        """Whether something that was sealed, signed or submitted waits for central. Raises StoreError."""
        return self._store.has_acts()

    def run_cycle(
        self, stopped: Callable[[], bool] = lambda: False, holds_files: Callable[[], bool] = lambda: False
    ) -> Cycle:
        """Runs one cycle and says how it ended; records it in the store. Raises nothing of ours.

        `stopped` is asked between exchanges; while `holds_files`, attached files stay where they are.
        """
        started = self._now()
        tally = Tally()
        error: AppError | None = None
        unfinished = False
        outcome = CycleOutcome.DONE
        self._listener(CycleStarted(at=started))
        try:
            unfinished = self._cycle(tally, stopped) or self._carry_files(tally, stopped, holds_files)
            if unfinished and stopped():
                outcome = CycleOutcome.STOPPED
        except TransientError as exc:
            error = exc
            outcome = CycleOutcome.STUCK if exc.code == NO_PROGRESS else CycleOutcome.UNREACHABLE
        except AppError as exc:
            error, outcome = exc, CycleOutcome.REFUSED
        record = CycleRecord(
            started_at=started,
            ended_at=self._now(),
            outcome=outcome,
            code=error.code if error else "",
            detail=detail_of(error),
            requests=tally.requests,
            bytes_up=tally.bytes_up,
            bytes_down=tally.bytes_down,
            sent=tally.sent,
            received=tally.received,
        )
        log.info("cycle ended outcome=%s code=%s requests=%d", outcome.value, record.code, record.requests)
        self._listener(CycleEnded(record=record, facts=self._remember(record)))
        return Cycle(
            record=record,
            error=error,
            retry_after_s=retry_after_s(error, tally.retry_after_s),
            unfinished=unfinished,
        )

    def _carry_files(self, tally: Tally, stopped: Callable[[], bool], held: Callable[[], bool]) -> bool:
        """Attached files, once the reports are at rest; whether some are left and would go on."""
        if self._files is None or held():
            return False
        return self._files.run(tally, lambda: stopped() or held()) and not held()

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _remember(self, record: CycleRecord) -> LightFacts | None:
        try:
            self._store.record_cycle(record)
            return self._store.light_facts()
        except StoreError as exc:
            # The cycle's own outcome stands; the store's trouble shows by itself at the next write.
            log.warning("cycle not recorded code=%s", exc.code)
            return None

    def _cycle(self, tally: Tally, stopped: Callable[[], bool]) -> bool:
        """Exchanges until rest; whether it ended before that."""
        errand = Errand()
        for _ in range(MOST_REQUESTS):
            if stopped():
                return True
            position = self._store.position()
            if not position.device:
                raise PermanentError("sync.not_enrolled")
            request, answer, reply = self._exchanging.go_on(position, errand, tally) or self._exchanging.ask(
                self._request(position, errand), tally
            )
            if tally.retry_after_s:
                self._take(position, request, answer, reply, errand, tally)
                return True
            moved = self._take(position, request, answer, reply, errand, tally)
            errand.pending = self._pending(self._store.position())
            if answer.more or errand.pending or errand.again:
                errand.again = False
                # What was typed while the exchange ran is work for the next one, not a sign that this one was in vain.
                if (not moved and (answer.more or request.chains)) or errand.in_vain >= MOST_IN_VAIN:
                    raise TransientError(NO_PROGRESS)
            elif not self._has_errand(position, answer, errand):
                return False
        return True

    # ------------------------------------------------------------------------------------------------- asking

    def _request(self, position: Position, errand: Errand) -> Request:
        if errand.evidence:
            # A restored central is shown first what it said once: only then is anything given again.
            return replace(self._bare(position), evidence=errand.evidence.pop(0))
        if errand.asks:
            errand.asks = False
            return self._bare(position)
        if not errand.carried:
            errand.carried = True
            # Before what is sent from here: what was built on it is judged after it.
            theirs = tuple(self._peers.chains()) if self._peers is not None else ()
            if theirs:
                return replace(self._bare(position), chains=theirs)
        operations = self._pending(position) if errand.pending is None else errand.pending
        errand.pending = None
        contents: tuple[SealedContent, ...] = ()
        if not operations and not errand.redeemed:
            contents, errand.redeemed = self._requests.contents(self._exchanging.limit_bytes), True
        return replace(
            self._bare(position),
            chains=(self._requests.chain(position, operations),) if operations else (),
            fetch=errand.fetch[:FETCH_AT_ONCE],
            pairs=errand.pairs,
            contents=contents,
        )

    def _bare(self, position: Position) -> Request:
        return self._requests.bare(position, self._exchanging.batch.rows)

    def _pending(self, position: Position) -> Sequence[Operation]:
        """What central has not got, as far as it said, up to a batch."""
        central_epoch, epoch, seq = self._held
        after = seq if (central_epoch, epoch) == (position.central_epoch, position.epoch) else 0
        return self._store.freeze(self._exchanging.limit_bytes, after)

    # ------------------------------------------------------------------------------------------------- taking in

    def _take(
        self, position: Position, request: Request, answer: Answer, reply: Reply, errand: Errand, tally: Tally
    ) -> bool:
        """Judges, verifies and books an answer; whether anything moved."""
        verdict = judge_have(answer.have, self._store.own_chain(answer.have.seq))
        if verdict is HaveVerdict.RESTORED:
            self._begin_epoch(answer, errand)
            return True
        verify(answer, self._central_key)
        if self._shows_evidence(position, answer, errand) or self._recalls(request, answer, errand):
            return True
        moved = self._noticed_restore(position, answer, verdict, errand)
        booked = self._store.book(answer)
        self._orders.forget_missing()
        if booked.unreadable:
            moved |= self._exchanging.spell_out(request)
        moved |= self._progress(position, request, answer, booked, errand)
        self._held = (answer.central_epoch, position.epoch, answer.have.seq)
        tally.sent += booked.applied + booked.duplicates + booked.conflicts + booked.refused + booked.superseded
        tally.received += booked.changes
        facts = self._store.light_facts()
        if answer.more or request.fetch or request.pairs:
            errand.in_vain = 0
        else:
            errand.stands(facts, self._store.position().numbered - answer.have.seq)
        self._listener(
            AnswerBooked(
                booked=booked,
                facts=facts,
                bytes_up=reply.bytes_up,
                bytes_down=reply.bytes_down,
                more=answer.more,
                clock_skew_s=answer.server_time - self._now(),
            )
        )
        if answer.receipts:
            self._listener(ReceiptsArrived(receipts=answer.receipts))
        return moved

    def _shows_evidence(self, position: Position, answer: Answer, errand: Errand) -> bool:
        """Whether central was restored and is to be shown something before its answer is taken in."""
        if not position.central_epoch or answer.central_epoch == position.central_epoch:
            return False
        if errand.evidence is None:
            after = answer.have.seq if answer.have.epoch == position.epoch else 0
            errand.evidence = list(self._store.evidence(after, self._exchanging.limit_bytes))
            log.warning("central was restored; shown what it signed parts=%d", len(errand.evidence))
        errand.again = bool(errand.evidence)
        return errand.again

    def _recalls(self, request: Request, answer: Answer, errand: Errand) -> bool:
        """Whether central told of what it has from here under former names, and is to be asked for the rest of that."""
        if not request.recall or answer.retry_after:
            return False
        self._store.recognise(request.recall, answer.history)
        errand.again = bool(answer.history)
        return errand.again

    def _begin_epoch(self, answer: Answer, errand: Errand) -> None:
        """This store is older than what central holds of it: it goes on under a new epoch."""
        errand.epochs += 1
        if errand.epochs > 1:
            raise PermanentError("sync.cloned")
        errand.again = True
        epoch = self._chance.token(8).hex()
        self._store.begin_epoch(epoch, answer.have)
        log.warning("store older than central's copy; new epoch follows seq=%d", answer.have.seq)
        self._listener(EpochBegun(epoch=epoch, follows=answer.have.epoch, seq=answer.have.seq))

    def _noticed_restore(self, position: Position, answer: Answer, verdict: HaveVerdict, errand: Errand) -> bool:
        """Gives again what central lost; whether it lost anything."""
        behind = verdict is HaveVerdict.BEHIND
        new_epoch = bool(position.central_epoch) and answer.central_epoch != position.central_epoch
        if not (behind or new_epoch):
            return False
        after = answer.have.seq if answer.have.epoch == position.epoch else 0
        if behind:
            errand.given_again += 1
            if errand.given_again > 3:
                raise TransientError(NO_PROGRESS)
            # Before the page is booked: a cell that is in flight again is not overwritten by a page that lacks it.
            self._store.give_again(after)
            errand.again = True
        self._requests.central_restored()
        log.warning("central was restored; given again after seq=%d", after)
        self._listener(CentralRestored(central_epoch=answer.central_epoch, given_again_after=after))
        return True

    def _progress(self, position: Position, request: Request, answer: Answer, booked: Booked, errand: Errand) -> bool:
        held = self._held == (answer.central_epoch, position.epoch, answer.have.seq)
        answered = booked.applied + booked.duplicates + booked.conflicts + booked.refused + booked.superseded
        moved = answer.cursor != position.cursor or answered > 0 or (bool(request.chains) and not held)
        moved |= is_carrying(request)
        if request.fetch:
            errand.fetch = errand.fetch[len(request.fetch) :]
            moved = True
        if request.pairs or answer.pairs is not None:
            errand.pairs, errand.repaired, errand.unequal = False, True, 0
            moved = True
        if answer.pairs is not None:
            errand.fetch = tuple(self._store.compare(answer.pairs))
            if errand.fetch:
                self._listener(DigestsDiffer(reports=errand.fetch))
        return moved

    # ------------------------------------------------------------------------------------------------- going on

    def _has_errand(self, position: Position, answer: Answer, errand: Errand) -> bool:
        """Whether the cycle goes on at rest: to redeem, to compare what both sides hold, or to fetch what differs."""
        if not errand.redeemed and self._requests.unsent_contents():
            return True
        if errand.pairs or errand.fetch:
            return True
        if position.scope and answer.scope != position.scope and not errand.repaired:
            errand.pairs = True
            return True
        return answer.digest is not None and self._unequal(errand)

    def _unequal(self, errand: Errand) -> bool:
        """Whether the digests ask for another exchange: once to make sure, then to compare."""
        facts = self._store.light_facts()
        if facts.theirs is None or facts.theirs == facts.ours:
            errand.unequal = 0
            return False
        if errand.repaired:
            # Compared and fetched, and still unequal: the light stays amber, a later cycle tries again.
            self._listener(DigestsDiffer(reports=facts.differing))
            return False
        errand.unequal += 1
        errand.pairs = errand.unequal >= 2
        return True
