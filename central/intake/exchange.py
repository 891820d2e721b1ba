"""One exchange: take in what a device brings, then tell it, from one picture of the database, all it is owed.

The first half (taking.py) writes, in one transaction for the whole batch. The second half (telling.py) only reads:
results, page, cursor and digest are of the same moment, so the device can book them together.
"""

from __future__ import annotations

import logging
import re

from app.domain.exchange import Answer, Request
from app.errors import InputError
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import Proven, proven_hashes
from central.intake.rounds import Round
from central.intake.taking import has_news, take_in
from central.intake.telling import tell
from central.marks import Mark
from central.registry.known import Registry
from central.registry.offices import DeviceRecord, devices_by_id
from central.registry.packages import FormShelf

log = logging.getLogger(__name__)

_EPOCH = re.compile(r"[0-9a-f]{16}\Z")
_NAME_MAX = 300
"""Characters of a report's key, a person's id, a form's hash."""


def handle(central: Central, db: Database, request: Request, device: DeviceRecord) -> Answer:
    """The answer to a device's request.

    Raises InputError `chain.signature` or `chain.broken` where the device's own chain does not hold, `device.other`
    where the request names another device, `exchange.malformed` for what no program of ours sends; PermanentError
    `device.cloned` where two stores speak as this device; TransientError `central.busy`. In each case nothing was
    changed.
    """
    if request.device != device.id:
        raise InputError("device.other")
    _check(request)
    this = Round(
        central=central,
        db=db,
        shelf=FormShelf(db, central.packages),
        registry=Registry(db, central.memory, device.registry),
        request=request,
        device=device,
        proven=_proven_chains(db, request, device),
        now=central.now(),
    )
    if has_news(this):
        position = take_in(this)
        if position:
            central.mark.raise_to(Mark(epoch=central.epoch, position=position))
    with db.reading():
        return tell(this)


def _check(request: Request) -> None:
    """Refuse what no program of ours sends, before the database sees it. Raises InputError `exchange.malformed`."""
    names = [str(each.report) for each in request.commitments] + [str(key) for key in request.fetch]
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
            found.append(Proven(chain=chain, device=maker, hashes=proven_hashes(chain, maker)))
        except InputError as error:
            if chain.device == device.id:
                raise
            log.warning("carried chain left code=%s carrier=%s maker=%s", error.code, device.id, chain.device)
    return tuple(found)
