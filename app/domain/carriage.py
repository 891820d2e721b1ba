"""A note of carriage: the slip that whoever carries envelopes gives for them. It is not a receipt, and says so.

JSON for a person and a program alike. It names the envelopes by their fingerprints under the signature of the
carrier's computer: that they were taken along, on that day. That anything arrived is said by central's receipts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from app.domain.canonical import canonical_bytes
from app.domain.envelopes import Envelope
from app.domain.signing import verifies
from app.errors import InputError

SUFFIX = ".sbcnote.json"
_SAY = "note of carriage, not a receipt"


class CarriedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One envelope."""

    id: str
    device: str
    office: str
    made_at: int
    """Unix seconds."""
    reports: int
    mark: str
    """Its fingerprint, 64 hex digits."""


class CarriageNote(msgspec.Struct, frozen=True, kw_only=True):
    """Who took what along, and when."""

    say: str
    carrier: str
    """The carrier's computer."""
    office: str
    """Its unit's name."""
    at: int
    """Unix seconds, the carrier's clock."""
    envelopes: tuple[CarriedLine, ...]
    key: str
    """The computer's public key, 64 hex digits."""
    signature: str
    """Ed25519 by it over `note_statement`; 128 hex digits."""


def note_statement(note: CarriageNote) -> bytes:
    """The bytes that the carrier's computer signs: everything but the signature."""
    told = msgspec.to_builtins(note)
    del told["signature"]
    return canonical_bytes(told)


def write_note(
    envelopes: Sequence[Envelope], *, carrier: str, office: str, at: int, key: str, sign: Callable[[bytes], str]
) -> bytes:
    """The note for envelopes that were taken along, as a file."""
    lines = tuple(
        CarriedLine(
            id=each.header.id,
            device=each.header.device,
            office=each.header.office,
            made_at=each.header.made_at,
            reports=each.header.reports,
            mark=each.mark,
        )
        for each in envelopes
    )
    note = CarriageNote(say=_SAY, carrier=carrier, office=office, at=at, envelopes=lines, key=key, signature="")
    signed = msgspec.structs.replace(note, signature=sign(note_statement(note)))
    return msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n"


def read_note(data: bytes) -> CarriageNote:
    """The note in a file. Raises InputError `bundle.note` where it is none, or not as it was written."""
    try:
        note = msgspec.json.decode(data, type=CarriageNote)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("bundle.note") from exc
    if note.say != _SAY or not verifies(note.key, note_statement(note), note.signature):
        raise InputError("bundle.note")
    return note
