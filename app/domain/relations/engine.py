"""The figures of an open report and everything calculated and judged from them, kept current from edit to edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from app.domain.forms.definition import FormDefinition
from app.domain.relations.arithmetic import CLOSED, MISSING, State, Value, spelled
from app.domain.relations.cells import check_words, read_figure
from app.domain.relations.content import RowCells, SortedContent
from app.domain.relations.filling import Offer, agreed, filling_of
from app.domain.relations.grid import Block
from app.domain.relations.judging import Verdict, judge, judge_all
from app.domain.relations.laying import laid_over, with_laid
from app.domain.relations.layout import Layout, rows_of
from app.domain.relations.ordering import Region
from app.domain.relations.outer import Alone, Context, Here, Outside
from app.domain.relations.plan import Plan, plan_of
from app.domain.relations.reporting import cells_of
from app.domain.relations.statuses import parts_of, status_of
from app.domain.relations.steps import ANY_ROW, Judged, Step, StepKind, TablePlan
from app.domain.relations.tree import Axis, Outer, Where
from app.domain.rows import RowHead
from app.errors import CellError

_CLOSED = int(State.CLOSED)

Spot: TypeAlias = tuple[Block, int, int]
"""A block, a column's position, a slot."""


class Engine:
    """A report's rows and figures. `content` is shared with the sheet, which owns it."""

    def __init__(self, plan: Plan, content: Mapping[str, str], context: Context) -> None:
        self.plan = plan
        self.outside = Outside(plan, context, calculated_alone)
        self.layouts: dict[str, Layout] = {}
        self.blocks: list[Block] = []
        self.places: dict[str, dict[str, tuple[Block, int]]] = {}
        """Table -> middle part of an address -> where its figures stand."""
        self.over_zero: set[tuple[int, int, int]] = set()
        self._content = content
        self._status: dict[tuple[int, int, int], str] = {}
        self.laid = laid_over(plan.form, content, context)
        """Cells of rows that stand there unwritten, by address."""
        sorted_content = SortedContent(plan, with_laid(self.laid, content))
        self.problems = sorted_content.problems
        """Address -> why its value counts as blank."""
        for table in plan.tables:
            self._lay_out(table, sorted_content.heads[table.table.key], sorted_content.loose[table.table.key])
        self._lock_calculated()
        self._mark_total_only(sorted_content.total_only)
        for row in sorted_content.rows.values():
            self._place_row(row)
        self.offered: dict[str, Offer] = {}
        """Entry cell -> what other reports agree to put into it while nothing is typed there."""
        self.disputed: dict[str, Sequence[Offer]] = {}
        """Entry cell -> what other reports say differently of it."""
        self.fill(context)
        self.calculate()
        self.verdicts = [judge_all(link, self.blocks[link.block]) for link in plan.judged]
        """Link -> slot (rows axis: column) -> what became of it, where it does more than hold."""

    # Reading

    def place(self, table: str, row: str, column: str) -> Spot | None:
        """Where a cell of figures stands, or None."""
        found = self.places.get(table, {}).get(row)
        if found is None:
            return None
        position = found[0].plan.positions.get(column)
        return None if position is None else (found[0], position, found[1])

    def text(self, block: Block, position: int, slot: int) -> str | None:
        """A figure as canonical text with its status; None for blank and closed."""
        state = block.states[position][slot]
        if state == State.KNOWN:
            text = spelled(block.figures[position][slot], block.decimals[position])
        elif state == State.UNKNOWN:
            text = "..."
        else:
            return None
        status = self._status.get((block.number, position, slot)) if self._status else None
        return f"{text} {status}" if status else text

    def calculated(self) -> dict[str, str]:
        """Every calculated cell that is not blank."""
        found = {}
        for block in self.blocks:
            for position, mask in enumerate(block.calculated):
                if 1 in mask:
                    for slot, calculated in enumerate(mask):
                        text = self.text(block, position, slot) if calculated else None
                        if text is not None:
                            found[block.address(position, slot)] = text
        return found

    def made_of(self, spot: Spot) -> tuple[str, tuple[str, ...]] | None:
        """What a calculated cell is calculated from: id of the relation, empty for a sum, and addresses; else None."""
        block, position, slot = spot
        if not block.calculated[position][slot] or block.states[position][slot] == State.CLOSED:
            return None
        token = self._token(block, slot)
        step = next((one for one in self.plan.fills.get((block.number, position), ()) if token in one.rows), None)
        if step is None:
            return None
        by_relation = step.kind is not StepKind.SUMS and not (slot in block.total_only and step.additive)
        parts = (self.blocks[number].address(*part) for number, *part in parts_of(step, block, slot, self.places))
        return step.relation if by_relation else "", tuple(dict.fromkeys(parts))

    def _word(self, address: str) -> str | None:
        return self._content.get(address) or self.laid.get(address)

    # What grids ask (grid.Report)

    def value_at(self, address: str) -> Value:
        """A fixed cell of the report; missing where its row is not there."""
        table, row, column = address.split("/")
        spot = self.place(table, row, column)
        return MISSING if spot is None else spot[0].value(spot[1], spot[2])

    def value_outside(self, block: Block, leaf: Outer, axis: Axis, index: int) -> Value:
        """A cell of another report."""
        if self.lacks(leaf):
            return MISSING
        row = block.layout.keys[index] if axis is Axis.COLUMNS else leaf.key
        column = leaf.key if axis is Axis.COLUMNS else block.plan.columns[index].key
        table = block.plan.table.key
        named = block.plan.label_column if block.plan.layout is None else ""
        label = (self._word(f"{table}/{row}/{named}") or "") if named else ""
        here = Here(table=table, row=row, line=block.line, label=label, label_column=named)
        if leaf.where is Where.CHILDREN:
            spot = self.place(table, block.row_name(block.layout.slots[row]), column)
            closed = spot is not None and spot[0].states[spot[1]][spot[2]] == State.CLOSED
            if closed:
                return CLOSED
        return self.outside.cell(leaf, here, column)

    def lacks(self, leaf: Outer) -> bool:
        """Whether the report that a function reads is not there."""
        return self.outside.is_missing(leaf)

    # Building

    def _lay_out(self, plan: TablePlan, heads: Mapping[str, RowHead], loose: Iterable[str]) -> None:
        layout = plan.layout or Layout(plan.table, rows_of(plan.table, heads, loose))
        self.layouts[plan.table.key] = layout
        places = self.places[plan.table.key] = {}
        for line in plan.lines:
            block = Block(self, len(self.blocks), plan, line, layout)
            self.blocks.append(block)
            suffix = "." + line if line else ""
            places.update((key + suffix, (block, slot)) for slot, key in enumerate(layout.keys))
            for mask in block.calculated:
                mask[layout.body :] = b"\1" * (len(layout.keys) - layout.body)
            block.close_cells()

    def _lock_calculated(self) -> None:
        for step in self.plan.steps:
            block = self.blocks[step.block]
            mask = block.calculated[step.column]
            if step.kind is StepKind.BODY and (ANY_ROW in step.rows or step.rows == block.plan.body):
                mask[: block.layout.body] = b"\1" * block.layout.body
            elif step.kind in (StepKind.BODY, StepKind.ACROSS):
                for slot in block.slots_of(step.rows):
                    mask[slot] = 1

    def _mark_total_only(self, rows: Iterable[tuple[str, str, str]]) -> None:
        marked: defaultdict[str, set[int]] = defaultdict(set)
        for table, row, address in rows:
            layout = self.layouts[table]
            slot = layout.slots.get(row, layout.body)
            if slot >= layout.body:
                self.problems[address] = CellError("cell.unknown", address=address[:200])
            else:
                marked[table].add(slot)
        for block in self.blocks:
            slots = marked[block.plan.table.key]
            for slot in slots:
                for mask in block.calculated:
                    mask[slot] = 0
            block.total_only = frozenset(slots | {s.slot for slot in slots for s in block.layout.spans_of(slot)})

    def _place_row(self, row: RowCells) -> None:
        table, place = row.table, self.places[row.table.table.key].get(row.key)
        for address, column, value in row.cells:
            position = table.positions.get(column)
            try:
                if position is None:
                    self._place_words(address, table, row.key, column, value)
                    continue
                if place is None:
                    raise CellError("cell.unknown", address=address[:200])
                block, slot = place
                states = block.states[position]
                if states[slot] == _CLOSED:
                    raise CellError("value.closed", address=address, text=value[:80])
                if block.calculated[position][slot]:
                    continue
                figures = block.figures[position]
                states[slot], figures[slot], status = read_figure(table.columns[position], value, address)
                if status:
                    self._status[block.number, position, slot] = status
            except CellError as error:
                self.problems[address] = error

    def _place_words(self, address: str, plan: TablePlan, row: str, column: str, value: str) -> None:
        layout = self.layouts[plan.table.key]
        described = plan.words.get(column)
        slot = layout.slots.get(row)
        if slot is not None and column in plan.printed:
            # Why no problem: the form fills it itself, as it does a calculated cell.
            return
        if described is None or slot is None or slot >= layout.body:
            raise CellError("cell.unknown", address=address[:200])
        check_words(described, value, address)

    def calculate(self) -> None:
        """Fill every calculated cell anew."""
        for step in self.plan.steps:
            block = self.blocks[step.block]
            whole = block.run_whole(step)
            if not whole or self._status:
                for slot in block.targets(step):
                    self._run(step, block, slot, keep=whole)

    # Type once

    def fill(self, context: Context | None = None) -> list[Spot]:
        """Match again what other reports offer, in `context` or in the last one; the spots whose figure changed."""
        if context is not None:
            self._filling = filling_of(context)
        if not (self._filling.offers or self.offered or self.disputed):
            return []
        before = {address: offer.value for address, offer in self.offered.items()}
        self.offered, self.disputed = {}, {}
        matched = self._filling.matched(self.plan.form, lambda table: self.layouts[table].display, self._word)
        for address, offers in matched.items():
            spot = self.place(*address.split("/"))
            if spot is not None and self.is_entry(spot):
                found = agreed(offers)
                if found is None:
                    self.disputed[address] = offers
                else:
                    self.offered[address] = found
        after = {address: offer.value for address, offer in self.offered.items()}
        changed = []
        for address in dict.fromkeys((*before, *after)):
            spot = self.place(*address.split("/"))
            if spot is not None and address not in self._content and before.get(address) != after.get(address):
                self.write(spot, None, address)
                changed.append(spot)
        return changed

    def is_entry(self, spot: Spot) -> bool:
        """Whether a figure may be typed there: nothing calculates it, and it can apply."""
        block, position, slot = spot
        return not block.calculated[position][slot] and block.states[position][slot] != State.CLOSED

    # One edit

    def write(self, spot: Spot, value: str | None, address: str) -> bool:
        """Put a checked value into a cell; whether it is one that may be typed. None is what other reports offer."""
        block, position, slot = spot
        self.problems.pop(address, None)
        if not self.is_entry(spot):
            return False
        if value is None and address in self.offered:
            value = self.offered[address].value
        state, figure, status = (State.BLANK, 0, "")
        if value is not None:
            state, figure, status = read_figure(block.plan.columns[position], value, address)
        block.put(position, slot, state, figure)
        self._put_status(block, position, slot, status)
        return True

    def follow(self, changed: Sequence[Spot]) -> tuple[dict[str, str | None], frozenset[str]]:
        """Recompute and judge what depends on changed cells.

        Calculated cells whose value changed, with the new one; addresses whose marks may have changed.
        """
        waiting: dict[int, dict[int, None]] = {}
        queue: list[int] = []
        for spot in changed:
            self._queue(spot, waiting, queue)
        heapify(queue)
        calculated: dict[str, str | None] = {}
        touched = list(changed)
        while queue:
            number = heappop(queue)
            step = self.plan.steps[number]
            block = self.blocks[step.block]
            for slot in waiting.pop(number, ()):
                if self._run(step, block, slot):
                    touched.append((block, step.column, slot))
                    calculated[block.address(step.column, slot)] = self.text(block, step.column, slot)
                    self._queue((block, step.column, slot), waiting, queue)
        return calculated, self._judge_after(touched)

    def judge_outside(self, context: Context | None = None) -> frozenset[str]:
        """Judge again what reads other reports; addresses whose marks changed. Without a context, as read before."""
        if context is not None:
            self.outside = Outside(self.plan, context, calculated_alone)
        touched: set[str] = set()
        for link in self.plan.judged:
            if link.outside:
                before, now = self.verdicts[link.number], judge_all(link, self.blocks[link.block])
                for index in before.keys() | now.keys():
                    if before.get(index) is not now.get(index):
                        touched.update(cells_of(link, self.blocks, index))
                self.verdicts[link.number] = now
        return frozenset(touched)

    def _queue(self, spot: Spot, waiting: dict[int, dict[int, None]], queue: list[int]) -> None:
        block, position, slot = spot
        token = self._token(block, slot)
        for number, region in self.plan.after_cell.get((block.number, position), ()):
            if token not in region.rows:
                continue
            slots = list(self._reached(self.plan.steps[number], region, block, slot))
            if slots:
                if number not in waiting:
                    waiting[number] = {}
                    heappush(queue, number)
                waiting[number].update(dict.fromkeys(slots))

    def _token(self, block: Block, slot: int) -> str:
        return ANY_ROW if block.plan.layout is None and slot < block.layout.body else block.layout.keys[slot]

    def _reached(self, step: Step, region: Region, block: Block, slot: int) -> Iterator[int]:
        """The slots of a step that a changed cell concerns."""
        own = self.blocks[step.block]
        if region.whole:
            yield from own.targets(step)
            return
        candidates: Iterable[int]
        if step.kind is StepKind.ACROSS:
            candidates = own.slots_of(step.rows)
        elif slot < block.layout.body and step.kind in (StepKind.SUMS, StepKind.TOTALS):
            candidates = (span.slot for span in block.layout.spans_of(slot))
        else:
            candidates = iter((slot,))
        for candidate in candidates:
            fills = self._token(own, candidate) in step.rows
            if fills and own.calculated[step.column][candidate] and own.states[step.column][candidate] != State.CLOSED:
                yield candidate

    def _run(self, step: Step, block: Block, slot: int, *, keep: bool = False) -> bool:
        """Calculate one cell; whether its value changed. `keep` leaves the figure and looks to the status alone."""
        position = step.column
        spot = (block.number, position, slot)
        changed = False
        if not keep:
            block.over_zero = False
            state, figure = block.run(step, slot)
            (self.over_zero.add if block.over_zero else self.over_zero.discard)(spot)
            changed = (state, figure) != (block.states[position][slot], block.figures[position][slot])
            if changed:
                block.put(position, slot, state, figure)
        if not self._status:
            return changed
        known = block.states[position][slot] in (State.KNOWN, State.UNKNOWN)
        status = status_of(step, block, slot, self._status, self.places) if known else ""
        return self._put_status(block, position, slot, status) or changed

    def _put_status(self, block: Block, position: int, slot: int, status: str) -> bool:
        spot = (block.number, position, slot)
        if self._status.get(spot, "") == status:
            return False
        if status:
            self._status[spot] = status
        else:
            del self._status[spot]
        return True

    def _judge_after(self, touched: Sequence[Spot]) -> frozenset[str]:
        again: dict[tuple[int, int], Judged] = {}
        for block, position, slot in touched:
            token = self._token(block, slot)
            for link, region in self.plan.judged_after.get((block.number, position), ()):
                if token in region.rows:
                    again.update(((link.number, index), link) for index in self._indexes(link, region, position, slot))
        marked: set[str] = set()
        for (number, index), link in again.items():
            verdict = judge(link, self.blocks[link.block], index)
            if verdict is not self.verdicts[number].get(index, Verdict.HOLDS):
                marked.update(cells_of(link, self.blocks, index))
            if verdict:
                self.verdicts[number][index] = verdict
            else:
                self.verdicts[number].pop(index, None)
        return frozenset(marked)

    def _indexes(self, link: Judged, region: Region, position: int, slot: int) -> Iterable[int]:
        block = self.blocks[link.block]
        if link.axis is Axis.ROWS:
            return link.columns if region.whole else link.columns & {position}
        if region.whole:
            return block.slots_of(link.rows)
        return (slot,) if self._token(block, slot) in link.rows else ()


def calculated_alone(form: FormDefinition, cells: Mapping[str, str]) -> Mapping[str, str]:
    """What a form calculates from a report's content, with no other report around it."""
    return Engine(plan_of(form), cells, Alone()).calculated()
