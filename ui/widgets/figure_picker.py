"""Choosing a figure to put into a text: a search line above a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.figure_choice import OFFERED_MAX, FigureOffer
from ui.presenters.lines import Line
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.words import translate

_WIDTH, _HEIGHT = 520, 460
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class FigurePicker(QDialog):
    """Ask it with `chosen_field()`. Arrows walk the list while the search line keeps the keyboard."""

    def __init__(
        self, look: Look, matching: Callable[[str], Sequence[FigureOffer]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._matching = matching
        self._offers: Sequence[FigureOffer] = ()
        title = translate("Narrative", "Chèn số liệu")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._search = QLineEdit()
        self._search.setFont(look.fonts.body)
        self._search.setPlaceholderText(translate("Narrative", "Tìm theo tên dòng, tên cột hoặc số cột, gõ không dấu"))
        self._search.setAccessibleName(translate("Narrative", "Tìm số liệu"))
        self._search.textChanged.connect(self._on_search)
        self._search.installEventFilter(self)
        self._list = LineList(look, translate("Narrative", "Số liệu của biểu"))
        self._list.chosen.connect(self._on_chosen)
        self._said = Words(look, font="small", color="secondary", wrap=True)
        card = Card(look)
        card.column.addWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(Words(look, title, font="section"))
        layout.addWidget(self._search)
        layout.addWidget(card, 1)
        layout.addWidget(self._said)
        self._on_search("")
        self._search.setFocus()

    def chosen_field(self) -> str:
        """The field chosen, braces included; empty for none."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return ""
        row = self._list.currentIndex().row()
        return self._offers[row].field if 0 <= row < len(self._offers) else ""

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._offers = self._matching(text)
        self._list.lines.show([_line(offer) for offer in self._offers])
        if self._offers:
            self._list.setCurrentIndex(self._list.lines.index(0))
            self._list.scrollToTop()
        if not self._offers:
            self._said.setText(translate("Narrative", "Không có số liệu nào như vậy trong biểu."))
        elif len(self._offers) == OFFERED_MAX:
            self._said.setText(translate("Narrative", "Còn số liệu khác: gõ thêm tên dòng hoặc tên cột để tìm."))
        else:
            self._said.setText(translate("Narrative", "Enter để chèn. Số trong lời văn luôn theo đúng số trong bảng."))

    @Slot(int)
    def _on_chosen(self, _row: int) -> None:
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _LIST_KEYS:
                QApplication.sendEvent(self._list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._offers:
                    self.accept()
                return True
        return super().eventFilter(watched, event)


def _line(offer: FigureOffer) -> Line:
    none = translate("Narrative", "chưa có số")
    return Line(heading=offer.row, right=offer.shown or none, body=offer.column)
