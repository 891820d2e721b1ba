"""Filling a range, and what is said of one."""

from __future__ import annotations

import pytest

from tests.ui.fakes import opened
from ui.presenters.form_grid import FormGrid, Unread
from ui.presenters.grid_fill import Rect, fill_down, fill_right
from ui.presenters.grid_steps import Place
from ui.presenters.range_words import range_words

CELLS = {
    "main/a/@row": "b;A;",
    "main/a/c2": "Đất đai",
    "main/a/c4": "1200",
    "main/a/c5": "3",
    "main/b/@row": "d;A;",
    "main/b/c2": "Hộ tịch",
    "main/b/c4": "...",
    "main/c/@row": "f;B;",
    "main/c/c2": "Xây dựng",
    "main/c/c5": "-",
}
"""Rows: 0 group A, 1 a, 2 b, 3 offer, 4 group B, 5 c, 6 offer, 7 total. Columns: TT, name, (3)=(4)+(5), (4), (5)."""


@pytest.fixture
def grid() -> FormGrid:
    report = opened(CELLS)
    return FormGrid(report.form.tables[0], report.sheet, editable=True, name="")


DOWN = [
    ("over offer and heading", [(1, 3, 5, 3)], {(2, 3): "1200", (5, 3): "1200"}),
    ("each column its own", [(1, 3, 2, 4)], {(2, 3): "1200", (2, 4): "3"}),
    ("the mark of what is not known yet", [(2, 3, 5, 3)], {(5, 3): "..."}),
    ("in one cell what stands above", [(2, 4, 2, 4)], {(2, 4): "3"}),
    ("in one cell below a heading what stands above it", [(5, 3, 5, 3)], {(5, 3): "..."}),
    ("locked cells are left alone", [(1, 2, 5, 2)], {}),
    ("the first row has nothing above", [(1, 3, 1, 3)], {}),
    ("a blank empties", [(5, 3, 5, 3), (1, 0, 2, 0)], {(5, 3): "..."}),
]


@pytest.mark.parametrize(("rects", "texts"), [case[1:] for case in DOWN], ids=[case[0] for case in DOWN])
def test_filling_down(grid: FormGrid, rects: list[Rect], texts: dict[Place, str]) -> None:
    assert fill_down(grid, rects) == texts


RIGHT = [
    ("the first cell", [(1, 3, 1, 4)], {(1, 4): "1200"}),
    ("a calculated figure, into what takes typing", [(1, 2, 1, 4)], {(1, 3): "1203", (1, 4): "1203"}),
    ("in one cell what stands left", [(1, 4, 2, 4)], {(1, 4): "1200", (2, 4): "..."}),
    ("headings and offers are passed over", [(2, 3, 5, 4)], {(2, 4): "...", (5, 4): ""}),
]


@pytest.mark.parametrize(("rects", "texts"), [case[1:] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_filling_right(grid: FormGrid, rects: list[Rect], texts: dict[Place, str]) -> None:
    assert fill_right(grid, rects) == texts


SAID = [
    ("one cell says nothing", [(1, 3, 1, 3)], ""),
    ("figures", [(1, 3, 1, 4)], "2 ô · tổng 1.203"),
    ("a figure not known yet", [(1, 3, 2, 3)], "2 ô · tổng 1.200 · chưa đủ"),
    ("nil is a figure", [(2, 4, 5, 4)], "2 ô · tổng 0"),
    ("words and headings", [(0, 1, 5, 1)], "3 ô"),
    ("two ranges, a cell in both counted once", [(1, 3, 1, 4), (1, 4, 2, 4)], "3 ô · tổng 1.203"),
    ("nothing at all", [], ""),
    ("a heading alone", [(0, 0, 0, 4)], ""),
]


@pytest.mark.parametrize(("rects", "said"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_what_is_said_of_a_range(grid: FormGrid, rects: list[Rect], said: str) -> None:
    assert range_words(grid, rects) == said


def test_input_that_could_not_be_read_counts_as_a_cell_and_not_as_a_figure(grid: FormGrid) -> None:
    grid.unread["main/a/c4"] = Unread(text="12a", problem="")
    assert range_words(grid, [(1, 3, 1, 4)]) == "2 ô · tổng 3"
