"""Blank figures: what last period passes on, the mark of nothing to report, and what is left at sealing."""

from __future__ import annotations

import pytest

from app.domain.relations.filling import Filling
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity, Where
from app.domain.workflow import State
from app.services.neighbours import Surroundings
from app.services.sealing import offered
from app.services.views import OpenReport
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened, small_form
from ui.presenters.form import FormPresenter
from ui.presenters.form_blanks import BlankAnswer
from ui.presenters.phrases import Tone

NAMES = {
    "main/a/@row": "b;A;",
    "main/a/c2": "Đất đai",
    "main/b/@row": "c;A;",
    "main/b/c2": "Hộ tịch",
}
LAST = {**NAMES, "main/a/c5": "16", "main/b/c5": "0"}
FROM_LAST = '{printed: 4=5 (kỳ trước), text: "4=prev(5)", severity: warning, carried: true}'
A, B = (1, 3, 1, 4), (2, 3, 2, 4)
"""Columns 4 and 5 of the two rows."""


def carrying(cells: dict[str, str], **more) -> OpenReport:  # type: ignore[no-untyped-def]  # fields of OpenReport
    """A report whose column 4 begins with last period's column 5."""
    form = small_form(FROM_LAST)
    around = Surroundings(before={Where.PREVIOUS: LAST, Where.LAST_YEAR: None}, shared=Filling())
    sheet = Sheet(form, cells, around)
    passed = {} if more else offered(sheet)
    return opened(cells, form=form, sheet=sheet, previous=LAST, around=around, offered=passed, **more)


