"""Beside the list of Vướng mắc: what the receiver asks about a report he returned."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.look import Look
from ui.presenters.attention_topics import Topic
from ui.presenters.question_topics import QuestionsTopic
from ui.theme import GAP, STEP
from ui.views.attention_panes import EDGE, Pane
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.sides_table import SidesTable
from ui.words import translate


class QuestionPane(Pane):
    """Who asks and what, the cells it is asked in, and the way to answer."""

    def __init__(self, look: Look) -> None:
        titles = (translate("Attention", "Ô"), translate("Attention", "Câu hỏi"))
        super().__init__(look, SidesTable(look, translate("Attention", "Các ô được hỏi"), titles, (40, 60)))
        self._asked = Words(look, font="strong", wrap=True)
        self._text = Words(look, wrap=True)
        hint = translate(
            "Attention",
            "Sửa số hoặc viết giải thích vào ghi chú của ô (Shift+F2), rồi chốt và gửi lại: câu hỏi tự khép khi chốt.",
        )
        said = QVBoxLayout()
        said.setContentsMargins(EDGE, 0, EDGE, EDGE)
        said.setSpacing(STEP)
        for words in (self._asked, self._text, Words(look, hint, color="secondary", wrap=True)):
            said.addWidget(words)
        acts = QHBoxLayout()
        acts.setContentsMargins(EDGE, GAP, EDGE, EDGE)
        acts.addStretch()
        acts.addWidget(Button(look, translate("Attention", "Trả lời tại ô này"), self._on_open, kind="primary"))
        self.column.addLayout(said)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(acts)

    def show_questions(self, topic: Topic, questions: QuestionsTopic) -> None:
        """Show what is asked about a report."""
        self.show_head(topic)
        self._asked.setText(questions.asked)
        self._text.setText(questions.text)
        self.table.show_rows(questions.rows)
