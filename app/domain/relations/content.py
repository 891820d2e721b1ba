"""What a report's content says, sorted by kind: figures and words, row heads, total-only marks, reasons, texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.domain.addresses import FILE, REASON, ROW, TEXT, TOTAL_ONLY
from app.domain.attachments import is_file_part
from app.domain.forms.definition import Column, RowsKind
from app.domain.relations.cells import check_words, read_figure
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.plan import Plan
from app.domain.relations.steps import ANY_ROW, TablePlan
from app.domain.rows import RowHead, parse_row_head
from app.errors import CellError


class RowCells(NamedTuple):
    """The cells of one row of a content, or of one line of it."""

    table: TablePlan
    key: str
    """The middle part of their addresses."""
    cells: list[tuple[str, str, str]]
    """Address, column, value."""


class SortedContent:
    """A report's content by what it is; what is nothing of the form's is a problem."""

    __slots__ = ("heads", "loose", "problems", "rows", "total_only")

    def __init__(self, plan: Plan, content: Mapping[str, str]) -> None:
        self.heads: defaultdict[str, dict[str, RowHead]] = defaultdict(dict)
        """Table -> row key -> its head."""
        self.loose: defaultdict[str, dict[str, None]] = defaultdict(dict)
        """Table -> keys of rows that have cells but no head."""
        self.total_only: list[tuple[str, str, str]] = []
        """Table, row, address."""
        self.rows: dict[str, RowCells] = {}
        """`table/row` -> its cells."""
        self.problems: dict[str, CellError] = {}
        for address, value in content.items():
            # Why by rows: a row's table is looked for once, and cells of a row mostly stand together.
            head, _, column = address.rpartition("/")
            row = self.rows.get(head) or self._row(plan, head)
            if row is None:
                if not is_note(plan, address.split("/")):
                    self.problems[address] = CellError("cell.unknown", address=address[:200])
            elif column == ROW:
                self._sort_head(row.table, row.key, address, value)
            elif column == TOTAL_ONLY:
                self.total_only.append((row.table.table.key, row.key, address))
            else:
                row.cells.append((address, column, value))
        self._find_loose()

    def _row(self, plan: Plan, head: str) -> RowCells | None:
        """The row that `table/row` spells; None where the form has no such table."""
        table, slash, key = head.partition("/")
        found = plan.table_of.get(table) if slash and "/" not in key else None
        if found is None:
            return None
        row = self.rows[head] = RowCells(found, key, [])
        return row

    def _sort_head(self, plan: TablePlan, row: str, address: str, value: str) -> None:
        head = parse_row_head(value)
        if head is None or not may_be_row(plan, row):
            self.problems[address] = CellError("value.type", text=value[:80], address=address[:200], column=ROW)
        else:
            self.heads[plan.table.key][row] = head

    def _find_loose(self) -> None:
        for plan, row, cells in self.rows.values():
            heads = self.heads[plan.table.key]
            if plan.layout is None and row not in heads:
                for _, column, _value in cells:
                    base = base_of(plan, row) if column in plan.positions else row
                    if base is not None and base not in heads and may_be_row(plan, base):
                        self.loose[plan.table.key][base] = None


def is_note(plan: Plan, parts: Sequence[str]) -> bool:
    """Whether an address, split, holds a written reason, a section of the form, or a part of an attached file."""
    if len(parts) != 3:
        return False
    if parts[0] == TEXT:
        return parts[2] == "body" and any(section.key == parts[1] for section in plan.form.sections)
    if parts[0] == FILE:
        return is_file_part(parts[1], parts[2])
    return parts[0] == REASON and parts[1] in plan.relation_ids


def base_of(plan: TablePlan, row: str) -> str | None:
    """A row's key without its line; None where the line is none of the table's."""
    if plan.lines == ("",):
        return row
    base, _, line = row.rpartition(".")
    return base if base and line in plan.lines else None


def may_be_row(plan: TablePlan, key: str) -> bool:
    """Whether a row with this key may be added to the table."""
    table = plan.table
    if plan.layout is not None or not key or key == TOTAL or key.startswith((SUBTOTAL, "@", TOTAL + ".")):
        return False
    if key == ANY_ROW or (table.lines and "." in key):
        return False
    if table.rows_kind is RowsKind.CATALOGUE and table.rows:
        return any(row.key == key for row in table.rows)
    return True


def check_value(column: Column, value: str, address: str) -> None:
    """Refuse a value that cannot stand in a column. Raises CellError `value.type`, `value.range`."""
    if column.is_number:
        read_figure(column, value, address)
    else:
        check_words(column, value, address)
