"""F1 on the place one is in, and the first three steps of a new person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.resources import resource_path
from tests.gui.conftest import Desktop
from tests.gui.test_accessibility import unnamed
from tests.gui.test_form_by_keyboard import open_form
from ui.views.report_list_page import ReportListPage
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PLACES = ("work", "reports", "received", "attention", "sync", "settings", "form")


def pages(language: str) -> Iterator[Path]:
    return (resource_path("help", language, f"{place}.md") for place in PLACES)


def shown(desktop: Desktop) -> str:
    sheet = desktop.window.help
    return sheet.text if sheet is not None and sheet.isVisible() else ""


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("Ctrl+1", "Việc cần làm"),
        ("Ctrl+2", "Báo cáo"),
        ("Ctrl+3", "Vướng mắc"),
        ("Ctrl+4", "Đồng bộ"),
        ("Ctrl+5", "Cài đặt"),
    ],
)
def test_f1_explains_the_place_one_is_in_and_puts_it_away(desktop: Desktop, key: str, heading: str) -> None:
    desktop.keys.press(key)
    desktop.settle()
    before = QApplication.focusWidget()
    desktop.keys.press("F1")
    assert shown(desktop).splitlines()[0] == heading
    assert unnamed(desktop.window) == []
    desktop.keys.press("F1")
    assert shown(desktop) == ""
    assert QApplication.focusWidget() is before


def test_f1_in_a_form_lists_its_keys_and_escape_gives_the_keyboard_back_to_the_grid(desktop: Desktop) -> None:
    open_form(desktop)
    grid = desktop.window.form.grid
    desktop.keys.press("F1")
    assert "Shift+F9\nChốt, hoặc Gửi nếu đã chốt" in shown(desktop)
    assert desktop.window.help.place == "form"
    desktop.keys.press("Escape")
    assert shown(desktop) == ""
    assert QApplication.focusWidget() is grid


def test_going_elsewhere_puts_the_help_away(desktop: Desktop) -> None:
    desktop.keys.press("F1", "Ctrl+2")
    assert shown(desktop) == ""


def test_the_help_speaks_the_chosen_language(desktop: Desktop) -> None:
    desktop.window.choose_language("en")
    desktop.wait(lambda: desktop.window.page.title == "Settings")
    desktop.settle()
    desktop.keys.press("F1")
    assert shown(desktop).splitlines()[0] == "Settings"
    desktop.window.choose_language("vi")
    desktop.wait(lambda: desktop.window.page.title == "Cài đặt")


def test_both_languages_explain_the_same_places_with_as_many_keys() -> None:
    def keys(path: Path) -> int:
        return len(re.findall(r"^\| ", path.read_text(encoding="utf-8"), re.MULTILINE))

    assert [keys(path) for path in pages("vi")] == [keys(path) for path in pages("en")]
    assert all(count > 2 for count in map(keys, pages("vi")))


def test_a_new_person_is_shown_three_steps_once(desktop: Desktop) -> None:
    page = desktop.window.page
    assert isinstance(page, ReportListPage)
    assert page.guide is not None
    assert page.guide.isVisible()
    for _ in range(40):
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and focused.text() == "Đã hiểu":
            break
        desktop.keys.press("Tab")
    desktop.keys.press("Space")
    assert page.guide.isHidden()
    assert QApplication.focusWidget() is page.list
    assert desktop.window._services.settings.choices.guided


def test_the_three_steps_are_shown_again_on_a_wish(desktop: Desktop) -> None:
    desktop.window.page._on_guide_read()
    desktop.keys.press("Ctrl+5")
    desktop.settle()
    desktop.window.page.guide_wanted.emit()
    desktop.settle()
    page = desktop.window.page
    assert page.title == "Việc cần làm"
    assert page.guide.isVisible()
