"""What stays in sight whatever the window shows: rail, header, status bar, and the pages between them."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.look import Look
from ui.theme import MARGIN
from ui.widgets.header import Header
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar


class Frame(QWidget):
    """The window's inside."""

    def __init__(self, look: Look, version: str) -> None:
        super().__init__()
        self._look = look
        self.rail = Rail(look)
        self.header = Header(look)
        self.status = StatusBar(look, version)
        self._pages = QStackedWidget()
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self.header)
        self._right.addWidget(self._pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        look.changed.connect(self.update)

    def stand_above(self, line: QWidget) -> None:
        """Keep a line above every page."""
        is_shown = not line.isHidden()
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 4, MARGIN, 0)
        row.addWidget(line)
        self._right.insertLayout(1, row)
        line.setVisible(is_shown)  # another parent hides it

    def keep(self, page: QWidget) -> None:
        """Have a page among the others."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)

    def show_page(self, page: QWidget, title: str = "") -> None:
        """Show a page, under the header that names it; one without a title has a head of its own."""
        self.keep(page)
        self.header.title.setText(title)
        self.header.setVisible(bool(title))
        self._pages.setCurrentWidget(page)

    def drop(self, page: QWidget) -> None:
        """Have it no more."""
        self._pages.removeWidget(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._look.fill(QPainter(self), event.rect(), "window")
