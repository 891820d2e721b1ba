"""openpyxl's cells turned into plain ones. Runs in a process of its own; see `reading`."""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from app.documents.excel.guard import COLUMN_MAX
from app.domain.forms.drafting.workbook import Cell, Sheet, Workbook, place
from app.errors import InputError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.worksheet.worksheet import Worksheet

TEXTS_MAX = 20_000
"""Cells of a workbook that may hold something."""
SHEETS_MAX = 100

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PADDED = re.compile(r"0+\Z")
_CALL = re.compile(r"[=+\-@]\s*@?[A-Za-z_][A-Za-z0-9_.]*\s*\(")
_ITEM = re.compile(r"[+\-]\s+[A-Za-z]+\s+\(")
"""An item of a list with its unit, `- Nam (người)`: a call but for its spaces."""
_COMMAND = re.compile(r"[=+\-@].*\|.*!|@\s*\w|=\s*(?:\[|'|https?:|\\\\)", re.DOTALL)
_RUN_BY_EXCEL = re.compile(r"\|.*!|\b(?:HYPERLINK|WEBSERVICE|CALL|EXEC|REGISTER|RTD|DDE)\s*\(", re.IGNORECASE)
_DRAWING = re.compile(r"xl/drawings/drawing\d*\.xml\Z", re.IGNORECASE)
_LISTED = re.compile(r'"([^"]{1,255})"\Z')
_RELATIONS = re.compile(r"=\s*(?:round|abs|sum|if)\s*\(")


def parse_workbook(path: Path) -> Workbook:
    """The workbook's visible content. Raises InputError `workbook.*`; whatever openpyxl raises passes through."""
    import openpyxl

    with warnings.catch_warnings(), path.open("rb") as file:
        # Why: openpyxl warns of every extension it leaves out; none holds what is read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, keep_links=False)
        if len(book.worksheets) > SHEETS_MAX:
            raise InputError("workbook.too_many_parts", count=len(book.worksheets), limit=SHEETS_MAX)
        has_formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet))
        shown = openpyxl.load_workbook(file, keep_links=False, data_only=True) if has_formulas else book
        sheets = tuple(_sheet(sheet, values) for sheet, values in zip(book.worksheets, shown.worksheets, strict=True))
    if sum(len(sheet.cells) for sheet in sheets) > TEXTS_MAX:
        raise InputError("workbook.too_many_cells", place=sheets[-1].name, limit=TEXTS_MAX)
    return Workbook(sheets=sheets, drawn=tuple(_drawn(path)))


def _cells(sheet: Worksheet) -> Iterator[ExcelCell]:
    """The cells that are there, row by row, without those swallowed by a merged one."""
    from openpyxl.cell.cell import MergedCell

    # Why the private mapping: iter_rows() makes every cell of the rectangle between two far corners.
    for _, cell in sorted(sheet._cells.items()):
        if not isinstance(cell, MergedCell):
            yield cell


def _sheet(sheet: Worksheet, values: Worksheet) -> Sheet:
    merged = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
    found = []
    for cell in _cells(sheet):
        shown = values.cell(cell.row, cell.column).value if cell.data_type == "f" else cell.value
        made = _cell(cell, shown, sheet.title, merged.get((cell.row, cell.column)))
        if made is not None:
            found.append(made)
    hidden: set[int] = set()
    widths: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        span = range(dimension.min or 1, min(dimension.max or 1, COLUMN_MAX) + 1)
        hidden.update(span if dimension.hidden else ())
        widths |= {column: float(dimension.width) for column in span if dimension.customWidth}
    return Sheet(
        name=_clean(sheet.title),
        cells=tuple(found),
        is_hidden=sheet.sheet_state != "visible",
        hidden_rows=tuple(sorted(row for row, dimension in sheet.row_dimensions.items() if dimension.hidden)),
        hidden_columns=tuple(sorted(hidden)),
        choices=_choices(sheet),
        widths=widths,
    )


