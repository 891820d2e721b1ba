"""The figures of the open form that a text can name: each with the words it is found by and the field it is put in as.

Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.forms.definition import Column
from app.domain.narrative import Figures, field_of
from app.domain.vietnamese import fold
from ui.presenters.cells import GridColumn, RowKind
from ui.presenters.entry import show_value
from ui.presenters.form_grid import FormGrid

OFFERED_MAX = 100
"""Figures listed at once; a word or two more finds the others."""
_SUMS = (RowKind.TOTAL, RowKind.SUBTOTAL)
_ROWS = (*_SUMS, RowKind.ENTRY, RowKind.OF_WHICH)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOffer:
    """A figure to put into a text."""

    field: str
    """As it stands in the text, braces included."""
    row: str
    column: str
    """"(3) Tổng số › Trong kỳ"."""
    shown: str
    """The figure as its cell shows it; empty for none yet."""


class FigureChoice:
    """What may be chosen, totals first; found without diacritics."""

    def __init__(self, grids: Sequence[FormGrid], figures: Figures) -> None:
        self._figures = figures
        self._places = [place for grid in grids for place in _places(grid)]

    def matching(self, query: str) -> list[FigureOffer]:
        """The first figures in whose row, column or spelling every word of the query stands."""
        wanted = fold(query).split()
        found: list[FigureOffer] = []
        for place in self._places:
            if not all(word in place.row_key or word in place.column_key for word in wanted):
                continue
            field = field_of(place.address, self._figures)
            if field:
                shown = show_value(place.described, self._figures.value(place.address))
                found.append(FigureOffer(field=field, row=place.row, column=place.column, shown=shown))
            if len(found) == OFFERED_MAX:
                break
        return found


class _Place(NamedTuple):
    """A cell of figures, with the words it is shown and found by."""

    address: str
    described: Column
    row: str
    row_key: str
    """The row's words, folded."""
    column: str
    column_key: str


def _places(grid: FormGrid) -> Iterator[_Place]:
    rows = [(at, row) for at, row in enumerate(grid.rows) if row.kind in _ROWS]
    rows.sort(key=lambda pair: pair[1].kind not in _SUMS)
    names = [(column, _column_words(column)) for column in grid.shape.columns]
    columns = [(at, words, fold(words)) for at, (column, words) in enumerate(names) if column.numeric]
    for number, row in rows:
        label = _label(grid, number)
        key = fold(label)
        for at, words, folded in columns:
            address = row.addresses[at]
            if address and not grid.sheet.is_closed(address):
                yield _Place(address, grid.table.columns[at], label, key, words, folded)


def _column_words(column: GridColumn) -> str:
    number = f"({column.number}) " if column.number else ""
    return number + " › ".join(column.title_path)


def _label(grid: FormGrid, number: int) -> str:
    """A row's words; a line's with those of the row it is part of."""
    own = grid.row_label(number)
    base = grid.rows[number].key.rpartition(".")[0] if grid.table.lines else ""
    above = next((at for at in range(number - 1, -1, -1) if base and grid.rows[at].key == base), None)
    return f"{grid.row_label(above)} · {own}" if above is not None else own
