"""Questions by keys: Enter gives the answer that has the focus, and no other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.application import show_fitting
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.question import Question

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def question(qtbot: QtBot, look: Look) -> Question:
    asked = Question(look, "Hủy chốt?", ["Số liệu sửa được."], yes="Hủy chốt", no="Để nguyên")
    qtbot.addWidget(asked)
    asked.show()
    return asked


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(("answer", "result"), [("Để nguyên", 0), ("Hủy chốt", 1)])
def test_enter_gives_the_answer_that_has_the_focus(
    question: Question, key: Qt.Key, answer: str, result: QDialog.DialogCode
) -> None:
    button = next(each for each in question.findChildren(Button) if each.text() == answer)
    question.setResult(2)
    QTest.keyClick(button, key)
    assert question.result() == result


def test_enter_that_is_held_down_presses_once(qtbot: QtBot, look: Look) -> None:
    pressed: list[int] = []
    button = Button(look, "Đồng bộ ngay", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.show()
    QTest.keyPress(button, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, text="\r", autorep=True, count=1
    )
    QApplication.sendEvent(button, held)
    assert pressed == [1]


def test_a_window_that_is_larger_than_the_screen_fills_it(qtbot: QtBot) -> None:
    large, small = QWidget(), QWidget()
    for window, share in ((large, 2), (small, 0.5)):
        qtbot.addWidget(window)
        window.resize(window.screen().availableSize() * share)
        show_fitting(window)
    assert (large.isMaximized(), small.isMaximized()) == (True, False)
