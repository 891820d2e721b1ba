"""A question with named answers: a title, what follows from it, two buttons that say what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.dialog_column import dialog_column
from ui.widgets.labels import Words

_WIDTH = 440


class Question(QDialog):
    """Ask it with `answer()`."""

    def __init__(
        self,
        look: Look,
        title: str,
        lines: Sequence[str],
        *,
        yes: str,
        no: str,
        reason: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.texts: tuple[str, ...] = (title, *lines, yes, no)
        """Everything it says."""
        self.setFixedWidth(_WIDTH)
        layout = dialog_column(self, look, title)
        layout.addSpacing(4)
        for at, line in enumerate(lines):
            layout.addWidget(Words(look, line, wrap=True, color="text" if at == 0 else "secondary"))
        self._reason: QLineEdit | None = None
        self._yes = Button(look, yes, self.accept, kind="primary")
        if reason:
            layout.addSpacing(4)
            label = Words(look, reason, font="small", color="secondary")
            layout.addWidget(label)
            self._reason = QLineEdit()
            self._reason.setAccessibleName(reason)
            label.setBuddy(self._reason)
            self._reason.textChanged.connect(self._on_reason)
            layout.addWidget(self._reason)
            self._yes.setEnabled(False)
        layout.addSpacing(12)
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(Button(look, no, self.reject))
        buttons.addWidget(self._yes)
        layout.addLayout(buttons)
        self._yes.setDefault(True)
        (self._reason or self._yes).setFocus()

    def _on_reason(self, text: str) -> None:
        self._yes.setEnabled(bool(text.strip()))

    def answer(self) -> str | None:
        """None for no; the reason written, or an empty text where none was asked."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        return self._reason.text().strip() if self._reason else ""
