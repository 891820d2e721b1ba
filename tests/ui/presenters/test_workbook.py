"""The open form's Excel: what is asked, taken as one step, refused, and left alone after the page has gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.documents.placed import Paper
from app.domain.exchange import View
from app.domain.forms.loading import load_form
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.services.views import OpenReport
from app.services.workbooks import Prepared
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter
from ui.presenters.phrases import Tone
from ui.presenters.workbook import WorkbookPresenter, file_name
from ui.presenters.workbook_words import ChangeQuestion, ProblemList

CELLS = {"main/k1/@row": "V;A;", "main/k1/c2": "Đất đai", "main/k1/c4": "5", "main/k1/c5": "2"}


class FakeWorkbooks:
    """Prepares the report of a fake workspace."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def prepared(self, key: ReportKey, view: View = View.INNER) -> Prepared:
        report = self._workspace.report
        assert report is not None
        return Prepared(
            paper=Paper(
                key=key,
                form=report.form,
                sheet=report.sheet,
                unit_name="UBND xã Hòa Bình",
                receiver_name="Tỉnh",
                period_title=report.period_title,
                window=None,
                is_draft=True,
                made_at=datetime.fromisoformat("2026-06-14T14:02:00+07:00"),
            ),
            cells=dict(report.sheet.cells()),
            around=None,
            editable=report.editable,
            rev=0,
            device="d-1",
            device_key=lambda: "11" * 32,
        )


class FakeErrands:
    """Runs at once, or when told to."""

    def __init__(self) -> None:
        self.held = False
        self.waiting: list[Callable[[], None]] = []

    def run(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]  # the port's generics
        def act() -> None:
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - the port answers with whatever went wrong
                failed(error)
            else:
                done(answer)

        self.waiting.append(act) if self.held else act()


@dataclass
class RecordingView:
    """Answers what it was told to, and remembers what it was shown."""

    path: Path | None
    taken: Collection[int] | None = None
    meanwhile: Callable[[], None] = lambda: None
    names: list[str] = field(default_factory=list)
    busy: list[tuple[str, bool]] = field(default_factory=list)
    outcomes: list[tuple[str, Tone, Path | None]] = field(default_factory=list)
    questions: list[ChangeQuestion] = field(default_factory=list)
    problems: list[ProblemList] = field(default_factory=list)

    def ask_where_to_write(self, name: str) -> Path | None:
        self.names.append(name)
        return self.path

    def ask_what_to_read(self) -> Path | None:
        return self.path

    def show_busy(self, text: str, *, can_stop: bool) -> None:
        self.busy.append((text, can_stop))

    def show_outcome(self, text: str, tone: Tone, file: Path | None = None) -> None:
        self.outcomes.append((text, tone, file))

    def ask_changes(self, question: ChangeQuestion) -> Collection[int] | None:
        self.questions.append(question)
        self.meanwhile()
        return self.taken

    def show_problems(self, problems: ProblemList) -> None:
        self.problems.append(problems)


