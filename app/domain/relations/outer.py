"""Other reports a relation may read: found through a Context, matched row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, runtime_checkable

from app.domain.forms.definition import FormDefinition, RowsKind, Table
from app.domain.relations.arithmetic import BLANK, MISSING, UNKNOWN, Value
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.plan import Plan
from app.domain.relations.pooling import Calculate, Pooling, pool
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


_answers: dict[tuple[type, type], bool] = {}


def answers(context: object, protocol: type) -> bool:
    """Whether a context has what a protocol asks of it besides."""
    # Why remembered: to look through an object for a protocol takes longer than to lay out a report.
    pair = type(context), protocol
    if pair not in _answers:
        _answers[pair] = isinstance(context, protocol)
    return _answers[pair]


@runtime_checkable
class KnowsForms(Protocol):
    """A context that also knows other forms' definitions; without one a report's own cells tell its rows."""

    def definition(self, code: str) -> FormDefinition | None:
        """The definition that a report of another form follows."""
        ...


@runtime_checkable
class KnowsUnits(Protocol):
    """A context that also knows whose the children's reports are: a table of units then shows a row for each."""

    def child_units(self) -> Sequence[str]:
        """The ids of the units that `children` gives the reports of, in the same order."""
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


class EarlierEdition(dict[str, str]):
    """A report of another edition of this form: its cells, calculated ones too, under the addresses of this one."""

    def __init__(self, cells: Mapping[str, str], has: Callable[[str], bool]) -> None:
        super().__init__(cells)
        self.has = has
        """Whether that edition had a cell that answers to an address."""


class OtherReport:
    """One other report: cells by address, and its rows."""

    def __init__(self, cells: Mapping[str, str], calculate: Calculate, form: FormDefinition | None) -> None:
        self._cells = cells
        self._calculate = calculate
        self._form = form
        self._calculated: Mapping[str, str] | None = None
        self._rows: dict[str, dict[str, None]] | None = None
        self._entries: dict[str, dict[str, None]] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def value(self, address: str) -> Value:
        """A cell's value: what the report holds, else what its own relations make of it."""
        given = self._cells.get(address)
        if given is not None:
            return value_of(given)
        if isinstance(self._cells, EarlierEdition):
            # Why not as calculated here: it would be made of parts that the other edition may not have had.
            return BLANK if self._cells.has(address) else MISSING
        if self._calculated is None:
            self._calculated = self._calculate(self._form, self._cells) if self._form is not None else {}
        return value_of(self._calculated.get(address))

    @property
    def is_other_edition(self) -> bool:
        """Whether it follows another edition of this form."""
        return isinstance(self._cells, EarlierEdition)

    def rows(self, table: str) -> Mapping[str, None]:
        """The middle parts of a table's addresses, totals left out."""
        if table not in self._entries:
            self._entries[table] = {row: None for row in self.every_row(table) if not _is_total(row)}
        return self._entries[table]

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
        # Why totals too: they are calculated, so that a report's content need not name them.
        if known is not None and (known.rows_kind is RowsKind.FIXED or _is_total(row)):
            base, _, line = row.rpartition(".") if known.lines else (row, "", "")
            is_line = line in {one.code for one in known.lines} or not known.lines
            return is_line and (base in _totals(known) or any(one.key == base for one in known.rows))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The row a relation is judged at."""

    table: str
    """Table key."""
    row: str
    """Row key without its line."""
    line: str
    """Line code; empty for none."""
    label: str
    """The row's typed words; empty where its key alone names it."""
    label_column: str
    """Key of the column that holds them."""


class Outside:
    """The other reports of one open report, each read once."""

    def __init__(self, plan: Plan, context: Context, calculate: Calculate) -> None:
        self._plan = plan
        self._context = context
        self._calculate = calculate
        self._reports: dict[tuple[Where, str], OtherReport | None] = {}
        self._child_is_missing = False

    def report(self, where: Where, code: str) -> OtherReport | None:
        """Another report of the unit, or None."""
        if (where, code) not in self._reports:
            cells = self._fetch(where, code)
            form: FormDefinition | None = self._plan.form
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
            case Where.CHILDREN:
                return self._rolled_up()
            case _:
                return self._context.form(code)

    def is_missing(self, leaf: Outer) -> bool:
        """Whether the report a function reads is not there."""
        return self.report(leaf.where, leaf.code) is None

    def is_other_edition(self, leaf: Outer) -> bool:
        """Whether the report a function reads follows another edition of this form."""
        report = self.report(leaf.where, leaf.code)
        return report is not None and report.is_other_edition

    def cell(self, leaf: Outer, at: Here, column: str) -> Value:
        """The cell of the other report that answers to a row here, in a column there."""
        report = self.report(leaf.where, leaf.code)
        if report is None:
            return MISSING
        if leaf.where is Where.CHILDREN and self._child_is_missing:
            return UNKNOWN
        return (_matching_elsewhere if leaf.code else _matching)(report, at, column)

    def _rolled_up(self) -> Mapping[str, str] | None:
        """The children's reports as one; None where there are no children, nothing where a report is not there."""
        children = self._context.children()
        if not children:
            return None
        self._child_is_missing = any(cells is None for cells in children)
        if self._child_is_missing:
            return {}
        units = self._context.child_units() if isinstance(self._context, KnowsUnits) else ()
        has = {place: cells.has for place, cells in enumerate(children) if isinstance(cells, EarlierEdition)}
        how = Pooling(units=[(unit, "") for unit in units], has=has, needs_all=True)
        return pool(self._plan, children, self._calculate, how).content


def _is_total(row: str) -> bool:
    return row == TOTAL or row.startswith((SUBTOTAL, TOTAL + "."))


def _totals(table: Table) -> set[str]:
    """The keys of a table's total rows, without their lines."""
    found = {SUBTOTAL + group.code for group in table.groups} if table.subtotals else set()
    return found | {TOTAL} if table.has_total else found


def row_answering(report: OtherReport, at: Here) -> str:
    """The row of another report of this form, with its line: of the same key, else of the same label."""
    row = at.row
    lined = f"{row}.{at.line}" if at.line else row
    if not _is_total(row) and lined not in (rows := report.rows(at.table)) and row not in rows:
        row = report.row_labelled(at.table, at.label_column, at.label) or row
        lined = f"{row}.{at.line}" if at.line else row
    return lined


def _matching(report: OtherReport, at: Here, column: str) -> Value:
    return report.value(f"{at.table}/{row_answering(report, at)}/{column}")


def _matching_elsewhere(report: OtherReport, at: Here, column: str) -> Value:
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
