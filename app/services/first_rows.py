"""The rows that a blank report can begin with: last period's, or one for each unit."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.addresses import ROW, is_row_head, parse_address, row_of
from app.domain.forms.definition import ColumnType, RowsKind, Table
from app.domain.operations import CellEdit, ReportKey
from app.domain.rows import RowHead, order_between
from app.errors import CellError
from app.services.forms import FormShelf
from app.services.neighbours import Neighbours, units_on, window_of
from app.services.views import Person
from app.store.store import Store

_ADDED_ROWS = frozenset({RowsKind.FREE, RowsKind.CATALOGUE})
"""Tables to whose rows a person adds."""


class FirstRows:
    """What a report begins with. Belongs to the thread of its store."""

    def __init__(self, store: Store, forms: FormShelf, me: Person) -> None:
        self._store = store
        self._forms = forms
        self._me = me

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

    def of_units(self, key: ReportKey) -> tuple[CellEdit, ...]:
        """The rows that a form prints one of for each unit: the units directly under this one, or itself.

        By unit id, with the unit's name; only of tables that have no row yet. Empty where the form has no such table.
        """
        report = self._store.report(key)
        owed = self._store.obligation(key)
        form = self._forms.of(report, owed)
        mine = report.mine if report else {}
        wanted = [
            table
            for table in form.tables
            if table.rows_kind is RowsKind.UNITS
            and not any(address.startswith(f"{table.key}/") and address.endswith(f"/{ROW}") for address in mine)
        ]
        if not wanted:
            return ()
        day = owed.window_end if owed else ""
        edits = []
        for table in wanted:
            order = ""
            for unit, name in self._units_under(key.unit, day):
                order = order_between(order, "")
                edits.append(CellEdit(f"{table.key}/{unit}/{ROW}", None, str(RowHead(order=order))))
                edits += [
                    CellEdit(f"{table.key}/{unit}/{column.key}", None, name)
                    for column in table.columns
                    if column.type is ColumnType.LABEL and name
                ]
        return tuple(edits)

    def _units_under(self, unit: str, day: str) -> list[tuple[str, str]]:
        """(unit, name) of the units directly under one on an ISO day, by code; the unit itself where there are none."""
        found = units_on(self._store.children(unit), day)
        if found:
            return [(one.unit, one.name) for one in found]
        name = self._me.unit_name if unit == self._me.unit else ""
        versions = self._store.unit_versions(unit)
        return [(unit, name or (versions[-1].name if versions else ""))]


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
