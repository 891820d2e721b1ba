"""Chains that a store went on from, as another device or under another epoch: what it asks central about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.canonical import canonical_bytes
from app.domain.operations import Operation


class Recall(NamedTuple):
    """A chain that the asking store left: what central applied of it above a number is wanted."""

    device: str
    epoch: str
    seq: int
    """The last number whose result is here, or that central has told of."""
    proof: str = ""
    """Of another device: its Ed25519 signature over `succession_statement`, 128 hex digits; empty where it has none."""


def succession_statement(device: str, heir: str) -> bytes:
    """The bytes that a device signs last of all: its store goes on as the device `heir`."""
    return canonical_bytes({"device": device, "heir": heir, "say": "succession"})


def asked_for(recall: Iterable[Recall], history: Iterable[Operation]) -> list[Operation]:
    """What of a history is news: of chains that were asked for above their number, of a copy's chains all."""
    above = {(each.device, each.epoch): each.seq for each in recall}
    return [each for each in history if each.seq > above.get((each.device, each.epoch), 0)]


def going_on(recall: Sequence[Recall], history: Iterable[Operation]) -> tuple[Recall, ...]:
    """What is asked next, once `history` was told; nothing where none of it was news: then all was told."""
    last: dict[tuple[str, str], int] = {}
    for operation in asked_for(recall, history):
        chain = (operation.device, operation.epoch)
        last[chain] = max(last.get(chain, 0), operation.seq)
    if not last:
        return ()
    known = [each._replace(seq=last.pop((each.device, each.epoch), each.seq)) for each in recall]
    return (*known, *(Recall(*chain, seq) for chain, seq in last.items()))
