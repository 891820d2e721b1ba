"""Vướng mắc: what waits for a person, and why. Read only."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.presenters.attention import AttentionPresenter
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone
from ui.presenters.ports import Desk
from ui.views.page import Empty, Page
from ui.views.report_list_page import words_of
from ui.widgets.card import Card
from ui.widgets.line_list import LineList
from ui.widgets.notice import Notice
from ui.words import translate


class AttentionPage(Page):
    """The list. `opened(key)` asks for the report an entry speaks of."""

    opened = Signal(object)

    def __init__(self, look: Look, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, translate("Attention", "Vướng mắc"), parent)
        self.list = LineList(look, self.title)
        self.list.chosen.connect(self._on_chosen)
        self._empty = Empty(look, "check")
        self._notice = Notice(look)
        card = Card(look)
        card.column.addWidget(self.list)
        card.column.addWidget(self._empty)
        self.column.addWidget(self._notice)
        self.column.addWidget(card, 1)
        self.first = self.list
        self._presenter = AttentionPresenter(self, desk)

    def refresh(self) -> None:
        self._presenter.refresh()

    def close_page(self) -> None:
        self._presenter.close()

    def show_lines(self, lines: list[Line]) -> None:
        self.list.lines.show(lines)
        self.list.setVisible(bool(lines))
        self._empty.say(
            "" if lines else translate("Attention", "Không có vướng mắc nào"),
            translate("Attention", "Chỗ sửa ở hai nơi và số bị hệ thống từ chối sẽ hiện ở đây, kèm lý do."),
        )

    def show_broken(self, error: Exception) -> None:
        self._notice.say(words_of(error), Tone.ERROR)

    @Slot(int)
    def _on_chosen(self, row: int) -> None:
        key = self._presenter.key_at(row)
        if key:
            self.opened.emit(key)
