"""The words of a report, by keys: written, kept, read with the table's figures, never disturbed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form, unpack_form
from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import Office, key_of, owed, report, shipped
from tests.gui.test_accessibility import unnamed, unreached_by_tab
from tests.gui.test_input_methods import unikey
from ui.look import Look
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.section_block import SectionBlock
from ui.widgets.section_editor import SectionEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CODE, PERIOD, BEFORE = "BCN/TTLT43", "2026-E-bao-so-3.02", "2026-E-bao-so-3.01"
KEY = key_of(CODE, PERIOD)
EVENT, COURSE, RESPONSE = (f"@text/{key}/body" for key in ("event", "course", "response"))
FIGURES = {"main/rNG03/c1": "2", "main/rNG04/c1": "1240", "main/rNG05/c1": "5000"}


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[Desktop]:
    """A window whose office has a disaster's second bulletin in hand, and its first one behind it."""
    office = Office(tmp_path)
    office.furnish()
    form = shipped(CODE)
    earlier = {EVENT: "Bão số 3", RESPONSE: "Sơ tán {NG04/1} hộ."}
    office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, BEFORE, "2026-06-12", "2026-06-12", "2026-06-13"),
        owed(form, PERIOD, "2026-06-13", "2026-06-13", "2026-06-14"),
        report(form, BEFORE, State.ACCEPTED, earlier, at="2026-06-12T06:50:00+00:00"),
        report(form, PERIOD, State.DRAFT, FIGURES, at="2026-06-14T06:50:00+00:00"),
    )
    made = Desktop(qtbot, office, look)
    made.window.open_report(KEY)
    made.wait(lambda: made.window.form is not None and made.window.form.presenter.is_open)
    made.settle()
    yield made
    made.window.close()
    made.window.deleteLater()


def block(desktop: Desktop, key: str) -> SectionBlock:
    assert desktop.window.form is not None
    return desktop.window.form.narrative.blocks[key]


def go_to(desktop: Desktop, key: str) -> SectionEditor:
    """To the sections with Ctrl+PageDown, and on to one of them with Tab."""
    desktop.keys.press("Ctrl+PageDown")
    wanted = block(desktop, key).editor
    for _ in range(20):
        if QApplication.focusWidget() is wanted:
            return wanted
        desktop.keys.press("Tab")
    raise AssertionError(f"Tab does not come to {key}")


def stored(desktop: Desktop) -> dict[str, str]:
    store = desktop.office.open_store()
    found = store.report(KEY)
    store.close()
    assert found is not None
    return dict(found.mine)


def test_ctrl_pagedown_and_pageup_switch_between_the_table_and_the_words(desktop: Desktop) -> None:
    form = desktop.window.form
    assert form is not None
    desktop.keys.press("Ctrl+PageDown")
    assert QApplication.focusWidget() is block(desktop, "event").editor
    assert not form.grid.isVisible()
    desktop.keys.press("Ctrl+PageUp")
    assert QApplication.focusWidget() is form.grid
    assert not form.narrative.isVisible()


def test_the_tabs_name_the_table_and_the_words_and_follow_the_keys(desktop: Desktop) -> None:
    tabs = next(bar for bar in desktop.window.form.findChildren(QTabBar) if bar.accessibleName() == "Các bảng của biểu")
    assert [tabs.tabText(at) for at in range(tabs.count())] == ["Bảng số liệu", "Lời văn"]
    desktop.keys.press("Ctrl+PageDown")
    assert tabs.currentIndex() == 1


