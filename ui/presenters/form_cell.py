"""What is said of the cell in hand: its bar, its earlier figures, its changes, and of any cell aloud. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.operations import ReportKey
from app.services.views import HistoryEntry, NearbyCell, OpenReport
from ui.presenters import form_words
from ui.presenters.cell_history import history_lines
from ui.presenters.form_blanks import FormBlanks
from ui.presenters.form_compare import CompareLine, Earlier, compare_lines, earlier_figures
from ui.presenters.form_findings import FormFindings
from ui.presenters.form_narrative import FormNarrative
from ui.presenters.form_notes import FormNotes
from ui.presenters.form_tables import FormTables
from ui.presenters.form_words import CellBar, HistoryLine
from ui.presenters.nearby import with_nearby
from ui.presenters.origins import origin_words
from ui.presenters.ports import Ask, Workspace
from ui.presenters.spoken import state_words
from ui.words import language, translate


class CellView(Protocol):
    """What the form page shows of the cell in hand."""

    def show_bar(self, bar: CellBar | None) -> None:
        """What is said of the current cell."""
        ...

    def show_compare(self, title: str, lines: Sequence[CompareLine]) -> None:
        """The current row beside its earlier figures."""
        ...

    def show_history(self, title: str, lines: Sequence[HistoryLine]) -> None:
        """The changes of the current cell."""
        ...


class CellForm(Protocol):
    """The open form, as far as its cells are spoken of."""

    key: ReportKey
    tables: FormTables
    narrative: FormNarrative
    findings: FormFindings
    blanks: FormBlanks
    notes: FormNotes


class FormCell:
    """The cell in hand of one open form, and the panel beside the grid that speaks of it."""

    def __init__(
        self,
        form: CellForm,
        view: CellView,
        ask: Ask,
        *,
        went_on: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`went_on` is told whenever the typist may look at something else."""
        self._form = form
        self._view = view
        self._ask = ask
        self._went_on = went_on
        self._failed = failed
        self._panel = "findings"
        self._earlier = Earlier()
        self._nearby: Sequence[NearbyCell] = ()

    def opened(self, report: OpenReport) -> None:
        """The report was opened, or changed from outside: read its earlier figures."""
        self._earlier = Earlier(previous=report.previous, last_year=report.last_year)
        self._nearby = report.nearby
        if report.previous is not None or report.last_year is not None:
            self._ask(lambda _: earlier_figures(report), self._on_earlier, lambda _: None)

    def _on_earlier(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self.show()

    def choose_panel(self, name: str) -> None:
        """Show `findings`, `compare`, `history` or `notes` beside the grid."""
        self._panel = name
        self.moved()

    def moved(self) -> None:
        """Another cell or section is in hand."""
        self.show()
        if self._panel == "history":
            self._show_history()

    def show(self) -> None:
        """Say what there is to say of it, as things stand now."""
        self._went_on()
        if self._panel == "notes":
            self._form.notes.moved()
        tables = self._form.tables
        row, column = tables.place
        if self._form.narrative.in_sight:
            self._view.show_bar(self._form.narrative.bar())
            return
        if not self._is_row(row) or column < 0:
            self._view.show_bar(None)
            return
        self._view.show_bar(self._bar_at(row, column))
        if self._panel == "compare":
            lines = compare_lines(tables.grid, self._earlier, row)
            self._view.show_compare(tables.grid.row_label(row), lines)

    def _is_row(self, row: int) -> bool:
        tables = self._form.tables
        return bool(tables.grids) and 0 <= row < len(tables.grid.rows)

    def _bar_at(self, row: int, column: int) -> CellBar:
        form, grid = self._form, self._form.tables.grid
        address = grid.address_at(row, column)
        bar = form_words.bar_of(grid, self._earlier, row, column, form.findings.at(grid, address))
        bar = form.notes.with_note(form.findings.with_hint(bar, address), address)
        bar = with_nearby(bar, self._nearby, grid.column_of(address) if address else None, address)
        return form.blanks.with_offer(bar, grid, address)

    def _show_history(self) -> None:
        tables, narrative = self._form.tables, self._form.narrative
        address = tables.in_hand
        definition = tables.grid.column_of(address) if address and not narrative.in_sight else None
        if definition is None and not (address and narrative.in_sight):
            self._view.show_history("", [])
            return
        number = f" ({definition.number})" if definition and definition.number else ""
        title = f"{tables.grid.row_label(tables.place[0])} ·{number}" if definition else narrative.current_title

        def read(workspace: Workspace) -> list[tuple[HistoryEntry, str]]:
            entries = workspace.history(self._form.key, address)
            return [(entry, workspace.person_name(entry.author)) for entry in reversed(entries)]

        def show(entries: list[tuple[HistoryEntry, str]]) -> None:
            if tables.in_hand != address:
                return  # the cursor has moved on; its own answer follows
            self._view.show_history(title, history_lines(entries, definition))

        self._ask(read, show, self._failed)

    # ---- of any cell ------------------------------------------------------------------------------

    def tooltip(self, row: int, column: int) -> str:
        """What hovering over a cell says: its finding, whose figure it shows, or why its input could not be read."""
        form, tables = self._form, self._form.tables
        if not tables.grids:
            return ""
        grid = tables.grid
        address = grid.address_at(row, column)
        if not address:
            return grid.row_label(row) if column == grid.label_column else ""
        unread = grid.unread.get(address)
        if unread:
            return unread.problem
        said = [one.message(language()) for one in form.findings.at(grid, address)]
        origin = grid.sheet.origin_of(address)
        if origin is not None:
            said.append(origin_words(origin, grid.row_label(row)))
        said += [form.notes.at(address), form.blanks.offer_words(grid, address)]
        return "\n".join(part for part in said if part)

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        if not self._is_row(row):
            return ""
        grid = self._form.tables.grid
        bar, line, address = self._bar_at(row, column), grid.rows[row], grid.address_at(row, column)
        shown = line.title or line.texts[column] or translate("Form", "trống")
        state = state_words(line.flags[column]) if address else ""
        remark = self._form.notes.remark(address)
        return ", ".join(part for part in (bar.address, bar.path, shown, state, remark, bar.note, bar.offer) if part)
