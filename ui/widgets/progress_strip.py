"""How far something is: a thin bar, a sentence under it, and a button that ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.words import translate

_HEIGHT = 4
_WHOLE = 1000


class ProgressStrip(QWidget):
    """The strip; hidden while nothing is shown."""

    def __init__(self, look: Look, cancelled: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_HEIGHT)
        self._bar.setAccessibleName(translate("Progress", "Đã xong bao nhiêu"))
        self._bar.setRange(0, _WHOLE)
        self._words = Words(look, font="small", color="secondary", wrap=True)
        self._cancel = Button(look, translate("Progress", "Dừng lần này"), cancelled, kind="quiet")
        self.setFocusProxy(self._cancel)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._words, 1)
        line.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bar)
        column.addLayout(line)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_progress(self, text: str, part: int | None) -> None:
        """Say how far it is; `part` of a thousand, None where nobody knows."""
        self._words.setText(text)
        self._bar.setValue(part or 0)
        self.show()

    def put_away(self, heir: QWidget) -> None:
        """Nothing goes on any more; `heir` takes the keyboard where the button had it."""
        had_focus = self._cancel.hasFocus()
        self.hide()
        if had_focus:
            heir.setFocus()
