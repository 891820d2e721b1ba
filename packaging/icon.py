"""The program's icon in every size, from its drawing: `python packaging/icon.py` renews resources/icons."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from tools import ROOT

DRAWING = ROOT / "resources" / "icons" / "sobaocao.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
PNG_SIZES = (32, 48, 128, 256)


def png(size: int) -> bytes:
    """The icon as a PNG of `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """All sizes in one Windows icon, each as a PNG."""
    pictures = [(size, png(size)) for size in ICO_SIZES]
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    at = 6 + 16 * len(pictures)
    for size, picture in pictures:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at + len(body))
        body += picture
    return head + body


def write(folder: Path) -> None:
    """Write sobaocao.ico and the PNGs into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sobaocao.ico").write_bytes(ico())
    for size in PNG_SIZES:
        (folder / f"sobaocao-{size}.png").write_bytes(png(size))


if __name__ == "__main__":
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    write(DRAWING.parent)
