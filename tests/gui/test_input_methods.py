"""Vietnamese typing as input methods do it: the text is theirs until the cell is left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
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


def _composing(desktop: Desktop):  # type: ignore[no-untyped-def]  # whichever widget the platform would talk to
    focus = QApplication.focusObject()
    return focus if isinstance(focus, QLineEdit) else editor_of(desktop)


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
