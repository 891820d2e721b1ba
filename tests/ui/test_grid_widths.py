"""Column widths: figures are never cut, names give way first."""

from __future__ import annotations

from ui.presenters.cells import GridColumn
from ui.widgets.grid_widths import column_widths, figure_room


def column(kind: str) -> GridColumn:
    return GridColumn(
        key=kind,
        number="",
        title_path=(kind,),
        numeric=kind == "number",
        label=kind == "label",
        index=kind == "index",
        relation="",
        width_hint=34 if kind == "label" else 0,
    )


COLUMNS = [column("index"), column("label"), column("number"), column("number")]
WORDS = [20, 120, 50, 50]


def test_spare_room_goes_to_the_name_and_then_evenly_to_the_figures() -> None:
    assert column_widths(COLUMNS, 540, words=WORDS, longest={}) == [44, 300, 98, 98]


def test_room_that_no_figure_needs_goes_to_long_names_up_to_a_measure() -> None:
    assert column_widths(COLUMNS, 600, words=WORDS, longest={}) == [44, 348, 104, 104]
    assert column_widths(COLUMNS, 1900, words=WORDS, longest={}) == [44, 420, 104, 104]


def test_the_name_gives_way_before_a_figure_does() -> None:
    assert column_widths(COLUMNS, 380, words=WORDS, longest={2: 9, 3: 5}) == [44, 168, 103, 67]


def test_a_figure_is_never_cut_however_narrow_the_window() -> None:
    assert column_widths(COLUMNS, 100, words=WORDS, longest={2: 11, 3: 1})[2:] == [figure_room(11), 56]
