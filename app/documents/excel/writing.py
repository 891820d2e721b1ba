"""A placed report written as an .xlsx file, in the type and margins of official documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.excel.whole_file import new_workbook
from app.documents.placed import Placed, PlacedSheet, Style, day_of, shown_text
from app.domain.forms.definition import Column, ColumnType
from app.domain.forms.drafting.workbook import place

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_FONT = "Times New Roman"
_MM = 1 / 25.4
_ENTRY_TINT, _LOCKED_TINT, _CLOSED_TINT = "#FFFBEA", "#F2F4F7", "#E3E6EA"
_BORDERED: Mapping[str, Any] = {"border": 1, "border_color": "#7F7F7F", "font_size": 11, "valign": "vcenter"}
_CENTRED: Mapping[str, Any] = {"align": "center", "valign": "vcenter", "text_wrap": True}
_STYLES: Mapping[Style, Mapping[str, Any]] = {
    Style.LEFT: {"text_wrap": True, "valign": "top"},
    Style.LEFT_STRONG: {"bold": True, "text_wrap": True, "valign": "top"},
    Style.LEFT_SMALL: {"italic": True, "font_size": 11, "text_wrap": True, "valign": "top"},
    Style.TITLE: {"bold": True, "font_size": 13, **_CENTRED},
    Style.CENTRE: _CENTRED,
    Style.CENTRE_SMALL: {"italic": True, **_CENTRED},
    Style.RIGHT_SMALL: {"italic": True, "align": "right"},
    Style.HEADER: {**_BORDERED, **_CENTRED, "bold": True},
    Style.NUMBER: {**_BORDERED, **_CENTRED, "italic": True},
    Style.GROUP: {**_BORDERED, "text_wrap": True},
    Style.INDEX: {**_BORDERED, "align": "center"},
    Style.WORDS: {**_BORDERED, "text_wrap": True},
    Style.FIGURE: {**_BORDERED, "align": "right"},
    Style.DATE: {**_BORDERED, "align": "center", "num_format": "dd/mm/yyyy"},
    Style.CLOSED: {**_BORDERED, "align": "center", "bg_color": _CLOSED_TINT},
    Style.SECTION: {"bold": True, "text_wrap": True},
    Style.SECTION_TEXT: {"text_wrap": True, "valign": "top", "align": "justify"},
    Style.SIGN: {"bold": True, **_CENTRED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the file says of itself."""

    title: str
    made_at: datetime
    is_draft: bool


def write_workbook(
    path: Path, sheets: Sequence[PlacedSheet], about: About, hidden: tuple[str, Sequence[str]] | None = None
) -> None:
    """Write the sheets; the file is there whole, or not at all.

    With `hidden`, a sheet's name and its lines, it is a twin: that sheet lies out of sight, cells to type into take
    values that fit, and all others are locked. Raises InputError `workbook.output`, `paper.in_use`.
    """
    with new_workbook(path) as book:
        book.set_properties({"title": about.title, "created": about.made_at.replace(tzinfo=None)})
        formats = _Formats(book, is_twin=hidden is not None)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, about, formats)
        if hidden is not None:
            _write_hidden(book.add_worksheet(hidden[0]), hidden[1])


class _Formats:
    """Each look made once: a workbook holds them by number."""

    def __init__(self, book: Workbook, *, is_twin: bool) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}
        self.is_twin = is_twin

    def of(self, cell: Placed) -> Format:
        """How a cell looks."""
        decimals = cell.definition.decimals if cell.definition is not None and cell.is_plain_figure else -1
        key = (cell.style, cell.strong, min(cell.indent, 8), decimals, cell.is_entry, cell.definition is not None)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._book.add_format(self._look(cell, decimals))
        return made

    def _look(self, cell: Placed, decimals: int) -> dict[str, Any]:
        look: dict[str, Any] = {"font_name": _FONT, "font_size": 12, **_STYLES[cell.style]}
        if cell.strong:
            look["bold"] = True
        if cell.indent:
            look["indent"] = min(cell.indent, 8)
        if decimals >= 0:
            look["num_format"] = "#,##0" + ("." + "0" * decimals if decimals else "")
        if self.is_twin and cell.definition is not None:
            look["locked"] = not cell.is_entry
            if cell.style is not Style.CLOSED:
                look["bg_color"] = _ENTRY_TINT if cell.is_entry else _LOCKED_TINT
        return look


