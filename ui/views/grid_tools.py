"""What surrounds the form's grid: finding, zoom, kept widths, the menu at a cell, what a range adds up to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.models.grid import GridModel
from ui.presenters.cells import TYPED, RowKind
from ui.presenters.form import FormPresenter
from ui.presenters.form_find import FormFind
from ui.presenters.grid_fill import fill_down, fill_right
from ui.presenters.range_words import range_words
from ui.presenters.row_catalogue import is_chosen
from ui.settings import Settings
from ui.widgets.find_bar import FindBar
from ui.widgets.grid import Grid
from ui.widgets.grid_look import NORMAL
from ui.widgets.grid_menu import GridMenu, RowChoices

_ADD_UP_AFTER_MS = 60
_KEEP_AFTER_MS = 400
"""After the last pixel of a drag: a file is not written for each."""


class GridTools(QObject):
    """Made with the grid; `open_with` gives it the open form."""

    find_left = Signal()
    """The search was closed: the keyboard belongs to what is filled in."""

    def __init__(
        self, look: Look, grid: Grid, model: GridModel, settings: Settings, say_range: Callable[[str], None]
    ) -> None:
        super().__init__(grid)
        self._grid, self._model, self._settings, self._say_range = grid, model, settings, say_range
        self._presenter: FormPresenter | None = None
        self._find: FormFind | None = None
        self.find_bar = FindBar(look)
        self.calls: Sequence[tuple[str, str, Callable[[], None]]] = ()
        """What the page adds to the menu of a report that takes figures: words, keys, what is done."""
        self._dragged: tuple[str, dict[str, int]] = "", {}
        """The table whose columns were dragged, and their widths; not kept yet."""
        self._add_up = self._timer(_ADD_UP_AFTER_MS, self._on_add_up)
        self._keep_later = self._timer(_KEEP_AFTER_MS, self._on_keep)
        grid.range_changed.connect(self._add_up.start)
        grid.zoom_wanted.connect(self._on_zoom)
        grid.columns.dragged.connect(self._on_dragged)
        model.dataChanged.connect(self._on_data)
        grid.zoomed.zoom(settings.choices.zoom)
        for pane in (grid, grid.frozen_pane):
            pane.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._on_menu)
        grid.frozen_pane.customContextMenuRequested.connect(self._on_menu)

    def _timer(self, after_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    def make_shortcuts(self, page: QWidget) -> None:
        """The keys of finding, wherever in the page one is."""
        pairs: list[tuple[str, Callable[[], None]]] = [
            ("Ctrl+F", self._on_find),
            ("F3", self._on_next),
            ("Shift+F3", self._on_previous),
        ]
        for keys, act in pairs:
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def open_with(self, presenter: FormPresenter) -> None:
        """Serve this form."""
        self._presenter = presenter
        self._find = presenter.tables.finder(self.find_bar)
        grid, bar = self._grid, self.find_bar
        grid.fill_wanted.connect(self._on_fill)
        grid.row_wanted.connect(self._on_row_wanted)
        grid.rows_unwanted.connect(self._on_rows_unwanted)
        grid.row_move_wanted.connect(self._on_row_move)
        bar.typed.connect(self._on_look_for)
        bar.next_wanted.connect(self._on_go_on)
        bar.closed.connect(self._on_find_closed)

    @property
    def presenter(self) -> FormPresenter:
        """The form's presenter."""
        assert self._presenter is not None
        return self._presenter

    # ---- size -------------------------------------------------------------------------------------

    def table_comes(self) -> None:
        """Another table is about to be shown: give its columns the widths they were left with."""
        self._keep_now()
        self._grid.columns.kept = dict(self._settings.choices.widths.get(self._table, {}))

    @property
    def _table(self) -> str:
        report = self.presenter.report
        return f"{report.form.code}/{self.presenter.tables.grid.table.key}" if report else ""

    @Slot(int)
    def _on_zoom(self, step: int) -> None:
        self._grid.finish_editing()
        zoomed = self._grid.zoomed
        if zoomed.zoom(zoomed.next_step(step) if step else NORMAL):
            self._keep_later.start()
            self._grid.scrollTo(self._grid.currentIndex())

    @Slot()
    def _on_dragged(self) -> None:
        self._dragged = self._table, self._grid.columns.kept
        self._keep_later.start()

    @Slot()
    def _on_keep(self) -> None:
        choices = self._settings.choices
        table, kept = self._dragged
        widths = dict(choices.widths)
        if table:
            widths.pop(table, None)
        if kept:
            widths[table] = dict(kept)
        self._settings.keep(replace(choices, zoom=self._grid.zoomed.percent, widths=widths))
        self._dragged = "", {}

    def _keep_now(self) -> None:
        if self._keep_later.isActive():
            self._keep_later.stop()
            self._on_keep()

    def close_tools(self) -> None:
        """The page goes: what was dragged a moment ago is kept."""
        self._add_up.stop()
        self._keep_now()

    # ---- ranges -----------------------------------------------------------------------------------

    @Slot()
    def _on_data(self) -> None:
        if self._grid.cursor_keys.has_range:
            self._add_up.start()

    @Slot()
    def _on_add_up(self) -> None:
        self._say_range(range_words(self.presenter.tables.grid, self._grid.ranges) if self.presenter.is_open else "")

    @Slot(list, bool)
    def _on_fill(self, rects: list[tuple[int, int, int, int]], down: bool) -> None:
        grid = self.presenter.tables.grid
        self.presenter.editing.entered(grid, fill_down(grid, rects) if down else fill_right(grid, rects))

    # ---- rows -------------------------------------------------------------------------------------

    @Slot(int, bool)
    def _on_row_wanted(self, row: int, below: bool) -> None:
        self.presenter.rows.add(row, above=not below)

    @Slot(list)
    def _on_rows_unwanted(self, rows: list[int]) -> None:
        self.presenter.rows.remove(rows)

    @Slot(int, int)
    def _on_row_move(self, row: int, step: int) -> None:
        self.presenter.rows.move(row, self._grid.currentIndex().column(), step)

    @Slot(QPoint)
    def _on_menu(self, _at: QPoint) -> None:
        index = self._grid.currentIndex()
        if not index.isValid() or not self.presenter.is_open:
            return
        menu = GridMenu(self._row_choices(index.row()), self._grid)
        if self.presenter.blanks.can_mark:
            menu.add_calls(self.calls)
        if not menu.isEmpty():
            box = self._grid.visualRect(index) if index.column() >= self._grid.frozen_columns else None
            pane = self._grid if box else self._grid.frozen_pane
            corner = (box or pane.visualRect(index)).bottomLeft()
            menu.exec(pane.viewport().mapToGlobal(corner))
            if menu.call:
                menu.call()
            elif menu.act:
                self._grid.do(menu.act)
            elif menu.group:
                self.presenter.rows.to_group(index.row(), index.column(), menu.group)
        menu.deleteLater()

    def _row_choices(self, at: int) -> RowChoices:
        grid = self.presenter.tables.grid
        row = grid.rows[at]
        adds = grid.takes_rows and not is_chosen(grid) and row.kind is not RowKind.TOTAL
        moves = grid.takes_rows and row.kind in (RowKind.ENTRY, RowKind.OF_WHICH)
        groups = [
            (group.code, f"{group.code}. {group.title}")
            for group in grid.table.groups
            if group.code != row.group and not is_chosen(grid)
        ]
        fills = any(flag & TYPED for flag in row.flags) and row.kind is not RowKind.ADD
        return RowChoices(adds=adds, moves=moves, groups=groups, fills=fills)

    # ---- finding ----------------------------------------------------------------------------------

    def _on_find(self) -> None:
        self._grid.finish_editing()
        if self._find is not None and self.presenter.is_open:
            self._find.begin()
            self._grid.point_out(True)
            self.find_bar.open()

    def _on_next(self) -> None:
        self._go_on_or_open(1)

    def _on_previous(self) -> None:
        self._go_on_or_open(-1)

    def _go_on_or_open(self, step: int) -> None:
        if self.find_bar.field.text():
            self._grid.finish_editing()
            self._on_go_on(self.find_bar.field.text(), step)
        else:
            self._on_find()

    @Slot(str)
    def _on_look_for(self, text: str) -> None:
        if self._find is not None:
            self._keep_focus(lambda find: find.look_for(text), self._find)

    @Slot(str, int)
    def _on_go_on(self, text: str, step: int) -> None:
        if self._find is not None:
            self._keep_focus(lambda find: find.next(text, step), self._find)

    def _keep_focus(self, act: Callable[[FormFind], None], find: FormFind) -> None:
        """Another table takes the keyboard when it is shown; who types what to find keeps it."""
        typing = self.find_bar.field.hasFocus()
        act(find)
        if typing:
            self.find_bar.field.setFocus()

    @Slot()
    def _on_find_closed(self) -> None:
        self._grid.point_out(False)
        self.find_left.emit()
