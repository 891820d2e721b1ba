"""A block of cells as the clipboard holds it: each a number, exact, or a text, whatever its spreadsheet showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain.numbers import show_number
from app.domain.values import canonical_number
from app.errors import InputError

MOST_CELLS = 60_000
"""What a block may hold: six of the largest forms."""
MOST_COLUMNS = 1_000
MOST_ROWS = 20_000

_MOST_DIGITS = 15
_LARGEST_EXPONENT = 40
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465  # 1 March 1900, before which serials are off by one; end of 9999
_SERIAL_ZERO = date(1899, 12, 30)


class CellKind(StrEnum):
    """What a cell of the clipboard held."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    COVERED = "covered"
    """Under a merged cell: nobody's cell."""


class ClipCell(NamedTuple):
    """One cell."""

    kind: CellKind
    text: str = ""
    """As it stands in a cell of words: of a number its figure, of a date `25/09/2026`."""
    number: Decimal | None = None
    """The number itself; of a percentage what is shown, 12.5 for 12,5 %."""
    percent: bool = False
    """Whether it was shown with a %."""
    font: str = ""
    """Name of its font; empty where nobody said."""


BLANK = ClipCell(CellKind.BLANK)
COVERED = ClipCell(CellKind.COVERED)


class Source(StrEnum):
    """Which of the clipboard's formats was read."""

    SPREADSHEET = "spreadsheet"
    """XML Spreadsheet."""
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Cells in lines that are all as long; at least one."""

    lines: tuple[tuple[ClipCell, ...], ...]
    source: Source

    @property
    def height(self) -> int:
        """Lines."""
        return len(self.lines)

    @property
    def width(self) -> int:
        """Cells of a line."""
        return len(self.lines[0])


class Laying:
    """Lays cells out by row and column, both from 0, merged ones over their neighbours."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], ClipCell] = {}
        self._height = self._width = 0

    def next_free(self, row: int, column: int) -> int:
        """The first column from `column` on that no merged cell covers."""
        while (row, column) in self._cells:
            column += 1
        return column

    def put(self, row: int, column: int, cell: ClipCell, *, across: int = 1, down: int = 1) -> None:
        """Lay a cell over `across` columns and `down` rows. Raises InputError `clipboard.big`."""
        refuse_big(row + down, column + across)
        if len(self._cells) + across * down > MOST_CELLS:
            raise InputError("clipboard.big")
        for covered in range(across * down):
            self._cells[row + covered // across, column + covered % across] = COVERED if covered else cell
        self._height, self._width = max(self._height, row + down), max(self._width, column + across)

    def reach(self, height: int) -> None:
        """The block is as high, blank rows included, and no higher."""
        self._height = height

    def block(self, source: Source) -> Block | None:
        """What was laid; None for nothing. Raises InputError `clipboard.big`."""
        if not self._cells or not self._height:
            return None
        if self._height * self._width > MOST_CELLS:
            raise InputError("clipboard.big")
        find = self._cells.get
        lines = (tuple(find((row, column), BLANK) for column in range(self._width)) for row in range(self._height))
        return Block(lines=tuple(lines), source=source)


def refuse_big(height: int, width: int) -> None:
    """Raise InputError `clipboard.big` for more rows or columns than any form has."""
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise InputError("clipboard.big")


def exact_number(text: str) -> Decimal | None:
    """The number a spreadsheet wrote for itself (`1234.5`, `1E-3`); None for none.

    Digits beyond the fifteenth are dropped: no spreadsheet shows them, and 0.1 + 0.2 is 0.3 there.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) >= _LARGEST_EXPONENT:
        return None
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        number = Decimal(f"{number:.{_MOST_DIGITS - 1}e}")
    return number


def text_cell(text: str, font: str = "") -> ClipCell:
    """A cell of words; blank for none."""
    return ClipCell(CellKind.TEXT, text, font=font) if text.strip() else BLANK


def number_cell(number: Decimal, number_format: str = "", *, shown: str = "", font: str = "") -> ClipCell:
    """A cell with a number in a format such as `0.00%`, `dd/mm/yyyy` or `0000`; `shown` is its text, where known."""
    if is_date_format(number_format):
        day = date_of_serial(number)
        return ClipCell(CellKind.DATE, day, number, font=font) if day else text_cell(shown or str(number), font)
    percent = "%" in number_format or number_format == "Percent"
    if percent:
        number = number.scaleb(2)
    text = shown or _shown_as(number, number_format)
    return ClipCell(CellKind.NUMBER, text, number, percent=percent, font=font)


def _shown_as(number: Decimal, number_format: str) -> str:
    """As a cell of words shows it: leading zeros that a format such as `0000` adds, decimals after a comma."""
    canonical = canonical_number(number)
    if number_format and set(number_format) == {"0"} and canonical.isdecimal():
        return canonical.zfill(len(number_format))
    return canonical.replace(".", ",")


@lru_cache(maxsize=256)
def is_date_format(number_format: str) -> bool:
    """Whether a number format shows days, as `dd/mm/yyyy` and `Short Date` do."""
    plain = number_format.lower()
    if plain.endswith(" date") or plain == "general date":
        return True
    letters = _without_literals(plain)
    # German and Dutch spreadsheets write T and J for day and year.
    return bool(set(letters) & set("dt")) and bool(set(letters) & set("yj"))


def _without_literals(number_format: str) -> str:
    """A format without what it prints as it stands: quoted text, what follows a backslash, `[$-42A]`."""
    kept, quoted, bracket, escaped = [], False, False, False
    for char in number_format:
        if escaped or char == "\\":
            escaped = not escaped
        elif char == '"':
            quoted = not quoted
        elif char in "[]":
            bracket = char == "["
        elif not quoted and not bracket:
            kept.append(char)
    return "".join(kept)


def date_of_serial(serial: Decimal) -> str:
    """`25/09/2026` for the number by which spreadsheets count days; empty for no whole day."""
    if serial != serial.to_integral_value() or not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        return ""
    return f"{_SERIAL_ZERO + timedelta(days=int(serial)):%d/%m/%Y}"


def grouped(cell: ClipCell) -> str:
    """A cell as a person reads it: a number with its points and its %."""
    if cell.kind is not CellKind.NUMBER or cell.number is None:
        return cell.text
    return show_number(canonical_number(cell.number)) + (" %" if cell.percent else "")
