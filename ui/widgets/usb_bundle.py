"""Mang bằng USB: write a bundle, take in what comes back, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.clock import Clock
from app.domain.operations import ReportKey
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.ports import Apart, Desk
from ui.presenters.this_computer import anew_words
from ui.presenters.usb_bundle import UsbBundlePresenter
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.widgets.notice import Notice
from ui.words import translate

_KINDS = "Sổ Báo Cáo (*.sbc)"


class UsbBundle(Card):
    """The section. `landed(reports)` says that an answer came in, and which reports changed by it."""

    landed = Signal(object)
    enrolment_wanted = Signal()
    """This computer is to be enrolled anew."""

    def __init__(self, look: Look, desk: Desk, apart: Apart, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=12, spacing=8, parent=parent)
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._standing = Words(look, color="secondary", wrap=True)
        self.write = Button(
            look,
            translate("Usb", "Xuất gói…"),
            self._on_write,
            tip=translate("Usb", "Ghi mọi thay đổi chưa lên hệ thống ra một tệp niêm phong"),
        )
        self.take = Button(
            look,
            translate("Usb", "Nhập gói…"),
            self._on_take,
            tip=translate("Usb", "Nhập gói trả về của hệ thống, hoặc nhận mang hộ gói của máy khác"),
        )
        self.note = Button(look, translate("Usb", "Lưu phiếu nhận mang hộ…"), self._on_note, kind="link")
        self.note.hide()
        self.anew = Button(look, anew_words(), self.enrolment_wanted.emit, kind="link")
        self.anew.hide()
        self._doing = Words(look, font="small", color="secondary")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(translate("Usb", "Đang ghi hoặc đọc gói"))
        self._notice = Notice(look)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Words(look, translate("Usb", "Mang bằng USB"), font="strong"))
        words.addWidget(self._standing)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.anew, self.note, self.write, self.take):
            row.addWidget(button)
        self.column.addLayout(row)
        self.column.addWidget(self._doing)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._notice)
        self.show_busy("")
        self._presenter = UsbBundlePresenter(self, desk, apart, clock)

    def refresh(self) -> None:
        """Read again which bundle is on its way."""
        self._presenter.refresh()

    def close_page(self) -> None:
        """The page goes."""
        self._presenter.close()

    def take_file(self, path: Path) -> None:
        """Begin with a bundle that was opened from outside the program."""
        self._presenter.take(path)

    @property
    def text(self) -> str:
        """What it says of the last file."""
        return self._notice.text

    @property
    def standing_text(self) -> str:
        """What it says of the bundle that is on its way."""
        return self._standing.text()

    # ---- view ---------------------------------------------------------------------------------------

    def show_standing(self, text: str) -> None:
        self._standing.setText(text)

    def show_busy(self, text: str) -> None:
        self._doing.setText(text)
        for each in (self._doing, self._bar):
            each.setVisible(bool(text))

    def say(self, text: str, tone: Tone) -> None:
        self._notice.say(text, tone)

    def offer_note(self, offered: bool) -> None:
        self._offer(self.note, offered)

    def offer_enrolment(self, offered: bool) -> None:
        self._offer(self.anew, offered)

    def _offer(self, button: Button, offered: bool) -> None:
        had_focus = button.hasFocus()
        button.setVisible(offered)
        if had_focus and not offered:
            self.take.setFocus()

    def tell_landed(self, reports: Sequence[ReportKey]) -> None:
        self.landed.emit(tuple(reports))

    # ---- what a person does -------------------------------------------------------------------------

    @Slot()
    def _on_write(self) -> None:
        path = self._ask_where(translate("Usb", "Xuất gói ra tệp"), self._presenter.file_name, _KINDS, ".sbc")
        if path is not None:
            self._presenter.write(path)

    @Slot()
    def _on_take(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.window(),
            translate("Usb", "Chọn gói cần nhập"),
            self._folder,
            translate("Usb", "Gói, phiếu nhận mang hộ (*.sbc *.json)"),
        )
        if chosen:
            self._folder = str(Path(chosen).parent)
            self._presenter.take(Path(chosen))

    @Slot()
    def _on_note(self) -> None:
        path = self._ask_where(
            translate("Usb", "Lưu phiếu nhận mang hộ"), self._presenter.note_name, "JSON (*.json)", ".json"
        )
        if path is not None:
            self._presenter.save_note(path)

    def _ask_where(self, title: str, name: str, kinds: str, ending: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self.window(), title, str(Path(self._folder, name)), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = str(path.parent)
        return path if path.suffix else path.with_name(path.name + ending)
