"""A sheet with figures that other reports fill in: as if typed in all that follows, and never part of the content."""

from __future__ import annotations

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.relations.filling import Filling
from app.domain.relations.sheet import Sheet
from tests.app.domain.indicator_forms import DONG_1, MOVED, Around, form_of, shared

ROW = DONG_1 | {"main/k1/c1": "36"}
C1, C3, C4, C9 = (f"main/k1/c{number}" for number in (1, 3, 4, 9))


@pytest.fixture
def summary() -> FormDefinition:
    return form_of("CT/1")


def around(**cells: str) -> Around:
    """The reports around a CT/1: a CT/2 that has 9 households and 40 people of Thôn Đông, but for `cells`."""
    moved = MOVED | {address.replace("_", "/", 2): value for address, value in cells.items()}
    return Around(shared(f1=ROW, f2={key: value for key, value in moved.items() if value}), "CT/1")


def test_filled_figures_enter_totals_and_formulas_and_are_no_content(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW, around())
    assert sheet.filled() == {C3: "9", C9: "40"}
    assert (sheet.value(C3), sheet.value(C4), sheet.value("main/total/c3")) == ("9", "25", "9")
    assert sheet.cells() == ROW
    assert sheet.origin_of(C3) is not None
    assert sheet.origin_of(C1) is None


def test_relations_are_judged_with_filled_figures(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW | {C1: "5"}, around())
    assert [(one.code, one.cells[0]) for one in sheet.findings()] == [
        ("relation.order", C3),
        ("relation.order", "main/total/c3"),
    ]


def test_typing_takes_the_place_of_a_filled_figure_and_emptying_brings_it_back(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW, around())
    change = sheet.set(C3, "18")
    assert (sheet.value(C3), sheet.value(C4), dict(change.calculated)) == (
        "18",
        "50",
        {C4: "50", "main/total/c3": "18", "main/total/c4": "50"},
    )
    assert (sheet.filled(), sheet.origin_of(C3)) == ({C9: "40"}, None)
    sheet.set(C3, None)
    assert (sheet.value(C3), sheet.value(C4), C3 in sheet.cells()) == ("9", "25", False)


def test_a_figure_typed_alike_is_a_typed_one(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW, around())
    sheet.set(C3, "9")
    assert (sheet.cells()[C3], sheet.origin_of(C3)) == ("9", None)


def test_a_row_is_filled_as_soon_as_it_is_named_and_no_more_once_it_is_called_something_else(
    summary: FormDefinition,
) -> None:
    sheet = Sheet(summary, {"main/k1/@row": "V;;"}, around())
    assert sheet.filled() == {}
    change = sheet.set("main/k1/cA", "Thôn Đông")
    assert sheet.filled() == {C3: "9", C9: "40"}
    assert change.judged >= {C3, C9}
    assert sheet.value("main/total/c3") == "9"
    change = sheet.set("main/k1/cA", "Thôn Đoài")
    assert (sheet.filled(), sheet.value("main/total/c3")) == ({}, None)
    assert change.judged >= {C3, C9}


def test_a_row_that_goes_takes_its_filled_figures_along(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW, around())
    sheet.set_many(dict.fromkeys(ROW, None))
    assert (sheet.filled(), list(sheet.rows("main"))[:-1], sheet.value("main/total/c3")) == ({}, [], None)


def test_figures_are_filled_in_anew_when_the_other_report_changed(summary: FormDefinition) -> None:
    sheet = Sheet(summary, ROW, around())
    change = sheet.refresh(around(**{"main_m7.ho_c3": "9"}))
    assert (sheet.value(C3), dict(change.calculated)[C4]) == ("18", "50")
    assert C3 in change.judged
    sheet.refresh(Around(shared(f1=ROW), "CT/1"))
    assert (sheet.value(C3), sheet.value(C4)) == (None, None)


def test_a_cell_others_differ_on_is_marked_until_a_figure_is_typed() -> None:
    reports = shared(f1=DONG_1 | {"main/k1/c3": "7"}, f3={}, f4={"main/rAS01/c1": "8"})
    sheet = Sheet(form_of("CT/3"), {"main/r01/c1": "100"}, Around(reports, "CT/3"))
    assert [one.code for one in sheet.findings()] == ["indicator.disagree"]
    change = sheet.set("main/r01/c2", "7")
    assert (sheet.findings(), change.judged) == ([], {"main/r01/c2"})
    assert sheet.set("main/r01/c2", None).judged == {"main/r01/c2"}
    assert [one.code for one in sheet.findings()] == ["indicator.disagree"]


def test_a_context_without_other_reports_fills_nothing(summary: FormDefinition) -> None:
    assert Filling().matched(summary, Sheet(summary, ROW).rows, ROW.get) == {}
    assert Sheet(summary, ROW).filled() == {}
