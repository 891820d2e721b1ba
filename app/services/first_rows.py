"""The rows that a blank report can begin with: last period's."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.addresses import ROW, is_row_head, parse_address, row_of
from app.domain.forms.definition import ColumnType, RowsKind, Table
from app.domain.operations import CellEdit, ReportKey
from app.errors import CellError
from app.services.forms import FormShelf
from app.services.neighbours import Neighbours, window_of
from app.store.store import Store

_ADDED_ROWS = frozenset({RowsKind.FREE, RowsKind.CATALOGUE})
"""Tables to whose rows a person adds."""


class FirstRows:
    """What a report begins with. Belongs to the thread of its store."""

    def __init__(self, store: Store, forms: FormShelf) -> None:
        self._store = store
        self._forms = forms

    def of_last_period(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The free and the chosen rows of last period's report, by key, with labels and groups and without figures.

        Empty where this report has such rows already, where nothing came before it, or where the form has none.
        """
        report = self._store.report(key)
        owed = self._store.obligation(key)
        form = self._forms.of(report, owed)
        starting = {table.key: table for table in form.tables if table.rows_kind in _ADDED_ROWS}
        mine = report.mine if report else {}
        if not starting or any(is_row_head(address) and address.split("/")[0] in starting for address in mine):
            return ()
        before = Neighbours(self._store, self._forms, key, form, window_of(key, form, owed)).previous() or {}
        heads = {row_of(address) for address in before if is_row_head(address)}
        return tuple(
            CellEdit(address, None, value)
            for address, value in sorted(before.items())
            if row_of(address) in heads and _starts(address, starting)
        )


def _starts(address: str, tables: Mapping[str, Table]) -> bool:
    """Whether a cell of last period's report names a row that this one may start with."""
    try:
        key, row, column = parse_address(address)
    except CellError:
        return False
    table = tables.get(key)
    if table is None or (table.rows and all(item.key != row for item in table.rows)):
        return False  # no longer among what may be chosen
    named = table.column(column)
    return column == ROW or (named is not None and named.type is ColumnType.LABEL)
