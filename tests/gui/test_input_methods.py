"""Vietnamese typing as input methods do it: the text is theirs until the cell is left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.conftest import Desktop
from tests.gui.test_form_by_keyboard import open_form

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def unikey(erased: int, text: str) -> None:
    """What UniKey sends in one turn of the event loop: Backspaces, then the retyped letters."""
    for _ in range(erased):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "\b")
            QApplication.sendEvent(QApplication.focusWidget(), event)
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def editor_text() -> str:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    return editor.text()


def test_the_first_key_opens_the_editor_and_backspace_and_retyping_in_one_turn_follow_it(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "d")
    unikey(1, "đ")
    assert editor_text() == "đ"


TELEX = [  # name, [(backspaces, text)], what stands in the end
    (
        "Đất đai",
        [(0, "D"), (1, "Đ"), (0, "a"), (1, "â"), (0, "t"), (2, "ất"), (0, " "), (0, "d"), (1, "đ"), (0, "ai")],
        "Đất đai",
    ),
    ("thí not thií", [(0, "thi"), (1, "í")], "thí"),
    ("tạo not taoạ", [(0, "tao"), (2, "ạo")], "tạo"),
    ("Người", [(0, "Nguoi"), (3, "ươi"), (2, "ời")], "Người"),
]


@pytest.mark.parametrize(("strokes", "expected"), [case[1:] for case in TELEX], ids=[case[0] for case in TELEX])
def test_backspace_and_retype_leaves_exactly_what_was_typed(
    desktop: Desktop, strokes: list[tuple[int, str]], expected: str
) -> None:
    open_form(desktop)
    for erased, text in strokes:
        unikey(erased, text)
    assert editor_text() == expected
    desktop.keys.press("Return")
    assert desktop.text_at(1, 1) == expected


def test_the_same_holds_in_an_editor_opened_by_f2(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "Dat")
    desktop.keys.press("Return", "Up", "F2")
    unikey(3, "Đất")
    desktop.keys.press("Return")
    assert desktop.text_at(1, 1) == "Đất"


def test_an_input_method_that_composes_opens_the_editor_and_commits_whole_words(desktop: Desktop) -> None:
    open_form(desktop)
    grid = desktop.window.form.grid
    QApplication.sendEvent(grid, QInputMethodEvent("d", []))
    for composed in ("đ", "đấ", "đất"):
        QApplication.sendEvent(_composing(desktop), QInputMethodEvent(composed, []))
    commit = QInputMethodEvent("", [])
    commit.setCommitString("đất")
    QApplication.sendEvent(_composing(desktop), commit)
    assert editor_of(desktop).text() == "đất"
    desktop.keys.press("Return")
    assert desktop.text_at(1, 1) == "đất"


def editor_of(desktop: Desktop) -> QLineEdit:
    for pane in (desktop.window.form.grid.frozen_pane, desktop.window.form.grid):
        editor = pane.indexWidget(pane.currentIndex())
        if isinstance(editor, QLineEdit):
            return editor
    raise AssertionError("no editor is open")


def _composing(desktop: Desktop):  # type: ignore[no-untyped-def]  # whichever object the platform would talk to
    return QApplication.focusObject()


def test_decomposed_letters_are_kept_composed(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "Đa\u0302\u0301t")
    desktop.keys.press("Return")
    assert desktop.text_at(1, 1) == "Đất"


def test_a_number_is_left_alone_while_it_is_typed(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "Đất đai")
    desktop.keys.press("Tab")
    seen = []
    for key in "1234567":
        desktop.keys.type(key)
        seen.append(editor_text())
    assert seen == ["1", "12", "123", "1234", "12345", "123456", "1234567"]
    desktop.keys.press("Return")
    assert desktop.text_at(1, 3) == "1.234.567"


def retyped(target: object, erased: int, text: str) -> None:
    """A commit that takes back letters before the cursor, as engines do that may ask for the text around it."""
    commit = QInputMethodEvent("", [])
    commit.setCommitString(text, -erased, erased)
    QApplication.sendEvent(target, commit)


def test_a_commit_without_composing_opens_the_editor_and_the_next_takes_letters_back(desktop: Desktop) -> None:
    open_form(desktop)
    retyped(desktop.window.form.grid, 0, "d")
    for erased, text in ((1, "đ"), (0, "a"), (1, "â"), (0, "t"), (2, "ất")):
        retyped(_composing(desktop), erased, text)
    assert editor_of(desktop).text() == "đất"
    desktop.keys.press("Tab")
    assert desktop.text_at(1, 1) == "đất"


def test_backspaces_as_keys_and_the_letters_as_a_commit_in_one_turn_leave_what_was_typed(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "d")
    unikey(1, "")
    retyped(_composing(desktop), 0, "đ")
    unikey(0, "uoc")
    unikey(3, "")
    retyped(_composing(desktop), 0, "ược")
    assert editor_of(desktop).text() == "được"


def test_keys_sent_to_the_window_find_the_editor_that_the_first_of_them_opened(desktop: Desktop) -> None:
    open_form(desktop)
    window = desktop.window.windowHandle()
    for key, text in ((Qt.Key.Key_D, "d"), (Qt.Key.Key_Backspace, "\b"), (Qt.Key.Key_unknown, "đ")):
        QTest.sendKeyEvent(QTest.KeyAction.Click, window, key, text, Qt.KeyboardModifier.NoModifier)
    assert editor_of(desktop).text() == "đ"


@pytest.mark.parametrize("composes", [False, True], ids=["committed at once", "composed first"])
def test_what_an_engine_gives_a_figure_replaces_it_and_stays_as_typed(desktop: Desktop, composes: bool) -> None:
    open_form(desktop)
    unikey(0, "Đất đai")
    desktop.keys.press("Tab")
    desktop.keys.enter("12")
    desktop.window.form.grid.go_to(1, 3)
    if composes:
        QApplication.sendEvent(_composing(desktop), QInputMethodEvent("3", []))
    retyped(_composing(desktop), 0, "3")
    retyped(_composing(desktop), 0, "4")
    assert editor_of(desktop).text() == "34"
    desktop.keys.press("Return")
    assert desktop.text_at(1, 3) == "34"


def test_what_is_committed_at_a_calculated_cell_changes_nothing(desktop: Desktop) -> None:
    open_form(desktop)
    unikey(0, "Đất đai")
    desktop.keys.press("Tab")
    desktop.keys.enter("12")
    grid = desktop.window.form.grid
    grid.go_to(1, 2)
    retyped(grid, 0, "5")
    unikey(1, "đ")
    assert QApplication.focusWidget() is grid
    assert desktop.text_at(1, 2) == "12"


def test_ctrl_enter_fills_a_range_with_the_words_as_the_engine_left_them(desktop: Desktop) -> None:
    open_form(desktop)
    for name in ("Mot", "Hai"):
        desktop.keys.type(name)
        desktop.keys.press("Return")
    desktop.window.form.grid.go_to(1, 1)
    desktop.keys.press("Shift+Down")
    unikey(0, "d")
    unikey(1, "đ")
    unikey(0, "a")
    desktop.keys.press("Ctrl+Return")
    assert [desktop.text_at(row, 1) for row in (1, 2)] == ["đa", "đa"]
