"""What every page has in common: margins, and a sentence where there is nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.icons import paint_icon
from ui.look import Look
from ui.theme import GAP, MARGIN
from ui.widgets.labels import Words


class Page(QWidget):
    """A page below the header."""

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.title = title
        self.first: QWidget = self
        """What has the keyboard when the page is shown. No focus proxy: Tab would never get past it."""
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        self.column.setSpacing(GAP)

    def take_focus(self) -> None:
        """Give the keyboard to the page."""
        self.first.setFocus()

    def refresh(self) -> None:
        """Read again what the page shows."""

    def close_page(self) -> None:
        """The page goes; what is answered later is not shown."""

    def take_file(self, path: Path) -> None:
        """Begin with a file that was opened from outside the program."""

    def search(self, text: str) -> bool:
        """Filter by a text; whether this page can."""
        return False


class _Picture(QWidget):
    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(48, 48)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.width() / 2 - 22, 2, 44, 44)
        paint_icon(painter, self._name, box, self._look.color("strong"))


class Empty(QWidget):
    """Nothing here: one sentence, and what comes next."""

    def __init__(self, look: Look, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._picture = _Picture(look, icon_name)
        self._title = Words(look, font="section")
        self._sentence = Words(look, color="secondary", wrap=True)
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addStretch(3)

    def say(self, title: str, sentence: str, icon_name: str = "") -> None:
        """Say it, with another picture than usual where one is named; an empty title hides it."""
        self._picture.show_icon(icon_name or self._icon_name)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setVisible(bool(title))
