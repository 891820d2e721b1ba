"""The notes beside the grid: what is written where the cursor is, a field for one more, then all others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.form_notes import NotesShown
from ui.widgets.buttons import Button
from ui.widgets.card import Rule
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.words import translate

_LINES_MIN, _LINES_MAX = 2, 6
_REST_MS = 600
"""A pause in the writing after which what stands in the field is kept."""


class NotePage(QWidget):
    """The page. What is typed into the field belongs to the place that was shown when the typing began."""

    counted = Signal(int)
    chosen = Signal(int)
    drafted = Signal(str, str)
    """Address, and what stands in the field."""
    kept = Signal(str, str, bool)
    """The same, to be a note from now on, and whether it was said to be for the other office too."""
    called = Signal()
    """It has to be seen."""
    turned = Signal()
    """The other thing that a note can be about was asked for."""
    left = Signal()
    """Esc, or a note kept: the keyboard goes back to the grid."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address, self._shared = "", False
        self._where = Words(look, font="small_strong", elide=True)
        self._other = Button(look, "", self.turned.emit, kind="link")
        self.field = _Field(look)
        self.field.left.connect(self.left)
        self.field.wanted.connect(self._on_wanted)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.rested.connect(self._on_rested)
        self._readers = Words(look, font="small", color="secondary", wrap=True)
        self._keep = Button(look, translate("Note", "Ghi"), self._on_wanted, tip="Ctrl+Enter")
        self._keep.setEnabled(False)
        self.list = LineList(look, translate("Note", "Ghi chú của báo cáo"))
        self.list.chosen.connect(self.chosen)
        self._empty = Words(look, color="secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(12, 8, 12, 12)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REST_MS)
        self._pause.timeout.connect(self._on_rested)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._where, 1)
        top.addWidget(self._other)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self._readers, 1)
        bottom.addWidget(self._keep)
        writing = QVBoxLayout()
        writing.setContentsMargins(12, 8, 12, 8)
        writing.setSpacing(8)
        writing.addLayout(top)
        writing.addWidget(self.field)
        writing.addLayout(bottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(writing)
        layout.addWidget(Rule(look))
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addStretch()

    @property
    def texts(self) -> tuple[str, str]:
        """What a note would be about, and who would read it."""
        return self._where.text(), self._readers.text()

    def show_notes(self, shown: NotesShown) -> None:
        """Show them; a field that is being written keeps its text and its place."""
        self.counted.emit(shown.count)
        self.list.lines.show(shown.lines)
        self.list.setVisible(bool(shown.lines))
        self._empty.setText(shown.empty)
        self._empty.setVisible(not shown.lines)
        if self.field.hasFocus() and self.field.toPlainText():
            return  # whoever writes was told where it goes and who reads it: neither changes under the pen
        self._address, self._shared = shown.address, shown.shared
        self._where.setText(shown.where)
        self._other.setText(shown.other)
        self._other.setAccessibleName(shown.other)
        self._other.setVisible(bool(shown.other))
        self._readers.setText(shown.readers)
        self.field.setPlaceholderText(shown.prompt)
        self.field.setAccessibleName(f"{shown.prompt}. {shown.where}. {shown.readers}")
        self.field.rewrite(shown.draft)

    def come_forward(self) -> None:
        """Be the page in sight."""
        self.called.emit()

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to the field where nothing is listed."""
        if self.list.isHidden():
            self.take_pen()
        else:
            self.list.setFocus()

    def take_pen(self) -> None:
        """Give the keyboard to the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish_writing(self) -> None:
        """Keep what stands in the field: it is no note yet, and there when somebody comes back."""
        self._on_rested()

    @Slot()
    def _on_text_changed(self) -> None:
        self._keep.setEnabled(bool(self.field.toPlainText().strip()))
        if not self.field.is_rewriting:
            self._pause.start()

    @Slot()
    def _on_rested(self) -> None:
        self._pause.stop()
        self.drafted.emit(self._address, self.field.toPlainText())

    @Slot()
    def _on_wanted(self) -> None:
        text = self.field.toPlainText()
        if not text.strip():
            return
        self._pause.stop()
        self.field.rewrite("")
        self.kept.emit(self._address, text, self._shared)
        self.left.emit()


class _Field(QPlainTextEdit):
    """Grows with its text up to a few lines. Never rewrites what is typed."""

    wanted = Signal()
    left = Signal()
    rested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.is_rewriting = False
        self.setProperty("kind", "note")
        self.setFont(look.fonts.body)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(2, 0, 2, 0)
        self.textChanged.connect(self._grow)
        look.changed.connect(self._grow)
        self._grow()

    def rewrite(self, text: str) -> None:
        """Another text, from elsewhere."""
        if text != self.toPlainText():
            self.is_rewriting = True
            self.setPlainText(text)
            self.is_rewriting = False

    @Slot()
    def _grow(self) -> None:
        lines = max(_LINES_MIN, min(_LINES_MAX, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 16)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A file that is dropped here is for the report, not its address for the note.
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif _is_own(event):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.rested.emit()


def _is_own(event: QKeyEvent) -> bool:
    """Ctrl+Enter and Esc are the field's, whatever they are elsewhere."""
    if event.key() == Qt.Key.Key_Escape:
        return True
    enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enters and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
