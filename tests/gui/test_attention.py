"""Vướng mắc by keys: conflicts decided cell by cell, the refused tray, and the way from a form and back to its cell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.domain.conflicts import ClashedCell, Conflict
from app.domain.exchange import DeviceChange, FormChange, PersonChange, Result, ResultCode
from app.domain.forms.catalogue import pack_form
from app.domain.operations import CellEdit, OperationId
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import UNIT, filled, key_of, owed, report, shipped
from tests.gui.test_accessibility import unnamed, unreached_by_tab
from tests.gui.test_form_by_keyboard import KEY, open_form
from ui.views.attention_panes import TextDialog
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORM = "II.06a/VPCP/KSTT"
X, Y = "main/k03/c4", "main/k06/c5"
TEXT = "@text/course/body"


def put(desktop: Desktop, *typed: tuple[str, str | None, str | None]) -> None:
    """What this person typed: (address, shown, new)."""
    store = desktop.office.open_store()
    edits = [CellEdit(*one) for one in typed]
    store.save_edits(KEY, shipped(FORM).hash, edits, author="p-an", claims=[])
    store.close()


def clash(desktop: Desktop) -> None:
    """Đất đai (4) was 64 and Thành lập (5) was 6; here they became 66 and 9, in the system 61 and 7."""
    base = filled()
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, base, at="2026-06-14T06:00:00+00:00"))
    put(desktop, (X, base[X], "66"), (Y, base[Y], "9"))
    theirs = base | {X: "61", Y: "7"}
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, theirs, at="2026-06-14T06:30:00+00:00", rev=4))


def refuse(desktop: Desktop) -> None:
    """66 over 64 was not taken: the report had been sealed; it is open again since."""
    base = filled()
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, base, at="2026-06-14T06:00:00+00:00"))
    put(desktop, (X, base[X], "66"))
    turn_down(desktop)


def turn_down(desktop: Desktop) -> None:
    """Everything that waits is sent and not taken."""
    store = desktop.office.open_store()
    operations = store.freeze()
    store.close()
    code, error = ResultCode.REFUSED, "report.sealed"
    desktop.office.book(results=tuple(Result(id=one.id, hash=one.hash(), code=code, error=error) for one in operations))


def go(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+3")
    desktop.settle()


def columns(desktop: Desktop, row: int) -> list[str]:
    sides = desktop.window.page.conflicts.table.sides
    return [str(sides.index(row, column).data()) for column in range(5)]


def held(desktop: Desktop, *addresses: str) -> list[str | None]:
    store = desktop.office.open_store()
    found = store.report(KEY).mine
    store.close()
    return [found.get(address) for address in addresses]


def press_button(desktop: Desktop, name: str) -> None:
    """Tab to a button by its name, and press it."""
    for _ in range(60):
        if QApplication.focusWidget().accessibleName() == name:
            desktop.keys.press("Space")
            return
        desktop.keys.press("Tab")
    pytest.fail(f"Tab never came to “{name}”")


def test_conflicts_are_decided_by_keys_alone(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    assert columns(desktop, 0) == ["Đất đai", "64", "66", "61", "Để sau"]
    assert columns(desktop, 1)[1:] == ["6", "9", "7", "Để sau"]
    desktop.keys.press("Return", "1", "Down", "3")
    desktop.keys.type("8")
    desktop.keys.press("Return")
    assert (columns(desktop, 0)[4], columns(desktop, 1)[4]) == ("66", "8")
    desktop.keys.press("Return")
    page = desktop.window.page
    assert page.notice_text == "Ghi lý do rồi bấm Enter: lý do đi cùng quyết định."
    desktop.keys.type("so goc")
    desktop.keys.press("Return")
    desktop.wait(lambda: page.notice_text.startswith("Đã quyết định 2 chỗ."))
    desktop.settle()
    assert held(desktop, X, Y) == ["66", "8"]
    assert page.list.lines.lines == []
    assert desktop.engine.calls[-1] == "changed"
    assert QApplication.focusWidget() is not None


def wait_elsewhere(desktop: Desktop) -> None:
    """On another computer 66 was typed over 64 where the system has 61."""
    theirs = filled() | {X: "61"}
    desktop.office.book(
        report(shipped(FORM), "2026-Q2", State.DRAFT, theirs, at="2026-06-14T06:30:00+00:00"),
        PersonChange(person="p-dung", name="Phạm Thị Dung", unit=UNIT, role="clerk", active=True),
        DeviceChange(device="d-2", unit=UNIT, name="Máy văn thư", person="p-dung", public_key="0b" * 32, revoked=False),
        Conflict(
            report=KEY,
            operation=OperationId("d-2", "e", 3),
            device="d-2",
            author="p-dung",
            at=1_781_418_600,
            since=1_781_418_900,
            cells=(
                ClashedCell(address=X, base="64", mine="66", theirs="61", their_author="p-an", their_at=1_781_418_300),
            ),
        ),
    )


def test_what_waits_on_another_computer_is_seen_and_not_decided(desktop: Desktop) -> None:
    wait_elsewhere(desktop)
    go(desktop)
    page = desktop.window.page
    assert page.elsewhere.isVisible()
    sides = page.elsewhere.table.sides
    assert [str(sides.index(0, column).data()) for column in range(4)] == ["Đất đai", "64", "66", "61"]
    desktop.keys.press("Return", "1", "2", "3", "Delete")
    assert desktop.keys.target is page.elsewhere.table
    assert held(desktop, X) == ["61"]
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    assert "chờ quyết định ở: Máy văn thư" in desktop.window.form.head._sub.text()
    desktop.keys.press("F4")
    desktop.settle()
    assert (desktop.window.page, page.elsewhere.isVisible()) == (page, True)


def test_help_is_there_while_a_third_value_is_typed(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "3")
    desktop.keys.type("8")
    desktop.keys.press("F1")
    desktop.wait(lambda: desktop.window.help.isVisible())


def test_what_was_done_stays_said_when_the_next_topic_comes_into_sight(desktop: Desktop) -> None:
    clash(desktop)
    put(desktop, ("main/k01/c4", "412", "413"))
    turn_down(desktop)
    go(desktop)
    page = desktop.window.page
    assert len(page.list.lines.lines) == 2
    desktop.keys.press("Return", "Ctrl+A", "1", "Return")
    desktop.keys.type("so goc")
    desktop.keys.press("Return")
    desktop.wait(lambda: len(page.list.lines.lines) == 1)
    assert page.notice_text.startswith("Đã quyết định 2 chỗ.")
    assert page.refused.isVisible()
    assert desktop.keys.target is page.list
    desktop.keys.press("Return")
    assert desktop.keys.target is page.refused.table


def test_arrows_choose_and_zero_decides_later(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "Left")
    assert columns(desktop, 0)[4] == "66"
    desktop.keys.press("Right")
    assert columns(desktop, 0)[4] == "61"
    desktop.keys.press("0")
    assert columns(desktop, 0)[4] == "Để sau"


def test_all_rows_are_chosen_at_once(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "Ctrl+A", "2")
    assert (columns(desktop, 0)[4], columns(desktop, 1)[4]) == ("61", "7")
    press_button(desktop, "Lấy tất cả của đơn vị")
    assert (columns(desktop, 0)[4], columns(desktop, 1)[4]) == ("66", "9")


def test_a_third_value_that_cannot_be_read_stays_and_escape_leaves_the_line(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "F2")
    desktop.keys.type("8,5")
    desktop.keys.press("Return")
    assert columns(desktop, 0)[4] == "8,5"
    desktop.keys.press("F2", "Escape")
    table = desktop.window.page.conflicts.table
    assert desktop.keys.target is table
    desktop.keys.press("Escape")
    assert desktop.keys.target is desktop.window.page.list
    assert held(desktop, X) == ["66"]


def test_leaving_the_page_decides_nothing_and_keeps_what_was_chosen(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "2", "Ctrl+1", "Ctrl+3")
    desktop.settle()
    assert columns(desktop, 0)[4] == "61"
    assert held(desktop, X) == ["66"]


def test_what_was_done_is_not_said_any_more_when_the_page_is_come_back_to(desktop: Desktop) -> None:
    refuse(desktop)
    go(desktop)
    desktop.keys.press("Return")
    press_button(desktop, "Đồng bộ lại")
    page = desktop.window.page
    desktop.wait(lambda: page.notice_text.startswith("Đã đưa vào hàng chờ đồng bộ lại."))
    desktop.keys.press("Ctrl+1")
    go(desktop)
    assert (desktop.window.page, page.notice_text) == (page, "")


def test_a_form_shows_its_conflicts_leads_to_them_and_back_to_the_same_cell(desktop: Desktop) -> None:
    clash(desktop)
    open_form(desktop)
    form = desktop.window.form
    assert form.trouble.text == "Báo cáo này có 2 chỗ sửa ở hai nơi: cần quyết định trước khi chốt."
    place = form.presenter.tables.grid.places[Y]
    form.grid.go_to(*place)
    assert form.bar_texts[3] == "Ô này được sửa ở hai nơi. Bấm F4 để quyết định."
    desktop.keys.press("F4")
    desktop.settle()
    page = desktop.window.page
    assert page.title == "Vướng mắc"
    assert desktop.keys.target is page.conflicts.table
    assert page.conflicts.table.currentIndex().row() == 1
    desktop.keys.press("2", "Return")
    desktop.keys.type("so he thong dung")
    desktop.keys.press("Return")
    desktop.wait(lambda: page.notice_text.startswith("Đã quyết định 1 chỗ."))
    desktop.settle()
    desktop.window.page.go_to(KEY, X)
    desktop.window.refresh()
    desktop.settle()
    desktop.keys.press("Ctrl+O")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    form = desktop.window.form
    current = form.grid.currentIndex()
    assert (current.row(), current.column()) == form.presenter.tables.grid.places[X]
    assert form.trouble.text == "Báo cáo này có 1 chỗ sửa ở hai nơi: cần quyết định trước khi chốt."
    assert desktop.text_at(*form.presenter.tables.grid.places[Y]) == "7"


def test_the_way_to_what_is_in_trouble_stays_when_the_line_above_the_grid_is_closed(desktop: Desktop) -> None:
    clash(desktop)
    open_form(desktop)
    trouble = desktop.window.form.trouble
    next(button for button in trouble.findChildren(Button) if button.text() == "Đóng").click()
    assert trouble.isHidden()
    desktop.keys.press("F4")
    desktop.settle()
    assert desktop.window.page.title == "Vướng mắc"


def test_the_history_of_a_decided_cell_tells_both_values_and_the_reason(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "1", "Return")
    desktop.keys.type("so goc")
    desktop.keys.press("Return")
    desktop.wait(lambda: desktop.window.page.notice_text.startswith("Đã quyết định"))
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    form = desktop.window.form
    form.grid.go_to(*form.presenter.tables.grid.places[X])
    shown: list[tuple[str, str, str, str]] = []
    form.show_history = lambda _, lines: shown.extend((one.who, one.old, one.new, one.reason) for one in lines)
    form.presenter.cell.choose_panel("history")
    desktop.wait(lambda: bool(shown))
    assert shown[:3] == [
        ("Nguyễn Thị An", "61", "66", "Đã quyết định: so goc"),
        ("Nguyễn Thị An", "64", "61", "Sửa ở hai nơi: giữ bên cạnh, chưa ghi vào ô"),
        ("Nguyễn Thị An", "64", "66", ""),
    ]


def test_a_refused_figure_goes_again_by_keys(desktop: Desktop) -> None:
    refuse(desktop)
    go(desktop)
    page = desktop.window.page
    desktop.keys.press("Return")
    assert desktop.keys.target is page.refused.table
    press_button(desktop, "Đồng bộ lại")
    desktop.wait(lambda: page.notice_text.startswith("Đã đưa vào hàng chờ đồng bộ lại."))
    desktop.settle()
    assert page.list.lines.lines == []
    assert held(desktop, X) == ["66"]


def test_a_refused_figure_is_given_up_with_a_reason(desktop: Desktop) -> None:
    refuse(desktop)
    go(desktop)
    page = desktop.window.page

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            if dialog is not None:
                dialog.activateWindow()
            QTimer.singleShot(10, answer)
            return
        desktop.keys.press("Return")  # nothing happens without a reason
        desktop.keys.type("go nham")
        desktop.keys.press("Return")

    QTimer.singleShot(10, answer)
    press_button(desktop, "Bỏ mục này…")
    desktop.wait(lambda: page.notice_text.startswith("Đã bỏ."))
    desktop.settle()
    assert held(desktop, X) == ["64"]


def test_enter_on_a_refused_cell_opens_the_report_there(desktop: Desktop) -> None:
    refuse(desktop)
    go(desktop)
    desktop.keys.press("Return", "Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    form = desktop.window.form
    current = form.grid.currentIndex()
    assert (current.row(), current.column()) == form.presenter.tables.grid.places[X]
    assert form.trouble.text == "Báo cáo này có 1 ô bị hệ thống từ chối: cần quyết định trước khi chốt."


def test_every_control_has_a_name_and_is_reached_by_tab(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    assert unnamed(desktop.window) == []
    desktop.keys.press("Return", "1")
    assert unreached_by_tab(desktop) == set()


def test_every_control_of_the_tray_has_a_name_and_is_reached_by_tab(desktop: Desktop) -> None:
    refuse(desktop)
    go(desktop)
    assert unnamed(desktop.window) == []
    assert unreached_by_tab(desktop) == set()


def test_a_screen_reader_is_told_each_side(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    sides, role = desktop.window.page.conflicts.table.sides, int(Qt.ItemDataRole.AccessibleTextRole)
    assert sides.index(0, 2).data(role) == "1 · Số của đơn vị: 66, Nguyễn Thị An, 14:02 14/06 · +2"
    desktop.keys.press("Return", "2")
    assert sides.index(0, 0).data(role) == "; ".join(
        (
            "Ô: Đất đai, dòng 3, cột (4) · Tiếp nhận › Trong kỳ › Trực tuyến",
            "Gốc: 64, Từ hệ thống",
            "1 · Số của đơn vị: 66, Nguyễn Thị An, 14:02 14/06 · +2",
            "2 · Số trên hệ thống: 61, Nguyễn Thị An, 13:30 14/06 · −3",
            "Quyết định: 61, số trên hệ thống",
        )
    )


def test_two_versions_of_a_section_are_read_whole_and_a_third_is_written(desktop: Desktop) -> None:
    form, period = shipped("BCN/TTLT43"), "2026-E-bao-so-3.02"
    key = key_of(form.code, period)
    text = {TEXT: "Mưa to cả đêm."}
    desktop.office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, period, "2026-06-13", "2026-06-13", "2026-06-14"),
        report(form, period, State.DRAFT, text, at="2026-06-14T06:50:00+00:00"),
    )
    store = desktop.office.open_store()
    store.save_edits(key, form.hash, [CellEdit(TEXT, text[TEXT], "Mưa to cả ngày.")], author="p-an")
    store.close()
    theirs = {TEXT: "Mưa nhỏ cả đêm."}
    desktop.office.book(report(form, period, State.DRAFT, theirs, at="2026-06-14T06:55:00+00:00", rev=4))
    go(desktop)
    assert columns(desktop, 0)[1:4] == ["Mưa to cả đêm.", "… ngày.", "… nhỏ …"]
    assert unnamed(desktop.window) == []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, TextDialog) or not dialog.isActiveWindow():
            if isinstance(dialog, TextDialog):
                dialog.activateWindow()
            QTimer.singleShot(10, answer)
            return
        assert unnamed(dialog) == []
        editor = desktop.keys.target
        assert isinstance(editor, QPlainTextEdit)
        assert editor.toPlainText() == "Mưa to cả ngày."
        desktop.keys.press("Ctrl+A")
        desktop.keys.type("Mua")
        desktop.keys.press("Tab", "Tab", "Space")

    desktop.keys.press("Return")
    QTimer.singleShot(10, answer)
    desktop.keys.press("3")
    desktop.wait(lambda: columns(desktop, 0)[4] == "Mua")


def test_what_a_synchronisation_brings_waits_until_the_typed_value_is_entered(desktop: Desktop) -> None:
    clash(desktop)
    go(desktop)
    desktop.keys.press("Return", "Down", "3")
    desktop.keys.type("8")
    editor = desktop.keys.target
    theirs = filled() | {X: "66", Y: "7"}
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, theirs, at="2026-06-14T06:40:00+00:00", rev=5))
    desktop.window.refresh()
    desktop.settle()
    assert desktop.keys.target is editor
    desktop.keys.press("Return")
    table = desktop.window.page.conflicts.table
    desktop.wait(lambda: table.sides.rowCount() == 1)
    assert columns(desktop, 0)[1:] == ["6", "9", "7", "8"]
    assert desktop.keys.target is table


def test_a_row_removed_here_and_edited_there_is_one_question_that_leads_to_its_row(desktop: Desktop) -> None:
    base = filled()
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, base, at="2026-06-14T06:00:00+00:00"))
    put(desktop, *((address, value, None) for address, value in base.items() if address.startswith("main/k10/")))
    theirs = base | {"main/k10/c4": "5"}
    desktop.office.book(report(shipped(FORM), "2026-Q2", State.DRAFT, theirs, at="2026-06-14T06:30:00+00:00", rev=4))
    go(desktop)
    assert columns(desktop, 0) == ["Môi trường", "Có dòng", "Bỏ dòng", "Giữ dòng", "Để sau"]
    desktop.keys.press("Return", "3")
    page = desktop.window.page
    assert page.notice_text == "Một dòng chỉ có giữ (1) hoặc bỏ (2)."
    desktop.keys.press("2", "Return")
    desktop.keys.type("con ho so")
    desktop.keys.press("Return")
    desktop.wait(lambda: page.notice_text.startswith("Đã quyết định 1 chỗ."))
    desktop.settle()
    assert held(desktop, "main/k10/c2", "main/k10/c4") == ["Môi trường", "5"]
    page.opened.emit(KEY, "main/k10/@row")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    form = desktop.window.form
    assert form.presenter.tables.grid.rows[form.grid.currentIndex().row()].key == "k10"
