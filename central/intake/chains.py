"""Chains judged as chains: whose they are, whether they hold together, and what of them is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.operations import Chain, Operation, opening_hash
from central.databases import Database, Later
from central.registry.offices import DeviceRecord

ChainName = tuple[str, str, str]
"""Province, device, epoch."""


class Arrival(NamedTuple):
    """An operation that is new here."""

    operation: Operation
    hash: str
    """Made anew from what arrived, 64 hex digits."""
    received_at: int
    """Central's clock, Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A chain that its device signed."""

    chain: Chain
    device: DeviceRecord
    hashes: tuple[str, ...]
    """Of each operation, made anew."""

    @property
    def name(self) -> ChainName:
        """Which chain it is a run of."""
        return self.device.province, self.device.id, self.chain.epoch

    @property
    def by_number(self) -> dict[int, str]:
        """Number -> hash."""
        return {operation.seq: hash_ for operation, hash_ in zip(self.chain.operations, self.hashes, strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far central holds a chain."""

    seq: int
    hash: str
    """Of operation `seq`; empty for 0."""
    has_held: bool = False
    """Whether some of its operations are kept without a result."""
    has_blocks: bool = False
    """Whether one of them was ever answered `conflict`, or was a refused edit."""


NOTHING = Position(seq=0, hash="")


def read_position(db: Database, province: str, device: str, epoch: str) -> Position:
    """How far central holds a chain."""
    return read_positions(db, [(province, device, epoch)])()[province, device, epoch]


def read_positions(db: Database, chains: Iterable[ChainName]) -> Later[dict[ChainName, Position]]:
    """How far central holds each chain."""
    wanted = list(dict.fromkeys(chains))
    told = db.later(
        "SELECT seq, hash, held, blocked FROM intake_chain WHERE province = %s AND device = %s AND epoch = %s", wanted
    )
    return lambda: {
        chain: Position(seq=row[0], hash=row[1], has_held=bool(row[2]), has_blocks=bool(row[3])) if row else NOTHING
        for chain, rows in zip(wanted, told(), strict=True)
        for row in [next(iter(rows), None)]
    }


def write_positions(db: Database, grown: Iterable[tuple[DeviceRecord, str, tuple[str, int] | None, Position]]) -> None:
    """Remember how far central holds each chain, given as device, epoch, what it follows, and how far.

    What it follows is written once.
    """
    db.many(
        "INSERT INTO intake_chain (province, device, epoch, follows_epoch, follows_seq, seq, hash, held, blocked)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (province, device, epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,"
        " held = excluded.held, blocked = excluded.blocked",
        [
            (
                device.province,
                device.id,
                epoch,
                *(follows or ("", 0)),
                position.seq,
                position.hash,
                int(position.has_held),
                int(position.has_blocks),
            )
            for device, epoch, follows, position in grown
        ],
    )


def arrivals(
    db: Database, chain: Chain, hashes: tuple[str, ...], province: str, held: Position, now: int
) -> list[Arrival]:
    """What of a proven chain is new and follows on what central holds; empty where nothing is.

    Nothing follows where numbers are missing between, or where central holds another history under the same
    numbers: `have` tells the device which.
    """
    first = chain.operations[0].seq
    if first > held.seq + 1:
        return []
    if first == held.seq + 1:
        opening = held.hash if held.seq else opening_hash(chain.device, chain.epoch, chain.follows)
        if chain.operations[0].prev != opening:
            return []
    else:
        shared = min(chain.head.seq, held.seq)
        if hashes[shared - first] != _hash_of(db, province, chain, shared, held):
            return []
    new = held.seq + 1 - first
    return [Arrival(*pair, now) for pair in zip(chain.operations[new:], hashes[new:], strict=True)]


def _hash_of(db: Database, province: str, chain: Chain, seq: int, held: Position) -> str:
    if seq == held.seq:
        return held.hash
    row = db.row(
        "SELECT hash FROM intake_operation WHERE province = %s AND device = %s AND epoch = %s AND seq = %s",
        province,
        chain.device,
        chain.epoch,
        seq,
    )
    return str(row[0]) if row else ""
