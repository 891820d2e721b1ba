"""Sealed envelopes, and the bundle: a file (`.sbc`) of one or more of them, one after the other.

    magic (8 bytes) · version (2) · length of the header (4) · of the content (8) · header · content · fingerprint (32)

Numbers are big-endian. The header is JSON for whoever carries it; the content is sealed, beside magic, version, lengths
and header as its context. The fingerprint is over all of it, so that a carrier too finds what was cut or damaged; that
nobody altered it is proven by the seal. A reader passes over header members that it does not know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from app.domain.canonical import canonical_bytes, fingerprint
from app.domain.sealing import seal, unseal
from app.domain.signing import sign, verifies
from app.errors import InputError

SUFFIX = ".sbc"
MAGIC = b"\x89SBC\r\n\x1a\n"
"""No text begins so, and a program that takes it for text damages it visibly."""
VERSION = 1
LARGEST_BYTES = 256 * 1024 * 1024
"""Of a whole file."""

_FRONT = struct.Struct(">8sHIQ")
_HEADER_MAX = 4_096
_MARK = 32
"""Bytes of the fingerprint at an envelope's end."""


class EnvelopeKind(StrEnum):
    """Which way an envelope goes."""

    TO_CENTRAL = "to_central"
    TO_DEVICE = "to_device"
    BETWEEN_DEVICES = "between_devices"
    """Of two computers of one office; never in a file."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may read: as much as a carrier needs."""

    kind: EnvelopeKind
    id: str
    """32 hex digits, random; an answer bears the id of what it answers."""
    central: str
    """Key id of the central it goes to or comes from."""
    device: str
    """The computer that made it or, from central, that it is for."""
    office: str
    """Name of that computer's unit."""
    made_at: int
    """Unix seconds, its maker's clock."""
    number: int = 0
    """To central: the how-manieth bundle of its computer it is; between devices: how many bodies are requests."""
    reports: int = 0
    """How many reports it brings something of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A header and what is sealed beside it."""

    header: Header
    data: bytes
    """All of it, as it lies in a file."""
    context: bytes
    """What the seal is bound to."""
    sealed: bytes

    @property
    def mark(self) -> str:
        """The fingerprint at its end, 64 hex digits: what a note of carriage names."""
        return self.data[-_MARK:].hex()


class Letter(msgspec.Struct, frozen=True, array_like=True):
    """What is inside: bodies of the exchange, each packed by itself, and whose word they are."""

    bodies: list[tuple[str, bytes]]
    """Each Content-Encoding and body."""
    reply_to: str
    """The writer's sealing key, 64 hex digits."""
    signature: str
    """Ed25519 by the writer over `letter_statement`; 128 hex digits."""


def letter_statement(header: bytes, bodies: list[tuple[str, bytes]], reply_to: str) -> bytes:
    """The bytes that the writer of a letter signs; `header` as it is spelled in the envelope."""
    return canonical_bytes(
        {
            "bodies": [fingerprint(body).hex() for _, body in bodies],
            "header": fingerprint(header).hex(),
            "reply_to": reply_to,
            "say": "letter",
        }
    )


def write_envelope(
    header: Header, bodies: list[tuple[str, bytes]], *, to: str, private_key: str, reply_to: str
) -> bytes:
    """An envelope for the holder of the sealing key `to`, in the name of whoever signs with `private_key`."""
    said = msgspec.json.encode(header)
    signature = sign(private_key, letter_statement(said, bodies, reply_to))
    plain = msgspec.msgpack.encode(Letter(bodies, reply_to, signature))
    # Why + 48: HPKE's encapsulated key and tag; the length belongs to what the seal is bound to.
    front = _FRONT.pack(MAGIC, VERSION, len(said), len(plain) + 48)
    whole = front + said + seal(to, plain, front + said)
    return whole + fingerprint(whole)


def open_envelope(envelope: Envelope, private_key: str) -> Letter:
    """What an envelope holds; not proven yet to be its writer's. Raises InputError `bundle.altered`."""
    plain = unseal(private_key, envelope.sealed, envelope.context)
    if plain is None:
        raise InputError("bundle.altered")
    try:
        return msgspec.msgpack.decode(plain, type=Letter)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("bundle.altered") from exc


def is_written_by(envelope: Envelope, letter: Letter, public_key: str) -> bool:
    """Whether a letter is the word of a public key's holder."""
    statement = letter_statement(envelope.context[_FRONT.size :], letter.bodies, letter.reply_to)
    return verifies(public_key, statement, letter.signature)


def read_bundle(data: bytes) -> tuple[Envelope, ...]:
    """The envelopes of a file, in order.

    Raises InputError: `bundle.foreign_file` for another kind of file, `bundle.newer` (theirs, ours),
    `bundle.truncated`, `bundle.altered`, `bundle.too_large`. One flaw and nothing of the file counts.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError("bundle.too_large", limit=LARGEST_BYTES // 1024**2)
    return tuple(_read_envelopes(memoryview(data)))


def _read_envelopes(rest: memoryview) -> Iterator[Envelope]:
    if not bytes(rest[: len(MAGIC)]) == MAGIC[: len(rest)] or not rest:
        raise InputError("bundle.foreign_file")
    while rest:
        envelope = _read_envelope(rest)
        yield envelope
        rest = rest[len(envelope.data) :]


def _read_envelope(rest: memoryview) -> Envelope:
    if bytes(rest[: len(MAGIC)]) != MAGIC[: len(rest)]:
        raise InputError("bundle.altered")
    if len(rest) < _FRONT.size:
        raise InputError("bundle.truncated")
    _, version, header_size, sealed_size = _FRONT.unpack(rest[: _FRONT.size])
    if version > VERSION:
        raise InputError("bundle.newer", theirs=version, ours=VERSION)
    if not 0 < header_size <= _HEADER_MAX or sealed_size > LARGEST_BYTES:
        raise InputError("bundle.altered")
    size = _FRONT.size + header_size + sealed_size + _MARK
    if len(rest) < size:
        raise InputError("bundle.truncated")
    data = bytes(rest[:size])
    if fingerprint(data[:-_MARK]) != data[-_MARK:]:
        raise InputError("bundle.altered")
    start = _FRONT.size + header_size
    try:
        header = msgspec.json.decode(data[_FRONT.size : start], type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("bundle.altered") from exc
    return Envelope(header=header, data=data, context=data[:start], sealed=data[start:-_MARK])
