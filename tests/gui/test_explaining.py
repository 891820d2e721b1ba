"""Findings by keys: said with their figures, walked by F8, explained in place; the list never takes the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form
from app.domain.forms.loading import load_form
from app.domain.forms.packing import unpack_form
from tests.gui.conftest import Desktop
from tests.gui.office import Office, key_of, owed
from ui.presenters import cells
from ui.widgets.line_list import LineList

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORM = unpack_form(
    pack_form(
        load_form(
            """
code: GT/1
edition: "2026"
title: Biểu cần giải trình
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: [{code: "1", title: Đất đai}, {code: "2", title: Hộ tịch}]
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Quá hạn}
    relations:
      - {printed: "2<=1", severity: explain}
""",
            "gt.yaml",
        )
    )
)
KEY = key_of("GT/1", "2026-Q2")
REASON = "Bao gồm hồ sơ năm trước"


@pytest.fixture
def office(office: Office) -> Office:
    office.book(
        FormChange(hash=FORM.hash, package=pack_form(FORM)),
        owed(FORM, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
    )
    return office


@pytest.fixture
def form(desktop: Desktop) -> Desktop:
    """The form open, both rows with more overdue than there are."""
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    desktop.keys.enter("5", "8", "3", "4")
    desktop.window.form.grid.go_to(0, 1)
    listed(desktop, 2)
    return desktop


def listed(desktop: Desktop, count: int) -> None:
    panel = desktop.window.form.panel
    desktop.wait(lambda: len(panel.shown) == count)


def reasons(desktop: Desktop) -> dict[str, str]:
    store = desktop.office.open_store()
    found = store.report(KEY)
    store.close()
    assert found is not None
    return {address: value for address, value in found.mine.items() if address.startswith("@reason/")}


def test_what_differs_is_said_with_the_relations_own_figures(form: Desktop) -> None:
    assert [(line.where, line.message) for line in form.window.form.panel.shown] == [
        ("Đất đai · (2)", "(2) = 8 nhưng không được lớn hơn (1) = 5, lệch 3."),
        ("Hộ tịch · (2)", "(2) = 4 nhưng không được lớn hơn (1) = 3, lệch 1."),
    ]


def test_a_reason_is_written_in_the_list_and_enter_saves_it_and_goes_back_to_the_grid(form: Desktop) -> None:
    form.keys.press("F8", "F7")
    editor = form.keys.target
    assert isinstance(editor, QLineEdit)
    form.keys.type(REASON)
    form.keys.press("Return")
    assert form.keys.target is form.window.form.grid
    form.settle()
    assert list(reasons(form).values()) == [REASON]
    panel = form.window.form.panel
    form.wait(lambda: panel.shown[0].reason == REASON)
    assert not form.flags_at(0, 2) & cells.EXPLAIN
    assert form.flags_at(1, 2) & cells.EXPLAIN


def test_a_click_on_the_field_writes_there_and_enter_leaves_the_keyboard_in_the_list(form: Desktop) -> None:
    lists = form.window.form.panel.findChildren(LineList)
    lines = next(one for one in lists if one.accessibleName() == "Những điểm cần xem")
    box = lines.visualRect(lines.lines.index(1))
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center().x(), box.bottom() - 16))
    form.keys.type(REASON)
    form.keys.press("Return")
    assert form.keys.target is lines
    form.settle()
    assert list(reasons(form).values()) == [REASON]


def test_escape_leaves_the_reason_unwritten(form: Desktop) -> None:
    form.keys.press("F8", "F7")
    form.keys.type("Chưa xong")
    form.keys.press("Escape")
    assert form.keys.target is form.window.form.grid
    form.settle()
    assert reasons(form) == {}


def test_f8_walks_on_to_what_is_not_explained_yet(form: Desktop) -> None:
    form.keys.press("F8", "F7")
    form.keys.type(REASON)
    form.keys.press("Return")
    form.settle()
    for _ in range(2):
        form.keys.press("F8")
        current = form.window.form.grid.currentIndex()
        assert (current.row(), current.column()) == (1, 2)


def test_a_reason_under_the_pen_stays_when_the_list_changes(form: Desktop) -> None:
    form.keys.press("F8", "F7")
    form.keys.type("Do ")
    page = form.window.form
    page.presenter.editing.typed(page.presenter.tables.grid, 1, 1, "9")
    page.panel.show_findings(page.presenter.list_findings())
    form.keys.type("dồn")
    form.keys.press("Return")
    form.settle()
    assert list(reasons(form).values()) == ["Do dồn"]
    listed(form, 1)


def test_a_reason_half_written_is_kept_when_the_form_is_left(form: Desktop) -> None:
    form.keys.press("F8", "F7")
    form.keys.type("Đang viết")
    form.window.form.close_form()
    form.settle()
    assert list(reasons(form).values()) == ["Đang viết"]


def test_the_list_follows_the_cursor_and_never_takes_the_keyboard(form: Desktop) -> None:
    form.keys.press("F8")
    assert QApplication.focusWidget() is form.window.form.grid
    form.keys.type("4")
    form.keys.press("Return")
    listed(form, 1)
    assert QApplication.focusWidget() is form.window.form.grid


def test_with_nothing_to_explain_it_is_said(form: Desktop) -> None:
    form.window.form.grid.go_to(0, 1)
    form.keys.enter("9", "8", "9", "8")
    listed(form, 0)
    form.window.form.grid.go_to(0, 1)
    form.keys.press("F7")
    assert form.window.form.notice.text == "Không có điểm nào cần giải trình."
