"""Digits that counting does not make: round figures, one last digit too often, one figure in many rows, 1-2-3-4.

Counted figures of three digits and more end in every digit about equally often; invented ones do not (J. E. Mosimann,
C. V. Wiseman and R. E. Edelman, Data fabrication, Accountability in Research 4, 1995; B. Beber and A. Scacco, What the
Numbers Say, Political Analysis 20, 2012). First digits (Benford's law) are left alone: the figures of one report span
too few orders of magnitude for it. A pattern that the unit's last reports had too is the form's own, and not pointed
out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.anomalies.figures import Cell
from app.domain.anomalies.hints import Hint

ROUND_MIN = 10
ROUND_SHARE = 0.9
LAST_MIN = 30
LAST_CHI_SQUARE = 33.7
"""Of 9 degrees of freedom: chance goes beyond it once in ten thousand reports."""
REPEATED_ROWS_MIN = 4
REPEATED_SHARE = 0.25
LADDER_MIN = 6
LADDER_DIGITS = ("0123456789", "9876543210")
LADDER_DIGITS_MIN = 5
LOOKED_BACK = 3
"""Earlier reports in which the same pattern makes it the form's own."""
_CELLS_MAX = 50


@dataclass(frozen=True, slots=True)
class _Typed:
    """A counted figure in a whole column, by its cell."""

    cell: Cell
    figure: int


_Pattern = Callable[[Sequence[_Typed]], "tuple[list[_Typed], dict[str, str]] | None"]


def odd_digits(cells: Sequence[Cell]) -> list[Hint]:
    """Hints about the digits of a report as a whole, at most one of each pattern."""
    typed = [
        cell
        for cell in cells
        if cell.is_typed and not cell.is_estimate and not cell.is_total and not cell.column.decimals
    ]
    now = [_Typed(cell, int(cell.figure)) for cell in typed]
    count = len(typed[0].before) if typed else 0
    earlier = [
        [_Typed(cell, int(figure)) for cell in typed if (figure := cell.before[at]) is not None]
        for at in range(max(count - LOOKED_BACK, 0), count)
    ]
    found = []
    for name, pattern in _PATTERNS.items():
        seen = pattern(now)
        if seen is not None and not any(pattern(figures) for figures in earlier):
            found.append(_hint(name, *seen))
    return found


def _hint(name: str, told: Sequence[_Typed], params: Mapping[str, str]) -> Hint:
    return Hint(
        code="hint.digits",
        table=told[0].cell.table,
        cells={one.cell.address: one.cell.value for one in told[:_CELLS_MAX]},
        params={"pattern": f"hint.digits_{name}", "count": str(len(told)), **params},
        strength=1.0,
    )


def _round(figures: Sequence[_Typed]) -> tuple[list[_Typed], dict[str, str]] | None:
    """Nearly all figures end in 0."""
    sized = [one for one in figures if abs(one.figure) >= 20]
    told = [one for one in sized if one.figure % 10 == 0]
    if len(sized) < ROUND_MIN or len(told) < ROUND_SHARE * len(sized):
        return None
    return told, {"of": str(len(sized))}


def _last_digit(figures: Sequence[_Typed]) -> tuple[list[_Typed], dict[str, str]] | None:
    """Last digits far from equally frequent, by a chi-square test."""
    sized = [one for one in figures if abs(one.figure) >= 100]
    if len(sized) < LAST_MIN or _round(figures):
        return None
    counts = Counter(abs(one.figure) % 10 for one in sized)
    expected = len(sized) / 10
    chi_square = sum((counts[digit] - expected) ** 2 / expected for digit in range(10))
    if chi_square < LAST_CHI_SQUARE:
        return None
    digit = max(counts, key=lambda digit: (counts[digit], -digit))
    told = [one for one in sized if abs(one.figure) % 10 == digit]
    return told, {"of": str(len(sized)), "digit": str(digit), "chi_square": f"{chi_square:.1f}"}


def _repeated(figures: Sequence[_Typed]) -> tuple[list[_Typed], dict[str, str]] | None:
    """One figure of some size in many rows."""
    sized = [one for one in figures if abs(one.figure) >= 100]
    rows = Counter(figure for figure, _, _ in {(one.figure, one.cell.table, one.cell.row) for one in sized})
    most = max(rows, key=lambda figure: (rows[figure], figure), default=0)
    all_rows = len({(one.cell.table, one.cell.row) for one in sized})
    if rows[most] < max(REPEATED_ROWS_MIN, REPEATED_SHARE * all_rows):
        return None
    told = [one for one in sized if one.figure == most]
    return told, {"rows": str(rows[most]), "value": told[0].cell.value}


def _ladder(figures: Sequence[_Typed]) -> tuple[list[_Typed], dict[str, str]] | None:
    """Figures side by side that count up or down by one, or one figure of digits in their order."""
    for one in figures:
        digits = str(abs(one.figure))
        if len(digits) >= LADDER_DIGITS_MIN and any(digits in order for order in LADDER_DIGITS):
            return [one], {"value": one.cell.value}
    for step in (1, -1):
        run = list(figures[:1])
        for before, after in pairwise(figures):
            same_row = (before.cell.table, before.cell.row) == (after.cell.table, after.cell.row)
            run = [*run, after] if same_row and after.figure - before.figure == step else [after]
            if len(run) >= LADDER_MIN:
                return run, {"value": run[0].cell.value}
    return None


_PATTERNS: Mapping[str, _Pattern] = {
    "round": _round,
    "last": _last_digit,
    "repeated": _repeated,
    "ladder": _ladder,
}
