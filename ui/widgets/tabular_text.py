"""Blocks of cells as the text spreadsheets exchange: a line a row, a tab between cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def to_tabular_text(block: Sequence[Sequence[str]]) -> str:
    """The block as text; a cell with a tab, a line break or a quote is quoted."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(block)
    return out.getvalue()


def from_tabular_text(text: str) -> list[list[str]]:
    """The block a text holds; rows as long as they came. Empty for no text."""
    if not text:
        return []
    return [list(row) for row in csv.reader(io.StringIO(text.replace("\r\n", "\n")), dialect="excel-tab")]
