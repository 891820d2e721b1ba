"""The title row of the form page: which report it is, how it stands, and what may be done with it next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.views import OpenReport
from ui.look import Look
from ui.presenters.form import FormPresenter
from ui.presenters.form_head import FormHead
from ui.presenters.phrases import Tone
from ui.theme import GAP
from ui.widgets.buttons import Button
from ui.widgets.labels import ChipLabel, Words
from ui.widgets.more_menu import MoreMenu
from ui.words import translate


class FormHeadRow(QWidget):
    """The row; `open_with` gives it the open form, whose acts its buttons are."""

    left = Signal()
    """The person wants back to where he came from."""
    print_wanted = Signal()

    def __init__(self, look: Look, more: MoreMenu) -> None:
        super().__init__()
        self._look = look
        self._more = more
        self._presenter: FormPresenter | None = None
        tip = translate("Form", "Trở lại (Alt+Mũi tên trái)")
        self._back = Button(look, "", self.left.emit, kind="quiet", icon_name="back", tip=tip)
        self._title = Words(look, font="section", elide=True)
        self._sub = Words(look, font="small", color="secondary", elide=True)
        self._chip = ChipLabel(look)
        self._provisional = ChipLabel(look)
        self._saved = Words(look, font="small", color="secondary")
        tip = translate("Form", "In (Ctrl+P)")
        self._print = Button(look, "", self.print_wanted.emit, kind="quiet", icon_name="print", tip=tip)
        self._check = Button(look, translate("Form", "Kiểm tra"), self.check, icon_name="check", tip="F9")
        self._reopen = Button(look, translate("Form", "Hủy chốt"), self._on_reopen)
        self._return = Button(look, translate("Form", "Trả lại"), self._on_return)
        self._seal = self._next_button(translate("Form", "Chốt"), self._on_seal, "lock")
        self._submit = self._next_button(translate("Form", "Gửi"), self._on_submit, "send")
        self._receive = self._next_button(translate("Form", "Tiếp nhận"), self._on_receive)
        self._accept = self._next_button(translate("Form", "Chấp nhận"), self._on_accept)
        self._lay_out()

    def _next_button(self, text: str, act: Callable[[], None], icon_name: str = "") -> Button:
        return Button(self._look, text, act, kind="primary", icon_name=icon_name, tip="Shift+F9")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._back)
        row.addLayout(words, 1)
        row.addSpacing(GAP)
        for part in (self._saved, self._provisional, self._chip, self._print, self._more):
            row.addWidget(part)
        acts = (self._reopen, self._return, self._seal, self._submit, self._receive, self._accept)
        for button in (self._check, *acts):
            row.addWidget(button)
            button.hide()

    def open_with(self, presenter: FormPresenter) -> None:
        """Serve this form."""
        self._presenter = presenter

    # ---- showing ----------------------------------------------------------------------------------

    def show_head(self, head: FormHead) -> None:
        """Name the report, and offer what may be done with it."""
        self._title.setText(f"{head.code} · {head.title}")
        told = (head.period, head.window, head.announced, head.nearby, head.denied)
        self._sub.setText(" · ".join(part for part in told if part))
        chip = head.chips[0] if head.chips else None
        self._chip.show_chip(chip.text if chip else "", chip.tone if chip else Tone.NEUTRAL)
        self._provisional.show_chip(translate("Form", "Biểu tạm thời") if head.provisional else "", Tone.INFO)
        self._provisional.setToolTip(head.provisional)
        self._check.setVisible(head.can_check and head.can_seal)
        self._seal.setVisible(head.can_seal)
        self._submit.setVisible(head.can_submit)
        self._reopen.setVisible(head.can_reopen)
        self._receive.setVisible(head.can_receive)
        self._return.setVisible(head.can_return)
        self._accept.setVisible(head.can_accept)

    def show_saved(self, text: str, tone: Tone) -> None:
        """Whether what was typed is on disk."""
        self._saved.setText(text)
        self._saved.set_tone(tone if tone is Tone.ERROR else Tone.NEUTRAL)

    def show_broken(self) -> None:
        """There is no report: only the way back is left."""
        self._print.hide()
        self._more.hide()
        self._back.setFocus()

    @property
    def saved_text(self) -> str:
        """What is said of saving."""
        return self._saved.text()

    @property
    def chip_text(self) -> str:
        """What the state chip says."""
        return self._chip.text

    # ---- what a person does -----------------------------------------------------------------------

    def check(self) -> None:
        """Check the report."""
        if self._presenter is not None:
            self._presenter.sealing.check()

    def go_on(self) -> None:
        """Do whatever comes next on the report's way: seal, submit, take in, accept."""
        for button in (self._seal, self._submit, self._receive, self._accept):
            if button.isVisible():
                button.click()
                return

    def _on_seal(self) -> None:
        if self._presenter is not None:
            self._presenter.sealing.seal()

    def _on_submit(self) -> None:
        if self._presenter is not None:
            self._presenter.sealing.submit()

    def _on_reopen(self) -> None:
        if self._presenter is not None:
            self._presenter.sealing.reopen()

    def _on_receive(self) -> None:
        self._review(lambda presenter, report: presenter.review.receive(report))

    def _on_return(self) -> None:
        self._review(lambda presenter, report: presenter.review.give_back(report))

    def _on_accept(self) -> None:
        self._review(lambda presenter, report: presenter.review.accept(report))

    def _review(self, act: Callable[[FormPresenter, OpenReport], None]) -> None:
        if self._presenter is not None and self._presenter.report is not None:
            act(self._presenter, self._presenter.report)
