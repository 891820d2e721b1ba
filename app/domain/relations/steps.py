"""What a plan is made of: tables without their relations, steps that calculate, links that are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.forms.definition import Column, FormDefinition, Relation, RowsKind, Table
from app.domain.relations.compiling import Compiled
from app.domain.relations.layout import SUBTOTAL, TOTAL, Layout
from app.domain.relations.ordering import Region
from app.domain.relations.tree import Axis, Link, Node, Outer

ANY_ROW = "*"


class StepKind(StrEnum):
    """What a step calculates."""

    BODY = "body"
    """A column of each row by its relation."""
    ACROSS = "across"
    """A row of one column by a row relation."""
    SUMS = "sums"
    """Totals of an entered column by its unit rule."""
    TOTALS = "totals"
    """A calculated column of the total rows by its own relation."""


@dataclass(slots=True, kw_only=True, eq=False)
class Step:
    """One calculation over (part of) a column of one line of a table."""

    kind: StepKind
    block: int
    """Which line of which table."""
    column: int
    """Position of the column it fills."""
    rows: frozenset[str]
    """Row names it fills; `*` stands for every row of a table whose rows are not printed."""
    function: Compiled | None = None
    """The right side; None for sums."""
    node: Node | None = None
    """The right side as a tree."""
    terms: tuple[tuple[int, bool], ...] | None = None
    """The right side where it is plain addition of columns with the same decimals."""
    additive: bool = False
    """Whether the right side only adds, so that rows without their parts can be added instead."""
    reads: tuple[Region, ...] = ()
    """What it reads."""
    same_row: tuple[int, ...] = ()
    """Positions of the columns it reads in its own row (for ACROSS: slots in its own column)."""
    leaves: tuple[Node, ...] = ()
    """Cells it reads, for the status of the result."""
    relation: str = ""
    """Id of its relation; empty for sums."""


@dataclass(slots=True, kw_only=True, eq=False)
class Judged:
    """One link of a relation on one line of its table."""

    number: int
    order: tuple[int, int]
    """Place of the relation in its table, and of the link in the relation."""
    relation: Relation
    link: Link
    block: int
    axis: Axis
    left: Compiled
    right: Compiled
    sign: str
    constant_left: bool
    constant_right: bool
    when: tuple[tuple[Compiled, str, Compiled, bool, bool], ...]
    decimals: int | None
    """Decimals at which both sides are compared; None for exactly. On the rows axis the column says."""
    rows: frozenset[str]
    """Rows it is judged on (columns axis)."""
    everywhere: bool
    """Whether that is every row."""
    columns: frozenset[int]
    """Column positions it is judged on (rows axis)."""
    sides: tuple[tuple[tuple[int, bool], ...], tuple[tuple[int, bool], ...]] | None
    """Both sides as plain additions with the same decimals; None where judging needs the functions."""
    outside: bool
    """Whether it reads another report."""
    demanded: tuple[Outer, ...]
    """What of other reports it cannot be judged without."""
    left_rows: frozenset[int]
    """Slots its left side names (rows axis)."""
    reads: tuple[Region, ...]
    """Fixed cells and whole columns it reads."""


@dataclass(slots=True, eq=False)
class TablePlan:
    """A table, ready."""

    table: Table
    number: int
    first_block: int
    columns: tuple[Column, ...] = ()
    """The columns of figures, in order."""
    positions: dict[str, int] = field(default_factory=dict)
    """Key -> position among the columns of figures."""
    decimals: tuple[int, ...] = ()
    words: dict[str, Column] = field(default_factory=dict)
    """The typed columns that hold no figures, by key."""
    printed: frozenset[str] = frozenset()
    """Keys of the columns that the form fills itself: running numbers, words of printed rows."""
    layout: Layout | None = None
    """The rows, where the form prints them all."""
    tokens: frozenset[str] = frozenset()
    """Names of its rows: their keys, or `*`; totals included."""
    body: frozenset[str] = frozenset()
    """The same without totals."""
    lines: tuple[str, ...] = ("",)
    label_column: str = ""
    """Key of the column whose words name a row; empty for none."""

    def row_token(self, row: str) -> str:
        """The name a row goes by in regions."""
        return row if row in self.tokens else ANY_ROW

    def closed_rows(self, column: str, line: str) -> frozenset[str]:
        """Rows whose cell in a column is closed on a line."""
        found: set[str] = set()
        for closed in self.table.closed:
            if (not closed.columns or column in closed.columns) and (not closed.lines or line in closed.lines):
                found |= set(closed.rows) if closed.rows else set(self.tokens)
        return frozenset(found)


def tables_of(form: FormDefinition) -> tuple[TablePlan, ...]:
    """The tables without their relations."""
    found = []
    block = 0
    for number, table in enumerate(form.tables):
        plan = TablePlan(table, number, block)
        plan.columns = tuple(column for column in table.columns if column.is_number)
        plan.positions = {column.key: place for place, column in enumerate(plan.columns)}
        plan.decimals = tuple(column.decimals for column in plan.columns)
        plan.words = {column.key: column for column in table.columns if _is_typed_word(table, column)}
        plan.printed = frozenset(
            column.key for column in table.columns if not column.is_number and column.key not in plan.words
        )
        plan.lines = tuple(line.code for line in table.lines) or ("",)
        plan.label_column = next((column.key for column in table.columns if column.type == "label"), "")
        fixed = table.rows_kind is RowsKind.FIXED
        plan.layout = Layout(table, table.rows) if fixed else None
        plan.body = frozenset(row.key for row in table.rows) if fixed else frozenset((ANY_ROW,))
        totals = [SUBTOTAL + group.code for group in table.groups] if table.subtotals else []
        plan.tokens = plan.body | frozenset(totals) | frozenset((TOTAL,) if table.has_total else ())
        block += len(plan.lines)
        found.append(plan)
    return tuple(found)


def _is_typed_word(table: Table, column: Column) -> bool:
    if column.is_number or column.type == "index":
        return False
    return column.type != "label" or table.rows_kind in (RowsKind.FREE, RowsKind.UNITS)


def is_cell(tables: Iterable[TablePlan], address: str) -> bool:
    """Whether an address stands for a cell of figures of a form with these tables."""
    parts = address.split("/")
    if len(parts) != 3:
        return False
    for plan in tables:
        if plan.table.key == parts[0] and parts[2] in plan.positions:
            base, _, line = parts[1].rpartition(".") if plan.lines != ("",) else (parts[1], "", "")
            return line in plan.lines and plan.row_token(base) in plan.tokens and base != ANY_ROW
    return False
