"""Filling a range from its first row or column: what to enter where."""

from __future__ import annotations

from collections.abc import Iterable

from ui.presenters.cells import TYPED, RowKind
from ui.presenters.form_grid import FormGrid
from ui.presenters.grid_steps import Place

Rect = tuple[int, int, int, int]
"""(top, left, bottom, right)."""


def fill_down(grid: FormGrid, rects: Iterable[Rect]) -> dict[Place, str]:
    """The first cell of each column of the ranges in all below it; in a range of one row, what stands above it."""
    texts: dict[Place, str] = {}
    for top, left, bottom, right in rects:
        for column in range(left, right + 1):
            line = [(row, column) for row in range(top, bottom + 1)]
            before = [(row, column) for row in range(top - 1, -1, -1)] if top == bottom else []
            texts |= _copied(grid, line, before)
    return texts


def fill_right(grid: FormGrid, rects: Iterable[Rect]) -> dict[Place, str]:
    """The first cell of each row of the ranges in all right of it; in a range of one column, what stands left."""
    texts: dict[Place, str] = {}
    for top, left, bottom, right in rects:
        for row in range(top, bottom + 1):
            line = [(row, column) for column in range(left, right + 1)]
            before = [(row, column) for column in range(left - 1, -1, -1)] if left == right else []
            texts |= _copied(grid, line, before)
    return texts


def _copied(grid: FormGrid, line: list[Place], before: list[Place]) -> dict[Place, str]:
    """What the first cell holds, for the others of the line; closed cells and headings are passed over."""
    own = [place for place in line if _holds(grid, place)]
    source = next((place for place in before if _holds(grid, place)), None) if before else next(iter(own), None)
    if source is None:
        return {}
    text = grid.edit_text(*source)
    return {place: text for place in own if place != source and grid.rows[place[0]].flags[place[1]] & TYPED}


def _holds(grid: FormGrid, place: Place) -> bool:
    address = grid.address_at(*place)
    return bool(address) and grid.rows[place[0]].kind is not RowKind.ADD and not grid.sheet.is_closed(address)
