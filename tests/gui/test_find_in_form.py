"""Ctrl+F in an open form."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Desktop
from tests.gui.filled_form import AREAS, FIRST_B, go_to, half_way, open_report, place
from tests.gui.office import Office
from tests.gui.test_input_methods import unikey

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


def look_for(desktop: Desktop, text: str) -> None:
    desktop.keys.press("Ctrl+F")
    desktop.keys.type(text)


def said(desktop: Desktop) -> str:
    return desktop.window.form.tools.find_bar.said


def test_a_name_is_found_without_diacritics_while_it_is_typed(desktop: Desktop) -> None:
    open_report(desktop)
    look_for(desktop, "bao hiem")
    desktop.wait(lambda: said(desktop) == "1 trên 1")
    assert place(desktop) == (FIRST_B, AREAS)
    assert QApplication.focusWidget() is desktop.window.form.tools.find_bar.field


def test_enter_goes_on_and_shift_enter_back_and_past_the_end_it_begins_again(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    look_for(desktop, "412")
    desktop.wait(lambda: said(desktop) != "")
    first = place(desktop)
    assert first == (1, 3)
    look_for(desktop, "bao")
    desktop.wait(lambda: said(desktop) == "1 trên 2")
    assert place(desktop) == (4, AREAS)
    desktop.keys.press("Return")
    assert (said(desktop), place(desktop)) == ("2 trên 2", (FIRST_B, AREAS))
    desktop.keys.press("Return")
    assert (said(desktop), place(desktop)) == ("1 trên 2", (4, AREAS))
    desktop.keys.press("Shift+Return")
    assert said(desktop) == "2 trên 2"


def test_escape_closes_the_bar_and_leaves_the_cursor_on_what_was_found(desktop: Desktop) -> None:
    open_report(desktop)
    look_for(desktop, "1.286")
    desktop.keys.press("Return", "Escape")
    assert desktop.window.form.tools.find_bar.isHidden()
    assert QApplication.focusWidget() is desktop.window.form.grid
    assert place(desktop) == (2, 2)
    desktop.keys.press("F3")
    assert place(desktop) == (2, 4)
    desktop.keys.press("Shift+F3")
    assert place(desktop) == (2, 2)


def test_what_is_nowhere_is_said_and_the_cursor_stays(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 3, 3)
    look_for(desktop, "xe may")
    desktop.wait(lambda: said(desktop) == "Không tìm thấy")
    assert place(desktop) == (3, 3)


def test_an_open_editor_is_finished_before_the_search_begins(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.type("77")
    desktop.keys.press("Escape")
    desktop.keys.type("78")
    desktop.window.form.tools._on_find()  # the line keeps Ctrl+F for itself while it is open
    assert desktop.text_at(1, 3) == "78"


def test_an_input_method_types_into_the_search_undisturbed(desktop: Desktop) -> None:
    open_report(desktop)
    desktop.keys.press("Ctrl+F")
    for erased, text in ((0, "d"), (1, "đ"), (0, "a"), (1, "â"), (0, "t"), (2, "ất")):
        unikey(erased, text)
    desktop.wait(lambda: said(desktop) == "1 trên 2")
    assert desktop.window.form.tools.find_bar.field.text() == "đất"
    assert place(desktop) == (3, AREAS)
