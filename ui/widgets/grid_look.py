"""The look of the grid at a zoom: the program's own colours, with type and rows grown or shrunk."""

from __future__ import annotations

from msgspec.structs import asdict
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPen

from ui.fonts import Fonts
from ui.look import Look
from ui.theme import Tokens

STEPS = (75, 80, 90, 100, 110, 125, 150, 175, 200)
"""Percent."""
NORMAL = 100


class GridLook(QObject):
    """What the grid's parts ask in place of the look itself; `changed` says: measure and paint again."""

    changed = Signal()

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._percent = NORMAL
        self.fonts: Fonts = look.fonts
        look.changed.connect(self.changed)

    @property
    def percent(self) -> int:
        """The zoom."""
        return self._percent

    def zoom(self, percent: int) -> bool:
        """Take another zoom, the nearest there is; whether it is another."""
        nearest = min(STEPS, key=lambda step: abs(step - percent))
        if nearest == self._percent:
            return False
        self._percent = nearest
        self.fonts = Fonts(**{name: self._grown(font) for name, font in asdict(self._look.fonts).items()})
        self.changed.emit()
        return True

    def next_step(self, step: int) -> int:
        """The zoom one step larger (1) or smaller (-1)."""
        return STEPS[max(0, min(STEPS.index(self._percent) + step, len(STEPS) - 1))]

    def px(self, pixels: float) -> int:
        """A length at this zoom."""
        return round(pixels * self._percent / 100)

    def _grown(self, font: QFont) -> QFont:
        grown = QFont(font)
        grown.setPixelSize(self.px(font.pixelSize()))
        return grown

    @property
    def row_height(self) -> int:
        """Height of a row in pixels."""
        return self.px(self._look.row_height)

    @property
    def plain(self) -> bool:
        """Whether the system asks for high contrast: its own colours, and shapes where a tint would do."""
        return self._look.plain

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return self._look.tokens

    def color(self, name: str) -> QColor:
        """The colour of a token."""
        return self._look.color(name)

    def hairline(self, name: str = "hairline") -> QPen:
        """A pen one pixel of the screen wide."""
        return self._look.hairline(name)
