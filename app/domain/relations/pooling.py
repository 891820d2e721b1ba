"""Several reports of one form pooled into one: every entered cell by its column's rule, with what each report brought.

The pool is the content that a report of the same form would hold: what follows from it (calculated columns, totals)
is calculated on it, never added. A row that some report gives by its totals alone is such a row in the pool; there
calculated figures that only add are added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from app.domain.addresses import ROW, TOTAL_ONLY
from app.domain.forms.definition import Column, FormDefinition, RollUp
from app.domain.relations.arithmetic import Special, Value, add, half_up
from app.domain.relations.cells import TEXT_MAX, check_words
from app.domain.relations.compiling import linear
from app.domain.relations.plan import Plan
from app.domain.relations.pooled_figures import Brought, Over, PooledColumn, Reading, Result, flags_of, rule_over
from app.domain.relations.pooled_rows import Doubt, PooledRow, Reports, pooled_rows
from app.domain.relations.rolling import adds
from app.domain.relations.steps import TablePlan
from app.domain.rows import RowHead, order_between
from app.errors import CellError

Calculate: TypeAlias = Callable[[FormDefinition, Mapping[str, str]], Mapping[str, str]]
"""What a form calculates from a report's content alone."""
_Texts: TypeAlias = Sequence[str | None]
_NOWHERE = "//"
"""No address begins so."""
_BETWEEN = "; "
_AND_MORE = "; …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Several reports as one."""

    content: Mapping[str, str]
    """Entered cells, rows and marks, canonical; an address that is not there is blank."""
    given: Mapping[str, bytes]
    """Address of an entered cell -> what each place of its row brought, a byte each (see `Brought`)."""
    rows: Mapping[str, PooledRow]
    """`table/row`, without a line -> the rows it is made of."""
    doubts: Sequence[Doubt]
    """Rows that may be the same, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling:
    """How reports are to be pooled."""

    over: Over = Over.UNITS
    """Which of a column's two rules counts."""
    units: Sequence[tuple[str, str]] = ()
    """Id and name of the unit each report is of, for tables that show a row for each; empty for none."""
    shares: Sequence[Fraction] = ()
    """How much of each report counts; empty for the whole of all."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Content of the receiving report: rows that are the same keep its keys and order."""
    has: Mapping[int, Callable[[str], bool]] = field(default_factory=dict)
    """Of the reports of other editions, whether these had a cell that answers to an address."""
    needs_all: bool = False
    """Whether a figure that some report's edition has no cell for is not known; else it is made of the others."""


def pool(plan: Plan, reports: Reports, calculate: Calculate, how: Pooling) -> Pool:
    """Reports of one form as one; `calculate` is asked only for what is no sum of a report's own cells."""
    return _Pool(plan, reports, calculate, how).made()


class _Row(NamedTuple):
    """A row being pooled."""

    plan: TablePlan
    row: PooledRow
    columns: Sequence[PooledColumn]
    """The table's columns of figures."""
    absent: bytes
    """What a cell without text is at each place."""
    marks: Sequence[str | None]
    """At each place the reason why it has only totals; None where it has its parts."""
    shares: Sequence[Fraction]
    """How much of each place counts; empty for all."""
    worked_out: dict[tuple[int, int, int], Reading]
    """Block, column, place -> what a calculated cell holds there: sums that stand in each other are made once."""


