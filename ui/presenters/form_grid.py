"""One table of the open report as rows of the grid: what each cell shows, and which marks it wears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.addresses import ROW, Address, head_row, is_row_head, row_of
from app.domain.forms.definition import Column, ColumnType, RowsKind, Table
from app.domain.relations.layout import RowKind as SheetKind
from app.domain.relations.layout import SheetRow
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity
from app.domain.rows import RowHead, parse_row_head
from ui.presenters import cells
from ui.presenters.cells import GridColumn, GridRow, GridShape, RowKind
from ui.presenters.entry import edit_value, show_value
from ui.presenters.row_order import last_in, next_to
from ui.words import translate

_FROZEN_MAX = 2
_KINDS = {
    SheetKind.SUBTOTAL: RowKind.SUBTOTAL,
    SheetKind.TOTAL: RowKind.TOTAL,
    SheetKind.OF_WHICH: RowKind.OF_WHICH,
}
_MARK = {
    Severity.ERROR: cells.ERROR,
    Severity.EXPLAIN: cells.EXPLAIN,
    Severity.WARNING: cells.WARNING,
    Severity.INCOMPLETE: cells.INCOMPLETE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Input that could not be read: kept as typed, never taken for a number."""

    text: str
    problem: str


def shape_of(table: Table, name: str) -> GridShape:
    """The columns of a table as the grid shows them."""
    computed: dict[str, str] = {}
    for relation in table.relations:
        left = relation.printed.partition("=")[0].strip()
        if relation.computed:
            computed.setdefault(left, relation.printed)
    columns = tuple(
        GridColumn(
            key=column.key,
            number=column.number,
            title_path=column.title_path,
            numeric=column.is_number,
            label=column.type is ColumnType.LABEL,
            index=column.type is ColumnType.INDEX,
            relation=computed.get(column.number, "") if column.computed else "",
            width_hint=column.width,
        )
        for column in table.columns
    )
    frozen = 0
    while frozen < min(_FROZEN_MAX, len(columns)) and (columns[frozen].index or columns[frozen].label):
        frozen += 1
    return GridShape(columns=columns, header=table.header, frozen=frozen, name=name)


