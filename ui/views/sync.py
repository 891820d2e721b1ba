"""Đồng bộ: the light and its sentence, what differs, what went, how the last cycles ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.clock import Clock
from sync.events import CycleEnded, Event
from ui.bridge.sync_wishes import SyncWishes
from ui.look import Look
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk, SyncController
from ui.presenters.sync_cycles import trouble_words
from ui.presenters.sync_page import SyncPageLines, SyncPagePresenter
from ui.presenters.sync_progress import Progress, SyncMeter, is_over
from ui.presenters.sync_status import SyncStatusPresenter
from ui.presenters.this_computer import anew_words
from ui.theme import GAP, GROUP_GAP
from ui.views.page import Page
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.clipboard import put_text_on_clipboard
from ui.widgets.labels import Words
from ui.widgets.light import LightMark
from ui.widgets.line_list import LineList
from ui.widgets.notice import Notice
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.usb_bundle import UsbBundle
from ui.words import translate

Standing = Callable[[], tuple[str, str]]
"""What holds synchronising back, and what that means; both empty for nothing."""


class _Section(Card):
    """A titled list, with a sentence where it is empty, and at most one act beside its title."""

    def __init__(self, look: Look, title: str, empty: str, act: Button | None = None) -> None:
        super().__init__(look)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 4)
        head.addWidget(Words(look, title, font="strong"), 1)
        head.addSpacing(0)
        if act is not None:
            head.addWidget(act)
        top = QWidget()
        top.setFixedHeight(40)
        top.setLayout(head)
        self._empty = Words(look, empty, color="secondary", wrap=True)
        self._empty.setContentsMargins(12, 0, 12, 12)
        self._empty.hide()  # until it is read: nothing is known to be empty before
        self.list = LineList(look, title)
        self.column.addWidget(top)
        self.column.addWidget(self._empty)
        self.column.addWidget(self.list, 1)
        self.column.addStretch()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.list.lines.show(lines)
        self._empty.setVisible(not lines)
        self.list.setVisible(bool(lines))


class SyncPage(Page):
    """The page. `place_wanted(place)` asks for where something that differs is seen to."""

    place_wanted = Signal(object)
    enrolment_wanted = Signal()
    """This computer is to be enrolled anew."""

    def __init__(
        self,
        look: Look,
        desk: Desk,
        controller: SyncController,
        wishes: SyncWishes,
        standing: Standing,
        clock: Clock,
        usb: UsbBundle,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, translate("Sync", "Đồng bộ"), parent)
        self.usb = usb
        usb.enrolment_wanted.connect(self.enrolment_wanted)
        self._controller = controller
        self._wishes = wishes
        self._standing = standing
        self._clock = clock
        self._meter = SyncMeter()
        self._light = LightMark(look, 20)
        self._sentence = Words(look, font="section")
        self._waits = self._doing = ""
        self._trouble = ("", "")
        """What went wrong in the last cycle, in words, and its code."""
        self._facts = Words(look, color="secondary", wrap=True)
        self._held = Words(look, color="secondary", wrap=True)
        self._skew = Words(look, color="attention", wrap=True)
        for words in (self._facts, self._held, self._skew):
            words.hide()
        self._now = Button(look, translate("Sync", "Đồng bộ ngay"), self._on_now, kind="primary", icon_name="sync")
        self._pause = Button(look, "", self._on_pause)
        self.anew = Button(look, anew_words(), self.enrolment_wanted.emit)
        self.anew.hide()
        self._strip = ProgressStrip(look, self._on_cancel)
        self._make_sections()
        self._notice = Notice(look)
        self._notice.answered.connect(self.refresh)
        self.column.addWidget(self._notice)
        self.column.addWidget(self._make_head())
        self.column.addSpacing(GAP)
        self.column.addLayout(self._lay_sections(), 1)
        self.column.addSpacing(GAP)
        self.column.addWidget(usb)
        self.first = self._now
        self._status = SyncStatusPresenter(self, desk, lambda: self._standing()[0])
        self._presenter = SyncPagePresenter(self, desk)
        wishes.changed.connect(self._on_wishes)
        self._on_wishes()

    def take_file(self, path: Path) -> None:
        self.usb.take_file(path)

    def _make_sections(self) -> None:
        look = self.look
        self._differing = _Section(
            look,
            translate("Sync", "Chưa khớp"),
            translate("Sync", "Không có gì chờ: mọi thay đổi trên máy này đã lên hệ thống."),
        )
        copy = Button(
            look,
            translate("Sync", "Sao chép"),
            self._on_copy,
            kind="quiet",
            tip=translate("Sync", "Sao chép biên nhận đang chọn (Ctrl+C)"),
        )
        copy.setAccessibleName(translate("Sync", "Sao chép biên nhận đang chọn"))
        self._went = _Section(
            look,
            translate("Sync", "Biên nhận"),
            translate("Sync", "Chưa có biên nhận nào. Mỗi lần chốt hoặc gửi báo cáo, hệ thống trả một biên nhận."),
            copy,
        )
        self._copy = copy
        self._cycles = _Section(
            look, translate("Sync", "Các lần đồng bộ gần đây"), translate("Sync", "Chưa đồng bộ lần nào.")
        )
        self._differing.list.chosen.connect(self._on_differing)
        self._cycles.list.chosen.connect(self._on_cycle)
        copies = QShortcut(QKeySequence.StandardKey.Copy, self._went)
        copies.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copies.activated.connect(self._on_copy_key)

    def _lay_sections(self) -> QGridLayout:
        lists = QGridLayout()
        lists.setSpacing(GROUP_GAP)
        for at, section in enumerate((self._differing, self._went, self._cycles)):
            lists.addWidget(section, 0, at)
            lists.setColumnStretch(at, 1)
        return lists

    def _make_head(self) -> QWidget:
        card = Card(self.look, padding=16)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self._sentence, self._facts, self._held, self._skew):
            words.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._light)
        row.addLayout(words, 1)
        row.addWidget(self.anew)
        row.addWidget(self._pause)
        row.addWidget(self._now)
        card.column.addLayout(row)
        card.column.addWidget(self._strip)
        return card

    def refresh(self) -> None:
        self._status.refresh()
        self._presenter.refresh()
        self.usb.refresh()

    def close_page(self) -> None:
        self._wishes.changed.disconnect(self._on_wishes)
        self._status.close()
        self._presenter.close()
        self.usb.close_page()

    def on_event(self, event: Event) -> None:
        """The engine did something."""
        if isinstance(event, CycleEnded):
            self._trouble = (trouble_words(event.record), event.record.code)
        self._meter.expect(self._presenter.files)
        self._show_progress(self._meter.heard(event, self._clock.monotonic()), event)
        self._status.on_event(event)
        self._presenter.on_event(event)

    def _show_progress(self, progress: Progress | None, event: Event) -> None:
        if progress is not None:
            self._strip.show_progress(progress.text, progress.part)
        elif is_over(event):
            self._strip.put_away(self._now)

    @property
    def busy_text(self) -> str:
        """What is said of the engine, and of what holds it back."""
        return " · ".join(part for part in (self._engine_words(), self._held.text()) if part)

    @property
    def progress_text(self) -> str:
        """What is said of a cycle that runs."""
        return self._strip.text

    @property
    def skew_text(self) -> str:
        """What is said of this computer's clock."""
        return self._skew.text()

    @property
    def lists(self) -> tuple[LineList, LineList, LineList]:
        """What differs, the receipts, the cycles."""
        return self._differing.list, self._went.list, self._cycles.list

    @property
    def cycles(self) -> list[object]:
        """The cycles listed, newest first."""
        return list(self._cycles.list.lines.lines)

    # ---- views --------------------------------------------------------------------------------------

    def show_light(self, light: str, sentence: str) -> None:
        self._light.show_light(light, sentence)
        self._sentence.setText(sentence)

    def show_unsent(self, text: str) -> None:
        self._waits = text or translate("Sync", "Không có thay đổi nào chờ đồng bộ.")
        self._show_facts()

    def _show_facts(self) -> None:
        """What waits and what is done about it, in one line: nothing below moves as a cycle comes and goes.

        Where the engine has nothing to say, what became of the last cycle: a person may have asked for it.
        """
        space = " " if self._waits.endswith(".") else " · "
        self._facts.setText(space.join(part for part in (self._waits, self._engine_words()) if part))
        self._facts.setVisible(bool(self._facts.text()))

    def _engine_words(self) -> str:
        return self._doing or self._status.beside_light(*self._trouble)

    def show_deadline(self, text: str, tone: Tone) -> None:
        """The status bar says it."""

    def show_attention(self, count: int) -> None:
        """The rail says it."""

    def show_busy(self, text: str) -> None:
        short, meaning = self._standing()
        self._doing = "" if text == short else text
        self._held.setText(f"{short}. {meaning}" if short else "")
        self._held.setVisible(bool(short))
        self._show_facts()

    def show_page(self, lines: SyncPageLines) -> None:
        self._notice.say("", Tone.NEUTRAL)
        self._differing.show_lines(lines.differing)
        self._went.show_lines(lines.went)
        self._copy.setVisible(bool(lines.went))
        self._cycles.show_lines(lines.cycles)

    def show_skew(self, text: str) -> None:
        self._skew.setText(text)
        self._skew.setVisible(bool(text))

    def offer_enrolment(self, offered: bool) -> None:
        had_focus = self.anew.hasFocus()
        self.anew.setVisible(offered)
        if had_focus and not offered:
            self._now.setFocus()

    def show_broken(self, error: Exception) -> None:
        self._notice.say(error_words(error), Tone.ERROR, translate("Sync", "Đọc lại"))

    # ---- what a person does -------------------------------------------------------------------------

    @Slot()
    def _on_now(self) -> None:
        self._controller.wake()

    @Slot()
    def _on_cancel(self) -> None:
        self._controller.cancel()

    @Slot()
    def _on_pause(self) -> None:
        self._wishes.pause(paused=not self._wishes.wishes.paused)

    @Slot()
    def _on_wishes(self) -> None:
        paused = self._wishes.wishes.paused
        text = translate("Sync", "Tiếp tục") if paused else translate("Sync", "Tạm dừng")
        self._pause.setText(text)
        self._pause.setAccessibleName(text)
        self._status.refresh()

    @Slot(int)
    def _on_differing(self, row: int) -> None:
        if self._presenter.enrols_at(row):
            self.enrolment_wanted.emit()
            return
        place = self._presenter.place_at(row)
        if place is not None:
            self.place_wanted.emit(place)

    @Slot(int)
    def _on_cycle(self, row: int) -> None:
        self._presenter.turn_cycle(row)

    @Slot()
    def _on_copy_key(self) -> None:
        self._on_copy()

    def _on_copy(self) -> None:
        text = self._presenter.receipt_at(max(self._went.list.currentIndex().row(), 0))
        if text:
            put_text_on_clipboard(text)
            self._notice.say(translate("Sync", "Đã sao chép biên nhận: dán vào thư hoặc văn bản."), Tone.OK)
