"""Two computers of one office, while central is away: each tells the other what central has not answered.

What they say is a bundle's: sealed envelopes of the exchange's own bodies. Each is sealed to a key made for this one
meeting and signed by its writer's device key, which the office's computers know from central. So nobody else reads it,
now or after a key was stolen, and nobody speaks in another's name.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
from msgspec.structs import replace

from app.clock import Clock
from app.domain.canonical import canonical_bytes
from app.domain.envelopes import (
    Envelope,
    EnvelopeKind,
    Header,
    Letter,
    is_written_by,
    open_envelope,
    read_bundle,
    write_envelope,
)
from app.domain.exchange import Answer, DeviceChange, Have, Proof, Receipt, Request, key_id
from app.domain.operations import Chain, ReportKey
from app.domain.proving import proven_hashes
from app.domain.sealing import sealing_key
from app.domain.signing import new_private_key, sign, verifies
from app.errors import AppError, InputError
from sync import wire
from sync.bundle import BundleStore, no_order, packed, runs, spelled
from sync.requesting import Requesting
from sync.verifying import verify

log = logging.getLogger(__name__)


class OfficeShelf(Protocol):
    """Where the store keeps what other computers of the office have."""

    def devices(self) -> Sequence[DeviceChange]:
        """The other computers of this office that may speak."""
        ...

    def take_in(
        self, device: str, epoch: str, known: int, chain: Chain | None, hashes: Sequence[str]
    ) -> Sequence[ReportKey]:
        """Take in what another computer says of itself; the reports of which something is new."""
        ...

    def answers(self, device: str) -> Sequence[Proof]:
        """What central signed of another computer's operations, as far as that does not know it."""
        ...

    def chains(self) -> Sequence[Chain]:
        """What central has not answered, as its makers signed it."""
        ...


class MeetingStore(BundleStore, Protocol):
    """The local store, seen from here."""

    @property
    def peers(self) -> OfficeShelf:
        """Where it keeps what other computers have."""
        ...

    def receipts(self, key: ReportKey | None = None) -> Sequence[Receipt]:
        """Central's receipts."""
        ...


class _Hello(msgspec.Struct, frozen=True, array_like=True):
    """Who answers here, and the key of this meeting."""

    device: str
    key: str
    """64 hex digits."""
    signature: str


