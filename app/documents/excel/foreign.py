"""A workbook of somebody else's beside a report: columns found by their printed numbers or titles, rows by labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.documents.excel.cell_values import CellValue, read_cell
from app.documents.excel.returning import Change, Problem, Returned, Source
from app.domain.addresses import ROW
from app.domain.forms.definition import Column, ColumnType, RowsKind, Table
from app.domain.forms.drafting.workbook import Cell, Page, Workbook
from app.domain.numbers import read_number
from app.domain.relations.layout import RowKind, SheetRow
from app.domain.relations.sheet import Sheet
from app.domain.rows import RowHead, order_between, parse_row_head
from app.domain.vietnamese import fold
from app.errors import AppError, InputError

_HEADER_ROWS = 60
"""A header stands among so many first rows."""
_BRACKETS = re.compile(r"[()\[\]\s]+")
_NUMBERING = re.compile(r"^(?:(?:[0-9]+(?:\.[0-9]+)*|[ivxlc]+|[a-z])[.)]|[-+*•–])\s*")

_TOTAL = re.compile(r"(?:tổng(?: số| cộng)?|cộng(?: \S{1,4})?|tong (?:so|cong))\s*:?")
"""Words of a total row; a name such as Công an or Tổng hợp is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """Where a table lies in a sheet."""

    page: Page
    table: Table
    columns: Mapping[str, int]
    """Column key -> column of the sheet."""
    first_row: int
    """First row below the header."""


def compare_foreign(workbook: Workbook, sheet: Sheet, now: Mapping[str, str], new_key: Callable[[], str]) -> Returned:
    """What a workbook without a statement brings to the report; its blank cells change nothing.

    Raises InputError `paper.no_table` where no sheet has the columns of one of the form's tables.
    """
    matches = [match for table in sheet.form.tables if (match := _find(workbook, table)) is not None]
    if not matches:
        raise InputError("paper.no_table", form=sheet.form.code)
    changes: list[Change] = []
    problems: list[Problem] = []
    for match in matches:
        reading = _TableReading(match, sheet, now, new_key)
        reading.read()
        changes += reading.changes
        problems += reading.problems
    wanted = sum(1 for table in sheet.form.tables for column in table.columns if _is_typed(column))
    found = sum(1 for match in matches for column in match.table.columns if column.key in match.columns)
    notes = ("paper.columns_left",) if found < wanted else ()
    return Returned(
        source=Source.FOREIGN, changes=() if problems else tuple(changes), problems=tuple(problems), notes=notes
    )


def _is_typed(column: Column) -> bool:
    return column.type is not ColumnType.INDEX and not column.computed


# ---- columns -----------------------------------------------------------------------------------------


def _find(workbook: Workbook, table: Table) -> _Match | None:
    """The sheet that shows most of a table's columns, at least half of those that are typed."""
    best: _Match | None = None
    for sheet in workbook.sheets:
        if sheet.is_hidden:
            continue
        page = Page(sheet)
        for match in (_by_titles(page, table), _by_numbers(page, table)):
            if match is not None and (best is None or len(match.columns) > len(best.columns)):
                best = match
    if best is None:
        return None
    typed = [column.key for column in table.columns if column.is_number and not column.computed]
    return best if sum(1 for key in typed if key in best.columns) * 2 >= max(len(typed), 1) else None


