"""Type once: what reports of the same unit and period say of a report's blank cells, matched by indicator.

An indicator is a figure per row, or one figure of the whole report: the total row of its column, the only row it
names, the only row of the table, or in a table of units the reporting unit's own row. Figures per row answer to the
same row, by key or by a label that no other row has; figures of the whole answer to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol, cast, runtime_checkable

from app.domain.forms.definition import Column, FormDefinition, Indicator, RowsKind, Table
from app.domain.operations import ReportKey
from app.domain.relations.cells import column_name, read_figure
from app.domain.relations.layout import TOTAL, RowKind, SheetRow
from app.domain.relations.outer import answers, value_of
from app.domain.vietnamese import fold
from app.domain.workflow import State
from app.errors import CellError

_folded = lru_cache(maxsize=4096)(fold)
"""Kept, because one name that changes has every name of its table compared again."""

Rows = Callable[[str], Sequence[SheetRow]]
"""Table key -> its rows as shown."""
Words = Callable[[str], str | None]
"""Address -> what is typed there."""


class Spot(NamedTuple):
    """What a cell that holds an indicator answers to in other forms."""

    code: str
    """The indicator's."""
    line: str
    """Line code; empty where the indicator is of one line."""
    row: str = ""
    """Row key; empty for a figure of the whole report, and where the label tells."""
    label: str = ""
    """The row's words, folded."""


class Named(NamedTuple):
    """A cell that holds an indicator."""

    address: str
    column: Column
    unit: str
    """Unit of measure; empty where the form says none."""
    row: str
    """The row's words; empty where it has none."""
    spots: tuple[Spot, ...]
    """The nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a figure comes from."""

    report: ReportKey
    """The report it stands in: same unit, same period."""
    edition: str
    """Edition of that report's form."""
    state: State
    """State of that report."""
    address: str
    """The cell there."""
    column: Column
    """Its column."""
    row: str
    """The words of its row; empty where the row has none."""
    calculated: bool
    """Whether that form calculates it."""

    @property
    def cited(self) -> str:
        """Form and column as an official cites them: `01/TCD (3)`."""
        return f"{self.report.form} {column_name(self.column)}"


class Offer(NamedTuple):
    """A figure that another report has for a cell."""

    value: str
    """Canonical."""
    unit: str
    """Unit of measure; empty where that form says none."""
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Everything other reports offer one report."""

    unit: str = ""
    """The reporting unit."""
    offers: Mapping[Spot, Sequence[Offer]] = field(default_factory=dict)

    def matched(self, form: FormDefinition, rows: Rows, words: Words) -> dict[str, Sequence[Offer]]:
        """Address -> the offers that its cell could hold, in its unit of measure; of each report the nearest."""
        if not self.offers:
            return {}
        found: dict[str, Sequence[Offer]] = {}
        for cell in named_cells(form, self.unit, rows, words):
            chosen: list[Offer] = []
            for spot in cell.spots:
                told = {offer.origin.report for offer in chosen}
                chosen += [offer for offer in self.offers.get(spot, ()) if offer.origin.report not in told]
            fitting = [offer for offer in chosen if _fits(offer, cell)]
            if fitting:
                found[cell.address] = fitting
        return found


@runtime_checkable
class Fills(Protocol):
    """A context that also tells what other reports of the unit and period offer by indicator."""

    def filling(self) -> Filling:
        """What they offer."""
        ...


def filling_of(context: object) -> Filling:
    """What other reports offer in a context; nothing where it cannot tell."""
    return cast(Fills, context).filling() if answers(context, Fills) else Filling()


def _fits(offer: Offer, cell: Named) -> bool:
    if not same_unit(offer.unit, cell.unit):
        return False
    try:
        read_figure(cell.column, offer.value, cell.address)
    except CellError:
        return False
    return True


def same_unit(one: str, other: str) -> bool:
    """Whether two units of measure are the same, as far as both are told."""
    return not one or not other or one == other or _folded(one) == _folded(other)


def agreed(offers: Sequence[Offer]) -> Offer | None:
    """The first of some offers, where all say the same."""
    first, *others = offers
    return first if all(value_of(other.value) == value_of(first.value) for other in others) else None


def line_of(table: Table, indicator: Indicator, line: str) -> str:
    """The line that a cell of an indicator answers to elsewhere: empty, for any, where the indicator is of one line."""
    return "" if len(indicator.lines or table.lines) <= 1 else line


def named_cells(form: FormDefinition, unit: str, rows: Rows, words: Words) -> Iterator[Named]:
    """The cells of a report that hold an indicator; `unit` is the one that reports."""
    for table in form.tables:
        indicators = table.every_indicator()
        if indicators:
            shown = _rows(table, rows(table.key), words)
            for indicator in indicators:
                yield from _cells(table, indicator, unit, shown)


@dataclass(slots=True)
class _Row:
    words: str
    """What names it; empty for nothing."""
    figures: list[SheetRow]
    """Itself, or its lines."""
    label: str = ""
    """Its words folded, where no other row has them."""


_NO_ROW = _Row("", [])


def _rows(table: Table, shown: Sequence[SheetRow], words: Words) -> dict[str, _Row]:
    """A table's rows, totals too, by their keys without lines."""
    column = next((column.key for column in table.columns if column.type == "label"), "")
    found: dict[str, _Row] = {}
    for row in shown:
        if row.line:
            found[row.key.removesuffix(f".{row.line}")].figures.append(row)
        elif row.kind is not RowKind.GROUP:
            typed = words(f"{table.key}/{row.key}/{column}") if column and not row.label else None
            found[row.key] = _Row(row.label or typed or "", [row] if row.has_figures else [])
    counts = Counter(_folded(row.words) for row in found.values())
    for row_found in found.values():
        folded = _folded(row_found.words)
        row_found.label = folded if counts[folded] == 1 else ""
    return found


def _cells(table: Table, indicator: Indicator, unit: str, shown: Mapping[str, _Row]) -> Iterator[Named]:
    column = table.column(indicator.column)
    assert column is not None
    measures = {line.code: line.unit for line in table.lines}
    is_whole = _is_one_row(table, indicator)
    for key in indicator.rows or shown:
        row = shown.get(key, _NO_ROW)
        for place in row.figures:
            if indicator.lines and place.line not in indicator.lines:
                continue
            line = line_of(table, indicator, place.line)
            names = [("", "")] if is_whole or key == TOTAL else _names(table, unit, key, row.label)
            yield Named(
                address=f"{table.key}/{place.key}/{column.key}",
                column=column,
                unit=measures.get(place.line) or column.unit,
                row=row.words,
                spots=tuple(Spot(indicator.code, line, *name) for name in names),
            )


def _is_one_row(table: Table, indicator: Indicator) -> bool:
    """Whether an indicator is of the whole report: it names one row, or the form prints one."""
    named = [key for key in indicator.rows if key != TOTAL]
    return len(named or (table.rows if table.rows_kind is RowsKind.FIXED else ())) == 1


def _names(table: Table, unit: str, row: str, label: str) -> Iterator[tuple[str, str]]:
    """(key, label) by which a row is found elsewhere, the nearest first; both empty for the whole report."""
    if table.rows_kind is not RowsKind.FREE:
        yield row, ""
    if label:
        yield "", label
    if table.rows_kind is RowsKind.UNITS and row == unit:
        yield "", ""
