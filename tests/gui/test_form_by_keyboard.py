"""A clerk's work on II.06a, from the work list to the seal: keys only, figures in the store at the end."""

from __future__ import annotations

import pytest

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import key_of
from ui.presenters import cells

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen platform says so of every dialog; other platforms have nothing to say."""

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
ROW = ("120", "80", "30", "100", "90", "8", "20", "12")
"""Columns 4, 5, 6, 8, 9, 10, 12, 13 of a row that adds up: 230 came in, 198 + 32."""


def open_form(desktop: Desktop) -> None:
    """Down to II.06a in the work list, and Enter."""
    desktop.keys.press("Down", "Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()


def new_row(desktop: Desktop, name: str) -> None:
    """Name a row at the offer, and stand on its first figure."""
    desktop.keys.type(name)
    desktop.keys.press("Tab")


def test_enter_in_the_work_list_opens_the_form_with_the_cursor_in_the_grid(desktop: Desktop) -> None:
    open_form(desktop)
    assert desktop.window.form.presenter.key == KEY
    assert desktop.keys.target is desktop.window.form.grid


def test_a_name_typed_at_the_offer_makes_a_row_and_tab_goes_to_its_first_figure(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    assert desktop.text_at(1, 1) == "Dat dai"
    current = desktop.window.form.grid.currentIndex()
    assert (current.row(), current.column()) == (1, 3)


def test_a_name_typed_and_enter_stays_at_the_offer_for_the_next_name(desktop: Desktop) -> None:
    open_form(desktop)
    for name in ("Ho tich", "Chung thuc"):
        desktop.keys.type(name)
        desktop.keys.press("Return")
    assert [desktop.text_at(row, 1) for row in (1, 2, 3)] == ["Ho tich", "Chung thuc", "+ Thêm dòng"]
    current = desktop.window.form.grid.currentIndex()
    assert (current.row(), current.column()) == (3, 1)


def test_a_row_typed_with_tab_adds_up_and_is_saved(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter(*ROW)
    assert [desktop.text_at(1, column) for column in (2, 6, 10)] == ["230", "198", "32"]
    assert not desktop.flags_at(1, 2) & cells.ERROR
    desktop.settle()
    assert "Đã lưu trên máy này 14:02:00" in desktop.window.form.head.saved_text
    assert not any(flag & cells.WAITING for row in desktop.window.form.model.rows for flag in row.flags)
    stored = stored_cells(desktop)
    assert [stored[column] for column in ("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13")] == list(ROW)


def stored_cells(desktop: Desktop) -> dict[str, str]:
    """The only row's cells, by column, as the store has them."""
    store = desktop.office.open_store()
    found = store.report(KEY)
    store.close()
    assert found is not None
    return {address.rpartition("/")[2]: value for address, value in found.mine.items()}


