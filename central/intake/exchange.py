"""One exchange: take in what a device brings, then tell it, from one picture of the database, all it is owed.

The first half writes, in one transaction for the whole batch. The second half only reads: results, page,
cursor and digest are of the same moment, so the device can book them together.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from app.domain.exchange import Answer, Have, Receipt, ReportChange, Request, Result, results_statement
from app.domain.operations import Chain, OperationId, ReportKey, parse_operation
from app.domain.signing import sign
from app.errors import InputError, PermanentError, TransientError
from central.bootstrap import Central
from central.databases import Database, world_errors
from central.intake.answers import results_between
from central.intake.booking import book
from central.intake.chains import Arrival, Position, arrivals, proven_hashes, read_position, write_position
from central.intake.feed import START, parse_cursor, read_digest, read_page, scope_version
from central.intake.files import Cabinet
from central.intake.judging import Batch, RefusedError
from central.intake.reading import Asker, read_changes, read_fetched, read_pairs
from central.intake.receipts import commitment_receipt, receipts_above, store_receipts
from central.marks import Mark
from central.registry.offices import DeviceRecord, devices_by_id, inherited_units, office_scopes, people_by_id
from central.registry.packages import FormShelf

log = logging.getLogger(__name__)

PAGE_MAX = 500
"""Most change rows in one answer, whatever the asker wants."""
FETCH_MAX = 200
"""Most reports fetched by one request; the rest are asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A chain that its device signed."""

    chain: Chain
    device: DeviceRecord
    hashes: tuple[str, ...]


def handle(central: Central, db: Database, request: Request, device: DeviceRecord) -> Answer:
    """The answer to a device's request.

    Raises InputError `chain.signature` or `chain.broken` where the device's own chain does not hold, `device.other`
    where the request names another device; PermanentError `device.cloned` where two stores speak as this device;
    TransientError `central.busy`. In each case nothing was changed.
    """
    if request.device != device.id:
        raise InputError("device.other")
    now = central.now()
    shelf = FormShelf(db)
    proven = _proven_chains(db, request, device)
    if proven or request.commitments or _has_news(db, request, device, shelf):
        with db.writing():
            position = _take_in(central, db, shelf, request, device, proven, now)
        if position:
            central.mark.raise_to(Mark(epoch=central.epoch, position=position))
    with db.reading():
        return _tell(central, db, request, device, proven, now)


def _proven_chains(db: Database, request: Request, device: DeviceRecord) -> list[Proven]:
    """The chains of a request whose signatures hold; a carried one that does not hold is left lying."""
    carried = {chain.device for chain in request.chains} - {device.id}
    devices = {device.id: device} | (devices_by_id(db, carried) if carried else {})
    found = []
    for chain in request.chains:
        maker = devices.get(chain.device)
        try:
            if maker is None:
                raise InputError("device.unknown")
            found.append(Proven(chain=chain, device=maker, hashes=proven_hashes(chain, maker)))
        except InputError as error:
            if chain.device == device.id:
                raise
            log.warning("carried chain left code=%s carrier=%s maker=%s", error.code, device.id, chain.device)
    return found


def _has_news(db: Database, request: Request, device: DeviceRecord, shelf: FormShelf) -> bool:
    """Whether there is something to write though the device brought nothing: another epoch, a held operation."""
    return device.epoch != request.epoch or any(
        shelf.form(arrival.operation.form) for arrival in _held_back(db, device, request.epoch)
    )


def _held_back(db: Database, device: DeviceRecord, epoch: str) -> list[Arrival]:
    """Operations of a chain that are kept without a result, oldest first."""
    rows = db.rows(
        "SELECT body, hash, received_at FROM intake_operation"
        " WHERE province = %s AND device = %s AND epoch = %s AND code IS NULL ORDER BY seq",
        device.province,
        device.id,
        epoch,
    )
    return [
        Arrival(parse_operation(msgspec.json.decode(body, type=dict[str, object])), hash_, received_at)
        for body, hash_, received_at in rows
    ]


# ------------------------------------------------------------------------------------------------------- taking in


def _take_in(
    central: Central,
    db: Database,
    shelf: FormShelf,
    request: Request,
    device: DeviceRecord,
    proven: Sequence[Proven],
    now: int,
) -> int:
    """Take in commitments and operations; returns the last position of the feed given out, or 0."""
    operations = [operation for each in proven for operation in each.chain.operations]
    reports = {operation.report for operation in operations} | {each.report for each in request.commitments}
    devices = {device.id: device} | {each.device.id: each.device for each in proven}
    db.lock([f"device {name}" for name in devices] + [f"office {key.unit}" for key in reports])
    _note_epoch(db, request, device)
    cabinet = Cabinet(db)
    cabinet.fetch(reports)
    heirs = {
        unit: frozenset({unit, *(old for old, _ in inherited_units(db, unit))})
        for unit in {each.unit for each in devices.values()}
    }
    _take_commitments(central, db, request, device, cabinet, heirs, now)
    new: list[Arrival] = []
    positions: list[tuple[Proven, Position]] = []
    if all(each.chain.epoch != request.epoch or each.device.id != device.id for each in proven):
        new += _held_back(db, device, request.epoch)
    for each in proven:
        held = read_position(db, each.device.province, each.device.id, each.chain.epoch)
        waiting = _held_back(db, each.device, each.chain.epoch)
        arrived = arrivals(db, each.chain, each.hashes, each.device.province, held, now)
        new += waiting + arrived
        if arrived:
            positions.append((each, Position(seq=each.chain.head.seq, hash=each.hashes[-1])))
    if not new:
        return 0
    cabinet.fetch(arrival.operation.report for arrival in new)
    batch = Batch(
        db=db,
        shelf=shelf,
        cabinet=cabinet,
        devices=devices,
        people=people_by_id(db, {arrival.operation.author for arrival in new}),
        heirs=heirs,
        blocks=_read_blocks(db, devices, new),
    )
    last = _judge_and_book(central, db, batch, new)
    for each, position in positions:
        write_position(db, each.device, each.chain, position)
    return last


def _note_epoch(db: Database, request: Request, device: DeviceRecord) -> None:
    """Remember which epoch the device asks with. Raises PermanentError `device.cloned`.

    An epoch that another one has followed never asks again, unless two copies of one store take turns.
    """
    if device.epoch == request.epoch:
        return
    row = db.row("SELECT epoch FROM registry_device WHERE id = %s", device.id)
    current = str(row[0]) if row else ""
    if current == request.epoch:
        return
    if db.row(
        "SELECT 1 FROM intake_asking WHERE province = %s AND device = %s AND epoch = %s",
        device.province,
        device.id,
        request.epoch,
    ):
        raise PermanentError("device.cloned")
    db.run(
        "INSERT INTO intake_asking (province, device, epoch) VALUES (%s, %s, %s)",
        device.province,
        device.id,
        request.epoch,
    )
    db.run("UPDATE registry_device SET epoch = %s WHERE id = %s", request.epoch, device.id)


def _take_commitments(
    central: Central,
    db: Database,
    request: Request,
    device: DeviceRecord,
    cabinet: Cabinet,
    heirs: dict[str, frozenset[str]],
    now: int,
) -> None:
    receipts = []
    for commitment in request.commitments:
        file = cabinet.files.get(commitment.report)
        if file is None or commitment.report.unit not in heirs[device.unit]:
            continue
        receipt = commitment_receipt(commitment, file, device, request.epoch, now, central.key)
        if receipt:
            receipts.append((file.province, receipt))
    store_receipts(db, receipts)


def _read_blocks(
    db: Database, devices: dict[str, DeviceRecord], new: Iterable[Arrival]
) -> dict[tuple[str, str, ReportKey], int]:
    chains: dict[tuple[str, str], dict[str, ReportKey]] = {}
    for arrival in new:
        operation = arrival.operation
        chains.setdefault((operation.device, operation.epoch), {})[str(operation.report)] = operation.report
    found: dict[tuple[str, str, ReportKey], int] = {}
    for (device, epoch), reports in chains.items():
        rows = db.rows(
            "SELECT report, seq FROM intake_block WHERE province = %s AND device = %s AND epoch = %s AND "
            + db.within("report"),
            devices[device].province,
            device,
            epoch,
            db.members(reports),
        )
        found |= {(device, epoch, reports[report]): seq for report, seq in rows}
    return found


def _judge_and_book(central: Central, db: Database, batch: Batch, new: Sequence[Arrival]) -> int:
    """Judge and write down all operations at once; where that throws, each by itself, in its own savepoint.

    What throws even then is refused with `central.failed`, kept, and uses up its number. Returns the last
    position of the feed given out, or 0.
    """
    try:
        return _attempt(central, db, batch, new)
    except TransientError:
        raise
    except Exception:  # one operation must not stop the rest: the next lines find out which it is
        log.warning("batch thrown, operations one by one count=%d", len(new), exc_info=True)
    last = 0
    for arrival in new:
        try:
            last = _attempt(central, db, batch, [arrival]) or last
        except TransientError:
            raise
        except Exception:
            # Any error at all: a fault of ours in one operation may cost that operation, never the chain.
            log.exception("operation thrown id=%s", arrival.operation.id)
            failed = batch.refuse(arrival, RefusedError("central.failed"))
            batch.take(failed)
            with db.savepoint():
                book(db, batch, [failed], central.key)
    return last


def _attempt(central: Central, db: Database, batch: Batch, run: Sequence[Arrival]) -> int:
    moment = batch.moment()
    try:
        with world_errors(), db.savepoint():
            return book(db, batch, [batch.judge(arrival) for arrival in run], central.key)
    except Exception:
        batch.back_to(moment)
        raise


# --------------------------------------------------------------------------------------------------------- telling


def _tell(
    central: Central, db: Database, request: Request, device: DeviceRecord, proven: Sequence[Proven], now: int
) -> Answer:
    """All the device is owed, inside one reading transaction."""
    scopes = office_scopes(db, device)
    version = scope_version(scopes)
    position = read_position(db, device.province, device.id, request.epoch)
    results, receipts = _results(db, request, device, proven)
    asker = _asker(central, request)
    page = read_page(db, scopes, asker.cursor, max(1, min(request.limit, PAGE_MAX)))
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
        cursor=str(page.cursor),
        more=page.more,
        digest=read_digest(db, scopes) if is_resting else None,
        server_time=now,
        pairs=read_pairs(db, scopes) if request.pairs or has_moved else None,
    )


def _asker(central: Central, request: Request) -> Asker:
    cursor = parse_cursor(request.cursor) if request.central_epoch == central.epoch else START
    is_first = not request.central_epoch and not request.cursor
    return Asker(
        device=request.device,
        epoch=request.epoch,
        known=request.known,
        cursor=START if cursor is None else cursor,
        may_echo=is_first or (cursor is not None and request.central_epoch == central.epoch),
    )


def _results(
    db: Database, request: Request, device: DeviceRecord, proven: Sequence[Proven]
) -> tuple[tuple[Result, ...], tuple[Receipt, ...]]:
    """The results the device waits for, its own first, and the receipts that go with them."""
    own = results_between(db, device.province, device.id, request.epoch, request.known)
    seqs = {result.id.seq for result in own} | {each.seq for each in request.commitments}
    receipts = receipts_above(db, device.province, device.id, request.epoch, sorted(seqs))
    results = list(own)
    seen: set[OperationId] = {result.id for result in own}
    for each in proven:
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
