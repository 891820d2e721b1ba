"""Who this computer belongs to, by a one-time code: the first thing a new one shows, and what is asked anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.services.views import Computer
from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.enrolment import Enrol, EnrolmentPresenter
from ui.presenters.phrases import Tone
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.words import translate

_WIDTH = 480


class EnrolmentDialog(QDialog):
    """Accepted once this computer belongs to an office."""

    def __init__(
        self,
        look: Look,
        enrol: Enrol,
        *,
        computer_name: str,
        former: Computer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`former` is what it was to the system until now; None for a computer that is new to it."""
        super().__init__(parent)
        self._look = look
        self._former = former
        self._code_to_keep = ""
        title = translate("Enrolment", "Cài đặt lại máy này") if former else translate("Enrolment", "Cài đặt máy này")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDTH)
        self._presenter = EnrolmentPresenter(self, Errands(self), enrol, anew=former is not None)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_form(title, computer_name))
        self._pages.addWidget(self._make_done())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.addWidget(self._pages)
        (self._code if self._address.text() else self._address).setFocus()

    def _make_form(self, title: str, computer_name: str) -> QWidget:
        page, column = _column()
        column.addWidget(Words(self._look, title, font="title"))
        for hint in self._hints():
            column.addWidget(Words(self._look, hint, color="secondary", wrap=True))
        column.addSpacing(8)
        self._address = self._field(
            column,
            translate("Enrolment", "Địa chỉ hệ thống"),
            "https://baocao.tinh.gov.vn",
            self._former.address if self._former else "",
        )
        self._code = self._field(column, translate("Enrolment", "Mã cài đặt"), "XXXX-XXXX-XXXX-XXXX", "")
        self._name = self._field(column, translate("Enrolment", "Tên máy"), "", computer_name)
        self._problem = Words(self._look, wrap=True)
        self._problem.set_tone(Tone.ERROR)
        self._problem.hide()
        self._busy = Words(self._look, color="secondary")
        column.addWidget(self._problem)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self._busy, 1)
        self._leave = Button(self._look, translate("Enrolment", "Để sau"), self.reject)
        self._go = Button(self._look, translate("Enrolment", "Cài đặt"), self._on_go, kind="primary")
        self._go.setDefault(True)
        row.addWidget(self._leave)
        row.addWidget(self._go)
        column.addLayout(row)
        return page

    def _hints(self) -> list[str]:
        """What is asked for, and what becomes of what is on this computer."""
        if self._former is None:
            return [
                translate(
                    "Enrolment",
                    "Làm một lần, khi có mạng. Người quản trị của tỉnh cấp địa chỉ và mã cài đặt cho từng máy.",
                )
            ]
        code = translate("Enrolment", "Làm khi có mạng. Xin người quản trị mã cài đặt mới cho {unit}.")
        return [
            code.format(unit=self._former.unit_name),
            translate(
                "Enrolment",
                "Số liệu và bản đang lập vẫn giữ nguyên trên máy này. Thay đổi chờ đồng bộ sẽ được đồng bộ tiếp "
                "dưới tên máy mới; những gì hệ thống đã nhận thì không đồng bộ lần thứ hai.",
            ),
        ]

    def _keep_words(self) -> str:
        if self._former is None:
            return translate(
                "Enrolment",
                "Số liệu trên máy này được mã hóa. Nếu máy mất khóa, chỉ mã này mở lại được. "
                "Xin in hoặc chép ra giấy, cất cùng con dấu; mã chỉ hiện một lần.",
            )
        return translate(
            "Enrolment",
            "Mã khôi phục không đổi: bản đã in hoặc chép trước đây vẫn dùng được. "
            "Bản ấy đã mất thì in hoặc chép lại mã này, cất cùng con dấu.",
        )

    def _make_done(self) -> QWidget:
        page, column = _column()
        column.addWidget(Words(self._look, translate("Enrolment", "Đã cài đặt xong"), font="title"))
        self._welcome = Words(self._look, wrap=True)
        column.addWidget(self._welcome)
        column.addSpacing(8)
        column.addWidget(Words(self._look, translate("Enrolment", "Mã khôi phục"), font="strong"))
        column.addWidget(Words(self._look, self._keep_words(), color="secondary", wrap=True))
        column.addSpacing(4)
        self._recovery = Words(self._look, font="section", wrap=True)
        self._recovery.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._recovery)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(self._look, translate("Enrolment", "Chép mã"), self._on_copy))
        begin = translate("Enrolment", "Bắt đầu làm việc")
        if self._former is not None:
            begin = translate("Enrolment", "Tiếp tục làm việc")
        self._begin = Button(self._look, begin, self.accept, kind="primary")
        row.addWidget(self._begin)
        column.addLayout(row)
        return page

    def _field(self, column: QVBoxLayout, title: str, example: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setPlaceholderText(example)
        field.setAccessibleName(title)
        label = Words(self._look, title, font="small", color="secondary")
        label.setBuddy(field)
        column.addSpacing(4)
        column.addWidget(label)
        column.addWidget(field)
        return field

    # ---- EnrolmentView ------------------------------------------------------------------------------

    def show_busy(self, sentence: str) -> None:
        self._busy.setText(sentence)
        for part in (self._address, self._code, self._name):
            part.setReadOnly(bool(sentence))
        for button in (self._go, self._leave):
            button.setEnabled(not sentence)

    def show_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.adjustSize()

    def show_done(self, welcome: str, recovery_code: str) -> None:
        self._welcome.setText(welcome)
        self._code_to_keep = recovery_code
        groups = recovery_code.split("-")
        half = (len(groups) + 1) // 2
        self._recovery.setText("-".join(groups[:half]) + "\n" + "-".join(groups[half:]))
        self._pages.setCurrentIndex(1)
        self._begin.setDefault(True)
        self._begin.setFocus()
        self.adjustSize()

    # ---- what a person does -------------------------------------------------------------------------

    def reject(self) -> None:
        """Once it is done, closing the dialog goes on to work; while it is being done, nothing leaves it behind."""
        if self._pages.currentIndex() == 1:
            self.accept()
        elif self._leave.isEnabled():
            super().reject()

    def _on_go(self) -> None:
        self._presenter.ask(self._address.text(), self._code.text(), self._name.text())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code_to_keep)


def _column() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return page, column
