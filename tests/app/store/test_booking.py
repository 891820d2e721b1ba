"""What central answers is booked: results, rows of the feed, conflicts and refusals, one rule at a time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.exchange import (
    FormChange,
    PersonChange,
    ReportChange,
    Result,
    ResultCode,
    TheirCell,
    View,
)
from app.domain.operations import (
    ActBody,
    CellEdit,
    EditBody,
    Kind,
    NoteBody,
    OperationId,
    ReportKey,
)
from app.domain.workflow import State
from app.errors import StateError, StoreError
from app.store import restores
from tests.app.store.office import FORM, REPORT, Central, Computer, Make, edits, exchange, send, settle

X, Y = "main/r1/c1", "main/r1/c2"
HEAD, IN_ROW = "main/k1/@row", "main/k1/c3"


def test_central_and_our_own_device_alone_are_listened_to(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    foreign = replace(answer.results[0], id=OperationId("B", answer.results[0].id.epoch, 1))
    booked = a.store.book(replace(answer, results=(foreign,), changes=()))
    assert (booked.applied, booked.unmatched, a.store.light_facts().in_flight) == (0, (), 1)


def test_a_result_that_central_could_not_read_leaves_the_operation_in_flight(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    unread = replace(answer.results[0], code=ResultCode.UNREADABLE)
    booked = a.store.book(replace(answer, results=(unread,), changes=()))
    assert booked.unreadable == (unread.id,)
    assert a.store.light_facts().in_flight == 1
    assert exchange(a, central).applied == 1


def test_a_result_booked_twice_counts_once(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    answer = send(a, central)
    assert [a.store.book(answer).applied, a.store.book(answer).applied] == [1, 0]


def test_an_unknown_kind_of_row_is_counted_and_stops_nothing(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    exchange(b, central)
    answer = central.answer(a)
    booked = a.store.book(replace(answer, changes=("weather", *answer.changes)))  # type: ignore[arg-type]  # from the future
    assert (booked.unknown_changes, booked.changes, a.value(X)) == (1, 1, "1")


def test_a_newer_program_reads_again_what_an_older_one_passed_over(
    computer: Make, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = computer("A")
    a.type(("main/r1/c1", "5"))
    exchange(a, central)
    a.store.book(replace(central.answer(a), unknown_changes=1))
    cursor = a.store.position().cursor
    a.reopen()
    assert a.store.position().cursor == cursor != ""
    monkeypatch.setattr(restores, "KNOWN_CHANGES", "one more")
    a.reopen()
    assert a.store.position().cursor == ""
    a.store.book(central.answer(a))
    a.reopen()
    assert a.store.position().cursor == cursor


def test_a_report_of_a_form_that_is_not_here_is_kept(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "1"))
    exchange(b, central)
    exchange(a, central)
    assert a.store.form_package(FORM) is None
    assert a.mine() == {X: "1"}
    a.store.book(replace(central.answer(a), changes=(FormChange(hash=FORM, package=b"package"),)))
    assert a.store.form_package(FORM) == b"package"


def test_a_page_that_fails_in_the_middle_is_not_booked_at_all(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((Y, "2"))
    b.type((X, "1"))
    exchange(b, central)
    answer = send(a, central)
    broken = PersonChange(person="p", name=None, unit="u", role="clerk", active=True)  # type: ignore[arg-type]  # planted
    before = (a.store.position(), a.mine(), a.store.light_facts())
    with pytest.raises(StoreError):
        a.store.book(replace(answer, changes=(*answer.changes, broken)))
    assert (a.store.position(), a.mine(), a.store.light_facts()) == before
    a.store.book(answer)
    assert a.mine() == {X: "1", Y: "2"}
    a.sound()


def test_a_value_that_central_replaced_keeps_its_history_here(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    b.type((X, "2"))
    settle(central, b, a)
    assert [(line.old, line.new, line.author, line.origin.value) for line in a.store.history(REPORT, X)] == [
        (None, "1", "người-A", "typed"),
        ("1", "2", "người-B", "merged"),
    ]


def test_a_conflict_waits_for_the_feed_and_holds_numbering_and_sealing_until_then(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"), (Y, "2"))
    answer = send(a, central)
    a.store.book(replace(answer, changes=(), more=True, digest=None, cursor=""))
    assert a.store.freeze() == ()
    assert a.store.light_facts().waiting == 1
    with pytest.raises(StateError, match=r"report\.merging"):
        a.act(Kind.SEAL)
    a.type((Y, "3"))
    exchange(a, central)
    assert edits(a) == [(CellEdit(Y, None, "3"),)]
    conflict = a.store.conflicts()[0]
    assert (conflict.their_author, conflict.mine_author) == ("người-B", "người-A")
    with pytest.raises(StateError, match=r"report\.conflicts"):
        a.act(Kind.SEAL)
    a.sound()


def test_a_conflict_names_the_author_and_time_that_central_named(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    operation = a.store.freeze()[0]
    cell = TheirCell(address=X, value="9", author="chị Lan", at=1_789_000_000)
    result = Result(id=operation.id, hash=operation.hash(), code=ResultCode.CONFLICT, rev=4, cells=(cell,))
    change = ReportChange(
        report=REPORT,
        view=View.INNER,
        form=FORM,
        state=State.DRAFT,
        rev=4,
        cells={X: "9"},
        author="anh Minh",
        at=1_789_500_000,
    )
    a.store.book(replace(central.answer(a), results=(result,), changes=(change,)))
    conflict = a.store.conflicts()[0]
    assert (conflict.their_author, conflict.their_at) == ("chị Lan", 1_789_000_000)


def test_typing_in_a_conflict_moves_mine_there_and_sends_nothing(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    a.type((X, "2"))
    assert [(c.mine, c.theirs) for c in a.store.conflicts()] == [("2", "7")]
    assert (a.value(X), a.store.light_facts().waiting) == ("2", 0)
    a.sound()


def conflicting(computer: Make, central: Central) -> Computer:
    a, b = computer("A"), computer("B")
    b.type((X, "7"))
    exchange(b, central)
    a.type((X, "1"))
    settle(central, a)
    return a


@pytest.mark.parametrize(
    ("keep", "value", "sent"),
    [("mine", "1", [(CellEdit(X, "7", "1"),)]), ("theirs", "7", [(CellEdit(X, "7", "7"),)])],
)
def test_a_decision_replaces_what_was_shown_as_theirs(
    computer: Make, central: Central, keep: str, value: str, sent: list[tuple[CellEdit, ...]]
) -> None:
    a = conflicting(computer, central)
    conflict = a.store.conflicts()[0]
    a.store.decide(conflict.id, keep, "7", author=a.person, reason="đối chiếu sổ gốc")
    assert (a.value(X), edits(a), a.store.conflicts()) == (value, sent, [])
    for operation in a.store.freeze():
        assert isinstance(operation.body, EditBody)
        assert operation.body.reason == "đối chiếu sổ gốc"
        assert operation.body.answers == f"A/{operation.epoch}/1"
    a.sound()


def test_a_decision_is_asked_again_when_theirs_moved(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    b = computer("C")
    settle(central, b)
    b.type((X, "8"))
    settle(central, b, a)
    conflict = a.store.conflicts()[0]
    assert (conflict.mine, conflict.theirs) == ("1", "8")
    with pytest.raises(StateError, match=r"conflict\.moved"):
        a.store.decide(conflict.id, "mine", "7", author=a.person, reason="")
    a.store.decide(conflict.id, "mine", "8", author=a.person, reason="")
    settle(central, a)
    assert central.head().cells == {X: "1"}


def test_a_conflict_that_the_other_side_gives_up_closes_by_itself(computer: Make, central: Central) -> None:
    a = conflicting(computer, central)
    c = computer("C")
    settle(central, c)
    c.type((X, "1"))
    settle(central, c, a)
    assert a.store.conflicts() == []
    a.sound()


def test_a_refused_value_stays_beside_its_reason_and_is_sent_again_only_by_a_person(
    computer: Make, central: Central
) -> None:
    a = computer("A")
    central.refuse[("A", 1)] = "unit.not_yours"
    a.type((X, "1"), (Y, "2"))
    settle(central, a)
    assert a.store.freeze() == ()
    with pytest.raises(StateError, match=r"report\.refused"):
        a.act(Kind.SEAL)
    entry = a.store.refused()[0]
    a.store.settle_refused(entry.id, again=True, author="trưởng phòng", reason="đã chuyển lại đơn vị")
    again = a.store.freeze()[0]
    assert isinstance(again.body, EditBody)
    assert (again.author, again.body.cells, again.body.answers) == (
        "trưởng phòng",
        (CellEdit(X, None, "1"), CellEdit(Y, None, "2")),
        entry.operation,
    )
    settle(central, a)
    assert central.head().cells == {X: "1", Y: "2"}
    a.sound()


def test_a_refused_value_given_up_follows_central(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "central.failed"
    a.type((X, "2"))
    settle(central, a)
    a.store.settle_refused(a.store.refused()[0].id, again=False, author=a.person, reason="")
    assert (a.value(X), a.store.freeze(), a.store.refused()) == ("1", (), [])
    a.sound()


def test_a_new_value_over_a_refused_one_goes_from_what_central_holds(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    central.refuse[("A", 2)] = "central.failed"
    a.type((X, "2"), (Y, "5"))
    settle(central, a)
    a.type((X, "3"))
    assert edits(a) == [(CellEdit(X, "1", "3"),)]
    assert [entry.cells for entry in a.store.refused()] == [(CellEdit(X, "1", "2"), CellEdit(Y, None, "5"))]
    a.sound()


def test_a_refused_value_sent_again_over_one_that_nobody_here_saw_is_a_conflict(
    computer: Make, central: Central
) -> None:
    a, b = computer("A"), computer("B")
    central.refuse[("A", 1)] = "central.failed"
    a.type((X, "1"))
    settle(central, a)
    b.type((X, "9"))
    settle(central, b, a)
    a.store.settle_refused(a.store.refused()[0].id, again=True, author=a.person, reason="")
    assert [(c.mine, c.theirs) for c in a.store.conflicts()] == [("1", "9")]
    assert a.store.freeze() == ()
    a.sound()


def test_what_was_typed_in_a_refused_row_stays_with_it(computer: Make, central: Central) -> None:
    a = computer("A")
    central.refuse[("A", 1)] = "central.failed"
    a.type((HEAD, "V;;"), (IN_ROW, "1"))
    settle(central, a)
    a.type(("main/k1/c4", "2"))
    assert a.store.freeze() == ()
    assert [cell.address for cell in a.store.refused()[0].cells] == [HEAD, IN_ROW, "main/k1/c4"]
    a.store.settle_refused(a.store.refused()[0].id, again=True, author=a.person, reason="")
    settle(central, a)
    assert central.head().cells == {HEAD: "V;;", IN_ROW: "1", "main/k1/c4": "2"}
    a.sound()


def test_an_edit_of_a_report_sealed_on_another_computer_goes_to_the_tray(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    a.act(Kind.SEAL)
    b.type((Y, "2"))
    settle(central, a, b)
    assert b.state() is State.SEALED
    assert [(entry.code, entry.cells) for entry in b.store.refused()] == [("report.sealed", (CellEdit(Y, None, "2"),))]
    assert b.value(Y) == "2"
    with pytest.raises(StateError, match=r"report\.sealed"):
        b.type((Y, "3"))
    b.act(Kind.REOPEN, reason="còn số liệu ở máy B")
    settle(central, b)
    assert b.state() is State.DRAFT
    b.sound()


def test_acts_need_their_reason_state_report_and_content(computer: Make) -> None:
    a = computer("A")
    with pytest.raises(StateError, match=r"report\.unknown"):
        a.act(Kind.SEAL)
    a.type((X, "1"))
    with pytest.raises(StateError, match=r"report\.state"):
        a.act(Kind.SUBMIT)
    with pytest.raises(StateError, match=r"report\.changed"):
        a.store.act(REPORT, Kind.SEAL, ActBody(content="0" * 64), author=a.person)
    a.act(Kind.SEAL)
    with pytest.raises(StateError, match=r"report\.reason"):
        a.act(Kind.REOPEN)
    assert a.state() is State.SEALED


def test_a_comment_changes_no_state_and_travels(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    a.store.write_note(REPORT, "", NoteBody(address=X, text="đã đối chiếu"), author=a.person, view=View.INNER)
    assert [operation.kind for operation in a.store.freeze()] == [Kind.EDIT, Kind.SEAL, Kind.COMMENT]
    assert a.state() is State.SEALED


def test_a_receiver_accepts_what_an_office_below_sent(computer: Make, central: Central) -> None:
    a = computer("A")
    below = ReportKey("xa-2", "F", "2026-Q3")
    cells = {X: "3"}
    change = ReportChange(
        report=below,
        view=View.UPWARD,
        form=FORM,
        state=State.SUBMITTED,
        rev=5,
        cells=cells,
        author="p",
        at=1,
    )
    a.store.book(replace(central.answer(a), changes=(change,)))
    body = ActBody(content=content_hash(FORM, cells))
    a.store.act(below, Kind.RECEIVE, body, author=a.person)
    a.store.act(below, Kind.ACCEPT, body, author=a.person)
    upward = a.store.report(below, View.UPWARD)
    assert upward is not None
    assert (upward.state, upward.base_state) == (State.ACCEPTED, State.SUBMITTED)
    results = tuple(
        Result(id=operation.id, hash=operation.hash(), code=ResultCode.APPLIED, rev=6 + place)
        for place, operation in enumerate(a.store.freeze())
    )
    a.store.book(replace(central.answer(a), results=results, changes=()))
    upward = a.store.report(below, View.UPWARD)
    assert upward is not None
    assert (upward.state, upward.base_state, upward.in_flight) == (State.ACCEPTED, State.ACCEPTED, 0)
    assert a.store.report(below) is None
    a.sound()
