"""The workbook as Excel will show and print it, read again by another library."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.placing import place_report
from app.domain.forms.catalogue import find_form
from app.domain.forms.loading import load_form
from app.errors import InputError
from tests.app.documents.excel.twins import FORM, Desk, form_of, of_form, written

CELLS = {"main/r01/c2": "1234", "main/r01/c3": "-", "main/r01/c4": "1.5", "main/r01/c6": "2026-05-04"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, form_of(), CELLS)


@pytest.fixture
def paper(desk: Desk) -> Worksheet:
    path = written(desk.folder / "p.xlsx", place_report(desk.paper(CELLS)))
    return openpyxl.load_workbook(path).worksheets[0]


def texts(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row] if cell.value is not None]


def test_the_letterhead_names_form_unit_receiver_and_days(paper: Worksheet) -> None:
    assert [texts(paper, row) for row in (1, 2, 3)] == [
        ["Biểu số: 05/VD", "KẾT QUẢ THỬ", "Đơn vị báo cáo:\nUBND xã Hòa Bình"],
        ["Ban hành theo Thông tư 01/2026", "Kỳ báo cáo: Quý II/2026", "Đơn vị nhận báo cáo:\nSở Nội vụ"],
        ["(Từ ngày 15/03/2026 đến ngày 14/06/2026)"],
    ]


def test_the_header_is_merged_as_printed_and_numbered(paper: Worksheet) -> None:
    merged = {str(area) for area in paper.merged_cells.ranges}
    assert {"A5:A6", "B5:B6", "C5:D5", "E5:E6"} <= merged
    assert texts(paper, 7) == ["(A)", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"]


def test_figures_are_numbers_in_the_readers_own_format_and_marks_are_words(paper: Worksheet) -> None:
    row = {place: (paper[place].value, paper[place].number_format) for place in ("B8", "C8", "D8", "E8")}
    assert row == {
        "B8": (1234, "#,##0"),
        "C8": (1234, "#,##0"),
        "D8": ("-", "General"),
        "E8": (1.5, "#,##0.0"),
    }
    assert (paper["G8"].value.isoformat()[:10], paper["G8"].number_format) == ("2026-05-04", "dd/mm/yyyy")
    assert paper["F9"].value == "x"


def test_it_prints_on_landscape_a4_with_the_header_on_every_page(paper: Worksheet) -> None:
    assert (paper.page_setup.orientation, paper.page_setup.paperSize) == ("landscape", 9)
    assert paper.sheet_properties.pageSetUpPr.fitToPage
    assert paper.page_setup.fitToHeight == 0
    assert (paper.print_title_rows, paper.freeze_panes) == ("$5:$7", "B8")
    assert {paper[place].font.name for place in ("A1", "C1", "B8", "A13")} == {"Times New Roman"}


def test_it_ends_with_the_signatures(paper: Worksheet) -> None:
    assert texts(paper, 13) == ["NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"]


def test_a_draft_says_so_on_every_page(paper: Worksheet) -> None:
    assert paper.oddHeader.left.text == "BẢN NHÁP"
    assert paper.oddFooter.left.text == "BẢN NHÁP - in lúc 14:02 14/06/2026, chưa chốt số liệu"


def test_a_form_that_is_not_confirmed_yet_says_so(tmp_path: Path) -> None:
    form = find_form("II.06a/VPCP/KSTT")
    assert form.provisional
    desk = of_form(form, tmp_path)
    sheet = openpyxl.load_workbook(written(tmp_path / "p.xlsx", place_report(desk.paper({})))).worksheets[0]
    assert texts(sheet, 3)[0] == "Biểu tạm thời, chờ cơ quan ban hành xác nhận"


def test_in_a_twin_only_what_the_clerk_types_is_unlocked(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.write())
    sheet, hidden = book.worksheets
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == [f"{column}8" for column in "CDEFGHI"] + [f"{column}9" for column in "CDEGHI"]
    assert (hidden.title, hidden.sheet_state) == ("so_bao_cao", "veryHidden")


def test_a_twins_cells_take_only_what_fits(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.write()).worksheets[0]
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules["C8:C9"] == (
        "custom",
        'IF(ISNUMBER(C8),AND(ISNUMBER(C8),C8>=0,ABS(ROUND(C8,0)-C8)<0.0000001),OR(C8="-",C8="...",C8="…"))',
    )
    assert rules["H8:H9"] == ("list", '"Trực tiếp,Trực tuyến"')


def test_a_formula_like_word_stays_a_word(tmp_path: Path) -> None:
    desk = Desk(tmp_path, form_of(), {"main/r01/c8": "=1+1"})
    sheet = openpyxl.load_workbook(desk.write()).worksheets[0]
    assert (sheet["I8"].value, sheet["I8"].data_type) == ("=1+1", "s")


def test_a_file_that_cannot_be_written_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(InputError) as caught:
        written(desk.folder / "không có" / "p.xlsx", place_report(desk.paper(CELLS)))
    assert caught.value.code == "workbook.output"
    assert list(desk.folder.iterdir()) == []


def test_a_report_of_words_only_is_a_workbook_with_nothing_frozen_or_repeated(tmp_path: Path) -> None:
    form = load_form(
        FORM[: FORM.index("tables:")] + "sections: [{key: course, title: I. Tình hình}]\n", "words-only.yaml"
    )
    desk = Desk(tmp_path, form, {})
    path = written(tmp_path / "w.xlsx", place_report(desk.paper({"@text/course/body": "Ổn định."})))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.freeze_panes is None
    assert sheet.print_title_rows is None
    assert [row[0] for row in sheet.iter_rows(values_only=True) if row[0] in ("I. Tình hình", "Ổn định.")] == [
        "I. Tình hình",
        "Ổn định.",
    ]
