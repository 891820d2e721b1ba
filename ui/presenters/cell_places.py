"""Cells of a report in words, as they are read off its sheet once: where one stands, and what it would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from app.domain.addresses import FILE, REASON, TEXT, is_row_head
from app.domain.forms.definition import Column, Table
from app.domain.narrative import section_address
from app.domain.operations import ReportKey
from app.services.views import OpenReport
from ui.presenters.entry import show_value
from ui.presenters.excerpts import excerpt
from ui.presenters.form_grid import FormGrid
from ui.presenters.sides import Side
from ui.words import translate

TEXT_SHOWN = 60
"""Characters of a text that a line shows."""


class PlaceKind(Enum):
    """What an address speaks of."""

    CELL = auto()
    ROW = auto()
    """Whether a row is there."""
    TEXT = auto()
    """A section, an explanation: words of any length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """Where a value stands, in the words that are printed there."""

    kind: PlaceKind
    title: str
    """What the row is called, "Đất đai"; a section's heading; the bare address where the report has no such place."""
    printed: str = ""
    """"dòng 3, cột (5)"."""
    path: str = ""
    """The column's printed titles, outermost first."""
    column: Column | None = None
    """The column whose rules a value follows; None for rows and texts."""

    @property
    def is_figure(self) -> bool:
        """Whether it holds figures."""
        return self.column is not None and self.column.is_number

    @property
    def where(self) -> str:
        """Title and printed address."""
        return " · ".join(part for part in (self.title, self.printed) if part)

    @property
    def side(self) -> Side:
        """The place itself, as the first cell of a table of sides."""
        detail = " · ".join(part for part in (self.printed, self.path) if part)
        return Side(text=self.title, notes=(detail,) if detail else (), strong=True, tip=self.title)

    def shown(self, value: str | None) -> str:
        """A value as its cell would show it; empty for a blank one."""
        return show_value(self.column, value) if self.column else (value or "")

    def words(self, value: str | None) -> str:
        """A value in one line, a blank one and a row named as such."""
        if self.kind is PlaceKind.ROW:
            return translate("Attention", "Có dòng") if value else translate("Attention", "Không có dòng")
        return excerpt(self.shown(value), TEXT_SHOWN) or translate("Attention", "(trống)")

    def whole(self, value: str | None) -> str:
        """All of a text, of which `words` shows the beginning; empty where it shows all."""
        return "" if self.column or self.kind is PlaceKind.ROW else (value or "")


class CellPlaces:
    """The places of one report; of one that cannot be opened here, by their bare addresses."""

    def __init__(self, key: ReportKey, report: OpenReport | None) -> None:
        self.key = key
        self.name = f"{report.form.code} · {report.period_title}" if report else f"{key.form} · {key.period}"
        self.title = report.form_title if report else ""
        self._sections = report.form.sections if report else ()
        tables = report.form.tables if report else ()
        self._grids = [FormGrid(table, report.sheet, editable=False, name="") for table in tables if report]

    def place(self, address: str, row_cells: Mapping[str, str] | None = None) -> CellPlace:
        """Where an address stands; `row_cells` names a row that is not in the report as it stands here."""
        if is_row_head(address):
            label = self._row_label(address) or self._label_in(address, row_cells or {}) or address
            return CellPlace(kind=PlaceKind.ROW, title=label, printed=translate("Attention", "cả dòng"))
        for section in self._sections:
            if address == section_address(section.key):
                return CellPlace(kind=PlaceKind.TEXT, title=section.title)
        if address.startswith(f"{REASON}/"):
            return CellPlace(kind=PlaceKind.TEXT, title=translate("Attention", "Giải trình"))
        if address.startswith(f"{FILE}/"):
            return CellPlace(kind=PlaceKind.TEXT, title=translate("Attention", "Tệp đính kèm"))
        for grid in self._grids:
            column = grid.column_of(address)
            if column is not None and address.startswith(f"{grid.table.key}/"):
                return self._cell(grid, address, column)
        return CellPlace(kind=PlaceKind.TEXT if address.startswith(f"{TEXT}/") else PlaceKind.CELL, title=address)

    def _cell(self, grid: FormGrid, address: str, column: Column) -> CellPlace:
        place = grid.places.get(address)
        line = _index_of(grid, place[0]) if place else ""
        number, path = column.number, " › ".join(column.title_path)
        if line and number:
            printed = translate("Attention", "dòng {line}, cột ({number})").format(line=line, number=number)
        elif number:
            printed = translate("Attention", "cột ({number})").format(number=number)
        else:
            printed = translate("Attention", "dòng {line}").format(line=line) if line else ""
        label = grid.row_label(place[0]) if place else ""
        return CellPlace(kind=PlaceKind.CELL, title=label or address, printed=printed, path=path, column=column)

    def _row_label(self, head: str) -> str:
        table, row, _ = head.split("/")
        for grid in self._grids:
            if grid.table.key == table:
                return next((grid.row_label(at) for at, shown in enumerate(grid.rows) if shown.key == row), "")
        return ""

    def _label_in(self, head: str, row_cells: Mapping[str, str]) -> str:
        table, row, _ = head.split("/")
        grid = next((grid for grid in self._grids if grid.table.key == table), None)
        if grid is None:
            return ""
        return row_cells.get(f"{table}/{row}/{_label_key(grid.table, grid.label_column)}", "")


def _label_key(table: Table, position: int) -> str:
    return table.columns[position].key


def _index_of(grid: FormGrid, row: int) -> str:
    at = next((at for at, column in enumerate(grid.shape.columns) if column.index), None)
    return grid.rows[row].texts[at] if at is not None else ""