class Bench:
    def __init__(self, report: OpenReport) -> None:
        self.workspace = FakeWorkspace(report=report)
        self.desk = FakeDesk(self.workspace)
        self.view = RecordingFormView()
        self.presenter = FormPresenter(self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()
        self.blanks = self.presenter.blanks

    def figures(self) -> dict[str, str | None]:
        cells = self.presenter.tables.grid.sheet.cells()
        return {address[5:]: cells.get(address) for address in (f"main/{r}/c{n}" for r in "ab" for n in (4, 5))}

    def text(self, row: int, column: int) -> str:
        return self.view.rows[row].texts[column]

    def written(self) -> list[tuple[str, ...]]:
        return [tuple(f"{edit.address}={edit.new}" for edit in save) for save in self.desk.saves]


@pytest.fixture
def bench() -> Bench:
    return Bench(carrying({**NAMES, "main/a/c5": "3"}))


# What last period passes on


def test_a_report_that_opens_with_blank_cells_says_what_last_period_passes_on(bench: Bench) -> None:
    assert bench.view.notice == (
        "Kỳ trước chuyển sang 2 số vào các ô còn trống.",
        Tone.INFO,
        "Lấy tất cả (Ctrl+Shift+L)",
    )
    assert bench.desk.saves == []


def test_the_offer_stands_beside_its_blank_cell_and_goes_when_the_cell_is_filled(bench: Bench) -> None:
    bench.presenter.moved_to(1, 3)
    assert bench.view.bar.offer == "Kỳ trước chuyển sang: 16 · Ctrl+L để lấy"
    assert bench.presenter.cell.tooltip(1, 3) == bench.view.bar.offer
    assert bench.presenter.cell.spoken(1, 3).endswith(", trống, Kỳ trước chuyển sang: 16 · Ctrl+L để lấy")
    bench.presenter.moved_to(1, 4)
    assert bench.view.bar.offer == ""
    bench.presenter.moved_to(1, 3)
    bench.presenter.typed(1, 3, "15")
    assert bench.view.bar.offer == ""


def test_taking_at_a_cell_takes_its_figure_alone_and_can_be_undone(bench: Bench) -> None:
    bench.blanks.take(bench.presenter.tables.grid, [(1, 3, 1, 3)])
    assert bench.written() == [("main/a/c4=16",)]
    assert bench.view.notice == ("Đã lấy 1 số kỳ trước chuyển sang.", Tone.OK, "Hoàn tác")
    bench.presenter.notice.answered()
    assert bench.figures()["a/c4"] is None


def test_taking_everything_is_one_step(bench: Bench) -> None:
    bench.blanks.take_all()
    assert bench.written() == [("main/a/c4=16", "main/b/c4=0")]
    bench.presenter.undo()
    assert (bench.figures()["a/c4"], bench.figures()["b/c4"]) == (None, None)


def test_input_that_could_not_be_read_is_not_taken_over(bench: Bench) -> None:
    bench.presenter.typed(1, 3, "12a")
    bench.blanks.take_all()
    assert bench.written() == [("main/b/c4=0",)]
    assert bench.text(1, 3) == "12a"


def test_the_offer_to_undo_goes_with_the_next_edit(bench: Bench) -> None:
    bench.blanks.take_all()
    bench.presenter.typed(1, 4, "5")
    assert bench.view.notice == ("", Tone.NEUTRAL, "")
    bench.presenter.notice.answered()
    assert bench.figures() == {"a/c4": "16", "a/c5": "5", "b/c4": "0", "b/c5": None}


def test_where_nothing_is_passed_on_it_is_said_and_nothing_is_written(bench: Bench) -> None:
    bench.blanks.take(bench.presenter.tables.grid, [(1, 4, 1, 4)])
    assert bench.view.notice[0] == "Không có số nào của kỳ trước chuyển sang ô trống ở đây."
    assert bench.desk.saves == []


def test_a_sealed_report_takes_nothing_over() -> None:
    bench = Bench(carrying(NAMES, state=State.SEALED, editable=False))
    assert bench.view.notice[0] == ""
    bench.blanks.take_all()
    bench.blanks.mark_nil(bench.presenter.tables.grid, [A])
    assert bench.desk.saves == []
    assert bench.view.notice[0] == "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước."


# Nothing to report


def test_with_one_cell_selected_every_blank_of_the_table_is_marked_as_one_step() -> None:
    bench = Bench(opened({**NAMES, "main/a/c4": "7"}))
    bench.blanks.mark_nil(bench.presenter.tables.grid, [(1, 3, 1, 3)])
    assert bench.figures() == {"a/c4": "7", "a/c5": "-", "b/c4": "-", "b/c5": "-"}
    assert bench.view.notice == ("Đã ghi “-” (không phát sinh) vào 3 ô trống.", Tone.OK, "Hoàn tác")
    assert len(bench.desk.saves) == 1
    bench.presenter.notice.answered()
    assert bench.figures() == {"a/c4": "7", "a/c5": None, "b/c4": None, "b/c5": None}


def test_with_a_range_selected_only_its_blanks_are_marked() -> None:
    bench = Bench(opened({**NAMES, "main/a/c4": "7"}))
    bench.blanks.mark_nil(bench.presenter.tables.grid, [B])
    assert bench.figures() == {"a/c4": "7", "a/c5": None, "b/c4": "-", "b/c5": "-"}


def test_what_could_not_be_read_is_not_marked_over() -> None:
    bench = Bench(opened(NAMES))
    bench.presenter.typed(1, 3, "12a")
    bench.blanks.mark_nil(bench.presenter.tables.grid, [A])
    assert bench.figures()["a/c4"] is None
    assert bench.presenter.tables.grid.unread["main/a/c4"].text == "12a"


def test_where_last_period_passes_something_on_nothing_is_not_written(bench: Bench) -> None:
    bench.blanks.mark_nil(bench.presenter.tables.grid, [(1, 3, 1, 3)])
    assert bench.figures() == {"a/c4": None, "a/c5": "3", "b/c4": "-", "b/c5": "-"}
    assert bench.view.notice[0] == (
        "Đã ghi “-” (không phát sinh) vào 2 ô trống. 1 ô có số kỳ trước chuyển sang nên chưa ghi."
    )


def test_with_no_blank_left_it_is_said() -> None:
    bench = Bench(opened({**NAMES, **{f"main/{row}/c{n}": "1" for row in "ab" for n in (4, 5)}}))
    bench.blanks.mark_nil(bench.presenter.tables.grid, [A])
    assert bench.view.notice == ("Không còn ô trống nào để ghi “-”.", Tone.NEUTRAL, "")


# What is left


def test_a_check_says_how_many_are_blank_lists_them_by_row_and_marks_them_by_one_button() -> None:
    bench = Bench(opened({**NAMES, "main/a/c4": "7", "main/a/c5": "3", "main/b/c4": "2"}))
    assert bench.presenter.list_findings().lines == []
    bench.presenter.sealing.check()
    assert bench.view.notice == (
        "Số liệu khớp, có thể chốt báo cáo. Còn 1 ô trống ở 1 dòng.",
        Tone.OK,
        "Ghi “-” vào các ô trống",
    )
    (line,) = bench.presenter.list_findings().lines
    assert (line.severity, line.where, line.message) == (Severity.INCOMPLETE, "Hộ tịch", "1 ô trống: (5).")
    bench.presenter.tables.go_to_finding(0)
    assert bench.view.places[-1] == (2, 4)
    bench.presenter.notice.answered()
    assert bench.figures()["b/c5"] == "-"


SEALING = [
    ((BlankAnswer.LOOK, -1), None, []),
    ((BlankAnswer.LOOK, 1), None, []),
    ((BlankAnswer.MARK, -1), "-", []),
    ((BlankAnswer.SEAL, -1), None, ["seal"]),
]


@pytest.mark.parametrize(
    ("answer", "value", "acts"), SEALING, ids=["look again", "go to a row", "mark them", "seal them blank"]
)
def test_sealing_asks_about_blanks_and_never_marks_them_by_itself(
    answer: tuple[BlankAnswer, int], value: str | None, acts: list[str]
) -> None:
    bench = Bench(opened({**NAMES, "main/a/c4": "7"}))
    bench.view.about_blanks = answer
    bench.presenter.sealing.seal()
    assert bench.view.asked == [
        ("Chốt báo cáo này?", "Còn 3 ô trống ở 2 dòng.", "Đất đai: (5)", "Hộ tịch: (4), (5)"),
    ]
    assert (bench.figures()["b/c5"], bench.workspace.acts) == (value, acts)
    if answer[1] >= 0:
        assert bench.view.places[-1] == (2, 3)
