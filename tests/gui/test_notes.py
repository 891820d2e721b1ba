"""Notes by keys: written, marked, walked to, never in the way; and a receiver's questions and acts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.domain.canonical import content_hash
from app.domain.exchange import NoteChange, PersonChange, View
from app.domain.notes import Note, NoteKind
from app.domain.operations import ActBody, Kind, NoteBody
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import PROVINCE, Office, filled, key_of, report, shipped
from tests.gui.test_window import answer_about
from ui.look import Look
from ui.presenters import cells
from ui.widgets.buttons import Button
from ui.widgets.side_panel import PANELS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
C4 = "main/k01/c4"
AT = 1_781_420_000


def opened(desktop: Desktop, *, received: bool = False) -> Desktop:
    desktop.window.open_report(KEY, View.UPWARD if received else View.INNER)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    desktop.window.form.grid.go_to(1, 3)
    return desktop


def note(address: str, text: str, **more: object) -> NoteChange:
    told = {"kind": NoteKind.NOTE, "author": "p-an", "at": AT, "shared": False} | more
    return NoteChange(note=Note(report=KEY, address=address, text=text, **told))  # type: ignore[arg-type]  # its fields


def question(address: str = C4) -> NoteChange:
    return note(address, "Vì sao tăng?", kind=NoteKind.QUESTION, author="p-binh", shared=True)


@pytest.fixture
def office(office: Office) -> Office:
    office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:50:00+00:00"),
        PersonChange(person="p-binh", name="Trần Văn Bình", unit=PROVINCE, role="consolidator", active=True),
    )
    return office


@pytest.fixture
def form(desktop: Desktop) -> Desktop:
    return opened(desktop)


def notes_of(desktop: Desktop) -> list[tuple[str, str]]:
    store = desktop.office.open_store()
    found = [(row.note.address, row.note.text) for row in store.notes(KEY)]
    store.close()
    return found


def page(desktop: Desktop):  # type: ignore[no-untyped-def]  # the page of the notes
    return desktop.window.form.notes


def test_a_note_is_written_by_keys_kept_marked_and_the_keyboard_goes_back(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    assert form.keys.target is page(form).field
    assert page(form).texts == ("Hộ tịch · (4)", "Chỉ trong đơn vị đọc được.")
    form.keys.type("Đã đối chiếu")
    form.keys.press("Return")
    form.keys.type("sổ tiếp dân")
    form.keys.press("Ctrl+Return")
    form.settle()
    assert notes_of(form) == [(C4, "Đã đối chiếu\nsổ tiếp dân")]
    form.wait(lambda: bool(form.flags_at(1, 3) & cells.NOTE))
    assert form.keys.target is form.window.form.grid
    assert page(form).field.toPlainText() == ""
    assert form.engine is not None
    assert "changed" in form.engine.calls


def corner(desktop: Desktop, row: int, column: int) -> set[str]:
    """The colours in the upper left corner of a cell, but for lines and ground."""
    grid = desktop.window.form.grid
    box = grid.visualRect(grid.model().index(row, column))
    picture = grid.viewport().grab(box.adjusted(2, 2, 2 - box.width() + 8, 2 - box.height() + 8)).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_a_note_and_a_question_are_painted_in_the_corner_of_their_cells(form: Desktop, look: Look) -> None:
    form.office.book(note(C4, "của Hộ tịch"), question("main/k01/c5"))
    form.window.form.presenter.booked([KEY])
    form.settle()
    form.window.form.grid.go_to(5, 3)
    tokens = look.tokens
    inks = [{tokens.info, tokens.attention} & {one.upper() for one in corner(form, 1, at)} for at in (3, 4, 6)]
    assert inks == [{tokens.info}, {tokens.attention}, set()]


def test_a_note_that_looks_like_markup_is_shown_as_it_was_written(form: Desktop) -> None:
    form.office.book(note(C4, "<img src='x'> xem"))
    form.window.form.presenter.booked([KEY])
    form.settle()
    tip = form.window.form.model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<span>Ghi chú của Nguyễn Thị An: &lt;img src=&#x27;x&#x27;&gt; xem</span>"


def test_esc_leaves_the_field_and_what_was_written_waits_in_its_cell(form: Desktop) -> None:
    form.keys.press("Ctrl+Alt+M")
    form.keys.type("chưa xong")
    form.keys.press("Escape")
    assert form.keys.target is form.window.form.grid
    form.settle()
    assert notes_of(form) == []
    form.keys.press("Right")
    assert page(form).field.toPlainText() == ""
    form.keys.press("Left")
    assert page(form).field.toPlainText() == "chưa xong"


def test_a_note_half_written_is_there_when_the_report_is_opened_again(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    form.keys.type("chưa xong")
    form.window.show_page("work")
    form.settle()
    opened(form)
    form.window.form.panel.choose(PANELS.index("notes"))
    form.settle()
    assert page(form).field.toPlainText() == "chưa xong"


def test_notes_are_walked_by_keys_and_enter_goes_to_the_cell(form: Desktop) -> None:
    form.office.book(note("main/k03/c5", "của Đất đai"), note(C4, "của Hộ tịch"))
    form.window.form.presenter.booked([KEY])
    form.keys.press("Shift+F2", "Escape")
    form.settle()
    form.keys.press("F6")
    assert form.keys.target is page(form).list
    form.keys.press("Down", "Down", "Return")
    index = form.window.form.grid.currentIndex()
    assert (index.row(), index.column()) == (3, 4)
    assert form.keys.target is form.window.form.grid


def test_a_note_that_comes_never_takes_the_keyboard_nor_the_text_being_written(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    form.keys.type("đang viết")
    form.office.book(note(C4, "của máy khác"))
    assert form.engine is not None
    form.engine.listener(answer_about(KEY))
    form.wait(lambda: len(page(form).list.lines.lines) == 1)
    assert form.keys.target is page(form).field
    assert page(form).field.toPlainText() == "đang viết"
    form.keys.press("Ctrl+Return")
    form.settle()
    assert sorted(text for _, text in notes_of(form)) == ["của máy khác", "đang viết"]


def test_a_note_goes_to_whom_it_was_said_to_go_when_it_was_begun(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    form.keys.type("nội bộ")
    form.office.book(question())
    assert form.engine is not None
    form.engine.listener(answer_about(KEY))
    form.wait(lambda: len(page(form).list.lines.lines) == 1)
    assert page(form).texts[1] == "Chỉ trong đơn vị đọc được."
    form.keys.press("Ctrl+Return")
    form.settle()
    assert frozen(form) == [(Kind.COMMENT, NoteBody(address=C4, text="nội bộ"))]


def test_typing_in_the_cell_goes_on_while_notes_come(form: Desktop) -> None:
    form.keys.type("12")
    form.office.book(note(C4, "của máy khác"))
    assert form.engine is not None
    form.engine.listener(answer_about(KEY))
    form.wait(lambda: bool(form.flags_at(1, 3) & cells.NOTE))
    assert form.keys.target.text() == "12"  # type: ignore[attr-defined]  # the cell's editor
    form.keys.press("Return")
    assert form.text_at(1, 3) == "12"


def test_a_closed_report_takes_notes(form: Desktop) -> None:
    store = form.office.open_store()
    stored = store.report(KEY)
    assert stored is not None
    store.act(KEY, Kind.SEAL, ActBody(content=content_hash(stored.form, stored.mine)), author="p-an")
    store.close()
    form.window.form.presenter.booked([KEY])
    form.settle()
    form.keys.press("Shift+F2")
    form.keys.type("kèm bảng kê")
    form.keys.press("Ctrl+Return")
    form.settle()
    assert notes_of(form) == [(C4, "kèm bảng kê")]


def test_a_returned_report_says_what_is_asked_and_the_question_has_its_own_mark(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.RETURNED, filled(), at="2026-06-14T07:00:00+00:00", rev=9),
        question(),
    )
    opened(desktop)
    desktop.wait(lambda: bool(desktop.flags_at(1, 3) & cells.QUESTION))
    desktop.keys.press("Shift+F2")
    assert page(desktop).texts[1].endswith("cũng đọc được.")
    line = page(desktop).list.lines.lines[0]
    assert (line.heading, line.body, line.foot) == ("Câu hỏi", "Vì sao tăng?", "Trần Văn Bình · Văn phòng UBND tỉnh")


def test_the_whole_report_is_a_note_away_by_keys(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    form.keys.press("Shift+Tab", "Space")
    assert page(form).texts[0] == "Cả báo cáo"
    form.keys.press("Tab")
    form.keys.type("gửi chậm")
    form.keys.press("Tab", "Space")
    form.settle()
    assert notes_of(form) == [("", "gửi chậm")]


# The tabs


def tabs(desktop: Desktop) -> list[QToolButton]:
    return [one for one in desktop.window.form.panel.findChildren(QToolButton) if one.property("kind") == "tab"]


def test_arrows_walk_through_the_tabs_and_tab_stops_once(form: Desktop) -> None:
    first = tabs(form)[0]
    first.setFocus()
    form.keys.press("Right")
    assert QApplication.focusWidget() is tabs(form)[1]
    form.keys.press("Space")
    assert tabs(form)[1].isChecked()
    assert not first.isChecked()


def test_the_tabs_stand_in_the_panel_whatever_its_width(form: Desktop) -> None:
    for width in (276, 320):
        panel = form.window.form.panel
        panel.setFixedWidth(width)
        form.settle()
        boxes = [tab.geometry() for tab in tabs(form)]
        assert all(
            box.right() < width and box.width() >= tab.sizeHint().width()
            for box, tab in zip(boxes, tabs(form), strict=True)
        )
        assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_everything_of_the_page_is_named(form: Desktop) -> None:
    form.keys.press("Shift+F2")
    names = [
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in (page(form).field, page(form).list, *tabs(form))
    ]
    assert names[0] == "Viết ghi chú… (Shift+F2). Hộ tịch · (4). Chỉ trong đơn vị đọc được."
    assert names[1] == "Ghi chú của báo cáo"
    assert [name.partition(" (")[0] for name in names[2:6]] == ["Kiểm tra", "So sánh", "Lịch sử sửa", "Ghi chú"]


# What a receiver does


@pytest.fixture
def province(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[Desktop]:
    """The province's office; the commune's report came in."""
    folder = tmp_path / "province"
    folder.mkdir()
    made = Office(folder, level="province")
    made.furnish()
    form = shipped("II.06a/VPCP/KSTT")
    made.book(report(form, "2026-Q2", State.SUBMITTED, filled(), at="2026-06-14T06:50:00+00:00", view=View.UPWARD))
    desktop = Desktop(qtbot, made, look)
    yield opened(desktop, received=True)
    desktop.window.close()
    desktop.window.deleteLater()


def frozen(desktop: Desktop) -> list[tuple[Kind, object]]:
    store = desktop.office.open_store()
    made = [(operation.kind, operation.body) for operation in store.freeze()]
    store.close()
    return made


def test_a_receiver_pins_cells_and_gives_the_report_back_by_keys(province: Desktop) -> None:
    province.keys.press("Ctrl+Shift+M", "Down", "Ctrl+Shift+M", "Down", "Ctrl+Shift+M", "Ctrl+Shift+M")
    assert [bool(province.flags_at(row, 3) & cells.QUESTION) for row in (1, 2, 3)] == [True, True, False]
    buttons = province.window.form.findChildren(Button)
    province.answer("A", "B", "Return")
    next(one for one in buttons if one.text() == "Trả lại").click()
    province.settle()
    ((kind, body),) = frozen(province)
    assert kind is Kind.RETURN
    assert isinstance(body, ActBody)
    assert (body.reason, body.cells) == ("ab", (C4, "main/k02/c4"))
    province.wait(lambda: province.window.form.head.chip_text == "Bị trả lại")
    province.wait(lambda: bool(province.flags_at(1, 3) & cells.QUESTION))


def test_a_receiver_takes_in_and_accepts_by_the_key_of_the_next_act(province: Desktop) -> None:
    province.keys.press("Shift+F9")
    province.wait(lambda: province.window.form.head.chip_text == "Đã tiếp nhận")
    province.answer("Return")
    province.keys.press("Shift+F9")
    province.wait(lambda: province.window.form.head.chip_text == "Đã chấp nhận")
    province.settle()
    assert [kind for kind, _ in frozen(province)] == [Kind.RECEIVE, Kind.ACCEPT]


def test_a_receivers_note_goes_to_the_office_that_reports(province: Desktop) -> None:
    province.keys.press("Shift+F2")
    province.keys.type("xem lại")
    province.keys.press("Ctrl+Return")
    province.settle()
    assert frozen(province) == [(Kind.COMMENT, NoteBody(address=C4, text="xem lại", shared=True))]


# In the other places


def test_questions_stand_in_the_list_of_what_waits_and_lead_to_their_cell(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.RETURNED, filled(), at="2026-06-14T07:00:00+00:00", rev=9),
        question("main/k03/c5"),
    )
    desktop.window.show_page("attention")
    desktop.settle()
    place = desktop.window.page
    assert [line.heading for line in place.list.lines.lines] == ["Câu hỏi của cấp trên · 1 ô"]
    desktop.keys.press("Return", "Return")
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    index = desktop.window.form.grid.currentIndex()
    assert (index.row(), index.column()) == (3, 4)


def test_the_work_list_names_the_question_of_a_returned_report(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.RETURNED, filled(), at="2026-06-14T07:00:00+00:00", rev=9),
        question(),
    )
    desktop.window.refresh()
    desktop.settle()
    lines = {line.key: line.code for line in desktop.window.page.list.lines.lines}
    assert lines[KEY] == "II.06a/VPCP/KSTT · Hỏi: “Vì sao tăng?”"
