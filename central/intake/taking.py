"""The writing half of exchanges: commitments and operations are judged and kept, all in one transaction."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.exchange import Evidence
from app.domain.operations import Operation, ReportKey, read_operation
from app.errors import PermanentError, TransientError
from central.databases import Database, world_errors
from central.intake.booking import Ahead, ask_ahead, book
from central.intake.chains import Arrival, ChainName, Position, Proven, arrivals, read_positions, write_positions
from central.intake.conflicts import follow_stores
from central.intake.files import Cabinet
from central.intake.judging import Batch, ChainReport, RefusedError
from central.intake.receipts import commitment_receipt, store_receipts
from central.intake.recovering import former_results, recover, recovered_revisions
from central.intake.redeeming import take_contents
from central.intake.rounds import Round
from central.intake.succession import names_heirs, take_over
from central.registry.known import Registry
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

    @property
    def name(self) -> ChainName:
        """Which chain it is."""
        return self.device.province, self.device.id, self.epoch

    @property
    def waiting(self) -> list[Operation]:
        """What waited here."""
        return [arrival.operation for arrival in self.new if arrival.operation.seq <= self.before.seq]


def have_news(rounds: Sequence[Round]) -> list[bool]:
    """Whether each has anything to write: something brought, another epoch, a waiting operation whose form came."""
    silent = [this.own_chain for this in rounds if not _brings(this)]
    positions = read_positions(rounds[0].db, silent)() if silent else {}
    return [_brings(this) or _has_judgeable(this, positions[this.own_chain]) for this in rounds]


def _brings(this: Round) -> bool:
    request = this.request
    brought = this.proven or request.commitments or request.contents or request.evidence != Evidence()
    return bool(brought) or names_heirs(this) or this.device.epoch != request.epoch


def _has_judgeable(this: Round, held: Position) -> bool:
    return held.has_held and any(
        this.shelf.form(arrival.operation.form)
        for arrival in _held_back(this.db, this.device, this.request.epoch)
        if not (arrival.operation.is_part or arrival.operation.body.extra)
    )


def take_announced(rounds: Sequence[Round]) -> int:
    """Take in the requests' commitments alone; returns a position of the feed, as `take_in` does."""
    db, registry = rounds[0].db, rounds[0].registry
    reports = {each.report for this in rounds for each in this.request.commitments}
    with db.writing():
        db.lock([f"office {key.unit}" for key in reports])
        cabinet = Cabinet(db, registry)
        cabinet.fetch(reports)
        _take_commitments(rounds, cabinet, {this.device.unit: _heirs(registry, this.device.unit) for this in rounds})
        return _mark_place(db)


def take_in(rounds: Sequence[Round]) -> int:
    """Take in everything that requests of different devices bring; returns the last position of the feed given out.

    One is given out even where no row of the feed moved: a database put back from before this is then found to be
    behind the mark outside it.

    All operations are judged and written at once. Where that throws, all of it is undone; of one request alone they are
    then taken one by one, each in its own savepoint: what throws even then is refused with `central.failed`, kept, and
    uses up its number. Raises as `handle` does.
    """
    db = rounds[0].db
    try:
        with db.writing():
            return _take_in(rounds, one_by_one=False)
    except (TransientError, PermanentError):
        raise
    except Exception:  # one operation must not stop the rest: the next lines find out which it is
        if len(rounds) > 1:
            raise
        log.warning("batch thrown, operations one by one device=%s", rounds[0].device.id, exc_info=True)
    with db.writing():
        return _take_in(rounds, one_by_one=True)


