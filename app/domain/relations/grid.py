"""The figures of one line of one table of an open report, and how its steps fill them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import add, neg, sub
from typing import Protocol

from app.domain.forms.definition import RollUp
from app.domain.relations.arithmetic import BLANK, OF_STATE, Special, State, Value, half_up, scaled
from app.domain.relations.layout import Layout, Span
from app.domain.relations.rolling import rolled
from app.domain.relations.steps import ANY_ROW, Step, StepKind, TablePlan
from app.domain.relations.tree import Axis, Outer

_NOT_KNOWN = bytes(0 if code == State.KNOWN else 1 for code in range(256))


class Report(Protocol):
    """What a grid asks of the report it belongs to."""

    def value_at(self, address: str) -> Value:
        """A fixed cell of the report."""
        ...

    def value_outside(self, block: Block, leaf: Outer, axis: Axis, index: int) -> Value:
        """A cell of another report."""
        ...

    def lacks(self, leaf: Outer) -> bool:
        """Whether the report that a function reads is not there."""
        ...


class Block:
    """The figures: `figures[column][slot]` in units of the column's last decimal, beside `states[column][slot]`."""

    __slots__ = (
        "calculated",
        "decimals",
        "figures",
        "layout",
        "line",
        "number",
        "over_zero",
        "plan",
        "report",
        "states",
        "sums",
        "total_only",
    )

    def __init__(self, report: Report, number: int, plan: TablePlan, line: str, layout: Layout) -> None:
        size = len(layout.keys)
        self.report, self.number, self.plan, self.line, self.layout = report, number, plan, line, layout
        self.decimals: Sequence[int] = plan.decimals
        self.figures: list[list[int]] = [[0] * size for _ in plan.columns]
        self.states: list[bytearray] = [bytearray((State.BLANK,)) * size for _ in plan.columns]
        self.calculated: list[bytearray] = [bytearray(size) for _ in plan.columns]
        """1 where a step fills the cell, or where nobody may."""
        self.total_only: frozenset[int] = frozenset()
        """Slots of rows given by their totals alone, and of the totals these enter."""
        self.sums: dict[int, Value] = {}
        self.over_zero = False

    # What compiled relations ask for (compiling.Grid)

    def sum_of(self, position: int) -> Value:
        """A column's sum over the rows that are added."""
        found = self.sums.get(position)
        if found is None:
            state, figure = self._added(position, 0, self.layout.entries)
            found = OF_STATE[state] if state != State.KNOWN else scaled(figure, self.decimals[position])
            self.sums[position] = found
        return found

    def at(self, address: str) -> Value:
        """A fixed cell of the report."""
        return self.report.value_at(address)

    def outside(self, leaf: Outer, axis: Axis, index: int) -> Value:
        """A cell of another report."""
        return self.report.value_outside(self, leaf, axis, index)

    def divided_by_zero(self) -> None:
        """Remembered until the cell's result is stored."""
        self.over_zero = True

    # Cells

    def value(self, column: int, slot: int) -> Value:
        """A cell's value."""
        state = self.states[column][slot]
        return OF_STATE[state] if state != State.KNOWN else scaled(self.figures[column][slot], self.decimals[column])

    def put(self, column: int, slot: int, state: int, figure: int) -> None:
        """Set a cell."""
        self.states[column][slot] = state
        self.figures[column][slot] = figure
        self.sums.pop(column, None)

    def close_cells(self) -> None:
        """Close the cells that the form says cannot apply."""
        for closed in self.plan.table.closed:
            if closed.lines and self.line not in closed.lines:
                continue
            slots = list(self.slots_of(frozenset(closed.rows))) if closed.rows else range(len(self.layout.keys))
            for key in closed.columns or self.plan.positions:
                for slot in slots:
                    self.states[self.plan.positions[key]][slot] = State.CLOSED

    def row_name(self, slot: int) -> str:
        """The middle part of the addresses of a slot."""
        key = self.layout.keys[slot]
        return f"{key}.{self.line}" if self.line else key

    def address(self, column: int, slot: int) -> str:
        """A cell's address."""
        return f"{self.plan.table.key}/{self.row_name(slot)}/{self.plan.columns[column].key}"

    # Steps

    def slots_of(self, rows: frozenset[str]) -> Sequence[int]:
        """The slots that row names stand for."""
        slots = self.layout.slots
        found = sorted([slots[row] for row in rows if row in slots and row != ANY_ROW])
        return [*range(self.layout.body), *found] if ANY_ROW in rows else found

    def targets(self, step: Step) -> list[int]:
        """The slots a step fills here."""
        column = step.column
        states, calculated = self.states[column], self.calculated[column]
        return [slot for slot in self.slots_of(step.rows) if calculated[slot] and states[slot] != State.CLOSED]

    def run(self, step: Step, slot: int) -> tuple[int, int]:
        """State and figure a step gives one slot."""
        if step.kind is StepKind.SUMS or (slot in self.total_only and step.additive):
            return self._total(step.column, slot)
        assert step.function is not None
        value = step.function(self, step.column if step.kind is StepKind.ACROSS else slot)
        return self.stored(value, step.column)

    def run_whole(self, step: Step) -> bool:
        """Fill a whole column at once where that gives the same; whether it was done."""
        every_row = ANY_ROW in step.rows or step.rows == self.plan.body
        if step.kind is not StepKind.BODY or step.terms is None or not every_row:
            return False
        if self.total_only or State.CLOSED in self.states[step.column]:
            return False
        body, terms = self.layout.body, step.terms
        positions = [position for position, _ in terms]
        figures = list(self.added_up(terms))[:body]
        if all(self.states[position].count(State.KNOWN) == len(self.states[position]) for position in positions):
            states = bytearray((State.KNOWN,)) * body
        else:
            states = bytearray(self.states[positions[0]])
            for position in positions[1:]:
                states = bytearray(map(min, states, self.states[position]))
            # Why: a row whose every part is closed has nothing to calculate from.
            states = states[:body].replace(bytes((State.CLOSED,)), bytes((State.BLANK,)))
            if State.UNKNOWN in states:
                figures = [figure if state else 0 for figure, state in zip(figures, states, strict=True)]
        self.figures[step.column][:body] = figures
        self.states[step.column][:body] = states
        self.sums.pop(step.column, None)
        return True

    def added_up(self, terms: Sequence[tuple[int, bool]]) -> Iterable[int]:
        """Columns added slot by slot; what is no number counts 0."""
        position, minus = terms[0]
        result: Iterable[int] = map(neg, self.figures[position]) if minus else self.figures[position]
        for position, minus in terms[1:]:
            result = map(sub if minus else add, result, self.figures[position])
        return result

    def not_known(self, positions: Iterable[int]) -> Iterator[int]:
        """The slots where one of these columns holds no number, each at least once."""
        for position in positions:
            states = self.states[position]
            if states.count(State.KNOWN) != len(states):
                yield from (slot for slot, odd in enumerate(states.translate(_NOT_KNOWN)) if odd)

    def stored(self, value: Value, column: int) -> tuple[int, int]:
        """State and figure that a value becomes in a column: rounded half up, once."""
        if isinstance(value, Special):
            return (State.UNKNOWN if value is Special.UNKNOWN else State.BLANK), 0
        return State.KNOWN, half_up(value, self.decimals[column])

    def _added(self, column: int, start: int, stop: int) -> tuple[int, int]:
        states = self.states[column][start:stop]
        if State.UNKNOWN in states:
            return State.UNKNOWN, 0
        if State.KNOWN in states:
            return State.KNOWN, sum(self.figures[column][start:stop])
        return State.BLANK, 0

    def _total(self, column: int, slot: int) -> tuple[int, int]:
        span = next(span for span in self.layout.spans if span.slot == slot)
        described = self.plan.columns[column]
        if described.roll_up_units in (RollUp.SUM, RollUp.RECOMPUTE):
            return self._added(column, span.start, span.stop)
        weight = self.plan.positions.get(described.weight_units)
        values = self._run_of(column, span)
        weights = self._run_of(weight, span) if weight is not None else list(repeat(BLANK, len(values)))
        return self.stored(rolled(described.roll_up_units, values, weights), column)

    def _run_of(self, column: int, span: Span) -> list[Value]:
        return [self.value(column, slot) for slot in range(span.start, span.stop)]
