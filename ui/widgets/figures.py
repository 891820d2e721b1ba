"""Figures aligned to the digit, and text laid out once.

Be Vietnam Pro has no tabular figures (no `tnum` feature), so numbers are laid out here: every digit takes
the width of the widest one, in whole pixels, and the glyphs are kept.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QRawFont, QStaticText, QTextOption

_KEPT_MAX = 6000


class Laid(NamedTuple):
    """A number laid out: draw at (right - width, baseline)."""

    run: QGlyphRun
    width: float


class Figures:
    """Number layouts of one font, kept by their text."""

    def __init__(self, font: QFont) -> None:
        self._raw = QRawFont.fromFont(font)
        metrics = QFontMetricsF(font)
        self.digit_width = round(max(metrics.horizontalAdvance(digit) for digit in "0123456789"))
        self.ascent = metrics.ascent()
        self.height = metrics.height()
        self._kept: dict[str, Laid] = {}

    def laid(self, text: str) -> Laid:
        """The layout of `text`, one line."""
        kept = self._kept.get(text)
        if kept is None:
            if len(self._kept) > _KEPT_MAX:
                self._kept.clear()
            kept = self._kept[text] = self._lay_out(text)
        return kept

    def draw_right(self, painter: QPainter, text: str, right: float, baseline: float) -> None:
        """Draw `text` so that it ends at `right`."""
        run, width = self.laid(text)
        painter.drawGlyphRun(QPointF(right - width, baseline), run)

    def _lay_out(self, text: str) -> Laid:
        glyphs = self._raw.glyphIndexesForString(text)
        advances = self._raw.advancesForGlyphIndexes(glyphs)
        if len(glyphs) != len(text):  # a letter made of two code units has no place in a figure, but must not crash
            glyphs, advances, text = glyphs[:0], advances[:0], ""
        positions, x = [], 0.0
        for character, advance in zip(text, advances, strict=True):
            width = float(self.digit_width) if character.isdigit() else float(ceil(advance.x()))
            positions.append(QPointF(x + round((width - advance.x()) / 2), 0.0))
            x += width
        run = QGlyphRun()
        run.setRawFont(self._raw)
        run.setGlyphIndexes(glyphs)
        run.setPositions(positions)
        return Laid(run, x)


class Texts:
    """Single lines of one font, elided to a width, kept by text and width."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.height = self._metrics.height()
        self._kept: dict[tuple[str, int], QStaticText] = {}

    def laid(self, text: str, width: int) -> QStaticText:
        """`text` on one line no wider than `width` pixels, with an ellipsis where it is cut."""
        key = (text, width)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) > _KEPT_MAX:
                self._kept.clear()
            kept = QStaticText(self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
            kept.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            kept.setTextOption(option)
            kept.prepare(font=self.font)
            self._kept[key] = kept
        return kept

    def width(self, text: str) -> float:
        """Width of `text` in pixels."""
        return self._metrics.horizontalAdvance(text)
