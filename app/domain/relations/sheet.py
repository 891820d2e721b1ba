"""One open report: its content, calculated and judged, and kept so from edit to edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from app.domain.addresses import REASON, ROW, TEXT, TOTAL_ONLY
from app.domain.forms.definition import Column, ColumnType, FormDefinition, RowsKind
from app.domain.relations.arithmetic import MISSING, State, Value, spelled
from app.domain.relations.cells import check_words, read_figure
from app.domain.relations.findings import Finding, Note
from app.domain.relations.grid import Block
from app.domain.relations.judging import Verdict, judge, judge_all
from app.domain.relations.layout import SUBTOTAL, TOTAL, Layout, RowKind, SheetRow, rows_of
from app.domain.relations.ordering import Region
from app.domain.relations.outer import Alone, Context, Outside
from app.domain.relations.plan import ANY_ROW, Judged, Step, StepKind, TablePlan, plan_of
from app.domain.relations.reporting import cells_of, findings_of, notes_of
from app.domain.relations.rolling import Here, rolled_up
from app.domain.relations.statuses import status_of
from app.domain.relations.tree import Axis, Outer, Where
from app.domain.rows import RowHead, parse_row_head
from app.domain.values import canonical_text
from app.errors import CellError

__all__ = ["Change", "Context", "Finding", "Note", "RowKind", "Sheet", "SheetRow"]

_WHOLE_FROM = 200
"""From so many cells on, everything is calculated anew: cheaper than following each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit did beside itself."""

    calculated: Mapping[str, str | None]
    """Calculated cells whose value changed, with the new one."""
    judged: frozenset[str]
    """Cells whose marks may have changed."""
    rows_changed: bool
    """Whether rows came, went, moved or changed their kind: ask for them again."""


class Sheet:
    """A report's content with everything that follows from it.

    `cells` is the content as the store keeps it: canonical values, row heads, reasons, texts. What cannot stand in
    its cell is kept, shown as a finding, and counts as blank.
    """

    def __init__(self, form: FormDefinition, cells: Mapping[str, str], context: Context | None = None) -> None:
        self.form = form
        self._plan = plan_of(form)
        self._context: Context = context or Alone()
        self._outside = Outside(self._context, self._calculated_elsewhere)
        self._content: dict[str, str] = dict(cells)
        self._build()

    # Reading

    def value(self, address: str) -> str | None:
        """What a cell shows: typed, calculated or printed; canonical; None for blank, closed and unknown cells."""
        table, row, column = _split(address)
        plan = self._plan.table_of.get(table)
        place = self._places.get(table, {}).get(row)
        if plan is not None and place is not None and column in plan.positions:
            block, slot = place
            position = plan.positions[column]
            if not block.calculated[position][slot]:
                return None if block.states[position][slot] in (State.BLANK, State.CLOSED) else self._content[address]
            return self._text(block, position, slot)
        return self._content.get(address) or self._printed(plan, table, row, column)

    def calculated(self) -> Mapping[str, str]:
        """Every calculated cell that is not blank."""
        found = {}
        for block in self._blocks:
            for position, mask in enumerate(block.calculated):
                if 1 in mask:
                    for slot, calculated in enumerate(mask):
                        text = self._text(block, position, slot) if calculated else None
                        if text is not None:
                            found[block.address(position, slot)] = text
        return found

    def rows(self, table: str) -> Sequence[SheetRow]:
        """A table's rows as they are shown. Raises KeyError for no table of the form."""
        return self._layouts[table].display

    def cells(self) -> Mapping[str, str]:
        """The content: what was typed, row heads, reasons, texts."""
        return self._content

    def is_entry(self, address: str) -> bool:
        """Whether the cell may be typed into."""
        table, row, column = _split(address)
        plan = self._plan.table_of.get(table)
        if plan is None:
            return address.startswith((REASON + "/", TEXT + "/"))
        if column in plan.positions:
            place = self._places[table].get(row)
            if place is None:
                return False
            block, slot = place
            position = plan.positions[column]
            return not block.calculated[position][slot] and block.states[position][slot] != State.CLOSED
        return column in plan.words and self._layouts[table].slots.get(row, 1 << 30) < self._layouts[table].body

    def is_closed(self, address: str) -> bool:
        """Whether the form says that the cell cannot apply."""
        table, row, column = _split(address)
        place = self._places.get(table, {}).get(row)
        if place is None or column not in place[0].plan.positions:
            return False
        return place[0].states[place[0].plan.positions[column]][place[1]] == State.CLOSED

    def is_total_only(self, table: str, row: str) -> bool:
        """Whether a row is given by its totals alone, or is a total that such a row enters."""
        place = self._places.get(table, {}).get(row)
        return place is not None and place[1] in place[0].total_only

    def carried(self) -> Mapping[str, str]:
        """Starts that other reports offer for entry cells, by address; whoever opens a new report may type them."""
        found = {}
        for link, key in self._plan.carried:
            block = self._blocks[link.block]
            if link.axis is not Axis.COLUMNS:
                continue
            position = block.plan.positions[key]
            for slot in block.slots_of(link.rows):
                value = link.right(block, slot)
                address = block.address(position, slot)
                if isinstance(value, int) and self.is_entry(address):
                    found[address] = spelled(value * 10 ** block.decimals[position], block.decimals[position])
                elif not isinstance(value, int) and self.is_entry(address):
                    found |= self._carried_fraction(address, block, position, value)
        return found

    def _carried_fraction(self, address: str, block: Block, position: int, value: Value) -> dict[str, str]:
        state, figure = block.stored(value, position)
        return {address: spelled(figure, block.decimals[position])} if state == State.KNOWN else {}

    def findings(self, *, complete: bool = False) -> Sequence[Finding]:
        """What is wrong: cells first, then relations by table, relation and row.

        `complete` judges blanks as at Kiểm tra, Chốt and at central; else a link with a blank side is incomplete.
        """
        return findings_of(self._plan, self._blocks, self._verdicts, self._problems, self._content, complete=complete)

    def notes(self) -> Sequence[Note]:
        """What could not be judged or calculated, and why."""
        return notes_of(self._plan, self._blocks, self._verdicts, self._outside, self._over_zero)

    # Writing

    def set(self, address: str, value: str | None) -> Change:
        """Type one canonical value, or None to empty the cell; what depends on it is recomputed.

        Raises CellError `cell.unknown`, `value.closed`, `value.calculated`, `value.type`, `value.range`; then nothing
        has changed.
        """
        return self.set_many({address: value})

    def set_many(self, cells: Mapping[str, str | None]) -> Change:
        """Type several values at once: a paste, a merge, rows that come (their `@row` heads) or go.

        All or nothing; raises what `set` raises for the first cell that cannot stand.
        """
        rebuild = len(cells) > _WHOLE_FROM
        new_rows = {address.rpartition("/")[0] for address, value in cells.items() if address.endswith("/" + ROW) and value}
        for address, value in cells.items():
            rebuild = self._check(address, value, new_rows) or rebuild
        if rebuild:
            return self._rebuilt(cells)
        changed = []
        for address, value in cells.items():
            spot = self._write(address, value)
            if spot is not None:
                changed.append(spot)
        return self._follow(changed)

    def refresh(self, context: Context | None = None) -> Change:
        """Judge again what reads other reports, after one of them changed."""
        self._context = context or self._context
        self._outside = Outside(self._context, self._calculated_elsewhere)
        touched: set[str] = set()
        for link in self._plan.judged:
            if link.outside:
                before, now = self._verdicts[link.number], judge_all(link, self._blocks[link.block])
                for index in before.keys() ^ now.keys() | {i for i in before.keys() & now.keys() if before[i] != now[i]}:
                    touched.update(cells_of(link, self._blocks, index))
                self._verdicts[link.number] = now
        return Change(calculated={}, judged=frozenset(touched), rows_changed=False)

    # What grids ask (grid.Report)

    def value_at(self, address: str) -> Value:
        """A fixed cell of the report; missing where its row is not there."""
        table, row, column = address.split("/")
        place = self._places.get(table, {}).get(row)
        return MISSING if place is None else place[0].value(place[0].plan.positions[column], place[1])

    def value_outside(self, block: Block, leaf: Outer, axis: Axis, index: int) -> Value:
        """A cell of another report."""
        slot = index if axis is Axis.COLUMNS else -1
        row = block.layout.keys[slot] if axis is Axis.COLUMNS else leaf.key
        column = leaf.key if axis is Axis.COLUMNS else block.plan.columns[index].key
        table = block.plan.table
        named = block.plan.layout is None and block.plan.label_column
        label = self._content.get(f"{table.key}/{row}/{named}", "") if named else ""
        here = Here(table=table.key, row=row, line=block.line, label=label, label_column=named or "")
        if leaf.where is Where.CHILDREN:
            return rolled_up(self._outside, block, here, column, lambda key: self._plan.formula(block.number, key, row))
        return self._outside.cell(leaf, here, column)

    def _calculated_elsewhere(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        return Sheet(self.form, cells).calculated()

    # Building

    def _build(self) -> None:
        self._problems: dict[str, CellError] = {}
        self._status: dict[tuple[int, int, int], str] = {}
        self._over_zero: set[tuple[int, int, int]] = set()
        self._layouts: dict[str, Layout] = {}
        self._blocks: list[Block] = []
        self._places: dict[str, dict[str, tuple[Block, int]]] = {}
        sorted_out = self._sort_out()
        for plan in self._plan.tables:
            self._lay_out(plan, sorted_out.heads[plan.table.key], sorted_out.loose[plan.table.key])
        for step in self._plan.steps:
            block = self._blocks[step.block]
            mask = block.calculated[step.column]
            if step.kind is StepKind.BODY and ANY_ROW in step.rows:
                mask[: block.layout.body] = b"\1" * block.layout.body
            for slot in block.slots_of(step.rows - {ANY_ROW}):
                mask[slot] = 1
        self._mark_total_only(sorted_out.total_only)
        for address, table, row, column, value in sorted_out.cells:
            try:
                self._place(address, table, row, column, value)
            except CellError as error:
                self._problems[address] = error
        self._calculate()
        self._verdicts = [judge_all(link, self._blocks[link.block]) for link in self._plan.judged]

    def _sort_out(self) -> _SortedOut:
        found = _SortedOut()
        for address, value in self._content.items():
            parts = address.split("/")
            if address.startswith("@"):
                if not self._is_note(parts):
                    self._problems[address] = CellError("cell.unknown", address=address[:200])
                continue
            plan = self._plan.table_of.get(parts[0]) if len(parts) == 3 else None
            if plan is None:
                self._problems[address] = CellError("cell.unknown", address=address[:200])
            elif parts[2] == ROW:
                head = parse_row_head(value)
                if head is None or not _may_be_row(plan, parts[1]):
                    self._problems[address] = CellError("value.type", text=value[:80], address=address, column=ROW)
                else:
                    found.heads[parts[0]][parts[1]] = head
            elif parts[2] == TOTAL_ONLY:
                found.total_only.append((parts[0], parts[1], address))
            else:
                found.cells.append((address, plan, parts[1], parts[2], value))
        for _, plan, row, column, _value in found.cells:
            if plan.layout is None:
                base = _base(plan, row) if column in plan.positions else row
                known = found.heads[plan.table.key]
                if base is not None and base not in known and _may_be_row(plan, base):
                    found.loose[plan.table.key][base] = None
        return found

    def _is_note(self, parts: Sequence[str]) -> bool:
        if len(parts) != 3:
            return False
        if parts[0] == TEXT:
            return parts[2] == "body" and any(section.key == parts[1] for section in self.form.sections)
        return parts[0] == REASON and any(link.relation.id == parts[1] for link in self._plan.judged)

    def _lay_out(self, plan: TablePlan, heads: Mapping[str, RowHead], loose: Iterable[str]) -> None:
        layout = plan.layout or Layout(plan.table, rows_of(plan.table, heads, loose))
        self._layouts[plan.table.key] = layout
        places = self._places[plan.table.key] = {}
        for line in plan.lines:
            block = Block(self, len(self._blocks), plan, line, layout)
            self._blocks.append(block)
            suffix = "." + line if line else ""
            places.update((key + suffix, (block, slot)) for slot, key in enumerate(layout.keys))
            for mask in block.calculated:
                mask[layout.body :] = b"\1" * (len(layout.keys) - layout.body)
            for closed in plan.table.closed:
                if closed.lines and line not in closed.lines:
                    continue
                slots = range(len(layout.keys)) if not closed.rows else list(block.slots_of(frozenset(closed.rows)))
                for key in closed.columns or plan.positions:
                    for slot in slots:
                        block.states[plan.positions[key]][slot] = State.CLOSED

    def _mark_total_only(self, rows: Iterable[tuple[str, str, str]]) -> None:
        marked: dict[str, set[int]] = defaultdict(set)
        for table, row, address in rows:
            layout = self._layouts[table]
            slot = layout.slots.get(row, layout.body)
            if slot >= layout.body:
                self._problems[address] = CellError("cell.unknown", address=address[:200])
            else:
                marked[table].add(slot)
        for block in self._blocks:
            slots = marked.get(block.plan.table.key, set())
            for slot in slots:
                for mask in block.calculated:
                    mask[slot] = 0
            block.total_only = frozenset(slots | {s.slot for slot in slots for s in block.layout.spans_of(slot)})

    def _place(self, address: str, plan: TablePlan, row: str, column: str, value: str) -> None:
        position = plan.positions.get(column)
        if position is None:
            described = plan.words.get(column)
            layout = self._layouts[plan.table.key]
            if described is None or layout.slots.get(row, layout.body) >= layout.body:
                raise CellError("cell.unknown", address=address[:200])
            check_words(described, value, address)
            return
        place = self._places[plan.table.key].get(row)
        if place is None:
            raise CellError("cell.unknown", address=address[:200])
        block, slot = place
        if block.states[position][slot] == State.CLOSED:
            raise CellError("value.closed", address=address, text=value[:80])
        if not block.calculated[position][slot]:
            state, figure, status = read_figure(plan.columns[position], value, address)
            block.states[position][slot] = state
            block.figures[position][slot] = figure
            if status:
                self._status[block.number, position, slot] = status

    def _calculate(self) -> None:
        for step in self._plan.steps:
            block = self._blocks[step.block]
            whole = block.run_whole(step)
            if not whole or self._status:
                for slot in block.targets(step):
                    self._run(step, block, slot, keep=whole)

    # One edit

    def _check(self, address: str, value: str | None, new_rows: set[str]) -> bool:
        """Refuse what cannot be typed; whether the rows change with it."""
        table, row, column = _split(address)
        if table.startswith("@"):
            if not self._is_note((table, row, column)) or (value is not None and canonical_text(value) != value):
                raise CellError("cell.unknown", address=address[:200])
            return False
        plan = self._plan.table_of.get(table)
        if plan is None:
            raise CellError("cell.unknown", address=address[:200])
        if column == ROW:
            if not _may_be_row(plan, row):
                raise CellError("cell.unknown", address=address[:200])
            if value is not None and parse_row_head(value) is None:
                raise CellError("value.type", text=value[:80], address=address, column=ROW)
            return True
        layout = self._layouts[table]
        base = (_base(plan, row) if column in plan.positions else row) or row
        is_new = f"{table}/{base}" in new_rows and base not in layout.slots
        if value is None and base not in layout.slots:
            return address in self._content
        if column == TOTAL_ONLY:
            if not is_new and layout.slots.get(row, layout.body) >= layout.body:
                raise CellError("cell.unknown", address=address[:200])
            return True
        if is_new:
            self._check_new(plan, row, column, value, address)
            return True
        self._check_cell(plan, row, column, value, address)
        return False

    def _check_new(self, plan: TablePlan, row: str, column: str, value: str | None, address: str) -> None:
        described = plan.words.get(column) or next((c for c in plan.columns if c.key == column), None)
        if described is None or (described.is_number and _base(plan, row) is None):
            raise CellError("cell.unknown", address=address[:200])
        if value is not None:
            _read(described, value, address)

    def _check_cell(self, plan: TablePlan, row: str, column: str, value: str | None, address: str) -> None:
        if not self.is_entry(address):
            if value is None and address in self._content:
                return
            if self.is_closed(address):
                raise CellError("value.closed", address=address, text=(value or "")[:80])
            place = self._places[plan.table.key].get(row)
            known = place is not None and column in plan.positions
            raise CellError("value.calculated" if known else "cell.unknown", address=address[:200])
        described = plan.words.get(column) or plan.columns[plan.positions[column]]
        if value is not None:
            _read(described, value, address)

    def _write(self, address: str, value: str | None) -> tuple[Block, int, int] | None:
        """Store a checked value; the figure cell it changed, or None."""
        self._problems.pop(address, None)
        if value is None:
            self._content.pop(address, None)
        else:
            self._content[address] = value
        table, row, column = address.split("/")
        place = self._places.get(table, {}).get(row)
        if place is None or column not in place[0].plan.positions:
            return None
        block, slot = place
        position = block.plan.positions[column]
        if block.calculated[position][slot] or block.states[position][slot] == State.CLOSED:
            return None
        state, figure, status = (State.BLANK, 0, "")
        if value is not None:
            state, figure, status = read_figure(block.plan.columns[position], value, address)
        block.put(position, slot, state, figure)
        self._put_status(block, position, slot, status)
        return block, position, slot

    def _rebuilt(self, cells: Mapping[str, str | None]) -> Change:
        before, marks = self.calculated(), self._marks()
        shown = {table: layout.display for table, layout in self._layouts.items()}
        for address, value in cells.items():
            if value is None:
                self._content.pop(address, None)
            else:
                self._content[address] = value
        self._outside = Outside(self._context, self._calculated_elsewhere)
        self._build()
        after = self.calculated()
        changed = {
            address: after.get(address)
            for address in [*after, *(a for a in before if a not in after)]
            if before.get(address) != after.get(address)
        }
        rows_changed = any(address.endswith(("/" + ROW, "/" + TOTAL_ONLY)) for address in cells) or shown != {
            table: layout.display for table, layout in self._layouts.items()
        }
        touched = {address for finding in marks ^ self._marks() for address in finding[1]}
        return Change(calculated=changed, judged=frozenset(touched | set(cells)), rows_changed=rows_changed)

    def _marks(self) -> set[tuple[tuple[int, int], tuple[str, ...]]]:
        return {
            ((link.number, verdict), cells_of(link, self._blocks, index))
            for link in self._plan.judged
            for index, verdict in self._verdicts[link.number].items()
        }

    def _follow(self, changed: list[tuple[Block, int, int]]) -> Change:
        """Recompute and judge what depends on the cells."""
        waiting: dict[int, dict[int, None]] = {}
        queue: list[int] = []
        for block, position, slot in changed:
            self._queue(block, position, slot, waiting, queue)
        heapify(queue)
        calculated: dict[str, str | None] = {}
        touched = list(changed)
        while queue:
            number = heappop(queue)
            step = self._plan.steps[number]
            block = self._blocks[step.block]
            for slot in waiting.pop(number, ()):
                if self._run(step, block, slot):
                    touched.append((block, step.column, slot))
                    calculated[block.address(step.column, slot)] = self._text(block, step.column, slot)
                    self._queue(block, step.column, slot, waiting, queue)
        return Change(calculated=calculated, judged=frozenset(self._judge_after(touched)), rows_changed=False)

    def _queue(
        self, block: Block, position: int, slot: int, waiting: dict[int, dict[int, None]], queue: list[int]
    ) -> None:
        token = self._token(block, slot)
        for number, region in self._plan.after_cell.get((block.number, position), ()):
            if token not in region.rows:
                continue
            step = self._plan.steps[number]
            slots = list(self._reached(step, region, block, slot))
            if slots:
                if number not in waiting:
                    waiting[number] = {}
                    heappush(queue, number)
                waiting[number].update(dict.fromkeys(slots))

    def _token(self, block: Block, slot: int) -> str:
        return ANY_ROW if block.plan.layout is None and slot < block.layout.body else block.layout.keys[slot]

    def _reached(self, step: Step, region: Region, block: Block, slot: int) -> Iterator[int]:
        """The slots of a step that a changed cell concerns."""
        own = self._blocks[step.block]
        if region.whole:
            yield from own.targets(step)
            return
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
            (self._over_zero.add if block.over_zero else self._over_zero.discard)(spot)
            changed = (state, figure) != (block.states[position][slot], block.figures[position][slot])
            if changed:
                block.put(position, slot, state, figure)
        if not self._status:
            return changed
        known = block.states[position][slot] in (State.KNOWN, State.UNKNOWN)
        status = status_of(step, block, slot, self._status, self._places) if known else ""
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

    def _judge_after(self, touched: Sequence[tuple[Block, int, int]]) -> set[str]:
        again: dict[tuple[int, int], Judged] = {}
        for block, position, slot in touched:
            token = self._token(block, slot)
            for link, region in self._plan.judged_after.get((block.number, position), ()):
                if token in region.rows:
                    again.update(((link.number, index), link) for index in self._indexes(link, region, position, slot))
        marked: set[str] = set()
        for (number, index), link in again.items():
            block = self._blocks[link.block]
            verdict = judge(link, block, index)
            if verdict is not self._verdicts[number].get(index, Verdict.HOLDS):
                marked.update(cells_of(link, self._blocks, index))
            if verdict:
                self._verdicts[number][index] = verdict
            else:
                self._verdicts[number].pop(index, None)
        return marked

    def _indexes(self, link: Judged, region: Region, position: int, slot: int) -> Iterable[int]:
        block = self._blocks[link.block]
        if link.axis is Axis.ROWS:
            return link.columns if region.whole else link.columns & {position}
        if region.whole:
            return block.slots_of(link.rows)
        return (slot,) if self._token(block, slot) in link.rows else ()

    # Words

    def _text(self, block: Block, position: int, slot: int) -> str | None:
        state = block.states[position][slot]
        if state == State.KNOWN:
            text = spelled(block.figures[position][slot], block.decimals[position])
        elif state == State.UNKNOWN:
            text = "..."
        else:
            return None
        status = self._status.get((block.number, position, slot)) if self._status else None
        return f"{text} {status}" if status else text

    def _printed(self, plan: TablePlan | None, table: str, row: str, column: str) -> str | None:
        described = plan.table.column(column) if plan is not None else None
        if described is None or described.type not in (ColumnType.LABEL, ColumnType.INDEX):
            return None
        shown = next((shown for shown in self._layouts[table].display if shown.key == row), None)
        if shown is None:
            return None
        return (shown.label if described.type is ColumnType.LABEL else shown.index) or None


class _SortedOut:
    """A report's content by what it is."""

    __slots__ = ("cells", "heads", "loose", "total_only")

    def __init__(self) -> None:
        self.heads: defaultdict[str, dict[str, RowHead]] = defaultdict(dict)
        self.loose: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.total_only: list[tuple[str, str, str]] = []
        self.cells: list[tuple[str, TablePlan, str, str, str]] = []


def _split(address: str) -> tuple[str, str, str]:
    parts = address.split("/")
    if len(parts) != 3:
        raise CellError("cell.unknown", address=address[:200])
    return parts[0], parts[1], parts[2]


def _base(plan: TablePlan, row: str) -> str | None:
    """A row's key without its line; None where the line is none of the table's."""
    if plan.lines == ("",):
        return row
    base, _, line = row.rpartition(".")
    return base if base and line in plan.lines else None


def _may_be_row(plan: TablePlan, key: str) -> bool:
    """Whether a row with this key may be added to the table."""
    table = plan.table
    if plan.layout is not None or not key or key == TOTAL or key.startswith((SUBTOTAL, "@", TOTAL + ".")):
        return False
    if key == ANY_ROW or (table.lines and "." in key):
        return False
    if table.rows_kind is RowsKind.CATALOGUE and table.rows:
        return any(row.key == key for row in table.rows)
    return True


def _read(column: Column, value: str, address: str) -> None:
    if column.is_number:
        read_figure(column, value, address)
    else:
        check_words(column, value, address)
