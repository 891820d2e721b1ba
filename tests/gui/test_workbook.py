"""Excel out and in by keys: the menu, the twin, what it brings, one step back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import filled, key_of, report, shipped
from tests.gui.test_accessibility import unnamed
from ui.views.form import FormPage
from ui.views.workbook import ChangesDialog, ProblemsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard|raise")

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
CELL = "main/k01/c4"


@pytest.fixture
def page(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormPage:
    """The open report; the system's file dialogs, which no key of ours reaches, answer with one file."""
    desktop.office.book(report(shipped(KEY.form), KEY.period, State.DRAFT, filled(), at="2026-06-14T06:40:00+00:00"))
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    form = desktop.window.form
    assert form is not None
    monkeypatch.setattr(form.workbook, "ask_where_to_write", lambda name: tmp_path / "t.xlsx")
    monkeypatch.setattr(form.workbook, "ask_what_to_read", lambda: tmp_path / "t.xlsx")
    return form


def export(desktop: Desktop, page: FormPage) -> None:
    desktop.keys.press("Ctrl+Shift+E")
    desktop.wait(lambda: page.workbook.text == "Đã xuất ra “t.xlsx”.")


def type_into(path: Path, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place].value = value
    book.save(path)


def in_dialog(kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """Do something in the next dialog as soon as it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or not dialog.isActiveWindow():
            if isinstance(dialog, kind):
                dialog.activateWindow()
            QTimer.singleShot(10, look)
            return
        act(dialog)

    QTimer.singleShot(10, look)


def value(page: FormPage, address: str = CELL) -> str | None:
    return page.presenter.tables.grid.sheet.cells().get(address)


def test_a_twin_goes_out_comes_back_is_ticked_by_space_and_undone_at_once(
    desktop: Desktop, page: FormPage, tmp_path: Path
) -> None:
    export(desktop, page)
    type_into(tmp_path / "t.xlsx", D11=500, E11=7)
    seen: list[str] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangesDialog)
        seen.extend(line.spoken for line in dialog.model.lines)
        assert unnamed(dialog) == []
        desktop.keys.press("Down", "Space")  # the second line is left
        desktop.keys.press("Return")

    in_dialog(ChangesDialog, answer)
    desktop.keys.press("Ctrl+Shift+I")
    desktop.wait(lambda: page.workbook.text == "Đã lấy 1 ô từ Excel. Ctrl+Z để hoàn tác.")
    assert seen == ["Hộ tịch, (4), 412 thành 500", "Hộ tịch, (5), 95 thành 7"]
    assert (value(page), value(page, "main/k01/c5")) == ("500", "95")
    page.take_focus()
    desktop.keys.press("Ctrl+Z")
    assert value(page) == "412"


def test_escape_takes_nothing(desktop: Desktop, page: FormPage, tmp_path: Path) -> None:
    export(desktop, page)
    type_into(tmp_path / "t.xlsx", D11=500)
    gone: list[bool] = []

    def answer(_: QDialog) -> None:
        desktop.keys.press("Escape")
        gone.append(True)

    in_dialog(ChangesDialog, answer)
    desktop.keys.press("Ctrl+Shift+I")
    desktop.wait(lambda: bool(gone))
    desktop.settle()
    assert value(page) == "412"


def test_what_keeps_a_file_out_is_listed_row_what_and_what_to_do(
    desktop: Desktop, page: FormPage, tmp_path: Path
) -> None:
    export(desktop, page)
    type_into(tmp_path / "t.xlsx", C11=1, D11="ba mươi")
    copied: list[str] = []

    def answer(dialog: QDialog) -> None:
        assert unnamed(dialog) == []
        desktop.keys.press("Tab", "Space")
        copied.append(QApplication.clipboard().text())
        desktop.keys.press("Escape")

    in_dialog(ProblemsDialog, answer)
    desktop.keys.press("Ctrl+Shift+I")
    desktop.wait(lambda: bool(copied))
    lines = [line.split("\t") for line in copied[0].splitlines()]
    assert [line[:2] for line in lines] == [
        ["II.06a-VPCP-KSTT, C11", "Ô khóa đã bị sửa: trước là “513”, nay là “1”."],
        ["II.06a-VPCP-KSTT, D11", "“ba mươi” không phải là số."],
    ]
    assert value(page) == "412"


def test_the_menu_names_its_acts_with_their_keys_and_opens_by_a_key(desktop: Desktop, page: FormPage) -> None:
    page.more.setFocus()
    desktop.keys.press("Space")
    menu = page.more.menu_of_acts
    desktop.wait(menu.isVisible)
    acts = [(act.text(), act.shortcut().toString(), act.isEnabled()) for act in menu.actions()]
    workbook = [act for act in acts if "Excel" in act[0]]
    assert workbook == [
        ("Xuất Excel để in, lưu…", "Ctrl+E", True),
        ("Xuất Excel để điền số…", "Ctrl+Shift+E", True),
        ("Nhập số từ Excel…", "Ctrl+Shift+I", True),
    ]
    interface = QAccessible.queryAccessibleInterface(page.more)
    assert interface.text(QAccessible.Text.Name) == "Thêm việc khác"
    menu.close()


def test_the_list_of_changes_is_ticked_by_the_mouse_too(desktop: Desktop, page: FormPage, tmp_path: Path) -> None:
    export(desktop, page)
    type_into(tmp_path / "t.xlsx", D11=500)
    ticks: list[frozenset[int]] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangesDialog)
        box = dialog.table.visualRect(dialog.model.index(0, 0))
        for _ in range(2):
            desktop.qtbot.mouseClick(
                dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(19, box.height() // 2)
            )
            ticks.append(dialog.chosen)
        dialog.reject()

    in_dialog(ChangesDialog, answer)
    desktop.keys.press("Ctrl+Shift+I")
    desktop.wait(lambda: len(ticks) == 2)
    assert ticks == [frozenset(), frozenset({0})]
