"""Type once: which cell is filled from which, and what never travels."""

from __future__ import annotations

import pytest

from app.domain.indicators import SharedFigures
from app.domain.relations.sheet import Sheet
from app.domain.workflow import State
from tests.app.domain.indicator_forms import DONG_1, MOVED, Around, Cells, form_of, key_of, report, shared, yaml_form

CASES: list[tuple[str, dict[str, Cells], str, dict[str, str]]] = [
    (
        "a row of the same name takes line by line what the other form calculates",
        {"f1": DONG_1, "f2": MOVED},
        "CT/1",
        {"main/k1/c3": "9", "main/k1/c9": "40"},
    ),
    (
        "a total fills the only row of another form, and the cell that a row code names",
        {"f1": DONG_1 | {"main/k1/c1": "100", "main/k1/c3": "7"}, "f3": {}},
        "CT/3",
        {"main/r01/c1": "100", "main/r01/c2": "7"},
    ),
    (
        "the figure of a whole report fills the row of a code",
        {"f3": {"main/r01/c1": "100", "main/r01/c2": "7"}, "f4": {}},
        "CT/4",
        {"main/rAS01/c1": "7", "main/rAS02/c1": "93", "main/rAS03/c1": "100"},
    ),
    (
        "the figure of a whole report fills no row of many",
        {"f1": DONG_1, "f3": {"main/r01/c1": "100"}},
        "CT/1",
        {},
    ),
    ("what is typed here stays", {"f3": {"main/r01/c1": "8"}, "f4": {"main/rAS03/c1": "100"}}, "CT/3", {}),
    ("nothing is filled from a blank report", {"f3": {}, "f4": {}}, "CT/3", {}),
    (
        "two rows of one name are told apart by nobody",
        {"f1": DONG_1 | {"main/k2/@row": "X;;", "main/k2/cA": "Thôn Đông"}, "f2": MOVED},
        "CT/1",
        {},
    ),
    (
        "a mark is a figure",
        {"f3": {}, "f4": {"main/rAS03/c1": "-", "main/rAS01/c1": "..."}},
        "CT/3",
        {
            "main/r01/c1": "-",
            "main/r01/c2": "...",
        },
    ),
    (
        "an estimate stays one",
        {"f3": {}, "f4": {"main/rAS03/c1": "100 E"}},
        "CT/3",
        {"main/r01/c1": "100 E"},
    ),
]


