"""Narrative sections: plain words in which figures of the report stand as fields, so that text and table agree.

A field is spelled in braces with what the form prints: `{3}` is column (3) of the whole report (its total row, else its
only row), `{NG01/1}` a row and a column of the main table, `{plan/DTC01/1}` of another table. A part without a printed
code or number goes by its key, so every address is a spelling too. Braces round anything else are words.
A paragraph is a line; a line that begins with `- ` is an item of a list. There is no other formatting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from app.domain.addresses import TEXT
from app.domain.forms.definition import Column, FormDefinition, Table
from app.domain.numbers import show_number
from app.domain.relations.findings import Finding
from app.domain.relations.layout import TOTAL, RowKind, SheetRow
from app.domain.relations.tree import Severity
from app.domain.values import NIL, WORDS_MAX, parse_figure
from app.messages import words

_PART = r"[^\s{}/]{1,64}"
_FIELD = re.compile(rf"\{{({_PART}(?:/{_PART}){{0,2}})\}}")
_LOST = "?"
_LIMIT = show_number(str(WORDS_MAX))


class Place(NamedTuple):
    """The cell that a field means."""

    table: str
    row: str
    """Row key; empty for the whole report."""
    column: str


class PieceKind(StrEnum):
    """What a piece of a text is."""

    WORDS = "words"
    FIGURE = "figure"
    BLANK = "blank"
    """A field whose cell holds no figure yet."""
    UNKNOWN = "unknown"
    """A field that means no figure of the report; it stays as spelled."""


class Piece(NamedTuple):
    """Part of a text as it reads in the report."""

    kind: PieceKind
    text: str
    field: str = ""
    """What stands in the braces; empty for words."""
    address: str = ""
    """The figure's cell; empty for words and unknown fields."""


class Figures(Protocol):
    """The report whose figures a text names; a sheet is one."""

    form: FormDefinition

    def rows(self, table: str) -> Sequence[SheetRow]:
        """A table's rows as they are shown."""
        ...

    def value(self, address: str) -> str | None:
        """What a cell shows; canonical."""
        ...

    def is_closed(self, address: str) -> bool:
        """Whether the cell cannot apply."""
        ...


def section_address(key: str) -> str:
    """Where a section's text stands in a report's content."""
    return f"{TEXT}/{key}/body"


# ---- fields ---------------------------------------------------------------------------------------------------------


def place_of(field: str, form: FormDefinition) -> Place | None:
    """The place that a field's spelling means in a form; None for none. Whether a report has it is not looked at."""
    *before, last = field.split("/")
    name = before[0] if len(before) == 2 else (form.tables[0].key if form.tables else "")
    table = form.table(name)
    column = _column(table, last) if table else None
    if table is None or column is None:
        return None
    return Place(name, _row_key(table, before[-1]) if before else "", column.key)


def spelling_of(place: Place, form: FormDefinition) -> str:
    """What stands in the braces of a field for a place, as short as it can be. Raises KeyError for no such column."""
    table = form.table(place.table)
    column = table.column(place.column) if table else None
    if table is None or column is None:
        raise KeyError(place)
    row, number = _row_code(table, place.row), column.number or column.key
    if table is not form.tables[0]:
        return f"{place.table}/{row}/{number}"
    return f"{row}/{number}" if row else number


def field_of(address: str, figures: Figures) -> str:
    """The field, braces included, that stands for a figure of the report; empty where its name has no spelling."""
    name, row, column = address.split("/")
    rows = _Rows(figures)
    is_whole = bool(figures.form.tables) and name == figures.form.tables[0].key and row == rows.whole(name)
    field = f"{{{spelling_of(Place(name, '' if is_whole else row, column), figures.form)}}}"
    return field if _FIELD.fullmatch(field) else ""


def address_of(field: str, figures: Figures) -> str | None:
    """The address of the figure that a field means; None where the report has no such figure."""
    return _Rows(figures).address_of(field)