def _by_numbers(page: Page, table: Table) -> _Match | None:
    """By the row of printed numbers: (1) (2) (3) …"""
    numbers = {column.number: column.key for column in table.columns if column.number}
    if len(numbers) < 2:
        return None
    best: tuple[dict[str, int], int] = ({}, 0)
    for row in range(1, min(page.last_row, _HEADER_ROWS) + 1):
        found: dict[str, int] = {}
        cells = page.starting(row)
        for cell in cells:
            # Some print the relation with the number: (3)=(4)+(5).
            key = numbers.get(_BRACKETS.sub("", cell.line.partition("=")[0]))
            if key is not None:
                found.setdefault(key, cell.column)
        # Why nearly all: small figures in a row of data are no printed numbers.
        if len(found) > max(len(best[0]), 1) and len(found) * 5 >= len(cells) * 4:
            best = (found, row)
    columns, row = best
    if not columns:
        return None
    titles = _titles_at(page, row - 1)
    # A column without a printed number stands among its neighbours by its title.
    for column in table.columns:
        if column.key not in columns:
            at = next((at for at, path in titles.items() if path and path[-1] == fold(column.title_path[-1])), None)
            if at is not None and at not in columns.values():
                columns[column.key] = at
    return _Match(page=page, table=table, columns=columns, first_row=row + 1)


def _by_titles(page: Page, table: Table) -> _Match | None:
    """By the folded words of the header, from the outermost cell to the column's own."""
    paths = {column.key: tuple(fold(title) for title in column.title_path) for column in table.columns}
    best: tuple[dict[str, int], int] = ({}, 0)
    for row in range(1, min(page.last_row, _HEADER_ROWS) + 1):
        if not page.starting(row):
            continue
        titles = _titles_at(page, row)
        found: dict[str, int] = {}
        for key, path in paths.items():
            fitting = [at for at, seen in titles.items() if seen[-len(path) :] == path and at not in found.values()]
            if fitting:
                found[key] = fitting[0]
        if len(found) > len(best[0]):
            best = (found, row)
    columns, row = best
    return _Match(page=page, table=table, columns=columns, first_row=row + 1) if len(columns) > 1 else None


def _titles_at(page: Page, row: int) -> Mapping[int, tuple[str, ...]]:
    """Column of the sheet -> folded words above it, outermost first, down to a row; up to the first blank cell."""
    found = {}
    for column in range(1, page.last_column + 1):
        path: list[str] = []
        seen: Cell | None = None
        for at in range(row, 0, -1):
            cell = page.at(at, column)
            if cell is None:
                break
            if cell is not seen:
                path.append(fold(re.sub(r"\s*\([^()]*\)\s*\Z", "", cell.line) or cell.line))
            seen = cell
        if path:
            found[column] = tuple(reversed(path))
    return found


# ---- rows --------------------------------------------------------------------------------------------


