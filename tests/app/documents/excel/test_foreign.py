"""A workbook of somebody else's: columns by numbers or titles, rows by labels, and what it may not do."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path

import pytest

from app.documents.excel.foreign import compare_foreign
from app.documents.excel.parsing import parse_workbook
from app.documents.excel.returning import Returned, accepted
from app.documents.placing import place_report
from app.domain.forms.definition import FormDefinition
from app.domain.relations.sheet import Sheet
from app.errors import InputError
from tests.app.documents.excel.twins import FREE, Desk, form_of, written
from tests.app.documents.workbooks import Grid, build


def compared(folder: Path, form: FormDefinition, grid: Grid, now: Mapping[str, str], merged: str = "") -> Returned:
    numbers = count(1)
    workbook = parse_workbook(build(folder / "b.xlsx", grid, merged=merged))
    return compare_foreign(workbook, Sheet(form, now), now, lambda: f"n{next(numbers)}")


BY_NUMBERS: Grid = [
    ["Đơn vị", "Nữ", "Nam", "Ghi chú"],
    ["A", "(3)", "(2)", "(8)"],
    ["1. Thôn Đông", 4, 12, "đã rà"],
    ["2. THÔN ĐOÀI", "-", "1.234,0", None],
]
BY_TITLES: Grid = [
    ["Thôn", "Tổng số", "Trong đó", None, "Tỷ lệ (%)"],
    [None, None, "Nam", "Nữ", None],
    ["Thôn Đông", 16, 12, 4, 1.5],
    ["Thôn Đoài", None, 1234, "-", None],
    ["Tổng cộng", 9999, 9999, 9999, 9999],
]


@pytest.mark.parametrize(
    ("grid", "merged", "more"),
    [
        (BY_NUMBERS, "", {"main/r01/c8": "đã rà"}),
        (BY_TITLES, "A3:A4 B3:B4 C3:D3 E3:E4", {"main/r01/c4": "1.5"}),
    ],
    ids=["numbers in any order", "merged titles"],
)
def test_cells_are_found_by_the_header_and_the_rows_names(
    tmp_path: Path, grid: Grid, merged: str, more: dict[str, str]
) -> None:
    expected = {"main/r01/c2": "12", "main/r01/c3": "4", "main/r02/c2": "1234", "main/r02/c3": "-", **more}
    assert accepted(compared(tmp_path, form_of(), grid, {}, merged).changes) == expected


def test_what_stands_already_and_what_is_blank_there_change_nothing(tmp_path: Path) -> None:
    now = {"main/r01/c2": "12", "main/r01/c3": "4", "main/r01/c5": "7", "main/r02/c2": "1234", "main/r02/c3": "-"}
    assert accepted(compared(tmp_path, form_of(), BY_NUMBERS, now).changes) == {"main/r01/c8": "đã rà"}


def test_columns_the_file_has_not_are_said(tmp_path: Path) -> None:
    assert compared(tmp_path, form_of(), BY_NUMBERS, {}).notes == ("paper.columns_left",)


def test_a_row_the_form_has_not_and_a_text_for_a_number_keep_all_of_it_out(tmp_path: Path) -> None:
    grid = [*BY_NUMBERS, ["Thôn Tây", 1, 1, None]]
    grid[2] = ["1. Thôn Đông", "bốn", 12, None]
    returned = compared(tmp_path, form_of(), grid, {})
    assert [(one.place, one.code) for one in returned.problems] == [
        ("Sheet!B5", "number.text"),
        ("Sheet!A7", "paper.row_unknown"),
    ]
    assert returned.changes == ()


def test_rows_the_clerk_names_are_met_by_name_and_the_other_ones_are_new(tmp_path: Path) -> None:
    now = {"main/k1/@row": "V;;", "main/k1/cA": "Họp thôn", "main/k1/c1": "3"}
    grid: Grid = [["Việc", "Số lần"], ["họp thôn", 5], ["Tập huấn", 2], ["Tổng cộng", 7]]
    changes = compared(tmp_path, form_of(FREE), grid, now).changes
    assert [dict(change.cells) for change in changes] == [
        {"main/k1/c1": "5"},
        {"main/n1/@row": "V1;;", "main/n1/cA": "Tập huấn", "main/n1/c1": "2"},
    ]


def test_a_name_that_begins_like_a_total_is_a_row_of_its_own(tmp_path: Path) -> None:
    grid: Grid = [["Việc", "Số lần"], ["Công an xã", 5], ["Tổng hợp số liệu", 2], ["Cộng I", 7], ["TỔNG SỐ:", 7]]
    changes = compared(tmp_path, form_of(FREE), grid, {}).changes
    assert [change.cells[f"main/n{number}/cA"] for number, change in enumerate(changes, 1)] == [
        "Công an xã",
        "Tổng hợp số liệu",
    ]


def test_our_own_workbook_to_print_brings_nothing_back(tmp_path: Path) -> None:
    cells = {"main/r01/c2": "1234", "main/r01/c3": "-", "main/r01/c4": "1.5", "main/r01/c6": "2026-05-04"}
    desk = Desk(tmp_path, form_of(), cells)
    workbook = parse_workbook(written(tmp_path / "p.xlsx", place_report(desk.paper(cells))))
    returned = compare_foreign(workbook, Sheet(desk.form, cells), cells, lambda: "n1")
    assert (returned.changes, returned.problems, returned.notes) == ((), (), ())


def test_a_workbook_without_the_forms_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        compared(tmp_path, form_of(), [["Họ tên", "Năm sinh"], ["A", 1990]], {})
    assert caught.value.code == "paper.no_table"
