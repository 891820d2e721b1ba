"""Buttons: primary (one on a page at most), ordinary, quiet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.icons import icon
from ui.look import Look


class Button(QPushButton):
    """A button of one kind: "primary", "quiet", "link" or "" for ordinary."""

    def __init__(
        self,
        look: Look,
        text: str,
        clicked: Callable[[], None],
        *,
        kind: str = "",
        icon_name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._icon_name = icon_name
        self._kind = kind
        self.setProperty("kind", kind)
        self.setFont(look.fonts.strong if kind == "primary" else look.fonts.body)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text or tip)
        self.setToolTip(tip)
        self.setIconSize(QSize(18, 18))
        self.setAutoDefault(False)
        # Through a slot of our own: a signal with a bool reaches no callable of the caller's.
        self._call = clicked
        self.clicked.connect(self._on_clicked)
        look.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if self._icon_name:
            name = "on_accent" if self._kind == "primary" and not self._look.plain else "secondary"
            self.setIcon(icon(self._icon_name, self._look.color(name), 18))

    def _on_clicked(self) -> None:
        self._call()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; a dialog would give it to its first answer instead."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()
