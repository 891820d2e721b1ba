from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.exchange import (
    EMPTY_DIGEST,
    Answer,
    Change,
    Have,
    ObligationChange,
    Receipt,
    ReceiptKind,
    ReportChange,
    UnitChange,
    View,
)
from app.domain.forms.catalogue import find_form
from app.domain.forms.loading import load_form
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.windows import Window
from app.domain.workflow import State
from app.errors import FormError, StateError
from app.services.forms import FormShelf
from app.services.views import Light, Person, SyncMark
from app.services.workspace import Workspace
from app.store.store import Store
from tests.app.store.office import KEY, FakeChance, FakeClock, identity

FORM = "II.06a/VPCP/KSTT"
Q3, Q4 = ReportKey("xa-1", FORM, "2026-Q3"), ReportKey("xa-1", FORM, "2026-Q4")
START = int(datetime(2026, 12, 10, 18, 0, tzinfo=UTC).timestamp())
ME = Person(id="p1", name="Nguyễn Thị Hoa", unit="xa-1", unit_name="Xã Một", role="clerk")
GOOD = {"@row": "V;A;", "c2": "Đất đai", "c4": "5", "c5": "7", "c6": "0", "c8": "1", "c9": "2", "c10": "0"}


def owed(key: ReportKey, form: str, start: str, end: str, deadline: str, **more: object) -> ObligationChange:
    known = ObligationChange(
        report=key,
        form=form,
        receiver="tinh",
        window_start=start,
        window_end=end,
        deadline=deadline,
        withdrawn=False,
    )
    return replace(known, **more)  # type: ignore[arg-type]  # fields of many types


def answer(*changes: Change, receipts: tuple[Receipt, ...] = ()) -> Answer:
    return Answer(
        central_epoch="c1",
        have=Have(epoch="", seq=0, hash=""),
        scope="s",
        results=(),
        results_signature="",
        receipts=receipts,
        changes=changes,
        cursor="1",
        more=False,
        digest=EMPTY_DIGEST,
        server_time=START,
    )


