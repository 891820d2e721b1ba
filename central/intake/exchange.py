"""One exchange: take in what a device brings, then tell it, from one picture of the database, all it is owed.

The first half (taking.py) writes, in one transaction for the whole batch. The second half (telling.py) only reads:
results, page, cursor and digest are of the same moment, so the device can book them together. Requests of several
devices share both transactions where they came together; where one of them breaks something, each goes alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence

from app.domain.exchange import Answer, Request
from app.domain.proving import proven_hashes
from app.errors import InputError
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import Proven
from central.intake.rounds import Round
from central.intake.taking import have_news, take_announced, take_in
from central.intake.telling import tell, tell_receipts
from central.intake.turns import together
from central.marks import Mark
from central.registry.known import Registry
from central.registry.offices import DeviceRecord, devices_by_id
from central.registry.packages import FormShelf

log = logging.getLogger(__name__)

_EPOCH = re.compile(r"[0-9a-f]{16}\Z")
_NAME_MAX = 300
"""Characters of a report's key, a person's id, a form's hash."""
OPERATIONS_TOGETHER_MAX = 400
"""Most operations of several requests that are written in one transaction."""


def handle(central: Central, db: Database, request: Request, device: DeviceRecord, *, by_hand: bool = False) -> Answer:
    """The answer to a device's request; `by_hand` says that somebody carried it here.

    Raises as `round_of` does; PermanentError `device.cloned` where two stores speak as this device; TransientError
    `central.busy`. In each case nothing was changed.
    """
    (outcome,) = answer_all([round_of(central, db, request, device, by_hand=by_hand)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def round_of(
    central: Central,
    db: Database,
    request: Request,
    device: DeviceRecord,
    *,
    by_hand: bool = False,
    retry_after_s: int = 0,
) -> Round:
    """A request, ready to be answered; with `retry_after_s` there is room for its commitments alone.

    Raises InputError `chain.signature` or `chain.broken` where the device's own chain does not hold, `device.other`
    where the request names another device, `exchange.malformed` for what no program of ours sends.
    """
    _check(request, device)
    # Who still speaks of the time before a restore shows first what he has of it, and only then gives it again.
    is_level = request.central_epoch in ("", central.epoch)
    return Round(
        central=central,
        db=db,
        shelf=FormShelf(db, central.packages),
        registry=Registry(db, central.memory, device.registry),
        request=request,
        device=device,
        proven=_proven_chains(db, request, device) if is_level and not retry_after_s else (),
        now=central.now(),
        by_hand=by_hand,
        retry_after_s=retry_after_s,
    )


def answer_all(rounds: Sequence[Round]) -> list[Answer | Exception]:
    """What each of several requests is answered, or why it is not; all are over one connection."""
    failures: dict[int, Exception] = {}
    for places in _groups(rounds):
        taken = together([rounds[place] for place in places], _taken)
        failures |= {
            place: outcome for place, outcome in zip(places, taken, strict=True) if isinstance(outcome, Exception)
        }
    answers = iter(together([this for place, this in enumerate(rounds) if place not in failures], _told))
    return [failures[place] if place in failures else next(answers) for place in range(len(rounds))]


def _groups(rounds: Sequence[Round]) -> Iterator[list[int]]:
    """The places of those that are written in one transaction, the first one first."""
    left = list(range(len(rounds)))
    while left:
        group, others = left[:1], list[int]()
        for place in left[1:]:
            (group if _may_join([rounds[each] for each in group], rounds[place]) else others).append(place)
        yield group
        left = others


def _may_join(chosen: Sequence[Round], one: Round) -> bool:
    """Whether a round may be written with those chosen: of other devices, by the same registry, and not too much."""
    devices = {device.id for this in chosen for device in this.devices}
    operations = sum(len(each.chain.operations) for this in (*chosen, one) for each in this.proven)
    return (
        not (chosen[0].is_alone or one.is_alone)
        and chosen[0].is_whole == one.is_whole
        and chosen[0].device.registry == one.device.registry
        and operations <= OPERATIONS_TOGETHER_MAX
        and devices.isdisjoint(device.id for device in one.devices)
    )


def _taken(rounds: Sequence[Round]) -> list[None]:
    """Take in what they bring."""
    if rounds[0].is_whole:
        bringing = [this for this, has in zip(rounds, have_news(rounds), strict=True) if has]
        position = take_in(bringing) if bringing else 0
    else:
        position = take_announced(rounds)
    if position:
        central = rounds[0].central
        central.mark.raise_to(Mark(epoch=central.epoch, position=position))
    return [None for _ in rounds]


def _told(rounds: Sequence[Round]) -> list[Answer]:
    """Their answers, from one picture of the database."""
    with rounds[0].db.reading():
        told = iter(tell([this for this in rounds if this.is_whole]))
        short = iter(tell_receipts([this for this in rounds if not this.is_whole]))
    return [next(told if this.is_whole else short) for this in rounds]


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
    names += [name for chain in request.recall for name in (chain.device, chain.epoch)]
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
