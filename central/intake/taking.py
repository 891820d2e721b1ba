"""The writing half of an exchange: commitments and operations are judged and kept, all in one transaction."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.exchange import Evidence, Request
from app.domain.operations import OperationId, ReportKey, read_operation
from app.errors import PermanentError, TransientError
from central.databases import Database, world_errors
from central.intake.booking import book
from central.intake.chains import Arrival, Position, arrivals, read_position, write_position
from central.intake.files import Cabinet
from central.intake.judging import Batch, ChainReport, Former, RefusedError
from central.intake.receipts import commitment_receipt, store_receipts
from central.intake.recovering import former_results, recover, recovered_revisions
from central.intake.redeeming import take_contents
from central.intake.rounds import Round
from central.registry.offices import DeviceRecord

log = logging.getLogger(__name__)

_HASH = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Growth:
    """A chain that is worked on."""

    device: DeviceRecord
    epoch: str
    follows: tuple[str, int] | None
    before: Position
    after: Position
    new: tuple[Arrival, ...]
    """What is to be judged: what waited here, and then what arrived."""


def has_news(this: Round) -> bool:
    """Whether there is anything to write: something brought, another epoch, or a waiting operation whose form came."""
    request = this.request
    brought = this.proven or request.commitments or request.contents or request.evidence != Evidence()
    if brought or this.device.epoch != request.epoch:
        return True
    held = read_position(this.db, this.device.province, this.device.id, this.request.epoch)
    return held.has_held and any(
        this.shelf.form(arrival.operation.form)
        for arrival in _held_back(this.db, this.device, this.request.epoch)
        if not (arrival.operation.is_part or arrival.operation.body.extra)
    )


def take_announced(this: Round) -> int:
    """Take in a request's commitments alone; returns a position of the feed, as `take_in` does."""
    db, reports = this.db, {each.report for each in this.request.commitments}
    with db.writing():
        db.lock([f"office {key.unit}" for key in reports])
        cabinet = Cabinet(db, this.registry)
        cabinet.fetch(reports)
        _take_commitments(this, cabinet, _heirs(this, this.device.unit))
        return _mark_place(db)


def take_in(this: Round) -> int:
    """Take in everything a request brings; returns the last position of the feed given out.

    One is given out even where no row of the feed moved: a database put back from before this is then found to be
    behind the mark outside it.

    All operations are judged and written at once. Where that throws, all of it is undone and they are taken one by
    one, each in its own savepoint: what throws even then is refused with `central.failed`, kept, and uses up its
    number. Raises as `handle` does.
    """
    try:
        with this.db.writing():
            return _take_in(this, one_by_one=False)
    except (TransientError, PermanentError):
        raise
    except Exception:  # one operation must not stop the rest: the next lines find out which it is
        log.warning("batch thrown, operations one by one device=%s", this.device.id, exc_info=True)
    with this.db.writing():
        return _take_in(this, one_by_one=True)


def _take_in(this: Round, *, one_by_one: bool) -> int:
    db, request, device = this.db, this.request, this.device
    operations = [operation for each in this.proven for operation in each.chain.operations]
    reports = {operation.report for operation in operations} | _spoken_of(request)
    devices = {device.id: device} | {each.device.id: each.device for each in this.proven}
    db.lock([f"device {name}" for name in devices] + [f"office {key.unit}" for key in reports])
    if not this.by_hand:
        _note_epoch(db, this)
    heirs = {unit: _heirs(this, unit) for unit in {each.unit for each in devices.values()}}
    growths = _growths(this)
    new = [arrival for growth in growths for arrival in growth.new]
    cabinet = Cabinet(db, this.registry)
    cabinet.fetch([*reports, *(arrival.operation.report for arrival in new)])
    recovered = recover(this, cabinet, heirs[device.unit]) if request.evidence != Evidence() else 0
    _take_commitments(this, cabinet, heirs[device.unit])
    take_contents(this, cabinet)
    if not new:
        return recovered or _mark_place(db)
    former: dict[OperationId, Former] = {}
    for growth in growths:
        former |= former_results(db, growth.device, growth.epoch, growth.new)
    batch = Batch(
        db=db,
        shelf=this.shelf,
        cabinet=cabinet,
        devices=devices,
        people=this.registry.people({arrival.operation.author for arrival in new}),
        closed_forms=this.registry.closed_forms(),
        heirs=heirs,
        blocks=_read_blocks(db, growths),
        former=former,
        recovered=recovered_revisions(db, cabinet.files.values()) if former else {},
    )
    last = _one_by_one(this, batch, new) if one_by_one else _all(this, batch, new)
    left = batch.leave()
    if left:
        book(db, batch, left, this.central.key)
    for growth in growths:
        _write_growth(db, growth, batch)
    return last or _mark_place(db)


def _mark_place(db: Database) -> int:
    _, (position,) = db.places(1)
    return position


def _heirs(this: Round, unit: str) -> frozenset[str]:
    """The units whose reports are a unit's own now, itself included."""
    return frozenset({unit, *(old for old, _ in this.registry.inherited(unit))})


def _spoken_of(request: Request) -> set[ReportKey]:
    """The reports that a request speaks of besides its operations."""
    evidence = request.evidence
    return {
        *(commitment.report for commitment in request.commitments),
        *(sent.report for sent in request.contents),
        *(receipt.report for receipt in evidence.receipts),
        *(each.operation.report for each in evidence.revisions),
    }


