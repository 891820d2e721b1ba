"""Ctrl+P: the pages of the report, turned by keys, and its PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.domain.workflow import State
from tests.app.documents.pdf.reading import pages_of
from tests.gui.conftest import Desktop
from tests.gui.office import filled, report, shipped
from tests.gui.test_accessibility import unnamed
from tests.gui.test_form_by_keyboard import open_form
from ui.views.print_preview import PrintDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def in_preview(desktop: Desktop, act: Callable[[PrintDialog], None]) -> list[bool]:
    """Do something in the preview as soon as it is there, and close it; the answer fills once that is done."""
    done: list[bool] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PrintDialog) or not dialog.isActiveWindow():
            if isinstance(dialog, PrintDialog):
                dialog.activateWindow()
            QTimer.singleShot(10, look)
            return
        try:
            act(dialog)
        finally:
            desktop.keys.press("Escape")
        done.append(True)

    QTimer.singleShot(10, look)
    return done


def open_filled(desktop: Desktop, state: State = State.DRAFT) -> None:
    form = shipped("II.06a/VPCP/KSTT")
    desktop.office.book(report(form, "2026-Q2", state, filled(), at="2026-06-14T06:00:00+00:00"))
    open_form(desktop)


def test_the_pages_are_shown_and_turned_by_keys(desktop: Desktop) -> None:
    open_filled(desktop)
    seen: list[object] = []

    def look(dialog: PrintDialog) -> None:
        seen.append(unnamed(dialog))
        dialog.page.setFocus()
        desktop.keys.press("PageDown", "PageDown")
        seen.append((dialog.page.number, dialog.page.accessibleName()))
        desktop.keys.press("PageUp")
        seen.append(dialog.page.number)
        assert not dialog.grab().isNull()

    done = in_preview(desktop, look)
    desktop.keys.press("Ctrl+P")
    desktop.wait(lambda: bool(done))
    assert seen == [[], (2, "Trang 2/2"), 1]


def test_the_file_holds_what_was_typed_a_moment_ago(desktop: Desktop, tmp_path: Path) -> None:
    open_filled(desktop)
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.type("4312")
    desktop.keys.press("Return")  # not waiting for the disk
    target = tmp_path / "in.pdf"
    done = in_preview(desktop, lambda dialog: desktop.window.form.printing.keep_at(dialog.pages, target))
    desktop.keys.press("Ctrl+P")
    desktop.wait(lambda: bool(done) and target.exists())
    desktop.wait(lambda: desktop.window.form.notice.text == f"Đã lưu bản PDF: {target}")
    first = pages_of(target.read_bytes())[0]
    assert "Hộ tịch 4.413 4.312 95 6" in first
    assert "BẢN NHÁP" in first


def test_a_sealed_report_is_printed_without_the_mark(desktop: Desktop, tmp_path: Path) -> None:
    open_filled(desktop, State.SEALED)
    target = tmp_path / "in.pdf"
    done = in_preview(desktop, lambda dialog: desktop.window.form.printing.keep_at(dialog.pages, target))
    desktop.keys.press("Ctrl+P")
    desktop.wait(lambda: bool(done) and target.exists())
    assert "BẢN NHÁP" not in pages_of(target.read_bytes())[0]
