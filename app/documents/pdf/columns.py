"""How wide the columns of a printed table are, in which size its letters, and where a table too wide is cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.documents.pdf.lettering import width_of
from app.documents.placed import Placed, Style

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
"""Points, the largest that fits is taken."""
PADDING = 50
"""Twips left and right of a cell's words."""
_WORDS = frozenset({Style.WORDS, Style.GROUP})
_NARROWEST = 340
"""Twips, 6 mm."""
_CHARACTER = 0.5
"""Width of a letter in letters' heights, near enough for a wish."""


Written: TypeAlias = tuple[Placed, str]
"""A cell and the words it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table, or of the part of it that fits on a page."""

    points: float
    """Size of the letters in the body; the header's are half a point smaller."""
    lefts: Mapping[int, int]
    """Column -> where it begins, in twips."""
    rights: Mapping[int, int]

    @property
    def width(self) -> int:
        """Of all of them."""
        return max(self.rights.values(), default=0)


def fit_columns(cells: Sequence[Written], wished: Sequence[float], frozen: int, room: int) -> list[Columns]:
    """The columns in one part, or in as many as it takes, the first ones repeated in each.

    `wished` are widths in characters; `room` is the width of the page between its margins, in twips.
    """
    for points in SIZES:
        least = _least(cells, len(wished), points)
        if sum(least) <= room:
            return [_laid(range(len(wished)), least, wished, points, room)]
    points = SIZES[-1]
    least = _least(cells, len(wished), points)
    first = list(range(frozen))
    parts: list[list[int]] = [[]]
    for column in range(frozen, len(wished)):
        if parts[-1] and sum(least[one] for one in (*first, *parts[-1], column)) > room:
            parts.append([])
        parts[-1].append(column)
    return [_laid([*first, *part], least, wished, points, room, stretches=False) for part in parts]


def _least(cells: Sequence[Written], count: int, points: float) -> list[int]:
    """What each column cannot do without: its longest figure, the longest word of its title."""
    least = [_NARROWEST] * count
    for cell, text in cells:
        if cell.column != cell.last_column or not text:
            continue
        if cell.style in (Style.HEADER, Style.NUMBER):
            size = points - 0.5
            need = max(width_of(word, size, bold=True) for word in text.split())
        elif cell.style in _WORDS:
            need = max(width_of(word, points, bold=cell.strong) for word in text.split())
        else:
            need = width_of(text, points, bold=cell.strong)
        least[cell.column] = max(least[cell.column], need + 2 * PADDING)
    return least


def _laid(
    columns: Sequence[int],
    least: Sequence[int],
    wished: Sequence[float],
    points: float,
    room: int,
    *,
    stretches: bool = True,
) -> Columns:
    """Shares out the page: everyone's least, and the rest by what is wished beyond it.

    A part of a table that is cut is no wider than it wishes to be.
    """
    wants = {at: max(wished[at] * points * 20 * _CHARACTER - least[at], 1.0) for at in columns}
    spare, whole = room - sum(least[at] for at in columns), sum(wants.values())
    if not stretches:
        spare = min(spare, round(whole))
    lefts: dict[int, int] = {}
    rights: dict[int, int] = {}
    reached = 0.0
    for at in columns:
        lefts[at] = round(reached)
        reached += least[at] + max(spare, 0) * wants[at] / whole
        rights[at] = round(reached)
    return Columns(points=points, lefts=lefts, rights=rights)
