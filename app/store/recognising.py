"""A restored store recognises what central has from it already, so that it is not made anew. No SQL."""

from __future__ import annotations

from app.domain.merge import replay
from app.domain.operations import CellEdit, Operation
from app.store.merging import advance_base
from app.store.working import Working, cells_of


def recognise(working: Working, operation: Operation) -> None:
    """Central applied this operation of ours, which this store, restored since, holds as waiting: it is not sent again.

    The same is what has the same author, time and kind, and the same cell with the same value, or the same body.
    """
    there: list[CellEdit] = []
    for entry in list(working.waiting):
        if (entry.author, entry.kind, entry.at) != (operation.author, operation.kind, operation.at):
            continue
        if entry.body is not None and entry.body == operation.body:
            working.waiting.remove(entry)
            working.waiting_moved = True
            advance_base(working, operation)
        for cell in cells_of(operation.body) if entry.body is None else ():
            waiting = entry.cells.get(cell.address)
            if waiting is not None and waiting.new == cell.new:
                there.append(entry.cells.pop(cell.address))
                working.waiting_moved = True
    if there:
        working.base = replay(working.base, there)
        working.base_moved = True