class FormGrid:
    """Rows of one table. Holds what the sheet does not: unread input, what is not saved yet, conflicts."""

    def __init__(self, table: Table, sheet: Sheet, *, editable: bool, name: str) -> None:
        self.table = table
        self.sheet = sheet
        self.editable = editable
        self.shape = shape_of(table, name)
        self.unread: dict[str, Unread] = {}
        self.waiting: dict[str, int] = {}
        """Address -> edits of it that are not on disk yet."""
        self.marks: dict[str, Severity] = {}
        self.conflicts: frozenset[str] = frozenset()
        self.refused: frozenset[str] = frozenset()
        """Addresses that hold what the system did not take."""
        self.nearby: frozenset[str] = frozenset()
        """Addresses for which another computer of the office has another value."""
        self.noted: frozenset[str] = frozenset()
        """Addresses with a note."""
        self.asked: frozenset[str] = frozenset()
        """Addresses with an open question."""
        self.rows: list[GridRow] = []
        self.places: dict[str, tuple[int, int]] = {}
        self._columns: dict[str, Column] = {column.key: column for column in table.columns}
        self._plan = [(column.key, column.index, column.label, column.numeric) for column in self.shape.columns]
        self._label = next((at for at, column in enumerate(self.shape.columns) if column.label), 0)
        self.rebuild()

    @property
    def label_column(self) -> int:
        """Position of the column that names the rows."""
        return self._label

    @property
    def takes_rows(self) -> bool:
        """Whether the clerk makes the rows."""
        return self.editable and self.table.rows_kind in (RowsKind.FREE, RowsKind.CATALOGUE)

    # ---- building ---------------------------------------------------------------------------------

    def rebuild(self) -> list[GridRow]:
        """Read the rows from the sheet again."""
        self.rows = list(self._rows())
        self.places = {
            address: (number, column)
            for number, row in enumerate(self.rows)
            for column, address in enumerate(row.addresses)
            if address
        }
        return self.rows

    def _rows(self) -> Iterable[GridRow]:
        shown = list(self.sheet.rows(self.table.key))
        group = ""
        offered = not self.takes_rows
        for row in shown:
            ends = row.kind in (SheetKind.GROUP, SheetKind.SUBTOTAL, SheetKind.TOTAL)
            if ends and not offered and (group or not self.table.groups):
                yield self._offer(group)
                offered = True
            if row.kind is SheetKind.GROUP:
                group, offered = row.key.removeprefix("@group-"), not self.takes_rows
            yield self._row(row)
        if not offered and (group or not self.table.groups):
            yield self._offer(group)

    def _offer(self, group: str) -> GridRow:
        count = len(self.shape.columns)

        def fill() -> tuple[list[str], list[int]]:
            texts, flags = [""] * count, [0] * count
            texts[self._label] = "+ " + translate("Grid", "Thêm dòng")
            flags[self._label] = cells.TYPED
            return texts, flags

        return GridRow(kind=RowKind.ADD, key="", group=group, addresses=[""] * count, fill=fill)

    def _row(self, row: SheetRow) -> GridRow:
        count = len(self.shape.columns)
        if row.kind is SheetKind.GROUP:
            title = f"{row.index}. {row.label}" if row.index else row.label
            return GridRow(
                kind=RowKind.GROUP,
                key=row.key,
                title=title,
                addresses=[""] * count,
                fill=lambda: ([""] * count, [0] * count),
            )
        kind = _KINDS.get(row.kind, RowKind.ENTRY)
        free = kind in (RowKind.ENTRY, RowKind.OF_WHICH) and self.takes_rows and not row.line
        addresses = self._addresses(row, kind)
        return GridRow(
            kind=kind,
            key=row.key,
            group=row.group,
            free=free,
            addresses=addresses,
            fill=lambda: self._fill(row, kind, addresses),
        )

    def _addresses(self, row: SheetRow, kind: RowKind) -> list[str]:
        prefix = f"{self.table.key}/{row.key}/"
        printed = bool(row.label) or kind in (RowKind.TOTAL, RowKind.SUBTOTAL)
        return [
            "" if index or (label and printed) or (number and not row.has_figures) else prefix + key
            for key, index, label, number in self._plan
        ]

    def _fill(self, row: SheetRow, kind: RowKind, addresses: list[str]) -> tuple[list[str], list[int]]:
        strong = cells.STRONG if kind in (RowKind.TOTAL, RowKind.SUBTOTAL) else 0
        indented = cells.INDENTED if row.level else 0
        texts, flags = [], []
        for column, address in zip(self.table.columns, addresses, strict=True):
            if address:
                text, flag = self.content(address, column)
                flag |= strong | (indented if column.type is ColumnType.LABEL else 0)
            elif column.type is ColumnType.INDEX:
                text, flag = row.index, cells.CENTRED
            elif column.type is ColumnType.LABEL:
                text, flag = row.label, strong | indented
            else:
                text, flag = "", 0
            texts.append(text)
            flags.append(flag)
        return texts, flags

    def content(self, address: str, column: Column) -> tuple[str, int]:
        """What a cell shows and its flags, but for what its row adds."""
        if self.sheet.is_closed(address):
            return "x", cells.CLOSED | self._remark(address)
        flag = cells.NUMBER if column.is_number else 0
        if self.sheet.is_entry(address):
            flag |= cells.TYPED if self.editable else 0
        elif column.is_number:
            flag |= cells.CALCULATED
        if address in self.waiting:
            flag |= cells.WAITING
        if self.conflicts and (address in self.conflicts or self.is_row_clash(address, column)):
            flag |= cells.CONFLICT
        if address in self.refused:
            flag |= cells.REFUSED
        flag |= self._remark(address)
        unread = self.unread.get(address)
        if unread:
            return unread.text, flag | cells.UNREAD
        if self.sheet.origin_of(address):
            flag |= cells.FILLED
        severity = self.marks.get(address)
        if severity:
            flag |= _MARK[severity]
        return show_value(column, self.sheet.value(address)), flag

    def is_row_clash(self, address: str, column: Column) -> bool:
        """Whether the cell names a row that was dropped in one place and edited in another."""
        return column.type is ColumnType.LABEL and f"{head_row(address)}/{ROW}" in self.conflicts

    def _remark(self, address: str) -> int:
        """The flag of what is written beside a cell."""
        if address in self.asked:
            return cells.QUESTION
        if address in self.nearby:
            return cells.NEARBY
        return cells.NOTE if address in self.noted else 0

    def refresh(self, addresses: Iterable[str]) -> list[tuple[int, int]]:
        """Read some cells again; gives the places whose look changed."""
        changed = []
        for address in addresses:
            # A row's head is seen where the row is named.
            seen = f"{row_of(address)}/{self.shape.columns[self._label].key}" if is_row_head(address) else address
            place = self.places.get(seen)
            if place is None:
                continue
            number, at = place
            row = self.rows[number]
            if not row.is_made:
                continue  # nobody has looked at it yet
            text, flag = self.content(seen, self.table.columns[at])
            flag |= row.flags[at] & (cells.STRONG | cells.INDENTED)
            if (text, flag) != (row.texts[at], row.flags[at]):
                row.texts[at], row.flags[at] = text, flag
                changed.append(place)
        return changed

    def longest_figures(self) -> dict[int, int]:
        """Column -> characters of its longest figure, points included, without making the rows.

        What is typed or filled in is measured as it is kept; what is calculated by the totals, which are the longest,
        and where there are none by the longest figure typed and one digit more.
        """
        columns = {column.key: at for at, column in enumerate(self.table.columns) if column.is_number}
        longest = dict.fromkeys(columns.values(), 1)
        for address, value in (*self.sheet.cells().items(), *self.sheet.filled().items()):
            at = columns.get(address.rpartition("/")[2])
            if at is not None and len(value) > longest[at]:
                longest[at] = len(value)
        digits = max(longest.values(), default=1)
        totals = [row for row in self.rows if row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL)]
        for at in longest:
            longest[at] += (longest[at] - 1) // 3
            if totals:
                longest[at] = max(longest[at], *(len(row.texts[at]) for row in totals))
            elif self.table.columns[at].computed:
                longest[at] = digits + 1 + digits // 3
        return longest

    # ---- asking -----------------------------------------------------------------------------------

    def address_at(self, row: int, column: int) -> str:
        """The address of a place, or empty."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.shape.columns)):
            return ""
        return self.rows[row].addresses[column]

    def edit_text(self, row: int, column: int) -> str:
        """What an editor starts with."""
        address = self.address_at(row, column)
        if not address:
            return "" if self.rows[row].kind is RowKind.ADD else self.rows[row].texts[column]
        unread = self.unread.get(address)
        return unread.text if unread else edit_value(self.table.columns[column], self.sheet.value(address))

    def column_of(self, address: str) -> Column | None:
        """The column an address stands in."""
        return self._columns.get(address.rpartition("/")[2])

    def row_label(self, row: int) -> str:
        """The name of a row, as shown."""
        if not 0 <= row < len(self.rows):
            return ""
        shown = self.rows[row]
        address = shown.addresses[self._label]
        if address and not shown.is_made:
            return self.content(address, self.table.columns[self._label])[0]
        return shown.title or shown.texts[self._label]

    # ---- free rows --------------------------------------------------------------------------------

    def heads(self) -> Mapping[str, RowHead]:
        """Row key -> head, of the rows that have one."""
        prefix, suffix = f"{self.table.key}/", f"/{ROW}"
        found = {}
        for address, value in self.sheet.cells().items():
            if address.endswith(suffix) and address.startswith(prefix):
                head = parse_row_head(value)
                if head:
                    found[address[len(prefix) : -len(suffix)]] = head
        return found

    def new_row(self, at: int, key: str, *, above: bool = False) -> dict[str, str]:
        """The cells that make a row below or above the row at `at` (or where an offer stands): its head."""
        beside = self.rows[at] if 0 <= at < len(self.rows) else None
        heads = self.heads()
        anchor = beside.key.partition(".")[0] if beside else ""
        if anchor in heads:
            return self.head_cell(key, next_to(heads, anchor, above=above))
        group = beside.group if beside else ""
        if beside and beside.kind is RowKind.GROUP:
            group = beside.key.removeprefix("@group-")
        return self.head_cell(key, last_in(heads, group))

    def head_cell(self, key: str, head: RowHead) -> dict[str, str]:
        """The cell that makes a row, or moves it."""
        return {str(Address(self.table.key, key, ROW)): str(head)}

    def row_cells(self, key: str) -> dict[str, str]:
        """Everything that stands in a row, its head included."""
        own = f"{self.table.key}/{key}"
        parts = (f"{own}/", f"{own}.") if self.table.lines else (f"{own}/",)
        return {address: value for address, value in self.sheet.cells().items() if address.startswith(parts)}
