"""One exchange: take in what a device brings, then tell it, from one picture of the database, all it is owed.

The first half (taking.py) writes, in one transaction for the whole batch. The second half (telling.py) only reads:
results, page, cursor and digest are of the same moment, so the device can book them together.
"""

from __future__ import annotations

import logging
import re

from app.domain.exchange import Answer, Have, Request
from app.domain.proving import proven_hashes
from app.errors import InputError
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import Proven
from central.intake.receipts import receipts_above
from central.intake.rounds import Round
from central.intake.taking import has_news, take_announced, take_in
from central.intake.telling import tell
from central.marks import Mark
from central.registry.known import Registry
from central.registry.offices import DeviceRecord, devices_by_id
from central.registry.packages import FormShelf

log = logging.getLogger(__name__)

_EPOCH = re.compile(r"[0-9a-f]{16}\Z")
_NAME_MAX = 300
"""Characters of a report's key, a person's id, a form's hash."""


def handle(central: Central, db: Database, request: Request, device: DeviceRecord, *, by_hand: bool = False) -> Answer:
    """The answer to a device's request; `by_hand` says that somebody carried it here.

    Raises InputError `chain.signature` or `chain.broken` where the device's own chain does not hold, `device.other`
    where the request names another device, `exchange.malformed` for what no program of ours sends; PermanentError
    `device.cloned` where two stores speak as this device; TransientError `central.busy`. In each case nothing was
    changed.
    """
    _check(request, device)
    # Who still speaks of the time before a restore shows first what he has of it, and only then gives it again.
    is_level = request.central_epoch in ("", central.epoch)
    proven = _proven_chains(db, request, device) if is_level else ()
    this = _round(central, db, request, device, proven, by_hand=by_hand)
    if has_news(this):
        central.mark.raise_to(Mark(epoch=central.epoch, position=take_in(this)))
    with db.reading():
        return tell(this)


def announce(central: Central, db: Database, request: Request, device: DeviceRecord, retry_after_s: int) -> Answer:
    """The answer of an overloaded central: receipts for the commitments, and when to come again.

    Everything else is said to be as the device has it, so that it goes on where it stood. Raises as `handle` does.
    """
    _check(request, device)
    this = _round(central, db, request, device, ())
    central.mark.raise_to(Mark(epoch=central.epoch, position=take_announced(this)))
    seqs = sorted(each.seq for each in request.commitments)
    return Answer(
        central_epoch=request.central_epoch,
        have=Have(epoch=request.epoch, seq=request.known, hash=""),
        scope=request.scope,
        results=(),
        results_signature="",
        receipts=tuple(receipts_above(db, device.province, device.id, request.epoch, seqs)),
        changes=(),
        cursor=request.cursor,
        # There may be rows: a store that reads the feed anew is not at its end by this answer.
        more=True,
        digest=None,
        server_time=this.now,
        retry_after=retry_after_s,
    )


def _round(
    central: Central,
    db: Database,
    request: Request,
    device: DeviceRecord,
    proven: tuple[Proven, ...],
    *,
    by_hand: bool = False,
) -> Round:
    return Round(
        central=central,
        db=db,
        shelf=FormShelf(db, central.packages),
        registry=Registry(db, central.memory, device.registry),
        request=request,
        device=device,
        proven=proven,
        now=central.now(),
        by_hand=by_hand,
    )


def _check(request: Request, device: DeviceRecord) -> None:
    """Refuse what no program of ours sends, before the database sees it.

    Raises InputError `device.other`, `exchange.malformed`.
    """
    if request.device != device.id:
        raise InputError("device.other")
    names = [str(each.report) for each in request.commitments] + [str(key) for key in request.fetch]
    names += [text for each in request.contents for text in (str(each.report), each.form)]
    names += [str(each.report) for each in request.evidence.receipts]
    names += [str(each.operation.report) for each in request.evidence.revisions]
    names += [request.recall[0]] if request.recall else []
    names += [
        text
        for chain in request.chains
        for operation in chain.operations
        for text in (str(operation.report), operation.author, operation.form, operation.epoch)
    ]
    if not (_EPOCH.match(request.epoch) and all(name.isprintable() and len(name) <= _NAME_MAX for name in names)):
        raise InputError("exchange.malformed")


def _proven_chains(db: Database, request: Request, device: DeviceRecord) -> tuple[Proven, ...]:
    """The chains of a request whose signatures hold; a carried one that does not hold is left lying."""
    carried = {chain.device for chain in request.chains} - {device.id}
    devices = {device.id: device} | (devices_by_id(db, carried) if carried else {})
    found = []
    for chain in request.chains:
        maker = devices.get(chain.device)
        try:
            if maker is None:
                raise InputError("device.unknown")
            found.append(Proven(chain=chain, device=maker, hashes=proven_hashes(chain, maker.public_key)))
        except InputError as error:
            if chain.device == device.id:
                raise
            log.warning("carried chain left code=%s carrier=%s maker=%s", error.code, device.id, chain.device)
    return tuple(found)