class _Pool:
    """A pool being made."""

    def __init__(self, plan: Plan, reports: Reports, calculate: Calculate, how: Pooling) -> None:
        self._plan, self._reports, self._calculate, self._how = plan, reports, calculate, how
        self._is_plain = not how.shares and not how.has
        self._cells: list[Mapping[str, str]] = [{} if cells is None else cells for cells in reports]
        self._calculated: dict[int, Mapping[str, str]] = {}
        self._closed: dict[tuple[int, int], frozenset[str]] = {}
        self._content: dict[str, str] = {}
        self._given: dict[str, bytes] = {}
        self._lists: dict[bytes, bytes] = {}
        self._rows: dict[str, PooledRow] = {}
        self._doubts: list[Doubt] = []

    def made(self) -> Pool:
        """The pool."""
        for plan in self._plan.tables:
            found = pooled_rows(plan, self._reports, self._how.units, self._how.own)
            self._doubts += found.doubts
            columns = [PooledColumn(column, self._how.over, needs_all=self._how.needs_all) for column in plan.columns]
            order = ""
            for row in found.rows:
                if row.head is not None:
                    order = order_between(order, "")
                self._add_row(plan, row, columns, order)
        return Pool(content=self._content, given=self._given, rows=self._rows, doubts=tuple(self._doubts))

    def _add_row(self, plan: TablePlan, row: PooledRow, columns: Sequence[PooledColumn], order: str) -> None:
        name = f"{plan.table.key}/{row.key}"
        self._rows[name] = row
        if row.head is not None:
            self._content[f"{name}/{ROW}"] = str(RowHead(order=order, group=row.head.group, of_which=row.head.of_which))
        if row.label and plan.label_column in plan.words:
            self._content[f"{name}/{plan.label_column}"] = row.label
        shares = [self._how.shares[member] for member in row.members] if self._how.shares else ()
        marks = self._texts(plan, row, "", [TOTAL_ONLY])[0]
        one = _Row(plan, row, columns, self._absent(row), marks, shares, {})
        if any(marks):
            self._content[f"{name}/{TOTAL_ONLY}"] = _joined(marks)
        self._add_words(one, name)
        for number, line in enumerate(plan.lines):
            self._add_figures(one, plan.first_block + number, line)

    def _absent(self, row: PooledRow) -> bytes:
        return bytes(
            [
                Brought.MISSING if self._reports[member] is None else Brought.NO_ROW if key is None else Brought.BLANK
                for member, key in zip(row.members, row.keys, strict=True)
            ]
        )

    def _texts(self, plan: TablePlan, row: PooledRow, line: str, columns: Sequence[str]) -> list[_Texts]:
        """Of each of these columns the text of the row's cell at each place."""
        gets = [self._cells[member].get for member in row.members]
        if row.head is None:
            prefix = cell_prefix(plan, row.key, line)
            addresses = [prefix + column for column in columns]
            found = [[get(address) for address in addresses] for get in gets]
        else:
            prefixes = [cell_prefix(plan, key, line) if key is not None else _NOWHERE for key in row.keys]
            found = [[get(prefix + column) for column in columns] for get, prefix in zip(gets, prefixes, strict=True)]
        return list(zip(*found, strict=True)) if found else [()] * len(columns)

    def _note(self, address: str, result: Result) -> None:
        """Keep a cell and what was brought to it; most cells share one list."""
        self._given[address] = self._lists.setdefault(result.given, result.given)
        if result.text is not None:
            self._content[address] = result.text

    # Words

    def _add_words(self, one: _Row, name: str) -> None:
        over = self._how.over
        typed = [column for key, column in one.plan.words.items() if key != one.plan.label_column]
        rolled = [column for column in typed if rule_over(column, over)[0] is not RollUp.NONE]
        texts = self._texts(one.plan, one.row, "", [column.key for column in rolled])
        for column, found in zip(rolled, texts, strict=True):
            given = bytearray(one.absent)
            for place, text in enumerate(found):
                if text is not None:
                    shared = one.shares and one.shares[place] != 1
                    given[place] = Brought.NOT_COMPARABLE if shared else Brought.FIGURE
            words = [text for text, kind in zip(found, given, strict=True) if text and kind == Brought.FIGURE]
            address = f"{name}/{column.key}"
            self._note(address, Result(_worded(column, rule_over(column, over)[0], words, address), bytes(given)))

    # Figures

    def _add_figures(self, one: _Row, block: int, line: str) -> None:
        prefix = cell_prefix(one.plan, one.row.key, line)
        entered = [position for position in range(len(one.columns)) if self._is_entered(one, block, line, position)]
        texts = self._texts(one.plan, one.row, line, [one.plan.columns[position].key for position in entered])
        for position, found in zip(entered, texts, strict=True):
            pooled = one.columns[position]
            quick = self._is_plain and adds(pooled.rule) and self._plan.filler(block, position, one.row.key) is None
            result = pooled.added(found, one.absent) if quick else self._closely(one, block, line, position)
            self._note(prefix + pooled.column.key, result)

    def _is_entered(self, one: _Row, block: int, line: str, position: int) -> bool:
        """Whether the pool holds the cell itself: not closed, and not calculated in a row that has its parts."""
        if (block, position) not in self._closed:
            self._closed[block, position] = one.plan.closed_rows(one.plan.columns[position].key, line)
        closed = self._closed[block, position]
        if closed and {one.row.key, one.plan.row_token(one.row.key)} & closed:
            return False
        return any(one.marks) or self._plan.filler(block, position, one.row.key) is None

    def _closely(self, one: _Row, block: int, line: str, position: int) -> Result:
        """A cell read place by place."""
        pooled = one.columns[position]
        read = self._readings(one, block, line, position)
        step = self._plan.filler(block, position, one.row.key)
        if step is not None and not step.additive:
            # Why blank: a ratio that was typed in a row given by its totals alone cannot be added.
            return Result(None, bytes([kind for kind, _ in read]))
        weights: Sequence[Reading] = ()
        by: Sequence[Value] = ()
        if pooled.rule is RollUp.WEIGHTED_AVG:
            weighing = one.plan.positions[pooled.weight]
            weights = self._readings(one, block, line, weighing)
            by = [one.columns[weighing].value(weight) for weight in weights]
        return pooled.made(read, weights, by, one.shares)

    def _readings(self, one: _Row, block: int, line: str, position: int) -> list[Reading]:
        return [self._reading(one, block, line, position, place) for place in range(len(one.row.members))]

    def _reading(self, one: _Row, block: int, line: str, position: int, place: int) -> Reading:
        """What a cell holds at one place: typed there, else as its own report calculates it."""
        key, member = one.row.keys[place], one.row.members[place]
        if key is None:
            return one.absent[place], 0
        pooled = one.columns[position]
        step = self._plan.filler(block, position, one.row.key)
        address = cell_prefix(one.plan, key, line) + pooled.column.key
        if step is None or one.marks[place]:
            return self._read(pooled, self._cells[member], member, address)
        terms = linear(step.node, one.plan.positions) if step.node is not None else None
        if terms is None:
            return self._read(pooled, self._worked_out(member), member, address)
        spot = block, position, place
        if spot not in one.worked_out:
            parts = [(minus, part, self._reading(one, block, line, part, place)) for part, minus in terms]
            one.worked_out[spot] = _summed(one.columns, position, parts)
        return one.worked_out[spot]

    def _read(self, pooled: PooledColumn, cells: Mapping[str, str], member: int, address: str) -> Reading:
        text = cells.get(address)
        if text is not None:
            return pooled[text]
        has = self._how.has.get(member)
        return (Brought.BLANK if has is None or has(address) else Brought.NOT_COMPARABLE), 0

    def _worked_out(self, member: int) -> Mapping[str, str]:
        if member not in self._calculated:
            self._calculated[member] = self._calculate(self._plan.form, self._cells[member])
        return self._calculated[member]


