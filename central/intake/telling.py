"""The reading half of an exchange: all a device is owed, from one picture of the database."""

from __future__ import annotations

from app.domain.exchange import Answer, Have, Receipt, ReportChange, Result, results_statement
from app.domain.operations import Operation, OperationId, read_operation
from app.domain.signing import sign
from central.intake.answers import results_between
from central.intake.chains import read_position
from central.intake.feed import START, Reading, parse_reading, read_digest, read_page, scope_version
from central.intake.reading import Asker, fit_page, read_changes, read_fetched, read_pairs
from central.intake.receipts import receipts_above
from central.intake.redeeming import redemptions
from central.intake.rounds import Round

PAGE_MAX = 1_000
"""Most change rows in one answer, whatever the asker wants."""
PAGE_BYTES = 4 * 1024 * 1024
"""Most bytes of reports' contents in one answer, before they are compressed."""
HISTORY_MAX = 1_000
"""Most operations that a restored store is told of; beyond it what is there already is a conflict with oneself."""
FETCH_MAX = 200
"""Most reports fetched by one request; the rest are asked for again."""


def tell(this: Round) -> Answer:
    """The answer, inside one reading transaction."""
    db, request, device, central = this.db, this.request, this.device, this.central
    scopes = this.registry.scopes(device)
    version = scope_version(scopes)
    position = read_position(db, device.province, device.id, request.epoch)
    results, receipts = _results(this)
    asker = _asker(this)
    page = fit_page(db, read_page(db, scopes, asker.reading.cursor, max(1, min(request.limit, PAGE_MAX))), PAGE_BYTES)
    changes = read_changes(db, page.entries, asker)
    if request.fetch:
        paged = {(change.report, change.view) for change in changes if isinstance(change, ReportChange)}
        fetched = read_fetched(db, request.fetch[:FETCH_MAX], scopes)
        changes += tuple(change for change in fetched if (change.report, change.view) not in paged)
    is_resting = page.is_whole and not page.more
    has_moved = bool(request.scope) and request.scope != version
    signature = ""
    if results:
        signature = sign(central.key.private, results_statement(central.epoch, results))
    return Answer(
        central_epoch=central.epoch,
        have=Have(epoch=request.epoch, seq=position.seq, hash=position.hash),
        scope=version,
        results=results,
        results_signature=signature,
        receipts=receipts,
        changes=changes,
        cursor=str(asker.reading._replace(cursor=page.cursor) if page.more else Reading(page.cursor, page.cursor)),
        more=page.more,
        digest=read_digest(db, scopes) if is_resting else None,
        server_time=this.now,
        pairs=read_pairs(db, scopes) if request.pairs or has_moved else None,
        history=_history(this),
    )


def _history(this: Round) -> tuple[Operation, ...]:
    """What was applied of an epoch that the asking device left when its store was restored."""
    if this.request.recall is None:
        return ()
    rows = this.db.rows(
        "SELECT body FROM intake_operation WHERE province = %s AND device = %s AND epoch = %s AND seq > %s"
        " AND code IN ('applied', 'duplicate') ORDER BY seq LIMIT %s",
        this.device.province,
        this.device.id,
        *this.request.recall,
        HISTORY_MAX,
    )
    return tuple(read_operation(bytes(body)) for (body,) in rows)


def _asker(this: Round) -> Asker:
    request, epoch = this.request, this.central.epoch
    reading = parse_reading(request.cursor) if request.central_epoch == epoch else Reading(START, START)
    is_first = not request.central_epoch and not request.cursor
    may_echo = is_first or (reading is not None and request.central_epoch == epoch)
    if reading is None or reading.cursor == START:
        reading = Reading(START, START, request.known)
    return Asker(device=request.device, epoch=request.epoch, reading=reading, may_echo=may_echo)


def _results(this: Round) -> tuple[tuple[Result, ...], tuple[Receipt, ...]]:
    """The results the device waits for, its own first, and the receipts that go with them."""
    db, request, device = this.db, this.request, this.device
    own = results_between(db, device.province, device.id, request.epoch, request.known)
    seqs = {result.id.seq for result in own} | {each.seq for each in request.commitments}
    receipts = receipts_above(db, device.province, device.id, request.epoch, sorted(seqs))
    receipts += redemptions(this, request.contents) if request.contents else []
    results = list(own)
    seen: set[OperationId] = {result.id for result in own}
    for each in this.proven:
        chain = each.chain
        first, last = chain.operations[0].seq, chain.head.seq
        known = {operation.seq: hash_ for operation, hash_ in zip(chain.operations, each.hashes, strict=True)}
        if (each.device.id, chain.epoch) == (device.id, request.epoch):
            continue
        carried = [
            result
            for result in results_between(db, each.device.province, chain.device, chain.epoch, first - 1, last)
            if result.id not in seen and result.hash == known[result.id.seq]
        ]
        seen |= {result.id for result in carried}
        results += carried
        receipts += receipts_above(
            db, each.device.province, chain.device, chain.epoch, [result.id.seq for result in carried]
        )
    return tuple(results), tuple(receipts)
