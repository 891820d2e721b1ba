"""The lists narrowed by keys, while they are read, and when they cannot be."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, report, shipped
from ui.look import Look
from ui.widgets.filter_row import FilterChip

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def titles(desktop: Desktop) -> list[str]:
    return [line.code or line.title for line in desktop.window.page.list.lines.lines]


def to_chip(desktop: Desktop, name: str) -> FilterChip:
    for _ in range(40):
        focused = QApplication.focusWidget()
        if isinstance(focused, FilterChip) and focused.name == name:
            return focused
        desktop.keys.press("Tab")
    raise AssertionError(name)


def test_chips_narrow_the_work_list_by_keys_and_escape_takes_them_back(desktop: Desktop) -> None:
    desktop.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.RETURNED, filled(), at="2026-06-14T06:00:00+00:00")
    )
    desktop.keys.press("F5")
    desktop.settle()
    whole = titles(desktop)
    assert whole[:4] == ["Quá hạn", "13a/BTP/HTQTCT/HT", "Bị trả lại", "II.06a/VPCP/KSTT"]
    chip = to_chip(desktop, "Bị trả lại")
    desktop.keys.press("Space")
    assert titles(desktop) == ["Bị trả lại", "II.06a/VPCP/KSTT"]
    assert chip.isChecked()
    assert chip.accessibleName() == "Bị trả lại (1)"
    assert QApplication.focusWidget() is chip
    desktop.keys.press("Escape")
    assert titles(desktop) == whole
    assert not chip.isChecked()


def test_a_choice_stays_when_the_list_is_read_again(desktop: Desktop) -> None:
    to_chip(desktop, "Quá hạn")
    desktop.keys.press("Space", "F5")
    desktop.settle()
    assert titles(desktop) == ["Quá hạn", "13a/BTP/HTQTCT/HT"]


def test_a_list_of_one_kind_offers_no_filters(desktop: Desktop) -> None:
    desktop.keys.press("Ctrl+2")
    desktop.settle()
    assert desktop.window.page.filters.isHidden()


def test_a_list_that_is_long_in_coming_says_so_and_one_that_is_read_does_not(desktop: Desktop) -> None:
    page = desktop.window._page("reports")  # never read before
    page.show_reading()
    desktop.wait(lambda: page._empty._title.text() == "Đang đọc danh sách…")
    desktop.keys.press("Ctrl+2")
    desktop.settle()
    assert page._empty.isHidden()
    assert len(page.list.lines.lines) == 2


def test_a_list_that_cannot_be_read_says_what_is_safe_and_offers_to_read_it_again(
    qtbot: QtBot, office: Office, look: Look
) -> None:
    office.key = bytes(32)
    desktop = Desktop(qtbot, office, look)
    desktop.settle()
    page = desktop.window.page
    assert page.notice.text != ""
    assert page._empty._title.text() == "Chưa đọc được danh sách"
    assert page._empty._sentence.text() == "Số liệu đã lưu trên máy này không bị thay đổi."
    desktop.window.close()
