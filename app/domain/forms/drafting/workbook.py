"""A workbook as it is printed: texts at places, merged cells, indentation. No file format is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

import msgspec


class Cell(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A cell that holds something, with the cells merged into it."""

    row: int
    """From 1."""
    column: int
    """From 1; A is 1."""
    last_row: int
    """The lowest row it covers; its own where nothing is merged."""
    last_column: int
    """The rightmost column it covers."""
    text: str
    """What it shows, NFC, control characters taken out; line breaks kept."""
    is_number: bool = False
    """Whether Excel stores a number, not a text."""
    is_date: bool = False
    """Whether Excel stores a date."""
    formula: str = ""
    """The formula behind it, with its `=`; empty for none."""
    indent: int = 0
    """How far it is indented: the alignment's steps, or leading spaces by twos."""
    bold: bool = False
    """Whether it is printed bold."""
    font: str = ""
    """Its font's name."""
    comment: str = ""
    """The comment pinned to it; empty for none."""

    @property
    def place(self) -> str:
        """Its address, `B7`."""
        return place(self.row, self.column)

    @property
    def is_wide(self) -> bool:
        """Whether it covers several columns."""
        return self.last_column > self.column

    @property
    def line(self) -> str:
        """Its text on one line, spaces single."""
        return one_line(self.text)


class Sheet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sheet of a workbook."""

    name: str
    """Its tab's words."""
    cells: tuple[Cell, ...]
    """Cells that hold something, row by row."""
    is_hidden: bool = False
    """Whether its tab is hidden."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that are hidden."""
    hidden_columns: tuple[int, ...] = ()
    """Columns that are hidden."""
    choices: Mapping[int, tuple[str, ...]] = {}
    """Column -> the values its drop-down offers, where they are written out."""
    widths: Mapping[int, float] = {}
    """Column -> width in characters, where it is set."""


class Workbook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A workbook."""

    sheets: tuple[Sheet, ...]
    """In the order of their tabs."""
    drawn: tuple[str, ...] = ()
    """Texts in shapes that float over the cells."""


_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")


def one_line(text: str) -> str:
    """A text without line breaks, its spaces single."""
    return _SPACES.sub(" ", text).strip()


def letters(column: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def place(row: int, column: int) -> str:
    """A cell's address, `B7`."""
    return f"{letters(column)}{row}"


class Page:
    """A sheet to look at by row and column; merged cells are seen at every place they cover."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.cells = tuple(cell for cell in sheet.cells if cell.line)
        """Cells with a text, row by row, left to right."""
        self._covering: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.last_row + 1):
                for column in range(cell.column, cell.last_column + 1):
                    self._covering[row, column] = cell

    @cached_property
    def rows(self) -> Mapping[int, tuple[Cell, ...]]:
        """Row -> the cells that begin in it, left to right; only rows where one does."""
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return {row: tuple(cells) for row, cells in found.items()}

    @cached_property
    def last_row(self) -> int:
        """The lowest row anything covers; 0 on an empty sheet."""
        return max((cell.last_row for cell in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The rightmost column anything covers."""
        return max((cell.last_column for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell seen at a place."""
        return self._covering.get((row, column))

    def starting(self, row: int) -> tuple[Cell, ...]:
        """The cells that begin in a row."""
        return self.rows.get(row, ())

    def across(self, row: int) -> tuple[Cell, ...]:
        """The cells seen in a row, merged ones from above included, left to right."""
        return self._seen.get(row, ())

    @cached_property
    def _seen(self) -> Mapping[int, tuple[Cell, ...]]:
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.last_row + 1):
                found.setdefault(row, []).append(cell)
        return {row: tuple(sorted(cells, key=lambda cell: cell.column)) for row, cells in found.items()}
