"""A page that is a list of reports: Việc cần làm, Báo cáo, Tổng hợp."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QSpacerItem, QWidget

from ui.look import Look
from ui.presenters.lines import ReportLine
from ui.presenters.phrases import Tone, error_words
from ui.presenters.report_filters import FilterOffer, ReportFilter
from ui.presenters.report_lists import ListView, ReportListPresenter
from ui.theme import GAP, GROUP_GAP
from ui.views.page import Empty, Page
from ui.widgets.card import Card
from ui.widgets.filter_row import FilterRow
from ui.widgets.notice import Notice
from ui.widgets.report_list import ReportList
from ui.words import translate

if TYPE_CHECKING:
    from ui.presenters.ports import Desk
    from ui.widgets.guide import GuideCard

_READING_AFTER_MS = 300
"""A list that comes sooner is waited for without a word."""


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
        self.filters = FilterRow(look)
        self.filters.chosen.connect(self._on_filter)
        self._reading_later = QTimer(self)
        self._reading_later.setSingleShot(True)
        self._reading_later.setInterval(_READING_AFTER_MS)
        self._reading_later.timeout.connect(self._on_still_reading)
        self.notice.answered.connect(self._on_answered)
        self._answered: Callable[[], None] = self.refresh
        self.column.addWidget(self.notice)
        self.column.addWidget(self.filters)
        self.column.addWidget(card, 1)
        self.first = self.list
        self._on_read = on_read
        self._is_broken = False
        self._list_had_focus = False
        self.guide: GuideCard | None = None
        self._below_guide = QSpacerItem(0, 0)
        self._guide_read: Callable[[], None] = lambda: None
        self._presenter = make_presenter(self, desk)

    def show_guide(self, read: Callable[[], None]) -> None:
        """Show the first three steps above the list; `read` is called when the person has seen enough of them."""
        from ui.widgets.guide import GuideCard

        if self.guide is None:
            guide = self.guide = GuideCard(self.look)
            self.column.insertWidget(0, guide)
            self.column.insertItem(1, self._below_guide)
            guide.read.connect(self._on_guide_read)
        self._guide_read = read
        self.guide.show()
        self._below_guide.changeSize(0, GROUP_GAP - GAP)

    @Slot()
    def _on_guide_read(self) -> None:
        if self.guide is not None:
            self.take_focus()
            self.guide.hide()
            self._below_guide.changeSize(0, 0)
            self._guide_read()

    def tell(self, text: str, action: str, act: Callable[[], None]) -> None:
        """Say a sentence above the list, with at most one thing to do about it."""
        self._answered = act
        self.notice.say(text, Tone.ATTENTION, action)

    @Slot()
    def _on_answered(self) -> None:
        self._answered()

    def refresh(self) -> None:
        self._presenter.refresh()

    def close_page(self) -> None:
        self._reading_later.stop()
        self._presenter.close()

    def search(self, text: str) -> bool:
        self._presenter.search(text)
        return True

    # ---- ListView -----------------------------------------------------------------------------------

    def show_lines(self, lines: list[ReportLine]) -> None:
        self._reading_later.stop()
        if self._is_broken:
            self._is_broken = False
            self.notice.say("", Tone.NEUTRAL)
        self.list.show_lines(lines)
        if self._on_read:
            self._on_read()

    def show_empty(self, title: str, sentence: str, icon_name: str = "") -> None:
        self._list_had_focus = self.list.hasFocus() or (self._list_had_focus and self.list.isHidden())
        self._empty.say(title, sentence, icon_name)
        self.list.setVisible(not title)
        if not title and self._list_had_focus:
            # Why: what is hidden loses the keyboard, and whoever opened the list means to walk it.
            self.list.setFocus()

    def show_filters(self, offer: FilterOffer) -> None:
        self.filters.show_offer(offer)

    def show_reading(self) -> None:
        if not self._reading_later.isActive():
            self._reading_later.start()

    @Slot()
    def _on_still_reading(self) -> None:
        self.show_empty(
            translate("Work", "Đang đọc danh sách…"),
            translate("Work", "Máy đang bận; danh sách sẽ hiện ngay tại đây."),
            "clock",
        )

    @Slot(object)
    def _on_filter(self, chosen: ReportFilter) -> None:
        self._presenter.filter(chosen)

    def show_broken(self, error: Exception) -> None:
        self._reading_later.stop()
        self._is_broken = True
        self._answered = self.refresh
        self.notice.say(error_words(error), Tone.ERROR, translate("Work", "Đọc lại"))
        if not self.list.lines.lines:
            self.show_empty(
                translate("Work", "Chưa đọc được danh sách"),
                translate("Work", "Số liệu đã lưu trên máy này không bị thay đổi."),
                "attention",
            )
        if self._on_read:
            self._on_read()
