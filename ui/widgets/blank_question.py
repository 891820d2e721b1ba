"""Before sealing, the figures that are blank: a list to jump from, and a button that marks them all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.form_acts import Question as Asked
from ui.presenters.form_blanks import BlankAnswer, BlankRow
from ui.presenters.lines import Line
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.widgets.question import Question
from ui.words import translate

_LIST_HEIGHT, _ROW_HEIGHT = 204, 56


class BlankQuestion(Question):
    """Ask it with `answer_about_blanks()`."""

    def __init__(
        self, look: Look, asked: Asked, left: str, rows: Sequence[BlankRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, asked.title, asked.lines, yes=asked.yes, no=asked.no, parent=parent)
        self._marks = False
        self._row = -1
        mark = translate("Form", "Ghi “-” vào các ô trống")
        self.texts = (*self.texts, left, mark)
        self._list = LineList(look, translate("Form", "Các ô còn trống"))
        count = translate("Form", "{count} ô")
        self._list.lines.show(
            [
                Line(
                    heading=row.label,
                    right=count.format(count=len(row.columns)),
                    body=", ".join(row.columns),
                    mark="incomplete",
                )
                for row in rows
            ]
        )
        self._list.chosen.connect(self._on_row)
        self._list.setCurrentIndex(self._list.lines.index(0))
        card = Card(look)
        card.setFixedHeight(min(_LIST_HEIGHT, _ROW_HEIGHT * len(rows) + 2))
        card.column.addWidget(self._list)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        place = layout.count() - 2
        layout.insertSpacing(place, 4)
        layout.insertWidget(place + 1, Words(look, left, font="strong", wrap=True))
        layout.insertWidget(place + 2, card)
        advice = Words(look, font="small", color="secondary", wrap=True)
        advice.setText(translate("Form", "Không có số thì ghi “-” (không phát sinh). Enter ở một dòng để tới ô trống."))
        layout.insertWidget(place + 3, advice)
        self._buttons.insertWidget(0, Button(look, mark, self._on_mark))
        self._yes.setDefault(False)  # Enter belongs to the list
        self._list.setFocus()

    def _on_row(self, row: int) -> None:
        self._row = row
        self.reject()

    def _on_mark(self) -> None:
        self._marks = True
        self.reject()

    def answer_about_blanks(self) -> tuple[BlankAnswer, int]:
        """What is done about them, and the row to go to (-1 for none)."""
        if self.answer() is not None:
            return BlankAnswer.SEAL, -1
        return (BlankAnswer.MARK, -1) if self._marks else (BlankAnswer.LOOK, self._row)
