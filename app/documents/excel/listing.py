"""A plain list as a workbook: a title, one head row, texts below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.documents.excel.whole_file import new_workbook

_FONT = "Times New Roman"
_WIDTH_MIN, _WIDTH_MAX = 10, 60
"""Widths of a column, in characters."""
_HEAD = 2
"""Its row; the title is above it."""


def write_listing(path: Path, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write the list; the file is there whole, or not at all. Raises InputError `workbook.output`, `paper.in_use`."""
    with new_workbook(path) as book:
        plain = {"font_name": _FONT, "font_size": 12, "valign": "top", "text_wrap": True}
        big = book.add_format({"font_name": _FONT, "font_size": 14, "bold": True})
        head, cell = book.add_format({**plain, "bold": True, "border": 1}), book.add_format({**plain, "border": 1})
        sheet = book.add_worksheet()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD)
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.write_string(0, 0, title, big)
        for column, text in enumerate(heads):
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(max(longest, len(text), _WIDTH_MIN) + 2, _WIDTH_MAX))
            sheet.write_string(_HEAD, column, text, head)
        for at, row in enumerate(rows, start=_HEAD + 1):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text, cell)
