from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.exchange import Change, NoteChange, PersonChange, ReportChange, UnitChange, View
from app.domain.notes import Note, NoteKind
from app.domain.operations import Kind, NoteBody, ReportKey
from app.domain.workflow import State
from app.errors import StateError
from tests.app.services.test_workspace import FORM, ME, Q4, START, Office, answer

X, Y = "main/k1/c4", "main/k1/c5"
BELOW = ReportKey("xa-2", FORM, "2026-Q4")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.store.book(answer(PersonChange(person="p9", name="Lý Thị Hoa", unit="tinh", role="consolidator", active=True)))
    yield made
    made.store.close()


def question(key: ReportKey = Q4, address: str = X, at: int = START - 60, text: str = "Vì sao tăng?") -> NoteChange:
    asked = Note(report=key, kind=NoteKind.QUESTION, address=address, text=text, author="p9", at=at, shared=True)
    return NoteChange(note=asked)


def test_a_note_is_read_back_with_its_author_and_stays_in_the_office(office: Office) -> None:
    office.fill(Q4)
    office.workspace.notes.write(Q4, office.form, X, "  đã đối chiếu \n", shared=False)
    (item,) = office.workspace.notes.of(Q4)
    assert (item.kind, item.address, item.text) == (NoteKind.NOTE, X, "đã đối chiếu")
    assert (item.author, item.office, item.at) == (ME.name, "", START)
    assert (item.shared, item.is_open, item.told) == (False, False, False)


def test_who_writes_from_another_office_is_named_with_it(office: Office) -> None:
    office.fill(Q4)
    office.store.book(answer(question()))
    (item,) = office.workspace.notes.of(Q4)
    assert (item.author, item.office, item.is_open, item.told) == ("Lý Thị Hoa", "Tỉnh Cao Bằng", True, True)


def test_the_newest_note_comes_first(office: Office) -> None:
    office.fill(Q4)
    office.store.book(answer(question(at=START - 60), question(address=Y, at=START - 30)))
    office.workspace.notes.write(Q4, office.form, X, "đã đối chiếu", shared=False)
    assert [item.address for item in office.workspace.notes.of(Q4)] == [X, Y, X]


def test_a_note_goes_to_whom_its_author_was_told(office: Office) -> None:
    office.fill(Q4)
    notes = office.workspace.notes
    notes.write(Q4, office.form, X, "tăng do sáp nhập", shared=True)
    notes.write(Q4, office.form, Y, "hỏi lại chị Hoa", shared=False)
    made = [each.body for each in office.store.freeze() if each.kind is Kind.COMMENT]
    assert made == [
        NoteBody(address=X, text="tăng do sáp nhập", shared=True),
        NoteBody(address=Y, text="hỏi lại chị Hoa"),
    ]


def test_questions_wait_until_the_report_is_sealed(office: Office) -> None:
    office.fill(Q4)
    office.store.book(answer(question()))
    assert [(item.key, item.address) for item in office.workspace.notes.open_questions()] == [(Q4, X)]
    assert office.workspace.seal(Q4).sealed
    assert office.workspace.notes.open_questions() == []
    (item,) = office.workspace.notes.of(Q4)
    assert not item.is_open


# What a receiver does


def received(office: Office, state: State = State.SUBMITTED, rev: int = 3) -> Change:
    return ReportChange(
        report=BELOW, view=View.UPWARD, form=office.form, state=state, rev=rev, cells={X: "1"}, author="p2", at=START
    )


@pytest.fixture
def above(office: Office) -> Office:
    unit = UnitChange(unit="xa-2", code="2", name="Xã Hai", level="commune", parent="xa-1", valid_from="", valid_to="")
    office.store.book(answer(unit, received(office)))
    return office


def state(office: Office) -> State | None:
    return office.store.report_state(BELOW, View.UPWARD)


def test_a_report_is_taken_in_and_accepted(above: Office) -> None:
    above.workspace.reviewing.receive(BELOW)
    assert state(above) is State.RECEIVED
    above.workspace.reviewing.accept(BELOW)
    assert state(above) is State.ACCEPTED
    assert [operation.kind for operation in above.store.freeze()] == [Kind.RECEIVE, Kind.ACCEPT]


def test_a_report_is_given_back_with_a_question_in_each_pinned_cell_once(above: Office) -> None:
    above.workspace.reviewing.give_back(BELOW, " Vì sao tăng? ", (Y, X, X))
    assert state(above) is State.RETURNED
    asked = {(item.address, item.text, item.is_open) for item in above.workspace.notes.of(BELOW, View.UPWARD)}
    assert asked == {(X, "Vì sao tăng?", True), (Y, "Vì sao tăng?", True)}
    assert above.workspace.notes.open_questions() == []  # they are not this office's to answer


def test_a_report_is_not_given_back_without_a_reason(above: Office) -> None:
    with pytest.raises(StateError) as caught:
        above.workspace.reviewing.give_back(BELOW, "  ", (X,))
    assert caught.value.code == "report.reason"
    assert state(above) is State.SUBMITTED


def test_what_a_receiver_writes_is_for_both(above: Office) -> None:
    above.workspace.notes.write(BELOW, above.form, X, "xem lại", View.UPWARD, shared=False)
    (item,) = above.workspace.notes.of(BELOW, View.UPWARD)
    assert item.shared


def test_the_work_list_and_the_status_tell_of_what_is_asked(office: Office) -> None:
    office.fill(Q4)
    office.store.book(answer(question(at=START - 90), question(address=Y, text="Vì sao giảm?")))
    asked = {item.key: item.question for item in office.workspace.work_list()}
    assert asked[Q4] == "Vì sao tăng?"
    assert office.workspace.sync_status().questions == 2
    assert office.workspace.seal(Q4).sealed
    assert office.workspace.sync_status().questions == 0
