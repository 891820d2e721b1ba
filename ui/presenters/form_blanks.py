"""Blank cells of the open report: what last period passes on to them, and the mark of nothing to report.

Nothing is ever written in silently: a person asks, it is one step, it is said how many cells it was, and undone as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from app.domain.relations.tree import Severity
from app.domain.values import NIL, parse_figure
from app.services.sealing import offered
from app.services.views import OpenReport
from ui.presenters.cells import RowKind
from ui.presenters.entry import show_value
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_notice import Say
from ui.presenters.form_words import CellBar, FindingLine
from ui.presenters.phrases import Tone
from ui.words import translate

LISTED_MAX = 40
"""Rows with blanks listed one by one."""
Range = tuple[int, int, int, int]
"""Top, left, bottom, right."""


class BlankAnswer(Enum):
    """What is done about blanks before sealing."""

    LOOK = auto()
    """Nothing yet."""
    MARK = auto()
    """They have nothing to report: mark them so."""
    SEAL = auto()
    """They stay blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankRow:
    """The blank cells of one row."""

    label: str
    columns: tuple[str, ...]
    """Their columns as cited: "(4)"."""
    address: str
    """The first of them."""

    def as_finding(self) -> FindingLine:
        """The row in the list beside the grid."""
        said = translate("Form", "{count} ô trống: {columns}.")
        return FindingLine(
            severity=Severity.INCOMPLETE,
            where=self.label,
            message=said.format(count=len(self.columns), columns=", ".join(self.columns)),
            relation="",
            address=self.address,
            key="",
            reason="",
        )


