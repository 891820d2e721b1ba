"""Totals the sheet prints no relation for: asked about, with the relation that would fit by headings and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from app.domain.forms.drafting.printed import Node, PrintedColumn, PrintedGroup, PrintedRow, PrintedTable
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import (
    divides,
    is_bare_total,
    is_of_which,
    is_ratio,
    is_total,
    may_be_negative,
    unit_in,
)
from app.domain.forms.drafting.workbook import Cell
from app.domain.relations.tree import Axis
from app.domain.vietnamese import fold

SAID_MAX = 140
"""Letters of relations proposed in one question."""


def ask_about_totals(table: PrintedTable, ledger: Ledger) -> None:
    """Ask about columns and rows called a total that no relation of the table defines."""
    defined = {(relation.axis, relation.left) for relation in table.relations}
    columns = [
        (column.cell or column.number_cell, _chain(column.number, members))
        for column, members in _columns(table.columns)
        if (Axis.COLUMNS, column.number) not in defined
    ]
    rows = [
        (row.cell, _chain(row.code, members))
        for row, members in _rows(table.rows)
        if (Axis.ROWS, row.code) not in defined
    ]
    for code, found in (("draft.total_columns", columns), ("draft.total_rows", rows)):
        for cells, relations in _batches(found):
            ledger.ask(code, *cells, relations="; ".join(relations))


def _chain(total: str, members: Sequence[Sequence[str]]) -> str:
    return "=".join((total, *("+".join(terms) for terms in members)))


def _batches(found: Sequence[tuple[Cell | None, str]]) -> Iterator[tuple[list[Cell], list[str]]]:
    """Several totals in one question, as many as can be read at once."""
    cells: list[Cell] = []
    relations: list[str] = []
    for cell, relation in found:
        if relations and sum(map(len, relations)) + len(relation) > SAID_MAX:
            yield cells, relations
            cells, relations = [], []
        cells += [cell] if cell is not None else []
        relations.append(relation)
    if relations:
        yield cells, relations


# Columns


def _columns(nodes: Sequence[Node], *, is_inside: bool = False) -> Iterator[tuple[PrintedColumn, list[list[str]]]]:
    """Each total of a heading level, with what makes it up there: one sum, or one for each way it is divided.

    Where a total leads the level each leads its parts; else each closes them.
    """
    totals = [
        (place, node)
        for place, node in enumerate(nodes)
        if isinstance(node, PrintedColumn) and _is_total_column(node, is_first_inside=is_inside and not place)
    ]
    ends = [-1, *(place for place, _ in totals), len(nodes)]
    leads = bool(totals) and not any(_terms(node, totals[0][1].measure) for node in nodes[: ends[1]])
    for turn, (place, total) in enumerate(totals, 1):
        parts = nodes[place + 1 : ends[turn + 1]] if leads else nodes[ends[turn - 1] + 1 : place]
        members = _members(parts, total.measure)
        if members and total.number:
            yield total, members
    for node in nodes:
        if isinstance(node, PrintedGroup):
            yield from _columns(node.parts, is_inside=True)


def _is_total_column(column: PrintedColumn, *, is_first_inside: bool) -> bool:
    """Whether a column is called a total; the first of a group may be "Tổng số đơn"."""
    if not column.is_figure or column.of_which or is_ratio(column.title):
        return False
    return is_bare_total(column.title) or (is_first_inside and is_total(column.title))


def _members(nodes: Sequence[Node], measure: str) -> list[list[str]]:
    """The sums that make up a total; a heading like "Chia theo giới tính" is a sum of its own."""
    dividing = [node for node in nodes if isinstance(node, PrintedGroup) and divides(node.title)]
    others = [node for node in nodes if node not in dividing]
    sums = [_terms(node, measure) for node in dividing]
    if not _holds_women_only(others):
        sums.append([term for node in others for term in _terms(node, measure)])
    return [terms for terms in sums if len(terms) > 1]


def _holds_women_only(nodes: Sequence[Node]) -> bool:
    """Whether women stand there and men do not: then none of it makes up the total."""
    titles = {fold(node.title) for node in nodes}
    return "nu" in titles and "nam" not in titles


def _terms(node: Node, measure: str) -> list[str]:
    """The numbers of a heading that add up to it, counted in a unit: its own total's, else all."""
    if isinstance(node, PrintedColumn):
        is_part = node.is_figure and not (node.of_which or node.signed or is_ratio(node.title))
        return [node.number] if is_part and node.number and node.measure == measure else []
    own = node.parts[0]
    if is_of_which(node.title):
        return []
    if isinstance(own, PrintedColumn) and _is_total_column(own, is_first_inside=True):
        return _terms(own, measure)
    return [term for part in node.parts for term in _terms(part, measure)]


# Rows


def _rows(rows: Sequence[PrintedRow]) -> Iterator[tuple[PrintedRow, list[list[str]]]]:
    """Each row called a total, with what makes it up: the rows in it, else those under it, else those over it."""
    for place, row in enumerate(rows):
        if row.of_which or not is_total(row.title) or row.title.casefold().startswith("toàn"):
            continue
        under = _until_total(rows[place + 1 :], row.level)
        over = _until_total(rows[:place][::-1], row.level)[::-1]
        inside = under[: next((at for at, other in enumerate(under) if other.level == row.level), len(under))]
        if not inside and not is_bare_total(row.title) and (place or row.index or not under or not under[0].index):
            continue
        sums = (_divided(some, row) for some in (inside, under, over))
        members = next(filter(None, sums), None)
        if members:
            yield row, members


def _until_total(rows: Sequence[PrintedRow], level: int) -> list[PrintedRow]:
    """The rows up to the next total of a level, or one further out."""
    return list(takewhile(lambda row: row.level > level or (row.level == level and not is_total(row.title)), rows))


def _divided(parts: Sequence[PrintedRow], row: PrintedRow) -> list[list[str]]:
    """The sums of rows; rows under headings of their own are a sum each, for each divides the same total."""
    depth = min((part.level for part in parts), default=0)
    same = [part for part in parts if part.level == depth and not (part.of_which or may_be_negative(part.title))]
    same = [part for part in same if unit_in(part.title) == unit_in(row.title)]
    if row.group:
        same = [part for part in same if part.group == row.group]
    sums = [[part.code for part in some] for _, some in groupby(same, key=lambda part: part.group)]
    return [terms for terms in sums if len(terms) > 1]
