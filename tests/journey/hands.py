"""The hands of a person at the keyboard: key events to whatever has the focus, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

Key = Qt.Key


class StuckError(Exception):
    """What the person wanted could not be done with the keyboard."""


def until(condition: Callable[[], object], what: str, *, timeout_ms: int = 20_000) -> None:
    """Let the window live until the condition holds. Raises StuckError when it never does."""
    waited = 0
    while not condition():
        if waited >= timeout_ms:
            raise StuckError(f"waited for: {what}")
        QTest.qWait(20)
        waited += 20


def focused() -> QWidget:
    """The widget that has the keyboard."""
    if QApplication.activeWindow() is None:
        # Without a screen nobody brings the window forward again when a dialog closes.
        window = QApplication.activeModalWidget() or next(
            (part for part in QApplication.topLevelWidgets() if part.isVisible()), None
        )
        if window is not None:
            window.activateWindow()
    until(lambda: QApplication.focusWidget() is not None, "something to have the focus")
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(focused(), key, modifier)
    QTest.qWait(1)


def type_text(text: str) -> None:
    """Type a text, letter by letter; each letter goes to the widget that has the focus then."""
    for letter in text:
        # Why not QTest.keyClicks: it knows no letter outside Latin-1.
        key = ord(letter.upper()) if letter.isascii() else int(Key.Key_unknown)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))
    QTest.qWait(1)


def go_to_cell(table: QTableView, row: int, column: int) -> None:
    """Move the cursor of a grid to a cell with the arrow keys; the grid skips what cannot be entered."""
    for _ in range(500):
        before: QModelIndex = table.currentIndex()
        place = (before.row(), before.column())
        if place == (row, column):
            return
        across = Key.Key_Right if place[1] < column else Key.Key_Left
        along = Key.Key_Down if place[0] < row else Key.Key_Up
        for wanted, key in ((place[1] != column, across), (place[0] != row, along)):
            if wanted:
                press(key)
            after = table.currentIndex()
            if (after.row(), after.column()) != place:
                break
        else:
            break
    here = table.currentIndex()
    raise StuckError(f"cannot reach row {row}, column {column} from {here.row()}, {here.column()} in {focused()}")


def when_asked(answer: Callable[[QWidget], None], tries: int = 200) -> None:
    """Call `answer` with the dialog, once there is one: its own event loop runs meanwhile."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isActiveWindow():
            answer(dialog)
        elif tries > 0:
            if dialog is not None and dialog.isVisible():
                dialog.activateWindow()  # what a window manager does; before it, keys go elsewhere
            when_asked(answer, tries - 1)

    QTimer.singleShot(50, look)
