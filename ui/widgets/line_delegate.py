"""One line to type in, opened over an entry of a list or a table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QWidget

Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Keeps the line as it is typed: its keys are its own, nothing is written over it, Esc leaves it."""

    began = Signal()
    ended = Signal()
    left = Signal()
    """The line was left by one of `SAVING` or Esc."""

    SAVING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
    """Keys that keep what was typed."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Once: nothing that comes meanwhile is written over what is typed.
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            super().setEditorData(editor, index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self.ended.emit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QLineEdit) or not isinstance(event, QKeyEvent):
            return super().eventFilter(editor, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            # Undo, copy, F keys… belong to the line while it is open; help is for every place.
            event.setAccepted(event.key() != Qt.Key.Key_F1)
            return False
        if event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        saves = event.key() in self.SAVING
        if saves:
            self.commitData.emit(editor)
        if saves or event.key() == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.left.emit()
            return True
        return False