class _Rows:
    """The rows of a report, looked through once for all fields of a text."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._wholes: dict[str, str] = {}
        self._keys: dict[str, frozenset[str]] = {}

    def address_of(self, field: str) -> str | None:
        place = place_of(field, self._figures.form)
        if place is None:
            return None
        row = place.row or self.whole(place.table)
        if row not in self._with_figures(place.table):
            return None
        address = f"{place.table}/{row}/{place.column}"
        return None if self._figures.is_closed(address) else address

    def whole(self, name: str) -> str:
        """Key of the row that stands for the whole report: the total, else the only row; empty where neither does."""
        if name not in self._wholes:
            table = self._figures.form.table(name)
            self._wholes[name] = "" if table is None or table.lines else self._whole(table)
        return self._wholes[name]

    def _whole(self, table: Table) -> str:
        if table.has_total:
            return TOTAL
        entries = [row.key for row in self._figures.rows(table.key) if row.kind is RowKind.ENTRY and row.has_figures]
        return entries[0] if len(entries) == 1 else ""

    def _with_figures(self, table: str) -> frozenset[str]:
        if table not in self._keys:
            self._keys[table] = frozenset(row.key for row in self._figures.rows(table) if row.has_figures)
        return self._keys[table]


def _column(table: Table, name: str) -> Column | None:
    numbered = (column for column in table.columns if column.is_number and column.number == name)
    keyed = (column for column in table.columns if column.is_number and column.key == name)
    return next(numbered, None) or next(keyed, None)


def _row_key(table: Table, name: str) -> str:
    return f"r{name}" if _is_printed(table, f"r{name}") else name


def _row_code(table: Table, key: str) -> str:
    return key[1:] if key.startswith("r") and _is_printed(table, key) else key


def _is_printed(table: Table, key: str) -> bool:
    base = key.rpartition(".")[0] if table.lines else key
    return any(row.key == base for row in table.rows)


# ---- texts ----------------------------------------------------------------------------------------------------------


def pieces_of(text: str, figures: Figures) -> tuple[Piece, ...]:
    """A text as it reads in the report: its words, and its fields as the figures that stand there now."""
    found: list[Piece] = []
    rows, end = _Rows(figures), 0
    known: dict[str, Piece] = {}
    for match in _FIELD.finditer(text):
        if match.start() > end:
            found.append(Piece(PieceKind.WORDS, text[end : match.start()]))
        if match[1] not in known:
            known[match[1]] = _piece(match[1], figures, rows)
        found.append(known[match[1]])
        end = match.end()
    if end < len(text):
        found.append(Piece(PieceKind.WORDS, text[end:]))
    return tuple(found)


def plain_text(text: str, figures: Figures) -> str:
    """A text with its figures put in, for whoever prints or exports it."""
    return "".join(piece.text for piece in pieces_of(text, figures))


def fields_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and spelling of every field of a text."""
    return [(match.start(), match.end(), match[1]) for match in _FIELD.finditer(text)]


def _piece(field: str, figures: Figures, rows: _Rows) -> Piece:
    address = rows.address_of(field)
    if address is None:
        return Piece(PieceKind.UNKNOWN, f"{{{field}}}", field)
    table, _, key = address.split("/")
    described = figures.form.table(table)
    column = described.column(key) if described else None
    value = figures.value(address)
    figure = parse_figure(value) if value else None
    if figure is None or figure.number is None or value is None:
        return Piece(PieceKind.BLANK, _said("blank"), field, address)
    number = "0" if figure.mark == NIL else show_number(value.partition(" ")[0], column.decimals if column else 0)
    status = f" ({_said(figure.status.name.lower())})" if figure.status else ""
    return Piece(PieceKind.FIGURE, number + status, field, address)


def _said(name: str) -> str:
    # In Vietnamese whatever the window speaks: it stands in the report.
    return words(f"narrative.{name}", {}, language="vi").what


def respelled(text: str, form: FormDefinition, move: Callable[[Place], Place | None], there: FormDefinition) -> str:
    """A text whose fields are spelled as `there`, another edition, spells the same cells.

    `move` gives a cell's place there, or None: then the field is spelled so that it means nothing, not another figure.
    """

    def spelled(match: re.Match[str]) -> str:
        place = place_of(match[1], form)
        if place is None:
            return match[0]
        moved = move(place)
        return f"{{{spelling_of(moved, there) if moved else _LOST + match[1]}}}"

    return _FIELD.sub(spelled, text)


def narrative_findings(figures: Figures, content: Mapping[str, str], *, complete: bool) -> Iterator[Finding]:
    """What is wrong in the sections that are written: too long, fields that mean nothing; if `complete`, blank ones."""
    for section in figures.form.sections:
        address = section_address(section.key)
        text = content.get(address, "")
        found: dict[tuple[str, str], Severity] = {}
        if len(text) > WORDS_MAX:
            found["section.too_long", ""] = Severity.ERROR
        for piece in pieces_of(text, figures) if "{" in text else ():
            if piece.kind is PieceKind.UNKNOWN:
                found["section.field", piece.text] = Severity.WARNING
            elif piece.kind is PieceKind.BLANK and complete:
                found["section.field_blank", f"{{{piece.field}}}"] = Severity.WARNING
        for (code, field), severity in found.items():
            params = {"title": section.title, "where": section.title, "field": field, "limit": _LIMIT}
            yield Finding(
                code=code,
                severity=severity,
                table=TEXT,
                row=section.key,
                column=address,
                cells=(address,),
                params=params,
            )
