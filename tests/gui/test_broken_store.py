"""A store that does not open: every place says what is wrong and what is safe, and claims nothing it does not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Desktop
from tests.gui.office import Office, key_of
from tests.gui.reading_aloud import unspoken
from tests.gui.test_fits import HEIGHT, WIDTH, cut, scrolled_sideways
from ui.look import Look
from ui.widgets.labels import ChipLabel
from ui.widgets.notice import Notice

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SAID = "Khóa trên máy này không mở được kho dữ liệu."


@pytest.fixture
def broken(qtbot: QtBot, office: Office, look: Look) -> Iterator[Desktop]:
    office.key = bytes(32)
    made = Desktop(qtbot, office, look)
    made.window.resize(WIDTH, HEIGHT)
    made.settle()
    yield made
    made.window.close()
    made.window.deleteLater()


def said(root: QWidget) -> str:
    return " ".join(notice.text for notice in root.findChildren(Notice) if notice.isVisible())


def words(root: QWidget) -> list[str]:
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible() and label.text()]


def shown_buttons(root: QWidget) -> list[QPushButton]:
    return [button for button in root.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.parametrize("place", ["work", "reports", "attention", "sync"])
def test_a_place_says_it_and_still_fits(broken: Desktop, place: str) -> None:
    broken.window.show_page(place)
    broken.settle()
    assert SAID in said(broken.window.page)
    assert (broken.window.width(), broken.window.height()) == (WIDTH, HEIGHT)
    assert cut(broken.window) == []
    assert scrolled_sideways(broken.window) == []
    assert unspoken(broken.window) == []


def test_the_sync_page_does_not_say_that_nothing_waits(broken: Desktop) -> None:
    broken.window.show_page("sync")
    broken.settle()
    assert not any("Không có gì chờ" in text or "Chưa đồng bộ lần nào" in text for text in words(broken.window.page))


def test_the_page_of_what_needs_a_decision_offers_none(broken: Desktop) -> None:
    broken.window.show_page("attention")
    broken.settle()
    assert not any("Lấy tất cả" in button.text() for button in shown_buttons(broken.window.page))


def test_a_report_that_cannot_be_opened_shows_no_empty_form(broken: Desktop) -> None:
    broken.window.open_report(key_of("II.06a/VPCP/KSTT", "2026-Q2"))
    broken.settle()
    form = broken.window.form
    assert form is not None
    assert SAID in form.notice.text
    assert "Chưa mở được báo cáo" in words(form)
    assert not form.grid.isVisible()
    assert not form.panel.isVisible()
    assert not any(chip.isVisible() for chip in form.findChildren(ChipLabel))
    assert broken.window.width() == WIDTH
    assert unspoken(broken.window) == []
    broken.keys.press("Space")  # the button back has the keyboard
    assert broken.window.form is None