def _choices(sheet: Worksheet) -> dict[int, tuple[str, ...]]:
    """Column -> the values of its drop-down; lists that lie on another sheet are left out."""
    found: dict[int, tuple[str, ...]] = {}
    for rule in sheet.data_validations.dataValidation:
        listed = _LISTED.match(rule.formula1 or "") if rule.type == "list" else None
        values = tuple(dict.fromkeys(filter(None, map(str.strip, _clean(listed[1]).split(","))))) if listed else ()
        for area in rule.sqref.ranges if len(values) > 1 else ():
            found |= dict.fromkeys(range(area.min_col, min(area.max_col, COLUMN_MAX) + 1), values)
    return found


def _cell(cell: ExcelCell, shown: object, sheet: str, merged_to: tuple[int, int] | None) -> Cell | None:
    formula = _formula(cell) if cell.data_type == "f" else ""
    # Why the formula where no value is kept: a cell that holds something is never passed over.
    text = _text(shown, str(cell.number_format)) or formula
    comment = _clean(cell.comment.text) if cell.comment is not None else ""
    if not (text.strip() or comment):
        return None
    _refuse_command(formula or (text if isinstance(shown, str) else ""), bool(formula), cell, sheet)
    alignment, font = cell.alignment, cell.font
    spaces = len(text) - len(text.lstrip(" \u00a0"))
    last_row, last_column = merged_to or (cell.row, cell.column)
    return Cell(
        row=cell.row,
        column=cell.column,
        last_row=last_row,
        last_column=last_column,
        text=text,
        is_number=isinstance(shown, int | float) and not isinstance(shown, bool),
        is_date=isinstance(shown, date | time),
        formula=formula,
        indent=int(alignment.indent or 0) + spaces // 2,
        bold=bool(font.b),
        font=_clean(str(font.name or "")),
        comment=comment,
    )


def _refuse_command(text: str, is_formula: bool, cell: ExcelCell, sheet: str) -> None:
    """Refuse what would act outside its sheet: a formula that does, or a text that would once it is typed again."""
    start = text.lstrip()
    if is_formula:
        acts = _RUN_BY_EXCEL.search(start) is not None
    else:
        is_item = _ITEM.match(start) is not None and _RUN_BY_EXCEL.search(start) is None
        is_call = _CALL.match(start) is not None and _RELATIONS.match(start) is None and not is_item
        acts = is_call or _COMMAND.match(start) is not None
    if acts:
        where = f"{_clean(sheet)}!{place(cell.row, cell.column)}"
        raise InputError("workbook.command", place=where, text=start[:60].replace("\n", " "))


def _formula(cell: ExcelCell) -> str:
    """The formula's text; array formulas keep theirs in an object."""
    text = cell.value if isinstance(cell.value, str) else str(getattr(cell.value, "text", "") or "")
    return _clean(text if text.startswith("=") else f"={text}")


def _text(value: object, shape: str) -> str:
    """What a cell shows."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, shape)
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return _clean(str(value))


def _number(value: int | float, shape: str) -> str:
    """A stored number as it is printed: whole where it is whole, with the leading zeros of a format like 00."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return str(value)
    if exact == exact.to_integral_value() and abs(exact) < Decimal(10) ** 18:
        text = str(int(exact))
        return text.zfill(len(shape)) if _PADDED.match(shape) else text
    return format(exact, "f") if abs(exact.adjusted()) < 30 else str(exact)


def _clean(text: str) -> str:
    """A text NFC, with plain line ends, without control characters, which Excel writes as `_x000D_`."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", unicodedata.normalize("NFC", plain))


def _drawn(path: Path) -> Iterator[str]:
    """The texts of shapes, one a paragraph."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _DRAWING.match(name):
                continue
            # Why plain ElementTree: the guard has refused every part that declares entities.
            for paragraph in ElementTree.fromstring(archive.read(name)).iter(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
            ):
                text = _clean("".join(paragraph.itertext())).strip()
                if text:
                    yield text
