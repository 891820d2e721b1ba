"""Decisions on their way while what central holds moves on: asked again, restated, or said to be over.

No SQL: everything here can be tested by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.domain.addresses import ROW, is_row_head, row_of
from app.domain.operations import CellEdit, Kind, Operation
from app.store.working import Clashing, Entry, Working, row_blocked


def ask_again(working: Working, theirs_cells: Mapping[str, str], out: Collection[str]) -> list[Clashing]:
    """Decisions for a value of central's that is another by now: what was given up waits once more, and is to clash.

    Returns the conflicts that these had decided; what they call mine has to stand in its cell again. `out` is what
    merging leaves alone. Of a row nothing is asked again: it was decided whether it is there, and others may go on
    working in it.
    """
    asked: list[Clashing] = []
    for place, entry in reversed(list(enumerate(working.waiting if working.given_up else ()))):
        for address, cell in list(entry.cells.items()):
            clash = working.given_up.get(address) if cell.keeps and address not in out else None
            if clash is None or is_row_head(address) or theirs_cells.get(address) == cell.new:
                continue
            if any(address in other.cells for other in working.waiting if other is not entry):
                continue
            del entry.cells[address]
            again = Entry(
                author=clash.mine_author, kind=Kind.EDIT, form=entry.form, at=clash.mine_at, answers=entry.answers
            )
            again.cells[address] = CellEdit(address, cell.new, clash.mine)
            working.waiting.insert(place, again)
            working.waiting_moved = True
            asked.append(clash)
    return asked


def restate(working: Working, theirs_cells: Mapping[str, str], out: Collection[str]) -> None:
    """Decisions that leave a cell as it is speak of what stands there when their turn comes."""
    if not any(entry.decides for entry in working.waiting):
        return
    reached: dict[str, str | None] = {}
    for entry in working.waiting:
        for address, cell in entry.cells.items():
            if address in out:
                continue
            if cell.keeps:
                value = reached.get(address, theirs_cells.get(address))
                if value != cell.new:
                    entry.cells[address] = CellEdit(address, value, value)
                    working.waiting_moved = True
            reached[address] = entry.cells[address].new


def say_closed(working: Working, theirs_cells: Mapping[str, str], met_by: Operation, clashed: Iterable[str]) -> None:
    """Tell central which of the cells that an edit clashed in are no question here, though nobody decided.

    The office's other computers know of the conflict, and see it until then.
    """
    answers = str(met_by.id)
    asked = [clash.address for clash in working.conflicts.values() if clash.open and clash.answers == answers]
    # What is said of a row holds for all its cells: as long as one of them is asked about, nothing is said of it.
    kept = {*asked, *(f"{row_of(address)}/{ROW}" for address in asked)}
    closed = [address for address in clashed if address not in kept and not row_blocked(address, asked)]
    close(working, closed, theirs_cells, answers, met_by.author, met_by.at)


def close(
    working: Working, addresses: Iterable[str], theirs_cells: Mapping[str, str], answers: str, author: str, at: int
) -> None:
    """Put an edit before what waits that leaves cells as central holds them: what they were asked about is over."""
    cells = {address: CellEdit(address, *[theirs_cells.get(address)] * 2) for address in addresses}
    if cells:
        form = working.head.base_form
        entry = Entry(author=author, kind=Kind.EDIT, form=form, at=at, answers=answers, cells=cells)
        # Before everything else: what waits goes on from what central holds.
        working.waiting.insert(0, entry)
        working.waiting_moved = True
