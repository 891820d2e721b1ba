"""What the cells of a number row, headings and notes print: numbers and relations in every spelling."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting.footers import relations_in
from app.domain.forms.drafting.numbering import (
    MarkKind,
    executable_text,
    read_mark,
    read_mark_text,
    separate,
    split_heading,
)
from app.domain.forms.drafting.workbook import Cell

NUMBER, RELATION, HEAD, OTHER = MarkKind.NUMBER, MarkKind.RELATION, MarkKind.HEAD, MarkKind.OTHER


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("1", NUMBER, "1"),
        ("01", NUMBER, "01"),
        ("(1)", NUMBER, "1"),
        ("[12]", NUMBER, "12"),
        ("( 3a )", NUMBER, "3a"),
        ("1.2", NUMBER, "1.2"),
        ("A", NUMBER, "A"),
        ("b", NUMBER, "B"),
        ("IV", NUMBER, "IV"),
        ("NG01", NUMBER, "NG01"),
        ("MS", HEAD, ""),
        ("Mã số", HEAD, ""),
        ("STT", HEAD, ""),
        ("1=2+3", RELATION, "1"),
        ("(1)=(2)+(3)", RELATION, "1"),
        ("[1] = [2] + [3]", RELATION, "1"),
        ("9=11+12+13 =14+15+16+17 =18+22", RELATION, "9"),
        ("5=20+..+24", RELATION, "5"),
        ("1=2+3+…+7", RELATION, "1"),
        ("10=9/2*100%", RELATION, "10"),
        ("3a=3-3b", RELATION, "3a"),
        ("=2+3", RELATION, ""),
        ("2+3", RELATION, ""),
        ("6=11 (kỳ trước)", RELATION, "6"),
        ("(2) = (5) kỳ báo cáo trước chuyển sang", RELATION, "2"),
        ("8<=7", RELATION, "8"),
        ("３", NUMBER, "3"),
        ("0-14", OTHER, ""),
        ("15-59", OTHER, ""),
        ("1-2-3", RELATION, ""),
        ("4=3:1x100", RELATION, "4"),
        ("Xe", OTHER, ""),
        ("Nam", OTHER, ""),
        ("2024", OTHER, ""),
        ("Tổng = 2", OTHER, ""),
        ("A=B", OTHER, ""),
        ("-", OTHER, ""),
        ("", OTHER, ""),
    ],
)
def test_a_cell_of_a_number_row(text: str, kind: MarkKind, number: str) -> None:
    mark = read_mark_text(text)
    assert (mark.kind, mark.number, mark.relation) == (kind, number, text if kind is RELATION else "")


@pytest.mark.parametrize(
    ("printed", "executable"),
    [
        ("9=11+12+13 =14+15+16+17 =18+22", "9=11+12+13 =14+15+16+17 =18+22"),
        ("[1] = [2] + [3]", "(1) = (2) + (3)"),
        ("8=3:1x100", "8=3:1×100"),
        ("4 = (2/1) X 100%", "4 = (2/1)×100%"),
        ("６＝３＋４", "6=3+4"),
        ("6=11 (kỳ trước)", "6=prev(11)"),
        ("(2) = (5) kỳ báo cáo trước chuyển sang", "(2) = prev(5)"),
    ],
)
def test_a_printed_relation_as_it_is_executed(printed: str, executable: str) -> None:
    assert executable_text(printed) == executable


def cell(text: str, **given: object) -> Cell:
    return Cell(row=1, column=1, last_row=1, last_column=1, text=text, **given)  # type: ignore[arg-type]


def test_a_date_is_no_number_of_a_column() -> None:
    assert read_mark(cell("02/03/2024", is_date=True)).kind is OTHER


def test_a_formula_of_numbers_is_the_relation_somebody_typed() -> None:
    assert read_mark(cell("5", formula="=2+3")).relation == "=2+3"


def test_a_formula_of_cells_is_read_by_its_value() -> None:
    assert read_mark(cell("5", formula="=B7+1")).number == "5"
    assert read_mark(cell("=B7+1", formula="=B7+1")).kind is OTHER


@pytest.mark.parametrize(
    ("heading", "title", "number", "relation"),
    [
        ("Tổng số", "Tổng số", "", ""),
        ("Tổng số (1)=(2)+(3)", "Tổng số", "1", "(1)=(2)+(3)"),
        ("Tổng số 1=2+3", "Tổng số", "1", "1=2+3"),
        ("Tổng số (1=2+3)", "Tổng số", "1", "1=2+3"),
        ("Tổng số (=2+3)", "Tổng số", "", "=2+3"),
        ("Nam (2)", "Nam", "2", ""),
        ("Tên (A)", "Tên", "A", ""),
        ("Số đơn(Chuyển kỳ sau)", "Số đơn(Chuyển kỳ sau)", "", ""),
        ("Đất (m2)", "Đất (m2)", "", ""),
        ("Trẻ em (<5)", "Trẻ em (<5)", "", ""),
        (">=70", ">=70", "", ""),
        ("Tuổi >=70", "Tuổi >=70", "", ""),
        ("(1)", "(1)", "", ""),
        ("1=2", "1=2", "", ""),
    ],
)
def test_a_heading_and_what_is_printed_in_it(heading: str, title: str, number: str, relation: str) -> None:
    assert split_heading(heading) == (title, number, relation)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1=2+3; 4=5+6", ["1=2+3", "4=5+6"]),
        ("1=2+3, 4=5+6", ["1=2+3", "4=5+6"]),
        ("1=2+3\n4=5+6", ["1=2+3", "4=5+6"]),
        ("9=11+12\n=13+14", ["9=11+12 =13+14"]),
        ("9=11+\n12=13", ["9=11+ 12=13"]),
    ],
)
def test_relations_in_one_text_are_told_apart(text: str, pieces: list[str]) -> None:
    assert separate(text) == pieces


@pytest.mark.parametrize(
    ("line", "relations"),
    [
        ("- Cột 1 = cột 2 + cột 3", ["1 = 2 + 3"]),
        ("Cột (1) = cột (2) + (3); cột (4) ≤ cột (1)", ["(1) = (2) + (3)", "(4) ≤ (1)"]),
        ("Hệ thức kiểm tra: 1=2+3", ["1=2+3"]),
        ("Mã số 01 = mã số 02 + mã số 03.", ["01 = 02 + 03"]),
        ("1. Cột 1 bằng cột 2 cộng cột 3.", ["1 = 2 + 3"]),
        ("Cột 3 không lớn hơn cột 1", ["3 <= 1"]),
        ("Cột 1 phải lớn hơn hoặc bằng cột 2", ["1 >= 2"]),
        ("Cột 1 ghi tổng số", []),
        ("Số liệu năm 2024 = số thực tế", []),
    ],
)
def test_relations_in_words(line: str, relations: list[str]) -> None:
    assert list(relations_in(line)) == relations
