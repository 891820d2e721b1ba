"""The reading half of exchanges: all that devices are owed, from one picture of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from app.domain.exchange import (
    Answer,
    Change,
    Commitment,
    Digest,
    Have,
    Receipt,
    ReportChange,
    Result,
    results_statement,
)
from app.domain.operations import OperationId
from app.domain.signing import sign
from central.databases import Later
from central.intake.answers import WITHOUT_END, Run, results_of
from central.intake.chains import Position, Proven, read_positions
from central.intake.feed import (
    START,
    Page,
    Reading,
    Scope,
    Wanted,
    parse_reading,
    read_digests,
    read_pages,
    scope_version,
)
from central.intake.reading import Asker, fit_page, read_changes, read_fetched, read_pairs
from central.intake.receipts import receipts_of
from central.intake.redeeming import redemptions
from central.intake.rounds import Round
from central.intake.succession import history

PAGE_MAX = 1_000
"""Most change rows in one answer, whatever the asker wants."""
PAGE_BYTES = 4 * 1024 * 1024
"""Most bytes of reports' contents in one answer, before they are compressed."""
FETCH_MAX = 200
"""Most reports fetched by one request; the rest are asked for again."""


def tell(rounds: Sequence[Round]) -> list[Answer]:
    """The answers to requests, inside one reading transaction."""
    if not rounds:
        return []
    db = rounds[0].db
    held = read_positions(db, [this.own_chain for this in rounds])
    scopes = [this.registry.scopes(this.device) for this in rounds]
    askers = [_asker(this) for this in rounds]
    wanted = [
        Wanted(seen, asker.reading.cursor, max(1, min(this.request.limit, PAGE_MAX)))
        for this, asker, seen in zip(rounds, askers, scopes, strict=True)
    ]
    following = read_pages(db, wanted)
    told, summed = _results(rounds), read_digests(db, scopes)
    pages = [fit_page(db, page, PAGE_BYTES) for page in following()]
    changes = read_changes(db, [(page.entries, asker) for page, asker in zip(pages, askers, strict=True)])
    positions, results, digests = held(), told(), summed()
    return [
        _answer(
            this,
            positions[this.own_chain],
            scopes[place],
            results[place],
            Said(askers[place].reading, pages[place], changes[place], digests[place] if _rests(pages[place]) else None),
        )
        for place, this in enumerate(rounds)
    ]


def _rests(page: Page) -> bool:
    """Whether whoever has read the page has seen everything."""
    return page.is_whole and not page.more


def tell_receipts(rounds: Sequence[Round]) -> list[Answer]:
    """The answers of an overloaded central: receipts for the commitments, and when to come again.

    Everything else is said to be as the device has it, so that it goes on where it stood.
    """
    if not rounds:
        return []
    given = receipts_of(rounds[0].db, [(*this.own_chain, *_span(this.request.commitments)) for this in rounds])
    return [
        _left_as_it_was(this, _for_numbers(receipts, {each.seq for each in this.request.commitments}))
        for this, receipts in zip(rounds, given(), strict=True)
    ]


def _span(commitments: Sequence[Commitment]) -> tuple[int, int]:
    """The numbers of commitments: above the first one, up to the second."""
    seqs = [each.seq for each in commitments]
    return (min(seqs) - 1, max(seqs)) if seqs else (0, 0)


def _for_numbers(receipts: Iterable[Receipt], seqs: Collection[int]) -> list[Receipt]:
    return [receipt for receipt in receipts if receipt.seq in seqs]


def _left_as_it_was(this: Round, receipts: Iterable[Receipt]) -> Answer:
    request = this.request
    return Answer(
        central_epoch=request.central_epoch,
        have=Have(epoch=request.epoch, seq=request.known, hash=""),
        scope=request.scope,
        results=(),
        results_signature="",
        receipts=tuple(receipts),
        changes=(),
        cursor=request.cursor,
        # There may be rows: a store that reads the feed anew is not at its end by this answer.
        more=True,
        digest=None,
        server_time=this.now,
        retry_after=this.retry_after_s,
    )


class Said(NamedTuple):
    """What the feed says to one reader."""

    reading: Reading
    """How far he had read."""
    page: Page
    changes: tuple[Change, ...]
    digest: Digest | None
    """None where it is not at rest."""


