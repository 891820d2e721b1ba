"""Tables in HTML as Excel, WPS, LibreOffice, Google Sheets and Word put them on the clipboard."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html.parser import HTMLParser

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
from app.errors import InputError

_PIECE = 65_536
"""Characters given to the parser at a time."""
_LONGEST_TAG = 4 * _PIECE
_WIDEST, _HIGHEST = 1_000, 65_534
"""What HTML lets a cell span."""
_LONGEST_JSON = 10_000

_SPACES = re.compile(r"[ \t\r\n\f]+")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:^|[\s,}])(?:td|tr|p|li|span|font)?\.([\w-]+)")
_PLAIN_TD = re.compile(r"(?:^|[\s,])td\s*(?:,|$)")
_FONT = re.compile(r"(?:^|[;\s{])font-family\s*:\s*([^;}]+)")
_NUMBER_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"(?:[^\"\\]|\\.)*\"|[^;}]+)")
_PERCENT = re.compile(r"%\s*\Z")
_BREAKS = frozenset({"p", "div", "li", "h1", "h2", "h3"})
_UNREAD = frozenset({"style", "script", "title"})
_SHEETS_DATES = ("5", "7")
_SHEETS_PERCENT = "3"


class _Look:
    """Font and number format, as far as they are said."""

    __slots__ = ("font", "number_format")

    def __init__(self, css: str = "") -> None:
        font, number_format = _FONT.search(css), _NUMBER_FORMAT.search(css)
        self.font = font[1].split(",")[0].strip(" \t\r\n\"'") if font else ""
        self.number_format = _unescaped(number_format[1].strip()) if number_format else ""


def _unescaped(number_format: str) -> str:
    r"""`0.00%` for `0\.00%`: how style sheets of Office write it."""
    return number_format.strip("\"'").replace("\\", "")


def read_tables(html: str) -> Block | None:
    """The cells of all tables, one below the other; None where there is none. Raises InputError `clipboard.big`."""
    reader = _Reader()
    for start in range(0, len(html), _PIECE):
        try:
            reader.feed(html[start : start + _PIECE])
        except AssertionError:  # how the parser says that it met a declaration it does not know
            return None
        # Never closed: what is unfinished at the end is no cell, and looking for its end again and again takes long.
        if len(reader.rawdata) > _LONGEST_TAG:
            raise InputError("clipboard.big")
    reader.end_row()
    reader.laying.reach(reader.row)
    return reader.laying.block(Source.HTML)


class _Reader(HTMLParser):
    """Follows the tags. Only cells of outermost tables count; a table inside a cell is part of its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.laying = Laying()
        self.row = 0
        self._column = 0
        self._in_row = False
        self._may_be_dropped = False
        self._is_empty = True
        self._tables = 0
        self._unread = ""
        self._css: list[str] = []
        self._looks: dict[str, _Look] = {}
        self._common = _Look()
        self._given: dict[str, str] | None = None
        self._texts: list[str] = []
        self._font = ""

    # ---- tags -------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread = tag
        elif tag == "table":
            self._tables += 1
        elif self._tables == 1 and tag == "tr":
            self.end_row()
            given = {name: value or "" for name, value in attrs}
            # Office ends its tables with a row that only keeps the widths.
            self._may_be_dropped = given.get("height") == "0"
            self._in_row = True
        elif self._tables == 1 and tag in ("td", "th"):
            self._end_cell()
            self._given = {name: value if value is not None else "" for name, value in attrs}
            self._texts, self._font = [], ""
        elif self._given is not None:
            self._inside(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _UNREAD or tag == "table":
            self.handle_endtag(tag)

    def _inside(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or (tag in _BREAKS and "".join(self._texts).strip()):
            self._texts.append("\n")
        for name, value in attrs:
            if not value or self._font:
                continue
            if name == "face":
                self._font = value.split(",")[0].strip()
            elif name == "class":
                self._font = self._look_of(value).font
            elif name == "style":
                self._font = _Look(value).font

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
            if tag == "style":
                self._read_css("".join(self._css))
        elif tag == "table":
            if self._tables == 1:
                self.end_row()
            self._tables = max(0, self._tables - 1)
        elif self._tables == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._tables == 1 and tag == "tr":
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._unread:
            if self._unread == "style":
                self._css.append(data)
        elif self._given is not None:
            self._texts.append(_SPACES.sub(" ", data))

    # ---- rows and cells ---------------------------------------------------------------------------

    def end_row(self) -> None:
        """Go on to the next row, where one was begun."""
        self._end_cell()
        if self._in_row and not (self._may_be_dropped and self._is_empty):
            self.row += 1
            refuse_big(self.row, 0)
        self._in_row, self._column, self._is_empty = False, 0, True

    def _end_cell(self) -> None:
        if self._given is None:
            return
        given, self._given = self._given, None
        self._in_row = True
        across = _span(given.get("colspan"), _WIDEST)
        if self._may_be_dropped and not "".join(self._texts).strip():
            return
        cell = self._made(given)
        self._is_empty = self._is_empty and cell.kind is CellKind.BLANK
        self._column = self.laying.next_free(self.row, self._column)
        if "mso-ignore:colspan" in given.get("style", ""):
            # So many blank cells, not a merged one.
            for offset in range(across):
                self.laying.put(self.row, self._column + offset, cell if not offset else BLANK)
        else:
            down = _span(given.get("rowspan"), _HIGHEST)
            self.laying.put(self.row, self._column, cell, across=across, down=down)
        self._column += across

    def _made(self, given: dict[str, str]) -> ClipCell:
        text = "\n".join(line.strip() for line in "".join(self._texts).split("\n")).strip()
        look = self._look_of(given.get("class", "")) if "class" in given else self._common
        own = _Look(given["style"]) if "style" in given else None
        font = self._font or (own.font if own else "") or look.font or self._common.font
        number_format = (own.number_format if own else "") or look.number_format
        if "data-sheets-value" in given:
            found = _of_sheets(given, text, font)
            if found is not None:
                return found
        if "x:err" in given:
            return ClipCell(CellKind.ERROR, text, font=font)
        if "x:bool" in given:
            return ClipCell(CellKind.BOOLEAN, text, font=font)
        raw = given.get("sdval") or given.get("x:num")
        if not raw or not text:
            return text_cell(text, font)
        if "sdnum" in given:
            number_format = given["sdnum"].rpartition(";")[2]
        number = exact_number(raw)
        if number is None:
            return text_cell(text, font)
        if number_format.upper() == "BOOLEAN":
            return ClipCell(CellKind.BOOLEAN, text, font=font)
        if _PERCENT.search(text) and "%" not in number_format:
            number_format += "%"
        return number_cell(number, number_format, shown=text, font=font)

    # ---- looks ------------------------------------------------------------------------------------

    def _read_css(self, css: str) -> None:
        for selectors, rules in _RULE.findall(css):
            look = _Look(rules)
            if _PLAIN_TD.search(selectors):
                self._common = look
            for name in _CLASS.findall(selectors):
                self._looks[name] = look

    def _look_of(self, names: str) -> _Look:
        return next((self._looks[name] for name in names.split() if name in self._looks), self._common)


def _span(said: str | None, most: int) -> int:
    """How many rows or columns a cell spans; 1 for what is no such number."""
    return min(max(int(said), 1), most) if said and said.isdecimal() and len(said) < len("1000000000") else 1


def _of_sheets(given: dict[str, str], text: str, font: str) -> ClipCell | None:
    """What Google's sheet says of a cell; None where it says nothing of use."""
    value = _json(given["data-sheets-value"])
    match str(value.get("1", "")):
        case "2":
            said = value.get("2")
            return text_cell(said if isinstance(said, str) else text, font)
        case "3":
            number, shown = value.get("3"), _json(given.get("data-sheets-numberformat", ""))
            if not isinstance(number, Decimal) or not number.is_finite():
                return None
            kind = str(shown.get("1", ""))
            number_format = "dd/mm/yyyy" if kind in _SHEETS_DATES else "0%" if kind == _SHEETS_PERCENT else ""
            exact = exact_number(str(number))
            return None if exact is None else number_cell(exact, number_format, shown=text, font=font)
        case "4":
            return ClipCell(CellKind.BOOLEAN, text, font=font)
        case _:
            return None


def _json(text: str) -> dict[str, object]:
    if not text or len(text) > _LONGEST_JSON:
        return {}
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
