"""Bundles: an exchange carried by hand. Made here for central, and what central gave back taken in here.

The envelopes of other computers go along unopened, both ways. Everything an envelope says goes through the same code
as an exchange: `Requesting` makes the requests, `verify` proves the answers, the store books them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec.structs import replace

from app.clock import Chance, Clock
from app.domain.envelopes import (
    Envelope,
    EnvelopeKind,
    Header,
    is_written_by,
    open_envelope,
    read_bundle,
    write_envelope,
)
from app.domain.exchange import Answer, Request, key_id
from app.domain.exchange_state import Booked, HaveVerdict, Position, judge_have
from app.domain.operations import Chain, Operation
from app.domain.sealing import sealing_key
from app.domain.signing import sign
from app.errors import AppError, InputError, PermanentError
from sync import wire
from sync.ports import PeerShelf, SyncStore
from sync.requesting import Requesting
from sync.verifying import verify

log = logging.getLogger(__name__)

RUN_BYTES = 4 * 1024 * 1024
"""Canonical bytes of operations in one request; what is more goes into further requests of the same envelope."""
_ROWS = 1_000


class Shelf(Protocol):
    """Where the store keeps what is carried."""

    def next_number(self) -> int:
        """The number of the next bundle made here."""
        ...

    def answered(self, id_: str) -> bool:
        """The answer to a bundle came in; whether that is new."""
        ...

    def carry(self, envelope: Envelope) -> bool:
        """Take another computer's envelope along; whether it was not carried yet."""
        ...

    def carried(self) -> Sequence[bytes]:
        """The envelopes carried along."""
        ...


class BundleStore(SyncStore, Protocol):
    """The local store, seen from here."""

    @property
    def bundles(self) -> Shelf:
        """Where it keeps what is carried."""
        ...

    @property
    def peers(self) -> PeerShelf:
        """What other computers of the office have that central has not answered."""
        ...

    def open_run(self) -> Sequence[Operation]:
        """Numbers all that waits, durably, and gives every operation from the first without a result on."""
        ...

    def land(self, answer: Answer, asked: Request | None = None) -> Booked:
        """Book a verified answer that was carried here, to what was `asked` some time ago.

        Raises InputError `bundle.central_restored` where it is of another central epoch than the store.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Who makes and takes bundles here."""

    private_key: str
    """The device's, 64 hex digits."""
    office: str
    """Name of the unit."""
    central_key: str
    central_sealing_key: str
    """Empty where central takes no bundles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A bundle, ready to be written; nobody remembers it yet."""

    data: bytes
    header: Header
    operations: int
    carried: int
    """Other computers' envelopes in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What became of one envelope of a file."""

    header: Header
    code: str = ""
    """`bundle.landed`, `bundle.replayed`, `bundle.carried`, `bundle.carried_back`, `bundle.own`; or the problem's."""
    booked: tuple[Booked, ...] = ()
    problem: AppError | None = None
    """Why it was not taken; nothing of it was changed then."""
    envelope: Envelope | None = field(default=None, repr=False)
    """Where it is taken along for another computer."""


