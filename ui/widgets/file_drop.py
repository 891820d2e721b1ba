"""Files dragged over a page: a veil says what would become of them, and tells which were dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.look import Look

_INSET, _RADIUS = 8, 6


class FileDrop(QWidget):
    """Lies over `page` while files of this computer are dragged over it."""

    dropped = Signal(list)
    """Their paths."""

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__(page)
        self._look = look
        self.words = ""
        """What the veil says."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, page: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            return self._enter(event)
        if isinstance(event, QDragMoveEvent) and event.type() is QEvent.Type.DragMove and self.isVisible():
            self._take(event)
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self.hide()
            files = local_files(event.mimeData())
            if files:
                self._take(event)
                self.dropped.emit(files)
                return True
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not local_files(event.mimeData()):
            return False
        self._take(event)
        page = self.parentWidget()
        assert page is not None
        self.setGeometry(page.rect())
        self.raise_()
        self.show()
        return True

    @staticmethod
    def _take(event: QDropEvent) -> None:
        # Always a copy: what is attached stays where it was.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(look.color("window"))
        veil.setAlpha(216)
        painter.fillRect(self.rect(), veil)
        pen = QPen(look.color("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setFont(look.fonts.section)
        painter.setPen(look.color("text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.words)


def local_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are being dragged; empty for anything else."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
