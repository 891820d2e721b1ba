"""Rows that a clerk makes, without Qt."""

from __future__ import annotations

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.operations import CellEdit
from app.domain.relations.sheet import Sheet
from app.domain.workflow import State
from tests.gui.filled_form import chosen_form
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened, small_form
from tests.ui.presenters.test_ranges import CELLS
from ui.presenters.form import FormPresenter
from ui.presenters.phrases import Tone


class Table:
    """One open report with its rows."""

    def __init__(self, cells: dict[str, str], form: FormDefinition | None = None, **more) -> None:  # type: ignore[no-untyped-def]  # fields of OpenReport
        form = form or small_form()
        report = opened(cells, form=form, sheet=Sheet(form, cells), **more)
        self.desk = FakeDesk(FakeWorkspace(report=report))
        self.view = RecordingFormView()
        self.presenter = FormPresenter(self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()
        self.rows = self.presenter.rows

    @property
    def names(self) -> list[str]:
        """The rows' names, top to bottom, without headings, offers and totals."""
        grid = self.presenter.tables.grid
        return [grid.row_label(at) for at, row in enumerate(grid.rows) if row.free]


@pytest.fixture
def free() -> Table:
    return Table(CELLS)


@pytest.fixture
def chosen() -> Table:
    return Table({"main/r03/@row": "V;;"}, chosen_form())


def test_a_row_moved_is_one_edit_of_its_head_and_the_cursor_goes_along(free: Table) -> None:
    free.rows.move(2, 4, -1)
    assert free.names == ["Hộ tịch", "Đất đai", "Xây dựng"]
    assert free.view.places[-1] == (1, 4)
    assert [edit.address for edit in free.desk.saves[-1]] == ["main/b/@row"]
    free.presenter.undo()
    assert free.names == ["Đất đai", "Hộ tịch", "Xây dựng"]


def test_headings_offers_and_totals_do_not_move(free: Table) -> None:
    for at in (0, 3, 7, -1, 99):
        free.rows.move(at, 1, 1)
    assert free.desk.saves == []


def test_a_row_goes_to_a_group_and_its_total_with_it(free: Table) -> None:
    free.rows.to_group(1, 3, "B")
    assert free.names == ["Hộ tịch", "Xây dựng", "Đất đai"]
    assert free.desk.saves == [(CellEdit("main/a/@row", "b;A;", "f1;B;"),)]
    free.rows.to_group(5, 3, "B")
    assert len(free.desk.saves) == 1


def test_rows_taken_away_are_said_and_come_back_together(free: Table) -> None:
    free.rows.remove([0, 1, 2, 3, 7])
    assert free.names == ["Xây dựng"]
    assert free.view.notice == ("Đã bỏ 2 dòng.", Tone.NEUTRAL, "Hoàn tác")
    free.presenter.notice.answered()
    assert free.names == ["Đất đai", "Hộ tịch", "Xây dựng"]


def test_taking_away_what_is_no_free_row_says_nothing(free: Table) -> None:
    free.rows.remove([0, 3, 7])
    assert (free.desk.saves, free.view.notice[0]) == ([], "")


def test_a_sealed_report_keeps_its_rows() -> None:
    sealed = Table(CELLS, state=State.SEALED, editable=False)
    sealed.rows.move(1, 1, 1)
    sealed.rows.remove([1])
    sealed.rows.add(1)
    assert sealed.desk.saves == []


def test_a_row_added_above_is_named_where_it_stands(free: Table) -> None:
    free.rows.add(2, above=True)
    assert free.view.places[-1] == (2, 1)
    free.presenter.typed(2, 1, "Thuế")
    assert free.names == ["Đất đai", "Thuế", "Hộ tịch", "Xây dựng"]


def test_an_offer_lists_what_was_not_chosen_yet(chosen: Table) -> None:
    assert chosen.rows.choices(1, 1) == ["Đất đai", "Đấu thầu", "Chứng thực"]
    assert chosen.rows.choices(0, 3) == ("Trực tiếp", "Trực tuyến", "Bưu chính")
    assert chosen.rows.choices(0, 2) == ()
    assert chosen.rows.choices(9, 9) == ()


CHOSEN = [("Chứng thực", ["Hộ tịch", "Chứng thực"]), ("dau THAU", ["Đấu thầu", "Hộ tịch"])]


@pytest.mark.parametrize(("text", "names"), CHOSEN, ids=["as printed", "without diacritics"])
def test_a_row_chosen_stands_in_the_forms_order(chosen: Table, text: str, names: list[str]) -> None:
    chosen.presenter.typed(1, 1, text)
    assert chosen.names == names


def test_a_name_that_is_no_choice_makes_no_row(chosen: Table) -> None:
    chosen.presenter.typed(1, 1, "Xe máy")
    chosen.presenter.typed(1, 1, "Hộ tịch")
    chosen.presenter.typed(1, 1, " ")
    assert (chosen.names, chosen.desk.saves) == (["Hộ tịch"], [])
    said = "“Hộ tịch” không có trong danh sách của biểu, hoặc đã được chọn."
    assert chosen.view.notice == (said, Tone.ATTENTION, "")


def test_another_row_of_a_list_is_asked_for_at_its_offer(chosen: Table) -> None:
    chosen.rows.add(0)
    assert (chosen.view.places[-1], chosen.desk.saves) == ((1, 1), [])


def test_a_chosen_row_is_taken_away_like_any_other(chosen: Table) -> None:
    chosen.rows.remove([0])
    assert chosen.names == []
    assert chosen.rows.choices(0, 1) == ["Đất đai", "Đấu thầu", "Hộ tịch", "Chứng thực"]
