"""A newer edition of the open report's form: the line that says so, and the preview of a move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabBar, QWidget

from ui.look import Look
from ui.presenters.edition import EditionPresenter
from ui.presenters.edition_words import EditionPart, EditionQuestion
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.dialog_column import dialog_column
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.widgets.notice import Notice
from ui.words import translate

_WIDTH, _LIST_HEIGHT = 640, 280


class EditionBar(Notice):
    """The line above the grid."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._presenter: EditionPresenter | None = None
        self._before: Callable[[], None] = lambda: None
        self.answered.connect(self._on_answered)

    def open_with(self, presenter: EditionPresenter, before: Callable[[], None]) -> None:
        """Give the line its presenter; `before` finishes what is being typed."""
        self._presenter, self._before = presenter, before

    def close_bar(self) -> None:
        """The page goes."""
        if self._presenter:
            self._presenter.close()

    @Slot()
    def _on_answered(self) -> None:
        if self._presenter:
            self._before()
            self._presenter.answered()

    def ask_edition(self, question: EditionQuestion) -> bool:
        dialog = EditionDialog(self._look, question, self.window())
        wanted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return wanted


class EditionDialog(QDialog):
    """What a move does, a tab for each kind."""

    def __init__(self, look: Look, question: EditionQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._parts = question.parts
        self.setFixedWidth(_WIDTH)
        layout = dialog_column(self, look, question.title)
        for at, sentence in enumerate(question.sentences):
            layout.addWidget(Words(look, sentence, wrap=True, color="secondary" if at else "text"))
        layout.addSpacing(4)
        layout.addWidget(self._make_parts())
        layout.addSpacing(8)
        yes = Button(look, question.yes, self.accept, kind="primary")
        yes.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(Button(look, question.no, self.reject))
        buttons.addWidget(yes)
        layout.addLayout(buttons)
        self._show(0)
        yes.setFocus()

    def _make_parts(self) -> QWidget:
        card = Card(self._look)
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(translate("Edition", "Số liệu sẽ ra sao"))
        for part in self._parts:
            self._tabs.addTab(part.name)
        self._tabs.setVisible(bool(self._parts))
        self._explained = Words(self._look, font="small", color="secondary", wrap=True)
        self._explained.setContentsMargins(12, 8, 12, 8)
        self._list = LineList(self._look, translate("Edition", "Các ô"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFixedHeight(_LIST_HEIGHT)
        card.column.addWidget(self._tabs)
        card.column.addWidget(self._explained)
        card.column.addWidget(self._list)
        self._tabs.currentChanged.connect(self._show)
        return card

    @Slot(int)
    def _show(self, at: int) -> None:
        part = self._parts[at] if 0 <= at < len(self._parts) else None
        nothing = translate("Edition", "Báo cáo chưa có số nào.")
        self._explained.setText(part.explained if part else nothing)
        self._list.lines.show(part.lines if part else ())
        self._list.setVisible(part is not None)
        self._list.setAccessibleName(part.name if part else nothing)
        self._list.scrollToTop()

    @property
    def parts(self) -> tuple[EditionPart, ...]:
        """What is listed, tab by tab."""
        return self._parts
