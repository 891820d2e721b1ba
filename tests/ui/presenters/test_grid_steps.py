"""Where the cursor goes in a grid."""

from __future__ import annotations

import pytest

from ui.presenters.cells import TYPED, GridRow, RowKind
from ui.presenters.grid_steps import Place, Range, Steps, Way


def row(kind: RowKind, texts: str, flags: str = "") -> GridRow:
    """A row of one-letter cells; a point is an empty one, t in `flags` one that takes typing."""
    shown = ["" if text == "." else text for text in texts]
    marked = [TYPED if flag == "t" else 0 for flag in flags or "t" * len(texts)]
    return GridRow(kind=kind, key="", addresses=[""] * len(texts), fill=lambda: (shown, marked))


GRID = Steps(
    [
        row(RowKind.GROUP, "....", "...."),  # 0
        row(RowKind.ENTRY, "a12.", "tt.t"),  # 1
        row(RowKind.ENTRY, "b3..", "tt.t"),  # 2
        row(RowKind.ADD, "+...", "t..."),  # 3
        row(RowKind.GROUP, "....", "...."),  # 4
        row(RowKind.ENTRY, "c...", "tt.t"),  # 5
        row(RowKind.TOTAL, "d4.5", "...."),  # 6
    ],
    4,
)

ONE = [
    ("down", (1, 1), Way.DOWN, (2, 1)),
    ("down over an offer and a heading", (2, 1), Way.DOWN, (5, 1)),
    ("down on to an offer's own cell", (2, 0), Way.DOWN, (3, 0)),
    ("right of an offer there is nothing", (3, 0), Way.RIGHT, (3, 0)),
    ("up at the first row", (1, 2), Way.UP, (1, 2)),
    ("down at the last", (6, 2), Way.DOWN, (6, 2)),
    ("from nowhere", (-1, -1), Way.UP, (-1, -1)),
]


@pytest.mark.parametrize(("start", "way", "end"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_step(start: Place, way: Way, end: Place) -> None:
    assert GRID.step(start, way) == end


EDGES = [
    ("to the end of the filled run", (1, 0), Way.RIGHT, (1, 2)),
    ("from its end over the gap to the last cell", (1, 2), Way.RIGHT, (1, 3)),
    ("over a gap to the next filled cell", (6, 1), Way.RIGHT, (6, 3)),
    ("down to the end of the run", (1, 1), Way.DOWN, (2, 1)),
    ("down over a gap to the next filled cell", (2, 1), Way.DOWN, (6, 1)),
    ("at the edge it stays", (1, 3), Way.RIGHT, (1, 3)),
]


@pytest.mark.parametrize(("start", "way", "end"), [case[1:] for case in EDGES], ids=[case[0] for case in EDGES])
def test_to_the_edge_of_filled_cells(start: Place, way: Way, end: Place) -> None:
    assert GRID.edge(start, way) == end


def test_the_ends_of_row_and_table_are_places_to_stand_on() -> None:
    assert (GRID.row_start((3, 0)), GRID.row_end((3, 0)), GRID.row_end((1, 1))) == ((3, 0), (3, 0), (1, 3))
    assert (GRID.first((5, 2)), GRID.last((1, 0))) == ((1, 0), (6, 3))


def test_a_page_goes_as_far_as_there_are_rows_and_never_stays_where_it_could_move() -> None:
    assert (GRID.page((1, 1), 3), GRID.page((1, 1), 50), GRID.page((6, 1), -50)) == ((2, 1), (6, 1), (1, 1))
    assert GRID.page((2, 1), 1) == (5, 1)


TYPED_NEXT = [
    ("over a locked cell", (1, 1), 1, (1, 3)),
    ("on to the next row", (1, 3), 1, (2, 0)),
    ("over offer and heading", (2, 3), 1, (5, 0)),
    ("back", (5, 0), -1, (2, 3)),
    ("past the last there is none", (5, 3), 1, None),
]


@pytest.mark.parametrize(
    ("start", "step", "end"), [case[1:] for case in TYPED_NEXT], ids=[case[0] for case in TYPED_NEXT]
)
def test_the_next_cell_that_takes_typing(start: Place, step: int, end: Place | None) -> None:
    assert GRID.next_typed(start, step) == end


def test_a_grid_without_rows_or_columns_has_nowhere_to_go() -> None:
    empty = Steps([], 0)
    assert (empty.step((0, 0), Way.DOWN), empty.first((0, 0)), empty.next_typed((0, 0), 1)) == ((0, 0), (0, 0), None)


WITHIN = [  # ranges, from, step, down, where then
    ("down the column", [(1, 0, 2, 1)], (1, 0), 1, True, (2, 0)),
    ("from the foot to the next column's head", [(1, 0, 2, 1)], (2, 0), 1, True, (1, 1)),
    ("round to the beginning", [(1, 0, 2, 1)], (2, 1), 1, True, (1, 0)),
    ("back round to the end", [(1, 0, 2, 1)], (1, 0), -1, True, (2, 1)),
    ("along the row, over what takes no typing", [(1, 1, 1, 3)], (1, 1), 1, False, (1, 3)),
    ("to the next row, over heading and offer", [(2, 0, 5, 3)], (2, 3), 1, False, (5, 0)),
    ("down over heading and offer", [(2, 1, 5, 1)], (2, 1), 1, True, (5, 1)),
    ("where nothing takes typing, to every cell", [(6, 0, 6, 3)], (6, 0), 1, False, (6, 1)),
    ("from one range into the next", [(1, 0, 1, 0), (5, 0, 5, 0)], (1, 0), 1, False, (5, 0)),
    ("one cell that takes typing stays", [(1, 1, 1, 2)], (1, 1), 1, False, (1, 1)),
    ("outside there is nowhere", [(1, 0, 2, 1)], (5, 0), 1, False, None),
]


@pytest.mark.parametrize(
    ("ranges", "start", "step", "down", "end"), [case[1:] for case in WITHIN], ids=[case[0] for case in WITHIN]
)
def test_round_in_what_is_selected(ranges: list[Range], start: Place, step: int, down: bool, end: Place | None) -> None:
    assert GRID.within(ranges, start, step, down=down) == end


RESTS = [
    ("where it is", (1, 1), (1, 1)),
    ("in the same row, where an offer has its name", (3, 2), (3, 0)),
    ("below a heading", (0, 2), (1, 2)),
    ("above, past the last row", (7, 1), (6, 1)),
]


@pytest.mark.parametrize(("place", "rests"), [case[1:] for case in RESTS], ids=[case[0] for case in RESTS])
def test_where_the_cursor_comes_to_rest(place: Place, rests: Place) -> None:
    assert GRID.nearest(place) == rests


def test_in_a_grid_of_headings_it_rests_nowhere() -> None:
    assert Steps([row(RowKind.GROUP, "..")], 2).nearest((0, 1)) is None