def _answer(this: Round, held: Position, scopes: Sequence[Scope], told: Told, said: Said) -> Answer:
    request, central, page = this.request, this.central, said.page
    version = scope_version(scopes)
    has_moved = bool(request.scope) and request.scope != version
    signature = ""
    if told.results:
        signature = sign(central.key.private, results_statement(central.epoch, told.results))
    return Answer(
        central_epoch=central.epoch,
        have=Have(epoch=request.epoch, seq=held.seq, hash=held.hash),
        scope=version,
        results=told.results,
        results_signature=signature,
        receipts=told.receipts,
        changes=(*said.changes, *_fetched(this, scopes, said.changes)),
        cursor=str(said.reading._replace(cursor=page.cursor) if page.more else Reading(page.cursor, page.cursor)),
        more=page.more,
        digest=said.digest,
        server_time=this.now,
        pairs=read_pairs(this.db, scopes) if request.pairs or has_moved else None,
        history=history(this),
    )


def _fetched(this: Round, scopes: Sequence[Scope], changes: Iterable[Change]) -> list[ReportChange]:
    """The reports that were asked for, but those that the page brings."""
    if not this.request.fetch:
        return []
    paged = {(change.report, change.view) for change in changes if isinstance(change, ReportChange)}
    fetched = read_fetched(this.db, this.request.fetch[:FETCH_MAX], scopes)
    return [change for change in fetched if (change.report, change.view) not in paged]


def _asker(this: Round) -> Asker:
    request, epoch = this.request, this.central.epoch
    reading = parse_reading(request.cursor) if request.central_epoch == epoch else Reading(START, START)
    is_first = not request.central_epoch and not request.cursor
    may_echo = is_first or (reading is not None and request.central_epoch == epoch)
    if reading is None or reading.cursor == START:
        reading = Reading(START, START, request.known)
    return Asker(device=request.device, epoch=request.epoch, reading=reading, may_echo=may_echo)


class Told(NamedTuple):
    """Results, and the receipts that go with them."""

    results: tuple[Result, ...]
    receipts: tuple[Receipt, ...]


def _results(rounds: Sequence[Round]) -> Later[list[Told]]:
    """For each device the results it waits for, its own first, and the receipts that go with them."""
    db = rounds[0].db
    asked: list[tuple[int, Proven | None]] = [
        (place, each) for place, this in enumerate(rounds) for each in (None, *_carried(this))
    ]
    runs = [_run(rounds[place], each) for place, each in asked]
    answered = results_of(db, runs)
    given = receipts_of(
        db, [_with_commitments(run, rounds[place], each) for run, (place, each) in zip(runs, asked, strict=True)]
    )

    def told() -> list[Told]:
        results: list[dict[OperationId, Result]] = [{} for _ in rounds]
        receipts: list[list[Receipt]] = [[] for _ in rounds]
        for (place, each), run, kept in zip(asked, answered(), given(), strict=True):
            request, hashes = rounds[place].request, each.by_number if each else None
            new = {
                result.id: result
                for result in run
                if result.id not in results[place] and (hashes is None or result.hash == hashes[result.id.seq])
            }
            results[place] |= new
            committed = () if each else request.commitments
            contents = () if each else request.contents
            receipts[place] += _for_numbers(kept, {id_.seq for id_ in new} | {one.seq for one in committed})
            receipts[place] += redemptions(rounds[place], contents)
        return [Told(tuple(said.values()), tuple(found)) for said, found in zip(results, receipts, strict=True)]

    return told


def _with_commitments(run: Run, this: Round, carried: Proven | None) -> Run:
    """A run, made so long that it holds the commitments of the request; those of what it carries have been answered."""
    province, device, epoch, low, high = run
    if carried or not this.request.commitments:
        return run
    first, last = _span(this.request.commitments)
    return province, device, epoch, min(low, first), max(high, last)


def _carried(this: Round) -> list[Proven]:
    """The chains it brought but its own."""
    return [each for each in this.proven if each.name != this.own_chain]


def _run(this: Round, carried: Proven | None) -> Run:
    """Which operations it is told the results of: of its own chain those above what it knows, else those it brought."""
    if carried is None:
        return *this.own_chain, this.request.known, WITHOUT_END
    return *carried.name, carried.chain.operations[0].seq - 1, carried.chain.head.seq
