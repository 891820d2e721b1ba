"""Rows of a form by keys: added, moved, taken away, chosen from a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.conftest import Desktop
from tests.gui.filled_form import (
    AREAS,
    FIRST_B,
    column_texts,
    go_to,
    half_way,
    open_report,
    place,
    stored,
    with_catalogue,
)
from tests.gui.office import Office
from tests.gui.test_input_methods import unikey
from ui.presenters import cells
from ui.widgets.choice_list import ChoiceList
from ui.widgets.grid_menu import GridMenu

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "plugin does not support")


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    return with_catalogue(tmp_path) if "chosen" in request.node.name else half_way(tmp_path)


def test_a_row_is_put_above_the_cursor_and_named(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 5)
    desktop.keys.press("Alt+Shift+Up")
    assert place(desktop) == (2, AREAS)
    desktop.keys.type("Thue")
    desktop.keys.press("Tab")
    assert column_texts(desktop, AREAS, 1, 3) == ["Hộ tịch", "Thue", "Chứng thực"]


def test_a_row_is_put_below_the_cursor(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 5)
    desktop.keys.press("Alt+Shift+Down")
    assert place(desktop) == (3, AREAS)


def test_a_row_moves_up_and_down_with_its_figures_and_undo_puts_it_back(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 3, 4)
    desktop.keys.press("Alt+Up")
    assert (column_texts(desktop, AREAS, 1, 3), place(desktop)) == (["Hộ tịch", "Đất đai", "Chứng thực"], (2, 4))
    assert desktop.text_at(2, 4) == "148"
    desktop.keys.press("Alt+Down", "Alt+Down")
    assert (column_texts(desktop, AREAS, 2, 4), place(desktop)) == (["Chứng thực", "Bảo trợ xã hội", "Đất đai"], (4, 4))
    desktop.keys.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert column_texts(desktop, AREAS, 1, 4) == ["Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội"]


def test_a_row_moved_past_the_end_of_its_group_goes_into_the_next_and_the_subtotals_follow(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 10, 3)
    desktop.keys.press("Alt+Down")
    assert place(desktop) == (FIRST_B - 1, 3)
    assert desktop.text_at(FIRST_B - 1, AREAS) == "Môi trường"
    assert stored(desktop)["main/k10/@row"].split(";")[1] == "B"
    desktop.keys.press("Alt+Up")
    assert stored(desktop)["main/k10/@row"].split(";")[1] == "A"
    assert desktop.text_at(10, AREAS) == "Môi trường"


def test_several_rows_are_taken_away_as_one_step(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.press("Shift+Down", "Ctrl+Shift+Minus")
    assert desktop.text_at(1, AREAS) == "Đất đai"
    assert desktop.window.form.notice.text == "Đã bỏ 2 dòng."
    assert "main/k01/c2" not in stored(desktop)
    desktop.keys.press("Ctrl+Z")
    assert column_texts(desktop, AREAS, 1, 3) == ["Hộ tịch", "Chứng thực", "Đất đai"]


def test_the_cursor_stays_where_a_row_was_taken_away_and_never_on_a_heading(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.press("Ctrl+Shift+Minus")
    assert (desktop.text_at(1, AREAS), place(desktop)) == ("Chứng thực", (1, 3))
    assert desktop.window.form.grid.ranges == [(1, 3, 1, 3)]


def test_the_menu_at_a_cell_takes_the_row_to_another_group(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    seen: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, GridMenu)
        seen.extend(action.text().partition("\t")[0] for action in menu.actions() if action.text())
        submenu = next(action.menu() for action in menu.actions() if action.menu())
        action: QAction = submenu.actions()[0]
        menu.group = str(action.data())
        menu.close()

    QTimer.singleShot(50, choose)
    grid = desktop.window.form.grid
    box = grid.visualRect(grid.currentIndex())
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, box.center(), grid.viewport().mapToGlobal(box.center())
    )
    QApplication.sendEvent(grid, event)
    assert seen[:8] == [
        "Điền xuống",
        "Điền sang phải",
        "Thêm dòng phía trên",
        "Thêm dòng phía dưới",
        "Chuyển dòng lên",
        "Chuyển dòng xuống",
        "Chuyển dòng sang nhóm",
        "Bỏ dòng",
    ]
    assert stored(desktop)["main/k01/@row"].split(";")[1] == "B"


# ---- rows chosen from the form's list ----------------------------------------------------------------


def offered(desktop: Desktop) -> list[str]:
    """What the list below the editor shows; nothing where there is none."""
    lists = [one for one in desktop.window.findChildren(ChoiceList) if one.isVisible()]
    return [lists[0].item(at).text() for at in range(lists[0].count())] if lists else []


def editor(desktop: Desktop) -> QLineEdit:
    target = desktop.keys.target
    assert isinstance(target, QLineEdit)
    return target


def test_chosen_rows_are_found_without_diacritics_below_the_editor_whose_text_stays_as_typed(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    assert (place(desktop), desktop.text_at(0, 1)) == ((0, 1), "+ Thêm dòng")
    desktop.keys.type("d")
    assert offered(desktop) == ["Đất đai", "Đấu thầu"]
    desktop.keys.type("au")
    assert (offered(desktop), editor(desktop).text()) == (["Đấu thầu"], "dau")
    desktop.keys.press("Return")
    assert (desktop.text_at(0, 1), offered(desktop)) == ("Đấu thầu", [])


def test_chosen_rows_are_taken_with_the_arrows_and_stand_in_the_forms_order(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.press("F2")
    assert offered(desktop) == ["Đất đai", "Đấu thầu", "Hộ tịch", "Chứng thực"]
    desktop.keys.press("Down", "Down", "Down", "Return", "F2", "Down", "Down")
    assert editor(desktop).text() == ""
    desktop.keys.press("Return")
    assert column_texts(desktop, 1, 0, 1) == ["Đấu thầu", "Hộ tịch"]
    desktop.keys.press("F2")
    assert offered(desktop) == ["Đất đai", "Chứng thực"]
    desktop.keys.press("Escape", "Ctrl+Z")
    assert desktop.text_at(0, 1) == "Hộ tịch"


def test_a_chosen_row_has_its_figures_typed_after_tab(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.type("ho")
    desktop.keys.press("Tab")
    assert place(desktop) == (0, 2)
    desktop.keys.enter("12")
    assert (desktop.text_at(0, 1), desktop.text_at(0, 2)) == ("Hộ tịch", "12")


def test_what_is_not_in_the_list_makes_no_chosen_row_and_that_is_said(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.type("xe may")
    assert offered(desktop) == []
    desktop.keys.press("Return")
    assert desktop.text_at(0, 1) == "+ Thêm dòng"
    assert "không có trong danh sách" in desktop.window.form.notice.text


def test_letters_retyped_by_an_input_method_find_chosen_rows_and_are_left_alone(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    unikey(0, "d")
    unikey(1, "đ")
    unikey(0, "a")
    unikey(1, "â")
    assert (editor(desktop).text(), offered(desktop)) == ("đâ", ["Đất đai", "Đấu thầu"])


def test_a_column_of_chosen_values_offers_them_and_takes_no_other(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.type("ho")
    desktop.keys.press("Tab", "Tab")
    desktop.keys.type("truc")
    assert offered(desktop) == ["Trực tiếp", "Trực tuyến"]
    desktop.keys.press("Down", "Return")
    assert desktop.text_at(0, 3) == "Trực tuyến"
    go_to(desktop, 0, 3)
    desktop.keys.type("fax")
    desktop.keys.press("Return")
    assert desktop.flags_at(0, 3) & cells.UNREAD


def test_a_click_takes_a_chosen_row(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.type("h")
    shown = next(one for one in desktop.window.findChildren(ChoiceList) if one.isVisible())
    box = shown.visualItemRect(shown.item(0))
    desktop.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desktop.text_at(0, 1) == "Hộ tịch"


def test_a_click_on_the_offer_shows_what_may_be_chosen(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    pane = desktop.window.form.grid.frozen_pane
    box = pane.visualRect(pane.model().index(0, 1))
    desktop.qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert offered(desktop) == ["Đất đai", "Đấu thầu", "Hộ tịch", "Chứng thực"]


def test_the_list_of_chosen_rows_goes_with_its_editor(desktop: Desktop) -> None:
    open_report(desktop, "DM.01")
    desktop.keys.type("h")
    desktop.keys.press("Escape")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert desktop.window.findChildren(ChoiceList) == []
