"""Operations that central turned down: back among the waiting entries, or into the refused tray. No SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.addresses import is_row_head, row_of
from app.domain.operations import CellEdit, EditBody, Kind, NoteBody, Operation
from app.store.decided import close
from app.store.journal import Line
from app.store.records import Origin
from app.store.working import Entry, Refused, Working, cells_of

CHANGED = "report.changed"
"""An act spoke of a content that is not the newest any more: a person looks and acts again."""
OTHER_EDITION = "cell.other_edition"
"""A cell was filled by another edition of the form than the report's: a person says where it belongs."""
WITHDRAWN = "obligation.withdrawn"
"""The report is owed no more."""


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
    moves: list[Entry] = []
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
            if not operation.is_part:
                _to_tray(working, operation, CHANGED, {})
            if operation.kind is Kind.MOVE_VERSION:
                moves.append(note_entry(operation))
            elif cells_of(operation.body):
                working.waiting.append(_as_edit(operation))
    for entry in later:
        if act_dropped and entry.kind.names_content:
            if entry.kind is Kind.MOVE_VERSION:
                moves.append(entry)
            if not entry.is_part:
                working.refused.append(_aside(entry.kind, CHANGED, entry.author, entry.at, {}))
        else:
            working.waiting.append(entry)
    if refused is not None and isinstance(refused.body, EditBody):
        _refuse_edit(working, refused, refused.body, error, params or {})
    if moves:
        _undo_moves(working, moves)


def fold_into_tray(working: Working, theirs_cells: Mapping[str, str]) -> None:
    """Waiting edits that clash, of cells whose later value stands refused: the tray asks about both at once.

    So it is where central was restored: what the refused value was typed over is not there any more.
    """
    for refused in working.refused:
        for address in refused.standing if refused.open else ():
            chain = [entry.cells[address] for entry in working.waiting if address in entry.cells]
            if not chain or theirs_cells.get(address) in (chain[0].replaced, *(cell.new for cell in chain)):
                continue
            refused.cells[address] = refused.cells[address]._replace(replaced=chain[0].replaced)
            for answers, cells in working.withdraw([address]).items():
                close(working, cells, theirs_cells, answers, refused.author, refused.at)


def drop_act(working: Working, operation: Operation, code: str, params: dict[str, str]) -> None:
    """The act goes to the tray, with all its parts; what it wrote in becomes a waiting edit before the others.

    `operation` is the first of them that is in flight.
    """
    act = [operation]
    for following in working.flying:
        if act[-1].is_part and following.seq == act[-1].seq + 1:
            act.append(following)
    numbers = {each.seq for each in act}
    working.flying = [flying for flying in working.flying if flying.seq not in numbers]
    working.taken += sorted(numbers)
    _to_tray(working, act[-1], code, params)
    if operation.kind is Kind.MOVE_VERSION:
        _undo_moves(working, [note_entry(each) for each in act])
    else:
        edits = [_as_edit(each) for each in act if cells_of(each.body)]
        working.waiting[:0] = edits
        working.waiting_moved |= bool(edits)


def _to_tray(working: Working, operation: Operation, code: str, params: dict[str, str]) -> None:
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


def _as_edit(operation: Operation) -> Entry:
    """What a seal wrote in stands here; without the seal it is an edit like any other."""
    return Entry(
        author=operation.author,
        kind=Kind.EDIT,
        form=operation.form,
        at=operation.at,
        cells={cell.address: cell for cell in cells_of(operation.body)},
    )


def _undo_moves(working: Working, moves: Sequence[Entry]) -> None:
    """The report is of its old edition again: what moved stands where it stood, or as central holds it by now.

    What was typed since and waits leaves the cells that moved for the tray: they mean something else again.
    """
    written = {cell.address for move in moves for cell in move.writes}
    for entry in working.waiting:
        if entry.kind is Kind.EDIT and entry.form != moves[0].form:
            to_tray_by_edition(working, entry, [address for address in entry.cells if address in written])
    for move in reversed(moves):
        for address, replaced, new in move.writes:
            if working.mine.get(address) == new:
                _put_back(working, move, address, replaced)
    held = working.held()
    going = {cell.address: cell.new for cell in working.on_their_way()}
    for move in moves:
        for address in (cell.address for cell in move.writes):
            if address in going or address not in held:
                _put_back(working, move, address, going.get(address, working.base.get(address)))


def set_aside(working: Working, code: str) -> None:
    """Everything of the report that waits and moves anything goes to the tray; what was typed stays in its cells.

    A cell typed by several goes with the last of them, from the value that the first replaced.
    """
    told = [entry for entry in working.waiting if entry.keeps]
    waiting, working.waiting = [entry for entry in working.waiting if not entry.keeps], []
    working.waiting_moved |= bool(waiting)
    moves = [entry for entry in waiting if entry.kind is Kind.MOVE_VERSION]
    working.waiting = [entry for entry in waiting if entry.kind is not Kind.MOVE_VERSION]
    if moves:
        _undo_moves(working, moves)
    acts = [*moves, *(entry for entry in working.waiting if entry.kind is not Kind.EDIT)]
    last: dict[str, tuple[Entry, CellEdit]] = {}
    for entry in working.waiting:
        for cell in entry.writes:
            before = last.pop(cell.address, None)
            last[cell.address] = (entry, cell._replace(replaced=before[1].replaced) if before else cell)
    # A decision for what stands changes nothing, and still says what became of a conflict.
    working.waiting = told
    for author in dict.fromkeys(entry.author for entry, _ in last.values()):
        mine = [(entry, cell) for entry, cell in last.values() if entry.author == author and cell.replaced != cell.new]
        if mine:
            cells = {cell.address: cell for _, cell in mine}
            at = max(entry.at for entry, _ in mine)
            working.refused.append(_aside(Kind.EDIT, code, author, at, cells))
    working.refused += [_aside(act.kind, code, act.author, act.at, {}) for act in acts if not act.is_part]


def _aside(kind: Kind, code: str, author: str, at: int, cells: dict[str, CellEdit]) -> Refused:
    return Refused(
        id=0, operation="", kind=kind, code=code, params={}, author=author, at=at, cells=cells, standing=set(cells)
    )


def to_tray_by_edition(working: Working, entry: Entry, addresses: Sequence[str]) -> None:
    """Cells of a waiting edit were filled by an edition that the report is not of: they are kept in the tray.

    What stands in their place is the caller's to say.
    """
    addresses = [address for address in addresses if not entry.cells[address].keeps]
    if not addresses:
        return
    working.waiting_moved = True
    working.refused.append(
        Refused(
            id=0,
            operation="",
            kind=Kind.EDIT,
            code=OTHER_EDITION,
            params={"address": addresses[0]},
            author=entry.author,
            at=entry.at,
            cells={address: entry.cells.pop(address) for address in addresses},
            standing=set(),
        )
    )


def _put_back(working: Working, move: Entry, address: str, value: str | None) -> None:
    old = working.mine.get(address)
    if old == value:
        return
    working.lines.append(Line(move.at, address, old, value, move.author, Origin.MERGED))
    if value is None:
        del working.mine[address]
    else:
        working.mine[address] = value


def _refuse_edit(working: Working, operation: Operation, body: EditBody, error: str, params: dict[str, str]) -> None:
    """The edit's cells leave the way to central; a later edit of the same cell goes on from what this one replaced."""
    if body.keeps and not body.reason:
        # It only said that nothing is asked any more: nobody has anything to decide about that.
        return
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
