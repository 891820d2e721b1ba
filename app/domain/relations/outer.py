"""Other reports a relation may read: found through a Context, matched row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from app.domain.addresses import ROW
from app.domain.forms.definition import Column, RollUp
from app.domain.relations.arithmetic import BLANK, MISSING, UNKNOWN, Special, Value, add
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.tree import Outer, Where
from app.domain.values import parse_figure
from app.domain.vietnamese import fold


class Context(Protocol):
    """What lies outside a report: the content of others, typed and calculated. None says that there is none."""

    def previous(self) -> Mapping[str, str] | None:
        """This unit's report whose window ends the day before this one's begins."""
        ...

    def last_year(self) -> Mapping[str, str] | None:
        """This unit's report of the same period a year before."""
        ...

    def preceding(self) -> Mapping[str, str] | None:
        """The report before this one in the same accumulating series."""
        ...

    def form(self, code: str) -> Mapping[str, str] | None:
        """This unit's report of another form for the same period."""
        ...

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """The reports of the unit's children, None for one that is not there; None where it has none."""
        ...


class Alone:
    """A context with no other report."""

    def previous(self) -> Mapping[str, str] | None:
        """None."""
        return None

    def last_year(self) -> Mapping[str, str] | None:
        """None."""
        return None

    def preceding(self) -> Mapping[str, str] | None:
        """None."""
        return None

    def form(self, code: str) -> Mapping[str, str] | None:
        """None."""
        return None

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """None."""
        return None


def value_of(text: str | None) -> Value:
    """The value a canonical text of another report spells; blank where it spells no figure."""
    figure = parse_figure(text) if text else None
    if figure is None:
        return BLANK
    if figure.number is None:
        return UNKNOWN
    number = Fraction(figure.number)
    return number.numerator if number.denominator == 1 else number


class OtherReport:
    """One other report: cells by address, and its rows."""

    def __init__(self, cells: Mapping[str, str], calculate: Callable[[Mapping[str, str]], Mapping[str, str]]) -> None:
        self._cells = cells
        self._calculate = calculate
        self._calculated: Mapping[str, str] | None = None
        self._rows: dict[str, dict[str, None]] | None = None
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def value(self, address: str) -> Value:
        """A cell's value: what the report holds, else what its own relations make of it."""
        given = self._cells.get(address)
        if given is not None:
            return value_of(given)
        if self._calculated is None:
            self._calculated = self._calculate(self._cells)
        return value_of(self._calculated.get(address))

    def rows(self, table: str) -> Mapping[str, None]:
        """The middle parts of a table's addresses, totals left out."""
        if self._rows is None:
            self._rows = {}
            for address in self._cells:
                name, _, rest = address.partition("/")
                row = rest.partition("/")[0]
                if not name.startswith("@") and row != TOTAL and not row.startswith((SUBTOTAL, TOTAL + ".")):
                    self._rows.setdefault(name, {})[row] = None
        return self._rows.get(table, {})

    def has_table(self, table: str) -> bool:
        """Whether anything stands in a table."""
        self.rows(table)
        return bool(self._rows and table in self._rows) or any(a.startswith(table + "/") for a in self._cells)

    def row_labelled(self, table: str, column: str, label: str) -> str | None:
        """The key of the only row with a label, however it is accented; None where none or several have it."""
        labels = self._labels.get((table, column))
        if labels is None:
            named = {
                row: fold(self._cells.get(f"{table}/{row}/{column}", ""))
                for row in self.rows(table)
                if self._cells.get(f"{table}/{row}/{column}")
            }
            counts = Counter(named.values())
            labels = {name: row for row, name in named.items() if counts[name] == 1}
            self._labels[table, column] = labels
        return labels.get(fold(label)) if label else None


class Place(Protocol):
    """The row and column a relation is judged at."""

    @property
    def table(self) -> str:
        """Table key."""
        ...

    @property
    def row(self) -> str:
        """Row key without its line."""
        ...

    @property
    def line(self) -> str:
        """Line code; empty for none."""
        ...

    @property
    def label(self) -> str:
        """The row's label where its words are typed; empty where the key alone names it."""
        ...

    @property
    def label_column(self) -> str:
        """Key of the column that holds it."""
        ...


