"""Conflicts among the change rows, in arrays."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.domain.conflicts import CellAnswer, ClashedCell, Conflict
from app.domain.operations import OperationId, parse_report_key
from sync.columns import checked, lengthen, shorten


class _Answer(Struct, array_like=True):
    author: str
    at: int
    reason: str
    value: str | None


class _Clashed(Struct, array_like=True):
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    their_author: str
    their_at: int
    answer: _Answer | None = None


class WireConflict(Struct, array_like=True):
    """A conflict. Refers to nothing in the tables: a program that does not know conflicts passes over all of it."""

    report: str
    device: str
    epoch: str
    seq: int
    author: str
    at: int
    since: int
    cells: list[_Clashed]
    holder: str = ""


def write_conflict(change: Conflict) -> list[Any]:
    """The array of a conflict."""
    device, epoch, seq = change.operation
    told = [
        str(change.report),
        device,
        shorten(epoch),
        seq,
        change.author,
        change.at,
        change.since,
        [_write_clashed(cell) for cell in change.cells],
    ]
    return told if change.device == device else [*told, change.device]


def _write_clashed(cell: ClashedCell) -> list[Any]:
    told = [cell.address, cell.base, cell.mine, cell.theirs, cell.their_author, cell.their_at]
    return [*told, list(cell.answer)] if cell.answer else told


def read_conflict(row: WireConflict) -> Conflict:
    """The conflict an array spells. Raises InputError `wire.shape`, `report.key`."""
    checked((row.at, row.since, *(cell.their_at for cell in row.cells)), "times")
    return Conflict(
        report=parse_report_key(row.report),
        operation=OperationId(row.device, lengthen(row.epoch), checked((row.seq,), "numbers")[0]),
        device=row.holder or row.device,
        author=row.author,
        at=row.at,
        since=row.since,
        cells=tuple(_read_clashed(cell) for cell in row.cells),
    )


def _read_clashed(cell: _Clashed) -> ClashedCell:
    answer = cell.answer
    return ClashedCell(
        address=cell.address,
        base=cell.base,
        mine=cell.mine,
        theirs=cell.theirs,
        their_author=cell.their_author,
        their_at=cell.their_at,
        answer=CellAnswer(answer.author, checked((answer.at,), "times")[0], answer.reason, answer.value)
        if answer
        else None,
    )
