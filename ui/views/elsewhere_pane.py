"""Beside the list of Vướng mắc: what waits for a decision on another computer of the office."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from ui.look import Look
from ui.presenters.attention_topics import Topic
from ui.presenters.elsewhere_topics import ElsewhereTopic
from ui.theme import STEP
from ui.views.attention_panes import EDGE, Pane
from ui.widgets.labels import Words
from ui.widgets.sides_table import SidesTable
from ui.words import translate


class ElsewherePane(Pane):
    """Who is asked where, and the values side by side; nothing is decided here."""

    def __init__(self, look: Look) -> None:
        titles = (
            translate("Attention", "Ô"),
            translate("Attention", "Gốc"),
            translate("Attention", "Số ở máy đó"),
            translate("Attention", "Số trên hệ thống"),
        )
        name = translate("Attention", "Các chỗ chờ quyết định ở máy khác")
        super().__init__(look, SidesTable(look, name, titles, (34, 16, 25, 25)))
        self._waits = Words(look, font="strong", wrap=True)
        hint = translate(
            "Attention",
            "Chỉ xem: quyết định ở trang Vướng mắc của máy đó, máy này biết sau lần đồng bộ tới. "
            "Báo cáo chốt ở đây khi còn chờ thì phải ghi lý do.",
        )
        said = QVBoxLayout()
        said.setContentsMargins(EDGE, 0, EDGE, EDGE)
        said.setSpacing(STEP)
        said.addWidget(self._waits)
        said.addWidget(Words(look, hint, color="secondary", wrap=True))
        self.column.addLayout(said)
        self.column.addWidget(self.table, 1)

    def show_elsewhere(self, topic: Topic, elsewhere: ElsewhereTopic) -> None:
        """Show what waits there."""
        self.show_head(topic)
        self._waits.setText(elsewhere.waits)
        self.table.show_rows(elsewhere.rows)
