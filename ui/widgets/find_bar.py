"""A slim bar over the grid: what to find in the form, how often it is there, on and back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.icons import icon
from ui.look import Look
from ui.presenters.form_find import Found
from ui.presenters.phrases import Tone
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.words import translate

_LOOK_AFTER_MS = 120
_FIELD_WIDTH = 320


class FindBar(QWidget):
    """Hidden until somebody looks for something."""

    typed = Signal(str)
    """Look for this, a moment after the last letter."""
    next_wanted = Signal(str, int)
    """The next hit (1) or the one before (-1)."""
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.field = QLineEdit()
        self.field.setProperty("kind", "search")
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.field.setPlaceholderText(translate("Find", "Tìm trong biểu"))
        self.field.setAccessibleName(translate("Find", "Tìm trong biểu"))
        self._glass = self.field.addAction(
            icon("search", look.color("secondary"), 18), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText(translate("Find", "Tìm trong biểu"))
        self._said = Words(look, font="small", color="secondary")
        previous = Button(
            look,
            "",
            lambda: self.go_on(-1),
            kind="quiet",
            icon_name="up",
            tip=translate("Find", "Kết quả trước (Shift+F3)"),
        )
        following = Button(
            look, "", lambda: self.go_on(1), kind="quiet", icon_name="down", tip=translate("Find", "Kết quả sau (F3)")
        )
        close = Button(
            look, "", self.leave, kind="quiet", icon_name="close", tip=translate("Find", "Đóng tìm kiếm (Esc)")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 5)
        row.setSpacing(4)
        row.addWidget(self.field)
        row.addWidget(previous)
        row.addWidget(following)
        row.addSpacing(4)
        row.addWidget(self._said, 1)
        row.addWidget(close)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_AFTER_MS)
        self._later.timeout.connect(self._look_now)
        self.field.textEdited.connect(self._on_edited)
        self.field.installEventFilter(self)
        self.hide()
        look.changed.connect(self._follow)

    def open(self) -> None:
        """Show the bar, ready to type; what was looked for last is there to be typed over."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        """Away with it."""
        self._later.stop()
        self.hide()
        self.closed.emit()

    def go_on(self, step: int) -> None:
        """To the next hit, or the one before."""
        self._later.stop()
        self.next_wanted.emit(self.field.text(), step)

    def show_found(self, found: Found | None) -> None:
        """Say where the search stands."""
        self._said.set_tone(Tone.ATTENTION if found is not None and not found.count else Tone.NEUTRAL)
        if found is None:
            self._said.setText("")
        elif not found.count:
            self._said.setText(translate("Find", "Không tìm thấy"))
        else:
            self._said.setText(translate("Find", "{at} trên {count}").format(at=found.at, count=found.count))

    @property
    def said(self) -> str:
        """What is said of the search."""
        return self._said.text()

    def _on_edited(self, _text: str) -> None:
        self._later.start()

    def _look_now(self) -> None:
        self.typed.emit(self.field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go_on(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # wherever in the bar
            self.leave()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        self._glass.setIcon(icon("search", self._look.color("secondary"), 18))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._look.hairline())
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
