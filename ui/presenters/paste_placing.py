"""Where the cells of a pasted block go: by position, as in a spreadsheet, over the rows that the form has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.documents.clipboard.block import Block, CellKind, ClipCell
from app.domain.addresses import Address
from app.domain.forms.definition import Column, ColumnType, RowsKind
from app.domain.legacy_text import find_legacy
from app.domain.rows import RowHead, order_between, parse_row_head
from app.domain.vietnamese import match_key
from ui.presenters.cells import RowKind
from ui.presenters.form_grid import FormGrid

Line = Sequence[ClipCell]
_EMPTY = (CellKind.BLANK, CellKind.COVERED)
_OF_A_TOTAL = re.compile(r"(tổng(?: số| cộng)?|cộng)\W*")


class Area(NamedTuple):
    """A range of the grid, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


class Landing(NamedTuple):
    """A pasted cell and the cell of the form it comes to."""

    address: str
    column: Column
    cell: ClipCell
    row: int
    """Row of the grid; -1 for a row that is still to be made."""
    line: int
    """Line of the block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person chose about where the lines go; None leaves it to what the block says."""

    add_rows: bool = True
    """Lines without a row become rows."""
    by_names: bool | None = None
    """Lines go to the rows of their names, not by their order."""
    headings: bool | None = None
    """Lines without anything in them stand for the form's headings."""


@dataclass(slots=True, kw_only=True)
class Placement:
    """Where everything goes, and what has no place."""

    landings: list[Landing] = field(default_factory=list)
    """Cells that take typing."""
    heads: dict[str, str] = field(default_factory=dict)
    """Cells that make the new rows, with their values."""
    new_lines: list[int] = field(default_factory=list)
    """Lines that become rows, or would."""
    calculated: list[Landing] = field(default_factory=list)
    """Figures over cells that the form calculates."""
    closed: list[Landing] = field(default_factory=list)
    """Something over cells that cannot apply."""
    left_lines: list[int] = field(default_factory=list)
    """Lines with something in them for which there is no row."""
    beside: int = 0
    """Cells with something in them right of the table."""
    misnamed: list[tuple[str, str]] = field(default_factory=list)
    """Rows that are called otherwise in the block: (name here, name there)."""
    names_help: bool = False
    """Whether the lines could go by their names instead."""
    by_names: bool = False
    """Whether they do."""
    headings_unsure: bool = False
    """Whether blank lines may or may not stand for headings."""
    is_tiled: bool = False
    """Whether the block is repeated over the selection."""


def place_block(
    grid: FormGrid, block: Block, area: Area, new_key: Callable[[], str], wishes: Wishes | None = None
) -> Placement:
    """Where the block goes when it is pasted at the corner of `area`, or repeated where it fits in several times."""
    return _Placing(grid, block, area, new_key, wishes or Wishes()).placed()


