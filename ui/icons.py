"""The program's line icons: drawn from paths on a 20×20 field, in any colour, at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

# M x y · L x y … · C six figures · O cx cy r (circle) · R x y w h r (rounded box) · A x y w h start sweep (arc) · Z
PATHS = {
    "work": "R 3.5 3.5 13 13 3  M 7 10.2 L 9.2 12.4 L 13.2 7.8",
    "reports": "M 5 3 L 11.5 3 L 15.5 7 L 15.5 17 L 5 17 Z  M 11.5 3 L 11.5 7 L 15.5 7 "
    " M 8 10.5 L 12.5 10.5  M 8 13.5 L 12.5 13.5",
    "received": "M 3.5 11 L 3.5 16.5 L 16.5 16.5 L 16.5 11  M 10 3.5 L 10 12.2  M 6.5 8.9 L 10 12.4 L 13.5 8.9",
    "attention": "M 10 3.5 L 17.2 16.2 L 2.8 16.2 Z  M 10 8.2 L 10 11.8  M 10 13.9 L 10 14.1",
    "sync": "A 3.5 3.5 13 13 25 130  A 3.5 3.5 13 13 205 130 "
    " M 16.6 3.6 L 16.2 7.4 L 12.5 6.9  M 3.4 16.4 L 3.8 12.6 L 7.5 13.1",
    "settings": "M 3 6 L 9.4 6  M 13.6 6 L 17 6  O 11.5 6 2.1  M 3 14 L 6.4 14  M 10.6 14 L 17 14  O 8.5 14 2.1",
    "search": "O 8.8 8.8 5.2  M 12.8 12.8 L 16.6 16.6",
    "back": "M 12 4.5 L 6.5 10 L 12 15.5",
    "forward": "M 8 4.5 L 13.5 10 L 8 15.5",
    "print": "M 6 7.5 L 6 3.5 L 14 3.5 L 14 7.5  R 3.5 7.5 13 6.5 1.5  R 6 11.5 8 5 0.5",
    "help": "O 10 10 6.8  M 7.9 8.2 C 7.9 5.2 12.3 5.3 12.2 8.2 C 12.1 9.8 10 9.9 10 11.6  M 10 13.9 L 10 14.1",
    "down": "M 5.5 8 L 10 12.5 L 14.5 8",
    "up": "M 5.5 12.5 L 10 8 L 14.5 12.5",
    "person": "O 10 6.8 3.1  M 3.8 16.8 C 4.4 10.9 15.6 10.9 16.2 16.8",
    "check": "M 4 10.5 L 8.2 14.7 L 16 5.8",
    "lock": "R 4.5 9 11 8 2  M 7 9 L 7 6.6 C 7 2.6 13 2.6 13 6.6 L 13 9",
    "send": "M 17 3.2 L 2.8 8.6 L 8.6 11.4 L 11.4 17.2 Z  M 17 3.2 L 8.6 11.4",
    "clock": "O 10 10 6.8  M 10 6.2 L 10 10 L 12.8 11.8",
    "close": "M 5.5 5.5 L 14.5 14.5  M 14.5 5.5 L 5.5 14.5",
    "empty": "R 3.5 3.5 13 13 3  M 7 10 L 13 10",
    "insert": "M 10 4.5 L 10 15.5  M 4.5 10 L 15.5 10",
    "more": "O 4.6 10 0.6  O 10 10 0.6  O 15.4 10 0.6",
    "panel": "R 3 4 14 12 2  M 12.2 4 L 12.2 16",
}


def _path(name: str) -> QPainterPath:
    path = QPainterPath()
    words = PATHS[name].split()
    at = 0

    def take(count: int) -> list[float]:
        nonlocal at
        taken = [float(word) for word in words[at : at + count]]
        at += count
        return taken

    while at < len(words):
        verb = words[at]
        at += 1
        match verb:
            case "M":
                path.moveTo(*take(2))
            case "L":
                path.lineTo(*take(2))
            case "C":
                path.cubicTo(*take(6))
            case "O":
                x, y, radius = take(3)
                path.addEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
            case "R":
                x, y, width, height, radius = take(5)
                path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
            case "A":
                x, y, width, height, start, sweep = take(6)
                box = QRectF(x, y, width, height)
                path.arcMoveTo(box, start)
                path.arcTo(box, start, sweep)
            case "Z":
                path.closeSubpath()
            case _:
                raise ValueError(f"icon {name}: no verb {verb}")
    return path


@cache
def icon_path(name: str) -> QPainterPath:
    """The outline of an icon on its 20×20 field."""
    return _path(name)


def paint_icon(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Draw an icon into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 20, box.height() / 20)
    pen = QPen(color, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(icon_path(name))
    painter.restore()


def icon(name: str, color: QColor, size: int = 20) -> QIcon:
    """An icon for buttons and fields, sharp on screens of up to double density."""
    made = QIcon()
    for ratio in (1.0, 1.25, 1.5, 2.0):
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, name, QRectF(0, 0, size, size), color)
        painter.end()
        made.addPixmap(pixmap)
    return made