def test_a_total_that_does_not_add_up_is_flagged_when_typed_found_by_f8_and_mended(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter(*ROW[:4], "88", *ROW[5:])
    assert desktop.flags_at(1, 2) & cells.ERROR
    panel = desktop.window.form.panel
    desktop.wait(lambda: any("230" in line.message and "228" in line.message for line in panel.shown))
    desktop.keys.press("Shift+F8", "Shift+F8")  # past the warning about last period's figure
    current = desktop.window.form.grid.currentIndex()
    assert (current.row(), current.column()) == (1, 2)
    desktop.keys.press(*["Right"] * 6)
    desktop.keys.type("90")
    desktop.keys.press("Return")
    assert not desktop.flags_at(1, 2) & cells.ERROR


def test_typing_at_a_calculated_cell_changes_nothing_and_says_why(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter(*ROW)
    desktop.window.form.grid.go_to(1, 2)
    desktop.keys.type("5")
    assert desktop.text_at(1, 2) == "230"
    assert "3=4+5+6" in desktop.window.form.bar_texts[-1]


def test_what_cannot_be_read_stays_as_typed_and_is_never_saved_as_a_number(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.type("12a")
    desktop.keys.press("Return", "Up")
    assert desktop.text_at(1, 3) == "12a"
    assert desktop.flags_at(1, 3) & cells.UNREAD
    assert "12a" in desktop.window.form.bar_texts[-1]
    desktop.settle()
    assert "c4" not in stored_cells(desktop)
    desktop.keys.type("12")
    desktop.keys.press("Return")
    desktop.settle()
    assert not desktop.flags_at(1, 3) & cells.UNREAD
    assert stored_cells(desktop)["c4"] == "12"


def test_f2_edits_what_is_there_and_escape_leaves_it(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("1234")
    desktop.window.form.grid.go_to(1, 3)
    assert desktop.text_at(1, 3) == "1.234"
    desktop.keys.press("F2")
    desktop.keys.type("5")
    desktop.keys.press("Escape")
    assert desktop.text_at(1, 3) == "1.234"
    desktop.keys.press("F2")
    desktop.keys.type("5")
    desktop.keys.press("Return")
    assert desktop.text_at(1, 3) == "12.345"


def test_delete_clears_and_undo_and_redo_go_back_and_forth(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("7", "8")
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Shift+Right", "Delete")
    assert (desktop.text_at(1, 3), desktop.text_at(1, 4)) == ("", "")
    desktop.keys.press("Ctrl+Z")
    assert (desktop.text_at(1, 3), desktop.text_at(1, 4)) == ("7", "8")
    desktop.keys.press("Ctrl+Z")
    assert (desktop.text_at(1, 3), desktop.text_at(1, 4)) == ("7", "")
    desktop.keys.press("Ctrl+Y", "Ctrl+Y")
    assert (desktop.text_at(1, 3), desktop.text_at(1, 4)) == ("", "")
    desktop.settle()
    assert "c4" not in stored_cells(desktop)


def test_a_block_is_copied_and_pasted_as_one_step(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("1", "2", "3")
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Shift+Right", "Shift+Right", "Ctrl+C")
    desktop.window.form.grid.go_to(1, 7)
    desktop.keys.press("Ctrl+V")
    assert [desktop.text_at(1, column) for column in (7, 8, 9)] == ["1", "2", "3"]
    desktop.keys.press("Ctrl+Z")
    assert [desktop.text_at(1, column) for column in (7, 8, 9)] == ["", "", ""]


def test_a_row_is_added_below_and_removed_and_brought_back(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("5")
    desktop.keys.press("Ctrl+Shift+Equal")
    current = desktop.window.form.grid.currentIndex()
    assert (current.row(), current.column()) == (2, 1)
    desktop.keys.type("Ho tich")
    desktop.keys.press("Return")
    assert [desktop.text_at(row, 1) for row in (1, 2)] == ["Dat dai", "Ho tich"]
    desktop.window.form.grid.go_to(1, 1)
    desktop.keys.press("Ctrl+Shift+Minus")
    assert desktop.text_at(1, 1) == "Ho tich"
    desktop.keys.press("Ctrl+Z")
    assert [desktop.text_at(1, column) for column in (1, 3)] == ["Dat dai", "5"]
    desktop.settle()


def test_a_report_is_checked_sealed_and_submitted_and_says_gui_only_with_a_receipt(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter(*ROW[:4], "88", *ROW[5:])
    desktop.keys.press("Shift+F9")
    assert "lỗi" in desktop.window.form.notice.text
    desktop.keys.press("Right", "Right", "Right", "Right", "Right", "Right")
    desktop.keys.type("90")
    desktop.keys.press("Return")
    desktop.settle()
    seen: list[str] = []
    desktop.answer("Return", seen=seen)
    desktop.keys.press("Shift+F9")
    assert "Chốt báo cáo này?" in seen
    desktop.wait(lambda: desktop.window.form.presenter.state is State.SEALED)
    assert not desktop.flags_at(1, 3) & cells.TYPED
    desktop.answer("Return")
    desktop.keys.press("Shift+F9")
    desktop.wait(lambda: desktop.window.form.presenter.state is State.SUBMITTED)
    assert "Chờ đồng bộ" in desktop.window.form.head.chip_text
    assert "Đã gửi" not in desktop.window.form.head.chip_text
    assert desktop.engine is not None
    assert "changed" in desktop.engine.calls
    desktop.keys.press("Alt+Left")
    desktop.settle()
    desktop.wait(lambda: desktop.window.status.texts[1] != "")


def test_what_is_being_typed_stays_when_the_cells_last_edit_comes_back_saved(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("153")
    desktop.keys.press("Left")
    desktop.keys.type("4")
    model = desktop.window.form.model
    model.cells_changed([(1, 3)])  # what a save says of its cells
    desktop.keys.type("75")
    assert desktop.keys.target.text() == "475"
    desktop.keys.press("Tab")
    assert desktop.text_at(1, 3) == "475"
