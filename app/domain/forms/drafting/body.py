"""The body of a table, row by row: its cells by what their columns are for, and rows split into lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.forms.drafting.printed import PrintedColumn
from app.domain.forms.drafting.wording import Role, is_bare_total, is_dots, role_of
from app.domain.forms.drafting.workbook import Cell, Page
from app.domain.vietnamese import fold

_INDEX_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A row of the sheet's body."""

    row: int
    """The sheet's row."""
    label: Cell | None = None
    """The cell that names it."""
    index: Cell | None = None
    """Its printed index."""
    code: Cell | None = None
    """Its printed code."""
    unit: Cell | None = None
    """Its unit."""
    words: tuple[Cell, ...] = ()
    """Texts in its other columns of words."""
    figures: tuple[Cell, ...] = ()
    """What stands in its columns of figures."""
    is_across: bool = False
    """Whether its label is merged over columns of figures."""

    @property
    def named(self) -> tuple[Cell, ...]:
        """Everything in it but what stands in columns of figures."""
        cells = (self.index, self.label, self.code, self.unit)
        return (*(cell for cell in cells if cell is not None), *self.words)

    @property
    def label_text(self) -> str:
        """Its label on one line; empty for none."""
        return self.label.line if self.label is not None else ""

    @property
    def index_text(self) -> str:
        """Its index on one line; empty for none."""
        return self.index.line if self.index is not None else ""


def read_body(page: Page, columns: Sequence[PrintedColumn], rows: range) -> list[BodyRow]:
    """The rows that hold something in a table's columns."""
    found = [_read_row(page, columns, row) for row in rows if page.across(row)]
    return [row for row in found if row.named or row.figures]


def _read_row(page: Page, columns: Sequence[PrintedColumn], row: int) -> BodyRow:
    found: dict[Role, Cell] = {}
    words: list[Cell] = []
    figures: list[Cell] = []
    seen: list[Cell] = []
    for column in columns:
        cell = page.at(row, column.position)
        if cell is None or cell in seen:
            continue
        seen.append(cell)
        is_named = column.role in (Role.LABEL, Role.INDEX, Role.CODE, Role.ROW_UNIT) and column.role not in found
        if is_named:
            found[column.role] = cell
        elif cell.row == row:
            (figures if column.is_figure else words).append(cell)
    label, index = found.get(Role.LABEL), found.get(Role.INDEX)
    if label is None and index is not None and _is_label(index):
        # Why: a heading over rows, or "Tổng cộng", often begins in the index column.
        label, index = index, None
    first_figure = next((column.position for column in columns if column.is_figure), 0)
    return BodyRow(
        row=row,
        label=label,
        index=index,
        code=found.get(Role.CODE),
        unit=found.get(Role.ROW_UNIT),
        words=tuple(words),
        figures=tuple(figures),
        is_across=label is not None and label.is_wide and 0 < first_figure <= label.last_column,
    )


def _is_label(index: Cell) -> bool:
    """Whether what stands in the index column names the row."""
    return index.is_wide or len(index.line) > _INDEX_MAX or is_bare_total(index.line)


# Rows of several lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A body whose labels are merged over several rows."""

    rows: list[BodyRow]
    """The rows, with one left of each that only carried lines, or a heading before those that become rows."""
    lines: tuple[Cell, ...]
    """The cells that name the lines every row is split into; empty where the rows differ."""
    column: PrintedColumn | None
    """The column of their names, which is no column of the form any more."""


def split_lines(rows: Sequence[BodyRow], columns: Sequence[PrintedColumn]) -> Split:
    """Labels merged over rows: the same lines under each, or a heading over rows of its own."""
    blocks = _blocks(rows)
    column = _line_column(blocks, columns)
    if column is None:
        return Split(rows=[block[0] for block in blocks], lines=(), column=None)
    names = [[_named_in(row, column) for row in block] for block in blocks]
    spelled = {tuple(fold(cell.line) for cell in block if cell is not None) for block in names}
    first = [cell for cell in names[0] if cell is not None]
    if len(spelled) == 1 and len(first) > 1:
        kept = [replace(block[0], words=_without(block[0], column)) for block in blocks]
        return Split(
            rows=kept, lines=tuple(cell for block in names for cell in block if cell is not None), column=column
        )
    found: list[BodyRow] = []
    for block in blocks:
        if len(block) > 1 and block[0].label is not None:
            found.append(BodyRow(row=block[0].row, label=block[0].label, index=block[0].index, is_across=True))
            block = [replace(row, index=None, label=None) for row in block]
        for row in block:
            name = _named_in(row, column)
            found.append(
                replace(row, label=row.label or name, words=_without(row, column) if row.label is None else row.words)
            )
    return Split(rows=found, lines=(), column=column)


def _blocks(rows: Sequence[BodyRow]) -> list[list[BodyRow]]:
    """Rows under one merged label; a row without a label belongs to no other."""
    blocks: list[list[BodyRow]] = []
    for row in rows:
        before = blocks[-1][0] if blocks else None
        shares = before is not None and row.label is not None and row.label is before.label
        blank = (
            before is not None and row.label is None and before.label is None and bool(row.words) and bool(before.words)
        )
        if shares or blank:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _line_column(blocks: Sequence[Sequence[BodyRow]], columns: Sequence[PrintedColumn]) -> PrintedColumn | None:
    """The column right of the label that names the rows of each block; None where there is none."""
    label = next((place for place, column in enumerate(columns) if column.role is Role.LABEL), None)
    if label is None or not any(len(block) > 1 for block in blocks) or label + 1 >= len(columns):
        return None
    column = columns[label + 1]
    # Why not a column of remarks: its words are typed, not printed.
    if column.is_figure or role_of(column.title) is not None:
        return None
    rows = [row for block in blocks if len(block) > 1 for row in block]
    return column if all(_named_in(row, column) is not None for row in rows) else None


def _named_in(row: BodyRow, column: PrintedColumn) -> Cell | None:
    return next((cell for cell in row.words if cell.column == column.position and not is_dots(cell.line)), None)


def _without(row: BodyRow, column: PrintedColumn) -> tuple[Cell, ...]:
    return tuple(cell for cell in row.words if cell.column != column.position)
