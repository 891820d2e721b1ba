"""The editor of a narrative section: plain words that grow with their text, fields tinted, and never rewritten while
they are typed."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.domain.narrative import fields_in
from ui.presenters.excerpts import common_ends
from ui.widgets.grid_look import GridLook

_LINES_MIN = 2
_EDGE = 10
"""Room above and below the words, in pixels, the border included."""


class SectionEditor(QPlainTextEdit):
    """Takes a section's words. Undo and redo are the form's: one step for each text that was written."""

    typed = Signal(str)
    """The whole text, after each change by the person."""
    entered = Signal()
    left = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    locked_typed = Signal()

    def __init__(self, look: GridLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._rewriting = self._growing = False
        self.setProperty("kind", "section")
        self.setFont(look.fonts.body)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(4, 0, 4, 0)
        self._fields = _Fields(look, self.document())
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        look.changed.connect(self._follow)
        self._grow()

    @Slot()
    def _follow(self) -> None:
        self.setFont(self._look.fonts.body)
        self._fields.rehighlight()
        self._grow()

    def rewrite(self, text: str) -> None:
        """Another text from elsewhere; the cursor stays where its surroundings are."""
        old = self.toPlainText()
        if old == text:
            return
        head, tail = common_ends(old, text)
        self._rewriting = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:head]))
        cursor.setPosition(_units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])
        self._rewriting = False
        self._text = self.toPlainText()  # not the text given: Qt reads some spaces and line ends otherwise

    def select(self, start: int, end: int) -> None:
        """Select the letters from `start` to before `end`."""
        text, cursor = self.toPlainText(), QTextCursor(self.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    @property
    def cursor_box(self) -> QRect:
        """Where the cursor stands, with a little room round it."""
        return self.cursorRect().translated(self.viewport().pos()).adjusted(0, -16, 0, 16)

    @Slot()
    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if not self._rewriting and text != self._text:  # Qt says so of tints too
            self._text = text
            self.typed.emit(text)

    @Slot()
    def _grow(self) -> None:
        if self._growing:
            return  # measuring lays lines out, which tells of itself
        self._growing = True
        layout, block, height = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid():  # the document's own size takes lines never yet in sight for short ones
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        self.setFixedHeight(ceil(max(height, _LINES_MIN * self.fontMetrics().lineSpacing())) + 2 * _EDGE)
        self._growing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._grow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, not the section

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_page_key(event):
            event.ignore()
            return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A file that is dropped here is for the report, not its address for the text.
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wanted.emit()
        else:
            if self.isReadOnly() and event.text().isprintable() and event.text():
                self.locked_typed.emit()
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _is_page_key(event: QKeyEvent) -> bool:
    """Ctrl+PageUp and Ctrl+PageDown belong to the page."""
    is_page = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    return is_page and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _units(text: str) -> int:
    """Length as Qt counts: letters beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2


class _Fields(QSyntaxHighlighter):
    """Tints the fields; formats only, so that no text is ever touched."""

    def __init__(self, look: GridLook, document: QTextDocument) -> None:
        super().__init__(document)
        self._look = look

    def highlightBlock(self, text: str) -> None:
        tint = QTextCharFormat()
        tint.setForeground(self._look.color("accent"))
        tint.setBackground(self._look.color("accent_tint"))
        for start, end, _ in fields_in(text):
            before = _units(text[:start])
            self.setFormat(before, _units(text[start:end]), tint)
