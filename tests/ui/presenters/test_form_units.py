"""A form with a row for each unit, without Qt: to look writes nothing, the first figure writes its rows along."""

from __future__ import annotations

from msgspec.structs import replace

from app.domain.operations import CellEdit
from app.domain.relations.filling import Filling
from app.domain.relations.laying import rows_of_units
from app.domain.relations.sheet import Sheet
from app.services.neighbours import Surroundings
from app.services.views import OpenReport
from tests.app.domain.relations.test_laying import FIRST, FORM, UNITS
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter

ROWS = tuple(CellEdit(address, None, value) for address, value in FIRST.items())
NAME, TOTAL, MEN, WOMEN = range(4)


def report(cells: dict[str, str], units: list[tuple[str, str, str]] = UNITS, **more: object) -> OpenReport:
    around = Surroundings(before={}, shared=Filling(), rows=rows_of_units(FORM, units))
    return opened(cells, form=FORM, form_title=FORM.title, sheet=Sheet(FORM, cells, around), around=around, **more)


class Bench:
    def __init__(self, cells: dict[str, str] | None = None) -> None:
        self.workspace = FakeWorkspace(report=report(cells or {}))
        self.desk = FakeDesk(self.workspace)
        self.view = RecordingFormView()
        self.commits = 0
        self.presenter = FormPresenter(
            self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance(), saved=self._on_saved
        )
        self.presenter.start()

    def _on_saved(self) -> None:
        self.commits += 1

    def texts(self) -> list[list[str]]:
        return [row.texts for row in self.view.rows]

    @property
    def saved(self) -> list[set[CellEdit]]:
        return [set(edits) for edits in self.desk.saves]


def test_to_look_shows_the_rows_and_writes_nothing() -> None:
    bench = Bench()
    bench.presenter.moved_to(0, MEN)
    bench.presenter.editor_opened(0, MEN)
    bench.presenter.editor_closed(0, MEN)
    bench.presenter.changed_outside()
    bench.presenter.judge()
    bench.presenter.close()
    assert bench.texts() == [["Xã Một", "", "", ""], ["Xã Hai", "", "", ""], ["Tổng cộng", "", "", ""]]
    assert (bench.desk.saves, bench.commits) == ([], 0)


def test_the_first_figure_writes_the_rows_along_and_the_second_itself_alone() -> None:
    bench = Bench()
    bench.presenter.typed(1, MEN, "5")
    bench.presenter.typed(0, MEN, "7")
    assert bench.saved == [{*ROWS, CellEdit("main/x2/c2", None, "5")}, {CellEdit("main/x1/c2", None, "7")}]
    assert bench.texts() == [["Xã Một", "7", "7", ""], ["Xã Hai", "5", "5", ""], ["Tổng cộng", "12", "12", ""]]


def test_what_cannot_be_read_or_cannot_stand_there_writes_no_row() -> None:
    bench = Bench()
    bench.presenter.typed(0, MEN, "năm")
    bench.presenter.typed(0, WOMEN, "-7")
    bench.presenter.typed(1, MEN, "")
    assert bench.desk.saves == []
    assert bench.texts()[0][MEN:] == ["năm", "-7"]


def test_undone_the_figure_goes_and_the_rows_stay() -> None:
    bench = Bench()
    bench.presenter.typed(1, MEN, "5")
    bench.presenter.undo()
    assert bench.saved[1:] == [{CellEdit("main/x2/c2", "5", None)}]
    assert bench.texts()[:2] == [["Xã Một", "", "", ""], ["Xã Hai", "", "", ""]]
    bench.presenter.redo()
    assert bench.saved[2:] == [{CellEdit("main/x2/c2", None, "5")}]


def test_nothing_to_report_in_an_untouched_report_is_one_step_with_its_rows() -> None:
    bench = Bench()
    bench.presenter.blanks.mark_all_nil()
    places = [f"main/{unit}/{column}" for unit in ("x1", "x2") for column in ("c2", "c3")]
    places += ["other/x1/c4", "other/x2/c4"]
    rows = {CellEdit(address, None, value) for address, value in rows_of_units(FORM, UNITS).items()}
    assert bench.saved == [rows | {CellEdit(address, None, "-") for address in places}]
    bench.presenter.undo()
    assert bench.saved[1:] == [{CellEdit(address, "-", None) for address in places}]


def test_a_name_typed_over_and_one_taken_away_are_kept_and_undone_to_what_stood_there() -> None:
    bench = Bench()
    bench.presenter.typed(0, NAME, "Xã Một (cũ)")
    bench.presenter.typed(1, NAME, "")
    bench.presenter.undo()
    bench.presenter.undo()
    renamed = {CellEdit("main/x1/cA", None, "Xã Một (cũ)"), *(row for row in ROWS if row.address != "main/x1/cA")}
    assert bench.saved == [
        renamed,
        {CellEdit("main/x2/cA", "Xã Hai", None)},
        {CellEdit("main/x2/cA", None, "Xã Hai")},
        {CellEdit("main/x1/cA", "Xã Một (cũ)", "Xã Một")},
    ]


def test_the_name_that_stands_there_typed_again_begins_nothing() -> None:
    bench = Bench()
    bench.presenter.typed(0, NAME, "Xã Một")
    assert bench.desk.saves == []


def test_rows_that_another_computer_began_take_the_place_of_those_that_stood_there() -> None:
    bench = Bench()
    bench.workspace.report = report(FIRST | {"main/x1/c3": "9"})
    bench.presenter.changed_outside()
    bench.presenter.typed(0, MEN, "7")
    assert bench.texts() == [["Xã Một", "16", "7", "9"], ["Xã Hai", "", "", ""], ["Tổng cộng", "16", "7", "9"]]
    assert bench.saved == [{CellEdit("main/x1/c2", None, "7")}]


def test_a_unit_that_was_renamed_meanwhile_shows_without_being_written() -> None:
    bench = Bench()
    bench.workspace.report = report({}, [("x1", "00070", "Phường Một"), ("x2", "00073", "Xã Hai")])
    bench.presenter.changed_outside()
    assert bench.texts()[0][NAME] == "Phường Một"
    assert bench.desk.saves == []


def test_a_first_figure_that_could_not_be_saved_goes_with_its_rows_at_the_next_try() -> None:
    bench = Bench()
    bench.desk.failing = OSError("disk")
    bench.presenter.typed(0, MEN, "7")
    bench.desk.failing = None
    bench.presenter.editing.retry()
    assert bench.saved == [{*ROWS, CellEdit("main/x1/c2", None, "7")}]


def test_a_report_that_takes_no_figures_here_shows_no_rows_that_were_not_written() -> None:
    bench = Bench()
    bench.workspace.report = replace(report({}, []), editable=False)
    bench.presenter.changed_outside()
    assert [row[NAME] for row in bench.texts()] == ["Tổng cộng"]


def test_what_last_period_passes_on_is_offered_though_nothing_is_written_yet() -> None:
    bench = Bench()
    bench.workspace.report = report({}, offered={"main/x1/c2": "5"})
    bench.presenter.start()
    assert bench.view.notice[0] == "Kỳ trước chuyển sang 1 số vào các ô còn trống."
    assert bench.desk.saves == []
