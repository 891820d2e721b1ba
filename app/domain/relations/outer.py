"""Other reports a relation may read: found through a Context, matched row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol, TypeAlias, runtime_checkable

from app.domain.forms.definition import Column, FormDefinition, RollUp, RowsKind
from app.domain.relations.arithmetic import BLANK, CLOSED, MISSING, UNKNOWN, Special, Value, add
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.tree import Outer, Where
from app.domain.values import parse_figure
from app.domain.vietnamese import fold

Calculate: TypeAlias = Callable[[FormDefinition, Mapping[str, str]], Mapping[str, str]]
"""What a form calculates from a report's content alone."""


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


@runtime_checkable
class KnowsForms(Protocol):
    """A context that also knows other forms' definitions; without one a report's own cells tell its rows."""

    def definition(self, code: str) -> FormDefinition | None:
        """The definition that a report of another form follows."""
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

    def __init__(self, cells: Mapping[str, str], calculate: Calculate, form: FormDefinition | None) -> None:
        self._cells = cells
        self._calculate = calculate
        self._form = form
        self._calculated: Mapping[str, str] | None = None
        self._rows: dict[str, dict[str, None]] | None = None
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def value(self, address: str) -> Value:
        """A cell's value: what the report holds, else what its own relations make of it."""
        given = self._cells.get(address)
        if given is not None:
            return value_of(given)
        if self._calculated is None:
            self._calculated = self._calculate(self._form, self._cells) if self._form is not None else {}
        return value_of(self._calculated.get(address))

    def rows(self, table: str) -> Mapping[str, None]:
        """The middle parts of a table's addresses, totals left out."""
        return {row: None for row in self.every_row(table) if not _is_total(row)}

    def every_row(self, table: str) -> Mapping[str, None]:
        """The middle parts of a table's addresses, totals too; empty where nothing stands in the table."""
        if self._rows is None:
            self._rows = {}
            for address in self._cells:
                name, _, rest = address.partition("/")
                if not name.startswith("@"):
                    self._rows.setdefault(name, {})[rest.partition("/")[0]] = None
        return self._rows.get(table, {})

    def only_row(self, table: str) -> str | None:
        """The key of a table's one row, without its line; None where the table has several rows or none."""
        known = self._form.table(table) if self._form is not None else None
        if known is not None:
            return known.rows[0].key if known.rows_kind is RowsKind.FIXED and len(known.rows) == 1 else None
        bases = {row.partition(".")[0] for row in self.rows(table)}
        return bases.pop() if len(bases) == 1 else None

    def holds(self, table: str, row: str) -> bool:
        """Whether a table has a row by this name, as far as is known."""
        known = self._form.table(table) if self._form is not None else None
        if known is not None and known.rows_kind is RowsKind.FIXED:
            base, _, line = row.rpartition(".") if known.lines else (row, "", "")
            is_line = line in {one.code for one in known.lines} or not known.lines
            has_base = any(one.key == base for one in known.rows) or (known.has_total and base == TOTAL)
            return is_line and has_base
        return row in self.every_row(table)

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

    def __init__(self, form: FormDefinition, context: Context, calculate: Calculate) -> None:
        self._form = form
        self._context = context
        self._calculate = calculate
        self._reports: dict[tuple[Where, str], OtherReport | None] = {}
        self._children: tuple[OtherReport | None, ...] | None = None
        self._children_read = False

    def report(self, where: Where, code: str) -> OtherReport | None:
        """Another report of the unit, or None."""
        if (where, code) not in self._reports:
            cells = self._fetch(where, code)
            form: FormDefinition | None = self._form
            if code:
                form = self._context.definition(code) if isinstance(self._context, KnowsForms) else None
            self._reports[where, code] = None if cells is None else OtherReport(cells, self._calculate, form)
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
                self._children = tuple(
                    None if cells is None else OtherReport(cells, self._calculate, self._form) for cells in found
                )
        return self._children

    def is_missing(self, leaf: Outer) -> bool:
        """Whether the report a function reads is not there."""
        if leaf.where is Where.CHILDREN:
            return self.children() is None
        return self.report(leaf.where, leaf.code) is None

    def cell(self, leaf: Outer, at: Place, column: str) -> Value:
        """The cell of the other report that answers to a row here, in a column there."""
        report = self.report(leaf.where, leaf.code)
        return MISSING if report is None else (_matching_elsewhere if leaf.code else _matching)(report, at, column)

    def rolled_up(self, at: Place, column: Column, weight: str, recompute: Callable[[], Value] | None) -> Value:
        """A column over the children by its unit rule; a calculated one from its rolled-up parts."""
        reports = self.children()
        if reports is None:
            return MISSING
        if column.roll_up_units is RollUp.RECOMPUTE and recompute is not None:
            return recompute()
        values = [UNKNOWN if child is None else _matching(child, at, column.key) for child in reports]
        weights = values
        if weight:
            weights = [UNKNOWN if child is None else _matching(child, at, weight) for child in reports]
        return rolled(column.roll_up_units, values, weights)


def _is_total(row: str) -> bool:
    return row == TOTAL or row.startswith((SUBTOTAL, TOTAL + "."))


def _matching(report: OtherReport, at: Place, column: str) -> Value:
    """The cell of another report of this form: in the row with the same key, else with the same label."""
    row = at.row
    lined = f"{row}.{at.line}" if at.line else row
    if not _is_total(row) and lined not in (rows := report.rows(at.table)) and row not in rows:
        row = report.row_labelled(at.table, at.label_column, at.label) or row
        lined = f"{row}.{at.line}" if at.line else row
    return report.value(f"{at.table}/{lined}/{column}")


def _matching_elsewhere(report: OtherReport, at: Place, column: str) -> Value:
    """The cell of another form's report: the same row, the row without its line, or the only row there is."""
    table = at.table if report.every_row(at.table) else "main"
    for row in (f"{at.row}.{at.line}", at.row) if at.line else (at.row,):
        if report.holds(table, row):
            return report.value(f"{table}/{row}/{column}")
    only = report.only_row(table)
    if only is None:
        return BLANK
    lined = f"{only}.{at.line}"
    return report.value(f"{table}/{lined if report.holds(table, lined) else only}/{column}")


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
        pair = (value, by)
        if UNKNOWN in pair and BLANK not in pair and CLOSED not in pair:
            return UNKNOWN
        if not isinstance(value, Special) and not isinstance(by, Special):
            weighted += Fraction(value) * by
            weight += by
    if weight == 0:
        return BLANK
    mean = weighted / weight
    return mean.numerator if mean.denominator == 1 else mean