class Bundler:
    """Makes and takes bundles, on the thread of its store."""

    def __init__(self, store: BundleStore, us: Us, *, clock: Clock, chance: Chance) -> None:
        self._store = store
        self._us = us
        self._clock = clock
        self._chance = chance
        self._central = key_id(us.central_key)

    def make(self) -> Made:
        """Everything that central has not answered, numbered durably, and all that is carried along.

        Raises PermanentError `sync.not_enrolled`, InputError `bundle.no_key`.
        """
        if not self._store.position().device:
            raise PermanentError("sync.not_enrolled")
        if not self._us.central_sealing_key:
            raise InputError("bundle.no_key")
        operations = self._store.open_run()
        position = self._store.position()
        header = Header(
            kind=EnvelopeKind.TO_CENTRAL,
            id=self._chance.token(16).hex(),
            central=self._central,
            device=position.device,
            office=self._us.office,
            made_at=int(self._clock.now().timestamp()),
            number=self._store.bundles.next_number(),
            reports=len({operation.report for operation in operations}),
        )
        own = write_envelope(
            header,
            [packed(body) for body in self._requests(position, operations)],
            to=self._us.central_sealing_key,
            private_key=self._us.private_key,
            reply_to=sealing_key(self._us.private_key),
        )
        carried = self._store.bundles.carried()
        log.info("bundle made id=%s operations=%d carried=%d", header.id, len(operations), len(carried))
        return Made(data=b"".join([own, *carried]), header=header, operations=len(operations), carried=len(carried))

    def _requests(self, position: Position, operations: Sequence[Operation]) -> Iterator[bytes]:
        """One request, or several where it brings much; the last one asks."""
        asking = Requesting(self._store, lambda statement: sign(self._us.private_key, statement))
        bare = replace(asking.bare(position, _ROWS), plain=True)
        chains: list[tuple[Chain, ...]] = [(asking.chain(position, run),) for run in runs(operations)]
        theirs = tuple(self._store.peers.chains())
        if theirs:
            # Theirs first: what was built on them here is judged after them.
            chains.insert(0, theirs)
        for chain in chains[:-1]:
            yield spelled(replace(bare, chains=chain))
        yield spelled(replace(bare, chains=chains[-1] if chains else (), contents=asking.contents(RUN_BYTES)))

    def take(self, data: bytes) -> list[Arrived]:
        """Takes in every envelope of a file: answers to this computer land, those of others are carried along.

        One that cannot be taken does not stop the others. Raises InputError as `read_bundle` does: nothing changed.
        """
        return [self._arrived(envelope) for envelope in read_bundle(data)]

    def _arrived(self, envelope: Envelope) -> Arrived:
        header = envelope.header
        try:
            if header.central != self._central or header.kind is EnvelopeKind.BETWEEN_DEVICES:
                raise InputError("bundle.foreign")
            if header.device != self._store.position().device:
                self._store.bundles.carry(envelope)
                back = header.kind is EnvelopeKind.TO_DEVICE
                return Arrived(
                    header=header, code="bundle.carried_back" if back else "bundle.carried", envelope=envelope
                )
            if header.kind is EnvelopeKind.TO_CENTRAL:
                return Arrived(header=header, code="bundle.own")
            booked = self._landed(envelope)
        except AppError as error:
            log.warning("envelope left code=%s id=%s", error.code, header.id)
            return Arrived(header=header, code=error.code, problem=error)
        is_new = self._store.bundles.answered(header.id) or any(_did_something(each) for each in booked)
        return Arrived(header=header, code="bundle.landed" if is_new else "bundle.replayed", booked=booked)

    def _landed(self, envelope: Envelope) -> tuple[Booked, ...]:
        """Books an answer to this computer, once all of it is proven."""
        pages = list(self._pages(envelope))
        booked = []
        for asked, answer in pages:
            booked.append(self._store.land(answer, asked))
            if answer.pairs is not None and self._store.position().cursor == answer.cursor:
                self._store.compare(answer.pairs)
        log.info("bundle landed id=%s pages=%d", envelope.header.id, len(pages))
        return tuple(booked)

    def _pages(self, envelope: Envelope) -> Iterator[tuple[Request, Answer]]:
        """The pages of an answer, each with what it answers. Raises InputError, PermanentError for an unsound one."""
        letter = open_envelope(envelope, self._us.private_key)
        if not is_written_by(envelope, letter, self._us.central_key) or len(letter.bodies) % 2:
            raise InputError("bundle.altered")
        bodies = [wire.decompress(body, encoding) for encoding, body in letter.bodies]
        position = self._store.position()
        for place in range(0, len(bodies), 2):
            asked = wire.decode_request(bodies[place], no_order)
            answer = wire.decode_answer(bodies[place + 1], self._store.operation_hash, no_order, asked)
            if asked.device != position.device:
                raise InputError("bundle.altered")
            verify(answer, self._us.central_key)
            if asked.epoch == position.epoch:
                verdict = judge_have(answer.have, self._store.own_chain(answer.have.seq))
                if verdict is HaveVerdict.RESTORED:
                    raise InputError("bundle.store_restored")
            yield asked, answer


def runs(operations: Sequence[Operation]) -> Iterator[Sequence[Operation]]:
    """The operations in order, in runs of about RUN_BYTES."""
    start, size = 0, 0
    for place, operation in enumerate(operations):
        weight = len(operation.long_bytes())
        if place > start and size + weight > RUN_BYTES:
            yield operations[start:place]
            start, size = place, 0
        size += weight
    if operations:
        yield operations[start:]


def no_order(_: str) -> None:
    """Cells under their addresses: whoever reads it may lack the form."""


def spelled(request: Request) -> bytes:
    """The body of a request, cells under their addresses."""
    return wire.encode_request(request, no_order)


def packed(body: bytes) -> tuple[str, bytes]:
    """A body as a letter holds it: its Content-Encoding, and itself under it."""
    data, encoding = wire.compress(body)
    return encoding, data


def _did_something(booked: Booked) -> bool:
    return booked != Booked()
