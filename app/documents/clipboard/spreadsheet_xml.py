"""Excel's "XML Spreadsheet": the one format of its clipboard that holds numbers as they are, not as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.parsers import expat

from app.documents.clipboard.block import (
    BLANK,
    Block,
    CellKind,
    ClipCell,
    Laying,
    Source,
    exact_number,
    number_cell,
    refuse_big,
    text_cell,
)

_SHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
_FIRST_DAY_YEAR = 1900


class _RefusedError(Exception):
    """It declares a document type: no spreadsheet does, and entities may be a bomb."""


@dataclass(slots=True)
class _Style:
    parent: str = ""
    font: str = ""
    number_format: str = ""


def read_spreadsheet(data: bytes) -> Block | None:
    """The cells of the first sheet; None for what is no such document. Raises InputError `clipboard.big`."""
    reader = _Reader()
    try:
        reader.parse(data if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data.partition(b"\0")[0])
    except (expat.ExpatError, _RefusedError, ValueError):
        return None
    return reader.laying.block(Source.SPREADSHEET)


class _Reader:
    """Follows the elements; rows and columns are counted from 0."""

    def __init__(self) -> None:
        self.laying = Laying()
        self._styles: dict[str, _Style] = {}
        self._style = _Style()
        self._whole_styles: dict[str, _Style] = {}
        self._sheets = 0
        self._row = self._next_row = 0
        self._next_column = 0
        self._row_style = "Default"
        self._cell: dict[str, str] | None = None
        self._type = ""
        self._texts: list[str] | None = None
        self._in_comment = False

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(data, True)

    @staticmethod
    def _refuse(*_declared: object) -> None:
        raise _RefusedError

    def _start(self, element: str, named: dict[str, str]) -> None:
        name = element.rpartition(" ")[2]
        if name in ("Cell", "Row", "Data", "Style", "Font", "NumberFormat", "Worksheet", "Comment"):
            self._opened(name, {key.removeprefix(f"{_SHEET} "): value for key, value in named.items()})

    def _opened(self, name: str, given: dict[str, str]) -> None:
        if name == "Worksheet":
            self._sheets += 1
        elif name == "Style":
            self._style = self._styles[given.get("ID", "")] = _Style(parent=given.get("Parent", ""))
        elif name == "Font" and "FontName" in given:
            self._style.font = given["FontName"]
        elif name == "NumberFormat":
            self._style.number_format = given.get("Format", "")
        elif self._sheets != 1:
            return
        elif name == "Row":
            self._row = int(given.get("Index", self._next_row + 1)) - 1
            self._next_row = self._row + 1 + int(given.get("Span", 0))
            self._next_column, self._row_style = 0, given.get("StyleID", "Default")
            refuse_big(self._next_row, 0)
        elif name == "Cell":
            self._cell, self._type, self._texts = given, "", None
        elif name == "Comment":
            self._in_comment = True
        elif name == "Data" and not self._in_comment:
            self._type, self._texts = given.get("Type", "String"), []

    def _text(self, text: str) -> None:
        if self._texts is not None and not self._in_comment:
            self._texts.append(text)

    def _end(self, element: str) -> None:
        name = element.rpartition(" ")[2]
        if name == "Comment":
            self._in_comment = False
        elif name == "Table" and self._sheets == 1:
            self.laying.reach(self._next_row)
        elif name == "Cell" and self._cell is not None:
            given, self._cell = self._cell, None
            column = int(given.get("Index", self._next_column + 1)) - 1
            across, down = int(given.get("MergeAcross", 0)) + 1, int(given.get("MergeDown", 0)) + 1
            if min(self._row, column, across - 1, down - 1) < 0:
                raise _RefusedError
            self._next_column = column + across
            self.laying.put(self._row, column, self._made(given), across=across, down=down)

    def _made(self, given: dict[str, str]) -> ClipCell:
        if self._texts is None:
            return BLANK
        text, style = "".join(self._texts), self._resolved(given.get("StyleID", self._row_style))
        self._texts = None
        number = exact_number(text) if self._type == "Number" else None
        if number is not None:
            return number_cell(number, style.number_format, font=style.font)
        match self._type:
            case "DateTime":
                return _dated(text, style.font)
            case "Boolean":
                return ClipCell(CellKind.BOOLEAN, _BOOLEANS.get(text.strip(), text), font=style.font)
            case "Error":
                return ClipCell(CellKind.ERROR, text, font=style.font)
            case _:
                return text_cell(text, style.font)

    def _resolved(self, name: str) -> _Style:
        """A style with what it takes over from its parents, and the document's own for the rest."""
        if name in self._whole_styles:
            return self._whole_styles[name]
        found, seen = self._whole_styles.setdefault(name, _Style()), set[str]()
        while name not in seen:
            seen.add(name)
            style = self._styles.get(name) or _Style()
            found.font = found.font or style.font
            found.number_format = found.number_format or style.number_format
            name = style.parent or "Default"
        return found


def _dated(text: str, font: str) -> ClipCell:
    """`2026-09-25T00:00:00.000` as a day; with an hour, or an hour alone, as the words that a sheet would show."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text_cell(text, font)
    if moment.year < _FIRST_DAY_YEAR:
        return text_cell(f"{moment:%H:%M}", font)
    if moment.hour or moment.minute or moment.second:
        return text_cell(f"{moment:%d/%m/%Y %H:%M}", font)
    return ClipCell(CellKind.DATE, f"{moment:%d/%m/%Y}", font=font)
