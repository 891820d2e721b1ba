"""What stood in the same cells last period and a year ago, and how far the figures have moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.forms.definition import Column
from app.domain.numbers import show_number
from app.domain.relations.outer import EarlierEdition
from app.domain.relations.sheet import Sheet
from app.domain.values import canonical_number, parse_figure
from app.services.views import OpenReport
from ui.presenters.cells import RowKind
from ui.presenters.entry import show_value
from ui.presenters.form_grid import FormGrid
from ui.words import translate

_BIG_SHARE = Decimal("0.5")
"""A figure that moved by this part of what it was…"""
_BIG_STEP = 10
"""…and by at least so much has moved far: among few cases a doubling says nothing."""

_FAR = 1000
"""Percent from which the exact share says nothing that the difference does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What stood in the same cells before; None where there is no such report."""

    previous: Mapping[str, str] | None = None
    last_year: Mapping[str, str] | None = None


def earlier_figures(report: OpenReport) -> Earlier:
    """The earlier reports with what they calculate; reports keep only what was typed."""

    def whole(cells: Mapping[str, str] | None) -> Mapping[str, str] | None:
        if cells is None or isinstance(cells, EarlierEdition):
            return cells
        return {**cells, **Sheet(report.form, cells).calculated()}

    return Earlier(previous=whole(report.previous), last_year=whole(report.last_year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An earlier figure, and the way from it to the one of now."""

    value: str = ""
    """As shown; empty where there is none."""
    difference: str = ""
    """Signed; empty where either figure is missing."""
    percent: str = ""
    """Signed; empty where there is nothing to divide by, or the figure is a percentage itself."""
    is_big: bool = False
    """Whether it has moved far enough to look twice."""

    @property
    def difference_words(self) -> str:
        """ "+8", or that nothing changed; empty where either figure is missing."""
        return translate("Compare", "không đổi") if self.difference == "0" else self.difference

    @property
    def change(self) -> str:
        """ "+8 · +7,1%"."""
        return " · ".join(part for part in (self.difference_words, self.percent) if part)

    def __str__(self) -> str:
        return f"{self.value} ({self.change})" if self.change else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareLine:
    """One figure of the current row beside its earlier ones."""

    number: str
    title: str
    now: str
    previous: Beside
    last_year: Beside


def compare_lines(grid: FormGrid, earlier: Earlier, row: int) -> list[CompareLine]:
    """The figures of a row beside last period's and last year's, by column."""
    if not 0 <= row < len(grid.rows) or grid.rows[row].kind in (RowKind.GROUP, RowKind.ADD):
        return []
    lines = []
    for at, column in enumerate(grid.table.columns):
        address = grid.address_at(row, at)
        if not column.is_number or not address or grid.sheet.is_closed(address):
            continue
        lines.append(
            CompareLine(
                number=column.number,
                title=", ".join(column.title_path),
                now=show_value(column, grid.sheet.value(address)),
                previous=beside(grid, column, address, earlier.previous),
                last_year=beside(grid, column, address, earlier.last_year),
            )
        )
    return lines


def beside(grid: FormGrid, column: Column, address: str, cells: Mapping[str, str] | None) -> Beside:
    """The figure that another report has in a cell, and the way from it to the one here."""
    before = cells.get(address) if cells is not None and column.is_number else None
    one, other = _number(grid.sheet.value(address)), _number(before)
    shown = show_value(column, before)
    if one is None or other is None:
        return Beside(value=shown)
    step = one - other
    return Beside(
        value=shown,
        difference=_signed(step, column.decimals) if step else "0",
        percent=_percent(step, other) if step and other and "%" not in column.unit else "",
        is_big=abs(step) >= _BIG_STEP and abs(step) >= abs(other) * _BIG_SHARE,
    )


def _number(value: str | None) -> Decimal | None:
    figure = parse_figure(value) if value else None
    return figure.number if figure else None


def _percent(step: Decimal, other: Decimal) -> str:
    share = (step * 100 / abs(other)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if abs(share) >= _FAR:
        return f"{'+' if share > 0 else '-'}>{_FAR - 1}%"
    return f"{_signed(share, 0)}%"


def _signed(number: Decimal, decimals: int) -> str:
    shown = show_number(canonical_number(number), decimals)
    return f"+{shown}" if number > 0 else shown
