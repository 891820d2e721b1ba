"""A page that is a list of reports: Việc cần làm, Báo cáo, Tổng hợp."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.messages import explain
from ui.look import Look
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone
from ui.presenters.ports import Desk
from ui.presenters.report_lists import ListView, ReportListPresenter
from ui.views.page import Empty, Page
from ui.widgets.card import Card
from ui.widgets.notice import Notice
from ui.widgets.report_list import ReportList
from ui.words import language


class ReportListPage(Page):
    """The list, or a sentence where it is empty. `opened(key)` asks for a report."""

    opened = Signal(object)

    def __init__(
        self,
        look: Look,
        title: str,
        desk: Desk,
        make_presenter: Callable[[ListView, Desk], ReportListPresenter],
        *,
        icon_name: str,
        shows_progress: bool = False,
        on_read: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, title, parent)
        self.list = ReportList(look, title, shows_progress=shows_progress)
        self.list.opened.connect(self.opened)
        self._empty = Empty(look, icon_name)
        self._empty.hide()
        self.notice = Notice(look)
        card = Card(look)
        card.column.addWidget(self.list)
        card.column.addWidget(self._empty)
        self.column.addWidget(self.notice)
        self.column.addWidget(card, 1)
        self.first = self.list
        self._on_read = on_read
        self._presenter = make_presenter(self, desk)

    def refresh(self) -> None:
        self._presenter.refresh()

    def close_page(self) -> None:
        self._presenter.close()

    def search(self, text: str) -> bool:
        self._presenter.search(text)
        return True

    # ---- ListView -----------------------------------------------------------------------------------

    def show_lines(self, lines: list[ReportLine]) -> None:
        self.list.show_lines(lines)
        if self._on_read:
            self._on_read()

    def show_empty(self, title: str, sentence: str) -> None:
        self._empty.say(title, sentence)
        self.list.setVisible(not title)

    def show_broken(self, error: Exception) -> None:
        self.notice.say(words_of(error), Tone.ERROR)
        if self._on_read:
            self._on_read()


def words_of(error: Exception) -> str:
    """An error as a sentence for a person."""
    return str(explain(error if isinstance(error, AppError) else AppError(), language=language()))
