"""More rules left out on purpose: of chains and results, of the digest and the scope, of acts. See planted.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

import app.domain.apply
import app.store.booking
import app.store.editing
import app.store.merging
import app.store.outbox
import central.intake.exchange
import central.intake.judging
import central.intake.taking
import central.intake.telling
import sync.engine
import sync.exchanging
from app.domain.exchange import ResultCode
from app.domain.merge import Applied, replay
from app.domain.operations import Kind
from app.errors import TransientError
from central.intake.feed import read_digests
from central.intake.judging import _HeldError
from tests.simulation import fate, history, people, roads
from tests.simulation.planted import SMALL_PAGES, Bug, Swap, _never_restored, bug


def bugs(*swaps: tuple[Any, str, Any], oracles: Sequence[str], needs: str = "", shown_by: int = 0) -> Bug:
    """A rule left out that several functions keep."""
    made = (Swap(owner=owner, name=name, make=make) for owner, name, make in swaps)
    return Bug(swaps=tuple(made), oracles=frozenset(oracles), needs=needs, shown_by=shown_by)


# What is put in the place of what ---------------------------------------------------------------------------------


def _own_chain_excepted(judge: Any) -> Any:
    """Whoever made the newest revision may write on, whatever stood in between."""

    def lacking(self: Any, arrival: Any, operation: Any, device: Any, place: Any) -> Any:
        recent = [judged.device.id for judged in self.judged if judged.standing and judged.operation.report == place[2]]
        row = self.db.row(
            "SELECT device FROM intake_history WHERE report = %s ORDER BY rev DESC LIMIT 1", str(operation.report)
        )
        newest = recent[-1] if recent else row[0] if row else ""
        if newest != device.id:
            return judge(self, arrival, operation, device, place)
        before = app.domain.apply.apply_edit
        app.domain.apply.apply_edit = lambda content, cells, claims=(): Applied(
            cells=replay(content, cells), changed=True
        )
        try:
            return judge(self, arrival, operation, device, place)
        finally:
            app.domain.apply.apply_edit = before

    return lacking


def _few_after_a_failure(exchanging: Any) -> int:
    return 600 if exchanging.batch.failures else 100_000


def _only_what_was_carried(results: Any) -> Any:
    def lacking(rounds: Any) -> Any:
        carried = {operation.id for this in rounds for each in this.proven for operation in each.chain.operations}
        return lambda: [
            told._replace(results=tuple(result for result in told.results if result.id in carried))
            for told in results(rounds)()
        ]

    return lacking


def _takes_back_one(take_back: Any) -> Any:
    def lacking(working: Any, **rest: Any) -> None:
        others, working.flying = working.flying[1:], working.flying[:1]
        take_back(working, **rest)
        working.flying = others

    return lacking


def _whatever_hash(book_result: Any) -> Any:
    def lacking(self: Any, result: Any, proof: int) -> None:
        row = self._database.one(
            "SELECT hash FROM operation WHERE epoch = ? AND seq = ?", (result.id.epoch, result.id.seq)
        )
        book_result(self, replace(result, hash=row[0]) if row else result, proof)

    return lacking


def _moves_the_revision(book_result: Any) -> Any:
    def lacking(working: Any, operation: Any, result: Any, *, era: int, theirs: Any) -> None:
        book_result(working, operation, result, era=era, theirs=theirs)
        if result.code is ResultCode.APPLIED and working.head.base_era == era:
            working.head.base_rev = max(working.head.base_rev, result.rev)

    return lacking


def _wherever_it_stands(apply_edit: Any) -> Any:
    return lambda content, cells, claims=(): apply_edit(content, cells)


def _always_a_digest(tell: Any) -> Any:
    def lacking(rounds: Any) -> Any:
        digests = read_digests(rounds[0].db, [this.registry.scopes(this.device) for this in rounds])()
        return [replace(answer, digest=digest) for answer, digest in zip(tell(rounds), digests, strict=True)]

    return lacking


def _believes_it(move_position: Any) -> Any:
    def lacking(self: Any, answer: Any) -> None:
        move_position(self, answer)
        theirs, ours = answer.digest, self._contents.digest()
        if answer.more and theirs is not None and theirs != ours:
            self._database.execute("UPDATE position SET unequal = unequal + 1")

    return lacking


def _answers_no_refusal(judge: Any) -> Any:
    def lacking(self: Any, *rest: Any) -> Any:
        try:
            return judge(self, *rest)
        except central.intake.judging.RefusedError as error:
            raise _HeldError from error

    return lacking


def _throws_at_some(judge: Any) -> Any:
    def lacking(self: Any, arrival: Any, *rest: Any) -> Any:
        if arrival.operation.seq == 7:
            raise RuntimeError("a fault of central's own")
        return judge(self, arrival, *rest)

    return lacking


def _without_savepoints(one_by_one: Any) -> Any:
    return lambda this, batch, new: central.intake.taking._all(this, batch, new)


def _sends_away(take_announced: Any) -> Any:
    def lacking(rounds: Any) -> Any:
        raise TransientError("central.busy")

    return lacking


class _Idle:
    """Numbers nothing."""

    def may_number(self) -> bool:
        return False


def _seals_unnumbered(act: Any) -> Any:
    def lacking(self: Any, *rest: Any, **named: Any) -> None:
        outbox, self._outbox = self._outbox, _Idle()
        try:
            act(self, *rest, **named)
        finally:
            self._outbox = outbox

    return lacking


class _FoldingDesk:
    """Folds every waiting edit of a report into the first one."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk

    def waiting(self, report: int) -> Any:
        entries = self._desk.waiting(report)
        first = next((entry for entry in entries if entry.kind is Kind.EDIT), None)
        if first is None:
            return entries
        kept = []
        for entry in entries:
            if entry is not first and first.folds_with(entry):
                first.cells = app.store.working.fold(first.cells, entry.cells.values())
            else:
                kept.append(entry)
        return [entry for entry in kept if entry.cells or entry.body]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


