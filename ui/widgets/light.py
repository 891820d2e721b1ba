"""The light: round when in step, a triangle when not, a ring when not known."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Look


class LightMark(QWidget):
    """Shape and colour of the light; the words stand beside it."""

    def __init__(self, look: Look, size: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._size = size
        self._light = "grey"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_light(self, light: str, words: str) -> None:
        """Show "green", "amber" or "grey"; `words` are what a screen reader says."""
        self._light = light
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = self._size / 2, self._size / 2 - 1.5
        if self._light == "green":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("ok"))
            painter.drawEllipse(QPointF(middle, middle), radius, radius)
        elif self._light == "amber":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("attention"))
            painter.drawPolygon(
                QPolygonF([QPointF(1, self._size - 2), QPointF(middle, 1), QPointF(self._size - 1, self._size - 2)])
            )
        else:
            painter.setPen(QPen(self._look.color("secondary"), 1.6))
            painter.drawEllipse(QPointF(middle, middle), radius - 0.3, radius - 0.3)
