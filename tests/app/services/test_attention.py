"""What an office is told of conflicts and of the refused tray, and what its decisions do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.conflicts import ClashedCell, Conflict
from app.domain.exchange import DeviceChange, Have, PersonChange, ReportChange, Result, ResultCode, View
from app.domain.operations import CellEdit, Kind, OperationId
from app.domain.workflow import State
from app.errors import StateError
from app.services.views import RefusedCell
from app.store.records import Decision, Keep, Origin
from tests.app.services.test_workspace import GOOD, ME, Q4, START, Office, answer

X, Y = "main/k1/c4", "main/k1/c5"
FILLED = {f"main/k1/{column}": value for column, value in (GOOD | {"c12": "9", "c13": "0"}).items()}
LAN = PersonChange(person="p9", name="Lý Thị Lan", unit="xa-1", role="leader", active=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.store.book(answer(LAN, revision(made, {})))
    yield made
    made.store.close()


def revision(office: Office, cells: dict[str, str], state: State = State.DRAFT, rev: int = 1) -> ReportChange:
    return ReportChange(
        report=Q4,
        view=View.INNER,
        form=office.form,
        state=state,
        rev=rev,
        cells=FILLED | cells,
        author="p9",
        at=START - 60,
    )


def type_over(office: Office, shown: str, value: str) -> None:
    office.workspace.save(Q4, office.form, [CellEdit(X, shown, value)])


def refuse_all(office: Office, code: str = "report.sealed") -> None:
    operations = office.store.freeze()
    results = [Result(id=one.id, hash=one.hash(), code=ResultCode.REFUSED, error=code) for one in operations]
    position = office.store.position()
    have = Have(epoch=position.epoch, seq=position.numbered, hash=position.head)
    office.store.book(replace(answer(), results=tuple(results), have=have))


def test_a_conflict_is_told_with_both_authors_by_name(office: Office) -> None:
    type_over(office, "5", "6")
    office.store.book(answer(revision(office, {X: "8"}, rev=2)))
    (item,) = office.workspace.attention.conflicts()
    assert (item.key, item.address, item.base, item.mine, item.theirs) == (Q4, X, "5", "6", "8")
    assert (item.mine_author, item.mine_at, item.theirs_author, item.theirs_at) == (
        ME.name,
        START,
        "Lý Thị Lan",
        START - 60,
    )


def test_the_base_of_a_conflict_is_told_with_who_wrote_it_where_that_is_known_here(office: Office) -> None:
    type_over(office, "5", "6")
    operations = office.store.freeze()
    results = tuple(Result(id=one.id, hash=one.hash(), code=ResultCode.APPLIED, rev=2) for one in operations)
    position = office.store.position()
    have = Have(epoch=position.epoch, seq=position.numbered, hash=position.head)
    office.store.book(replace(answer(revision(office, {X: "6"}, rev=2)), results=results, have=have))
    type_over(office, "6", "9")
    office.workspace.save(Q4, office.form, [CellEdit(Y, "7", "2")])
    office.store.book(answer(revision(office, {X: "8", Y: "3"}, rev=3)))
    items = office.workspace.attention.conflicts()
    assert [(item.address, item.base, item.base_author, item.base_at) for item in items] == [
        (X, "6", ME.name, START),
        (Y, "7", "", 0),
    ]


def test_a_base_that_came_back_from_central_is_not_laid_at_the_door_of_who_once_typed_the_same(office: Office) -> None:
    office.workspace.save(Q4, office.form, [CellEdit(X, "5", "6"), CellEdit(X, "6", None)])
    lines = [(line.old, line.new) for line in office.workspace.history(Q4, X)]
    assert lines == [("5", "6"), ("6", None)]
    operations = office.store.freeze()
    results = tuple(Result(id=one.id, hash=one.hash(), code=ResultCode.APPLIED, rev=2) for one in operations)
    position = office.store.position()
    have = Have(epoch=position.epoch, seq=position.numbered, hash=position.head)
    office.store.book(replace(answer(revision(office, {X: "6"}, rev=3)), results=results, have=have))
    type_over(office, "6", "9")
    office.store.book(answer(revision(office, {X: "8"}, rev=4)))
    (item,) = office.workspace.attention.conflicts()
    assert (item.base, item.base_author) == ("6", "")


def test_a_row_in_question_is_told_with_what_stands_in_it_on_both_sides(office: Office) -> None:
    shown = dict(office.workspace.open(Q4).cells)
    office.workspace.save(Q4, office.form, [CellEdit(address, value, None) for address, value in shown.items()])
    office.store.book(answer(revision(office, {X: "8"}, rev=2)))
    (item,) = office.workspace.attention.conflicts()
    assert (item.address, item.mine, item.theirs) == ("main/k1/@row", None, "V;A;")
    assert item.mine_row == {}
    assert item.theirs_row == {address: value for address, value in (FILLED | {X: "8"}).items() if "@" not in address}


def test_of_a_cell_that_waits_twice_what_was_typed_unseen_is_decided_first(office: Office) -> None:
    type_over(office, "5", "6")
    office.store.book(answer(revision(office, {X: "8"}, rev=2)))
    type_over(office, "5", "9")
    items = office.workspace.attention.conflicts()
    assert [(item.mine, item.theirs) for item in items] == [("9", "6")]
    (item,) = items
    office.workspace.attention.decide([Decision(conflict=item.id, keep=Keep.MINE, shown="6")], "gõ sau đúng")
    assert [(item.mine, item.theirs) for item in office.workspace.attention.conflicts()] == [("9", "8")]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_decision_without_a_reason_is_not_taken(office: Office, reason: str) -> None:
    type_over(office, "4", "6")
    (item,) = office.workspace.attention.conflicts()
    with pytest.raises(StateError, match=r"report\.reason"):
        office.workspace.attention.decide([Decision(conflict=item.id, keep=Keep.MINE, shown="5")], reason)
    assert office.workspace.attention.conflicts() == [item]


def test_a_decision_is_kept_with_its_reason_under_the_name_of_whoever_decides(office: Office) -> None:
    type_over(office, "4", "6")
    (item,) = office.workspace.attention.conflicts()
    office.workspace.attention.decide([Decision(conflict=item.id, keep=Keep.MINE, shown="5")], " đối chiếu sổ ")
    last = office.workspace.history(Q4, X)[-1]
    assert (last.old, last.new, last.author, last.origin, last.reason) == (
        "5",
        "6",
        ME.id,
        Origin.DECIDED,
        "đối chiếu sổ",
    )


def test_a_refused_edit_is_told_with_what_central_holds(office: Office) -> None:
    office.workspace.save(Q4, office.form, [CellEdit(X, "5", "6"), CellEdit(Y, "7", "9")])
    refuse_all(office)
    type_over(office, "6", "5")
    (item,) = office.workspace.attention.refused()
    assert (item.kind, item.code, item.author, item.at) == ("report.edit", "report.sealed", ME.name, START)
    assert item.cells == (
        RefusedCell(address=X, value="6", central="5", stands=False),
        RefusedCell(address=Y, value="9", central="7", stands=True),
    )
    assert (item.state, item.can_send_again, item.can_ask_unlock) == (State.DRAFT, True, False)
    assert office.workspace.open(Q4).refused == (Y,)


@pytest.mark.parametrize(
    ("state", "again", "ask"),
    [
        (State.DRAFT, True, False),
        (State.RETURNED, True, False),
        (State.SEALED, False, False),
        (State.SUBMITTED, False, True),
        (State.RECEIVED, False, True),
        (State.ACCEPTED, False, True),
    ],
)
def test_what_may_be_done_about_a_refusal_follows_the_reports_state(
    office: Office, state: State, again: bool, ask: bool
) -> None:
    type_over(office, "5", "6")
    refuse_all(office)
    office.store.book(answer(revision(office, {}, state, rev=2)))
    (item,) = office.workspace.attention.refused()
    assert (item.state, item.can_send_again, item.can_ask_unlock) == (state, again, ask)


def test_an_act_is_never_made_again_by_the_program(office: Office) -> None:
    office.store.book(answer(revision(office, {}, State.SUBMITTED, rev=2)))
    office.workspace.reopen(Q4, "sai số")
    refuse_all(office, "report.state")
    (item,) = office.workspace.attention.refused()
    assert (item.kind, item.cells, item.can_send_again) == ("report.reopen", (), False)


def test_a_cell_of_another_edition_does_not_go_again_as_it_is(office: Office) -> None:
    type_over(office, "5", "6")
    refuse_all(office, "cell.other_edition")
    assert [item.can_send_again for item in office.workspace.attention.refused()] == [False]


def test_a_refused_edit_goes_again_and_leaves_the_tray(office: Office) -> None:
    type_over(office, "5", "6")
    refuse_all(office)
    (item,) = office.workspace.attention.refused()
    office.workspace.attention.send_again(item.id)
    assert office.workspace.attention.refused() == []
    assert [(len(pending.cells), pending.in_flight) for pending in office.store.pending()] == [(1, False)]


def test_giving_up_asks_for_a_reason_and_deletes_nothing(office: Office) -> None:
    type_over(office, "5", "6")
    refuse_all(office)
    (item,) = office.workspace.attention.refused()
    with pytest.raises(StateError, match=r"report\.reason"):
        office.workspace.attention.dismiss(item.id, " ")
    office.workspace.attention.dismiss(item.id, "gõ nhầm cột")
    assert office.workspace.attention.refused() == []
    assert office.workspace.open(Q4).cells[X] == "5"
    lines = office.workspace.history(Q4, X)
    assert [(line.old, line.new, line.reason) for line in lines] == [("5", "6", ""), ("6", "5", "gõ nhầm cột")]


def test_asking_to_open_a_report_writes_a_note_that_its_receiver_reads(office: Office) -> None:
    office.store.book(answer(revision(office, {}, State.SUBMITTED, rev=2)))
    office.workspace.attention.ask_unlock(Q4, "Xin mở khóa: sót hai hồ sơ")
    (note,) = office.workspace.notes.of(Q4)
    assert (note.address, note.text, note.shared) == ("", "Xin mở khóa: sót hai hồ sơ", True)
    (pending,) = office.store.pending()
    assert pending.acts == (Kind.COMMENT,)


def test_a_report_that_is_not_with_its_receiver_is_not_asked_about(office: Office) -> None:
    with pytest.raises(StateError, match=r"report\.state"):
        office.workspace.attention.ask_unlock(Q4, "Xin mở khóa: sót hai hồ sơ")


def test_what_waits_on_another_computer_is_told_by_names(office: Office) -> None:
    waits = Conflict(
        report=Q4,
        operation=OperationId("d-9", "e", 3),
        device="d-9",
        author="p9",
        at=START - 300,
        since=START - 120,
        cells=(ClashedCell(address=X, base="5", mine="7", theirs="6", their_author=ME.id, their_at=START - 600),),
    )
    device = DeviceChange(
        device="d-9", unit="xa-1", name="Máy văn thư", person="p9", public_key="0b" * 32, revoked=False
    )
    office.store.book(answer(waits, device))
    (item,) = office.workspace.attention.elsewhere()
    assert (item.owner, item.device, item.theirs_author) == ("Lý Thị Lan", "Máy văn thư", ME.name)
    assert (item.base, item.mine, item.theirs, item.since) == ("5", "7", "6", START - 120)
    assert office.workspace.open(Q4).elsewhere == (item,)


def test_what_a_person_may_do_follows_the_role_that_central_told_last(office: Office) -> None:
    assert Kind.SEAL in office.workspace.open(Q4).may
    office.store.book(answer(PersonChange(person=ME.id, name=ME.name, unit="xa-1", role="administrator", active=True)))
    report = office.workspace.open(Q4)
    assert (report.may, report.editable) == (frozenset({Kind.COMMENT}), False)
