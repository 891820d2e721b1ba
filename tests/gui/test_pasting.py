"""Copying, cutting and pasting by keys in the real window, with clipboards as other programs fill them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication

from app.documents.clipboard.reading import read_clipboard
from tests.app.documents.clipboards import XML_SPREADSHEET, excel_xml
from tests.gui.conftest import Desktop
from tests.gui.test_form_by_keyboard import new_row, open_form, stored_cells
from ui.widgets.clipboard import new_mime_data
from ui.widgets.paste_preview import PastePreviewDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

EXCEL = excel_xml(
    "".join(
        f'<Row><Cell><Data ss:Type="String">{name}</Data></Cell><Cell/>'
        + "".join(f'<Cell><Data ss:Type="Number">{one}</Data></Cell>' for one in figures)
        + "</Row>"
        for name, figures in (("Hộ tịch", (412, 95, 6)), ("Đất đai", (1064, 148, 31)))
    )
)
"""Names in the second column of the form, and figures of columns 4, 5 and 6."""


def put(text: str = "", **formats: bytes) -> None:
    """Fill the clipboard as another program would; `xml` is Excel's own format."""
    held = new_mime_data()
    if text:
        held.setText(text)
    for name, data in formats.items():
        held.setData({"xml": XML_SPREADSHEET, "html": "text/html"}[name], data)
    QGuiApplication.clipboard().setMimeData(held)


def in_preview(desktop: Desktop, act: Callable[[PastePreviewDialog], None]) -> None:
    """Do something in the preview as soon as it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PastePreviewDialog) and dialog.isActiveWindow():
            act(dialog)
            return
        if isinstance(dialog, PastePreviewDialog):
            dialog.activateWindow()
        QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def test_rows_copied_in_excel_come_in_at_the_offer_with_one_key_and_go_with_one(desktop: Desktop) -> None:
    open_form(desktop)
    put("", xml=EXCEL)
    desktop.keys.press("Ctrl+V")
    assert [[desktop.text_at(row, column) for column in (1, 2, 3, 4, 5)] for row in (1, 2)] == [
        ["Hộ tịch", "513", "412", "95", "6"],
        ["Đất đai", "1.243", "1.064", "148", "31"],
    ]
    assert desktop.window.form.notice.text == "Đã dán 8 ô. Thêm 2 dòng."
    assert desktop.window.form.bar_texts[0] == "Hộ tịch · cột (2)"
    assert desktop.window.form.grid.currentIndex().row() == 1
    desktop.keys.press("Ctrl+Z")
    assert desktop.text_at(1, 1) == "+ Thêm dòng"
    desktop.keys.press("Ctrl+Y")
    assert desktop.text_at(2, 1) == "Đất đai"
    desktop.settle()


def test_a_row_is_cut_and_pasted_elsewhere_each_as_one_step(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("1234", "2", "3")
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Shift+Right", "Shift+Right", "Ctrl+X")
    assert [desktop.text_at(1, column) for column in (3, 4, 5)] == ["", "", ""]
    desktop.window.form.grid.go_to(1, 7)
    desktop.keys.press("Ctrl+V")
    assert [desktop.text_at(1, column) for column in (7, 8, 9)] == ["1.234", "2", "3"]
    desktop.keys.press("Ctrl+Z", "Ctrl+Z")
    assert [desktop.text_at(1, column) for column in (3, 4, 5, 7)] == ["1.234", "2", "3", ""]
    desktop.settle()
    assert stored_cells(desktop)["c4"] == "1234"


def test_what_is_copied_is_a_number_for_other_programs(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    desktop.keys.enter("1234")
    desktop.window.form.grid.go_to(1, 3)
    desktop.keys.press("Ctrl+C")
    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == "1234\n"
    block = read_clipboard(["text/html"], lambda name: bytes(held.data(name).data()))
    assert block is not None
    assert str(block.lines[0][0].number) == "1234"


COPY_AND_LEAVE = """
from app.documents.clipboard.block import text_cell
from ui.application import make_application
from ui.widgets.clipboard import put_on_clipboard
application = make_application(["x"])
put_on_clipboard([[text_cell("a")]])
"""


def test_the_program_ends_in_peace_with_its_cells_on_the_clipboard() -> None:
    done = subprocess.run([sys.executable, "-c", COPY_AND_LEAVE], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0


def test_a_number_that_reads_two_ways_is_asked_and_chosen_by_keys(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    put("1,234\t7")
    seen: list[str] = []

    def answer(dialog: PastePreviewDialog) -> None:
        seen.extend(dialog.texts)
        desktop.keys.press("Left", "Right", "Return")

    in_preview(desktop, answer)
    desktop.keys.press("Ctrl+V")
    assert seen == [
        "Khối chép có 1 dòng, 2 cột; sẽ ghi vào 2 ô.",
        "Chưa rõ 1 số viết theo cách nào; ví dụ “1,234”.",
    ]
    assert [desktop.text_at(1, column) for column in (3, 4)] == ["1.234", "7"]
    assert desktop.keys.target is desktop.window.form.grid
    desktop.settle()


def test_escape_in_the_preview_pastes_nothing(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    put("chưa rõ\t7")
    in_preview(desktop, lambda _: desktop.keys.press("Escape"))
    desktop.keys.press("Ctrl+V")
    assert [desktop.text_at(1, column) for column in (3, 4)] == ["", ""]
    desktop.settle()


def test_every_control_of_the_preview_has_a_name_and_is_reached_by_tab(desktop: Desktop) -> None:
    open_form(desktop)
    new_row(desktop, "Dat dai")
    put("1,234\tchưa rõ\t2,5%")
    nameless: list[str] = []
    reached: set[str] = set()

    def look(dialog: PastePreviewDialog) -> None:
        for kind in (QAbstractButton, QAbstractItemView):
            for widget in dialog.findChildren(kind):
                interface = QAccessible.queryAccessibleInterface(widget)
                if widget.isVisibleTo(dialog) and not (interface and interface.text(QAccessible.Text.Name).strip()):
                    nameless.append(type(widget).__name__)
        for _ in range(8):
            reached.add(QApplication.focusWidget().accessibleName())
            desktop.keys.press("Tab")
        desktop.keys.press("Escape")

    in_preview(desktop, look)
    desktop.keys.press("Ctrl+V")
    assert nameless == []
    assert {"Dán", "Không dán", "Các ô cần xem"} <= reached
    desktop.settle()
