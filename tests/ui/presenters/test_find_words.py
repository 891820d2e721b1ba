"""Finding in the sections of the form: titles and texts, after the tables."""

from __future__ import annotations

import pytest

from tests.ui.presenters.test_form_narrative import COURSE, EVENT, FILLED, Bench
from ui.presenters.find_words import spans_of
from ui.presenters.form_find import FormFind, Found

SPANS = [  # text, folded words, what of the text they are
    ("Mưa to, mưa lớn", "mua", ["Mưa", "mưa"]),
    ("Đông  Hoà bị ngập", "dong hoa", ["Đông  Hoà"]),
    ("Đã sơ\ntán xong", "so tan", ["sơ\ntán"]),
    ("Hòa\u0300 bình", "hoa binh", ["Hòa\u0300 bình"]),
    ("aaaa", "aa", ["aa", "aa"]),
    ("Mưa to", "gio", []),
    ("", "mua", []),
    ("Mưa to", "", []),
]


@pytest.mark.parametrize(("text", "wanted", "found"), SPANS)
def test_words_are_found_however_they_are_accented_and_spaced(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans_of(text, wanted)] == found


class FoundView:
    found: Found | None = None

    def show_found(self, found: Found | None) -> None:
        self.found = found


@pytest.fixture
def bench() -> Bench:
    return Bench(FILLED | {EVENT: "Bão số 3, rồi bão số 4", COURSE: "Hai người chết do bão."})


def searching(bench: Bench) -> tuple[FormFind, FoundView]:
    view = FoundView()
    return bench.presenter.tables.finder(view), view


def test_the_search_goes_on_from_the_table_to_the_words_and_round_again(bench: Bench) -> None:
    find, view = searching(bench)
    find.begin()
    find.look_for("chet")
    assert (view.found, bench.view.places[-1]) == (Found(at=1, count=2), (0, 0))
    bench.presenter.moved_to(0, 0)
    find.next("chet", 1)
    assert view.found == Found(at=2, count=2)
    assert bench.page.selected == ("course", "chết")
    assert bench.view.tab == (1, True)
    find.next("chet", 1)
    assert (view.found, bench.view.tab) == (Found(at=1, count=2), (0, False))


def test_every_place_in_a_section_is_gone_to_in_turn_and_back(bench: Bench) -> None:
    bench.look()
    bench.presenter.narrative.entered("event")
    find, view = searching(bench)
    find.begin()
    find.look_for("bao")
    assert (view.found, bench.page.selected) == (Found(at=1, count=3), ("event", "Bão"))
    find.next("bao", 1)
    assert (view.found, bench.page.selected) == (Found(at=2, count=3), ("event", "bão"))
    find.next("bao", -1)
    assert (view.found, bench.page.selected) == (Found(at=1, count=3), ("event", "Bão"))


def test_a_title_leads_to_its_section(bench: Bench) -> None:
    find, view = searching(bench)
    find.begin()
    find.look_for("dien bien")
    assert (view.found, bench.page.went_to) == (Found(at=1, count=1), ["course"])
