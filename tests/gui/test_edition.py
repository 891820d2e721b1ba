"""A draft begun with an older edition: the quiet line, the preview and the move, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import UNIT, key_of, report, shipped
from tests.gui.test_accessibility import unnamed
from ui.views.edition import EditionDialog
from ui.widgets.buttons import Button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEY = key_of("01/TCD", "2026-Q2")
ROW = f"main/{UNIT}"
CELLS = {
    f"{ROW}/@row": "V;;",
    f"{ROW}/c_1": "UBND xã Hòa Bình",
    f"{ROW}/c4": "12",
    f"{ROW}/c5": "15",
    f"{ROW}/c24": "3",
}


def open_old(desktop: Desktop) -> None:
    old = shipped("01/TCD@2021")
    desktop.office.book(
        FormChange(hash=old.hash, package=pack_form(old)),
        report(old, "2026-Q2", State.DRAFT, CELLS, at="2026-06-14T06:00:00+00:00"),
    )
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()


def answer(desktop: Desktop, *keys: str, seen: list[str] | None = None) -> None:
    """Press keys in the preview as soon as it is there."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, EditionDialog) or not dialog.isActiveWindow():
            if isinstance(dialog, EditionDialog):
                dialog.activateWindow()
            QTimer.singleShot(10, press)
            return
        if seen is not None:
            seen.append(dialog.windowTitle())
            assert unnamed(dialog) == []
        desktop.keys.press(*keys)

    QTimer.singleShot(10, press)


def press_line(desktop: Desktop) -> None:
    """Tab to the line's button, and press it."""
    bar = desktop.window.form.edition
    for _ in range(60):
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and bar.isAncestorOf(focused):
            break
        desktop.keys.press("Tab")
    desktop.keys.press("Space")


def test_a_draft_moves_to_the_newer_edition_and_back_by_keys(desktop: Desktop) -> None:
    open_old(desktop)
    form = desktop.window.form
    assert form.edition.text == "Biểu này có phiên bản 2024."
    seen: list[str] = []
    answer(desktop, "Return", seen=seen)
    press_line(desktop)
    desktop.wait(lambda: form.edition.text.startswith("Đã chuyển sang phiên bản 2024."))
    desktop.settle()
    assert form.presenter.report.form.edition == "2024"
    assert seen == ["Chuyển báo cáo sang phiên bản 2024?"]
    press_line(desktop)
    desktop.wait(lambda: form.presenter.report.form.edition == "2021")
    desktop.settle()
    assert dict(form.presenter.report.cells) == CELLS


def test_the_way_back_is_still_there_when_the_report_is_opened_again(desktop: Desktop) -> None:
    open_old(desktop)
    answer(desktop, "Return")
    press_line(desktop)
    desktop.wait(lambda: desktop.window.form.edition.text.startswith("Đã chuyển sang phiên bản 2024."))
    desktop.settle()
    desktop.keys.press("Alt+Left")
    desktop.settle()
    open_old(desktop)
    assert desktop.window.form.edition.text.startswith("Đã chuyển sang phiên bản 2024.")
    press_line(desktop)
    desktop.wait(lambda: desktop.window.form.presenter.report.form.edition == "2021")
    desktop.settle()
    assert dict(desktop.window.form.presenter.report.cells) == CELLS
    assert desktop.window.form.edition.text == "Biểu này có phiên bản 2024."


def test_what_was_typed_in_the_old_edition_is_not_undone_in_the_new_one(desktop: Desktop) -> None:
    open_old(desktop)
    form = desktop.window.form
    form.grid.go_to(*form.presenter.tables.grid.places[f"{ROW}/c4"])
    desktop.keys.type("20")
    desktop.keys.press("Return")
    desktop.settle()
    answer(desktop, "Return")
    press_line(desktop)
    desktop.wait(lambda: form.edition.text.startswith("Đã chuyển"))
    desktop.settle()
    before = dict(form.presenter.report.sheet.cells())
    form.take_focus()
    desktop.keys.press("Ctrl+Z")
    desktop.settle()
    assert dict(form.presenter.report.sheet.cells()) == before


def test_escape_leaves_the_draft_as_it_is(desktop: Desktop) -> None:
    open_old(desktop)
    answer(desktop, "Escape")
    press_line(desktop)
    desktop.settle()
    assert desktop.window.form.presenter.report.form.edition == "2021"
    assert desktop.window.form.edition.text == ""


def test_a_report_by_the_edition_in_force_says_nothing(desktop: Desktop) -> None:
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    assert desktop.window.form.edition.text == ""
