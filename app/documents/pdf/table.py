"""A table on paper: its merged header, repeated on every page, and its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.documents.pdf.blocks import Block
from app.documents.pdf.columns import PADDING, Columns, Written, fit_columns
from app.documents.pdf.lettering import font, height_of
from app.documents.placed import Placed, PlacedSheet, Style, day_of, shown_text
from app.domain.numbers import show_number
from app.domain.values import parse_figure

BODY = frozenset({Style.INDEX, Style.GROUP, Style.WORDS, Style.FIGURE, Style.DATE, Style.CLOSED})
"""Styles of what stands in a table below its header."""
_ABOVE = 40
"""Twips between a line and the words under it."""
_INDENT = 200
_LINE = 10
"""Thickness of the lines: half a point."""
_V, _WRAP = Qt.AlignmentFlag.AlignVCenter, Qt.TextFlag.TextWordWrap
_LEFT = int(Qt.AlignmentFlag.AlignLeft | _V) | int(_WRAP)
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | _V) | int(_WRAP)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | _V)
_ALIGNED = {Style.WORDS: _LEFT, Style.GROUP: _LEFT, Style.FIGURE: _RIGHT}


def table_blocks(sheet: PlacedSheet, room: int) -> Iterator[Block]:
    """The rows of a sheet's table, each with the header that stands over it; part by part where it is too wide."""
    first, last = sheet.header
    header = [(cell, cell.text) for cell in sheet.cells if first <= cell.row <= last]
    body = [(cell, printed_text(cell)) for cell in sheet.cells if cell.row > last and cell.style in BODY]
    rows: dict[int, list[Written]] = defaultdict(list)
    for written in body:
        rows[written[0].row].append(written)
    for columns in fit_columns([*header, *body], sheet.widths, sheet.frozen_columns, room):
        head = _Header(header, columns, first, last).block()
        yield head
        for row in sorted(rows):
            yield _row(rows[row], columns, head)


def printed_text(cell: Placed) -> str:
    """What stands in a cell on paper: figures and dates as people read them."""
    if cell.style is Style.FIGURE and cell.definition is not None and parse_figure(cell.text) is not None:
        return show_number(cell.text, cell.definition.decimals)
    if (day := day_of(cell)) is not None:
        return f"{day:%d/%m/%Y}"
    return shown_text(cell)


class _Header:
    """The header of a table, or of a part of it."""

    def __init__(self, cells: Sequence[Written], columns: Columns, first: int, last: int) -> None:
        self._points = columns.points - 0.5
        self._columns = columns
        self._cells = [(cell, text, span) for cell, text in cells if (span := self._span(cell))]
        self._tops = self._heights(first, last)

    def _span(self, cell: Placed) -> tuple[int, int] | None:
        """Left and right edge of what of a merged cell stands in this part; None where nothing does."""
        shown = [at for at in self._columns.lefts if cell.column <= at <= cell.last_column]
        return (self._columns.lefts[min(shown)], self._columns.rights[max(shown)]) if shown else None

    def _heights(self, first: int, last: int) -> dict[int, int]:
        """Row -> its top, and the row after the last: every cell has room for its words."""
        heights = dict.fromkeys(range(first, last + 1), height_of("1", 1000, self._points) + 2 * _ABOVE)
        for cell, text, (left, right) in sorted(self._cells, key=lambda one: one[0].last_row - one[0].row):
            need = height_of(text, right - left - 2 * PADDING, self._points, bold=True) + 2 * _ABOVE
            spare = need - sum(heights[row] for row in range(cell.row, cell.last_row + 1))
            if spare > 0:
                heights[cell.last_row] += spare
        tops, reached = {}, 0
        for row in range(first, last + 2):
            tops[row] = reached
            reached += heights.get(row, 0)
        return tops

    def block(self) -> Block:
        return Block(height=max(self._tops.values()), paint=self._paint, keeps_next=True)

    def _paint(self, painter: QPainter, top: int) -> None:
        painter.setPen(QPen(Qt.GlobalColor.black, _LINE))
        for cell, text, (left, right) in self._cells:
            above, below = top + self._tops[cell.row], top + self._tops[cell.last_row + 1]
            painter.drawRect(QRectF(left, above, right - left, below - above))
            is_number = cell.style is Style.NUMBER
            painter.setFont(font(self._points, bold=not is_number, italic=is_number))
            painter.drawText(QRectF(left + PADDING, above, right - left - 2 * PADDING, below - above), _CENTRE, text)


def _row(cells: Sequence[Written], columns: Columns, header: Block) -> Block:
    """One row. A heading's words run across the columns it covers."""
    points = columns.points
    placed = []
    for cell, text in cells:
        shown = [at for at in columns.lefts if cell.column <= at <= cell.last_column]
        if shown:
            left, right = columns.lefts[min(shown)], columns.rights[max(shown)]
            start = left + PADDING + _INDENT * cell.indent
            placed.append((cell, text, left, right, start))
    wrapped = (
        height_of(text, right - PADDING - start, points, bold=cell.strong)
        for cell, text, _, right, start in placed
        if cell.style is not Style.FIGURE
    )
    height = max(wrapped, default=0)
    height = max(height, height_of("1", 1000, points)) + 2 * _ABOVE

    def paint(painter: QPainter, top: int) -> None:
        painter.setPen(QPen(Qt.GlobalColor.black, _LINE))
        for cell, text, left, right, start in placed:
            painter.drawRect(QRectF(left, top, right - left, height))
            painter.setFont(font(points, bold=cell.strong))
            flags = _ALIGNED.get(cell.style, _CENTRE)
            painter.drawText(QRectF(start, top, right - PADDING - start, height), flags, text)

    is_heading = any(cell.style is Style.GROUP for cell, _ in cells)
    return Block(height=height, paint=paint, header=header, keeps_next=is_heading)
