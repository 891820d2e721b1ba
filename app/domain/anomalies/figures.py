"""The figures of a report beside those that stand in the same cells of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from app.domain.anomalies.hints import Hint
from app.domain.anomalies.usual import Usual
from app.domain.forms.definition import Column, ColumnType, FormDefinition, RowsKind, Table
from app.domain.relations.arithmetic import Special
from app.domain.relations.cells import column_name
from app.domain.relations.layout import SUBTOTAL, TOTAL, SheetRow
from app.domain.relations.outer import Here, OtherReport, row_answering
from app.domain.relations.sheet import Sheet
from app.domain.values import canonical_number, parse_figure

_WIDE = Context(prec=200)
"""Enough digits for any figure of a float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A filled figure of the report."""

    address: str
    place: Here
    """The row, as other reports are asked for it."""
    row: str
    """The row's name with its line: the middle part of the address."""
    column: Column
    where: str
    """The row in words."""
    value: str
    """Canonical."""
    figure: float
    is_typed: bool
    """Whether a person may type it; else it is calculated."""
    is_total: bool
    """Whether it stands in a total or subtotal row."""
    is_estimate: bool
    before: Sequence[float | None] = ()
    """The same cell in the earlier reports given, in their order; None where it holds no figure."""

    @property
    def table(self) -> str:
        """Table key."""
        return self.place.table

    def figure_in(self, other: OtherFigures) -> float | None:
        """The same cell's figure in another report."""
        return other.figure(self.place, self.row, self.column.key)

    @property
    def unit(self) -> float:
        """The least step between two figures of its column."""
        return float(10**-self.column.decimals)

    @property
    def known_before(self) -> list[float]:
        """The earlier figures there are."""
        return [figure for figure in self.before if figure is not None]

    @property
    def params(self) -> dict[str, str]:
        """What every hint of a cell says."""
        return {"where": self.where, "column": column_name(self.column), "value": self.value}

    def spelled(self, figure: float) -> str:
        """A figure of its column as canonical text."""
        step = Decimal(1).scaleb(-self.column.decimals)
        return canonical_number(Decimal(repr(figure)).quantize(step, ROUND_HALF_UP, _WIDE))


class OtherFigures:
    """The figures that another report of the form has in the same cells."""

    def __init__(self, form: FormDefinition, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self._report = OtherReport(cells, lambda form, content: Sheet(form, content).calculated(), form)
        self._rows: dict[tuple[str, str], str] = {}

    def figure(self, place: Here, row: str, column: str) -> float | None:
        """The figure in the row that answers to one here (`row` is its name with its line), or None."""
        answering = self._rows.get((place.table, row))
        if answering is None:
            answering = self._rows[place.table, row] = row_answering(self._report, place)
        address = f"{place.table}/{answering}/{column}"
        text = self._cells.get(address)
        if text is not None and text.isdecimal() and text.isascii():
            return float(text)
        value = self._report.value(address)
        return None if isinstance(value, Special) else float(value)


def cells_of(sheet: Sheet, history: Sequence[OtherFigures]) -> list[Cell]:
    """Every filled figure of a report, with those of earlier ones."""
    return [
        cell
        for table in sheet.form.tables
        for row in sheet.rows(table.key)
        if row.has_figures
        for cell in _cells_of_row(sheet, table, row, history)
    ]


def _cells_of_row(sheet: Sheet, table: Table, row: SheetRow, history: Sequence[OtherFigures]) -> Iterator[Cell]:
    place, where = _here(sheet, table, row)
    for column in table.columns:
        address = f"{table.key}/{row.key}/{column.key}"
        value = sheet.value(address) if column.is_number else None
        figure = parse_figure(value) if value else None
        if value is None or figure is None or figure.number is None:
            continue
        yield Cell(
            address=address,
            place=place,
            row=row.key,
            column=column,
            where=where,
            value=value,
            figure=float(figure.number),
            is_typed=sheet.is_entry(address),
            is_total=place.row == TOTAL or place.row.startswith(SUBTOTAL),
            is_estimate=figure.status is not None,
            before=[report.figure(place, row.key, column.key) for report in history],
        )


def _here(sheet: Sheet, table: Table, row: SheetRow) -> tuple[Here, str]:
    """A row as other reports are asked for it, and in words."""
    key = row.key.removesuffix(f".{row.line}")
    named = next((column.key for column in table.columns if column.type is ColumnType.LABEL), "")
    words = (named and sheet.value(f"{table.key}/{key}/{named}")) or ("" if row.line else row.label) or key
    typed = named if table.rows_kind is not RowsKind.FIXED else ""
    label = sheet.cells().get(f"{table.key}/{key}/{typed}", "") if typed else ""
    here = Here(table=table.key, row=key, line=row.line, label=label, label_column=typed)
    return here, f"{words} · {row.label}" if row.line else words


def standing_out(cell: Cell, code: str, usual: Usual, score: float, said: Mapping[str, str] | None = None) -> Hint:
    """The hint that a figure is far from what is usual; `said` is what else its words need."""
    params = {
        "median": cell.spelled(usual.median),
        "low": cell.spelled(usual.low),
        "high": cell.spelled(usual.high),
        "count": str(usual.count),
        "score": f"{score:.2f}",
    }
    return Hint(
        code=code,
        table=cell.table,
        cells={cell.address: cell.value},
        params={**cell.params, **params, **(said or {})},
        strength=abs(score),
    )
