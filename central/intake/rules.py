"""Values and rules: the same engine and the same form packages as in the office, asked at central."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from app.domain.addresses import FILE, REASON, ROW, TEXT, TOTAL_ONLY, is_address, parse_address
from app.domain.attachments import attachments_of, check_part, check_total
from app.domain.forms.definition import Column, FormDefinition, RowsKind, Table
from app.domain.forms.matching import Match, match_editions
from app.domain.merge import replay
from app.domain.operations import CellEdit
from app.domain.relations.cells import check_words, is_plain_figure, read_figure
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.relations.outer import Alone
from app.domain.relations.tree import Severity
from app.domain.rows import parse_row_head
from app.domain.values import WORDS_MAX, is_canonical_text
from app.errors import CellError

_SMALL = frozenset(map(str, range(10_000)))
"""Plain figures known by heart."""


class Fault(NamedTuple):
    """Why something cannot stand."""

    code: str
    params: dict[str, str]


def edit_fault(forms: Sequence[FormDefinition], content: Mapping[str, str], cells: Iterable[CellEdit]) -> Fault | None:
    """The first cell of an edit that one of the forms does not have, or whose value cannot stand there.

    `forms` are the report's and, where it is another, the author's: a cell must be the same, of the same kind, in both.
    """
    cells = tuple(cells)
    typed_rows = _TypedRows(content, cells)
    checks = [_Check(form, typed_rows) for form in forms]
    matches = [match_editions(forms[0], form) for form in forms[1:]]
    try:
        if not matches:
            checks[0].look_at(cells)
        for address, _, new in cells if matches else ():
            first, *others = [check.kind(address, new) for check in checks]
            if any(other != first for other in others):
                raise CellError("cell.unknown", address=address)
            if not all(_is_kept(match, address, new) for match in matches):
                raise CellError("cell.other_edition", address=address)
        if any(check.names_file for check in checks):
            check_total(attachments_of(replay(content, cells)))
    except CellError as error:
        return Fault(error.code, {name: str(value) for name, value in error.params.items()})
    return None


def _is_kept(match: Match, address: str, value: str | None) -> bool:
    """Whether a cell is the same cell of another edition, and its value reads the same there."""
    return match.translate(address) == address and (value is None or match.value(address, value) == value)


def values_fault(form: FormDefinition, content: Mapping[str, str]) -> Fault | None:
    """The first cell of a whole content that the form does not have, or whose value cannot stand there."""
    return edit_fault([form], content, [CellEdit(address, None, value) for address, value in content.items()])


class _TypedRows:
    """The rows that have only totals: their calculated cells are typed."""

    def __init__(self, content: Mapping[str, str], cells: Sequence[CellEdit]) -> None:
        self._content = content
        self._cells = cells

    def __contains__(self, row: str) -> bool:
        return row in self._rows

    @cached_property
    def _rows(self) -> frozenset[str]:
        """`table/row`; looked for only where a calculated cell was typed."""
        ending = "/" + TOTAL_ONLY
        addresses = (*self._content, *(cell.address for cell in self._cells))
        return frozenset(address.removesuffix(ending) for address in addresses if address.endswith(ending))


_Kind = tuple[str, str, int]
"""Type, unit, decimals: what makes two forms' cells the same kind of cell."""
_WORDS: _Kind = ("words", "", 0)


