"""Qt's own checks of the models, and that they change narrowly."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from tests.ui.fakes import opened
from ui.models.compare import CompareModel
from ui.models.grid import GridModel
from ui.models.lines import LinesModel
from ui.presenters.form_compare import Beside, CompareLine
from ui.presenters.form_grid import FormGrid
from ui.presenters.lines import Line

ROWS = {
    "main/a/@row": "b;A;",
    "main/a/c2": "Một",
    "main/b/@row": "c;A;",
    "main/b/c2": "Hai",
    "main/b/c4": "5",
}


@pytest.fixture
def grid() -> FormGrid:
    return FormGrid(opened(ROWS).form.tables[0], opened(ROWS).sheet, editable=True, name="Biểu thử")


def test_the_grid_model_passes_qts_checks_through_its_life(grid: FormGrid, qtmodeltester: ModelTester) -> None:
    model = GridModel()
    qtmodeltester.check(model)
    model.show(grid.shape, grid.rows)
    grid.sheet.set_many({"main/c/@row": "bb;A;", "main/c/c2": "Giữa"})
    model.replace_rows(grid.rebuild())
    grid.sheet.set_many(dict.fromkeys(grid.row_cells("a")))
    model.replace_rows(grid.rebuild())
    qtmodeltester.check(model)


def test_a_new_row_is_inserted_where_it_stands_and_nothing_is_reset(grid: FormGrid) -> None:
    model = GridModel()
    model.show(grid.shape, grid.rows)
    heard: list[object] = []
    model.modelReset.connect(lambda: heard.append("reset"))
    model.rowsInserted.connect(lambda parent, first, last: heard.append(("in", first, last)))
    model.rowsRemoved.connect(lambda parent, first, last: heard.append(("out", first, last)))
    grid.sheet.set_many({"main/c/@row": "bb;A;"})
    model.replace_rows(grid.rebuild())
    assert heard == [("in", 2, 2)]


def test_neighbouring_cells_are_said_as_one_change(grid: FormGrid) -> None:
    model = GridModel()
    model.show(grid.shape, grid.rows)
    heard: list[tuple[int, int, int, int]] = []

    def on_changed(first: QModelIndex, last: QModelIndex) -> None:
        heard.append((first.row(), first.column(), last.row(), last.column()))

    model.dataChanged.connect(on_changed)
    model.cells_changed([(1, 4), (1, 3), (2, 2), (5, 4)])
    assert heard == [(1, 3, 1, 4), (2, 2, 2, 2), (5, 4, 5, 4)]


def test_a_typed_text_is_said_and_changes_nothing_by_itself(grid: FormGrid) -> None:
    model = GridModel()
    model.show(grid.shape, grid.rows)
    heard: list[tuple[int, int, str]] = []
    model.typed.connect(lambda row, column, text: heard.append((row, column, text)))
    assert model.setData(model.index(2, 3), "9") is True
    assert model.setData(model.index(2, 2), "9") is False
    assert heard == [(2, 3, "9")]
    assert model.index(2, 3).data() == "5"


def test_rows_nobody_looked_at_are_not_made(grid: FormGrid) -> None:
    model = GridModel()
    model.show(grid.shape, grid.rows)
    assert model.index(1, 1).data() == "Một"
    assert [row.is_made for row in model.rows[:3]] == [False, True, False]


def line(text: str) -> Line:
    return Line(heading=text)


def test_lists_pass_qts_checks_and_change_where_they_differ(qtmodeltester: ModelTester) -> None:
    model = LinesModel()
    model.show([line("a"), line("b"), line("c")])
    qtmodeltester.check(model)
    heard: list[object] = []
    model.rowsInserted.connect(lambda parent, first, last: heard.append(("in", first, last)))
    model.rowsRemoved.connect(lambda parent, first, last: heard.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: heard.append(("changed", first.row(), last.row())))
    model.show([line("a"), line("x"), line("c")])
    model.show([line("a"), line("c")])
    model.show([line("a"), line("y"), line("z"), line("c")])
    assert heard == [("changed", 1, 1), ("out", 1, 1), ("in", 1, 2)]
    qtmodeltester.check(model)


def test_the_comparison_passes_qts_checks(qtmodeltester: ModelTester) -> None:
    model = CompareModel()
    previous = Beside(value="4", difference="+1", percent="+25%")
    model.show([CompareLine(number="3", title="Tổng", now="5", previous=previous, last_year=Beside())])
    qtmodeltester.check(model)
    assert [model.index(0, column).data() for column in range(4)] == ["(3)", "5", "4", ""]