class _TableReading:
    """One table's rows, matched from top to bottom."""

    def __init__(self, match: _Match, sheet: Sheet, now: Mapping[str, str], new_key: Callable[[], str]) -> None:
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self._match = match
        self._table = match.table
        self._sheet = sheet
        self._now = now
        self._new_key = new_key
        self._label = next((column for column in match.table.columns if column.type is ColumnType.LABEL), None)
        self._rows: list[SheetRow] = [row for row in sheet.rows(match.table.key) if row.kind is not RowKind.GROUP]
        self._reached = 0
        self._group = ""
        heads = [head for address, value in now.items() if self._is_head(address) and (head := parse_row_head(value))]
        self._order = max((head.order for head in heads), default="")

    def _is_head(self, address: str) -> bool:
        return address.startswith(f"{self._table.key}/") and address.endswith(f"/{ROW}")

    def read(self) -> None:
        """Take in every row that has something in a column of figures or words."""
        page = self._match.page
        for number in range(self._match.first_row, page.last_row + 1):
            cells = self._cells_of(number)
            label = _words_of(cells.get(self._label.key) if self._label else None)
            has_figures = any(_is_figure(cells[key]) for key in self._figures() if key in cells)
            if self._starts_group(label, has_figures) or not (has_figures or label):
                continue
            row = self._row_of(label)
            if row is not None:
                self._take(row, cells)
            elif has_figures and label and self._table.rows_kind is RowsKind.FREE and not self._table.lines:
                if not _is_total(label):
                    self._add(cells)
            elif has_figures and not _is_total(label):
                place = f"{page.sheet.name}!{next(iter(cells.values())).place}"
                self.problems.append(Problem(place=place, code="paper.row_unknown", params={"label": label[:80]}))

    def _cells_of(self, number: int) -> dict[str, Cell]:
        """Column key -> cell of a row of the sheet; one merged over several columns or rows only where it names."""
        found = {}
        for column in self._table.columns:
            at = self._match.columns.get(column.key)
            cell = self._match.page.at(number, at) if at is not None else None
            if cell is not None and (column is self._label or (cell.row == number and not cell.is_wide)):
                found[column.key] = cell
        return found

    def _figures(self) -> Iterable[str]:
        return (column.key for column in self._table.columns if column.is_number)

    def _starts_group(self, label: str, has_figures: bool) -> bool:
        key = _bare(label)
        group = next((one for one in self._table.groups if key and key == _bare(one.title)), None)
        if group is None or has_figures:
            return False
        self._group = group.code
        return True

    def _row_of(self, label: str) -> SheetRow | None:
        """The next row of that name; one further up where none follows. A table of one unnamed row takes it."""
        rows = self._rows
        key = _bare(label)
        if self._label is None:
            row = rows[self._reached] if self._reached < len(rows) else None
            self._reached += 1
            return row
        order: tuple[int, ...] = (*range(self._reached, len(rows)), *range(self._reached))
        found = next((at for at in order if key and _bare(self._name_of(rows[at])) == key), None)
        if found is None:
            return None
        self._reached = found + 1
        return rows[found]

    def _name_of(self, row: SheetRow) -> str:
        assert self._label is not None
        return row.label or self._sheet.value(f"{self._table.key}/{row.key}/{self._label.key}") or ""

    def _take(self, row: SheetRow, cells: Mapping[str, Cell]) -> None:
        """A row that is here: what its cells say otherwise."""
        for column in self._table.columns:
            address = f"{self._table.key}/{row.key}/{column.key}"
            cell = cells.get(column.key)
            if cell is None or column is self._label or not self._sheet.is_entry(address):
                continue
            read = self._read(column, cell, address)
            if read is None or read.value is None or read.value == self._sheet.value(address):
                continue
            now = self._now.get(address)
            self.changes.append(
                Change(
                    address=address, base=now, now=now, new=read.value, cells={address: read.value}, doubt=read.doubt
                )
            )

    def _add(self, cells: Mapping[str, Cell]) -> None:
        """A row that is not here yet."""
        row = f"{self._table.key}/{self._new_key()}"
        self._order = order_between(self._order, "")
        head = str(RowHead(order=self._order, group=self._group or self._first_group()))
        made: dict[str, str | None] = {f"{row}/{ROW}": head}
        doubts = []
        for column in self._table.columns:
            cell = cells.get(column.key)
            if cell is None or not _is_typed(column):
                continue
            read = self._read(column, cell, f"{row}/{column.key}")
            if read is not None and read.value is not None:
                made[f"{row}/{column.key}"] = read.value
                doubts += [read.doubt] if read.doubt else []
        self.changes.append(
            Change(address=f"{row}/{ROW}", base=None, now=None, new=head, cells=made, doubt=", ".join(doubts))
        )

    def _first_group(self) -> str:
        return self._table.groups[0].code if self._table.groups else ""

    def _read(self, column: Column, cell: Cell, address: str) -> CellValue | None:
        if column.is_number and cell.line.casefold() == "x":
            return None
        try:
            return read_cell(column, cell, address)
        except AppError as error:
            place = f"{self._match.page.sheet.name}!{cell.place}"
            self.problems.append(Problem(place=place, code=error.code, params=error.params))
            return None


def _words_of(cell: Cell | None) -> str:
    return cell.line if cell is not None else ""


def _is_figure(cell: Cell) -> bool:
    return cell.is_number or read_number(cell.text).value is not None


def _bare(label: str) -> str:
    """A label to compare by: folded, without the numbering before it."""
    plain = fold(label)
    return _NUMBERING.sub("", plain) or plain


def _is_total(label: str) -> bool:
    return _TOTAL.fullmatch(" ".join(label.casefold().split())) is not None
