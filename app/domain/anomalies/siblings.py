"""Against the siblings' reports of the same period, each by its own size.

A large ward has larger figures than a small one in every column. So levels are compared after the column's median and
the unit's own median above or below it are taken away, one step of median polish (J. W. Tukey, Exploratory Data
Analysis, 1977): what is left says whether a figure is odd for a unit of that size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, expm1
from statistics import median

from app.domain.anomalies.figures import Cell, OtherFigures, standing_out
from app.domain.anomalies.hints import Hint
from app.domain.anomalies.usual import Usual, level_of, spread_by_chance, spread_of

SIBLINGS_MIN = 7
"""Figures of siblings from which a cell is compared with them."""
WIDENED = 1.2
"""Units differ among themselves more than one does from period to period: the cut-off is this much wider."""
SIBLINGS_MAX = 60
"""Siblings looked at, evenly chosen where there are more."""
SIZE_CELLS_MAX = 200
"""Cells a unit's size is told from, evenly chosen where there are more."""
SIZE_MIN = 5
"""Figures a unit's size is told from; with fewer it counts as the middle one."""


def far_from_siblings(
    cells: Sequence[Cell], siblings: Sequence[OtherFigures], wanted: Callable[[Cell], bool]
) -> list[Hint]:
    """Hints for the wanted figures that are odd beside the siblings', for a unit of this size."""
    if len(siblings) < SIBLINGS_MIN or not any(map(wanted, cells)):
        return []
    siblings = siblings[:: ceil(len(siblings) / SIBLINGS_MAX)]
    every = ceil(len(cells) / SIZE_CELLS_MAX)
    looked_at = [cell for at, cell in enumerate(cells) if at % every == 0 or wanted(cell)]
    rows = [_Row(cell, [cell.figure_in(other) for other in siblings]) for cell in looked_at]
    rows = [row for row in rows if len(row.known) >= SIBLINGS_MIN]
    own_size = _size([row.own - row.middle for row in rows])
    sizes = [
        _size([level - row.middle for row in rows if (level := row.levels[at]) is not None])
        for at in range(len(siblings))
    ]
    found = [_odd(row, own_size, sizes) for row in rows if wanted(row.cell)]
    return [hint for hint in found if hint is not None]


class _Row:
    """A cell with the levels that it has here and at each sibling."""

    def __init__(self, cell: Cell, figures: Sequence[float | None]) -> None:
        self.cell = cell
        self.own = level_of(cell.figure, cell.unit)
        self.levels = [None if figure is None else level_of(figure, cell.unit) for figure in figures]
        self.known = [level for level in self.levels if level is not None]
        self.middle = median(self.known) if self.known else 0.0


def _size(deviations: Sequence[float]) -> float:
    return median(deviations) if len(deviations) >= SIZE_MIN else 0.0


def _odd(row: _Row, own_size: float, sizes: Sequence[float]) -> Hint | None:
    """A hint for a cell whose level, without the unit's size, is far from the siblings' without theirs."""
    cell = row.cell
    levels = sorted(level - size for level, size in zip(row.levels, sizes, strict=True) if level is not None)
    middle = median(levels)
    least, most, typical = (_figure(level + own_size, cell.unit) for level in (levels[1], levels[-2], middle))
    usual = Usual(
        count=len(levels),
        median=typical,
        low=least,
        high=most,
        centre=middle,
        spread=spread_of(levels, least=0.0 if cell.column.decimals else spread_by_chance(typical)),
    )
    score = usual.score(row.own - own_size) / WIDENED
    # Why not 0: what others have, a unit may simply not have.
    if abs(score) <= 1 or cell.figure == 0 or usual.holds(cell.figure, cell.unit):
        return None
    return standing_out(cell, "hint.outlier_siblings", usual, score)


def _figure(level: float, unit: float) -> float:
    size = expm1(abs(level)) * unit
    return size if level >= 0 else -size
