"""A plain list as a workbook, read again by another library."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.documents.excel.listing import write_listing
from app.errors import InputError

HEADS = ("Ô", "Số đã gõ")


def test_a_list_is_written_whole_with_its_title_and_heads(tmp_path: Path) -> None:
    path = tmp_path / "bị từ chối.xlsx"
    write_listing(path, "Số bị từ chối", HEADS, [("Đất đai · cột (4)", "66"), ("Hộ tịch", "1.717")])
    sheet = openpyxl.load_workbook(path).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Số bị từ chối", None],
        [None, None],
        ["Ô", "Số đã gõ"],
        ["Đất đai · cột (4)", "66"],
        ["Hộ tịch", "1.717"],
    ]
    assert sheet.print_title_rows == "$3:$3"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["=1+1", "+CMD|' /C calc'!A0", "@SUM(A1)", "http://a.vn"])
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_listing(path, "Số", HEADS, [("Ô", text)])
    cell = openpyxl.load_workbook(path).active["B4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"workbook\.output"):
        write_listing(tmp_path / "không có" / "a.xlsx", "Số", HEADS, [])
    assert list(tmp_path.iterdir()) == []
