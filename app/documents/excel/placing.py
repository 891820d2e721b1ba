"""A report as it lies on paper: which words and figures stand in which cells of which sheet. No file format here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import ceil
from textwrap import wrap

from app.domain.forms.definition import Column, ColumnType, FormDefinition, Table
from app.domain.forms.drafting.workbook import one_line
from app.domain.narrative import plain_text, section_address
from app.domain.numbers import show_number
from app.domain.operations import ReportKey
from app.domain.relations.layout import RowKind, SheetRow
from app.domain.relations.sheet import Sheet
from app.domain.values import parse_figure
from app.domain.windows import Window

_TAB_MAX = 31
_TAB_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LINE_POINTS = 16.0
"""Height of a line of 12-point letters."""
_PARAGRAPH_LINES = 20
"""Lines of a narrative that one row holds."""


class Style(StrEnum):
    """What a cell is for, hence how it looks."""

    LEFT = "left"
    LEFT_STRONG = "left_strong"
    LEFT_SMALL = "left_small"
    TITLE = "title"
    CENTRE = "centre"
    CENTRE_SMALL = "centre_small"
    RIGHT_SMALL = "right_small"
    HEADER = "header"
    NUMBER = "number"
    GROUP = "group"
    INDEX = "index"
    WORDS = "words"
    FIGURE = "figure"
    DATE = "date"
    CLOSED = "closed"
    SECTION = "section"
    SECTION_TEXT = "section_text"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A report and what is printed around it."""

    key: ReportKey
    form: FormDefinition
    sheet: Sheet
    """The report, calculated."""
    unit_name: str
    receiver_name: str
    period_title: str
    window: Window | None
    is_draft: bool
    """Not sealed: its figures may still change."""
    made_at: datetime
    """When it is printed, in the local zone."""
    note: str = ""
    """A line for whoever works in it, above the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something in a cell, or in several merged into one. Rows and columns count from 0."""

    row: int
    column: int
    last_row: int
    last_column: int
    style: Style
    text: str = ""
    """Its words; of a figure or a date the canonical value."""
    address: str = ""
    """The cell of the report it shows; empty for what the form prints."""
    definition: Column | None = None
    """The column of the form, in the table's body."""
    is_entry: bool = False
    """Whether the clerk types it."""
    strong: bool = False
    indent: int = 0

    @property
    def is_plain_figure(self) -> bool:
        """Whether a spreadsheet can hold it as a number: no mark, no status, no more digits than it keeps."""
        if self.style is not Style.FIGURE or not self.text or " " in self.text:
            return False
        figure = parse_figure(self.text)
        return figure is not None and figure.mark is None and sum(map(str.isdigit, self.text)) <= DIGITS_MAX


DIGITS_MAX = 15
"""Digits a spreadsheet keeps of a number."""


def shown_text(cell: Placed) -> str:
    """What a cell shows where it holds no number: a mark, a long figure and a day as people read them, or its words."""
    if cell.style is Style.FIGURE and parse_figure(cell.text) is not None:
        return show_number(cell.text)
    day = day_of(cell)
    return f"{day:%d/%m/%Y}" if day is not None else cell.text


def day_of(cell: Placed) -> date | None:
    """The day a date cell holds; None for every other cell."""
    if cell.style is not Style.DATE:
        return None
    try:
        return date.fromisoformat(cell.text)
    except ValueError:
        return None


def shown_value(cell: Placed) -> str:
    """What is read back of an untouched cell: the canonical number, or its words on one line."""
    return cell.text if cell.is_plain_figure else one_line(shown_text(cell))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSheet:
    """One sheet of the workbook: a table with its letterhead."""

    name: str
    cells: tuple[Placed, ...]
    widths: tuple[float, ...]
    """Of its columns, in characters."""
    heights: Mapping[int, float]
    """Row -> points, where the content needs more than one line."""
    header: tuple[int, int]
    """First and last row of the header, the row of numbers included."""
    frozen_columns: int
    last_row: int


def place_report(paper: Paper) -> tuple[PlacedSheet, ...]:
    """The sheets of a report, one a table; sections and signatures stand on the last."""
    names: set[str] = set()
    tables = paper.form.tables
    return tuple(
        _Placing(paper, table, _tab_name(paper.form, table, names), is_last=table is tables[-1]).placed()
        for table in tables
    )


def column_widths(table: Table) -> tuple[float, ...]:
    """Widths of a table's columns in characters: as the form asks, or by what they hold."""
    usual = {ColumnType.INDEX: 5.0, ColumnType.LABEL: 34.0, ColumnType.TEXT: 24.0, ColumnType.CHOICE: 16.0}
    return tuple(
        float(min(max(column.width, 4), 60)) if column.width else usual.get(column.type, 11.5)
        for column in table.columns
    )


