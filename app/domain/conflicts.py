"""A conflict as central tells an office's computers of it: which cells, whose it is, and what was decided.

The computer that has it decides; the others see it until an operation answers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from app.domain.addresses import ROW, is_row_head, row_of
from app.domain.operations import CellEdit, EditBody, Operation, OperationId, ReportKey


class CellAnswer(NamedTuple):
    """What became of a cell that was edited in two places."""

    author: str
    """Person id of who decided; empty where it is no question any more though nobody decided."""
    at: int
    """When, as claimed; Unix seconds."""
    reason: str
    value: str | None
    """The value decided for."""


class ClashedCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell, or by its `@row` a row, that was edited in two places."""

    address: str
    base: str | None
    mine: str | None
    """What the conflict's owner typed; of a row that he wrote in, `@row` where he said nothing of its head."""
    theirs: str | None
    their_author: str
    """Person id; empty where nobody wrote it."""
    their_at: int
    answer: CellAnswer | None = None
    """None while it waits."""


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """An edit that central answered `conflict`."""

    report: ReportKey
    operation: OperationId
    """The edit."""
    device: str
    """The computer where it is decided: the edit's, or the one that its store goes on as."""
    author: str
    """Person id of the edit's author: who owns the question."""
    at: int
    """When the edit was made, as claimed; Unix seconds."""
    since: int
    """When central answered; Unix seconds."""
    cells: tuple[ClashedCell, ...]
    """Ordered as central named them."""

    @property
    def is_open(self) -> bool:
        """Whether a cell of it waits for a person."""
        return any(cell.answer is None for cell in self.cells)


class Held(NamedTuple):
    """What stands in a clashing cell, and who wrote it."""

    address: str
    value: str | None
    author: str
    at: int


def opened_by(edit: Operation, held: Iterable[Held], since: int, before: Conflict | None = None) -> Conflict:
    """The conflict that an edit met; `held` are the cells that stood otherwise.

    `before` is the conflict that the edit answers: where it decided for a value that moved meanwhile, the question is
    again about the value that was given up.
    """
    cells = {cell.address: cell for cell in edit.body.cells} if isinstance(edit.body, EditBody) else {}
    given_up = {cell.address: cell.mine for cell in before.cells} if before else {}
    return Conflict(
        report=edit.report,
        operation=edit.id,
        device=edit.device,
        author=edit.author,
        at=edit.at,
        since=since,
        cells=tuple(_clashed(cells.get(each.address), each, given_up) for each in held),
    )


def _clashed(edit: CellEdit | None, held: Held, given_up: dict[str, str | None]) -> ClashedCell:
    address, value, author, at = held
    base, mine = (edit.replaced, edit.new) if edit else (ROW, ROW)
    if edit and edit.keeps:
        mine = given_up.get(address, mine)
    return ClashedCell(address=address, base=base, mine=mine, theirs=value, their_author=author, their_at=at)


def answered_by(conflict: Conflict, answer: Operation, *, holds: bool) -> Conflict:
    """The conflict after an edit that answers it: the cells it names are no question any more.

    Who decided what is told where the edit `holds`, and has a reason: without one it only says that nothing is open.
    """
    body = answer.body
    if not isinstance(body, EditBody):
        return conflict
    edits = {cell.address: cell for cell in body.cells}
    rows = {row_of(address) for address in edits}
    decider = answer.author if holds and body.reason else ""
    cells = []
    for cell in conflict.cells:
        named = cell.address in edits or (is_row_head(cell.address) and row_of(cell.address) in rows)
        if named and (cell.answer is None or (decider and not cell.answer.author)):
            value = edits[cell.address].new if cell.address in edits else cell.theirs
            cell = replace(cell, answer=CellAnswer(decider, answer.at, body.reason, value))
        elif cell.answer is None and f"{row_of(cell.address)}/{ROW}" in edits:
            # A row is decided as a whole: of a cell that neither side has any more nobody says anything.
            cell = replace(cell, answer=CellAnswer("", answer.at, "", None))
        cells.append(cell)
    return replace(conflict, cells=tuple(cells))


def is_sealed_over(conflict: Conflict, seal: Operation) -> bool:
    """Whether a seal says that nothing of the conflict is open: its computer had it, and had heard of it."""
    if (conflict.report, conflict.device) != (seal.report, seal.device):
        return False
    # Of a chain that it left, only what it had heard of is told as its own.
    same_chain = conflict.operation[:2] == (seal.device, seal.epoch)
    return not same_chain or conflict.operation.seq <= seal.after


def gone_on(conflict: Conflict, device: str, heard: int) -> Conflict:
    """The conflict once its store goes on from its chain, as `device`, and had results of it up to the number `heard`.

    What the store never heard of it will not ask about.
    """
    return replace(conflict, device=device) if conflict.operation.seq <= heard else over(conflict, conflict.since)


def over(conflict: Conflict, at: int) -> Conflict:
    """The conflict, no question any more: the computer that had it has nothing open in the report."""
    nobody = CellAnswer("", at, "", None)
    return replace(conflict, cells=tuple(replace(cell, answer=cell.answer or nobody) for cell in conflict.cells))
