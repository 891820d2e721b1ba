"""Columns whose words went into the rows, and are no columns of the form any more."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.columns import DECIMALS
from app.domain.forms.drafting.printed import PrintedColumn, PrintedTable, groups_of, without_columns
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import Role, is_fine, is_unit


def settle_columns(table: PrintedTable, units: Sequence[str], spent: Sequence[PrintedColumn], ledger: Ledger) -> None:
    """Take the spent columns out of a table, and those of units, guidance and codes that its fixed rows now hold.

    `units` are the rows' printed units. A code column stays where nothing else prints an index: it shows the codes.
    """
    gone = list(spent)
    columns = table.leaves()
    has_index = any(column.role is Role.INDEX for column in columns)
    for column in columns if table.rows_kind == "fixed" else ():
        if column.role is Role.ROW_UNIT and units:
            gone.append(column)
            _spend_units(table, column, units, ledger)
        elif column.role is Role.CODE and not has_index:
            column.type = ColumnType.INDEX
            for row in table.rows:
                row.index = row.code[:20]
        elif column.role in (Role.CODE, Role.GUIDANCE):
            gone.append(column)
            ledger.tell("draft.column_of_rows", *column.cells)
    groups = list(groups_of(table.columns))
    table.columns = without_columns(table.columns, gone)
    emptied = [group.cell for group in groups if not group.parts and group.cell is not None]
    if emptied:
        ledger.tell("draft.column_of_rows", *emptied)


def common_unit(units: Sequence[str]) -> str:
    """The unit all rows have; empty where they differ or have none."""
    return units[0] if len(set(units)) == 1 else ""


def _spend_units(table: PrintedTable, column: PrintedColumn, units: Sequence[str], ledger: Ledger) -> None:
    ledger.ask("draft.row_units", *column.cells)
    table.unit = common_unit(units) or table.unit
    if any(is_fine(unit) and is_unit(unit) for unit in units):
        for one in table.leaves():
            if one.is_figure:
                one.decimals = max(one.decimals, DECIMALS)
