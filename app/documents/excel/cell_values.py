"""What a cell of somebody's workbook says in a column of a form: a canonical value."""

from __future__ import annotations

from datetime import datetime
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

from app.documents.placed import DIGITS_MAX
from app.domain.forms.definition import Column, ColumnType
from app.domain.forms.drafting.workbook import Cell
from app.domain.numbers import read_number, show_number
from app.domain.relations.content import check_value
from app.domain.values import canonical_number, canonical_text
from app.domain.vietnamese import match_key
from app.errors import InputError

_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_STORED = Context(prec=DIGITS_MAX)


class CellValue(NamedTuple):
    """What a cell says."""

    value: str | None
    """The canonical value; None for blank."""
    doubt: str = ""
    """The text, where a sheet of the other number format would have meant another number; else empty."""


def read_cell(column: Column, cell: Cell | None, address: str) -> CellValue:
    """What a workbook's cell says in a column.

    Raises CellError `value.*` or InputError `number.*`, `paper.date`, `paper.choice` for what cannot stand there.
    """
    text = cell.text.strip() if cell is not None else ""
    if cell is None or not text:
        return CellValue(None)
    doubt = ""
    if column.is_number:
        value, doubt = _figure(cell, text)
    elif column.type is ColumnType.DATE:
        value = _date(text)
    elif column.type is ColumnType.CHOICE:
        value = _choice(column, text)
    else:
        value = canonical_text(cell.text)
    if value is not None:
        check_value(column, value, address)
    return CellValue(value, doubt)


def stored_number(text: str) -> str | None:
    """The canonical number that a spreadsheet keeps under this text: no noise of binary fractions; None for none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # Why rounded: a sum kept as 0.30000000000000004 is shown, and meant, as 0.3.
    return canonical_number(_STORED.plus(number)) if number.is_finite() else None


def _figure(cell: Cell, text: str) -> tuple[str | None, str]:
    stored = stored_number(text) if cell.is_number else None
    if stored is not None:
        return stored, ""
    reading = read_number(text)
    if reading.reason:
        meant = show_number(reading.alternative) if reading.alternative else ""
        raise InputError(reading.reason, text=text[:80], meant=meant)
    return reading.value, text if reading.ambiguous else ""


def _date(text: str) -> str:
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day, no clock
        except ValueError:
            continue
    raise InputError("paper.date", text=text[:80])


def _choice(column: Column, text: str) -> str | None:
    plain = canonical_text(text)
    key = match_key(text)
    found = next((choice for choice in column.choices if choice == plain or match_key(choice) == key), None)
    if found is None:
        raise InputError("paper.choice", text=text[:80], choices=", ".join(column.choices)[:300])
    return found
