"""Where the tables of a sheet lie: heading rows, number rows, columns, body, and the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.forms.drafting.bands import Band, is_relation_row, number_bands
from app.domain.forms.drafting.letterhead import is_preamble
from app.domain.forms.drafting.numbering import MarkKind, read_mark
from app.domain.forms.drafting.wording import (
    Role,
    is_ellipsis,
    is_signature,
    names_rows,
    note_line,
    role_of,
    stated_unit,
    unit_of_cell,
)
from app.domain.forms.drafting.workbook import Cell, Page
from app.domain.vietnamese import fold

HEADING_ROWS_MAX = 12
_YEAR = re.compile(r"(19|20)\d\d")
COLUMNS_MIN = 2
"""One column alone is no table: it has nothing to name its rows, or nothing to fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One table of a sheet."""

    top: int
    """The first heading row."""
    bottom: int
    """The last heading row."""
    columns: tuple[int, ...]
    """The sheet's columns it uses, left to right; empty ones inside are left out."""
    empty_columns: tuple[int, ...]
    """The empty ones inside."""
    number_rows: tuple[int, ...]
    """Rows that number the columns."""
    relation_rows: tuple[int, ...]
    """Rows that hold nothing but relations."""
    unit_row: int = 0
    """A row under the numbers that holds the columns' units; 0 for none."""
    body: range
    """The rows under the heading, footers included."""
    titles: tuple[int, ...] = ()
    """Rows right above it that belong to it alone: the title of a second table."""


def find_regions(page: Page) -> Sequence[Region]:
    """The tables of a sheet, top to bottom, left to right; empty where it holds none."""
    spans: list[_Span] = []
    for span in _spans(page):
        if not spans or not _is_again(page, span, spans[-1]):
            spans.append(span)
    found: list[Region] = []
    for index, span in enumerate(spans):
        last = spans[index + 1].first - 1 if index + 1 < len(spans) else page.last_row
        found += _split(page, span, last)
    return found


