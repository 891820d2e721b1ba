"""The eyes of a person at the window: what stands there to be read, as a screen reader finds it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget


def words_in(widget: QWidget) -> list[str]:
    """Every text in sight inside a widget: labels, and the names of what is painted without one."""
    found = []
    for part in (widget, *widget.findChildren(QWidget)):
        if not part.isVisible():
            continue
        text = part.text() if isinstance(part, QLabel) else part.accessibleName()
        if text:
            found.append(text)
    return found


def lines_of(view: QAbstractItemView) -> list[str]:
    """The entries of a list, as they are read aloud."""
    model = view.model()
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or model.index(row, 0).data() or "")
        for row in range(model.rowCount())
    ]


def sentence_with(widget: QWidget, *beginnings: str) -> str:
    """The first text in sight that begins with one of these; empty for none."""
    return next((text for text in words_in(widget) if text.startswith(beginnings)), "")
