"""Below the grid: where the cursor is, in words, what stood there before, and what is to be said of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.look import Look
from ui.presenters.form_words import CellBar
from ui.presenters.phrases import Tone
from ui.widgets.labels import Words
from ui.words import translate


class _Offer(Words):
    """What is offered for the cell: words that may be clicked. No button: the key does it, and a cell spares no Tab."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class CellBarView(QWidget):
    """Two lines: address, path and earlier figures; the note, what is offered, what is selected."""

    offer_taken = Signal()
    """What last period passes on was clicked."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = Words(look, font="strong")
        self._path = Words(look, color="secondary", elide=True)
        self._previous = Words(look, color="secondary")
        self._note = Words(look, color="secondary", elide=True)
        self._offer = _Offer(look, color="accent")
        self._offer.setCursor(Qt.CursorShape.PointingHandCursor)
        self._offer.clicked.connect(self.offer_taken)
        self._range = Words(look, color="secondary")
        self._range.hide()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._address)
        top.addWidget(self._path, 1)
        top.addWidget(self._previous)
        layout = QGridLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setVerticalSpacing(2)
        layout.addLayout(top, 0, 0)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._offer)
        bottom.addWidget(self._range)
        layout.addLayout(bottom, 1, 0)
        self.setFixedHeight(46)
        self.setAccessibleName(translate("Form", "Ô đang chọn"))

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Address, path, earlier figures, note."""
        return self._address.text(), self._path.text(), self._previous.text(), self._note.text()

    def show_range(self, text: str) -> None:
        """What the selected cells add up to."""
        self._range.setText(text)
        self._range.setVisible(bool(text))

    @property
    def range_text(self) -> str:
        """What is said of the selected cells."""
        return self._range.text()

    @property
    def offer_text(self) -> str:
        """What is offered for the cell."""
        return self._offer.text()

    def show_bar(self, bar: CellBar | None) -> None:
        """Say it; None for no cell."""
        offer = bar.offer if bar else ""
        self._offer.setText(offer)
        self._offer.setVisible(bool(offer))
        if bar is None:
            for words in (self._address, self._path, self._previous, self._note):
                words.setText("")
            return
        self._address.setText(bar.address)
        self._path.setText(bar.path)
        earlier = []
        if bar.previous:
            earlier.append(translate("Form", "Kỳ trước: {value}").format(value=bar.previous))
        if bar.last_year:
            earlier.append(translate("Form", "Cùng kỳ năm trước: {value}").format(value=bar.last_year))
        self._previous.setText("     ".join(earlier))
        self._note.set_tone(bar.tone if bar.note else Tone.NEUTRAL)
        self._note.setText(bar.note)