@pytest.mark.parametrize(("reports", "here", "filled"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blank_cells_are_filled_from_the_other_reports(
    reports: dict[str, Cells], here: str, filled: dict[str, str]
) -> None:
    assert shared(**reports).filled(key_of(here)) == filled


QUIET: list[tuple[str, dict[str, Cells], str]] = [
    ("a filled figure does not travel on", {"f1": DONG_1 | {"main/k1/c3": "7"}, "f3": {}, "f4": {}}, "CT/1"),
    (
        "nor does what is calculated from filled figures",
        {"f3": {}, "f4": {"main/rAS01/c1": "7", "main/rAS03/c1": "100"}},
        "CT/4",
    ),
    (
        "nor what is calculated from a typed and a filled one",
        {"f3": {"main/r01/c2": "7"}, "f4": {"main/rAS01/c1": "7", "main/rAS03/c1": "100"}},
        "CT/4",
    ),
]


@pytest.mark.parametrize(("reports", "here"), [c[1:] for c in QUIET], ids=[c[0] for c in QUIET])
def test_nothing_echoes(reports: dict[str, Cells], here: str) -> None:
    assert shared(**reports).filled(key_of(here)) == {}


def test_a_closed_report_is_filled_no_more_and_what_it_was_sealed_with_is_told_on() -> None:
    sealed = {"CT/3": State.SEALED}
    frozen = {"main/r01/c1": "100", "main/r01/c2": "7"}
    figures = shared(sealed, f3=frozen, f4={"main/rAS03/c1": "101"})
    assert figures.filled(key_of("CT/3")) == {}
    assert figures.filled(key_of("CT/4")) == {"main/rAS01/c1": "7", "main/rAS02/c1": "93"}


def test_a_closed_report_does_not_wait_for_its_blank_cells_to_be_filled() -> None:
    reports: dict[str, Cells] = {"f3": {"main/r01/c1": "100"}, "f4": {"main/rAS01/c1": "7"}}
    assert shared(**reports).filled(key_of("CT/4")) == {"main/rAS03/c1": "100"}
    closed = shared({"CT/3": State.SEALED}, **reports)
    assert closed.filled(key_of("CT/4")) == {"main/rAS02/c1": "100", "main/rAS03/c1": "100"}


def test_reports_that_say_different_things_fill_nothing_and_are_both_named() -> None:
    figures = shared(f1=DONG_1 | {"main/k1/c3": "7"}, f3={}, f4={"main/rAS01/c1": "8"})
    assert figures.filled(key_of("CT/3")) == {}
    sheet = Sheet(form_of("CT/3"), {}, Around(figures, "CT/3"))
    [found] = sheet.findings()
    assert (found.code, found.severity.value, found.cells) == ("indicator.disagree", "warning", ("main/r01/c2",))
    assert found.message("vi") == ("Theo CT/1 (3) là 7, theo CT/4 (1) là 8. Chưa lấy số nào; gõ số đúng vào ô này.")


def test_reports_that_say_the_same_in_two_ways_fill_the_cell() -> None:
    figures = shared(f1=DONG_1 | {"main/k1/c3": "0"}, f3={}, f4={"main/rAS01/c1": "-"})
    assert figures.filled(key_of("CT/3")) == {"main/r01/c2": "0"}


def test_the_origin_of_a_filled_figure_is_told_whole() -> None:
    sheet = Sheet(form_of("CT/3"), {}, Around(shared(f1=DONG_1 | {"main/k1/c3": "7"}, f3={}), "CT/3"))
    origin = sheet.origin_of("main/r01/c2")
    assert origin is not None
    assert (origin.report, origin.edition, origin.state) == (key_of("CT/1"), "2026", State.DRAFT)
    assert (origin.address, origin.cited, origin.row) == ("main/total/c3", "CT/1 (3)", "Tổng cộng")
    assert origin.calculated


def test_of_a_table_of_units_the_row_of_the_one_that_reports_speaks_for_the_whole() -> None:
    form = yaml_form(
        "rows: units", "{number: A, title: Đơn vị, type: label}", "{number: 1, title: Hộ, indicator: DC01}"
    )
    cells = {"main/xa-1/@row": "V;;", "main/thon-1/@row": "X;;"}
    figures = SharedFigures([report("CT/3", {"main/r01/c1": "100"}), report("CT/9", cells, form)])
    assert figures.filled(key_of("CT/9")) == {"main/xa-1/c1": "100"}


FITTING: list[tuple[str, str, str, dict[str, str]]] = [  # name, unit here, figure there, filled
    ("a whole figure", "triệu đồng", "12", {"main/r01/c1": "12"}),
    ("one in a unit that the form here does not say", "", "12", {"main/r01/c1": "12"}),
    ("none in another unit of measure", "tỷ đồng", "12", {}),
    ("none with more decimals than the cell takes", "triệu đồng", "12.5", {}),
    ("none below zero where the cell takes none", "triệu đồng", "-3", {}),
]


@pytest.mark.parametrize(("unit", "value", "filled"), [c[1:] for c in FITTING], ids=[c[0] for c in FITTING])
def test_only_a_figure_that_can_stand_in_the_cell_is_filled_in(unit: str, value: str, filled: dict[str, str]) -> None:
    rows = "rows: [{code: '01', title: Vốn}]"
    here = yaml_form(rows, f"{{number: 1, title: Vốn, unit: {unit or 'null'}, indicator: VON}}")
    there = yaml_form(
        rows, "{number: 2, title: Vốn, unit: Triệu đồng, decimals: 2, signed: true, indicator: VON}", code="CT/8"
    )
    reports = [report("CT/9", {}, here), report("CT/8", {"main/r01/c2": value}, there)]
    assert SharedFigures(reports).filled(key_of("CT/9")) == filled
