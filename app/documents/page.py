"""A sheet while it is laid out: what was put into its cells so far, and how high its rows have to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from textwrap import wrap

from app.documents.placed import Placed, Style

_LINE_POINTS = 16.0
"""Height of a line of 12-point letters."""
_HIGHEST_POINTS = 400.0
"""A row of Excel is at most 409 points high."""
_PARAGRAPH_LINES = 20
"""Lines of a text that one row holds."""


@dataclass(slots=True)
class Page:
    """Filled from top to bottom; `row` is where the next thing goes."""

    widths: tuple[float, ...]
    """Of its columns, in characters."""
    cells: list[Placed] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    row: int = 0

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def put(self, style: Style, text: str, first: int, last: int, *, rows: int = 1, at: int | None = None) -> None:
        """Put words into the columns from `first` to `last` of the present row, or of row `at`."""
        top = self.row if at is None else at
        self.cells.append(
            Placed(row=top, column=first, last_row=top + rows - 1, last_column=last, style=style, text=text)
        )
        self.grow(top, text, first, last, rows)

    def put_line(self, style: Style, text: str) -> None:
        """Put words across the whole sheet, and go on below them."""
        self.put(style, text, 0, self.last)
        self.row += 1

    def put_text(self, title: str, text: str) -> None:
        """Put a titled text below what is there, in pieces that one row can show each."""
        self.row += 1
        self.put_line(Style.SECTION, title)
        for paragraph in self._paragraphs(text):
            self.put_line(Style.SECTION_TEXT, paragraph)

    def grow(self, top: int, text: str, first: int, last: int, rows: int = 1) -> None:
        """Give a text the lines it needs: nothing merged is ever fitted by the spreadsheet itself."""
        room = max(sum(self.widths[first : last + 1]), 1.0)
        lines = sum(max(ceil(len(line) * 1.02 / room), 1) for line in text.split("\n"))
        spare = lines * _LINE_POINTS - sum(self.heights.get(row, _LINE_POINTS) for row in range(top, top + rows))
        if spare > 0:
            last_row = top + rows - 1
            self.heights[last_row] = min(self.heights.get(last_row, _LINE_POINTS) + spare, _HIGHEST_POINTS)

    def _paragraphs(self, text: str) -> Iterator[str]:
        letters = max(int(sum(self.widths)) * _PARAGRAPH_LINES, 40)
        for line in text.split("\n"):
            yield from wrap(line, letters, break_on_hyphens=False) or [""]
