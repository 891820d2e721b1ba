"""Tabs that go on in a second line where one is too narrow for them all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ui.look import Look

_HEIGHT, _DENSE_HEIGHT = 36, 30
"""Of the only line, and of each of several."""


class PanelTabs(QWidget):
    """The tabs. Arrows walk through them; the one chosen is the only stop of Tab."""

    chosen = Signal(int)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tabs: list[QToolButton] = []
        self.setAccessibleName(name)

    def add_tab(self, title: str) -> None:
        """One more tab, after the others; the first is chosen."""
        tab = QToolButton(self)
        tab.setProperty("kind", "tab")
        tab.setFont(self._look.fonts.body)
        tab.setCheckable(True)
        tab.setAutoExclusive(True)
        tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tab.setCursor(Qt.CursorShape.PointingHandCursor)
        tab.toggled.connect(self._on_toggled)
        self._tabs.append(tab)
        self.set_title(len(self._tabs) - 1, title)
        if len(self._tabs) == 1:
            tab.setChecked(True)

    def title(self, position: int) -> str:
        """What a tab says."""
        return self._tabs[position].text()

    def set_title(self, position: int, title: str) -> None:
        """Let a tab say something else."""
        tab = self._tabs[position]
        if tab.text() != title:
            tab.setText(title)
            tab.setAccessibleName(title)
            self._arrange()

    @property
    def current(self) -> int:
        """Position of the tab chosen."""
        return next((at for at, tab in enumerate(self._tabs) if tab.isChecked()), -1)

    def choose(self, position: int) -> None:
        """Choose a tab."""
        self._tabs[position].setChecked(True)

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self.chosen.emit(self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        widths = [tab.sizeHint().width() for tab in self._tabs]
        lines = self._lines(widths)
        height = _HEIGHT if len(lines) == 1 else _DENSE_HEIGHT
        for number, line in enumerate(lines):
            x = 0
            for at in line:
                self._tabs[at].setGeometry(x, number * height, widths[at], height)
                x += widths[at]
        self.setFixedHeight(len(lines) * height)

    def _lines(self, widths: list[int]) -> list[range]:
        """Which tabs stand in which line: as even as they go, so that a count in a title seldom moves one."""
        for number in range(1, len(widths) + 1):
            most = -(-len(widths) // number)
            lines = [range(start, min(start + most, len(widths))) for start in range(0, len(widths), most)]
            if all(sum(widths[at] for at in line) <= self.width() for line in lines):
                return lines
        return [range(at, at + 1) for at in range(len(widths))]
