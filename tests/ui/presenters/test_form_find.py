"""Finding in the form."""

from __future__ import annotations

import pytest

from tests.ui.fakes import RecordingNarrativeView, opened
from tests.ui.presenters.test_ranges import CELLS
from ui.presenters.find_words import SectionSearch
from ui.presenters.form_find import FormFind, Found, Hit, find_in
from ui.presenters.form_grid import FormGrid, Unread
from ui.presenters.form_narrative import FormNarrative


@pytest.fixture
def grid() -> FormGrid:
    report = opened(CELLS)
    made = FormGrid(report.form.tables[0], report.sheet, editable=True, name="")
    made.unread["main/b/c5"] = Unread(text="khoảng 30", problem="")
    return made


HITS = [  # what is looked for, where it is
    ("dat dai", [(0, 1, 1)]),
    ("ĐẤT  ĐAI", [(0, 1, 1)]),
    ("1200", [(0, 1, 3)]),
    ("1.200", [(0, 1, 3)]),
    ("1203", [(0, 1, 2)]),
    ("khoang", [(0, 2, 4)]),
    ("nhom hai", [(0, 4, 1)]),
    ("tong so", [(0, 1, 2)]),
    ("tong cong", [(0, 7, 1)]),
    ("them dong", []),
    ("xe máy", []),
    ("  ", []),
]


@pytest.mark.parametrize(("text", "hits"), HITS, ids=[text for text, _ in HITS])
def test_names_titles_and_values_are_found(grid: FormGrid, text: str, hits: list[Hit]) -> None:
    assert find_in([grid], text) == hits


def no_words() -> FormNarrative:
    return FormNarrative(RecordingNarrativeView(), entered=lambda _: None, left=lambda: None)


class Search:
    def __init__(self, *grids: FormGrid, here: Hit) -> None:
        self.here = here
        self.found: Found | None = Found(at=-1, count=-1)
        self.find = FormFind(self, lambda: grids, SectionSearch(no_words()), lambda: self.here, self._on_go)
        self.find.begin()

    def _on_go(self, hit: Hit) -> None:
        self.here = hit

    def show_found(self, found: Found | None) -> None:
        self.found = found


def test_while_typing_the_first_hit_from_where_the_search_began_is_shown(grid: FormGrid) -> None:
    search = Search(grid, here=(0, 2, 0))
    search.find.look_for("t")
    search.find.look_for("tich")
    assert (search.here, search.found) == ((0, 2, 1), Found(at=1, count=1))
    search.find.look_for("d")
    assert search.here == (0, 5, 1)  # "Xây dựng": "Đất đai" stands before the beginning


def test_on_and_back_go_round_through_all_tables(grid: FormGrid) -> None:
    search = Search(grid, grid, here=(0, 0, 0))
    for step, here in ((1, (0, 1, 1)), (1, (1, 1, 1)), (1, (0, 1, 1)), (-1, (1, 1, 1))):
        search.find.next("dat", step)
        assert search.here == here
    assert search.found == Found(at=2, count=2)


def test_nothing_looked_for_and_nothing_found_are_told_apart(grid: FormGrid) -> None:
    search = Search(grid, here=(0, 1, 1))
    search.find.look_for("xe máy")
    assert (search.found, search.here) == (Found(at=0, count=0), (0, 1, 1))
    search.find.look_for("")
    assert search.found is None