def _take_in(rounds: Sequence[Round], *, one_by_one: bool) -> int:
    this = rounds[0]
    db, registry = this.db, this.registry
    devices = {device.id: device for each in rounds for device in each.devices}
    reports = {key for each in rounds for key in _spoken_of(each)}
    formers = {each.device for this in rounds for each in this.request.recall if each.proof}
    db.lock([f"device {name}" for name in devices.keys() | formers] + [f"office {key.unit}" for key in reports])
    for each in rounds:
        if not each.by_hand:
            _note_epoch(db, each)
        if names_heirs(each):
            take_over(each)
        follow_stores(each)
    heirs = {unit: _heirs(registry, unit) for unit in {device.unit for device in devices.values()}}
    held = read_positions(db, [chain for each in rounds for chain in each.chains])
    said = former_results(db, [(one.name, one.chain.operations) for each in rounds for one in each.proven])
    cabinet = Cabinet(db, registry)
    put_in = cabinet.order(reports)
    # Contents and what is shown after a restore are written before anything is judged.
    is_foreseen = bool(reports) and not (this.is_alone or one_by_one)
    ahead = ask_ahead(db, reports, registry.units({key.unit for key in reports})) if is_foreseen else None
    growths = _growths(rounds, held())
    put_in()
    new = [arrival for growth in growths for arrival in growth.new]
    # What waited here for its form is brought by nobody now.
    cabinet.fetch(arrival.operation.report for arrival in new)
    recovered = max(recover(each, cabinet, heirs[each.device.unit]) for each in rounds)
    _take_commitments(rounds, cabinet, heirs)
    for each in rounds:
        take_contents(each, cabinet)
    if not new:
        return recovered or _mark_place(db, ahead)
    if ahead and not cabinet.files.keys() <= ahead.reports:
        ahead = None
    former = said() | former_results(db, [(growth.name, growth.waiting) for growth in growths])()
    batch = Batch(
        db=db,
        shelf=this.shelf,
        cabinet=cabinet,
        devices=devices,
        people=registry.people({arrival.operation.author for arrival in new}),
        closed_forms=registry.closed_forms(),
        heirs=heirs,
        blocks=_read_blocks(db, growths),
        former=former,
        recovered=recovered_revisions(db, cabinet.files.values()) if former else {},
    )
    last = _one_by_one(this, batch, new) if one_by_one else _all(this, batch, new, ahead)
    left = batch.leave()
    if left:
        book(db, batch, left, this.central.key)
    write_positions(db, [(each.device, each.epoch, each.follows, _grown(each, batch)) for each in growths])
    return last or _mark_place(db, ahead)


def _mark_place(db: Database, ahead: Ahead | None = None) -> int:
    """A position of the feed that was given out in this transaction."""
    _, positions = ahead.places() if ahead and ahead.reports else db.places(1)()
    return positions[-1]


def _heirs(registry: Registry, unit: str) -> frozenset[str]:
    """The units whose reports are a unit's own now, itself included."""
    return frozenset({unit, *(old for old, _ in registry.inherited(unit))})


def _spoken_of(this: Round) -> set[ReportKey]:
    """The reports that a request speaks of."""
    request, evidence = this.request, this.request.evidence
    return {
        *(operation.report for each in this.proven for operation in each.chain.operations),
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


def _growths(rounds: Sequence[Round], held: Mapping[ChainName, Position]) -> list[_Growth]:
    """The chains to work on: those brought, and an asker's own where it brought none of it."""
    found: dict[ChainName, _Growth] = {}
    for this in rounds:
        own = this.own_chain
        if own not in [each.name for each in this.proven]:
            _note_growth(found, this, this.device, own, held[own])
        for each in this.proven:
            _note_growth(found, this, each.device, each.name, held[each.name], each)
    return list(found.values())


def _note_growth(
    found: dict[ChainName, _Growth],
    this: Round,
    device: DeviceRecord,
    name: ChainName,
    held: Position,
    proven: Proven | None = None,
) -> None:
    """Note what of a chain is to be judged, where that is anything; a run of it that is noted already is not again."""
    if name in found:
        return
    arrived = arrivals(this.db, proven.chain, proven.hashes, device.province, held, this.now) if proven else []
    waiting = _held_back(this.db, device, name[2]) if held.has_held else []
    if arrived or waiting:
        found[name] = _Growth(
            device=device,
            epoch=name[2],
            follows=proven.chain.follows if proven else None,
            before=held,
            after=Position(seq=proven.chain.head.seq, hash=proven.hashes[-1]) if proven and arrived else held,
            new=(*waiting, *arrived),
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
    return [Arrival(read_operation(bytes(body)), hash_, received_at) for body, hash_, received_at in rows]


def _take_commitments(rounds: Sequence[Round], cabinet: Cabinet, heirs: Mapping[str, frozenset[str]]) -> None:
    """Give every commitment that may be made its receipt."""
    receipts = []
    for this, commitment in ((one, each) for one in rounds for each in one.request.commitments):
        file, own = cabinet.files.get(commitment.report), heirs[this.device.unit]
        if file is None or commitment.report.unit not in own or not _HASH.match(commitment.content):
            continue
        receipt = commitment_receipt(commitment, file, this.device, this.request.epoch, this.now, this.central.key)
        if receipt:
            receipts.append((file.province, receipt))
    store_receipts(rounds[0].db, receipts)


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


def _grown(growth: _Growth, batch: Batch) -> Position:
    """How far central holds a chain once its growth is judged."""
    chain = (growth.device.id, growth.epoch)
    return Position(
        seq=growth.after.seq,
        hash=growth.after.hash,
        has_held=any(place[:2] == chain for place in batch.waiting),
        has_blocks=growth.before.has_blocks or any(place[:2] == chain for place in batch.blocks),
    )


def _all(this: Round, batch: Batch, new: Sequence[Arrival], ahead: Ahead | None = None) -> int:
    judged = [judged for arrival in new for judged in batch.judge(arrival)]
    return book(this.db, batch, judged, this.central.key, ahead)


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
