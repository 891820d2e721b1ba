"""Rows that are chosen from the form's own list: what is left to choose, and what makes a row of it."""

from __future__ import annotations

from app.domain.forms.definition import Row, RowsKind
from ui.presenters.cells import RowKind
from ui.presenters.form_grid import FormGrid
from ui.presenters.row_order import last_in, next_to


def is_chosen(grid: FormGrid) -> bool:
    """Whether the table's rows are chosen, not named."""
    return grid.table.rows_kind is RowsKind.CATALOGUE


def left_to_choose(grid: FormGrid, at: int) -> list[Row]:
    """What an offer still offers, in the form's order; nothing where there is no offer."""
    if not (is_chosen(grid) and 0 <= at < len(grid.rows) and grid.rows[at].kind is RowKind.ADD):
        return []
    taken, group = {row.key.partition(".")[0] for row in grid.rows}, grid.rows[at].group
    return [row for row in grid.table.rows if row.key not in taken and row.group in ("", group)]


def chosen_row(grid: FormGrid, at: int, item: Row) -> dict[str, str]:
    """The cells that make a row of an item where an offer stands, among its group in the form's order."""
    group = grid.rows[at].group
    heads = {key: head for key, head in grid.heads().items() if head.group == group}
    order = [row.key for row in grid.table.rows]
    place = order.index(item.key)
    above = next((key for key in reversed(order[:place]) if key in heads), "")
    below = next((key for key in order[place:] if key in heads), "")
    if above:
        head = next_to(grid.heads(), above)
    elif below:
        head = next_to(grid.heads(), below, above=True)
    else:
        head = last_in(grid.heads(), group)
    return grid.head_cell(item.key, head)