class Outside:
    """The other reports of one open report, each read once."""

    def __init__(self, context: Context, calculate: Callable[[Mapping[str, str]], Mapping[str, str]]) -> None:
        self._context = context
        self._calculate = calculate
        self._reports: dict[tuple[Where, str], OtherReport | None] = {}
        self._children: tuple[OtherReport | None, ...] | None = None
        self._children_read = False

    def report(self, where: Where, code: str) -> OtherReport | None:
        """Another report of the unit, or None."""
        if (where, code) not in self._reports:
            cells = self._fetch(where, code)
            calculate: Callable[[Mapping[str, str]], Mapping[str, str]] = self._calculate if not code else _nothing
            self._reports[where, code] = None if cells is None else OtherReport(cells, calculate)
        return self._reports[where, code]

    def _fetch(self, where: Where, code: str) -> Mapping[str, str] | None:
        match where:
            case Where.PREVIOUS:
                return self._context.previous()
            case Where.PRECEDING:
                return self._context.preceding()
            case Where.LAST_YEAR:
                return self._context.last_year()
            case _:
                return self._context.form(code)

    def children(self) -> tuple[OtherReport | None, ...] | None:
        """The children's reports; None where there are none."""
        if not self._children_read:
            self._children_read = True
            found = self._context.children()
            if found:
                self._children = tuple(None if cells is None else OtherReport(cells, self._calculate) for cells in found)
        return self._children

    def is_missing(self, leaf: Outer) -> bool:
        """Whether the report a function reads is not there."""
        if leaf.where is Where.CHILDREN:
            return self.children() is None
        return self.report(leaf.where, leaf.code) is None

    def cell(self, leaf: Outer, at: Place, column: str) -> Value:
        """The cell of the other report that answers to a row here, in a column there."""
        report = self.report(leaf.where, leaf.code)
        return MISSING if report is None else _matching(report, at, column, other_form=bool(leaf.code))

    def rolled_up(self, at: Place, column: Column, weight: str, recompute: Callable[[], Value] | None) -> Value:
        """A column over the children by its unit rule; a calculated one from its rolled-up parts."""
        reports = self.children()
        if reports is None:
            return MISSING
        if column.roll_up_units is RollUp.RECOMPUTE and recompute is not None:
            return recompute()
        values = [UNKNOWN if child is None else _matching(child, at, column.key) for child in reports]
        weights = [UNKNOWN if child is None else _matching(child, at, weight) for child in reports] if weight else values
        return rolled(column.roll_up_units, values, weights)


def _nothing(cells: Mapping[str, str]) -> Mapping[str, str]:
    return {}


def _matching(report: OtherReport, at: Place, column: str, *, other_form: bool = False) -> Value:
    """The row with the same key, else the same label; of another form also without its line, or its only row."""
    table = at.table if not other_form or report.has_table(at.table) else "main"
    row = at.row
    rows = report.rows(table)
    is_total = row == TOTAL or row.startswith(SUBTOTAL)
    lined = f"{row}.{at.line}" if at.line else row
    if is_total or lined in rows or (row in rows and not other_form):
        return report.value(f"{table}/{lined}/{column}")
    if not other_form:
        other = report.row_labelled(table, at.label_column, at.label)
        if other is not None:
            row = other
        return report.value(f"{table}/{row}{'.' + at.line if at.line else ''}/{column}")
    if row in rows:
        return report.value(f"{table}/{row}/{column}")
    return _only_row(report, table, at.line, column)


def _only_row(report: OtherReport, table: str, line: str, column: str) -> Value:
    rows = report.rows(table)
    bases = {row.partition(".")[0] for row in rows}
    if len(bases) != 1:
        return BLANK
    (base,) = bases
    row = f"{base}.{line}" if f"{base}.{line}" in rows else base
    return report.value(f"{table}/{row}/{column}")


def rolled(rule: RollUp, values: Sequence[Value], weights: Sequence[Value]) -> Value:
    """Several values made one by a rule; `weights` go with `values` and matter to an average alone."""
    match rule:
        case RollUp.WEIGHTED_AVG:
            return _average(values, weights)
        case RollUp.MAX:
            if UNKNOWN in values:
                return UNKNOWN
            return max((value for value in values if not isinstance(value, Special)), default=BLANK)
        case RollUp.FIRST:
            return next((value for value in values if value is UNKNOWN or not isinstance(value, Special)), BLANK)
        case RollUp.LAST:
            return rolled(RollUp.FIRST, values[::-1], weights)
        case RollUp.LIST | RollUp.NONE:
            return BLANK
        case _:
            found = add([(False, value) for value in values], 0)
            return BLANK if isinstance(found, Special) and found is not UNKNOWN else found


def _average(values: Sequence[Value], weights: Sequence[Value]) -> Value:
    """The weighted mean of what has both; blank without any weight."""
    weighted = Fraction(0)
    weight = Fraction(0)
    for value, by in zip(values, weights, strict=True):
        if UNKNOWN in (value, by) and BLANK not in (value, by):
            return UNKNOWN
        if not isinstance(value, Special) and not isinstance(by, Special):
            weighted += Fraction(value) * by
            weight += by
    if weight == 0:
        return BLANK
    mean = weighted / weight
    return mean.numerator if mean.denominator == 1 else mean


def head_of(table: str, row: str) -> str:
    """The address that claims a row."""
    return f"{table}/{row}/{ROW}"
