"""Enrolling this computer anew from its window: what it is now is read, then asked by the first start's dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.services.views import Computer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.look import Look
    from ui.presenters.enrolment import Enrol
    from ui.presenters.ports import Desk


def enrol_anew(window: QWidget, look: Look, desk: Desk, enrol: Enrol, enrolled: Callable[[], None]) -> None:
    """Ask for the code; `enrolled` is called, on the window's thread, once this computer goes by another name."""

    def on_read(computer: Computer) -> None:
        from ui.views.enrolment import EnrolmentDialog

        if QApplication.activeModalWidget() is not None:
            return  # pressed twice
        dialog = EnrolmentDialog(look, enrol, computer_name=computer.name, former=computer, parent=window)
        if dialog.exec() == EnrolmentDialog.DialogCode.Accepted:
            enrolled()
        dialog.deleteLater()

    def on_failed(_: Exception) -> None:
        """The page in sight says that the store does not answer."""

    desk.ask(lambda workspace: workspace.computer, on_read, on_failed)