class _Check:
    """Looks at the cells of one edit with the eyes of one form."""

    def __init__(self, form: FormDefinition, typed_rows: _TypedRows) -> None:
        self._form = form
        self._tables, self._ordinary = _known(form)
        self._typed_rows = typed_rows
        self.names_file = False
        """Whether any cell looked at is part of an attached file."""
        self._rows: dict[str, _Cells] = {}
        """`table/row` that was found to be in order -> its table: a row's other cells need only their column."""

    def look_at(self, cells: Iterable[CellEdit]) -> None:
        """Raises CellError for the first cell that is not there, or whose value cannot stand there.

        Blanks and plain whole numbers among figures, as nearly all are, are asked no more than for their column.
        """
        last, figures = "", frozenset[str]()
        for address, _, new in cells:
            if new in _SMALL or new is None or is_plain_figure(new):
                if address in self._ordinary:
                    continue
                head, _, name = address.rpartition("/")
                if head != last:
                    last, figures = head, self._figures(head)
                if name in figures:
                    continue
            self.kind(address, new)

    def _figures(self, head: str) -> frozenset[str]:
        """The columns in which every plain figure may stand, of a row; none where it is no row."""
        known = self._rows.get(head)
        if known is None:
            key, _, row = head.partition("/")
            known = self._tables.get(key)
            if known is None or not _is_row(known, row) or (known.printed is None and not is_address(f"{head}/{ROW}")):
                return frozenset()
            self._rows[head] = known
        return known.figures

    def kind(self, address: str, value: str | None) -> _Kind:
        """What kind of cell an address is. Raises CellError for one that is not there, or a value that cannot stand."""
        head, _, name = address.rpartition("/")
        table = self._rows.get(head)
        if table is not None and name == ROW:
            return _check_row_head(table, address, value)
        column = table.columns.get(name) if table else None
        if column is None:
            table_key, row, name = parse_address(address)
            table = self._tables.get(table_key)
            if table_key == FILE:
                self.names_file = True
                check_part(address, value)
                return _WORDS
            if table_key in (REASON, TEXT):
                return self._words(table_key, row, name, address, value)
            if table is None:
                raise CellError("cell.unknown", address=address)
            is_row = _is_row(table, row)
            if is_row:
                self._rows[head] = table
            if name == ROW:
                return _check_row_head(table, address, value)
            if not is_row:
                raise CellError("cell.unknown", address=address)
            if name == TOTAL_ONLY:
                return _check_text(address, value)
            column = table.columns.get(name)
            if column is None:
                raise CellError("cell.unknown", address=address)
        if value is not None:
            if column.computed and head not in self._typed_rows:
                raise CellError("value.closed", address=address)
            _check_value(column, value, address)
        return column.type, column.unit, column.decimals

    def _words(self, table: str, row: str, name: str, address: str, value: str | None) -> _Kind:
        if table == TEXT and (name != "body" or all(section.key != row for section in self._form.sections)):
            raise CellError("cell.unknown", address=address)
        return _check_text(address, value)


def _check_value(column: Column, value: str, address: str) -> None:
    if column.is_number:
        read_figure(column, value, address)
    else:
        check_words(column, value, address)


def _check_text(address: str, value: str | None) -> _Kind:
    if value is not None:
        column = address.rpartition("/")[2]
        if len(value) > WORDS_MAX:
            raise CellError("value.range", text=value[:80], address=address, column=column)
        if not is_canonical_text(value):
            raise CellError("value.type", text=value[:80], address=address, column=column)
    return _WORDS


def _check_row_head(table: _Cells, address: str, value: str | None) -> _Kind:
    if table.printed is not None:
        raise CellError("cell.unknown", address=address)
    if value is not None:
        head = parse_row_head(value)
        if head is None or (head.group and head.group not in table.groups):
            raise CellError("value.type", text=value[:80], address=address, column=ROW)
    return _WORDS


class _Cells(NamedTuple):
    """A table's cells, ready to be asked for."""

    columns: dict[str, Column]
    printed: frozenset[str] | None
    """The middle parts there are; None where the office names its rows."""
    groups: frozenset[str]
    figures: frozenset[str]
    """The columns in which every plain figure may stand."""


class _Known(NamedTuple):
    """What is asked of a form, ready to be asked for."""

    tables: dict[str, _Cells]
    ordinary: frozenset[str]
    """Addresses of printed cells in which every plain figure may stand."""


_forms: dict[str, _Known] = {}
"""By package hash: a package never changes under it."""


def _known(form: FormDefinition) -> _Known:
    known = _forms.get(form.hash)
    if known is None:
        tables = {table.key: _cells(table) for table in form.tables}
        known = _forms[form.hash] = _Known(tables, frozenset(_ordinary(tables)))
    return known


def _ordinary(tables: Mapping[str, _Cells]) -> Iterator[str]:
    for key, table in tables.items():
        yield from (f"{key}/{row}/{name}" for row in table.printed or () for name in table.figures)


def _is_row(table: _Cells, row: str) -> bool:
    """Whether figures may stand in a row with this key."""
    return not row.startswith("@") and (table.printed is None or row in table.printed)


def _cells(table: Table) -> _Cells:
    keys = [row.key for row in table.rows]
    if table.has_total:
        keys.append(TOTAL)
    if table.subtotals:
        keys += [SUBTOTAL + group.code for group in table.groups]
    lined = {f"{key}.{line.code}" for key in keys for line in table.lines}
    return _Cells(
        columns={column.key: column for column in table.columns},
        printed=frozenset({*keys, *lined}) if table.rows_kind is RowsKind.FIXED else None,
        groups=frozenset(group.code for group in table.groups),
        figures=frozenset(column.key for column in table.columns if column.is_number and not column.computed),
    )


def sealing_fault(form: FormDefinition, content: Mapping[str, str]) -> Fault | None:
    """The first broken rule that the form prints as an error and that this report breaks by itself, or None.

    What other reports say is not asked here: that is a finding for the receiver, never a reason to refuse.
    """
    from app.domain.relations.sheet import Sheet

    sheet = Sheet(form, content, Alone())
    for finding in sheet.findings(complete=True):
        if finding.severity == Severity.ERROR:
            return Fault("report.invalid", {"relation": finding.relation, "cell": finding.column})
    return None
