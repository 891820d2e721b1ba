"""The list below an editor: what may be chosen and fits what is typed. The editor keeps the focus and its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from ui.presenters.choosing import matching
from ui.words import translate

_ROWS = 8
_WIDTH_MIN = 240
_ROW_HEIGHT = 28
_EDGES = 2
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}


class ChoiceList(QListWidget):
    """Follows one editor until it goes."""

    taken = Signal()
    """A line was clicked; it is `chosen` now."""

    def __init__(self, editor: QLineEdit, choices: Sequence[str]) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self._choices = choices
        self.setProperty("kind", "choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(editor.font())
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(translate("Grid", "Danh sách để chọn"))
        self.itemClicked.connect(self._on_clicked)
        editor.textChanged.connect(self._show_matching)
        self._show_matching(editor.text() if editor.isModified() else "")

    @property
    def chosen(self) -> str:
        """The line marked; empty for none."""
        return self.currentItem().text() if self.currentRow() >= 0 and not self.isHidden() else ""

    def key(self, event: QKeyEvent) -> bool:
        """Move the mark where a key says so; whether it did."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.isHidden() or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        row = self.currentRow() + step if self.currentRow() >= 0 else (0 if step > 0 else self.count() - 1)
        self.setCurrentRow(max(0, min(row, self.count() - 1)))
        return True

    def place(self) -> None:
        """Stand below the editor, or above it where there is no room below."""
        height = min(self.count(), _ROWS) * _ROW_HEIGHT + 2 * _EDGES + 2
        below = self._editor.mapTo(self.window(), QPoint(0, self._editor.height() + 1))
        top = below.y()
        if top + height > self.window().height():
            top -= self._editor.height() + height + 2
        self.setGeometry(below.x(), top, max(self._editor.width(), _WIDTH_MIN), height)
        self.raise_()

    def _show_matching(self, typed: str) -> None:
        found = matching(self._choices, typed)
        self.clear()
        for choice in found:
            line = QListWidgetItem(choice, self)
            line.setToolTip(choice)
        self.setCurrentRow(0 if typed.strip() and found else -1)
        self.setVisible(bool(found))
        self.place()

    def _on_clicked(self, line: QListWidgetItem) -> None:
        self.setCurrentItem(line)
        self.taken.emit()
