"""The form's grid: feels like a spreadsheet, paints itself, keeps its first columns in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QWidget

from ui.look import Look
from ui.models.grid import GridModel
from ui.presenters.cells import NUMBER, TYPED, RowKind
from ui.widgets.cell_editor import CellDelegate, Move
from ui.widgets.grid_pane import GridPane, ranges_of
from ui.widgets.grid_widths import column_widths, figure_room
from ui.widgets.tabular_text import from_tabular_text, to_tabular_text

Index = QModelIndex | QPersistentModelIndex
Trigger = QAbstractItemView.EditTrigger


class _FrozenPane(GridPane):
    """The first columns once more, over the left edge of the grid."""

    _ends_row = False

    def __init__(self, look: Look, model: GridModel, owner: Grid) -> None:
        super().__init__(look, model, owner)
        self._owner = owner
        self.setFocusProxy(owner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(model.shape.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self._look.hairline("strong"))
        right, height = self.viewport().width() - 1, self._look.row_height
        for number in range(max(self.rowAt(event.rect().top()), 0), len(self._grid.rows)):
            top = self.rowViewportPosition(number)
            if top > event.rect().bottom():
                break
            if self._grid.rows[number].kind not in (RowKind.GROUP, RowKind.ADD):
                painter.drawLine(right, top, right, top + height - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._owner.keyPressEvent(event)


class Grid(GridPane):
    """The whole grid. It asks for changes by signals and never changes a cell itself."""

    cleared = Signal(list)
    """Cells emptied: [(row, column)]."""
    pasted = Signal(int, int, list)
    """A block pasted with its corner at (row, column): [[text]]."""
    filled = Signal(list, str)
    """One value for several cells: [(row, column)], text."""
    row_wanted = Signal(int)
    """Another row, below this one."""
    row_unwanted = Signal(int)
    """This row gone."""
    undo_wanted = Signal()
    redo_wanted = Signal()
    editing_began = Signal(int, int)
    editing_ended = Signal(int, int)
    current_moved = Signal(int, int)
    """The cursor is at (row, column); (-1, -1) for nowhere."""
    locked_typed = Signal(int, int)
    """A key was typed at a cell that takes none."""

    def __init__(self, look: Look, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(look, model, parent)
        self._frozen = _FrozenPane(look, model, self)
        self._frozen.setSelectionModel(self.selectionModel())
        self._delegates = (CellDelegate(look, self), CellDelegate(look, self))
        for pane, delegate in zip((self, self._frozen), self._delegates, strict=True):
            pane.setItemDelegate(delegate)
            delegate.opened.connect(self._on_editor_opened)
            delegate.closed.connect(self.editing_ended)
            delegate.left.connect(self._on_editor_left)
        self.verticalScrollBar().valueChanged.connect(self._frozen.verticalScrollBar().setValue)
        self._frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.header.sectionResized.connect(self._on_section_resized)
        self._frozen.header.sectionResized.connect(self._on_frozen_resized)
        self.header.geometriesChanged.connect(self._place_frozen)
        model.modelReset.connect(self._on_shape)
        self._fitting = False
        self._offer_row = -1
        self.longest: Mapping[int, int] = {}
        """Column -> characters of its longest figure; set before the model shows another table."""
        self._on_shape()

    # ---- columns ----------------------------------------------------------------------------------

    def _on_shape(self) -> None:
        shape = self._grid.shape
        self.setAccessibleName(shape.name)
        self._frozen.setAccessibleName(shape.name)
        self._resized_by_hand = False
        self._fitting = True  # hiding a column resizes it to nothing, which is nobody's wish for the other pane
        for column in range(len(shape.columns)):
            self._frozen.setColumnHidden(column, column >= shape.frozen)
        self._fitting = False
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give the columns the widths at which most of them are in sight."""
        columns = self._grid.shape.columns
        if not columns or self._resized_by_hand:
            return
        self._fitting = True
        for position, width in enumerate(self._widths()):
            self.setColumnWidth(position, width)
            self._frozen.setColumnWidth(position, width)
        self._fitting = False
        self._after_widths()

    def _widths(self) -> list[int]:
        columns = self._grid.shape.columns
        words = [self.header.word_width(position) for position in range(len(columns))]
        return column_widths(columns, self.viewport().width(), words=words, longest=self.longest)

    def _on_section_resized(self, section: int, _old: int, new: int) -> None:
        if self._fitting:
            return
        self._resized_by_hand = True
        if section < self._grid.shape.frozen:
            self._frozen.setColumnWidth(section, new)
        self._after_widths()

    def _on_frozen_resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and self.columnWidth(section) != new:
            self.setColumnWidth(section, new)

    def widen_for(self, places: Sequence[tuple[int, int]]) -> None:
        """Widen the columns in which the figures at these places would not fit."""
        longest = dict(self.longest)
        for row, column in places:
            if self._grid.rows[row].flags[column] & NUMBER:
                longest[column] = max(longest.get(column, 0), len(self._grid.rows[row].texts[column]))
        self.longest = longest
        widths = {column: figure_room(characters) for column, characters in longest.items()}
        narrow = {column: width for column, width in widths.items() if width > self.columnWidth(column)}
        if narrow and not self._resized_by_hand:
            self.fit_columns()
        elif narrow:
            self._fitting = True
            for column, width in narrow.items():
                self.setColumnWidth(column, width)
            self._fitting = False
            self._after_widths()

    def _after_widths(self) -> None:
        self.header.shape_changed()
        self._frozen.header.match_levels(self.header)
        self.updateGeometries()
        self._place_frozen()
        self.viewport().update()
        self._frozen.viewport().update()

    def _frozen_width(self) -> int:
        return sum(self.columnWidth(column) for column in range(self._grid.shape.frozen))

    def _place_frozen(self) -> None:
        edge = self.frameWidth()
        self._frozen.setVisible(self._grid.shape.frozen > 0)
        self._frozen.setGeometry(edge, edge, self._frozen_width(), self.viewport().height() + self.header.height())
        self._frozen.verticalScrollBar().setValue(self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_columns()
        self._place_frozen()

    # ---- where the cursor goes --------------------------------------------------------------------

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell and bring it into sight."""
        index = self._grid.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

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
        hidden = self._frozen_width() - self.columnViewportPosition(index.column())
        if hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_moved.emit(current.row(), current.column())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        # A single selected cell wears a ring and no tint; its look changes when others join it.
        ranges = self._ranges()
        if len(ranges) > 1 or any(part.height() * part.width() > 1 for part in [*ranges, *ranges_of(deselected)]):
            self.viewport().update()
            self._frozen.viewport().update()

    def _ranges(self) -> list[QItemSelectionRange]:
        return ranges_of(self.selectionModel().selection())

    def next_typed(self, row: int, column: int, step: int) -> tuple[int, int] | None:
        """The next cell that takes typing, reading order; `step` is 1 or -1. None past the end."""
        columns = len(self._grid.shape.columns)
        if not columns:
            return None
        place = row * columns + column + step
        while 0 <= place < len(self._grid.rows) * columns:
            row, column = divmod(place, columns)
            shown = self._grid.rows[row]
            if shown.kind is not RowKind.ADD and shown.flags[column] & TYPED:
                return row, column
            place += step
        return None

    def _on_editor_left(self, move: Move) -> None:
        self.setFocus()
        current = self.currentIndex()
        if 0 <= self._offer_row < current.row():
            # A name typed at an offer made a row above it: on to that row's figures, or to the next name.
            if move is Move.NEXT:
                place = self.next_typed(current.row() - 1, current.column(), 1)
                if place:
                    self.go_to(*place)
            return
        self._go(move)

    def _on_editor_opened(self, row: int, column: int) -> None:
        self._offer_row = row if self._grid.rows[row].kind is RowKind.ADD else -1
        self.editing_began.emit(row, column)

    def _go(self, move: Move) -> None:
        current = self.currentIndex()
        if not current.isValid():
            return
        if move in (Move.NEXT, Move.BACK):
            place = self.next_typed(current.row(), current.column(), 1 if move is Move.NEXT else -1)
            if place:
                self.go_to(*place)
            return
        action = {
            Move.DOWN: QAbstractItemView.CursorAction.MoveDown,
            Move.UP: QAbstractItemView.CursorAction.MoveUp,
            Move.LEFT: QAbstractItemView.CursorAction.MoveLeft,
            Move.RIGHT: QAbstractItemView.CursorAction.MoveRight,
        }.get(move)
        if action is not None:
            index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
            if index.isValid():
                self.go_to(index.row(), index.column())

    def focusNextPrevChild(self, forward: bool) -> bool:
        current = self.currentIndex()
        step = 1 if forward else -1
        if current.isValid() and self.next_typed(current.row(), current.column(), step):
            return False  # the key comes to keyPressEvent and moves inside the grid
        return super().focusNextPrevChild(forward)

    # ---- editing ----------------------------------------------------------------------------------

    def edit(  # type: ignore[override]  # Qt's overloads: the slot with one argument, the virtual with three
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = Trigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        frozen = 0 <= index.column() < self._grid.shape.frozen
        for delegate in self._delegates:
            delegate.replacing = trigger is Trigger.AnyKeyPressed
        pane: GridPane = self._frozen if frozen else self
        opened = QTableView.edit(pane, index, trigger, event)  # type: ignore[arg-type]  # no event is a null pointer
        editor = pane.indexWidget(index) if opened else None
        if isinstance(editor, QLineEdit) and trigger is not Trigger.AnyKeyPressed:
            editor.end(False)  # what is there is kept, and typed on to
        return opened

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
        elif control and key in (Qt.Key.Key_Equal, Qt.Key.Key_Plus):
            self.row_wanted.emit(current.row())
        elif control and key is Qt.Key.Key_Minus:
            self.row_unwanted.emit(current.row())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self._go(Move.UP if shift else Move.DOWN)
        elif key is Qt.Key.Key_Tab:
            self._go(Move.NEXT)
        elif key is Qt.Key.Key_Backtab:
            self._go(Move.BACK)
        elif key is Qt.Key.Key_Delete:
            self.cleared.emit(self._selected_typed())
        elif key is Qt.Key.Key_Backspace and current.isValid():
            # As in a spreadsheet: an empty editor, so a clerk can type over without a second key.
            if self.edit(current, Trigger.AnyKeyPressed, event):
                event.accept()
        else:
            super().keyPressEvent(event)

    # ---- clipboard --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected block on the clipboard as lines of tab-separated cells."""
        ranges = self._ranges()
        if not ranges:
            return
        top, bottom = min(part.top() for part in ranges), max(part.bottom() for part in ranges)
        left, right = min(part.left() for part in ranges), max(part.right() for part in ranges)
        role = int(Qt.ItemDataRole.EditRole)
        block = [
            [str(self._grid.index(row, column).data(role) or "") for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
            if self._grid.rows[row].kind is not RowKind.ADD
        ]
        QGuiApplication.clipboard().setText(to_tabular_text(block))

    def paste(self) -> None:
        """Ask for the clipboard's block to be written from the selection's corner."""
        block = from_tabular_text(QGuiApplication.clipboard().text())
        current = self.currentIndex()
        if not block or not current.isValid():
            return
        chosen = self._selected_typed()
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            self.filled.emit(chosen, block[0][0])
            return
        ranges = self._ranges()
        top = min((part.top() for part in ranges), default=current.row())
        left = min((part.left() for part in ranges), default=current.column())
        self.pasted.emit(top, left, block)

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
        if index.isValid() and self._grid.rows[index.row()].kind is RowKind.ADD:
            self.row_wanted.emit(index.row())

    @property
    def frozen_pane(self) -> GridPane:
        """The pane of the first columns."""
        return self._frozen
