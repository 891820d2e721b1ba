"""Words on the page: labels that follow the look, and chips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.look import Look
from ui.models.tips import plain_tip
from ui.presenters.phrases import Tone

if TYPE_CHECKING:
    from ui.widgets.grid_look import GridLook

_INK = {Tone.NEUTRAL: "secondary", Tone.INFO: "info", Tone.OK: "ok", Tone.ATTENTION: "attention", Tone.ERROR: "error"}
_TINT = {
    Tone.NEUTRAL: "neutral_tint",
    Tone.INFO: "info_tint",
    Tone.OK: "ok_tint",
    Tone.ATTENTION: "attention_tint",
    Tone.ERROR: "error_tint",
}


def ink_of(look: Look | GridLook, tone: Tone) -> QColor:
    """The colour of words in a tone."""
    return look.color(_INK[tone])


def tint_of(look: Look, tone: Tone) -> QColor:
    """The background that goes with it."""
    return look.color(_TINT[tone])


class Words(QLabel):
    """A label in one of the fonts and colours of the look. Plain text only; long words may be cut with …"""

    def __init__(
        self,
        look: Look | GridLook,
        text: str = "",
        *,
        font: str = "body",
        color: str = "text",
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._font_name = font
        self._color = color
        self._elide = elide
        self._full = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        look.changed.connect(self._follow)
        self._follow()
        self.setText(text)

    def _follow(self) -> None:
        font: QFont = getattr(self._look.fonts, self._font_name)
        self.setFont(font)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color(self._color))
        self.setPalette(palette)

    @property
    def elides(self) -> bool:
        """Whether it may be cut, the whole on hover."""
        return self._elide

    def set_color(self, name: str) -> None:
        """Another colour, by its token's name."""
        self._color = name
        self._follow()

    def set_tone(self, tone: Tone) -> None:
        """The colour of a tone."""
        self.set_color(_INK[tone])

    def setText(self, text: str) -> None:
        self._full = text
        super().setText(text)
        self.setAccessibleName(text)
        if self._elide:
            self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        # A label that may be cut still asks for its whole text, so that it is cut only where room is short.
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


def paint_chip(painter: QPainter, look: Look, text: str, tone: Tone, box: QRectF, *, on_tint: bool = False) -> None:
    """Draw a chip: a word on its tint, filling `box`; `on_tint` where it stands on another tint itself."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink_of(look, tone) if look.plain else Qt.PenStyle.NoPen)
    painter.setBrush(look.color("surface") if on_tint and tone is Tone.NEUTRAL else tint_of(look, tone))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(ink_of(look, tone))
    painter.setFont(look.fonts.small)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def paint_selected(painter: QPainter, look: Look, box: QRect) -> None:
    """Mark a chosen row: by a tint, or where the system wants none by a bar at its edge."""
    if look.plain:
        painter.fillRect(box.left(), box.top(), 4, box.height(), look.color("accent"))
    else:
        look.fill(painter, box, "accent_tint")


def chip_width(look: Look, text: str) -> int:
    """How wide a chip with this word is."""
    return QFontMetrics(look.fonts.small).horizontalAdvance(text) + 20


CHIP_HEIGHT = 22


class ChipLabel(QWidget):
    """A chip as a widget."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        look.changed.connect(self.update)

    def show_chip(self, text: str, tone: Tone) -> None:
        """Say something; nothing hides the chip."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._look, self._text), CHIP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self._look, self._text, self._tone, QRectF(self.rect()))