def _write_sheet(sheet: Worksheet, placed: PlacedSheet, about: About, formats: _Formats) -> None:
    _set_page(sheet, placed, about)
    for column, width in enumerate(placed.widths):
        sheet.set_column(column, column, width)
    for row, height in placed.heights.items():
        sheet.set_row(row, height)
    for cell in placed.cells:
        _write_cell(sheet, cell, formats.of(cell))
    if placed.has_table:
        sheet.freeze_panes(placed.header[1] + 1, placed.frozen_columns)
    if formats.is_twin:
        _guard_entries(sheet, placed)
        sheet.protect("", {"format_columns": True, "format_rows": True})


def _set_page(sheet: Worksheet, placed: PlacedSheet, about: About) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=30 * _MM, right=15 * _MM, top=20 * _MM, bottom=20 * _MM)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    if placed.has_table:
        sheet.repeat_rows(*placed.header)
    sheet.print_area(0, 0, placed.last_row, max(len(placed.widths) - 1, 0))
    regular, bold = (f'&"{_FONT},{weight}"' for weight in ("Regular", "Bold"))
    draft = f"&L{bold}&12BẢN NHÁP" if about.is_draft else ""
    sheet.set_header(f"{draft}&C{regular}&13&P")
    if about.is_draft:
        sheet.set_footer(f"&L{bold}&11BẢN NHÁP - in lúc {about.made_at:%H:%M %d/%m/%Y}, chưa chốt số liệu")


def _write_cell(sheet: Worksheet, cell: Placed, look: Format) -> None:
    row, column = cell.row, cell.column
    if (cell.last_row, cell.last_column) != (row, column):
        sheet.merge_range(row, column, cell.last_row, cell.last_column, "", look)
    if not cell.text:
        sheet.write_blank(row, column, None, look)
    elif cell.is_plain_figure:
        sheet.write_number(row, column, float(cell.text), look)
    elif (day := day_of(cell)) is not None:
        sheet.write_datetime(row, column, day, look)
    else:
        sheet.write_string(row, column, shown_text(cell), look)


# ---- the twin --------------------------------------------------------------------------------------


def _guard_entries(sheet: Worksheet, placed: PlacedSheet) -> None:
    """Let each column's entry cells take only what fits; marks are figures too."""
    rows: dict[int, list[int]] = {}
    definitions: dict[int, Column] = {}
    for cell in placed.cells:
        if cell.is_entry and cell.definition is not None:
            rows.setdefault(cell.column, []).append(cell.row)
            definitions[cell.column] = cell.definition
    for column, taken in rows.items():
        rule = _rule(definitions[column], place(taken[0] + 1, column + 1))
        if rule is not None:
            first, *others = _runs(taken)
            areas = [[start, column, stop, column] for start, stop in others]
            sheet.data_validation(first[0], column, first[1], column, {**rule, "other_cells": areas})


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring rows, first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _rule(column: Column, at: str) -> dict[str, Any] | None:
    """What Excel lets into a column, its first cell being `at`; None for anything."""
    if column.type is ColumnType.CHOICE:
        # Excel holds a list of at most 255 characters, set apart by commas.
        if len(",".join(column.choices)) > 255 or any("," in choice for choice in column.choices):
            return None
        return {"validate": "list", "source": list(column.choices), **_said("Chọn một giá trị trong danh sách.")}
    if not column.is_number:
        return None
    parts = [f"ISNUMBER({at})"]
    if not column.signed:
        parts.append(f"{at}>=0")
    parts.append(f"ABS(ROUND({at},{column.decimals})-{at})<0.0000001" if column.decimals < 7 else "TRUE")
    marks = f'{at}="-",{at}="...",{at}="…"'
    # Why IF: AND judges all its parts, and a text in a sum is an error, which Excel takes for no.
    formula = f"=IF(ISNUMBER({at}),AND({','.join(parts)}),OR({marks}))"
    kind = "số" if column.decimals else "số nguyên"
    sign = "" if column.signed else " không âm"
    digits = f", tối đa {column.decimals} chữ số thập phân" if column.decimals else ""
    hint = f"Ô này nhận {kind}{sign}{digits}; - khi không phát sinh, ... khi chưa có số liệu."
    return {"validate": "custom", "value": formula, **_said(hint)}


def _said(hint: str) -> dict[str, Any]:
    return {"error_title": "Không nhập được", "error_message": hint, "error_type": "stop"}


def _write_hidden(sheet: Worksheet, lines: Sequence[str]) -> None:
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    sheet.protect("")
    sheet.very_hidden()
