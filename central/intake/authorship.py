"""Who wrote what a cell holds: looked up in the history when a conflict has to say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from app.domain.addresses import is_row_head, row_of
from app.domain.exchange import TheirCell
from app.domain.merge import Clash
from app.domain.operations import ActBody, Body, EditBody
from central.databases import Database

_PART = 50


class Writing(msgspec.Struct, frozen=True):
    """One applied operation's part in a report: who, when, and which cells."""

    author: str
    at: int
    addresses: frozenset[str]


def addresses_of(body: Body) -> frozenset[str]:
    """The cells a body writes."""
    match body:
        case EditBody():
            return frozenset(cell.address for cell in body.cells)
        case ActBody():
            return frozenset(cell.address for cell in body.brought)
        case _:
            return frozenset()


class _StoredBody(msgspec.Struct):
    cells: list[list[str | None] | str] = []
    brought: list[list[str | None]] = []


class _Stored(msgspec.Struct):
    body: _StoredBody


def _stored_addresses(long: bytes) -> frozenset[str]:
    body = msgspec.json.decode(long, type=_Stored).body
    cells = [cell for cell in (*body.cells, *body.brought) if isinstance(cell, list)]
    return frozenset(str(cell[0]) for cell in cells)


def their_cells(
    db: Database, province: str, report: str, clashes: Sequence[Clash], recent: Iterable[Writing]
) -> tuple[TheirCell, ...]:
    """Central's values of clashing cells, each with its author and time.

    `recent` are the writings of this batch, newest first: they are not in the database yet. A row's author is
    whoever last wrote a cell of it.
    """
    found: dict[str, tuple[str, int]] = {}
    wanted = {clash.address for clash in clashes}
    for writing in recent:
        _settle(writing, wanted, found)
    before: int | None = None
    while wanted:
        rows = _older(db, province, report, before)
        for _, author, at, body in rows:
            _settle(Writing(author, at, _stored_addresses(bytes(body))), wanted, found)
        if len(rows) < _PART:
            break
        before = rows[-1][0]
    return tuple(
        TheirCell(address=clash.address, value=clash.theirs, author=author, at=at)
        for clash in clashes
        for author, at in [found.get(clash.address, ("", 0))]
    )


def _settle(writing: Writing, wanted: set[str], found: dict[str, tuple[str, int]]) -> None:
    rows = {row_of(address) for address in writing.addresses}
    for address in sorted(wanted):
        if address in writing.addresses or (is_row_head(address) and row_of(address) in rows):
            found[address] = (writing.author, writing.at)
            wanted.discard(address)


def _older(db: Database, province: str, report: str, before: int | None) -> list[tuple[int, str, int, bytes]]:
    return [
        (rev, author, at, body)
        for rev, author, at, body in db.rows(
            "SELECT h.rev, h.author, h.at, o.body FROM intake_history h JOIN intake_operation o"
            " ON o.province = h.device_province AND o.device = h.device AND o.epoch = h.epoch AND o.seq = h.seq"
            " WHERE h.province = %s AND h.report = %s AND h.rev < %s AND o.code = 'applied'"
            " ORDER BY h.rev DESC LIMIT %s",
            province,
            report,
            2**60 if before is None else before,
            _PART,
        )
    ]
