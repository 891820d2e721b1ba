"""How operations are kept small: an edit's cells in several edits, an act's lists in parts that go before it.

One that is small is numbered, taken back and refused alone, and a line that breaks costs no more than it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from app.domain.addresses import is_row_head, row_of
from app.domain.canonical import Json
from app.domain.operations import ActBody, CellEdit, EditBody, NoteBody, Operation, body_json
from app.domain.values import WORDS_MAX
from app.errors import InputError

PIECE_BYTES = 16_384
"""The body of an operation takes at most so many canonical bytes, where it can be cut."""
REASON_MAX = 2_000
"""Longest reason of an edit or an act, in characters: every piece repeats it."""
_LISTS_BYTES = PIECE_BYTES - 1024
"""What lists and reason may take of it; the rest is for hashes and names."""

_Item = TypeVar("_Item")


def parts(act: ActBody) -> list[ActBody]:
    """An act as it is numbered: of longer lists than a piece holds, parts that carry them go before it."""
    pins = (((address,), _size_bytes(address) + 1) for address in act.cells)
    carried = [
        *(replace(act, brought=cells, cells=(), more=True) for cells in pieces(act.brought, act.reason)),
        *(replace(act, brought=(), cells=run, more=True) for run in _runs(pins, _room_bytes(act.reason))),
    ]
    return [*carried[:-1], replace(carried[-1], more=act.more)] if carried else [act]


def joined(operations: Sequence[Operation]) -> Operation:
    """The act that the last of these ends, with what the parts before it carry."""
    end = operations[-1]
    if len(operations) == 1 or not isinstance(end.body, ActBody):
        return end
    acts = [each.body for each in operations if isinstance(each.body, ActBody)]
    brought = tuple(cell for act in acts for cell in act.brought)
    return replace(end, body=replace(end.body, brought=brought, cells=tuple(pin for act in acts for pin in act.cells)))


def pieces(cells: Sequence[CellEdit], reason: str = "") -> list[tuple[CellEdit, ...]]:
    """Edited cells, ordered by address and cut into runs that fit a piece together with the reason.

    A row that comes or goes is never cut, for it does so only as a whole; nor is a cell. One that is too large by
    itself makes a run by itself. Another row is cut only where it is too large.
    """
    ordered = tuple(sorted(cells))
    room = _room_bytes(reason)
    # A claim names a part of an address: the claims of a piece never take more than its cells.
    if 2 * _size_bytes(ordered) <= room:
        return [ordered] if ordered else []
    return _runs(_rows(ordered, room), room)


def prove_small(operation: Operation) -> None:
    """Raise InputError `operation.too_large` for one that could have been cut and was not, or reasons for too long.

    Larger than a piece may be a single cell, or a row that comes or goes, each text of it no longer than WORDS_MAX.
    """
    body = operation.body
    fits = isinstance(body, NoteBody) or len(body.reason) <= REASON_MAX
    # Nearly every one is told by its size as a whole, which is known.
    if fits and operation.size_bytes > PIECE_BYTES:
        fits = _size_bytes(body_json(body)) <= PIECE_BYTES or _is_single(body)
    if not fits:
        raise InputError("operation.too_large", limit=PIECE_BYTES >> 10, reason=REASON_MAX)


def prove_reason(reason: str) -> None:
    """Raise InputError `report.reason_long`."""
    if len(reason) > REASON_MAX:
        raise InputError("report.reason_long", limit=REASON_MAX)


def _is_single(body: EditBody | ActBody | NoteBody) -> bool:
    """Whether a body holds one row that comes or goes, or one cell, and little beside."""
    match body:
        case EditBody(cells=cells):
            rest: EditBody | ActBody = replace(body, cells=())
        case ActBody(brought=cells):
            rest = replace(body, brought=())
        case _:
            return False
    rows = {row_of(cell.address) for cell in cells}
    is_one = len(cells) == 1 or (len(rows) == 1 and any(is_row_head(cell.address) for cell in cells))
    texts = (text or "" for cell in cells for text in cell)
    return is_one and max(map(len, texts)) <= WORDS_MAX and _size_bytes(body_json(rest)) <= PIECE_BYTES


def _rows(ordered: Iterable[CellEdit], room: int) -> Iterator[tuple[tuple[CellEdit, ...], int]]:
    """What is not cut, each with the bytes that it and its claim take."""
    for name, group in groupby(ordered, key=lambda cell: row_of(cell.address)):
        row, claim = tuple(group), _size_bytes(name) + 1
        weight = _size_bytes(row) + claim
        if weight <= room or any(is_row_head(cell.address) for cell in row):
            yield row, weight
        else:
            yield from (((cell,), _size_bytes(cell) + 1 + claim) for cell in row)


def _runs(groups: Iterable[tuple[Sequence[_Item], int]], room: int) -> list[tuple[_Item, ...]]:
    """Groups in runs that take no more than `room` bytes, or are one group."""
    runs: list[tuple[_Item, ...]] = []
    run: list[_Item] = []
    size = 0
    for group, weight in groups:
        if run and size + weight > room:
            runs.append(tuple(run))
            run, size = [], 0
        run.extend(group)
        size += weight
    if run:
        runs.append(tuple(run))
    return runs


def _room_bytes(reason: str) -> int:
    """What the lists of a piece may take beside the reason."""
    return _LISTS_BYTES - _size_bytes(reason)


def _size_bytes(spelled: Json) -> int:
    """Canonical bytes that it takes."""
    return len(msgspec.json.encode(spelled))
