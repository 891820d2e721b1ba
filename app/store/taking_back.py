"""Operations that central turned down: back among the waiting entries, or into the refused tray. No SQL."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.addresses import is_row_head, row_of
from app.domain.operations import CellEdit, EditBody, Kind, NoteBody, Operation
from app.store.journal import Line
from app.store.records import Origin
from app.store.working import Entry, Refused, Working, cells_of

CHANGED = "report.changed"
"""An act spoke of a content that is not the newest any more: a person looks and acts again."""


def take_back(
    working: Working, *, refused: Operation | None = None, error: str = "", params: dict[str, str] | None = None
) -> None:
    """All operations in flight go back among the waiting entries, before them, in order.

    Acts among them, and waiting acts that build on these, go to the tray: no program makes an act again.
    The cells of a `refused` edit go to the tray too and stay as they are in mine.
    """
    taken, working.flying = working.flying, []
    working.taken += [operation.seq for operation in taken]
    working.waiting_moved = True
    later, working.waiting = working.waiting, []
    act_dropped = False
    for operation in taken:
        if operation is refused or (refused is not None and operation.seq == refused.seq):
            continue
        if isinstance(operation.body, EditBody):
            working.waiting.append(edit_entry(operation, operation.body))
        elif isinstance(operation.body, NoteBody):
            working.waiting.append(note_entry(operation))
        else:
            act_dropped = True
            drop_act(working, operation, CHANGED, {}, len(working.waiting))
    for entry in later:
        if act_dropped and entry.kind.names_content:
            if entry.kind is Kind.MOVE_VERSION and entry.body is not None:
                _undo_move(working, cells_of(entry.body), entry.author, entry.at)
            working.refused.append(
                Refused(
                    id=0,
                    operation="",
                    kind=entry.kind,
                    code=CHANGED,
                    params={},
                    author=entry.author,
                    at=entry.at,
                    cells={},
                    standing=set(),
                )
            )
        else:
            working.waiting.append(entry)
    if refused is not None and isinstance(refused.body, EditBody):
        _refuse_edit(working, refused, refused.body, error, params or {})


def drop_act(working: Working, operation: Operation, code: str, params: dict[str, str], place: int = 0) -> None:
    """The act goes to the tray; what it wrote in becomes a waiting edit at `place`."""
    working.refused.append(
        Refused(
            id=0,
            operation=str(operation.id),
            kind=operation.kind,
            code=code,
            params=params,
            author=operation.author,
            at=operation.at,
            cells={},
            standing=set(),
        )
    )
    brought = cells_of(operation.body)
    if operation.kind is Kind.MOVE_VERSION:
        _undo_move(working, brought, operation.author, operation.at)
    elif brought:
        # What a seal wrote in stands here; without the seal it is an edit like any other.
        working.waiting.insert(
            place,
            Entry(
                author=operation.author,
                kind=Kind.EDIT,
                form=operation.form,
                at=operation.at,
                cells={cell.address: cell for cell in brought},
            ),
        )
        working.waiting_moved = True


def _undo_move(working: Working, cells: Iterable[CellEdit], author: str, at: int) -> None:
    """The report is of its old edition again: what moved stands where it stood, but where somebody typed since."""
    for address, replaced, new in cells:
        if working.mine.get(address) != new:
            continue
        working.lines.append(Line(at, address, new, replaced, author, Origin.MERGED))
        if replaced is None:
            del working.mine[address]
        else:
            working.mine[address] = replaced


def _refuse_edit(working: Working, operation: Operation, body: EditBody, error: str, params: dict[str, str]) -> None:
    """The edit's cells leave the way to central; a later edit of the same cell goes on from what this one replaced."""
    cells = {cell.address: cell for cell in body.cells}
    standing = set(cells)
    new_rows = {row_of(cell.address) for cell in body.cells if is_row_head(cell.address) and cell.new is not None}
    for entry in working.waiting:
        for address, cell in list(entry.cells.items()):
            if row_of(address) in new_rows:
                # Without the row's head central would never take the row's other cells.
                before = cells.get(address)
                cells[address] = CellEdit(address, before.replaced if before else cell.replaced, cell.new)
                standing.add(address)
                del entry.cells[address]
            elif address in standing:
                standing.discard(address)
                replaced = cells[address].replaced
                if replaced == cell.new:
                    del entry.cells[address]
                else:
                    entry.cells[address] = CellEdit(address, replaced, cell.new)
    for address in [address for address, cell in cells.items() if cell.replaced == cell.new]:
        # Typed and taken back again: nothing of it is left to decide.
        del cells[address]
        standing.discard(address)
    working.refused.append(
        Refused(
            id=0,
            operation=str(operation.id),
            kind=operation.kind,
            code=error or "central.failed",
            params=params,
            author=operation.author,
            at=operation.at,
            cells=cells,
            standing=standing,
        )
    )


def edit_entry(operation: Operation, body: EditBody) -> Entry:
    """A numbered edit as a waiting entry."""
    return Entry(
        author=operation.author,
        kind=Kind.EDIT,
        form=operation.form,
        at=operation.at,
        reason=body.reason,
        answers=body.answers,
        cells={cell.address: cell for cell in body.cells},
    )


def note_entry(operation: Operation) -> Entry:
    """Any other operation as a waiting entry."""
    return Entry(
        author=operation.author, kind=operation.kind, form=operation.form, at=operation.at, body=operation.body
    )
