"""What a start shows where the store's key is gone: it takes the printed code, and opens."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit

from app.errors import AppError
from app.messages import explain
from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.recovery import Recover, RecoveryPresenter
from ui.widgets.buttons import Button
from ui.widgets.dialog_column import dialog_column
from ui.widgets.labels import Words
from ui.words import language, translate

_WIDTH = 740
"""The whole code stands in its field."""


class RecoveryDialog(QDialog):
    """Accepted once the store opened."""

    def __init__(self, look: Look, error: AppError, recover: Recover) -> None:
        """`error` is why the store did not open."""
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._presenter = RecoveryPresenter(self, Errands(self).run, recover)
        said = explain(error, language=language())
        layout = dialog_column(self, look, translate("Recovery", "Nhập mã khôi phục"))
        layout.addSpacing(4)
        layout.addWidget(Words(look, f"{said.what} {said.safe}", wrap=True))
        layout.addWidget(Words(look, said.do, color="secondary", wrap=True))
        layout.addSpacing(8)
        label = Words(look, translate("Recovery", "Mã khôi phục"), font="small", color="secondary")
        self.code = QLineEdit()
        self.code.setFont(look.fonts.body)
        self.code.setPlaceholderText(translate("Recovery", "14 nhóm, mỗi nhóm bốn ký tự"))
        self.code.setAccessibleName(translate("Recovery", "Mã khôi phục"))
        label.setBuddy(self.code)
        self._problem = Words(look, wrap=True)
        self._problem.set_tone(Tone.ERROR)
        self._problem.hide()
        for part in (label, self.code, self._problem):
            layout.addWidget(part)
        layout.addSpacing(8)
        self._busy = Words(look, color="secondary")
        self._leave = Button(look, translate("Recovery", "Để sau"), self.reject)
        self._go = Button(look, translate("Recovery", "Mở kho dữ liệu"), self._on_go, kind="primary")
        self._go.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._busy, 1)
        row.addWidget(self._leave)
        row.addWidget(self._go)
        layout.addLayout(row)
        self.code.setFocus()

    @property
    def problem(self) -> str:
        """What it says went wrong; empty for nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    # ---- view ---------------------------------------------------------------------------------------

    def show_busy(self, sentence: str) -> None:
        self._busy.setText(sentence)
        self.code.setReadOnly(bool(sentence))
        for button in (self._go, self._leave):
            button.setEnabled(not sentence)

    def show_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.adjustSize()

    def show_open(self) -> None:
        self.accept()

    # ---- what a person does -------------------------------------------------------------------------

    def reject(self) -> None:
        """Not while the store is being opened."""
        if self._leave.isEnabled():
            super().reject()

    def _on_go(self) -> None:
        self._presenter.ask(self.code.text())