def _folds_over_acts(number: Any) -> Any:
    def lacking(self: Any, head: Any, *rest: Any) -> Any:
        desk, self._desk = self._desk, _FoldingDesk(self._desk)
        try:
            return number(self, head, *rest)
        finally:
            self._desk = desk

    return lacking


class _RowsAlone:
    """Chance by which everybody types into free rows, and takes them away."""

    def __init__(self, chance: Any) -> None:
        self._chance = chance

    def random(self) -> float:
        return 0.5 + 0.4 * float(self._chance.random())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._chance, name)


_IN_ROWS = (people, "_edits", lambda edits: lambda world, report, chance: edits(world, report, _RowsAlone(chance)))
"""No fault: the condition under which one shows. Free rows come and go under those who type into them."""
_FEW_AT_ONCE = (sync.exchanging.Exchanging, "limit_bytes", lambda _: property(_few_after_a_failure))
"""No fault: the condition under which one shows. After a request that broke off the next ones carry but a little."""

_MANY_ACTS = (history, "EVERYDAY", lambda every: every | {"act": (people.act, 80), "sync": (fate.sync, 12)})
"""The same: offices that type, seal and reopen in one go, and sync now and then."""
_CROWDS = (roads, "FAULTS", lambda _: {"crowd": 1})
"""The same: all that ever befalls a request is that too many ask."""

FURTHER: dict[str, Bug] = {
    "central lets the maker of the newest revision write on": bug(
        central.intake.judging.Batch, "_judge", _own_chain_excepted, "(a)"
    ),
    "central tells only results of what was carried": bugs(
        _FEW_AT_ONCE,
        (central.intake.telling, "_results", _only_what_was_carried),
        oracles=("comes to rest", "(a)", "(c)"),
    ),
    "one operation is taken back, and those after it fly on": bugs(
        _MANY_ACTS,
        (app.store.merging, "take_back", _takes_back_one),
        oracles=("(a)", "(c)", "(d)", "(b)", "comes to rest"),
        shown_by=67,
    ),
    "a result is booked on whatever has its number": bugs(
        (sync.engine, "judge_have", _never_restored),
        (app.store.booking.Booking, "_book_result", _whatever_hash),
        oracles=("(a)", "(d)"),
    ),
    "a result moves the revision that the feed has not reached": bugs(
        (app.store.merging, "book_result", _moves_the_revision),
        oracles=("no difference is seen",),
        shown_by=24,
    ),
    "an edit need not find the row that it claims": bugs(
        _IN_ROWS,
        (app.domain.apply, "apply_edit", _wherever_it_stands),
        oracles=("rows are whole",),
        shown_by=66,
    ),
    "central sums up while there is more": bugs(
        (central.intake.exchange, "tell", _always_a_digest),
        (app.store.booking.Booking, "_move_position", _believes_it),
        oracles=("no difference is seen",),
        needs=SMALL_PAGES,
    ),
    "a refusal is no answer": bug(central.intake.judging.Batch, "_judge", _answers_no_refusal, "comes to rest"),
    "one operation that central breaks at stops the rest": bugs(
        (central.intake.judging.Batch, "_judge", _throws_at_some),
        (central.intake.taking, "_one_by_one", _without_savepoints),
        oracles=("central never breaks",),
    ),
    "a scope that changed is not told": bugs(
        (central.intake.telling, "scope_version", lambda _: lambda scopes: "0" * 16),
        (sync.engine.Engine, "_unequal", lambda _: lambda self, errand: False),
        oracles=("(d)", "comes to rest", "(a)"),
        needs="merge units",
        shown_by=240,
    ),
    "a crowd sends away who announces a seal": bugs(
        _CROWDS,
        (central.intake.exchange, "take_announced", _sends_away),
        oracles=("(e)",),
    ),
    "what is typed after a seal is folded into what was typed before": bugs(
        _MANY_ACTS,
        (app.store.editing.Editing, "act", _seals_unnumbered),
        (app.store.outbox.Outbox, "_number", _folds_over_acts),
        oracles=("(c)", "(e)"),
    ),
}
"""By what goes wrong."""
