"""The marks of findings: shape tells the kind, colour only repeats it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def draw_mark(painter: QPainter, kind: str, x: int, middle: int, color: QColor) -> None:
    """Draw a finding's mark, 8 px wide, left edge at x: shape tells the kind, colour only repeats it."""
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(color)
    top, bottom = middle - 4, middle + 4
    match kind:
        case "error":
            painter.drawPolygon(QPolygonF([QPointF(x, bottom), QPointF(x + 4, top), QPointF(x + 8, bottom)]))
        case "conflict":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawLine(QPoint(x, top), QPoint(x + 8, bottom))
            painter.drawLine(QPoint(x, bottom), QPoint(x + 8, top))
        case "explain":
            painter.drawPolygon(
                QPolygonF([QPointF(x, middle), QPointF(x + 4, top), QPointF(x + 8, middle), QPointF(x + 4, bottom)])
            )
        case "warning":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([QPointF(x, bottom), QPointF(x + 4, top), QPointF(x + 8, bottom)]))
        case "hint":  # an eye: look again
            painter.drawEllipse(QPointF(x + 4, middle), 1.2, 1.2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + 4, middle), 4, 2.9)
        case "note":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + 8, top), QPointF(x, bottom)]))
        case "question":  # a full dot: somebody waits
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x + 4, middle), 3.4, 3.4)
        case "up" | "down":  # an arrow: still on its way
            painter.setBrush(Qt.BrushStyle.NoBrush)
            head, tail, step = (top, bottom, 3) if kind == "up" else (bottom, top, -3)
            painter.drawLine(QPointF(x + 4, tail), QPointF(x + 4, head))
            ends = [QPointF(x + 1, head + step), QPointF(x + 4, head), QPointF(x + 7, head + step)]
            painter.drawPolyline(QPolygonF(ends))
        case "ok":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, 1.8))
            painter.drawPolyline(QPolygonF([QPointF(x, middle), QPointF(x + 3, bottom - 1), QPointF(x + 8, top)]))
        case _:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + 4, middle), 3.4, 3.4)
