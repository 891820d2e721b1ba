"""What a report on paper is made of: words and figures in the cells of a sheet. No file format here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.forms.definition import Column, FormDefinition
from app.domain.forms.drafting.workbook import one_line
from app.domain.numbers import show_number
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.values import parse_figure
from app.domain.windows import Window


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
    """One sheet of the workbook: the letterhead, a table, the words below."""

    name: str
    cells: tuple[Placed, ...]
    widths: tuple[float, ...]
    """Of its columns, in characters."""
    heights: Mapping[int, float]
    """Row -> points, where the content needs more than one line."""
    header: tuple[int, int]
    """First and last row of the header, the row of numbers included; the last comes before the first where the sheet
    holds words only, no table."""
    frozen_columns: int
    last_row: int

    @property
    def has_table(self) -> bool:
        """Whether there is a table between the letterhead and the words below."""
        return self.header[0] <= self.header[1]
