"""The frame of our dialogs: a title that is seen and read aloud, and a column for what follows."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout

from ui.look import Look
from ui.theme import GAP
from ui.widgets.labels import Words


def dialog_column(dialog: QDialog, look: Look, title: str) -> QVBoxLayout:
    """The column of a modal dialog; holds the title already."""
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    dialog.setModal(True)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(GAP)
    column.addWidget(Words(look, title, font="section"))
    return column
