"""A surface with a hairline round it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look

_RADIUS = 6


class _Corner(QWidget):
    """Rounds off one corner over whatever lies in the card."""

    def __init__(self, look: Look, right: bool, bottom: bool, card: QWidget) -> None:
        super().__init__(card)
        self._look = look
        self._right, self._bottom = right, bottom
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_RADIUS, _RADIUS)

    def place(self) -> None:
        card = self._card
        x = card.width() - _RADIUS if self._right else 0
        y = card.height() - _RADIUS if self._bottom else 0
        self.move(x, y)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        card = self._card
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.pos())
        whole, inside = QPainterPath(), QPainterPath()
        whole.addRect(QRectF(card.rect()))
        inside.addRoundedRect(QRectF(card.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.fillPath(whole.subtracted(inside), self._look.color("window"))
        painter.setPen(QPen(self._look.color("hairline"), 1))
        painter.drawPath(inside)


class Card(QWidget):
    """Holds what belongs together."""

    def __init__(self, look: Look, *, padding: int = 1, spacing: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(spacing)
        self._corners = [_Corner(look, right, bottom, self) for right in (False, True) for bottom in (False, True)]
        look.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for corner in self._corners:
            corner.place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for corner in self._corners:
            corner.place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("hairline"), 1))
        painter.setBrush(self._look.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class Rule(QWidget):
    """A hairline between the parts of a card."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        look.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._look.color("hairline"))
        self.setPalette(palette)
