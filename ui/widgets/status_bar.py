"""The status bar: light and sentence, what waits, the next deadline, a version that is ready, the version."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Look
from ui.presenters.phrases import Tone
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.light import LightMark
from ui.words import translate

HEIGHT = 30


class StatusBar(QWidget):
    """Always in sight; a click on it opens Đồng bộ."""

    pressed = Signal()
    update_pressed = Signal()
    attention_counted = Signal(int)

    def __init__(self, look: Look, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._light = LightMark(look)
        self._sentence = Words(look, font="small")
        self._busy = Words(look, font="small", color="secondary")
        self._unsent = Words(look, font="small", color="secondary")
        self._deadline = Words(look, font="small", color="secondary")
        self._update = Button(look, "", self.update_pressed.emit, kind="link")
        self._update.setFont(look.fonts.small)
        self._update.hide()
        version_words = Words(look, f"v{version}", font="small", color="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._light)
        row.addWidget(self._sentence)
        row.addSpacing(16)
        row.addWidget(self._busy)
        row.addStretch(1)
        row.addWidget(self._unsent)
        row.addStretch(1)
        row.addWidget(self._deadline)
        row.addSpacing(16)
        row.addWidget(self._update)
        row.addWidget(version_words)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(translate("Light", "Tình trạng đồng bộ"))
        look.changed.connect(self.update)

    def show_light(self, light: str, sentence: str) -> None:
        """The light and what it says."""
        self._light.show_light(light, sentence)
        self._sentence.setText(sentence)

    def show_unsent(self, text: str) -> None:
        """How much waits."""
        self._unsent.setText(text)

    def show_deadline(self, text: str, tone: Tone) -> None:
        """The next deadline."""
        self._deadline.setText(text)
        self._deadline.set_tone(tone)

    def show_attention(self, count: int) -> None:
        """How many things wait for a person: the rail says it."""
        self.attention_counted.emit(count)

    def show_busy(self, text: str) -> None:
        """What the engine is doing."""
        self._busy.setText(text)

    def show_update(self, text: str) -> None:
        """That another version is ready; empty for none."""
        self._update.setText(text)
        self._update.setAccessibleName(text)
        self._update.setVisible(bool(text))

    @property
    def update_text(self) -> str:
        """What is said of another version."""
        return self._update.text()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Light's sentence, what waits, deadline."""
        return self._sentence.text(), self._unsent.text(), self._deadline.text()

    @property
    def busy_text(self) -> str:
        """What is said of the engine."""
        return self._busy.text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._look.fill(painter, self.rect(), "surface")
        painter.setPen(self._look.hairline())
        painter.drawLine(0, 0, self.width(), 0)
