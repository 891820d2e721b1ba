"""Rows laid over: those that a form prints one of for each unit stand there before anybody has typed into them.

They are no part of the content. The first figure typed into one of them writes all of its table along, and so does
sealing; merely to look writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, cast, runtime_checkable

from app.domain.addresses import ROW, is_row_head, row_heads
from app.domain.forms.definition import ColumnType, FormDefinition, RowsKind, Table
from app.domain.relations.outer import answers
from app.domain.rows import RowHead, order_by_code


@runtime_checkable
class LaysRows(Protocol):
    """A context that also knows the rows a report begins with."""

    def first_rows(self) -> Mapping[str, str]:
        """The cells that make them, by address: their heads, and the words that name them."""
        ...


def has_rows_of_units(form: FormDefinition) -> bool:
    """Whether the form prints one row for each unit anywhere."""
    return bool(_tables_of_units(form))


def _tables_of_units(form: FormDefinition) -> list[Table]:
    return [table for table in form.tables if table.rows_kind is RowsKind.UNITS]


def rows_of_units(form: FormDefinition, units: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """The cells that make a row for each unit (id, official code, name) in every table that prints one.

    They follow from the unit alone, so that two computers that make them apart meet in the same rows.
    """
    cells = {}
    for table in _tables_of_units(form):
        names = [column.key for column in table.columns if column.type is ColumnType.LABEL]
        for unit, code, name in units:
            cells[f"{table.key}/{unit}/{ROW}"] = str(RowHead(order=order_by_code(code)))
            cells |= {f"{table.key}/{unit}/{column}": name for column in names if name}
    return cells


def count_typed(form: FormDefinition | None, written: Iterable[str]) -> int:
    """How many of the cells written a person typed: no row's head, nor the name that stands printed in a unit's row."""
    tables = _tables_of_units(form) if form else ()
    names = {(table.key, column.key) for table in tables for column in table.columns if column.type is ColumnType.LABEL}
    return sum(
        not is_row_head(address) and (address.partition("/")[0], address.rpartition("/")[2]) not in names
        for address in written
    )


def laid_over(form: FormDefinition, content: Mapping[str, str], context: object) -> Mapping[str, str]:
    """The cells of the rows that stand there unwritten: in tables of units that have no row of their own."""
    tables = {table.key for table in _tables_of_units(form)}
    if not tables or not answers(context, LaysRows):
        return {}
    tables -= {head.partition("/")[0] for head in row_heads(content)}
    first = cast(LaysRows, context).first_rows() if tables else {}
    return {address: value for address, value in first.items() if address.partition("/")[0] in tables}


def with_laid(laid: Mapping[str, str], content: Mapping[str, str]) -> Mapping[str, str]:
    """The content, and what stands there unwritten."""
    return {**laid, **content} if laid else content
