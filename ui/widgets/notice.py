"""A line across the page: what happened, and at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Look
from ui.presenters.phrases import Tone
from ui.widgets.buttons import Button
from ui.widgets.labels import Words, ink_of, tint_of
from ui.widgets.marks import draw_mark
from ui.words import translate

_EDGE, _MARK_ROOM = 12, 16
_MARKS = {Tone.ERROR: "error", Tone.ATTENTION: "warning", Tone.OK: "ok"}
"""Shape tells the tone; colour only repeats it."""


class Notice(QWidget):
    """The line. Hidden while there is nothing to say; it never takes the focus."""

    answered = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tone = Tone.NEUTRAL
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(_EDGE, 4, 4, 4)
        layout.setSpacing(8)
        self._words = Words(look, wrap=True)
        self._action = Button(look, "", self.answered.emit, kind="link")
        self._close = Button(look, translate("Notice", "Đóng"), self._on_close, kind="quiet")
        for button in (self._action, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self.setMinimumHeight(40)
        self.hide()
        look.changed.connect(self.update)

    def say(self, text: str, tone: Tone, action: str = "") -> None:
        """Say something; an empty text hides the line."""
        self._tone = tone
        self._row.setContentsMargins(_EDGE + (_MARK_ROOM if tone in _MARKS else 0), 4, 4, 4)
        self._words.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action or translate("Notice", "Việc cần làm"))
        self._action.setVisible(bool(action))
        self.setVisible(bool(text))
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return "" if self.isHidden() else self._words.text()

    def _on_close(self) -> None:
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = ink_of(self._look, self._tone)
        painter.setPen(ink if self._look.plain else Qt.PenStyle.NoPen)
        painter.setBrush(tint_of(self._look, self._tone))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(0, 8, 3, self.height() - 16), 1.5, 1.5)
        if self._tone in _MARKS:
            draw_mark(painter, _MARKS[self._tone], _EDGE, self.height() // 2, ink)