def test_words_are_kept_after_a_pause_without_leaving_the_editor(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua to")
    assert block(desktop, "course").saving == "Đang soạn, chưa lưu"
    desktop.wait(lambda: block(desktop, "course").saving == "")
    desktop.settle()
    assert stored(desktop)[COURSE] == "Mua to"
    assert QApplication.focusWidget() is editor
    assert desktop.window.form.head.saved_text.startswith("Đã lưu trên máy này")


def test_words_are_kept_when_the_editor_is_left_and_when_the_page_is(desktop: Desktop) -> None:
    go_to(desktop, "course")
    desktop.keys.type("Mua to")
    desktop.keys.press("Tab")
    desktop.settle()
    assert stored(desktop)[COURSE] == "Mua to"
    desktop.keys.press("Backtab")
    desktop.keys.type("!")
    desktop.keys.press("Alt+Left")
    desktop.settle()
    assert stored(desktop)[COURSE] == "Mua to!"


TELEX = [
    (
        "Đất đai",
        [(0, "D"), (1, "Đ"), (0, "a"), (1, "â"), (0, "t"), (2, "ất"), (0, " "), (0, "d"), (1, "đ"), (0, "ai")],
        "Đất đai",
    ),
    ("a second line", [(0, "Bao"), (2, "ão"), (0, "\r"), (0, "- lu"), (1, "ũ")], "Bão\n- lũ"),
    ("Người", [(0, "Nguoi"), (3, "ươi"), (2, "ời")], "Người"),
]


@pytest.mark.parametrize(("strokes", "expected"), [case[1:] for case in TELEX], ids=[case[0] for case in TELEX])
def test_backspace_and_retype_in_one_turn_is_left_alone_while_what_was_typed_is_being_kept(
    desktop: Desktop, strokes: list[tuple[int, str]], expected: str
) -> None:
    editor = go_to(desktop, "course")
    for erased, text in strokes:
        if text == "\r":
            desktop.keys.press("Return")
        else:
            unikey(erased, text)
        desktop.window.form.narrative.commit()
        desktop.settle()
    assert editor.toPlainText() == expected
    assert stored(desktop)[COURSE] == expected


def test_a_text_being_composed_is_not_kept_nor_broken_off_by_a_pause(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Bao ")
    for composed in ("đ", "đấ", "đất"):
        QApplication.sendEvent(editor, QInputMethodEvent(composed, []))
        desktop.window.form.narrative.commit()
        desktop.settle()
    assert stored(desktop)[COURSE] == "Bao"
    assert editor.document().firstBlock().layout().preeditAreaText() == "đất"
    commit = QInputMethodEvent("", [])
    commit.setCommitString("đất")
    QApplication.sendEvent(editor, commit)
    assert editor.toPlainText() == "Bao đất"
    desktop.keys.press("Tab")
    desktop.settle()
    assert stored(desktop)[COURSE] == "Bao đất"


def test_decomposed_letters_are_kept_composed_and_stay_as_typed_on_the_screen(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    unikey(0, "Đa\u0302\u0301t")
    desktop.keys.press("Tab")
    desktop.settle()
    assert editor.toPlainText() == "Đa\u0302\u0301t"
    assert stored(desktop)[COURSE] == "Đất"


def pick(desktop: Desktop, *keys: str, search: str = "") -> None:
    """Ctrl+I, a search typed into the list of figures, keys."""

    def act() -> None:
        picker = QApplication.activeModalWidget()
        assert isinstance(picker, FigurePicker)
        assert unnamed(picker) == []
        picker.activateWindow()
        desktop.wait(picker.isActiveWindow)
        desktop.keys.type(search)
        desktop.keys.press(*keys)

    editor = QApplication.focusWidget()
    QTimer.singleShot(50, act)
    desktop.keys.press("Ctrl+I")
    desktop.window.activateWindow()  # as a window manager does when a dialog closes
    desktop.wait(lambda: QApplication.focusWidget() is editor)


def test_a_figure_is_put_in_by_keys_and_follows_the_table(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Bi thuong ")
    pick(desktop, "Return", search="nguoi bi thuong")
    desktop.keys.type(" nguoi, ")
    pick(desktop, "Down", "Return", search="ho bi anh huong")
    assert editor.toPlainText() == "Bi thuong {NG03/1} nguoi, {NG04/1}"
    assert block(desktop, "course").reads == "Bi thuong 2 nguoi, 1.240"
    form = desktop.window.form
    form.presenter.tables.choose(0)
    form.grid.go_to(form.presenter.tables.grid.places["main/rNG03/c1"][0], 1)
    desktop.keys.type("17")
    desktop.keys.press("Return", "Ctrl+PageDown")
    assert block(desktop, "course").reads == "Bi thuong 17 nguoi, 1.240"


def test_escape_in_the_list_of_figures_puts_nothing_in_and_gives_the_keyboard_back(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    pick(desktop, "Escape", search="so ho")
    assert editor.toPlainText() == ""
    desktop.keys.type("a")
    assert editor.toPlainText() == "a"


def test_ctrl_z_takes_back_what_was_written_last_and_ctrl_y_brings_it_again(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua")
    desktop.window.form.narrative.commit()
    desktop.keys.type(" to")
    desktop.keys.press("Ctrl+Z")
    assert editor.toPlainText() == "Mua"
    desktop.keys.type("!")
    assert editor.toPlainText() == "Mua!"
    desktop.keys.press("Ctrl+Z", "Ctrl+Z")
    assert editor.toPlainText() == ""
    desktop.keys.press("Ctrl+Shift+Z")
    assert editor.toPlainText() == "Mua"


def test_last_bulletins_words_are_taken_by_keys_with_this_ones_figures(desktop: Desktop) -> None:
    go_to(desktop, "response")
    desktop.keys.press("Tab", "Space")
    assert block(desktop, "response").editor.toPlainText() == "Sơ tán {NG04/1} hộ."
    assert block(desktop, "response").reads == "Sơ tán 1.240 hộ."
    assert QApplication.focusWidget() is block(desktop, "response").editor
    desktop.settle()
    assert stored(desktop)[RESPONSE] == "Sơ tán {NG04/1} hộ."


def sync(desktop: Desktop, cells: dict[str, str]) -> None:
    """What another computer of the office wrote arrives."""
    came = report(shipped(CODE), PERIOD, State.DRAFT, FIGURES | cells, at="2026-06-14T07:00:00+00:00", rev=4)
    desktop.office.book(came)
    desktop.window.form.presenter.booked([KEY])
    desktop.settle()


def test_what_another_computer_wrote_in_another_section_leaves_the_open_editor_alone(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua ")
    QApplication.sendEvent(editor, QInputMethodEvent("đ", []))
    sync(desktop, {EVENT: "Bão số 3 mạnh cấp 10"})
    assert block(desktop, "event").editor.toPlainText() == "Bão số 3 mạnh cấp 10"
    assert editor.document().firstBlock().layout().preeditAreaText() == "đ"
    assert (editor.toPlainText(), editor.textCursor().position(), editor.hasFocus()) == ("Mua ", 4, True)


def test_what_another_computer_wrote_in_the_open_section_waits_until_it_is_left(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    sync(desktop, {COURSE: "Mưa to"})
    assert editor.toPlainText() == ""
    desktop.keys.press("Tab")
    desktop.wait(lambda: editor.toPlainText() == "Mưa to")


def test_both_texts_are_kept_where_a_section_is_written_in_two_places(desktop: Desktop) -> None:
    go_to(desktop, "course")
    desktop.keys.type("Mua")
    sync(desktop, {COURSE: "Nắng"})
    desktop.keys.press("Tab")
    desktop.wait(lambda: block(desktop, "course").note == "Mục này được sửa ở hai nơi. Bấm F4 để quyết định.")
    desktop.window.show_page("attention")
    desktop.settle()
    (row,) = desktop.window.page.conflicts.table.sides.rows
    assert [side.text for side in row[:4]] == ["2. Diễn biến thiên tai và thiệt hại", "(trống)", "Mua", "Nắng"]


def test_the_editor_grows_with_its_text(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    low = editor.height()
    for _ in range(6):
        desktop.keys.press("Return")
    assert editor.height() > low + 2 * editor.fontMetrics().lineSpacing()


def test_long_paragraphs_are_seen_whole_and_grow_again_when_the_page_narrows(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    editor.insertPlainText("Mưa to kèm gió mạnh cấp 9, cấp 10 trên toàn xã. " * 30 + "\n")
    editor.insertPlainText("Nước sông dâng nhanh, nhiều đoạn đường bị ngập. " * 30)
    wide = editor.height()
    assert not editor.verticalScrollBar().maximum()
    assert wide >= 12 * editor.fontMetrics().lineSpacing()
    desktop.window.resize(1024, 700)
    desktop.wait(lambda: editor.height() > wide and not editor.verticalScrollBar().maximum())


def test_words_with_spaces_that_no_key_types_are_shown_without_being_changed(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+PageDown")
    sync(desktop, {COURSE: "Ngày\u00a012/6\u2028mưa"})
    assert block(desktop, "course").editor.toPlainText() == "Ngày 12/6\nmưa"
    assert block(desktop, "course").saving == ""
    desktop.keys.press("Tab", "Tab")
    desktop.settle()
    assert stored(desktop)[COURSE] == "Ngày\u00a012/6\u2028mưa"


WORDS_ONLY = """
code: LV/1
edition: "2026"
title: Báo cáo lời văn
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
sections:
  - {key: result, title: Kết quả, required: true}
"""


def test_a_form_of_nothing_but_words_is_filled_checked_and_sealed(desktop: Desktop) -> None:
    form = unpack_form(pack_form(load_form(WORDS_ONLY, "x.yaml")))
    key = key_of(form.code, "2026-Q2")
    desktop.office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
    )
    desktop.window.open_report(key)
    desktop.wait(lambda: desktop.window.form.presenter.is_open)
    desktop.settle()
    assert QApplication.focusWidget() is block(desktop, "result").editor
    desktop.keys.press("F8", "F9", "Ctrl+Z", "F6", "F6")
    desktop.keys.type("Tot")
    desktop.answer("Return")
    desktop.keys.press("Shift+F9")
    desktop.wait(lambda: desktop.window.form.presenter.state is State.SEALED)
    assert block(desktop, "result").editor.isReadOnly()


def test_a_sealed_report_shows_its_words_with_figures_and_takes_none(desktop: Desktop) -> None:
    go_to(desktop, "course")
    desktop.keys.press("Ctrl+PageUp")
    desktop.window._leave_form()
    store = desktop.office.open_store()
    store.save_edits(KEY, shipped(CODE).hash, [CellEdit(COURSE, None, "Có {NG03/1} người")], author="p-an")
    store.close()
    form = shipped(CODE)
    sealed = FIGURES | {COURSE: "Có {NG03/1} người", EVENT: "Bão số 3"}
    desktop.office.book(report(form, BEFORE, State.SEALED, sealed, at="2026-06-14T07:00:00+00:00", rev=4))
    desktop.window.open_report(key_of(CODE, BEFORE))
    desktop.wait(lambda: desktop.window.form.presenter.is_open)
    desktop.settle()
    editor = go_to(desktop, "course")
    assert editor.toPlainText() == "Có 2 người"
    desktop.keys.type("x")
    assert editor.toPlainText() == "Có 2 người"
    assert desktop.window.form.notice.text == "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước."


def test_a_missing_section_is_found_at_a_check_and_the_cursor_goes_there(desktop: Desktop) -> None:
    desktop.keys.press("F9")
    desktop.wait(lambda: QApplication.focusWidget() is block(desktop, "event").editor)
    missing = "Chưa viết mục “1. Loại thiên tai, thời gian bắt đầu và địa bàn xảy ra”."
    assert block(desktop, "event").note == missing
    desktop.keys.type("Bao")
    desktop.window.form.narrative.commit()
    desktop.wait(lambda: block(desktop, "event").note == "")


def test_every_control_of_the_words_has_a_name_and_tab_comes_to_every_button(desktop: Desktop) -> None:
    editor = go_to(desktop, "event")
    interface = QAccessible.queryAccessibleInterface(editor)
    assert interface.text(QAccessible.Text.Name) == "1. Loại thiên tai, thời gian bắt đầu và địa bàn xảy ra"
    assert "Ví dụ: Bão số 3" in interface.text(QAccessible.Text.Description)
    assert unnamed(desktop.window) == []
    assert unreached_by_tab(desktop) == set()


def test_the_search_goes_through_the_words_and_escape_leaves_it_on_what_was_found(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua to tu 14 gio, mua")
    desktop.keys.press("Ctrl+F")
    bar = desktop.window.form.tools.find_bar
    assert QApplication.focusWidget() is bar.field
    desktop.keys.type("mua")
    desktop.wait(lambda: bar.said == "1 trên 2")
    assert QApplication.focusWidget() is bar.field
    assert editor.textCursor().selectedText() == "Mua"
    desktop.keys.press("Return")
    assert (bar.said, editor.textCursor().selectedText()) == ("2 trên 2", "mua")
    desktop.keys.press("Escape")
    assert bar.isHidden()
    assert QApplication.focusWidget() is editor
    desktop.settle()
    assert stored(desktop)[COURSE] == "Mua to tu 14 gio, mua"


def test_a_letter_being_composed_in_the_search_outlives_what_is_found(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua to")
    desktop.keys.press("Ctrl+F")
    field = desktop.window.form.tools.find_bar.field
    desktop.keys.type("mu")
    left: list[str] = []
    editor.entered.connect(lambda: left.append("editor"))
    QApplication.sendEvent(field, QInputMethodEvent("a", []))
    desktop.wait(lambda: editor.textCursor().selectedText() != "")
    assert left == []
    assert field.text() == "mu"


def test_f3_goes_on_from_section_to_section_and_takes_the_keyboard_along(desktop: Desktop) -> None:
    event, course = block(desktop, "event").editor, block(desktop, "course").editor
    go_to(desktop, "event")
    desktop.keys.type("bao so 3")
    desktop.keys.press("Tab")
    assert QApplication.focusWidget() is course
    desktop.keys.type("bao vao")
    desktop.keys.press("Ctrl+F")
    desktop.keys.type("bao")
    desktop.keys.press("Return", "Escape")
    places = []
    for _ in range(2):
        desktop.keys.press("F3")
        focused = QApplication.focusWidget()
        assert focused.textCursor().selectedText() == "bao"
        places.append(focused)
    assert set(places) == {event, course}


def test_words_in_a_section_are_found_from_the_table(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Sat lo tai thon Dong")
    desktop.keys.press("Ctrl+PageUp", "Ctrl+F")
    desktop.keys.type("thon dong")
    desktop.wait(lambda: desktop.window.form.tools.find_bar.said == "1 trên 1")
    assert editor.isVisible()
    assert editor.textCursor().selectedText() == "thon Dong"


def test_the_words_follow_the_zoom_and_its_keys_work_there(desktop: Desktop) -> None:
    editor = go_to(desktop, "course")
    desktop.keys.type("Mua to")
    before = editor.font().pixelSize()
    desktop.keys.press("Ctrl+Equal", "Ctrl+Equal")
    assert desktop.window.form.grid.zoomed.percent == 125
    assert (before, editor.font().pixelSize()) == (13, 16)
    assert editor.toPlainText() == "Mua to"
    desktop.keys.press("Ctrl+0")
    assert editor.font().pixelSize() == 13
