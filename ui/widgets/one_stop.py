"""Choices of which one holds are one stop for Tab: the one that holds. Arrows walk the others."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QButtonGroup

_WITH_CLICK = Qt.FocusPolicy.ClickFocus


class OneStop(QObject):
    """Make it when the group has all its buttons. Qt by itself stops at the first, whichever holds."""

    def __init__(self, group: QButtonGroup, policy: Qt.FocusPolicy = Qt.FocusPolicy.StrongFocus) -> None:
        super().__init__(group)
        self._group, self._policy = group, policy
        group.buttonToggled.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """The stop is where the choice is; where none is made, at the first."""
        buttons = self._group.buttons()
        stop = self._group.checkedButton() or (buttons[0] if buttons else None)
        for button in buttons:
            button.setFocusPolicy(self._policy if button is stop else self._policy & _WITH_CLICK)
