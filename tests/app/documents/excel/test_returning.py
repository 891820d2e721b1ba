"""A filled twin beside its report: what it brings, and how each kind of meddling is told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from openpyxl.workbook.workbook import Workbook as ExcelBook

from app.documents.excel.parsing import parse_workbook
from app.documents.excel.returning import accepted
from app.documents.excel.twin import HIDDEN, find_twin
from app.domain.forms.catalogue import pack_form, shipped_forms, unpack_form
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.errors import InputError
from tests.app.documents.excel.twins import FREE, Desk, form_of, of_form, typed

CELLS = {
    "main/r01/c2": "12",
    "main/r01/c3": "-",
    "main/r01/c4": "1.5",
    "main/r01/c5": "-3",
    "main/r01/c6": "2026-05-04",
    "main/r01/c7": "Trực tiếp",
    "main/r01/c8": "=SUM không phải lệnh",
    "main/r02/c2": "1234567890123456789",
    "main/r02/c3": "7 E",
    "main/r02/c4": "...",
}
"""A value of every kind: a mark, a decimal, a negative, a day, a choice, more digits than Excel keeps, a status."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, form_of(), CELLS)


def brought(desk: Desk, **cells: object) -> dict[str, str | None]:
    returned = desk.back(desk.filled(typed(**cells)))
    assert returned.problems == ()
    return accepted(returned.changes)


def test_a_twin_nobody_touched_brings_nothing(desk: Desk) -> None:
    returned = desk.back(desk.write())
    assert (returned.changes, returned.problems, returned.notes) == ((), (), ())


def test_changes_are_listed_as_the_sheet_is_read_row_by_row(desk: Desk) -> None:
    assert list(brought(desk, C9=5, D8=4, E8=2.5)) == ["main/r01/c3", "main/r01/c4", "main/r02/c2"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"C8": 15}, {"main/r01/c2": "15"}),
        ({"C8": None}, {"main/r01/c2": None}),
        ({"C8": "-"}, {"main/r01/c2": "-"}),
        ({"C8": "–"}, {"main/r01/c2": "-"}),
        ({"C8": "…"}, {"main/r01/c2": "..."}),
        ({"C8": "1.234.567"}, {"main/r01/c2": "1234567"}),
        ({"E8": 0.1 + 0.2}, {"main/r01/c4": "0.3"}),
        ({"F8": "-12"}, {"main/r01/c5": "-12"}),
        ({"G8": "05/05/2026"}, {"main/r01/c6": "2026-05-05"}),
        ({"H8": "trực tuyến"}, {"main/r01/c7": "Trực tuyến"}),
        ({"I8": "  Đã họp  "}, {"main/r01/c8": "Đã họp"}),
        ({"C9": 5, "D9": 6}, {"main/r02/c2": "5", "main/r02/c3": "6"}),
    ],
    ids=[
        "number", "cleared", "nil", "a dash of Word", "not known", "grouped text", "noise of binary fractions",
        "negative", "a typed day", "a choice in another case", "spaces around", "two cells",
    ],
)  # fmt: skip
def test_what_was_typed_comes_back_canonical(
    desk: Desk, cells: dict[str, object], expected: dict[str, str | None]
) -> None:
    assert brought(desk, **cells) == expected


