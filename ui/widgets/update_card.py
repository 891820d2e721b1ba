"""Cập nhật: which version runs, whether there is a newer one, and what is new in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.clock import Clock
from ui.bridge.update_bridge import UpdateBridge
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.ports import Apart
from ui.presenters.updating import UpdatePresenter, UpdateShown, nothing_shown
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.flow import FlowRow
from ui.widgets.labels import Words
from ui.widgets.progress_strip import ProgressStrip
from ui.words import translate

_COLORS = {Tone.OK: "ok", Tone.ATTENTION: "attention", Tone.ERROR: "error"}


class UpdateCard(Card):
    """The card."""

    def __init__(self, look: Look, version: str, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=20, spacing=6, parent=parent)
        self._presenter: UpdatePresenter | None = None
        self._bridge: UpdateBridge | None = None
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        self._version = version
        self._text = Words(look, wrap=True)
        self._also = Words(look, font="small", color="secondary", wrap=True)
        self._news_title = Words(look, translate("Updates", "Có gì mới"), font="strong")
        self._news = Words(look, font="small", wrap=True)
        self._news.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = ProgressStrip(look, self._on_cancel)
        restart = translate("Updates", "Khởi động lại ngay")
        self.restart = Button(look, restart, self._on_restart, kind="primary")
        self.look_now = Button(look, translate("Updates", "Kiểm tra ngay"), self._on_look)
        self.from_usb = Button(look, translate("Updates", "Lấy từ USB…"), self._on_usb)
        self.carried = QMenu(self)
        self.carried.setAccessibleName(translate("Updates", "Lấy bản cập nhật từ USB"))
        for name, act in (
            (translate("Updates", "Tệp cập nhật (.zip)…"), self._on_file),
            (translate("Updates", "Thư mục cập nhật…"), self._on_folder),
        ):
            self.carried.addAction(name).triggered.connect(act)
        self.defer = Button(look, translate("Updates", "Để sau 7 ngày"), self._on_defer)
        self.resume = Button(look, translate("Updates", "Không hoãn nữa"), self._on_resume)
        self.column.addWidget(Words(look, translate("Updates", "Cập nhật"), font="strong"))
        for part in (self._text, self._also, self._news_title, self._news, self._progress):
            self.column.addWidget(part)
        self._acts = QWidget()
        row = FlowRow(self._acts, self.look_now.sizeHint().height())
        for at, button in enumerate(self._buttons):
            row.insert(at, button)
        self.column.addWidget(self._acts)

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self.restart, self.look_now, self.from_usb, self.defer, self.resume

    def serve(self, bridge: UpdateBridge, apart: Apart, clock: Clock, start_anew: Callable[[], bool]) -> None:
        """Show how it stands with these updates. `start_anew`: see UpdatePresenter."""
        self._bridge = bridge
        self._presenter = UpdatePresenter(self, bridge.updates, apart, clock, self._version, start_anew)
        bridge.changed.connect(self._on_changed)
        self._presenter.show()

    def explain(self, code: str) -> None:
        """Say why this program does not update itself."""
        self.show_update(nothing_shown(code, self._version))

    def close_page(self) -> None:
        """The page goes."""
        if self._presenter is not None and self._bridge is not None:
            self._presenter.close()
            self._bridge.changed.disconnect(self._on_changed)

    @property
    def text(self) -> str:
        """All that it says."""
        parts = (self._text, self._also, self._news)
        return "\n".join(part.text() for part in parts if not part.isHidden())

    @property
    def progress_text(self) -> str:
        """What is being done."""
        return self._progress.text

    # ---- view ---------------------------------------------------------------------------------------

    def show_update(self, shown: UpdateShown) -> None:
        self._show_words(shown)
        self._show_acts(shown)

    def _show_words(self, shown: UpdateShown) -> None:
        self._text.set_color(_COLORS.get(shown.tone, "text"))
        self._text.setText(shown.text)
        self._also.set_color(_COLORS.get(shown.also_tone, "secondary"))
        self._also.setText(shown.also)
        self._also.setVisible(bool(shown.also))
        self._news.setText(shown.news)
        for part in (self._news_title, self._news):
            part.setVisible(bool(shown.news))

    def _show_acts(self, shown: UpdateShown) -> None:
        focused = next((button for button in self._buttons if button.hasFocus()), None)
        offers = (shown.can_restart, shown.can_look, shown.can_look, shown.can_defer, shown.can_resume)
        for button, offered in zip(self._buttons, offers, strict=True):
            button.setVisible(offered)
        self._acts.setVisible(any(offers))
        if shown.progress:
            self._progress.show_progress(shown.progress, shown.part)
        else:
            self._progress.put_away(self.look_now)
        if focused is not None and focused.isHidden():
            (self._progress if shown.progress else self.look_now).setFocus()

    def say(self, text: str, tone: Tone) -> None:
        self._also.set_color(_COLORS.get(tone, "secondary"))
        self._also.setText(text)
        self._also.show()

    # ---- what a person does -------------------------------------------------------------------------

    @Slot()
    def _on_changed(self) -> None:
        if self._presenter is not None:
            self._presenter.show()

    @Slot()
    def _on_look(self) -> None:
        if self._presenter is not None:
            self._presenter.look()

    @Slot()
    def _on_restart(self) -> None:
        if self._presenter is not None:
            self._presenter.restart()

    @Slot()
    def _on_usb(self) -> None:
        self.carried.popup(self.from_usb.mapToGlobal(self.from_usb.rect().bottomLeft()))

    @Slot()
    def _on_file(self) -> None:
        title, kinds = translate("Updates", "Chọn tệp cập nhật"), translate("Updates", "Tệp cập nhật (*.zip)")
        chosen, _ = QFileDialog.getOpenFileName(self.window(), title, self._folder, kinds)
        self._look_in(chosen)

    @Slot()
    def _on_folder(self) -> None:
        title = translate("Updates", "Chọn thư mục cập nhật")
        self._look_in(QFileDialog.getExistingDirectory(self.window(), title, self._folder))

    def _look_in(self, chosen: str) -> None:
        if chosen and self._presenter is not None:
            self._folder = str(Path(chosen).parent)
            self._presenter.look_in(Path(chosen))

    @Slot()
    def _on_cancel(self) -> None:
        if self._presenter is not None:
            self._presenter.cancel()

    @Slot()
    def _on_defer(self) -> None:
        if self._presenter is not None:
            self._presenter.defer()

    @Slot()
    def _on_resume(self) -> None:
        if self._presenter is not None:
            self._presenter.defer(0)