class Table:
    """A presenter at work."""

    def __init__(self, path: Path, report: OpenReport) -> None:
        workspace = FakeWorkspace(report)
        workspace.workbooks = FakeWorkbooks(workspace)  # type: ignore[attr-defined]  # what this presenter asks for
        self.desk, self.errands = FakeDesk(workspace), FakeErrands()
        self.form = FormPresenter(RecordingFormView(), self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.form.start()
        self.view = RecordingView(path)
        self.presenter = WorkbookPresenter(
            self.view, self.desk, self.errands, self.form, seen=View.INNER, chance=CountingChance()
        )

    def held(self, address: str) -> str | None:
        assert self.form.report is not None
        return self.form.report.sheet.cells().get(address)

    def twin(self, **cells: object) -> None:
        """Export, and type into the file."""
        self.presenter.export_twin()
        assert self.view.path is not None
        book = openpyxl.load_workbook(self.view.path)
        for place, value in cells.items():
            book.worksheets[0][place].value = value
        book.save(self.view.path)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    return Table(tmp_path / "t.xlsx", opened(CELLS))


def row_of(table: Table) -> int:
    assert table.view.path is not None
    sheet = openpyxl.load_workbook(table.view.path).worksheets[0]
    return next(cell.row for cell in sheet["B"] if cell.value == "Đất đai")


def test_an_export_offers_a_name_says_what_it_does_and_where_it_went(table: Table) -> None:
    table.presenter.export_paper()
    path = table.view.path
    assert table.view.names == ["X-1 Quý II-2026.xlsx"]
    assert table.view.busy == [("Đang ghi tệp Excel…", False)]
    assert table.view.outcomes == [("Đã xuất ra “t.xlsx”.", Tone.OK, path)]
    assert path is not None
    assert path.exists()


def test_a_file_name_holds_nothing_a_file_system_refuses(table: Table) -> None:
    assert table.form.report is not None
    assert file_name(table.form.report) == "X-1 Quý II-2026"


def test_a_form_with_input_that_was_not_read_is_not_exported(table: Table) -> None:
    table.form.typed(1, 3, "năm")
    table.presenter.export_paper()
    assert table.view.outcomes == [("Có ô chưa đọc được số. Sửa ô có dấu đỏ rồi xuất.", Tone.ATTENTION, None)]
    assert table.view.names == []


def test_accepted_changes_are_one_step_that_undo_takes_back(table: Table) -> None:
    table.twin()
    row = row_of(table)
    table.twin(**{f"D{row}": 8, f"E{row}": 4})
    table.view.taken = {0, 1}
    table.presenter.bring_in()
    (question,) = table.view.questions
    assert [(line.row, line.column, line.now, line.new) for line in question.lines] == [
        ("Đất đai", "(4)", "5", "8"),
        ("Đất đai", "(5)", "2", "4"),
    ]
    assert (table.held("main/k1/c4"), table.held("main/k1/c5")) == ("8", "4")
    assert table.view.outcomes[-1] == ("Đã lấy 2 ô từ Excel. Ctrl+Z để hoàn tác.", Tone.OK, None)
    table.form.undo()
    assert (table.held("main/k1/c4"), table.held("main/k1/c5")) == ("5", "2")


def test_only_the_lines_chosen_are_taken(table: Table) -> None:
    table.twin()
    row = row_of(table)
    table.twin(**{f"D{row}": 8, f"E{row}": 4})
    table.view.taken = {1}
    table.presenter.bring_in()
    assert (table.held("main/k1/c4"), table.held("main/k1/c5")) == ("5", "4")


def test_nothing_is_written_over_a_figure_that_came_while_the_list_was_looked_at(table: Table) -> None:
    table.twin()
    table.twin(**{f"D{row_of(table)}": 8})
    table.view.taken = {0}
    table.view.meanwhile = lambda: table.form.editing.write({"main/k1/c4": "6"})
    table.presenter.bring_in()
    assert table.held("main/k1/c4") == "6"
    assert table.view.outcomes[-1][1] is Tone.ATTENTION


def test_a_file_with_a_problem_is_listed_and_nothing_is_asked(table: Table) -> None:
    table.twin(A1="khác")
    table.presenter.bring_in()
    (problems,) = table.view.problems
    assert [(line.place, line.what) for line in problems.lines] == [
        ("X-1, A1", "Ô khóa đã bị sửa: trước là “Biểu số: X/1”, nay là “khác”.")
    ]
    assert table.view.questions == []


def test_a_file_that_says_nothing_new_is_said_so(table: Table) -> None:
    table.twin()
    table.presenter.bring_in()
    assert table.view.outcomes[-1] == ("“t.xlsx” không có ô nào khác báo cáo.", Tone.INFO, None)


def test_a_file_that_is_no_workbook_says_what_to_do(table: Table) -> None:
    assert table.view.path is not None
    table.view.path.write_bytes(b"%PDF-1.7 some text")
    table.presenter.bring_in()
    text, tone, _ = table.view.outcomes[-1]
    assert (text.endswith("lưu lại kiểu Excel Workbook (.xlsx)."), tone) == (True, Tone.ERROR)


def test_reading_can_be_stopped(table: Table) -> None:
    table.twin()
    table.errands.held = True
    table.presenter.bring_in()
    assert table.view.busy[-1] == ("Đang đọc “t.xlsx”…", True)
    table.presenter.stop()
    table.errands.waiting.pop()()
    assert table.view.outcomes[-1] == ("Đã dừng đọc tệp. Không có số liệu nào bị thay đổi.", Tone.INFO, None)


def test_one_thing_goes_on_at_a_time(table: Table) -> None:
    table.errands.held = True
    table.presenter.export_paper()
    table.presenter.export_paper()
    assert len(table.view.names) == 1


def test_a_page_that_has_gone_shows_nothing_of_what_ends_later(table: Table) -> None:
    table.errands.held = True
    table.presenter.export_paper()
    table.presenter.close()
    table.errands.waiting.pop()()
    assert table.view.outcomes == []


def test_a_sealed_report_takes_no_figures(tmp_path: Path) -> None:
    table = Table(tmp_path / "t.xlsx", opened(CELLS, editable=False))
    table.presenter.bring_in()
    assert table.view.outcomes[-1][0].startswith("Báo cáo đã chốt nên không nhận số liệu.")
    assert not table.presenter.can_fill


def test_a_form_of_words_only_is_exported_to_print_and_offers_no_workbook_to_fill(tmp_path: Path) -> None:
    form = load_form(
        """
code: LV/1
edition: "2026"
title: Báo cáo tình hình
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
sections: [{key: course, title: I. Tình hình}]
""",
        "lv.yaml",
    )
    table = Table(tmp_path / "t.xlsx", opened({}, form=form, sheet=Sheet(form, {})))
    assert table.presenter.can_export
    assert not table.presenter.can_fill
    table.presenter.export_twin()
    assert table.view.names == []
    assert table.view.outcomes[-1][0].startswith("Biểu này chỉ có lời văn")
    table.presenter.export_paper()
    assert table.view.outcomes[-1][1:] == (Tone.OK, tmp_path / "t.xlsx")