class _Placing:
    def __init__(self, grid: FormGrid, block: Block, area: Area, new_key: Callable[[], str], wishes: Wishes) -> None:
        self._grid = grid
        self._area = area
        self._new_key = new_key
        self._wishes = wishes
        self._found = Placement()
        self._lines = self._repeated(block)
        self._left = area.left
        self._names = self._read_names()
        self._heading_lines: set[int] = set()
        self._stepped_over = False
        self._made: dict[int, tuple[RowHead, str]] = {}
        """Row of an offer -> the head made there last, and the order key of the row that follows."""

    def placed(self) -> Placement:
        self._found.by_names = self._goes_by_names()
        rows = self._rows_by_name() if self._found.by_names else self._rows_by_order()
        for line, row in enumerate(rows):
            if row is not None and self._grid.rows[row].kind is not RowKind.ADD:
                self._lay(line, row)
        self._add_rows(rows)
        return self._found

    def _repeated(self, block: Block) -> Sequence[Line]:
        """The block's lines, repeated over a selection that is a multiple of it."""
        rows = [row for row in self._grid.rows[self._area.top : self._area.bottom + 1] if _takes_line(row.kind)]
        down, down_rest = divmod(len(rows), block.height)
        right, right_rest = divmod(self._area.right - self._area.left + 1, block.width)
        if down_rest or right_rest or not down or not right:
            return list(block.lines)
        self._found.is_tiled = down * right > 1
        return [tuple(line) * right for line in block.lines] * down

    # ---- names ------------------------------------------------------------------------------------

    def _read_names(self) -> list[str]:
        """The name each line gives its row, readable; empty where it gives none."""
        at = self._grid.label_column - self._left
        if not 0 <= at < len(self._lines[0]) or not self._grid.shape.columns[self._grid.label_column].label:
            return [""] * len(self._lines)
        cells = [line[at] for line in self._lines]
        names = [cell.text.strip() for cell in cells]
        found = find_legacy(names, [cell.font for cell in cells] if any(cell.font for cell in cells) else ())
        for conversion in found.conversions if found else ():
            names[conversion.index] = conversion.after
        return names

    def _goes_by_names(self) -> bool:
        """Compare names in place; whether the lines go by name."""
        if not any(self._names) or len(self._lines[0]) == 1:
            return False
        where = self._unique_names()
        pairs = [
            (line, row)
            for line, row in enumerate(self._rows_by_order())
            if row is not None and self._names[line] and self._is_entry(row) and self._grid.row_label(row)
        ]
        self._found.misnamed = [
            (self._grid.row_label(row), self._names[line])
            for line, row in pairs
            if match_key(self._grid.row_label(row)) != match_key(self._names[line])
        ]
        if not self._found.misnamed:
            return False
        named = [line for line, name in enumerate(self._names) if name and not self._is_total(line)]
        known = [line for line in named if match_key(self._names[line]) in where]
        self._found.names_help = bool(known)
        if self._wishes.by_names is not None:
            return self._wishes.by_names and bool(known)
        return len(known) == len(named)

    def _unique_names(self) -> Mapping[str, int]:
        """Name -> row, of names that one row alone has."""
        where: dict[str, int] = {}
        twice: set[str] = set()
        for at in range(len(self._grid.rows)):
            if self._is_entry(at) and (name := match_key(self._grid.row_label(at))):
                twice.update((name,) if name in where else ())
                where[name] = at
        return {name: at for name, at in where.items() if name not in twice}

    def _rows_by_name(self) -> list[int | None]:
        where = self._unique_names()
        offer, total = self._first(RowKind.ADD), self._first(RowKind.TOTAL)
        rows: list[int | None] = []
        for line, name in enumerate(self._names):
            known = where.get(match_key(name)) if name else None
            if known is None:
                known = total if self._is_total(line) else offer if name else None
            rows.append(known)
        return rows

    def _first(self, kind: RowKind) -> int | None:
        return next((at for at, row in enumerate(self._grid.rows) if row.kind is kind), None)

    # ---- order ------------------------------------------------------------------------------------

    def _rows_by_order(self) -> list[int | None]:
        """The row of each line; an offer's for a line that would be a new row, None for one without any."""
        shown = self._grid.rows
        rows: list[int | None] = []
        self._heading_lines, self._stepped_over = set(), False
        at = self._area.top
        for line in range(len(self._lines)):
            while at < len(shown) and self._passes(line, at):
                at += 1
            if at >= len(shown):
                rows.append(None)
            elif shown[at].kind is RowKind.ADD:
                rows.append(at)
            else:
                rows.append(at)
                at += 1
        blank = {line for line in range(len(self._lines)) if self._is_blank(line)}
        self._found.headings_unsure = bool(self._heading_lines) and (self._stepped_over or blank != self._heading_lines)
        return rows

    def _passes(self, line: int, at: int) -> bool:
        """Whether the line goes past the row at `at`."""
        kind = self._grid.rows[at].kind
        if kind is RowKind.GROUP:
            heads = self._is_heading(line, at)
            self._stepped_over = self._stepped_over or not heads
            return not heads
        if kind is not RowKind.ADD or at + 1 >= len(self._grid.rows):
            return False
        following = self._grid.rows[at + 1].kind
        if following is RowKind.GROUP:
            return self._is_named(line, at + 1)
        return following in (RowKind.SUBTOTAL, RowKind.TOTAL) and self._is_total(line)

    def _is_heading(self, line: int, at: int) -> bool:
        """Whether the line stands for a heading: by its words, or because there is nothing in it."""
        if self._is_named(line, at):
            return True
        if not self._is_blank(line) or self._wishes.headings is False:
            return False
        self._heading_lines.add(line)
        return True

    def _is_named(self, line: int, at: int) -> bool:
        title = match_key(self._grid.rows[at].title)
        words = [match_key(cell.text) for cell in self._lines[line] if cell.kind is CellKind.TEXT]
        return any(word and (word == title or title.endswith(f". {word}")) for word in words)

    def _is_blank(self, line: int) -> bool:
        return all(cell.kind in _EMPTY for cell in self._lines[line])

    def _is_total(self, line: int) -> bool:
        """Whether a line adds up those above it: by its words, or by its figures."""
        words = [cell.text.strip().casefold() for cell in self._lines[line] if cell.kind is CellKind.TEXT]
        if any(_OF_A_TOTAL.fullmatch(one) or one == self._grid.table.total_title.casefold() for one in words if one):
            return True
        if line + 1 < len(self._lines):
            return False
        above = self._lines[:line]
        sums = [
            (cell.number, sum(one[at].number or 0 for one in above))
            for at, cell in enumerate(self._lines[line])
            if cell.number is not None
        ]
        return len(above) > 1 and any(number for number, _ in sums) and all(one == other for one, other in sums)

    def _is_entry(self, at: int) -> bool:
        return self._grid.rows[at].kind in (RowKind.ENTRY, RowKind.OF_WHICH)

    # ---- laying -----------------------------------------------------------------------------------

    def _lay(self, line: int, row: int) -> None:
        columns = self._grid.table.columns
        sheet = self._grid.sheet
        addresses = self._grid.rows[row].addresses
        for offset, cell in enumerate(self._lines[line]):
            at = self._left + offset
            if cell.kind is CellKind.COVERED:
                continue
            if at >= len(columns):
                self._found.beside += cell.kind is not CellKind.BLANK
                continue
            address = addresses[at]
            if not address:
                continue
            landing = Landing(address, columns[at], cell, row, line)
            if sheet.is_entry(address):
                self._found.landings.append(landing)
            elif cell.kind is CellKind.BLANK or self._found.is_tiled:
                continue
            elif not sheet.is_closed(address):
                self._found.calculated.append(landing)
            elif cell.text.strip().casefold() not in ("x", "×", "-"):
                self._found.closed.append(landing)

    # ---- new rows ---------------------------------------------------------------------------------

    def _add_rows(self, rows: Sequence[int | None]) -> None:
        shown, table = self._grid.rows, self._grid.table
        without = [line for line, row in enumerate(rows) if row is None or shown[row].kind is RowKind.ADD]
        for line in without:
            if self._is_blank(line):
                continue
            offer = rows[line]
            if offer is None or table.rows_kind is not RowsKind.FREE or table.lines or self._is_total(line):
                self._found.left_lines.append(line)
                continue
            self._found.new_lines.append(line)
            if self._wishes.add_rows:
                self._make_row(line, offer)

    def _make_row(self, line: int, offer: int) -> None:
        """Make the row of a line before the offer at a row, below the one made there last."""
        key, table = self._new_key(), self._grid.table
        if offer in self._made:
            before, after = self._made[offer]
            head = RowHead(order=order_between(before.order, after), group=before.group)
        else:
            (value,) = self._grid.new_row(offer, key).values()
            first = parse_row_head(value)
            assert first is not None
            head = first
            later = (other.order for other in self._grid.heads().values() if other.order > head.order)
            after = min(later, default="")
        self._made[offer] = (head, after)
        self._found.heads |= self._grid.head_cell(key, head)
        for offset, cell in enumerate(self._lines[line]):
            at = self._left + offset
            if at >= len(table.columns):
                self._found.beside += cell.kind not in _EMPTY
                continue
            column = table.columns[at]
            if cell.kind in _EMPTY or column.type is ColumnType.INDEX:
                continue
            landing = Landing(str(Address(table.key, key, column.key)), column, cell, -1, line)
            (self._found.calculated if column.computed else self._found.landings).append(landing)


def _takes_line(kind: RowKind) -> bool:
    return kind not in (RowKind.GROUP, RowKind.ADD)