@pytest.mark.parametrize(
    ("cells", "place", "code"),
    [
        ({"C8": "mười hai"}, "05-VD!C8", "number.text"),
        ({"C8": 1.5}, "05-VD!C8", "value.type"),
        ({"C8": -1}, "05-VD!C8", "value.range"),
        ({"G8": "hôm qua"}, "05-VD!G8", "paper.date"),
        ({"H8": "Qua thư"}, "05-VD!H8", "paper.choice"),
        ({"B8": 99}, "05-VD!B8", "twin.locked"),
        ({"A8": "Thôn Tây"}, "05-VD!A8", "twin.locked"),
        ({"F9": 3}, "05-VD!F9", "twin.locked"),
        ({"B10": None}, "05-VD!B10", "twin.locked"),
        ({"K3": "ghi thêm"}, "05-VD!K3", "twin.outside"),
    ],
    ids=[
        "no number", "a decimal in a whole column", "negative", "no day", "no choice", "a calculated cell", "a label",
        "a closed cell", "a total cleared", "beside the form",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_by_its_cell_and_nothing_is_taken(
    desk: Desk, cells: dict[str, object], place: str, code: str
) -> None:
    returned = desk.back(desk.filled(typed(D8=4, **cells)))
    assert [(one.place, one.code) for one in returned.problems] == [(place, code)]
    assert returned.changes == ()


def test_cells_changed_here_meanwhile_stay_and_the_other_ones_are_taken(desk: Desk) -> None:
    returned = desk.back(desk.filled(typed(C8=15)), now={**CELLS, "main/r01/c3": "9"})
    assert accepted(returned.changes) == {"main/r01/c2": "15"}
    assert returned.notes == ("twin.moved_on",)


def test_a_cell_changed_on_both_sides_is_a_clash_with_all_three_values(desk: Desk) -> None:
    returned = desk.back(desk.filled(typed(C8=15)), now={**CELLS, "main/r01/c2": "20"})
    (change,) = returned.changes
    assert (change.base, change.now, change.new, change.is_safe) == ("12", "20", "15", False)


def test_a_twin_taken_in_twice_brings_nothing_the_second_time(desk: Desk) -> None:
    path = desk.filled(typed(C8=15, D8=4))
    first = accepted(desk.back(path).changes)
    after = {**CELLS, **{address: value for address, value in first.items() if value}}
    assert desk.back(path, now=after).changes == ()


def test_a_text_that_fits_two_number_formats_is_not_taken_without_a_look(desk: Desk) -> None:
    (change,) = desk.back(desk.filled(typed(C8="1.234"))).changes
    assert (change.new, change.doubt, change.is_safe) == ("1234", "1.234", False)


# ---- rows the clerk names ---------------------------------------------------------------------------


ROW = {"main/k1/@row": "V;;", "main/k1/cA": "Họp thôn", "main/k1/c1": "3"}


@pytest.fixture
def free(tmp_path: Path) -> Desk:
    return Desk(tmp_path, form_of(FREE), ROW, key=ReportKey("xa-1", "06/VD", "2026-Q2"))


def place_of(path: Path, address: str) -> str:
    twin = find_twin(parse_workbook(path))
    assert twin is not None
    return next(place for place, one in twin.sheets[0].entries.items() if one == address)


def test_a_spare_row_that_is_filled_comes_as_one_new_row(free: Desk) -> None:
    path = free.write()
    label, figure = place_of(path, "main/n001/cA"), place_of(path, "main/n001/c1")
    (change,) = free.back(free.filled(typed(**{label: "Tập huấn", figure: 2}))).changes
    assert change.address == "main/n001/@row"
    after = {**ROW, **{address: value for address, value in change.cells.items() if value}}
    rows = Sheet(free.form, after).rows("main")
    assert [after[f"main/{row.key}/cA"] for row in rows] == ["Họp thôn", "Tập huấn"]
    assert free.back(free.folder / "t.xlsx", now=after).changes == ()


def test_a_row_removed_here_and_changed_in_excel_waits_for_a_person(free: Desk) -> None:
    (change,) = free.back(free.filled(typed(**{place_of(free.write(), "main/k1/c1"): 9})), now={}).changes
    assert (change.address, change.is_clash) == ("main/k1/@row", True)
    assert change.cells == {**ROW, "main/k1/c1": "9"}


def test_a_row_removed_here_and_left_alone_in_excel_stays_away(free: Desk) -> None:
    assert free.back(free.write(), now={}).changes == ()


# ---- not this report's twin -------------------------------------------------------------------------


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def hidden_line(row: int, change: Callable[[str], str]) -> Callable[[ExcelBook], None]:
    def apply(book: ExcelBook) -> None:
        cell = book[HIDDEN].cell(row, 1)
        cell.value = change(str(cell.value))

    return apply


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (hidden_line(1, lambda _: "khác"), "twin.altered"),
        (hidden_line(1, lambda _: "sobaocao.twin/2"), "twin.newer"),
        (hidden_line(2, lambda text: ("0" if text[0] != "0" else "1") + text[1:]), "twin.altered"),
        (hidden_line(3, lambda text: text[:-8]), "twin.altered"),
        (hidden_line(3, lambda _: "không phải chữ mã"), "twin.altered"),
    ],
    ids=["mark", "a later program's", "signature", "cut short", "other words"],
)
def test_a_hidden_sheet_that_was_changed_is_refused(desk: Desk, change: Callable[[ExcelBook], None], code: str) -> None:
    assert refusal(lambda: desk.back(desk.filled(change))) == code


def test_a_statement_signed_by_another_key_under_this_computers_name_is_refused(desk: Desk) -> None:
    desk.private = "22" * 32
    assert refusal(lambda: desk.back(desk.write())) == "twin.altered"


def test_a_twin_of_another_computer_is_taken_with_a_word_of_care(desk: Desk) -> None:
    desk.private, desk.device = "22" * 32, "may-2"
    returned = desk.back(desk.filled(typed(C8=15)))
    assert (accepted(returned.changes), returned.notes) == ({"main/r01/c2": "15"}, ("twin.other_device",))


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (ReportKey("xa-1", "06/VD", "2026-Q2"), "twin.other_form"),
        (ReportKey("xa-2", "05/VD", "2026-Q2"), "twin.other_unit"),
        (ReportKey("xa-1", "05/VD", "2026-Q3"), "twin.other_period"),
        (ReportKey("xa-1", "05/VD", "2026-Q2", "official"), "twin.other_period"),
    ],
    ids=["form", "unit", "period", "release"],
)
def test_a_twin_of_another_report_is_told_apart(desk: Desk, key: ReportKey, code: str) -> None:
    path = desk.write()
    assert refusal(lambda: desk.back(path, key=key)) == code


def test_a_twin_of_another_version_of_the_form_is_told_apart(desk: Desk) -> None:
    path = desk.write()
    desk.form = structs.replace(desk.form, hash="0" * 64)
    assert refusal(lambda: desk.back(path)) == "twin.other_version"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda book: setattr(book.worksheets[0], "title", "Trang 1"), ["twin.sheet_missing", "twin.sheet_added"]),
        (lambda book: book.create_sheet("Nháp").cell(1, 1, "x"), ["twin.sheet_added"]),
    ],
    ids=["renamed", "added"],
)  # fmt: skip
def test_sheets_that_went_or_came_are_named(desk: Desk, change: Callable[[ExcelBook], None], code: list[str]) -> None:
    assert [one.code for one in desk.back(desk.filled(change)).problems] == code


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: f"{form.code} {form.edition}")
def test_the_twin_of_every_shipped_form_comes_back_as_it_went(tmp_path: Path, form: FormDefinition) -> None:
    desk = of_form(unpack_form(pack_form(form)), tmp_path)
    returned = desk.back(desk.write())
    assert (returned.changes, returned.problems, returned.notes) == ((), (), ())