def _note_epoch(db: Database, this: Round) -> None:
    """Remember which epoch the device asks with. Raises PermanentError `device.cloned`.

    A store put back from a copy comes once with an epoch that was left, and then begins a new one. Two copies of one
    store take turns: an epoch comes back after another one that came back.
    """
    request, device = this.request, this.device
    if device.epoch == request.epoch:
        return
    row = db.row("SELECT epoch, returned FROM registry_device WHERE id = %s", device.id)
    current, has_returned = (str(row[0]), bool(row[1])) if row else ("", False)
    if current == request.epoch:
        return
    place = (device.province, device.id, request.epoch)
    returns = bool(db.row("SELECT 1 FROM intake_asking WHERE province = %s AND device = %s AND epoch = %s", *place))
    if returns and has_returned:
        raise PermanentError("device.cloned")
    if not returns:
        db.run("INSERT INTO intake_asking (province, device, epoch) VALUES (%s, %s, %s)", *place)
    db.run("UPDATE registry_device SET epoch = %s, returned = %s WHERE id = %s", request.epoch, returns, device.id)


def _growths(this: Round) -> list[_Growth]:
    """The chains to work on: those brought, and the asker's own where it brought none of it."""
    found = []
    for each in this.proven:
        held = read_position(this.db, each.device.province, each.device.id, each.chain.epoch)
        arrived = arrivals(this.db, each.chain, each.hashes, each.device.province, held, this.now)
        waiting = _held_back(this.db, each.device, each.chain.epoch) if held.has_held else []
        after = Position(seq=each.chain.head.seq, hash=each.hashes[-1]) if arrived else held
        if arrived or waiting:
            found.append(
                _Growth(
                    device=each.device,
                    epoch=each.chain.epoch,
                    follows=each.chain.follows,
                    before=held,
                    after=after,
                    new=(*waiting, *arrived),
                )
            )
    own = (this.device.id, this.request.epoch)
    if all((each.device.id, each.chain.epoch) != own for each in this.proven):
        held = read_position(this.db, this.device.province, *own)
        waiting = _held_back(this.db, this.device, this.request.epoch) if held.has_held else []
        if waiting:
            found.insert(
                0,
                _Growth(
                    device=this.device,
                    epoch=this.request.epoch,
                    follows=None,
                    before=held,
                    after=held,
                    new=tuple(waiting),
                ),
            )
    return found


def _held_back(db: Database, device: DeviceRecord, epoch: str) -> list[Arrival]:
    """Operations of a chain that are kept without a result, oldest first."""
    rows = db.rows(
        "SELECT body, hash, received_at FROM intake_operation"
        " WHERE province = %s AND device = %s AND epoch = %s AND code IS NULL ORDER BY seq",
        device.province,
        device.id,
        epoch,
    )
    return [Arrival(read_operation(bytes(body)), hash_, received_at) for body, hash_, received_at in rows]


def _take_commitments(this: Round, cabinet: Cabinet, heirs: frozenset[str]) -> None:
    """Give every commitment that may be made its receipt."""
    receipts = []
    for commitment in this.request.commitments:
        file = cabinet.files.get(commitment.report)
        if file is None or commitment.report.unit not in heirs or not _HASH.match(commitment.content):
            continue
        receipt = commitment_receipt(commitment, file, this.device, this.request.epoch, this.now, this.central.key)
        if receipt:
            receipts.append((file.province, receipt))
    store_receipts(this.db, receipts)


def _read_blocks(db: Database, growths: Iterable[_Growth]) -> dict[ChainReport, int]:
    found: dict[ChainReport, int] = {}
    for growth in growths:
        if not growth.before.has_blocks:
            continue
        reports: Mapping[str, ReportKey] = {str(each.operation.report): each.operation.report for each in growth.new}
        rows = db.rows(
            "SELECT report, seq FROM intake_block WHERE province = %s AND device = %s AND epoch = %s AND "
            + db.within("report"),
            growth.device.province,
            growth.device.id,
            growth.epoch,
            db.members(reports),
        )
        found |= {(growth.device.id, growth.epoch, reports[report]): seq for report, seq in rows}
    return found


def _write_growth(db: Database, growth: _Growth, batch: Batch) -> None:
    chain = (growth.device.id, growth.epoch)
    position = Position(
        seq=growth.after.seq,
        hash=growth.after.hash,
        has_held=any(place[:2] == chain for place in batch.waiting),
        has_blocks=growth.before.has_blocks or any(place[:2] == chain for place in batch.blocks),
    )
    write_position(db, growth.device, growth.epoch, growth.follows, position)


def _all(this: Round, batch: Batch, new: Sequence[Arrival]) -> int:
    return book(this.db, batch, [judged for arrival in new for judged in batch.judge(arrival)], this.central.key)


def _one_by_one(this: Round, batch: Batch, new: Sequence[Arrival]) -> int:
    last = 0
    for arrival in new:
        moment = batch.moment()
        try:
            with world_errors(), this.db.savepoint():
                last = _all(this, batch, [arrival]) or last
        except TransientError:
            raise
        except Exception:
            # Any error at all: a fault of ours in one operation may cost that operation, never the chain.
            log.exception("operation thrown id=%s", arrival.operation.id)
            batch.back_to(moment)
            book(this.db, batch, batch.refuse(arrival, RefusedError("central.failed")), this.central.key)
    return last
