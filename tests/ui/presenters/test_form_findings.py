"""Findings of the open form: walked from table to table, explained, and read-only once the report is closed."""

from __future__ import annotations

from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.relations.sheet import Sheet
from app.domain.workflow import State
from app.services.views import OpenReport
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter

FORM = unpack_form(
    pack_form(
        load_form(
            """
code: HB/1
edition: "2026"
title: Biểu hai bảng
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    title: Bảng một
    rows: [{code: "1", title: Đất đai}, {code: "2", title: Hộ tịch}]
    lines: [{code: ho, title: Hộ}, {code: khau, title: Khẩu}]
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Quá hạn}
    relations:
      - {printed: "2<=1", severity: explain}
  more:
    title: Bảng hai
    rows: [{code: "1", title: Môi trường}]
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Quá hạn}
    relations:
      - {printed: "2<=1"}
""",
            "hb.yaml",
        )
    )
)
CELLS = {"main/r1.ho/c2": "3", "main/r1.ho/c1": "1", "main/r2.khau/c2": "2", "main/r2.khau/c1": "1"}
CELLS |= {"more/r1/c1": "1", "more/r1/c2": "4"}
FIRST, SECOND, THIRD = "main/r1.ho/c2", "main/r2.khau/c2", "more/r1/c2"


class Bench:
    def __init__(self, report: OpenReport) -> None:
        self.view = RecordingFormView()
        desk = FakeDesk(FakeWorkspace(report=report))
        self.presenter = FormPresenter(self.view, desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()

    def walk(self, step: int) -> str:
        """The cell that the cursor comes to."""
        self.presenter.tables.next_finding(step)
        place = self.view.places[-1]
        self.presenter.moved_to(*place)
        return self.presenter.tables.grid.address_at(*place)


def two_tables(cells: dict[str, str], **more) -> OpenReport:  # type: ignore[no-untyped-def]  # fields of OpenReport
    return opened(cells, form=FORM, sheet=Sheet(FORM, cells), **more)


def reason_key() -> str:
    return next(one.key for one in Sheet(FORM, CELLS).findings() if one.cells[0] == FIRST)


def test_findings_are_walked_through_every_table_and_round() -> None:
    bench = Bench(two_tables(CELLS))
    bench.presenter.moved_to(0, 1)
    assert [bench.walk(1) for _ in range(4)] == [FIRST, SECOND, THIRD, FIRST]
    assert [bench.walk(-1) for _ in range(2)] == [THIRD, SECOND]


def test_what_is_explained_is_walked_past() -> None:
    bench = Bench(two_tables({**CELLS, f"@reason/{reason_key()}": "Hồ sơ tồn"}))
    bench.presenter.moved_to(0, 1)
    assert [bench.walk(1) for _ in range(3)] == [SECOND, THIRD, SECOND]


def test_a_line_of_a_row_is_named_with_its_row() -> None:
    bench = Bench(two_tables(CELLS))
    assert [(line.where, line.message) for line in bench.presenter.list_findings().lines] == [
        ("Môi trường · (2)", "(2) = 4 nhưng không được lớn hơn (1) = 1, lệch 3."),
        ("Đất đai · Hộ · (2)", "(2) = 3 nhưng không được lớn hơn (1) = 1, lệch 2."),
        ("Hộ tịch · Khẩu · (2)", "(2) = 2 nhưng không được lớn hơn (1) = 1, lệch 1."),
    ]


def test_the_reason_wanted_is_that_of_the_cell_else_the_first_unwritten_one() -> None:
    bench = Bench(two_tables({**CELLS, f"@reason/{reason_key()}": "Hồ sơ tồn"}))
    bench.presenter.list_findings()
    bench.presenter.moved_to(*bench.presenter.tables.grid.places[FIRST])
    assert bench.presenter.finding_to_explain() == 1
    bench.presenter.moved_to(0, 1)
    assert bench.presenter.finding_to_explain() == 2


def test_a_closed_report_shows_its_reasons_and_takes_none() -> None:
    cells = {**CELLS, f"@reason/{reason_key()}": "Hồ sơ tồn"}
    bench = Bench(two_tables(cells, state=State.SEALED, editable=False))
    line = bench.presenter.list_findings().lines[1]
    assert (line.reason, line.takes_reason) == ("Hồ sơ tồn", False)
    assert bench.presenter.finding_to_explain() == -1