def _summed(columns: Sequence[PooledColumn], position: int, parts: Sequence[tuple[bool, int, Reading]]) -> Reading:
    """A calculated column's figure from its signed terms: (minus, column, what stands there)."""
    value = add([(minus, columns[part].value(reading)) for minus, part, reading in parts], 0)
    if isinstance(value, Special):
        return (Brought.UNKNOWN if value is Special.UNKNOWN else Brought.BLANK), 0
    flags = flags_of(reading[0] for _, _, reading in parts)
    return Brought.FIGURE | flags, half_up(value, columns[position].column.decimals)


def cell_prefix(plan: TablePlan, row: str, line: str) -> str:
    """What the addresses of a row's cells on a line begin with."""
    return f"{plan.table.key}/{row}.{line}/" if line else f"{plan.table.key}/{row}/"


def _worded(column: Column, rule: RollUp, words: Sequence[str], address: str) -> str | None:
    """Several words as one by a column's rule; None where nothing that may stand in the cell came of it."""
    if not words:
        return None
    text = {RollUp.FIRST: words[0], RollUp.LAST: words[-1]}.get(rule) or _joined(words)
    try:
        check_words(column, text, address)
    except CellError:
        return None
    return text


def _joined(texts: Sequence[str | None]) -> str:
    """Distinct words one after the other, as many whole ones as fit into a cell."""
    distinct = list(dict.fromkeys(text for text in texts if text))
    whole = _BETWEEN.join(distinct)
    while len(whole) > TEXT_MAX and len(distinct) > 1:
        distinct.pop()
        whole = _BETWEEN.join(distinct) + _AND_MORE
    return whole
