"""Bundles: envelopes that somebody carried here, taken in by the exchange's own code, and the answers to carry back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from app.domain.envelopes import (
    LARGEST_BYTES,
    Envelope,
    EnvelopeKind,
    Header,
    Letter,
    is_written_by,
    open_envelope,
    read_bundle,
    write_envelope,
)
from app.domain.exchange import Answer, Evidence, Request
from app.domain.recalling import going_on
from app.domain.sealing import sealing_key
from app.errors import AppError, InputError
from central.bootstrap import Central
from central.databases import Database
from central.intake.chains import read_position
from central.intake.exchange import handle
from central.registry.offices import DeviceRecord, devices_by_id
from central.registry.packages import FormShelf
from sync.wire import compress, decode_request, decompress, encode_answer, encode_request

log = logging.getLogger(__name__)

PAGES_MAX = 500
"""Most pages of the feed in one answer; what is left is the next bundle's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one envelope."""

    header: Header
    answer: bytes = b""
    """The envelope to carry back; empty where there is none."""
    operations: int = 0
    """How many it brought."""
    new: int = 0
    """How many of them were not here yet."""
    problem: AppError | None = None
    """Why it was not taken; nothing of it was changed then."""

    @property
    def code(self) -> str:
        """What a person is told of it."""
        if self.problem is not None:
            return self.problem.code
        return "bundle.replayed" if self.operations and not self.new else "bundle.taken"


def take_bundle(central: Central, db: Database, data: bytes) -> list[Taken]:
    """Takes in every envelope of a file that is for this central; those on their way to an office are passed over.

    One that cannot be taken does not stop the others. Raises InputError as `read_bundle` does; then nothing was taken.
    """
    return [
        _taken(central, db, envelope)
        for envelope in read_bundle(data)
        if envelope.header.kind is not EnvelopeKind.TO_DEVICE
    ]


def take_file(central: Central, db: Database, file: Path, answer: Path) -> list[Taken]:
    """Takes in a file as `take_bundle` does, and writes what is to be carried back into another, where there is any.

    Raises InputError `bundle.unreadable`, `bundle.unwritable` besides. The answer can be had again: the same file taken
    once more changes nothing and is answered the same.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise InputError("bundle.unreadable", name=file.name) from exc
    taken = take_bundle(central, db, data)
    back = b"".join(each.answer for each in taken)
    if back:
        part = answer.with_name(f".{answer.name}.part")
        try:
            part.write_bytes(back)
            part.replace(answer)
        except OSError as exc:
            raise InputError("bundle.unwritable", name=answer.name) from exc
    return taken


def _taken(central: Central, db: Database, envelope: Envelope) -> Taken:
    header = envelope.header
    try:
        device, letter = _proven(central, db, envelope)
        requests = _requests(central, db, letter, device)
        before = _held(db, requests)
        pages = list(_pages(central, db, requests, device))
        new = _held(db, requests) - before
    except AppError as error:
        log.warning("envelope left code=%s device=%s id=%s", error.code, header.device, header.id)
        return Taken(header=header, problem=error)
    operations = sum(len(chain.operations) for request in requests for chain in request.chains)
    log.info("envelope taken device=%s id=%s operations=%d new=%d", header.device, header.id, operations, new)
    answer = write_envelope(
        _answering(header, central),
        pages,
        to=letter.reply_to,
        private_key=central.key.private,
        reply_to=sealing_key(central.key.private),
    )
    return Taken(header=header, answer=answer, operations=operations, new=new)


def _answering(header: Header, central: Central) -> Header:
    """The header of the answer to an envelope."""
    return msgspec.structs.replace(header, kind=EnvelopeKind.TO_DEVICE, central=central.key.id, made_at=central.now())


def _proven(central: Central, db: Database, envelope: Envelope) -> tuple[DeviceRecord, Letter]:
    """Whose letter it is, and the letter. Raises InputError."""
    header = envelope.header
    if header.kind is not EnvelopeKind.TO_CENTRAL or header.central != central.key.id:
        raise InputError("bundle.foreign")
    letter = open_envelope(envelope, central.key.private)
    device = devices_by_id(db, [header.device]).get(header.device)
    if device is None:
        raise InputError("bundle.unknown_device")
    if not is_written_by(envelope, letter, device.public_key):
        raise InputError("bundle.altered")
    if device.revoked:
        raise InputError("bundle.revoked")
    return device, letter


def _requests(central: Central, db: Database, letter: Letter, device: DeviceRecord) -> list[Request]:
    shelf = FormShelf(db, central.packages)
    requests = [decode_request(decompress(body, encoding), shelf.order) for encoding, body in letter.bodies]
    if not requests or any(request.device != device.id for request in requests):
        raise InputError("bundle.altered")
    return requests


def _held(db: Database, requests: list[Request]) -> int:
    """How many operations of the chains that are brought central holds."""
    chains = {(chain.device, chain.epoch) for request in requests for chain in request.chains}
    makers = devices_by_id(db, {device for device, _ in chains})
    return sum(
        read_position(db, makers[device].province, device, epoch).seq for device, epoch in chains if device in makers
    )


def _pages(
    central: Central, db: Database, requests: list[Request], device: DeviceRecord
) -> Iterator[tuple[str, bytes]]:
    """What the device is told: pairs of a request without what it brought, and the answer to it, each packed."""
    waiting = list(requests)
    request = waiting.pop(0)
    for _ in range(PAGES_MAX):
        answer = handle(central, db, request, device, by_hand=True)
        asked = _bare(request)
        yield _packed(encode_request(asked, lambda _: None))
        yield _packed(encode_answer(answer, asked, lambda _: None))
        if not (waiting or answer.more or answer.history):
            return
        request = _going_on(waiting.pop(0) if waiting and not answer.history else asked, asked, answer)


def _bare(request: Request) -> Request:
    """As much of a request as it takes to read the answer to it."""
    return replace(
        request, commitments=(), chains=(), contents=(), evidence=Evidence(), fetch=(), pairs=False, plain=True
    )


def _going_on(request: Request, asked: Request, answer: Answer) -> Request:
    """A request as the device would write it once it had taken in the answer to the one before."""
    if answer.history:
        # It asks on about the chains it left before it takes in any page.
        return replace(asked, recall=going_on(asked.recall, answer.history))
    own = {
        result.id.seq for result in answer.results if (result.id.device, result.id.epoch) == (asked.device, asked.epoch)
    }
    known = asked.known
    while known + 1 in own:
        known += 1
    return replace(
        request, central_epoch=answer.central_epoch, cursor=answer.cursor, scope=answer.scope, known=known, recall=()
    )


def _packed(body: bytes) -> tuple[str, bytes]:
    data, encoding = compress(body)
    return encoding, data
