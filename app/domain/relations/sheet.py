"""One open report: its content, calculated and judged, and kept so from edit to edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.addresses import FILE, REASON, ROW, TEXT, TOTAL_ONLY
from app.domain.forms.definition import ColumnType, FormDefinition
from app.domain.narrative import narrative_findings
from app.domain.relations.arithmetic import State, spelled
from app.domain.relations.content import base_of, check_value, is_note, may_be_row
from app.domain.relations.engine import Engine, Spot
from app.domain.relations.filling import Offer, Origin
from app.domain.relations.findings import Finding, Note
from app.domain.relations.laying import laid_over, with_laid
from app.domain.relations.layout import RowKind, SheetRow
from app.domain.relations.outer import Alone, Context
from app.domain.relations.plan import plan_of
from app.domain.relations.reporting import cells_of, disagreements, findings_of, notes_of
from app.domain.relations.steps import Judged, TablePlan
from app.domain.relations.tree import Axis
from app.domain.rows import parse_row_head
from app.domain.values import canonical_text
from app.errors import CellError

__all__ = ["Alone", "Change", "Context", "Finding", "MadeOf", "Note", "RowKind", "Sheet", "SheetRow"]

_WHOLE_FROM = 200
"""From so many cells on, everything is calculated anew: cheaper than following each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit did beside itself."""

    calculated: Mapping[str, str | None]
    """Calculated cells whose value changed, with the new one."""
    judged: frozenset[str]
    """Cells whose marks may have changed, and blank ones that other reports fill otherwise now."""
    rows_changed: bool
    """Whether rows came, went, moved or changed their kind: ask for them again."""


class MadeOf(NamedTuple):
    """What a calculated cell is calculated from."""

    relation: str
    """The relation as printed; empty where a total adds its rows."""
    cells: tuple[str, ...]
    """Addresses of this report, in printed order."""


class Sheet:
    """A report's content with everything that follows from it.

    `cells` is the content as the store keeps it: canonical values, row heads, reasons, texts. What cannot stand in
    its cell is kept, shown as a finding, and counts as blank.
    """

    def __init__(self, form: FormDefinition, cells: Mapping[str, str], context: Context | None = None) -> None:
        self.form = form
        self._plan = plan_of(form)
        self._context: Context = context or Alone()
        self._content: dict[str, str] = dict(cells)
        self._engine = Engine(self._plan, self._content, self._context)

    # Reading

    def value(self, address: str) -> str | None:
        """What a cell shows: typed, filled from other reports, calculated or printed; canonical.

        None for blank, closed and unknown cells.
        """
        table, row, column = _split(address)
        spot = self._engine.place(table, row, column)
        if spot is None:
            return self._content.get(address) or self._engine.laid.get(address) or self._printed(table, row, column)
        block, position, slot = spot
        if block.calculated[position][slot]:
            return self._engine.text(block, position, slot)
        if block.states[position][slot] in (State.BLANK, State.CLOSED):
            return None
        return self._content.get(address) or self._engine.offered[address].value

    def calculated(self) -> Mapping[str, str]:
        """Every calculated cell that is not blank."""
        return self._engine.calculated()

    def made_of(self, address: str) -> MadeOf | None:
        """What a calculated cell is calculated from; None for every other cell."""
        spot = self._engine.place(*_split(address))
        made = None if spot is None else self._engine.made_of(spot)
        if made is None:
            return None
        relations = (relation for table in self.form.tables for relation in table.relations)
        printed = next((relation.printed for relation in relations if relation.id == made[0]), "")
        return MadeOf(printed, made[1])

    def typed_for(self, address: str) -> tuple[str, ...]:
        """The cells that a calculated cell comes down to in the end, by address; itself where it is not calculated."""
        found: set[str] = set()
        seen, waiting = {address}, [address]
        while waiting:
            one = waiting.pop()
            made = self.made_of(one)
            if made is None:
                found.add(one)
            else:
                waiting += [part for part in made.cells if part not in seen]
                seen.update(made.cells)
        return tuple(sorted(found))

    def filled(self) -> Mapping[str, str]:
        """Figures that nobody typed here and other reports fill in, by address; they are no part of the content."""
        offered = self._engine.offered
        return {address: offer.value for address, offer in offered.items() if address not in self._content}

    def origin_of(self, address: str) -> Origin | None:
        """Where the figure of a cell that nobody typed comes from; None for every other cell."""
        offer = self._engine.offered.get(address) if address not in self._content else None
        return None if offer is None else offer.origin

    def rows(self, table: str) -> Sequence[SheetRow]:
        """A table's rows as they are shown. Raises KeyError for no table of the form."""
        return self._engine.layouts[table].display

    def cells(self) -> Mapping[str, str]:
        """The content: what was typed, row heads, reasons, texts."""
        return self._content

    @property
    def laid(self) -> Mapping[str, str]:
        """The cells of rows that stand there to be typed into, by address; they are no part of the content yet."""
        return self._engine.laid

    def laid_with(self, addresses: Iterable[str]) -> Mapping[str, str]:
        """The rows that stand there unwritten and that typing into some cells writes along: all of their tables."""
        tables = {address.partition("/")[0] for address in addresses} if self._engine.laid else ()
        return {cell: value for cell, value in self._engine.laid.items() if cell.partition("/")[0] in tables}

    def is_entry(self, address: str) -> bool:
        """Whether the cell may be typed into."""
        table, row, column = _split(address)
        plan = self._plan.table_of.get(table)
        if plan is None:
            return table in (REASON, TEXT, FILE) and is_note(self._plan, address.split("/"))
        spot = self._engine.place(table, row, column)
        if spot is not None:
            return self._engine.is_entry(spot)
        layout = self._engine.layouts[table]
        return column in plan.words and layout.slots.get(row, layout.body) < layout.body

    def is_closed(self, address: str) -> bool:
        """Whether the form says that the cell cannot apply."""
        spot = self._engine.place(*_split(address))
        return spot is not None and spot[0].states[spot[1]][spot[2]] == State.CLOSED

    def carried(self) -> Mapping[str, str]:
        """Starts that other reports offer for entry cells, by address; whoever opens a new report may type them."""
        found = {}
        for link, key in self._plan.carried:
            block = self._engine.blocks[link.block]
            if link.axis is Axis.COLUMNS:
                spots = [(block.plan.positions[key], slot) for slot in block.slots_of(link.rows)]
            else:
                spots = [(column, block.layout.slots[key]) for column in sorted(link.columns)]
            for position, slot in spots:
                value = self._carried(link, (block, position, slot))
                if value is not None:
                    found[block.address(position, slot)] = value
        return found

    def carried_at(self, address: str) -> str | None:
        """The start that another report offers for one entry cell, or None."""
        spot = self._engine.place(*_split(address))
        if spot is None:
            return None
        found = None
        block, position, slot = spot
        for link, key in self._plan.carried:
            if link.block != block.number:
                continue
            if link.axis is Axis.COLUMNS:
                is_meant = block.plan.positions[key] == position and slot in block.slots_of(link.rows)
            else:
                is_meant = block.layout.slots[key] == slot and position in link.columns
            if is_meant:
                found = self._carried(link, spot) or found
        return found

    def _carried(self, link: Judged, spot: Spot) -> str | None:
        block, position, slot = spot
        index = slot if link.axis is Axis.COLUMNS else position
        state, figure = block.stored(link.right(block, index), position)
        if state != State.KNOWN or not self.is_entry(block.address(position, slot)):
            return None
        return spelled(figure, block.decimals[position])

    def findings(self, *, complete: bool = False) -> Sequence[Finding]:
        """What is wrong: cells, then relations by table, relation and row, then figures on which other reports differ,
        then what is wrong in the sections.

        `complete` judges blanks as at Kiểm tra, Chốt and at central; else a link with a blank side is incomplete.
        """
        engine, shown = self._engine, with_laid(self._engine.laid, self._content)
        return [
            *findings_of(self._plan, engine.blocks, engine.verdicts, engine.problems, shown, complete=complete),
            *disagreements(self._disputed()),
            *narrative_findings(self, self._content, complete=complete),
        ]

    def notes(self) -> Sequence[Note]:
        """What could not be judged or calculated, and why."""
        engine = self._engine
        return notes_of(self._plan, engine.blocks, engine.verdicts, engine.outside, engine.over_zero)

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
        new_rows = {address.rpartition("/")[0] for address, value in cells.items() if value and address.endswith(ROW)}
        for address, value in cells.items():
            rebuild = self._check(address, value, new_rows) or rebuild
        if rebuild:
            return self._rebuilt(cells)
        changed = []
        for address, value in cells.items():
            self._store(address, value)
            spot = self._engine.place(*_split(address))
            if spot is not None and self._engine.write(spot, value, address):
                changed.append(spot)
            self._engine.problems.pop(address, None)
        disputed = frozenset(cells.keys() & self._engine.disputed.keys())
        if any(self._names_row(address) for address in cells):
            # A row's words say which row of another report it answers to.
            return self._look_outside(changed, disputed)
        calculated, judged = self._engine.follow(changed)
        return Change(calculated=calculated, judged=judged | disputed, rows_changed=False)

    def refresh(self, context: Context | None = None) -> Change:
        """Fill in and judge again what reads other reports, after one of them changed; lay its rows anew."""
        self._context = context or self._context
        if laid_over(self.form, self._content, self._context) != self._engine.laid:
            return self._rebuilt({})
        return self._look_outside([], frozenset(), self._context)

    def _look_outside(self, changed: list[Spot], judged: frozenset[str], context: Context | None = None) -> Change:
        """What follows from edits of these spots and from what other reports say, in `context` or as read before."""
        disputed = self._engine.disputed.keys()
        filled = self._engine.fill(context)
        calculated, again = self._engine.follow([*changed, *filled])
        judged |= again | self._engine.judge_outside(context) | (disputed ^ self._engine.disputed.keys())
        judged |= {block.address(position, slot) for block, position, slot in filled}
        return Change(calculated=calculated, judged=judged, rows_changed=False)

    def _names_row(self, address: str) -> bool:
        table, _, column = _split(address)
        plan = self._plan.table_of.get(table)
        return plan is not None and bool(column) and column == plan.label_column

    def _store(self, address: str, value: str | None) -> None:
        if value is None:
            self._content.pop(address, None)
        else:
            self._content[address] = value

    def _rebuilt(self, cells: Mapping[str, str | None]) -> Change:
        before, marks, filled, disputed = self._engine.calculated(), self._marks(), self.filled(), self._disputed()
        laid = self._engine.laid
        shown = {table: layout.display for table, layout in self._engine.layouts.items()}
        for address, value in cells.items():
            self._store(address, value)
        self._engine = Engine(self._plan, self._content, self._context)
        after, marks_after = self._engine.calculated(), self._marks()
        changed = {
            address: after.get(address)
            for address in dict.fromkeys((*after, *before))
            if before.get(address) != after.get(address)
        }
        touched = {cell for _, spots in marks ^ marks_after for cell in spots}
        touched |= disputed.keys() ^ self._disputed().keys()
        touched |= {address for address, _ in filled.items() ^ self.filled().items()}
        touched |= {address for address, _ in laid.items() ^ self._engine.laid.items()}
        rows_changed = any(address.endswith(("/" + ROW, "/" + TOTAL_ONLY)) for address in cells)
        rows_changed = rows_changed or shown != {t: layout.display for t, layout in self._engine.layouts.items()}
        return Change(calculated=changed, judged=frozenset(touched), rows_changed=rows_changed)

    def _disputed(self) -> Mapping[str, Sequence[Offer]]:
        """Blank cells of which other reports say different things."""
        return {address: said for address, said in self._engine.disputed.items() if address not in self._content}

    def _marks(self) -> frozenset[tuple[tuple[int, int], tuple[str, ...]]]:
        return frozenset(
            ((link.number, verdict), cells_of(link, self._engine.blocks, index))
            for link in self._plan.judged
            for index, verdict in self._engine.verdicts[link.number].items()
        )

    # Refusing

    def _check(self, address: str, value: str | None, new_rows: Collection[str]) -> bool:
        """Refuse what cannot be typed; whether the rows change with it."""
        table, row, column = _split(address)
        plan = self._plan.table_of.get(table)
        if plan is None:
            if not is_note(self._plan, (table, row, column)) or (value is not None and canonical_text(value) != value):
                raise CellError("cell.unknown", address=address[:200])
            return False
        if column == ROW:
            if not may_be_row(plan, row):
                raise CellError("cell.unknown", address=address[:200])
            if value is not None and parse_row_head(value) is None:
                raise CellError("value.type", text=value[:80], address=address, column=ROW)
            return True
        slots = self._engine.layouts[table].slots
        base = (base_of(plan, row) if column in plan.positions else row) or row
        if base not in slots:
            return self._check_absent_row(plan, row, column, value, address, is_new=f"{table}/{base}" in new_rows)
        if column == TOTAL_ONLY:
            if slots[base] >= self._engine.layouts[table].body:
                raise CellError("cell.unknown", address=address[:200])
            return True
        self._check_cell(plan, row, column, value, address)
        return False

    def _check_absent_row(
        self, plan: TablePlan, row: str, column: str, value: str | None, address: str, *, is_new: bool
    ) -> bool:
        if value is None:
            return address in self._content
        described = plan.table.column(column)
        if not is_new or (described is None and column != TOTAL_ONLY):
            raise CellError("cell.unknown", address=address[:200])
        if described is not None:
            if described.key not in plan.words and (not described.is_number or base_of(plan, row) is None):
                raise CellError("cell.unknown", address=address[:200])
            check_value(described, value, address)
        return True

    def _check_cell(self, plan: TablePlan, row: str, column: str, value: str | None, address: str) -> None:
        if self.is_entry(address):
            if value is not None:
                check_value(plan.words.get(column) or plan.columns[plan.positions[column]], value, address)
            return
        if value is None and address in self._content:
            return
        if self.is_closed(address):
            raise CellError("value.closed", address=address, text=(value or "")[:80])
        if column in plan.printed or self._engine.place(plan.table.key, row, column) is not None:
            raise CellError("value.calculated", address=address)
        raise CellError("cell.unknown", address=address[:200])

    # Words

    def _printed(self, table: str, row: str, column: str) -> str | None:
        """What the form itself prints in a label or index cell."""
        plan = self._plan.table_of.get(table)
        described = plan.table.column(column) if plan is not None else None
        shown = self._engine.layouts[table].shown.get(row) if plan is not None else None
        if described is None or shown is None:
            return None
        if described.type is ColumnType.LABEL:
            return shown.label or None
        return (shown.index or None) if described.type is ColumnType.INDEX else None


def _split(address: str) -> tuple[str, str, str]:
    parts = address.split("/")
    if len(parts) != 3:
        raise CellError("cell.unknown", address=address[:200])
    return parts[0], parts[1], parts[2]
