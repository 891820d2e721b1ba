"""A store that goes on under another name recognises what central has from it already, so that it is not made anew.

No SQL: everything here can be tested by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from app.domain.merge import replay
from app.domain.operations import ActBody, CellEdit, Kind, Operation
from app.store.merging import advance_base
from app.store.records import JournalLine
from app.store.working import Entry, Working, cells_of

Steps = Mapping[str, Sequence[JournalLine]]
"""By address, what was typed here one after the other since central last answered for the cell."""


def recognise(working: Working, operation: Operation, steps: Steps) -> dict[str, int]:
    """Central applied this operation, which this store holds as waiting: that much of it is not sent again.

    An act or a note is the same by its author, time and words. What was typed may have gone to central in another fold
    than the one it waits in here: cell by cell it is the same by its author and by what it made of what, or as a step
    on the way to what stands here, which then goes on from it. Returns the numbers of the journal lines that were such
    steps, by address.
    """
    if _recognise_whole(working, operation) or operation.kind is Kind.MOVE_VERSION:
        return {}
    there: list[CellEdit] = []
    onward: dict[str, CellEdit] = {}
    passed: dict[str, int] = {}
    for cell in cells_of(operation.body):
        typed = steps.get(cell.address, ())
        place = _place(operation, cell, typed)
        if place is None:
            if _take_out(working, operation, cell):
                there.append(cell)
        elif _go_on(working, cell, typed, place, onward):
            there.append(cell)
            passed[cell.address] = typed[place].seq
    if there:
        working.base = replay(working.base, there)
        working.base_moved = True
    if onward:
        at = max(steps[address][-1].at for address in onward)
        again = Entry(author=operation.author, kind=Kind.EDIT, form=operation.form, at=at, cells=onward)
        # First of all: what waits was done when these cells were as they are now.
        working.waiting.insert(0, again)
        working.waiting_moved = True
    return passed


def _recognise_whole(working: Working, operation: Operation) -> bool:
    """Whether it is an act or a note that waits; it waits no more then."""
    for entry in working.waiting:
        claimed = (entry.author, entry.kind, entry.at) == (operation.author, operation.kind, operation.at)
        if claimed and entry.body is not None and entry.body == operation.body:
            working.waiting.remove(entry)
            working.waiting_moved = True
            advance_base(working, operation)
            return True
    return False


def _place(operation: Operation, cell: CellEdit, steps: Sequence[JournalLine]) -> int | None:
    """Which step wrote what the operation wrote, once one had replaced what it replaced; None for no such step."""
    begun = False
    for place, step in enumerate(steps):
        begun = begun or step.old == cell.replaced
        if begun and (step.new, step.author) == (cell.new, operation.author) and step.at <= operation.at:
            return place
    return None


def _take_out(working: Working, operation: Operation, cell: CellEdit) -> bool:
    """Take a cell out of the waiting edit that is this operation's own; whether there is one."""
    for entry in working.waiting:
        waiting = entry.cells.get(cell.address)
        same = waiting == cell or (waiting is not None and waiting.new == cell.new and entry.at == operation.at)
        if same and entry.author == operation.author:
            del entry.cells[cell.address]
            working.waiting_moved = True
            return True
    return False


def _go_on(
    working: Working, cell: CellEdit, steps: Sequence[JournalLine], place: int, onward: dict[str, CellEdit]
) -> bool:
    """What waits of a cell goes on from the step at `place`; whether what stands here follows from the steps."""
    address = cell.address
    chain = _written(working, address, steps)
    if chain is None:
        return False
    for entry, reached in chain:
        if reached > place:
            new = steps[reached].new
            _put(entry, address, CellEdit(address, cell.new, new) if new != cell.new else None)
            break
        _put(entry, address, None)
    if chain:
        working.waiting_moved = True
        return True
    stands = working.mine.get(address)
    if address in working.held() or steps[-1].new != stands:
        return False
    if stands != cell.new:
        # Typed and taken back again: folded to nothing, where central has the half of it.
        onward[address] = CellEdit(address, cell.new, stands)
    return True


def _written(working: Working, address: str, steps: Sequence[JournalLine]) -> list[tuple[Entry, int]] | None:
    """The entries that write a cell, each with the place of the step it ends at; None where they are not of these."""
    chain: list[tuple[Entry, int]] = []
    start = 0
    for entry in working.waiting:
        written = next((each for each in entry.writes if each.address == address), None)
        if written is None:
            continue
        places = (place for place in range(start, len(steps)) if steps[place].new == written.new)
        place = next(places, None)
        if place is None:
            return None
        chain.append((entry, place))
        start = place + 1
    return chain


def _put(entry: Entry, address: str, cell: CellEdit | None) -> None:
    """What an entry writes into a cell from here on; None for nothing."""
    if isinstance(entry.body, ActBody):
        # The act still speaks of the same content, whoever wrote it in.
        others = [each for each in entry.body.brought if each.address != address]
        entry.body = replace(entry.body, brought=tuple(sorted(others + ([cell] if cell else []))))
    elif cell is None:
        entry.forget(address)
    else:
        entry.cells[address] = cell
