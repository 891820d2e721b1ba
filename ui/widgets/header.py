"""Above the page: its title, who works here, the search box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.icons import icon
from ui.look import Look
from ui.theme import MARGIN
from ui.widgets.labels import Words
from ui.words import translate

_SEARCH_WIDTH = 280


class Header(QWidget):
    """Page title, search, person."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.title = Words(look, font="title")
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(translate("Window", "Tìm báo cáo (Ctrl+K)"))
        self.search.setAccessibleName(translate("Window", "Tìm báo cáo"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self._glass = self.search.addAction(
            icon("search", look.color("secondary"), 18), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText(translate("Window", "Tìm báo cáo"))
        self.person = Words(look, color="secondary", elide=True)
        self.person.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 12, MARGIN, 4)
        row.setSpacing(16)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.person, 1)
        row.addWidget(self.search)
        look.changed.connect(self._follow)

    def _follow(self) -> None:
        self._glass.setIcon(icon("search", self._look.color("secondary"), 18))
