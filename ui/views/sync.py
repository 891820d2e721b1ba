"""Đồng bộ: the light and its sentence, what waits, what went, how the last cycles ended."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sync.events import Event, StateChanged
from sync.state import SyncState
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.ports import Desk, SyncController
from ui.presenters.sync_page import SyncPageLines, SyncPagePresenter
from ui.presenters.sync_status import SyncStatusPresenter
from ui.theme import GAP, GROUP_GAP
from ui.views.page import Page
from ui.views.report_list_page import words_of
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.widgets.light import LightMark
from ui.widgets.line_list import LineList
from ui.words import translate


class _Section(Card):
    """A titled list, with a sentence where it is empty."""

    def __init__(self, look: Look, title: str, empty: str) -> None:
        super().__init__(look)
        head = Words(look, title, font="strong")
        head.setContentsMargins(12, 10, 12, 8)
        self._empty = Words(look, empty, color="secondary", wrap=True)
        self._empty.setContentsMargins(12, 0, 12, 12)
        self.list = LineList(look, title)
        self.column.addWidget(head)
        self.column.addWidget(self._empty)
        self.column.addWidget(self.list, 1)
        self.column.addStretch()

    def show_lines(self, lines: list[object]) -> None:
        self.list.lines.show(lines)  # type: ignore[arg-type]  # lines of one kind
        self._empty.setVisible(not lines)
        self.list.setVisible(bool(lines))


class SyncPage(Page):
    """The page."""

    def __init__(self, look: Look, desk: Desk, controller: SyncController, parent: QWidget | None = None) -> None:
        super().__init__(look, translate("Sync", "Đồng bộ"), parent)
        self._controller = controller
        self._paused = False
        self._light = LightMark(look, 20)
        self._sentence = Words(look, font="section")
        self._unsent = Words(look, color="secondary")
        self._busy = Words(look, color="secondary")
        self._busy.hide()
        self._now = Button(look, translate("Sync", "Đồng bộ ngay"), self._on_now, kind="primary", icon_name="sync")
        self._pause = Button(look, "", self._on_pause)
        self._waiting = _Section(
            look,
            translate("Sync", "Đang chờ"),
            translate("Sync", "Không có gì chờ: mọi thay đổi trên máy này đã lên hệ thống."),
        )
        self._went = _Section(
            look,
            translate("Sync", "Biên nhận"),
            translate("Sync", "Chưa có biên nhận nào. Mỗi lần chốt hoặc gửi báo cáo, hệ thống trả một biên nhận."),
        )
        self._cycles = _Section(
            look, translate("Sync", "Các lần đồng bộ gần đây"), translate("Sync", "Chưa đồng bộ lần nào.")
        )
        lists = QGridLayout()
        lists.setSpacing(GROUP_GAP)
        for at, section in enumerate((self._waiting, self._went, self._cycles)):
            lists.addWidget(section, 0, at)
            lists.setColumnStretch(at, 1)
        self.column.addWidget(self._make_head())
        self.column.addSpacing(GAP)
        self.column.addLayout(lists, 1)
        self.first = self._now
        self._status = SyncStatusPresenter(self, desk)
        self._presenter = SyncPagePresenter(self, desk)
        self._show_pause()

    def _make_head(self) -> QWidget:
        card = Card(self.look, padding=16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._unsent)
        words.addWidget(self._busy)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._light)
        row.addLayout(words, 1)
        row.addWidget(self._pause)
        row.addWidget(self._now)
        card.column.addLayout(row)
        return card

    def refresh(self) -> None:
        self._status.refresh()
        self._presenter.refresh()

    def close_page(self) -> None:
        self._status.close()
        self._presenter.close()

    def on_event(self, event: Event) -> None:
        """The engine did something."""
        if isinstance(event, StateChanged):
            self._paused = event.state is SyncState.PAUSED
            self._show_pause()
        self._status.on_event(event)

    @property
    def busy_text(self) -> str:
        """What is said of the engine."""
        return self._busy.text()

    @property
    def cycles(self) -> list[object]:
        """The cycles listed, newest first."""
        return list(self._cycles.list.lines.lines)

    # ---- views --------------------------------------------------------------------------------------

    def show_light(self, light: str, sentence: str) -> None:
        self._light.show_light(light, sentence)
        self._sentence.setText(sentence)

    def show_unsent(self, text: str) -> None:
        self._unsent.setText(text or translate("Sync", "Không có thay đổi nào chờ đồng bộ."))

    def show_deadline(self, text: str, tone: Tone) -> None:
        """The status bar says it."""

    def show_attention(self, count: int) -> None:
        """The rail says it."""

    def show_busy(self, text: str) -> None:
        self._busy.setText(text)
        self._busy.setVisible(bool(text))

    def show_page(self, lines: SyncPageLines) -> None:
        self._waiting.show_lines(list(lines.waiting))
        self._went.show_lines(list(lines.went))
        self._cycles.show_lines(list(lines.cycles))

    def show_broken(self, error: Exception) -> None:
        self.show_busy(words_of(error))

    # ---- what a person does -------------------------------------------------------------------------

    @Slot()
    def _on_now(self) -> None:
        self._controller.wake()

    @Slot()
    def _on_pause(self) -> None:
        if self._paused:
            self._controller.resume()
        else:
            self._controller.pause()

    def _show_pause(self) -> None:
        text = translate("Sync", "Tiếp tục") if self._paused else translate("Sync", "Tạm dừng")
        self._pause.setText(text)
        self._pause.setAccessibleName(text)