class FormBlanks:
    """The blank figures of one report."""

    def __init__(self, *, say: Say, undo: Callable[[], None], tell_closed: Callable[[], None]) -> None:
        """`tell_closed` says why a report takes no figures."""
        self._say = say
        self._undo = undo
        self._tell_closed = tell_closed
        self._report: OpenReport | None = None
        self._grids: Sequence[FormGrid] = ()
        self._editing: FormEditing | None = None
        self._passing: frozenset[str] = frozenset()
        """Tables that take figures over."""

    def open(self, report: OpenReport, grids: Sequence[FormGrid], editing: FormEditing) -> None:
        """The report was opened, or opened again."""
        self._report, self._grids, self._editing = report, grids, editing
        self._passing = frozenset(
            table.key for table in report.form.tables if any(relation.carried for relation in table.relations)
        )

    # ---- what last period passes on ---------------------------------------------------------------

    def offers(self) -> Mapping[str, str]:
        """What last period passes on to cells that are blank, by address."""
        if self._report is None or not (self.can_mark and self._passing):
            return {}
        unread = {address for grid in self._grids for address in grid.unread}
        return {one: value for one, value in offered(self._report.sheet).items() if one not in unread}

    def with_offer(self, bar: CellBar, grid: FormGrid, address: str) -> CellBar:
        """What is said of a cell, with what last period passes on to it."""
        return replace(bar, offer=self.offer_words(grid, address))

    def offer_words(self, grid: FormGrid, address: str) -> str:
        """What last period passes on to a blank cell, and the key that takes it; empty for nothing."""
        if not (address and self.can_mark and grid.table.key in self._passing and _is_blank(grid, address)):
            return ""
        value, column = grid.sheet.carried_at(address), grid.column_of(address)
        if value is None or column is None:
            return ""
        said = translate("Form", "Kỳ trước chuyển sang: {value} · Ctrl+L để lấy")
        return said.format(value=show_value(column, value))

    def offer_all(self, offers: Mapping[str, str]) -> None:
        """Say that last period passes figures on, where it does."""
        count = len(offers)
        if count:
            said = translate("Form", "Kỳ trước chuyển sang {count} số vào các ô còn trống.").format(count=count)
            self._say(said, Tone.INFO, translate("Form", "Lấy tất cả (Ctrl+Shift+L)"), self.take_all)

    def take(self, grid: FormGrid, ranges: Sequence[Range]) -> None:
        """Take what last period passes on to the selected cells."""
        offers = self.offers()
        self._take({one: offers[one] for one in addresses_in(grid, ranges) if one in offers})

    def take_all(self) -> None:
        """Take everything that last period passes on."""
        self._take(self.offers())

    def _take(self, cells: Mapping[str, str]) -> None:
        if self._is_closed():
            return
        if not cells:
            said = translate("Form", "Không có số nào của kỳ trước chuyển sang ô trống ở đây.")
            self._say(said, Tone.NEUTRAL, "", None)
            return
        self._write(dict(cells))
        said = translate("Form", "Đã lấy {count} số kỳ trước chuyển sang.").format(count=len(cells))
        self._say(said, Tone.OK, translate("Form", "Hoàn tác"), self._undo)

    # ---- nothing to report ------------------------------------------------------------------------

    def mark_nil(self, grid: FormGrid, ranges: Sequence[Range]) -> None:
        """Write `-` into the blank figures selected; where one cell is selected, into those of the whole table."""
        several = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in ranges) > 1
        self._mark(addresses_in(grid, ranges) if several else grid.places, [grid])

    def mark_all_nil(self) -> None:
        """Write `-` into every blank figure of the report."""
        self._mark((one for grid in self._grids for one in grid.places), self._grids)

    def _mark(self, addresses: Iterable[str], grids: Sequence[FormGrid]) -> None:
        if self._is_closed():
            return
        chosen = set(addresses)
        blank = [one for grid in grids for one in _blanks(grid) if one in chosen]
        # Why not these: last period says that there is something, and "nothing" would contradict it.
        passed = {one for one, value in self.offers().items() if _is_something(value)}
        marked = [one for one in blank if one not in passed]
        kept = len(blank) - len(marked)
        parts = []
        if marked:
            self._write(dict.fromkeys(marked, NIL))
            parts.append(
                translate("Form", "Đã ghi “-” (không phát sinh) vào {count} ô trống.").format(count=len(marked))
            )
        elif not kept:
            parts.append(translate("Form", "Không còn ô trống nào để ghi “-”."))
        if kept:
            parts.append(translate("Form", "{count} ô có số kỳ trước chuyển sang nên chưa ghi.").format(count=kept))
        undo = translate("Form", "Hoàn tác") if marked else ""
        self._say(" ".join(parts), Tone.OK if marked else Tone.NEUTRAL, undo, self._undo if marked else None)

    # ---- what is left -----------------------------------------------------------------------------

    @property
    def can_mark(self) -> bool:
        """Whether the report takes figures."""
        return self._report is not None and self._report.editable

    def rows(self) -> list[BlankRow]:
        """The rows with blank figures, in the order of the tables."""
        found = []
        for grid in self._grids:
            by_row: dict[int, list[str]] = {}
            for address in _blanks(grid):
                by_row.setdefault(grid.places[address][0], []).append(address)
            found += [
                BlankRow(
                    label=grid.row_label(row),
                    columns=tuple(_cited(grid, address) for address in addresses),
                    address=addresses[0],
                )
                for row, addresses in by_row.items()
            ]
        return found

    def _is_closed(self) -> bool:
        if self.can_mark:
            return False
        self._tell_closed()
        return True

    def _write(self, cells: Mapping[str, str | None]) -> None:
        assert self._editing is not None
        self._editing.write(cells)


def left_words(rows: Sequence[BlankRow]) -> str:
    """ "Còn 12 ô trống ở 3 dòng."; empty where nothing is blank."""
    count = sum(len(row.columns) for row in rows)
    return translate("Form", "Còn {count} ô trống ở {rows} dòng.").format(count=count, rows=len(rows)) if rows else ""


def addresses_in(grid: FormGrid, ranges: Sequence[Range]) -> Iterator[str]:
    """The addresses of the cells in some ranges."""
    for top, left, bottom, right in ranges:
        for row in range(top, bottom + 1):
            yield from (grid.address_at(row, column) for column in range(left, right + 1))


def _blanks(grid: FormGrid) -> Iterator[str]:
    """The blank figures of a table, row by row."""
    figures = [at for at, column in enumerate(grid.shape.columns) if column.numeric]
    for row in grid.rows:
        if row.kind not in (RowKind.GROUP, RowKind.ADD):
            addresses = (row.addresses[at] for at in figures)
            yield from (address for address in addresses if address and _is_blank(grid, address))


def _is_blank(grid: FormGrid, address: str) -> bool:
    sheet = grid.sheet
    if address in sheet.cells() or address in grid.unread:
        return False
    return sheet.is_entry(address) and sheet.value(address) is None


def _cited(grid: FormGrid, address: str) -> str:
    column = grid.column_of(address)
    if column is None:
        return ""
    return f"({column.number})" if column.number else column.title_path[-1]


def _is_something(value: str) -> bool:
    figure = parse_figure(value)
    return figure is None or figure.number != 0
