"""Workbooks built in code: a grid of texts, merged cells, and whatever is odd about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None
Grid = Sequence[Sequence[Value]]

TITLE = "BIỂU THỬ"


def fill(sheet: Worksheet, grid: Grid, *, merged: str = "", top: int = 1) -> None:
    """Write a grid from row `top`; texts that begin with = stay texts. `merged`: ranges set apart by spaces."""
    for row, cells in enumerate(grid, top):
        for column, value in enumerate(cells, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for area in merged.split():
        sheet.merge_cells(area)


def indent(sheet: Worksheet, **steps: int) -> None:
    """Indent cells: `indent(sheet, A5=1)`."""
    for place, step in steps.items():
        sheet[place].alignment = Alignment(indent=step)


def build(
    path: Path,
    grid: Grid,
    *,
    merged: str = "",
    title: str = TITLE,
    change: Callable[[Worksheet], None] = lambda sheet: None,
) -> Path:
    """Write a workbook of one sheet: the title in row 1, the grid from row 3."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet["A1"] = title
        sheet["A1"].font = Font(bold=True)
        width = max(len(row) for row in grid)
        if width > 1:
            sheet.merge_cells(f"A1:{get_column_letter(width)}1")
    fill(sheet, grid, merged=merged, top=3)
    change(sheet)
    book.save(path)
    return path