class Office:
    """A workspace over a real store, with the form and two obligations there."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(START)
        self.store = Store.open(folder / "s.db", KEY, clock=self.clock, chance=FakeChance())
        self.store.enrol(identity("A", "p1"))
        self.shelf = FormShelf(self.store)
        self.form = self.shelf.put(find_form(FORM))
        self.workspace = Workspace(self.store, self.shelf, self.clock, ME)
        self.store.book(
            answer(
                owed(Q3, self.form, "2026-06-15", "2026-09-14", "2026-09-15"),
                owed(Q4, self.form, "2026-09-15", "2026-12-14", "2026-12-15"),
                UnitChange(
                    unit="tinh",
                    code="04",
                    name="Tỉnh Cao Bằng",
                    level="province",
                    parent="",
                    valid_from="",
                    valid_to="",
                ),
            )
        )

    def fill(self, key: ReportKey, row: str = "k1", **other: str) -> None:
        cells = GOOD | {"c12": "9", "c13": "0"} | other
        shown = self.workspace.open(key).cells
        edits = [CellEdit(f"main/{row}/{column}", shown.get(f"main/{row}/{column}"), v) for column, v in cells.items()]
        outcome = self.workspace.save(key, self.form, edits)
        assert outcome.clashes == ()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


def test_the_work_list_shows_what_is_owed_by_deadline_before_anything_is_typed(office: Office) -> None:
    items = office.workspace.work_list()
    assert [(item.key, item.days_left, item.late, item.state, item.sync) for item in items] == [
        (Q3, -87, True, State.DRAFT, SyncMark.NONE),
        (Q4, 4, False, State.DRAFT, SyncMark.NONE),
    ]
    assert items[1].period_title == "Quý IV/2026"
    assert items[1].window == Window(start=date(2026, 9, 15), end=date(2026, 12, 14))
    assert items[1].receiver_name == "Tỉnh Cao Bằng"
    assert (items[1].filled, items[1].needed, items[1].errors) == (0, 0, 0)


def test_today_is_the_day_it_is_in_viet_nam(office: Office) -> None:
    assert office.workspace.work_list()[1].days_left == (date(2026, 12, 15) - date(2026, 12, 11)).days


def test_the_work_list_counts_figures_and_errors_and_keeps_the_count(office: Office) -> None:
    office.fill(Q4, c12="8")
    item = office.workspace.work_list()[1]
    assert (item.filled, item.needed, item.errors, item.sync) == (8, 8, 2, SyncMark.WAITING)
    summary = office.store.summaries([Q4]).get(Q4)
    assert summary is not None
    assert (summary.filled, summary.needed, summary.errors) == (8, 8, 2)
    office.workspace.save(Q4, office.form, [CellEdit("main/k1/c12", "8", "9")])
    assert office.workspace.work_list()[1].errors == 0


def test_a_withdrawn_obligation_is_not_on_the_list(office: Office) -> None:
    office.store.book(answer(owed(Q3, office.form, "2026-06-15", "2026-09-14", "2026-09-15", withdrawn=True)))
    assert [item.key for item in office.workspace.work_list()] == [Q4]


def test_an_owed_report_opens_blank_and_one_that_nobody_owes_is_unknown(office: Office) -> None:
    opened = office.workspace.open(Q4)
    assert (opened.editable, dict(opened.cells), opened.deadline) == (True, {}, date(2026, 12, 15))
    assert opened.form_title.startswith("Tình hình, kết quả giải quyết thủ tục hành chính")
    with pytest.raises(StateError, match=r"report\.unknown"):
        office.workspace.open(Q4._replace(period="2025-Q4"))


def test_a_form_that_is_not_here_yet_is_named_and_the_list_still_works(office: Office) -> None:
    other = ReportKey("xa-1", "01/TCD", "2026-Q4")
    office.store.book(answer(owed(other, "e" * 64, "2026-09-15", "2026-12-14", "2026-12-16")))
    assert [item.form_title == "" for item in office.workspace.work_list()] == [False, False, True]
    with pytest.raises(FormError, match=r"form\.missing"):
        office.workspace.open(other)


def test_what_is_saved_opens_again_calculated(office: Office) -> None:
    office.fill(Q4)
    opened = office.workspace.open(Q4)
    assert opened.sheet.value("main/k1/c3") == "12"
    assert opened.sheet.value("main/total/c11") == "9"
    assert opened.last_saved_at == START


def test_sealing_is_stopped_by_errors_and_says_which(office: Office) -> None:
    office.fill(Q4, c12="8")
    outcome = office.workspace.seal(Q4)
    assert not outcome.sealed
    assert [(finding.code, finding.column) for finding in outcome.findings] == [
        ("relation.unequal", "main/k1/c3"),
        ("relation.unequal", "main/total/c3"),
    ]
    assert office.workspace.open(Q4).state is State.DRAFT


def test_a_sealed_report_is_read_only_goes_up_and_comes_back_with_a_reason(office: Office) -> None:
    office.fill(Q4)
    assert office.workspace.seal(Q4).sealed
    assert not office.workspace.open(Q4).editable
    with pytest.raises(StateError, match=r"report\.sealed"):
        office.workspace.save(Q4, office.form, [CellEdit("main/k1/c4", "5", "6")])
    office.workspace.submit(Q4)
    assert office.workspace.work_list()[1].state is State.SUBMITTED
    with pytest.raises(StateError, match=r"report\.reason"):
        office.workspace.reopen(Q4, "  ")
    office.workspace.reopen(Q4, "nhập thiếu một hồ sơ")
    assert office.workspace.open(Q4).editable
    kinds = [operation.kind for operation in office.store.freeze()]
    assert kinds == [Kind.EDIT, Kind.SEAL, Kind.SUBMIT, Kind.REOPEN]
    assert office.store.check() == []


def test_a_route_that_asks_for_a_signature_does_not_send_without_one(office: Office) -> None:
    office.store.book(answer(owed(Q4, office.form, "2026-09-15", "2026-12-14", "2026-12-15", route=("sign",))))
    office.fill(Q4)
    office.workspace.seal(Q4)
    with pytest.raises(StateError, match=r"report\.unsigned"):
        office.workspace.submit(Q4)


def test_last_periods_figures_stand_beside_and_its_rows_start_the_new_report(office: Office) -> None:
    office.fill(Q3)
    opened = office.workspace.open(Q4)
    assert opened.previous is not None
    assert opened.previous["main/k1/c12"] == "9"
    start = office.workspace.first_rows.of_last_period(Q4)
    assert start == (CellEdit("main/k1/@row", None, "V;A;"), CellEdit("main/k1/c2", None, "Đất đai"))
    office.workspace.save(Q4, office.form, start)
    assert office.workspace.first_rows.of_last_period(Q4) == ()
    assert office.workspace.first_rows.of_last_period(Q3) == ()


CATALOGUE = """
code: DM.01
edition: "2026"
title: Biểu có danh mục
legal_basis: Biểu để thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 2}}
tables:
  main:
    columns:
      - {number: A, title: Dịch vụ, type: label}
      - {number: 1, title: Số lượt}
    rows:
      kind: catalogue
      items:
        - {code: "01", title: Đất đai}
        - {code: "02", title: Đấu thầu}
