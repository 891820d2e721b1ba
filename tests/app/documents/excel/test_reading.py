"""What is read out of a workbook, and what reading refuses, each with its place."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.excel import reading
from app.documents.excel.parsing import parse_workbook
from app.documents.excel.reading import read_workbook
from app.domain.forms.drafting.workbook import Cell
from app.errors import InputError
from tests.app.documents.excel.test_guard import GRID, SHEET, sheet, with_part
from tests.app.documents.workbooks import build


def cell(tmp_path: Path, put: Callable[[Worksheet], None], place: str = "B5") -> Cell:
    """What is read of one cell."""
    found = parse_workbook(build(tmp_path / "B.xlsx", GRID, change=put)).sheets[0].cells
    return next(one for one in found if one.place == place)


def test_another_process_reads_the_workbook(tmp_path: Path) -> None:
    found = read_workbook(build(tmp_path / "B.xlsx", GRID, merged="A3:A4"))
    (only,) = found.sheets
    assert [(one.place, one.text, one.last_row) for one in only.cells] == [
        ("A1", "BIỂU THỬ", 1),
        ("A3", "Đơn vị", 4),
        ("B3", "Tổng số", 3),
        ("B4", "1", 4),
    ]


def test_a_refusal_comes_back_with_its_place(tmp_path: Path) -> None:
    path = with_part(build(tmp_path / "B.xlsx", GRID), "xl/vbaProject.bin", b"")
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert (caught.value.code, caught.value.params) == ("workbook.macros", {"part": "xl/vbaProject.bin"})


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(build(tmp_path / "B.xlsx", GRID), timeout_s=0)
    assert caught.value.code == "workbook.too_slow"


def _die(path: str, sender: object) -> None:
    os._exit(9)


def test_a_reader_that_dies_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_answer", _die)
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "B.xlsx")
    assert caught.value.code == "workbook.broke_off"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, sheet('<row r="1"><c r="A1" t="s"><v>999</v></c></row>')),
        (SHEET, sheet('<row r="1"><c r="A1" t="n"><v>one</v></c></row>')),
        ("xl/styles.xml", "<x/>"),
    ],
    ids=["a shared text that is not there", "a number that is none", "no styles"],
)
def test_what_the_library_chokes_on_is_damage(tmp_path: Path, part: str, content: str) -> None:
    found = reading._outcome(with_part(build(tmp_path / "B.xlsx", GRID), part, content))
    assert found.workbook is None
    assert found.code == "workbook.damaged"


@pytest.mark.parametrize(
    ("text", "is_formula"),
    [
        ("=cmd|'/c calc'!A0", True),
        ('=HYPERLINK("http://x","y")', True),
        ("=cmd|'/c calc'!A0", False),
        ('=HYPERLINK("http://x","y")', False),
        ("+SUM(A1:A9)", False),
        ("-SUM(A1)", False),
        ("@SUM(A1)", False),
        ("=[other.xlsx]Sheet1!A1", False),
        ("='C:\\x\\[b.xlsx]S'!A1", False),
        ("  =WEBSERVICE(A1)", False),
        ('- HYPERLINK ("http://x","y")', False),
    ],
)
def test_a_command_is_refused_with_its_cell(tmp_path: Path, text: str, is_formula: bool) -> None:
    def put(to: Worksheet) -> None:
        to["B5"] = text
        to["B5"].data_type = "f" if is_formula else "s"

    with pytest.raises(InputError) as caught:
        parse_workbook(build(tmp_path / "B.xlsx", GRID, change=put))
    assert caught.value.code == "workbook.command"
    assert caught.value.params["place"] == "Sheet!B5"


@pytest.mark.parametrize(
    "text",
    [
        "- Trong đó: nữ",
        "+ Nữ",
        "=2+3",
        "1=2+3",
        "-",
        "+",
        "= (2) + (3)",
        "=round(2/1, 1)",
        "(1)=(2)+(3)",
        "Cột A|B",
        "- Nam (người)",
    ],
)
def test_texts_of_ordinary_forms_are_no_commands(tmp_path: Path, text: str) -> None:
    def put(to: Worksheet) -> None:
        to["B5"] = text
        to["B5"].data_type = "s"

    assert cell(tmp_path, put).text == text


def test_a_formula_without_a_kept_value_shows_itself(tmp_path: Path) -> None:
    found = cell(tmp_path, lambda to: to.__setitem__("B5", "=B4+1"))
    assert (found.text, found.formula, found.is_number) == ("=B4+1", "=B4+1", False)


def test_a_formula_shows_the_value_kept_with_it(tmp_path: Path) -> None:
    path = with_part(
        build(tmp_path / "B.xlsx", GRID),
        SHEET,
        sheet('<row r="5"><c r="B5"><f>B4+1</f><v>2</v></c></row>'),
    )
    (found,) = parse_workbook(path).sheets[0].cells
    assert (found.text, found.formula, found.is_number) == ("2", "=B4+1", True)


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (1.0, "General", "1"),
        (1, "00", "01"),
        (1.5, "General", "1.5"),
        (0.3, "General", "0.3"),
        (1e300, "General", "1E+300"),
        (True, "General", "TRUE"),
        (date(2026, 7, 1), "d/m/yyyy", "01/07/2026"),
        ("hoà", "General", "hoà"),
        ("hoà".encode().decode(), "General", "hoà"),
        ("dòng 1\r\ndòng 2", "General", "dòng 1\ndòng 2"),
    ],
)
def test_a_value_is_read_as_it_shows(tmp_path: Path, value: object, shape: str, text: str) -> None:
    def put(to: Worksheet) -> None:
        to["B5"] = value
        to["B5"].number_format = shape

    assert cell(tmp_path, put).text == text


def test_letters_are_composed_and_control_characters_dropped(tmp_path: Path) -> None:
    path = with_part(
        build(tmp_path / "B.xlsx", GRID),
        SHEET,
        sheet('<row r="5"><c r="B5" t="inlineStr"><is><t>ho&#x61;&#x300;_x0007_&#x85;</t></is></c></row>'),
    )
    (found,) = parse_workbook(path).sheets[0].cells
    assert found.text == "ho\u00e0"


def test_rich_text_is_one_text(tmp_path: Path) -> None:
    rich = CellRichText("Đất (m", TextBlock(InlineFont(vertAlign="superscript"), "2"), ")")
    assert cell(tmp_path, lambda to: to.__setitem__("B5", rich)).text == "Đất (m2)"


def test_indentation_bold_and_font_are_read(tmp_path: Path) -> None:
    def put(to: Worksheet) -> None:
        to["B5"] = "  Nam"
        to["B5"].alignment = Alignment(indent=2)
        to["B5"].font = Font(name=".VnTime", bold=True)

    found = cell(tmp_path, put)
    assert (found.indent, found.bold, found.font) == (3, True, ".VnTime")


def test_hidden_columns_and_widths_reach_over_their_span(tmp_path: Path) -> None:
    content = sheet('<row r="5"><c r="B5"><v>1</v></c></row>').replace(
        "<sheetData>", '<cols><col min="2" max="4" width="33.5" customWidth="1" hidden="1"/></cols><sheetData>'
    )
    (found,) = parse_workbook(with_part(build(tmp_path / "B.xlsx", GRID), SHEET, content)).sheets
    assert found.hidden_columns == (2, 3, 4)
    assert found.widths == {2: 33.5, 3: 33.5, 4: 33.5}


def test_text_in_shapes_is_read(tmp_path: Path) -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>Biểu số </a:t></a:r><a:r><a:t>1</a:t></a:r></a:p></xdr:wsDr>"
    )
    path = with_part(build(tmp_path / "B.xlsx", GRID), "xl/drawings/drawing1.xml", drawing)
    assert parse_workbook(path).drawn == ("Biểu số 1",)


def test_an_empty_sheet_has_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "B.xlsx"
    openpyxl.Workbook().save(path)
    assert parse_workbook(path).sheets[0].cells == ()


def test_a_workbook_of_charts_alone_has_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "B.xlsx"
    book = openpyxl.Workbook()
    book.create_chartsheet("Biểu đồ").add_chart(BarChart())
    book.save(path)
    assert [one.cells for one in parse_workbook(path).sheets] == [()]


def test_more_texts_than_a_form_has_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join('<c t="inlineStr"><is><t>a</t></is></c>' for _ in range(101)) + "</row>"
        for row in range(1, 200)
    )
    path = with_part(build(tmp_path / "B.xlsx", GRID), SHEET, sheet(rows), compress_type=zipfile.ZIP_STORED)
    with pytest.raises(InputError) as caught:
        parse_workbook(path)
    assert caught.value.code == "workbook.too_many_cells"
