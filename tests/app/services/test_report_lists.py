from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.exchange import EMPTY_DIGEST, Answer, Change, Have, ObligationChange, ReportChange, View
from app.domain.forms.catalogue import find_form
from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.workflow import State
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from app.store.store import Store
from tests.app.store.office import KEY, FakeChance, FakeClock, identity

FORM = "II.06a/VPCP/KSTT"
THREE_OF_FOUR = """
code: F.01
edition: "2026"
title: Biểu có dòng in sẵn
legal_basis: Thông tư thử
senders: [commune]
receivers: {commune: UBND tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    columns:
      - {number: A, title: Nội dung, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Nam}
    rows:
      - {code: "1", title: Một}
      - {code: "2", title: Hai}
    closed:
      - {rows: ["2"], columns: ["2"]}
"""
ME = Person(id="p1", name="Nguyễn Thị Hoa", unit="xa-1", unit_name="Xã Một", role="clerk")
START = int(datetime(2026, 12, 10, 18, 0, tzinfo=UTC).timestamp())
"""The morning of 11/12/2026 in Việt Nam, so thirty days before it is 11/11/2026."""


class Office:
    """A workspace over a real store with the form there."""

    def __init__(self, folder: Path) -> None:
        clock = FakeClock(START)
        self.store = Store.open(folder / "s.db", KEY, clock=clock, chance=FakeChance())
        self.store.enrol(identity("A", "p1"))
        self.shelf = FormShelf(self.store)
        self.form = self.shelf.put(find_form(FORM))
        self.workspace = Workspace(self.store, self.shelf, clock, ME)

    def owe(
        self, period: str, deadline: str, *, withdrawn: bool = False, state: State | None = None, code: str = FORM
    ) -> ReportKey:
        """Central tells an obligation and, with a state, the report as it has it; the report's key."""
        key = ReportKey("xa-1", code, period)
        owed = ObligationChange(
            report=key,
            form=self.form,
            receiver="tinh",
            window_start="2026-06-15",
            window_end="2026-09-14",
            deadline=deadline,
            withdrawn=withdrawn,
        )
        changes: tuple[Change, ...] = (owed,)
        if state is not None:
            report = ReportChange(
                report=key,
                view=View.INNER,
                form=self.form,
                state=state,
                rev=3,
                cells={"main/k1/@row": "V;A;", "main/k1/c2": "Đất đai"},
                author="p1",
                at=START - 100,
            )
            changes = (owed, report)
        self._book(changes)
        return key

    def _book(self, changes: tuple[Change, ...]) -> None:
        self.store.book(
            Answer(
                central_epoch="c1",
                have=Have(epoch="", seq=0, hash=""),
                scope="s",
                results=(),
                results_signature="",
                receipts=(),
                changes=changes,
                cursor="1",
                more=False,
                digest=EMPTY_DIGEST,
                server_time=START,
            )
        )

    def listed(self) -> list[str]:
        """The periods on the work list."""
        return [item.key.period for item in self.workspace.work_list()]

    def next_deadline(self) -> tuple[str, int] | None:
        return self.workspace.sync_status().next_deadline


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("state", "deadline", "listed"),
    [
        (State.ACCEPTED, "2026-11-11", True),
        (State.ACCEPTED, "2026-11-10", False),
        (State.SUBMITTED, "2026-11-10", False),
        (State.SEALED, "2026-11-10", True),
        (State.DRAFT, "2020-01-02", True),
        (None, "2020-01-02", True),
    ],
)
def test_what_was_sent_leaves_the_work_list_thirty_days_after_its_deadline(
    office: Office, state: State | None, deadline: str, listed: bool
) -> None:
    office.owe("2026-Q3", deadline, state=state)
    assert office.listed() == (["2026-Q3"] if listed else [])


def test_a_sent_report_that_still_waits_here_stays_on_the_work_list(office: Office) -> None:
    key = office.owe("2026-Q3", "2020-01-02", state=State.DRAFT)
    edit = CellEdit("main/k1/c4", None, "5")
    office.store.save_edits(key, office.form, [edit], author="p1")
    office.owe("2026-Q3", "2020-01-02", state=State.ACCEPTED)
    assert office.listed() == ["2026-Q3"]
    office.store.freeze()
    assert office.listed() == ["2026-Q3"], "numbered, and not answered yet"


def test_a_report_given_back_is_on_the_work_list_again(office: Office) -> None:
    office.owe("2026-Q3", "2020-01-02", state=State.ACCEPTED)
    assert office.listed() == []
    office.owe("2026-Q3", "2020-01-02", state=State.RETURNED)
    assert office.listed() == ["2026-Q3"]
    assert office.store.check() == []


def test_an_obligation_told_again_rests_where_its_report_does(office: Office) -> None:
    office.owe("2026-Q3", "2020-01-02", state=State.ACCEPTED)
    office.owe("2026-Q3", "2020-01-03")
    assert office.listed() == []
    assert office.store.check() == []


def test_an_obligation_that_is_said_to_rest_and_does_not_is_a_flaw(office: Office) -> None:
    office.owe("2026-Q3", "2020-01-02")
    office.store._database.execute("UPDATE obligation SET rests = 1")
    assert [flaw.code for flaw in office.store.check()] == ["doctor.count"]


def test_the_work_list_is_ordered_by_deadline(office: Office) -> None:
    office.owe("2026-Q4", "2026-12-15")
    office.owe("2026-Q2", "2026-12-13")
    office.owe("2026-Q3", "2026-12-14", withdrawn=True)
    assert office.listed() == ["2026-Q2", "2026-Q4"]


def test_the_next_deadline_is_of_the_first_report_that_is_neither_sent_nor_withdrawn(office: Office) -> None:
    assert office.next_deadline() is None
    office.owe("2026-Q1", "2026-03-16", state=State.ACCEPTED)
    office.owe("2026-Q2", "2026-06-15", withdrawn=True)
    assert office.next_deadline() is None
    office.owe("2026-Q4", "2026-12-15")
    office.owe("2026-Q3", "2026-12-12", state=State.DRAFT)
    assert office.next_deadline() == (FORM, 1)


def test_a_report_that_was_not_begun_asks_for_what_its_form_asks_for(office: Office) -> None:
    office.form = office.shelf.put(load_form(THREE_OF_FOUR, "f01.yaml"))
    office.owe("2026-Q4", "2026-12-15", code="F.01")
    counts = [(item.filled, item.needed, item.errors) for item in office.workspace.work_list()]
    assert counts == [(0, 3, 0)]
    again = [(item.filled, item.needed, item.errors) for item in office.workspace.work_list()]
    assert again == [(0, 3, 0)], "as it was kept"


def test_the_days_of_each_report_are_looked_up_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [office.owe(period, "2026-12-15", state=State.DRAFT) for period in ("2026-Q1", "2026-Q2", "2026-Q3")]
    asked: list[ReportKey] = []
    obligation = office.store.obligation

    def counted(key: ReportKey) -> ObligationChange | None:
        asked.append(key)
        return obligation(key)

    monkeypatch.setattr(office.store, "obligation", counted)
    office.workspace.work_list()
    assert sorted(asked) == keys


def test_an_obligation_of_another_unit_is_not_ours(office: Office) -> None:
    key = office.owe("2026-Q4", "2026-12-15")
    owed = office.store.obligation(key)
    assert owed is not None
    other = replace(owed, report=ReportKey("xa-2", FORM, "2026-Q4"), deadline="2026-12-01")
    office._book((other,))
    assert office.listed() == ["2026-Q4"]
    assert office.next_deadline() == (FORM, 4)
