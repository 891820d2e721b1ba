"""Every control can be named, and reached."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPushButton,
    QTabBar,
    QWidget,
)

from tests.gui.conftest import Desktop
from tests.gui.test_form_by_keyboard import open_form

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PLACES = ("work", "reports", "attention", "sync", "settings")
CONTROLS = (QAbstractButton, QLineEdit, QAbstractItemView, QTabBar)


def unnamed(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, CONTROLS) and widget.objectName() != "qt_spinbox_lineedit":
            interface = QAccessible.queryAccessibleInterface(widget)
            name = interface.text(QAccessible.Text.Name) if interface else ""
            if not name.strip() and widget.isVisibleTo(root):
                found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_control_of_a_page_has_a_name(desktop: Desktop, place: str) -> None:
    desktop.window.show_page(place)
    desktop.settle()
    assert unnamed(desktop.window) == []


def test_every_control_of_the_form_has_a_name(desktop: Desktop) -> None:
    open_form(desktop)
    assert unnamed(desktop.window) == []


def test_every_control_of_the_search_in_the_form_has_a_name_and_tab_comes_to_it(desktop: Desktop) -> None:
    open_form(desktop)
    desktop.keys.press("Ctrl+F")
    assert unnamed(desktop.window) == []
    assert unreached_by_tab(desktop) == set()


def test_a_cell_tells_a_screen_reader_where_it_is_and_what_it_holds(desktop: Desktop) -> None:
    open_form(desktop)
    desktop.keys.type("Dat dai")
    desktop.keys.press("Tab")
    desktop.keys.enter("120")
    desktop.settle()
    model = desktop.window.form.model
    spoken = model.index(1, 3).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Dat dai · cột (4), Tiếp nhận › Trong kỳ › Trực tuyến, 120"


def test_every_place_is_reached_by_its_key(desktop: Desktop) -> None:
    titles = []
    for number in range(1, 6):
        desktop.keys.press(f"Ctrl+{number}")
        titles.append(desktop.window.page.title)
    assert titles == ["Việc cần làm", "Báo cáo", "Vướng mắc", "Đồng bộ", "Cài đặt"]


def test_the_search_box_is_reached_from_anywhere_and_finds_without_diacritics(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+2", "Ctrl+K")
    desktop.settle()
    desktop.keys.type("thu tuc quy i/2026")
    page = desktop.window.page
    desktop.wait(lambda: [line.period for line in page.list.lines.lines] == ["Quý I/2026"])


def test_tab_past_the_last_cell_leaves_the_grid(desktop: Desktop) -> None:
    open_form(desktop)
    grid = desktop.window.form.grid
    assert desktop.keys.target is grid
    desktop.keys.press("Tab")
    assert QApplication.focusWidget() is not grid


def unreached_by_tab(desktop: Desktop) -> set[str]:
    """Names of the buttons in sight, outside exclusive groups, that pressing Tab again and again never comes to."""
    wanted = {
        button.accessibleName()
        for button in desktop.window.findChildren(QPushButton)
        if button.isVisible() and button.isEnabled()
    }
    for _ in range(120):
        focused = QApplication.focusWidget()
        wanted.discard(focused.accessibleName() if isinstance(focused, QPushButton) else "")
        if not wanted:
            break
        desktop.keys.press("Tab")
    return wanted


@pytest.mark.parametrize("place", PLACES)
def test_tab_comes_to_every_button_of_a_page(desktop: Desktop, place: str) -> None:
    desktop.window.show_page(place)
    desktop.settle()
    assert unreached_by_tab(desktop) == set()


def test_tab_comes_to_every_button_of_the_form(desktop: Desktop) -> None:
    open_form(desktop)
    assert unreached_by_tab(desktop) == set()
