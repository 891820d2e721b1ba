"""A report as it lies on paper: which words and figures stand in which cells of which sheet. No file format here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.documents.around import put_letterhead, put_signatures, put_words
from app.documents.page import Page
from app.documents.placed import Paper, Placed, PlacedSheet, Style
from app.domain.forms.definition import Column, ColumnType, FormDefinition, Table
from app.domain.relations.layout import RowKind, SheetRow
from app.domain.relations.sheet import Sheet

_TAB_MAX = 31
_TAB_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_WORDS_ONLY = (22.0,) * 6
"""Columns of a sheet without a table, in characters: the letterhead has its three parts, a line its usual length."""


def place_report(paper: Paper) -> tuple[PlacedSheet, ...]:
    """The sheets of a report, one a table, or one of words only; words and signatures stand on the last."""
    names: set[str] = set()
    tables = paper.form.tables
    if not tables:
        return (_words_sheet(paper, _tab_name(paper.form, None, names)),)
    return tuple(
        _table_sheet(paper, table, _tab_name(paper.form, table, names), is_last=table is tables[-1]) for table in tables
    )


def column_widths(table: Table) -> tuple[float, ...]:
    """Widths of a table's columns in characters: as the form asks, or by what they hold."""
    usual = {ColumnType.INDEX: 5.0, ColumnType.LABEL: 34.0, ColumnType.TEXT: 24.0, ColumnType.CHOICE: 16.0}
    return tuple(
        float(min(max(column.width, 4), 60)) if column.width else usual.get(column.type, 11.5)
        for column in table.columns
    )


def _tab_name(form: FormDefinition, table: Table | None, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, unlike the others."""
    named = form.code if table is None or (table.key == "main" and not table.title) else table.title or table.key
    plain = _TAB_FORBIDDEN.sub("-", named).strip("' ")
    name, number = plain[:_TAB_MAX].strip("' ") or "Biểu", 2
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" ({number})"
        name, number = plain[: _TAB_MAX - len(ending)].strip("' ") + ending, number + 1
    taken.add(name.casefold())
    return name


def _words_sheet(paper: Paper, name: str) -> PlacedSheet:
    page = Page(_WORDS_ONLY)
    put_letterhead(page, paper, "")
    header = (page.row, page.row - 1)
    put_words(page, paper)
    put_signatures(page)
    return _placed(page, name, header, frozen=0)


def _table_sheet(paper: Paper, table: Table, name: str, *, is_last: bool) -> PlacedSheet:
    page = Page(column_widths(table))
    put_letterhead(page, paper, table.title)
    header = _put_header(page, table, paper.form.unit)
    for row in paper.sheet.rows(table.key):
        page.cells.extend(_group(page, table, row) if row.kind is RowKind.GROUP else _row(page, paper, table, row))
        page.row += 1
    if is_last:
        put_words(page, paper)
        put_signatures(page)
    columns = table.columns
    frozen = 0
    while frozen < min(2, len(columns) - 1) and columns[frozen].type in (ColumnType.INDEX, ColumnType.LABEL):
        frozen += 1
    return _placed(page, name, header, frozen=frozen)


def _placed(page: Page, name: str, header: tuple[int, int], *, frozen: int) -> PlacedSheet:
    return PlacedSheet(
        name=name,
        cells=tuple(page.cells),
        widths=page.widths,
        heights=page.heights,
        header=header,
        frozen_columns=frozen,
        last_row=max(page.row - 1, 0),
    )


# ---- the table ------------------------------------------------------------------------------------------------------


def _put_header(page: Page, table: Table, unit: str) -> tuple[int, int]:
    first, columns = page.row, table.columns
    levels = max((span.bottom for span in table.header), default=0) + 1
    for span in table.header:
        title = span.title
        own = columns[span.first_column]
        if span.first_column == span.last_column and span.bottom == levels - 1:
            title += f" ({own.unit})" if own.unit and own.unit not in (unit, title) else ""
        rows = span.bottom - span.top + 1
        page.put(Style.HEADER, title, span.first_column, span.last_column, rows=rows, at=first + span.top)
    page.row += levels
    if any(column.number for column in columns):
        for position, column in enumerate(columns):
            page.put(Style.NUMBER, f"({column.number})" if column.number else "", position, position)
        page.row += 1
    return first, page.row - 1


def _group(page: Page, table: Table, row: SheetRow) -> Iterator[Placed]:
    at = next((at for at, column in enumerate(table.columns) if column.type is ColumnType.LABEL), 0)
    title = row.label if at else ". ".join(part for part in (row.index, row.label) if part)
    parts = [
        (column, column, Style.INDEX, row.index if table.columns[column].type is ColumnType.INDEX else "")
        for column in range(at)
    ]
    for first, last, style, text in (*parts, (at, page.last, Style.GROUP, title)):
        yield Placed(
            row=page.row, column=first, last_row=page.row, last_column=last, style=style, text=text, strong=True
        )


def _row(page: Page, paper: Paper, table: Table, row: SheetRow) -> Iterator[Placed]:
    strong = row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)
    for position, column in enumerate(table.columns):
        address = f"{table.key}/{row.key}/{column.key}"
        style, text, is_entry = _content(paper.sheet, row, column, address)
        if style is Style.WORDS:
            page.grow(page.row, text, position, position)
        yield Placed(
            row=page.row,
            column=position,
            last_row=page.row,
            last_column=position,
            style=style,
            text=text,
            address=address,
            definition=column,
            is_entry=is_entry,
            strong=strong,
            indent=row.level if column.type is ColumnType.LABEL else 0,
        )


def _content(sheet: Sheet, row: SheetRow, column: Column, address: str) -> tuple[Style, str, bool]:
    if column.type is ColumnType.INDEX:
        return Style.INDEX, row.index, False
    if column.type is ColumnType.LABEL and (row.label or row.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)):
        return Style.WORDS, row.label, False
    if column.is_number and not row.has_figures:
        return Style.FIGURE, "", False
    if sheet.is_closed(address):
        return Style.CLOSED, "x", False
    style = Style.FIGURE if column.is_number else Style.DATE if column.type is ColumnType.DATE else Style.WORDS
    return style, sheet.value(address) or "", sheet.is_entry(address)
