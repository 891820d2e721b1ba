"""Type on paper: which letters, and how much room a text takes.

Lengths are twips, a twentieth of a point: pages break at the same rows on the screen, on every printer and in a file.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

TWIPS_PER_POINT: Final = 20
TWIPS_PER_INCH: Final = 1440
_FAMILIES = ["Times New Roman", "Liberation Serif", "Tinos", "Be Vietnam Pro", "serif"]
"""Decree 30/2020 asks for the first; the next two are as wide; the one the program brings has every letter."""
_TALL = 1_000_000.0


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * TWIPS_PER_INCH / 25.4)


@cache
def font(points: float, *, bold: bool = False, italic: bool = False) -> QFont:
    """Letters of a size in points; to be painted in twips."""
    made = QFont(_FAMILIES)
    made.setPixelSize(round(points * TWIPS_PER_POINT))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)  # the boldest there is, never one that is painted twice to look so
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def _metrics(points: float, bold: bool, italic: bool) -> QFontMetricsF:
    return QFontMetricsF(font(points, bold=bold, italic=italic))


def width_of(text: str, points: float, *, bold: bool = False, italic: bool = False) -> int:
    """How wide a text is on one line."""
    return ceil(_metrics(points, bold, italic).horizontalAdvance(text))


def height_of(text: str, width: int, points: float, *, bold: bool = False, italic: bool = False) -> int:
    """How high a text is when it is wrapped at words to a width."""
    metrics = _metrics(points, bold, italic)
    if "\n" not in text and metrics.horizontalAdvance(text) <= width:
        return ceil(metrics.height())
    box = QRectF(0, 0, width, _TALL)
    return ceil(metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height())


def lines_of(text: str, width: int, points: float) -> list[str]:
    """A paragraph cut into the lines it takes."""
    layout = QTextLayout(text, font(points))
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return lines