def _is_again(page: Page, span: _Span, before: _Span) -> bool:
    """Whether headings without a title of their own only repeat those before, for the next printed page."""

    def words(of: _Span) -> list[tuple[int, str]]:
        rows = range(of.top, max(of.bottom, *of.number_rows, of.top) + 1)
        return [(cell.column, fold(cell.line)) for row in rows for cell in page.starting(row)]

    return span.first == span.top and words(span) == words(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """The rows of one or more tables that stand side by side."""

    first: int
    """The first row that belongs to it, its titles included."""
    top: int
    bottom: int
    number_rows: tuple[int, ...]
    relation_rows: tuple[int, ...]
    unit_row: int = 0

    @property
    def body_from(self) -> int:
        return max((self.bottom, *self.number_rows, *self.relation_rows, self.unit_row)) + 1


def _spans(page: Page) -> Iterator[_Span]:
    """Bands of rows that hold tables: each with a number row, or found by its headings where a band has none."""
    before = 0
    for band in number_bands(page):
        span = _numbered_span(page, band, before)
        if span is None:
            continue
        if before == 0:
            yield from _unnumbered_spans(page, 1, span.first - 1, is_certain=False)
        yield span
        before = span.body_from
    if before == 0:
        yield from _unnumbered_spans(page, 1, page.last_row, is_certain=True)


def _numbered_span(page: Page, band: Band, after: int) -> _Span | None:
    """The table over a band of number rows; under it where nothing stands above. None where there are no headings."""
    left = min(cell.column for row in band.numbers for cell in page.starting(row))
    top = _heading_top(page, band.first - 1, left, after)
    bottom = band.first - 1
    if top is None:
        top = band.last + 1
        if len(page.starting(top)) < COLUMNS_MIN:
            return None
        bottom = _heading_bottom(page, top)
    return _Span(
        first=_titles_top(page, top, after),
        top=top,
        bottom=bottom,
        number_rows=band.numbers,
        relation_rows=band.relations,
        unit_row=band.last + 1 if top <= band.first and _holds_units(page, band.last + 1) else 0,
    )


def _holds_units(page: Page, row: int) -> bool:
    """Whether a row holds nothing but units, after a head of its own ("ĐVT")."""
    cells = page.starting(row)
    units = [cell for cell in cells if unit_of_cell(cell.line)]
    others = [cell for cell in cells if cell not in units]
    return len(units) > 1 and all(role_of(cell.line) is Role.ROW_UNIT for cell in others)


def _heading_top(page: Page, bottom: int, left: int, after: int) -> int | None:
    """The first heading row of headings that end at `bottom`; None where there are none."""
    top: int | None = None
    has_stub = False
    for row in range(bottom, max(after, bottom - HEADING_ROWS_MAX), -1):
        cells = page.across(row)
        if not cells or _is_outside(page, cells, row, left, has_stub=has_stub):
            break
        top = row
        has_stub = has_stub or any(cell.column <= left and cell.row == row for cell in cells)
    return top


def _is_outside(page: Page, cells: Sequence[Cell], row: int, left: int, *, has_stub: bool) -> bool:
    """Whether a row above headings is a title or a line of the letterhead, no heading."""
    if _is_letterhead([cell for cell in cells if cell.row == row], left):
        return True
    if len(cells) > 1:
        return False
    cell = cells[0]
    below = page.at(row + 1, cell.column)
    if not cell.is_wide and below is not None and role_of(below.line) in (Role.INDEX, Role.CODE, Role.ROW_UNIT):
        # Why: no heading stands over the columns of indexes, codes and units alone.
        return True
    is_at_left = cell.column <= left
    width = cell.last_column - cell.column + 1
    is_across = is_at_left and cell.is_wide and width * 10 >= (page.last_column - left + 1) * 6
    # Why a wide one may stand above the rows' own heading: that is not always merged up to it.
    is_title = not cell.is_wide or cell.bold or cell.line.isupper()
    return is_across or (has_stub and is_title) or (is_at_left and not _stands_over(cell))


def _is_letterhead(cells: Sequence[Cell], left: int) -> bool:
    """Whether half of a row's cells or more are letterhead: a heading may begin with the same words."""
    letterhead = sum(is_preamble(cell.line) and not _is_title_of_rows(cell, left) for cell in cells)
    return letterhead > 0 and letterhead * 2 >= len(cells)


def _is_title_of_rows(cell: Cell, left: int) -> bool:
    """Whether a cell that reads like letterhead is the heading over the rows' names ("Đơn vị báo cáo")."""
    return cell.column <= left and not any(mark in cell.line for mark in ":…") and names_rows(cell.line)


def _stands_over(cell: Cell) -> bool:
    """Whether a lone cell of the first column is a heading: it names rows, or is merged downwards."""
    return cell.last_row > cell.row or names_rows(cell.line) or role_of(cell.line) is not None


def _titles_top(page: Page, top: int, after: int) -> int:
    """The first of the rows right above headings that hold their title."""
    row = top
    while row - 1 > after and page.starting(row - 1):
        cells = page.starting(row - 1)
        if after and (len(cells) > 1 or not _reads_as_title(page, cells[0])):
            break
        row -= 1
    return row


def _reads_as_title(page: Page, cell: Cell) -> bool:
    """Whether a lone cell between two tables is a title of the second, no row or note of the first."""
    if is_signature(cell.line) or is_ellipsis(cell.line) or note_line(cell.line) is not None:
        return False
    is_loud = cell.bold or cell.line.isupper() or cell.is_wide or is_preamble(cell.line)
    return is_loud or not page.across(cell.row - 1)


# Tables without a number row


def _unnumbered_spans(page: Page, first: int, last: int, *, is_certain: bool) -> Iterator[_Span]:
    """Tables known only by their headings; `is_certain` says that there must be one."""
    row = first
    while row <= last:
        expected = is_certain and row == first
        top = next((place for place in range(row, last + 1) if _begins_headings(page, place, expected)), None)
        if top is None:
            return
        bottom = min(_heading_bottom(page, top), last)
        yield _Span(
            first=_titles_top(page, top, row - 1 if row > first else 0),
            top=top,
            bottom=bottom,
            number_rows=(),
            relation_rows=tuple(place for place in (bottom + 1, bottom + 2) if is_relation_row(page, place)),
        )
        row = bottom + 1


def _begins_headings(page: Page, row: int, expected: bool) -> bool:
    """Whether headings begin in a row: several words side by side that are no letterhead.

    Where no table is expected its first heading must say so, because a body row has words side by side too.
    """
    cells = page.starting(row)
    if len(cells) < 2 or any(_is_figure(cell) for cell in cells):
        return False
    first = cells[0]
    if _is_letterhead(cells, first.column):
        return False
    if is_signature(first.line) or note_line(first.line) is not None or stated_unit(first.line):
        return False
    if expected:
        return True
    starts_a_stub = role_of(first.line) in (Role.INDEX, Role.CODE) or names_rows(first.line)
    return starts_a_stub and len(page.starting(row - 1)) <= 1


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure, which no heading is but a year."""
    return bool(cell.formula) or (cell.is_number and _YEAR.fullmatch(cell.line) is None)


def _heading_bottom(page: Page, top: int) -> int:
    """The last heading row of headings that begin at `top`: as far as merged cells and groups reach down."""
    bottom = top
    row = top
    while row <= bottom and bottom - top < HEADING_ROWS_MAX:
        for cell in page.starting(row):
            bottom = max(bottom, cell.last_row)
        below = page.starting(bottom + 1)
        if row == bottom and below and _continues(page, row, below):
            bottom += 1
        row += 1
    return bottom


def _continues(page: Page, row: int, below: Sequence[Cell]) -> bool:
    """Whether the row below a heading row still holds headings: parts of a group, or words where nothing stood."""
    if any(_is_figure(cell) for cell in below) or is_relation_row(page, below[0].row):
        return False
    wide = [cell for cell in page.across(row) if cell.is_wide]
    parts = [cell for cell in below if any(group.column <= cell.column <= group.last_column for group in wide)]
    new = [cell for cell in below if page.at(row, cell.column) is None]
    lowest = min(cell.column for cell in page.across(row))
    return len(parts) >= 2 or (len(new) >= 1 and len(below) >= 2 and below[0].column > lowest)


# Columns


def _split(page: Page, span: _Span, last: int) -> list[Region]:
    """The tables of a band, side by side where one begins anew after an empty column."""
    rows = [*range(span.top, span.bottom + 1), *span.number_rows, *span.relation_rows]
    used = [
        column
        for column in range(1, page.last_column + 1)
        if any(page.at(row, column) is not None for row in rows) and not _is_swallowed(page, rows, column, last)
    ]
    blocks: list[list[int]] = []
    for column in used:
        if blocks and (column == blocks[-1][-1] + 1 or not _begins_anew(page, span, column)):
            blocks[-1].append(column)
        else:
            blocks.append([column])
    titles = tuple(range(span.first, span.top))
    region = Region(
        top=span.top,
        bottom=span.bottom,
        columns=(),
        empty_columns=(),
        number_rows=span.number_rows,
        relation_rows=span.relation_rows,
        unit_row=span.unit_row,
        body=range(span.body_from, last + 1),
        titles=titles,
    )
    return [
        replace(
            region,
            columns=tuple(block),
            empty_columns=tuple(
                column
                for column in range(block[0], block[-1])
                if column not in block and not any(page.at(row, column) is not None for row in rows)
            ),
        )
        for block in blocks
        if len(block) >= COLUMNS_MIN
    ]


def _is_swallowed(page: Page, rows: Sequence[int], column: int, last: int) -> bool:
    """Whether a column is part of the one left of it: merged with it wherever anything stands."""
    if any(page.at(row, column) is not page.at(row, column - 1) for row in rows):
        return False
    return all(cell.column != column for row in range(rows[0], last + 1) for cell in page.starting(row))


def _begins_anew(page: Page, span: _Span, column: int) -> bool:
    """Whether a table of its own begins at a column after an empty one: its numbers start again, or it names rows."""
    cell = page.at(span.bottom, column)
    for row in span.number_rows:
        numbered = page.at(row, column)
        if numbered is not None:
            mark = read_mark(numbered)
            return mark.kind is MarkKind.HEAD or mark.number in ("1", "A", "01")
    return cell is not None and (role_of(cell.line) is Role.INDEX or names_rows(cell.line))
