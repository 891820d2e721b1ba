"""The grid's menu at a cell: what may be done with its row and its range, and by which key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.grid_acts import Act
from ui.words import translate


class RowChoices(NamedTuple):
    """What may be done with the row at the cursor."""

    adds: bool
    moves: bool
    groups: Sequence[tuple[str, str]]
    """(code, title) of the groups it may go to."""
    fills: bool
    """Whether a range may be filled."""


class GridMenu(QMenu):
    """After `exec`, `act`, `group` or `call` says what was chosen."""

    def __init__(self, choices: RowChoices, parent: QWidget) -> None:
        super().__init__(parent)
        self.act: Act | None = None
        self.group = ""
        self.call: Callable[[], None] | None = None
        self._calls: dict[QAction, Callable[[], None]] = {}
        self.setAccessibleName(translate("Grid", "Việc với dòng và ô"))
        if choices.fills:
            self._add(translate("Grid", "Điền xuống"), "Ctrl+D", Act.FILL_DOWN)
            self._add(translate("Grid", "Điền sang phải"), "Ctrl+R", Act.FILL_RIGHT)
        if choices.adds:
            self.addSeparator()
            self._add(translate("Grid", "Thêm dòng phía trên"), "Alt+Shift+↑", Act.ROW_ABOVE)
            self._add(translate("Grid", "Thêm dòng phía dưới"), "Alt+Shift+↓", Act.ROW_BELOW)
        if choices.moves:
            self._add(translate("Grid", "Chuyển dòng lên"), "Alt+↑", Act.ROW_UP)
            self._add(translate("Grid", "Chuyển dòng xuống"), "Alt+↓", Act.ROW_DOWN)
            if choices.groups:
                self._add_groups(choices.groups)
            self.addSeparator()
            self._add(translate("Grid", "Bỏ dòng"), "Ctrl+Shift+-", Act.ROWS_AWAY)
        self.triggered.connect(self._on_triggered)

    def _add(self, words: str, keys: str, act: Act) -> None:
        action = self.addAction(f"{words}\t{keys}")
        action.setData(act)

    def add_calls(self, calls: Sequence[tuple[str, str, Callable[[], None]]]) -> None:
        """What the page adds at its end: words, keys, what is done."""
        self.addSeparator()
        for words, keys, call in calls:
            self._calls[self.addAction(f"{words}\t{keys}")] = call

    def _add_groups(self, groups: Sequence[tuple[str, str]]) -> None:
        menu = self.addMenu(translate("Grid", "Chuyển dòng sang nhóm"))
        for code, title in groups:
            action = menu.addAction(title)
            action.setData(code)

    def _on_triggered(self, action: QAction) -> None:
        chosen = action.data()
        self.call = self._calls.get(action)
        if isinstance(chosen, Act):
            self.act = chosen
        elif chosen:
            self.group = str(chosen)