"""


def test_last_periods_chosen_rows_start_the_new_report_too(office: Office) -> None:
    form = office.shelf.put(load_form(CATALOGUE, "dm.yaml"))
    before, now = (Q3._replace(form="DM.01"), Q4._replace(form="DM.01"))
    office.store.book(
        answer(
            owed(before, form, "2026-06-15", "2026-09-14", "2026-09-15"),
            owed(now, form, "2026-09-15", "2026-12-14", "2026-12-15"),
        )
    )
    rows = [CellEdit("main/r01/@row", None, "V;;"), CellEdit("main/r01/c1", None, "5")]
    office.workspace.save(before, form, rows)
    start = office.workspace.first_rows.of_last_period(now)
    assert start == (CellEdit("main/r01/@row", None, "V;;"),)
    office.workspace.save(now, form, start)
    assert office.workspace.first_rows.of_last_period(now) == ()


def test_an_offered_start_is_shown_and_written_in_only_when_it_is_named(office: Office) -> None:
    office.fill(Q3)
    office.fill(Q4, c6="9", c9="11")
    office.workspace.save(Q4, office.form, [CellEdit("main/k1/c6", "9", None)])
    assert office.workspace.open(Q4).offered == {"main/k1/c6": "9"}
    assert office.workspace.seal(Q4, bring=("main/k1/c6",)).sealed
    seal = next(operation for operation in office.store.freeze() if operation.kind is Kind.SEAL)
    assert isinstance(seal.body, ActBody)
    assert seal.body.brought == (CellEdit("main/k1/c6", None, "9"),)
    assert office.workspace.open(Q4).cells["main/k1/c6"] == "9"
    assert [line.origin.value for line in office.workspace.history(Q4, "main/k1/c6")] == ["typed", "typed", "brought"]
    assert office.store.check() == []


def test_a_cell_of_a_row_that_was_removed_meanwhile_is_a_clash(office: Office) -> None:
    office.fill(Q4)
    cells = office.workspace.open(Q4).cells
    edits = [CellEdit(address, value, None) for address, value in cells.items()]
    office.workspace.save(Q4, office.form, edits)
    outcome = office.workspace.save(Q4, office.form, [CellEdit("main/k1/c13", None, "4")])
    assert outcome.clashes == ("main/k1/c13",)
    assert office.workspace.open(Q4).cells == {}


def test_a_group_of_saves_shares_a_commit_and_one_that_may_not_be_stops_none(office: Office) -> None:
    office.fill(Q3)
    office.workspace.seal(Q3)
    outcomes = office.workspace.save_all(
        [
            (Q3, office.form, [CellEdit("main/k1/c4", "5", "6")]),
            (Q4, office.form, [CellEdit("main/k1/@row", None, "V;A;"), CellEdit("main/k1/c4", None, "1")]),
        ]
    )
    assert isinstance(outcomes[0], StateError)
    assert outcomes[0].code == "report.sealed"
    assert office.workspace.open(Q4).cells == {"main/k1/@row": "V;A;", "main/k1/c4": "1"}


def test_reports_of_the_offices_below_are_listed_with_their_names_and_open_read_only(office: Office) -> None:
    below = ReportKey("xa-2", FORM, "2026-Q4")
    office.store.book(
        answer(
            UnitChange(
                unit="xa-2", code="00002", name="Xã Hai", level="commune", parent="xa-1", valid_from="", valid_to=""
            ),
            ReportChange(
                report=below,
                view=View.UPWARD,
                form=office.form,
                state=State.SUBMITTED,
                rev=4,
                cells={"main/k1/@row": "V;A;", "main/k1/c4": "3"},
                author="p9",
                at=START - 50,
            ),
        )
    )
    assert [(row.key, row.unit_name, row.state) for row in office.workspace.received()] == [
        (below, "Xã Hai", State.SUBMITTED)
    ]
    assert office.workspace.reports() == []
    opened = office.workspace.open(below, View.UPWARD)
    assert (opened.editable, opened.sheet.value("main/k1/c3")) == (False, "3")


def test_a_late_receipt_marks_the_report_late_whatever_its_state(office: Office) -> None:
    office.fill(Q4)
    late = Receipt(
        kind=ReceiptKind.SUBMISSION,
        report=Q4,
        content="0" * 64,
        device="A",
        epoch="e",
        seq=3,
        rev=3,
        sealed_at=START,
        received_at=START + 10**6,
        deadline="2026-12-15",
        late=True,
        central="0" * 16,
        signature="1" * 128,
    )
    office.store.book(answer(receipts=(late,)))
    assert [item.late for item in office.workspace.work_list() if item.key == Q4] == [True]
    assert office.workspace.receipts() == [late]


def test_the_light_turns_amber_when_something_is_typed_and_grey_with_time(office: Office) -> None:
    status = office.workspace.sync_status()
    assert (status.light, status.at, status.next_deadline) == (Light.GREEN, START, (FORM, -87))
    office.fill(Q4)
    status = office.workspace.sync_status()
    assert (status.light, status.code, status.waiting) == (Light.AMBER, "light.waiting", 1)
    office.clock.advance(901)
    assert office.workspace.sync_status().light is Light.GREY


def test_what_waits_is_named_report_by_report(office: Office) -> None:
    office.fill(Q4)
    office.workspace.seal(Q4)
    office.workspace.submit(Q4)
    assert [(row.key, row.cells, row.acts, row.in_flight) for row in office.workspace.waiting()] == [
        (Q4, 9, ("report.seal", "report.submit"), True)
    ]
