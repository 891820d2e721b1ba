"""Moving, selecting and filling in the grid of a form, by keys only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import Desktop
from tests.gui.filled_form import (
    AREAS,
    FIRST_B,
    OFFER,
    TOTAL,
    column_texts,
    go_to,
    half_way,
    open_report,
    place,
    ranges,
    stored,
)
from tests.gui.office import Office

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return half_way(tmp_path)


MOVES = [  # name, from, keys, where the cursor is then
    ("an arrow goes one cell", (2, 3), ["Right"], (2, 4)),
    ("an arrow down passes the offer and the heading of the next group", (10, 3), ["Down"], (FIRST_B, 3)),
    ("an arrow up does so, too", (FIRST_B, 3), ["Up"], (10, 3)),
    ("an arrow down among the names stops at the offer", (10, AREAS), ["Down"], (OFFER, AREAS)),
    ("an arrow at the edge stays", (1, 0), ["Left"], (1, 0)),
    ("Home goes to the first cell of the row", (3, 7), ["Home"], (3, 0)),
    ("End goes to the last", (3, 7), ["End"], (3, 12)),
    ("Ctrl+Home goes to the first cell of all", (5, 7), ["Ctrl+Home"], (1, 0)),
    ("Ctrl+End goes to the last", (5, 7), ["Ctrl+End"], (TOTAL, 12)),
    ("Ctrl+Right goes to the end of the filled run", (3, 3), ["Ctrl+Right"], (3, 12)),
    ("Ctrl+Left goes back", (3, 12), ["Ctrl+Left"], (3, 0)),
    ("Ctrl+Down goes to the end of the filled run", (2, 3), ["Ctrl+Down"], (TOTAL, 3)),
    ("Ctrl+Up goes back", (TOTAL, 3), ["Ctrl+Up"], (1, 3)),
    ("Tab skips the calculated cell", (2, 5), ["Tab"], (2, 7)),
    ("Tab wraps to the next row's first entry", (2, 12), ["Tab"], (3, AREAS)),
    ("Shift+Tab wraps back", (3, AREAS), ["Shift+Backtab"], (2, 12)),
    ("Enter goes down", (2, 5), ["Return"], (3, 5)),
    ("Shift+Enter goes up", (3, 5), ["Shift+Return"], (2, 5)),
    ("Enter after Tabs goes on below where they began", (2, 3), ["Tab", "Tab", "Return"], (3, 3)),
    ("an arrow ends that run of Tabs", (2, 3), ["Tab", "Right", "Return"], (3, 5)),
]


@pytest.mark.parametrize(("start", "keys", "end"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES])
def test_the_cursor_moves(desktop: Desktop, start: tuple[int, int], keys: list[str], end: tuple[int, int]) -> None:
    open_report(desktop)
    go_to(desktop, *start)
    desktop.keys.press(*keys)
    assert place(desktop) == end


RANGES = [  # name, from, keys, what is selected
    ("Shift and arrows", (2, 3), ["Shift+Down", "Shift+Right", "Shift+Right"], (2, 3, 3, 5)),
    ("back over where it began", (4, 5), ["Shift+Down", "Shift+Up", "Shift+Up"], (3, 5, 4, 5)),
    ("Ctrl+Shift and an arrow", (2, 3), ["Ctrl+Shift+Right"], (2, 3, 2, 12)),
    ("Shift+Home", (2, 3), ["Shift+Home"], (2, 0, 2, 3)),
    ("Ctrl+Shift+End", (15, 11), ["Ctrl+Shift+End"], (15, 11, TOTAL, 12)),
    ("Ctrl+A", (2, 3), ["Ctrl+A"], (0, 0, TOTAL, 12)),
    ("Ctrl+Space", (2, 3), ["Ctrl+Space"], (0, 3, TOTAL, 3)),
    ("Shift+Space, and down", (2, 3), ["Shift+Space", "Shift+Down"], (2, 0, 3, 12)),
]


@pytest.mark.parametrize(("start", "keys", "chosen"), [case[1:] for case in RANGES], ids=[case[0] for case in RANGES])
def test_a_range_is_selected_and_the_cursor_stays_where_it_began(
    desktop: Desktop, start: tuple[int, int], keys: list[str], chosen: tuple[int, int, int, int]
) -> None:
    open_report(desktop)
    go_to(desktop, *start)
    desktop.keys.press(*keys)
    assert ranges(desktop) == [chosen]
    assert place(desktop) == start


def test_an_arrow_alone_ends_the_range(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 3)
    desktop.keys.press("Shift+Down", "Shift+Down", "Right")
    assert (ranges(desktop), place(desktop)) == ([(2, 4, 2, 4)], (2, 4))


def test_page_down_goes_a_screen_further_and_page_up_comes_back(desktop: Desktop) -> None:
    open_report(desktop)
    desktop.window.resize(1366, 480)
    desktop.qtbot.wait(50)
    go_to(desktop, 1, 3)
    desktop.keys.press("PageDown")
    down = place(desktop)
    assert 3 < down[0] < TOTAL
    desktop.keys.press("PageUp")
    assert place(desktop) == (1, 3)


def test_a_range_says_how_many_cells_it_has_and_what_they_add_up_to(desktop: Desktop) -> None:
    open_report(desktop)
    bar = desktop.window.form._bar
    go_to(desktop, 1, 3)
    desktop.keys.press("Shift+Down", "Shift+Down", "Shift+Right")
    desktop.wait(lambda: bar.range_text == "6 ô · tổng 2.005")  # 412 + 95, 0 + 1286, 64 + 148
    desktop.keys.press("Left")
    desktop.wait(lambda: bar.range_text == "")


def test_the_sum_follows_what_is_typed_into_the_range(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.press("Shift+Down")
    desktop.keys.type("10")
    desktop.keys.press("Ctrl+Return")
    desktop.wait(lambda: desktop.window.form._bar.range_text == "2 ô · tổng 20")


def test_ctrl_enter_puts_what_was_typed_into_every_entry_cell_of_the_range_as_one_step(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 5)
    desktop.keys.press("Shift+Right", "Shift+Right", "Shift+Down")  # columns (6), (7) calculated, (8)
    desktop.keys.type("7")
    desktop.keys.press("Ctrl+Return")
    assert [desktop.text_at(row, column) for row in (1, 2) for column in (5, 7)] == ["7", "7", "7", "7"]
    assert (place(desktop), ranges(desktop)) == ((1, 5), [(1, 5, 2, 7)])
    assert stored(desktop)["main/k02/c8"] == "7"
    desktop.keys.press("Ctrl+Z")
    assert [desktop.text_at(row, column) for row in (1, 2) for column in (5, 7)] == ["6", "318", "0", "0"]


def test_ctrl_d_fills_down_and_undo_takes_all_of_it_back(desktop: Desktop) -> None:
    open_report(desktop)
    before = column_texts(desktop, 4, 1, 4)
    go_to(desktop, 1, 4)
    desktop.keys.press("Shift+Down", "Shift+Down", "Ctrl+D")
    assert column_texts(desktop, 4, 1, 4) == ["95", "95", "95", "41"]
    desktop.keys.press("Ctrl+Z")
    assert column_texts(desktop, 4, 1, 4) == before
    desktop.keys.press("Ctrl+Y")
    assert column_texts(desktop, 4, 1, 4) == ["95", "95", "95", "41"]
    assert stored(desktop)["main/k03/c5"] == "95"


def test_ctrl_d_in_one_cell_takes_what_stands_above_it(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 3)
    desktop.keys.press("Ctrl+D")
    assert desktop.text_at(2, 3) == "412"


def test_ctrl_r_fills_right_and_leaves_calculated_cells_alone(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 3, 4)
    desktop.keys.press("Shift+Right", "Shift+Right", "Shift+Right", "Ctrl+R")
    assert [desktop.text_at(3, column) for column in (4, 5, 7)] == ["148", "148", "148"]
    assert stored(desktop)["main/k03/c8"] == "148"


def test_delete_empties_a_range_over_two_groups_as_one_step(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 10, 3)
    desktop.keys.press("Shift+Down", "Delete")
    assert (desktop.text_at(10, 3), desktop.text_at(FIRST_B, 3)) == ("", "")
    assert "main/k11/c4" not in stored(desktop)
    desktop.keys.press("Ctrl+Z")
    assert (desktop.text_at(10, 3), desktop.text_at(FIRST_B, 3)) == ("3", "34")


def test_escape_leaves_the_range_and_the_cells_as_they_were(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.press("Shift+Down")
    desktop.keys.type("99")
    desktop.keys.press("Escape")
    assert column_texts(desktop, 3, 1, 2) == ["412", "0"]
    assert ranges(desktop) == [(1, 3, 2, 3)]


WALKS = [  # name, keys after (2, 3)–(3, 5) was selected, where the cursor is then
    ("Enter goes down the column", ["Return"], (3, 3)),
    ("Enter at the foot goes to the head of the next column", ["Return"] * 2, (2, 4)),
    ("Enter at the end goes round to the beginning", ["Return"] * 6, (2, 3)),
    ("Shift+Enter goes back, round the beginning", ["Shift+Return"], (3, 5)),
    ("Tab goes along the row", ["Tab"], (2, 4)),
    ("Tab at the end of the row goes to the next", ["Tab"] * 3, (3, 3)),
    ("Shift+Tab goes back, round the beginning", ["Shift+Backtab"], (3, 5)),
]


@pytest.mark.parametrize(("keys", "end"), [case[1:] for case in WALKS], ids=[case[0] for case in WALKS])
def test_enter_and_tab_walk_inside_a_selected_range_and_keep_it(
    desktop: Desktop, keys: list[str], end: tuple[int, int]
) -> None:
    open_report(desktop)
    go_to(desktop, 2, 3)
    desktop.keys.press("Shift+Down", "Shift+Right", "Shift+Right", *keys)
    assert place(desktop) == end
    assert ranges(desktop) == [(2, 3, 3, 5)]


def test_figures_typed_into_a_selected_range_fill_it_column_by_column(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 3)
    desktop.keys.press("Shift+Down", "Shift+Right")
    for figure in ("11", "12", "13", "14"):
        desktop.keys.type(figure)
        desktop.keys.press("Return")
    assert column_texts(desktop, 3, 2, 3) == ["11", "12"]
    assert column_texts(desktop, 4, 2, 3) == ["13", "14"]
    assert (place(desktop), ranges(desktop)) == ((2, 3), [(2, 3, 3, 4)])


def test_tab_in_a_selected_range_skips_what_takes_no_typing(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 5)
    desktop.keys.press("Shift+Right", "Shift+Right", "Tab")
    assert place(desktop) == (2, 7)
    desktop.keys.press("Tab")
    assert place(desktop) == (2, 5)


def test_an_arrow_leaves_the_range(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 2, 3)
    desktop.keys.press("Shift+Down", "Return", "Right")
    assert (place(desktop), ranges(desktop)) == ((3, 4), [(3, 4, 3, 4)])


def test_f1_while_a_figure_is_typed_enters_it_and_explains_the_form(desktop: Desktop) -> None:
    open_report(desktop)
    go_to(desktop, 1, 3)
    desktop.keys.type("7")
    desktop.keys.press("F1")
    assert desktop.window.help.place == "form"
    assert desktop.text_at(1, 3) == "7"
    desktop.keys.press("F1")
    assert desktop.keys.target is desktop.window.form.grid


def test_a_search_typed_while_a_form_is_open_shows_the_list_it_looks_through(desktop: Desktop) -> None:
    open_report(desktop)
    field = desktop.window._header.search
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    desktop.keys.type("ho")
    desktop.settle()
    assert desktop.window.form is None
    assert desktop.window.page.title == "Báo cáo"
    assert desktop.keys.target is field
    assert field.text() == "ho"