def _tab_name(form: FormDefinition, table: Table, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, unlike the others."""
    plain = _TAB_FORBIDDEN.sub("-", table.title or (form.code if table.key == "main" else table.key)).strip("' ")
    name, number = plain[:_TAB_MAX].strip("' ") or "Biểu", 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" ({number})"
        name, number = plain[: _TAB_MAX - len(ending)].strip("' ") + ending, number + 1
    taken.add(name.casefold())
    return name


@dataclass(slots=True)
class _Placing:
    """One sheet while it is laid out, top to bottom."""

    paper: Paper
    table: Table
    name: str
    is_last: bool
    cells: list[Placed] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    row: int = 0
    widths: tuple[float, ...] = ()

    def placed(self) -> PlacedSheet:
        self.widths = column_widths(self.table)
        self._letterhead()
        header = self._header()
        self._body()
        if self.is_last:
            self._sections()
            self._signatures()
        columns = self.table.columns
        frozen = 0
        while frozen < min(2, len(columns) - 1) and columns[frozen].type in (ColumnType.INDEX, ColumnType.LABEL):
            frozen += 1
        return PlacedSheet(
            name=self.name,
            cells=tuple(self.cells),
            widths=self.widths,
            heights=self.heights,
            header=header,
            frozen_columns=frozen,
            last_row=max(self.row - 1, 0),
        )

    @property
    def _last(self) -> int:
        return len(self.table.columns) - 1

    def _put(self, style: Style, text: str, first: int, last: int, *, rows: int = 1, at: int | None = None) -> None:
        top = self.row if at is None else at
        self.cells.append(
            Placed(row=top, column=first, last_row=top + rows - 1, last_column=last, style=style, text=text)
        )
        self._grow(top, text, first, last, rows)

    def _grow(self, top: int, text: str, first: int, last: int, rows: int = 1) -> None:
        """Give a text the lines it needs: nothing merged is ever fitted by the spreadsheet itself."""
        room = max(sum(self.widths[first : last + 1]), 1.0)
        lines = sum(max(ceil(len(line) * 1.02 / room), 1) for line in text.split("\n"))
        spare = lines * _LINE_POINTS - sum(self.heights.get(row, _LINE_POINTS) for row in range(top, top + rows))
        if spare > 0:
            last_row = top + rows - 1
            self.heights[last_row] = min(self.heights.get(last_row, _LINE_POINTS) + spare, 400.0)

    # ---- around the table -------------------------------------------------------------------------

    def _letterhead(self) -> None:
        form, paper = self.paper.form, self.paper
        left = [(Style.LEFT_STRONG, f"Biểu số: {form.code}"), (Style.LEFT_SMALL, f"Ban hành theo {form.legal_basis}")]
        if form.provisional:
            left.append((Style.LEFT_SMALL, "Biểu tạm thời, chờ cơ quan ban hành xác nhận"))
        middle = [(Style.TITLE, form.title.upper()), (Style.CENTRE, f"Kỳ báo cáo: {paper.period_title}")]
        if paper.window is not None:
            start, end = (f"{day:%d/%m/%Y}" for day in (paper.window.start, paper.window.end))
            middle.append((Style.CENTRE_SMALL, f"(Từ ngày {start} đến ngày {end})"))
        right = [
            (Style.LEFT, f"Đơn vị báo cáo:\n{paper.unit_name}"),
            (Style.LEFT, f"Đơn vị nhận báo cáo:\n{paper.receiver_name}"),
        ]
        bands = self._bands()
        if len(bands) == 3:
            count = max(len(left), len(middle), len(right))
            for (first, last), lines in zip(bands, (left, middle, right), strict=True):
                for offset, (style, text) in enumerate(lines):
                    self._put(style, text, first, last, at=self.row + offset)
            self.row += count
        else:
            for style, text in (*left, *((style, text.replace("\n", " ")) for style, text in right), *middle):
                self._put(style, text, 0, self._last)
                self.row += 1
        if self.table.title and self.table.title != form.title:
            self._put(Style.SECTION, self.table.title, 0, self._last)
            self.row += 1
        if paper.note:
            self._put(Style.LEFT_SMALL, paper.note, 0, self._last)
            self.row += 1
        self._put(Style.RIGHT_SMALL, f"Đơn vị tính: {form.unit}" if form.unit else "", 0, self._last)
        self.row += 1

    def _bands(self) -> list[tuple[int, int]]:
        """The columns under the left, middle and right part of the letterhead; one band where there is no room."""
        whole = sum(self.widths)
        if self._last < 4 or whole < 80:
            return [(0, self._last)]
        ends: list[int] = []
        reached = 0.0
        for column, width in enumerate(self.widths):
            reached += width
            if len(ends) < 2 and reached >= whole * (0.28, 0.7)[len(ends)]:
                ends.append(column)
        if len(ends) < 2 or ends[1] >= self._last:
            return [(0, self._last)]
        return [(0, ends[0]), (ends[0] + 1, ends[1]), (ends[1] + 1, self._last)]

    def _header(self) -> tuple[int, int]:
        first, columns = self.row, self.table.columns
        levels = max((span.bottom for span in self.table.header), default=0) + 1
        for span in self.table.header:
            title = span.title
            own = columns[span.first_column]
            if span.first_column == span.last_column and span.bottom == levels - 1:
                title += f" ({own.unit})" if own.unit and own.unit not in (self.paper.form.unit, title) else ""
            rows = span.bottom - span.top + 1
            self._put(Style.HEADER, title, span.first_column, span.last_column, rows=rows, at=first + span.top)
        self.row += levels
        if any(column.number for column in columns):
            for position, column in enumerate(columns):
                self._put(Style.NUMBER, f"({column.number})" if column.number else "", position, position)
            self.row += 1
        return first, self.row - 1

    def _sections(self) -> None:
        for section in self.paper.form.sections:
            self.row += 1
            self._put(Style.SECTION, section.title, 0, self._last)
            self.row += 1
            text = self.paper.sheet.cells().get(section_address(section.key), "")
            for paragraph in self._paragraphs(plain_text(text, self.paper.sheet)):
                self._put(Style.SECTION_TEXT, paragraph, 0, self._last)
                self.row += 1

    def _paragraphs(self, text: str) -> Iterator[str]:
        """A text in pieces that one row can show each: a row is at most 409 points high."""
        letters = max(int(sum(self.widths)) * _PARAGRAPH_LINES, 40)
        for line in text.split("\n"):
            yield from wrap(line, letters, break_on_hyphens=False) or [""]

    def _signatures(self) -> None:
        self.row += 1
        middle = self._last // 2
        left, right = ((0, middle), (middle + 1, self._last)) if self._last else ((0, 0), (0, 0))
        self._put(Style.CENTRE_SMALL, "..........., ngày ..... tháng ..... năm .........", *right)
        top = self.row + 1
        self._signature("NGƯỜI LẬP BIỂU", "(Ký, họ tên)", left, top)
        self._signature("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, họ tên, đóng dấu)", right, top if self._last else top + 5)
        self.row = max(cell.row for cell in self.cells[-2:]) + 5

    def _signature(self, title: str, note: str, band: tuple[int, int], top: int) -> None:
        self._put(Style.SIGN, title, *band, at=top)
        self._put(Style.CENTRE_SMALL, note, *band, at=top + 1)

    # ---- the table --------------------------------------------------------------------------------

    def _body(self) -> None:
        for row in self.paper.sheet.rows(self.table.key):
            self.cells.extend(self._group(row) if row.kind is RowKind.GROUP else self._row(row))
            self.row += 1

    def _group(self, row: SheetRow) -> Iterator[Placed]:
        at = next((at for at, column in enumerate(self.table.columns) if column.type is ColumnType.LABEL), 0)
        title = row.label if at else ". ".join(part for part in (row.index, row.label) if part)
        parts = [
            (column, column, Style.INDEX, row.index if self.table.columns[column].type is ColumnType.INDEX else "")
            for column in range(at)
        ]
        for first, last, style, text in (*parts, (at, self._last, Style.GROUP, title)):
            yield Placed(
                row=self.row,
                column=first,
                last_row=self.row,
                last_column=last,
                style=style,
                text=text,
                strong=True,
            )

    def _row(self, row: SheetRow) -> Iterator[Placed]:
        strong = row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)
        for position, column in enumerate(self.table.columns):
            address = f"{self.table.key}/{row.key}/{column.key}"
            style, text, is_entry = self._content(row, column, address)
            if style is Style.WORDS:
                self._grow(self.row, text, position, position)
            yield Placed(
                row=self.row,
                column=position,
                last_row=self.row,
                last_column=position,
                style=style,
                text=text,
                address=address,
                definition=column,
                is_entry=is_entry,
                strong=strong,
                indent=row.level if column.type is ColumnType.LABEL else 0,
            )

    def _content(self, row: SheetRow, column: Column, address: str) -> tuple[Style, str, bool]:
        sheet = self.paper.sheet
        if column.type is ColumnType.INDEX:
            return Style.INDEX, row.index, False
        if column.type is ColumnType.LABEL and (row.label or row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)):
            return Style.WORDS, row.label, False
        if column.is_number and not row.has_figures:
            return Style.FIGURE, "", False
        if sheet.is_closed(address):
            return Style.CLOSED, "x", False
        style = Style.FIGURE if column.is_number else Style.DATE if column.type is ColumnType.DATE else Style.WORDS
        return style, sheet.value(address) or "", sheet.is_entry(address)
