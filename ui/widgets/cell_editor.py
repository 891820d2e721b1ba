"""The editor of one cell: a plain line, whose text is never rewritten while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.models.grid import GridModel
from ui.presenters import cells
from ui.widgets.choice_list import ChoiceList
from ui.widgets.grid_look import GridLook

Index = QModelIndex | QPersistentModelIndex


class Move(Enum):
    """Where the cursor goes when an editor closes."""

    STAY = auto()
    NEXT = auto()
    BACK = auto()
    ENTER = auto()
    ENTER_BACK = auto()
    DOWN = auto()
    UP = auto()
    LEFT = auto()
    RIGHT = auto()
    FILL = auto()
    """Nowhere; what was typed goes into every cell selected."""


_ALWAYS = {
    Qt.Key.Key_Tab: Move.NEXT,
    Qt.Key.Key_Backtab: Move.BACK,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
}
_REPLACING = {Qt.Key.Key_Left: Move.LEFT, Qt.Key.Key_Right: Move.RIGHT}


class CellDelegate(QStyledItemDelegate):
    """Makes the editor and reads the keys that leave it; what was typed goes to the model as it stands.

    An editor takes the cell's text once, when it opens: nothing that comes meanwhile is written over what is typed.
    """

    opened = Signal(int, int)
    """An editor opened at (row, column)."""
    typing = Signal(str)
    """The open editor holds this now."""
    closed = Signal(int, int)
    """It closed, whatever became of its text."""
    left = Signal(object)
    """It was left by a key; a `Move`."""
    filling = Signal(str)
    """It was left by Ctrl+Enter: its text is for every cell selected."""

    def __init__(self, look: GridLook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.replacing = False
        """The editor was opened by typing: arrows leave it, as they would in a cell."""
        self._list: ChoiceList | None = None

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)
        editor = QLineEdit(parent)
        editor.setProperty("kind", "cell")
        editor.setFrame(False)
        editor.setFont(self._look.fonts.body)
        editor.setAccessibleName(str(index.data(int(Qt.ItemDataRole.AccessibleTextRole))))
        if model.rows[index.row()].flags[index.column()] & cells.NUMBER:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.textEdited.connect(self.typing)
        self.opened.emit(index.row(), index.column())
        return editor

    def _offer(self, editor: QLineEdit, choices: Sequence[str]) -> None:
        """Show what may be chosen, below the editor; a line clicked is taken as by Enter."""
        offered = self._list = ChoiceList(editor, choices)
        offered.taken.connect(lambda: self._leave(editor, Move.ENTER))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))
        if self._list is not None:
            self._list.place()

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Qt asks again whenever the cell is said to have changed, as when its last edit is saved.
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            super().setEditorData(editor, index)
            model = index.model()
            choices = model.choices(index.row(), index.column()) if isinstance(model, GridModel) else ()
            if choices and isinstance(editor, QLineEdit):
                self._offer(editor, choices)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        chosen = editor.property("chosen")
        if chosen or editor.isModified():
            model.setData(index, chosen or editor.text())

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        self.closed.emit(index.row(), index.column())
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QLineEdit):
            return super().eventFilter(editor, event)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Undo, copy, select all… belong to the line while it is open; help is there everywhere.
            event.setAccepted(event.key() != Qt.Key.Key_F1)
            return False
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(editor, event)
        if self._list is not None and self._list.key(event):
            return True
        move = self._move_of(event)
        if move is None:
            return super().eventFilter(editor, event) if event.key() == Qt.Key.Key_Escape else False
        self._leave(editor, move)
        return True

    def _leave(self, editor: QLineEdit, move: Move) -> None:
        chosen = self._list.chosen if self._list is not None else ""
        if move is Move.FILL:
            text = chosen or editor.text()
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.filling.emit(text)
            return
        editor.setProperty("chosen", chosen)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.left.emit(move)

    def _move_of(self, event: QKeyEvent) -> Move | None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return Move.FILL
            return Move.ENTER_BACK if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else Move.ENTER
        if key in _ALWAYS:
            return _ALWAYS[key]
        if self.replacing and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return _REPLACING.get(key)
        return None