def _hello_statement(device: str, key: str) -> bytes:
    return canonical_bytes({"device": device, "key": key, "say": "meeting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What another computer said."""

    peer: DeviceChange
    reply_to: str
    """The key of its side of this meeting."""
    reports: tuple[ReportKey, ...]
    """Reports of which something is new here, or was answered."""


class Meeting:
    """One side of one meeting, on the thread of its store."""

    def __init__(self, store: MeetingStore, *, private_key: str, central_key: str, clock: Clock) -> None:
        self._store = store
        self._private_key = private_key
        self._central_key = central_key
        self._clock = clock
        self._secret = new_private_key()
        """Of this meeting alone."""
        self._key = sealing_key(self._secret)

    def hello(self) -> bytes:
        """The first word, of whoever was called."""
        device = self._store.position().device
        return msgspec.msgpack.encode(
            _Hello(device, self._key, sign(self._private_key, _hello_statement(device, self._key)))
        )

    def greeted(self, data: bytes) -> tuple[DeviceChange, str]:
        """Who was called, and the key of his side. Raises InputError `lan.stranger`."""
        try:
            hello = msgspec.msgpack.decode(data, type=_Hello)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
            raise InputError("lan.stranger") from exc
        peer = self._colleague(hello.device)
        if not verifies(peer.public_key, _hello_statement(hello.device, hello.key), hello.signature):
            raise InputError("lan.stranger")
        return peer, hello.key

    def told(self, peer: DeviceChange, key: str) -> bytes:
        """What is said to another computer: all that central has not answered here, and what it answered of his."""
        operations = self._store.open_run()
        position = self._store.position()
        asking = Requesting(self._store, lambda statement: sign(self._private_key, statement))
        bare = replace(asking.bare(position, 1), commitments=(), plain=True)
        requests = [spelled(replace(bare, chains=(asking.chain(position, run),))) for run in runs(operations)] or [
            spelled(bare)
        ]
        header = Header(
            kind=EnvelopeKind.BETWEEN_DEVICES,
            id=key[:32],
            central=key_id(self._central_key),
            device=position.device,
            office="",
            made_at=int(self._clock.now().timestamp()),
            number=len(requests),
        )
        bodies = [*requests, *self._answers(peer)]
        return write_envelope(
            header, [packed(body) for body in bodies], to=key, private_key=self._private_key, reply_to=self._key
        )

    def _answers(self, peer: DeviceChange) -> Iterator[bytes]:
        """Central's word on the other's operations, as it would have told him: pairs as an answer's bundle has them."""
        proofs = self._store.peers.answers(peer.device)
        receipts = tuple(each for each in self._store.receipts() if each.device == peer.device) if proofs else ()
        for proof in proofs:
            epoch = next(result.id.epoch for result in proof.results if result.id.device == peer.device)
            asked = Request(
                device=peer.device,
                central_epoch=proof.central_epoch,
                cursor="",
                epoch=epoch,
                known=0,
                scope="",
                limit=1,
                plain=True,
            )
            answer = Answer(
                central_epoch=proof.central_epoch,
                have=Have(epoch=epoch, seq=0, hash=""),
                scope="",
                results=proof.results,
                results_signature=proof.signature,
                receipts=receipts,
                changes=(),
                cursor="",
                more=True,
                digest=None,
                server_time=0,
            )
            yield spelled(asked)
            yield wire.encode_answer(answer, asked, no_order)
            receipts = ()

    def heard(self, data: bytes, expected: DeviceChange | None = None) -> Heard:
        """Takes in what another computer said; `expected` is who was called.

        Raises InputError: `lan.stranger` for one who is none of this office's computers or not the one called,
        `bundle.*` and `chain.*` where it is not as he said it. Then nothing was changed.
        """
        envelopes = read_bundle(data)
        envelope = envelopes[0]
        peer = self._colleague(envelope.header.device)
        letter = self._opened(envelope, peer)
        if len(envelopes) != 1 or (expected is not None and expected.device != peer.device):
            raise InputError("lan.stranger")
        bodies = [wire.decompress(body, encoding) for encoding, body in letter.bodies]
        count = envelope.header.number
        if not 0 < count <= len(bodies) or (len(bodies) - count) % 2:
            raise InputError("bundle.altered")
        requests = [wire.decode_request(body, no_order) for body in bodies[:count]]
        proven = [(request, *self._proven(request, peer)) for request in requests]
        answers = list(self._read_answers(bodies[count:]))
        reports: dict[ReportKey, None] = {}
        for request, chain, hashes in proven:
            found = self._store.peers.take_in(peer.device, request.epoch, request.known, chain, hashes)
            reports.update(dict.fromkeys(found))
        for answer in answers:
            reports.update(dict.fromkeys(self._landed(answer)))
        log.info("met device=%s reports=%d", peer.device, len(reports))
        return Heard(peer=peer, reply_to=letter.reply_to, reports=tuple(reports))

    def _colleague(self, device: str) -> DeviceChange:
        for each in self._store.peers.devices():
            if each.device == device:
                return each
        raise InputError("lan.stranger")

    def _opened(self, envelope: Envelope, peer: DeviceChange) -> Letter:
        header = envelope.header
        # Why the id: a letter that its writer sealed to another computer cannot be sealed anew to this one.
        if header.kind is not EnvelopeKind.BETWEEN_DEVICES or header.id != self._key[:32]:
            raise InputError("lan.stranger")
        letter = open_envelope(envelope, self._secret)
        if not is_written_by(envelope, letter, peer.public_key):
            raise InputError("lan.stranger")
        return letter

    def _proven(self, request: Request, peer: DeviceChange) -> tuple[Chain | None, tuple[str, ...]]:
        """The chain that a request brings, and its hashes. Raises InputError."""
        if request.device != peer.device or len(request.chains) > 1:
            raise InputError("bundle.altered")
        if not request.chains:
            return None, ()
        (chain,) = request.chains
        if (chain.device, chain.epoch) != (peer.device, request.epoch):
            raise InputError("chain.broken", device=peer.device, seq=0)
        return chain, proven_hashes(chain, peer.public_key)

    def _read_answers(self, bodies: Sequence[bytes]) -> Iterator[Answer]:
        device = self._store.position().device
        for asked_body, answer_body in zip(bodies[::2], bodies[1::2], strict=True):
            asked = wire.decode_request(asked_body, no_order)
            if asked.device != device:
                raise InputError("bundle.altered")
            answer = wire.decode_answer(answer_body, self._store.operation_hash, no_order, asked)
            verify(answer, self._central_key)
            yield answer

    def _landed(self, answer: Answer) -> Sequence[ReportKey]:
        try:
            return self._store.land(answer).reports
        except AppError as error:
            # Of another time of central's: the exchange itself sees to that.
            log.info("answer left code=%s", error.code)
            return ()
