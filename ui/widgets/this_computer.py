"""Máy này: which system, which office, whom it was enrolled for, and enrolling it anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.ports import Desk
from ui.presenters.this_computer import ThisComputerPresenter, anew_words
from ui.theme import GAP
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.words import translate


class ThisComputerCard(Card):
    """The card. `enrolment_wanted` asks for enrolling anew."""

    enrolment_wanted = Signal()

    def __init__(self, look: Look, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, padding=20, spacing=6, parent=parent)
        self.anew = Button(look, anew_words(), self.enrolment_wanted.emit)
        self.anew.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._rows: list[tuple[Words, Words]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._said = Words(look, font="small", wrap=True)
        self._said.hide()
        hint = translate(
            "Enrolment",
            "Khi máy bị thu hồi quyền, dữ liệu bị sao chép sang máy khác, hoặc hệ thống đổi địa chỉ: "
            "xin mã cài đặt mới ở người quản trị rồi cài đặt lại. Số liệu trên máy vẫn giữ nguyên.",
        )
        self._hint = Words(look, hint, font="small", color="secondary", wrap=True)
        self.column.addWidget(Words(look, translate("Enrolment", "Máy này"), font="strong"))
        self.column.addLayout(self._grid)
        self.column.addWidget(self._said)
        self.column.addSpacing(GAP // 2)
        self.column.addWidget(self._hint)
        self.column.addWidget(self.anew)
        self._presenter = ThisComputerPresenter(self, desk)

    def refresh(self) -> None:
        """Read it again."""
        self._presenter.refresh()

    def close_page(self) -> None:
        """The page goes."""
        self._presenter.close()

    @property
    def text(self) -> str:
        """All that it says of the computer."""
        lines = [f"{name.text()}: {value.text()}" for name, value in self._rows if not value.isHidden()]
        return "\n".join([*lines, *([] if self._said.isHidden() else [self._said.text()])])

    # ---- view ---------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        while len(self._rows) < len(rows):
            self._add_row()
        for at, (name, value) in enumerate(self._rows):
            said = rows[at] if at < len(rows) else ("", "")
            for words, text in zip((name, value), said, strict=True):
                words.setText(text)
                words.setVisible(bool(text))

    def _add_row(self) -> None:
        name = Words(self._look, font="small", color="secondary")
        value = Words(self._look, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for at, words in enumerate((name, value)):
            self._grid.addWidget(words, len(self._rows), at, Qt.AlignmentFlag.AlignTop)
        self._rows.append((name, value))

    def say(self, text: str, tone: Tone) -> None:
        self._said.set_tone(tone)
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._hint.setVisible(not text)  # what is said tells what to do
