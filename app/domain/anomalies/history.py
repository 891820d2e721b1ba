"""Against the unit's own past: figures far from it, slips of a digit, figures that no longer move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, takewhile
from math import log

from app.domain.anomalies.figures import Cell, standing_out
from app.domain.anomalies.hints import Hint
from app.domain.anomalies.usual import DIFFERENCE_MIN, Usual, level_of, usual_of
from app.domain.forms.definition import RollUp

PERIODS_MIN = 5
"""Earlier figures from which a cell is compared with them."""
ALIKE = log(2)
"""A figure not twice, nor half, another is like it."""
UNCHANGED_MIN = 3
"""Reports in which a figure stood unchanged before it is pointed out."""
UNCHANGED_FROM = 20
"""In units: smaller figures repeat themselves by chance."""
COPIED_MIN = 6
COPIED_SHARE = 0.8
"""Of the figures that usually move so many are last period's: the report was copied."""
_SLIPS = (1, 2, 3, 6)
"""Digits too many or too few: zeros, a decimal comma, thousands or millions instead of units."""
_EXPLAINED = 1 / 3
"""A slip explains a figure that without it stands out no more than this."""


def has_past(cell: Cell) -> bool:
    """Whether a cell has earlier figures enough to be compared with."""
    return len(cell.known_before) >= PERIODS_MIN


def _is_among(cell: Cell) -> bool:
    """Whether at least two earlier figures lie on either side of it: nothing more need be worked out."""
    past = sorted(cell.known_before)
    return past[1] <= cell.figure <= past[-2]


def _usual(cell: Cell) -> Usual:
    return usual_of(cell.known_before, cell.unit, counted=cell.column.decimals == 0)


def far_from_past(cell: Cell, seasons: Sequence[int]) -> Hint | None:
    """A hint where a figure is far from its own past; `seasons` are the places of the same period in other years."""
    if not has_past(cell) or _is_among(cell):
        return None
    usual = _usual(cell)
    score = usual.score(level_of(cell.figure, cell.unit))
    if abs(score) <= 1 or usual.holds(cell.figure, cell.unit) or _was_so(cell, seasons):
        return None
    slip = _slip(cell, usual)
    if not slip:
        return standing_out(cell, "hint.outlier_history", usual, score)
    said = {"digits": str(abs(slip)), "slip": "hint.digits_many" if slip > 0 else "hint.digits_few"}
    return standing_out(cell, "hint.scale", usual, score, said)


def _was_so(cell: Cell, seasons: Sequence[int]) -> bool:
    """Whether the period before, or the same period of another year, was like it; or zero was there already."""
    if cell.figure == 0:
        return 0 in cell.known_before
    level = level_of(cell.figure, cell.unit)
    places = {len(cell.before) - 1, *seasons}
    alike = [figure for place in places if (figure := cell.before[place]) is not None]
    return any(abs(level - level_of(figure, cell.unit)) <= ALIKE for figure in alike)


def _slip(cell: Cell, usual: Usual) -> int:
    """How many digits too many (too few: below 0) explain the figure best; 0 where none would."""

    def oddness(slip: int) -> float:
        return abs(usual.score(level_of(cell.figure / 10.0**slip, cell.unit)))

    best = min((slip for digits in _SLIPS for slip in (digits, -digits)), key=oddness)
    return best if oddness(best) <= _EXPLAINED else 0


def swapped(hints: Sequence[Hint], cells: Sequence[Cell]) -> list[Hint]:
    """The hints, with two of one row made one where each figure would suit the other's column."""
    by_address = {cell.address: cell for cell in cells}
    rows: defaultdict[tuple[str, str], list[tuple[Hint, Cell]]] = defaultdict(list)
    for hint in hints:
        cell = by_address[hint.address]
        if cell.is_typed and has_past(cell):
            rows[cell.table, cell.row].append((hint, cell))
    told: dict[str, Hint | None] = {}
    for row in rows.values():
        for (one, left), (other, right) in combinations(row, 2):
            if not {one.address, other.address} & told.keys() and _suits(left, right) and _suits(right, left):
                told[one.address], told[other.address] = _swap(one, other, left, right), None
    return [found for hint in hints if (found := told.get(hint.address, hint)) is not None]


def _suits(cell: Cell, place: Cell) -> bool:
    usual = _usual(place)
    return usual.low <= cell.figure <= usual.high


def _swap(one: Hint, other: Hint, left: Cell, right: Cell) -> Hint:
    return Hint(
        code="hint.swapped",
        table=one.table,
        cells={**one.cells, **other.cells},
        params={**one.params, "other": right.params["column"], "other_value": right.value},
        strength=max(one.strength, other.strength),
    )


def unmoved(cells: Sequence[Cell]) -> Iterator[Hint]:
    """Flows that stand still: the whole report copied from last period's, or single figures for several periods."""
    flows = [
        cell
        for cell in cells
        if cell.is_typed and not cell.is_total and not cell.is_estimate and cell.column.roll_up_time is RollUp.SUM
    ]
    moving = [cell for cell in flows if _moves(cell)]
    same = [cell for cell in moving if cell.figure == cell.before[-1]]
    if len(moving) >= COPIED_MIN and len(same) >= COPIED_SHARE * len(moving):
        yield Hint(
            code="hint.copied",
            table=same[0].table,
            cells={cell.address: cell.value for cell in same},
            params={"count": str(len(same)), "of": str(len(moving))},
            strength=1 + len(same) / len(moving),
        )
        return
    for cell in flows:
        stood = _stood(cell)
        if stood >= UNCHANGED_MIN and abs(cell.figure) >= UNCHANGED_FROM * cell.unit:
            yield Hint(
                code="hint.unchanged",
                table=cell.table,
                cells={cell.address: cell.value},
                params=cell.params | {"count": str(stood)},
                strength=1 + stood / len(cell.before),
            )


def _moves(cell: Cell) -> bool:
    """Whether the figure is of some size and moved from the period before last to the last."""
    return (
        len(cell.before) > 1
        and None not in cell.before[-2:]
        and cell.before[-1] != cell.before[-2]
        and abs(cell.figure) >= DIFFERENCE_MIN * cell.unit
    )


def _stood(cell: Cell) -> int:
    """In how many reports just before this one the figure was the same; 0 where it never was another: it is fixed."""
    stood = sum(1 for _ in takewhile(lambda figure: figure == cell.figure, reversed(cell.before)))
    return stood if any(figure != cell.figure for figure in cell.known_before) else 0
