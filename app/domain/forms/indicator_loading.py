"""The indicators of a table: figures that other forms may hold too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from app.domain.forms.definition import Indicator
from app.domain.forms.reading import Reader
from app.domain.forms.tables import CELLS_MAX, Names
from app.domain.relations.layout import TOTAL

INDICATORS_MAX = 1000

_Cell: TypeAlias = tuple[str, str, str]
"""Column, row, line."""


def read_indicators(reader: Reader, names: Names) -> tuple[Indicator, ...]:
    """What `indicators` lists, each naming cells of one column; no cell holds two, those of whole columns counted."""
    given = reader.mappings("indicators")
    if len(names.columns) * max(len(names.rows), 1) * max(len(names.lines), 1) > CELLS_MAX:
        return ()  # refused already; not every cell is looked at
    if len(given) > INDICATORS_MAX:
        place = given[INDICATORS_MAX].place
        reader.problems.add("form.too_large", place, size=len(given), limit=INDICATORS_MAX)
    taken: set[_Cell] = set()
    for column in names.columns:
        if column.indicator:
            taken.update(_cells(names, column.key))
    found: list[Indicator] = []
    for entry in given[:INDICATORS_MAX]:
        indicator = _read_entry(entry, names)
        if indicator is not None:
            if not _takes(taken, _cells(names, indicator.column, indicator.rows, indicator.lines)):
                entry.problems.add("form.indicator_twice", entry.place, indicator=indicator.code)
            found.append(indicator)
        entry.finish()
    return tuple(found)


def _takes(taken: set[_Cell], cells: Iterator[_Cell]) -> bool:
    """Whether none of the cells was taken; those before one that was are taken from here on."""
    for cell in cells:
        if cell in taken:
            return False
        taken.add(cell)
    return True


def _read_entry(entry: Reader, names: Names) -> Indicator | None:
    code = entry.text("code", required=True, most=80)
    columns = names.columns_in(entry)
    rows, lines = names.rows_in(entry), names.lines_in(entry)
    if not entry.has("columns"):
        columns = tuple(column.key for column in names.columns if column.is_number)
    if len(columns) != 1:
        entry.problems.add("form.indicator_column", entry.place_of("columns"), indicator=code)
        return None
    return Indicator(code=code, column=columns[0], rows=rows, lines=lines)


def _cells(names: Names, column: str, rows: Sequence[str] = (), lines: Sequence[str] = ()) -> Iterator[_Cell]:
    """The cells named, rows and lines left out for all; `*` stands for the rows that the form does not print."""
    every_row = [row.key for row in names.rows] or ["*"]
    for row in rows or [*every_row, *([TOTAL] if names.has_total else [])]:
        for line in lines or [line.code for line in names.lines] or [""]:
            yield column, row, line
