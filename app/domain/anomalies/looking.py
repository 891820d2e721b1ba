"""The hints of one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.anomalies.digits import odd_digits
from app.domain.anomalies.figures import Cell, OtherFigures, cells_of
from app.domain.anomalies.hints import Hint, strongest_first
from app.domain.anomalies.history import far_from_past, has_past, swapped, unmoved
from app.domain.anomalies.siblings import far_from_siblings
from app.domain.relations.sheet import Sheet

HISTORY_MAX = 24
"""Earlier reports that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReport:
    """An earlier report of the same unit, form and frequency."""

    cells: Mapping[str, str]
    """Its content."""
    is_same_season: bool = False
    """Whether it is of the same period of another year."""


def hints_of(
    sheet: Sheet,
    history: Sequence[PastReport] = (),
    siblings: Sequence[Mapping[str, str]] = (),
    *,
    accumulates: bool = False,
) -> tuple[Hint, ...]:
    """What stands out in a report, the strongest first.

    `history` is the unit's own past, oldest first; `siblings` are the contents of the same report of the units beside
    it, as far as they may be seen; `accumulates` says that figures count from the start of a series, so that one which
    stands still is nothing odd.
    """
    past = history[-HISTORY_MAX:]
    cells = cells_of(sheet, [OtherFigures(sheet.form, report.cells) for report in past])
    seasons = [place for place, report in enumerate(past) if report.is_same_season]
    own = [hint for cell in cells if (hint := far_from_past(cell, seasons)) is not None]
    # Why only those without a past: what suits a unit's own needs no comparison, and what does not has been said.
    others = [OtherFigures(sheet.form, report) for report in siblings]
    beside = far_from_siblings(cells, others, lambda cell: not has_past(cell))
    far = swapped(_of_causes([*own, *beside], cells), cells)
    still = () if accumulates else tuple(unmoved(cells))
    return strongest_first([*far, *still, *odd_digits(cells)])


def _of_causes(hints: Sequence[Hint], cells: Sequence[Cell]) -> list[Hint]:
    """The hints without those that follow from others.

    A calculated figure is pointed out where no typed one of its row is, once a row; a total where no row of its table
    is.
    """
    by_address = {cell.address: cell for cell in cells}

    def order(hint: Hint) -> tuple[bool, bool, float]:
        cell = by_address[hint.address]
        return cell.is_total, not cell.is_typed, -hint.strength

    kept: list[Hint] = []
    rows: set[tuple[str, str]] = set()
    tables: set[str] = set()
    for hint in sorted(hints, key=order):
        cell = by_address[hint.address]
        row = (cell.table, cell.row)
        if not cell.is_typed and row in rows:
            continue
        if cell.is_total and cell.table in tables:
            continue
        kept.append(hint)
        rows.add(row)
        if not cell.is_total:
            tables.add(cell.table)
    return kept
