"""The tables of the open form: which is in sight, where the cursor is in it, where it goes. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from app.domain.addresses import is_row_head, row_of
from app.services.views import OpenReport
from ui.presenters.cells import TYPED, GridRow, GridShape, RowKind
from ui.presenters.find_words import SectionSearch
from ui.presenters.form_find import FormFind, FoundView, Hit
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_narrative import FormNarrative
from ui.words import translate

_NOWHERE = (-1, -1)


class TablesView(Protocol):
    """What the form page shows of its tables."""

    def show_tables(self, titles: Sequence[str], chosen: int) -> None:
        """The form's tables, and its sections as the last of them; of one nothing is shown."""
        ...

    def show_tab(self, position: int, *, narrative: bool) -> None:
        """Which of them is in sight, and whether the page of the sections stands where the grid would."""
        ...

    def show_grid(self, shape: GridShape, rows: list[GridRow], longest: Mapping[int, int]) -> None:
        """Another table; `longest` is how many characters the figures of a column take."""
        ...

    def replace_rows(self, rows: list[GridRow]) -> None:
        """Rows came or went."""
        ...

    def cells_changed(self, places: Sequence[tuple[int, int]]) -> None:
        """These cells read otherwise."""
        ...

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor there."""
        ...


class FormTables:
    """The tables of one open form; its sections come after the last of them."""

    def __init__(
        self, view: TablesView, narrative: FormNarrative, findings: FormFindings, *, looked: Callable[[], None]
    ) -> None:
        """`looked` is told when the sections came in sight, or went."""
        self._view = view
        self._narrative = narrative
        self._findings = findings
        self._looked = looked
        self._report: OpenReport | None = None
        self._chosen = 0
        self.grids: Sequence[FormGrid] = ()
        self.place = _NOWHERE
        """Row and column of the cursor in the table in sight; below zero for nowhere."""

    # ---- showing ----------------------------------------------------------------------------------

    def open(self, report: OpenReport) -> None:
        """The report was opened, or opened again."""
        form, before = report.form, self._report
        if before is not None and before.form.hash != form.hash:
            self._chosen, self.place = 0, _NOWHERE
        self._report = report
        self.grids = [
            FormGrid(table, report.sheet, editable=report.editable, name=f"{form.code} {table.title}".strip())
            for table in form.tables
        ]
        self.mark_report(report)

    @property
    def grid(self) -> FormGrid:
        """The table in sight, or that was before the sections."""
        return self.grids[self._chosen]

    @property
    def unread(self) -> Mapping[str, str]:
        """What was entered and could not be read, by address."""
        return {address: one.text for grid in self.grids for address, one in grid.unread.items()}

    def show_tabs(self) -> None:
        """Show what there is to choose from."""
        titles = [grid.table.title or grid.table.key for grid in self.grids]
        if self._narrative.has_sections:
            titles.append(self._narrative.tab_title())
            if len(titles) == 2 and not self.grids[0].table.title:
                titles[0] = translate("Form", "Bảng số liệu")
        self._view.show_tables(titles, self._chosen)
        self._show_tab()

    def _show_tab(self) -> None:
        in_sight = self._narrative.in_sight
        self._view.show_tab(len(self.grids) if in_sight else self._chosen, narrative=in_sight)

    def show(self) -> None:
        """Show the table in sight, the cursor where it was or at the first figure to type."""
        if self._narrative.in_sight:
            self._looked()
            if not self.grids:
                return
        grid = self.grid
        self._view.show_grid(grid.shape, grid.rows, grid.longest_figures())
        place = self.place if grid.address_at(*self.place) else _first_place(grid)
        if grid.rows:
            self._view.go_to(*place)

    def choose(self, position: int) -> None:
        """Show another table of the form; after the last one, its sections."""
        if self._report is None or not 0 <= position < len(self.grids) + self._narrative.has_sections:
            return
        in_sight, was_in_sight = position == len(self.grids), self._narrative.in_sight
        self._narrative.show(in_sight)
        if not in_sight and position != self._chosen:
            self._chosen, self.place = position, _NOWHERE
            self._show_tab()
            self.show()
        elif in_sight != was_in_sight:
            self._show_tab()
            self._looked()

    def mark(self, addresses: Collection[str]) -> None:
        """These cells may look otherwise."""
        for grid in self.grids:
            places = grid.refresh(addresses)
            if grid is self.grid and places:
                self._view.cells_changed(places)

    def mark_conflicts(self, addresses: frozenset[str]) -> None:
        """These cells and sections are edited in two places, and no others."""
        self._narrative.conflicts = addresses
        changed: frozenset[str] = frozenset()
        for grid in self.grids:
            changed |= grid.conflicts ^ addresses
            grid.conflicts = addresses
        self.mark(changed)

    def mark_report(self, report: OpenReport) -> None:
        """Mark what is edited in two places, what the system did not take, and what another computer has otherwise."""
        self.mark_conflicts(frozenset(report.conflicts))
        refused, nearby = frozenset(report.refused), frozenset(cell.address for cell in report.nearby)
        changed: frozenset[str] = frozenset()
        for grid in self.grids:
            changed |= (grid.refused ^ refused) | (grid.nearby ^ nearby)
            grid.refused, grid.nearby = refused, nearby
        self.mark(changed)

    def rows_changed(self) -> None:
        """Rows came or went."""
        for grid in self.grids:
            grid.rebuild()
        self._findings.mark()
        self._view.replace_rows(self.grid.rows)

    # ---- where the cursor goes --------------------------------------------------------------------

    @property
    def in_hand(self) -> str:
        """Address of the cell or section with the cursor; empty for none."""
        if self._narrative.in_sight:
            return self._narrative.current_address
        return self.grid.address_at(*self.place) if self.grids else ""

    def go_to(self, address: str) -> None:
        """Put the cursor on a cell or section; where a row is meant, on its first cell."""
        if is_row_head(address):
            cells = (one for grid in self.grids for one in grid.places)
            address = next((one for one in cells if row_of(one) == row_of(address)), "")
        at = self._table_of(address)
        if not self._went_to_section((address,)) and at >= 0:
            self.choose(at)
            self._view.go_to(*self.grid.places[address])

    def _table_of(self, address: str) -> int:
        return next((at for at, grid in enumerate(self.grids) if address in grid.places), -1)

    def _went_to_section(self, addresses: Collection[str]) -> bool:
        """Whether a section is among some addresses; then the cursor is in it."""
        key = self._narrative.section_of(addresses)
        if key:
            self.choose(len(self.grids))
            self._narrative.go_to(key)
        return bool(key)

    def go_to_step(self, addresses: Collection[str]) -> None:
        """Show what was taken back or done again, unless it is in another table than the one in sight."""
        if self._went_to_section(addresses):
            return
        if self._narrative.in_sight:
            self.go_to(next((one for one in sorted(addresses) if self._table_of(one) >= 0), ""))
            return
        place = min((self.grid.places[one] for one in addresses if one in self.grid.places), default=None)
        if place:
            self._view.go_to(*place)

    def go_to_finding(self, position: int) -> None:
        """Jump to a listed finding's cell."""
        self.go_to(self._findings.address_of(position))

    def next_finding(self, step: int) -> None:
        """Jump to the next finding, through the tables, then the sections (step 1), or to the one before (-1)."""
        ahead, again = self._findings.next_addresses(self._chosen, self.place, step)
        section = self._narrative.finding_after(step, around=False)
        if self._narrative.in_sight:
            ways = (section, again, self._narrative.finding_after(step, around=True))
        else:
            ways = (ahead, section, again)
        self.go_to(next((address for address in ways if address), ""))

    def finder(self, view: FoundView) -> FormFind:
        """A search through the form that shows in `view` where it stands."""
        words = SectionSearch(self._narrative)

        def here() -> Hit:
            return (len(self.grids), *words.here()) if self._narrative.in_sight else (self._chosen, *self.place)

        def go_to(hit: Hit) -> None:
            self.choose(hit[0])
            if hit[0] < len(self.grids):
                self._view.go_to(*hit[1:])
            else:
                words.go_to(hit[1:])

        return FormFind(view, lambda: self.grids, words, here, go_to)


def _first_place(grid: FormGrid) -> tuple[int, int]:
    """Where a clerk begins: the first figure to type, else the first offer of a row."""
    first = next(
        (
            (number, column)
            for number, row in enumerate(grid.rows)
            if row.kind is RowKind.ENTRY
            for column in range(len(grid.shape.columns))
            if grid.shape.columns[column].numeric and row.flags[column] & TYPED
        ),
        None,
    )
    offer = next(((at, grid.label_column) for at, row in enumerate(grid.rows) if row.kind is RowKind.ADD), None)
    return first or offer or _first_figure(grid) or (0, grid.label_column)


def _first_figure(grid: FormGrid) -> tuple[int, int] | None:
    """Where a reader begins who may not type."""
    column = next((at for at, one in enumerate(grid.shape.columns) if one.numeric), None)
    row = next((at for at, one in enumerate(grid.rows) if one.kind is RowKind.ENTRY), None)
    return None if row is None or column is None else (row, column)
