"""The button with three dots: acts that are not wanted every day, each with its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.words import translate


class MoreMenu(Button):
    """The button; its acts are also reached by their keys anywhere in `page`."""

    def __init__(self, look: Look, page: QWidget) -> None:
        name = translate("Form", "Thêm việc khác")
        super().__init__(look, "", self._on_pressed, kind="quiet", icon_name="more", tip=name, parent=page)
        self._page = page
        self.menu_of_acts = QMenu(self)
        self.menu_of_acts.setAccessibleName(name)

    def add(self, text: str, keys: str, act: Callable[[], None]) -> QAction:
        """One more act; gives what enables it."""
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setShortcutVisibleInContextMenu(True)
        # Through a lambda without a parameter: a signal with a bool reaches no callable of the caller's.
        action.triggered.connect(lambda: act())
        self.menu_of_acts.addAction(action)
        self._page.addAction(action)
        return action

    def _on_pressed(self) -> None:
        width = self.menu_of_acts.sizeHint().width()
        self.menu_of_acts.popup(self.mapToGlobal(QPoint(self.width() - width, self.height() + 4)))
