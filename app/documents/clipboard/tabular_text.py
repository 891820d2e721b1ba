"""Blocks of cells as the text spreadsheets exchange: a line a row, a tab between cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.documents.clipboard.block import BLANK, MOST_CELLS, MOST_ROWS, Block, Source, refuse_big, text_cell
from app.errors import InputError


def to_tabular_text(block: Sequence[Sequence[str]]) -> str:
    """The block as text; a cell with a tab, a line break or a quote is quoted."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(block)
    return out.getvalue()


def read_tabular_text(text: str) -> Block | None:
    """The cells of a text, short lines filled up with blanks; None for no text. Raises InputError `clipboard.big`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_ROWS:
        text = text.rstrip()  # whole columns were copied: nothing but blank lines follows
    if not text.strip("\n"):
        return None
    if text.count("\n") > MOST_ROWS or text.count("\t") > MOST_CELLS:
        raise InputError("clipboard.big")
    lines = _split(text)
    width = max(map(len, lines))
    refuse_big(len(lines), width)
    if len(lines) * width > MOST_CELLS:
        raise InputError("clipboard.big")
    cells = (tuple(text_cell(one) for one in line) + (BLANK,) * (width - len(line)) for line in lines)
    return Block(lines=tuple(cells), source=Source.TEXT)


def _split(text: str) -> list[list[str]]:
    """Lines of cells. A quote that is never closed is a quote, not the begin of a cell that takes in all the rest."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        return [line.split("\t") for line in text.removesuffix("\n").split("\n")]
