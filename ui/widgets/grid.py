"""The form's grid: feels like a spreadsheet, paints itself, keeps its first columns in sight."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTableView, QWidget

from ui.look import Look
from ui.models.grid import GridModel
from ui.presenters.cells import TYPED, RowKind
from ui.widgets.cell_editor import CellDelegate, Move
from ui.widgets.grid_acts import ACTS, HELD, ZOOMS, Act
from ui.widgets.grid_columns import GridColumns
from ui.widgets.grid_cursor import GridCursor, spans_cells
from ui.widgets.grid_frozen import FrozenPane
from ui.widgets.grid_look import GridLook
from ui.widgets.grid_mouse import GridMouse
from ui.widgets.grid_pane import GridPane, ranges_of

Index = QModelIndex | QPersistentModelIndex
Trigger = QAbstractItemView.EditTrigger


class Grid(GridPane):
    """The whole grid. It asks for changes by signals and never changes a cell itself."""

    cleared = Signal(list)
    """Cells emptied: [(row, column)]."""
    copy_wanted = Signal(list)
    """These ranges on the clipboard: [(top, left, bottom, right)]."""
    paste_wanted = Signal(int, int, int, int)
    """The clipboard's block into the range (top, left, bottom, right)."""
    filled = Signal(list, str)
    """One value for several cells: [(row, column)], text."""
    fill_wanted = Signal(list, bool)
    """The first row of each range down (True) or the first column right over it: [(top, left, bottom, right)]."""
    row_wanted = Signal(int, bool)
    """Another row, below (True) or above this one."""
    rows_unwanted = Signal(list)
    """These rows gone."""
    row_move_wanted = Signal(int, int)
    """This row one place down (1) or up (-1)."""
    undo_wanted = Signal()
    redo_wanted = Signal()
    editing_began = Signal(int, int)
    typing = Signal(str)
    """The open editor holds this now."""
    editing_ended = Signal(int, int)
    current_moved = Signal(int, int)
    """The cursor is at (row, column); (-1, -1) for nowhere."""
    locked_typed = Signal(int, int)
    """A key was typed at a cell that takes none."""
    range_changed = Signal()
    """Other cells are selected; see `ranges`."""
    zoom_wanted = Signal(int)
    """One step larger (1), one smaller (-1), or back to normal (0)."""

    def __init__(self, look: Look, model: GridModel, parent: QWidget | None = None) -> None:
        # Qt tells of a current cell as soon as there is a model.
        self.cursor_keys = GridCursor(self, model)
        self.zoomed = GridLook(look)
        super().__init__(self.zoomed, model, parent)
        self.zoomed.setParent(self)
        self._frozen = FrozenPane(self.zoomed, model, self)
        self._frozen.setSelectionModel(self.selectionModel())
        self._mouse = GridMouse(self, self._frozen, self.cursor_keys)
        self._mouse.zoom_wanted.connect(self.zoom_wanted)
        self._delegates = (CellDelegate(self.zoomed, self), CellDelegate(self.zoomed, self))
        for pane, delegate in zip((self, self._frozen), self._delegates, strict=True):
            pane.setItemDelegate(delegate)
            delegate.opened.connect(self._on_editor_opened)
            delegate.typing.connect(self.typing)
            delegate.closed.connect(self.editing_ended)
            delegate.left.connect(self._on_editor_left)
            delegate.filling.connect(self._on_fill_left)
        self.verticalScrollBar().valueChanged.connect(self._frozen.verticalScrollBar().setValue)
        self._frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self._offer_row = -1
        self._lost: tuple[int, int] | None = None
        """Where the cursor was in rows that are being taken away."""
        model.rowsRemoved.connect(self._on_rows_gone)
        self.columns = GridColumns(self.zoomed, model, self, self._frozen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.columns.fit()
        self.columns.place_frozen()

    # ---- where the cursor goes --------------------------------------------------------------------

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell and bring it into sight."""
        self.cursor_keys.go((row, column))

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        frozen = self._grid.shape.frozen
        if index.column() < frozen:
            # In sight already, whatever the scroll: only the row matters.
            bar = self.horizontalScrollBar()
            kept = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(kept)
            return
        super().scrollTo(index, hint)
        hidden = self.columns.frozen_width - self.columnViewportPosition(index.column())
        if hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.cursor_keys.moved()
        self.current_moved.emit(current.row(), current.column())

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        self._lost = self.cursor_keys.place if start <= self.currentIndex().row() <= end else None
        super().rowsAboutToBeRemoved(parent, start, end)

    @Slot()
    def _on_rows_gone(self) -> None:
        # Qt puts the cursor above, be it a heading; in a spreadsheet it stays, and the rows below move up to it.
        lost, self._lost = self._lost, None
        place = self.cursor_keys.steps.nearest(lost) if lost else None
        if place:
            self.cursor_keys.go(place)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        # A single selected cell wears a ring and no tint; its look changes when others join it.
        ranges = self._ranges()
        if len(ranges) > 1 or any(part.height() * part.width() > 1 for part in [*ranges, *ranges_of(deselected)]):
            self.viewport().update()
            self._frozen.viewport().update()
            self.range_changed.emit()

    @property
    def ranges(self) -> list[tuple[int, int, int, int]]:
        """What is selected: [(top, left, bottom, right)]."""
        return [(part.top(), part.left(), part.bottom(), part.right()) for part in self._ranges()]

    def _ranges(self) -> list[QItemSelectionRange]:
        return ranges_of(self.selectionModel().selection())

    def _on_fill_left(self, text: str) -> None:
        self.setFocus()
        self.filled.emit(self._selected_typed(), text)

    def _on_editor_left(self, move: Move) -> None:
        self.setFocus()
        current = self.currentIndex()
        if 0 <= self._offer_row < current.row():
            # A name typed at an offer made a row above it: on to that row's figures, or to the next name.
            if move is Move.NEXT:
                place = self.cursor_keys.steps.next_typed((current.row() - 1, current.column()), 1)
                if place:
                    self.go_to(*place)
            return
        self.cursor_keys.go_on(move, self.ranges)

    def _on_editor_opened(self, row: int, column: int) -> None:
        self._offer_row = row if self._grid.rows[row].kind is RowKind.ADD else -1
        self.editing_began.emit(row, column)

    def focusNextPrevChild(self, forward: bool) -> bool:
        current = self.currentIndex()
        step = 1 if forward else -1
        if spans_cells(self.ranges):
            return False  # as below: Tab goes round in the range
        if current.isValid() and self.cursor_keys.steps.next_typed((current.row(), current.column()), step):
            return False  # the key comes to keyPressEvent and moves inside the grid
        return super().focusNextPrevChild(forward)

    # ---- editing ----------------------------------------------------------------------------------

    def edit(  # type: ignore[override]  # Qt's overloads: the slot with one argument, the virtual with three
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = Trigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        for delegate in self._delegates:
            delegate.replacing = trigger is Trigger.AnyKeyPressed
        pane = self._pane_of(index)
        opened = QTableView.edit(pane, index, trigger, event)  # type: ignore[arg-type]  # no event is a null pointer
        editor = pane.indexWidget(index) if opened else None
        if isinstance(editor, QLineEdit) and trigger is not Trigger.AnyKeyPressed:
            editor.end(False)  # what is there is kept, and typed on to
        return opened

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        current = self.currentIndex()
        pane = self._pane_of(current)
        if event.commitString() and pane.state() is not QAbstractItemView.State.EditingState:
            # Qt opens the editor for words that come whole, and drops them.
            if self.edit(current, Trigger.AnyKeyPressed):
                QApplication.sendEvent(pane.indexWidget(current), event)
            else:
                self.keyboardSearch(event.commitString())
        else:
            QTableView.inputMethodEvent(pane, event)  # composing: the view keeps the focus until the first word stands

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        return QTableView.inputMethodQuery(self._pane_of(self.currentIndex()), query)

    def _pane_of(self, index: Index) -> GridPane:
        return self._frozen if 0 <= index.column() < self._grid.shape.frozen else self

    def type_on(self, row: int, column: int, text: str) -> bool:
        """Open a cell's editor on a text, as if it had been typed; whether the cell takes one."""
        index = self._grid.index(row, column)
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.go_to(row, column)
        self.edit(index)
        editor = self._pane_of(index).indexWidget(index)
        if not isinstance(editor, QLineEdit):
            return False
        editor.selectAll()
        editor.insert(text)  # as by keys: the editor can take it back, and knows that it has something to enter
        return True

    def finish_editing(self) -> None:
        """Take what an open editor holds, as leaving the cell would."""
        for pane in (self, self._frozen):
            editor = pane.indexWidget(pane.currentIndex())
            if editor is not None:
                pane.commitData(editor)
                pane.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def keyboardSearch(self, search: str) -> None:
        """Typing at a locked cell searches nothing; it is said that the cell is locked."""
        current = self.currentIndex()
        if search.strip() and current.isValid():
            self.locked_typed.emit(current.row(), current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.cursor_keys.key(event) or self._act(key, event.modifiers()):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.cleared.emit(self._selected_typed())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) or (control and key is Qt.Key.Key_Y):
            self.redo_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.cursor_keys.go_on(Move.ENTER_BACK if shift else Move.ENTER, self.ranges)
        elif key is Qt.Key.Key_Tab:
            self.cursor_keys.go_on(Move.NEXT, self.ranges)
        elif key is Qt.Key.Key_Backtab:
            self.cursor_keys.go_on(Move.BACK, self.ranges)
        elif key is Qt.Key.Key_Delete:
            self.cleared.emit(self._selected_typed())
        elif key is Qt.Key.Key_Backspace and current.isValid():
            # As in a spreadsheet: an empty editor, so a clerk can type over without a second key.
            if self.edit(current, Trigger.AnyKeyPressed, event):
                event.accept()
        else:
            super().keyPressEvent(event)

    def _act(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what a key says of rows, ranges and zoom; whether it says anything."""
        act = ACTS.get((held & HELD, key))
        current = self.currentIndex()
        if act is None:
            return False
        if act in ZOOMS:
            self.zoom_wanted.emit(ZOOMS[act])
        elif current.isValid():
            self.do(act)
        return True

    def do(self, act: Act) -> None:
        """Ask for something at the cursor, by key or from the menu."""
        row = self.currentIndex().row()
        match act:
            case Act.ROW_ABOVE | Act.ROW_BELOW:
                self.row_wanted.emit(row, act is Act.ROW_BELOW)
            case Act.ROWS_AWAY:
                rows = {at for top, _, bottom, _ in self.ranges for at in range(top, bottom + 1)}
                self.rows_unwanted.emit(sorted(rows))
            case Act.ROW_UP | Act.ROW_DOWN:
                self.row_move_wanted.emit(row, 1 if act is Act.ROW_DOWN else -1)
            case Act.FILL_DOWN | Act.FILL_RIGHT:
                self.fill_wanted.emit(self.ranges, act is Act.FILL_DOWN)

    # ---- clipboard --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Ask for the selection to be put on the clipboard."""
        if self.ranges:
            self.copy_wanted.emit(self.ranges)

    def paste(self) -> None:
        """Ask for the clipboard's block to be written from the selection's corner."""
        ranges = self.ranges
        if ranges:
            tops, lefts, bottoms, rights = zip(*ranges, strict=True)
            self.paste_wanted.emit(min(tops), min(lefts), max(bottoms), max(rights))

    def _selected_typed(self) -> list[tuple[int, int]]:
        rows = self._grid.rows
        return [
            (row, column)
            for part in self._ranges()
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
            if rows[row].kind is not RowKind.ADD and rows[row].flags[column] & TYPED
        ]

    # ---- focus and pointer ------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._repaint_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._repaint_ring()

    def _repaint_ring(self) -> None:
        self.update(self.currentIndex())
        self._frozen.update(self._frozen.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._offer_clicked(self.indexAt(event.position().toPoint()))

    def _offer_clicked(self, index: QModelIndex) -> None:
        if index.isValid() and self._grid.rows[index.row()].kind is RowKind.ADD and not self.show_choices(index):
            self.row_wanted.emit(index.row(), True)

    def show_choices(self, index: QModelIndex) -> bool:
        """Where an offer was clicked whose rows are chosen: open its list. Whether it was one."""
        is_offer = index.isValid() and self._grid.rows[index.row()].kind is RowKind.ADD
        if not is_offer or not self._grid.choices(index.row(), index.column()):
            return False
        self.edit(index)
        return True

    def point_out(self, on: bool) -> None:
        """Whether the cursor is shown as if the grid had the focus: somebody looks for cells from outside."""
        self.points_out = self._frozen.points_out = on
        self._repaint_ring()

    @property
    def frozen_columns(self) -> int:
        """How many first columns stay in sight."""
        return self._grid.shape.frozen

    @property
    def frozen_pane(self) -> GridPane:
        """The pane of the first columns."""
        return self._frozen
