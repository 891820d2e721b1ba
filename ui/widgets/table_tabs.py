"""The tabs that choose between the tables of a form; of a single one nothing is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabBar

from ui.words import translate


class TableTabs(QTabBar):
    """Tells by `currentChanged` only what a person chose."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName(translate("Form", "Các bảng của biểu"))
        self.hide()

    def show_titles(self, titles: Sequence[str], chosen: int) -> None:
        """Another form's tables."""
        with QSignalBlocker(self):
            while self.count():
                self.removeTab(0)
            for title in titles:
                self.addTab(title)
            self.setCurrentIndex(chosen)
        self.setVisible(len(titles) > 1)

    def show_chosen(self, position: int) -> None:
        """Which of them is in sight."""
        with QSignalBlocker(self):
            self.setCurrentIndex(position)

    def walk(self, step: int) -> None:
        """Choose the next table (1) or the one before (-1), past the end from the other side."""
        if self.count() > 1:
            self.setCurrentIndex((self.currentIndex() + step) % self.count())
