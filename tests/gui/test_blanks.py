"""Blank figures by keys: what last period passes on, nothing to report, and what sealing asks."""

from __future__ import annotations

import pytest

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.test_accessibility import unnamed
from tests.gui.test_form_by_keyboard import new_row, open_form, stored_cells
from ui.presenters.form_acts import seal_question
from ui.widgets.blank_question import BlankQuestion

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FIGURES = (3, 4, 5, 7, 8, 9, 11, 12)
"""Columns 4, 5, 6, 8, 9, 10, 12, 13."""


def row(desktop: Desktop, number: int = 1) -> list[str]:
    return [desktop.text_at(number, column) for column in FIGURES]


def test_last_periods_closing_is_taken_by_one_key_and_given_back_by_another(desktop: Desktop) -> None:
    open_form(desktop)
    desktop.window.form.notice.answered.emit()  # start with last period's rows
    form = desktop.window.form
    desktop.wait(lambda: len(form.model.rows) > 12)
    assert "Kỳ trước chuyển sang" in form.notice.text
    form.grid.go_to(3, 5)
    offer = form._bar.offer_text
    assert offer == "Kỳ trước chuyển sang: 41 · Ctrl+L để lấy"
    desktop.keys.press("Ctrl+L")
    assert desktop.text_at(3, 5) == "41"
    assert form._bar.offer_text == ""
    desktop.keys.press("Ctrl+Shift+L")
    assert desktop.text_at(1, 5) == "17"
    desktop.keys.press("Ctrl+Z")
    assert (desktop.text_at(1, 5), desktop.text_at(3, 5)) == ("", "41")


def test_nothing_to_report_fills_the_blanks_of_a_range_then_of_the_table(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Viec moi")
    desktop.keys.enter("7")
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Shift+Right", "Ctrl+Shift+K")
    assert row(desktop) == ["7", "-", "", "", "", "", "", ""]
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Ctrl+Shift+K")
    assert row(desktop) == ["7", "-", "-", "-", "-", "-", "-", "-"]
    assert desktop.window.form.notice.text == "Đã ghi “-” (không phát sinh) vào 6 ô trống."
    desktop.keys.press("Ctrl+Z")
    assert row(desktop) == ["7", "-", "", "", "", "", "", ""]


def test_the_key_belongs_to_the_editor_while_a_figure_is_typed(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Viec moi")
    desktop.keys.type("12")
    desktop.keys.press("Ctrl+Shift+K")
    assert desktop.keys.target.text() == "12"
    desktop.keys.press("Return")
    assert row(desktop) == ["12", "", "", "", "", "", "", ""]


def sealing(desktop: Desktop) -> Desktop:
    """A row that agrees and lacks four figures."""
    open_form(desktop)
    new_row(desktop, "Viec moi")
    desktop.keys.enter("7")
    desktop.window.form.grid.go_to(1, 8)
    desktop.keys.type("7")
    desktop.keys.press("Return")
    desktop.settle()
    return desktop


def test_sealing_lists_the_blanks_and_enter_goes_to_one(desktop: Desktop) -> None:
    sealing(desktop)
    seen: list[str] = []
    desktop.answer("Return", seen=seen)
    desktop.keys.press("Shift+F9")
    assert "Còn 6 ô trống ở 1 dòng." in seen
    current = desktop.window.form.grid.currentIndex()
    assert (current.row(), current.column()) == (1, 4)
    assert desktop.window.form.presenter.state is State.DRAFT


def test_sealing_marks_them_by_one_button_and_stays_open(desktop: Desktop) -> None:
    sealing(desktop)
    desktop.answer("Tab", "Space")
    desktop.keys.press("Shift+F9")
    assert row(desktop) == ["7", "-", "-", "-", "7", "-", "-", "-"]
    assert desktop.window.form.presenter.state is State.DRAFT
    desktop.answer("Return")
    desktop.keys.press("Shift+F9")
    desktop.wait(lambda: desktop.window.form.presenter.state is State.SEALED)
    assert stored_cells(desktop)["c5"] == "-"


def test_every_control_of_the_question_has_a_name(desktop: Desktop) -> None:
    sealing(desktop)
    page = desktop.window.form
    presenter = page.presenter
    question = seal_question(presenter.report, [presenter.tables.grid], 0)
    asked = BlankQuestion(page._look, question, "Còn 6 ô trống.", presenter.blanks.rows())
    asked.show()
    assert unnamed(asked) == []
    asked.close()
